/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pages.h"

#include <math.h>

/* A key image on the page: pixels as an image, everything else as vectors,
 * white with a black edge so that it shows on black, on white and in one bit. */

#define LINE 1.3
#define EDGE 3.0
#define ARROW_LINE 1.8
#define ARROW_EDGE 3.8
#define ARROW_HEAD 9.0
#define ARROW_LEAST 24.0
#define PLATE_PADDING 1.5
#define INSET 4.0
/* The scale bar takes at most this part of the picture's width. */
#define BAR_PART 0.4
#define CURVE 0.5522847498

static const OvrTextStyle letter_style = { 9.0, 11.0, TRUE, FALSE, 1.0, PANGO_ALIGN_LEFT };
static const OvrTextStyle mark_style = { 8.0, 10.0, TRUE, FALSE, 1.0, PANGO_ALIGN_LEFT };

/* What a drawing needs, kept until the pages are done. */
typedef struct
{
  OvrPages *pages;
  const OvrFigure *figure;
  double scale;
} Drawing;

/* A drawing in progress: page rectangle of the picture, operators. */
typedef struct
{
  OvrPages *pages;
  const OvrKeyPicture *picture;
  OvrPageCanvas *canvas;
  GString *ops;
  OvrRect rect;
  double scale;
} Pen;

typedef struct
{
  double x;
  double y;
} Spot;

double
ovr_picture_fit (const OvrKeyPicture *picture,
                 double width,
                 double max_height)
{
  return fmin (width / picture->width, max_height / picture->height);
}

/* Image pixels to points in the file's own system. */
static Spot
to_page (const Pen *pen,
         OvrPoint image)
{
  OvrPoint p = ovr_view_transform_apply (&pen->picture->transform, image);

  return (Spot){ pen->rect.x + p.col * pen->scale,
                 ovr_page_canvas_flip (pen->canvas, pen->rect.y + p.row * pen->scale) };
}

static void
path_line (GString *path,
           Spot from,
           Spot to)
{
  ovr_pdf_append (path, "# # m # # l ", from.x, from.y, to.x, to.y);
}

static void
stroke_twice (Pen *pen,
              const GString *path,
              double line,
              double edge)
{
  ovr_pdf_append (pen->ops, "1 J 1 j 0 G # w ", edge);
  g_string_append (pen->ops, path->str);
  ovr_pdf_append (pen->ops, "S 1 G # w ", line);
  g_string_append (pen->ops, path->str);
  g_string_append (pen->ops, "S\n");
}

/* ---- Text on a black plate ---------------------------------------------- */

/* Moves a plate of @width × @height at @x, @y (from the top) into the picture. */
static OvrRect
keep_inside (const Pen *pen,
             double x,
             double y,
             double width,
             double height)
{
  x = fmax (pen->rect.x, fmin (x, pen->rect.x + pen->rect.width - width));
  y = fmax (pen->rect.y, fmin (y, pen->rect.y + pen->rect.height - height));
  return (OvrRect){ x, y, width, height };
}

static double
plate_width (Pen *pen,
             const OvrTextStyle *style,
             const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return ovr_pages_text_width (pen->pages, style, escaped) + 2.0 * PLATE_PADDING;
}

static void
draw_plate (Pen *pen,
            const OvrTextStyle *style,
            const char *text,
            double x,
            double y)
{
  OvrRect plate = keep_inside (pen, x, y, plate_width (pen, style, text), style->leading);

  ovr_page_canvas_fill (pen->canvas, &plate, 0.0);
  ovr_pages_draw_text (pen->pages, style, text, plate.x + PLATE_PADDING, plate.y + style->leading - 0.27 * style->size);
}

/* ---- Shapes ------------------------------------------------------------- */

static void
draw_arrow (Pen *pen,
            const OvrShape *shape)
{
  Spot tip = to_page (pen, shape->points[0]);
  Spot tail = to_page (pen, shape->points[shape->n_points > 1 ? 1 : 0]);
  double dx = tail.x - tip.x;
  double dy = tail.y - tip.y;
  double length = hypot (dx, dy);
  g_autoptr (GString) path = g_string_new (NULL);
  Spot neck, left, right;

  if (length < 0.1)
    {
      dx = dy = M_SQRT1_2;
      length = 1.0;
    }
  dx /= length;
  dy /= length;
  length = fmax (length, ARROW_LEAST);
  tail = (Spot){ tip.x + dx * length, tip.y + dy * length };
  neck = (Spot){ tip.x + dx * ARROW_HEAD * 0.8, tip.y + dy * ARROW_HEAD * 0.8 };
  left = (Spot){ tip.x + dx * ARROW_HEAD - dy * ARROW_HEAD * 0.42, tip.y + dy * ARROW_HEAD + dx * ARROW_HEAD * 0.42 };
  right = (Spot){ tip.x + dx * ARROW_HEAD + dy * ARROW_HEAD * 0.42, tip.y + dy * ARROW_HEAD - dx * ARROW_HEAD * 0.42 };

  path_line (path, neck, tail);
  stroke_twice (pen, path, ARROW_LINE, ARROW_EDGE);
  g_string_truncate (path, 0);
  ovr_pdf_append (path, "# # m # # l # # l h ", tip.x, tip.y, left.x, left.y, right.x, right.y);
  /* The edge lies around the white, whose tip is the point itself. */
  ovr_pdf_append (pen->ops, "1 j 0 G # w ", ARROW_EDGE - ARROW_LINE);
  g_string_append (pen->ops, path->str);
  g_string_append (pen->ops, "S 1 g ");
  g_string_append (pen->ops, path->str);
  g_string_append (pen->ops, "f\n");
}

static void
append_ellipse (GString *path,
                Spot a,
                Spot b)
{
  double cx = (a.x + b.x) / 2.0, cy = (a.y + b.y) / 2.0;
  double rx = fabs (b.x - a.x) / 2.0, ry = fabs (b.y - a.y) / 2.0;

  ovr_pdf_append (path, "# # m # # # # # # c # # # # # # c # # # # # # c # # # # # # c h ",
                  cx + rx, cy,
                  cx + rx, cy + CURVE * ry, cx + CURVE * rx, cy + ry, cx, cy + ry,
                  cx - CURVE * rx, cy + ry, cx - rx, cy + CURVE * ry, cx - rx, cy,
                  cx - rx, cy - CURVE * ry, cx - CURVE * rx, cy - ry, cx, cy - ry,
                  cx + CURVE * rx, cy - ry, cx + rx, cy - CURVE * ry, cx + rx, cy);
}

static void
append_outline (const Pen *pen,
                GString *path,
                const OvrShape *shape)
{
  for (guint i = 0; i < shape->n_points; i++)
    {
      Spot p = to_page (pen, shape->points[i]);

      ovr_pdf_append (path, i == 0 ? "# # m " : "# # l ", p.x, p.y);
    }
  if (shape->kind == OVR_SHAPE_POLYGON)
    g_string_append (path, "h ");
}

static void
append_shape (const Pen *pen,
              GString *path,
              const OvrShape *shape)
{
  Spot a, b, c, d;

  switch (shape->kind)
    {
    case OVR_SHAPE_LENGTH:
    case OVR_SHAPE_ANGLE:
    case OVR_SHAPE_POLYGON:
      append_outline (pen, path, shape);
      break;
    case OVR_SHAPE_BIDIRECTIONAL:
      for (guint i = 0; i + 1 < shape->n_points; i += 2)
        path_line (path, to_page (pen, shape->points[i]), to_page (pen, shape->points[i + 1]));
      break;
    case OVR_SHAPE_ELLIPSE:
      append_ellipse (path, to_page (pen, shape->points[0]), to_page (pen, shape->points[1]));
      break;
    case OVR_SHAPE_RECTANGLE:
      a = to_page (pen, shape->points[0]);
      c = to_page (pen, shape->points[1]);
      b = to_page (pen, (OvrPoint){ shape->points[1].col, shape->points[0].row });
      d = to_page (pen, (OvrPoint){ shape->points[0].col, shape->points[1].row });
      ovr_pdf_append (path, "# # m # # l # # l # # l h ", a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y);
      break;
    case OVR_SHAPE_ARROW:
    case OVR_SHAPE_TEXT:
      break;
    }
}

static guint
points_needed (OvrShapeKind kind)
{
  switch (kind)
    {
    case OVR_SHAPE_ARROW:
    case OVR_SHAPE_TEXT:
      return 1;
    case OVR_SHAPE_LENGTH:
    case OVR_SHAPE_ELLIPSE:
    case OVR_SHAPE_RECTANGLE:
      return 2;
    case OVR_SHAPE_BIDIRECTIONAL:
      return 4;
    case OVR_SHAPE_ANGLE:
    case OVR_SHAPE_POLYGON:
      return 3;
    }
  return G_MAXUINT;
}

/* Beside the arrow's tail, the measured line's end, the text's own point. */
static void
draw_shape_text (Pen *pen,
                 const OvrShape *shape)
{
  guint last = shape->kind == OVR_SHAPE_ARROW && shape->n_points > 1 ? 1 : shape->n_points - 1;
  Spot at = to_page (pen, shape->points[shape->kind == OVR_SHAPE_BIDIRECTIONAL ? 1 : last]);
  double x = at.x + (shape->kind == OVR_SHAPE_TEXT ? 0.0 : 5.0);
  double y = ovr_page_canvas_flip (pen->canvas, at.y) -
             (shape->kind == OVR_SHAPE_TEXT ? mark_style.leading : mark_style.leading / 2.0);

  draw_plate (pen, &mark_style, shape->text, x, y);
}

static void
draw_shape (Pen *pen,
            const OvrShape *shape)
{
  g_autoptr (GString) path = g_string_new (NULL);

  if (shape->n_points < points_needed (shape->kind))
    return;
  g_string_append (pen->ops, "q ");
  ovr_pdf_append (pen->ops, "# # # # re W n\n", pen->rect.x,
                  ovr_page_canvas_flip (pen->canvas, pen->rect.y + pen->rect.height), pen->rect.width, pen->rect.height);
  append_shape (pen, path, shape);
  if (path->len > 0)
    stroke_twice (pen, path, LINE, EDGE);
  if (shape->kind == OVR_SHAPE_ARROW)
    draw_arrow (pen, shape);
  g_string_append (pen->ops, "Q\n");
  if (!ovr_is_empty (shape->text))
    draw_shape_text (pen, shape);
}

/* ---- Letters, scale bar ------------------------------------------------- */

/* Left, top, right, bottom. */
static void
draw_letters (Pen *pen)
{
  const OvrRect *r = &pen->rect;

  for (int side = 0; side < 4; side++)
    {
      const char *letter = pen->picture->letters[side];
      double width, x, y;

      if (ovr_is_empty (letter))
        continue;
      width = plate_width (pen, &letter_style, letter);
      x = side == 0 ? r->x + INSET : side == 2 ? r->x + r->width - width - INSET
                                               : r->x + (r->width - width) / 2.0;
      y = side == 1 ? r->y + INSET : side == 3 ? r->y + r->height - letter_style.leading - INSET
                                               : r->y + (r->height - letter_style.leading) / 2.0;
      draw_plate (pen, &letter_style, letter, x, y);
    }
}

/* The longest of 1, 2, 5 × 10^n mm that is not above @most_mm. */
static double
round_length (double most_mm)
{
  double power = pow (10.0, floor (log10 (most_mm)));
  double part = most_mm / power;

  return power * (part >= 5.0 ? 5.0 : part >= 2.0 ? 2.0
                                                  : 1.0);
}

static void
draw_scale_bar (Pen *pen)
{
  double mm_per_point = pen->picture->mm_per_px / pen->scale;
  double length_mm = round_length (pen->rect.width * BAR_PART * mm_per_point);
  double length = length_mm / mm_per_point;
  double x = pen->rect.x + INSET + 2.0;
  double y = ovr_page_canvas_flip (pen->canvas, pen->rect.y + pen->rect.height - INSET - 3.0);
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree char *unit = NULL;

  path_line (path, (Spot){ x, y }, (Spot){ x + length, y });
  path_line (path, (Spot){ x, y - 2.5 }, (Spot){ x, y + 2.5 });
  path_line (path, (Spot){ x + length, y - 2.5 }, (Spot){ x + length, y + 2.5 });
  stroke_twice (pen, path, LINE, EDGE);
  unit = length_mm >= 1.0 ? g_strdup_printf ("%.0f\u00a0mm", length_mm)
                          : g_strdup_printf ("%.0f\u00a0µm", length_mm * 1000.0);
  draw_plate (pen, &mark_style, unit, pen->rect.x + INSET,
              pen->rect.y + pen->rect.height - INSET - 9.0 - mark_style.leading);
}

static void
draw_picture (OvrPageCanvas *canvas,
              const OvrRect *rect,
              gconstpointer data)
{
  const Drawing *drawing = data;
  const OvrKeyPicture *picture = drawing->figure->picture;
  Pen pen = { drawing->pages, picture, canvas, ovr_page_canvas_ops (canvas), *rect, drawing->scale };

  pen.rect.width = picture->width * drawing->scale;
  pen.rect.height = picture->height * drawing->scale;
  ovr_page_canvas_image (canvas, drawing->figure->image, &pen.rect);
  for (guint i = 0; i < picture->view->shapes->len; i++)
    draw_shape (&pen, g_ptr_array_index (picture->view->shapes, i));
  draw_letters (&pen);
  if (picture->mm_per_px > 0.0)
    draw_scale_bar (&pen);
  if (picture->mirrored)
    draw_plate (&pen, &letter_style, ovr_pages_say (drawing->pages, OVR_SAY_MIRRORED),
                pen.rect.x + INSET, pen.rect.y + INSET);
}

OvrBox *
ovr_pages_picture (OvrPages *self,
                   const OvrFigure *figure,
                   double scale)
{
  Drawing *drawing = ovr_pages_keep (self, g_new0 (Drawing, 1));
  g_autofree char *number = g_strdup_printf ("%u", figure->number);
  g_autofree char *title = ovr_say_with (OVR_SAY_FIGURE, self->language, number, NULL, NULL);
  g_autofree char *alt = g_strdup_printf ("%s: %s", title,
                                          !ovr_is_empty (figure->key_image->caption) ? figure->key_image->caption
                                          : figure->finding->title != NULL           ? figure->finding->title
                                                                                     : "");

  drawing->pages = self;
  drawing->figure = figure;
  drawing->scale = scale;
  return ovr_box_drawing (figure->picture->height * scale, draw_picture, drawing, alt);
}

/* ---- Captions ----------------------------------------------------------- */

static const char *
role_words (const OvrPages *self,
            const char *study_uid)
{
  const OvrReportStudy *study = study_uid != NULL ? ovr_report_find_study (self->report, study_uid) : NULL;

  if (study == NULL)
    return NULL;
  return ovr_pages_say (self, study->role == OVR_STUDY_CURRENT ? OVR_SAY_CURRENT
                              : study->role == OVR_STUDY_PRIOR ? OVR_SAY_PRIOR
                                                               : OVR_SAY_OTHER_STUDY);
}

static void
add_place (const OvrPages *self,
           GString *markup,
           const OvrKeyPicture *picture,
           gboolean brief)
{
  g_autofree char *series = g_strdup_printf ("%d", picture->series_number);
  g_autofree char *index = g_strdup_printf ("%u", picture->image_index);
  g_autofree char *n = g_strdup_printf ("%u", picture->n_images);
  g_autofree char *series_words = ovr_say_with (OVR_SAY_SERIES_N, self->language, series, NULL, NULL);
  g_autofree char *image_words = ovr_say_with (picture->n_images > 0 ? OVR_SAY_IMAGE_N_OF : OVR_SAY_IMAGE_N,
                                               self->language, index, n, NULL);

  if (!brief && !ovr_is_empty (picture->series_description))
    {
      ovr_rich_dot (markup);
      ovr_rich_field (markup, picture->series_description);
    }
  if (!brief && picture->series_number > 0)
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, series_words);
    }
  if (picture->image_index > 0)
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, image_words);
    }
}

static void
add_window (const OvrPages *self,
            GString *markup,
            const OvrKeyPicture *picture)
{
  g_autofree char *centre = g_strdup_printf ("%s%.0f", picture->window_center < -0.5 ? "−" : "",
                                             fabs (picture->window_center));
  g_autofree char *width = g_strdup_printf ("%.0f", picture->window_width);
  g_autofree char *unit = ovr_is_empty (picture->value_unit) ? g_strdup ("")
                                                             : g_strdup_printf ("\u00a0%s", picture->value_unit);
  g_autofree char *words = ovr_say_with (OVR_SAY_WINDOW, self->language, centre, width, unit);

  if (!isfinite (picture->window_center) || !isfinite (picture->window_width))
    return;
  ovr_rich_dot (markup);
  ovr_rich_add (markup, words);
}

static void
add_scale (const OvrPages *self,
           GString *markup,
           const OvrKeyPicture *picture)
{
  const OvrMeasurement basis = { .provenance = picture->provenance };
  g_autofree char *provenance = ovr_say_provenance (&basis, self->language);
  g_autofree char *words = ovr_say_with (OVR_SAY_SCALE_FROM, self->language, provenance, NULL, NULL);

  ovr_rich_dot (markup);
  if (picture->mm_per_px > 0.0 && picture->provenance != OVR_PROVENANCE_US_REGION)
    ovr_rich_add (markup, words);
  else if (picture->mm_per_px <= 0.0)
    ovr_rich_add (markup, ovr_pages_say (self, OVR_SAY_NO_SCALE));
}

static OvrBox *
make_technical_line (OvrPages *self,
                     const OvrKeyPicture *picture,
                     gboolean brief)
{
  GString *markup = g_string_new (NULL);
  g_autofree char *date = ovr_date_to_words (picture->study_date, self->language);
  const char *role = brief ? NULL : role_words (self, picture->study_uid);

  if (role != NULL)
    ovr_rich_bold (markup, role);
  ovr_rich_dot (markup);
  if (ovr_date_is_known (picture->study_date))
    ovr_rich_bold (markup, date);
  if (!brief && !ovr_is_empty (picture->modality))
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, picture->modality);
    }
  add_place (self, markup, picture, brief);
  if (!brief)
    {
      add_window (self, markup, picture);
      add_scale (self, markup, picture);
    }
  if (picture->view->invert)
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, ovr_pages_say (self, OVR_SAY_INVERTED));
    }
  if (picture->mirrored)
    {
      ovr_rich_dot (markup);
      ovr_rich_bold (markup, ovr_pages_say (self, OVR_SAY_MIRRORED));
    }
  return ovr_pages_rich (self, &ovr_style_small, markup);
}

OvrBox *
ovr_pages_caption (OvrPages *self,
                   const OvrFigure *figure,
                   gboolean brief)
{
  OvrBox *stack = ovr_box_stack (1.0);
  GString *markup = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf ("%u", figure->number);
  g_autofree char *title = ovr_say_with (OVR_SAY_FIGURE, self->language, number, NULL, NULL);
  OvrBox *caption;

  ovr_rich_bold (markup, title);
  g_string_append (markup, "  ");
  ovr_rich_add (markup, !ovr_is_empty (figure->key_image->caption) ? figure->key_image->caption : figure->finding->title);
  caption = ovr_pages_rich (self, brief ? &ovr_style_small : &ovr_style_question, markup);
  ovr_box_set_role (caption, "Caption");
  ovr_box_add (stack, caption);
  ovr_box_add (stack, make_technical_line (self, figure->picture, brief));
  ovr_box_set_whole (stack);
  return stack;
}
