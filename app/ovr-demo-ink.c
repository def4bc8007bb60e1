/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-ink.h"

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>

#define STAMP_WIDTH 148.0
#define STAMP_HEIGHT 54.0
#define STAMP_DENSITY 0.58

static void
show_centred (cairo_t *cairo,
              const char *text,
              const char *font,
              double y)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *description = pango_font_description_from_string (font);
  PangoRectangle extents;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  cairo_move_to (cairo, -extents.width / 2.0, y);
  pango_cairo_show_layout (cairo, layout);
}

/* Takes ink away in spots, thicker towards the corner that was pressed less. */
static void
wear (cairo_t *cairo)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (1912);

  cairo_set_operator (cairo, CAIRO_OPERATOR_DEST_OUT);
  for (int i = 0; i < 900; i++)
    {
      double x = g_rand_double_range (dice, -STAMP_WIDTH / 2 - 3, STAMP_WIDTH / 2 + 3);
      double y = g_rand_double_range (dice, -STAMP_HEIGHT / 2 - 3, STAMP_HEIGHT / 2 + 3);
      double less = 0.35 + 0.65 * (x / STAMP_WIDTH + 0.5) * (y / STAMP_HEIGHT + 0.5);

      cairo_set_source_rgba (cairo, 0, 0, 0, g_rand_double_range (dice, 0.2, 0.9) * less);
      cairo_arc (cairo, x, y, g_rand_double_range (dice, 0.2, 1.1), 0, 2 * G_PI);
      cairo_fill (cairo);
    }
  cairo_set_operator (cairo, CAIRO_OPERATOR_OVER);
}

void
ovr_demo_ink_stamp (cairo_t *cairo,
                    double x,
                    double y,
                    const char *heading,
                    const char *date)
{
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_rotate (cairo, -0.105);
  cairo_push_group_with_content (cairo, CAIRO_CONTENT_ALPHA);
  cairo_set_source_rgba (cairo, 0, 0, 0, 1);
  cairo_set_line_width (cairo, 2.2);
  cairo_rectangle (cairo, -STAMP_WIDTH / 2, -STAMP_HEIGHT / 2, STAMP_WIDTH, STAMP_HEIGHT);
  cairo_stroke (cairo);
  cairo_set_line_width (cairo, 0.7);
  cairo_rectangle (cairo, -STAMP_WIDTH / 2 + 3.5, -STAMP_HEIGHT / 2 + 3.5, STAMP_WIDTH - 7, STAMP_HEIGHT - 7);
  cairo_stroke (cairo);
  show_centred (cairo, heading, "Noto Sans, DejaVu Sans, Sans Bold 12.5px", -STAMP_HEIGHT / 2 + 6);
  show_centred (cairo, date, "Nimbus Mono PS, Noto Mono, DejaVu Sans Mono, Monospace Bold 16px", -2);
  wear (cairo);
  cairo_pop_group_to_source (cairo);
  cairo_paint_with_alpha (cairo, STAMP_DENSITY);
  cairo_restore (cairo);
}

void
ovr_demo_ink_signature (cairo_t *cairo,
                        double x,
                        double y)
{
  /* Curves after curves: two control points and an end each, the pen's width
   * behind; a negative width lifts the pen to the end first. */
  static const double strokes[][7] = {
    { 0, 0, 0, 0, 4, -16, -1 },
    { 7, -2, 10, 4, 14, -1, 1.5 },
    { 20, -12, 24, -24, 29, -27, 1.0 },
    { 32, -28, 26, -14, 22, -4, 1.3 },
    { 20, 3, 28, -3, 31, -6, 1.5 },
    { 34, -9, 38, -9, 36, -5, 1.1 },
    { 34, 0, 29, 0, 32, -5, 1.3 },
    { 36, -10, 41, -9, 40, -4, 1.2 },
    { 39, 2, 37, 14, 31, 15, 1.6 },
    { 25, 15, 34, 2, 42, -4, 1.0 },
    { 50, -10, 47, -2, 53, -3, 1.3 },
    { 60, -4, 64, -24, 66, -21, 1.0 },
    { 66, -14, 56, 0, 64, -2, 1.4 },
    { 76, -5, 92, -9, 118, -13, 0.7 },
    { 0, 0, 0, 0, 12, 7, -1 },
    { 40, 2, 80, 1, 112, -2, 0.9 },
  };

  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_rotate (cairo, -0.06);
  cairo_scale (cairo, 1.15, 1.15);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_source_rgba (cairo, 0, 0, 0, 0.78);
  for (guint i = 0; i < G_N_ELEMENTS (strokes); i++)
    {
      const double *stroke = strokes[i];

      if (stroke[6] < 0)
        {
          cairo_move_to (cairo, stroke[4], stroke[5]);
          continue;
        }
      cairo_set_line_width (cairo, stroke[6]);
      cairo_curve_to (cairo, stroke[0], stroke[1], stroke[2], stroke[3], stroke[4], stroke[5]);
      cairo_stroke (cairo);
      cairo_move_to (cairo, stroke[4], stroke[5]);
    }
  cairo_restore (cairo);
}
