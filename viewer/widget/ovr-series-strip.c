/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-series-strip.h"

#include "ovr-coverage-bar.h"
#include "ovr-presentation-tile.h"
#include "ovr-strip-label.h"

#include "ovr-interface-language.h"

#include <glib/gi18n.h>

#define TILE_PX 92
#define LABEL_LINES 2

struct _OvrSeriesStrip
{
  GtkWidget parent_instance;

  /* Owned */
  OvrThumbnailer *thumbnailer;
  GPtrArray *tiles; /* buttons: borrowed */
  gboolean marks_sealed;
  OvrCoverage *coverage;

  /* Borrowed: children */
  GtkWidget *scroller;
  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (OvrSeriesStrip, ovr_series_strip, GTK_TYPE_WIDGET)

static guint activated_signal, health_signal;

static void
on_clicked (GtkButton *button,
            OvrSeriesStrip *self)
{
  g_signal_emit (self, activated_signal, 0, g_object_get_data (G_OBJECT (button), "study"),
                 g_object_get_data (G_OBJECT (button), "series"));
}

static void
on_health_clicked (GtkButton *button,
                   OvrSeriesStrip *self)
{
  g_signal_emit (self, health_signal, 0, g_object_get_data (G_OBJECT (button), "series"));
}

/* "⚠ 2" with the sentences on hover: leads to them. */
static void
add_health (OvrSeriesStrip *self,
            GtkBox *box,
            OvrSeries *series)
{
  GPtrArray *health = ovr_series_get_health (series);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *badge = NULL;
  GtkWidget *button;

  if (health->len == 0)
    return;

  for (guint i = 0; i < health->len; i++)
    {
      const OvrHealthFinding *finding = g_ptr_array_index (health, i);

      g_string_append_printf (text, "%s%s%s%s%s", i > 0 ? "\n" : "", finding->text,
                              finding->where != NULL ? " (" : "", finding->where != NULL ? finding->where : "",
                              finding->where != NULL ? ")" : "");
    }
  /* Translators: how many things an import found wrong with a series */
  badge = g_strdup_printf (ngettext ("⚠ %u remark", "⚠ %u remarks", health->len), health->len);
  button = gtk_button_new_with_label (badge);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "ovr-badge");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, text->str);
  g_object_set_data_full (G_OBJECT (button), "series", g_object_ref (series), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_health_clicked), self, 0);
  gtk_box_append (box, button);
}

static void
paint (OvrSeriesStrip *self,
       GtkPicture *picture,
       OvrStudy *study,
       OvrSeries *series)
{
  guint n = ovr_series_get_n_slices (series);

  if (n > 0 && self->thumbnailer != NULL)
    ovr_thumbnailer_paint (self->thumbnailer, picture, study,
                           ovr_series_get_slice (series, ovr_series_get_opening_slice (series)), NULL, TILE_PX);
}

/* The words of a series that may be read: all, but of reports, key objects and
 * presentation states while marks are sealed. */
static const char *
description_of (OvrSeriesStrip *self,
                OvrSeries *series)
{
  return self->marks_sealed && ovr_series_get_n_slices (series) == 0 ? "" : ovr_series_get_description (series);
}

static GtkWidget *
create_content (OvrSeriesStrip *self,
                OvrStudy *study,
                OvrSeries *series)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *picture = gtk_picture_new ();
  guint n = ovr_series_get_n_slices (series);
  g_autofree char *count = g_strdup_printf (ngettext ("Se %d · %u image", "Se %d · %u images", n),
                                            ovr_series_get_number (series), n);

  gtk_widget_set_size_request (picture, TILE_PX, TILE_PX);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), picture);
  if (self->coverage != NULL && n > 0)
    gtk_box_append (GTK_BOX (box), ovr_coverage_bar_new (self->coverage, series));
  ovr_strip_label_add (GTK_BOX (box), count, "numeric", LABEL_LINES);
  ovr_strip_label_add (GTK_BOX (box), description_of (self, series), "dim-label", LABEL_LINES);
  if (ovr_series_get_part_label (series) != NULL)
    ovr_strip_label_add (GTK_BOX (box), ovr_series_get_part_label (series), "dim-label", LABEL_LINES);
  paint (self, GTK_PICTURE (picture), study, series);
  return box;
}

static GtkWidget *
create_tile (OvrSeriesStrip *self,
             OvrStudy *study,
             OvrSeries *series)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *button = gtk_button_new ();
  g_autofree char *name = g_strdup_printf (_ ("Series %d, %s"), ovr_series_get_number (series),
                                           description_of (self, series));

  gtk_button_set_child (GTK_BUTTON (button), ovr_presentation_tile_is_for (series)
                                                 ? ovr_presentation_tile_new (study, series, self->marks_sealed)
                                                 : create_content (self, study, series));
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tile");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "study", g_object_ref (study), g_object_unref);
  g_object_set_data_full (G_OBJECT (button), "series", g_object_ref (series), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, 0);
  g_ptr_array_add (self->tiles, button);
  gtk_box_append (GTK_BOX (box), button);
  add_health (self, GTK_BOX (box), series);
  return box;
}

/* Their tiles are made when somebody opens them, and not before. */
static void
on_expanded (GtkExpander *expander,
             GParamSpec *pspec,
             OvrSeriesStrip *self)
{
  OvrStudy *study = g_object_get_data (G_OBJECT (expander), "study");
  GtkWidget *box;

  if (!gtk_expander_get_expanded (expander) || gtk_expander_get_child (expander) != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    if (ovr_study_is_reading (study, ovr_study_get_series (study, i)))
      gtk_box_append (GTK_BOX (box), create_tile (self, study, ovr_study_get_series (study, i)));
  gtk_expander_set_child (expander, box);
}

static void
add_collapsed (OvrSeriesStrip *self,
               OvrStudy *study,
               guint n)
{
  g_autofree char *text = g_strdup_printf (_ ("First reader’s marks (%u)"), n);
  GtkWidget *expander = gtk_expander_new (NULL), *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), label);
  gtk_widget_add_css_class (expander, "ovr-first-reader");
  gtk_widget_set_tooltip_text (expander, _ ("Captures, key images, presentations and reports may show how this study was read before. They come into the strip when the original is opened."));
  g_object_set_data_full (G_OBJECT (expander), "study", g_object_ref (study), g_object_unref);
  g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (on_expanded), self, 0);
  gtk_box_append (self->box, expander);
}

void
ovr_series_strip_add_study (OvrSeriesStrip *self,
                            OvrStudy *study,
                            const char *role)
{
  g_autofree char *date = NULL, *heading = NULL;
  guint n_readings = 0;

  g_return_if_fail (OVR_IS_SERIES_STRIP (self));

  date = ovr_date_to_words (ovr_study_facts_date (ovr_study_get_facts (study)), ovr_interface_language ());
  heading = g_strdup_printf ("%s%s%s", role != NULL ? role : "", role != NULL ? "\n" : "", date);
  ovr_strip_label_add (self->box, heading, "heading", LABEL_LINES);
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    {
      OvrSeries *series = ovr_study_get_series (study, i);

      if (self->marks_sealed && ovr_study_is_reading (study, series))
        n_readings++;
      else
        gtk_box_append (self->box, create_tile (self, study, series));
    }
  if (n_readings > 0)
    add_collapsed (self, study, n_readings);
}

void
ovr_series_strip_set_marks_sealed (OvrSeriesStrip *self,
                                   gboolean sealed)
{
  g_return_if_fail (OVR_IS_SERIES_STRIP (self));

  self->marks_sealed = sealed;
}

void
ovr_series_strip_clear (OvrSeriesStrip *self)
{
  GtkWidget *child;

  g_return_if_fail (OVR_IS_SERIES_STRIP (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  g_ptr_array_set_size (self->tiles, 0);
}

void
ovr_series_strip_mark_shown (OvrSeriesStrip *self,
                             OvrSeries *const *shown,
                             guint n)
{
  g_return_if_fail (OVR_IS_SERIES_STRIP (self));

  for (guint t = 0; t < self->tiles->len; t++)
    {
      GtkWidget *child = g_ptr_array_index (self->tiles, t);
      OvrSeries *series = g_object_get_data (G_OBJECT (child), "series");
      gboolean is_shown = FALSE;

      for (guint i = 0; series != NULL && i < n; i++)
        is_shown |= shown[i] == series;
      if (is_shown)
        gtk_widget_add_css_class (child, "shown");
      else
        gtk_widget_remove_css_class (child, "shown");
    }
}

void
ovr_series_strip_set_thumbnailer (OvrSeriesStrip *self,
                                  OvrThumbnailer *thumbnailer)
{
  g_return_if_fail (OVR_IS_SERIES_STRIP (self));

  g_set_object (&self->thumbnailer, thumbnailer);
}

void
ovr_series_strip_set_coverage (OvrSeriesStrip *self,
                               OvrCoverage *coverage)
{
  g_return_if_fail (OVR_IS_SERIES_STRIP (self));

  g_set_object (&self->coverage, coverage);
}

static void
ovr_series_strip_dispose (GObject *object)
{
  OvrSeriesStrip *self = OVR_SERIES_STRIP (object);

  g_clear_object (&self->thumbnailer);
  g_clear_object (&self->coverage);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->tiles, g_ptr_array_unref);
  G_OBJECT_CLASS (ovr_series_strip_parent_class)->dispose (object);
}

static void
ovr_series_strip_class_init (OvrSeriesStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_series_strip_dispose;
  activated_signal = g_signal_new ("series-activated", OVR_TYPE_SERIES_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, OVR_TYPE_STUDY, OVR_TYPE_SERIES);
  health_signal = g_signal_new ("health-activated", OVR_TYPE_SERIES_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, OVR_TYPE_SERIES);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
ovr_series_strip_init (OvrSeriesStrip *self)
{
  self->tiles = g_ptr_array_new ();
  self->scroller = gtk_scrolled_window_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->box));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "ovr-strip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Series"), -1);
}
