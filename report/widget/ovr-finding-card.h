/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OvrKeyImagePainter:
 *
 * Fills @picture with what @key_image shows, now or later. Pixels aren't the
 * report's business: the application does it.
 */
typedef void (*OvrKeyImagePainter) (const OvrKeyImage *key_image,
                                    GtkPicture *picture,
                                    gpointer data);

#define OVR_TYPE_FINDING_CARD (ovr_finding_card_get_type ())
G_DECLARE_FINAL_TYPE (OvrFindingCard, ovr_finding_card, OVR, FINDING_CARD, GtkWidget)

/**
 * OvrFindingCard:
 *
 * One finding of the second opinion: title, text, side, certainty, effect, key
 * images, measurements.
 *
 * Signals:
 *  "attach" (const char *finding_id)
 *  "show-key-image" (const char *key_image_id): a thumbnail was clicked
 *  "selected" (const char *finding_id): the reader works in it
 */
GtkWidget *ovr_finding_card_new (OvrReportEditor *editor,
                                 guint index,
                                 OvrKeyImagePainter painter,
                                 gpointer painter_data);
const char *ovr_finding_card_get_finding_id (OvrFindingCard *self);

/* Shows what a change elsewhere has done to its heading. */
void ovr_finding_card_update (OvrFindingCard *self);
void ovr_finding_card_set_selected (OvrFindingCard *self,
                                    gboolean selected);

G_END_DECLS
