/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OvrCaseTone:
 *
 * How a cell's words look.
 */
typedef enum
{
  OVR_CASE_TONE_NORMAL,
  OVR_CASE_TONE_STRONG,
  OVR_CASE_TONE_DIM,
  OVR_CASE_TONE_DONE,
  OVR_CASE_TONE_READY,
  OVR_CASE_TONE_WARN,
} OvrCaseTone;

#define OVR_TYPE_CASE_CELL (ovr_case_cell_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseCell, ovr_case_cell, OVR, CASE_CELL, GtkWidget)

/**
 * OvrCaseCell:
 *
 * One line of text in the case list. GTK's list keeps 200 rows of cells, of
 * which 30 are seen, and fills all of them at each key of a search: as labels,
 * each measured and laid out anew, that is a third of a second. A cell asks for
 * the same room whatever it says, and its text is laid out when it is seen.
 */

GtkWidget *ovr_case_cell_new (void);
void ovr_case_cell_set (OvrCaseCell *self,
                        const char *text,
                        OvrCaseTone tone);

/* Whether not all of its text is seen. */
gboolean ovr_case_cell_is_cut (OvrCaseCell *self);

/* What it is seen within; a cell outside of that draws nothing. */
void ovr_case_cell_set_frame (OvrCaseCell *self,
                              GtkWidget *frame);

/* Before anything below @frame is painted: cells that have come into sight
 * since they were painted last are painted anew. */
void ovr_case_cells_look (GtkWidget *frame);

G_END_DECLS
