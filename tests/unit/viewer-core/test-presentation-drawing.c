/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-applied-state.h"
#include "ovr-render.h"
#include "pixel-samples.h"
#include "state-samples.h"

#include <math.h>

/* What a presentation state draws over its image, and what it hides of it. */

#define TAG_ROTATION OVR_TAG (0x0070, 0x0042)
#define TAG_FLIP OVR_TAG (0x0070, 0x0041)

/* Of the layer's only object: its points in target pixels. */
static OvrPoint
target_point (const OvrPixels *applied,
              const OvrPresentationState *state,
              double width,
              double height,
              guint index)
{
  const OvrAnnotationLayer *layer = applied->image->applied->layers->pdata[0];
  const OvrAnnotation *object = layer->annotations->pdata[0];
  g_autoptr (OvrView) view = ovr_view_new ();
  OvrViewTransform map;

  view->rotation_deg = state->rotation_deg;
  view->flip_horizontal = state->flip_horizontal;
  map = ovr_render_view_transform (applied, view, width, height);
  return ovr_view_transform_apply (&map, object->points[index]);
}

/* PIXEL goes with the image; DISPLAY stays where it is on the displayed area,
 * however the image is turned. */
static void
test_annotation_units_count_from_image_and_displayed_area (void)
{
  const double display[] = { 0.25, 0.5, 1.0, 0.0 };
  const double pixel[] = { 20.0, 4.0, 60.0, 24.0 };

  for (guint turn = 0; turn < 8; turn++)
    for (guint units = 0; units < 2; units++)
      {
        OvrDataset *dataset = sample_state (21, 5, 60, 24);
        g_autoptr (OvrPresentationState) state = NULL;
        g_autoptr (OvrPixels) stored = sample_black (80, 30);
        g_autoptr (OvrPixels) applied = NULL;
        double width = turn % 2 ? 200.0 : 400.0;
        double height = turn % 2 ? 400.0 : 200.0;
        OvrPoint a;
        OvrPoint b;

        sample_layer (dataset, "A", 1, 65535);
        sample_graphic (dataset, "A", units ? "DISPLAY" : "PIXEL", "POLYLINE", units ? display : pixel, 2, FALSE);
        ovr_dataset_set_int (dataset, TAG_ROTATION, turn % 4 * 90);
        ovr_dataset_set_text (dataset, TAG_FLIP, turn >= 4 ? "Y" : "N");
        state = sample_state_finish (dataset);
        applied = sample_apply (state, stored);
        a = target_point (applied, state, width, height, 0);
        b = target_point (applied, state, width, height, 1);
        if (units)
          {
            g_assert_cmpfloat_with_epsilon (a.col, width * 0.25, 1e-3);
            g_assert_cmpfloat_with_epsilon (a.row, height * 0.5, 1e-3);
            g_assert_cmpfloat_with_epsilon (b.col, width, 1e-3);
            g_assert_cmpfloat_with_epsilon (b.row, 0.0, 1e-3);
          }
        else
          {
            /* The image's upper left corner of the area. */
            gboolean right = turn == 1 || turn == 2 || turn == 4 || turn == 7;
            gboolean low = turn == 2 || turn == 3 || turn == 6 || turn == 7;

            g_assert_cmpfloat_with_epsilon (a.col, right ? width : 0.0, 1e-3);
            g_assert_cmpfloat_with_epsilon (a.row, low ? height : 0.0, 1e-3);
            g_assert_cmpfloat_with_epsilon (b.col, right ? 0.0 : width, 1e-3);
            g_assert_cmpfloat_with_epsilon (b.row, low ? 0.0 : height, 1e-3);
          }
      }
}

static guint32
pixel_at (const OvrPixels *applied,
          double col,
          double row)
{
  enum
  {
    SIZE = 1600
  };
  g_autofree guint32 *target = g_new (guint32, SIZE * SIZE);
  g_autoptr (OvrView) view = ovr_view_new ();
  OvrViewTransform map = ovr_render_view_transform (applied, view, SIZE, SIZE);
  OvrPoint at = ovr_view_transform_apply (&map, (OvrPoint){ col, row });

  ovr_render_view (applied, view, OVR_RENDER_OVERLAYS, (guint8 *) target, SIZE, SIZE, SIZE * 4);
  for (guint i = 0; i < SIZE * SIZE; i++)
    g_assert_cmpuint (target[i] >> 24, ==, 0xff);
  return target[(guint) at.row * SIZE + (guint) at.col];
}

/* Two lines that cross: the layer of higher order lies on top, whatever the
 * order in the file. */
static void
test_layers_are_drawn_by_their_order (void)
{
  for (int first = 0; first < 2; first++)
    {
      const double level[] = { 2, 10.5, 18, 10.5 };
      const double upright[] = { 10.5, 2, 10.5, 18 };
      OvrDataset *dataset = sample_state (1, 1, 20, 20);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = sample_black (20, 20);
      g_autoptr (OvrPixels) applied = NULL;

      sample_layer (dataset, "LEVEL", first ? 1 : 9, 0x4000);
      sample_layer (dataset, "UPRIGHT", 5, 0xc000);
      sample_graphic (dataset, "LEVEL", "PIXEL", "POLYLINE", level, 2, FALSE);
      sample_graphic (dataset, "UPRIGHT", "PIXEL", "POLYLINE", upright, 2, FALSE);
      state = sample_state_finish (dataset);
      applied = sample_apply (state, stored);
      g_assert_cmphex (pixel_at (applied, 10.0, 10.0), ==, first ? 0xffc0c0c0u : 0xff404040u);
    }
}

/* Each kind of graphic leaves ink where it must be and none where not. */
static void
test_graphics_are_drawn_where_they_belong (void)
{
  static const struct
  {
    const char *type;
    double points[8];
    guint n;
    OvrPoint on;
    OvrPoint off;
  } cases[] = {
    { "POINT", { 10.5, 10.5 }, 1, { 10, 10 }, { 14, 14 } },
    { "POLYLINE", { 2.5, 2.5, 2.5, 17.5, 17.5, 17.5 }, 3, { 2, 10 }, { 10, 10 } },
    { "INTERPOLATED", { 2.5, 10.5, 10.5, 4.5, 18.5, 10.5 }, 3, { 10, 4 }, { 10, 14 } },
    { "CIRCLE", { 10.5, 10.5, 15.5, 10.5 }, 2, { 10, 5 }, { 10, 10 } },
    { "ELLIPSE", { 2.5, 10.5, 18.5, 10.5, 10.5, 7.5, 10.5, 13.5 }, 4, { 10, 13 }, { 10, 17 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvrDataset *dataset = sample_state (1, 1, 20, 20);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = sample_black (20, 20);
      g_autoptr (OvrPixels) applied = NULL;

      sample_layer (dataset, "A", 1, 65535);
      sample_graphic (dataset, "A", "PIXEL", cases[i].type, cases[i].points, cases[i].n, FALSE);
      state = sample_state_finish (dataset);
      applied = sample_apply (state, stored);
      g_assert_cmphex (pixel_at (applied, cases[i].on.col, cases[i].on.row), ==, 0xffffffffu);
      g_assert_cmphex (pixel_at (applied, cases[i].off.col, cases[i].off.row), ==, 0xff000000u);
    }
}

static void
test_fill_lets_the_image_through (void)
{
  const double circle[] = { 10.5, 10.5, 15.5, 10.5 };
  OvrDataset *dataset = sample_state (1, 1, 20, 20);
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = sample_black (20, 20);
  g_autoptr (OvrPixels) applied = NULL;
  guint32 inside;

  sample_layer (dataset, "A", 1, 65535);
  sample_graphic (dataset, "A", "PIXEL", "CIRCLE", circle, 2, TRUE);
  state = sample_state_finish (dataset);
  applied = sample_apply (state, stored);
  inside = pixel_at (applied, 10.0, 10.0) & 0xff;
  g_assert_cmpuint (inside, >, 40);
  g_assert_cmpuint (inside, <, 120);
}

/* White pixels of a part of a target of @size. */
static guint
count_ink (const guint32 *target,
           guint size,
           guint left,
           guint top,
           guint right,
           guint bottom)
{
  guint n = 0;

  for (guint y = top; y < bottom; y++)
    for (guint x = left; x < right; x++)
      n += (target[y * size + x] & 0xff) > 128;
  return n;
}

/* A text of one letter's height and many letters' width, in the four turns: it
 * is read from the box's first corner towards its second. */
static void
test_text_is_read_from_the_first_corner_of_its_box (void)
{
  enum
  {
    SIZE = 400
  };

  for (int turn = 0; turn < 4; turn++)
    {
      OvrDataset *dataset = sample_state (1, 1, 40, 40);
      OvrDataset *item = ovr_dataset_append_item (dataset, OVR_TAG (0x0070, 0x0001));
      OvrDataset *text = ovr_dataset_append_item (item, OVR_TAG (0x0070, 0x0008));
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = sample_black (40, 40);
      g_autoptr (OvrPixels) applied = NULL;
      g_autoptr (OvrView) view = ovr_view_new ();
      g_autofree guint32 *target = g_new (guint32, SIZE * SIZE);
      guint quarters[4];

      sample_layer (dataset, "A", 1, 65535);
      ovr_dataset_set_text (item, OVR_TAG (0x0070, 0x0002), "A");
      ovr_dataset_set_text (text, OVR_TAG (0x0070, 0x0003), "PIXEL");
      ovr_dataset_set_text (text, OVR_TAG (0x0070, 0x0006), "MMMMMMMM");
      ovr_dataset_set_doubles (text, OVR_TAG (0x0070, 0x0010), (double[]){ 20, 20 }, 2);
      ovr_dataset_set_doubles (text, OVR_TAG (0x0070, 0x0011), (double[]){ 40, 24 }, 2);
      state = sample_state_finish (dataset);
      applied = sample_apply (state, stored);
      view->rotation_deg = turn * 90;
      ovr_render_view (applied, view, OVR_RENDER_OVERLAYS, (guint8 *) target, SIZE, SIZE, SIZE * 4);

      /* From the middle of the image to the right, and turned with it. */
      quarters[0] = count_ink (target, SIZE, 200, 200, 400, 260);
      quarters[1] = count_ink (target, SIZE, 140, 200, 200, 400);
      quarters[2] = count_ink (target, SIZE, 0, 140, 200, 200);
      quarters[3] = count_ink (target, SIZE, 200, 0, 260, 200);
      for (int i = 0; i < 4; i++)
        g_assert_true (i == turn ? quarters[i] > 100 : quarters[i] == 0);
    }
}

/* An overlay plane of 8 × 8 pixels with the first row set. */
static void
add_plane (OvrDataset *dataset,
           guint16 group,
           guint8 row)
{
  guint8 bits[8] = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  bits[row] = 0xff;
  bytes = g_bytes_new (bits, sizeof bits);
  ovr_dataset_set_int (dataset, OVR_TAG (group, 0x0010), 8);
  ovr_dataset_set_int (dataset, OVR_TAG (group, 0x0011), 8);
  ovr_dataset_set_text (dataset, OVR_TAG (group, 0x0040), "G");
  ovr_dataset_set_ints (dataset, OVR_TAG (group, 0x0050), (gint64[]){ 1, 1 }, 2);
  ovr_dataset_set_int (dataset, OVR_TAG (group, 0x0100), 1);
  ovr_dataset_set_int (dataset, OVR_TAG (group, 0x0102), 0);
  ovr_dataset_set_bytes (dataset, OVR_TAG (group, 0x3000), bytes, 1);
}

/* The grey of each row's first pixel. */
static void
render_rows (const OvrPixels *applied,
             guint greys[8])
{
  guint32 target[64];

  ovr_render_native (applied, ovr_pixels_default_voi (applied), FALSE, OVR_RENDER_OVERLAYS, (guint8 *) target, 32);
  for (guint y = 0; y < 8; y++)
    greys[y] = target[y * 8] & 0xff;
}

/* 6000 of the image is activated; 6002 is in both, so the state's counts; 6004
 * isn't mentioned and 6006 has no layer: neither is shown. */
static void
test_overlays_are_shown_where_a_layer_is_named (void)
{
  g_autoptr (OvrDataset) header = sample_header (8, 8, "OT");
  OvrFrameInfo info = sample_info (8, 8, 8, 8, FALSE);
  OvrDataset *dataset = sample_state (1, 1, 8, 8);
  guint8 cells[64] = { 0 };
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) applied = NULL;
  guint greys[8];

  for (guint16 i = 0; i < 4; i++)
    add_plane (header, (guint16) (0x6000 + i * 2), (guint8) i);
  add_plane (dataset, 0x6002, 7);
  sample_layer (dataset, "A", 1, 0x8000);
  sample_layer (dataset, "B", 2, 0xa000);
  ovr_dataset_set_text (dataset, OVR_TAG (0x6000, 0x1001), "A");
  ovr_dataset_set_text (dataset, OVR_TAG (0x6002, 0x1001), "B");
  ovr_dataset_set_empty (dataset, OVR_TAG (0x6006, 0x1001));
  ovr_dataset_set_text (dataset, OVR_TAG (0x6008, 0x1001), "A");
  state = sample_state_finish (dataset);
  stored = sample_pixels (header, &info, cells, sizeof cells);
  applied = sample_apply (state, stored);

  render_rows (applied, greys);
  g_assert_cmpuint (greys[0], ==, 0x80);
  g_assert_cmpuint (greys[1], ==, 0);
  g_assert_cmpuint (greys[2], ==, 0);
  g_assert_cmpuint (greys[3], ==, 0);
  g_assert_cmpuint (greys[7], ==, 0xa0);
  g_assert_true (sample_has_note (applied, "state-overlay"));

  render_rows (stored, greys);
  g_assert_cmpuint (greys[2], ==, 0xff);
  g_assert_cmpuint (greys[7], ==, 0);
}

/* The bitmap's set pixels are hidden, and the plane isn't drawn as an overlay. */
static void
test_bitmap_shutter_hides_the_set_pixels (void)
{
  g_autoptr (OvrPixels) stored = sample_black (8, 8);
  OvrDataset *dataset = sample_state (1, 1, 8, 8);
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) applied = NULL;
  guint greys[8];

  add_plane (dataset, 0x6000, 2);
  ovr_dataset_set_text (dataset, OVR_TAG (0x6000, 0x1001), "A");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1600), "BITMAP");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1622), 0x7000);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1623), 0x6000);
  state = sample_state_finish (dataset);
  applied = sample_apply (state, stored);

  render_rows (applied, greys);
  for (guint y = 0; y < 8; y++)
    g_assert_cmpuint (greys[y], ==, y == 2 ? 0x70 : 0);
}

/* The state's shutter takes the place of the image's; one that would hide all
 * stays open and is named. */
static void
test_shutter_of_the_state_replaces_the_images (void)
{
  for (int broken = 0; broken < 2; broken++)
    {
      g_autoptr (OvrDataset) header = sample_header (8, 8, "OT");
      OvrFrameInfo info = sample_info (8, 8, 8, 8, FALSE);
      OvrDataset *dataset = sample_state (1, 1, 8, 8);
      guint8 cells[64] = { 0 };
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = NULL;
      g_autoptr (OvrPixels) applied = NULL;
      guint greys[8];

      for (int i = 0; i < 2; i++)
        {
          OvrDataset *to = i == 0 ? header : dataset;

          ovr_dataset_set_text (to, OVR_TAG (0x0018, 0x1600), "RECTANGULAR");
          ovr_dataset_set_int (to, OVR_TAG (0x0018, 0x1602), 1);
          ovr_dataset_set_int (to, OVR_TAG (0x0018, 0x1604), 8);
          ovr_dataset_set_int (to, OVR_TAG (0x0018, 0x1606), i == 0 ? 1 : broken ? 30
                                                                                 : 4);
          ovr_dataset_set_int (to, OVR_TAG (0x0018, 0x1608), i == 0 ? 2 : broken ? 40
                                                                                 : 8);
          ovr_dataset_set_int (to, OVR_TAG (0x0018, 0x1622), i == 0 ? 0x2000 : 0x9000);
        }
      state = sample_state_finish (dataset);
      stored = sample_pixels (header, &info, cells, sizeof cells);
      applied = sample_apply (state, stored);

      render_rows (applied, greys);
      for (guint y = 0; y < 8; y++)
        g_assert_cmpuint (greys[y], ==, y < 3 && !broken ? 0x90 : 0);
      g_assert_cmpint (sample_has_note (applied, "state-shutter"), ==, broken);
      render_rows (stored, greys);
      g_assert_cmpuint (greys[7], ==, 0x20);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/presentation-drawing/item-16/bitmap-shutter", test_bitmap_shutter_hides_the_set_pixels);
  g_test_add_func ("/presentation-drawing/item-16/shutter", test_shutter_of_the_state_replaces_the_images);
  g_test_add_func ("/presentation-drawing/item-17/units", test_annotation_units_count_from_image_and_displayed_area);
  g_test_add_func ("/presentation-drawing/item-17/layers", test_layers_are_drawn_by_their_order);
  g_test_add_func ("/presentation-drawing/item-17/graphics", test_graphics_are_drawn_where_they_belong);
  g_test_add_func ("/presentation-drawing/item-17/fill", test_fill_lets_the_image_through);
  g_test_add_func ("/presentation-drawing/item-17/text", test_text_is_read_from_the_first_corner_of_its_box);
  g_test_add_func ("/presentation-drawing/item-17/overlays", test_overlays_are_shown_where_a_layer_is_named);
  return g_test_run ();
}
