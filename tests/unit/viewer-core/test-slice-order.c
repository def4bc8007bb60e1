/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include <math.h>

static const double axial[6] = { 1, 0, 0, 0, 1, 0 };
static const double coronal[6] = { 1, 0, 0, 0, 0, -1 };
static const double sagittal[6] = { 0, 1, 0, 0, 0, -1 };

/* What a test looks at: parts of the only series in a folder. */
typedef struct
{
  char *folder;
  GPtrArray *model;
  OvrStudy *study;
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

static void
build (Fixture *fixture)
{
  fixture->model = sample_model (fixture->folder);
  fixture->study = sample_study (fixture->model);
}

static void
save (Fixture *fixture,
      OvrDataset *dataset,
      const char *name)
{
  sample_save (dataset, fixture->folder, name);
}

static OvrSeries *
part (Fixture *fixture,
      guint index)
{
  return ovr_study_get_series (fixture->study, index);
}

static void
assert_numbers (Fixture *fixture,
                guint index,
                const char *expected)
{
  g_autofree char *numbers = sample_numbers (part (fixture, index));

  g_assert_cmpstr (numbers, ==, expected);
}

static void
assert_n_parts (Fixture *fixture,
                guint n)
{
  g_assert_cmpuint (ovr_study_get_n_series (fixture->study), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (ovr_series_get_part (part (fixture, i)), ==, i + 1);
      g_assert_cmpuint (ovr_series_get_n_parts (part (fixture, i)), ==, n);
    }
}

static void
test_position_beats_number (Fixture *fixture,
                            gconstpointer unused)
{
  double spacing[3];

  save (fixture, sample_ct ("a", 1, 30.0), "1");
  save (fixture, sample_ct ("b", 2, -10.0), "2");
  save (fixture, sample_ct ("c", 3, 10.0), "3");
  save (fixture, sample_ct ("d", 4, -30.0), "4");
  build (fixture);
  assert_n_parts (fixture, 1);
  assert_numbers (fixture, 0, "4 2 3 1");
  ovr_series_get_spacing (part (fixture, 0), spacing);
  g_assert_cmpfloat (spacing[0], ==, 0.5);
  g_assert_cmpfloat (spacing[1], ==, 0.8);
  g_assert_cmpfloat (spacing[2], ==, 20.0);
  g_assert_true (ovr_series_is_volume (part (fixture, 0)));
  g_assert_true (ovr_series_is_numbered_whole (part (fixture, 0)));
  g_assert_cmpuint (ovr_series_get_opening_slice (part (fixture, 0)), ==, 2);
}

/* Turned by 40° about the head-feet axis and by 25° against it. */
static void
test_order_follows_an_oblique_normal (Fixture *fixture,
                                      gconstpointer unused)
{
  const double a = 40.0 * G_PI / 180.0, b = 25.0 * G_PI / 180.0;
  const double axes[6] = { cos (a), sin (a), 0.0, -sin (a) * cos (b), cos (a) * cos (b), sin (b) };
  const double n[3] = { axes[1] * axes[5] - axes[2] * axes[4], axes[2] * axes[3] - axes[0] * axes[5],
                        axes[0] * axes[4] - axes[1] * axes[3] };
  static const int steps[] = { 3, 0, 4, 1, 2 };
  double spacing[3];

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      OvrDataset *dataset = sample_ct (name, steps[i], 0.0);
      double t = 3.5 * steps[i];

      sample_set_plane (dataset, 5.0 + t * n[0], -7.0 + t * n[1], 90.0 + t * n[2], axes);
      save (fixture, dataset, name);
    }
  build (fixture);
  assert_numbers (fixture, 0, "0 1 2 3 4");
  ovr_series_get_spacing (part (fixture, 0), spacing);
  g_assert_cmpfloat_with_epsilon (spacing[2], 3.5, 1e-4);
}

static void
test_doubled_slice_stays_in_the_order_once (Fixture *fixture,
                                            gconstpointer unused)
{
  save (fixture, sample_ct ("a", 1, 0.0), "1");
  save (fixture, sample_ct ("b", 2, 2.0), "2");
  save (fixture, sample_ct ("b again", 9, 2.0), "3");
  save (fixture, sample_ct ("c", 3, 4.0), "4");
  save (fixture, sample_ct ("c", 3, 4.0), "the same file under another name");
  build (fixture);
  assert_n_parts (fixture, 1);
  assert_numbers (fixture, 0, "1 2 9 3");
  g_assert_false (ovr_series_is_volume (part (fixture, 0)));
}

static void
test_orientations_stand_apart (Fixture *fixture,
                               gconstpointer unused)
{
  double orientation[6];

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 2.0 * (i / 2));

      if (i % 2 == 1)
        sample_set_plane (dataset, 0.0, 3.0 * i, 0.0, coronal);
      save (fixture, dataset, name);
    }
  build (fixture);
  assert_n_parts (fixture, 2);
  assert_numbers (fixture, 0, "1 3");
  assert_numbers (fixture, 1, "2 4");
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 0)), ==, "axial");
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 1)), ==, "coronal");
  g_assert_true (ovr_series_get_orientation (part (fixture, 1), orientation));
  g_assert_cmpfloat (orientation[5], ==, -1.0);
}

static void
test_localizer_stands_apart (Fixture *fixture,
                             gconstpointer unused)
{
  OvrDataset *scout = sample_ct ("scout", 0, 0.0);

  ovr_dataset_set_text (scout, TAG_IMAGE_TYPE, "ORIGINAL\\PRIMARY\\LOCALIZER");
  sample_set_plane (scout, 0.0, 0.0, 0.0, sagittal);
  save (fixture, scout, "scout");
  sample_save_stack (fixture->folder, 3, -1);
  build (fixture);
  assert_n_parts (fixture, 2);
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 0)), ==, "localizer");
  assert_numbers (fixture, 1, "1 2 3");
}

static void
test_frames_of_reference_stand_apart (Fixture *fixture,
                                      gconstpointer unused)
{
  OvrDataset *other = sample_ct ("other", 4, 1.0);

  sample_set_uid (other, TAG_FRAME_OF_REFERENCE, "another");
  save (fixture, other, "other");
  sample_save_stack (fixture->folder, 3, -1);
  build (fixture);
  assert_n_parts (fixture, 2);
  assert_numbers (fixture, 0, "1 2 3");
  assert_numbers (fixture, 1, "4");
}

/* @n_values volumes of three slices, which differ in one attribute. */
static void
save_volumes (Fixture *fixture,
              guint32 tag,
              const double *values,
              guint n_values)
{
  for (guint v = 0; v < n_values; v++)
    for (int i = 0; i < 3; i++)
      {
        g_autofree char *name = g_strdup_printf ("%u-%d", v, i);
        OvrDataset *dataset = sample_ct (name, (int) (n_values * i + v) + 1, 2.0 * i);

        ovr_dataset_set_text (dataset, TAG_MODALITY, "MR");
        ovr_dataset_set_doubles (dataset, tag, &values[v], 1);
        save (fixture, dataset, name);
      }
}

static void
test_b_values_are_parts (Fixture *fixture,
                         gconstpointer unused)
{
  static const double b[] = { 800.0, 0.0, 50.0 };

  save_volumes (fixture, TAG_B_VALUE, b, 3);
  build (fixture);
  assert_n_parts (fixture, 3);
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 0)), ==, "b 0");
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 1)), ==, "b 50");
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 2)), ==, "b 800");
  assert_numbers (fixture, 0, "2 5 8");
  assert_numbers (fixture, 2, "1 4 7");
  g_assert_null (sample_finding (part (fixture, 0), "duplicate-position"));
}

static void
test_echoes_are_parts (Fixture *fixture,
                       gconstpointer unused)
{
  static const double te[] = { 15.0, 90.0 };

  save_volumes (fixture, TAG_ECHO_TIME, te, 2);
  build (fixture);
  assert_n_parts (fixture, 2);
  g_assert_cmpstr (ovr_series_get_part_label (part (fixture, 1)), ==, "echo 90 ms");
}

static void
test_time_points_are_parts (Fixture *fixture,
                            gconstpointer unused)
{
  static const double t[] = { 1.0, 2.0, 3.0, 4.0 };

  save_volumes (fixture, TAG_TEMPORAL_POSITION, t, 4);
  build (fixture);
  assert_n_parts (fixture, 4);
  assert_numbers (fixture, 3, "4 8 12");
}

static void
test_cine_at_one_place_is_one_part (Fixture *fixture,
                                    gconstpointer unused)
{
  static const double ms[] = { 300.0, 100.0, 200.0 };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      OvrDataset *dataset = sample_ct (name, (int) i + 1, 0.0);

      ovr_dataset_set_doubles (dataset, TAG_TRIGGER_TIME, &ms[i], 1);
      save (fixture, dataset, name);
    }
  build (fixture);
  assert_n_parts (fixture, 1);
  assert_numbers (fixture, 0, "2 3 1");
  g_assert_cmpuint (ovr_series_get_opening_slice (part (fixture, 0)), ==, 0);
  g_assert_null (sample_finding (part (fixture, 0), "duplicate-position"));
}

static void
test_turning_projection_is_one_part (Fixture *fixture,
                                     gconstpointer unused)
{
  for (int i = 0; i < 8; i++)
    {
      double a = i * G_PI / 8.0;
      const double axes[6] = { cos (a), sin (a), 0.0, 0.0, 0.0, -1.0 };
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, 8 - i, 0.0);

      sample_set_plane (dataset, -50.0 * cos (a), -50.0 * sin (a), 80.0, axes);
      save (fixture, dataset, name);
    }
  build (fixture);
  assert_n_parts (fixture, 1);
  assert_numbers (fixture, 0, "1 2 3 4 5 6 7 8");
  g_assert_false (ovr_series_is_volume (part (fixture, 0)));
}

static void
test_images_without_plane_go_by_number (Fixture *fixture,
                                        gconstpointer unused)
{
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, 30 - 10 * i, 0.0);

      ovr_dataset_set_text (dataset, TAG_MODALITY, "DX");
      ovr_dataset_set_empty (dataset, TAG_POSITION);
      ovr_dataset_set_empty (dataset, TAG_ORIENTATION);
      ovr_dataset_set_empty (dataset, TAG_PIXEL_SPACING);
      save (fixture, dataset, name);
    }
  build (fixture);
  assert_n_parts (fixture, 1);
  assert_numbers (fixture, 0, "10 20 30");
  g_assert_false (ovr_series_is_numbered_whole (part (fixture, 0)));
  g_assert_cmpuint (ovr_series_get_opening_slice (part (fixture, 0)), ==, 0);
  g_assert_cmpuint (ovr_series_get_health (part (fixture, 0))->len, ==, 0);
}

/* Frames out of order, as some scanners write them. */
static void
test_enhanced_frames_are_sorted (Fixture *fixture,
                                 gconstpointer unused)
{
  static const double z[] = { 6.0, 0.0, 4.0, 2.0 };
  OvrDataset *dataset = sample_ct ("enhanced", 1, 0.0);
  g_autofree guint8 *pixels = g_malloc0 (SAMPLE_ROWS * SAMPLE_COLUMNS * 2 * 4);
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, SAMPLE_ROWS * SAMPLE_COLUMNS * 2 * 4);
  OvrSeries *series;
  guint index;

  ovr_dataset_set_int (dataset, TAG_FRAMES, 4);
  ovr_dataset_set_bytes (dataset, TAG_PIXELS, bytes, 2);
  for (guint i = 0; i < 4; i++)
    {
      OvrDataset *frame = ovr_dataset_append_item (dataset, TAG_PER_FRAME_GROUPS);
      const double position[3] = { 0.0, 0.0, z[i] };

      ovr_dataset_set_doubles (ovr_dataset_append_item (frame, TAG_PLANE_POSITION_GROUP), TAG_POSITION, position, 3);
      ovr_dataset_set_doubles (ovr_dataset_append_item (frame, TAG_PLANE_ORIENTATION_GROUP), TAG_ORIENTATION, axial, 6);
    }
  save (fixture, dataset, "enhanced");
  build (fixture);
  assert_n_parts (fixture, 1);
  series = part (fixture, 0);
  g_assert_cmpuint (ovr_series_get_n_instances (series), ==, 1);
  g_assert_cmpuint (ovr_series_get_n_slices (series), ==, 4);
  g_assert_cmpuint (ovr_series_get_slice (series, 0)->frame, ==, 2);
  g_assert_cmpuint (ovr_series_get_slice (series, 3)->frame, ==, 1);
  g_assert_true (ovr_series_find (series, ovr_series_get_instance (series, 0)->sop_uid, 3, &index));
  g_assert_cmpuint (index, ==, 2);
  g_assert_false (ovr_series_find (series, ovr_series_get_instance (series, 0)->sop_uid, 5, &index));
}

static void
test_studies_are_newest_first (Fixture *fixture,
                               gconstpointer unused)
{
  OvrDataset *sent_again = sample_ct ("prior", 1, 0.0);
  g_autofree char *uid = NULL;

  /* A prior that carries the date of its second sending as its study date. */
  sample_set_uid (sent_again, TAG_STUDY_UID, "prior");
  ovr_dataset_set_text (sent_again, TAG_STUDY_DATE, "20260501");
  ovr_dataset_set_text (sent_again, TAG_ACQUISITION_DATE, "20250110");
  uid = ovr_dataset_get_text (sent_again, TAG_STUDY_UID);
  save (fixture, sent_again, "prior");
  save (fixture, sample_ct ("current", 1, 0.0), "current");
  fixture->model = sample_model (fixture->folder);
  g_assert_cmpuint (fixture->model->len, ==, 1);
  g_assert_cmpuint (ovr_subject_get_n_studies (fixture->model->pdata[0]), ==, 2);
  g_assert_cmpstr (ovr_study_get_uid (ovr_subject_get_study (fixture->model->pdata[0], 1)), ==, uid);
  g_assert_cmpstr (ovr_study_get_health_codes (ovr_subject_get_study (fixture->model->pdata[0], 1)), ==, "date-conflict");
}

/* Three points in time; the study dates of the two later ones changed places on
 * the way here. The acquisition decides, and both are told. */
static void
test_swapped_study_dates_are_put_right (Fixture *fixture,
                                        gconstpointer unused)
{
  static const struct
  {
    const char *name;
    const char *study_date;
    const char *acquired;
    const char *health;
  } points[] = {
    { "third", "20260105", "20260412", "date-conflict" },
    { "second", "20260412", "20260105", "date-conflict" },
    { "first", "20250901", "20250901", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      OvrDataset *dataset = sample_ct (points[i].name, 1, 0.0);

      sample_set_uid (dataset, TAG_STUDY_UID, points[i].name);
      sample_set_uid (dataset, TAG_SERIES_UID, points[i].name);
      ovr_dataset_set_text (dataset, TAG_STUDY_DATE, points[i].study_date);
      ovr_dataset_set_text (dataset, TAG_ACQUISITION_DATE, points[i].acquired);
      ovr_dataset_set_text (dataset, TAG_STUDY_DESCRIPTION, points[i].name);
      save (fixture, dataset, points[i].name);
    }
  fixture->model = sample_model (fixture->folder);
  g_assert_cmpuint (ovr_subject_get_n_studies (fixture->model->pdata[0]), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      OvrStudy *study = ovr_subject_get_study (fixture->model->pdata[0], i);

      g_assert_cmpstr (ovr_study_get_facts (study)->description, ==, points[i].name);
      g_assert_cmpstr (ovr_study_get_health_codes (study), ==, points[i].health);
    }
}

/* Two studies of one day: the hour of the acquisition decides, not that of the
 * registration. */
static void
test_studies_of_one_day_go_by_the_hour (Fixture *fixture,
                                        gconstpointer unused)
{
  static const char *const names[] = { "evening", "morning" };

  for (guint i = 0; i < 2; i++)
    {
      OvrDataset *dataset = sample_ct (names[i], 1, 0.0);

      sample_set_uid (dataset, TAG_STUDY_UID, names[i]);
      sample_set_uid (dataset, TAG_SERIES_UID, names[i]);
      ovr_dataset_set_text (dataset, TAG_STUDY_TIME, i == 0 ? "080000" : "090000");
      ovr_dataset_set_text (dataset, TAG_ACQUISITION_TIME, i == 0 ? "193000" : "091500");
      ovr_dataset_set_text (dataset, TAG_STUDY_DESCRIPTION, names[i]);
      save (fixture, dataset, names[i]);
    }
  fixture->model = sample_model (fixture->folder);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (ovr_study_get_facts (ovr_subject_get_study (fixture->model->pdata[0], i))->description, ==, names[i]);
}

/* Frames of real enhanced files: each part ascends, at one time point. */
static void
test_real_enhanced_frames_are_sorted (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autofree char *path = sample_path ("series/mr_xa30_enhanced_multiseries");

  if (path == NULL)
    return;
  fixture->model = sample_model (path);
  fixture->study = sample_study (fixture->model);
  for (guint i = 0; i < ovr_study_get_n_series (fixture->study); i++)
    {
      OvrSeries *series = part (fixture, i);
      guint n = ovr_series_get_n_slices (series);

      for (guint j = 1; j < n; j++)
        {
          const OvrSlice *a = ovr_series_get_slice (series, j - 1);
          const OvrSlice *b = ovr_series_get_slice (series, j);
          const OvrFrameFacts *p = ovr_instance_get_facts (a->instance, a->frame);
          const OvrFrameFacts *q = ovr_instance_get_facts (b->instance, b->frame);

          g_assert_cmpfloat (b->position_mm, >, a->position_mm);
          g_assert_true (isnan (p->temporal) == isnan (q->temporal) && (isnan (p->temporal) || p->temporal == q->temporal));
        }
    }
}

/* The reader's own choice: numbers or times lead, and images keep their names. */
static void
test_reader_chooses_another_order (Fixture *fixture,
                                   gconstpointer unused)
{
  static const struct
  {
    int number;
    double z;
    const char *time;
  } images[] = { { 3, 0.0, "100300" }, { 1, 2.0, "100400" }, { 4, 4.0, "100100" }, { 2, 6.0, "100200" } };
  OvrSeries *base;
  g_autoptr (OvrSeries) by_number = NULL;
  g_autoptr (OvrSeries) by_time = NULL;
  g_autoptr (OvrSeries) back = NULL;
  g_autofree char *numbers = NULL, *times = NULL;
  double spacing[3];
  guint index;

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      OvrDataset *dataset = sample_ct (name, images[i].number, images[i].z);

      ovr_dataset_set_text (dataset, TAG_ACQUISITION_TIME, images[i].time);
      save (fixture, dataset, name);
    }
  build (fixture);
  base = part (fixture, 0);
  g_assert_cmpint (ovr_series_get_order (base), ==, OVR_SLICE_ORDER_POSITION);
  g_assert_true (ovr_series_get_base (base) == base);

  by_number = ovr_series_dup_ordered (base, OVR_SLICE_ORDER_NUMBER);
  numbers = sample_numbers (by_number);
  g_assert_cmpstr (numbers, ==, "1 2 3 4");
  g_assert_cmpint (ovr_series_get_order (by_number), ==, OVR_SLICE_ORDER_NUMBER);
  g_assert_true (ovr_series_get_base (by_number) == base);
  g_assert_false (ovr_series_is_volume (by_number));
  ovr_series_get_spacing (by_number, spacing);
  g_assert_cmpfloat (spacing[2], ==, 2.0);
  g_assert_true (ovr_series_find (by_number, ovr_series_get_instance (base, 0)->sop_uid, 1, &index));
  g_assert_cmpuint (index, ==, 2);

  by_time = ovr_series_dup_ordered (by_number, OVR_SLICE_ORDER_TIME);
  times = sample_numbers (by_time);
  g_assert_cmpstr (times, ==, "4 2 3 1");
  g_assert_cmpuint (ovr_series_get_image_number (by_time, 0), ==, 4);
  back = ovr_series_dup_ordered (by_time, OVR_SLICE_ORDER_POSITION);
  g_assert_true (back == base);
}

/* Where the place is the name, it stays so. */
static void
test_places_stay_names_in_another_order (Fixture *fixture,
                                         gconstpointer unused)
{
  g_autoptr (OvrSeries) by_number = NULL;

  save (fixture, sample_ct ("a", 7, 4.0), "a");
  save (fixture, sample_ct ("b", 7, 2.0), "b");
  save (fixture, sample_ct ("c", 6, 6.0), "c");
  build (fixture);
  by_number = ovr_series_dup_ordered (part (fixture, 0), OVR_SLICE_ORDER_NUMBER);
  g_assert_cmpint (ovr_series_get_instance (by_number, 0)->number, ==, 6);
  g_assert_cmpuint (ovr_series_get_image_number (by_number, 0), ==, 3);
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
    { "/slice-order/position-beats-number", test_position_beats_number },
    { "/slice-order/oblique-normal", test_order_follows_an_oblique_normal },
    { "/slice-order/doubled-slice-stays-once", test_doubled_slice_stays_in_the_order_once },
    { "/slice-order/orientations-stand-apart", test_orientations_stand_apart },
    { "/slice-order/localizer-stands-apart", test_localizer_stands_apart },
    { "/slice-order/frames-of-reference-stand-apart", test_frames_of_reference_stand_apart },
    { "/slice-order/b-values-are-parts", test_b_values_are_parts },
    { "/slice-order/echoes-are-parts", test_echoes_are_parts },
    { "/slice-order/time-points-are-parts", test_time_points_are_parts },
    { "/slice-order/cine-at-one-place-is-one-part", test_cine_at_one_place_is_one_part },
    { "/slice-order/turning-projection-is-one-part", test_turning_projection_is_one_part },
    { "/slice-order/images-without-plane-go-by-number", test_images_without_plane_go_by_number },
    { "/slice-order/enhanced-frames-are-sorted", test_enhanced_frames_are_sorted },
    { "/slice-order/studies-are-newest-first", test_studies_are_newest_first },
    { "/slice-order/swapped-study-dates", test_swapped_study_dates_are_put_right },
    { "/slice-order/studies-of-one-day", test_studies_of_one_day_go_by_the_hour },
    { "/slice-order/reader-chooses", test_reader_chooses_another_order },
    { "/slice-order/places-stay-names", test_places_stay_names_in_another_order },
    { "/slice-order/real-enhanced-frames", test_real_enhanced_frames_are_sorted },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
