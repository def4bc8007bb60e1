/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_CLAIM_GUTTER (ovr_claim_gutter_get_type ())
G_DECLARE_FINAL_TYPE (OvrClaimGutter, ovr_claim_gutter, OVR, CLAIM_GUTTER, GtkWidget)

/**
 * OvrClaimGutter:
 *
 * The margin beside a document's text: each claim's number and sign where the
 * claim begins. The text itself stays as it was received.
 */
GtkWidget *ovr_claim_gutter_new (GtkTextView *view);

/* Shows the claims of @document_id; both borrowed until the next call. */
void ovr_claim_gutter_set_claims (OvrClaimGutter *self,
                                  const OvrReport *report,
                                  const char *document_id);

/* Looks where the claims are, once the view has laid out its lines: it does so
 * when it has nothing else to do, and only then they are where they stay. */
void ovr_claim_gutter_settle (OvrClaimGutter *self);

G_END_DECLS
