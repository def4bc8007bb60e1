/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-axis.h"
#include "ovr-tone.h"

G_BEGIN_DECLS

/* Brings a frame to the raster of a target: stored values are interpolated in
 * float, then windowed (a linear rescale commutes with interpolation, clamping
 * does not; values of a Modality LUT are interpolated behind it). Pixels of
 * padding take no part; where they weigh half or more the target is black.
 *
 * @line_axis: the image axis that the target's x runs along; @across: that
 * axis, @down: the other one. @target is @stride bytes a row; what lies beside
 * the image is left as it is. */
void ovr_resample (OvrTone *tone,
                   OvrLineAxis line_axis,
                   const OvrAxis *across,
                   const OvrAxis *down,
                   guint8 *target,
                   gsize stride);

/* The same, each target pixel from its nearest source pixel: exact levels. */
void ovr_resample_nearest (OvrTone *tone,
                           OvrLineAxis line_axis,
                           const OvrAxis *across,
                           const OvrAxis *down,
                           guint8 *target,
                           gsize stride);

G_END_DECLS
