/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-recon.h"

#include "ovr-phantom-texture.h"

#include <math.h>
#include <string.h>

#define TILE 512
#define TILE_MASK (TILE - 1)
#define N_TILES 3
#define MAX_TAPS 8

/* Kinds of noise: one a kernel, and the streaks of the shoulders. */
#define N_KINDS (OVR_PHANTOM_N_KERNELS + 1)
#define STREAKS OVR_PHANTOM_N_KERNELS

struct _OvrRecon
{
  gboolean with_noise;
  float tiles[N_KINDS][N_TILES][TILE * TILE];
};

/* Blur of each kernel in mm, how much of an edge is added, over which blur. */
static const struct
{
  double blur_mm;
  double edge;
  double edge_mm;
} kernels[OVR_PHANTOM_N_KERNELS] = {
  { 0.46, 0.12, 1.1 },
  { 0.62, 0.0, 1.0 },
  { 0.30, 0.75, 0.85 },
};

/* The noise of each kind: white noise less its own blur, both smoothed, has
 * the ramp's rise and the kernel's fall. In pixels: fine and coarse blur along
 * rows, and along columns. */
static const double noise_px[N_KINDS][4] = {
  { 0.80, 2.10, 0.80, 2.10 },
  { 1.00, 2.40, 1.00, 2.40 },
  { 0.42, 0.95, 0.42, 0.95 },
  { 16.0, 60.0, 0.75, 2.60 },
};

/* A Gaussian along one axis of a tile that goes on round its edges. */
static void
blur_round (const float *in,
            float *out,
            double sigma_px,
            gboolean along_rows)
{
  int reach = MAX (1, (int) ceil (3.0 * sigma_px));
  g_autofree float *taps = g_new (float, 2 * reach + 1);
  double sum = 0.0;

  for (int k = -reach; k <= reach; k++)
    sum += exp (-0.5 * k * k / (sigma_px * sigma_px));
  for (int k = -reach; k <= reach; k++)
    taps[k + reach] = (float) (exp (-0.5 * k * k / (sigma_px * sigma_px)) / sum);
  memset (out, 0, sizeof (float) * TILE * TILE);
  for (int row = 0; row < TILE; row++)
    for (int k = -reach; k <= reach; k++)
      {
        float tap = taps[k + reach];
        float *to = out + row * TILE;

        if (along_rows)
          {
            const float *from = in + row * TILE;
            int shift = ((k % TILE) + TILE) & TILE_MASK;

            for (int column = 0; column < TILE - shift; column++)
              to[column] += tap * from[column + shift];
            for (int column = TILE - shift; column < TILE; column++)
              to[column] += tap * from[column + shift - TILE];
          }
        else
          {
            const float *from = in + ((row + k) & TILE_MASK) * TILE;

            for (int column = 0; column < TILE; column++)
              to[column] += tap * from[column];
          }
      }
}

static void
scale_to_unit (float *tile)
{
  double sum = 0.0;
  double squares = 0.0;
  double mean, deviation;

  for (int i = 0; i < TILE * TILE; i++)
    {
      sum += (double) tile[i];
      squares += (double) tile[i] * (double) tile[i];
    }
  mean = sum / (TILE * TILE);
  deviation = sqrt (squares / (TILE * TILE) - mean * mean);
  for (int i = 0; i < TILE * TILE; i++)
    tile[i] = (tile[i] - (float) mean) / (float) deviation;
}

static void
make_tile (float *tile,
           const double px[4],
           guint32 seed)
{
  g_autofree float *white = g_new (float, TILE *TILE);
  g_autofree float *half = g_new (float, TILE *TILE);
  g_autofree float *coarse = g_new (float, TILE *TILE);

  for (guint32 i = 0; i < TILE * TILE; i++)
    {
      /* Near enough to a normal distribution. */
      double sum = ovr_texture_uniform (seed, 3 * i) + ovr_texture_uniform (seed, 3 * i + 1) +
                   ovr_texture_uniform (seed, 3 * i + 2);

      white[i] = (float) (2.0 * (sum - 1.5));
    }
  blur_round (white, half, px[1], TRUE);
  blur_round (half, coarse, px[3], FALSE);
  blur_round (white, half, px[0], TRUE);
  blur_round (half, tile, px[2], FALSE);
  for (int i = 0; i < TILE * TILE; i++)
    tile[i] -= 0.96f * coarse[i];
  scale_to_unit (tile);
}

static gpointer
make_kinds (gpointer data)
{
  OvrRecon *self = data;

  for (guint32 kind = 0; kind < N_KINDS; kind += 2)
    for (guint32 i = 0; i < N_TILES; i++)
      make_tile (self->tiles[kind][i], noise_px[kind], 9000 + 10 * kind + i);
  return NULL;
}

OvrRecon *
ovr_recon_new (gboolean with_noise)
{
  OvrRecon *self = g_new (OvrRecon, 1);
  GThread *other;

  self->with_noise = with_noise;
  if (!with_noise)
    return self;
  other = g_thread_new ("phantom-noise", make_kinds, self);
  for (guint32 kind = 1; kind < N_KINDS; kind += 2)
    for (guint32 i = 0; i < N_TILES; i++)
      make_tile (self->tiles[kind][i], noise_px[kind], 9000 + 10 * kind + i);
  g_thread_join (other);
  return self;
}

void
ovr_recon_free (OvrRecon *self)
{
  g_free (self);
}

static int
gaussian_taps (double sigma_px,
               float *taps)
{
  int reach = CLAMP ((int) ceil (2.6 * sigma_px), 1, MAX_TAPS - 1);
  double sum = 0.0;

  for (int k = -reach; k <= reach; k++)
    sum += exp (-0.5 * k * k / (sigma_px * sigma_px));
  for (int k = 0; k <= reach; k++)
    taps[k] = (float) (exp (-0.5 * k * k / (sigma_px * sigma_px)) / sum);
  return reach;
}

/* Both passes of a Gaussian; beyond the border the last pixel goes on. @line
 * takes one row. */
static void
blur (const float *in,
      float *out,
      float *rows,
      int size,
      double sigma_px)
{
  float taps[MAX_TAPS] = { 0.0f };
  int reach = gaussian_taps (sigma_px, taps);

  for (int row = 0; row < size; row++)
    {
      const float *from = in + (gsize) row * (gsize) size;
      float *to = rows + (gsize) row * (gsize) size;

      for (int column = 0; column < size; column++)
        to[column] = taps[0] * from[column];
      for (int k = 1; k <= reach; k++)
        {
          for (int column = 0; column < MIN (k, size); column++)
            to[column] += taps[k] * (from[0] + from[MIN (column + k, size - 1)]);
          for (int column = k; column < size - k; column++)
            to[column] += taps[k] * (from[column - k] + from[column + k]);
          for (int column = MAX (size - k, k); column < size; column++)
            to[column] += taps[k] * (from[column - k] + from[size - 1]);
        }
    }
  for (int row = 0; row < size; row++)
    {
      float *to = out + (gsize) row * (gsize) size;
      const float *middle = rows + (gsize) row * (gsize) size;

      for (int column = 0; column < size; column++)
        to[column] = taps[0] * middle[column];
      for (int k = 1; k <= reach; k++)
        {
          const float *above = rows + (gsize) MAX (row - k, 0) * (gsize) size;
          const float *below = rows + (gsize) MIN (row + k, size - 1) * (gsize) size;

          for (int column = 0; column < size; column++)
            to[column] += taps[k] * (above[column] + below[column]);
        }
    }
}

static void
apply_kernel (const OvrReconRequest *request,
              const float *hu,
              float *out,
              float *rows)
{
  gsize n = (gsize) request->size * (gsize) request->size;
  double px = 1.0 / request->spacing_mm;
  float edge = (float) kernels[request->kernel].edge;
  g_autofree float *coarse = NULL;

  blur (hu, out, rows, request->size, kernels[request->kernel].blur_mm * px);
  if (edge <= 0.0f)
    return;
  coarse = g_new0 (float, n);
  blur (hu, coarse, rows, request->size, kernels[request->kernel].edge_mm * px);
  for (gsize i = 0; i < n; i++)
    out[i] += edge * (out[i] - coarse[i]);
}

/* Two tiles, shifted by the seed: one shared with the slice before, one with
 * the slice after. */
typedef struct
{
  const float *tiles[2];
  int right[2];
  int down[2];
} Grain;

static Grain
grain_for (const OvrRecon *self,
           int kind,
           guint32 seed)
{
  Grain grain;

  for (guint32 i = 0; i < 2; i++)
    {
      guint32 hash = ovr_texture_hash (seed + i + 7919u * (guint32) kind);

      grain.tiles[i] = self->tiles[kind][hash % N_TILES];
      grain.right[i] = (int) (hash >> 8 & TILE_MASK);
      grain.down[i] = (int) (hash >> 18 & TILE_MASK);
    }
  return grain;
}

static inline float
grain_at (const Grain *grain,
          int row,
          int column)
{
  float a = grain->tiles[0][(((row + grain->down[0]) & TILE_MASK) * TILE) + ((column + grain->right[0]) & TILE_MASK)];
  float b = grain->tiles[1][(((row + grain->down[1]) & TILE_MASK) * TILE) + ((column + grain->right[1]) & TILE_MASK)];

  return 0.92f * a + 0.39f * b;
}

void
ovr_recon_run (const OvrRecon *self,
               const OvrReconRequest *request,
               const float *hu,
               float *scratch,
               gint16 *stored)
{
  int size = request->size;
  float *image = scratch;
  Grain grain = grain_for (self, (int) request->kernel, request->seed);
  Grain streaks = grain_for (self, STREAKS, request->seed);
  float middle = 0.5f * (float) (size - 1);
  float radius = 0.5f * (float) size;
  float spacing = (float) request->spacing_mm;
  float noise = (float) (request->noise_hu * (1.0 + 0.7 * request->shoulders));
  float streak = (float) (1.25 * request->noise_hu * request->shoulders);

  g_return_if_fail (self->with_noise || request->noise_hu <= 0.0);

  apply_kernel (request, hu, image, scratch + (gsize) size * (gsize) size);
  for (int row = 0; row < size; row++)
    for (int column = 0; column < size; column++)
      {
        float x = (float) column - middle;
        float y = (float) row - middle;
        float far = (x * x + y * y) * spacing * spacing;
        gsize i = (gsize) row * (gsize) size + (gsize) column;
        float value = image[i];

        if (x * x + y * y > radius * radius)
          {
            stored[i] = OVR_RECON_PADDING;
            continue;
          }
        if (noise > 0.0f)
          {
            /* Rays through the middle are weakened most. */
            float weight = 0.62f + 0.42f / (1.0f + far / (105.0f * 105.0f));

            value += noise * weight * grain_at (&grain, row, column);
            if (streak > 0.0f)
              {
                float band = (y * spacing - 18.0f) / 48.0f;

                value += streak * grain_at (&streaks, row, column) / (1.0f + band * band * band * band);
              }
          }
        value = value < -1024.0f ? -1024.0f : value;
        value = value > 3071.0f ? 3071.0f : value;
        stored[i] = (gint16) (floorf (value + 0.5f) - (float) request->intercept);
      }
}
