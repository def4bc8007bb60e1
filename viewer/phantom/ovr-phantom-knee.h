/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-dicom.h"

G_BEGIN_DECLS

/* A right knee in a proton density series with fat suppression, oblique
 * sagittal along the anterior cruciate ligament. */

/**
 * OvrPhantomKnee:
 * @n_slices: instances 1 … n, from lateral to medial
 * @plane: of the first slice; LPS, mm
 * @step_mm: from one slice's centre to the next one's; LPS
 * @columns: pixels in a row
 * @rows: pixels in a column
 * @tear_mm: middle of the tear in the posterior horn of the medial meniscus
 * @tear_length_mm: its length from front to back
 * @bruise_mm: middle of the bone bruise in the lateral femoral condyle
 * @bruise_diameter_mm: where it has half of its strength
 * @cyst_mm: middle of Baker's cyst
 * @cyst_mm_long: its length along the leg
 * @marrow_mm: a point in healthy marrow of the femur's shaft
 * @fluid_mm: a point in the suprapatellar recess
 *
 * What was made, by construction. Positions in LPS, mm, in the frame of
 * reference of the study.
 */
typedef struct
{
  int n_slices;
  OvrPhantomPlane plane;
  double step_mm[3];
  int columns;
  int rows;
  double tear_mm[3];
  double tear_length_mm;
  double bruise_mm[3];
  double bruise_diameter_mm;
  double cyst_mm[3];
  double cyst_mm_long;
  double marrow_mm[3];
  double fluid_mm[3];
} OvrPhantomKnee;

/* (transfer none); thread-safe */
const OvrPhantomKnee *ovr_phantom_knee_truth (void);

/* Writes the series into @directory. Errors: OVR_DICOM_ERROR, G_FILE_ERROR. */
gboolean ovr_phantom_knee_write (const char *directory,
                                 GError **error);

/* The signal of the knee at a point of its own frame: medial, posterior and up
 * from the middle of the joint, mm. 0 in air, about 1000 in fluid; @width_mm is
 * that of a pixel. */
float ovr_phantom_knee_signal (const float p[3],
                               float width_mm);

G_END_DECLS
