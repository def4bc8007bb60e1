/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-tone.h"

#include "ovr-colour.h"
#include "ovr-grey-line.h"
#include "ovr-grey-table.h"
#include "ovr-kernel-stream.h"

/* Pixels that are made at a time on the way past the caches: they stay in the
 * nearest one. */
#define CHUNK 1024

/* Pictures of as many pixels are larger than most caches. */
#define MANY_PIXELS (8 * 1024 * 1024)

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

static GBytes *
make_coloured_table (const OvrTone *self,
                     guint32 n)
{
  guint32 *table = g_new (guint32, n);

  for (guint32 i = 0; i < n; i++)
    table[i] = pixel_of (self, self->pixels->lowest_cell + (double) i);

  return g_bytes_new_take (table, n * sizeof *table);
}

void
ovr_tone_prepare (OvrTone *self)
{
  const OvrPixels *pixels = self->pixels;
  gboolean coloured = pixels->image->supplement != NULL;
  guint32 n;

  if (ovr_pixels_is_colour (pixels) || !ovr_tone_is_short (pixels))
    return;

  self->has_line = !coloured && !self->grey.padding.is_present &&
                   ovr_grey_line_get (&self->grey, (gint32) pixels->lowest_cell, (gint32) pixels->highest_cell, &self->line);
  n = (guint32) (pixels->highest_cell - pixels->lowest_cell) + 1;
  if (!self->has_line)
    self->table = coloured ? make_coloured_table (self, n)
                           : ovr_grey_table_get (&self->grey, pixels->lowest_cell, pixels->highest_cell, n);
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
  if (!pixels->has_padding)
    self->grey.padding = (OvrPadding){ 0 };
}

void
ovr_tone_clear (OvrTone *self)
{
  g_clear_pointer (&self->table, g_bytes_unref);
}

static void
grey_cells (const OvrTone *self,
            const guint8 *cells,
            gsize n,
            guint32 *out)
{
  const OvrPixels *pixels = self->pixels;
  gboolean wide = pixels->info.bits_allocated == 16;
  const guint32 *table = self->table != NULL ? g_bytes_get_data (self->table, NULL) : NULL;
  gint32 first = (gint32) pixels->lowest_cell;
  OvrCellLayout layout = pixels->image->layout;

  if (self->has_line && wide)
    ovr_kernel_line_16 (out, cells, n, layout, self->line);
  else if (self->has_line)
    ovr_kernel_line_8 (out, cells, n, layout, self->line);
  else if (wide)
    ovr_kernel_map_16 (out, cells, n, layout, table, first);
  else
    ovr_kernel_map_8 (out, cells, n, layout, table, first);
}

static void
stream_cells (const OvrTone *self,
              const guint8 *cells,
              gsize n,
              guint32 *out)
{
  gsize cell_bytes = self->pixels->info.bits_allocated / 8;
  guint32 chunk[CHUNK];

  for (gsize i = 0; i < n; i += CHUNK)
    {
      grey_cells (self, cells + i * cell_bytes, MIN (CHUNK, n - i), chunk);
      ovr_kernel_stream (out + i, chunk, MIN (CHUNK, n - i));
    }
  ovr_kernel_stream_end ();
}

static void
grey_rows (const OvrTone *self,
           guint32 row,
           guint32 n_rows,
           guint32 *out)
{
  const OvrFrameInfo *info = &self->pixels->info;
  gsize n = (gsize) info->columns * n_rows;
  const guint8 *cells = g_bytes_get_data (self->pixels->cells, NULL);

  cells += (gsize) row * info->columns * (info->bits_allocated / 8);
  /* Look-ups take longer than the memory that they would save. */
  if (self->has_line && n >= MANY_PIXELS && ovr_kernel_can_stream ())
    stream_cells (self, cells, n, out);
  else
    grey_cells (self, cells, n, out);
}

static void
grey_row_slowly (const OvrTone *self,
                 guint32 row,
                 guint32 *out)
{
  for (guint32 i = 0; i < self->pixels->info.columns; i++)
    out[i] = pixel_of (self, ovr_pixels_get_stored (self->pixels, i, row));
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

void
ovr_tone_rows (const OvrTone *self,
               guint32 row,
               guint32 n_rows,
               guint32 *out)
{
  const OvrPixels *pixels = self->pixels;

  if (!ovr_pixels_is_colour (pixels) && ovr_tone_is_short (pixels))
    {
      grey_rows (self, row, n_rows, out);
      return;
    }

  for (guint32 i = 0; i < n_rows; i++)
    if (ovr_pixels_is_colour (pixels))
      colour_row (pixels, row + i, out + (gsize) i * pixels->info.columns);
    else
      grey_row_slowly (self, row + i, out + (gsize) i * pixels->info.columns);
}
