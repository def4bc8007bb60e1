/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-health-panel.h"

#include "study-samples.h"

typedef struct
{
  char *folder;
  GPtrArray *model;
  GtkWidget *window;
  OvrHealthPanel *panel;
  OvrStudy *study;
  OvrSeries *shown;
  guint slice;
  guint n_activated;
} Fixture;

static void
on_place (OvrHealthPanel *panel,
          OvrStudy *study,
          OvrSeries *series,
          guint slice,
          Fixture *fixture)
{
  g_assert_true (study == fixture->study);
  fixture->shown = series;
  fixture->slice = slice;
  fixture->n_activated++;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* A hole after image 5 and another after image 9, and thick slices. */
static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  const double thickness = 8.0;

  fixture->folder = sample_folder ();
  for (int i = 0; i < 16; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 8.0 * i);

      ovr_dataset_set_doubles (dataset, TAG_SLICE_THICKNESS, &thickness, 1);
      if (i == 5 || i == 9)
        ovr_dataset_free (dataset);
      else
        sample_save (dataset, fixture->folder, name);
    }
  fixture->model = sample_model (fixture->folder);
  fixture->study = sample_study (fixture->model);
  fixture->window = gtk_window_new ();
  fixture->panel = OVR_HEALTH_PANEL (ovr_health_panel_new ());
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->panel));
  g_signal_connect (fixture->panel, "place-activated", G_CALLBACK (on_place), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_ptr_array_unref (fixture->model);
  sample_remove (fixture->folder);
}

static void
fill (Fixture *fixture)
{
  OvrSeries *series = ovr_study_get_series (fixture->study, 0);
  GPtrArray *health = ovr_series_get_health (series);

  ovr_health_panel_add_heading (fixture->panel, "CURRENT");
  for (guint i = 0; i < health->len; i++)
    {
      const OvrHealthFinding *finding = health->pdata[i];

      ovr_health_panel_add_finding (fixture->panel, "Se 3", finding->text, finding->where, fixture->study, series, finding->slice);
    }
  settle ();
}

static void
test_steps_go_from_place_to_place (Fixture *fixture,
                                   gconstpointer unused)
{
  OvrSeries *series = ovr_study_get_series (fixture->study, 0);

  fill (fixture);
  g_assert_cmpuint (ovr_health_panel_get_n_findings (fixture->panel), ==, 3);
  g_assert_true (ovr_health_panel_step (fixture->panel, 1));
  g_assert_true (fixture->shown == series);
  g_assert_cmpuint (ovr_series_get_image_number (series, fixture->slice), ==, 5);
  g_assert_true (ovr_health_panel_step (fixture->panel, 1));
  g_assert_cmpuint (ovr_series_get_image_number (series, fixture->slice), ==, 9);
  /* Thick slices are no place. */
  g_assert_false (ovr_health_panel_step (fixture->panel, 1));
  g_assert_true (ovr_health_panel_step (fixture->panel, -1));
  g_assert_cmpuint (ovr_series_get_image_number (series, fixture->slice), ==, 5);
  g_assert_cmpuint (fixture->n_activated, ==, 3);
}

static void
test_clearing_leaves_nothing (Fixture *fixture,
                              gconstpointer unused)
{
  fill (fixture);
  ovr_health_panel_clear (fixture->panel);
  g_assert_cmpuint (ovr_health_panel_get_n_findings (fixture->panel), ==, 0);
  g_assert_false (ovr_health_panel_step (fixture->panel, 1));
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static void
test_a_badge_turns_to_its_series (Fixture *fixture,
                                  gconstpointer unused)
{
  OvrSeries *series = ovr_study_get_series (fixture->study, 0);
  GtkWidget *focus;

  ovr_health_panel_add_finding (fixture->panel, NULL, "Of the whole study.", NULL, NULL, NULL, -1);
  fill (fixture);
  ovr_health_panel_focus_series (fixture->panel, series);
  settle ();
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (GTK_IS_LIST_BOX_ROW (focus));
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)), ==, 1);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add ("/health-panel/steps", Fixture, NULL, set_up, test_steps_go_from_place_to_place, tear_down);
  g_test_add ("/health-panel/clear", Fixture, NULL, set_up, test_clearing_leaves_nothing, tear_down);
  g_test_add ("/health-panel/badge", Fixture, NULL, set_up, test_a_badge_turns_to_its_series, tear_down);
  return g_test_run ();
}
