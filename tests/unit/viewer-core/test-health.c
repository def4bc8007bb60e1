/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-health.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *folder;
  GPtrArray *model;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  fixture->folder = sample_folder ();
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_pointer (&fixture->model, g_ptr_array_unref);
  sample_remove (fixture->folder);
}

/* The first part of the only series. */
static OvrSeries *
build (Fixture *fixture)
{
  fixture->model = sample_model (fixture->folder);
  return ovr_study_get_series (sample_study (fixture->model), 0);
}

static guint
count (OvrSeries *series,
       const char *code)
{
  GPtrArray *health = ovr_series_get_health (series);
  guint n = 0;

  for (guint i = 0; i < health->len; i++)
    n += g_str_equal (((const OvrHealthFinding *) health->pdata[i])->code, code);
  return n;
}

/* The part has exactly one finding of that code, there. */
static void
assert_finding (OvrSeries *series,
                const char *code,
                const char *where)
{
  const OvrHealthFinding *finding = sample_finding (series, code);

  g_assert_nonnull (finding);
  g_assert_cmpuint (count (series, code), ==, 1);
  g_assert_cmpstr (finding->where, ==, where);
}

static void
assert_text (OvrSeries *series,
             const char *code,
             const char *part_of_it)
{
  const OvrHealthFinding *finding = sample_finding (series, code);

  g_assert_nonnull (finding);
  if (strstr (finding->text, part_of_it) == NULL)
    {
      g_test_message ("\"%s\" lacks \"%s\"", finding->text, part_of_it);
      g_test_fail ();
    }
}

static void
test_sound_series_has_no_findings (Fixture *fixture,
                                   gconstpointer unused)
{
  sample_save_stack (fixture->folder, 12, -1);
  g_assert_cmpuint (ovr_series_get_health (build (fixture))->len, ==, 0);
}

static void
test_missing_slice_is_found (Fixture *fixture,
                             gconstpointer unused)
{
  OvrSeries *series;

  sample_save_stack (fixture->folder, 12, 5);
  series = build (fixture);
  assert_finding (series, "missing-slices", "after image 5");
  assert_text (series, "missing-slices", "1 slice is missing");
  g_assert_cmpuint (ovr_series_get_health (series)->len, ==, 1);
}

static void
test_several_missing_slices_are_counted (Fixture *fixture,
                                         gconstpointer unused)
{
  static const int kept[] = { 0, 1, 2, 3, 7, 8, 9, 10 };
  OvrSeries *series;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", kept[i]);

      /* Numbered as if nothing were missing: the hole is there all the same. */
      sample_save (sample_ct (name, (int) i + 1, 1.25 * kept[i]), fixture->folder, name);
    }
  series = build (fixture);
  assert_finding (series, "missing-slices", "after image 4");
  assert_text (series, "missing-slices", "3 slices are missing");
}

/* Few slices of many: their numbers tell the distance. */
static void
test_numbers_tell_the_distance (Fixture *fixture,
                                gconstpointer unused)
{
  static const int kept[] = { 0, 3, 8, 10, 11 };
  OvrSeries *series;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", kept[i]);

      sample_save (sample_ct (name, 50 - kept[i], 3.0 * kept[i]), fixture->folder, name);
    }
  series = build (fixture);
  g_assert_cmpuint (count (series, "missing-slices"), ==, 3);
  assert_text (series, "missing-slices", "2 slices are missing between images 47 and 50");
}

/* Head CT: thin slices through the posterior fossa, thick ones above. */
static void
test_two_distances_are_no_holes (Fixture *fixture,
                                 gconstpointer unused)
{
  OvrSeries *series;
  double z = 0.0;

  for (int i = 0; i < 18; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      sample_save (sample_ct (name, i + 1, z), fixture->folder, name);
      z += i < 11 ? 4.0 : 8.0;
    }
  series = build (fixture);
  g_assert_cmpuint (count (series, "missing-slices"), ==, 0);
  assert_text (series, "irregular-spacing", "from 4 to 8 mm");
}

static void
test_uneven_distance_is_found (Fixture *fixture,
                               gconstpointer unused)
{
  OvrSeries *series;

  for (int i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      sample_save (sample_ct (name, i + 1, 2.0 * i + (i >= 3 ? 0.9 : 0.0)), fixture->folder, name);
    }
  series = build (fixture);
  assert_finding (series, "irregular-spacing", "after image 3");
  g_assert_cmpuint (count (series, "missing-slices"), ==, 0);
}

static void
test_rounding_is_no_finding (Fixture *fixture,
                             gconstpointer unused)
{
  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      sample_save (sample_ct (name, i + 1, round (0.625 * i * 100.0) / 100.0), fixture->folder, name);
    }
  g_assert_cmpuint (ovr_series_get_health (build (fixture))->len, ==, 0);
}

static void
test_doubled_position_is_found (Fixture *fixture,
                                gconstpointer unused)
{
  sample_save_stack (fixture->folder, 6, -1);
  sample_save (sample_ct ("again", 44, 4.0), fixture->folder, "again");
  assert_finding (build (fixture), "duplicate-position", "images 3 and 44");
}

/* The table moved along z while the gantry leaned by 18°. */
static void
test_tilt_is_told_by_positions (Fixture *fixture,
                                gconstpointer unused)
{
  const double a = 18.0 * G_PI / 180.0;
  const double axes[6] = { 1.0, 0.0, 0.0, 0.0, cos (a), -sin (a) };
  const double wrong_sign = -18.0;
  OvrSeries *series;
  double spacing[3];

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 0.0);

      sample_set_plane (dataset, -100.0, -80.0, 4.0 * i, axes);
      ovr_dataset_set_doubles (dataset, TAG_GANTRY_TILT, &wrong_sign, 1);
      sample_save (dataset, fixture->folder, name);
    }
  series = build (fixture);
  assert_text (series, "gantry-tilt", "18.0°");
  ovr_series_get_spacing (series, spacing);
  g_assert_cmpfloat_with_epsilon (spacing[2], 4.0 * cos (a), 1e-4);
}

static void
test_mixed_orientation_is_found (Fixture *fixture,
                                 gconstpointer unused)
{
  static const double coronal[6] = { 1, 0, 0, 0, 0, -1 };
  OvrDataset *reformat = sample_ct ("reformat", 99, 0.0);

  sample_save_stack (fixture->folder, 4, -1);
  sample_set_plane (reformat, 0.0, 0.0, 0.0, coronal);
  sample_save (reformat, fixture->folder, "reformat");
  assert_finding (build (fixture), "mixed-orientation", "axial");
}

static void
test_lossy_history_is_told (Fixture *fixture,
                            gconstpointer unused)
{
  OvrSeries *series;

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 2.0 * i);

      if (i == 1 || i == 2)
        {
          ovr_dataset_set_text (dataset, TAG_LOSSY, "01");
          ovr_dataset_set_text (dataset, TAG_LOSSY_RATIO, "12.5");
          ovr_dataset_set_text (dataset, TAG_LOSSY_METHOD, "ISO_15444_1");
        }
      sample_save (dataset, fixture->folder, name);
    }
  series = build (fixture);
  assert_finding (series, "lossy", "images 2 and 3");
  assert_text (series, "lossy", "(JPEG 2000, ratio 12.5:1)");
}

static void
test_transfer_syntax_tells_lossy (Fixture *fixture,
                                  gconstpointer unused)
{
  g_autofree char *path = sample_path ("conformance/pydicom/SC_rgb_small_odd_jpeg.dcm");
  OvrSeries *series;

  if (path == NULL)
    return;
  fixture->model = sample_model (path);
  series = ovr_study_get_series (sample_study (fixture->model), 0);
  assert_finding (series, "lossy", NULL);
  assert_text (series, "lossy", "(JPEG)");
}

static void
test_secondary_capture_is_found (Fixture *fixture,
                                 gconstpointer unused)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);

  ovr_dataset_set_text (dataset, TAG_SOP_CLASS, "1.2.840.10008.5.1.4.1.1.7.2");
  sample_save (dataset, fixture->folder, "a");
  assert_finding (build (fixture), "secondary-capture", NULL);
}

static void
test_thick_slices_are_found (Fixture *fixture,
                             gconstpointer unused)
{
  OvrSeries *series;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 8.0 * i);
      const double mm = 8.0;

      ovr_dataset_set_doubles (dataset, TAG_SLICE_THICKNESS, &mm, 1);
      sample_save (dataset, fixture->folder, name);
    }
  series = build (fixture);
  assert_text (series, "thick-slices", "below 16 mm");
  g_assert_cmpuint (ovr_series_get_health (series)->len, ==, 1);
}

static void
test_two_persons_are_told_and_kept_apart (Fixture *fixture,
                                          gconstpointer unused)
{
  OvrDataset *other = sample_ct ("other", 1, 0.0);

  sample_save (sample_ct ("a", 1, 0.0), fixture->folder, "a");
  ovr_dataset_set_text (other, TAG_PATIENT_NAME, "Muster^Berta");
  sample_save (other, fixture->folder, "b");
  fixture->model = sample_model (fixture->folder);

  g_assert_cmpuint (fixture->model->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      OvrStudy *study = ovr_subject_get_study (fixture->model->pdata[i], 0);

      g_assert_cmpuint (ovr_study_get_n_instances (study), ==, 1);
      assert_text (ovr_study_get_series (study, 0), "mixed-patients", "2 persons stand under one study");
    }
}

static void
test_burned_in_text_is_found (Fixture *fixture,
                              gconstpointer unused)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);

  ovr_dataset_set_text (dataset, TAG_BURNED_IN, "YES");
  sample_save (dataset, fixture->folder, "a");
  assert_finding (build (fixture), "burned-in", NULL);
}

/* A Latin-1 name in a file that declares no character set. */
static void
test_charset_doubt_is_found (Fixture *fixture,
                             gconstpointer unused)
{
  g_autoptr (GBytes) bytes = sample_bytes (sample_ct ("a", 1, 0.0));
  gsize size;
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  char *name = memmem (copy, size, "Muster^Anna", 11);
  g_autofree char *path = g_build_filename (fixture->folder, "a", NULL);

  g_assert_nonnull (name);
  name[1] = (char) 0xfc;
  g_assert_true (g_file_set_contents (path, copy, (gssize) size, NULL));
  assert_finding (build (fixture), "charset", NULL);
}

static void
test_truncated_file_is_found (Fixture *fixture,
                              gconstpointer unused)
{
  g_autoptr (GBytes) bytes = sample_bytes (sample_ct ("last", 4, 6.0));
  g_autofree char *path = g_build_filename (fixture->folder, "last", NULL);

  sample_save_stack (fixture->folder, 3, -1);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes) - 40, NULL));
  assert_finding (build (fixture), "truncated", "image 4");
}

static OvrSeries *
build_dated (Fixture *fixture,
             guint32 tag,
             const char *value)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);

  ovr_dataset_set_text (dataset, tag, value);
  sample_save (dataset, fixture->folder, "a");
  return build (fixture);
}

static void
test_disagreeing_dates_are_found (Fixture *fixture,
                                  gconstpointer unused)
{
  OvrSeries *series = build_dated (fixture, TAG_ACQUISITION_DATE, "20251203");

  assert_text (series, "date-conflict", "12 April 2026");
  assert_text (series, "date-conflict", "3 December 2025");
}

static void
test_midnight_is_no_date_conflict (Fixture *fixture,
                                   gconstpointer unused)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);

  ovr_dataset_set_text (dataset, TAG_STUDY_TIME, "234500");
  ovr_dataset_set_text (dataset, TAG_ACQUISITION_DATE, "20260413");
  sample_save (dataset, fixture->folder, "a");
  g_assert_cmpuint (ovr_series_get_health (build (fixture))->len, ==, 0);
}

/* Born on 29 February 1960, studied on 12 April 2026: 66 years. */
static void
test_age_that_does_not_fit_is_found (Fixture *fixture,
                                     gconstpointer unused)
{
  assert_text (build_dated (fixture, TAG_AGE, "060Y"), "date-conflict", "age");
}

static void
test_age_one_off_is_no_finding (Fixture *fixture,
                                gconstpointer unused)
{
  g_assert_null (sample_finding (build_dated (fixture, TAG_AGE, "067Y"), "date-conflict"));
}

static void
test_birth_after_study_is_found (Fixture *fixture,
                                 gconstpointer unused)
{
  assert_text (build_dated (fixture, TAG_BIRTH_DATE, "20270101"), "date-conflict", "birth date");
}

static void
test_real_gaps_and_doubles_are_found (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autofree char *path = sample_path ("series/ct_missing_and_duplicate_slices_11");
  OvrSeries *series;

  if (path == NULL)
    return;
  fixture->model = sample_model (path);
  series = ovr_study_get_series (sample_study (fixture->model), 0);
  g_assert_cmpuint (ovr_series_get_n_instances (series), ==, 11);
  g_assert_cmpuint (count (series, "missing-slices"), ==, 9);
  assert_text (series, "missing-slices", "44 slices are missing between images 1 and 2");
  assert_finding (series, "duplicate-position", "images 9 and 10");
}

/* No finding on series that radiologists read every day. */
static void
test_real_sound_series_stay_silent (Fixture *fixture,
                                    gconstpointer unused)
{
  static const char *const sound[] = { "ct_head_philips_1mm_140", "ct_head_small_93", "mr_brain_fse_pd_20",
                                       "mr_prostate_adc_20", "mr_t1_sag_HFS_35" };

  for (guint i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autofree char *relative = g_strconcat ("series/", sound[i], NULL);
      g_autofree char *path = sample_path (relative);
      OvrStudy *study;

      if (path == NULL)
        return;
      g_clear_pointer (&fixture->model, g_ptr_array_unref);
      fixture->model = sample_model (path);
      study = sample_study (fixture->model);
      g_assert_cmpuint (ovr_study_get_n_series (study), ==, 1);
      g_assert_cmpstr (ovr_study_get_health_codes (study), ==, "");
      g_assert_true (ovr_series_is_volume (ovr_study_get_series (study, 0)));
    }
}

static void
test_lists_of_images_read_well (void)
{
  static const guint numbers[] = { 3, 4, 5, 9, 12, 20, 31, 40 };
  const struct
  {
    guint first;
    guint n;
    const char *words;
  } cases[] = {
    { 0, 1, "image 3" },
    { 0, 2, "images 3 and 4" },
    { 0, 3, "images 3 to 5" },
    { 2, 3, "images 5, 9 and 12" },
    { 0, 8, "8 images, the first is image 3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = ovr_health_images_to_words (numbers + cases[i].first, cases[i].n);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/health/sound-series-has-no-findings", test_sound_series_has_no_findings },
    { "/health/missing-slice", test_missing_slice_is_found },
    { "/health/several-missing-slices-are-counted", test_several_missing_slices_are_counted },
    { "/health/numbers-tell-the-distance", test_numbers_tell_the_distance },
    { "/health/two-distances-are-no-holes", test_two_distances_are_no_holes },
    { "/health/uneven-distance", test_uneven_distance_is_found },
    { "/health/rounding-is-no-finding", test_rounding_is_no_finding },
    { "/health/doubled-position", test_doubled_position_is_found },
    { "/health/tilt-is-told-by-positions", test_tilt_is_told_by_positions },
    { "/health/mixed-orientation", test_mixed_orientation_is_found },
    { "/health/lossy-history", test_lossy_history_is_told },
    { "/health/transfer-syntax-tells-lossy", test_transfer_syntax_tells_lossy },
    { "/health/secondary-capture", test_secondary_capture_is_found },
    { "/health/thick-slices", test_thick_slices_are_found },
    { "/health/two-persons-are-told-and-kept-apart", test_two_persons_are_told_and_kept_apart },
    { "/health/burned-in-text", test_burned_in_text_is_found },
    { "/health/charset-doubt", test_charset_doubt_is_found },
    { "/health/truncated-file", test_truncated_file_is_found },
    { "/health/disagreeing-dates", test_disagreeing_dates_are_found },
    { "/health/midnight-is-no-date-conflict", test_midnight_is_no_date_conflict },
    { "/health/age-that-does-not-fit", test_age_that_does_not_fit_is_found },
    { "/health/age-one-off-is-no-finding", test_age_one_off_is_no_finding },
    { "/health/birth-after-study", test_birth_after_study_is_found },
    { "/health/real-gaps-and-doubles", test_real_gaps_and_doubles_are_found },
    { "/health/real-sound-series-stay-silent", test_real_sound_series_stay_silent },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/health/lists-of-images-read-well", test_lists_of_images_read_well);
  return g_test_run ();
}
