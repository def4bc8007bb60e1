/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* DCMTK's own decoder for the code streams of @syntax, called with nothing in
 * between: one frame of @columns × @rows grey samples of @bits into @out. */
gboolean bench_dcmtk_decode (const char *syntax,
                             guint columns,
                             guint rows,
                             guint bits,
                             const guint8 *stream,
                             gsize size,
                             guint8 *out,
                             gsize out_size);

G_END_DECLS
