/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-stored.h"

G_BEGIN_DECLS

/* The inner loops, apart because they are compiled with -O3, several times for
 * several processors, and with floating-point rules that know no NaN: callers
 * keep NaN away from them. Thread-safe; buffers must not overlap. */

/* Stored values of @n cells of 8 or 16 bits, from @cells on. */
void ovr_kernel_stored_8 (gint32 *out,
                          const guint8 *cells,
                          gsize n,
                          OvrCellLayout layout);
void ovr_kernel_stored_16 (gint32 *out,
                           const guint8 *cells,
                           gsize n,
                           OvrCellLayout layout);

/* @count cells of each of @rows rows, @row_bytes apart, become stored values
 * column by column, @stride values apart. @wide: cells of 16 bits. */
void ovr_kernel_columns (gint32 *out,
                         gsize stride,
                         const guint8 *cells,
                         gsize row_bytes,
                         gsize rows,
                         guint count,
                         gboolean wide,
                         OvrCellLayout layout);

/* Widens @lowest … @highest by the values. */
void ovr_kernel_range (const gint32 *values,
                       gsize n,
                       gint32 *lowest,
                       gint32 *highest);
void ovr_kernel_to_float (float *out,
                          const gint32 *values,
                          gsize n);

/* out[i] = table[stored value of cell i − first]; the table holds all that
 * occur. */
void ovr_kernel_map_8 (guint32 *out,
                       const guint8 *cells,
                       gsize n,
                       OvrCellLayout layout,
                       const guint32 *table,
                       gint32 first);
void ovr_kernel_map_16 (guint32 *out,
                        const guint8 *cells,
                        gsize n,
                        OvrCellLayout layout,
                        const guint32 *table,
                        gint32 first);

/**
 * OvrKernelLine:
 * @base: stored value near the middle of the window, so that floats are small
 * @scale: levels a stored unit
 * @offset: level at @base, and a half: levels are cut off, not rounded
 * @spread: 0x010101: level to grey by one product; as a constant the compiler
 *   would make four steps of it
 *
 * Levels as a clamped straight line of stored values.
 */
typedef struct
{
  gint32 base;
  float scale;
  float offset;
  guint32 spread;
} OvrKernelLine;

/* The level 0 … 255 of one stored value, to the bit what the loops give. A
 * stored value times @scale must be far from the range of an int. */
guint8 ovr_kernel_line_level (gint32 stored,
                              OvrKernelLine line);

/* Grey pixels of @n cells of 8 or 16 bits. */
void ovr_kernel_line_8 (guint32 *out,
                        const guint8 *cells,
                        gsize n,
                        OvrCellLayout layout,
                        OvrKernelLine line);
void ovr_kernel_line_16 (guint32 *out,
                         const guint8 *cells,
                         gsize n,
                         OvrCellLayout layout,
                         OvrKernelLine line);

/* sum[i] = line[i] · weight, and the same added to what is there. */
void ovr_kernel_scale (float *sum,
                       const float *line,
                       gsize n,
                       float weight);
void ovr_kernel_add (float *sum,
                     const float *line,
                     gsize n,
                     float weight);

/* out[i] = Σ line[start[i] + k] · weights[i · taps + k]. */
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

G_END_DECLS
