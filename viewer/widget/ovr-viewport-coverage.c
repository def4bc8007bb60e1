/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include <math.h>

/* What was on the screen for how long, by the frame clock. */

double
ovr_viewport_get_zoom (OvrViewport *self,
                       const OvrViewTransform *transform)
{
  const OvrImage *image = self->presented->pixels->image;
  double aspect = image->pixel_width / fmin (image->pixel_width, image->pixel_height);

  return hypot (transform->xx, transform->yx) / aspect * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

/* As far as a program can know: the pane is mapped, and its window isn't
 * minimised. */
static gboolean
can_be_seen (OvrViewport *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && surface != NULL && gdk_surface_get_mapped (surface) &&
         !(GDK_IS_TOPLEVEL (surface) && (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED));
}

gboolean
ovr_viewport_note_shown (OvrViewport *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  OvrViewTransform transform;

  if (self->coverage == NULL)
    return FALSE;
  if (clock == NULL || self->presented == NULL || !can_be_seen (self) || !ovr_viewport_get_transform (self, &transform))
    {
      ovr_dwell_stop (&self->dwell);
      return FALSE;
    }
  /* What is new has yet to be drawn. */
  return !self->drawn || ovr_dwell_note (&self->dwell, self->coverage, &self->presented->view->image,
                                         ovr_viewport_get_zoom (self, &transform), gdk_frame_clock_get_frame_time (clock));
}

static gboolean
on_tick (GtkWidget *widget,
         GdkFrameClock *clock,
         gpointer data)
{
  OvrViewport *self = OVR_VIEWPORT (widget);

  if (ovr_viewport_note_shown (self))
    return G_SOURCE_CONTINUE;

  self->coverage_tick = 0;
  return G_SOURCE_REMOVE;
}

void
ovr_viewport_watch (OvrViewport *self)
{
  if (self->coverage != NULL && self->coverage_tick == 0)
    self->coverage_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

void
ovr_viewport_set_coverage (OvrViewport *self,
                           OvrCoverage *coverage)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  ovr_dwell_stop (&self->dwell);
  g_set_object (&self->coverage, coverage);
  ovr_viewport_watch (self);
}
