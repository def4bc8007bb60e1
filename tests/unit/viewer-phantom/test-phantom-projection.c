/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-projection.h"
#include "phantom-files.h"

static char *directory;

static GBytes *
load (int instance)
{
  g_autofree char *name = g_strdup_printf ("DX01-%04d.dcm", instance);

  return files_load (directory, name);
}

static void
test_headers_leave_only_the_detectors_spacing (void)
{
  const OvrPhantomProjection *truth = ovr_phantom_projection_truth ();
  static const char *const orientations[] = { "L\\F", "P\\F" };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) file = load (i + 1);
      g_autoptr (OvrDataset) header = files_header (file);
      double spacing[2];

      files_assert_notice (header);
      files_assert_text (header, OVR_TAG (0x0028, 0x0004), "MONOCHROME1");
      files_assert_text (header, OVR_TAG (0x2050, 0x0020), "INVERSE");
      files_assert_text (header, OVR_TAG (0x0018, 0x5101), truth->views[i].view);
      files_assert_text (header, OVR_TAG (0x0020, 0x0020), orientations[i]);
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0018, 0x1164), spacing, 2));
      g_assert_cmpfloat (spacing[1], ==, truth->spacing_mm);
      g_assert_false (ovr_dataset_has (header, OVR_TAG (0x0028, 0x0030)));
      g_assert_false (ovr_dataset_has (header, OVR_TAG (0x0018, 0x1114)));
    }
}

static double
mean_box (const guint16 *cells,
          int columns,
          double column,
          double row,
          int half)
{
  double sum = 0.0;

  for (int dy = -half; dy <= half; dy++)
    for (int dx = -half; dx <= half; dx++)
      sum += cells[((int) row + dy) * columns + (int) column + dx];
  return sum / (2 * half + 1) / (2 * half + 1);
}

/* In MONOCHROME1 what stops the beam has low values. */
static void
test_nodule_is_denser_than_the_lung (void)
{
  const OvrPhantomProjection *truth = ovr_phantom_projection_truth ();
  const OvrPhantomProjectionView *pa = &truth->views[0];
  const double diameter = truth->nodule_mm / truth->spacing_mm;
  g_autoptr (GBytes) file = load (1);
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = files_frame (file, 1, &info);
  const guint16 *pixels = g_bytes_get_data (cells, NULL);
  const double inside = mean_box (pixels, pa->columns, pa->nodule_px[0], pa->nodule_px[1], 10);
  double outside = 0.0;

  for (int side = -1; side <= 1; side += 2)
    outside += mean_box (pixels, pa->columns, pa->nodule_px[0] + side * 0.9 * diameter, pa->nodule_px[1], 10) / 2.0;
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_MONOCHROME1);
  g_assert_cmpfloat (inside, <, outside - 60.0);
}

/* The step from lung to heart, found along a row below the hila. */
static void
test_heart_borders_are_where_the_truth_says (void)
{
  const OvrPhantomProjection *truth = ovr_phantom_projection_truth ();
  const OvrPhantomProjectionView *pa = &truth->views[0];
  const double borders[2] = { truth->heart_right_px, truth->heart_left_px };
  const int offset = (int) (7.0 / truth->spacing_mm);
  g_autoptr (GBytes) file = load (1);
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = files_frame (file, 1, &info);
  const guint16 *pixels = g_bytes_get_data (cells, NULL);

  for (int i = 0; i < 2; i++)
    {
      const int outwards = i == 0 ? -1 : 1;
      const double row = pa->nodule_px[1] + (i == 0 ? 106.0 : 112.0) / truth->spacing_mm;
      const double lung = mean_box (pixels, pa->columns, borders[i] + outwards * offset, row, 12);
      const double heart = mean_box (pixels, pa->columns, borders[i] - outwards * offset, row, 12);

      g_assert_cmpfloat (lung, >, heart + 150.0);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int code;

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  directory = files_new_directory ();
  ovr_phantom_projection_write (directory, &error);
  g_assert_no_error (error);
  g_test_add_func ("/phantom/projection/headers", test_headers_leave_only_the_detectors_spacing);
  g_test_add_func ("/phantom/projection/nodule", test_nodule_is_denser_than_the_lung);
  g_test_add_func ("/phantom/projection/heart", test_heart_borders_are_where_the_truth_says);
  code = g_test_run ();
  files_remove (directory);
  g_free (directory);
  return code;
}
