/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What must not be torn apart at a line's end, and must not be turned round
 * among letters of another direction. Thread-safe. */

/* @text as a page can show it: a tab is a space, every kind of line and page end
 * a new line, and other control characters, which have no shape, are gone.
 * Texts that are pasted or come from an original report hold all of them.
 * (transfer full) */
char *ovr_printable (const char *text);

/* @text with no-break spaces and word joiners where a line must not break:
 * number and unit ("6 mm"), number and sign ("6 × 5", "− 30 %", "< 5"), range
 * ("75–90"), day and month, a word and its number ("image 14", "Bild 57"), and
 * a negation and what it negates ("no fracture"). (transfer full) */
char *ovr_glue (const char *text);

/* @text as one field of its own direction: FIRST STRONG ISOLATE … POP
 * DIRECTIONAL ISOLATE (UAX #9), one line. (transfer full) */
char *ovr_isolate (const char *text);

/* Whether @text has letters that are written from right to left. */
gboolean ovr_has_rtl (const char *text);

/* What is left when everything that glue, isolates and line breaks add is taken
 * away again: words with single spaces. Two texts that say the same normalise
 * to the same. (transfer full) */
char *ovr_normalise (const char *text);

G_END_DECLS
