/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-tone.h"

#include "ovr-colour.h"
#include "ovr-kernel.h"

#include <math.h>

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

static void
make_table (OvrTone *self)
{
  guint32 n = (guint32) (self->pixels->highest_cell - self->pixels->lowest_cell) + 1;

  self->first = (gint32) self->pixels->lowest_cell;
  self->table = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++)
    self->table[i] = ovr_grey_pixel (ovr_grey_byte (&self->grey, (double) self->first + (double) i));
}

void
ovr_tone_init (OvrTone *self,
               const OvrPixels *pixels,
               OvrVoi voi,
               gboolean invert)
{
  *self = (OvrTone){ .pixels = pixels };
  if (ovr_pixels_is_colour (pixels))
    return;

  self->grey = ovr_pixels_grey (pixels, voi, invert);
  if (ovr_tone_is_short (pixels))
    {
      make_table (self);
      self->values = g_new (gint32, MAX (pixels->info.columns, pixels->info.rows));
    }
}

void
ovr_tone_clear (OvrTone *self)
{
  g_clear_pointer (&self->table, g_free);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->whole, g_free);
}

void
ovr_tone_stored_line (const OvrPixels *pixels,
                      OvrLineAxis axis,
                      guint32 index,
                      gint32 *out)
{
  const guint8 *cells = g_bytes_get_data (pixels->cells, NULL);
  gsize columns = pixels->info.columns;
  OvrCellLayout layout = pixels->image->layout;

  if (axis == OVR_LINE_COLUMN)
    {
      for (guint32 row = 0; row < pixels->info.rows; row++)
        out[row] = (gint32) ovr_stored_from_cell (layout, ovr_stored_cell (&pixels->info, cells, row * columns + index));
    }
  else if (pixels->info.bits_allocated == 16)
    ovr_kernel_stored_16 (out, cells + index * columns * 2, columns, layout);
  else
    ovr_kernel_stored_8 (out, cells + index * columns, columns, layout);
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

      out[i] = ovr_grey_pixel (ovr_grey_byte (&self->grey, stored));
    }
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
      const guint8 *cells = g_bytes_get_data (pixels->cells, NULL);

      self->whole = g_new (guint32, columns * pixels->info.rows);
      for (guint32 y = 0; y < pixels->info.rows; y++)
        ovr_colour_row (&pixels->info, cells, pixels->image->palette, y, self->whole + y * columns);
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

  if (self->table != NULL)
    {
      ovr_tone_stored_line (pixels, axis, index, self->values);
      ovr_kernel_map (out, self->values, ovr_tone_line_length (pixels, axis), self->table, self->first);
    }
  else if (!ovr_pixels_is_colour (pixels))
    grey_line_slowly (self, axis, index, out);
  else if (axis == OVR_LINE_ROW)
    ovr_colour_row (&pixels->info, g_bytes_get_data (pixels->cells, NULL), pixels->image->palette, index, out);
  else
    colour_column (self, index, out);
}
