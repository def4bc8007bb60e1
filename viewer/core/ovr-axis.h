/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrInterpolation:
 * @OVR_INTERPOLATION_BILINEAR: a triangle over two pixels
 * @OVR_INTERPOLATION_NEAREST: the pixel whose centre is nearest
 * @OVR_INTERPOLATION_LANCZOS: sinc windowed by sinc over six pixels: sharper, and
 *   it overshoots at edges
 *
 * How pixels between those of the image are made; the reader's choice. Values and
 * measurements never rest on it.
 */
typedef enum
{
  OVR_INTERPOLATION_BILINEAR,
  OVR_INTERPOLATION_NEAREST,
  OVR_INTERPOLATION_LANCZOS,
} OvrInterpolation;

/**
 * OvrAxis:
 * @begin: first target pixel that shows something of the image
 * @end: one behind the last
 * @taps: source pixels that each target pixel takes in
 * @start: (owned): for each target pixel from @begin: its first source pixel
 * @weights: (owned): @taps for each, their sum 1; some below 0 for Lanczos
 * @nearest: (owned): the nearest source pixel
 *
 * How one axis of a target is made of one axis of the source. Where it shrinks,
 * the kernel is as much wider as it takes for no source pixel to be passed
 * over.
 */
typedef struct
{
  guint begin;
  guint end;
  guint taps;
  guint32 *start;
  float *weights;
  guint32 *nearest;
} OvrAxis;

/* Target position = @scale · source + @origin, both in pixels; source positions
 * count from the centre of the first pixel, target positions from the outer edge
 * of the first. @scale may be negative, not 0. */
void ovr_axis_init (OvrAxis *self,
                    OvrInterpolation interpolation,
                    double scale,
                    double origin,
                    guint n_source,
                    guint n_target);
void ovr_axis_clear (OvrAxis *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvrAxis, ovr_axis_clear)

G_END_DECLS
