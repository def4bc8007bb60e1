/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-marks.h"
#include "ovr-measure.h"
#include "ovr-provenance-words.h"

static const GdkRGBA ink = { 0.94f, 0.82f, 0.38f, 1.0f };

static void
draw_label (OvrViewport *self,
            GtkSnapshot *snapshot,
            const OvrShape *shape,
            OvrPoint at)
{
  OvrMeasurement first = { 0 }, second = { 0 };
  g_autofree char *words = NULL, *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  if (!ovr_measure_shape (&self->presented->pixels->image->calibration, shape, &first, &second))
    return;
  words = ovr_measurement_to_words (&first, "en");
  if (second.unit != NULL)
    {
      g_autofree char *across = ovr_measurement_to_words (&second, "en");
      char *both = g_strdup_printf ("%s × %s", words, across);

      g_free (words);
      words = both;
    }
  text = g_strdup_printf ("%s\n%s", words, ovr_provenance_words (&first));
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  ovr_viewport_draw_layout (snapshot, layout, &ink, at.col + 8.0, at.row, 0.0, 0.5);
  ovr_measurement_clear (&first);
  ovr_measurement_clear (&second);
}

/* Beside the mark's right end, so that the number doesn't lie over what was
 * measured. */
static OvrPoint
label_place (const OvrShape *shape,
             const OvrViewTransform *transform)
{
  OvrPoint place = ovr_view_transform_apply (transform, shape->points[0]);

  for (guint i = 1; i < shape->n_points; i++)
    {
      OvrPoint point = ovr_view_transform_apply (transform, shape->points[i]);

      if (point.col > place.col)
        place = point;
    }
  return place;
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
        draw_label (self, snapshot, shape, label_place (shape, transform));
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
