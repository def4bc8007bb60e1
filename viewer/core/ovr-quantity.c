/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-quantity.h"

#include <math.h>

static void
quantity_free (OvrQuantity *self)
{
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_free (self);
}

/* Mappings of one unit and one name share the range of stored values. */
static OvrQuantity *
find_alike (GPtrArray *quantities,
            const OvrRealWorld *mapping)
{
  for (guint i = 0; i < quantities->len; i++)
    {
      OvrQuantity *self = quantities->pdata[i];

      if (g_strcmp0 (self->unit, mapping->unit) == 0 && g_strcmp0 (self->label, mapping->label) == 0)
        return self;
    }

  return NULL;
}

GPtrArray *
ovr_quantities_new (GPtrArray *mappings,
                    const OvrModality *modality)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) quantity_free);
  OvrQuantity *last = g_new0 (OvrQuantity, 1);

  for (guint i = 0; i < mappings->len; i++)
    {
      OvrRealWorld *mapping = mappings->pdata[i];
      OvrQuantity *self = find_alike (all, mapping);

      if (self == NULL)
        {
          self = g_new0 (OvrQuantity, 1);
          self->unit = mapping->unit;
          self->label = mapping->label;
          self->pieces = g_ptr_array_new ();
          self->modality = modality;
          g_ptr_array_add (all, self);
        }
      g_ptr_array_add (self->pieces, mapping);
    }

  last->unit = modality->unit;
  last->modality = modality;
  g_ptr_array_add (all, last);
  return all;
}

double
ovr_quantity_apply (const OvrQuantity *self,
                    double stored)
{
  if (self->pieces == NULL)
    return ovr_modality_apply (self->modality, stored);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      double value = ovr_real_world_apply (self->pieces->pdata[i], stored);

      if (!isnan (value))
        return value;
    }

  return (double) NAN;
}

gboolean
ovr_quantity_is_suvbw (const OvrQuantity *self)
{
  return self->pieces != NULL && self->unit != NULL && g_ascii_strcasecmp (self->unit, "g/ml{SUVbw}") == 0;
}
