/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-grid.h"

#include "ovr-uid.h"
#include "state-samples.h"
#include "study-samples.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

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

/* Slices with two windows, a function that no one knows, and a mapping. */
static void
save_odd_stack (const char *folder)
{
  for (int i = 0; i < N_SLICES; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 2.0 * i);
      OvrDataset *mapping = ovr_dataset_append_item (dataset, OVR_TAG (0x0040, 0x9096));

      ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), "MR");
      ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x1050), (double[]){ 40 + i, 100 + i }, 2);
      ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x1051), (double[]){ 400, 50 }, 2);
      ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x1055), "WIDE\\NARROW");
      ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x1056), "CUBIC");
      ovr_dataset_set_int (mapping, OVR_TAG (0x0040, 0x9216), 0);
      ovr_dataset_set_int (mapping, OVR_TAG (0x0040, 0x9211), 4095);
      ovr_dataset_set_doubles (mapping, OVR_TAG (0x0040, 0x9224), (double[]){ 0 }, 1);
      ovr_dataset_set_doubles (mapping, OVR_TAG (0x0040, 0x9225), (double[]){ 1e-6 }, 1);
      sample_save (dataset, folder, name);
    }
}

/* @data: whether the slices are the odd ones. */

/* A state of the stack's images @first to @last: turned, mirrored, windowed;
 * where it is @marked, with a line by somebody. */
static void
save_state (const char *folder,
            const char *name,
            guint first,
            guint last,
            gboolean marked)
{
  OvrDataset *state = sample_state (1, 1, SAMPLE_COLUMNS, SAMPLE_ROWS);
  OvrDataset *series = ovr_dataset_append_item (state, OVR_TAG (0x0008, 0x1115));
  g_autofree char *file = g_strconcat (name, ".dcm", NULL);

  for (guint i = first; i <= last; i++)
    {
      g_autofree char *image = g_strdup_printf ("image a%u", i);

      sample_set_uid (ovr_dataset_append_item (series, OVR_TAG (0x0008, 0x1140)), OVR_TAG (0x0008, 0x1155), image);
    }
  sample_set_uid (state, TAG_SOP_INSTANCE, name);
  sample_set_uid (state, TAG_STUDY_UID, "study");
  sample_set_uid (state, TAG_SERIES_UID, "states");
  ovr_dataset_set_text (state, TAG_PATIENT_ID, "4711");
  ovr_dataset_set_text (state, TAG_BIRTH_DATE, "19600229");
  ovr_dataset_set_int (state, TAG_SERIES_NUMBER, 9);
  ovr_dataset_set_int (state, OVR_TAG (0x0070, 0x0042), 90);
  ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0041), "Y");
  ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0081), "Fracture of C2");
  sample_state_window (state, 1.0, 2.0);
  if (marked)
    sample_graphic (state, "A", "PIXEL", "POLYLINE", (const double[]){ 1, 1, 2, 2 }, 2, FALSE);
  sample_save (state, folder, file);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->folder = sample_folder ();
  if (g_strcmp0 (data, "odd") == 0)
    save_odd_stack (fixture->folder);
  else
    sample_save_stack (fixture->folder, N_SLICES, -1);
  if (g_strcmp0 (data, "states") == 0)
    {
      save_state (fixture->folder, "one slice", 3, 3, TRUE);
      save_state (fixture->folder, "two slices", 3, 4, FALSE);
    }
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

/* Choosing is by number: the next slice has its own numbers for that window. */
static void
test_windows_of_the_file_are_kept_with_the_view (Fixture *fixture,
                                                 gconstpointer data)
{
  g_auto (GStrv) names = ovr_viewport_dup_preset_names (fixture->viewport);
  g_autoptr (OvrView) view = NULL, kept = NULL, reset = NULL;

  g_assert_cmpstr (names[0], ==, "WIDE  (43 / 400)");
  g_assert_cmpstr (names[1], ==, "NARROW  (103 / 50)");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->viewport), "pane.window", "i", 2));
  view = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpint (view->voi, ==, 1);
  g_assert_true (isnan (view->window_center));
  ovr_viewport_reset (fixture->viewport);
  reset = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpint (reset->voi, ==, 0);
  g_assert_true (ovr_viewport_restore_view (fixture->viewport, view));
  ovr_viewport_page (fixture->viewport, 1);
  kept = ovr_viewport_dup_view (fixture->viewport);
  g_assert_cmpint (kept->voi, ==, 1);
}

static GtkWidget *
find_button (OvrViewport *viewport,
             guint index)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (viewport));

  while (index-- > 0)
    child = gtk_widget_get_next_sibling (child);
  g_assert_true (GTK_IS_MENU_BUTTON (child));
  return child;
}

/* What can't be honoured stands beside the picture; nothing without reason. */
static void
test_notes_are_told_in_the_pane (Fixture *fixture,
                                 gconstpointer data)
{
  GtkWidget *menu = find_button (fixture->viewport, 0), *notes = find_button (fixture->viewport, 1);
  GtkWidget *label;

  g_assert_true (gtk_widget_get_visible (menu));
  g_assert_cmpint (gtk_widget_get_visible (notes), ==, data != NULL);
  if (data == NULL)
    return;

  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (notes)))), ==, "⚠ 1 note");
  gtk_menu_button_popup (GTK_MENU_BUTTON (notes));
  label = gtk_widget_get_first_child (gtk_popover_get_child (gtk_menu_button_get_popover (GTK_MENU_BUTTON (notes))));
  g_assert_true (strstr (gtk_label_get_text (GTK_LABEL (label)), "(0028,1056)") != NULL);
}

/* A menu's parts in its order, each with so many lines. */
static void
test_menu_offers_orders_windows_values_and_smoothing (Fixture *fixture,
                                                      gconstpointer data)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (find_button (fixture->viewport, 0));
  const int wanted[4] = { 3, 4, 2, 3 };
  GMenuModel *menu;

  ovr_viewport_open_menu (fixture->viewport);
  menu = gtk_menu_button_get_menu_model (button);
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 4);
  for (int i = 0; i < 4; i++)
    {
      /* The orders are a menu of their own. */
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, i == 0 ? G_MENU_LINK_SUBMENU : G_MENU_LINK_SECTION);

      g_assert_cmpint (g_menu_model_get_n_items (section), ==, wanted[i]);
    }
  gtk_menu_button_popdown (button);
}

/* Another smoothing is another picture of the same view. */
static void
test_smoothing_draws_again (Fixture *fixture,
                            gconstpointer data)
{
  ovr_viewport_set_interpolation (fixture->viewport, OVR_INTERPOLATION_LANCZOS);
  wait_presented (fixture);
  ovr_viewport_set_interpolation (fixture->viewport, OVR_INTERPOLATION_NEAREST);
  wait_presented (fixture);
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

/* Which slices came to the screen, one bit each, as the frame clock saw them. */
static guint slices_seen;

static void
on_painted (GdkFrameClock *clock,
            Fixture *fixture)
{
  g_autoptr (OvrView) shown = ovr_viewport_dup_shown (fixture->viewport);
  guint index;

  if (shown != NULL && ovr_series_find (fixture->series, shown->image.sop_uid, shown->image.frame, &index))
    slices_seen |= 1u << index;
}

static gboolean
shows_goal (Fixture *fixture)
{
  g_autoptr (OvrView) shown = ovr_viewport_dup_shown (fixture->viewport);
  guint index;

  return shown != NULL && ovr_series_find (fixture->series, shown->image.sop_uid, shown->image.frame, &index) &&
         index == ovr_viewport_get_index (fixture->viewport);
}

static gboolean
has_painted (Fixture *fixture)
{
  gtk_widget_queue_draw (GTK_WIDGET (fixture->viewport));
  return slices_seen != 0;
}

static gboolean
has_painted_goal (Fixture *fixture)
{
  return (slices_seen >> ovr_viewport_get_index (fixture->viewport) & 1u) != 0;
}

/* Six steps at once, faster than any refresh. */
static void
test_each_slice_of_a_scroll_is_on_the_screen (Fixture *fixture,
                                              gconstpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->viewport));
  gulong id;

  ovr_viewport_set_index (fixture->viewport, 0);
  wait_for (shows_goal, fixture);
  slices_seen = 0;
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), fixture);
  wait_for (has_painted, fixture);
  for (int i = 0; i < N_SLICES - 1; i++)
    ovr_viewport_page (fixture->viewport, 1);
  g_assert_cmpuint (ovr_viewport_get_index (fixture->viewport), ==, N_SLICES - 1);
  wait_for (has_painted_goal, fixture);
  g_signal_handler_disconnect (clock, id);
  g_assert_cmpuint (ovr_viewport_get_n_passed (fixture->viewport) + (guint) __builtin_popcount (slices_seen), ==, N_SLICES);
}

/* What was left out is counted until it has been on the screen. */
static void
test_what_passed_unseen_is_counted_until_it_is_seen (Fixture *fixture,
                                                     gconstpointer data)
{
  ovr_viewport_set_keeps_up (fixture->viewport, TRUE);
  ovr_viewport_set_index (fixture->viewport, 0);
  wait_for (shows_goal, fixture);
  g_assert_cmpuint (ovr_viewport_get_n_passed (fixture->viewport), ==, 0);
  ovr_viewport_page (fixture->viewport, N_SLICES - 1);
  wait_for (shows_goal, fixture);
  g_assert_cmpuint (ovr_viewport_get_n_passed (fixture->viewport), ==, N_SLICES - 2);
  for (int i = N_SLICES - 2; i > 0; i--)
    {
      ovr_viewport_page (fixture->viewport, -1);
      wait_for (shows_goal, fixture);
      g_assert_cmpuint (ovr_viewport_get_n_passed (fixture->viewport), ==, (guint) i - 1);
    }
  /* A jump passes nothing by. */
  ovr_viewport_set_index (fixture->viewport, 0);
  ovr_viewport_set_index (fixture->viewport, N_SLICES - 1);
  wait_for (shows_goal, fixture);
  g_assert_cmpuint (ovr_viewport_get_n_passed (fixture->viewport), ==, 0);
}

static void
test_hold_stops_at_what_is_seen (Fixture *fixture,
                                 gconstpointer data)
{
  g_autoptr (OvrView) shown = NULL, wanted = NULL;

  ovr_viewport_set_index (fixture->viewport, 0);
  wait_for (shows_goal, fixture);
  for (int i = 0; i < N_SLICES - 1; i++)
    ovr_viewport_page (fixture->viewport, 1);
  shown = ovr_viewport_dup_shown (fixture->viewport);
  ovr_viewport_hold (fixture->viewport);
  wanted = ovr_viewport_dup_view (fixture->viewport);
  g_assert_true (ovr_image_ref_equal (&wanted->image, &shown->image));
  wait_for (shows_goal, fixture);
  g_assert_cmpuint (ovr_viewport_get_index (fixture->viewport), <, N_SLICES - 1);
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

static GtkWidget *
state_button (Fixture *fixture)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->viewport));

  while (!gtk_widget_has_css_class (child, "ovr-state"))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static gboolean
offers_states (Fixture *fixture)
{
  return gtk_widget_get_visible (state_button (fixture));
}

static void
choose_state (Fixture *fixture,
              const char *name)
{
  g_autofree char *uid = name != NULL ? ovr_uid_derive (name) : g_strdup ("");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->viewport), "viewport-state.presentation", "s", uid));
}

static void
assert_shown_with (Fixture *fixture,
                   const char *name)
{
  g_autoptr (OvrView) view = ovr_viewport_dup_view (fixture->viewport);
  g_autofree char *uid = name != NULL ? ovr_uid_derive (name) : NULL;

  g_assert_cmpstr (view->presentation_uid, ==, uid);
  g_assert_cmpint (view->rotation_deg, ==, name != NULL ? 90 : 0);
  g_assert_cmpint (view->flip_horizontal, ==, name != NULL);
}

/* Nothing is applied before somebody asks; "as stored" takes all of it back. */
static void
test_presentation_states_are_offered_and_taken_back (Fixture *fixture,
                                                     gconstpointer data)
{
  const char *label;

  wait_for (offers_states, fixture);
  assert_shown_with (fixture, NULL);
  label = gtk_menu_button_get_label (GTK_MENU_BUTTON (state_button (fixture)));
  g_assert_nonnull (strstr (label, "2"));

  choose_state (fixture, "one slice");
  wait_presented (fixture);
  assert_shown_with (fixture, "one slice");
  label = gtk_menu_button_get_label (GTK_MENU_BUTTON (state_button (fixture)));
  g_assert_nonnull (strstr (label, "FINDINGS"));

  choose_state (fixture, NULL);
  wait_presented (fixture);
  assert_shown_with (fixture, NULL);
}

/* The slices that the state isn't for are shown as stored. */
static void
test_presentation_state_holds_for_its_slices (Fixture *fixture,
                                              gconstpointer data)
{
  wait_for (offers_states, fixture);
  choose_state (fixture, "two slices");
  assert_shown_with (fixture, "two slices");
  ovr_viewport_set_index (fixture->viewport, 4);
  assert_shown_with (fixture, "two slices");
  ovr_viewport_set_index (fixture->viewport, 5);
  assert_shown_with (fixture, NULL);
  ovr_viewport_set_index (fixture->viewport, 3);
  assert_shown_with (fixture, "two slices");
}

/* What the reader turns on top of a state is undone by a reset, the state is
 * not; and a view that was kept brings its state back. */
static void
test_presentation_state_comes_back_with_the_view (Fixture *fixture,
                                                  gconstpointer data)
{
  g_autoptr (OvrView) kept = NULL;

  wait_for (offers_states, fixture);
  choose_state (fixture, "one slice");
  ovr_viewport_rotate (fixture->viewport);
  ovr_viewport_invert (fixture->viewport);
  ovr_viewport_reset (fixture->viewport);
  assert_shown_with (fixture, "one slice");

  kept = ovr_viewport_dup_view (fixture->viewport);
  choose_state (fixture, NULL);
  ovr_viewport_set_index (fixture->viewport, 6);
  g_assert_true (ovr_viewport_restore_view (fixture->viewport, kept));
  assert_shown_with (fixture, "one slice");
}

static gboolean
says_not_here (Fixture *fixture)
{
  const char *label = gtk_menu_button_get_label (GTK_MENU_BUTTON (state_button (fixture)));

  return label != NULL && strstr (label, "not here") != NULL;
}

static void
test_presentation_state_that_is_missing_is_told (Fixture *fixture,
                                                 gconstpointer data)
{
  g_autoptr (OvrView) view = NULL;

  wait_for (offers_states, fixture);
  view = ovr_viewport_dup_view (fixture->viewport);
  view->presentation_uid = g_strdup ("2.25.4");
  g_assert_true (ovr_viewport_restore_view (fixture->viewport, view));
  wait_for (says_not_here, fixture);
  ovr_viewport_set_index (fixture->viewport, 4);
  assert_shown_with (fixture, NULL);
}

/* The lines of the menu, joined. (transfer full) */
static char *
menu_words (Fixture *fixture)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (state_button (fixture));
  g_autoptr (GMenuModel) section = NULL;
  GString *words = g_string_new (NULL);

  gtk_menu_button_popup (button);
  section = g_menu_model_get_item_link (gtk_menu_button_get_menu_model (button), 0, G_MENU_LINK_SECTION);
  for (int i = 0; i < g_menu_model_get_n_items (section); i++)
    {
      g_autofree char *line = NULL, *action = NULL;

      g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_LABEL, "s", &line);
      g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
      g_string_append_printf (words, "%s%s\n", g_str_has_suffix (action, ".none") ? "- " : "+ ", line);
    }
  gtk_menu_button_popdown (button);
  return g_string_free (words, FALSE);
}

static guint
count_lines (const char *words,
             const char *part)
{
  guint n = 0;

  for (const char *at = strstr (words, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

/* What the first reader drew or wrote is neither shown nor told while the
 * original is sealed; a window may be used. */
static void
test_sealed_marks_are_listed_but_not_shown (Fixture *fixture,
                                            gconstpointer data)
{
  g_autofree char *open = NULL, *sealed = NULL;

  wait_for (offers_states, fixture);
  open = menu_words (fixture);
  g_assert_cmpuint (count_lines (open, "+ "), ==, 3);
  g_assert_cmpuint (count_lines (open, "Fracture"), ==, 2);

  ovr_viewport_set_marks_sealed (fixture->viewport, TRUE);
  sealed = menu_words (fixture);
  g_assert_cmpuint (count_lines (sealed, "+ "), ==, 2);
  g_assert_cmpuint (count_lines (sealed, "FINDINGS"), ==, 1);
  g_assert_cmpuint (count_lines (sealed, "sealed with the original"), ==, 1);
  g_assert_null (strstr (sealed, "Fracture"));

  choose_state (fixture, "one slice");
  assert_shown_with (fixture, NULL);
  choose_state (fixture, "two slices");
  wait_presented (fixture);
  assert_shown_with (fixture, "two slices");
  ovr_viewport_set_marks_sealed (fixture->viewport, FALSE);
  assert_shown_with (fixture, "two slices");
  choose_state (fixture, "one slice");
  wait_presented (fixture);
  assert_shown_with (fixture, "one slice");
}

/* Neither by sealing later nor through a view that was kept; and opening the
 * seal applies nothing by itself. */
static void
test_sealing_takes_marks_off (Fixture *fixture,
                              gconstpointer data)
{
  g_autoptr (OvrView) kept = NULL, shown = NULL;
  GtkMenuButton *button = GTK_MENU_BUTTON (state_button (fixture));

  wait_for (offers_states, fixture);
  choose_state (fixture, "one slice");
  wait_presented (fixture);
  kept = ovr_viewport_dup_view (fixture->viewport);
  ovr_viewport_set_marks_sealed (fixture->viewport, TRUE);
  wait_presented (fixture);
  assert_shown_with (fixture, NULL);
  ovr_viewport_set_marks_sealed (fixture->viewport, FALSE);
  assert_shown_with (fixture, NULL);

  ovr_viewport_set_marks_sealed (fixture->viewport, TRUE);
  g_assert_true (ovr_viewport_restore_view (fixture->viewport, kept));
  wait_presented (fixture);
  shown = ovr_viewport_dup_view (fixture->viewport);
  g_assert_null (shown->presentation_uid);
  g_assert_nonnull (strstr (gtk_menu_button_get_label (button), "sealed"));
}

static void
add_with_states (const char *path,
                 void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, "states", set_up, test, tear_down);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static void
add_odd (const char *path,
         void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, "odd", set_up, test, tear_down);
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
  add_odd ("/viewport/windows-of-the-file", test_windows_of_the_file_are_kept_with_the_view);
  add_odd ("/viewport/notes", test_notes_are_told_in_the_pane);
  add ("/viewport/no-notes", test_notes_are_told_in_the_pane);
  add_odd ("/viewport/menu", test_menu_offers_orders_windows_values_and_smoothing);
  add ("/viewport/smoothing", test_smoothing_draws_again);
  add ("/viewport/other-series", test_view_of_another_series_is_refused);
  add ("/viewport/last-wish", test_last_wish_is_shown);
  add ("/viewport/scroll/each", test_each_slice_of_a_scroll_is_on_the_screen);
  add ("/viewport/scroll/passed", test_what_passed_unseen_is_counted_until_it_is_seen);
  add ("/viewport/scroll/hold", test_hold_stops_at_what_is_seen);
  add ("/viewport/missing-file", test_missing_file_is_told_and_paging_goes_on);
  add_with_states ("/viewport/presentation/offered", test_presentation_states_are_offered_and_taken_back);
  add_with_states ("/viewport/presentation/slices", test_presentation_state_holds_for_its_slices);
  add_with_states ("/viewport/presentation/view", test_presentation_state_comes_back_with_the_view);
  add_with_states ("/viewport/presentation/missing", test_presentation_state_that_is_missing_is_told);
  add_with_states ("/viewport/presentation/sealed", test_sealed_marks_are_listed_but_not_shown);
  add_with_states ("/viewport/presentation/sealing", test_sealing_takes_marks_off);
  add ("/viewport-grid/active", test_second_viewport_is_active_only_while_visible);
  return g_test_run ();
}
