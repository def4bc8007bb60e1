/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Random numbers that are the same on every machine, and a smooth random field
 * in space made of them. */

/* A hash of @value: all bits depend on all bits. */
guint32 ovr_texture_hash (guint32 value);

/* From 0 to below 1, by @seed and @index. */
double ovr_texture_uniform (guint32 seed,
                            guint32 index);

/**
 * OvrTexture:
 *
 * A smooth field of mean 0 and variance about 1 that repeats itself every 64
 * units on each axis. Immutable after it was made.
 */
typedef struct _OvrTexture OvrTexture;

OvrTexture *ovr_texture_new (guint32 seed);
void ovr_texture_free (OvrTexture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrTexture, ovr_texture_free)

float ovr_texture_at (const OvrTexture *self,
                      float x,
                      float y,
                      float z);

G_END_DECLS
