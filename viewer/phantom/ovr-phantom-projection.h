/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-dicom.h"

G_BEGIN_DECLS

/* A chest in two views on a digital detector: MONOCHROME1, and nothing but
 * Imager Pixel Spacing to measure by. */

/**
 * OvrPhantomProjectionView:
 * @view: (0018,5101): "PA" or "LL"
 * @columns: pixels in a row
 * @rows: pixels in a column
 * @nodule_px: column and row of the middle of a nodule in the left upper lobe
 */
typedef struct
{
  const char *view;
  int columns;
  int rows;
  double nodule_px[2];
} OvrPhantomProjectionView;

/**
 * OvrPhantomProjection:
 * @spacing_mm: Imager Pixel Spacing (0018,1164), on the detector
 * @nodule_mm: diameter of the nodule on the detector
 * @heart_right_px: column of the heart's right border in the PA view
 * @heart_left_px: column of its left border
 * @views: instances 1 and 2
 *
 * What was made, by construction. The beam is taken as parallel: what is told
 * is told of the detector's plane.
 */
typedef struct
{
  double spacing_mm;
  double nodule_mm;
  double heart_right_px;
  double heart_left_px;
  OvrPhantomProjectionView views[2];
} OvrPhantomProjection;

/* (transfer none); thread-safe */
const OvrPhantomProjection *ovr_phantom_projection_truth (void);

/* Writes both views into @directory. Errors: OVR_DICOM_ERROR, G_FILE_ERROR. */
gboolean ovr_phantom_projection_write (const char *directory,
                                       GError **error);

G_END_DECLS
