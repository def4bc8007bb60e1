/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include <math.h>

#define PLATE_PX 3.0f

/* What lies under writing, so that it is read on lung and on bone alike; on
 * black it isn't seen. */
static void
draw_plate (GtkSnapshot *snapshot,
            const PangoRectangle *extents)
{
  const GdkRGBA dark = { 0.0f, 0.0f, 0.0f, 0.7f };
  GskRoundedRect plate;

  gsk_rounded_rect_init_from_rect (&plate,
                                   &GRAPHENE_RECT_INIT ((float) extents->x - PLATE_PX, (float) extents->y,
                                                        (float) extents->width + 2.0f * PLATE_PX, (float) extents->height),
                                   PLATE_PX);
  gtk_snapshot_push_rounded_clip (snapshot, &plate);
  gtk_snapshot_append_color (snapshot, &dark, &plate.bounds);
  gtk_snapshot_pop (snapshot);
}

void
ovr_viewport_draw_layout (GtkSnapshot *snapshot,
                          PangoLayout *layout,
                          const GdkRGBA *colour,
                          double x,
                          double y,
                          double align_x,
                          double align_y)
{
  PangoRectangle extents;

  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (extents.width == 0)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floorf ((float) (x - align_x * extents.width)),
                                                          floorf ((float) (y - align_y * extents.height))));
  draw_plate (snapshot, &extents);
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

/* The picture was rendered for a view that may have moved on since: until the
 * worker has a new one it is drawn where its pixels belong now. A turned or
 * mirrored view is no matter of moving pixels and waits for its picture. */
static void
draw_texture (OvrViewport *self,
              GtkSnapshot *snapshot,
              const OvrViewTransform *now)
{
  OvrPresented *shown = self->presented;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double width = (double) shown->width / scale, height = (double) shown->height / scale;
  OvrViewTransform then = ovr_render_view_transform (shown->pixels, shown->view, width, height);
  OvrPoint origin = ovr_view_transform_apply (now, ovr_view_transform_invert (&then, 0.0, 0.0));
  OvrPoint corner = ovr_view_transform_apply (now, ovr_view_transform_invert (&then, 1.0, 1.0));
  double factor_x = corner.col - origin.col, factor_y = corner.row - origin.row;
  gboolean moved = fabs (origin.col) > 0.01 || fabs (origin.row) > 0.01 || fabs (factor_x - 1.0) > 1e-6;

  gtk_snapshot_save (snapshot);
  if (moved && factor_x > 0.0 && factor_y > 0.0 && fabs (factor_x - factor_y) < 1e-6)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) origin.col, (float) origin.row));
      gtk_snapshot_scale (snapshot, (float) factor_x, (float) factor_y);
    }
  gtk_snapshot_append_texture (snapshot, shown->texture, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_snapshot_restore (snapshot);
}

static void
draw_failure (OvrViewport *self,
              GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->failure);
  const GdkRGBA colour = { 0.88f, 0.65f, 0.23f, 1.0f };
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  pango_layout_set_width (layout, MAX (width - 40, 40) * PANGO_SCALE);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  ovr_viewport_draw_layout (snapshot, layout, &colour, 20.0,
                            gtk_widget_get_height (GTK_WIDGET (self)) / 2.0, 0.0, 0.5);
}

void
ovr_viewport_snapshot (GtkWidget *widget,
                       GtkSnapshot *snapshot)
{
  OvrViewport *self = OVR_VIEWPORT (widget);
  const GdkRGBA black = { 0.0f, 0.0f, 0.0f, 1.0f };
  OvrViewTransform transform;

  gtk_snapshot_append_color (snapshot, &black,
                             &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                  (float) gtk_widget_get_height (widget)));
  self->drawn = TRUE;
  if (self->failure != NULL)
    draw_failure (self, snapshot);
  if (!ovr_viewport_get_transform (self, &transform))
    return;

  draw_texture (self, snapshot, &transform);
  ovr_viewport_draw_marks (self, snapshot, &transform);
  ovr_viewport_draw_texts (self, snapshot, &transform);
  gtk_widget_snapshot_child (widget, self->menu_button, snapshot);
  gtk_widget_snapshot_child (widget, self->notes_button, snapshot);
  gtk_widget_snapshot_child (widget, self->state_button, snapshot);
}
