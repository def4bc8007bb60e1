/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-lut.h"

G_BEGIN_DECLS

/**
 * OvrModalityKind:
 * @OVR_MODALITY_IDENTITY: neither rescale nor table
 * @OVR_MODALITY_RESCALE: slope and intercept
 * @OVR_MODALITY_TABLE: Modality LUT Sequence (0028,3000)
 */
typedef enum
{
  OVR_MODALITY_IDENTITY,
  OVR_MODALITY_RESCALE,
  OVR_MODALITY_TABLE,
} OvrModalityKind;

/**
 * OvrModality:
 * @kind: which of the two exclusive forms
 * @slope: Rescale Slope (0028,1053); 1 unless @kind is rescale
 * @intercept: Rescale Intercept (0028,1052), in @unit; 0 unless rescale
 * @lut: (owned) (nullable): the table
 * @unit: (owned) (nullable): what the result counts: "HU" only where the
 *   standard allows it (PS3.3 C.11.1.1.2), NULL where it says nothing
 *
 * Stage 3: stored values become values of the modality (PS3.3 C.11.1). The
 * result is a double: slopes of 1e-6 keep their digits.
 */
typedef struct
{
  OvrModalityKind kind;
  double slope;
  double intercept;
  OvrLut *lut;
  char *unit;
} OvrModality;

/* Thread-safe. */
double ovr_modality_apply (const OvrModality *self,
                           double stored);

/**
 * OvrModalitySource:
 * @modality: (nullable): (0008,0060)
 * @sop_class: (nullable): (0008,0016)
 * @image_type: (nullable): (0008,0008), or the frame's (0008,9007), joined by "\"
 * @is_multi_energy: Multi-energy CT Acquisition (0018,9361) is YES
 *
 * What decides whether an image may have Hounsfield units. Borrows all.
 */
typedef struct
{
  const char *modality;
  const char *sop_class;
  const char *image_type;
  gboolean is_multi_energy;
} OvrModalitySource;

/* The unit that Rescale Type (0028,1054) or Modality LUT Type (0028,3004) stands
 * for (PS3.3 C.11.1.1.2). HU needs a CT image that is no localizer; where the
 * type is absent also an original one of one energy (C.8.2.1.1.2). OD counts
 * thousandths. @type: (nullable). (transfer full) (nullable) */
char *ovr_modality_unit (const char *type,
                         const OvrModalitySource *source);
void ovr_modality_clear (OvrModality *self);

G_END_DECLS
