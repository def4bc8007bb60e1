/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-coverage-bar.h"

#include <glib/gi18n.h>

#define HEIGHT_PX 6

/* Not at each slice of the wheel: the strip is no clock. */
#define UPDATE_MS 250

struct _OvrCoverageBar
{
  GtkWidget parent_instance;

  /* Owned */
  OvrCoverage *coverage;
  OvrSeries *series;
  guint update_source;
};

G_DEFINE_FINAL_TYPE (OvrCoverageBar, ovr_coverage_bar, GTK_TYPE_WIDGET)

/* "182 of 240 images viewed, 31 only flashed by". (transfer full) */
static char *
dup_words (OvrCoverage *coverage,
           OvrSeries *series)
{
  OvrCoverageCount count = ovr_coverage_count (coverage, series);
  g_autofree char *viewed = g_strdup_printf (ngettext ("%u of %u image viewed", "%u of %u images viewed", count.n), count.n_viewed, count.n);

  if (count.n_flashed == 0)
    return g_steal_pointer (&viewed);
  /* Translators: "182 of 240 images viewed", how many others were on the screen
   * for too short a time, or too small */
  return g_strdup_printf (ngettext ("%s, %u only flashed by", "%s, %u only flashed by", count.n_flashed), viewed, count.n_flashed);
}

static gboolean
on_update (gpointer data)
{
  OvrCoverageBar *self = data;
  g_autofree char *words = dup_words (self->coverage, self->series);

  self->update_source = 0;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
on_changed (OvrCoverage *coverage,
            const char *sop_uid,
            guint frame,
            int covered,
            OvrCoverageBar *self)
{
  if (self->update_source == 0 && (sop_uid == NULL || ovr_series_find (self->series, sop_uid, frame, NULL)))
    self->update_source = g_timeout_add (UPDATE_MS, on_update, self);
}

/* The least of the images that fall on one pixel: a bar may not look better than
 * what it stands for. */
static OvrCovered
covered_at (OvrCoverageBar *self,
            guint first,
            guint last)
{
  guint n = ovr_series_get_n_slices (self->series);
  gboolean backwards = ovr_series_is_numbered_backwards (self->series);
  OvrCovered least = OVR_COVERED_VIEWED;

  for (guint i = first; i <= last; i++)
    {
      const OvrSlice *slice = ovr_series_get_slice (self->series, backwards ? n - 1 - i : i);

      least = MIN (least, ovr_coverage_get (self->coverage, slice->instance->sop_uid, slice->frame));
    }
  return least;
}

static void
ovr_coverage_bar_snapshot (GtkWidget *widget,
                           GtkSnapshot *snapshot)
{
  static const GdkRGBA colours[] = {
    [OVR_COVERED_UNSEEN] = { 0.36f, 0.36f, 0.36f, 1.0f },
    [OVR_COVERED_FLASHED] = { 0.88f, 0.65f, 0.23f, 1.0f },
    [OVR_COVERED_VIEWED] = { 0.44f, 0.70f, 0.85f, 1.0f },
  };
  static const int heights[] = { [OVR_COVERED_UNSEEN] = 1, [OVR_COVERED_FLASHED] = 3, [OVR_COVERED_VIEWED] = HEIGHT_PX };
  OvrCoverageBar *self = OVR_COVERAGE_BAR (widget);
  guint n = ovr_series_get_n_slices (self->series);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (n == 0 || width <= 0)
    return;
  for (int x = 0; x < width;)
    {
      guint first = (guint) ((guint64) x * n / (guint) width);
      int end = x + 1;
      OvrCovered covered;

      /* Of a short series all pixels of one image, else those up to the next. */
      while (end < width && (guint) ((guint64) end * n / (guint) width) == first)
        end++;
      covered = covered_at (self, first, MAX ((guint) ((guint64) end * n / (guint) width), first + 1) - 1);
      gtk_snapshot_append_color (snapshot, &colours[covered],
                                 &GRAPHENE_RECT_INIT ((float) x, (float) (height - heights[covered]), (float) (end - x), (float) heights[covered]));
      x = end;
    }
}

static void
ovr_coverage_bar_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 1;
}

static void
ovr_coverage_bar_dispose (GObject *object)
{
  OvrCoverageBar *self = OVR_COVERAGE_BAR (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->coverage != NULL)
    g_signal_handlers_disconnect_by_data (self->coverage, self);
  G_OBJECT_CLASS (ovr_coverage_bar_parent_class)->dispose (object);
}

static void
ovr_coverage_bar_finalize (GObject *object)
{
  OvrCoverageBar *self = OVR_COVERAGE_BAR (object);

  g_clear_object (&self->coverage);
  g_clear_object (&self->series);
  G_OBJECT_CLASS (ovr_coverage_bar_parent_class)->finalize (object);
}

static void
ovr_coverage_bar_class_init (OvrCoverageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_coverage_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = ovr_coverage_bar_finalize;
  widget_class->snapshot = ovr_coverage_bar_snapshot;
  widget_class->measure = ovr_coverage_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "coverage-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ovr_coverage_bar_init (OvrCoverageBar *self)
{
}

GtkWidget *
ovr_coverage_bar_new (OvrCoverage *coverage,
                      OvrSeries *series)
{
  OvrCoverageBar *self = g_object_new (OVR_TYPE_COVERAGE_BAR, NULL);

  self->coverage = g_object_ref (coverage);
  self->series = g_object_ref (series);
  g_signal_connect_object (coverage, "changed", G_CALLBACK (on_changed), self, 0);
  on_update (self);
  return GTK_WIDGET (self);
}
