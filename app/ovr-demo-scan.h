/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ovr_demo_scan_write:
 * @text: the letter; the first line is the letterhead, a line "Seite 1 von 2"
 *   ends a page
 * @received: what the stamp of receipt says below its heading, a date
 * @path: the PDF
 * @error: a #GFileError or #GIOErrorEnum
 *
 * Writes the letter as a practice's scanner gives it: grey pictures of paper,
 * pulled in a little askew, each page differently, with holes, folds, dust, a
 * stamp and a signature; below the picture lies the text that the scanner read,
 * as an OCR layer. 200 dots per inch, A4. The same text gives the same picture.
 *
 * Returns: %TRUE if the file was written, whole
 */
gboolean ovr_demo_scan_write (const char *text,
                              const char *received,
                              const char *path,
                              GError **error);

G_END_DECLS
