/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-overlay.h"

#define N_GROUPS 16

/* Bits of a cell that the samples use; a plane may not lie there. */
static gboolean
is_within_samples (const OvrDataset *dataset,
                   gint64 position)
{
  gint64 stored = 16;
  gint64 high = 15;

  ovr_dataset_get_int (dataset, OVR_TAG (0x0028, 0x0101), 0, &stored);
  high = stored - 1;
  ovr_dataset_get_int (dataset, OVR_TAG (0x0028, 0x0102), 0, &high);

  return position <= high && position > high - stored;
}

/* Which frame of the plane lies over @frame of the image: from 0, or -1. */
static gint64
plane_frame (const OvrDataset *dataset,
             guint16 group,
             guint frame)
{
  gint64 n = 1;
  gint64 origin = 1;

  if (!ovr_dataset_get_int (dataset, OVR_TAG (group, 0x0015), 0, &n) || n < 2)
    return ovr_dataset_get_int (dataset, OVR_TAG (group, 0x0051), 0, &origin) && origin != frame ? -1 : 0;

  ovr_dataset_get_int (dataset, OVR_TAG (group, 0x0051), 0, &origin);
  return frame >= origin && frame < origin + n ? frame - origin : -1;
}

static gboolean
read_data (OvrOverlay *self,
           const OvrDataset *dataset,
           gint64 plane)
{
  gint64 position = 0;
  guint64 needed;

  self->bits = ovr_dataset_get_bytes (dataset, OVR_TAG (self->group, 0x3000));
  ovr_dataset_get_int (dataset, OVR_TAG (self->group, 0x0102), 0, &position);
  if (self->bits == NULL)
    {
      self->bit_position = (guint) position;
      return position > 0 && position < 32 && !is_within_samples (dataset, position);
    }

  self->first_bit = (gsize) plane * self->columns * self->rows;
  needed = (guint64) self->first_bit + (guint64) self->columns * self->rows;
  return needed <= (guint64) g_bytes_get_size (self->bits) * 8;
}

static gboolean
read_shape (OvrOverlay *self,
            const OvrDataset *dataset)
{
  gint64 rows;
  gint64 columns;
  gint64 origin_row = 1;
  gint64 origin_col = 1;
  g_autofree char *type = ovr_dataset_get_text (dataset, OVR_TAG (self->group, 0x0040));

  if (!ovr_dataset_get_int (dataset, OVR_TAG (self->group, 0x0010), 0, &rows) ||
      !ovr_dataset_get_int (dataset, OVR_TAG (self->group, 0x0011), 0, &columns) ||
      rows < 1 || rows > G_MAXUINT16 || columns < 1 || columns > G_MAXUINT16)
    return FALSE;

  ovr_dataset_get_int (dataset, OVR_TAG (self->group, 0x0050), 0, &origin_row);
  ovr_dataset_get_int (dataset, OVR_TAG (self->group, 0x0050), 1, &origin_col);
  self->rows = (guint32) rows;
  self->columns = (guint32) columns;
  self->origin_row = (gint32) CLAMP (origin_row - 1, -G_MAXUINT16, G_MAXUINT16);
  self->origin_col = (gint32) CLAMP (origin_col - 1, -G_MAXUINT16, G_MAXUINT16);
  self->is_roi = g_strcmp0 (type, "R") == 0;
  return TRUE;
}

OvrOverlay *
ovr_overlay_read (const OvrDataset *dataset,
                  guint16 group,
                  guint frame,
                  gboolean *is_damaged)
{
  gint64 plane = plane_frame (dataset, group, frame);
  gboolean is_there = ovr_dataset_has (dataset, OVR_TAG (group, 0x0010)) ||
                      ovr_dataset_has (dataset, OVR_TAG (group, 0x3000));
  OvrOverlay *self = NULL;

  if (is_there && plane >= 0)
    {
      self = g_new0 (OvrOverlay, 1);
      self->group = group;
      if (!read_shape (self, dataset) || !read_data (self, dataset, plane))
        g_clear_pointer (&self, ovr_overlay_free);
    }
  if (is_damaged != NULL)
    *is_damaged = is_there && plane >= 0 && self == NULL;

  return self;
}

GPtrArray *
ovr_overlay_read_all (const OvrDataset *dataset,
                      guint frame,
                      GPtrArray *notes)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_overlay_free);

  for (guint16 i = 0; i < N_GROUPS; i++)
    {
      guint16 group = (guint16) (0x6000 + i * 2);
      gboolean is_damaged;
      OvrOverlay *plane = ovr_overlay_read (dataset, group, frame, &is_damaged);

      if (plane != NULL)
        g_ptr_array_add (all, plane);
      else if (is_damaged)
        {
          g_autofree char *text = g_strdup_printf ("The overlay plane of group %04x is damaged and not drawn.", group);

          ovr_notes_add (notes, "overlay-broken", text);
        }
    }

  return all;
}

void
ovr_overlay_free (OvrOverlay *self)
{
  g_clear_pointer (&self->bits, g_bytes_unref);
  g_free (self);
}

static gboolean
find_in_bits (const OvrOverlay *self,
              guint32 row,
              guint32 *column)
{
  const guint8 *bits = g_bytes_get_data (self->bits, NULL);
  gsize first = self->first_bit + (gsize) row * self->columns;

  while (*column < self->columns)
    {
      gsize bit = first + *column;

      if (bit % 8 == 0 && bits[bit / 8] == 0)
        *column += 8;
      else if (bits[bit / 8] >> bit % 8 & 1)
        return TRUE;
      else
        (*column)++;
    }

  return FALSE;
}

gboolean
ovr_overlay_find (const OvrOverlay *self,
                  const OvrFrameInfo *info,
                  const guint8 *cells,
                  guint32 row,
                  guint32 *column)
{
  guint32 n;

  if (self->bits != NULL)
    return find_in_bits (self, row, column);
  if (info->format != OVR_CELL_INT || info->samples != 1 || self->bit_position >= info->bits_allocated ||
      row >= info->rows)
    return FALSE;

  n = MIN (self->columns, info->columns);
  for (; *column < n; (*column)++)
    if (ovr_stored_cell (info, cells, (gsize) row * info->columns + *column) >> self->bit_position & 1)
      return TRUE;

  return FALSE;
}
