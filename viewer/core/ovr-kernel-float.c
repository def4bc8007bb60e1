/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-kernel-float.h"

#include "ovr-kernel-clones.h"

OVR_KERNEL_CLONES void
ovr_kernel_mask (float *restrict values,
                 float *restrict mask,
                 gsize n,
                 float low,
                 float high)
{
  for (gsize i = 0; i < n; i++)
    {
      mask[i] = values[i] >= low && values[i] <= high ? 0.0f : 1.0f;
      values[i] *= mask[i];
    }
}

/* @n_lines is a constant wherever this is built in. */
static inline void
weigh (float *restrict sum,
       const float *const *lines,
       const float *weights,
       guint n_lines,
       gsize n,
       gboolean more)
{
  for (gsize i = 0; i < n; i++)
    {
      float s = lines[0][i] * weights[0];

      for (guint k = 1; k < n_lines; k++)
        s += lines[k][i] * weights[k];
      sum[i] = more ? sum[i] + s : s;
    }
}

OVR_KERNEL_CLONES static void
weigh_one (float *restrict sum,
           const float *const *lines,
           const float *weights,
           gsize n,
           gboolean more)
{
  weigh (sum, lines, weights, 1, n, more);
}

OVR_KERNEL_CLONES static void
weigh_two (float *restrict sum,
           const float *const *lines,
           const float *weights,
           gsize n,
           gboolean more)
{
  weigh (sum, lines, weights, 2, n, more);
}

OVR_KERNEL_CLONES static void
weigh_four (float *restrict sum,
            const float *const *lines,
            const float *weights,
            gsize n,
            gboolean more)
{
  weigh (sum, lines, weights, 4, n, more);
}

void
ovr_kernel_weigh (float *restrict sum,
                  const float *const *lines,
                  const float *weights,
                  guint n_lines,
                  gsize n)
{
  guint k = 0;

  for (; k + 4 <= n_lines; k += 4)
    weigh_four (sum, lines + k, weights + k, n, k > 0);
  for (; k + 2 <= n_lines; k += 2)
    weigh_two (sum, lines + k, weights + k, n, k > 0);
  if (k < n_lines)
    weigh_one (sum, lines + k, weights + k, n, k > 0);
}

static inline void
gather (float *restrict out,
        const float *restrict line,
        gsize n,
        const guint32 *restrict start,
        const float *restrict weights,
        guint taps)
{
  for (gsize i = 0; i < n; i++)
    {
      const float *in = line + start[i];
      const float *w = weights + i * taps;
      float sum = in[0] * w[0];

      for (guint k = 1; k < taps; k++)
        sum += in[k] * w[k];
      out[i] = sum;
    }
}

OVR_KERNEL_CLONES static void
gather_two (float *restrict out,
            const float *restrict line,
            gsize n,
            const guint32 *restrict start,
            const float *restrict weights)
{
  gather (out, line, n, start, weights, 2);
}

OVR_KERNEL_CLONES static void
gather_four (float *restrict out,
             const float *restrict line,
             gsize n,
             const guint32 *restrict start,
             const float *restrict weights)
{
  gather (out, line, n, start, weights, 4);
}

OVR_KERNEL_CLONES static void
gather_six (float *restrict out,
            const float *restrict line,
            gsize n,
            const guint32 *restrict start,
            const float *restrict weights)
{
  gather (out, line, n, start, weights, 6);
}

OVR_KERNEL_CLONES static void
gather_any (float *restrict out,
            const float *restrict line,
            gsize n,
            const guint32 *restrict start,
            const float *restrict weights,
            guint taps)
{
  gather (out, line, n, start, weights, taps);
}

void
ovr_kernel_gather (float *restrict out,
                   const float *restrict line,
                   gsize n,
                   const guint32 *restrict start,
                   const float *restrict weights,
                   guint taps)
{
  if (taps == 2)
    gather_two (out, line, n, start, weights);
  else if (taps == 4)
    gather_four (out, line, n, start, weights);
  else if (taps == 6)
    gather_six (out, line, n, start, weights);
  else
    gather_any (out, line, n, start, weights, taps);
}

OVR_KERNEL_CLONES void
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

OVR_KERNEL_CLONES void
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

OVR_KERNEL_CLONES void
ovr_kernel_share (float *restrict values,
                  const float *restrict share,
                  gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = share[i] >= 0.5f ? values[i] / share[i] : 0.0f;
}
