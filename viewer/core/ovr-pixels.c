/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pixels.h"

#include "ovr-kernel.h"

#include <math.h>
#include <string.h>

/* Cells that are looked through in one go. */
#define CHUNK 4096

static void
note_value (OvrPixels *self,
            double stored)
{
  if (!isnan (stored))
    {
      self->lowest_cell = fmin (self->lowest_cell, stored);
      self->highest_cell = fmax (self->highest_cell, stored);
    }

  if (ovr_padding_contains (&self->image->padding, stored))
    {
      self->has_padding = TRUE;
      return;
    }
  if (ovr_image_is_coloured (self->image, stored))
    return;

  self->lowest = fmin (self->lowest, stored);
  self->highest = fmax (self->highest, stored);
}

static void
find_range_slowly (OvrPixels *self,
                   const guint8 *cells,
                   gsize n)
{
  for (gsize i = 0; i < n; i++)
    note_value (self, ovr_stored_value (&self->info, cells, i));
}

static void
find_range_of_shorts (OvrPixels *self,
                      const guint8 *cells,
                      gsize n)
{
  gint32 values[CHUNK];
  gboolean wide = self->info.bits_allocated == 16;

  for (gsize first = 0; first < n; first += CHUNK)
    {
      gsize count = MIN (CHUNK, n - first);
      gint32 low = G_MAXINT32;
      gint32 high = G_MININT32;

      if (wide)
        ovr_kernel_stored_16 (values, cells + first * 2, count, self->image->layout);
      else
        ovr_kernel_stored_8 (values, cells + first, count, self->image->layout);

      ovr_kernel_range (values, count, &low, &high);
      if ((double) low <= self->image->padding.high && (double) high >= self->image->padding.low &&
          self->image->padding.is_present)
        {
          for (gsize i = 0; i < count; i++)
            note_value (self, (double) values[i]);
        }
      else
        {
          note_value (self, (double) low);
          note_value (self, (double) high);
        }
    }
}

static void
find_range (OvrPixels *self)
{
  const guint8 *cells = g_bytes_get_data (self->cells, NULL);
  gsize n = (gsize) self->info.columns * self->info.rows;

  self->lowest = self->lowest_cell = NAN;
  self->highest = self->highest_cell = NAN;
  if (self->info.format == OVR_CELL_INT && self->info.bits_allocated <= 16 && self->image->supplement == NULL)
    find_range_of_shorts (self, cells, n);
  else
    find_range_slowly (self, cells, n);
}

static gboolean
check_shape (const OvrImage *image,
             const OvrFrameInfo *info,
             GBytes *cells,
             GError **error)
{
  gsize needed = ovr_stored_frame_size (info);

  if (needed == 0 || g_bytes_get_size (cells) < needed)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "%u × %u pixels of %u × %u bits need %" G_GSIZE_FORMAT " bytes; there are %" G_GSIZE_FORMAT,
                   info->columns, info->rows, info->samples, info->bits_allocated, needed, g_bytes_get_size (cells));
      return FALSE;
    }
  if (info->photometric == OVR_PHOTOMETRIC_PALETTE && image->palette == NULL)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "PALETTE COLOR without sound tables (0028,1201) to (0028,1203)");
      return FALSE;
    }
  if (info->samples == 3 && info->format != OVR_CELL_INT)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID, "colour samples that are no integers");
      return FALSE;
    }

  return TRUE;
}

OvrPixels *
ovr_pixels_new (OvrImage *image,
                const OvrFrameInfo *info,
                GBytes *cells,
                GError **error)
{
  OvrPixels *self;

  if (!check_shape (image, info, cells, error))
    return NULL;

  self = g_new0 (OvrPixels, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->image = ovr_image_ref (image);
  self->info = *info;
  self->cells = g_bytes_ref (cells);
  if (info->samples == 1)
    find_range (self);

  return self;
}

OvrPixels *
ovr_pixels_with_image (const OvrPixels *self,
                       OvrImage *image)
{
  OvrPixels *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->image = ovr_image_ref (image);
  copy->cells = g_bytes_ref (self->cells);

  return copy;
}

OvrPixels *
ovr_pixels_ref (OvrPixels *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ovr_pixels_unref (OvrPixels *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  ovr_image_unref (self->image);
  g_bytes_unref (self->cells);
  g_free (self);
}

gsize
ovr_pixels_get_size (const OvrPixels *self)
{
  return sizeof *self + sizeof *self->image + g_bytes_get_size (self->cells);
}

gboolean
ovr_pixels_is_colour (const OvrPixels *self)
{
  return self->info.samples == 3 || self->info.photometric == OVR_PHOTOMETRIC_PALETTE;
}

gboolean
ovr_pixels_has_colour (const OvrPixels *self)
{
  return ovr_pixels_is_colour (self) || self->image->supplement != NULL;
}

double
ovr_pixels_get_stored (const OvrPixels *self,
                       guint32 column,
                       guint32 row)
{
  g_return_val_if_fail (self->info.samples == 1 && column < self->info.columns && row < self->info.rows, NAN);

  return ovr_stored_value (&self->info, g_bytes_get_data (self->cells, NULL),
                           (gsize) row * self->info.columns + column);
}

double
ovr_pixels_get_value (const OvrPixels *self,
                      guint32 column,
                      guint32 row)
{
  double stored;

  if (ovr_pixels_is_colour (self))
    return NAN;

  stored = ovr_pixels_get_stored (self, column, row);
  if (ovr_padding_contains (&self->image->padding, stored) || ovr_image_is_coloured (self->image, stored))
    return NAN;

  return ovr_quantity_apply (self->image->quantities->pdata[0], stored);
}

static double
display_value (const OvrPixels *self,
               double stored)
{
  const OvrModality *stage = ovr_image_get_display_stage (self->image);

  return stage != NULL ? ovr_modality_apply (stage, stored) : stored;
}

static OvrVoi
range_between (double a,
               double b)
{
  return ovr_voi_from_range (fmin (a, b), fmax (a, b));
}

/* A table need not be monotonous: every value that occurs between the extremes
 * is asked for. */
static OvrVoi
auto_of_table (const OvrPixels *self)
{
  const OvrLut *lut = ovr_image_get_display_stage (self->image)->lut;
  guint16 low = G_MAXUINT16;
  guint16 high = 0;
  const guint8 *cells = g_bytes_get_data (self->cells, NULL);
  gsize n = (gsize) self->info.columns * self->info.rows;

  for (gsize i = 0; i < n; i++)
    {
      double stored = ovr_stored_value (&self->info, cells, i);
      guint16 value;

      if (ovr_padding_contains (&self->image->padding, stored) || ovr_image_is_coloured (self->image, stored))
        continue;
      value = ovr_lut_lookup (lut, stored);
      low = MIN (low, value);
      high = MAX (high, value);
    }

  return ovr_voi_from_range ((double) low, (double) high);
}

OvrVoi
ovr_pixels_auto_voi (const OvrPixels *self)
{
  const OvrModality *stage = ovr_image_get_display_stage (self->image);

  if (isnan (self->lowest))
    return ovr_voi_from_range (0.0, 0.0);
  if (stage != NULL && stage->kind == OVR_MODALITY_TABLE)
    return auto_of_table (self);

  return range_between (display_value (self, self->lowest), display_value (self, self->highest));
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* An odd step, so that it doesn't run down a few columns only. */
#define MAX_SAMPLES 65536

OvrVoi
ovr_pixels_usual_voi (const OvrPixels *self)
{
  gsize n = (gsize) self->info.columns * self->info.rows;
  gsize step = n / MAX_SAMPLES | 1;
  const guint8 *cells = g_bytes_get_data (self->cells, NULL);
  g_autoptr (GArray) values = NULL;

  if (isnan (self->lowest))
    return ovr_voi_from_range (0.0, 0.0);

  values = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint) (n / step + 1));
  for (gsize i = 0; i < n; i += step)
    {
      double stored = ovr_stored_value (&self->info, cells, i);
      double value = display_value (self, stored);

      if (!ovr_padding_contains (&self->image->padding, stored) && !ovr_image_is_coloured (self->image, stored) && isfinite (value))
        g_array_append_val (values, value);
    }
  if (values->len == 0)
    return ovr_pixels_auto_voi (self);

  g_array_sort (values, compare_doubles);
  return ovr_voi_from_range (g_array_index (values, double, (values->len - 1) / 100),
                             g_array_index (values, double, (values->len - 1) - (values->len - 1) / 100));
}

OvrVoi
ovr_pixels_default_voi (const OvrPixels *self)
{
  const OvrVoiChoice *choice = ovr_image_get_voi (self->image, 0);

  if (choice != NULL)
    return choice->voi;

  if (self->info.format == OVR_CELL_INT && self->info.bits_stored <= 8 &&
      self->image->to_values.kind != OVR_MODALITY_TABLE)
    {
      gint64 lowest;
      gint64 highest;

      ovr_stored_range (self->image->layout, &lowest, &highest);
      return range_between (display_value (self, (double) lowest), display_value (self, (double) highest));
    }

  return ovr_pixels_auto_voi (self);
}

OvrGrey
ovr_pixels_grey (const OvrPixels *self,
                 OvrVoi voi,
                 gboolean invert)
{
  return (OvrGrey){
    .padding = self->image->padding,
    .modality = ovr_image_get_display_stage (self->image),
    .voi = voi,
    .presentation = self->image->applied != NULL ? self->image->applied->presentation : NULL,
    .inverse = !self->image->inverse != !invert,
  };
}
