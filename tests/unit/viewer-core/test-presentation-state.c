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

static void
render_ramp (const OvrPixels *pixels,
             gboolean invert,
             guint32 target[256])
{
  ovr_render_native (pixels, ovr_pixels_default_voi (pixels), invert, OVR_RENDER_OVERLAYS, (guint8 *) target, 64);
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
  g_assert_true (sample_has_note (applied, "state-without-rescale"));

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
  g_autoptr (OvrPixels) stored = sample_black (16, 16);
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
  g_autoptr (OvrPixels) stored = sample_black (16, 16);
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
      g_autoptr (OvrPixels) stored = sample_black (80, 30);
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
  g_autoptr (OvrPixels) stored = sample_black (100, 50);
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

static void
test_what_is_not_honoured_is_named (void)
{
  OvrDataset *dataset = sample_state (1, 1, 8, 8);
  const double points[] = { 1, 1, 2, 2 };
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = sample_black (8, 8);
  g_autoptr (OvrPixels) applied = NULL;
  OvrDataset *unsupported = sample_state (1, 1, 8, 8);
  g_autoptr (OvrPresentationState) pseudo = NULL;

  ovr_dataset_set_text (ovr_dataset_append_item (dataset, OVR_TAG (0x0028, 0x6100)), OVR_TAG (0x0028, 0x6101), "AVG_SUB");
  sample_graphic (dataset, "A", "MATRIX", "POLYLINE", points, 2, FALSE);
  sample_graphic (dataset, "A", "PIXEL", "CIRCLE", points, 1, FALSE);
  state = sample_state_finish (dataset);
  applied = sample_apply (state, stored);
  g_assert_true (sample_has_note (applied, "state-mask"));
  g_assert_true (sample_has_note (applied, "state-graphics"));

  ovr_dataset_set_text (unsupported, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.11.3");
  pseudo = sample_state_finish (unsupported);
  g_assert_cmpint (pseudo->kind, ==, OVR_PRESENTATION_UNSUPPORTED);
  g_assert_null (ovr_presentation_state_apply (pseudo, stored, SAMPLE_IMAGE_UID));
}

/* Graphics, texts, or a plane of its own that it draws; not the image's planes,
 * and not a plane that is only a shutter. */
static void
test_marks_are_told_from_settings (void)
{
  for (int i = 0; i < 4; i++)
    {
      OvrDataset *dataset = sample_state (1, 1, 8, 8);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (GBytes) bits = g_bytes_new_static ("\1\2\3\4\5\6\7", 8);

      sample_state_window (dataset, 40, 400);
      if (i == 1)
        sample_graphic (dataset, "A", "PIXEL", "POLYLINE", (const double[]){ 1, 1, 2, 2 }, 2, FALSE);
      if (i >= 2)
        ovr_dataset_set_bytes (dataset, OVR_TAG (0x601e, 0x3000), bits, 1);
      if (i == 3)
        ovr_dataset_set_text (dataset, OVR_TAG (0x601e, 0x1001), "A");
      else
        ovr_dataset_set_text (dataset, OVR_TAG (0x6000, 0x1001), "A");
      state = sample_state_finish (dataset);
      g_assert_cmpint (state->has_annotations, ==, i == 1 || i == 3);
    }
}

/* Where the state has none of it, nothing is said. */
static void
test_styles_curves_and_odd_turns_are_named (void)
{
  static const guint32 styles[][2] = {
    { OVR_TAG (0x0070, 0x0009), OVR_TAG (0x0070, 0x0232) },
    { OVR_TAG (0x0070, 0x0009), OVR_TAG (0x0070, 0x0233) },
    { OVR_TAG (0x0070, 0x0008), OVR_TAG (0x0070, 0x0231) },
  };
  const double points[] = { 1, 1, 2, 2 };
  g_autoptr (OvrPixels) stored = sample_black (8, 8);

  for (guint i = 0; i <= G_N_ELEMENTS (styles); i++)
    {
      OvrDataset *dataset = sample_state (1, 1, 8, 8);
      OvrDataset *item = sample_graphic (dataset, "A", "PIXEL", "POLYLINE", points, 2, FALSE);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) applied = NULL;
      gboolean odd = i < G_N_ELEMENTS (styles);

      if (odd)
        {
          OvrDataset *object = ovr_dataset_append_item (item, styles[i][0]);
          g_autoptr (GBytes) curve = g_bytes_new_static ("\1\0\2\0", 4);

          ovr_dataset_set_ints (ovr_dataset_append_item (object, styles[i][1]), OVR_TAG (0x0070, 0x0241),
                                (gint64[]){ 65535, 0, 0 }, 3);
          ovr_dataset_set_bytes (dataset, OVR_TAG (0x5000, 0x3000), curve, 2);
          ovr_dataset_set_int (dataset, OVR_TAG (0x0070, 0x0042), 45);
        }
      state = sample_state_finish (dataset);
      applied = sample_apply (state, stored);
      g_assert_cmpint (sample_has_note (applied, "state-styles"), ==, odd);
      g_assert_cmpint (sample_has_note (applied, "curves"), ==, odd);
      g_assert_cmpint (sample_has_note (applied, "state-turn"), ==, odd);
    }
}

static void
test_pixel_shape_of_the_state_is_for_the_display_only (void)
{
  OvrDataset *dataset = sample_state (1, 1, 8, 8);
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) stored = sample_black (8, 8);
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
  g_test_add_func ("/presentation-state/item-17/references", test_state_is_for_its_images_and_frames_only);
  g_test_add_func ("/presentation-state/item-17/items-of-others", test_items_for_other_images_leave_this_one_alone);
  g_test_add_func ("/presentation-state/item-17/displayed-area", test_displayed_area_fills_the_target_in_all_turns);
  g_test_add_func ("/presentation-state/item-17/size-modes", test_true_size_and_magnify_give_the_size_of_a_pixel);
  g_test_add_func ("/presentation-state/item-17/pixel-shape", test_pixel_shape_of_the_state_is_for_the_display_only);
  g_test_add_func ("/presentation-state/key-picture", test_key_pictures_follow_the_state);
  g_test_add_func ("/presentation-state/marks", test_marks_are_told_from_settings);
  g_test_add_func ("/presentation-state/notes", test_what_is_not_honoured_is_named);
  g_test_add_func ("/presentation-state/notes-of-styles", test_styles_curves_and_odd_turns_are_named);
  return g_test_run ();
}
