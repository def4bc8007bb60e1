/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"

#include <string.h>

static guint64
next (OvrRandom *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

float
ovr_random_uniform (OvrRandom *self)
{
  return (float) (next (self) >> 40) / 16777216.0f;
}

/* The sum of four uniforms of 16 bits: bell-shaped enough for noise in images,
 * and cheap. Its standard deviation is √(4/12). */
float
ovr_random_normal (OvrRandom *self)
{
  const guint64 bits = next (self);
  const guint32 sum = (guint32) (bits & 0xffff) + (guint32) (bits >> 16 & 0xffff) +
                      (guint32) (bits >> 32 & 0xffff) + (guint32) (bits >> 48);

  return ((float) sum / 65536.0f - 2.0f) * 1.7320508f;
}

static guint32
hash (guint32 seed,
      gint32 x,
      gint32 y,
      gint32 z)
{
  guint32 h = seed * 0x27d4eb2fu + (guint32) x * 0x85ebca6bu + (guint32) y * 0xc2b2ae35u + (guint32) z * 0x9e3779b1u;

  h = (h ^ h >> 15) * 0x2c1b3c6du;
  h = (h ^ h >> 12) * 0x297a2d39u;
  return h ^ h >> 15;
}

static float
corner (guint32 seed,
        gint32 x,
        gint32 y,
        gint32 z)
{
  return (float) (hash (seed, x, y, z) >> 8) / 8388608.0f - 1.0f;
}

float
ovr_noise (guint32 seed,
           float x,
           float y,
           float z)
{
  const float fx = floorf (x);
  const float fy = floorf (y);
  const float fz = floorf (z);
  const gint32 ix = (gint32) fx;
  const gint32 iy = (gint32) fy;
  const gint32 iz = (gint32) fz;
  const float u = (x - fx) * (x - fx) * (3.0f - 2.0f * (x - fx));
  const float v = (y - fy) * (y - fy) * (3.0f - 2.0f * (y - fy));
  const float w = (z - fz) * (z - fz) * (3.0f - 2.0f * (z - fz));
  const float near = ovr_mix (ovr_mix (corner (seed, ix, iy, iz), corner (seed, ix + 1, iy, iz), u),
                              ovr_mix (corner (seed, ix, iy + 1, iz), corner (seed, ix + 1, iy + 1, iz), u), v);
  const float far = ovr_mix (ovr_mix (corner (seed, ix, iy, iz + 1), corner (seed, ix + 1, iy, iz + 1), u),
                             ovr_mix (corner (seed, ix, iy + 1, iz + 1), corner (seed, ix + 1, iy + 1, iz + 1), u), v);

  return ovr_mix (near, far, w);
}

float
ovr_noise_sum (guint32 seed,
               float x,
               float y,
               float z,
               int octaves)
{
  float sum = 0.0f;
  float weight = 1.0f;
  float scale = 1.0f;

  for (int i = 0; i < octaves; i++)
    {
      sum += weight * ovr_noise (seed + (guint32) i, x * scale, y * scale, z * scale);
      weight *= 0.5f;
      scale *= 2.03f;
    }
  return sum;
}

static void
blur_line (const float *in,
           float *out,
           int n,
           int stride,
           const float *kernel,
           int radius)
{
  for (int i = 0; i < n; i++)
    {
      float sum = 0.0f;

      for (int k = -radius; k <= radius; k++)
        sum += kernel[k < 0 ? -k : k] * in[CLAMP (i + k, 0, n - 1) * stride];
      out[i] = sum;
    }
}

void
ovr_field_blur (float *pixels,
                int columns,
                int rows,
                float sigma_px)
{
  const int radius = MIN ((int) ceilf (sigma_px * 3.0f), 63);
  g_autofree float *line = g_new (float, MAX (columns, rows));
  float kernel[64];
  float sum = 0.0f;

  for (int i = 0; i <= radius; i++)
    {
      kernel[i] = expf (-0.5f * (float) (i * i) / (sigma_px * sigma_px));
      sum += i == 0 ? kernel[i] : 2.0f * kernel[i];
    }
  for (int i = 0; i <= radius; i++)
    kernel[i] /= sum;

  for (int row = 0; row < rows; row++)
    {
      blur_line (pixels + row * columns, line, columns, 1, kernel, radius);
      memcpy (pixels + row * columns, line, sizeof *line * (gsize) columns);
    }
  for (int column = 0; column < columns; column++)
    {
      blur_line (pixels + column, line, rows, columns, kernel, radius);
      for (int row = 0; row < rows; row++)
        pixels[row * columns + column] = line[row];
    }
}

typedef struct
{
  OvrFieldFunc body;
  gpointer data;
} Job;

static void
run_one (gpointer index,
         gpointer user_data)
{
  const Job *job = user_data;

  job->body (GPOINTER_TO_UINT (index) - 1, job->data);
}

void
ovr_field_parallel (guint n,
                    OvrFieldFunc body,
                    gpointer data)
{
  Job job = { body, data };
  GThreadPool *pool = g_thread_pool_new (run_one, &job, (int) g_get_num_processors (), FALSE, NULL);

  for (guint i = 1; i <= n; i++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

typedef struct
{
  OvrFieldTryFunc body;
  gpointer data;
  GMutex lock;
  GError *error;
} Attempt;

static void
run_attempt (guint index,
             gpointer data)
{
  Attempt *attempt = data;
  GError *error = NULL;

  if (attempt->body (index, attempt->data, &error))
    return;
  g_mutex_lock (&attempt->lock);
  if (attempt->error == NULL)
    attempt->error = g_steal_pointer (&error);
  g_mutex_unlock (&attempt->lock);
  g_clear_error (&error);
}

gboolean
ovr_field_parallel_try (guint n,
                        OvrFieldTryFunc body,
                        gpointer data,
                        GError **error)
{
  Attempt attempt = { .body = body, .data = data };

  g_mutex_init (&attempt.lock);
  ovr_field_parallel (n, run_attempt, &attempt);
  g_mutex_clear (&attempt.lock);
  if (attempt.error == NULL)
    return TRUE;
  g_propagate_error (error, attempt.error);
  return FALSE;
}

float
ovr_segment (const float p[3],
             const float a[3],
             const float b[3],
             float *along)
{
  const float ab[3] = { b[0] - a[0], b[1] - a[1], b[2] - a[2] };
  const float ap[3] = { p[0] - a[0], p[1] - a[1], p[2] - a[2] };
  const float length = ab[0] * ab[0] + ab[1] * ab[1] + ab[2] * ab[2];
  const float t = ovr_clamp ((ap[0] * ab[0] + ap[1] * ab[1] + ap[2] * ab[2]) / length, 0.0f, 1.0f);
  const float d[3] = { ap[0] - t * ab[0], ap[1] - t * ab[1], ap[2] - t * ab[2] };

  *along = t;
  return sqrtf (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
}
