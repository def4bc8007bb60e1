/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-palette.h"

/**
 * Expansion:
 * @data: the words of the segmented table
 * @n: how many
 * @bits: bits of a word, 8 or 16
 * @out: the entries so far
 * @limit: how many there may be
 *
 * Segmented data under expansion.
 */
typedef struct
{
  const guint8 *data;
  gsize n;
  guint bits;
  GArray *out;
  guint32 limit;
} Expansion;

static guint16
word_at (const Expansion *self,
         gsize index)
{
  if (self->bits == 8)
    return self->data[index];
  return (guint16) (self->data[index * 2] | self->data[index * 2 + 1] << 8);
}

static gboolean
put (Expansion *self,
     guint16 value)
{
  if (self->out->len >= self->limit)
    return FALSE;
  g_array_append_val (self->out, value);
  return TRUE;
}

static gboolean
put_discrete (Expansion *self,
              gsize at,
              guint length)
{
  if (at + length > self->n)
    return FALSE;

  for (guint i = 0; i < length; i++)
    if (!put (self, word_at (self, at + i)))
      return FALSE;

  return TRUE;
}

static gboolean
put_linear (Expansion *self,
            gsize at,
            guint length)
{
  double from;
  double to;

  if (at >= self->n || self->out->len == 0)
    return FALSE;

  from = (double) g_array_index (self->out, guint16, self->out->len - 1);
  to = (double) word_at (self, at);
  for (guint i = 1; i <= length; i++)
    if (!put (self, (guint16) (from + (to - from) * (double) i / (double) length + 0.5)))
      return FALSE;

  return TRUE;
}

/* The size of the operand in words, or 0 where the segment is broken. */
static gsize
put_segment (Expansion *self,
             gsize at)
{
  guint opcode = word_at (self, at);
  guint length = word_at (self, at + 1);

  if (opcode == 0)
    return put_discrete (self, at + 2, length) ? 2 + (gsize) length : 0;
  if (opcode == 1)
    return put_linear (self, at + 2, length) ? 3 : 0;
  return 0;
}

/* Opcode 2: repeats @count segments from a byte offset, which may not be of
 * this kind themselves. */
static gsize
put_indirect (Expansion *self,
              gsize at)
{
  guint count = word_at (self, at + 1);
  guint words = self->bits == 8 ? 4 : 2;
  guint64 offset = 0;
  gsize from;

  if (at + 2 + words > self->n)
    return 0;

  for (guint i = 0; i < words; i++)
    offset |= (guint64) word_at (self, at + 2 + i) << (i * self->bits);

  from = (gsize) offset / (self->bits / 8);
  for (guint i = 0; i < count; i++)
    {
      gsize used = from + 1 < self->n ? put_segment (self, from) : 0;

      if (used == 0)
        return 0;
      from += used;
    }

  return 2 + words;
}

GBytes *
ovr_palette_expand (GBytes *segmented,
                    guint bits,
                    guint32 n_entries)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (segmented, &size);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (guint16));
  Expansion state = { data, size / (bits == 8 ? 1 : 2), bits, out, n_entries };
  gsize at = 0;

  while (at + 1 < state.n && out->len < n_entries)
    {
      gsize used = word_at (&state, at) == 2 ? put_indirect (&state, at) : put_segment (&state, at);

      if (used == 0)
        return NULL;
      at += used;
    }

  for (guint i = 0; i < out->len; i++)
    {
      guint16 *entry = &g_array_index (out, guint16, i);
      *entry = GUINT16_TO_LE (*entry);
    }

  return g_bytes_new (out->data, out->len * sizeof (guint16));
}

static OvrLut *
read_channel (const OvrDataset *dataset,
              guint16 number,
              gboolean signed_input)
{
  gint64 descriptor[3];
  g_autoptr (GBytes) data = ovr_dataset_get_bytes (dataset, OVR_TAG (0x0028, 0x1201 + number));

  for (guint i = 0; i < 3; i++)
    if (!ovr_dataset_get_int (dataset, OVR_TAG (0x0028, 0x1101 + number), i, &descriptor[i]))
      return NULL;

  if (data == NULL)
    {
      g_autoptr (GBytes) segmented = ovr_dataset_get_bytes (dataset, OVR_TAG (0x0028, 0x1221 + number));
      guint32 n = (guint32) (descriptor[0] & G_MAXUINT16);

      if (segmented == NULL)
        return NULL;
      data = ovr_palette_expand (segmented, descriptor[2] == 8 ? 8 : 16, n == 0 ? G_MAXUINT16 + 1 : n);
    }

  return data != NULL ? ovr_lut_new (descriptor, signed_input, data, NULL) : NULL;
}

OvrPalette *
ovr_palette_read (const OvrDataset *dataset,
                  gboolean signed_input)
{
  g_autoptr (OvrPalette) self = g_new0 (OvrPalette, 1);

  for (guint16 i = 0; i < 3; i++)
    {
      self->channel[i] = read_channel (dataset, i, signed_input);
      if (self->channel[i] == NULL)
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
ovr_palette_free (OvrPalette *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < 3; i++)
    ovr_lut_free (self->channel[i]);
  g_free (self);
}

gboolean
ovr_palette_is_mended (const OvrPalette *self)
{
  return self->channel[0]->is_mended || self->channel[1]->is_mended || self->channel[2]->is_mended;
}

static guint32
byte_of (const OvrLut *lut,
         double index)
{
  guint32 entry = ovr_lut_lookup (lut, index);

  return lut->bits > 8 ? MIN (entry >> (lut->bits - 8), 255) : MIN (entry, 255);
}

guint32
ovr_palette_lookup (const OvrPalette *self,
                    double index)
{
  return 0xff000000u | byte_of (self->channel[0], index) << 16 |
         byte_of (self->channel[1], index) << 8 | byte_of (self->channel[2], index);
}
