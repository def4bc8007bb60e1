/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-lut.h"

G_BEGIN_DECLS

/**
 * OvrVoiFunction:
 * @OVR_VOI_LINEAR: PS3.3 C.11.2.1.2.1; also where (0028,1056) is absent
 * @OVR_VOI_LINEAR_EXACT: C.11.2.1.3.2
 * @OVR_VOI_SIGMOID: C.11.2.1.3.1
 * @OVR_VOI_TABLE: an item of VOI LUT Sequence (0028,3010), C.11.2.1.1
 */
typedef enum
{
  OVR_VOI_LINEAR,
  OVR_VOI_LINEAR_EXACT,
  OVR_VOI_SIGMOID,
  OVR_VOI_TABLE,
} OvrVoiFunction;

/**
 * OvrVoi:
 * @function: the function's form
 * @center: Window Center (0028,1050), modality units; unused for a table
 * @width: Window Width (0028,1051), modality units; unused for a table
 * @lut: (borrowed) (nullable): the table; belongs to the #OvrImage
 *
 * Stage 4: which values of interest become black, grey and white. A plain
 * value; all functions here are thread-safe.
 */
typedef struct
{
  OvrVoiFunction function;
  double center;
  double width;
  const OvrLut *lut;
} OvrVoi;

/* TRUE if the function is defined: finite numbers and a width above 0 (a table
 * needs its table). */
gboolean ovr_voi_is_valid (const OvrVoi *self);

/* The value 0 … 255 for @value (modality units): the standard's formula in
 * double precision with y_min 0 and y_max 255. LINEAR with a width below 1,
 * which the standard leaves out, is read as LINEAR_EXACT. */
double ovr_voi_apply (const OvrVoi *self,
                      double value);

/* The window that makes @lowest black and @highest white. A range of nothing
 * gives a window that makes it black. */
OvrVoi ovr_voi_from_range (double lowest,
                           double highest);

/* VOI LUT Function (0028,1056); LINEAR for NULL. FALSE, and LINEAR, for what is
 * unknown. */
gboolean ovr_voi_function_parse (const char *text,
                                 OvrVoiFunction *out);

G_END_DECLS
