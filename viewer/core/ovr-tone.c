/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-tone.h"

#include "ovr-colour.h"
#include "ovr-grey-line.h"

#include <string.h>

/* Columns that are read together: their cells of 16 bits fill a memory line. */
#define BLOCK 32

/* Values between the ends of two columns in a block: without them, columns of
 * 1024 pixels and the like would fight for the same places in the cache. */
#define GAP 16

guint32
ovr_tone_line_length (const OvrPixels *pixels,
                      OvrLineAxis axis)
{
  return axis == OVR_LINE_ROW ? pixels->info.columns : pixels->info.rows;
}

guint32
ovr_tone_n_lines (const OvrPixels *pixels,
                  OvrLineAxis axis)
{
  return axis == OVR_LINE_ROW ? pixels->info.rows : pixels->info.columns;
}

gboolean
ovr_tone_is_short (const OvrPixels *pixels)
{
  return pixels->info.format == OVR_CELL_INT && pixels->info.samples == 1 && pixels->info.bits_allocated <= 16;
}

/* Padding goes before all, a supplement's colours before the grey. */
static guint32
pixel_of (const OvrTone *self,
          double stored)
{
  const OvrImage *image = self->pixels->image;
  guint32 pixel;

  if (!ovr_image_is_coloured (image, stored) || ovr_padding_contains (&self->grey.padding, stored))
    return ovr_grey_pixel (ovr_grey_byte (&self->grey, stored));

  pixel = ovr_palette_lookup (image->supplement, stored);
  if (image->profile != NULL)
    ovr_colour_profile_apply (image->profile, &pixel, 1);
  return pixel;
}

static void
find_line (OvrTone *self)
{
  const OvrPixels *pixels = self->pixels;

  if (self->is_prepared)
    return;
  self->is_prepared = TRUE;
  self->has_line = !pixels->has_padding && pixels->image->supplement == NULL &&
                   ovr_grey_line_find (&self->grey, (gint32) pixels->lowest_cell, (gint32) pixels->highest_cell, &self->line);
}

static void
make_table (OvrTone *self)
{
  guint32 n = (guint32) (self->pixels->highest_cell - self->pixels->lowest_cell) + 1;

  if (self->table != NULL)
    return;
  self->first = (gint32) self->pixels->lowest_cell;
  self->table = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++)
    self->table[i] = pixel_of (self, (double) self->first + (double) i);
}

void
ovr_tone_init (OvrTone *self,
               const OvrPixels *pixels,
               OvrVoi voi,
               gboolean invert)
{
  *self = (OvrTone){ .pixels = pixels, .block_first = -1 };
  if (ovr_pixels_is_colour (pixels))
    return;

  self->grey = ovr_pixels_grey (pixels, voi, invert);
}

void
ovr_tone_clear (OvrTone *self)
{
  g_clear_pointer (&self->table, g_free);
  g_clear_pointer (&self->block, g_free);
  g_clear_pointer (&self->whole, g_free);
}

/* Reads the columns around @index, and keeps them. */
static void
read_block (OvrTone *self,
            guint32 index)
{
  const OvrPixels *pixels = self->pixels;
  gsize cell = pixels->info.bits_allocated / 8;
  gsize rows = pixels->info.rows;
  guint32 first = index / BLOCK * BLOCK;
  const guint8 *cells = g_bytes_get_data (pixels->cells, NULL);

  if (self->block == NULL)
    self->block = g_new (gint32, BLOCK * (rows + GAP));

  self->block_first = first;
  ovr_kernel_columns (self->block, rows + GAP, cells + first * cell, pixels->info.columns * cell, rows,
                      MIN (BLOCK, pixels->info.columns - first), cell == 2, pixels->image->layout);
}

void
ovr_tone_stored_line (OvrTone *self,
                      OvrLineAxis axis,
                      guint32 index,
                      gint32 *out)
{
  const OvrPixels *pixels = self->pixels;
  const guint8 *cells = g_bytes_get_data (pixels->cells, NULL);
  gsize columns = pixels->info.columns;
  gsize rows = pixels->info.rows;
  OvrCellLayout layout = pixels->image->layout;

  if (axis == OVR_LINE_COLUMN)
    {
      if (self->block_first != (gint64) index / BLOCK * BLOCK)
        read_block (self, index);
      memcpy (out, self->block + (index - (guint32) self->block_first) * (rows + GAP), rows * sizeof *out);
    }
  else if (pixels->info.bits_allocated == 16)
    ovr_kernel_stored_16 (out, cells + index * columns * 2, columns, layout);
  else
    ovr_kernel_stored_8 (out, cells + index * columns, columns, layout);
}

static void
grey_row (OvrTone *self,
          guint32 index,
          guint32 *out)
{
  const OvrPixels *pixels = self->pixels;
  gsize columns = pixels->info.columns;
  gboolean wide = pixels->info.bits_allocated == 16;
  const guint8 *cells = (const guint8 *) g_bytes_get_data (pixels->cells, NULL) + index * columns * (wide ? 2 : 1);
  OvrCellLayout layout = pixels->image->layout;

  find_line (self);
  if (!self->has_line)
    make_table (self);
  if (self->has_line && wide)
    ovr_kernel_line_16 (out, cells, columns, layout, self->line);
  else if (self->has_line)
    ovr_kernel_line_8 (out, cells, columns, layout, self->line);
  else if (wide)
    ovr_kernel_map_16 (out, cells, columns, layout, self->table, self->first);
  else
    ovr_kernel_map_8 (out, cells, columns, layout, self->table, self->first);
}

/* By way of the block. */
static void
grey_column (OvrTone *self,
             guint32 index,
             guint32 *out)
{
  g_autofree gint32 *values = g_new (gint32, self->pixels->info.rows);

  make_table (self);
  ovr_tone_stored_line (self, OVR_LINE_COLUMN, index, values);
  for (guint32 i = 0; i < self->pixels->info.rows; i++)
    out[i] = self->table[values[i] - self->first];
}

static void
grey_line_slowly (OvrTone *self,
                  OvrLineAxis axis,
                  guint32 index,
                  guint32 *out)
{
  guint32 n = ovr_tone_line_length (self->pixels, axis);

  for (guint32 i = 0; i < n; i++)
    {
      double stored = axis == OVR_LINE_ROW ? ovr_pixels_get_stored (self->pixels, i, index)
                                           : ovr_pixels_get_stored (self->pixels, index, i);

      out[i] = pixel_of (self, stored);
    }
}

static void
colour_row (const OvrPixels *pixels,
            guint32 row,
            guint32 *out)
{
  const OvrImage *image = pixels->image;

  ovr_colour_row (&pixels->info, g_bytes_get_data (pixels->cells, NULL), image->palette, row, out);
  if (image->profile != NULL)
    ovr_colour_profile_apply (image->profile, out, pixels->info.columns);
}

static void
colour_column (OvrTone *self,
               guint32 index,
               guint32 *out)
{
  const OvrPixels *pixels = self->pixels;
  gsize columns = pixels->info.columns;

  if (self->whole == NULL)
    {
      self->whole = g_new (guint32, columns * pixels->info.rows);
      for (guint32 y = 0; y < pixels->info.rows; y++)
        colour_row (pixels, y, self->whole + y * columns);
    }

  for (guint32 y = 0; y < pixels->info.rows; y++)
    out[y] = self->whole[y * columns + index];
}

void
ovr_tone_line (OvrTone *self,
               OvrLineAxis axis,
               guint32 index,
               guint32 *out)
{
  const OvrPixels *pixels = self->pixels;

  if (!ovr_pixels_is_colour (pixels) && ovr_tone_is_short (pixels) && axis == OVR_LINE_ROW)
    grey_row (self, index, out);
  else if (!ovr_pixels_is_colour (pixels) && ovr_tone_is_short (pixels))
    grey_column (self, index, out);
  else if (!ovr_pixels_is_colour (pixels))
    grey_line_slowly (self, axis, index, out);
  else if (axis == OVR_LINE_ROW)
    colour_row (pixels, index, out);
  else
    colour_column (self, index, out);
}
