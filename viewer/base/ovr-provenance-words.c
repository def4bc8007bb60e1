/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-provenance-words.h"

#include <glib/gi18n.h>

const char *
ovr_provenance_words (const OvrMeasurement *measurement)
{
  switch (measurement->provenance)
    {
    case OVR_PROVENANCE_PIXELS:
      return _ ("no scale: pixels");
    case OVR_PROVENANCE_PIXEL_SPACING:
      return _ ("pixel spacing");
    case OVR_PROVENANCE_DETECTOR_PLANE:
      return _ ("at the detector, not corrected");
    case OVR_PROVENANCE_MAGNIFICATION:
      return _ ("magnification corrected");
    case OVR_PROVENANCE_FIDUCIAL:
      return _ ("by fiducial");
    case OVR_PROVENANCE_US_REGION:
      return _ ("ultrasound region");
    case OVR_PROVENANCE_USER:
      return _ ("calibrated by the reader");
    case OVR_PROVENANCE_DOCUMENT:
      return _ ("quoted");
    case OVR_PROVENANCE_NONE:
    default:
      return "";
    }
}
