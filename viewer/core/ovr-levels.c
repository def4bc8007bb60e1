/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-levels.h"

#include "ovr-kernel.h"

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

/* Level of a value of the domain that is interpolated. */
static double
level_of (const OvrTone *tone,
          double value)
{
  OvrGrey grey = tone->grey;

  if (table_stage (tone) != NULL)
    grey.modality = NULL;
  return ovr_grey_level (&grey, value);
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
  double range = highest - lowest;
  gboolean integers = tone->pixels->info.format == OVR_CELL_INT;
  double wanted = integers ? range * STEPS + 1.0 : MAX_ENTRIES;

  self->last = range > 0.0 ? (guint32) fmin (wanted, MAX_ENTRIES) - 1 : 0;
  self->lowest = (float) (lowest - self->base);
  self->per_unit = range > 0.0 ? (float) ((double) self->last / range) : 0.0f;
  self->table = g_new (guint32, self->last + 1);
  for (guint32 i = 0; i <= self->last; i++)
    {
      double value = self->last > 0 ? lowest + range * (double) i / (double) self->last : lowest;

      self->table[i] = ovr_grey_pixel ((guint8) floor (level_of (tone, value) + 0.5));
    }
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
  else
    self->values = g_new (gint32, MAX (tone->pixels->info.columns, tone->pixels->info.rows));

  self->is_linear = make_line (self, tone);
  if (!self->is_linear)
    make_table (self, tone, lowest, highest);
}

void
ovr_levels_clear (OvrLevels *self)
{
  g_clear_pointer (&self->table, g_free);
  g_clear_pointer (&self->values, g_free);
}

static double
stored_at (const OvrPixels *pixels,
           OvrLineAxis axis,
           guint32 index,
           guint32 i)
{
  return axis == OVR_LINE_ROW ? ovr_pixels_get_stored (pixels, i, index)
                              : ovr_pixels_get_stored (pixels, index, i);
}

static void
line_slowly (const OvrLevels *self,
             const OvrTone *tone,
             OvrLineAxis axis,
             guint32 index,
             float *out,
             float *mask)
{
  const OvrModality *stage = table_stage (tone);
  guint32 n = ovr_tone_line_length (tone->pixels, axis);

  for (guint32 i = 0; i < n; i++)
    {
      double stored = stored_at (tone->pixels, axis, index, i);
      gboolean is_padding = ovr_padding_contains (&tone->grey.padding, stored);
      double value = stage != NULL ? ovr_modality_apply (stage, stored) : stored;

      out[i] = is_padding ? 0.0f : (float) (value - self->base);
      if (mask != NULL)
        mask[i] = is_padding ? 0.0f : 1.0f;
    }
}

static void
line_of_shorts (OvrLevels *self,
                OvrTone *tone,
                OvrLineAxis axis,
                guint32 index,
                float *out,
                float *mask)
{
  guint32 n = ovr_tone_line_length (tone->pixels, axis);
  const OvrPadding *padding = &tone->grey.padding;
  double low = padding->is_present ? padding->low : 1.0;
  double high = padding->is_present ? padding->high : 0.0;

  ovr_tone_stored_line (tone, axis, index, self->values);
  ovr_kernel_to_float (out, self->values, n);
  for (guint32 i = 0; mask != NULL && i < n; i++)
    {
      gboolean is_padding = self->values[i] >= low && self->values[i] <= high;

      mask[i] = is_padding ? 0.0f : 1.0f;
      out[i] = is_padding ? 0.0f : out[i];
    }
}

void
ovr_levels_line (OvrLevels *self,
                 OvrTone *tone,
                 OvrLineAxis axis,
                 guint32 index,
                 float *out,
                 float *mask)
{
  if (ovr_tone_is_short (tone->pixels) && table_stage (tone) == NULL)
    line_of_shorts (self, tone, axis, index, out, mask);
  else
    line_slowly (self, tone, axis, index, out, mask);
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
    ovr_kernel_table (out, values, n, self->lowest, self->per_unit, self->table, self->last);
}
