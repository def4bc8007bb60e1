/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrProvenance:
 * @OVR_PROVENANCE_NONE: not a length (a mean value, an angle)
 * @OVR_PROVENANCE_PIXELS: no calibration: the number counts pixels
 * @OVR_PROVENANCE_PIXEL_SPACING: Pixel Spacing (0028,0030) in the patient
 * @OVR_PROVENANCE_DETECTOR_PLANE: Imager Pixel Spacing (0018,1164), uncorrected
 * @OVR_PROVENANCE_MAGNIFICATION: corrected by ERMF (0018,1114) or geometry
 * @OVR_PROVENANCE_FIDUCIAL: Pixel Spacing Calibration Type FIDUCIAL (0028,0A02)
 * @OVR_PROVENANCE_US_REGION: an ultrasound region (0018,6011); see its number
 * @OVR_PROVENANCE_USER: the reader calibrated
 * @OVR_PROVENANCE_DOCUMENT: quoted from a document, not measured here
 *
 * Where a number comes from (PS3.3 10.7). It is printed beside the number.
 */
typedef enum
{
  OVR_PROVENANCE_NONE,
  OVR_PROVENANCE_PIXELS,
  OVR_PROVENANCE_PIXEL_SPACING,
  OVR_PROVENANCE_DETECTOR_PLANE,
  OVR_PROVENANCE_MAGNIFICATION,
  OVR_PROVENANCE_FIDUCIAL,
  OVR_PROVENANCE_US_REGION,
  OVR_PROVENANCE_USER,
  OVR_PROVENANCE_DOCUMENT,
} OvrProvenance;

/**
 * OvrMeasurement:
 * @value: the number in @unit, unrounded; NaN where there is none
 * @unit: (owned): UCUM code: "mm", "mm2", "deg", "[hnsf'U]", "1", "{pixels}"
 * @provenance: where it comes from
 * @us_region: number of the ultrasound region from 1, with
 *   %OVR_PROVENANCE_US_REGION, else 0
 * @resolution: half a pixel in @unit: the printed precision is never finer; 0
 *   where it does not apply
 */
typedef struct
{
  double value;
  char *unit;
  OvrProvenance provenance;
  guint us_region;
  double resolution;
} OvrMeasurement;

void ovr_measurement_copy (OvrMeasurement *self,
                           const OvrMeasurement *from);
void ovr_measurement_clear (OvrMeasurement *self);

/* As printed and as in JSON: "pixel-spacing", "us-region:2". */
char *ovr_measurement_provenance_to_string (const OvrMeasurement *self);
gboolean ovr_measurement_provenance_parse (OvrMeasurement *self,
                                           const char *text);

/* "3.7 mm", "−5 HU": rounded to the resolution, a true minus sign, number and
 * unit joined by U+00A0. @language picks the decimal sign. */
char *ovr_measurement_to_words (const OvrMeasurement *self,
                                const char *language);

G_END_DECLS
