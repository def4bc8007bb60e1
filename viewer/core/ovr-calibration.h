/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-measurement.h"
#include "ovr-view.h"

G_BEGIN_DECLS

/**
 * OvrUsRegion:
 * @min_col: first column (0018,6018), from 0
 * @min_row: first row (0018,601A)
 * @max_col: last column, inclusive (0018,601C)
 * @max_row: last row, inclusive (0018,601E)
 * @is_spatial: two-dimensional (0018,6012) = 1, both axes in cm
 *   (0018,6024), (0018,6026) = 3: the only kind with lengths in it
 * @low_priority: bit 0 of Region Flags (0018,6016): another region that
 *   overlaps it owns the pixels
 * @col_mm: |Physical Delta X| (0018,602C) in mm a column
 * @row_mm: |Physical Delta Y| (0018,602E) in mm a row
 *
 * One item of Sequence of Ultrasound Regions (PS3.3 C.8.5.5).
 */
typedef struct
{
  double min_col;
  double min_row;
  double max_col;
  double max_row;
  gboolean is_spatial;
  gboolean low_priority;
  double col_mm;
  double row_mm;
} OvrUsRegion;

/**
 * OvrScale:
 * @col_mm: mm between the centres of two columns; a relative pitch (1 for the
 *   columns) where @provenance is %OVR_PROVENANCE_PIXELS
 * @row_mm: the same between two rows
 * @provenance: what the millimetres rest on
 * @us_region: number of the ultrasound region from 1, else 0
 *
 * What a pixel measures at one place of one image.
 */
typedef struct
{
  double col_mm;
  double row_mm;
  OvrProvenance provenance;
  guint us_region;
} OvrScale;

/**
 * OvrCalibration:
 * @scale: of the whole image, where no ultrasound region says otherwise
 * @regions: (owned) (nullable) (element-type OvrUsRegion): in file order
 *
 * The ladder of PS3.3 10.7, climbed once per frame:
 * Pixel Spacing with Calibration Type FIDUCIAL or GEOMETRY; Pixel Spacing that
 * differs from Imager Pixel Spacing (someone corrected it); Imager Pixel
 * Spacing divided by the magnification (0018,1114), or by the ratio of the
 * distances (0018,1110) and (0018,1111); Imager Pixel Spacing as it is; Nominal
 * Scanned Pixel Spacing (0018,2010), which lies in the plane of the film; Pixel
 * Spacing of cross sections; at last pixels, with Pixel Aspect Ratio (0028,0034).
 * An image with ultrasound regions has no scale outside them. Immutable.
 */
typedef struct
{
  OvrScale scale;
  GArray *regions;
} OvrCalibration;

/* Reads the ladder for frame @frame (from 1), per-frame values before shared
 * ones. Clear it with ovr_calibration_clear(). */
void ovr_calibration_read (OvrCalibration *self,
                           const OvrDataset *dataset,
                           guint frame);
void ovr_calibration_clear (OvrCalibration *self);

/* The scale that holds for all of @points together: that of the image, or of
 * the ultrasound region that all of them lie in. Points in different regions or
 * outside all of them have none: pixels. */
OvrScale ovr_calibration_at (const OvrCalibration *self,
                             const OvrPoint *points,
                             guint n_points);

G_END_DECLS
