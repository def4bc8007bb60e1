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

/* Views turn by quarters only, so an upright box stays upright. */
static void
draw_ellipse (cairo_t *cr,
              OvrPoint a,
              OvrPoint b)
{
  cairo_save (cr);
  cairo_translate (cr, (a.col + b.col) / 2.0, (a.row + b.row) / 2.0);
  cairo_scale (cr, fmax (fabs (b.col - a.col), 1.0) / 2.0, fmax (fabs (b.row - a.row), 1.0) / 2.0);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 0.0, 0.0, 1.0, 0.0, 2.0 * G_PI);
  cairo_restore (cr);
  stroke (cr);
}

static void
draw_lines (cairo_t *cr,
            const OvrPoint *points,
            guint n_points,
            gboolean closed)
{
  for (guint i = 0; i < n_points; i++)
    cairo_line_to (cr, points[i].col, points[i].row);
  if (closed)
    cairo_close_path (cr);
  stroke (cr);
}

static void
draw_points (cairo_t *cr,
             OvrShapeKind kind,
             const OvrPoint *points,
             guint n_points)
{
  if (kind == OVR_SHAPE_ARROW && n_points == 2)
    draw_arrow (cr, points[0], points[1]);
  else if (kind == OVR_SHAPE_LENGTH && n_points == 2)
    draw_length (cr, points[0], points[1]);
  else if (kind == OVR_SHAPE_BIDIRECTIONAL && n_points == 4)
    {
      draw_length (cr, points[0], points[1]);
      draw_length (cr, points[2], points[3]);
    }
  else if (kind == OVR_SHAPE_ELLIPSE && n_points == 2)
    draw_ellipse (cr, points[0], points[1]);
  else if (kind == OVR_SHAPE_RECTANGLE && n_points == 2)
    {
      const OvrPoint corners[] = { points[0], { points[1].col, points[0].row }, points[1], { points[0].col, points[1].row } };

      draw_lines (cr, corners, G_N_ELEMENTS (corners), TRUE);
    }
  else if (kind == OVR_SHAPE_ANGLE || kind == OVR_SHAPE_POLYGON)
    draw_lines (cr, points, n_points, kind == OVR_SHAPE_POLYGON);
}

static void
draw_shape (cairo_t *cr,
            const OvrShape *shape,
            const OvrViewTransform *transform)
{
  g_autofree OvrPoint *points = g_new (OvrPoint, shape->n_points);

  for (guint i = 0; i < shape->n_points; i++)
    points[i] = ovr_view_transform_apply (transform, shape->points[i]);
  cairo_new_path (cr);
  draw_points (cr, shape->kind, points, shape->n_points);
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
