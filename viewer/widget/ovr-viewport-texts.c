/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-orientation.h"
#include "ovr-provenance-words.h"
#include "ovr-window-preset.h"

#include <glib/gi18n.h>
#include <math.h>

/* Quiet on black, and readable over bone by its dark edge. */
static const GdkRGBA text_colour = { 0.74f, 0.74f, 0.74f, 1.0f };
static const GdkRGBA letter_colour = { 0.85f, 0.80f, 0.55f, 1.0f };
static const GdkRGBA prior_colour = { 0.88f, 0.65f, 0.23f, 1.0f };

#define MARGIN_PX 6.0
/* Between the corners' texts and the letter in the middle. */
#define LETTER_ROOM_PX 16.0
/* Panes below this width leave out what the banner and the strip show too. */
#define NARROW_PX 420

static gboolean
is_narrow (OvrViewport *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_PX;
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
  static const float edges[][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };
  const GdkRGBA edge = { 0.0f, 0.0f, 0.0f, 0.75f };
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floorf ((float) (x - align_x * width)),
                                                          floorf ((float) (y - align_y * height))));
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (edges[i][0], edges[i][1]));
      gtk_snapshot_append_layout (snapshot, layout, &edge);
      gtk_snapshot_restore (snapshot);
    }
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_corner (OvrViewport *self,
             GtkSnapshot *snapshot,
             const char *text,
             double align_x,
             double align_y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  double room = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 - MARGIN_PX - LETTER_ROOM_PX;
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (is_narrow (self) ? 0.84 : 0.92));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_width (layout, (int) fmax (room, 20.0) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align_x > 0.5 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  ovr_viewport_draw_layout (snapshot, layout, &text_colour,
                            align_x > 0.5 ? width - MARGIN_PX - room : MARGIN_PX,
                            MARGIN_PX + align_y * (height - 2.0 * MARGIN_PX), 0.0, align_y);
}

static void
append_line (GString *text,
             const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/* Upper left: who. */
static void
draw_patient (OvrViewport *self,
              GtkSnapshot *snapshot)
{
  const OvrStudyFacts *facts = ovr_study_get_facts (self->presented->study);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *birth = ovr_date_to_words (facts->birth_date, "en");
  g_autofree char *age = ovr_age_to_words (ovr_age_at (facts->birth_date, ovr_study_facts_date (facts)), "en");
  g_autofree char *second = NULL, *third = NULL;

  append_line (text, facts->patient_name);
  second = g_strdup_printf ("%s%s%s", facts->patient_id,
                            facts->sex != NULL && *facts->sex != '\0' ? " · " : "", facts->sex != NULL ? facts->sex : "");
  append_line (text, second);
  third = ovr_date_is_known (facts->birth_date) && !is_narrow (self) ? g_strdup_printf ("%s · %s", birth, age) : NULL;
  append_line (text, third);
  draw_corner (self, snapshot, text->str, 0.0, 0.0);
}

/* Upper right: what, where, when. */
static void
draw_study (OvrViewport *self,
            GtkSnapshot *snapshot)
{
  OvrPresented *shown = self->presented;
  const OvrStudyFacts *facts = ovr_study_get_facts (shown->study);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *date = ovr_date_to_words (ovr_study_facts_date (facts), "en");
  g_autofree char *time = NULL;

  if (!is_narrow (self))
    {
      append_line (text, facts->institution);
      append_line (text, facts->description);
    }
  if (!is_narrow (self) && facts->study_time != NULL && strlen (facts->study_time) >= 4)
    time = g_strdup_printf ("%s %.2s:%.2s", date, facts->study_time, facts->study_time + 2);
  append_line (text, time != NULL ? time : date);
  draw_corner (self, snapshot, text->str, 1.0, 0.0);
}

static char *
place_words (const OvrSlice *slice)
{
  const OvrFrameFacts *facts = ovr_instance_get_facts (slice->instance, slice->frame);
  GString *text = g_string_new (NULL);

  if (isfinite (slice->position_mm))
    g_string_append_printf (text, _ ("Position %.1f mm"), slice->position_mm);
  if (isfinite (facts->thickness_mm))
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      /* Translators: slice thickness */
      g_string_append_printf (text, _ ("T %g mm"), facts->thickness_mm);
    }
  return g_string_free (text, FALSE);
}

/* Lower left: where in the study. */
static void
draw_place (OvrViewport *self,
            GtkSnapshot *snapshot)
{
  OvrPresented *shown = self->presented;
  const OvrSlice *slice = ovr_series_get_slice (shown->series, shown->index);
  const char *part = ovr_series_get_part_label (shown->series);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *place = place_words (slice);
  g_autofree char *series = NULL, *image = NULL;

  if (!is_narrow (self))
    append_line (text, place);
  /* Translators: series number, description */
  series = g_strdup_printf (_ ("Se %d: %s"), ovr_series_get_number (shown->series),
                            ovr_series_get_description (shown->series));
  append_line (text, series);
  append_line (text, part);
  /* Translators: an image's number, the highest number in its series */
  image = g_strdup_printf (_ ("Im %u / %u"), ovr_series_get_image_number (shown->series, shown->index),
                           ovr_series_get_highest_number (shown->series));
  append_line (text, image);
  if (ovr_instance_is_lossy (slice->instance))
    append_line (text, _ ("Lossy compressed"));
  draw_corner (self, snapshot, text->str, 0.0, 1.0);
}

/* The source sample under the pointer, never what the screen shows. */
static char *
value_words (OvrViewport *self,
             const OvrViewTransform *transform)
{
  const OvrPixels *pixels = self->presented->pixels;
  OvrPoint at = ovr_view_transform_invert (transform, self->pointer_x, self->pointer_y);
  double col = round (at.col), row = round (at.row), value;

  if (!self->pointer_inside || col < 0.0 || row < 0.0 || col >= pixels->info.columns || row >= pixels->info.rows ||
      ovr_pixels_is_colour (pixels))
    return NULL;

  value = ovr_pixels_get_value (pixels, (guint32) col, (guint32) row);
  if (isnan (value))
    return g_strdup_printf (_ ("padding (%.0f, %.0f)"), col, row);
  return g_strdup_printf ("%g%s%s (%.0f, %.0f)", value,
                          pixels->image->to_values.unit != NULL ? " " : "",
                          pixels->image->to_values.unit != NULL ? pixels->image->to_values.unit : "", col, row);
}

static char *
window_words (OvrViewport *self)
{
  double center, width;
  OvrVoi voi;
  guint n;
  const OvrWindowPreset *presets = ovr_window_presets_get (&n);

  if (!ovr_viewport_get_window (self, &center, &width))
    return NULL;
  voi = ovr_render_view_voi (self->presented->pixels, self->presented->view);
  if (voi.function == OVR_VOI_TABLE && !isfinite (self->view->window_center))
    return g_strdup (_ ("VOI table of the file"));

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (self->presented->pixels->image->modality, "CT") == 0 &&
        presets[i].center == center && presets[i].width == width)
      /* Translators: window width, window centre, name of the preset */
      return g_strdup_printf (_ ("W %g C %g · %s"), width, center, g_dpgettext2 (NULL, "window preset", presets[i].label));
  return g_strdup_printf (_ ("W %g C %g"), width, center);
}

/* Lower right: how it is shown. */
static void
draw_window (OvrViewport *self,
             GtkSnapshot *snapshot,
             const OvrViewTransform *transform)
{
  const OvrImage *image = self->presented->pixels->image;
  double aspect = image->pixel_width / fmin (image->pixel_width, image->pixel_height);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *value = value_words (self, transform);
  g_autofree char *window = window_words (self);
  g_autofree char *zoom = NULL;

  append_line (text, value);
  if (self->view->invert)
    append_line (text, _ ("Inverted"));
  if (ovr_orientation_is_mirrored (transform))
    append_line (text, _ ("MIRRORED"));
  zoom = g_strdup_printf (_ ("Zoom %.0f %%"), 100.0 * hypot (transform->xx, transform->yx) / aspect *
                                                  gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  append_line (text, zoom);
  append_line (text, window);
  draw_corner (self, snapshot, text->str, 1.0, 1.0);
}

static void
draw_letter (OvrViewport *self,
             GtkSnapshot *snapshot,
             const char *letters,
             double align_x,
             double align_y)
{
  g_autoptr (PangoLayout) layout = NULL;
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  PangoAttrList *attributes;

  if (*letters == '\0')
    return;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), letters);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_scale_new (1.15));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  ovr_viewport_draw_layout (snapshot, layout, &letter_colour, MARGIN_PX + align_x * (width - 2.0 * MARGIN_PX),
                            MARGIN_PX + align_y * (height - 2.0 * MARGIN_PX), align_x, align_y);
}

/* The longest of 1, 2, 5 × 10ⁿ mm that fits into a third of the width. */
static void
draw_scale_bar (OvrViewport *self,
                GtkSnapshot *snapshot,
                const OvrViewTransform *transform)
{
  static const double steps[] = { 500, 200, 100, 50, 20, 10, 5, 2, 1 };
  const OvrScale *scale = &self->presented->pixels->image->calibration.scale;
  double width = gtk_widget_get_width (GTK_WIDGET (self)), y = gtk_widget_get_height (GTK_WIDGET (self)) - 10.0;
  OvrPoint a = ovr_view_transform_invert (transform, 0.0, 0.0), b = ovr_view_transform_invert (transform, 1.0, 0.0);
  double mm_per_px = hypot ((b.col - a.col) * scale->col_mm, (b.row - a.row) * scale->row_mm);
  const OvrMeasurement source = { .provenance = scale->provenance };
  const GdkRGBA edge = { 0.0f, 0.0f, 0.0f, 0.8f };
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  double mm = 0.0, length, x;

  if (scale->provenance == OVR_PROVENANCE_PIXELS || scale->provenance == OVR_PROVENANCE_NONE || !(mm_per_px > 0.0))
    return;
  for (guint i = 0; mm == 0.0 && i < G_N_ELEMENTS (steps); i++)
    if (steps[i] / mm_per_px <= width / 4.0)
      mm = steps[i];
  if (mm == 0.0)
    return;

  length = mm / mm_per_px;
  x = floor ((width - length) / 2.0);
  gtk_snapshot_append_color (snapshot, &edge, &GRAPHENE_RECT_INIT ((float) x - 1, (float) y - 6, (float) length + 2, 9));
  for (int i = 0; i <= 10; i++)
    {
      float tick = i % 5 == 0 ? 6.0f : 3.0f;

      gtk_snapshot_append_color (snapshot, &text_colour,
                                 &GRAPHENE_RECT_INIT (floorf ((float) (x + i * (length - 1.0) / 10.0)), (float) y - tick, 1, tick));
    }
  gtk_snapshot_append_color (snapshot, &text_colour, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) length, 1.5f));

  text = mm >= 10.0 ? g_strdup_printf ("%g cm", mm / 10.0) : g_strdup_printf ("%g mm", mm);
  if (scale->provenance != OVR_PROVENANCE_PIXEL_SPACING)
    {
      g_autofree char *number = g_steal_pointer (&text);

      text = g_strdup_printf ("%s · %s", number, ovr_provenance_words (&source));
    }
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  ovr_viewport_draw_layout (snapshot, layout, &text_colour, width / 2.0, y - 8.0, 0.5, 1.0);
}

static void
draw_role (OvrViewport *self,
           GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->presented->role == NULL)
    return;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->presented->role);
  ovr_viewport_draw_layout (snapshot, layout, &prior_colour, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                            MARGIN_PX + (is_narrow (self) ? 36.0 : 62.0), 0.5, 0.0);
}

void
ovr_viewport_draw_texts (OvrViewport *self,
                         GtkSnapshot *snapshot,
                         const OvrViewTransform *transform)
{
  OvrOrientation letters = ovr_orientation_of (self->presented->pixels->image, transform);

  draw_patient (self, snapshot);
  draw_study (self, snapshot);
  draw_place (self, snapshot);
  draw_window (self, snapshot, transform);
  draw_letter (self, snapshot, letters.left, 0.0, 0.5);
  draw_letter (self, snapshot, letters.right, 1.0, 0.5);
  draw_letter (self, snapshot, letters.top, 0.5, 0.0);
  /* The scale bar stands at the very bottom. */
  draw_letter (self, snapshot, letters.bottom, 0.5, is_narrow (self) ? 1.0 : 0.94);
  if (!is_narrow (self))
    draw_scale_bar (self, snapshot, transform);
  draw_role (self, snapshot);
}
