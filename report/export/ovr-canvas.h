/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-text.h"

G_BEGIN_DECLS

/* The pages while they are drawn. Lengths are points, the origin is the page's
 * upper left corner. The canvas remembers what was put where and what text
 * went onto the pages, so that ovr_canvas_finish() can tell a loss, an overlap
 * or ink in the margin. The first error stays; drawing goes on harmlessly. */

typedef struct _OvrCanvas OvrCanvas;

/* Points in a millimetre. */
#define OVR_MM (72.0 / 25.4)

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} OvrRect;

/**
 * OvrCanvasSetup:
 * @width: page width
 * @height: page height
 * @margin_left: no ink left of this; the right margin is as wide
 * @margin_top: no ink above this
 * @margin_bottom: no ink in the lowest part of the page
 * @language: BCP 47, of the report
 */
typedef struct
{
  double width;
  double height;
  double margin_left;
  double margin_top;
  double margin_bottom;
  const char *language;
} OvrCanvasSetup;

OvrCanvas *ovr_canvas_new (const OvrCanvasSetup *setup);
void ovr_canvas_free (OvrCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCanvas, ovr_canvas_free)

OvrPdfFile *ovr_canvas_file (OvrCanvas *self);
OvrPdfFontSet *ovr_canvas_fonts (OvrCanvas *self);
PangoContext *ovr_canvas_context (OvrCanvas *self);
const OvrCanvasSetup *ovr_canvas_setup (const OvrCanvas *self);

/* Keeps the first error. (transfer full) */
void ovr_canvas_fail (OvrCanvas *self,
                      GError *error);

void ovr_canvas_new_page (OvrCanvas *self);
guint ovr_canvas_n_pages (const OvrCanvas *self);
void ovr_canvas_select_page (OvrCanvas *self,
                             guint page);

/* A new text of the report's; pieces drawn with its number belong together,
 * also across pages. */
guint ovr_canvas_new_text (OvrCanvas *self);

/* All texts as they stand on the pages. (transfer none) (element-type GString) */
GPtrArray *ovr_canvas_texts (OvrCanvas *self);

/* A line of text at @x, @baseline in @grey (0 black); ink is checked. */
void ovr_canvas_line (OvrCanvas *self,
                      PangoLayoutLine *line,
                      const char *source,
                      double x,
                      double baseline,
                      double grey,
                      guint text);

/* The same as outlines: part of a drawing, no text of the report's. */
void ovr_canvas_outline_text (OvrCanvas *self,
                              PangoLayoutLine *line,
                              double x,
                              double baseline,
                              double grey);

/* Claims a rectangle: nothing else may be drawn into it. What is drawn between
 * begin and end belongs to it and must stay inside. */
void ovr_canvas_claim (OvrCanvas *self,
                       const OvrRect *rect);
void ovr_canvas_begin_claim (OvrCanvas *self,
                             const OvrRect *rect);
void ovr_canvas_end_claim (OvrCanvas *self);

void ovr_canvas_rule (OvrCanvas *self,
                      double x1,
                      double y1,
                      double x2,
                      double y2,
                      double width,
                      double grey);
void ovr_canvas_frame (OvrCanvas *self,
                       const OvrRect *rect,
                       double width);
void ovr_canvas_fill (OvrCanvas *self,
                      const OvrRect *rect,
                      double grey);
void ovr_canvas_image (OvrCanvas *self,
                       guint image,
                       const OvrRect *rect);

/* Raw operators in the page's own system (lower left origin); @y_from_top
 * turns heights. */
GString *ovr_canvas_ops (OvrCanvas *self);
double ovr_canvas_flip (const OvrCanvas *self,
                        double y);

void ovr_canvas_begin_tag (OvrCanvas *self,
                           OvrPdfTag *tag);
void ovr_canvas_begin_artifact (OvrCanvas *self,
                                gboolean pagination);
void ovr_canvas_end (OvrCanvas *self);

/* Names a place to jump to, and jumps there. */
void ovr_canvas_anchor (OvrCanvas *self,
                        const char *name,
                        double y);
void ovr_canvas_link (OvrCanvas *self,
                      const char *name,
                      const OvrRect *rect);
void ovr_canvas_outline (OvrCanvas *self,
                         const char *title,
                         double y);

/* Page of an anchor from 1, 0 where there is none. */
guint ovr_canvas_page_of (const OvrCanvas *self,
                          const char *name);
gboolean ovr_canvas_same_anchors (const OvrCanvas *self,
                                  const OvrCanvas *other);

/* Writes the links; reports the first error, overlap or ink in the margin. */
gboolean ovr_canvas_finish (OvrCanvas *self,
                            GError **error);

G_END_DECLS
