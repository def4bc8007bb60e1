/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-text.h"

G_BEGIN_DECLS

/* The pages while they are drawn. Lengths are points, the origin is the page's
 * upper left corner. The canvas remembers what was put where and what text
 * went onto the pages, so that ovr_page_canvas_finish() can tell a loss, an overlap
 * or ink in the margin. The first error stays; drawing goes on harmlessly. */

typedef struct _OvrPageCanvas OvrPageCanvas;

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
 * OvrPageCanvasSetup:
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
} OvrPageCanvasSetup;

OvrPageCanvas *ovr_page_canvas_new (const OvrPageCanvasSetup *setup);
void ovr_page_canvas_free (OvrPageCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPageCanvas, ovr_page_canvas_free)

OvrPdfFile *ovr_page_canvas_file (OvrPageCanvas *self);
OvrPdfFontSet *ovr_page_canvas_fonts (OvrPageCanvas *self);
PangoContext *ovr_page_canvas_context (OvrPageCanvas *self);
const OvrPageCanvasSetup *ovr_page_canvas_setup (const OvrPageCanvas *self);

/* Keeps the first error. (transfer full) */
void ovr_page_canvas_fail (OvrPageCanvas *self,
                           GError *error);

void ovr_page_canvas_new_page (OvrPageCanvas *self);
guint ovr_page_canvas_n_pages (const OvrPageCanvas *self);

/* A new text of the report's; pieces drawn with its number belong together,
 * also across pages. */
guint ovr_page_canvas_new_text (OvrPageCanvas *self);

/* All texts as they stand on the pages. (transfer none) (element-type GString) */
GPtrArray *ovr_page_canvas_texts (OvrPageCanvas *self);

/* A line of text at @x, @baseline in @grey (0 black); ink is checked. */
void ovr_page_canvas_line (OvrPageCanvas *self,
                           PangoLayoutLine *line,
                           const char *source,
                           double x,
                           double baseline,
                           double grey,
                           guint text);

/* The same as outlines: part of a drawing, no text of the report's. */
void ovr_page_canvas_outline_text (OvrPageCanvas *self,
                                   PangoLayoutLine *line,
                                   double x,
                                   double baseline,
                                   double grey);

/* Claims a rectangle: nothing else may be drawn into it. What is drawn between
 * begin and end belongs to it and must stay inside. */
void ovr_page_canvas_claim (OvrPageCanvas *self,
                            const OvrRect *rect);
void ovr_page_canvas_begin_claim (OvrPageCanvas *self,
                                  const OvrRect *rect);
void ovr_page_canvas_end_claim (OvrPageCanvas *self);

void ovr_page_canvas_rule (OvrPageCanvas *self,
                           double x1,
                           double y1,
                           double x2,
                           double y2,
                           double width,
                           double grey);
void ovr_page_canvas_frame (OvrPageCanvas *self,
                            const OvrRect *rect,
                            double width);
void ovr_page_canvas_fill (OvrPageCanvas *self,
                           const OvrRect *rect,
                           double grey);
void ovr_page_canvas_image (OvrPageCanvas *self,
                            guint image,
                            const OvrRect *rect);

/* Raw operators in the page's own system (lower left origin); @y_from_top
 * turns heights. */
GString *ovr_page_canvas_ops (OvrPageCanvas *self);
double ovr_page_canvas_flip (const OvrPageCanvas *self,
                             double y);

void ovr_page_canvas_begin_tag (OvrPageCanvas *self,
                                OvrPdfTag *tag);
void ovr_page_canvas_begin_artifact (OvrPageCanvas *self,
                                     gboolean pagination);
void ovr_page_canvas_end (OvrPageCanvas *self);

/* Names a place to jump to, and jumps there. */
void ovr_page_canvas_anchor (OvrPageCanvas *self,
                             const char *name,
                             double y);
void ovr_page_canvas_link (OvrPageCanvas *self,
                           const char *name,
                           const OvrRect *rect);
void ovr_page_canvas_outline (OvrPageCanvas *self,
                              const char *title,
                              double y);

/* Page of an anchor from 1, 0 where there is none. */
guint ovr_page_canvas_page_of (const OvrPageCanvas *self,
                               const char *name);
gboolean ovr_page_canvas_same_anchors (const OvrPageCanvas *self,
                                       const OvrPageCanvas *other);

/* Writes the links; reports the first error, overlap or ink in the margin. */
gboolean ovr_page_canvas_finish (OvrPageCanvas *self,
                                 GError **error);

G_END_DECLS
