/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-series.h"

G_BEGIN_DECLS

/* Why several images lie at one place: b values, echoes, time points … . */

/**
 * OvrDimensionPiece:
 * @slices: (owned) (nullable) (element-type OvrSlice): frames with one value
 * @label: (owned): "b 800", "echo 12.5 ms"
 */
typedef struct
{
  GArray *slices;
  char *label;
} OvrDimensionPiece;

/**
 * ovr_dimension_split:
 * @slices: (element-type OvrSlice): sorted, several of them at one place
 * @n_positions: how many places there are
 * @n_parts: parts that the series has so far; the split keeps below
 *   OVR_SERIES_MAX_PARTS
 *
 * Finds the dimension that explains the doubled places best.
 *
 * Returns: (transfer full) (nullable) (element-type OvrDimensionPiece): pieces
 *   by ascending value, at least two with fewer doubled places altogether;
 *   NULL where no dimension explains them
 */
GPtrArray *ovr_dimension_split (GArray *slices,
                                guint n_positions,
                                guint n_parts);

/* TRUE where each of @slices has a value of its own in some dimension. */
gboolean ovr_dimension_tells_apart (GArray *slices);

G_END_DECLS
