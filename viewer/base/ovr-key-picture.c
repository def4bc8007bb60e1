/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-key-picture.h"

#include <math.h>

OvrKeyPicture *
ovr_key_picture_new (void)
{
  OvrKeyPicture *self = g_new0 (OvrKeyPicture, 1);

  self->window_center = NAN;
  self->window_width = NAN;
  return self;
}

void
ovr_key_picture_free (OvrKeyPicture *self)
{
  if (self == NULL)
    return;

  ovr_view_free (self->view);
  g_clear_pointer (&self->rgb, g_bytes_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->letters); i++)
    g_free (self->letters[i]);
  g_free (self->modality);
  g_free (self->series_description);
  g_free (self->study_uid);
  g_free (self->value_unit);
  g_free (self);
}
