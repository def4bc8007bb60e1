/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-presentation-state.h"

G_BEGIN_DECLS

#define TAG_REFERENCED_IMAGES OVR_TAG (0x0008, 0x1140)

/* Whether an item of a state is for a frame: its Referenced Image Sequence names
 * it, or is absent. */
gboolean ovr_presentation_item_is_for (const OvrDataset *item,
                                       const char *sop_uid,
                                       guint frame);

G_END_DECLS
