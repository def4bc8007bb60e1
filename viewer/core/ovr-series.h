/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-instance.h"
#include "ovr-study-facts.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OvrSlice:
 * @instance: (borrowed): whose frame it is
 * @frame: frame number from 1
 * @position_mm: along the part's normal (row × column), mm, LPS; NaN where the
 *   frame has no plane
 *
 * One picture of a series in its place.
 */
typedef struct
{
  OvrInstance *instance;
  guint frame;
  double position_mm;
} OvrSlice;

/**
 * OvrSliceOrder:
 * @OVR_SLICE_ORDER_POSITION: along the normal: how every series comes
 * @OVR_SLICE_ORDER_NUMBER: by Instance Number (0020,0013)
 * @OVR_SLICE_ORDER_TIME: by the time of acquisition, then the number
 *
 * In which order a reader pages.
 */
typedef enum
{
  OVR_SLICE_ORDER_POSITION,
  OVR_SLICE_ORDER_NUMBER,
  OVR_SLICE_ORDER_TIME,
} OvrSliceOrder;

#define OVR_TYPE_SERIES (ovr_series_get_type ())
G_DECLARE_FINAL_TYPE (OvrSeries, ovr_series, OVR, SERIES, GObject)

/**
 * OvrSeries:
 *
 * What a pane pages through: a series, or one part of a series that had to be
 * split (orientations, localizers, echoes, b values, time points …). Slices
 * ascend along the normal row × column of Image Orientation (0020,0037); images
 * without a plane go by Instance Number. Immutable after it is made: all
 * getters are thread-safe, what they return is borrowed.
 */
const char *ovr_series_get_uid (OvrSeries *self);

/* 1…n, of ovr_series_get_n_parts() parts of the same series UID. */
guint ovr_series_get_part (OvrSeries *self);
guint ovr_series_get_n_parts (OvrSeries *self);

/* What tells the part from its siblings: "b 800", "echo 2", "localizer";
 * NULL where the series is whole. */
const char *ovr_series_get_part_label (OvrSeries *self);
const char *ovr_series_get_modality (OvrSeries *self);
const char *ovr_series_get_description (OvrSeries *self);
int ovr_series_get_number (OvrSeries *self);

/* The same slices in an order that the reader chose; (transfer full), @self's
 * base for that by position. It has the base's health, numbers and distances,
 * and is no volume. */
OvrSeries *ovr_series_dup_ordered (OvrSeries *self,
                                   OvrSliceOrder order);
OvrSliceOrder ovr_series_get_order (OvrSeries *self);

/* The series as it came, by position: itself, or what it is an order of. */
OvrSeries *ovr_series_get_base (OvrSeries *self);

/* Slices in viewing order, from 0. */
guint ovr_series_get_n_slices (OvrSeries *self);
const OvrSlice *ovr_series_get_slice (OvrSeries *self,
                                      guint index);

/* What people call the picture at @index: Instance Number (0020,0013) where
 * every image has its own, else the place from 1. */
guint ovr_series_get_image_number (OvrSeries *self,
                                   guint index);

/* TRUE where these are the numbers from 1 to the number of slices, so that
 * "30 of 120" is true; FALSE where some are missing, or where they begin with
 * another than 1. */
gboolean ovr_series_is_numbered_whole (OvrSeries *self);

/* TRUE where the numbers fall while the slices' places rise: who pages forward
 * then expects to go from the last place to the first. */
gboolean ovr_series_is_numbered_backwards (OvrSeries *self);

/* The slice that a reader sees first: the middle of a stack in space, else the
 * first image: of a radiograph's views, of a cine. */
guint ovr_series_get_opening_slice (OvrSeries *self);

/* FALSE if that frame isn't in this part; @index from 0. */
gboolean ovr_series_find (OvrSeries *self,
                          const char *sop_uid,
                          guint frame,
                          guint *index);

/* Instances, each once, in the order in which the slices first need them. */
guint ovr_series_get_n_instances (OvrSeries *self);
OvrInstance *ovr_series_get_instance (OvrSeries *self,
                                      guint index);

/* 0 where the part holds no images or images of several sizes. */
guint ovr_series_get_rows (OvrSeries *self);
guint ovr_series_get_columns (OvrSeries *self);

/* Distance between rows, between columns, and the median distance of slices
 * along the normal, mm; NaN for what is unknown. */
void ovr_series_get_spacing (OvrSeries *self,
                             double spacing_mm[3]);

/* Direction cosines of the first slice, (0020,0037); FALSE where none. */
gboolean ovr_series_get_orientation (OvrSeries *self,
                                     double orientation[6]);

/* TRUE where the slices form a volume: parallel planes of one size with a
 * pixel spacing, at least three positions, one image at each. Distances may
 * still vary: see the health findings. */
gboolean ovr_series_is_volume (OvrSeries *self);

/* Findings of this part: (element-type OvrHealthFinding), maybe empty. */
GPtrArray *ovr_series_get_health (OvrSeries *self);

/* Distinct transfer syntaxes, NULL-terminated, sorted. */
const char *const *ovr_series_get_transfer_syntaxes (OvrSeries *self);

/* Earliest acquisition date of its images, else unknown. */
OvrDate ovr_series_get_acquisition_date (OvrSeries *self);

G_END_DECLS
