/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-resample.h"

#include "ovr-kernel.h"
#include "ovr-levels.h"

#include <math.h>
#include <string.h>

/**
 * Resampler:
 * @tone: (borrowed): where the pixels come from
 * @is_colour: colours are interpolated as they are shown, not values
 * @across: (borrowed): the axis within a row of the target
 * @lines_first: vertical sums come first, as few source lines make many target
 *   rows: else each line is resampled once, and the sums are of short lines
 * @length: source pixels in a line
 * @width: target pixels in a row
 * @n_planes: planes of a line: grey; grey and its mask (1 for image, 0 for
 *   padding); or red, green and blue
 * @line: (owned): a source line, by plane
 * @ring: (owned): @n_slots lines, of @ring_length floats a plane
 * @held: (owned): which line each slot holds; −1 for none
 * @sum: (owned): a target row's weighted lines, by plane
 * @row: (owned): a target row before windowing, by plane
 * @pixels: (owned): a line of colours
 *
 * The state of one call: one thread.
 */
typedef struct
{
  OvrTone *tone;
  OvrLineAxis line_axis;
  const OvrAxis *across;
  OvrLevels levels;
  gboolean is_colour;
  gboolean has_mask;
  gboolean lines_first;
  guint n_planes;
  gsize length;
  gsize width;
  gsize ring_length;
  guint n_slots;
  float *line;
  float *ring;
  gint64 *held;
  float *sum;
  float *row;
  guint32 *pixels;
} Resampler;

static void
resampler_init (Resampler *self,
                OvrTone *tone,
                OvrLineAxis line_axis,
                const OvrAxis *across,
                const OvrAxis *down)
{
  const OvrPixels *pixels = tone->pixels;

  *self = (Resampler){ .tone = tone, .line_axis = line_axis, .across = across };
  self->is_colour = ovr_pixels_has_colour (pixels);
  self->has_mask = !self->is_colour && pixels->has_padding;
  self->lines_first = down->taps > 2;
  self->n_planes = self->is_colour ? 3 : self->has_mask ? 2
                                                        : 1;
  self->length = ovr_tone_line_length (pixels, line_axis);
  self->width = across->end - across->begin;
  self->ring_length = self->lines_first ? self->length : self->width;
  self->n_slots = down->taps;
  self->line = g_new (float, self->length * self->n_planes);
  self->ring = g_new (float, self->ring_length * self->n_planes * self->n_slots);
  self->held = g_new (gint64, self->n_slots);
  self->sum = g_new (float, self->length * self->n_planes);
  self->row = g_new (float, self->width * self->n_planes);
  self->pixels = g_new (guint32, self->length);
  memset (self->held, -1, self->n_slots * sizeof *self->held);
  if (!self->is_colour)
    ovr_levels_init (&self->levels, tone);
}

static void
resampler_clear (Resampler *self)
{
  g_free (self->line);
  g_free (self->ring);
  g_free (self->held);
  g_free (self->sum);
  g_free (self->row);
  g_free (self->pixels);
  if (!self->is_colour)
    ovr_levels_clear (&self->levels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Resampler, resampler_clear)

static void
split_colours (const guint32 *pixels,
               gsize n,
               float *planes)
{
  for (gsize i = 0; i < n; i++)
    {
      planes[i] = (float) (pixels[i] >> 16 & 0xff);
      planes[n + i] = (float) (pixels[i] >> 8 & 0xff);
      planes[2 * n + i] = (float) (pixels[i] & 0xff);
    }
}

static void
read_line (Resampler *self,
           guint32 index,
           float *line)
{
  if (self->is_colour)
    {
      ovr_tone_line (self->tone, self->line_axis, index, self->pixels);
      split_colours (self->pixels, self->length, line);
    }
  else
    ovr_levels_line (&self->levels, self->tone, self->line_axis, index, line,
                     self->has_mask ? line + self->length : NULL);
}

static void
resample_line (const Resampler *self,
               const float *line,
               float *out)
{
  for (guint p = 0; p < self->n_planes; p++)
    ovr_kernel_gather (out + p * self->width, line + p * self->length, self->width,
                       self->across->start, self->across->weights, self->across->taps);
}

/* Source line @index as floats, made once and kept while it is needed. */
static const float *
fetch_line (Resampler *self,
            guint32 index)
{
  guint slot = index % self->n_slots;
  float *kept = self->ring + slot * self->ring_length * self->n_planes;

  if (self->held[slot] == (gint64) index)
    return kept;

  self->held[slot] = index;
  if (self->lines_first)
    read_line (self, index, kept);
  else
    {
      read_line (self, index, self->line);
      resample_line (self, self->line, kept);
    }

  return kept;
}

static void
sum_lines (Resampler *self,
           const OvrAxis *down,
           guint index,
           float *sum)
{
  gsize n = self->ring_length * self->n_planes;
  const float *weights = down->weights + (gsize) index * down->taps;

  ovr_kernel_scale (sum, fetch_line (self, down->start[index]), n, weights[0]);
  for (guint k = 1; k < down->taps; k++)
    if (weights[k] != 0.0f)
      ovr_kernel_add (sum, fetch_line (self, down->start[index] + k), n, weights[k]);
}

/* Target row @index before windowing. */
static void
make_row (Resampler *self,
          const OvrAxis *down,
          guint index)
{
  if (!self->lines_first)
    {
      sum_lines (self, down, index, self->row);
      return;
    }

  sum_lines (self, down, index, self->sum);
  resample_line (self, self->sum, self->row);
}

/* Kernels with negative weights go beyond what they are given. */
static guint32
to_byte (float level)
{
  return (guint32) (CLAMP (level, 0.0f, 255.0f) + 0.5f);
}

static void
join_colours (const float *planes,
              gsize n,
              guint32 *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = 0xff000000u | to_byte (planes[i]) << 16 | to_byte (planes[n + i]) << 8 | to_byte (planes[2 * n + i]);
}

/* Divides by the share of image in each pixel; where that is below half, the
 * padding has it. */
static void
write_masked (Resampler *self,
              guint32 *out)
{
  const float *share = self->row + self->width;

  for (gsize i = 0; i < self->width; i++)
    self->row[i] = share[i] >= 0.5f ? self->row[i] / share[i] : 0.0f;

  ovr_levels_write (&self->levels, self->row, self->width, out);
  for (gsize i = 0; i < self->width; i++)
    if (!(share[i] >= 0.5f))
      out[i] = ovr_grey_pixel (0);
}

void
ovr_resample (OvrTone *tone,
              OvrLineAxis line_axis,
              const OvrAxis *across,
              const OvrAxis *down,
              guint8 *target,
              gsize stride)
{
  g_auto (Resampler) self = { 0 };

  resampler_init (&self, tone, line_axis, across, down);
  for (guint y = down->begin; y < down->end; y++)
    {
      guint32 *out = (guint32 *) (void *) (target + y * stride) + across->begin;

      make_row (&self, down, y - down->begin);
      if (self.is_colour)
        join_colours (self.row, self.width, out);
      else if (self.has_mask)
        write_masked (&self, out);
      else
        ovr_levels_write (&self.levels, self.row, self.width, out);
    }
}

void
ovr_resample_nearest (OvrTone *tone,
                      OvrLineAxis line_axis,
                      const OvrAxis *across,
                      const OvrAxis *down,
                      guint8 *target,
                      gsize stride)
{
  g_autofree guint32 *line = g_new (guint32, ovr_tone_line_length (tone->pixels, line_axis));
  gint64 held = -1;

  for (guint y = down->begin; y < down->end; y++)
    {
      guint32 *out = (guint32 *) (void *) (target + y * stride) + across->begin;
      guint32 index = down->nearest[y - down->begin];

      if (held != (gint64) index)
        ovr_tone_line (tone, line_axis, index, line);
      held = index;
      for (guint i = 0; i < across->end - across->begin; i++)
        out[i] = line[across->nearest[i]];
    }
}
