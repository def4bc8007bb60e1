/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-applied-state.h"
#include "ovr-key-picture-render.h"
#include "ovr-notes.h"
#include "ovr-render.h"
#include "pixel-samples.h"
#include "state-samples.h"

#include <math.h>

#define TAG_MODALITY_LUT OVR_TAG (0x0028, 0x3000)
#define TAG_PRESENTATION_LUT OVR_TAG (0x2050, 0x0010)
#define TAG_LUT_SHAPE OVR_TAG (0x2050, 0x0020)
#define TAG_ROTATION OVR_TAG (0x0070, 0x0042)
#define TAG_FLIP OVR_TAG (0x0070, 0x0041)

/* A ramp of 8-bit values, 16 × 16: every value once. */
static OvrPixels *
make_ramp (const OvrDataset *header,
           OvrPhotometric photometric)
{
  OvrFrameInfo info = sample_info (16, 16, 8, 8, FALSE);
  guint8 cells[256];

  for (guint i = 0; i < 256; i++)
    cells[i] = (guint8) i;
  info.photometric = photometric;
  return sample_pixels (header, &info, cells, sizeof cells);
}

/* A black image. */
static OvrPixels *
make_black (guint columns,
            guint rows)
{
  g_autoptr (OvrDataset) header = sample_header (columns, rows, "OT");
  OvrFrameInfo info = sample_info (columns, rows, 8, 8, FALSE);
  g_autofree guint8 *cells = g_new0 (guint8, (gsize) columns * rows);

  return sample_pixels (header, &info, cells, (gsize) columns * rows);
}

static void
render_ramp (const OvrPixels *pixels,
             gboolean invert,
             guint32 target[256])
{
  ovr_render_native (pixels, ovr_pixels_default_voi (pixels), invert, OVR_RENDER_OVERLAYS, (guint8 *) target, 64);
}

static guint
has_note (const OvrPixels *pixels,
          const char *code)
{
  return ovr_notes_has (pixels->image->notes, code);
}

/* PS3.4 N.2.1.4: with a state, neither MONOCHROME1 nor the image's own shape
 * counts; the reader's inversion comes on top. */
static void
test_polarity_is_the_states_whatever_the_image_says (void)
{
  for (guint i = 0; i < 16; i++)
    {
      gboolean is_monochrome1 = i & 1;
      gboolean image_inverse = i >> 1 & 1;
      gboolean state_inverse = i >> 2 & 1;
      gboolean invert = i >> 3 & 1;
      g_autoptr (OvrDataset) header = sample_header (16, 16, "CR");
      OvrDataset *dataset = sample_state (1, 1, 16, 16);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = NULL;
      g_autoptr (OvrPixels) applied = NULL;
      guint32 target[256];

      if (image_inverse)
        ovr_dataset_set_text (header, TAG_LUT_SHAPE, "INVERSE");
      ovr_dataset_set_text (dataset, TAG_LUT_SHAPE, state_inverse ? "INVERSE" : "IDENTITY");
      state = sample_state_finish (dataset);
      stored = make_ramp (header, is_monochrome1 ? OVR_PHOTOMETRIC_MONOCHROME1 : OVR_PHOTOMETRIC_MONOCHROME2);
      applied = sample_apply (state, stored);

      render_ramp (applied, invert, target);
      for (guint v = 0; v < 256; v++)
        g_assert_cmpuint (target[v] & 0xff, ==, state_inverse != invert ? 255 - v : v);

      /* Without the state the image's own words count again. */
      render_ramp (stored, invert, target);
      for (guint v = 0; v < 256; v++)
        g_assert_cmpuint (target[v] & 0xff, ==, (is_monochrome1 || image_inverse) != invert ? 255 - v : v);
    }
}

/* Three tables, none of which commutes with another. */
static void
test_stages_follow_each_other_in_the_order_of_the_standard (void)
{
  g_autoptr (OvrDataset) header = sample_header (16, 16, "CR");
  OvrDataset *dataset = sample_state (1, 1, 16, 16);
  OvrDataset *voi = ovr_dataset_append_item (dataset, OVR_TAG (0x0028, 0x3110));
  guint16 tables[3][256];
  guint32 target[256];
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) applied = NULL;

  for (guint i = 0; i < 256; i++)
    {
      tables[0][i] = (guint16) (i * 7 + 3) % 256;
      tables[1][i] = (guint16) (i * i) % 256;
      tables[2][i] = (guint16) (i * 5 + 90) % 256;
    }
  sample_table (dataset, TAG_MODALITY_LUT, (gint64[]){ 256, 0, 8 }, tables[0]);
  sample_table (voi, OVR_TAG (0x0028, 0x3010), (gint64[]){ 256, 0, 8 }, tables[1]);
  sample_table (dataset, TAG_PRESENTATION_LUT, (gint64[]){ 256, 0, 8 }, tables[2]);
  state = sample_state_finish (dataset);
  stored = make_ramp (header, OVR_PHOTOMETRIC_MONOCHROME1);
  applied = sample_apply (state, stored);

  for (guint invert = 0; invert < 2; invert++)
    {
      render_ramp (applied, invert, target);
      for (guint i = 0; i < 256; i++)
        {
          guint grey = tables[2][tables[1][tables[0][i]]];

          g_assert_cmpuint (target[i] & 0xff, ==, invert ? 255 - grey : grey);
        }
    }
}

/* The state says all: what it leaves out is the identity, not the image's. */
static void
test_stages_that_are_left_out_are_the_identity (void)
{
  g_autoptr (OvrDataset) header = sample_header (16, 16, "CT");
  double numbers[] = { 40.0, 10.0, -100.0, 2.0 };
  g_autoptr (OvrPresentationState) state = sample_state_finish (sample_state (1, 1, 16, 16));
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) applied = NULL;
  guint32 target[256];

  for (guint i = 0; i < 4; i++)
    ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x1050 + i), &numbers[i], 1);
  stored = make_ramp (header, OVR_PHOTOMETRIC_MONOCHROME2);
  applied = sample_apply (state, stored);

  render_ramp (applied, FALSE, target);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (target[i] & 0xff, ==, i);
  g_assert_true (has_note (applied, "state-without-rescale"));

  /* People are told the image's value all the same. */
  g_assert_cmpfloat (ovr_pixels_get_value (applied, 5, 1), ==, 21.0 * 2.0 - 100.0);
}

static void
test_own_rescale_and_window_replace_the_images (void)
{
  g_autoptr (OvrDataset) header = sample_header (16, 16, "CT");
  OvrDataset *dataset = sample_state (1, 1, 16, 16);
  double slope = 3.0;
  double intercept = -50.0;
  double image_slope = -1.0;
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) applied = NULL;
  guint32 target[256];

  ovr_dataset_set_doubles (header, OVR_TAG (0x0028, 0x1053), &image_slope, 1);
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x1052), &intercept, 1);
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x1053), &slope, 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x1054), "US");
  sample_state_window (dataset, 300.0, 400.0);
  state = sample_state_finish (dataset);
  stored = make_ramp (header, OVR_PHOTOMETRIC_MONOCHROME2);
  applied = sample_apply (state, stored);

  render_ramp (applied, FALSE, target);
  for (guint i = 0; i < 256; i++)
    {
      double x = i * 3.0 - 50.0;
      double y = x <= 300.0 - 0.5 - 199.5 ? 0.0 : x > 300.0 - 0.5 + 199.5 ? 255.0
                                                                          : ((x - 299.5) / 399.0 + 0.5) * 255.0;

      g_assert_cmpuint (target[i] & 0xff, ==, (guint) floor (y + 0.5));
    }
  g_assert_cmpuint (applied->image->notes->len, ==, 0);
}

/* Interpolated pictures go through the table too. */
static void
test_presentation_table_is_in_force_at_every_size (void)
{
  g_autoptr (OvrDataset) header = sample_header (16, 16, "CR");
  OvrDataset *dataset = sample_state (1, 1, 16, 16);
  guint16 steps[256];
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) applied = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();
  guint32 target[64 * 64];

  for (guint i = 0; i < 256; i++)
    steps[i] = i < 128 ? 40 : 200;
  sample_state_window (dataset, 128.0, 256.0);
  sample_table (dataset, TAG_PRESENTATION_LUT, (gint64[]){ 256, 0, 8 }, steps);
  state = sample_state_finish (dataset);
  stored = make_ramp (header, OVR_PHOTOMETRIC_MONOCHROME2);
  applied = sample_apply (state, stored);

  ovr_render_view (applied, view, OVR_RENDER_PLAIN, (guint8 *) target, 64, 64, 256);
  for (guint i = 0; i < G_N_ELEMENTS (target); i++)
    g_assert_true ((target[i] & 0xff) == 40 || (target[i] & 0xff) == 200);
}

/* A table need not follow the window's line between the steps of 256 levels:
 * quick paths that go by the steps must not be taken. */
static void
test_presentation_table_counts_between_the_levels (void)
{
  g_autoptr (OvrDataset) header = sample_header (64, 64, "CR");
  OvrFrameInfo info = sample_info (64, 64, 16, 12, FALSE);
  OvrDataset *dataset = sample_state (1, 1, 64, 64);
  guint16 cells[4096];
  guint16 table[4096];
  guint32 target[4096];
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) applied = NULL;

  for (guint16 i = 0; i < 4096; i++)
    {
      cells[i] = GUINT16_TO_LE (i);
      table[i] = i > 0 && i < 1000 && i % 16 == 0 ? 4095 : i;
    }
  sample_table (dataset, TAG_PRESENTATION_LUT, (gint64[]){ 4096, 0, 12 }, table);
  state = sample_state_finish (dataset);
  stored = sample_pixels (header, &info, cells, sizeof cells);
  applied = sample_apply (state, stored);

  ovr_render_native (applied, ovr_pixels_default_voi (applied), FALSE, OVR_RENDER_PLAIN, (guint8 *) target, 256);
  for (guint i = 0; i < 4096; i++)
    g_assert_cmpuint (target[i] & 0xff, ==, (guint) floor (table[i] / 4095.0 * 255.0 + 0.5));
}

static void
test_state_is_for_its_images_and_frames_only (void)
{
  OvrDataset *dataset = sample_state (1, 1, 16, 16);
  OvrDataset *series = ovr_dataset_append_item (dataset, OVR_TAG (0x0008, 0x1115));
  OvrDataset *image = ovr_dataset_append_item (series, OVR_TAG (0x0008, 0x1140));
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = make_black (16, 16);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = NULL;

  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x1155), "2.25.1002");
  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x1160), "2\\5");
  state = sample_state_finish (dataset);

  g_assert_true (ovr_presentation_state_is_for (state, SAMPLE_IMAGE_UID, 77));
  g_assert_true (ovr_presentation_state_is_for (state, "2.25.1002", 2));
  g_assert_true (ovr_presentation_state_is_for (state, "2.25.1002", 5));
  g_assert_false (ovr_presentation_state_is_for (state, "2.25.1002", 1));
  g_assert_false (ovr_presentation_state_is_for (state, "2.25.1003", 1));
  g_assert_null (ovr_presentation_state_apply (state, stored, "2.25.1003"));

  g_ptr_array_add (all, state);
  found = ovr_presentation_states_for (all, "2.25.1002", 5);
  g_assert_cmpuint (found->len, ==, 1);
}

/* Of several items, the one for the image counts. */
static void
test_items_for_other_images_leave_this_one_alone (void)
{
  OvrDataset *dataset = sample_state (1, 1, 16, 16);
  OvrDataset *item = ovr_dataset_append_item (dataset, OVR_TAG (0x0028, 0x3110));
  OvrDataset *image = ovr_dataset_append_item (item, OVR_TAG (0x0008, 0x1140));
  const double box[] = { 0, 0, 16, 16, 16, 0 };
  OvrDataset *graphic;
  double one = 1.0;
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = make_black (16, 16);
  g_autoptr (OvrPixels) applied = NULL;

  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x1155), "2.25.1002");
  ovr_dataset_set_doubles (item, OVR_TAG (0x0028, 0x1050), &one, 1);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0028, 0x1051), &one, 1);
  sample_state_window (dataset, 77.0, 20.0);
  sample_layer (dataset, "A", 1, 65535);
  graphic = sample_graphic (dataset, "A", "PIXEL", "POLYLINE", box, 3, FALSE);
  image = ovr_dataset_append_item (graphic, OVR_TAG (0x0008, 0x1140));
  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x1155), "2.25.1002");
  state = sample_state_finish (dataset);
  applied = sample_apply (state, stored);

  g_assert_cmpuint (applied->image->vois->len, ==, 1);
  g_assert_cmpfloat (ovr_image_get_voi (applied->image, 0)->voi.center, ==, 77.0);
  for (guint i = 0; i < applied->image->applied->layers->len; i++)
    {
      const OvrAnnotationLayer *layer = applied->image->applied->layers->pdata[i];

      g_assert_cmpuint (layer->annotations->len, ==, 0);
    }
}

/* A quarter of an image that isn't square, in all eight turns: its corners
 * come to the corners of the target, whatever their order in the file. */
static void
test_displayed_area_fills_the_target_in_all_turns (void)
{
  for (guint turn = 0; turn < 8; turn++)
    {
      OvrDataset *dataset = turn % 2 ? sample_state (21, 5, 60, 24) : sample_state (60, 24, 21, 5);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = make_black (80, 30);
      g_autoptr (OvrPixels) applied = NULL;
      g_autoptr (OvrView) view = ovr_view_new ();
      gboolean is_upright = turn % 4 % 2 == 0;
      double width = is_upright ? 400 : 200;
      double height = is_upright ? 200 : 400;
      OvrViewTransform map;
      OvrPoint a;
      OvrPoint b;

      ovr_dataset_set_int (dataset, TAG_ROTATION, turn % 4 * 90);
      ovr_dataset_set_text (dataset, TAG_FLIP, turn >= 4 ? "Y" : "N");
      state = sample_state_finish (dataset);
      applied = sample_apply (state, stored);
      view->rotation_deg = state->rotation_deg;
      view->flip_horizontal = state->flip_horizontal;
      g_assert_cmpint (view->rotation_deg, ==, turn % 4 * 90);
      g_assert_cmpint (view->flip_horizontal, ==, turn >= 4);

      map = ovr_render_view_transform (applied, view, width, height);
      a = ovr_view_transform_apply (&map, (OvrPoint){ 19.5, 3.5 });
      b = ovr_view_transform_apply (&map, (OvrPoint){ 59.5, 23.5 });
      g_assert_cmpfloat_with_epsilon (fmin (a.col, b.col), 0.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (fmax (a.col, b.col), width, 1e-6);
      g_assert_cmpfloat_with_epsilon (fmin (a.row, b.row), 0.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (fmax (a.row, b.row), height, 1e-6);
    }
}

static OvrDataset *
area_of (OvrDataset *state)
{
  return (OvrDataset *) ovr_dataset_get_item (state, OVR_TAG (0x0070, 0x005a), 0);
}

static void
test_true_size_and_magnify_give_the_size_of_a_pixel (void)
{
  OvrDataset *dataset = sample_state (1, 1, 100, 50);
  double spacing[] = { 0.4, 0.2 };
  double ratio = 3.0;
  g_autoptr (OvrPresentationState) true_size = NULL;
  g_autoptr (OvrPresentationState) magnify = NULL;
  g_autoptr (OvrPixels) stored = make_black (100, 50);
  g_autoptr (OvrPixels) applied = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();
  const OvrImage *image;
  OvrViewTransform map;

  ovr_dataset_set_text (area_of (dataset), OVR_TAG (0x0070, 0x0100), "TRUE SIZE");
  ovr_dataset_set_doubles (area_of (dataset), OVR_TAG (0x0070, 0x0101), spacing, 2);
  true_size = sample_state_finish (dataset);
  applied = sample_apply (true_size, stored);
  image = applied->image;

  /* A column is 0.2 mm wide: on a screen of 0.1 mm two of its pixels. */
  g_assert_false (ovr_displayed_area_enlarge (&image->applied->area, image->pixel_width, image->pixel_height, 300, 200,
                                              0.0, &view->centre, &view->span_px));
  g_assert_true (ovr_displayed_area_enlarge (&image->applied->area, image->pixel_width, image->pixel_height, 300, 200,
                                             0.1, &view->centre, &view->span_px));
  map = ovr_render_view_transform (applied, view, 300, 200);
  g_assert_cmpfloat_with_epsilon (map.xx, 2.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (map.yy, 4.0, 1e-9);
  g_clear_pointer (&applied, ovr_pixels_unref);

  dataset = sample_state (1, 1, 100, 50);
  ovr_dataset_set_text (area_of (dataset), OVR_TAG (0x0070, 0x0100), "MAGNIFY");
  ovr_dataset_set_doubles (area_of (dataset), OVR_TAG (0x0070, 0x0103), &ratio, 1);
  magnify = sample_state_finish (dataset);
  applied = sample_apply (magnify, stored);
  image = applied->image;
  g_assert_true (ovr_displayed_area_enlarge (&image->applied->area, image->pixel_width, image->pixel_height, 300, 200,
                                             0.0, &view->centre, &view->span_px));
  map = ovr_render_view_transform (applied, view, 300, 200);
  g_assert_cmpfloat_with_epsilon (map.xx, 3.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (map.yy, 3.0, 1e-9);
}

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
        g_autoptr (OvrPixels) stored = make_black (80, 30);
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
      g_autoptr (OvrPixels) stored = make_black (20, 20);
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
      g_autoptr (OvrPixels) stored = make_black (20, 20);
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
  g_autoptr (OvrPixels) stored = make_black (20, 20);
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
      g_autoptr (OvrPixels) stored = make_black (40, 40);
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
  g_assert_true (has_note (applied, "state-overlay"));

  render_rows (stored, greys);
  g_assert_cmpuint (greys[2], ==, 0xff);
  g_assert_cmpuint (greys[7], ==, 0);
}

/* The bitmap's set pixels are hidden, and the plane isn't drawn as an overlay. */
static void
test_bitmap_shutter_hides_the_set_pixels (void)
{
  g_autoptr (OvrPixels) stored = make_black (8, 8);
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
      g_assert_cmpint (has_note (applied, "state-shutter"), ==, broken);
      render_rows (stored, greys);
      g_assert_cmpuint (greys[7], ==, 0x20);
    }
}

static void
test_what_is_not_honoured_is_named (void)
{
  OvrDataset *dataset = sample_state (1, 1, 8, 8);
  const double points[] = { 1, 1, 2, 2 };
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = make_black (8, 8);
  g_autoptr (OvrPixels) applied = NULL;
  OvrDataset *unsupported = sample_state (1, 1, 8, 8);
  g_autoptr (OvrPresentationState) pseudo = NULL;

  ovr_dataset_set_text (ovr_dataset_append_item (dataset, OVR_TAG (0x0028, 0x6100)), OVR_TAG (0x0028, 0x6101), "AVG_SUB");
  sample_graphic (dataset, "A", "MATRIX", "POLYLINE", points, 2, FALSE);
  sample_graphic (dataset, "A", "PIXEL", "CIRCLE", points, 1, FALSE);
  state = sample_state_finish (dataset);
  applied = sample_apply (state, stored);
  g_assert_true (has_note (applied, "state-mask"));
  g_assert_true (has_note (applied, "state-graphics"));

  ovr_dataset_set_text (unsupported, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.11.3");
  pseudo = sample_state_finish (unsupported);
  g_assert_cmpint (pseudo->kind, ==, OVR_PRESENTATION_UNSUPPORTED);
  g_assert_null (ovr_presentation_state_apply (pseudo, stored, SAMPLE_IMAGE_UID));
}

static void
test_pixel_shape_of_the_state_is_for_the_display_only (void)
{
  OvrDataset *dataset = sample_state (1, 1, 8, 8);
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = make_black (8, 8);
  g_autoptr (OvrPixels) applied = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();
  OvrViewTransform map;

  ovr_dataset_set_ints (area_of (dataset), OVR_TAG (0x0070, 0x0102), (gint64[]){ 3, 2 }, 2);
  state = sample_state_finish (dataset);
  applied = sample_apply (state, stored);
  map = ovr_render_view_transform (applied, view, 120, 120);
  g_assert_cmpfloat_with_epsilon (map.yy / map.xx, 1.5, 1e-9);
  g_assert_true (applied->image->calibration.regions == stored->image->calibration.regions);
  g_assert_cmpfloat (stored->image->pixel_height, ==, 1.0);
}

/* A figure shows what the state selects, and names Hounsfield units only where
 * the window counts them. */
static void
test_key_pictures_follow_the_state (void)
{
  for (int own = 0; own < 2; own++)
    {
      g_autoptr (OvrDataset) header = sample_header (16, 16, "CT");
      OvrDataset *dataset = sample_state (5, 5, 12, 12);
      double slope = 2.0;
      double intercept = -1024.0;
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) stored = NULL;
      g_autoptr (OvrPixels) applied = NULL;
      g_autoptr (OvrView) view = ovr_view_new ();
      g_autoptr (OvrKeyPicture) picture = NULL;
      OvrPoint corner;

      ovr_dataset_set_text (header, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.2");
      ovr_dataset_set_text (header, OVR_TAG (0x0028, 0x1054), "HU");
      for (int i = 0; i <= own; i++)
        {
          ovr_dataset_set_doubles (i ? dataset : header, OVR_TAG (0x0028, 0x1052), &intercept, 1);
          ovr_dataset_set_doubles (i ? dataset : header, OVR_TAG (0x0028, 0x1053), &slope, 1);
        }
      sample_state_window (dataset, 40.0, 400.0);
      state = sample_state_finish (dataset);
      stored = make_ramp (header, OVR_PHOTOMETRIC_MONOCHROME2);
      applied = sample_apply (state, stored);
      picture = ovr_key_picture_render (applied, view, 64, 64);

      g_assert_cmpfloat (picture->window_center, ==, 40.0);
      g_assert_cmpstr (picture->value_unit, ==, own ? "HU" : NULL);
      corner = ovr_view_transform_invert (&picture->transform, 0.0, 0.0);
      g_assert_cmpfloat_with_epsilon (corner.col, 3.5, 1e-9);
      g_assert_cmpfloat_with_epsilon (corner.row, 3.5, 1e-9);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/presentation-state/item-1/order-of-stages", test_stages_follow_each_other_in_the_order_of_the_standard);
  g_test_add_func ("/presentation-state/item-1/left-out-stages", test_stages_that_are_left_out_are_the_identity);
  g_test_add_func ("/presentation-state/item-1/own-rescale", test_own_rescale_and_window_replace_the_images);
  g_test_add_func ("/presentation-state/item-1/table-at-every-size", test_presentation_table_is_in_force_at_every_size);
  g_test_add_func ("/presentation-state/item-1/table-between-levels", test_presentation_table_counts_between_the_levels);
  g_test_add_func ("/presentation-state/item-12/polarity", test_polarity_is_the_states_whatever_the_image_says);
  g_test_add_func ("/presentation-state/item-16/bitmap-shutter", test_bitmap_shutter_hides_the_set_pixels);
  g_test_add_func ("/presentation-state/item-16/shutter", test_shutter_of_the_state_replaces_the_images);
  g_test_add_func ("/presentation-state/item-17/references", test_state_is_for_its_images_and_frames_only);
  g_test_add_func ("/presentation-state/item-17/items-of-others", test_items_for_other_images_leave_this_one_alone);
  g_test_add_func ("/presentation-state/item-17/displayed-area", test_displayed_area_fills_the_target_in_all_turns);
  g_test_add_func ("/presentation-state/item-17/size-modes", test_true_size_and_magnify_give_the_size_of_a_pixel);
  g_test_add_func ("/presentation-state/item-17/pixel-shape", test_pixel_shape_of_the_state_is_for_the_display_only);
  g_test_add_func ("/presentation-state/item-17/units", test_annotation_units_count_from_image_and_displayed_area);
  g_test_add_func ("/presentation-state/item-17/layers", test_layers_are_drawn_by_their_order);
  g_test_add_func ("/presentation-state/item-17/graphics", test_graphics_are_drawn_where_they_belong);
  g_test_add_func ("/presentation-state/item-17/fill", test_fill_lets_the_image_through);
  g_test_add_func ("/presentation-state/item-17/text", test_text_is_read_from_the_first_corner_of_its_box);
  g_test_add_func ("/presentation-state/item-17/overlays", test_overlays_are_shown_where_a_layer_is_named);
  g_test_add_func ("/presentation-state/key-picture", test_key_pictures_follow_the_state);
  g_test_add_func ("/presentation-state/notes", test_what_is_not_honoured_is_named);
  return g_test_run ();
}
