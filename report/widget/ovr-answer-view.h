/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_ANSWER_VIEW (ovr_answer_view_get_type ())
G_DECLARE_FINAL_TYPE (OvrAnswerView, ovr_answer_view, OVR, ANSWER_VIEW, GtkWidget)

/**
 * OvrAnswerView:
 *
 * What the referring physician reads first: the headline with its count of
 * words, urgency, the answers to the questions, impression, recommendations.
 */
void ovr_answer_view_set_editor (OvrAnswerView *self,
                                 OvrReportEditor *editor);
GtkAdjustment *ovr_answer_view_get_scroll (OvrAnswerView *self);

G_END_DECLS
