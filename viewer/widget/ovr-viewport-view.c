/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-window-choice.h"

#include <math.h>

/* Beyond these a picture is one pixel or a dot. */
#define MIN_SPAN_PX 4.0
#define MAX_SPAN_PX 100000.0

static void
changed (OvrViewport *self)
{
  ovr_viewport_refresh (self);
  g_signal_emit_by_name (self, "view-changed");
}

/* How many display pixels the shorter side shows now. */
static double
get_span (OvrViewport *self,
          const OvrViewTransform *transform)
{
  const OvrImage *image = self->presented->pixels->image;
  double aspect = image->pixel_width / fmin (image->pixel_width, image->pixel_height);
  double scale = hypot (transform->xx, transform->yx) / aspect;

  return fmin (gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self))) / scale;
}

void
ovr_viewport_zoom_at (OvrViewport *self,
                      double factor,
                      double x,
                      double y)
{
  OvrViewTransform transform;
  OvrPoint anchor, centre;
  double span, wanted;

  if (self->view == NULL || !ovr_viewport_get_transform (self, &transform))
    return;

  anchor = ovr_view_transform_invert (&transform, x, y);
  centre = ovr_view_transform_invert (&transform, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                      gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  span = get_span (self, &transform);
  wanted = CLAMP (span / factor, MIN_SPAN_PX, MAX_SPAN_PX);
  factor = span / wanted;
  self->view->span_px = wanted;
  self->view->centre = (OvrPoint){ anchor.col + (centre.col - anchor.col) / factor,
                                   anchor.row + (centre.row - anchor.row) / factor };
  changed (self);
}

void
ovr_viewport_pan (OvrViewport *self,
                  double dx,
                  double dy)
{
  OvrViewTransform transform;

  if (self->view == NULL || !ovr_viewport_get_transform (self, &transform))
    return;

  self->view->span_px = get_span (self, &transform);
  self->view->centre = ovr_view_transform_invert (&transform,
                                                  gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 - dx,
                                                  gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 - dy);
  changed (self);
}

void
ovr_viewport_zoom (OvrViewport *self,
                   double factor)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  ovr_viewport_zoom_at (self, factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                        gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
ovr_viewport_set_window (OvrViewport *self,
                         double center,
                         double width)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->view == NULL)
    return;
  self->view->window_center = center;
  self->view->window_width = width;
  changed (self);
}

char **
ovr_viewport_dup_preset_names (OvrViewport *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), NULL);

  if (self->presented != NULL)
    {
      g_autoptr (GPtrArray) choices = ovr_window_choices (self->presented->pixels);

      for (guint i = 0; i < choices->len; i++)
        g_strv_builder_add (names, ((OvrWindowChoice *) g_ptr_array_index (choices, i))->name);
    }
  return g_strv_builder_end (names);
}

gboolean
ovr_viewport_set_preset (OvrViewport *self,
                         guint number)
{
  g_autoptr (GPtrArray) choices = NULL;
  const OvrWindowChoice *choice;

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), FALSE);

  if (self->view == NULL || self->presented == NULL)
    return FALSE;
  choices = ovr_window_choices (self->presented->pixels);
  if (number == 0 || number > choices->len)
    return FALSE;
  choice = g_ptr_array_index (choices, number - 1);
  if (choice->voi >= 0)
    {
      self->view->voi = choice->voi;
      ovr_viewport_set_window (self, NAN, NAN);
    }
  else
    ovr_viewport_set_window (self, choice->center, choice->width);
  return TRUE;
}

void
ovr_viewport_fit (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->view == NULL)
    return;
  self->view->span_px = 0.0;
  changed (self);
}

void
ovr_viewport_invert (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->view == NULL)
    return;
  self->view->invert = !self->view->invert;
  changed (self);
}

/* What is seen turns clockwise, mirrored or not: the flip comes after the
 * rotation, so a flipped view is turned the other way. */
void
ovr_viewport_rotate (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->view == NULL)
    return;
  self->view->rotation_deg = (self->view->rotation_deg + (self->view->flip_horizontal ? 270 : 90)) % 360;
  changed (self);
}

void
ovr_viewport_flip (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->view == NULL)
    return;
  self->view->flip_horizontal = !self->view->flip_horizontal;
  changed (self);
}

void
ovr_viewport_reset (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->view == NULL)
    return;
  ovr_viewport_reset_view (self);
  changed (self);
}
