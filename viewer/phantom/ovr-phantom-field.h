/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <math.h>

G_BEGIN_DECLS

/* What the further cases are painted with: distances to shapes, smooth noise,
 * random numbers that are the same on every machine. Lengths in mm unless a
 * name says otherwise. All functions are pure but for what is handed in. */

/**
 * OvrRandom:
 * @state: any seed
 *
 * A stream of random numbers. One thread each.
 */
typedef struct
{
  guint64 state;
} OvrRandom;

/* 0 ≤ x < 1. */
float ovr_random_uniform (OvrRandom *self);

/* Mean 0, standard deviation 1. */
float ovr_random_normal (OvrRandom *self);

/* Smooth noise between -1 and 1 with features of about one unit. */
float ovr_noise (guint32 seed,
                 float x,
                 float y,
                 float z);

/* The sum of @octaves noises, each of half the size and half the weight. */
float ovr_noise_sum (guint32 seed,
                     float x,
                     float y,
                     float z,
                     int octaves);

/* Blurs @pixels in place with a Gaussian of @sigma_px. */
void ovr_field_blur (float *pixels,
                     int columns,
                     int rows,
                     float sigma_px);

/* Calls @body for 0 … n-1 in as many threads as there are processors. */
typedef void (*OvrFieldFunc) (guint index,
                              gpointer data);
void ovr_field_parallel (guint n,
                         OvrFieldFunc body,
                         gpointer data);

/* The same for what can fail: FALSE with the error of one that did. The others
 * are still called. */
typedef gboolean (*OvrFieldTryFunc) (guint index,
                                     gpointer data,
                                     GError **error);
gboolean ovr_field_parallel_try (guint n,
                                 OvrFieldTryFunc body,
                                 gpointer data,
                                 GError **error);

/* ---- Shapes: the signed distance from their surface, negative inside. That
 * of the ellipsoid is an estimate, good near the surface. */

static inline float
ovr_clamp (float value,
           float low,
           float high)
{
  return value < low ? low : value > high ? high
                                          : value;
}

/* 0 at @low and below, 1 at @high and above, smooth between. */
static inline float
ovr_smooth_step (float low,
                 float high,
                 float value)
{
  const float t = ovr_clamp ((value - low) / (high - low), 0.0f, 1.0f);

  return t * t * (3.0f - 2.0f * t);
}

static inline float
ovr_mix (float a,
         float b,
         float t)
{
  return a + (b - a) * t;
}

/* How much of a pixel @width wide lies inside, @distance from its centre. */
static inline float
ovr_cover (float distance,
           float width)
{
  return ovr_clamp (0.5f - distance / width, 0.0f, 1.0f);
}

static inline float
ovr_ellipsoid (float x,
               float y,
               float z,
               float rx,
               float ry,
               float rz)
{
  const float k0 = sqrtf (x * x / (rx * rx) + y * y / (ry * ry) + z * z / (rz * rz));
  const float k1 = sqrtf (x * x / (rx * rx * rx * rx) + y * y / (ry * ry * ry * ry) + z * z / (rz * rz * rz * rz));

  return k1 > 0.0f ? k0 * (k0 - 1.0f) / k1 : -fminf (rx, fminf (ry, rz));
}

/* The union of two distances with a fillet of radius @r. */
static inline float
ovr_merge (float a,
           float b,
           float r)
{
  const float h = ovr_clamp (0.5f + 0.5f * (b - a) / r, 0.0f, 1.0f);

  return ovr_mix (b, a, h) - r * h * (1.0f - h);
}

/* What of @a lies outside @b, with a fillet of radius @r. */
static inline float
ovr_carve (float a,
           float b,
           float r)
{
  return -ovr_merge (-a, b, r);
}

/* The distance from the segment between two points; @along gets where, 0 … 1. */
float ovr_segment (const float p[3],
                   const float a[3],
                   const float b[3],
                   float *along);

G_END_DECLS
