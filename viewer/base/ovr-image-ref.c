/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-ref.h"

void
ovr_image_ref_set (OvrImageRef *self,
                   const char *sop_uid,
                   guint frame)
{
  char *copy = g_strdup (sop_uid);

  g_free (self->sop_uid);
  self->sop_uid = copy;
  self->frame = frame;
}

void
ovr_image_ref_copy (OvrImageRef *self,
                    const OvrImageRef *from)
{
  ovr_image_ref_set (self, from->sop_uid, from->frame);
}

void
ovr_image_ref_clear (OvrImageRef *self)
{
  g_clear_pointer (&self->sop_uid, g_free);
  self->frame = 0;
}

gboolean
ovr_image_ref_equal (const OvrImageRef *a,
                     const OvrImageRef *b)
{
  return a->frame == b->frame && g_strcmp0 (a->sop_uid, b->sop_uid) == 0;
}
