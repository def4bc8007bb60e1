/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-resample.h"

#include "ovr-bands.h"
#include "ovr-kernel-float.h"
#include "ovr-levels.h"

#include <string.h>

/**
 * Plan:
 * @tone: (borrowed): where the pixels come from
 * @across: (borrowed): the axis within a line
 * @down: (borrowed): the axis from line to line
 * @raster: (borrowed): where the lines go
 * @levels: what windows them; of grey
 * @is_colour: colours are interpolated as they are shown, not values
 * @has_mask: part of the frame is padding
 * @rows_first: sums of rows come first, as many rows make few lines: else each
 *   row is resampled once, and lines are sums of what comes out
 * @n_planes: planes of a line: grey; grey and its mask (1 for image, 0 for
 *   padding); or red, green and blue
 * @length: pixels in a row of the frame
 * @width: pixels in a line
 *
 * What all bands of one picture share; none changes it.
 */
typedef struct
{
  const OvrTone *tone;
  const OvrAxis *across;
  const OvrAxis *down;
  const OvrRaster *raster;
  OvrLevels levels;
  gboolean is_colour;
  gboolean has_mask;
  gboolean rows_first;
  guint n_planes;
  gsize length;
  gsize width;
} Plan;

/**
 * Band:
 * @plan: (borrowed): what is made
 * @row: (owned): a row of the frame, by plane; or the sum of some
 * @ring: (owned): rows that the next line needs too, one for each tap of the
 *   other axis, of @ring_length floats
 * @held: (owned): which row each part of the ring holds; −1 for none
 * @line: (owned): a line before windowing, by plane
 * @taps: (owned): the rows that make a line,
 * @weights: (owned): and their weights
 * @pixels: (owned): a row of colours
 *
 * The state of one band: one thread.
 */
typedef struct
{
  const Plan *plan;
  gsize ring_length;
  float *row;
  float *ring;
  gint64 *held;
  float *line;
  const float **taps;
  float *weights;
  guint32 *pixels;
} Band;

static void
band_init (Band *self,
           const Plan *plan)
{
  guint taps = plan->down->taps;

  *self = (Band){ .plan = plan, .ring_length = (plan->rows_first ? plan->length : plan->width) * plan->n_planes };
  self->row = g_new (float, plan->length * plan->n_planes);
  self->ring = g_new (float, self->ring_length *taps);
  self->held = g_new (gint64, taps);
  self->line = g_new (float, plan->width * plan->n_planes);
  self->taps = g_new (const float *, taps);
  self->weights = g_new (float, taps);
  self->pixels = g_new (guint32, plan->length);
  memset (self->held, -1, taps * sizeof *self->held);
}

static void
band_clear (Band *self)
{
  g_free (self->row);
  g_free (self->ring);
  g_free (self->held);
  g_free (self->line);
  g_free (self->taps);
  g_free (self->weights);
  g_free (self->pixels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Band, band_clear)

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
read_row (const Band *self,
          guint32 index,
          float *out)
{
  const Plan *plan = self->plan;

  if (plan->is_colour)
    {
      ovr_tone_rows (plan->tone, index, 1, self->pixels);
      split_colours (self->pixels, plan->length, out);
    }
  else
    ovr_levels_row (&plan->levels, plan->tone, index, out, plan->has_mask ? out + plan->length : NULL);
}

static void
resample_row (const Plan *plan,
              const float *row,
              float *out)
{
  for (guint p = 0; p < plan->n_planes; p++)
    ovr_kernel_gather (out + p * plan->width, row + p * plan->length, plan->width,
                       plan->across->start, plan->across->weights, plan->across->taps);
}

/* Row @index as floats, made once and kept while it is needed. */
static const float *
fetch_row (Band *self,
           guint32 index)
{
  guint slot = index % self->plan->down->taps;
  float *kept = self->ring + slot * self->ring_length;

  if (self->held[slot] == (gint64) index)
    return kept;

  self->held[slot] = index;
  if (self->plan->rows_first)
    read_row (self, index, kept);
  else
    {
      read_row (self, index, self->row);
      resample_row (self->plan, self->row, kept);
    }

  return kept;
}

static void
sum_rows (Band *self,
          guint index,
          float *sum)
{
  const OvrAxis *down = self->plan->down;
  const float *weights = down->weights + (gsize) index * down->taps;
  guint n = 0;

  for (guint k = 0; k < down->taps; k++)
    if (weights[k] != 0.0f)
      {
        self->taps[n] = fetch_row (self, down->start[index] + k);
        self->weights[n++] = weights[k];
      }
  ovr_kernel_weigh (sum, self->taps, self->weights, n, self->ring_length);
}

/* Line @index before windowing. */
static void
make_line (Band *self,
           guint index)
{
  if (!self->plan->rows_first)
    {
      sum_rows (self, index, self->line);
      return;
    }

  sum_rows (self, index, self->row);
  resample_row (self->plan, self->row, self->line);
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
write_masked (Band *self,
              guint32 *out)
{
  const Plan *plan = self->plan;
  const float *share = self->line + plan->width;

  ovr_kernel_share (self->line, share, plan->width);
  ovr_levels_write (&plan->levels, self->line, plan->width, out);
  for (gsize i = 0; i < plan->width; i++)
    if (!(share[i] >= 0.5f))
      out[i] = ovr_grey_pixel (0);
}

static void
make_band (guint begin,
           guint end,
           gpointer data)
{
  const Plan *plan = data;
  g_auto (Band) self = { 0 };
  g_auto (OvrRasterPen) pen = { 0 };

  band_init (&self, plan);
  ovr_raster_pen_init (&pen, plan->raster, plan->across->begin, (guint) plan->width);
  for (guint y = begin; y < end; y++)
    {
      guint32 *out = ovr_raster_pen_line (&pen, y);

      make_line (&self, y - plan->down->begin);
      if (plan->is_colour)
        join_colours (self.line, plan->width, out);
      else if (plan->has_mask)
        write_masked (&self, out);
      else
        ovr_levels_write (&plan->levels, self.line, plan->width, out);
    }
}

/* Whether more rows of the frame take part than there are lines. */
static gboolean
shrinks (const OvrAxis *axis)
{
  guint n = axis->end - axis->begin;

  return n > 0 && (guint) ABS ((gint64) axis->start[n - 1] - (gint64) axis->start[0]) + axis->taps > n;
}

void
ovr_resample (OvrTone *tone,
              const OvrAxis *across,
              const OvrAxis *down,
              const OvrRaster *raster,
              guint n_bands)
{
  const OvrPixels *pixels = tone->pixels;
  Plan plan = { .tone = tone, .across = across, .down = down, .raster = raster };

  plan.is_colour = ovr_pixels_has_colour (pixels);
  plan.has_mask = !plan.is_colour && pixels->has_padding;
  plan.rows_first = shrinks (down);
  plan.n_planes = plan.is_colour ? 3 : plan.has_mask ? 2
                                                     : 1;
  plan.length = pixels->info.columns;
  plan.width = across->end - across->begin;
  if (plan.is_colour)
    ovr_tone_prepare (tone);
  else
    ovr_levels_init (&plan.levels, tone);

  ovr_bands_run (down->begin, down->end, n_bands, make_band, &plan);
  if (!plan.is_colour)
    ovr_levels_clear (&plan.levels);
}

static void
make_nearest_band (guint begin,
                   guint end,
                   gpointer data)
{
  const Plan *plan = data;
  g_autofree guint32 *row = g_new (guint32, plan->length);
  g_auto (OvrRasterPen) pen = { 0 };
  gint64 held = -1;

  ovr_raster_pen_init (&pen, plan->raster, plan->across->begin, (guint) plan->width);
  for (guint y = begin; y < end; y++)
    {
      guint32 *out = ovr_raster_pen_line (&pen, y);
      guint32 index = plan->down->nearest[y - plan->down->begin];

      if (held != (gint64) index)
        ovr_tone_rows (plan->tone, index, 1, row);
      held = index;
      for (gsize i = 0; i < plan->width; i++)
        out[i] = row[plan->across->nearest[i]];
    }
}

void
ovr_resample_nearest (OvrTone *tone,
                      const OvrAxis *across,
                      const OvrAxis *down,
                      const OvrRaster *raster,
                      guint n_bands)
{
  Plan plan = { .tone = tone, .across = across, .down = down, .raster = raster };

  plan.length = tone->pixels->info.columns;
  plan.width = across->end - across->begin;
  ovr_tone_prepare (tone);
  ovr_bands_run (down->begin, down->end, n_bands, make_nearest_band, &plan);
}
