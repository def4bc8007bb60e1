/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-tone.h"

G_BEGIN_DECLS

/**
 * OvrLevels:
 * @base: taken off every value first, so that a float keeps its digits
 * @is_linear: whether the levels are a clamped line of the values
 * @center: value − @base at @level
 * @slope: levels a unit
 * @level: level at @center
 * @lowest: value − @base of the table's first entry
 * @per_unit: table entries a unit
 * @table: (owned) (nullable): pixels, where the levels are no line
 * @last: the table's last index
 *
 * The pipeline of a monochrome frame for values between stored ones, as
 * resampling makes them. The values are stored values, or those behind a
 * Modality LUT. Once it is made, several threads may read it.
 */
typedef struct
{
  double base;
  gboolean is_linear;
  float center;
  float slope;
  float level;
  float lowest;
  float per_unit;
  GBytes *table;
  guint32 last;
} OvrLevels;

/* @tone: of a monochrome frame. */
void ovr_levels_init (OvrLevels *self,
                      const OvrTone *tone);
void ovr_levels_clear (OvrLevels *self);

/* A source row as floats; @mask (nullable) gets 1 for image and 0 for padding,
 * whose value is 0 as well. Without a mask there must be no padding. */
void ovr_levels_row (const OvrLevels *self,
                     const OvrTone *tone,
                     guint32 row,
                     float *out,
                     float *mask);

/* Pixels of interpolated values. */
void ovr_levels_write (const OvrLevels *self,
                       const float *values,
                       gsize n,
                       guint32 *out);

G_END_DECLS
