/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-lut.h"

#include <math.h>
#include <string.h>

#define TAG_DESCRIPTOR OVR_TAG (0x0028, 0x3002)
#define TAG_EXPLANATION OVR_TAG (0x0028, 0x3003)
#define TAG_DATA OVR_TAG (0x0028, 0x3006)

static gint64
fix_first (gint64 first,
           gboolean signed_input)
{
  if (signed_input && first > G_MAXINT16)
    return first - (G_MAXUINT16 + 1);
  if (!signed_input && first < 0)
    return first + (G_MAXUINT16 + 1);
  return first;
}

static guint16 *
read_entries (const guint8 *data,
              gsize size,
              guint32 n)
{
  guint16 *entries;

  if (size < n)
    return NULL;

  entries = g_new (guint16, n);
  for (guint32 i = 0; i < n; i++)
    {
      if (size >= (gsize) n * 2)
        entries[i] = (guint16) (data[(gsize) i * 2] | data[(gsize) i * 2 + 1] << 8);
      else
        entries[i] = data[i];
    }

  return entries;
}

/* The highest entry must not be above white. Entries of a byte each, said to be
 * wider, have eight bits. */
static void
settle_bits (OvrLut *self,
             gsize size)
{
  guint16 highest = 0;
  gboolean packed = size < (gsize) self->n_entries * 2;

  for (guint32 i = 0; i < self->n_entries; i++)
    highest = MAX (highest, self->entries[i]);

  if (packed && self->bits > 8)
    {
      self->bits = 8;
      self->is_mended = TRUE;
    }
  while (highest >= 1u << self->bits)
    {
      self->bits++;
      self->is_mended = TRUE;
    }
}

OvrLut *
ovr_lut_new (const gint64 descriptor[3],
             gboolean signed_input,
             GBytes *data,
             const char *explanation)
{
  static gsize n_made = 0;
  OvrLut *self;
  guint16 *entries;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  gint64 n = descriptor[0] < 0 ? descriptor[0] + G_MAXUINT16 + 1 : descriptor[0];

  if (n == 0)
    n = G_MAXUINT16 + 1;
  if (n < 0 || n > G_MAXUINT16 + 1 || descriptor[2] < 1 || descriptor[2] > 16)
    return NULL;

  entries = read_entries (bytes, size, (guint32) n);
  if (entries == NULL)
    return NULL;

  self = g_new0 (OvrLut, 1);
  self->first = fix_first (descriptor[1], signed_input);
  self->n_entries = (guint32) n;
  self->bits = (guint32) descriptor[2];
  self->entries = entries;
  self->explanation = g_strdup (explanation);
  self->serial = (gsize) g_atomic_pointer_add (&n_made, 1) + 1;
  settle_bits (self, size);

  return self;
}

OvrLut *
ovr_lut_read (const OvrDataset *item,
              gboolean signed_input)
{
  gint64 descriptor[3];
  g_autoptr (GBytes) data = ovr_dataset_get_bytes (item, TAG_DATA);
  g_autofree char *explanation = ovr_dataset_get_text (item, TAG_EXPLANATION);

  for (guint i = 0; i < 3; i++)
    if (!ovr_dataset_get_int (item, TAG_DESCRIPTOR, i, &descriptor[i]))
      return NULL;

  return data != NULL ? ovr_lut_new (descriptor, signed_input, data, explanation) : NULL;
}

void
ovr_lut_free (OvrLut *self)
{
  if (self == NULL)
    return;

  g_free (self->entries);
  g_free (self->explanation);
  g_free (self);
}

guint16
ovr_lut_lookup (const OvrLut *self,
                double value)
{
  double index = floor (value + 0.5) - (double) self->first;

  if (!(index > 0.0))
    return self->entries[0];
  if (index >= (double) self->n_entries)
    return self->entries[self->n_entries - 1];

  return self->entries[(guint32) index];
}

double
ovr_lut_top (const OvrLut *self)
{
  return (double) ((1u << self->bits) - 1);
}
