/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-key.h"

void
ovr_frame_key_set (OvrFrameKey *self,
                   const char *path,
                   guint frame)
{
  char *copy = g_strdup (path);

  g_free (self->path);
  self->path = copy;
  self->frame = frame;
}

void
ovr_frame_key_clear (OvrFrameKey *self)
{
  g_clear_pointer (&self->path, g_free);
  self->frame = 0;
}

guint
ovr_frame_key_hash (gconstpointer key)
{
  const OvrFrameKey *self = key;

  return g_str_hash (self->path) * 31 + self->frame;
}

gboolean
ovr_frame_key_equal (gconstpointer a,
                     gconstpointer b)
{
  const OvrFrameKey *left = a;
  const OvrFrameKey *right = b;

  return left->frame == right->frame && g_str_equal (left->path, right->path);
}
