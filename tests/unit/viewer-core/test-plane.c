/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-plane.h"

#include <math.h>

/* Axial, 0.5 mm between rows, 0.8 mm between columns: unequal on purpose, so
 * that swapping the two values of (0028,0030) fails a test. */
static const OvrPlane axial = {
  .origin_mm = { -100.0, -80.0, 30.0 },
  .row_dir = { 1.0, 0.0, 0.0 },
  .col_dir = { 0.0, 1.0, 0.0 },
  .row_spacing_mm = 0.5,
  .col_spacing_mm = 0.8,
};

/* Turned by 30° about the head-feet axis and tilted by 20°. */
static OvrPlane
oblique (void)
{
  double a = G_PI / 6.0;
  double b = G_PI / 9.0;

  return (OvrPlane){
    .origin_mm = { 12.0, -7.0, 55.0 },
    .row_dir = { cos (a), sin (a), 0.0 },
    .col_dir = { -sin (a) * cos (b), cos (a) * cos (b), sin (b) },
    .row_spacing_mm = 0.7,
    .col_spacing_mm = 0.9,
  };
}

static void
test_pixel_to_lps_uses_each_spacing_on_its_own_axis (void)
{
  double p[3];

  ovr_plane_pixel_to_lps (&axial, 10.0, 20.0, p);
  g_assert_cmpfloat_with_epsilon (p[0], -92.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (p[1], -70.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (p[2], 30.0, 1e-9);
}

static void
test_lps_to_pixel_is_the_way_back (void)
{
  OvrPlane plane = oblique ();
  double p[3];
  double normal[3];
  double col;
  double row;
  double distance;

  ovr_plane_pixel_to_lps (&plane, 17.25, 140.5, p);
  ovr_plane_normal (&plane, normal);
  for (int i = 0; i < 3; i++)
    p[i] += 3.5 * normal[i];

  distance = ovr_plane_lps_to_pixel (&plane, p, &col, &row);
  g_assert_cmpfloat_with_epsilon (col, 17.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (row, 140.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (distance, 3.5, 1e-9);
}

static void
test_normal_points_to_the_head_for_axial_slices (void)
{
  double normal[3];

  ovr_plane_normal (&axial, normal);
  g_assert_cmpfloat (normal[0], ==, 0.0);
  g_assert_cmpfloat (normal[1], ==, 0.0);
  g_assert_cmpfloat (normal[2], ==, 1.0);
}

static void
test_validate_rejects_bad_spacings (void)
{
  const double bad[] = { NAN, 0.0, -0.5, INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (int axis = 0; axis < 2; axis++)
      {
        g_autoptr (GError) error = NULL;
        OvrPlane plane = axial;

        *(axis == 0 ? &plane.row_spacing_mm : &plane.col_spacing_mm) = bad[i];
        g_assert_false (ovr_plane_validate (&plane, &error));
        g_assert_error (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_SPACING);
      }
}

static void
test_validate_rejects_skewed_axes (void)
{
  g_autoptr (GError) error = NULL;
  OvrPlane plane = axial;

  plane.col_dir[0] = 0.01;
  g_assert_false (ovr_plane_validate (&plane, &error));
  g_assert_error (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_DIRECTION);
}

static void
test_validate_rejects_nan_anywhere (void)
{
  for (int i = 0; i < 9; i++)
    {
      g_autoptr (GError) error = NULL;
      OvrPlane plane = oblique ();
      double *numbers[9] = {
        &plane.origin_mm[0], &plane.origin_mm[1], &plane.origin_mm[2],
        &plane.row_dir[0], &plane.row_dir[1], &plane.row_dir[2],
        &plane.col_dir[0], &plane.col_dir[1], &plane.col_dir[2]
      };

      *numbers[i] = NAN;
      g_assert_false (ovr_plane_validate (&plane, &error));
      if (i < 3)
        g_assert_error (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_ORIGIN);
      else
        g_assert_error (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_DIRECTION);
    }
}

static void
test_validate_takes_cosines_of_three_decimals (void)
{
  g_autoptr (GError) error = NULL;
  OvrPlane plane = axial;

  plane.row_dir[0] = 0.866;
  plane.row_dir[1] = 0.5;
  plane.col_dir[0] = -0.5;
  plane.col_dir[1] = 0.866;
  g_assert_true (ovr_plane_validate (&plane, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane/pixel-to-lps/axes", test_pixel_to_lps_uses_each_spacing_on_its_own_axis);
  g_test_add_func ("/plane/lps-to-pixel/inverse", test_lps_to_pixel_is_the_way_back);
  g_test_add_func ("/plane/normal/axial", test_normal_points_to_the_head_for_axial_slices);
  g_test_add_func ("/plane/validate/spacing", test_validate_rejects_bad_spacings);
  g_test_add_func ("/plane/validate/skewed-axes", test_validate_rejects_skewed_axes);
  g_test_add_func ("/plane/validate/nan", test_validate_rejects_nan_anywhere);
  g_test_add_func ("/plane/validate/three-decimals", test_validate_takes_cosines_of_three_decimals);
  return g_test_run ();
}
