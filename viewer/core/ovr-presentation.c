/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-presentation.h"

#include <math.h>

gboolean
ovr_presentation_is_inverse (gboolean monochrome1,
                             const char *shape)
{
  return monochrome1 || g_strcmp0 (shape, "INVERSE") == 0;
}

double
ovr_grey_level (const OvrGrey *self,
                double stored)
{
  double value = self->modality != NULL ? ovr_modality_apply (self->modality, stored) : stored;
  double level = ovr_voi_apply (&self->voi, value);

  return self->inverse ? 255.0 - level : level;
}

guint8
ovr_grey_byte (const OvrGrey *self,
               double stored)
{
  if (ovr_padding_contains (&self->padding, stored))
    return 0;

  return (guint8) floor (ovr_grey_level (self, stored) + 0.5);
}
