/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-grid.h"

#include "study-samples.h"

#include <glib/gstdio.h>
#include <math.h>

#define N_SLICES 7
#define PATIENCE_US (20 * G_USEC_PER_SEC)

/* A viewport in a window that is on the screen, and what it shows. */
typedef struct
{
  char *folder;
  GPtrArray *subjects;
  OvrFrameCache *cache;
  GtkWidget *window;
  OvrViewportGrid *grid;
  OvrViewport *viewport;
  OvrStudy *study;
  OvrSeries *series;
} Fixture;

static void
wait_for (gboolean (*done) (Fixture *fixture),
          Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!done (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* The next picture after what was on the screen before. */
static guint64 presented_before;

static gboolean
is_presented (Fixture *fixture)
{
  return ovr_viewport_get_n_presented (fixture->viewport) > presented_before;
}

static void
wait_presented (Fixture *fixture)
{
  wait_for (is_presented, fixture);
  presented_before = ovr_viewport_get_n_presented (fixture->viewport);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->folder = sample_folder ();
  sample_save_stack (fixture->folder, N_SLICES, -1);
  fixture->subjects = sample_model (fixture->folder);
  fixture->study = ovr_subject_get_study (g_ptr_array_index (fixture->subjects, 0), 0);
  fixture->series = ovr_study_get_series (fixture->study, 0);
  fixture->cache = ovr_frame_cache_new (1 << 24, 1);
  fixture->grid = g_object_new (OVR_TYPE_VIEWPORT_GRID, NULL);
  ovr_viewport_grid_set_cache (fixture->grid, fixture->cache);
  fixture->viewport = ovr_viewport_grid_get (fixture->grid, 0);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 640, 480);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->grid));
  gtk_window_present (GTK_WINDOW (fixture->window));
  presented_before = 0;
  ovr_viewport_show_series (fixture->viewport, fixture->study, fixture->series, 3, "CURRENT");
  wait_presented (fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_object_ref (fixture->grid);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->grid);
  ovr_frame_cache_free (fixture->cache);
  g_ptr_array_unref (fixture->subjects);
  sample_remove (fixture->folder);
}

static gboolean
shows_last (Fixture *fixture)
{
  return ovr_viewport_get_index (fixture->viewport) == N_SLICES - 1 && is_presented (fixture);
}

static void
test_paging_stays_within_the_series (Fixture *fixture,
                                     gconstpointer data)
{
  ovr_viewport_page (fixture->viewport, 100);
  wait_for (shows_last, fixture);
  ovr_viewport_page (fixture->viewport, -100);
  g_assert_cmpuint (ovr_viewport_get_index (fixture->viewport), ==, 0);
  ovr_viewport_page (fixture->viewport, -1);
  g_assert_cmpuint (ovr_viewport_get_index (fixture->viewport), ==, 0);
}

/* Window, zoom and turns are the series', marks are the image's. */
static void
test_paging_keeps_the_view_and_leaves_the_marks (Fixture *fixture,
                                                 gconstpointer data)
{
  const OvrPoint points[2] = { { 1.0, 1.0 }, { 4.0, 3.0 } };
  g_autoptr (OvrView) marked = ovr_viewport_dup_view (fixture->viewport);
  g_autoptr (OvrView) next = NULL, back = NULL;

  g_ptr_array_add (marked->shapes, ovr_shape_new (OVR_SHAPE_LENGTH, points, 2, NULL));
  g_assert_true (ovr_viewport_restore_view (fixture->viewport, marked));
  ovr_viewport_set_window (fixture->viewport, 40.0, 400.0);
  ovr_viewport_rotate (fixture->viewport);
  ovr_viewport_page (fixture->viewport, 1);
  next = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpuint (next->shapes->len, ==, 0);
  g_assert_cmpfloat (next->window_center, ==, 40.0);
  g_assert_cmpint (next->rotation_deg, ==, 90);
  ovr_viewport_page (fixture->viewport, -1);
  back = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpuint (back->shapes->len, ==, 1);
  g_assert_true (ovr_viewport_remove_mark (fixture->viewport));
  g_assert_false (ovr_viewport_remove_mark (fixture->viewport));
}

/* 3 columns of 0.8 mm and 2 rows of 0.5 mm: √(2.4² + 1²) = 2.6 mm. */
static void
test_length_rests_on_each_spacing (Fixture *fixture,
                                   gconstpointer data)
{
  const OvrPoint points[2] = { { 1.0, 1.0 }, { 4.0, 3.0 } };
  g_autoptr (OvrView) view = ovr_viewport_dup_view (fixture->viewport);
  g_autoptr (GPtrArray) measured = NULL;
  const OvrMeasurement *length;

  g_ptr_array_add (view->shapes, ovr_shape_new (OVR_SHAPE_LENGTH, points, 2, NULL));
  g_ptr_array_add (view->shapes, ovr_shape_new (OVR_SHAPE_ARROW, points, 2, NULL));
  ovr_viewport_restore_view (fixture->viewport, view);
  wait_presented (fixture);
  measured = ovr_viewport_measure_marks (fixture->viewport);
  g_assert_cmpuint (measured->len, ==, 1);
  length = g_ptr_array_index (measured, 0);
  g_assert_cmpfloat_with_epsilon (length->value, 2.6, 1e-9);
  g_assert_cmpint (length->provenance, ==, OVR_PROVENANCE_PIXEL_SPACING);
}

static void
test_zoom_keeps_the_middle (Fixture *fixture,
                            gconstpointer data)
{
  g_autoptr (OvrView) near = NULL, nearer = NULL, whole = NULL;

  ovr_viewport_zoom (fixture->viewport, 1.1);
  near = ovr_viewport_dup_view (fixture->viewport);
  wait_presented (fixture);
  ovr_viewport_zoom (fixture->viewport, 1.1);
  nearer = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpfloat_with_epsilon (nearer->span_px, near->span_px / 1.1, 1e-9 * near->span_px);
  g_assert_cmpfloat_with_epsilon (near->centre.col, (SAMPLE_COLUMNS - 1) / 2.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (nearer->centre.row, (SAMPLE_ROWS - 1) / 2.0, 1e-6);
  ovr_viewport_fit (fixture->viewport);
  whole = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpfloat (whole->span_px, ==, 0.0);
}

/* What is seen turns clockwise, mirrored or not. */
static void
test_turning_a_mirrored_view (Fixture *fixture,
                              gconstpointer data)
{
  g_autoptr (OvrView) view = NULL;

  ovr_viewport_flip (fixture->viewport);
  ovr_viewport_rotate (fixture->viewport);
  view = ovr_viewport_dup_view (fixture->viewport);
  g_assert_true (view->flip_horizontal);
  g_assert_cmpint (view->rotation_deg, ==, 270);
}

static void
test_presets_of_ct (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (OvrView) view = NULL, reset = NULL;
  g_auto (GStrv) names = ovr_viewport_dup_preset_names (fixture->viewport);

  g_assert_cmpstr (names[0], ==, "Brain  (40 / 80)");
  g_assert_cmpstr (names[4], ==, "Lung  (−400 / 1500)");
  g_assert_cmpuint (g_strv_length (names), >=, 11);
  g_assert_true (g_str_has_prefix (names[g_strv_length (names) - 1], "Full range"));
  g_assert_true (ovr_viewport_set_preset (fixture->viewport, g_strv_length (names)));
  g_assert_true (ovr_viewport_set_preset (fixture->viewport, 1));
  view = ovr_viewport_dup_view (fixture->viewport);
  g_assert_true (isfinite (view->window_center) && view->window_width > 0.0);
  g_assert_false (ovr_viewport_set_preset (fixture->viewport, 0));
  g_assert_false (ovr_viewport_set_preset (fixture->viewport, 99));
  ovr_viewport_reset (fixture->viewport);
  reset = ovr_viewport_dup_view (fixture->viewport);
  g_assert_true (isnan (reset->window_center));
}

static void
test_view_of_another_series_is_refused (Fixture *fixture,
                                        gconstpointer data)
{
  g_autoptr (OvrView) view = ovr_view_new ();

  ovr_image_ref_set (&view->image, "2.25.1", 1);
  g_assert_false (ovr_viewport_restore_view (fixture->viewport, view));
  g_assert_cmpuint (ovr_viewport_get_index (fixture->viewport), ==, 3);
}

/* Every wish made before a worker has answered: the last one is shown. */
static void
test_last_wish_is_shown (Fixture *fixture,
                         gconstpointer data)
{
  for (int i = 0; i < 40; i++)
    ovr_viewport_set_index (fixture->viewport, i % N_SLICES);
  ovr_viewport_set_index (fixture->viewport, N_SLICES - 1);
  wait_for (shows_last, fixture);
}

static void
test_missing_file_is_told_and_paging_goes_on (Fixture *fixture,
                                              gconstpointer data)
{
  const OvrSlice *slice = ovr_series_get_slice (fixture->series, 5);

  g_assert_cmpint (g_unlink (slice->instance->path), ==, 0);
  ovr_viewport_set_index (fixture->viewport, 5);
  for (int i = 0; i < 300; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  presented_before = ovr_viewport_get_n_presented (fixture->viewport);
  ovr_viewport_set_index (fixture->viewport, 6);
  wait_for (shows_last, fixture);
}

static void
test_second_viewport_is_active_only_while_visible (Fixture *fixture,
                                                   gconstpointer data)
{
  ovr_viewport_grid_set_active (fixture->grid, 1);
  g_assert_cmpuint (ovr_viewport_grid_get_active_index (fixture->grid), ==, 0);
  ovr_viewport_grid_set_n_visible (fixture->grid, 2);
  ovr_viewport_grid_set_active (fixture->grid, 1);
  g_assert_cmpuint (ovr_viewport_grid_get_active_index (fixture->grid), ==, 1);
  ovr_viewport_grid_set_n_visible (fixture->grid, 1);
  g_assert_cmpuint (ovr_viewport_grid_get_active_index (fixture->grid), ==, 0);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  add ("/viewport/paging/ends", test_paging_stays_within_the_series);
  add ("/viewport/paging/view", test_paging_keeps_the_view_and_leaves_the_marks);
  add ("/viewport/length", test_length_rests_on_each_spacing);
  add ("/viewport/zoom", test_zoom_keeps_the_middle);
  add ("/viewport/turn", test_turning_a_mirrored_view);
  add ("/viewport/presets", test_presets_of_ct);
  add ("/viewport/other-series", test_view_of_another_series_is_refused);
  add ("/viewport/last-wish", test_last_wish_is_shown);
  add ("/viewport/missing-file", test_missing_file_is_told_and_paging_goes_on);
  add ("/viewport-grid/active", test_second_viewport_is_active_only_while_visible);
  return g_test_run ();
}
