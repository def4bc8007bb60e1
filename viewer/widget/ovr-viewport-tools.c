/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include <math.h>

/* Widget pixels that a drag takes to double the width, to zoom by e, and to
 * page through one slice. */
#define WINDOW_DRAG_PX 300.0
#define ZOOM_DRAG_PX 200.0
#define PAGE_DRAG_PX 6.0

/* A mark shorter than this was a click. */
#define MIN_MARK_PX 4.0

static void
drag_window (OvrViewport *self,
             double dx,
             double dy)
{
  double width = self->drag_width * exp (dx / WINDOW_DRAG_PX);
  double center = self->drag_center + dy * self->drag_width / WINDOW_DRAG_PX;
  double least = self->drag_width < 2.0 ? self->drag_width / 100.0 : 1.0;

  if (self->drag_width > 50.0)
    {
      width = round (width);
      center = round (center);
    }
  ovr_viewport_set_window (self, center, fmax (width, least));
}

static void
set_drawing (OvrViewport *self,
             double x,
             double y)
{
  OvrViewTransform transform;

  if (!ovr_viewport_get_transform (self, &transform))
    return;
  self->drawing->points[1] = ovr_view_transform_invert (&transform, x, y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A mark belongs to the picture that the reader sees, not to one on its way. */
static void
begin_mark (OvrViewport *self)
{
  OvrPoint points[2] = { self->drag_point, self->drag_point };

  if (self->presented == NULL || !ovr_image_ref_equal (&self->view->image, &self->presented->view->image))
    return;
  self->drawing = ovr_shape_new (self->drag_tool == OVR_TOOL_ARROW ? OVR_SHAPE_ARROW : OVR_SHAPE_LENGTH,
                                 points, 2, NULL);
}

static void
begin_drag (OvrViewport *self,
            OvrTool tool,
            double x,
            double y)
{
  OvrViewTransform transform;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "activated");
  ovr_viewport_hold (self);
  self->dragging = FALSE;
  if (self->view == NULL || !ovr_viewport_get_transform (self, &transform))
    return;
  if (tool == OVR_TOOL_WINDOW && !ovr_viewport_get_window (self, &self->drag_center, &self->drag_width))
    return;

  self->dragging = TRUE;
  self->drag_tool = tool;
  self->drag_index = (int) self->goal;
  self->drag_point = ovr_view_transform_invert (&transform, x, y);
  g_clear_pointer (&self->drag_view, ovr_view_free);
  self->drag_view = ovr_view_copy (self->view);
  if (tool == OVR_TOOL_ARROW || tool == OVR_TOOL_LENGTH)
    begin_mark (self);
}

static void
on_drag_begin (GtkGestureDrag *drag,
               double x,
               double y,
               OvrViewport *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  OvrTool tool = self->tool;

  if (button == GDK_BUTTON_MIDDLE)
    tool = OVR_TOOL_PAN;
  else if (button == GDK_BUTTON_SECONDARY)
    tool = OVR_TOOL_ZOOM;
  else if (button != GDK_BUTTON_PRIMARY)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  else if ((state & GDK_SHIFT_MASK) != 0)
    tool = OVR_TOOL_WINDOW;

  begin_drag (self, tool, x, y);
}

/* Zoom and pan start from the view at the drag's begin, so that a hand that
 * comes back finds the picture as it was. */
static void
restart_view (OvrViewport *self)
{
  self->view->span_px = self->drag_view->span_px;
  self->view->centre = self->drag_view->centre;
}

static void
on_drag_update (GtkGestureDrag *drag,
                double dx,
                double dy,
                OvrViewport *self)
{
  double x, y;

  if (!self->dragging || self->view == NULL)
    return;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  switch (self->drag_tool)
    {
    case OVR_TOOL_WINDOW:
      drag_window (self, dx, dy);
      break;
    case OVR_TOOL_PAN:
      restart_view (self);
      ovr_viewport_pan (self, dx, dy);
      break;
    case OVR_TOOL_ZOOM:
      restart_view (self);
      ovr_viewport_zoom_at (self, exp (-dy / ZOOM_DRAG_PX), x, y);
      break;
    case OVR_TOOL_PAGE:
      ovr_viewport_scroll_to (self, self->drag_index + ovr_viewport_forwards (self, (int) (dy / PAGE_DRAG_PX)));
      break;
    case OVR_TOOL_ARROW:
    case OVR_TOOL_LENGTH:
      if (self->drawing != NULL)
        set_drawing (self, x + dx, y + dy);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
on_drag_end (GtkGestureDrag *drag,
             double dx,
             double dy,
             OvrViewport *self)
{
  self->dragging = FALSE;
  if (self->drawing == NULL)
    return;

  if (hypot (dx, dy) >= MIN_MARK_PX)
    {
      g_ptr_array_add (ovr_viewport_get_marks (self), g_steal_pointer (&self->drawing));
      g_signal_emit_by_name (self, "view-changed");
    }
  g_clear_pointer (&self->drawing, ovr_shape_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_cancel (GtkGesture *drag,
                GdkEventSequence *sequence,
                OvrViewport *self)
{
  self->dragging = FALSE;
  g_clear_pointer (&self->drawing, ovr_shape_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Touch pads send parts of a step: they add up, so that no slice is skipped
 * and none comes twice. */
static gboolean
on_scroll (GtkEventControllerScroll *scroll,
           double dx,
           double dy,
           OvrViewport *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  int steps;

  /* The mark under the pen belongs to its picture. */
  if (self->drawing != NULL)
    return GDK_EVENT_STOP;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      ovr_viewport_zoom_at (self, pow (1.2, -dy), self->pointer_x, self->pointer_y);
      return GDK_EVENT_STOP;
    }

  g_signal_emit_by_name (self, "activated");
  self->scroll_rest += dy;
  steps = (int) self->scroll_rest;
  self->scroll_rest -= steps;
  if (steps != 0)
    ovr_viewport_page (self, steps);
  return GDK_EVENT_STOP;
}

static void
on_motion (GtkEventControllerMotion *motion,
           double x,
           double y,
           OvrViewport *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  self->pointer_inside = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (GtkEventControllerMotion *motion,
          OvrViewport *self)
{
  self->pointer_inside = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_focus (GtkEventControllerFocus *focus,
          OvrViewport *self)
{
  g_signal_emit_by_name (self, "activated");
}

void
ovr_viewport_add_tools (OvrViewport *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect (focus, "enter", G_CALLBACK (on_focus), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
