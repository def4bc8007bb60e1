/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-knee.h"
#include "phantom-files.h"

#include <math.h>

/* Written once, read by all tests. */
static char *directory;

static GBytes *
load_slice (int instance)
{
  g_autofree char *name = g_strdup_printf ("MR04-%04d.dcm", instance);

  return files_load (directory, name);
}

/* The mean of 3 × 3 pixels of the slice nearest to an LPS point, found through
 * the headers alone. */
static double
value_at (const double lps_mm[3])
{
  const OvrPhantomKnee *truth = ovr_phantom_knee_truth ();
  double best = HUGE_VAL;
  double value = 0.0;

  for (int instance = 1; instance <= truth->n_slices; instance++)
    {
      g_autoptr (GBytes) file = load_slice (instance);
      g_autoptr (OvrDataset) header = files_header (file);
      g_autoptr (GBytes) cells = NULL;
      OvrFrameInfo info = { 0 };
      double o[3];
      double d[6];
      double spacing[2];
      double across = 0.0;
      double along_row = 0.0;
      double along_col = 0.0;
      int column;
      int row;

      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0020, 0x0032), o, 3));
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0020, 0x0037), d, 6));
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0028, 0x0030), spacing, 2));
      for (int i = 0; i < 3; i++)
        {
          const double n = d[(i + 1) % 3] * d[3 + (i + 2) % 3] - d[(i + 2) % 3] * d[3 + (i + 1) % 3];

          across += (lps_mm[i] - o[i]) * n;
          along_row += (lps_mm[i] - o[i]) * d[i];
          along_col += (lps_mm[i] - o[i]) * d[3 + i];
        }
      if (fabs (across) >= best)
        continue;
      best = fabs (across);
      column = (int) lround (along_row / spacing[1]);
      row = (int) lround (along_col / spacing[0]);
      g_assert_cmpint (column, >, 0);
      g_assert_cmpint (column, <, truth->columns - 1);
      g_assert_cmpint (row, >, 0);
      g_assert_cmpint (row, <, truth->rows - 1);
      cells = files_frame (file, 1, &info);
      value = 0.0;
      for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
          value += ((const guint16 *) g_bytes_get_data (cells, NULL))[(row + dy) * truth->columns + column + dx] / 9.0;
    }
  g_assert_cmpfloat (best, <, 1.76);
  return value;
}

static void
test_findings_lie_where_the_truth_says (void)
{
  const OvrPhantomKnee *truth = ovr_phantom_knee_truth ();
  const double marrow = value_at (truth->marrow_mm);

  g_assert_cmpfloat (marrow, >, 60.0);
  g_assert_cmpfloat (marrow, <, 260.0);
  g_assert_cmpfloat (value_at (truth->bruise_mm), >, marrow + 200.0);
  g_assert_cmpfloat (value_at (truth->cyst_mm), >, 750.0);
  g_assert_cmpfloat (value_at (truth->fluid_mm), >, 450.0);
  g_assert_cmpfloat (value_at (truth->tear_mm), >, 200.0);
}

static void
test_headers_describe_an_oblique_sagittal_series (void)
{
  const OvrPhantomKnee *truth = ovr_phantom_knee_truth ();
  double last = -HUGE_VAL;

  for (int instance = 1; instance <= truth->n_slices; instance++)
    {
      g_autoptr (GBytes) file = load_slice (instance);
      g_autoptr (OvrDataset) header = files_header (file);
      double o[3];
      double d[6];
      double spacing[2];
      double dot;

      files_assert_notice (header);
      files_assert_text (header, OVR_TAG (0x0008, 0x0060), "MR");
      files_assert_text (header, OVR_TAG (0x0020, 0x0060), "R");
      files_assert_text (header, OVR_TAG (0x0028, 0x0301), "NO");
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0020, 0x0032), o, 3));
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0020, 0x0037), d, 6));
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0028, 0x0030), spacing, 2));
      g_assert_cmpfloat (spacing[0], <, spacing[1]);
      dot = d[0] * d[3] + d[1] * d[4] + d[2] * d[5];
      g_assert_cmpfloat_with_epsilon (dot, 0.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (hypot (hypot (d[0], d[1]), d[2]), 1.0, 1e-6);
      g_assert_cmpfloat (d[1], >, 0.9);  /* to the back */
      g_assert_cmpfloat (d[5], <, -0.9); /* down */
      /* A right knee from lateral to medial: towards the left. */
      g_assert_cmpfloat (o[0], >, last);
      last = o[0];
    }
}

static void
test_same_bytes_each_time (void)
{
  g_autofree char *again = files_new_directory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = load_slice (9);
  g_autoptr (GBytes) second = NULL;

  g_assert_true (ovr_phantom_knee_write (again, &error));
  second = files_load (again, "MR04-0009.dcm");
  g_assert_true (g_bytes_equal (first, second));
  files_remove (again);
}

static void
test_unwritable_place_is_an_error (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ovr_phantom_knee_write ("/dev/null/knee", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int code;

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  directory = files_new_directory ();
  ovr_phantom_knee_write (directory, &error);
  g_assert_no_error (error);
  g_test_add_func ("/phantom/knee/findings", test_findings_lie_where_the_truth_says);
  g_test_add_func ("/phantom/knee/headers", test_headers_describe_an_oblique_sagittal_series);
  g_test_add_func ("/phantom/knee/repeatable", test_same_bytes_each_time);
  g_test_add_func ("/phantom/knee/unwritable", test_unwritable_place_is_an_error);
  code = g_test_run ();
  files_remove (directory);
  g_free (directory);
  return code;
}
