/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-applied-state.h"
#include "ovr-notes.h"
#include "ovr-render.h"
#include "pixel-samples.h"
#include "state-samples.h"

#include <math.h>
#include <string.h>

/* Presentation states that lie about their sizes, and damaged ones, over a
 * picture. The sanitizers watch; here it counts that a picture comes out, and in
 * time. */

#define COLUMNS 24
#define ROWS 16
#define ROUNDS 3000

static OvrPixels *
make_pixels (void)
{
  g_autoptr (OvrDataset) header = sample_header (COLUMNS, ROWS, "OT");
  OvrFrameInfo info = sample_info (COLUMNS, ROWS, 16, 12, FALSE);
  guint16 cells[COLUMNS * ROWS];

  for (guint16 i = 0; i < COLUMNS * ROWS; i++)
    cells[i] = GUINT16_TO_LE ((guint16) (i * 9));
  return sample_pixels (header, &info, cells, sizeof cells);
}

static void
draw (OvrPresentationState *state,
      const OvrPixels *applied,
      GRand *random)
{
  enum
  {
    WIDTH = 53,
    HEIGHT = 37
  };
  static const double spans[] = { 0.0, 0.0, 3.0, 1000.0, 1e-9, 1e12 };
  guint32 target[WIDTH * HEIGHT];
  guint32 native[COLUMNS * ROWS];
  g_autoptr (OvrView) view = ovr_view_new ();

  view->rotation_deg = (state->rotation_deg + 90 * g_rand_int_range (random, 0, 4)) % 360;
  view->flip_horizontal = g_rand_boolean (random);
  view->span_px = spans[g_rand_int_range (random, 0, G_N_ELEMENTS (spans))];
  ovr_render_view (applied, view, OVR_RENDER_OVERLAYS, (guint8 *) target, WIDTH, HEIGHT, WIDTH * 4);
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    g_assert_cmpuint (target[i] >> 24, ==, 0xff);
  ovr_render_native (applied, ovr_pixels_default_voi (applied), FALSE, OVR_RENDER_OVERLAYS, (guint8 *) native, COLUMNS * 4);
}

/* Returns whether a picture came of it. */
static gboolean
try_bytes (GBytes *file,
           const OvrPixels *pixels,
           GRand *random)
{
  OvrDataset *dataset = ovr_dataset_read_bytes (file, OVR_READ_ALL, NULL);
  g_autoptr (OvrPresentationState) state = dataset != NULL ? ovr_presentation_state_new (dataset) : NULL;
  g_autoptr (OvrPixels) applied = NULL;

  if (state == NULL)
    return FALSE;
  applied = ovr_presentation_state_apply (state, pixels, SAMPLE_IMAGE_UID);
  if (applied == NULL)
    return FALSE;
  draw (state, applied, random);
  return TRUE;
}

static void
add_text (OvrDataset *state,
          const char *text)
{
  OvrDataset *item = ovr_dataset_append_item (state, OVR_TAG (0x0070, 0x0001));
  OvrDataset *object = ovr_dataset_append_item (item, OVR_TAG (0x0070, 0x0008));

  ovr_dataset_set_text (item, OVR_TAG (0x0070, 0x0002), "B");
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0003), "DISPLAY");
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0004), "PIXEL");
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0006), text);
  ovr_dataset_set_doubles (object, OVR_TAG (0x0070, 0x0010), (double[]){ 0.1, 0.1 }, 2);
  ovr_dataset_set_doubles (object, OVR_TAG (0x0070, 0x0011), (double[]){ 0.6, 0.3 }, 2);
  ovr_dataset_set_doubles (object, OVR_TAG (0x0070, 0x0014), (double[]){ 12, 9 }, 2);
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0015), "Y");
}

/* Every module that is read, once. */
static GBytes *
make_full_state (void)
{
  g_autoptr (OvrDataset) state = sample_state (2, 2, 20, 14);
  OvrDataset *voi = ovr_dataset_append_item (state, OVR_TAG (0x0028, 0x3110));
  const double points[] = { 3, 3, 20, 4, 12, 2, 12, 8 };
  static const char *const types[] = { "POINT", "CIRCLE", "POLYLINE", "ELLIPSE", "INTERPOLATED" };
  guint16 table[64];
  guint8 plane[COLUMNS * ROWS / 8];
  g_autoptr (GBytes) bits = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *file;

  for (guint16 i = 0; i < 64; i++)
    table[i] = (guint16) (i * 64);
  memset (plane, 0x55, sizeof plane);
  bits = g_bytes_new (plane, sizeof plane);
  sample_table (state, OVR_TAG (0x0028, 0x3000), (gint64[]){ 64, 0, 12 }, table);
  sample_table (voi, OVR_TAG (0x0028, 0x3010), (gint64[]){ 64, 0, 12 }, table);
  sample_table (state, OVR_TAG (0x2050, 0x0010), (gint64[]){ 64, 0, 12 }, table);
  sample_layer (state, "A", 1, 65535);
  sample_layer (state, "B", 2, 30000);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    sample_graphic (state, "A", "PIXEL", types[i], points, i == 0 ? 1 : i == 1 ? 2
                                                                               : 4,
                    i % 2);
  add_text (state, "6 mm\r\nnodule");
  ovr_dataset_set_int (state, OVR_TAG (0x0070, 0x0042), 90);
  ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0041), "Y");
  ovr_dataset_set_text (state, OVR_TAG (0x0018, 0x1600), "CIRCULAR");
  ovr_dataset_set_ints (state, OVR_TAG (0x0018, 0x1610), (gint64[]){ 8, 12 }, 2);
  ovr_dataset_set_int (state, OVR_TAG (0x0018, 0x1612), 9);
  ovr_dataset_set_int (state, OVR_TAG (0x6000, 0x0010), ROWS);
  ovr_dataset_set_int (state, OVR_TAG (0x6000, 0x0011), COLUMNS);
  ovr_dataset_set_ints (state, OVR_TAG (0x6000, 0x0050), (gint64[]){ 1, 1 }, 2);
  ovr_dataset_set_text (state, OVR_TAG (0x6000, 0x1001), "A");
  ovr_dataset_set_bytes (state, OVR_TAG (0x6000, 0x3000), bits, 1);
  file = ovr_dataset_write (state, NULL, &error);
  g_assert_no_error (error);

  return file;
}

static void
test_damaged_states_still_give_pictures (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (17);
  g_autoptr (OvrPixels) pixels = make_pixels ();
  g_autoptr (GBytes) file = make_full_state ();
  gsize size = g_bytes_get_size (file);
  guint n_pictures = 0;

  g_assert_true (try_bytes (file, pixels, random));
  for (guint round = 0; round < ROUNDS; round++)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), size);
      g_autoptr (GBytes) damaged = NULL;

      for (int i = g_rand_int_range (random, 1, 5); i > 0; i--)
        copy[g_rand_int_range (random, 300, (gint32) size)] = (guint8) g_rand_int (random);
      damaged = g_bytes_new_take (copy, size);
      n_pictures += try_bytes (damaged, pixels, random);
    }
  g_test_message ("%u of %u damaged states gave a picture", n_pictures, ROUNDS);
  g_assert_cmpuint (n_pictures, >, ROUNDS / 10);
}

/* Numbers that no one means, one at a time. */
static void
test_senseless_numbers_are_left_out_and_named (void)
{
  static const double bad[] = { 1e30, -1e30, 1e7, -1e7 };
  g_autoptr (GRand) random = g_rand_new_with_seed (18);
  g_autoptr (OvrPixels) pixels = make_pixels ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const double points[] = { 3, 3, bad[i], 4 };
      OvrDataset *dataset = sample_state (1, 1, COLUMNS, ROWS);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) applied = NULL;

      sample_graphic (dataset, "A", "PIXEL", "CIRCLE", points, 2, TRUE);
      state = sample_state_finish (dataset);
      applied = sample_apply (state, pixels);
      g_assert_true (ovr_notes_has (applied->image->notes, "state-graphics"));
      draw (state, applied, random);
    }
}

/* A count that the data don't hold, and one that is more than anyone draws. */
static void
test_point_counts_that_lie_draw_nothing (void)
{
  static const int counts[] = { 0, 3, 65535 };
  g_autoptr (OvrPixels) pixels = make_pixels ();

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      const double points[] = { 3, 3, 9, 4 };
      OvrDataset *dataset = sample_state (1, 1, COLUMNS, ROWS);
      OvrDataset *item = sample_graphic (dataset, "A", "PIXEL", "POLYLINE", points, 2, FALSE);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) applied = NULL;
      const OvrAnnotationLayer *layer;

      ovr_dataset_set_int ((OvrDataset *) ovr_dataset_get_item (item, OVR_TAG (0x0070, 0x0009), 0),
                           OVR_TAG (0x0070, 0x0021), counts[i]);
      state = sample_state_finish (dataset);
      applied = sample_apply (state, pixels);
      layer = applied->image->applied->layers->pdata[0];
      g_assert_cmpuint (layer->annotations->len, ==, 0);
      g_assert_true (ovr_notes_has (applied->image->notes, "state-graphics"));
    }
}

/* Long curves, many of them: what is beyond the budget is named, the rest is
 * drawn soon. */
static void
test_masses_of_points_end_in_time (void)
{
  enum
  {
    POINTS = 9000,
    OBJECTS = 10
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (19);
  g_autoptr (OvrPixels) pixels = make_pixels ();
  g_autofree double *points = g_new (double, POINTS * 2);
  OvrDataset *dataset = sample_state (1, 1, COLUMNS, ROWS);
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) applied = NULL;
  const OvrAnnotationLayer *layer;

  for (guint i = 0; i < POINTS; i++)
    {
      points[i * 2] = 12.0 + 11.0 * sin (i * 0.37);
      points[i * 2 + 1] = 8.0 + 7.0 * cos (i * 0.11);
    }
  for (guint i = 0; i < OBJECTS; i++)
    sample_graphic (dataset, "A", "PIXEL", "POLYLINE", points, POINTS, FALSE);
  state = sample_state_finish (dataset);
  applied = sample_apply (state, pixels);
  layer = applied->image->applied->layers->pdata[0];
  g_assert_cmpuint (layer->annotations->len, ==, 4);
  g_assert_true (ovr_notes_has (applied->image->notes, "state-graphics"));
  g_test_timer_start ();
  draw (state, applied, random);
  g_test_message ("%.2f s", g_test_timer_elapsed ());
  g_assert_cmpfloat (g_test_timer_last (), <, 60.0);
}

/* A state for itself, with items within items where none belong. */
static void
test_nested_items_are_not_followed (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  g_autoptr (OvrPixels) pixels = make_pixels ();
  OvrDataset *dataset = sample_state (1, 1, COLUMNS, ROWS);
  OvrDataset *item = dataset;
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrPixels) applied = NULL;

  for (guint i = 0; i < 24; i++)
    item = ovr_dataset_append_item (item, i % 2 ? OVR_TAG (0x0070, 0x0009) : OVR_TAG (0x0070, 0x0001));
  state = sample_state_finish (dataset);
  applied = sample_apply (state, pixels);
  draw (state, applied, random);
  g_assert_true (ovr_notes_has (applied->image->notes, "state-graphics"));
}

/* Texts that fonts and layouts are asked too much of. */
static void
test_odd_texts_are_drawn_or_left_out (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (21);
  g_autoptr (OvrPixels) pixels = make_pixels ();
  g_autofree char *lines = g_strnfill (2000, '\n');
  g_autofree char *long_word = g_strnfill (6000, 'W');
  const char *texts[] = { "\r\n\r\n", "\x1b[31mred", "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "\xe2\x80\xaeright to left",
                          "左肺上葉", lines, long_word };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      OvrDataset *dataset = sample_state (1, 1, COLUMNS, ROWS);
      g_autoptr (OvrPresentationState) state = NULL;
      g_autoptr (OvrPixels) applied = NULL;

      add_text (dataset, texts[i]);
      state = sample_state_finish (dataset);
      applied = sample_apply (state, pixels);
      draw (state, applied, random);
    }
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile-state/damaged", test_damaged_states_still_give_pictures);
  g_test_add_func ("/hostile-state/senseless-numbers", test_senseless_numbers_are_left_out_and_named);
  g_test_add_func ("/hostile-state/lying-counts", test_point_counts_that_lie_draw_nothing);
  g_test_add_func ("/hostile-state/masses", test_masses_of_points_end_in_time);
  g_test_add_func ("/hostile-state/nesting", test_nested_items_are_not_followed);
  g_test_add_func ("/hostile-state/texts", test_odd_texts_are_drawn_or_left_out);
  return g_test_run ();
}
