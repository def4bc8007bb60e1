/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-kernel-stream.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>
#include <string.h>

#define LINE_BYTES 64
#define LINE_PIXELS (LINE_BYTES / sizeof (guint32))

gboolean
ovr_kernel_can_stream (void)
{
  return __builtin_cpu_supports ("avx512f") != 0;
}

__attribute__ ((target ("avx512f"))) void
ovr_kernel_stream (guint32 *out,
                   const guint32 *pixels,
                   gsize n)
{
  gsize beside = (gsize) out % LINE_BYTES / sizeof *out;
  gsize i = MIN (n, beside > 0 ? LINE_PIXELS - beside : 0);

  memcpy (out, pixels, i * sizeof *out);
  for (; i + LINE_PIXELS <= n; i += LINE_PIXELS)
    _mm512_stream_si512 ((void *) (out + i), _mm512_loadu_si512 (pixels + i));
  memcpy (out + i, pixels + i, (n - i) * sizeof *out);
}

void
ovr_kernel_stream_end (void)
{
  _mm_sfence ();
}

#else

gboolean
ovr_kernel_can_stream (void)
{
  return FALSE;
}

void
ovr_kernel_stream (guint32 *out,
                   const guint32 *pixels,
                   gsize n)
{
  g_assert_not_reached ();
}

void
ovr_kernel_stream_end (void)
{
}

#endif
