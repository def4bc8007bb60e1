/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words of German and English radiology reports. All look-ups take text in
 * UTF-8. */

/**
 * OvrLineKind:
 *
 * What a line of a report says by its first words.
 */
typedef enum
{
  OVR_LINE_TEXT,
  OVR_LINE_SECTION,
  OVR_LINE_SALUTATION,
  OVR_LINE_CLOSING,
  OVR_LINE_IDENTITY,
  OVR_LINE_PAGE,
} OvrLineKind;

/* For a heading: @section is its canonical name and @length how many
 * characters of the (trimmed) line belong to it, colon included. */
OvrLineKind ovr_claim_lexicon_look_at_line (const char *line,
                                            const char **section,
                                            int *length);

/* Whether a full stop behind @token ("Z", "n", "ca", "z.B") is one of an
 * abbreviation that doesn't end a sentence. */
gboolean ovr_claim_lexicon_is_abbreviation (const char *token);

/* Whether such an abbreviation may end one as well ("B" of "o. B.", "li"):
 * then the next word decides. */
gboolean ovr_claim_lexicon_may_end (const char *token);

/* Whether a sentence of a report is likely to begin with @word ("Kein",
 * "Die", "No", "There"). */
gboolean ovr_claim_lexicon_is_starter (const char *word);

/* Words that a statement never ends with ("einer", "of", "no"). */
gboolean ovr_claim_lexicon_is_function_word (const char *word);
gboolean ovr_claim_lexicon_is_month (const char *word);

G_END_DECLS
