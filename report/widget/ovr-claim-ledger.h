/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_CLAIM_LEDGER (ovr_claim_ledger_get_type ())
G_DECLARE_FINAL_TYPE (OvrClaimLedger, ovr_claim_ledger, OVR, CLAIM_LEDGER, GtkWidget)

/**
 * OvrClaimLedger:
 *
 * The claims of the original reports with their verdicts.
 *
 * Signals:
 *  "claim-selected" (const char *claim_id): never moves a viewport
 *  "jump" (const char *claim_id): the reader wants to see the claim's image
 */
void ovr_claim_ledger_set_editor (OvrClaimLedger *self,
                                  OvrReportEditor *editor);

/* The selected claim's id, or NULL; borrowed. */
const char *ovr_claim_ledger_get_claim (OvrClaimLedger *self);

/* Selects and shows a claim; the focus stays where it is. */
void ovr_claim_ledger_select (OvrClaimLedger *self,
                              const char *claim_id);

/* Selects the claim @delta rows on. */
void ovr_claim_ledger_walk (OvrClaimLedger *self,
                            int delta);

/* Puts the focus on the selected row. */
void ovr_claim_ledger_focus_row (OvrClaimLedger *self);

G_END_DECLS
