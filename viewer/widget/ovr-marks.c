/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-marks.h"

#include <math.h>

/* A light line with a dark edge shows on lung and on bone. */
static const double ink[3] = { 0.94, 0.82, 0.38 };

static void
stroke (cairo_t *cr)
{
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.8);
  cairo_set_line_width (cr, 3.5);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, ink[0], ink[1], ink[2]);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
draw_arrow (cairo_t *cr,
            OvrPoint tip,
            OvrPoint tail)
{
  const double size = 11.0, spread = 0.45;
  double angle = atan2 (tail.row - tip.row, tail.col - tip.col);

  cairo_move_to (cr, tail.col, tail.row);
  cairo_line_to (cr, tip.col, tip.row);
  cairo_move_to (cr, tip.col + size * cos (angle - spread), tip.row + size * sin (angle - spread));
  cairo_line_to (cr, tip.col, tip.row);
  cairo_line_to (cr, tip.col + size * cos (angle + spread), tip.row + size * sin (angle + spread));
  stroke (cr);
}

/* End ticks stand across the line, so that its ends are not guessed. */
static void
draw_length (cairo_t *cr,
             OvrPoint a,
             OvrPoint b)
{
  const double tick = 5.0;
  double angle = atan2 (b.row - a.row, b.col - a.col) + G_PI_2;
  const OvrPoint ends[2] = { a, b };

  cairo_move_to (cr, a.col, a.row);
  cairo_line_to (cr, b.col, b.row);
  for (int i = 0; i < 2; i++)
    {
      cairo_move_to (cr, ends[i].col - tick * cos (angle), ends[i].row - tick * sin (angle));
      cairo_line_to (cr, ends[i].col + tick * cos (angle), ends[i].row + tick * sin (angle));
    }
  stroke (cr);
}

static void
draw_shape (cairo_t *cr,
            const OvrShape *shape,
            const OvrViewTransform *transform)
{
  OvrPoint a = { 0.0, 0.0 }, b = { 0.0, 0.0 };

  for (guint i = 0; i < shape->n_points; i++)
    {
      OvrPoint point = ovr_view_transform_apply (transform, shape->points[i]);

      if (i == 0)
        a = point;
      else if (i == 1)
        b = point;
    }
  if (shape->kind == OVR_SHAPE_ARROW && shape->n_points == 2)
    draw_arrow (cr, a, b);
  else if (shape->kind == OVR_SHAPE_LENGTH && shape->n_points == 2)
    draw_length (cr, a, b);
}

void
ovr_marks_draw (cairo_t *cr,
                GPtrArray *shapes,
                const OvrViewTransform *transform)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < shapes->len; i++)
    draw_shape (cr, g_ptr_array_index (shapes, i), transform);
}
