/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-stored.h"

G_BEGIN_DECLS

/**
 * OvrPadding:
 * @is_present: whether some value means "no image here"
 * @low: the lowest such stored value
 * @high: the highest such stored value
 *
 * Stage 2: Pixel Padding Value (0028,0120) and Pixel Padding Range Limit
 * (0028,0121), or their float twins (0028,0122) to (0028,0125); PS3.3
 * C.7.5.1.1.2. In *stored* space, before every transformation. Padding is black
 * after every inversion, and left out of windows, statistics and interpolation.
 * A plain value; thread-safe.
 */
typedef struct
{
  gboolean is_present;
  double low;
  double high;
} OvrPadding;

/* One limit as read from an element whose VR may be US where it should be SS
 * or the other way round: as the sample it means. FALSE if no sample of
 * @layout can have that value. */
gboolean ovr_padding_fix_sign (OvrCellLayout layout,
                               gint64 raw,
                               double *out);

/* The range between two limits, in either order. */
OvrPadding ovr_padding_between (double a,
                                double b);

/* TRUE for padding, and for NaN and infinity, which no one measured either. */
gboolean ovr_padding_contains (const OvrPadding *self,
                               double stored);

G_END_DECLS
