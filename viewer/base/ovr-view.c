/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-view.h"

#include <math.h>
#include <string.h>

static const char *const kinds[] = {
  [OVR_SHAPE_ARROW] = "arrow",
  [OVR_SHAPE_TEXT] = "text",
  [OVR_SHAPE_LENGTH] = "length",
  [OVR_SHAPE_BIDIRECTIONAL] = "bidirectional",
  [OVR_SHAPE_ANGLE] = "angle",
  [OVR_SHAPE_ELLIPSE] = "ellipse",
  [OVR_SHAPE_RECTANGLE] = "rectangle",
  [OVR_SHAPE_POLYGON] = "polygon",
};

OvrShape *
ovr_shape_new (OvrShapeKind kind,
               const OvrPoint *points,
               guint n_points,
               const char *text)
{
  OvrShape *self = g_new0 (OvrShape, 1);

  self->kind = kind;
  self->points = g_memdup2 (points, n_points * sizeof *points);
  self->n_points = n_points;
  self->text = g_strdup (text);
  return self;
}

OvrShape *
ovr_shape_copy (const OvrShape *self)
{
  return ovr_shape_new (self->kind, self->points, self->n_points, self->text);
}

void
ovr_shape_free (OvrShape *self)
{
  if (self == NULL)
    return;

  g_free (self->points);
  g_free (self->text);
  g_free (self);
}

const char *
ovr_shape_kind_to_string (OvrShapeKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind];
}

gboolean
ovr_shape_kind_parse (const char *text,
                      OvrShapeKind *out)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (text, kinds[i]) == 0)
      {
        *out = (OvrShapeKind) i;
        return TRUE;
      }

  return FALSE;
}

OvrView *
ovr_view_new (void)
{
  OvrView *self = g_new0 (OvrView, 1);

  self->image.frame = 1;
  self->window_center = NAN;
  self->window_width = NAN;
  self->shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_shape_free);
  return self;
}

OvrView *
ovr_view_copy (const OvrView *self)
{
  OvrView *copy = g_memdup2 (self, sizeof *self);

  copy->image = (OvrImageRef){ 0 };
  ovr_image_ref_copy (&copy->image, &self->image);
  copy->presentation_uid = g_strdup (self->presentation_uid);
  copy->shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_shape_free);
  for (guint i = 0; i < self->shapes->len; i++)
    g_ptr_array_add (copy->shapes, ovr_shape_copy (g_ptr_array_index (self->shapes, i)));
  return copy;
}

void
ovr_view_free (OvrView *self)
{
  if (self == NULL)
    return;

  ovr_image_ref_clear (&self->image);
  g_free (self->presentation_uid);
  g_ptr_array_unref (self->shapes);
  g_free (self);
}

/* Target pixels a display pixel takes; a display pixel is the smaller of the
 * two spacings, which become 1 and the ratio here. */
static double
scale_of (const OvrView *self,
          double image_width,
          double image_height,
          double width,
          double height)
{
  if (self->span_px > 0.0)
    return fmin (width, height) / self->span_px;
  return fmin (width / image_width, height / image_height);
}

OvrViewTransform
ovr_view_transform (const OvrView *self,
                    guint columns,
                    guint rows,
                    double pixel_width,
                    double pixel_height,
                    double width,
                    double height)
{
  static const int cosines[] = { 1, 0, -1, 0 };
  double unit = fmin (pixel_width, pixel_height);
  double aspect_x = pixel_width / unit, aspect_y = pixel_height / unit;
  guint quarter = (guint) (((self->rotation_deg / 90) % 4 + 4) % 4);
  int c = cosines[quarter], s = cosines[(quarter + 3) % 4];
  double image_width = columns * aspect_x, image_height = rows * aspect_y;
  OvrPoint centre = self->centre;
  OvrViewTransform t;
  double scale;

  if (quarter % 2 == 1)
    {
      double swap = image_width;
      image_width = image_height;
      image_height = swap;
    }
  if (!(self->span_px > 0.0))
    centre = (OvrPoint){ (columns - 1) / 2.0, (rows - 1) / 2.0 };

  scale = scale_of (self, image_width, image_height, width, height);

  /* Clockwise on a screen whose y grows downwards. */
  t.xx = c * scale * aspect_x;
  t.xy = -s * scale * aspect_y;
  t.yx = s * scale * aspect_x;
  t.yy = c * scale * aspect_y;
  if (self->flip_horizontal)
    {
      t.xx = -t.xx;
      t.xy = -t.xy;
    }
  t.x0 = width / 2.0 - t.xx * centre.col - t.xy * centre.row;
  t.y0 = height / 2.0 - t.yx * centre.col - t.yy * centre.row;
  return t;
}

OvrPoint
ovr_view_transform_apply (const OvrViewTransform *self,
                          OvrPoint image)
{
  return (OvrPoint){ self->xx * image.col + self->xy * image.row + self->x0,
                     self->yx * image.col + self->yy * image.row + self->y0 };
}

OvrPoint
ovr_view_transform_invert (const OvrViewTransform *self,
                           double x,
                           double y)
{
  double determinant = self->xx * self->yy - self->xy * self->yx;
  double dx = x - self->x0, dy = y - self->y0;

  return (OvrPoint){ (self->yy * dx - self->xy * dy) / determinant,
                     (self->xx * dy - self->yx * dx) / determinant };
}
