/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_DETAILS_VIEW (ovr_details_view_get_type ())
G_DECLARE_FINAL_TYPE (OvrDetailsView, ovr_details_view, OVR, DETAILS_VIEW, GtkWidget)

/**
 * OvrDetailsView:
 *
 * Adequacy of the submitted images with their health, limitations, the request
 * and the reader.
 */
void ovr_details_view_set_editor (OvrDetailsView *self,
                                  OvrReportEditor *editor);
GtkAdjustment *ovr_details_view_get_scroll (OvrDetailsView *self);

G_END_DECLS
