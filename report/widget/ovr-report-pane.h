/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-finding-card.h"
#include "ovr-report-rules.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define OVR_TYPE_REPORT_PANE (ovr_report_pane_get_type ())
G_DECLARE_FINAL_TYPE (OvrReportPane, ovr_report_pane, OVR, REPORT_PANE, GtkWidget)

/**
 * OvrReportPane:
 *
 * The editor: the original beside the second opinion, the ledger's progress on
 * top, what stops the signature at the bottom.
 *
 * Signals:
 *  "jump" (const char *claim_id): show the claim's image
 *  "attach" (const char *finding_id): attach the active view
 *  "show-key-image" (const char *key_image_id)
 */

/* To be called before the first type of the library is used: its resources
 * lie in a static library, where the linker would drop them. */
void ovr_report_widgets_init (void);

/* NULL empties it. */
void ovr_report_pane_set_editor (OvrReportPane *self,
                                 OvrReportEditor *editor);
void ovr_report_pane_set_painter (OvrReportPane *self,
                                  OvrKeyImagePainter painter,
                                  gpointer data);
void ovr_report_pane_set_check (OvrReportPane *self,
                                const OvrReportCheck *check);

/* Unfolds what stops the signature. */
void ovr_report_pane_show_issues (OvrReportPane *self);

/* Turns to "original", "claims", "findings", "answer" or "details" and puts the
 * focus there: for a key that the reader pressed. */
void ovr_report_pane_go (OvrReportPane *self,
                         const char *place);

/* Turns to the field of that place of the report's JSON form, and puts the
 * focus there: for what the reader asked for. */
void ovr_report_pane_show_field (OvrReportPane *self,
                                 const char *where);

/* TRUE while the focus is in the ledger. */
gboolean ovr_report_pane_is_ledger_focused (OvrReportPane *self);

/* The selected claim and finding; borrowed, NULL for none. */
const char *ovr_report_pane_get_claim (OvrReportPane *self);
const char *ovr_report_pane_get_finding (OvrReportPane *self);
void ovr_report_pane_walk_claims (OvrReportPane *self,
                                  int delta);
void ovr_report_pane_select_finding (OvrReportPane *self,
                                     const char *finding_id);

/* Where the reader is, for the view state. (transfer full) */
JsonObject *ovr_report_pane_dup_state (OvrReportPane *self);

/* Members that are missing or of another type are left as they are. */
void ovr_report_pane_restore_state (OvrReportPane *self,
                                    JsonObject *state);

G_END_DECLS
