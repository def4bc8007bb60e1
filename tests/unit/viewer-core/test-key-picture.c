/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-key-picture-render.h"
#include "ovr-window-preset.h"
#include "pixel-samples.h"

#include <math.h>

enum
{
  COLUMNS = 40,
  ROWS = 20
};

/* Sagittal, rows 2 mm apart, columns 1 mm; white in the upper left quarter. */
static OvrPixels *
sagittal (void)
{
  guint16 cells[COLUMNS * ROWS];
  OvrFrameInfo info = sample_info (COLUMNS, ROWS, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (COLUMNS, ROWS, "CT");

  for (guint i = 0; i < COLUMNS * ROWS; i++)
    cells[i] = GUINT16_TO_LE ((guint16) (i % COLUMNS < 20 && i / COLUMNS < 10 ? 2000 : 1000));
  ovr_dataset_set_text (header, OVR_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\AXIAL");
  ovr_dataset_set_text (header, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.2");
  ovr_dataset_set_doubles (header, OVR_TAG (0x0020, 0x0032), (double[]){ 0, 0, 0 }, 3);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0020, 0x0037), (double[]){ 0, 1, 0, 0, 0, -1 }, 6);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x0030), (double[]){ 2.0, 1.0 }, 2);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x1052), (double[]){ -1024.0 }, 1);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x1053), (double[]){ 1.0 }, 1);

  return sample_pixels (header, &info, cells, sizeof cells);
}

static guint8
red_at (const OvrKeyPicture *picture,
        guint x,
        guint y)
{
  const guint8 *rgb = g_bytes_get_data (picture->rgb, NULL);

  return rgb[(y * picture->width + x) * 3];
}

static void
test_picture_carries_what_follows_from_frame_and_view (void)
{
  g_autoptr (OvrPixels) pixels = sagittal ();
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autoptr (OvrKeyPicture) picture = NULL;

  view->window_center = 476.5;
  view->window_width = 1001.0;
  picture = ovr_key_picture_render (pixels, view, 400, 400);

  g_assert_cmpuint (g_bytes_get_size (picture->rgb), ==, 400 * 400 * 3);
  g_assert_cmpuint (red_at (picture, 50, 50), ==, 255);
  g_assert_cmpuint (red_at (picture, 350, 50), ==, 0);
  g_assert_cmpuint (red_at (picture, 50, 350), ==, 0);
  g_assert_cmpfloat_with_epsilon (picture->mm_per_px, 0.1, 1e-9);
  g_assert_cmpint (picture->provenance, ==, OVR_PROVENANCE_PIXEL_SPACING);
  g_assert_cmpstr (picture->letters[0], ==, "A");
  g_assert_cmpstr (picture->letters[1], ==, "H");
  g_assert_cmpstr (picture->letters[2], ==, "P");
  g_assert_cmpstr (picture->letters[3], ==, "F");
  g_assert_false (picture->mirrored);
  g_assert_cmpstr (picture->modality, ==, "CT");
  g_assert_cmpstr (picture->value_unit, ==, "HU");
  g_assert_cmpfloat (picture->window_center, ==, 476.5);
}

static void
test_mirrored_and_turned_pictures_say_so (void)
{
  g_autoptr (OvrPixels) pixels = sagittal ();
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autoptr (OvrKeyPicture) picture = NULL;

  view->rotation_deg = 90;
  view->flip_horizontal = TRUE;
  picture = ovr_key_picture_render (pixels, view, 200, 200);
  g_assert_true (picture->mirrored);
  g_assert_cmpstr (picture->letters[0], ==, "H");
  g_assert_cmpstr (picture->letters[1], ==, "A");
  g_assert_cmpfloat_with_epsilon (picture->mm_per_px, 0.2, 1e-9);
  g_assert_cmpuint (red_at (picture, 50, 50), ==, 255);
  g_assert_cmpuint (red_at (picture, 150, 50), ==, 0);
}

/* The middle of all light in a picture, in its pixels. */
static OvrPoint
find_light (const OvrKeyPicture *picture)
{
  double sum = 0, x = 0, y = 0;

  for (guint row = 0; row < picture->height; row++)
    for (guint col = 0; col < picture->width; col++)
      {
        double light = red_at (picture, col, row);

        sum += light;
        x += light * (col + 0.5);
        y += light * (row + 0.5);
      }
  g_assert_cmpfloat (sum, >, 0);
  return (OvrPoint){ x / sum, y / sum };
}

/* H12: one lit pixel, of rows 2 mm and columns 1 mm apart. Wherever the view is
 * moved, zoomed, turned and mirrored, and however large the picture is, the light
 * lies where the view's definition says, worked out here by hand, and where the
 * picture's transform, which draws the arrow, puts the arrow's tip: within half
 * a pixel of the image. */
static void
test_light_lies_where_the_arrow_points (void)
{
  const OvrPoint tip = { 13.0, 7.0 };
  const guint sizes[3][2] = { { 360, 360 }, { 300, 410 }, { 517, 303 } };
  guint16 cells[COLUMNS * ROWS] = { 0 };
  OvrFrameInfo info = sample_info (COLUMNS, ROWS, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (COLUMNS, ROWS, "MR");
  g_autoptr (OvrPixels) pixels = NULL;

  cells[7 * COLUMNS + 13] = GUINT16_TO_LE (1000);
  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x0030), (double[]){ 2.0, 1.0 }, 2);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  for (guint variant = 0; variant < 8 * 3 * 3; variant++)
    {
      const guint *size = sizes[variant / 8 % 3];
      guint zoom = variant / 24;
      g_autoptr (OvrView) view = ovr_view_new ();
      g_autoptr (OvrKeyPicture) picture = NULL;
      double scale, dx, dy, x, y;
      OvrPoint light, arrow;

      view->rotation_deg = (int) (variant % 4) * 90;
      view->flip_horizontal = variant / 4 % 2;
      view->span_px = 60.0 / (1 + zoom);
      view->centre = (OvrPoint){ 12.0 + zoom, 8.5 - zoom };
      view->window_center = 500.0;
      view->window_width = 1000.0;
      picture = ovr_key_picture_render (pixels, view, size[0], size[1]);

      scale = MIN (size[0], size[1]) / view->span_px;
      x = (tip.col - view->centre.col) * scale;
      y = (tip.row - view->centre.row) * 2 * scale;
      for (int turn = 0; turn < view->rotation_deg; turn += 90)
        {
          double before = x;

          x = -y;
          y = before;
        }
      dx = size[0] / 2.0 + (view->flip_horizontal ? -x : x);
      dy = size[1] / 2.0 + y;

      light = find_light (picture);
      arrow = ovr_view_transform_apply (&picture->transform, tip);
      g_assert_cmpfloat (fabs (light.col - dx), <=, 0.5 * scale);
      g_assert_cmpfloat (fabs (light.row - dy), <=, 0.5 * scale);
      g_assert_cmpfloat (fabs (arrow.col - light.col), <=, 0.5 * scale);
      g_assert_cmpfloat (fabs (arrow.row - light.row), <=, 0.5 * scale);
    }
}

static void
test_uncalibrated_pictures_have_no_millimetres (void)
{
  guint8 cells[16] = { 0 };
  OvrFrameInfo info = sample_info (4, 4, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (4, 4, "OT");
  g_autoptr (OvrPixels) pixels = sample_pixels (header, &info, cells, sizeof cells);
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autoptr (OvrKeyPicture) picture = ovr_key_picture_render (pixels, view, 40, 40);

  g_assert_cmpfloat (picture->mm_per_px, ==, 0.0);
  g_assert_cmpint (picture->provenance, ==, OVR_PROVENANCE_PIXELS);
  g_assert_null (picture->letters[0]);
  g_assert_null (picture->value_unit);
}

static void
test_presets_are_the_fields_windows (void)
{
  const struct
  {
    const char *name;
    double center;
    double width;
  } wanted[] = { { "brain", 40, 80 }, { "bone", 300, 1500 }, { "lung", -400, 1500 }, { "Mediastinum", 40, 400 } };
  guint n;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const OvrWindowPreset *preset = ovr_window_preset_find (wanted[i].name);

      g_assert_nonnull (preset);
      g_assert_cmpfloat (preset->center, ==, wanted[i].center);
      g_assert_cmpfloat (preset->width, ==, wanted[i].width);
    }
  g_assert_null (ovr_window_preset_find ("moon"));
  g_assert_nonnull (ovr_window_presets_get (&n));
  g_assert_cmpuint (n, ==, 9);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-picture/facts", test_picture_carries_what_follows_from_frame_and_view);
  g_test_add_func ("/key-picture/mirrored", test_mirrored_and_turned_pictures_say_so);
  g_test_add_func ("/key-picture/arrow-tip", test_light_lies_where_the_arrow_points);
  g_test_add_func ("/key-picture/uncalibrated", test_uncalibrated_pictures_have_no_millimetres);
  g_test_add_func ("/window-preset/table", test_presets_are_the_fields_windows);
  return g_test_run ();
}
