/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-measure.h"
#include "ovr-orientation.h"
#include "ovr-probe.h"
#include "ovr-render.h"
#include "pixel-samples.h"

#include <math.h>
#include <string.h>

/* Files with many features and damaged bytes go the whole way to a picture. The
 * sanitizers watch; here it counts that nothing falls over and that what comes
 * out keeps its promises. */

#define COLUMNS 24
#define ROWS 16
#define ROUNDS 3000

static void
set_double (OvrDataset *dataset,
            guint32 tag,
            double value)
{
  ovr_dataset_set_doubles (dataset, tag, &value, 1);
}

static void
set_bytes (OvrDataset *dataset,
           guint32 tag,
           gsize size,
           guint word)
{
  guint8 *data = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7);
  bytes = g_bytes_new_take (data, size);
  ovr_dataset_set_bytes (dataset, tag, bytes, word);
}

static void
add_tables (OvrDataset *dataset)
{
  OvrDataset *voi = ovr_dataset_append_item (dataset, OVR_TAG (0x0028, 0x3010));
  OvrDataset *region = ovr_dataset_append_item (dataset, OVR_TAG (0x0018, 0x6011));

  ovr_dataset_set_ints (voi, OVR_TAG (0x0028, 0x3002), (gint64[]){ 64, 0, 12 }, 3);
  set_bytes (voi, OVR_TAG (0x0028, 0x3006), 128, 2);
  for (guint32 tag = 0x00186018; tag <= 0x0018601e; tag += 2)
    ovr_dataset_set_int (region, tag, tag == 0x0018601c ? COLUMNS - 1 : tag == 0x0018601e ? ROWS - 1
                                                                                          : 0);
  ovr_dataset_set_int (region, OVR_TAG (0x0018, 0x6012), 1);
  ovr_dataset_set_int (region, OVR_TAG (0x0018, 0x6024), 3);
  ovr_dataset_set_int (region, OVR_TAG (0x0018, 0x6026), 3);
  set_double (region, OVR_TAG (0x0018, 0x602c), 0.01);
  set_double (region, OVR_TAG (0x0018, 0x602e), 0.02);
}

static void
add_planes (OvrDataset *dataset)
{
  ovr_dataset_set_int (dataset, OVR_TAG (0x6000, 0x0010), ROWS);
  ovr_dataset_set_int (dataset, OVR_TAG (0x6000, 0x0011), COLUMNS);
  ovr_dataset_set_ints (dataset, OVR_TAG (0x6000, 0x0050), (gint64[]){ 1, 1 }, 2);
  set_bytes (dataset, OVR_TAG (0x6000, 0x3000), COLUMNS * ROWS / 8, 2);
  ovr_dataset_set_int (dataset, OVR_TAG (0x6002, 0x0010), ROWS);
  ovr_dataset_set_int (dataset, OVR_TAG (0x6002, 0x0011), COLUMNS);
  ovr_dataset_set_int (dataset, OVR_TAG (0x6002, 0x0102), 14);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1600), "RECTANGULAR\\CIRCULAR\\POLYGONAL\\BITMAP");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1602), 2);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1604), COLUMNS - 1);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1606), 2);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1608), ROWS - 1);
  ovr_dataset_set_ints (dataset, OVR_TAG (0x0018, 0x1610), (gint64[]){ 8, 12 }, 2);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1612), 9);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1623), 0x6000);
  ovr_dataset_set_ints (dataset, OVR_TAG (0x0018, 0x1624), (gint64[]){ 30000, 40000, 20000 }, 3);
  ovr_dataset_set_ints (dataset, OVR_TAG (0x0018, 0x1620), (gint64[]){ 1, 1, 1, 24, 16, 24, 16, 1 }, 8);
}

static void
add_palette (OvrDataset *dataset)
{
  for (guint16 i = 0; i < 3; i++)
    {
      ovr_dataset_set_ints (dataset, OVR_TAG (0x0028, 0x1101 + i), (gint64[]){ 64, 0, 16 }, 3);
      set_bytes (dataset, OVR_TAG (0x0028, 0x1201 + i), 128, 2);
    }
}

static void
add_mappings (OvrDataset *dataset)
{
  OvrDataset *line = ovr_dataset_append_item (dataset, OVR_TAG (0x0040, 0x9096));
  OvrDataset *table = ovr_dataset_append_item (dataset, OVR_TAG (0x0040, 0x9096));
  double values[64] = { 0.5, 1.5 };

  ovr_dataset_set_int (line, OVR_TAG (0x0040, 0x9216), 0);
  ovr_dataset_set_int (line, OVR_TAG (0x0040, 0x9211), 4095);
  set_double (line, OVR_TAG (0x0040, 0x9224), 0.0);
  set_double (line, OVR_TAG (0x0040, 0x9225), 1e-6);
  ovr_dataset_set_int (table, OVR_TAG (0x0040, 0x9216), 100);
  ovr_dataset_set_int (table, OVR_TAG (0x0040, 0x9211), 163);
  ovr_dataset_set_doubles (table, OVR_TAG (0x0040, 0x9212), values, 64);
}

static GBytes *
make_file (const char *photometric)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_new ();
  g_autoptr (GError) error = NULL;
  GBytes *file;
  gboolean is_colour = g_str_equal (photometric, "RGB");

  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.2");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0018), "2.25.7");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), "CT");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x9205), "COLOR");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0020, 0x0020), "A\\F");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0002), is_colour ? 3 : 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x0004), photometric);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0006), 0);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), ROWS);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), COLUMNS);
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x0030), (double[]){ 0.5, 0.8 }, 2);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0100), 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0101), 12);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0102), 11);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0120), 7);
  set_double (dataset, OVR_TAG (0x0028, 0x1050), 40.0);
  set_double (dataset, OVR_TAG (0x0028, 0x1051), 400.0);
  set_double (dataset, OVR_TAG (0x0028, 0x1052), -1024.0);
  set_double (dataset, OVR_TAG (0x0028, 0x1053), 1.0);
  add_tables (dataset);
  add_planes (dataset);
  add_palette (dataset);
  add_mappings (dataset);
  set_bytes (dataset, OVR_TAG (0x7fe0, 0x0010), COLUMNS * ROWS * (is_colour ? 6 : 2), 2);
  file = ovr_dataset_write (dataset, NULL, &error);
  g_assert_no_error (error);

  return file;
}

/* Views that a reader could set, and some that no one should. */
static void
set_view (OvrView *view,
          GRand *random)
{
  static const double spans[] = { 0.0, 3.0, 17.0, 1000.0, 1e-9, 1e12 };

  view->span_px = spans[g_rand_int_range (random, 0, G_N_ELEMENTS (spans))];
  view->centre = (OvrPoint){ g_rand_double_range (random, -50, 50), g_rand_double_range (random, -50, 50) };
  view->rotation_deg = 90 * g_rand_int_range (random, 0, 4);
  view->flip_horizontal = g_rand_boolean (random);
  view->invert = g_rand_boolean (random);
  if (g_rand_boolean (random))
    {
      view->window_center = g_rand_double_range (random, -2000, 2000);
      view->window_width = g_rand_double_range (random, 1e-3, 5000);
    }
}

static void
use_picture (const OvrPixels *pixels,
             GRand *random)
{
  enum
  {
    WIDTH = 37,
    HEIGHT = 23
  };
  guint32 target[WIDTH * HEIGHT];
  g_autoptr (OvrView) view = ovr_view_new ();
  gsize n = (gsize) pixels->info.columns * pixels->info.rows;
  OvrRenderFlags flags = (OvrRenderFlags) g_rand_int_range (random, 0, 8);
  OvrProbe probe = ovr_probe_at (pixels, 1, 0, (guint) g_rand_int_range (random, 0, 4));
  OvrMeasurement length;

  set_view (view, random);
  ovr_render_view (pixels, view, flags, (guint8 *) target, WIDTH, HEIGHT, WIDTH * 4);
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    g_assert_cmpuint (target[i] >> 24, ==, 0xff);

  if (n <= 1u << 16)
    {
      g_autofree guint32 *native = g_new (guint32, n);

      ovr_render_native (pixels, ovr_pixels_default_voi (pixels), view->invert, flags, (guint8 *) native,
                         (gsize) pixels->info.columns * 4);
    }

  g_assert_false (isfinite (probe.suvbw) && probe.suvbw_reason != NULL);
  ovr_measure_length (&pixels->image->calibration, (OvrPoint){ 1, 1 }, (OvrPoint){ 4, 5 }, &length);
  g_assert_true (length.value > 0.0 && isfinite (length.value));
  ovr_measurement_clear (&length);
}

/* Returns whether a picture came of it. */
static gboolean
try_file (GBytes *file,
          GRand *random)
{
  g_autoptr (OvrDataset) header = ovr_dataset_read_bytes (file, OVR_READ_HEADER, NULL);
  OvrFrameInfo info;
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (OvrImage) image = NULL;
  g_autoptr (OvrPixels) pixels = NULL;

  if (header == NULL)
    return FALSE;
  cells = ovr_frame_decode (file, 1, &info, NULL);
  if (cells == NULL)
    return FALSE;

  image = ovr_image_new (header, &info, 1);
  pixels = ovr_pixels_new (image, &info, cells, NULL);
  if (pixels == NULL)
    return FALSE;

  use_picture (pixels, random);
  return TRUE;
}

static void
damage_and_try (gconstpointer photometric)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GBytes) file = make_file (photometric);
  gsize size = g_bytes_get_size (file);
  gsize header_size = size - COLUMNS * ROWS * 2;
  guint n_pictures = 0;

  g_assert_true (try_file (file, random));
  for (guint round = 0; round < ROUNDS; round++)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), size);
      g_autoptr (GBytes) damaged = NULL;

      for (int i = g_rand_int_range (random, 1, 5); i > 0; i--)
        copy[g_rand_int_range (random, 300, (gint32) header_size)] = (guint8) g_rand_int (random);
      damaged = g_bytes_new_take (copy, size);
      n_pictures += try_file (damaged, random);
    }

  g_test_message ("%u of %u damaged files gave a picture", n_pictures, ROUNDS);
  g_assert_cmpuint (n_pictures, >, ROUNDS / 20);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/hostile-pixels/monochrome", "MONOCHROME2", damage_and_try);
  g_test_add_data_func ("/hostile-pixels/inverse", "MONOCHROME1", damage_and_try);
  g_test_add_data_func ("/hostile-pixels/palette", "PALETTE COLOR", damage_and_try);
  g_test_add_data_func ("/hostile-pixels/colour", "RGB", damage_and_try);
  return g_test_run ();
}
