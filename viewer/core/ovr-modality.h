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

/* The unit that Rescale Type (0028,1054) stands for. HU needs a CT image; where
 * the type is absent also an original one that is no localizer.
 * @rescale_type: (nullable); @modality: (0008,0060); @image_type: (nullable):
 * (0008,0008), values joined by "\". (transfer full) (nullable) */
char *ovr_modality_unit (const char *rescale_type,
                         const char *modality,
                         const char *image_type,
                         const char *sop_class);
void ovr_modality_clear (OvrModality *self);

G_END_DECLS
