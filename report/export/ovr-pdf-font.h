/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-file.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* The fonts of one file: which glyphs of which font the pages use, and what
 * text each glyph stands for. One thread. */

typedef struct _OvrPdfFontSet OvrPdfFontSet;
typedef struct _OvrPdfFont OvrPdfFont;

OvrPdfFontSet *ovr_pdf_font_set_new (OvrPdfFile *file);
void ovr_pdf_font_set_free (OvrPdfFontSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPdfFontSet, ovr_pdf_font_set_free)

/* The PDF font for what Pango chose; made at first sight. (transfer none) */
OvrPdfFont *ovr_pdf_font_set_get (OvrPdfFontSet *self,
                                  PangoFont *font);

/* The number behind "/F". */
guint ovr_pdf_font_number (const OvrPdfFont *self);

/* Advance width of @glyph as the file's W array has it, 1/1000 em. */
int ovr_pdf_font_width (const OvrPdfFont *self,
                        guint glyph);

/* Takes @glyph into the subset and notes that it stands for @text. FALSE where
 * the glyph already stands for something else: the caller writes ActualText. */
gboolean ovr_pdf_font_use (OvrPdfFont *self,
                           guint glyph,
                           const char *text,
                           gsize length);

/* What @glyph stands for in the file's ToUnicode. (transfer none) */
const char *ovr_pdf_font_text (const OvrPdfFont *self,
                               guint glyph);

/* Pango picked this font for a weight that it lacks: thicken the strokes. */
gboolean ovr_pdf_font_wants_bold (PangoFont *font);

/* Subsets and embeds everything. Call once, before the file is finished. */
gboolean ovr_pdf_font_set_write (OvrPdfFontSet *self,
                                 GError **error);

/* "Noto Sans 2.008; …", sorted. (transfer full) */
char *ovr_pdf_font_set_dup_versions (const OvrPdfFontSet *self);

G_END_DECLS
