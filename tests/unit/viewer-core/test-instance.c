/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-instance.h"
#include "ovr-person.h"
#include "study-samples.h"

#include <math.h>
#include <string.h>

static OvrInstance *
read_bytes (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  OvrInstance *instance = ovr_instance_read_bytes (bytes, "/somewhere/a", NULL, &error);

  g_assert_no_error (error);
  return instance;
}

static OvrInstance *
read_dataset (OvrDataset *dataset)
{
  g_autoptr (GBytes) bytes = sample_bytes (dataset);

  return read_bytes (bytes);
}

static void
test_header_is_read (void)
{
  g_autoptr (OvrInstance) instance = read_dataset (sample_ct ("a", 7, 12.5));
  const OvrFrameFacts *facts = ovr_instance_get_facts (instance, 1);

  g_assert_cmpstr (instance->patient_name, ==, "Muster^Anna");
  g_assert_cmpstr (instance->modality, ==, "CT");
  g_assert_cmpint (instance->number, ==, 7);
  g_assert_cmpint (instance->series_number, ==, 3);
  g_assert_cmpuint (instance->rows, ==, SAMPLE_ROWS);
  g_assert_cmpuint (instance->columns, ==, SAMPLE_COLUMNS);
  g_assert_cmpuint (instance->n_frames, ==, 1);
  g_assert_cmpint (instance->study_date.year, ==, 2026);
  g_assert_cmpint (instance->birth_date.day, ==, 29);
  g_assert_cmpfloat (facts->plane.origin_mm[2], ==, 12.5);
  g_assert_cmpfloat (facts->plane.row_spacing_mm, ==, 0.5);
  g_assert_cmpfloat (facts->plane.col_spacing_mm, ==, 0.8);
  g_assert_true (isnan (facts->b_value));
  g_assert_false (instance->truncated);
  g_assert_false (ovr_instance_is_lossy (instance));
}

static void
test_stored_form_comes_back (void)
{
  g_autoptr (OvrInstance) instance = read_dataset (sample_ct ("a", 7, 12.5));
  g_autoptr (GBytes) stored = ovr_instance_to_bytes (instance);
  g_autoptr (OvrInstance) again = ovr_instance_from_bytes (stored, instance->path, instance->file_size);
  g_autoptr (GBytes) stored_again = NULL;

  g_assert_nonnull (again);
  stored_again = ovr_instance_to_bytes (again);
  g_assert_true (g_bytes_equal (stored, stored_again));
  g_assert_cmpstr (again->path, ==, "/somewhere/a");
  g_assert_cmpstr (again->sop_uid, ==, instance->sop_uid);
  g_assert_cmpmem (again->facts, sizeof *again->facts, instance->facts, sizeof *instance->facts);
}

static void
test_damaged_stored_form_is_refused (void)
{
  g_autoptr (OvrInstance) instance = read_dataset (sample_ct ("a", 7, 12.5));
  g_autoptr (GBytes) stored = ovr_instance_to_bytes (instance);
  gsize size = g_bytes_get_size (stored);

  for (gsize length = 0; length < size; length++)
    {
      g_autofree char *copy = g_memdup2 (g_bytes_get_data (stored, NULL), length);
      g_autoptr (GBytes) cut = g_bytes_new (copy, length);

      g_assert_null (ovr_instance_from_bytes (cut, NULL, 0));
    }
}

static void
test_cut_pixels_are_truncated (void)
{
  g_autoptr (GBytes) bytes = sample_bytes (sample_ct ("a", 1, 0.0));
  gsize size = g_bytes_get_size (bytes);

  for (gsize missing = 1; missing < SAMPLE_ROWS * SAMPLE_COLUMNS * 2; missing += 13)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, size - missing);
      g_autoptr (OvrInstance) instance = read_bytes (cut);

      g_assert_true (instance->truncated);
    }
}

static void
test_trailing_bytes_are_no_truncation (void)
{
  g_autoptr (GBytes) bytes = sample_bytes (sample_ct ("a", 1, 0.0));
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) padded = NULL;
  g_autoptr (OvrInstance) instance = NULL;

  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  for (guint i = 0; i < 2048; i++)
    g_byte_array_append (longer, (const guint8 *) "\0", 1);
  padded = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  instance = read_bytes (padded);
  g_assert_false (instance->truncated);
}

static void
test_short_pixel_element_is_truncated (void)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);
  g_autoptr (OvrInstance) instance = NULL;

  ovr_dataset_set_int (dataset, TAG_ROWS, SAMPLE_ROWS + 1);
  instance = read_dataset (dataset);
  g_assert_true (instance->truncated);
}

static void
test_without_sop_uid_is_refused (void)
{
  static const char junk[] = "this is a letter and no image at all, whatever its name says, is it?";
  g_autoptr (GBytes) bytes = g_bytes_new_static (junk, sizeof junk);
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_instance_read_bytes (bytes, NULL, NULL, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM);
}

static void
test_absurd_frame_count_is_refused (void)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  ovr_dataset_set_int (dataset, TAG_FRAMES, 2147483647);
  bytes = sample_bytes (dataset);
  g_assert_null (ovr_instance_read_bytes (bytes, NULL, NULL, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID);
}

static void
test_skew_axes_are_no_plane (void)
{
  static const double skew[6] = { 1.0, 0.0, 0.0, 0.3, 0.954, 0.0 };
  static const double zero[6] = { 0.0 };
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);
  g_autoptr (OvrInstance) first = NULL;
  g_autoptr (OvrInstance) second = NULL;

  sample_set_plane (dataset, 0.0, 0.0, 0.0, skew);
  first = read_dataset (dataset);
  dataset = sample_ct ("a", 1, 0.0);
  sample_set_plane (dataset, 0.0, 0.0, 0.0, zero);
  second = read_dataset (dataset);
  g_assert_false (ovr_frame_facts_has_plane (first->facts));
  g_assert_false (ovr_frame_facts_has_plane (second->facts));
}

static void
test_per_frame_groups_come_before_shared_ones (void)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);
  OvrDataset *shared = ovr_dataset_append_item (dataset, TAG_SHARED_GROUPS);
  static const double axes[6] = { 0.0, 1.0, 0.0, 0.0, 0.0, -1.0 };
  g_autoptr (OvrInstance) instance = NULL;

  ovr_dataset_set_text (dataset, TAG_MODALITY, "MR");
  ovr_dataset_set_int (dataset, TAG_FRAMES, 3);
  ovr_dataset_set_doubles (ovr_dataset_append_item (shared, TAG_PLANE_ORIENTATION_GROUP), TAG_ORIENTATION, axes, 6);
  for (int i = 0; i < 3; i++)
    {
      OvrDataset *frame = ovr_dataset_append_item (dataset, TAG_PER_FRAME_GROUPS);
      OvrDataset *content = ovr_dataset_append_item (frame, TAG_FRAME_CONTENT_GROUP);
      const double position[3] = { 10.0 - 5.0 * i, 1.0, 2.0 };
      const double b = 400.0 * i;

      ovr_dataset_set_doubles (ovr_dataset_append_item (frame, TAG_PLANE_POSITION_GROUP), TAG_POSITION, position, 3);
      ovr_dataset_set_doubles (ovr_dataset_append_item (frame, TAG_MR_DIFFUSION_GROUP), TAG_B_VALUE, &b, 1);
      ovr_dataset_set_text (content, TAG_STACK_ID, "one");
    }
  instance = read_dataset (dataset);

  g_assert_cmpuint (instance->n_facts, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const OvrFrameFacts *facts = ovr_instance_get_facts (instance, i + 1);

      g_assert_true (ovr_frame_facts_has_plane (facts));
      g_assert_cmpfloat (facts->plane.origin_mm[0], ==, 10.0 - 5.0 * i);
      g_assert_cmpfloat (facts->plane.row_dir[1], ==, 1.0);
      g_assert_cmpfloat (facts->b_value, ==, 400.0 * i);
      g_assert_cmpstr (instance->stack_ids[i], ==, "one");
    }
}

static void
test_lossy_is_sticky (void)
{
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);
  g_autoptr (OvrInstance) instance = NULL;

  ovr_dataset_set_text (dataset, TAG_LOSSY, "01");
  instance = read_dataset (dataset);
  g_assert_cmpstr (instance->transfer_syntax, ==, "1.2.840.10008.1.2.1");
  g_assert_true (ovr_instance_is_lossy (instance));
}

static void
test_names_are_shown_in_reading_order (void)
{
  const struct
  {
    const char *pn;
    const char *shown;
  } cases[] = {
    { "Musterfrau^Anna", "Musterfrau, Anna" },
    { "Adams^John Robert Quincy^^Rev.^B.A. M.Div.", "Adams, Rev. John Robert Quincy, B.A. M.Div." },
    { "Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou" },
    { "=山田^太郎", "山田, 太郎" },
    { "Solo", "Solo" },
    { "^^^^", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = ovr_person_name_to_display (cases[i].pn);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_only_padding_makes_no_other_person (void)
{
  const OvrDate born = { 1960, 2, 29 };
  const OvrDate later = { 1960, 3, 1 };
  g_autofree char *key = ovr_person_key ("4711", NULL, "Muster^Anna", born);
  g_autofree char *padded = ovr_person_key (" 4711 ", "", "Muster^Anna^^^ ==", born);
  g_autofree char *id = ovr_person_key ("4712", NULL, "Muster^Anna", born);
  g_autofree char *issuer = ovr_person_key ("4711", "B", "Muster^Anna", born);
  g_autofree char *name = ovr_person_key ("4711", NULL, "Muster^Anne", born);
  g_autofree char *date = ovr_person_key ("4711", NULL, "Muster^Anna", later);

  g_assert_cmpuint (strlen (key), ==, 12);
  g_assert_cmpstr (key, ==, padded);
  g_assert_cmpstr (key, !=, id);
  g_assert_cmpstr (key, !=, issuer);
  g_assert_cmpstr (key, !=, name);
  g_assert_cmpstr (key, !=, date);
}

static void
test_nameless_people_stay_apart (void)
{
  OvrDataset *a = sample_ct ("a", 1, 0.0);
  OvrDataset *b = sample_ct ("b", 1, 0.0);
  g_autoptr (OvrInstance) first = NULL;
  g_autoptr (OvrInstance) second = NULL;

  ovr_dataset_set_text (a, TAG_PATIENT_NAME, "");
  ovr_dataset_set_text (a, TAG_PATIENT_ID, "");
  ovr_dataset_set_text (b, TAG_PATIENT_NAME, "^");
  ovr_dataset_set_text (b, TAG_PATIENT_ID, "");
  sample_set_uid (b, TAG_STUDY_UID, "another study");
  first = read_dataset (a);
  second = read_dataset (b);
  g_assert_cmpstr (first->patient_key, !=, second->patient_key);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/instance/header-is-read", test_header_is_read);
  g_test_add_func ("/instance/stored-form-comes-back", test_stored_form_comes_back);
  g_test_add_func ("/instance/damaged-stored-form-is-refused", test_damaged_stored_form_is_refused);
  g_test_add_func ("/instance/cut-pixels-are-truncated", test_cut_pixels_are_truncated);
  g_test_add_func ("/instance/trailing-bytes-are-no-truncation", test_trailing_bytes_are_no_truncation);
  g_test_add_func ("/instance/short-pixel-element-is-truncated", test_short_pixel_element_is_truncated);
  g_test_add_func ("/instance/without-sop-uid-is-refused", test_without_sop_uid_is_refused);
  g_test_add_func ("/instance/absurd-frame-count-is-refused", test_absurd_frame_count_is_refused);
  g_test_add_func ("/instance/skew-axes-are-no-plane", test_skew_axes_are_no_plane);
  g_test_add_func ("/instance/per-frame-groups-come-before-shared-ones", test_per_frame_groups_come_before_shared_ones);
  g_test_add_func ("/instance/lossy-is-sticky", test_lossy_is_sticky);
  g_test_add_func ("/instance/names-are-shown-in-reading-order", test_names_are_shown_in_reading_order);
  g_test_add_func ("/instance/only-padding-makes-no-other-person", test_only_padding_makes_no_other_person);
  g_test_add_func ("/instance/nameless-people-stay-apart", test_nameless_people_stay_apart);
  return g_test_run ();
}
