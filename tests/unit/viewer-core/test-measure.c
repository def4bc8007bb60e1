/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-measure.h"
#include "pixel-samples.h"

#include <math.h>

/* Rows 2 mm apart, columns 0.5 mm. */
static const OvrCalibration uneven = {
  .scale = { .col_mm = 0.5, .row_mm = 2.0, .provenance = OVR_PROVENANCE_PIXEL_SPACING },
};

static void
test_length_uses_each_spacing_on_its_own_axis (void)
{
  OvrMeasurement m;

  ovr_measure_length (&uneven, (OvrPoint){ 10, 10 }, (OvrPoint){ 16, 12 }, &m);
  g_assert_cmpfloat_with_epsilon (m.value, 5.0, 1e-12);
  g_assert_cmpstr (m.unit, ==, "mm");
  g_assert_cmpint (m.provenance, ==, OVR_PROVENANCE_PIXEL_SPACING);
  g_assert_cmpfloat (m.resolution, ==, 1.0);
  ovr_measurement_clear (&m);
}

static void
test_angles_are_taken_in_millimetres (void)
{
  OvrMeasurement m;

  ovr_measure_angle (&uneven, (OvrPoint){ 4, 0 }, (OvrPoint){ 0, 0 }, (OvrPoint){ 4, 1 }, &m);
  g_assert_cmpfloat_with_epsilon (m.value, 45.0, 1e-9);
  g_assert_cmpstr (m.unit, ==, "deg");
  g_assert_cmpint (m.provenance, ==, OVR_PROVENANCE_NONE);
  ovr_measurement_clear (&m);

  ovr_measure_angle (&uneven, (OvrPoint){ -1, 0 }, (OvrPoint){ 0, 0 }, (OvrPoint){ 7, 0 }, &m);
  g_assert_cmpfloat_with_epsilon (m.value, 180.0, 1e-9);
  ovr_measurement_clear (&m);

  ovr_measure_angle (&uneven, (OvrPoint){ 0, 0 }, (OvrPoint){ 0, 0 }, (OvrPoint){ 7, 0 }, &m);
  g_assert_true (isnan (m.value));
  ovr_measurement_clear (&m);
}

static void
test_areas_are_taken_in_square_millimetres (void)
{
  const OvrPoint box[2] = { { 2, 1 }, { 6, 4 } };
  const OvrPoint triangle[3] = { { 0, 0 }, { 8, 0 }, { 0, 3 } };
  g_autoptr (OvrShape) rectangle = ovr_shape_new (OVR_SHAPE_RECTANGLE, box, 2, NULL);
  g_autoptr (OvrShape) ellipse = ovr_shape_new (OVR_SHAPE_ELLIPSE, box, 2, NULL);
  g_autoptr (OvrShape) polygon = ovr_shape_new (OVR_SHAPE_POLYGON, triangle, 3, NULL);
  OvrMeasurement m;

  ovr_measure_area (&uneven, rectangle, &m);
  g_assert_cmpfloat_with_epsilon (m.value, 12.0, 1e-12);
  g_assert_cmpstr (m.unit, ==, "mm2");
  ovr_measurement_clear (&m);
  ovr_measure_area (&uneven, ellipse, &m);
  g_assert_cmpfloat_with_epsilon (m.value, 3.0 * G_PI, 1e-12);
  ovr_measurement_clear (&m);
  ovr_measure_area (&uneven, polygon, &m);
  g_assert_cmpfloat_with_epsilon (m.value, 12.0, 1e-12);
  ovr_measurement_clear (&m);
}

/* 8 × 8 pixels, value = 10 · row + column, −1 offset by the rescale, one pixel
 * of padding at column 3, row 3. */
static OvrPixels *
ramp (void)
{
  guint16 cells[64];
  OvrFrameInfo info = sample_info (8, 8, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (8, 8, "CT");

  for (guint16 i = 0; i < 64; i++)
    cells[i] = GUINT16_TO_LE (i / 8 * 10 + i % 8);
  cells[3 * 8 + 3] = GUINT16_TO_LE (5000);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x1053), (double[]){ 2.0 }, 1);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x1052), (double[]){ -1.0 }, 1);
  ovr_dataset_set_int (header, OVR_TAG (0x0028, 0x0120), 5000);

  return sample_pixels (header, &info, cells, sizeof cells);
}

static void
test_statistics_leave_padding_out_and_take_the_rim_in (void)
{
  g_autoptr (OvrPixels) pixels = ramp ();
  const OvrPoint box[2] = { { 2, 2 }, { 4, 4 } };
  g_autoptr (OvrShape) rectangle = ovr_shape_new (OVR_SHAPE_RECTANGLE, box, 2, NULL);
  g_autoptr (OvrShape) ellipse = ovr_shape_new (OVR_SHAPE_ELLIPSE, box, 2, NULL);
  OvrRegionStats stats;
  double squares = 0.0;

  g_assert_true (ovr_measure_region (pixels, rectangle, &stats));
  g_assert_cmpuint (stats.n_pixels, ==, 8);
  g_assert_cmpfloat_with_epsilon (stats.mean, 65.0, 1e-12);
  g_assert_cmpfloat (stats.min, ==, 43.0);
  g_assert_cmpfloat (stats.max, ==, 87.0);
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      squares += (20.0 * dy + 2.0 * dx) * (20.0 * dy + 2.0 * dx);
  g_assert_cmpfloat_with_epsilon (stats.sd, sqrt (squares / 7.0), 1e-9);

  g_assert_true (ovr_measure_region (pixels, ellipse, &stats));
  g_assert_cmpuint (stats.n_pixels, ==, 4);
}

static void
test_regions_beyond_the_image_are_cut (void)
{
  g_autoptr (OvrPixels) pixels = ramp ();
  const OvrPoint outside[2] = { { -20, -20 }, { -5, -5 } };
  const OvrPoint corner[2] = { { -20, -20 }, { 0, 0 } };
  g_autoptr (OvrShape) none = ovr_shape_new (OVR_SHAPE_RECTANGLE, outside, 2, NULL);
  g_autoptr (OvrShape) one = ovr_shape_new (OVR_SHAPE_RECTANGLE, corner, 2, NULL);
  OvrRegionStats stats;

  g_assert_true (ovr_measure_region (pixels, none, &stats));
  g_assert_cmpuint (stats.n_pixels, ==, 0);
  g_assert_true (isnan (stats.mean));
  g_assert_true (ovr_measure_region (pixels, one, &stats));
  g_assert_cmpuint (stats.n_pixels, ==, 1);
  g_assert_cmpfloat (stats.mean, ==, -1.0);
  g_assert_true (isnan (stats.sd));
}

static void
test_polygon_takes_centres_on_its_line (void)
{
  g_autoptr (OvrPixels) pixels = ramp ();
  const OvrPoint triangle[3] = { { 0, 0 }, { 2, 0 }, { 0, 2 } };
  g_autoptr (OvrShape) polygon = ovr_shape_new (OVR_SHAPE_POLYGON, triangle, 3, NULL);
  OvrRegionStats stats;

  g_assert_true (ovr_measure_region (pixels, polygon, &stats));
  g_assert_cmpuint (stats.n_pixels, ==, 6);
}

static void
test_bidirectional_gives_both_axes (void)
{
  const OvrPoint axes[4] = { { 0, 0 }, { 20, 0 }, { 10, 0 }, { 10, 3 } };
  g_autoptr (OvrShape) shape = ovr_shape_new (OVR_SHAPE_BIDIRECTIONAL, axes, 4, NULL);
  g_autoptr (OvrShape) arrow = ovr_shape_new (OVR_SHAPE_ARROW, axes, 2, NULL);
  OvrMeasurement first;
  OvrMeasurement second;

  g_assert_true (ovr_measure_shape (&uneven, shape, &first, &second));
  g_assert_cmpfloat (first.value, ==, 10.0);
  g_assert_cmpfloat (second.value, ==, 6.0);
  g_assert_cmpstr (second.unit, ==, "mm");
  ovr_measurement_clear (&first);
  ovr_measurement_clear (&second);
  g_assert_false (ovr_measure_shape (&uneven, arrow, &first, &second));
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/length/axes", test_length_uses_each_spacing_on_its_own_axis);
  g_test_add_func ("/measure/angle/millimetres", test_angles_are_taken_in_millimetres);
  g_test_add_func ("/measure/area", test_areas_are_taken_in_square_millimetres);
  g_test_add_func ("/measure/region/padding", test_statistics_leave_padding_out_and_take_the_rim_in);
  g_test_add_func ("/measure/region/cut", test_regions_beyond_the_image_are_cut);
  g_test_add_func ("/measure/region/polygon-rim", test_polygon_takes_centres_on_its_line);
  g_test_add_func ("/measure/bidirectional", test_bidirectional_gives_both_axes);
  return g_test_run ();
}
