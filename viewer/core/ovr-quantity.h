/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-modality.h"
#include "ovr-real-world.h"

G_BEGIN_DECLS

/**
 * OvrQuantity:
 * @unit: (borrowed) (nullable): what its values count in
 * @label: (borrowed) (nullable): what the file calls it
 * @pieces: (owned) (nullable) (element-type OvrRealWorld): mappings that it is
 *   made of, each of a range of stored values; NULL for the modality stage
 * @modality: (borrowed): the modality stage
 *
 * One thing that the pixels of a frame measure. A file may offer several: real
 * world values, in the file's order, go before the modality stage, which is
 * always the last. Immutable.
 */
typedef struct
{
  const char *unit;
  const char *label;
  GPtrArray *pieces;
  const OvrModality *modality;
} OvrQuantity;

/* (element-type OvrQuantity) (transfer full): one at least. They borrow from
 * @mappings and @modality. */
GPtrArray *ovr_quantities_new (GPtrArray *mappings,
                               const OvrModality *modality);

/* NaN for a stored value that it does not map. Thread-safe. */
double ovr_quantity_apply (const OvrQuantity *self,
                           double stored);

/* Whether its values are SUV by body weight already, by their unit's code (DICOM
 * CID 85). */
gboolean ovr_quantity_is_suvbw (const OvrQuantity *self);

G_END_DECLS
