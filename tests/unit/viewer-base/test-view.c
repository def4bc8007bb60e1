/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-view.h"

static void
assert_point (OvrPoint p,
              double x,
              double y)
{
  g_assert_cmpfloat_with_epsilon (p.col, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.row, y, 1e-9);
}

static void
test_fit_shows_the_whole_image_with_its_aspect (void)
{
  g_autoptr (OvrView) view = ovr_view_new ();
  /* 100 columns of 0.5 mm, 40 rows of 1 mm: 50 × 40 mm on 500 × 500. */
  OvrViewTransform t = ovr_view_transform (view, 100, 40, 0.5, 1.0, 500, 500);

  assert_point (ovr_view_transform_apply (&t, (OvrPoint){ -0.5, -0.5 }), 0, 50);
  assert_point (ovr_view_transform_apply (&t, (OvrPoint){ 99.5, 39.5 }), 500, 450);
}

static void
test_span_is_the_same_on_every_size (void)
{
  g_autoptr (OvrView) view = ovr_view_new ();

  view->span_px = 50;
  view->centre = (OvrPoint){ 20, 30 };
  for (int side = 100; side <= 1600; side *= 4)
    {
      OvrViewTransform t = ovr_view_transform (view, 512, 512, 1, 1, side * 1.5, side);

      assert_point (ovr_view_transform_apply (&t, view->centre), side * 0.75, side * 0.5);
      assert_point (ovr_view_transform_invert (&t, side * 0.75, 0), 20, 5);
    }
}

static void
test_rotation_is_clockwise_and_comes_before_the_flip (void)
{
  g_autoptr (OvrView) view = ovr_view_new ();
  OvrViewTransform t;

  view->rotation_deg = 90;
  t = ovr_view_transform (view, 3, 3, 1, 1, 300, 300);
  /* What was on top is on the right. */
  assert_point (ovr_view_transform_apply (&t, (OvrPoint){ 1, 0 }), 250, 150);
  assert_point (ovr_view_transform_apply (&t, (OvrPoint){ 0, 0 }), 250, 50);

  view->flip_horizontal = TRUE;
  t = ovr_view_transform (view, 3, 3, 1, 1, 300, 300);
  assert_point (ovr_view_transform_apply (&t, (OvrPoint){ 1, 0 }), 50, 150);
}

static void
test_inverse_goes_back (void)
{
  for (int rotation = 0; rotation < 360; rotation += 90)
    for (int flip = 0; flip < 2; flip++)
      {
        g_autoptr (OvrView) view = ovr_view_new ();
        OvrViewTransform t;
        OvrPoint p;

        view->rotation_deg = rotation;
        view->flip_horizontal = flip;
        view->span_px = 37;
        view->centre = (OvrPoint){ 11, 7 };
        t = ovr_view_transform (view, 64, 48, 0.7, 1.3, 640, 333);
        p = ovr_view_transform_apply (&t, (OvrPoint){ 3.25, 40.5 });
        assert_point (ovr_view_transform_invert (&t, p.col, p.row), 3.25, 40.5);
      }
}

static void
test_copy_owns_its_shapes (void)
{
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autoptr (OvrView) copy = NULL;
  OvrPoint points[] = { { 1, 2 }, { 3, 4 } };

  ovr_image_ref_set (&view->image, "1.2.3", 4);
  g_ptr_array_add (view->shapes, ovr_shape_new (OVR_SHAPE_ARROW, points, 2, "here"));
  copy = ovr_view_copy (view);
  g_ptr_array_set_size (view->shapes, 0);
  ovr_image_ref_set (&view->image, "9", 1);

  g_assert_cmpuint (copy->shapes->len, ==, 1);
  g_assert_cmpstr (((OvrShape *) g_ptr_array_index (copy->shapes, 0))->text, ==, "here");
  g_assert_cmpstr (copy->image.sop_uid, ==, "1.2.3");
  g_assert_cmpuint (copy->image.frame, ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/transform/fit", test_fit_shows_the_whole_image_with_its_aspect);
  g_test_add_func ("/view/transform/span", test_span_is_the_same_on_every_size);
  g_test_add_func ("/view/transform/rotation", test_rotation_is_clockwise_and_comes_before_the_flip);
  g_test_add_func ("/view/transform/inverse", test_inverse_goes_back);
  g_test_add_func ("/view/copy", test_copy_owns_its_shapes);
  return g_test_run ();
}
