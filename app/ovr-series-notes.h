/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-series.h"

G_BEGIN_DECLS

/* Images of a series that are looked at, spread evenly over it: each of them is
 * decoded. */
#define OVR_SERIES_NOTES_MOST 16

/* What the pictures of a series do not honour, and why some can't be shown at
 * all: each sentence once, from the first frame of up to OVR_SERIES_NOTES_MOST
 * of its images. Files that can't be opened any more and members of archives
 * are passed over; @n_looked gets how many were not. Blocks while it decodes.
 * (element-type OvrNote) (transfer full) */
GPtrArray *ovr_series_notes (OvrSeries *series,
                             guint *n_looked);

G_END_DECLS
