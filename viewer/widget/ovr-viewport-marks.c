/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-marks.h"
#include "ovr-measure.h"
#include "ovr-provenance-words.h"

#include <math.h>

static const GdkRGBA ink = { 0.94f, 0.82f, 0.38f, 1.0f };

/* Room for the orientation letter at either side. */
#define SIDE_PX 22.0
#define EDGE_PX 6.0
#define GAP_PX 8.0

/* NULL where nothing is measured. */
static char *
label_words (OvrViewport *self,
             const OvrShape *shape)
{
  OvrMeasurement first = { 0 }, second = { 0 };
  g_autofree char *along = NULL, *across = NULL;
  char *text;

  if (!ovr_measure_shape (&self->presented->pixels->image->calibration, shape, &first, &second))
    return NULL;
  along = ovr_measurement_to_words (&first, "en");
  across = second.unit != NULL ? ovr_measurement_to_words (&second, "en") : NULL;
  text = g_strdup_printf ("%s%s%s\n%s", along, across != NULL ? " × " : "", across != NULL ? across : "",
                          ovr_provenance_words (&first));
  ovr_measurement_clear (&first);
  ovr_measurement_clear (&second);
  return text;
}

/* Where a label of that size goes: beside the mark's right end, so that it
 * doesn't lie over what was measured; where there is no room, beside its left
 * end; else under it. A number is never cut by the pane's edge. */
static OvrPoint
label_place (OvrViewport *self,
             const OvrShape *shape,
             const OvrViewTransform *transform,
             int label_width,
             int label_height)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  OvrPoint left = ovr_view_transform_apply (transform, shape->points[0]), right = left, place;
  double bottom = left.row;

  for (guint i = 1; i < shape->n_points; i++)
    {
      OvrPoint point = ovr_view_transform_apply (transform, shape->points[i]);

      left = point.col < left.col ? point : left;
      right = point.col > right.col ? point : right;
      bottom = fmax (bottom, point.row);
    }
  if (right.col + GAP_PX + label_width <= width - SIDE_PX)
    place = (OvrPoint){ right.col + GAP_PX, right.row - label_height / 2.0 };
  else if (left.col - GAP_PX - label_width >= SIDE_PX)
    place = (OvrPoint){ left.col - GAP_PX - label_width, left.row - label_height / 2.0 };
  else
    place = (OvrPoint){ (left.col + right.col - label_width) / 2.0, bottom + GAP_PX };

  place.col = fmax (fmin (place.col, width - EDGE_PX - label_width), EDGE_PX);
  place.row = fmax (fmin (place.row, height - EDGE_PX - label_height), EDGE_PX);
  return place;
}

static void
draw_label (OvrViewport *self,
            GtkSnapshot *snapshot,
            const OvrShape *shape,
            const OvrViewTransform *transform)
{
  g_autofree char *text = label_words (self, shape);
  g_autoptr (PangoLayout) layout = NULL;
  int width, height;
  OvrPoint at;

  if (text == NULL)
    return;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_get_pixel_size (layout, &width, &height);
  at = label_place (self, shape, transform, width, height);
  ovr_viewport_draw_layout (snapshot, layout, &ink, at.col, at.row, 0.0, 0.0);
}

static void
draw_all (OvrViewport *self,
          GtkSnapshot *snapshot,
          GPtrArray *shapes,
          const OvrViewTransform *transform)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                                                (float) gtk_widget_get_height (GTK_WIDGET (self))));

  ovr_marks_draw (cr, shapes, transform);
  cairo_destroy (cr);

  for (guint i = 0; i < shapes->len; i++)
    {
      const OvrShape *shape = g_ptr_array_index (shapes, i);

      if (shape->n_points >= 2)
        draw_label (self, snapshot, shape, transform);
    }
}

/* Only over the picture that they were drawn on. */
void
ovr_viewport_draw_marks (OvrViewport *self,
                         GtkSnapshot *snapshot,
                         const OvrViewTransform *transform)
{
  g_autoptr (GPtrArray) shapes = NULL;
  GPtrArray *marks;

  if (self->view == NULL || !ovr_image_ref_equal (&self->view->image, &self->presented->view->image))
    return;

  marks = ovr_viewport_get_marks (self);
  shapes = g_ptr_array_new ();
  for (guint i = 0; i < marks->len; i++)
    g_ptr_array_add (shapes, g_ptr_array_index (marks, i));
  if (self->drawing != NULL)
    g_ptr_array_add (shapes, self->drawing);
  if (shapes->len > 0)
    draw_all (self, snapshot, shapes, transform);
}
