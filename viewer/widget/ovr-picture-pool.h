/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrPicturePool:
 *
 * Blocks of memory for the pictures of one pane. A picture of a megapixel is
 * four megabytes: memory that is fresh from the system for each costs a page
 * fault every four kilobytes, more than some pictures take to render. Thread-
 * safe, reference counted.
 */
typedef struct _OvrPicturePool OvrPicturePool;

OvrPicturePool *ovr_picture_pool_new (void);
OvrPicturePool *ovr_picture_pool_ref (OvrPicturePool *self);
void ovr_picture_pool_unref (OvrPicturePool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPicturePool, ovr_picture_pool_unref)

/* @size bytes of any content, which may be written to until they are given away.
 * They come back when the last reference goes. (transfer full) */
GBytes *ovr_picture_pool_take (OvrPicturePool *self,
                               gsize size);

G_END_DECLS
