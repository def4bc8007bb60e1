/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-orientation.h"
#include "ovr-render.h"
#include "pixel-samples.h"

static void
test_letters_name_oblique_directions_greatest_first (void)
{
  const struct
  {
    double direction[3];
    const char *letters;
  } cases[] = {
    { { 1, 0, 0 }, "L" },
    { { -1, 0, 0 }, "R" },
    { { 0, 1, 0 }, "P" },
    { { 0, -1, 0 }, "A" },
    { { 0, 0, 1 }, "H" },
    { { 0, 0, -1 }, "F" },
    { { 0.8, 0.5, -0.33 }, "LPF" },
    { { -0.3, -0.9, 0.31 }, "AHR" },
    { { 0.998, 0.05, 0.03 }, "L" },
    { { 0, 0, 0 }, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char letters[4];

      ovr_orientation_letters (cases[i].direction, letters);
      g_assert_cmpstr (letters, ==, cases[i].letters);
    }
}

static void
test_opposites (void)
{
  char out[8];

  g_assert_true (ovr_orientation_opposite ("RPF", out));
  g_assert_cmpstr (out, ==, "LAH");
  g_assert_false (ovr_orientation_opposite ("LE", out));
  g_assert_cmpstr (out, ==, "");
  g_assert_false (ovr_orientation_opposite ("", out));
  g_assert_false (ovr_orientation_opposite ("RPFA", out));
}

static void
check_edges (const OvrImage *image,
             int rotation,
             gboolean flip,
             const char *const edges[4],
             gboolean mirrored)
{
  g_autoptr (OvrView) view = ovr_view_new ();
  OvrViewTransform map;
  OvrOrientation letters;

  view->rotation_deg = rotation;
  view->flip_horizontal = flip;
  map = ovr_view_transform (view, 40, 30, 1.0, 1.0, 400.0, 300.0);
  letters = ovr_orientation_of (image, &map);
  g_assert_cmpstr (letters.left, ==, edges[0]);
  g_assert_cmpstr (letters.top, ==, edges[1]);
  g_assert_cmpstr (letters.right, ==, edges[2]);
  g_assert_cmpstr (letters.bottom, ==, edges[3]);
  g_assert_cmpint (ovr_orientation_is_mirrored (&map), ==, mirrored);
}

static void
test_letters_follow_rotation_and_flip (void)
{
  const char *const upright[4] = { "R", "A", "L", "P" };
  const char *const turned[4] = { "P", "R", "A", "L" };
  const char *const upside_down[4] = { "L", "P", "R", "A" };
  const char *const back[4] = { "A", "L", "P", "R" };
  const char *const mirrored[4] = { "L", "A", "R", "P" };
  const char *const turned_mirrored[4] = { "A", "R", "P", "L" };
  g_autoptr (OvrDataset) header = sample_header (40, 30, "CT");
  OvrFrameInfo info = sample_info (40, 30, 16, 16, FALSE);
  g_autoptr (OvrImage) image = NULL;

  ovr_dataset_set_doubles (header, OVR_TAG (0x0020, 0x0032), (double[]){ 0, 0, 0 }, 3);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0020, 0x0037), (double[]){ 1, 0, 0, 0, 1, 0 }, 6);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x0030), (double[]){ 1, 1 }, 2);
  image = ovr_image_new (header, &info, 1);
  g_assert_true (image->has_plane);

  check_edges (image, 0, FALSE, upright, FALSE);
  check_edges (image, 90, FALSE, turned, FALSE);
  check_edges (image, 180, FALSE, upside_down, FALSE);
  check_edges (image, 270, FALSE, back, FALSE);
  check_edges (image, 0, TRUE, mirrored, TRUE);
  check_edges (image, 90, TRUE, turned_mirrored, TRUE);
}

static void
test_projections_go_by_patient_orientation (void)
{
  const char *const edges[4] = { "PF", "H", "AH", "F" };
  const char *const unknown[4] = { "", "", "", "" };
  g_autoptr (OvrDataset) header = sample_header (40, 30, "MG");
  OvrFrameInfo info = sample_info (40, 30, 16, 16, FALSE);
  g_autoptr (OvrImage) image = NULL;
  g_autoptr (OvrImage) animal = NULL;

  ovr_dataset_set_text (header, OVR_TAG (0x0020, 0x0020), "AH\\F");
  image = ovr_image_new (header, &info, 1);
  check_edges (image, 0, FALSE, edges, FALSE);

  ovr_dataset_set_text (header, OVR_TAG (0x0010, 0x2210), "QUADRUPED");
  animal = ovr_image_new (header, &info, 1);
  check_edges (animal, 0, FALSE, unknown, FALSE);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/orientation/letters", test_letters_name_oblique_directions_greatest_first);
  g_test_add_func ("/orientation/opposites", test_opposites);
  g_test_add_func ("/orientation/rotation-and-flip", test_letters_follow_rotation_and_flip);
  g_test_add_func ("/orientation/projection", test_projections_go_by_patient_orientation);
  return g_test_run ();
}
