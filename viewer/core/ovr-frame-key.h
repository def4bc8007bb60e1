/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrFrameKey:
 * @path: (owned): the file; the worker opens it, and gives the bridge a
 *   descriptor
 * @frame: frame number from 1
 *
 * Where a frame is found. Two equal keys are one frame. A value: init with
 * zeroes or ovr_frame_key_set(), clear with ovr_frame_key_clear().
 */
typedef struct
{
  char *path;
  guint frame;
} OvrFrameKey;

void ovr_frame_key_set (OvrFrameKey *self,
                        const char *path,
                        guint frame);
void ovr_frame_key_clear (OvrFrameKey *self);

/* For hash tables of keys. */
guint ovr_frame_key_hash (gconstpointer key);
gboolean ovr_frame_key_equal (gconstpointer a,
                              gconstpointer b);

G_END_DECLS
