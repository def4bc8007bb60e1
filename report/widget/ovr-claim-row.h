/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_CLAIM_ROW (ovr_claim_row_get_type ())
G_DECLARE_FINAL_TYPE (OvrClaimRow, ovr_claim_row, OVR, CLAIM_ROW, GtkListBoxRow)

/**
 * OvrClaimRow:
 *
 * One claim of the ledger: number, sign, quotation and verdict; with the
 * verdicts to choose from, the comment and the effect while it is selected.
 *
 * Signals: "jump": the reader wants to see the claim's image
 */
GtkWidget *ovr_claim_row_new (OvrReportEditor *editor,
                              const char *claim_id);
const char *ovr_claim_row_get_claim_id (OvrClaimRow *self);

/* Shows the claim's present state. */
void ovr_claim_row_update (OvrClaimRow *self);
void ovr_claim_row_set_expanded (OvrClaimRow *self,
                                 gboolean expanded);

G_END_DECLS
