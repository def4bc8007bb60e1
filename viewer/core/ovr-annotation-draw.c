/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-annotation.h"

#include <math.h>
#include <pango/pangocairo.h>

/* Target pixels of the shorter side to a pixel of line width, and to a pixel of
 * text height: pictures of all sizes look alike. */
#define SIDE_PER_LINE 480.0
#define SIDE_PER_TEXT 44.0
#define MIN_LINE_PX 1.25
#define MAX_LINE_PX 4.0
#define MIN_TEXT_PX 12.0
#define MAX_TEXT_PX 40.0

/* Text grows into a large box up to so many times its usual height. */
#define MAX_GROWTH 1.6

/* A fill lets the image through. */
#define FILL_ALPHA 0.3
#define EDGE_ALPHA 0.7

/* Target coordinates stay where cairo's fixed point numbers can hold them. */
#define MAX_TARGET 200000.0

/**
 * Pen:
 * @cr: the target
 * @map: image to target
 * @red: of the layer, 0 … 1
 * @green: of the layer
 * @blue: of the layer
 * @line_px: width of lines
 * @text_px: height of text
 * @width: of the target
 * @height: of the target
 */
typedef struct
{
  cairo_t *cr;
  const OvrViewTransform *map;
  double red;
  double green;
  double blue;
  double line_px;
  double text_px;
  double width;
  double height;
} Pen;

static OvrPoint
to_target (const Pen *pen,
           OvrPoint image)
{
  OvrPoint p = ovr_view_transform_apply (pen->map, image);

  return (OvrPoint){ CLAMP (p.col, -MAX_TARGET, MAX_TARGET), CLAMP (p.row, -MAX_TARGET, MAX_TARGET) };
}

/* The line in the layer's colour over a dark one, and a fill. */
static void
stroke (const Pen *pen,
        gboolean filled)
{
  if (filled)
    {
      cairo_set_source_rgba (pen->cr, pen->red, pen->green, pen->blue, FILL_ALPHA);
      cairo_fill_preserve (pen->cr);
    }
  cairo_set_source_rgba (pen->cr, 0.0, 0.0, 0.0, EDGE_ALPHA);
  cairo_set_line_width (pen->cr, pen->line_px * 2.0 + 1.0);
  cairo_stroke_preserve (pen->cr);
  cairo_set_source_rgb (pen->cr, pen->red, pen->green, pen->blue);
  cairo_set_line_width (pen->cr, pen->line_px);
  cairo_stroke (pen->cr);
}

static void
draw_point (const Pen *pen,
            const OvrAnnotation *object)
{
  OvrPoint p = to_target (pen, object->points[0]);
  double arm = pen->line_px * 4.0;

  cairo_move_to (pen->cr, p.col - arm, p.row);
  cairo_line_to (pen->cr, p.col + arm, p.row);
  cairo_move_to (pen->cr, p.col, p.row - arm);
  cairo_line_to (pen->cr, p.col, p.row + arm);
  stroke (pen, FALSE);
}

static gboolean
is_closed (const OvrAnnotation *object)
{
  const OvrPoint *first = &object->points[0];
  const OvrPoint *last = &object->points[object->n_points - 1];

  return object->n_points > 2 && fabs (first->col - last->col) < 1e-3 && fabs (first->row - last->row) < 1e-3;
}

static void
draw_polyline (const Pen *pen,
               const OvrAnnotation *object)
{
  gboolean closed = is_closed (object);

  for (guint i = 0; i < object->n_points - closed; i++)
    {
      OvrPoint p = to_target (pen, object->points[i]);

      cairo_line_to (pen->cr, p.col, p.row);
    }
  if (closed)
    cairo_close_path (pen->cr);
  stroke (pen, object->filled);
}

/* The point @index before or after the ends: a closed curve goes round, an open
 * one stays at its end. */
static OvrPoint
neighbour (const Pen *pen,
           const OvrAnnotation *object,
           gint64 index)
{
  gint64 n = object->n_points;

  if (is_closed (object))
    index = (index % (n - 1) + n - 1) % (n - 1);

  return to_target (pen, object->points[CLAMP (index, 0, n - 1)]);
}

/* A smooth curve through all points: each tangent goes by the neighbours
 * (Catmull and Rom). */
static void
draw_curve (const Pen *pen,
            const OvrAnnotation *object)
{
  OvrPoint first = neighbour (pen, object, 0);

  cairo_move_to (pen->cr, first.col, first.row);
  for (gint64 i = 0; i + 1 < object->n_points; i++)
    {
      OvrPoint before = neighbour (pen, object, i - 1);
      OvrPoint a = neighbour (pen, object, i);
      OvrPoint b = neighbour (pen, object, i + 1);
      OvrPoint after = neighbour (pen, object, i + 2);

      cairo_curve_to (pen->cr,
                      a.col + (b.col - before.col) / 6.0, a.row + (b.row - before.row) / 6.0,
                      b.col - (after.col - a.col) / 6.0, b.row - (after.row - a.row) / 6.0,
                      b.col, b.row);
    }
  stroke (pen, object->filled);
}

/* The closed line centre + x·cos t + y·sin t. */
static void
draw_oval (const Pen *pen,
           OvrPoint centre,
           OvrPoint x,
           OvrPoint y,
           gboolean filled)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (pen->cr, &matrix);
  cairo_transform (pen->cr, &(cairo_matrix_t){ x.col, x.row, y.col, y.row, centre.col, centre.row });
  cairo_new_sub_path (pen->cr);
  cairo_arc (pen->cr, 0.0, 0.0, 1.0, 0.0, 2.0 * G_PI);
  cairo_close_path (pen->cr);
  cairo_set_matrix (pen->cr, &matrix);
  stroke (pen, filled);
}

/* A circle is round as it is seen, whatever the shape of the pixels. */
static void
draw_circle (const Pen *pen,
             const OvrAnnotation *object)
{
  OvrPoint centre = to_target (pen, object->points[0]);
  OvrPoint rim = to_target (pen, object->points[1]);
  double radius = fmax (hypot (rim.col - centre.col, rim.row - centre.row), 0.5);

  draw_oval (pen, centre, (OvrPoint){ radius, 0.0 }, (OvrPoint){ 0.0, radius }, object->filled);
}

static void
draw_ellipse (const Pen *pen,
              const OvrAnnotation *object)
{
  OvrPoint p[4];
  OvrPoint x;
  OvrPoint y;

  for (guint i = 0; i < 4; i++)
    p[i] = to_target (pen, object->points[i]);
  x = (OvrPoint){ (p[1].col - p[0].col) / 2.0, (p[1].row - p[0].row) / 2.0 };
  y = (OvrPoint){ (p[3].col - p[2].col) / 2.0, (p[3].row - p[2].row) / 2.0 };

  /* Without extent in one direction it is a line, which cairo can't scale. */
  if (fabs (x.col * y.row - x.row * y.col) < 1e-3)
    {
      cairo_move_to (pen->cr, p[0].col, p[0].row);
      cairo_line_to (pen->cr, p[1].col, p[1].row);
      stroke (pen, FALSE);
      return;
    }
  draw_oval (pen, (OvrPoint){ (p[0].col + p[1].col) / 2.0, (p[0].row + p[1].row) / 2.0 }, x, y, object->filled);
}

static PangoLayout *
make_layout (const Pen *pen,
             const OvrAnnotation *object,
             double height)
{
  PangoLayout *layout = pango_cairo_create_layout (pen->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, height * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_alignment (layout, object->justification > 0.75   ? PANGO_ALIGN_RIGHT
                                      : object->justification > 0.25 ? PANGO_ALIGN_CENTER
                                                                     : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, object->text, -1);
  return layout;
}

/* Quarter turns that bring reading direction from the box's first corner
 * towards its second one (PS3.3 C.10.5.1.1): a turned image takes its texts
 * along, a mirrored one does not mirror them. */
static int
turns_of (OvrPoint begin,
          OvrPoint end)
{
  gboolean right = end.col >= begin.col;
  gboolean down = end.row >= begin.row;

  if (right)
    return down ? 0 : 3;
  return down ? 1 : 2;
}

/**
 * Place:
 * @origin: target point of the text's upper left corner as it is read
 * @turns: clockwise quarters
 * @width: of the text
 * @height: of the text
 */
typedef struct
{
  OvrPoint origin;
  int turns;
  double width;
  double height;
} Place;

/* The point @x along and @y below the text's upper left corner. */
static OvrPoint
place_point (const Place *place,
             double x,
             double y)
{
  static const int cosines[] = { 1, 0, -1, 0 };
  int c = cosines[place->turns];
  int s = cosines[(place->turns + 3) % 4];

  return (OvrPoint){ place->origin.col + c * x - s * y, place->origin.row + s * x + c * y };
}

/* Moves a text that leaves the target back into it, as far as it goes. */
static void
keep_inside (const Pen *pen,
             Place *place)
{
  OvrPoint a = place_point (place, 0.0, 0.0);
  OvrPoint b = place_point (place, place->width, place->height);
  double left = fmin (a.col, b.col);
  double right = fmax (a.col, b.col);
  double top = fmin (a.row, b.row);
  double bottom = fmax (a.row, b.row);

  place->origin.col -= fmax (right - pen->width, 0.0);
  place->origin.col += fmax (-(left - fmax (right - pen->width, 0.0)), 0.0);
  place->origin.row -= fmax (bottom - pen->height, 0.0);
  place->origin.row += fmax (-(top - fmax (bottom - pen->height, 0.0)), 0.0);
}

static gboolean
is_on_target (const Pen *pen,
              OvrPoint a,
              OvrPoint b)
{
  return fmax (a.col, b.col) >= 0.0 && fmin (a.col, b.col) <= pen->width &&
         fmax (a.row, b.row) >= 0.0 && fmin (a.row, b.row) <= pen->height;
}

static void
measure (PangoLayout *layout,
         Place *place)
{
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  place->width = width;
  place->height = height;
}

/* In its box: from the upper left corner of reading, as high as the box allows
 * but never too small to be read. */
static PangoLayout *
lay_in_box (const Pen *pen,
            const OvrAnnotation *object,
            Place *place)
{
  OvrPoint begin = to_target (pen, object->box[0]);
  OvrPoint end = to_target (pen, object->box[1]);
  double along = fabs (end.col - begin.col);
  double across = fabs (end.row - begin.row);
  g_autoptr (PangoLayout) layout = make_layout (pen, object, pen->text_px);
  double growth;

  place->turns = turns_of (begin, end);
  if (place->turns % 2 == 1)
    {
      double swap = along;

      along = across;
      across = swap;
    }
  measure (layout, place);
  growth = fmin (along / fmax (place->width, 1.0), across / fmax (place->height, 1.0));
  if (growth > 1.0)
    {
      g_object_unref (layout);
      layout = make_layout (pen, object, pen->text_px * fmin (growth, MAX_GROWTH));
      measure (layout, place);
    }
  place->origin = begin;
  place->origin = place_point (place, (along - place->width) * object->justification, 0.0);
  keep_inside (pen, place);

  return g_steal_pointer (&layout);
}

/* Without a box: beside the anchor. */
static PangoLayout *
lay_at_anchor (const Pen *pen,
               const OvrAnnotation *object,
               Place *place)
{
  OvrPoint anchor = to_target (pen, object->anchor);
  PangoLayout *layout = make_layout (pen, object, pen->text_px);

  place->turns = 0;
  measure (layout, place);
  place->origin = (OvrPoint){ anchor.col + pen->text_px, anchor.row - pen->text_px - place->height };
  keep_inside (pen, place);

  return layout;
}

/* From the text's nearest edge. */
static void
draw_leader (const Pen *pen,
             const OvrAnnotation *object,
             const Place *place)
{
  OvrPoint anchor = to_target (pen, object->anchor);
  OvrPoint a = place_point (place, 0.0, 0.0);
  OvrPoint b = place_point (place, place->width, place->height);
  OvrPoint from = { CLAMP (anchor.col, fmin (a.col, b.col), fmax (a.col, b.col)),
                    CLAMP (anchor.row, fmin (a.row, b.row), fmax (a.row, b.row)) };

  if (hypot (from.col - anchor.col, from.row - anchor.row) < pen->line_px * 2.0)
    return;
  cairo_move_to (pen->cr, from.col, from.row);
  cairo_line_to (pen->cr, anchor.col, anchor.row);
  stroke (pen, FALSE);
}

static void
draw_text (const Pen *pen,
           const OvrAnnotation *object)
{
  OvrPoint first = to_target (pen, object->has_box ? object->box[0] : object->anchor);
  OvrPoint second = to_target (pen, object->has_box ? object->box[1] : object->anchor);
  OvrPoint anchor = object->has_anchor ? to_target (pen, object->anchor) : first;
  g_autoptr (PangoLayout) layout = NULL;
  Place place;

  if (!is_on_target (pen, first, second) && !is_on_target (pen, anchor, anchor))
    return;

  layout = object->has_box ? lay_in_box (pen, object, &place) : lay_at_anchor (pen, object, &place);
  if (object->has_anchor && (object->anchor_visible || !object->has_box))
    draw_leader (pen, object, &place);

  cairo_save (pen->cr);
  cairo_translate (pen->cr, floor (place.origin.col), floor (place.origin.row));
  cairo_rotate (pen->cr, place.turns * G_PI / 2.0);
  cairo_move_to (pen->cr, 0.0, 0.0);
  pango_cairo_layout_path (pen->cr, layout);
  cairo_set_source_rgba (pen->cr, 0.0, 0.0, 0.0, EDGE_ALPHA + 0.15);
  cairo_set_line_width (pen->cr, pen->text_px / 6.0);
  cairo_stroke_preserve (pen->cr);
  cairo_set_source_rgb (pen->cr, pen->red, pen->green, pen->blue);
  cairo_fill (pen->cr);
  cairo_restore (pen->cr);
}

static void
draw_object (const Pen *pen,
             const OvrAnnotation *object)
{
  switch (object->kind)
    {
    case OVR_ANNOTATION_POINT:
      draw_point (pen, object);
      break;
    case OVR_ANNOTATION_POLYLINE:
      draw_polyline (pen, object);
      break;
    case OVR_ANNOTATION_INTERPOLATED:
      draw_curve (pen, object);
      break;
    case OVR_ANNOTATION_CIRCLE:
      draw_circle (pen, object);
      break;
    case OVR_ANNOTATION_ELLIPSE:
      draw_ellipse (pen, object);
      break;
    case OVR_ANNOTATION_TEXT:
    default:
      draw_text (pen, object);
      break;
    }
}

void
ovr_annotation_draw (const OvrAnnotationLayer *layer,
                     const OvrViewTransform *map,
                     guint8 *target,
                     guint width,
                     guint height,
                     gsize stride)
{
  double side = fmin (width, height);
  cairo_surface_t *surface;
  Pen pen = {
    .map = map,
    .red = (layer->pixel >> 16 & 0xff) / 255.0,
    .green = (layer->pixel >> 8 & 0xff) / 255.0,
    .blue = (layer->pixel & 0xff) / 255.0,
    .line_px = CLAMP (side / SIDE_PER_LINE, MIN_LINE_PX, MAX_LINE_PX),
    .text_px = CLAMP (side / SIDE_PER_TEXT, MIN_TEXT_PX, MAX_TEXT_PX),
    .width = width,
    .height = height,
  };

  if (layer->annotations->len == 0)
    return;

  /* ARGB32: what is drawn leaves the opaque pixels opaque. */
  surface = cairo_image_surface_create_for_data (target, CAIRO_FORMAT_ARGB32, (int) width, (int) height, (int) stride);
  pen.cr = cairo_create (surface);
  cairo_set_line_join (pen.cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (pen.cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < layer->annotations->len; i++)
    draw_object (&pen, g_ptr_array_index (layer->annotations, i));
  cairo_destroy (pen.cr);
  cairo_surface_destroy (surface);
}
