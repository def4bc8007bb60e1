/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-levels.h"

#include "ovr-grey-table.h"
#include "ovr-kernel-float.h"

#include <math.h>

/* Entries of a table between two stored integers, and in all. */
#define STEPS 8
#define MAX_ENTRIES 65536

static const OvrModality *
table_stage (const OvrTone *tone)
{
  const OvrModality *stage = tone->grey.modality;

  return stage != NULL && stage->kind == OVR_MODALITY_TABLE ? stage : NULL;
}

/* The values between which every interpolated one lies. */
static void
find_domain (const OvrTone *tone,
             double *lowest,
             double *highest)
{
  const OvrModality *stage = table_stage (tone);

  if (stage == NULL)
    {
      *lowest = tone->pixels->lowest;
      *highest = tone->pixels->highest;
      return;
    }

  *lowest = G_MAXUINT16;
  *highest = 0.0;
  for (guint32 i = 0; i < stage->lut->n_entries; i++)
    {
      *lowest = fmin (*lowest, (double) stage->lut->entries[i]);
      *highest = fmax (*highest, (double) stage->lut->entries[i]);
    }
}

/* A window is a line between its ends: of the middle's value and the slope. */
static gboolean
make_line (OvrLevels *self,
           const OvrTone *tone)
{
  const OvrVoi *voi = &tone->grey.voi;
  const OvrModality *stage = tone->grey.modality;
  gboolean rescaled = stage != NULL && stage->kind == OVR_MODALITY_RESCALE;
  double slope = rescaled ? stage->slope : 1.0;
  double intercept = rescaled ? stage->intercept : 0.0;
  gboolean exact = voi->function == OVR_VOI_LINEAR_EXACT || voi->width < 1.0;
  double center = exact ? voi->center : voi->center - 0.5;
  double width = exact ? voi->width : voi->width - 1.0;
  double steepness;

  if (tone->grey.presentation != NULL || voi->function == OVR_VOI_TABLE || voi->function == OVR_VOI_SIGMOID || !(width > 0.0))
    return FALSE;

  steepness = 255.0 / width * slope * (tone->grey.inverse ? -1.0 : 1.0);
  self->center = (float) ((center - intercept) / slope - self->base);
  self->slope = (float) steepness;
  self->level = 127.5f;
  return isfinite (self->center) && isfinite (self->slope);
}

static void
make_table (OvrLevels *self,
            const OvrTone *tone,
            double lowest,
            double highest)
{
  OvrGrey grey = tone->grey;
  double range = highest - lowest;
  gboolean integers = tone->pixels->info.format == OVR_CELL_INT;
  double wanted = integers ? range * STEPS + 1.0 : MAX_ENTRIES;

  grey.padding = (OvrPadding){ 0 };
  if (table_stage (tone) != NULL)
    grey.modality = NULL;

  self->last = range > 0.0 ? (guint32) fmin (wanted, MAX_ENTRIES) - 1 : 0;
  self->lowest = (float) (lowest - self->base);
  self->per_unit = range > 0.0 ? (float) ((double) self->last / range) : 0.0f;
  self->table = ovr_grey_table_get (&grey, lowest, highest, self->last + 1);
}

void
ovr_levels_init (OvrLevels *self,
                 const OvrTone *tone)
{
  double lowest;
  double highest;

  *self = (OvrLevels){ 0 };
  find_domain (tone, &lowest, &highest);
  if (!isfinite (lowest))
    lowest = highest = 0.0;
  if (!ovr_tone_is_short (tone->pixels))
    self->base = lowest;

  self->is_linear = make_line (self, tone);
  if (!self->is_linear)
    make_table (self, tone, lowest, highest);
}

void
ovr_levels_clear (OvrLevels *self)
{
  g_clear_pointer (&self->table, g_bytes_unref);
}

static void
row_slowly (const OvrLevels *self,
            const OvrTone *tone,
            guint32 row,
            float *out,
            float *mask)
{
  const OvrModality *stage = table_stage (tone);

  for (guint32 i = 0; i < tone->pixels->info.columns; i++)
    {
      double stored = ovr_pixels_get_stored (tone->pixels, i, row);
      gboolean is_padding = ovr_padding_contains (&tone->grey.padding, stored);
      double value = stage != NULL ? ovr_modality_apply (stage, stored) : stored;

      out[i] = is_padding ? 0.0f : (float) (value - self->base);
      if (mask != NULL)
        mask[i] = is_padding ? 0.0f : 1.0f;
    }
}

static void
row_of_shorts (const OvrTone *tone,
               guint32 row,
               float *out,
               float *mask)
{
  const OvrPixels *pixels = tone->pixels;
  const OvrPadding *padding = &tone->grey.padding;
  gsize columns = pixels->info.columns;
  const guint8 *cells = g_bytes_get_data (pixels->cells, NULL);

  if (pixels->info.bits_allocated == 16)
    ovr_kernel_float_16 (out, cells + row * columns * 2, columns, pixels->image->layout);
  else
    ovr_kernel_float_8 (out, cells + row * columns, columns, pixels->image->layout);
  if (mask != NULL)
    ovr_kernel_mask (out, mask, columns, (float) padding->low, (float) padding->high);
}

void
ovr_levels_row (const OvrLevels *self,
                const OvrTone *tone,
                guint32 row,
                float *out,
                float *mask)
{
  if (ovr_tone_is_short (tone->pixels) && table_stage (tone) == NULL)
    row_of_shorts (tone, row, out, mask);
  else
    row_slowly (self, tone, row, out, mask);
}

void
ovr_levels_write (const OvrLevels *self,
                  const float *values,
                  gsize n,
                  guint32 *out)
{
  if (self->is_linear)
    ovr_kernel_linear (out, values, n, self->center, self->slope, self->level);
  else
    ovr_kernel_table (out, values, n, self->lowest, self->per_unit, g_bytes_get_data (self->table, NULL), self->last);
}
