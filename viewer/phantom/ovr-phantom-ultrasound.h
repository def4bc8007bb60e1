/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-dicom.h"

G_BEGIN_DECLS

/* The head of a newborn of 26+4 weeks through the fontanelle: a colour cine with
 * a coronal section, a colour box and a spectral Doppler trace that is being
 * written, each a region with its own calibration (PS3.3 C.8.5.5). */

/**
 * OvrPhantomRegion:
 * @x0: left column, from 0
 * @y0: upper row, from 0
 * @x1: right column, inside
 * @y1: lower row, inside
 * @format: Region Spatial Format (0018,6012): 1 2D, 3 spectral
 * @type: Region Data Type (0018,6014): 1 tissue, 2 colour flow, 3 PW Doppler
 * @unit_x: (0018,6024): 3 cm, 4 seconds
 * @unit_y: (0018,6026): 3 cm, 7 cm/s
 * @ref_x: (0018,6020), from @x0
 * @ref_y: (0018,6022), from @y0
 * @delta_x: units a column
 * @delta_y: units a row; negative where values grow upwards
 */
typedef struct
{
  int x0;
  int y0;
  int x1;
  int y1;
  int format;
  int type;
  int unit_x;
  int unit_y;
  int ref_x;
  int ref_y;
  double delta_x;
  double delta_y;
} OvrPhantomRegion;

/**
 * OvrPhantomUltrasound:
 * @columns: pixels in a row
 * @rows: pixels in a column
 * @n_frames: frames of the cine
 * @frame_ms: from one frame to the next
 * @regions: section, colour box, spectrum
 * @bleed_px: column and row of the middle of the bleeding, left of the patient
 * @bleed_mm: its diameter
 * @peak_cm_s: velocity at the peak of systole
 * @end_cm_s: velocity at the end of diastole
 * @resistive_index: (peak − end) / peak
 * @beat_s: from one beat to the next
 * @first_peak_s: time of the first peak from the left edge of the spectrum, in
 *   the part that the cursor has passed in every frame
 *
 * What was made, by construction.
 */
typedef struct
{
  int columns;
  int rows;
  int n_frames;
  double frame_ms;
  OvrPhantomRegion regions[3];
  double bleed_px[2];
  double bleed_mm;
  double peak_cm_s;
  double end_cm_s;
  double resistive_index;
  double beat_s;
  double first_peak_s;
} OvrPhantomUltrasound;

/* (transfer none); thread-safe */
const OvrPhantomUltrasound *ovr_phantom_ultrasound_truth (void);

/* Writes the cine into @directory, as JPEG, the way such machines do. Errors:
 * OVR_DICOM_ERROR, G_FILE_ERROR. */
gboolean ovr_phantom_ultrasound_write (const char *directory,
                                       GError **error);

/* All frames, RGB by pixel, before they are compressed. (transfer full) */
GBytes *ovr_phantom_ultrasound_paint (void);

G_END_DECLS
