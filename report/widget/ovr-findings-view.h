/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-finding-card.h"

G_BEGIN_DECLS

#define OVR_TYPE_FINDINGS_VIEW (ovr_findings_view_get_type ())
G_DECLARE_FINAL_TYPE (OvrFindingsView, ovr_findings_view, OVR, FINDINGS_VIEW, GtkWidget)

/**
 * OvrFindingsView:
 *
 * The findings of the second opinion, one card each.
 *
 * Signals: "attach" (const char *finding_id), "show-key-image" (const char
 * *key_image_id): as those of the cards
 */
void ovr_findings_view_set_editor (OvrFindingsView *self,
                                   OvrReportEditor *editor);
void ovr_findings_view_set_painter (OvrFindingsView *self,
                                    OvrKeyImagePainter painter,
                                    gpointer data);

/* The finding that was worked in last, else the last one; NULL without any.
 * Borrowed. */
const char *ovr_findings_view_get_finding (OvrFindingsView *self);
void ovr_findings_view_select (OvrFindingsView *self,
                               const char *finding_id);

/* Puts the focus into the selected finding's title. */
void ovr_findings_view_focus (OvrFindingsView *self);
GtkAdjustment *ovr_findings_view_get_scroll (OvrFindingsView *self);

G_END_DECLS
