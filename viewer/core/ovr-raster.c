/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-raster.h"

/* Pixels of a memory line. */
#define TILE 16

static guint32 *
row_of (const OvrRaster *raster,
        guint row)
{
  return (guint32 *) (void *) (raster->pixels + row * raster->stride);
}

/* Lines of 1024 pixels and the like would fight for the same places in the
 * cache without the gap. */
static gsize
tile_stride (const OvrRasterPen *self)
{
  return self->length + TILE;
}

static void
write_tile (OvrRasterPen *self)
{
  for (guint i = 0; i < self->length; i++)
    {
      guint32 *out = row_of (self->raster, self->offset + i) + self->first;

      for (guint line = 0; line < self->n_lines; line++)
        out[line] = self->tile[line * tile_stride (self) + i];
    }
  self->n_lines = 0;
}

void
ovr_raster_pen_init (OvrRasterPen *self,
                     const OvrRaster *raster,
                     guint offset,
                     guint length)
{
  *self = (OvrRasterPen){ .raster = raster, .offset = offset, .length = length };
  if (raster->is_turned)
    self->tile = g_new (guint32, tile_stride (self) * TILE);
}

void
ovr_raster_pen_clear (OvrRasterPen *self)
{
  if (self->tile != NULL)
    write_tile (self);
  g_clear_pointer (&self->tile, g_free);
}

guint32 *
ovr_raster_pen_line (OvrRasterPen *self,
                     guint index)
{
  if (self->tile == NULL)
    return row_of (self->raster, index) + self->offset;

  if (self->n_lines == TILE)
    write_tile (self);
  if (self->n_lines == 0)
    self->first = index;
  return self->tile + self->n_lines++ * tile_stride (self);
}
