/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phantom-volume.h"

#include <string.h>

/* The files themselves: modules, padding, which instances there are. */

static OvrPhantomScan
small (OvrPhantomTime time)
{
  OvrPhantomScan scan = *ovr_phantom_chest_scan (time);

  scan.matrix = 64;
  scan.n_slices = 10;
  scan.first_z_mm = 20.0;
  scan.missing_first = 0;
  scan.missing_last = 0;
  return scan;
}

static gboolean
is_there (const PhantomVolume *volume,
          int instance)
{
  g_autofree char *path = phantom_volume_path (volume, instance);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_missing_instances_have_no_file (void)
{
  OvrPhantomScan scan = small (OVR_PHANTOM_PRIOR);
  g_autoptr (PhantomVolume) volume = NULL;

  scan.missing_first = 4;
  scan.missing_last = 6;
  volume = phantom_volume_new (&scan);
  for (int i = 1; i <= 10; i++)
    g_assert_cmpint (is_there (volume, i), ==, i < 4 || i > 6);
  g_assert_false (is_there (volume, 11));
  g_assert_cmpint (ovr_phantom_chest_scan (OVR_PHANTOM_PRIOR)->missing_first, ==, 61);
  g_assert_cmpint (ovr_phantom_chest_scan (OVR_PHANTOM_PRIOR)->missing_last, ==, 63);
}

static void
test_doubled_instance_repeats_position_and_pixels (void)
{
  OvrPhantomScan scan = small (OVR_PHANTOM_CURRENT);
  g_autoptr (PhantomVolume) volume = NULL;
  g_autoptr (OvrDataset) first = NULL;
  g_autoptr (OvrDataset) second = NULL;
  static const guint32 same[] = { OVR_TAG (0x0020, 0x0032), OVR_TAG (0x0020, 0x000e), OVR_TAG (0x0020, 0x1041) };
  static const guint32 other[] = { OVR_TAG (0x0008, 0x0018), OVR_TAG (0x0020, 0x0013) };
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  scan.doubled = 3;
  volume = phantom_volume_new (&scan);
  first = phantom_volume_read (volume, 3);
  second = phantom_volume_read (volume, 11);
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *x = ovr_dataset_get_text (first, same[i]);
      g_autofree char *y = ovr_dataset_get_text (second, same[i]);

      g_assert_cmpstr (x, ==, y);
    }
  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    {
      g_autofree char *x = ovr_dataset_get_text (first, other[i]);
      g_autofree char *y = ovr_dataset_get_text (second, other[i]);

      g_assert_cmpstr (x, !=, y);
    }
  a = ovr_dataset_get_bytes (first, OVR_TAG (0x7fe0, 0x0010));
  b = ovr_dataset_get_bytes (second, OVR_TAG (0x7fe0, 0x0010));
  g_assert_true (g_bytes_equal (a, b));
}

static void
test_outside_the_circle_is_padding (void)
{
  OvrPhantomScan scan = small (OVR_PHANTOM_PRIOR);
  g_autoptr (PhantomVolume) volume = phantom_volume_new (&scan);
  g_autoptr (OvrDataset) dataset = phantom_volume_read (volume, 1);
  double padding = OVR_RECON_PADDING + scan.intercept;
  gint64 declared;

  g_assert_true (ovr_dataset_get_int (dataset, OVR_TAG (0x0028, 0x0120), 0, &declared));
  g_assert_cmpint (declared, ==, OVR_RECON_PADDING);
  for (int row = 0; row < 64; row++)
    for (int column = 0; column < 64; column++)
      {
        double x = column - 31.5;
        double y = row - 31.5;
        double hu = volume->hu[row * 64 + column];

        if (x * x + y * y > 32.0 * 32.0)
          g_assert_cmpfloat (hu, ==, padding);
        else
          g_assert_cmpfloat (hu, >=, -1024.0);
      }
}

static void
test_modules_are_complete (void)
{
  static const guint32 filled[] = {
    OVR_TAG (0x0008, 0x0005),
    OVR_TAG (0x0008, 0x0008),
    OVR_TAG (0x0008, 0x0016),
    OVR_TAG (0x0008, 0x0018),
    OVR_TAG (0x0008, 0x0020),
    OVR_TAG (0x0008, 0x0022),
    OVR_TAG (0x0008, 0x0030),
    OVR_TAG (0x0008, 0x0060),
    OVR_TAG (0x0010, 0x0010),
    OVR_TAG (0x0010, 0x0020),
    OVR_TAG (0x0010, 0x0030),
    OVR_TAG (0x0010, 0x0040),
    OVR_TAG (0x0018, 0x0010),
    OVR_TAG (0x0018, 0x0015),
    OVR_TAG (0x0018, 0x0050),
    OVR_TAG (0x0018, 0x0060),
    OVR_TAG (0x0018, 0x1100),
    OVR_TAG (0x0018, 0x1120),
    OVR_TAG (0x0018, 0x1152),
    OVR_TAG (0x0018, 0x1210),
    OVR_TAG (0x0018, 0x5100),
    OVR_TAG (0x0020, 0x000d),
    OVR_TAG (0x0020, 0x000e),
    OVR_TAG (0x0020, 0x0011),
    OVR_TAG (0x0020, 0x0012),
    OVR_TAG (0x0020, 0x0013),
    OVR_TAG (0x0020, 0x0032),
    OVR_TAG (0x0020, 0x0037),
    OVR_TAG (0x0020, 0x0052),
    OVR_TAG (0x0028, 0x0002),
    OVR_TAG (0x0028, 0x0004),
    OVR_TAG (0x0028, 0x0010),
    OVR_TAG (0x0028, 0x0011),
    OVR_TAG (0x0028, 0x0030),
    OVR_TAG (0x0028, 0x0100),
    OVR_TAG (0x0028, 0x0101),
    OVR_TAG (0x0028, 0x0102),
    OVR_TAG (0x0028, 0x0103),
    OVR_TAG (0x0028, 0x1050),
    OVR_TAG (0x0028, 0x1051),
    OVR_TAG (0x0028, 0x1052),
    OVR_TAG (0x0028, 0x1053),
    OVR_TAG (0x0028, 0x1055),
  };
  OvrPhantomScan scan = small (OVR_PHANTOM_CURRENT);
  g_autoptr (PhantomVolume) volume = phantom_volume_new (&scan);
  g_autoptr (OvrDataset) dataset = phantom_volume_read (volume, 2);
  g_autofree char *name = ovr_dataset_get_text (dataset, OVR_TAG (0x0010, 0x0010));
  g_autofree char *notice = ovr_dataset_get_text (dataset, OVR_TAG (0x0010, 0x4000));
  g_autofree char *reference = ovr_dataset_get_text (dataset, OVR_TAG (0x0020, 0x1040));

  for (guint i = 0; i < G_N_ELEMENTS (filled); i++)
    if (ovr_dataset_get_n_values (dataset, filled[i]) == 0)
      g_error ("%08x is empty", filled[i]);
  g_assert_cmpstr (name, ==, "Østergård-Kučera^Žofie");
  g_assert_cmpstr (notice, ==, "PHANTOM, not a patient");
  g_assert_cmpstr (reference, ==, "SN");
  g_assert_cmpuint (ovr_dataset_get_n_values (dataset, OVR_TAG (0x0028, 0x1050)), ==, 3);
  g_assert_cmpuint (ovr_dataset_get_n_values (dataset, OVR_TAG (0x0028, 0x1055)), ==, 3);
}

static void
test_the_same_scan_gives_the_same_bytes (void)
{
  OvrPhantomScan scan = small (OVR_PHANTOM_CURRENT);
  g_autoptr (PhantomVolume) one = phantom_volume_new (&scan);
  g_autoptr (PhantomVolume) two = phantom_volume_new (&scan);

  for (int i = 1; i <= scan.n_slices; i++)
    {
      g_autofree char *a = phantom_volume_path (one, i);
      g_autofree char *b = phantom_volume_path (two, i);
      g_autofree char *x = NULL;
      g_autofree char *y = NULL;
      gsize n, m;

      g_assert_true (g_file_get_contents (a, &x, &n, NULL));
      g_assert_true (g_file_get_contents (b, &y, &m, NULL));
      g_assert_cmpmem (x, n, y, m);
    }
}

static void
test_the_studies_differ_as_those_of_two_hospitals (void)
{
  OvrPhantomScan scans[2] = { small (OVR_PHANTOM_PRIOR), small (OVR_PHANTOM_CURRENT) };
  static const guint32 other[] = {
    OVR_TAG (0x0020, 0x0052),
    OVR_TAG (0x0020, 0x000d),
    OVR_TAG (0x0008, 0x0080),
    OVR_TAG (0x0028, 0x0030),
    OVR_TAG (0x0018, 0x0050),
    OVR_TAG (0x0018, 0x1210),
    OVR_TAG (0x0028, 0x1052),
    OVR_TAG (0x0008, 0x0020),
  };
  g_autoptr (PhantomVolume) prior = phantom_volume_new (&scans[0]);
  g_autoptr (PhantomVolume) current = phantom_volume_new (&scans[1]);
  g_autoptr (OvrDataset) a = phantom_volume_read (prior, 1);
  g_autoptr (OvrDataset) b = phantom_volume_read (current, 1);
  g_autofree char *id = ovr_dataset_get_text (a, OVR_TAG (0x0010, 0x0020));
  g_autofree char *same = ovr_dataset_get_text (b, OVR_TAG (0x0010, 0x0020));

  g_assert_cmpstr (id, ==, same);
  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    {
      g_autofree char *x = ovr_dataset_get_text (a, other[i]);
      g_autofree char *y = ovr_dataset_get_text (b, other[i]);

      g_assert_nonnull (x);
      g_assert_cmpstr (x, !=, y);
    }
}

static void
stop_at_once (double fraction,
              gpointer user_data)
{
  g_assert_cmpfloat (fraction, >=, 0.0);
  g_assert_cmpfloat (fraction, <=, 1.0);
  g_cancellable_cancel (user_data);
}

static void
test_writing_can_be_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("ovr-phantom-XXXXXX", NULL);

  g_assert_false (ovr_phantom_write_chest (directory, stop_at_once, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  phantom_remove_directory (directory);
}

static void
test_a_place_that_cannot_be_written_is_an_error (void)
{
  OvrPhantomScan scan = small (OVR_PHANTOM_CURRENT);
  g_autoptr (GError) error = NULL;

  g_assert_false (ovr_phantom_write_scan (&scan, OVR_PHANTOM_SERIES_AXIAL, "/dev/null/nowhere", &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phantom/files/missing", test_missing_instances_have_no_file);
  g_test_add_func ("/phantom/files/doubled", test_doubled_instance_repeats_position_and_pixels);
  g_test_add_func ("/phantom/files/padding", test_outside_the_circle_is_padding);
  g_test_add_func ("/phantom/files/modules", test_modules_are_complete);
  g_test_add_func ("/phantom/files/deterministic", test_the_same_scan_gives_the_same_bytes);
  g_test_add_func ("/phantom/files/two-hospitals", test_the_studies_differ_as_those_of_two_hospitals);
  g_test_add_func ("/phantom/files/cancelled", test_writing_can_be_cancelled);
  g_test_add_func ("/phantom/files/unwritable", test_a_place_that_cannot_be_written_is_an_error);
  return g_test_run ();
}
