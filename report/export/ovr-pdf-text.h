/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-font.h"

G_BEGIN_DECLS

/* Pango's layout as PDF operators: glyph ids placed where Pango put them. */

/* A context with the project's font families in the order in which they are
 * tried; metrics unhinted, one Pango unit is 1/1024 point. (transfer full) */
PangoContext *ovr_pdf_text_create_context (const char *language);

/* Families for @language's pages, comma separated. (transfer none) */
const char *ovr_pdf_text_families (const char *language);

/**
 * ovr_pdf_text_line:
 * @fonts: the file's fonts
 * @ops: operators are appended here
 * @used: (element-type guint): font numbers that were used are added
 * @line: the line
 * @text: the layout's text
 * @x: left end of the line, points
 * @baseline: height of the base line above the origin, points
 * @written: what the glyphs stand for is appended here, in logical order
 * @error: %OVR_PDF_ERROR_GLYPH where no font has a character
 *
 * Draws one line in the current fill colour.
 */
gboolean ovr_pdf_text_line (OvrPdfFontSet *fonts,
                            GString *ops,
                            GArray *used,
                            PangoLayoutLine *line,
                            const char *text,
                            double x,
                            double baseline,
                            GString *written,
                            GError **error);

/* The line as filled outlines: letters that are part of a drawing and must not
 * stand between the page's words. %OVR_PDF_ERROR_GLYPH as above. */
gboolean ovr_pdf_text_outline (GString *ops,
                               PangoLayoutLine *line,
                               double x,
                               double baseline,
                               GError **error);

G_END_DECLS
