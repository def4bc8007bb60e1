/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-grid.h"

#include <glib/gi18n.h>

struct _OvrViewportGrid
{
  GtkWidget parent_instance;

  /* Borrowed: children */
  OvrViewport *viewports[OVR_VIEWPORT_GRID_SIZE];
  guint active;
};

G_DEFINE_FINAL_TYPE (OvrViewportGrid, ovr_viewport_grid, GTK_TYPE_WIDGET)

static guint view_changed_signal;

static void
on_activated (OvrViewport *viewport,
              OvrViewportGrid *self)
{
  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    if (self->viewports[i] == viewport)
      ovr_viewport_grid_set_active (self, i);
}

static void
on_view_changed (OvrViewport *viewport,
                 OvrViewportGrid *self)
{
  g_signal_emit (self, view_changed_signal, 0);
}

void
ovr_viewport_grid_set_cache (OvrViewportGrid *self,
                             OvrFrameCache *cache)
{
  const char *names[OVR_VIEWPORT_GRID_SIZE] = { _ ("Left image"), _ ("Right image") };

  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self) && self->viewports[0] == NULL);

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    {
      GtkWidget *viewport = ovr_viewport_new (cache, names[i]);

      self->viewports[i] = OVR_VIEWPORT (viewport);
      gtk_widget_set_visible (viewport, i == 0);
      gtk_widget_set_parent (viewport, GTK_WIDGET (self));
      g_signal_connect_object (viewport, "activated", G_CALLBACK (on_activated), self, 0);
      g_signal_connect_object (viewport, "view-changed", G_CALLBACK (on_view_changed), self, 0);
    }
  ovr_viewport_grid_set_active (self, 0);
}

void
ovr_viewport_grid_detach (OvrViewportGrid *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self));

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    if (self->viewports[i] != NULL)
      ovr_viewport_detach (self->viewports[i]);
}

OvrViewport *
ovr_viewport_grid_get (OvrViewportGrid *self,
                       guint index)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT_GRID (self) && index < OVR_VIEWPORT_GRID_SIZE, NULL);

  return self->viewports[index];
}

OvrViewport *
ovr_viewport_grid_get_active (OvrViewportGrid *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT_GRID (self), NULL);

  return self->viewports[self->active];
}

guint
ovr_viewport_grid_get_active_index (OvrViewportGrid *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT_GRID (self), 0);

  return self->active;
}

/* A single viewport needs no frame that says so. */
static void
mark_active (OvrViewportGrid *self)
{
  gboolean several = ovr_viewport_grid_get_n_visible (self) > 1;

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_set_active (self->viewports[i], several && i == self->active);
}

void
ovr_viewport_grid_set_active (OvrViewportGrid *self,
                              guint index)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self) && index < OVR_VIEWPORT_GRID_SIZE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->viewports[index])))
    return;
  if (self->active != index)
    {
      self->active = index;
      g_signal_emit (self, view_changed_signal, 0);
    }
  mark_active (self);
}

guint
ovr_viewport_grid_get_n_visible (OvrViewportGrid *self)
{
  guint n = 0;

  g_return_val_if_fail (OVR_IS_VIEWPORT_GRID (self), 0);

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    n += gtk_widget_get_visible (GTK_WIDGET (self->viewports[i]));
  return n;
}

void
ovr_viewport_grid_set_n_visible (OvrViewportGrid *self,
                                 guint n)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self) && n >= 1 && n <= OVR_VIEWPORT_GRID_SIZE);

  if (n == 1 && self->active != 0)
    self->active = 0;
  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->viewports[i]), i < n);
  mark_active (self);
  g_signal_emit (self, view_changed_signal, 0);
}

void
ovr_viewport_grid_set_tool (OvrViewportGrid *self,
                            OvrTool tool)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self));

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_set_tool (self->viewports[i], tool);
}

void
ovr_viewport_grid_set_marks_sealed (OvrViewportGrid *self,
                                    gboolean sealed)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self));

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_set_marks_sealed (self->viewports[i], sealed);
}

void
ovr_viewport_grid_set_interpolation (OvrViewportGrid *self,
                                     OvrInterpolation interpolation)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self));

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_set_interpolation (self->viewports[i], interpolation);
}

void
ovr_viewport_grid_set_coverage (OvrViewportGrid *self,
                                OvrCoverage *coverage)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self));

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_set_coverage (self->viewports[i], coverage);
}

void
ovr_viewport_grid_set_keeps_up (OvrViewportGrid *self,
                                gboolean keeps_up)
{
  g_return_if_fail (OVR_IS_VIEWPORT_GRID (self));

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_set_keeps_up (self->viewports[i], keeps_up);
}

static void
ovr_viewport_grid_dispose (GObject *object)
{
  OvrViewportGrid *self = OVR_VIEWPORT_GRID (object);

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    {
      if (self->viewports[i] != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->viewports[i]));
      self->viewports[i] = NULL;
    }
  G_OBJECT_CLASS (ovr_viewport_grid_parent_class)->dispose (object);
}

static void
ovr_viewport_grid_class_init (OvrViewportGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_viewport_grid_dispose;
  view_changed_signal = g_signal_new ("view-changed", OVR_TYPE_VIEWPORT_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
ovr_viewport_grid_init (OvrViewportGrid *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), TRUE);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
  gtk_widget_add_css_class (GTK_WIDGET (self), "ovr-room");
}
