/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-ultrasound.h"
#include "phantom-files.h"

#include <math.h>

static char *directory;

static GBytes *
load (void)
{
  return files_load (directory, "US01-0001.dcm");
}

static void
test_regions_are_in_the_header (void)
{
  const OvrPhantomUltrasound *truth = ovr_phantom_ultrasound_truth ();
  g_autoptr (GBytes) file = load ();
  g_autoptr (OvrDataset) header = files_header (file);
  const guint32 regions = OVR_TAG (0x0018, 0x6011);

  files_assert_notice (header);
  files_assert_text (header, OVR_TAG (0x0028, 0x0301), "YES");
  files_assert_text (header, OVR_TAG (0x0010, 0x1010), "003D");
  g_assert_cmpuint (ovr_dataset_get_n_items (header, regions), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const OvrDataset *item = ovr_dataset_get_item (header, regions, i);
      const OvrPhantomRegion *region = &truth->regions[i];
      gint64 x1 = 0;
      gint64 unit = 0;
      double dx = 0.0;
      double dy = 0.0;

      g_assert_true (ovr_dataset_get_int (item, OVR_TAG (0x0018, 0x601c), 0, &x1));
      g_assert_true (ovr_dataset_get_int (item, OVR_TAG (0x0018, 0x6026), 0, &unit));
      g_assert_true (ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x602c), 0, &dx));
      g_assert_true (ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x602e), 0, &dy));
      g_assert_cmpint (x1, ==, region->x1);
      g_assert_cmpint (unit, ==, region->unit_y);
      g_assert_cmpfloat (dx, ==, region->delta_x);
      g_assert_cmpfloat (dy, ==, region->delta_y);
    }
}

/* The brightness of one pixel of a frame, whatever the colour model. */
static double
grey (const guint8 *cells,
      int x,
      int y)
{
  return cells[(y * ovr_phantom_ultrasound_truth ()->columns + x) * 3];
}

/* The highest row of the spectrum that is bright at a column, as cm/s. */
static double
envelope (const guint8 *cells,
          double time_s)
{
  const OvrPhantomRegion *region = &ovr_phantom_ultrasound_truth ()->regions[2];
  const int x = region->x0 + (int) lround (time_s / region->delta_x);

  for (int y = region->y0; y < region->y0 + region->ref_y; y++)
    {
      double sum = 0.0;

      for (int dx = -1; dx <= 1; dx++)
        sum += grey (cells, x + dx, y) + grey (cells, x + dx, y + 1);
      if (sum / 6.0 > 75.0)
        return (y - region->y0 - region->ref_y) * region->delta_y;
    }
  return 0.0;
}

static void
test_resistive_index_can_be_measured (void)
{
  const OvrPhantomUltrasound *truth = ovr_phantom_ultrasound_truth ();
  g_autoptr (GBytes) file = load ();
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = files_frame (file, (guint) truth->n_frames, &info);
  const guint8 *pixels = g_bytes_get_data (cells, NULL);
  const double peak = envelope (pixels, truth->first_peak_s + truth->beat_s);
  const double end = envelope (pixels, truth->beat_s - 0.02);

  g_assert_cmpuint (info.n_frames, ==, truth->n_frames);
  g_assert_true (info.lossy);
  g_assert_cmpfloat_with_epsilon (peak, truth->peak_cm_s, 2.0);
  g_assert_cmpfloat_with_epsilon (end, truth->end_cm_s, 2.0);
  g_assert_cmpfloat_with_epsilon ((peak - end) / peak, truth->resistive_index, 0.05);
}

static double
disc_mean (const guint8 *cells,
           double x,
           double y)
{
  double sum = 0.0;
  int n = 0;

  for (int dy = -8; dy <= 8; dy++)
    for (int dx = -8; dx <= 8; dx++)
      if (dx * dx + dy * dy <= 64)
        {
          sum += grey (cells, (int) x + dx, (int) y + dy);
          n++;
        }
  return sum / n;
}

static void
test_bleeding_is_brighter_than_the_other_side (void)
{
  const OvrPhantomUltrasound *truth = ovr_phantom_ultrasound_truth ();
  const OvrPhantomRegion *section = &truth->regions[0];
  const double middle = section->x0 + section->ref_x;
  g_autoptr (GBytes) file = load ();
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = files_frame (file, 1, &info);
  const guint8 *pixels = g_bytes_get_data (cells, NULL);
  const double left = disc_mean (pixels, truth->bleed_px[0], truth->bleed_px[1]);
  const double right = disc_mean (pixels, 2.0 * middle - truth->bleed_px[0], truth->bleed_px[1]);

  g_assert_cmpfloat (left, >, right + 50.0);
}

static void
test_frames_differ (void)
{
  g_autoptr (GBytes) file = load ();
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) first = files_frame (file, 1, &info);
  g_autoptr (GBytes) second = files_frame (file, 2, &info);

  g_assert_false (g_bytes_equal (first, second));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int code;

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  directory = files_new_directory ();
  ovr_phantom_ultrasound_write (directory, &error);
  g_assert_no_error (error);
  g_test_add_func ("/phantom/ultrasound/regions", test_regions_are_in_the_header);
  g_test_add_func ("/phantom/ultrasound/resistive-index", test_resistive_index_can_be_measured);
  g_test_add_func ("/phantom/ultrasound/bleeding", test_bleeding_is_brighter_than_the_other_side);
  g_test_add_func ("/phantom/ultrasound/cine", test_frames_differ);
  code = g_test_run ();
  files_remove (directory);
  g_free (directory);
  return code;
}
