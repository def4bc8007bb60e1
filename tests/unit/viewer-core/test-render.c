/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-colour.h"
#include "ovr-render.h"
#include "pixel-samples.h"

#include <lcms2.h>
#include <math.h>
#include <string.h>

#define TAG_PADDING OVR_TAG (0x0028, 0x0120)
#define TAG_CENTER OVR_TAG (0x0028, 0x1050)
#define TAG_WIDTH OVR_TAG (0x0028, 0x1051)
#define TAG_INTERCEPT OVR_TAG (0x0028, 0x1052)
#define TAG_SLOPE OVR_TAG (0x0028, 0x1053)

static void
set_double (OvrDataset *dataset,
            guint32 tag,
            double value)
{
  ovr_dataset_set_doubles (dataset, tag, &value, 1);
}

static guint32
grey_at (const guint32 *target,
         gsize width,
         gsize x,
         gsize y)
{
  return target[y * width + x] & 0xff;
}

/* The formulas once more, written apart from the code under test. */
static guint
expected_grey (double stored,
               double slope,
               double intercept,
               const OvrVoi *voi,
               gboolean inverse)
{
  double x = stored * slope + intercept;
  double c = voi->center;
  double w = voi->width;
  double y;

  if (voi->function == OVR_VOI_SIGMOID)
    y = 255.0 / (1.0 + exp (-4.0 * (x - c) / w));
  else if (voi->function == OVR_VOI_LINEAR_EXACT)
    y = x <= c - w / 2 ? 0.0 : x > c + w / 2 ? 255.0
                                             : ((x - c) / w + 0.5) * 255.0;
  else
    y = x <= c - 0.5 - (w - 1) / 2 ? 0.0 : x > c - 0.5 + (w - 1) / 2 ? 255.0
                                                                     : ((x - (c - 0.5)) / (w - 1) + 0.5) * 255.0;

  if (inverse)
    y = 255.0 - y;
  return (guint) floor (y + 0.5);
}

/* Every 16-bit cell there is, through every function, both signs, both
 * polarities, native rendering. */
static void
test_native_grey_equals_the_formulas_for_all_cells (void)
{
  const OvrVoi vois[] = {
    { .function = OVR_VOI_LINEAR, .center = 40.0, .width = 400.0 },
    { .function = OVR_VOI_LINEAR, .center = 127.5, .width = 1.0 },
    { .function = OVR_VOI_LINEAR, .center = -600.3, .width = 1500.7 },
    { .function = OVR_VOI_LINEAR_EXACT, .center = 0.25, .width = 0.5 },
    { .function = OVR_VOI_LINEAR_EXACT, .center = 1000.0, .width = 65536.0 },
    { .function = OVR_VOI_SIGMOID, .center = 300.0, .width = 1500.0 },
  };
  g_autofree guint16 *cells = g_new (guint16, 65536);
  g_autofree guint32 *target = g_new (guint32, 65536);

  for (guint i = 0; i < 65536; i++)
    cells[i] = GUINT16_TO_LE ((guint16) i);

  for (guint v = 0; v < G_N_ELEMENTS (vois); v++)
    for (int variant = 0; variant < 8; variant++)
      {
        gboolean is_signed = variant & 1;
        gboolean invert = variant >> 1 & 1;
        double slope = variant & 4 ? -0.37 : 1.0;
        double intercept = variant & 4 ? 12.5 : -1024.0;
        OvrFrameInfo info = sample_info (256, 256, 16, 16, is_signed);
        g_autoptr (OvrDataset) header = sample_header (256, 256, "CT");
        g_autoptr (OvrPixels) pixels = NULL;

        set_double (header, TAG_SLOPE, slope);
        set_double (header, TAG_INTERCEPT, intercept);
        pixels = sample_pixels (header, &info, cells, 131072);
        ovr_render_native (pixels, vois[v], invert, OVR_RENDER_PLAIN, (guint8 *) target, 1024);
        for (guint i = 0; i < 65536; i++)
          {
            double stored = is_signed ? (gint16) i : (guint16) i;
            guint grey = expected_grey (stored, slope, intercept, &vois[v], invert);

            g_assert_cmphex (target[i], ==, 0xff000000u | grey * 0x010101u);
          }
      }
}

static void
test_voi_table_equals_its_entries_for_all_inputs (void)
{
  g_autoptr (OvrDataset) header = sample_header (64, 64, "MG");
  OvrDataset *item = ovr_dataset_append_item (header, OVR_TAG (0x0028, 0x3010));
  OvrFrameInfo info = sample_info (64, 64, 16, 12, FALSE);
  guint16 cells[4096];
  guint16 entries[1000];
  guint32 target[4096];
  g_autoptr (GBytes) data = NULL;
  g_autoptr (OvrPixels) pixels = NULL;

  for (guint16 i = 0; i < 4096; i++)
    cells[i] = GUINT16_TO_LE (i);
  for (guint16 i = 0; i < 1000; i++)
    entries[i] = GUINT16_TO_LE ((guint16) (i * i % 1024));
  data = g_bytes_new (entries, sizeof entries);
  ovr_dataset_set_ints (item, OVR_TAG (0x0028, 0x3002), (gint64[]){ 1000, 700, 10 }, 3);
  ovr_dataset_set_bytes (item, OVR_TAG (0x0028, 0x3006), data, 2);
  set_double (header, TAG_CENTER, 40.0);
  set_double (header, TAG_WIDTH, 400.0);

  pixels = sample_pixels (header, &info, cells, sizeof cells);
  g_assert_cmpuint (pixels->image->vois->len, ==, 2);
  ovr_render_native (pixels, ovr_pixels_default_voi (pixels), FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 256);
  for (int i = 0; i < 4096; i++)
    {
      int k = CLAMP (i - 700, 0, 999);
      guint grey = (guint) floor (k * k % 1024 / 1023.0 * 255.0 + 0.5);

      g_assert_cmpuint (target[i] & 0xff, ==, grey);
    }
}

/* 32-bit integers and floats have no table: the direct way. */
static void
test_wide_cells_equal_the_formulas (void)
{
  const float floats[4] = { -0.001f, 0.25f, 0.5f, NAN };
  const OvrVoi voi = { .function = OVR_VOI_LINEAR_EXACT, .center = 0.25, .width = 0.5 };
  OvrFrameInfo info = sample_info (4, 1, 32, 32, TRUE);
  g_autoptr (OvrDataset) header = sample_header (4, 1, "PT");
  g_autoptr (OvrPixels) pixels = NULL;
  guint32 target[4];

  info.format = OVR_CELL_FLOAT;
  pixels = sample_pixels (header, &info, floats, sizeof floats);
  g_assert_true (pixels->has_padding);
  g_assert_cmpfloat (pixels->highest, ==, 0.5);
  ovr_render_native (pixels, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 16);
  g_assert_cmphex (target[0], ==, 0xff000000);
  g_assert_cmphex (target[1], ==, 0xff808080);
  g_assert_cmphex (target[2], ==, 0xffffffff);
  g_assert_cmphex (target[3], ==, 0xff000000);
}

/* Both kinds of MONOCHROME, inverted or not: padding stays black, is no part of
 * the automatic window and of no interpolation. */
static void
test_padding_stays_out_of_everything (void)
{
  const guint16 cells[16] = { 100, 100, 9, 9, 100, 100, 9, 9, 200, 200, 9, 9, 200, 200, 9, 9 };
  g_autofree guint32 *target = g_new (guint32, 64 * 64);

  for (int variant = 0; variant < 4; variant++)
    {
      g_autoptr (OvrDataset) header = sample_header (4, 4, "CT");
      g_autoptr (OvrView) view = ovr_view_new ();
      OvrFrameInfo info = sample_info (4, 4, 16, 16, FALSE);
      g_autoptr (OvrPixels) pixels = NULL;
      OvrVoi voi;
      gboolean inverse = (variant & 1) != (variant >> 1 & 1);

      ovr_dataset_set_int (header, TAG_PADDING, 9);
      info.photometric = variant & 1 ? OVR_PHOTOMETRIC_MONOCHROME1 : OVR_PHOTOMETRIC_MONOCHROME2;
      pixels = sample_pixels (header, &info, cells, sizeof cells);
      voi = ovr_pixels_auto_voi (pixels);
      g_assert_cmpfloat (ovr_voi_apply (&voi, 100.0), ==, 0.0);
      g_assert_cmpfloat (ovr_voi_apply (&voi, 200.0), ==, 255.0);

      view->invert = variant >> 1 & 1;
      ovr_render_view (pixels, view, OVR_RENDER_PLAIN, (guint8 *) target, 64, 64, 256);
      for (guint y = 0; y < 16; y++)
        for (guint x = 0; x < 64; x++)
          g_assert_cmpuint (grey_at (target, 64, x, y), ==, x < 32 && inverse ? 255 : 0);
      for (guint y = 48; y < 64; y++)
        for (guint x = 0; x < 64; x++)
          g_assert_cmpuint (grey_at (target, 64, x, y), ==, x < 32 && !inverse ? 255 : 0);
    }
}

/* One metal pixel and one hole among 400: neither sets the window. */
static void
test_usual_window_leaves_out_the_outer_hundredth (void)
{
  guint16 cells[400];
  OvrFrameInfo info = sample_info (20, 20, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (20, 20, "CT");
  g_autoptr (OvrPixels) pixels = NULL;
  OvrVoi voi;

  for (guint i = 0; i < 400; i++)
    cells[i] = (guint16) (1000 + i % 2 * 100);
  cells[37] = 60000;
  cells[238] = 0;
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  voi = ovr_pixels_usual_voi (pixels);
  g_assert_cmpfloat (ovr_voi_apply (&voi, 1000.0), ==, 0.0);
  g_assert_cmpfloat (ovr_voi_apply (&voi, 1100.0), ==, 255.0);
  g_assert_cmpfloat (voi.width, <, 110.0);
  voi = ovr_pixels_auto_voi (pixels);
  g_assert_cmpfloat (voi.width, >, 59000.0);
}

/* A ramp stays a ramp when it is enlarged: interpolated before it is windowed. */
static void
test_enlarging_interpolates_between_centres (void)
{
  guint16 cells[64];
  OvrFrameInfo info = sample_info (8, 8, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (8, 8, "CT");
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = g_new (guint32, 80 * 80);

  for (guint16 i = 0; i < 64; i++)
    cells[i] = GUINT16_TO_LE ((guint16) (i % 8 * 1000));
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  view->window_center = 3500.5;
  view->window_width = 7001.0;
  ovr_render_view (pixels, view, OVR_RENDER_PLAIN, (guint8 *) target, 80, 80, 320);
  for (guint x = 0; x < 80; x++)
    {
      double column = CLAMP ((x + 0.5) / 10.0 - 0.5, 0.0, 7.0);
      double y = column * 1000.0 / 7000.0 * 255.0;

      g_assert_cmpfloat (fabs (grey_at (target, 80, x, 33) - y), <=, 0.51);
    }

  /* A narrow window shows the edge between two pixels where it lies. */
  view->window_center = 3500.5;
  view->window_width = 1.0;
  ovr_render_view (pixels, view, OVR_RENDER_PLAIN, (guint8 *) target, 80, 80, 320);
  g_assert_cmpuint (grey_at (target, 80, 38, 5), ==, 0);
  g_assert_cmpuint (grey_at (target, 80, 41, 5), ==, 255);
}

/* One bright pixel in a large image can't fall through the raster. */
static void
test_shrinking_passes_over_no_pixel (void)
{
  enum
  {
    SIDE = 240,
    SMALL = 30
  };
  g_autofree guint16 *cells = g_new0 (guint16, SIDE * SIDE);
  OvrFrameInfo info = sample_info (SIDE, SIDE, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (SIDE, SIDE, "MG");
  g_autoptr (OvrView) view = ovr_view_new ();

  view->window_center = 32.0;
  view->window_width = 64.0;
  for (guint at = 0; at < SIDE; at += 7)
    {
      g_autoptr (OvrPixels) pixels = NULL;
      guint32 target[SMALL * SMALL];
      guint brightest = 0;

      cells[at * SIDE + at] = GUINT16_TO_LE (4095);
      pixels = sample_pixels (header, &info, cells, SIDE * SIDE * 2);
      cells[at * SIDE + at] = 0;
      ovr_render_view (pixels, view, OVR_RENDER_PLAIN, (guint8 *) target, SMALL, SMALL, SMALL * 4);
      for (guint i = 0; i < SMALL * SMALL; i++)
        brightest = MAX (brightest, target[i] & 0xff);
      g_assert_cmpuint (brightest, >, 60);
    }
}

/* Rotations and flips of an uneven image, by nearest neighbour at scale 1:
 * every pixel lands where the transform says, with its exact level. */
static void
test_rotation_and_flip_move_every_pixel_where_the_transform_says (void)
{
  enum
  {
    COLUMNS = 7,
    ROWS = 5
  };
  guint8 cells[COLUMNS * ROWS];
  OvrFrameInfo info = sample_info (COLUMNS, ROWS, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (COLUMNS, ROWS, "OT");
  g_autoptr (OvrPixels) pixels = NULL;

  for (guint8 i = 0; i < COLUMNS * ROWS; i++)
    cells[i] = (guint8) (i * 7 + 3);
  pixels = sample_pixels (header, &info, cells, sizeof cells);

  for (int variant = 0; variant < 16; variant++)
    {
      g_autoptr (OvrView) view = ovr_view_new ();
      gboolean turned = variant & 1;
      guint width = turned ? ROWS : COLUMNS;
      guint height = turned ? COLUMNS : ROWS;
      OvrRenderFlags flags = variant & 8 ? OVR_RENDER_NEAREST : OVR_RENDER_PLAIN;
      guint32 target[COLUMNS * ROWS];
      OvrViewTransform map;

      view->rotation_deg = variant % 4 * 90;
      view->flip_horizontal = variant >> 2 & 1;
      ovr_render_view (pixels, view, flags, (guint8 *) target, width, height, width * 4);
      map = ovr_render_view_transform (pixels, view, width, height);
      for (guint row = 0; row < ROWS; row++)
        for (guint col = 0; col < COLUMNS; col++)
          {
            OvrPoint p = ovr_view_transform_apply (&map, (OvrPoint){ col, row });

            g_assert_cmpuint (grey_at (target, width, (gsize) p.col, (gsize) p.row), ==, cells[row * COLUMNS + col]);
          }
    }
}

static void
test_uneven_pixels_are_shown_in_their_shape (void)
{
  guint8 cells[100] = { 0 };
  OvrFrameInfo info = sample_info (10, 10, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (10, 10, "CT");
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autoptr (OvrPixels) pixels = NULL;
  OvrViewTransform map;

  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x0030), (double[]){ 2.0, 0.5 }, 2);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  map = ovr_render_view_transform (pixels, view, 400.0, 400.0);
  g_assert_cmpfloat_with_epsilon (map.yy / map.xx, 4.0, 1e-9);
}

static void
test_old_overlay_bits_are_masked_out_and_drawn (void)
{
  /* 12 bits stored, overlay in bit 15, set at pixels 1 and 2. */
  guint16 cells[4] = { 0x0123, 0x8123, 0x8fff, 0x0fff };
  OvrFrameInfo info = sample_info (2, 2, 16, 12, FALSE);
  const OvrVoi voi = { .function = OVR_VOI_LINEAR_EXACT, .center = 2047.5, .width = 4095.0 };
  g_autoptr (OvrDataset) header = sample_header (2, 2, "CT");
  g_autoptr (OvrPixels) pixels = NULL;
  guint32 target[4];

  ovr_dataset_set_int (header, OVR_TAG (0x0028, 0x0101), 12);
  ovr_dataset_set_int (header, OVR_TAG (0x0028, 0x0102), 11);
  ovr_dataset_set_int (header, OVR_TAG (0x6000, 0x0010), 2);
  ovr_dataset_set_int (header, OVR_TAG (0x6000, 0x0011), 2);
  ovr_dataset_set_text (header, OVR_TAG (0x6000, 0x0040), "G");
  ovr_dataset_set_ints (header, OVR_TAG (0x6000, 0x0050), (gint64[]){ 1, 1 }, 2);
  ovr_dataset_set_int (header, OVR_TAG (0x6000, 0x0102), 15);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  g_assert_cmpfloat (pixels->highest, ==, 4095.0);

  ovr_render_native (pixels, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 8);
  g_assert_cmphex (target[0], ==, target[1]);
  ovr_render_native (pixels, voi, FALSE, OVR_RENDER_OVERLAYS, (guint8 *) target, 8);
  g_assert_cmphex (target[0], !=, 0xffffffff);
  g_assert_cmphex (target[1], ==, 0xffffffff);
  g_assert_cmphex (target[2], ==, 0xffffffff);
}

static void
test_overlay_planes_may_start_outside_the_image (void)
{
  guint8 cells[16] = { 0 };
  const guint8 bits[2] = { 0x21, 0x84 };
  OvrFrameInfo info = sample_info (4, 4, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (4, 4, "CR");
  g_autoptr (GBytes) data = g_bytes_new (bits, sizeof bits);
  g_autoptr (OvrPixels) pixels = NULL;
  guint32 target[16];

  /* The diagonal of a 4 × 4 plane, one row up and one column to the left. */
  ovr_dataset_set_int (header, OVR_TAG (0x6002, 0x0010), 4);
  ovr_dataset_set_int (header, OVR_TAG (0x6002, 0x0011), 4);
  ovr_dataset_set_ints (header, OVR_TAG (0x6002, 0x0050), (gint64[]){ 0, 0 }, 2);
  ovr_dataset_set_bytes (header, OVR_TAG (0x6002, 0x3000), data, 2);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  ovr_render_native (pixels, ovr_pixels_default_voi (pixels), FALSE, OVR_RENDER_OVERLAYS, (guint8 *) target, 16);
  for (guint i = 0; i < 16; i++)
    g_assert_cmphex (target[i], ==, i % 5 == 0 && i < 15 ? 0xffffffff : 0xff000000);
}

static void
test_shutter_covers_and_a_broken_one_does_not (void)
{
  guint8 cells[100];
  OvrFrameInfo info = sample_info (10, 10, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (10, 10, "XA");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (OvrPixels) broken = NULL;
  guint32 target[100];

  memset (cells, 200, sizeof cells);
  ovr_dataset_set_text (header, OVR_TAG (0x0018, 0x1600), "RECTANGULAR");
  ovr_dataset_set_int (header, OVR_TAG (0x0018, 0x1602), 3);
  ovr_dataset_set_int (header, OVR_TAG (0x0018, 0x1604), 8);
  ovr_dataset_set_int (header, OVR_TAG (0x0018, 0x1606), 2);
  ovr_dataset_set_int (header, OVR_TAG (0x0018, 0x1608), 9);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  ovr_render_native (pixels, ovr_pixels_default_voi (pixels), FALSE, OVR_RENDER_OVERLAYS, (guint8 *) target, 40);
  for (guint i = 0; i < 100; i++)
    {
      gboolean visible = i % 10 >= 2 && i % 10 <= 7 && i / 10 >= 1 && i / 10 <= 8;

      g_assert_cmphex (target[i], ==, visible ? 0xffc8c8c8 : 0xff000000);
    }

  ovr_dataset_set_int (header, OVR_TAG (0x0018, 0x1604), 1);
  broken = sample_pixels (header, &info, cells, sizeof cells);
  g_assert_null (broken->image->shutter);
}

/* A circle within a triangle: only what lies in both is seen. */
static void
test_shutter_shapes_are_combined (void)
{
  enum
  {
    SIDE = 21
  };
  guint8 cells[SIDE * SIDE];
  OvrFrameInfo info = sample_info (SIDE, SIDE, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (SIDE, SIDE, "XA");
  g_autoptr (OvrPixels) pixels = NULL;

  memset (cells, 200, sizeof cells);
  ovr_dataset_set_text (header, OVR_TAG (0x0018, 0x1600), "CIRCULAR\\POLYGONAL");
  ovr_dataset_set_ints (header, OVR_TAG (0x0018, 0x1610), (gint64[]){ 9, 11 }, 2);
  ovr_dataset_set_int (header, OVR_TAG (0x0018, 0x1612), 6);
  ovr_dataset_set_ints (header, OVR_TAG (0x0018, 0x1620), (gint64[]){ 1, 1, 1, 21, 21, 1 }, 6);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  for (int row = 0; row < SIDE; row++)
    for (int col = 0; col < SIDE; col++)
      {
        gboolean in_circle = (row - 8) * (row - 8) + (col - 10) * (col - 10) <= 36;
        gboolean in_triangle = row + col <= 20;

        g_assert_cmpint (ovr_shutter_covers (pixels->image->shutter, col, row), ==, !in_circle || !in_triangle);
      }
  g_assert_false (ovr_shutter_covers (pixels->image->shutter, -5.0, 3.0));
}

static void
test_fluoroscopy_logarithms_are_not_for_display (void)
{
  const guint16 cells[2] = { 100, 200 };
  OvrFrameInfo info = sample_info (2, 1, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (2, 1, "XA");
  const OvrVoi voi = { .function = OVR_VOI_LINEAR_EXACT, .center = 150.0, .width = 100.0 };
  g_autoptr (OvrPixels) pixels = NULL;
  guint32 target[2];

  ovr_dataset_set_text (header, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.12.1");
  ovr_dataset_set_text (header, OVR_TAG (0x0028, 0x1040), "LOG");
  set_double (header, TAG_SLOPE, 1000.0);
  set_double (header, TAG_INTERCEPT, 0.0);
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  ovr_render_native (pixels, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 8);
  g_assert_cmphex (target[0], ==, 0xff000000);
  g_assert_cmphex (target[1], ==, 0xffffffff);
  g_assert_cmpfloat (ovr_pixels_get_value (pixels, 1, 0), ==, 200000.0);
}

static void
test_frame_groups_go_before_shared_ones (void)
{
  const guint8 cells[4] = { 1, 2, 3, 4 };
  OvrFrameInfo info = sample_info (2, 2, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (2, 2, "PT");
  g_autoptr (GBytes) bytes = g_bytes_new (cells, sizeof cells);
  OvrDataset *shared = ovr_dataset_append_item (header, OVR_TAG (0x5200, 0x9229));
  OvrDataset *value = ovr_dataset_append_item (shared, OVR_TAG (0x0028, 0x9145));

  set_double (value, TAG_SLOPE, 3.0);
  set_double (value, TAG_INTERCEPT, 0.0);
  for (guint frame = 1; frame <= 2; frame++)
    {
      OvrDataset *item = ovr_dataset_append_item (header, OVR_TAG (0x5200, 0x9230));
      OvrDataset *voi = ovr_dataset_append_item (item, OVR_TAG (0x0028, 0x9132));

      set_double (voi, TAG_CENTER, frame * 10.0);
      set_double (voi, TAG_WIDTH, frame * 20.0);
      ovr_dataset_set_text (voi, OVR_TAG (0x0028, 0x1056), "LINEAR_EXACT");
      if (frame == 2)
        {
          value = ovr_dataset_append_item (item, OVR_TAG (0x0028, 0x9145));
          set_double (value, TAG_SLOPE, 0.5);
          set_double (value, TAG_INTERCEPT, 7.0);
        }
    }

  for (guint frame = 1; frame <= 2; frame++)
    {
      g_autoptr (OvrImage) image = ovr_image_new (header, &info, frame);
      g_autoptr (OvrPixels) pixels = ovr_pixels_new (image, &info, bytes, NULL);
      OvrVoi voi = ovr_pixels_default_voi (pixels);

      g_assert_cmpfloat (ovr_pixels_get_value (pixels, 1, 1), ==, frame == 1 ? 12.0 : 9.0);
      g_assert_cmpfloat (voi.center, ==, frame * 10.0);
      g_assert_cmpfloat (voi.width, ==, frame * 20.0);
      g_assert_cmpint (voi.function, ==, OVR_VOI_LINEAR_EXACT);
    }
}

static void
test_windows_and_explanations_are_all_offered (void)
{
  const guint8 cells[4] = { 0 };
  OvrFrameInfo info = sample_info (2, 2, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (2, 2, "CT");
  g_autoptr (OvrPixels) pixels = NULL;
  const OvrVoiChoice *choice;

  ovr_dataset_set_doubles (header, TAG_CENTER, (double[]){ 40, 300, -600 }, 3);
  ovr_dataset_set_doubles (header, TAG_WIDTH, (double[]){ 400, 0, 1500 }, 3);
  ovr_dataset_set_text (header, OVR_TAG (0x0028, 0x1055), "soft\\broken\\lung");
  pixels = sample_pixels (header, &info, cells, sizeof cells);
  g_assert_cmpuint (pixels->image->vois->len, ==, 2);
  choice = ovr_image_get_voi (pixels->image, 1);
  g_assert_cmpstr (choice->explanation, ==, "lung");
  g_assert_cmpfloat (choice->voi.center, ==, -600.0);
  g_assert_null (ovr_image_get_voi (pixels->image, 2));
}

/* Without a VOI, narrow samples keep their brightness; wide ones, whose range is
 * mostly empty, are shown from end to end. */
static void
test_default_window_of_files_without_one (void)
{
  const guint8 narrow[2] = { 100, 150 };
  const guint16 wide[2] = { GUINT16_TO_LE (100), GUINT16_TO_LE (150) };
  OvrFrameInfo info = sample_info (2, 1, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (2, 1, "OT");
  g_autoptr (OvrPixels) small = NULL;
  g_autoptr (OvrPixels) large = NULL;
  OvrVoi voi;

  set_double (header, TAG_SLOPE, 1.0);
  set_double (header, TAG_INTERCEPT, 0.0);
  small = sample_pixels (header, &info, narrow, sizeof narrow);
  voi = ovr_pixels_default_voi (small);
  g_assert_cmpfloat (ovr_voi_apply (&voi, 100.0), ==, 100.0);

  info = sample_info (2, 1, 16, 12, FALSE);
  large = sample_pixels (header, &info, wide, sizeof wide);
  voi = ovr_pixels_default_voi (large);
  g_assert_cmpfloat (ovr_voi_apply (&voi, 100.0), ==, 0.0);
  g_assert_cmpfloat (ovr_voi_apply (&voi, 150.0), ==, 255.0);
}

static void
test_small_frames_are_refused (void)
{
  OvrFrameInfo info = sample_info (4, 4, 16, 16, FALSE);
  g_autoptr (OvrDataset) header = sample_header (4, 4, "CT");
  g_autoptr (OvrImage) image = ovr_image_new (header, &info, 1);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (31), 31);
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_pixels_new (image, &info, bytes, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID);
}

static void
test_colours_come_out_as_they_went_in (void)
{
  const guint8 rgb[6] = { 255, 128, 0, 1, 2, 3 };
  const guint8 pair[4] = { 76, 150, 85, 255 };
  OvrFrameInfo info = sample_info (2, 1, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (2, 1, "US");
  g_autoptr (OvrPixels) coloured = NULL;
  g_autoptr (OvrPixels) subsampled = NULL;
  const OvrVoi voi = { .function = OVR_VOI_LINEAR, .center = 0.0, .width = 1.0 };
  guint32 target[2];

  info.samples = 3;
  info.photometric = OVR_PHOTOMETRIC_RGB;
  coloured = sample_pixels (header, &info, rgb, sizeof rgb);
  ovr_render_native (coloured, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 8);
  g_assert_cmphex (target[0], ==, 0xffff8000);
  g_assert_cmphex (target[1], ==, 0xff010203);

  info.photometric = OVR_PHOTOMETRIC_YBR_FULL_422;
  subsampled = sample_pixels (header, &info, pair, sizeof pair);
  ovr_render_native (subsampled, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 8);
  g_assert_cmphex (target[0], ==, 0xfffe0000);
  g_assert_cmphex (target[0], ==, ovr_colour_from_ybr (76, 85, 255));
  g_assert_cmphex (target[1], ==, ovr_colour_from_ybr (150, 85, 255));
}

/* Black is 16 and white 235 there; a stored 255 is no brighter than that. */
static void
test_partial_colours_use_their_range (void)
{
  const guint8 cells[12] = { 16, 128, 128, 235, 128, 128, 255, 128, 128, 81, 90, 240 };
  const guint8 pair[4] = { 16, 235, 128, 128 };
  const guint16 wide[3] = { 81 * 16, 90 * 16, 240 * 16 };
  OvrFrameInfo info = sample_info (4, 1, 8, 8, FALSE);
  OvrFrameInfo wide_info = sample_info (1, 1, 16, 12, FALSE);
  OvrFrameInfo pair_info = sample_info (2, 1, 8, 8, FALSE);
  guint32 row[4];

  info.samples = wide_info.samples = pair_info.samples = 3;
  info.photometric = wide_info.photometric = OVR_PHOTOMETRIC_YBR_PARTIAL;
  ovr_colour_row (&info, cells, NULL, 0, row);
  g_assert_cmphex (row[0], ==, 0xff000000);
  g_assert_cmphex (row[1], ==, 0xffffffff);
  g_assert_cmphex (row[2], ==, 0xffffffff);
  /* Red: 0.2568 × 255 + 16 is 81, and so on (PS3.3 C.7.6.3.1.2). */
  g_assert_cmphex (row[3], ==, 0xfffe0000);

  ovr_colour_row (&wide_info, (const guint8 *) wide, NULL, 0, row);
  g_assert_cmphex (row[0], ==, 0xfffe0000);

  pair_info.photometric = OVR_PHOTOMETRIC_YBR_PARTIAL_422;
  ovr_colour_row (&pair_info, pair, NULL, 0, row);
  g_assert_cmphex (row[0], ==, 0xff000000);
  g_assert_cmphex (row[1], ==, 0xffffffff);
}

static GBytes *
write_icc (cmsHPROFILE profile)
{
  cmsUInt32Number size = 0;
  gpointer data;

  g_assert_true (cmsSaveProfileToMem (profile, NULL, &size));
  size += size & 1;
  data = g_malloc0 (size);
  g_assert_true (cmsSaveProfileToMem (profile, data, &size));
  cmsCloseProfile (profile);

  return g_bytes_new_take (data, size);
}

/* A profile whose red is sRGB's green and the other way round; sRGB's own; and
 * rubbish. */
static void
test_colours_go_through_their_profile (void)
{
  const guint8 rgb[6] = { 250, 30, 60, 128, 128, 128 };
  const cmsCIExyY white = { 0.3127, 0.3290, 1.0 };
  const cmsCIExyYTRIPLE swapped = { { 0.30, 0.60, 1.0 }, { 0.64, 0.33, 1.0 }, { 0.15, 0.06, 1.0 } };
  cmsFloat64Number curve[5] = { 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045 };
  cmsToneCurve *tone = cmsBuildParametricToneCurve (NULL, 4, curve);
  cmsToneCurve *tones[3] = { tone, tone, tone };
  const OvrVoi voi = { .function = OVR_VOI_LINEAR, .center = 0.0, .width = 1.0 };
  const guint8 rubbish[200] = { 1, 2, 3 };
  const guint32 wanted[3] = { 0xff1efa3c, 0xfffa1e3c, 0xfffa1e3c };
  g_autoptr (GBytes) first = write_icc (cmsCreateRGBProfile (&white, &swapped, tones));
  g_autoptr (GBytes) second = write_icc (cmsCreate_sRGBProfile ());
  g_autoptr (GBytes) third = g_bytes_new (rubbish, sizeof rubbish);
  GBytes *const icc[3] = { first, second, third };

  cmsFreeToneCurve (tone);
  for (guint i = 0; i < 3; i++)
    {
      OvrFrameInfo info = sample_info (2, 1, 8, 8, FALSE);
      g_autoptr (OvrDataset) header = sample_header (2, 1, "SM");
      g_autoptr (OvrPixels) pixels = NULL;
      guint32 target[2];

      info.samples = 3;
      info.photometric = OVR_PHOTOMETRIC_RGB;
      ovr_dataset_set_bytes (header, OVR_TAG (0x0028, 0x2000), icc[i], 1);
      pixels = sample_pixels (header, &info, rgb, sizeof rgb);
      ovr_render_native (pixels, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 8);
      g_assert_cmphex (target[0], ==, wanted[i]);
      g_assert_cmphex (target[1], ==, 0xff808080);
    }
}

static void
test_palettes_map_first_signed_and_segmented (void)
{
  /* Discrete 0, 10; linear to 40 in 3 steps; the first segment again. */
  const guint8 segments[] = { 0, 2, 0, 10, 1, 3, 40, 2, 1, 0, 0, 0, 0 };
  g_autoptr (GBytes) data = g_bytes_new (segments, sizeof segments);
  g_autoptr (GBytes) expanded = ovr_palette_expand (data, 8, 256);
  const guint16 wanted[] = { 0, 10, 20, 30, 40, 0, 10 };
  const guint8 broken[] = { 0, 200, 1 };
  g_autoptr (GBytes) bad = g_bytes_new (broken, sizeof broken);

  g_assert_nonnull (expanded);
  g_assert_cmpmem (g_bytes_get_data (expanded, NULL), g_bytes_get_size (expanded), wanted, sizeof wanted);
  g_assert_null (ovr_palette_expand (bad, 8, 256));
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/usual-window", test_usual_window_leaves_out_the_outer_hundredth);
  g_test_add_func ("/render/native/all-cells", test_native_grey_equals_the_formulas_for_all_cells);
  g_test_add_func ("/render/native/voi-table", test_voi_table_equals_its_entries_for_all_inputs);
  g_test_add_func ("/render/native/wide-cells", test_wide_cells_equal_the_formulas);
  g_test_add_func ("/render/padding", test_padding_stays_out_of_everything);
  g_test_add_func ("/render/view/enlarge", test_enlarging_interpolates_between_centres);
  g_test_add_func ("/render/view/shrink", test_shrinking_passes_over_no_pixel);
  g_test_add_func ("/render/view/rotate-flip", test_rotation_and_flip_move_every_pixel_where_the_transform_says);
  g_test_add_func ("/render/view/aspect", test_uneven_pixels_are_shown_in_their_shape);
  g_test_add_func ("/render/overlay/in-cells", test_old_overlay_bits_are_masked_out_and_drawn);
  g_test_add_func ("/render/overlay/origin", test_overlay_planes_may_start_outside_the_image);
  g_test_add_func ("/render/shutter", test_shutter_covers_and_a_broken_one_does_not);
  g_test_add_func ("/render/shutter-shapes", test_shutter_shapes_are_combined);
  g_test_add_func ("/render/image/fluoroscopy", test_fluoroscopy_logarithms_are_not_for_display);
  g_test_add_func ("/render/image/functional-groups", test_frame_groups_go_before_shared_ones);
  g_test_add_func ("/render/image/windows", test_windows_and_explanations_are_all_offered);
  g_test_add_func ("/render/image/default-window", test_default_window_of_files_without_one);
  g_test_add_func ("/render/image/too-small", test_small_frames_are_refused);
  g_test_add_func ("/render/colour", test_colours_come_out_as_they_went_in);
  g_test_add_func ("/render/partial", test_partial_colours_use_their_range);
  g_test_add_func ("/render/colour-profile", test_colours_go_through_their_profile);
  g_test_add_func ("/render/palette", test_palettes_map_first_signed_and_segmented);
  return g_test_run ();
}
