/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-presentation.h"

#include <math.h>

gboolean
ovr_presentation_is_inverse (gboolean monochrome1,
                             const char *shape)
{
  return monochrome1 || g_strcmp0 (shape, "INVERSE") == 0;
}

/* The VOI's range lies over all entries of the table (PS3.3 C.11.6.1.1). */
static double
presented (const OvrLut *table,
           double level)
{
  double last = (double) (table->n_entries - 1);
  guint32 index = (guint32) floor (fmin (level / 255.0, 1.0) * last + 0.5);

  return fmin ((double) table->entries[index] / ovr_lut_top (table), 1.0) * 255.0;
}

double
ovr_grey_level (const OvrGrey *self,
                double stored)
{
  double value = self->modality != NULL ? ovr_modality_apply (self->modality, stored) : stored;
  double level = ovr_voi_apply (&self->voi, value);

  if (self->presentation != NULL)
    level = presented (self->presentation, level);
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
