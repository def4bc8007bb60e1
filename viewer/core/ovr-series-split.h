/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-series.h"

G_BEGIN_DECLS

/* Parts that a series is split into at most; what is left over goes into the
 * last one, in the order of the instance numbers. */
#define OVR_SERIES_MAX_PARTS 256

/* Positions nearer than this are one position, mm: below what scanners write. */
#define OVR_SAME_POSITION_MM 0.01

/**
 * OvrSeriesPart:
 * @slices: (element-type OvrSlice): in viewing order; empty where the
 *   instances are no images
 * @instances: (element-type OvrInstance): owned references, each once, in the
 *   order in which the slices need them
 * @label: (owned) (nullable): what tells it from its siblings
 * @has_planes: the slices are parallel planes in one frame of reference
 * @is_time_series: several slices at one place are told apart by their time or
 *   another dimension: not doubled images
 *
 * What becomes one #OvrSeries.
 */
typedef struct
{
  GArray *slices;
  GPtrArray *instances;
  char *label;
  gboolean has_planes;
  gboolean is_time_series;
} OvrSeriesPart;

/**
 * OvrSeriesSplit:
 * @parts: (element-type OvrSeriesPart): at least one
 * @n_orientations: how many directions of planes, but for localizers and turning
 *   projections, which are meant to cross
 */
typedef struct
{
  GPtrArray *parts;
  guint n_orientations;
} OvrSeriesSplit;

void ovr_series_part_free (OvrSeriesPart *self);

/* Splits and sorts the instances of one series UID: what isn't parallel, not
 * of one frame of reference, not of one size or kind stands apart; images
 * that share their places are split by the dimension that explains them
 * (b value, echo, image type, time …: PS3.3 C.7.6.17). A pure function. */
OvrSeriesSplit ovr_series_split (GPtrArray *instances);

/* Sorts @slices (element-type OvrSlice) by number or time; by position they
 * come sorted. */
void ovr_slices_sort (GArray *slices,
                      OvrSliceOrder order);

/* Their instances, each once: (transfer full) (element-type OvrInstance). */
GPtrArray *ovr_slices_list_instances (GArray *slices);

/* Distinct positions of sorted slices: for each its first slice's index.
 * (transfer full) (element-type guint) */
GArray *ovr_slices_distinct_positions (GArray *slices);

/* TRUE where both frames lie at the same place: same position along the
 * normal, and same place within the plane. */
gboolean ovr_slices_coincide (const OvrSlice *a,
                              const OvrSlice *b);

/* How many of the sorted slices lie where the one before them lies. */
guint ovr_slices_count_doubles (GArray *sorted);

G_END_DECLS
