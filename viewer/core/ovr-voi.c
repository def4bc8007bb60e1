/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-voi.h"

#include <math.h>

#define Y_MIN 0.0
#define Y_MAX 255.0

gboolean
ovr_voi_is_valid (const OvrVoi *self)
{
  if (self->function == OVR_VOI_TABLE)
    return self->lut != NULL;

  return isfinite (self->center) && isfinite (self->width) && self->width > 0.0;
}

/* C.11.2.1.2.1. A width of 1 is a threshold: the first branch or the second. */
static double
linear (double c,
        double w,
        double x)
{
  if (x <= c - 0.5 - (w - 1.0) / 2.0)
    return Y_MIN;
  if (x > c - 0.5 + (w - 1.0) / 2.0)
    return Y_MAX;

  return ((x - (c - 0.5)) / (w - 1.0) + 0.5) * (Y_MAX - Y_MIN) + Y_MIN;
}

/* C.11.2.1.3.2. */
static double
linear_exact (double c,
              double w,
              double x)
{
  if (x <= c - w / 2.0)
    return Y_MIN;
  if (x > c + w / 2.0)
    return Y_MAX;

  return ((x - c) / w + 0.5) * (Y_MAX - Y_MIN) + Y_MIN;
}

/* C.11.2.1.3.1. */
static double
sigmoid (double c,
         double w,
         double x)
{
  return (Y_MAX - Y_MIN) / (1.0 + exp (-4.0 * (x - c) / w)) + Y_MIN;
}

double
ovr_voi_apply (const OvrVoi *self,
               double value)
{
  switch (self->function)
    {
    case OVR_VOI_TABLE:
      return (double) ovr_lut_lookup (self->lut, value) / ovr_lut_top (self->lut) * (Y_MAX - Y_MIN) + Y_MIN;
    case OVR_VOI_SIGMOID:
      return sigmoid (self->center, self->width, value);
    case OVR_VOI_LINEAR_EXACT:
      return linear_exact (self->center, self->width, value);
    case OVR_VOI_LINEAR:
    default:
      return self->width < 1.0 ? linear_exact (self->center, self->width, value)
                               : linear (self->center, self->width, value);
    }
}

OvrVoi
ovr_voi_from_range (double lowest,
                    double highest)
{
  if (!(highest > lowest))
    return (OvrVoi){ .function = OVR_VOI_LINEAR, .center = lowest + 0.5, .width = 1.0 };

  return (OvrVoi){
    .function = OVR_VOI_LINEAR_EXACT,
    .center = lowest + (highest - lowest) / 2.0,
    .width = highest - lowest,
  };
}

gboolean
ovr_voi_function_parse (const char *text,
                        OvrVoiFunction *out)
{
  *out = OVR_VOI_LINEAR;
  if (g_strcmp0 (text, "LINEAR_EXACT") == 0)
    *out = OVR_VOI_LINEAR_EXACT;
  else if (g_strcmp0 (text, "SIGMOID") == 0)
    *out = OVR_VOI_SIGMOID;
  else
    return text == NULL || g_str_equal (text, "LINEAR");

  return TRUE;
}
