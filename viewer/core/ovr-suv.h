/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"

G_BEGIN_DECLS

/**
 * OvrSuv:
 * @factor: SUVbw in g/mL for one unit of the modality value; NaN if unknown
 * @reason: (static) (nullable): why it is unknown, in English; no text of the
 *   file
 *
 * Standardized uptake value by body weight (PS3.3 C.8.9.1; the vendor-neutral
 * procedure of QIBA's FDG-PET profile). What the header does not allow is
 * refused, never guessed. A plain value.
 */
typedef struct
{
  double factor;
  const char *reason;
} OvrSuv;

/* Thread-safe. */
OvrSuv ovr_suv_read (const OvrDataset *dataset);

G_END_DECLS
