/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writing past the caches: a picture that is larger than they are need not be
 * read into them before it is overwritten. */

/* Whether this processor gains by it: it must fill a memory line at once. */
gboolean ovr_kernel_can_stream (void);

/* Copies @n pixels; only where ovr_kernel_can_stream(). */
void ovr_kernel_stream (guint32 *out,
                        const guint32 *pixels,
                        gsize n);

/* After the last of them, before another thread may read the picture. */
void ovr_kernel_stream_end (void);

G_END_DECLS
