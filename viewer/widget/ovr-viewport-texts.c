/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-interface-language.h"
#include "ovr-lossy.h"
#include "ovr-orientation.h"
#include "ovr-probe.h"
#include "ovr-provenance-words.h"
#include "ovr-window-preset.h"

#include <glib/gi18n.h>
#include <math.h>

/* Quiet on black; a plate keeps it readable over bone. */
static const GdkRGBA text_colour = { 0.74f, 0.74f, 0.74f, 1.0f };
static const GdkRGBA letter_colour = { 0.85f, 0.80f, 0.55f, 1.0f };
static const GdkRGBA role_colour = { 0.88f, 0.65f, 0.23f, 1.0f };

#define MARGIN_PX 6.0
/* Half of what the letter and the study's role take in the middle. */
#define MIDDLE_PX 40.0
/* The letter's height with the air under it. */
#define LETTER_PX 22.0
/* Below this width the letters are smaller, so that the lines stay whole. */
#define MEDIUM_PX 600

static gboolean
is_narrow (OvrViewport *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < OVR_VIEWPORT_NARROW_PX;
}

/* @raised: how far above the lower edge. Returns the height that the text takes. */
static double
draw_corner (OvrViewport *self,
             GtkSnapshot *snapshot,
             const char *text,
             double align_x,
             double align_y,
             double raised)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double room = is_narrow (self) ? width - 2.0 * MARGIN_PX : width / 2.0 - MARGIN_PX - MIDDLE_PX;
  PangoAttrList *attributes = pango_attr_list_new ();
  int text_height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (width < MEDIUM_PX ? 0.84 : 0.92));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_width (layout, (int) fmax (room, 20.0) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align_x > 0.5 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  ovr_viewport_draw_layout (snapshot, layout, &text_colour,
                            align_x > 0.5 ? width - MARGIN_PX - floor (fmax (room, 20.0)) : MARGIN_PX,
                            MARGIN_PX + align_y * (height - 2.0 * MARGIN_PX) - raised, 0.0, align_y);
  return text_height;
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

/* A number as it is printed: with the sign that minus has. */
static char *
number_words (double value)
{
  return g_strdup_printf ("%s%g", value < 0.0 ? "−" : "", fabs (value));
}

/* Films have letters of lead in their corners that tell the side. */
static gboolean
is_film (OvrViewport *self)
{
  static const char *const films[] = { "CR", "DX", "IO", "MG", "PX", "RG", NULL };

  return g_strv_contains (films, self->presented->pixels->image->modality);
}

/* Upper left: who. On a film the name alone, so that no marker lies below it: the
 * banner has the rest. */
static void
append_patient (OvrViewport *self,
                GString *text)
{
  const OvrStudyFacts *facts = ovr_study_get_facts (self->presented->study);
  g_autofree char *birth = ovr_date_to_words (facts->birth_date, ovr_interface_language ());
  g_autofree char *age = ovr_age_to_words (ovr_age_at (facts->birth_date, ovr_study_facts_date (facts)), ovr_interface_language ());
  g_autofree char *second = NULL, *third = NULL;

  append_line (text, facts->patient_name);
  if (self->presented->pixels != NULL && is_film (self))
    return;
  second = g_strdup_printf ("%s%s%s", facts->patient_id,
                            facts->sex != NULL && *facts->sex != '\0' ? " · " : "", facts->sex != NULL ? facts->sex : "");
  append_line (text, second);
  third = ovr_date_is_known (facts->birth_date) && !is_narrow (self) ? g_strdup_printf ("%s · %s", birth, age) : NULL;
  append_line (text, third);
}

/* Upper right: what, where, when. */
static void
append_study (OvrViewport *self,
              GString *text)
{
  const OvrStudyFacts *facts = ovr_study_get_facts (self->presented->study);
  g_autofree char *date = ovr_date_to_words (ovr_study_facts_date (facts), ovr_interface_language ());
  g_autofree char *time = NULL;

  if (!is_narrow (self))
    {
      append_line (text, facts->institution);
      append_line (text, facts->description);
    }
  if (!is_narrow (self) && facts->study_time != NULL && strlen (facts->study_time) >= 4)
    time = g_strdup_printf ("%s %.2s:%.2s", date, facts->study_time, facts->study_time + 2);
  append_line (text, time != NULL ? time : date);
}

static char *
place_words (const OvrSlice *slice)
{
  const OvrFrameFacts *facts = ovr_instance_get_facts (slice->instance, slice->frame);
  GString *text = g_string_new (NULL);

  if (isfinite (slice->position_mm))
    {
      double tenths = round (slice->position_mm * 10.0) / 10.0;

      g_string_append_printf (text, _ ("Position %s%.1f mm"), tenths < 0.0 ? "−" : "", fabs (tenths));
    }
  if (isfinite (facts->thickness_mm))
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      /* Translators: slice thickness */
      g_string_append_printf (text, _ ("T %g mm"), facts->thickness_mm);
    }
  return g_string_free (text, FALSE);
}

/* "Lossy compressed · JPEG · 10:1": as much as is known. */
static char *
lossy_words (const OvrInstance *instance)
{
  const char *method = ovr_lossy_method (instance);
  double ratio = ovr_lossy_ratio (instance);
  g_autofree char *ratio_words = isnan (ratio) ? g_strdup ("") : g_strdup_printf (" · %.3g:1", ratio);

  return g_strdup_printf ("%s%s%s%s", _ ("Lossy compressed"), method != NULL ? " · " : "", method != NULL ? method : "", ratio_words);
}

const char *
ovr_viewport_order_words (OvrSeries *series)
{
  switch (ovr_series_get_order (series))
    {
    case OVR_SLICE_ORDER_NUMBER:
      return _ ("ORDER BY INSTANCE NUMBER");
    case OVR_SLICE_ORDER_TIME:
      return _ ("ORDER BY ACQUISITION TIME");
    case OVR_SLICE_ORDER_POSITION:
    default:
      return NULL;
    }
}

/* Lower left: where in the study. */
static void
append_place (OvrViewport *self,
              GString *text)
{
  OvrPresented *shown = self->presented;
  const OvrSlice *slice = ovr_series_get_slice (shown->series, shown->index);
  guint number = ovr_series_get_image_number (shown->series, shown->index), n = ovr_series_get_n_slices (shown->series);
  g_autofree char *place = place_words (slice);
  g_autofree char *series = NULL, *image = NULL;

  if (!is_narrow (self))
    append_line (text, place);
  /* Translators: series number, description */
  series = g_strdup_printf (_ ("Se %d: %s"), ovr_series_get_number (shown->series),
                            ovr_series_get_description (shown->series));
  append_line (text, series);
  append_line (text, ovr_series_get_part_label (shown->series));
  if (ovr_series_is_numbered_whole (shown->series))
    /* Translators: an image's number, how many there are */
    image = g_strdup_printf (_ ("Im %u / %u"), number, n);
  else
    image = g_strdup_printf (ngettext ("Im %u · %u image", "Im %u · %u images", n), number, n);
  append_line (text, image);
  append_line (text, ovr_viewport_order_words (shown->series));
  if (ovr_instance_is_lossy (slice->instance) || shown->pixels->info.lossy)
    {
      g_autofree char *lossy = lossy_words (slice->instance);

      append_line (text, lossy);
    }
}

/* Its number and what it counts in; SUV beside it where there is one. */
static char *
probe_words (const OvrProbe *probe)
{
  g_autofree char *number = NULL;

  if (probe->n == 3)
    return g_strdup_printf ("%g / %g / %g", probe->stored[0], probe->stored[1], probe->stored[2]);
  if (probe->is_padding)
    return g_strdup (_ ("padding"));
  if (!isfinite (probe->value))
    return g_strdup_printf (_ ("stored %g"), probe->stored[0]);

  number = number_words (probe->value);
  if (isfinite (probe->suvbw) && !(probe->unit != NULL && strstr (probe->unit, "SUV") != NULL))
    return g_strdup_printf ("%s%s%s · SUV %.2f", number, probe->unit != NULL ? " " : "", probe->unit != NULL ? probe->unit : "",
                            probe->suvbw);
  /* UCUM's "1" is no unit. */
  if (probe->unit == NULL || g_str_equal (probe->unit, "1"))
    return g_steal_pointer (&number);
  return g_strdup_printf ("%s %s", number, probe->unit);
}

/* The source sample under the pointer, never what the screen shows. */
static char *
value_words (OvrViewport *self,
             const OvrViewTransform *transform)
{
  const OvrPixels *pixels = self->presented->pixels;
  OvrPoint at = ovr_view_transform_invert (transform, self->pointer_x, self->pointer_y);
  double col = round (at.col), row = round (at.row);
  g_autofree char *words = NULL;
  OvrProbe probe;

  if (!self->pointer_inside || col < 0.0 || row < 0.0 || col >= pixels->info.columns || row >= pixels->info.rows)
    return NULL;

  probe = ovr_probe_at (pixels, (guint32) col, (guint32) row, self->quantity);
  words = probe_words (&probe);
  return g_strdup_printf ("%s (%.0f, %.0f)", words, col, row);
}

static char *
window_words (OvrViewport *self)
{
  g_autofree char *width_words = NULL, *center_words = NULL;
  double center, width;
  const OvrVoiChoice *choice;
  OvrVoi voi;
  guint n;
  const OvrWindowPreset *presets = ovr_window_presets_get (&n);

  if (!ovr_viewport_get_window (self, &center, &width))
    return NULL;
  voi = ovr_render_view_voi (self->presented->pixels, self->presented->view);
  if (!isfinite (self->view->window_center))
    {
      choice = ovr_image_get_voi (self->presented->pixels->image, (guint) self->presented->view->voi);
      if (voi.function == OVR_VOI_TABLE)
        return choice != NULL && choice->explanation != NULL ? g_strdup_printf (_ ("Table of the file: %s"), choice->explanation)
                                                             : g_strdup (_ ("VOI table of the file"));
    }

  width_words = number_words (width);
  center_words = number_words (center);
  for (guint i = 0; !is_narrow (self) && i < n; i++)
    if (g_strcmp0 (self->presented->pixels->image->modality, "CT") == 0 &&
        presets[i].center == center && presets[i].width == width)
      /* Translators: window width, window centre, name of the preset */
      return g_strdup_printf (_ ("W %s C %s · %s"), width_words, center_words,
                              g_dpgettext2 (NULL, "window preset", presets[i].label));
  return g_strdup_printf (_ ("W %s C %s"), width_words, center_words);
}

/* Lower right: how it is shown. */
static void
append_window (OvrViewport *self,
               GString *text,
               const OvrViewTransform *transform)
{
  double zoom = ovr_viewport_get_zoom (self, transform);
  g_autofree char *value = value_words (self, transform);
  g_autofree char *window = window_words (self);
  g_autofree char *zoom_words = g_strdup_printf (_ ("Zoom %.0f %%"), 100.0 * zoom);

  append_line (text, value);
  if (self->view->invert)
    append_line (text, _ ("Inverted"));
  if (ovr_orientation_is_mirrored (transform))
    append_line (text, _ ("MIRRORED"));
  if (!is_narrow (self))
    append_line (text, zoom_words);
  append_line (text, window);
}

static void
draw_letter (OvrViewport *self,
             GtkSnapshot *snapshot,
             const char *letters,
             double align_x,
             double align_y,
             double y)
{
  g_autoptr (PangoLayout) layout = NULL;
  double width = gtk_widget_get_width (GTK_WIDGET (self));
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
                            y, align_x, align_y);
}

/* The longest of 1, 2, 5 × 10ⁿ mm that fits into a quarter of the width; 0
 * where the image has no millimetres. */
static double
scale_bar_mm (OvrViewport *self,
              double mm_per_px)
{
  static const double steps[] = { 500, 200, 100, 50, 20, 10, 5, 2, 1 };
  const OvrScale *scale = &self->presented->pixels->image->calibration.scale;

  if (scale->provenance == OVR_PROVENANCE_PIXELS || scale->provenance == OVR_PROVENANCE_NONE || !(mm_per_px > 0.0))
    return 0.0;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] / mm_per_px <= gtk_widget_get_width (GTK_WIDGET (self)) / 4.0)
      return steps[i];
  return 0.0;
}

static void
draw_scale_words (OvrViewport *self,
                  GtkSnapshot *snapshot,
                  double mm,
                  double y)
{
  const OvrMeasurement source = { .provenance = self->presented->pixels->image->calibration.scale.provenance };
  g_autofree char *length = mm >= 10.0 ? g_strdup_printf ("%g cm", mm / 10.0) : g_strdup_printf ("%g mm", mm);
  g_autofree char *text = source.provenance == OVR_PROVENANCE_PIXEL_SPACING
                              ? g_strdup (length)
                              : g_strdup_printf ("%s · %s", length, ovr_provenance_words (&source));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  ovr_viewport_draw_layout (snapshot, layout, &text_colour, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y, 0.5, 1.0);
}

/* Its line lies at @y. Returns the height that it takes with its words. */
static double
draw_scale_bar (OvrViewport *self,
                GtkSnapshot *snapshot,
                const OvrViewTransform *transform,
                double y)
{
  const OvrScale *scale = &self->presented->pixels->image->calibration.scale;
  OvrPoint a = ovr_view_transform_invert (transform, 0.0, 0.0), b = ovr_view_transform_invert (transform, 1.0, 0.0);
  double mm_per_px = hypot ((b.col - a.col) * scale->col_mm, (b.row - a.row) * scale->row_mm);
  double mm = scale_bar_mm (self, mm_per_px), length = mm / mm_per_px;
  double x = floor ((gtk_widget_get_width (GTK_WIDGET (self)) - length) / 2.0);
  const GdkRGBA edge = { 0.0f, 0.0f, 0.0f, 0.7f };

  if (!(mm > 0.0))
    return 0.0;
  gtk_snapshot_append_color (snapshot, &edge,
                             &GRAPHENE_RECT_INIT ((float) x - 3, (float) y - 8, (float) length + 6, 12));
  for (int i = 0; i <= 10; i++)
    {
      float tick = i % 5 == 0 ? 6.0f : 3.0f;

      gtk_snapshot_append_color (snapshot, &text_colour,
                                 &GRAPHENE_RECT_INIT (floorf ((float) (x + i * (length - 1.0) / 10.0)), (float) y - tick, 1, tick));
    }
  gtk_snapshot_append_color (snapshot, &text_colour, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) length, 1.5f));
  draw_scale_words (self, snapshot, mm, y - 9.0);
  return 32.0;
}

static void
draw_role (OvrViewport *self,
           GtkSnapshot *snapshot,
           double y)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->presented->role == NULL)
    return;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->presented->role);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  ovr_viewport_draw_layout (snapshot, layout, &role_colour, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y, 0.5, 0.0);
}

/* Four corners; in a narrow pane what belongs to the right ones follows under
 * the left ones. Returns by how much the middle has to keep from the upper and
 * the lower edge. */
static void
draw_corners (OvrViewport *self,
              GtkSnapshot *snapshot,
              const OvrViewTransform *transform,
              double *above,
              double *below)
{
  gboolean narrow = is_narrow (self);
  g_autoptr (GString) top = g_string_new (NULL);
  g_autoptr (GString) bottom = g_string_new (NULL);
  g_autoptr (GString) top_right = g_string_new (NULL);
  g_autoptr (GString) bottom_right = g_string_new (NULL);
  double top_height, bottom_height;

  append_patient (self, top);
  append_study (self, narrow ? top : top_right);
  append_place (self, bottom);
  append_window (self, narrow ? bottom : bottom_right, transform);
  top_height = draw_corner (self, snapshot, top->str, 0.0, 0.0, 0.0);
  bottom_height = draw_corner (self, snapshot, bottom->str, 0.0, 1.0, 0.0);
  draw_corner (self, snapshot, top_right->str, 1.0, 0.0, 0.0);
  draw_corner (self, snapshot, bottom_right->str, 1.0, 1.0, OVR_VIEWPORT_MENU_PX - MARGIN_PX);
  *above = narrow ? top_height : 0.0;
  *below = narrow ? bottom_height : 0.0;
}

void
ovr_viewport_draw_texts (OvrViewport *self,
                         GtkSnapshot *snapshot,
                         const OvrViewTransform *transform)
{
  OvrOrientation letters = ovr_orientation_of (self->presented->pixels->image, transform);
  double height = gtk_widget_get_height (GTK_WIDGET (self)), above, below;

  draw_corners (self, snapshot, transform, &above, &below);
  draw_letter (self, snapshot, letters.left, 0.0, 0.5, height / 2.0);
  draw_letter (self, snapshot, letters.right, 1.0, 0.5, height / 2.0);
  draw_letter (self, snapshot, letters.top, 0.5, 0.0, MARGIN_PX + above);
  draw_role (self, snapshot, MARGIN_PX + above + LETTER_PX + 2.0);
  ovr_viewport_draw_passed (self, snapshot, MARGIN_PX + above + 2.0 * LETTER_PX + 4.0);
  below += draw_scale_bar (self, snapshot, transform, height - 10.0 - below);
  draw_letter (self, snapshot, letters.bottom, 0.5, 1.0, height - MARGIN_PX - below);
}
