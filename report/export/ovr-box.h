/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-page-canvas.h"

G_BEGIN_DECLS

/* What pages are built of: boxes that grow with their content and split where
 * a page ends. Nothing is shrunk or clipped. A box has one owner; adding it to
 * another hands it over. Lengths are points. */

typedef struct _OvrBox OvrBox;

/**
 * OvrTextStyle:
 * @size: font size
 * @leading: base line to base line; lines with taller letters get more
 * @bold: bold throughout; parts of a text are made bold by markup
 * @italic: italic throughout
 * @grey: 0 black to 1 white
 * @align: alignment; LEFT is the paragraph's start
 */
typedef struct
{
  double size;
  double leading;
  gboolean bold;
  gboolean italic;
  double grey;
  PangoAlignment align;
} OvrTextStyle;

typedef void (*OvrBoxDraw) (OvrPageCanvas *canvas,
                            const OvrRect *rect,
                            gconstpointer data);

void ovr_box_free (OvrBox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrBox, ovr_box_free)

/* A text in Pango's markup; a line feed starts a new paragraph. */
OvrBox *ovr_box_text (OvrPageCanvas *canvas,
                      const OvrTextStyle *style,
                      const char *markup);

/* Boxes below each other, @gap apart. */
OvrBox *ovr_box_stack (double gap);

/* Boxes beside each other on one first base line, @gap apart. */
OvrBox *ovr_box_row (double gap);

/* @child with white and a line around it; @line 0 draws none. */
OvrBox *ovr_box_frame (OvrBox *child,
                       double padding,
                       double line,
                       double fill_grey);
OvrBox *ovr_box_space (double height);
OvrBox *ovr_box_rule (double line,
                      double grey);

/* @height high, drawn by @draw; never split. @data is borrowed and must outlive
 * the pages. @alt describes it for those who can't see it; NULL: decoration. */
OvrBox *ovr_box_drawing (double height,
                         OvrBoxDraw draw,
                         gconstpointer data,
                         const char *alt);

/* Adds to a stack, or to a row: @width > 0 points, < 0 a share of the rest. */
void ovr_box_add (OvrBox *self,
                  OvrBox *child);
void ovr_box_add_cell (OvrBox *self,
                       OvrBox *child,
                       double width);

/* The first child of a stack is drawn again where the stack goes on on a new
 * page; likewise the first @n_cells of a row. */
void ovr_box_set_repeat (OvrBox *self,
                         guint n_cells);

/* @space more above the box, unless it is the first on a page. */
void ovr_box_set_space_before (OvrBox *self,
                               double space);

/* Never at a page's end without the box after it. */
void ovr_box_set_keep_next (OvrBox *self);

/* Not split unless it is higher than a page. */
void ovr_box_set_whole (OvrBox *self);

/* Not part of what is read aloud: headers, footers. */
void ovr_box_set_artifact (OvrBox *self);

/* Role in the structure tree ("H1", "P", "Table"), language of the text. */
void ovr_box_set_role (OvrBox *self,
                       const char *role);
void ovr_box_set_language (OvrBox *self,
                           const char *language);

/* A place to jump to; a jump; an entry of the outline. */
void ovr_box_set_anchor (OvrBox *self,
                         const char *name);
void ovr_box_set_link (OvrBox *self,
                       const char *name);
void ovr_box_set_outline (OvrBox *self,
                          const char *title);

double ovr_box_height (OvrBox *self,
                       double width);

/* Cuts off what fits into @available; the rest stays in @self. NULL where
 * nothing fits. @force: at the top of a page: something must. */
OvrBox *ovr_box_split (OvrBox *self,
                       double width,
                       double available,
                       gboolean force);
void ovr_box_draw (OvrBox *self,
                   OvrPageCanvas *canvas,
                   OvrPdfTag *parent,
                   double x,
                   double y,
                   double width);

G_END_DECLS
