/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The inner loops of resampling, built like those of ovr-kernel.h: no value may
 * be NaN. Thread-safe; buffers must not overlap. */

/* Padding, @low to @high, becomes 0, and so does its @mask; the rest is 1. */
void ovr_kernel_mask (float *values,
                      float *mask,
                      gsize n,
                      float low,
                      float high);

/* sum[i] = Σ lines[k][i] · weights[k] over @n_lines, 1 at least. */
void ovr_kernel_weigh (float *sum,
                       const float *const *lines,
                       const float *weights,
                       guint n_lines,
                       gsize n);

/* out[i] = Σ line[start[i] + k] · weights[i · taps + k], 1 tap at least. */
void ovr_kernel_gather (float *out,
                        const float *line,
                        gsize n,
                        const guint32 *start,
                        const float *weights,
                        guint taps);

/* Grey pixels of clamp ((value − center) · slope + level, 0, 255), rounded. */
void ovr_kernel_linear (guint32 *out,
                        const float *values,
                        gsize n,
                        float center,
                        float slope,
                        float level);

/* table[clamp ((value − first) · slope, 0, last)], the index rounded. */
void ovr_kernel_table (guint32 *out,
                       const float *values,
                       gsize n,
                       float first,
                       float slope,
                       const guint32 *table,
                       guint32 last);

/* Divides by the share of image in each pixel; 0 where that is below half. */
void ovr_kernel_share (float *values,
                       const float *share,
                       gsize n);

G_END_DECLS
