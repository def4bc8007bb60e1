/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-texture.h"

#include <math.h>

#define SIZE 64
#define WRAP (SIZE - 1)

struct _OvrTexture
{
  float field[SIZE * SIZE * SIZE];
};

guint32
ovr_texture_hash (guint32 value)
{
  value ^= value >> 16;
  value *= 0x7feb352du;
  value ^= value >> 15;
  value *= 0x846ca68bu;
  value ^= value >> 16;
  return value;
}

double
ovr_texture_uniform (guint32 seed,
                     guint32 index)
{
  return ovr_texture_hash (ovr_texture_hash (seed * 0x9e3779b9u + 1u) + index) / 4294967296.0;
}

OvrTexture *
ovr_texture_new (guint32 seed)
{
  OvrTexture *self = g_new (OvrTexture, 1);

  for (guint32 i = 0; i < SIZE * SIZE * SIZE; i++)
    {
      double sum = 0.0;

      for (guint32 k = 0; k < 4; k++)
        sum += ovr_texture_uniform (seed + k, i) - 0.5;
      /* Four uniform numbers have a variance of 1/3; interpolation halves the
       * deviation about. */
      self->field[i] = (float) (sum * sqrt (3.0) * 1.8);
    }
  return self;
}

void
ovr_texture_free (OvrTexture *self)
{
  g_free (self);
}

float
ovr_texture_at (const OvrTexture *self,
                float x,
                float y,
                float z)
{
  /* Biased, so that casting rounds down on both sides of zero. */
  int i = (int) (x + 65536.0f) - 65536;
  int j = (int) (y + 65536.0f) - 65536;
  int k = (int) (z + 65536.0f) - 65536;
  float u = x - (float) i;
  float v = y - (float) j;
  float w = z - (float) k;
  int i0 = i & WRAP, i1 = (i + 1) & WRAP;
  int j0 = (j & WRAP) * SIZE, j1 = ((j + 1) & WRAP) * SIZE;
  const float *p = self->field + (k & WRAP) * SIZE * SIZE;
  const float *q = self->field + ((k + 1) & WRAP) * SIZE * SIZE;
  float a = p[j0 + i0] + (p[j0 + i1] - p[j0 + i0]) * u;
  float b = p[j1 + i0] + (p[j1 + i1] - p[j1 + i0]) * u;
  float c = q[j0 + i0] + (q[j0 + i1] - q[j0 + i0]) * u;
  float d = q[j1 + i0] + (q[j1 + i1] - q[j1 + i0]) * u;

  a += (b - a) * v;
  c += (d - c) * v;
  return a + (c - a) * w;
}
