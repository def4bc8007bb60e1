/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pixels.h"

G_BEGIN_DECLS

/**
 * OvrRegionStats:
 * @n_pixels: pixels whose centre is inside or on the line and that have a value:
 *   padding is left out, and what a real world mapping leaves out
 * @mean: in the image's first quantity; NaN if there is no pixel
 * @sd: standard deviation with n − 1; NaN below two pixels
 * @min: lowest value
 * @max: highest value
 * @unit: (borrowed) (nullable): of these values; belongs to the frame
 *
 * Of the source samples, never of what the screen shows.
 */
typedef struct
{
  guint64 n_pixels;
  double mean;
  double sd;
  double min;
  double max;
  const char *unit;
} OvrRegionStats;

/* Measurements from points in image coordinates. Lengths and areas are in mm
 * where the standard gives a scale to all points together, else in pixels;
 * angles are taken in mm space as well, so that unequal spacings do not bend
 * them. Results are values to clear with ovr_measurement_clear(). Pure
 * functions; thread-safe. */
void ovr_measure_length (const OvrCalibration *calibration,
                         OvrPoint from,
                         OvrPoint to,
                         OvrMeasurement *out);

/* At @vertex between the rays to @a and @b: 0 to 180 degrees. */
void ovr_measure_angle (const OvrCalibration *calibration,
                        OvrPoint a,
                        OvrPoint vertex,
                        OvrPoint b,
                        OvrMeasurement *out);

/* The area that an ellipse, rectangle or polygon encloses. */
void ovr_measure_area (const OvrCalibration *calibration,
                       const OvrShape *shape,
                       OvrMeasurement *out);

/* Values within such a shape. FALSE for colour frames and other shapes. */
gboolean ovr_measure_region (const OvrPixels *pixels,
                             const OvrShape *shape,
                             OvrRegionStats *out);

/* What stands beside a shape on the screen and in a report: the length, the
 * angle, the long axis or the area in @first; the short axis of a bidirectional
 * one in @second (its unit NULL for all others). FALSE for arrows and texts, and
 * for shapes with too few points. */
gboolean ovr_measure_shape (const OvrCalibration *calibration,
                            const OvrShape *shape,
                            OvrMeasurement *first,
                            OvrMeasurement *second);

G_END_DECLS
