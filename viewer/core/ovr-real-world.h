/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-notes.h"
#include "ovr-stored.h"

G_BEGIN_DECLS

/**
 * OvrRealWorld:
 * @first: lowest stored value that is mapped: (0040,9216), (0040,9214)
 * @last: highest one, inclusive: (0040,9211), (0040,9213)
 * @slope: Real World Value Slope (0040,9225); unused with a table
 * @intercept: Real World Value Intercept (0040,9224), in @unit
 * @table: (owned) (nullable): Real World Value LUT Data (0040,9212): an entry
 *   for each integer from @first to @last
 * @label: (owned) (nullable): LUT Label (0040,9210)
 * @explanation: (owned) (nullable): LUT Explanation (0028,3003)
 * @unit: (owned) (nullable): of Measurement Units Code Sequence (0040,08EA): the
 *   code where it is UCUM's, else its meaning
 *
 * One item of Real World Value Mapping Sequence (0040,9096), PS3.3
 * C.7.6.16.2.11: from *stored* values to what they measure, past the modality
 * stage. Immutable.
 */
typedef struct
{
  double first;
  double last;
  double slope;
  double intercept;
  double *table;
  char *label;
  char *explanation;
  char *unit;
} OvrRealWorld;

/* The mappings of @frame (from 1): those of its functional group, else the
 * shared ones, else those of the whole image. Broken ones are left out, with a
 * note. (element-type OvrRealWorld) (transfer full) */
GPtrArray *ovr_real_world_read_all (const OvrDataset *dataset,
                                    const OvrFrameInfo *info,
                                    guint frame,
                                    GPtrArray *notes);

/* NaN for a stored value that is not mapped. Thread-safe. */
double ovr_real_world_apply (const OvrRealWorld *self,
                             double stored);

G_END_DECLS
