/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-axis.h"

#include <math.h>

#define LANCZOS_LOBES 3.0

static double
source_of (double scale,
           double origin,
           guint target)
{
  return ((double) target + 0.5 - origin) / scale;
}

static gboolean
is_inside (double source,
           guint n_source)
{
  return source >= -0.5 && source < (double) n_source - 0.5;
}

static double
sinc (double x)
{
  return x == 0.0 ? 1.0 : sin (G_PI * x) / (G_PI * x);
}

/* @x in source pixels, or target pixels where those are larger. */
static double
kernel (OvrInterpolation interpolation,
        double x)
{
  if (interpolation != OVR_INTERPOLATION_LANCZOS)
    return fmax (0.0, 1.0 - fabs (x));

  return fabs (x) < LANCZOS_LOBES ? sinc (x) * sinc (x / LANCZOS_LOBES) : 0.0;
}

static void
set_weights (OvrAxis *self,
             OvrInterpolation interpolation,
             guint index,
             double source,
             double stretch,
             double radius,
             guint n_source)
{
  float *weights = self->weights + (gsize) index * self->taps;
  double first = floor (source - radius) + 1.0;
  double sum = 0.0;

  first = CLAMP (first, 0.0, (double) (n_source - self->taps));
  self->start[index] = (guint32) first;
  for (guint k = 0; k < self->taps; k++)
    sum += kernel (interpolation, (first + (double) k - source) / stretch);
  for (guint k = 0; k < self->taps; k++)
    weights[k] = (float) (kernel (interpolation, (first + (double) k - source) / stretch) / sum);
}

void
ovr_axis_init (OvrAxis *self,
               OvrInterpolation interpolation,
               double scale,
               double origin,
               guint n_source,
               guint n_target)
{
  double stretch = fmax (1.0, 1.0 / fabs (scale));
  double radius = interpolation == OVR_INTERPOLATION_LANCZOS ? LANCZOS_LOBES * stretch : stretch;
  gsize n;

  *self = (OvrAxis){ .taps = (guint) MIN (ceil (2.0 * radius), (double) n_source) };
  while (self->begin < n_target && !is_inside (source_of (scale, origin, self->begin), n_source))
    self->begin++;
  self->end = self->begin;
  while (self->end < n_target && is_inside (source_of (scale, origin, self->end), n_source))
    self->end++;

  n = self->end - self->begin;
  self->start = g_new (guint32, n);
  self->weights = g_new (float, n * self->taps);
  self->nearest = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    {
      double source = source_of (scale, origin, self->begin + i);

      set_weights (self, interpolation, i, source, stretch, radius, n_source);
      self->nearest[i] = (guint32) CLAMP (floor (source + 0.5), 0.0, (double) (n_source - 1));
    }
}

void
ovr_axis_clear (OvrAxis *self)
{
  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->weights, g_free);
  g_clear_pointer (&self->nearest, g_free);
}
