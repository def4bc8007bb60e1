/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-key-picture-render.h"

#include "ovr-orientation.h"
#include "ovr-render.h"

#include <math.h>

static GBytes *
render_rgb (const OvrPixels *pixels,
            const OvrView *view,
            guint width,
            guint height)
{
  gsize n = (gsize) width * height;
  g_autofree guint32 *target = g_new (guint32, n);
  guint8 *rgb = g_malloc (n * 3);

  ovr_render_view (pixels, view, OVR_RENDER_OVERLAYS, (guint8 *) target, width, height, (gsize) width * 4);
  for (gsize i = 0; i < n; i++)
    {
      rgb[i * 3] = (guint8) (target[i] >> 16);
      rgb[i * 3 + 1] = (guint8) (target[i] >> 8);
      rgb[i * 3 + 2] = (guint8) target[i];
    }

  return g_bytes_new_take (rgb, n * 3);
}

/* The scale in the middle of the view: of an ultrasound region, where it is
 * one. */
static void
set_scale (OvrKeyPicture *self,
           const OvrPixels *pixels,
           double width,
           double height)
{
  OvrPoint middle = ovr_view_transform_invert (&self->transform, width / 2.0, height / 2.0);
  OvrScale scale = ovr_calibration_at (&pixels->image->calibration, &middle, 1);
  double px_per_col = hypot (self->transform.xx, self->transform.yx);

  self->provenance = scale.provenance;
  if (scale.provenance != OVR_PROVENANCE_PIXELS && px_per_col > 0.0)
    self->mm_per_px = scale.col_mm / px_per_col;
}

static void
set_letters (OvrKeyPicture *self,
             const OvrImage *image)
{
  OvrOrientation letters = ovr_orientation_of (image, &self->transform);
  const char *const edges[4] = { letters.left, letters.top, letters.right, letters.bottom };

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    if (*edges[i] != '\0')
      self->letters[i] = g_strdup (edges[i]);
}

OvrKeyPicture *
ovr_key_picture_render (const OvrPixels *pixels,
                        const OvrView *view,
                        guint width,
                        guint height)
{
  OvrKeyPicture *self = ovr_key_picture_new ();
  OvrVoi voi = ovr_render_view_voi (pixels, view);
  gboolean is_colour = ovr_pixels_is_colour (pixels);

  self->view = ovr_view_copy (view);
  self->width = width;
  self->height = height;
  self->rgb = render_rgb (pixels, view, width, height);
  self->transform = ovr_render_view_transform (pixels, view, (double) width, (double) height);
  set_scale (self, pixels, (double) width, (double) height);
  set_letters (self, pixels->image);
  self->mirrored = ovr_orientation_is_mirrored (&self->transform);
  self->modality = g_strdup (pixels->image->modality);
  if (is_colour)
    return self;

  self->window_center = voi.center;
  self->window_width = voi.width;
  if (ovr_image_displays_values (pixels->image))
    self->value_unit = g_strdup (pixels->image->to_values.unit);

  return self;
}
