/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-numbers.h"

#include "ovr-series.h"

static int
number_at (GArray *slices,
           guint index)
{
  return g_array_index (slices, OvrSlice, index).instance->number;
}

OvrImageNumbers
ovr_image_numbers_find (GArray *slices)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  OvrImageNumbers self = { TRUE, 0, FALSE };

  for (guint i = 0; i < slices->len; i++)
    {
      int number = number_at (slices, i);

      if (number <= 0 || !g_hash_table_add (seen, GINT_TO_POINTER (number)))
        return (OvrImageNumbers){ FALSE, slices->len, FALSE };
      self.highest = MAX (self.highest, (guint) number);
    }
  self.descend = slices->len > 1 && number_at (slices, slices->len - 1) < number_at (slices, 0);
  return self;
}

guint
ovr_image_numbers_get (const OvrImageNumbers *self,
                       GArray *slices,
                       guint index)
{
  return self->by_header ? (guint) number_at (slices, index) : index + 1;
}
