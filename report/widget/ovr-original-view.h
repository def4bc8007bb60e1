/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_ORIGINAL_VIEW (ovr_original_view_get_type ())
G_DECLARE_FINAL_TYPE (OvrOriginalView, ovr_original_view, OVR, ORIGINAL_VIEW, GtkWidget)

/**
 * OvrOriginalView:
 *
 * The documents of the case, one at a time, with the claims marked as spans of
 * their text, which is shown exactly as received. An original stays sealed
 * until the reader's own impression is locked.
 *
 * Signals: "claim-clicked" (const char *claim_id)
 */
void ovr_original_view_set_editor (OvrOriginalView *self,
                                   OvrReportEditor *editor);

/* Marks a claim, turns to its document and scrolls to it. */
void ovr_original_view_show_claim (OvrOriginalView *self,
                                   const char *claim_id);

/* View state: the document's id (borrowed, NULL for none) and the scroll. */
const char *ovr_original_view_get_document (OvrOriginalView *self);
void ovr_original_view_show_document (OvrOriginalView *self,
                                      const char *document_id);
GtkAdjustment *ovr_original_view_get_scroll (OvrOriginalView *self);

G_END_DECLS
