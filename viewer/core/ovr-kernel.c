/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-kernel.h"

#include "ovr-kernel-clones.h"

#include <string.h>

/* Cells that are cut out together before they are looked up. */
#define CHUNK 1024

/* A stored value with its sign bit turned over, so that none is below 0: by
 * layout.sign too much. */
static inline guint32
lift_8 (const guint8 *cell,
        OvrCellLayout layout)
{
  return ((guint32) *cell >> layout.shift & layout.mask) ^ layout.sign;
}

static inline guint32
lift_16 (const guint8 *cell,
         OvrCellLayout layout)
{
  guint16 bits;

  memcpy (&bits, cell, sizeof bits);
  return ((guint32) GUINT16_FROM_LE (bits) >> layout.shift & layout.mask) ^ layout.sign;
}

OVR_KERNEL_CLONES void
ovr_kernel_stored_8 (gint32 *restrict out,
                     const guint8 *restrict cells,
                     gsize n,
                     OvrCellLayout layout)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (gint32) lift_8 (cells + i, layout) - (gint32) layout.sign;
}

OVR_KERNEL_CLONES void
ovr_kernel_stored_16 (gint32 *restrict out,
                      const guint8 *restrict cells,
                      gsize n,
                      OvrCellLayout layout)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (gint32) lift_16 (cells + i * 2, layout) - (gint32) layout.sign;
}

OVR_KERNEL_CLONES void
ovr_kernel_float_8 (float *restrict out,
                    const guint8 *restrict cells,
                    gsize n,
                    OvrCellLayout layout)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (float) ((gint32) lift_8 (cells + i, layout) - (gint32) layout.sign);
}

OVR_KERNEL_CLONES void
ovr_kernel_float_16 (float *restrict out,
                     const guint8 *restrict cells,
                     gsize n,
                     OvrCellLayout layout)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (float) ((gint32) lift_16 (cells + i * 2, layout) - (gint32) layout.sign);
}

OVR_KERNEL_CLONES void
ovr_kernel_range (const gint32 *restrict values,
                  gsize n,
                  gint32 *restrict lowest,
                  gint32 *restrict highest)
{
  gint32 low = *lowest;
  gint32 high = *highest;

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }

  *lowest = low;
  *highest = high;
}

/* Places in a table that begins with the stored value @first. */
OVR_KERNEL_CLONES static void
places_8 (guint16 *restrict out,
          const guint8 *restrict cells,
          gsize n,
          OvrCellLayout layout,
          gint32 first)
{
  guint32 offset = layout.sign + (guint32) first;

  for (gsize i = 0; i < n; i++)
    out[i] = (guint16) (lift_8 (cells + i, layout) - offset);
}

OVR_KERNEL_CLONES static void
places_16 (guint16 *restrict out,
           const guint8 *restrict cells,
           gsize n,
           OvrCellLayout layout,
           gint32 first)
{
  guint32 offset = layout.sign + (guint32) first;

  for (gsize i = 0; i < n; i++)
    out[i] = (guint16) (lift_16 (cells + i * 2, layout) - offset);
}

/* Look-ups are loads: wider vectors gain nothing, so no clones. */
static void
look_up (guint32 *restrict out,
         const guint16 *restrict places,
         gsize n,
         const guint32 *restrict table)
{
  for (gsize i = 0; i < n; i++)
    out[i] = table[places[i]];
}

void
ovr_kernel_map_8 (guint32 *restrict out,
                  const guint8 *restrict cells,
                  gsize n,
                  OvrCellLayout layout,
                  const guint32 *restrict table,
                  gint32 first)
{
  guint16 places[CHUNK];

  for (gsize i = 0; i < n; i += CHUNK)
    {
      places_8 (places, cells + i, MIN (CHUNK, n - i), layout, first);
      look_up (out + i, places, MIN (CHUNK, n - i), table);
    }
}

void
ovr_kernel_map_16 (guint32 *restrict out,
                   const guint8 *restrict cells,
                   gsize n,
                   OvrCellLayout layout,
                   const guint32 *restrict table,
                   gint32 first)
{
  guint16 places[CHUNK];

  for (gsize i = 0; i < n; i += CHUNK)
    {
      places_16 (places, cells + i * 2, MIN (CHUNK, n - i), layout, first);
      look_up (out + i, places, MIN (CHUNK, n - i), table);
    }
}

/* The build keeps product and sum apart (no fused operation): the same bits on
 * every processor, one by one and side by side. */
static inline guint32
line_level (gint32 distance,
            OvrKernelLine line)
{
  gint32 level = (gint32) ((float) distance * line.scale + line.offset);

  return (guint32) CLAMP (level, 0, 255);
}

guint8
ovr_kernel_line_level (gint32 stored,
                       OvrKernelLine line)
{
  return (guint8) line_level (stored - line.base, line);
}

OVR_KERNEL_CLONES void
ovr_kernel_line_8 (guint32 *restrict out,
                   const guint8 *restrict cells,
                   gsize n,
                   OvrCellLayout layout,
                   OvrKernelLine line)
{
  gint32 from = (gint32) layout.sign + line.base;

  for (gsize i = 0; i < n; i++)
    out[i] = 0xff000000u | line_level ((gint32) lift_8 (cells + i, layout) - from, line) * line.spread;
}

OVR_KERNEL_CLONES static void
line_16_shifted (guint32 *restrict out,
                 const guint8 *restrict cells,
                 gsize n,
                 OvrCellLayout layout,
                 OvrKernelLine line)
{
  gint32 from = (gint32) layout.sign + line.base;

  for (gsize i = 0; i < n; i++)
    out[i] = 0xff000000u | line_level ((gint32) lift_16 (cells + i * 2, layout) - from, line) * line.spread;
}

/* Nearly all cells hold their value in the lowest bits: cut out in 16 bits,
 * twice as many fit side by side. */
OVR_KERNEL_CLONES static void
line_16_in_place (guint32 *restrict out,
                  const guint8 *restrict cells,
                  gsize n,
                  OvrCellLayout layout,
                  OvrKernelLine line)
{
  gint32 from = (gint32) layout.sign + line.base;
  guint16 mask = (guint16) layout.mask;
  guint16 sign = (guint16) layout.sign;

  for (gsize i = 0; i < n; i++)
    {
      guint16 bits;

      memcpy (&bits, cells + i * 2, sizeof bits);
      bits = (guint16) ((GUINT16_FROM_LE (bits) & mask) ^ sign);
      out[i] = 0xff000000u | line_level ((gint32) bits - from, line) * line.spread;
    }
}

void
ovr_kernel_line_16 (guint32 *restrict out,
                    const guint8 *restrict cells,
                    gsize n,
                    OvrCellLayout layout,
                    OvrKernelLine line)
{
  if (layout.shift == 0)
    line_16_in_place (out, cells, n, layout, line);
  else
    line_16_shifted (out, cells, n, layout, line);
}
