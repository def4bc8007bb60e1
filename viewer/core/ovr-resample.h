/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-axis.h"
#include "ovr-raster.h"
#include "ovr-tone.h"

G_BEGIN_DECLS

/* Brings a frame to a raster: stored values are interpolated in float, then
 * windowed (a linear rescale commutes with interpolation, clamping does not;
 * values of a Modality LUT are interpolated behind it). Pixels of padding take
 * no part; where they weigh half or more the raster is black.
 *
 * @across: how columns of the frame become pixels of a line; @down: how rows of
 * it become lines. What lies beside the image is left as it is. @n_bands of
 * lines are made by several threads; the pixels do not depend on their number,
 * nor on whether the raster is turned. */
void ovr_resample (OvrTone *tone,
                   const OvrAxis *across,
                   const OvrAxis *down,
                   const OvrRaster *raster,
                   guint n_bands);

/* The same, each pixel from its nearest one: exact levels. */
void ovr_resample_nearest (OvrTone *tone,
                           const OvrAxis *across,
                           const OvrAxis *down,
                           const OvrRaster *raster,
                           guint n_bands);

G_END_DECLS
