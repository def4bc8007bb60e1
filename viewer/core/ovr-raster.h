/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrRaster:
 * @pixels: (borrowed): the picture, rows from the top
 * @stride: bytes from one row of it to the next
 * @is_turned: the lines that are made are its columns: a view that is turned by
 *   90°
 *
 * The picture that lines of pixels are made for. Several threads may fill
 * different lines.
 */
typedef struct
{
  guint8 *pixels;
  gsize stride;
  gboolean is_turned;
} OvrRaster;

/**
 * OvrRasterPen:
 * @raster: (borrowed): where the lines go
 * @offset: where a line begins
 * @length: pixels in a line
 * @tile: (owned) (nullable): lines of a turned picture, until there are enough
 *   to fill whole memory lines with
 * @first: the line that the tile begins with
 * @n_lines: lines in the tile
 *
 * One thread's way of writing lines that follow each other.
 */
typedef struct
{
  const OvrRaster *raster;
  guint offset;
  guint length;
  guint32 *tile;
  guint first;
  guint n_lines;
} OvrRasterPen;

void ovr_raster_pen_init (OvrRasterPen *self,
                          const OvrRaster *raster,
                          guint offset,
                          guint length);

/* Writes what is still in the tile. */
void ovr_raster_pen_clear (OvrRasterPen *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvrRasterPen, ovr_raster_pen_clear)

/* Where line @index is to be written; the line after the last one that was
 * asked for. */
guint32 *ovr_raster_pen_line (OvrRasterPen *self,
                              guint index);

G_END_DECLS
