/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-kernel.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define CLONED __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define CLONED
#endif

CLONED void
ovr_kernel_stored_8 (gint32 *restrict out,
                     const guint8 *restrict cells,
                     gsize n,
                     OvrCellLayout layout)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 value = (guint32) cells[i] >> layout.shift & layout.mask;

      out[i] = (gint32) (value ^ layout.sign) - (gint32) layout.sign;
    }
}

CLONED void
ovr_kernel_stored_16 (gint32 *restrict out,
                      const guint8 *restrict cells,
                      gsize n,
                      OvrCellLayout layout)
{
  for (gsize i = 0; i < n; i++)
    {
      guint16 cell;
      guint32 value;

      memcpy (&cell, cells + i * 2, sizeof cell);
      value = (guint32) GUINT16_FROM_LE (cell) >> layout.shift & layout.mask;
      out[i] = (gint32) (value ^ layout.sign) - (gint32) layout.sign;
    }
}

void
ovr_kernel_columns (gint32 *restrict out,
                    gsize stride,
                    const guint8 *restrict cells,
                    gsize row_bytes,
                    gsize rows,
                    guint count,
                    gboolean wide,
                    OvrCellLayout layout)
{
  for (gsize row = 0; row < rows; row++)
    {
      const guint8 *in = cells + row * row_bytes;

      for (guint i = 0; i < count; i++)
        {
          guint32 value = in[wide ? i * 2 : i];

          if (wide)
            value |= (guint32) in[i * 2 + 1] << 8;
          value = value >> layout.shift & layout.mask;
          out[i * stride + row] = (gint32) (value ^ layout.sign) - (gint32) layout.sign;
        }
    }
}

CLONED void
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

CLONED void
ovr_kernel_to_float (float *restrict out,
                     const gint32 *restrict values,
                     gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (float) values[i];
}

/* Table look-ups are loads: wider vectors gain nothing, so no clones. */
void
ovr_kernel_map_8 (guint32 *restrict out,
                  const guint8 *restrict cells,
                  gsize n,
                  OvrCellLayout layout,
                  const guint32 *restrict table,
                  gint32 first)
{
  gint32 offset = (gint32) layout.sign + first;

  for (gsize i = 0; i < n; i++)
    {
      guint32 value = (guint32) cells[i] >> layout.shift & layout.mask;

      out[i] = table[(gint32) (value ^ layout.sign) - offset];
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
  gint32 offset = (gint32) layout.sign + first;

  for (gsize i = 0; i < n; i++)
    {
      guint16 cell;
      guint32 value;

      memcpy (&cell, cells + i * 2, sizeof cell);
      value = (guint32) GUINT16_FROM_LE (cell) >> layout.shift & layout.mask;
      out[i] = table[(gint32) (value ^ layout.sign) - offset];
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

CLONED void
ovr_kernel_line_8 (guint32 *restrict out,
                   const guint8 *restrict cells,
                   gsize n,
                   OvrCellLayout layout,
                   OvrKernelLine line)
{
  gint32 from = (gint32) layout.sign + line.base;

  for (gsize i = 0; i < n; i++)
    {
      guint32 value = (guint32) cells[i] >> layout.shift & layout.mask;

      out[i] = 0xff000000u | line_level ((gint32) (value ^ layout.sign) - from, line) * line.spread;
    }
}

CLONED void
ovr_kernel_line_16 (guint32 *restrict out,
                    const guint8 *restrict cells,
                    gsize n,
                    OvrCellLayout layout,
                    OvrKernelLine line)
{
  gint32 from = (gint32) layout.sign + line.base;

  for (gsize i = 0; i < n; i++)
    {
      guint16 cell;
      guint32 value;

      memcpy (&cell, cells + i * 2, sizeof cell);
      value = (guint32) GUINT16_FROM_LE (cell) >> layout.shift & layout.mask;
      out[i] = 0xff000000u | line_level ((gint32) (value ^ layout.sign) - from, line) * line.spread;
    }
}

CLONED void
ovr_kernel_scale (float *restrict sum,
                  const float *restrict line,
                  gsize n,
                  float weight)
{
  for (gsize i = 0; i < n; i++)
    sum[i] = line[i] * weight;
}

CLONED void
ovr_kernel_add (float *restrict sum,
                const float *restrict line,
                gsize n,
                float weight)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += line[i] * weight;
}

CLONED static void
gather_two (float *restrict out,
            const float *restrict line,
            gsize n,
            const guint32 *restrict start,
            const float *restrict weights)
{
  for (gsize i = 0; i < n; i++)
    out[i] = line[start[i]] * weights[i * 2] + line[start[i] + 1] * weights[i * 2 + 1];
}

CLONED void
ovr_kernel_gather (float *restrict out,
                   const float *restrict line,
                   gsize n,
                   const guint32 *restrict start,
                   const float *restrict weights,
                   guint taps)
{
  if (taps == 2)
    {
      gather_two (out, line, n, start, weights);
      return;
    }

  for (gsize i = 0; i < n; i++)
    {
      const float *in = line + start[i];
      const float *w = weights + i * taps;
      float sum = 0.0f;

      for (guint k = 0; k < taps; k++)
        sum += in[k] * w[k];
      out[i] = sum;
    }
}

CLONED void
ovr_kernel_linear (guint32 *restrict out,
                   const float *restrict values,
                   gsize n,
                   float center,
                   float slope,
                   float level)
{
  for (gsize i = 0; i < n; i++)
    {
      float y = (values[i] - center) * slope + level;

      y = y < 0.0f ? 0.0f : y;
      y = y > 255.0f ? 255.0f : y;
      out[i] = 0xff000000u | (guint32) (gint32) (y + 0.5f) * 0x010101u;
    }
}

CLONED void
ovr_kernel_table (guint32 *restrict out,
                  const float *restrict values,
                  gsize n,
                  float first,
                  float slope,
                  const guint32 *restrict table,
                  guint32 last)
{
  float top = (float) last;

  for (gsize i = 0; i < n; i++)
    {
      float index = (values[i] - first) * slope;

      index = index < 0.0f ? 0.0f : index;
      index = index > top ? top : index;
      out[i] = table[(gint32) (index + 0.5f)];
    }
}
