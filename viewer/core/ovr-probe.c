/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-probe.h"

#include "ovr-colour.h"

#include <math.h>

static void
set_value (OvrProbe *self,
           const OvrImage *image,
           guint wanted)
{
  GPtrArray *quantities = image->quantities;
  const OvrQuantity *quantity = quantities->pdata[MIN (wanted, quantities->len - 1)];

  self->value = ovr_quantity_apply (quantity, self->stored[0]);
  if (isnan (self->value))
    {
      quantity = quantities->pdata[quantities->len - 1];
      self->value = ovr_quantity_apply (quantity, self->stored[0]);
    }
  self->unit = quantity->unit;
  self->label = quantity->label;
}

/* By the header's rules; else from a mapping that is one. */
static void
set_suvbw (OvrProbe *self,
           const OvrImage *image)
{
  self->suvbw = ovr_modality_apply (&image->to_values, self->stored[0]) * image->suv.factor;
  self->suvbw_reason = image->suv.reason;
  for (guint i = 0; image->suv.reason != NULL && i < image->quantities->len; i++)
    {
      const OvrQuantity *quantity = image->quantities->pdata[i];
      double value = ovr_quantity_is_suvbw (quantity) ? ovr_quantity_apply (quantity, self->stored[0]) : (double) NAN;

      if (!isnan (value))
        {
          self->suvbw = value;
          self->suvbw_reason = NULL;
          return;
        }
    }
}

OvrProbe
ovr_probe_at (const OvrPixels *pixels,
              guint32 column,
              guint32 row,
              guint quantity)
{
  const OvrImage *image = pixels->image;
  OvrProbe self = { .n = 1, .value = (double) NAN, .suvbw = (double) NAN, .suvbw_reason = image->suv.reason };

  if (pixels->info.samples == 3)
    {
      gint64 samples[3];

      ovr_colour_samples (&pixels->info, g_bytes_get_data (pixels->cells, NULL), column, row, samples);
      self.n = 3;
      for (guint i = 0; i < 3; i++)
        self.stored[i] = (double) samples[i];
      return self;
    }

  self.stored[0] = ovr_pixels_get_stored (pixels, column, row);
  if (ovr_pixels_is_colour (pixels))
    return self;

  self.is_padding = ovr_padding_contains (&image->padding, self.stored[0]);
  if (!isfinite (self.stored[0]) || ovr_image_is_coloured (image, self.stored[0]))
    return self;

  set_value (&self, image, quantity);
  set_suvbw (&self, image);
  return self;
}
