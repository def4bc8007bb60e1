/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phantom-volume.h"

#include <string.h>

/* Both studies as the demo writes them: all series, all of their images. */

static char *whole;

static OvrDataset *
read_file (const char *study,
           const char *name)
{
  g_autofree char *path = g_build_filename (whole, study, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  OvrDataset *dataset;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  dataset = ovr_dataset_read_bytes (bytes, OVR_READ_ALL, &error);
  g_assert_no_error (error);
  return dataset;
}

static guint
count_files (const char *study,
             const char *prefix)
{
  g_autofree char *path = g_build_filename (whole, study, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

static void
test_each_series_is_there (void)
{
  g_assert_cmpuint (count_files ("prior", ""), ==, 117);
  g_assert_cmpuint (count_files ("current", "CT01-"), ==, 1);
  g_assert_cmpuint (count_files ("current", "CT03-"), ==, 240);
  g_assert_cmpuint (count_files ("current", "CT04-"), ==, 120);
  g_assert_cmpuint (count_files ("current", "CT501-"), ==, 1);
  g_assert_cmpuint (count_files ("current", ""), ==, 362);
}

static void
test_lung_images_lie_between_two_thin_ones (void)
{
  g_autoptr (OvrDataset) lung = read_file ("current", "CT04-0029.dcm");
  g_autoptr (OvrDataset) above = read_file ("current", "CT03-0057.dcm");
  g_autoptr (OvrDataset) below = read_file ("current", "CT03-0058.dcm");
  double z, z_above, z_below;

  g_assert_true (ovr_dataset_get_double (lung, OVR_TAG (0x0020, 0x0032), 2, &z));
  g_assert_true (ovr_dataset_get_double (above, OVR_TAG (0x0020, 0x0032), 2, &z_above));
  g_assert_true (ovr_dataset_get_double (below, OVR_TAG (0x0020, 0x0032), 2, &z_below));
  g_assert_cmpfloat_with_epsilon (z, 0.5 * (z_above + z_below), 1e-6);
}

static void
test_series_of_a_study_share_its_frame_of_reference (void)
{
  static const char *const names[] = { "CT01-0001.dcm", "CT03-0001.dcm", "CT04-0001.dcm" };
  g_autofree char *frame = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (OvrDataset) dataset = read_file ("current", names[i]);
      g_autofree char *here = ovr_dataset_get_text (dataset, OVR_TAG (0x0020, 0x0052));

      g_assert_nonnull (here);
      if (frame == NULL)
        frame = g_strdup (here);
      g_assert_cmpstr (here, ==, frame);
    }
}

static void
test_the_scout_is_a_localizer_seen_from_the_front (void)
{
  g_autoptr (OvrDataset) scout = read_file ("current", "CT01-0001.dcm");
  g_autofree char *type = ovr_dataset_get_text (scout, OVR_TAG (0x0008, 0x0008));
  g_autofree char *orientation = ovr_dataset_get_text (scout, OVR_TAG (0x0020, 0x0037));

  g_assert_cmpstr (type, ==, "ORIGINAL\\PRIMARY\\LOCALIZER");
  g_assert_cmpstr (orientation, ==, "1\\0\\0\\0\\0\\-1");
}

static void
test_the_dose_page_is_a_secondary_capture_with_letters (void)
{
  g_autoptr (OvrDataset) page = read_file ("current", "CT501-0001.dcm");
  g_autofree char *class = ovr_dataset_get_text (page, OVR_TAG (0x0008, 0x0016));
  g_autofree char *burned = ovr_dataset_get_text (page, OVR_TAG (0x0028, 0x0301));
  g_autoptr (GBytes) cells = ovr_dataset_get_bytes (page, OVR_TAG (0x7fe0, 0x0010));
  gsize size;
  const guint8 *pixels = g_bytes_get_data (cells, &size);
  guint n_lit = 0;

  g_assert_cmpstr (class, ==, "1.2.840.10008.5.1.4.1.1.7");
  g_assert_cmpstr (burned, ==, "YES");
  g_assert_false (ovr_dataset_has (page, OVR_TAG (0x0020, 0x0052)));
  for (gsize i = 0; i < size; i++)
    n_lit += pixels[i] > 0;
  g_assert_cmpuint (n_lit, >, 5000);
  g_assert_cmpuint (n_lit, <, 60000);
}

static void
test_the_truth_names_series_that_were_written (void)
{
  const OvrPhantomStudyTruth *truth = &ovr_phantom_chest_truth ()->current;
  g_autoptr (OvrDataset) image = read_file ("current", "CT03-0057.dcm");
  g_autofree char *study = ovr_dataset_get_text (image, OVR_TAG (0x0020, 0x000d));
  g_autofree char *series = ovr_dataset_get_text (image, OVR_TAG (0x0020, 0x000e));
  g_autofree char *instance = ovr_dataset_get_text (image, OVR_TAG (0x0008, 0x0018));
  double origin[3];
  double spacing[2];

  g_assert_cmpstr (study, ==, truth->study_uid);
  g_assert_cmpstr (series, ==, truth->series_uid);
  g_assert_cmpstr (instance, ==, truth->nodule.sop_uid);
  g_assert_true (ovr_dataset_get_doubles (image, OVR_TAG (0x0020, 0x0032), origin, 3));
  g_assert_true (ovr_dataset_get_doubles (image, OVR_TAG (0x0028, 0x0030), spacing, 2));
  g_assert_cmpfloat_with_epsilon (origin[0] + spacing[1] * truth->nodule.column, truth->nodule.position_mm[0], 1e-3);
  g_assert_cmpfloat_with_epsilon (origin[1] + spacing[0] * truth->nodule.row, truth->nodule.position_mm[1], 1e-3);
}

int
main (int argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  gint64 start;
  int result;

  g_test_init (&argc, &argv, NULL);
  whole = g_dir_make_tmp ("ovr-phantom-XXXXXX", &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  g_assert_true (ovr_phantom_write_chest (whole, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("479 files in %.2f s", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  g_test_add_func ("/phantom/chest/series", test_each_series_is_there);
  g_test_add_func ("/phantom/chest/lung", test_lung_images_lie_between_two_thin_ones);
  g_test_add_func ("/phantom/chest/frame", test_series_of_a_study_share_its_frame_of_reference);
  g_test_add_func ("/phantom/chest/scout", test_the_scout_is_a_localizer_seen_from_the_front);
  g_test_add_func ("/phantom/chest/dose", test_the_dose_page_is_a_secondary_capture_with_letters);
  g_test_add_func ("/phantom/chest/truth", test_the_truth_names_series_that_were_written);
  result = g_test_run ();
  phantom_remove_directory (whole);
  g_free (whole);
  return result;
}
