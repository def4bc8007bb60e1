/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-coverage.h"

#define REFRESH_US 16667

/* A frame clock of its own: @n refreshes with the slice on the screen. */
static void
show (OvrDwell *dwell,
      OvrCoverage *coverage,
      OvrSeries *series,
      guint index,
      double zoom,
      guint n,
      gint64 *now_us)
{
  const OvrSlice *slice = ovr_series_get_slice (series, index);
  const OvrImageRef image = { (char *) slice->instance->sop_uid, slice->frame };

  for (guint i = 0; i < n; i++)
    {
      ovr_dwell_note (dwell, coverage, &image, zoom, *now_us);
      *now_us += REFRESH_US;
    }
}

#define N_SLICES 20

typedef struct
{
  char *folder;
  GPtrArray *model;
  OvrSeries *series;
  OvrCoverage *coverage;
  OvrDwell dwell;
  gint64 now_us;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  self->folder = sample_folder ();
  sample_save_stack (self->folder, N_SLICES, -1);
  self->model = sample_model (self->folder);
  self->series = ovr_study_get_series (sample_study (self->model), 0);
  self->coverage = ovr_coverage_new ();
  self->now_us = 1000000;
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  ovr_dwell_stop (&self->dwell);
  g_assert_finalize_object (self->coverage);
  g_ptr_array_unref (self->model);
  sample_remove (self->folder);
}

static void
assert_count (Fixture *self,
              guint n_viewed,
              guint n_flashed)
{
  OvrCoverageCount count = ovr_coverage_count (self->coverage, self->series);

  g_assert_cmpuint (count.n, ==, N_SLICES);
  g_assert_cmpuint (count.n_viewed, ==, n_viewed);
  g_assert_cmpuint (count.n_flashed, ==, n_flashed);
}

static void
test_sixty_a_second_is_flashed_by (Fixture *self,
                                   gconstpointer data)
{
  for (guint i = 0; i < N_SLICES; i++)
    show (&self->dwell, self->coverage, self->series, i, 1.0, 1, &self->now_us);
  assert_count (self, 0, N_SLICES);
  /* Forth and back again adds up to nothing. */
  for (guint round = 0; round < 20; round++)
    for (guint i = 0; i < N_SLICES; i++)
      show (&self->dwell, self->coverage, self->series, i, 1.0, 1, &self->now_us);
  assert_count (self, 0, N_SLICES);
}

static void
test_slow_is_viewed (Fixture *self,
                     gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    show (&self->dwell, self->coverage, self->series, i, 0.5, 11, &self->now_us);
  assert_count (self, 5, 0);
  /* What was viewed stays so when it flashes by. */
  for (guint i = 0; i < N_SLICES; i++)
    show (&self->dwell, self->coverage, self->series, i, 1.0, 1, &self->now_us);
  assert_count (self, 5, N_SLICES - 5);
}

static void
test_nine_refreshes_are_too_few (Fixture *self,
                                 gconstpointer data)
{
  show (&self->dwell, self->coverage, self->series, 0, 1.0, 9, &self->now_us);
  assert_count (self, 0, 1);
  show (&self->dwell, self->coverage, self->series, 0, 1.0, 2, &self->now_us);
  assert_count (self, 1, 0);
}

static void
test_small_is_not_viewed (Fixture *self,
                          gconstpointer data)
{
  show (&self->dwell, self->coverage, self->series, 0, 0.49, 600, &self->now_us);
  assert_count (self, 0, 1);
  /* Large and small in turn: never long enough at a stretch. */
  for (guint i = 0; i < 20; i++)
    show (&self->dwell, self->coverage, self->series, 0, i % 2 == 0 ? 1.0 : 0.4, 5, &self->now_us);
  assert_count (self, 0, 1);
}

/* A screen saver, a window that was hidden: nobody knows what was seen. */
static void
test_a_gap_counts_for_little (Fixture *self,
                              gconstpointer data)
{
  show (&self->dwell, self->coverage, self->series, 3, 1.0, 1, &self->now_us);
  self->now_us += 10 * G_USEC_PER_SEC;
  show (&self->dwell, self->coverage, self->series, 3, 1.0, 2, &self->now_us);
  assert_count (self, 0, 1);
  ovr_dwell_stop (&self->dwell);
  show (&self->dwell, self->coverage, self->series, 3, 1.0, 5, &self->now_us);
  assert_count (self, 0, 1);
}

static void
test_ranges_are_listed_by_number (Fixture *self,
                                  gconstpointer data)
{
  g_autofree char *unseen = NULL, *flashed = NULL, *both = NULL;

  for (guint i = 2; i < 6; i++)
    show (&self->dwell, self->coverage, self->series, i, 1.0, i == 3 ? 20 : 1, &self->now_us);
  show (&self->dwell, self->coverage, self->series, 8, 1.0, 20, &self->now_us);
  unseen = ovr_coverage_list (self->coverage, self->series, OVR_COVERED_UNSEEN, OVR_COVERED_UNSEEN);
  flashed = ovr_coverage_list (self->coverage, self->series, OVR_COVERED_FLASHED, OVR_COVERED_FLASHED);
  both = ovr_coverage_list (self->coverage, self->series, OVR_COVERED_UNSEEN, OVR_COVERED_FLASHED);
  g_assert_cmpstr (unseen, ==, "1, 2, 7, 8, 10–20");
  g_assert_cmpstr (flashed, ==, "3, 5, 6");
  g_assert_cmpstr (both, ==, "1–3, 5–8, 10–20");
}

static guint n_changes;

static void
on_changed (void)
{
  n_changes++;
}

static void
test_forgetting_leaves_nothing (Fixture *self,
                                gconstpointer data)
{
  n_changes = 0;
  g_signal_connect (self->coverage, "changed", G_CALLBACK (on_changed), NULL);
  show (&self->dwell, self->coverage, self->series, 0, 1.0, 20, &self->now_us);
  g_assert_cmpuint (n_changes, ==, 2);
  ovr_coverage_forget (self->coverage);
  g_assert_cmpuint (n_changes, ==, 3);
  assert_count (self, 0, 0);
  g_assert_false (ovr_coverage_add (self->coverage, "1.2", 0, OVR_COVERED_VIEWED));
  g_assert_false (ovr_coverage_add (self->coverage, "1.2", G_MAXUINT, OVR_COVERED_VIEWED));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("/coverage/fast", test_sixty_a_second_is_flashed_by);
  ADD ("/coverage/slow", test_slow_is_viewed);
  ADD ("/coverage/nine-refreshes", test_nine_refreshes_are_too_few);
  ADD ("/coverage/small", test_small_is_not_viewed);
  ADD ("/coverage/gap", test_a_gap_counts_for_little);
  ADD ("/coverage/ranges", test_ranges_are_listed_by_number);
  ADD ("/coverage/forget", test_forgetting_leaves_nothing);
  return g_test_run ();
}
