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

/* The same as floats, which hold them exactly. */
void ovr_kernel_float_8 (float *out,
                         const guint8 *cells,
                         gsize n,
                         OvrCellLayout layout);
void ovr_kernel_float_16 (float *out,
                          const guint8 *cells,
                          gsize n,
                          OvrCellLayout layout);

/* Widens @lowest … @highest by the values. */
void ovr_kernel_range (const gint32 *values,
                       gsize n,
                       gint32 *lowest,
                       gint32 *highest);

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

G_END_DECLS
