/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-measure.h"
#include "ovr-render.h"
#include "pipeline-file.h"

#include <math.h>
#include <string.h>

/* The grey-scale pipeline from whole files, item by item. What is expected comes
 * from the standard's formulas or from a pencil. */

#define SET_CELLS(file, cells) file_bytes (file, 0x7fe00010, "OW", cells, sizeof (cells))

static guint
grey (guint32 pixel)
{
  g_assert_cmphex (pixel, ==, 0xff000000u | (pixel & 0xff) * 0x010101u);
  return pixel & 0xff;
}

/* Stored, padding, modality, VOI, presentation, in that order: rubbish in the
 * unused bits, a padding value that only stored space knows, a falling slope, a
 * window, and an inversion that must not reach the padding. */
static void
test_item_01_order_of_stages (void)
{
  const guint16 cells[6] = { 0xf000 | 100, 0x5000 | 7, 0x0fff, 0x8800, 0x0000, 0x0001 };
  const double stored[6] = { 100, 7, -1, -2048, 0, 1 };

  for (int variant = 0; variant < 4; variant++)
    {
      gboolean monochrome1 = variant & 1, invert = variant >> 1 & 1;
      g_autoptr (PipelineFile) file = file_new (6, 1, 16, 12, TRUE, monochrome1 ? "MONOCHROME1" : "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;

      file_word (file, 0x00280120, "SS", 7);
      file_text (file, 0x00281052, "DS", "50");
      file_text (file, 0x00281053, "DS", "-2");
      file_text (file, 0x00281050, "DS", "40");
      file_text (file, 0x00281051, "DS", "600");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      target = file_render (pixels, invert, FALSE);
      for (guint i = 0; i < 6; i++)
        {
          double level = formula_linear (40, 600, stored[i] * -2 + 50);

          g_assert_cmpuint (grey (target[i]), ==, stored[i] == 7 ? 0 : formula_byte (monochrome1 != invert ? 255 - level : level));
        }
    }
}

/* By hand: with C 40 and W 400, black up to -160, white from 240 on; 39.5 is the
 * middle. W 1 is a threshold at C − 0.5. */
static void
test_item_02_linear (void)
{
  const gint16 cells[8] = { -161, -160, -159, 39, 40, 238, 239, 240 };
  const guint by_hand[8] = { 0, 0, 1, 127, 128, 254, 255, 255 };
  const guint threshold[8] = { 0, 0, 0, 0, 255, 255, 255, 255 };

  for (int narrow = 0; narrow < 2; narrow++)
    {
      g_autoptr (PipelineFile) file = file_new (8, 1, 16, 16, TRUE, "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;

      file_text (file, 0x00281050, "DS", "40");
      file_text (file, 0x00281051, "DS", narrow ? "1" : "400");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      target = file_render (pixels, FALSE, FALSE);
      for (guint i = 0; i < 8; i++)
        g_assert_cmpuint (grey (target[i]), ==, narrow ? threshold[i] : by_hand[i]);
      for (guint i = 0; i < 8 && !narrow; i++)
        g_assert_cmpuint (by_hand[i], ==, formula_byte (formula_linear (40, 400, cells[i])));
    }
}

/* A width below 1, on float pixels. */
static void
test_item_03_linear_exact (void)
{
  const float cells[6] = { -0.25f, 0.0f, 0.125f, 0.25f, 0.375f, 0.75f };
  g_autoptr (PipelineFile) file = file_new (6, 1, 32, 32, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  file_text (file, 0x00281050, "DS", "0.25");
  file_text (file, 0x00281051, "DS", "0.5");
  file_text (file, 0x00281056, "CS", "LINEAR_EXACT");
  file_bytes (file, 0x7fe00008, "OF", cells, sizeof cells);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (grey (target[i]), ==, formula_byte (formula_linear_exact (0.25, 0.5, (double) cells[i])));
  g_assert_cmpuint (grey (target[3]), ==, 128);
}

static void
test_item_04_sigmoid (void)
{
  guint16 cells[256];
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 12, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  for (guint i = 0; i < 256; i++)
    cells[i] = (guint16) (i * 16);
  file_text (file, 0x00281050, "DS", "2048");
  file_text (file, 0x00281051, "DS", "1500");
  file_text (file, 0x00281056, "CS", "SIGMOID");
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (grey (target[i]), ==, formula_byte (formula_sigmoid (2048, 1500, cells[i])));
  g_assert_cmpuint (grey (target[128]), ==, 128);
}

/* XA and XRF of LOG and DISP: not on the way to the display, but for values. */
static void
test_item_09_fluoroscopy (void)
{
  const struct
  {
    const char *sop_class, *relationship;
    gboolean applied;
  } cases[] = {
    { "1.2.840.10008.5.1.4.1.1.12.1", "LOG", FALSE },
    { "1.2.840.10008.5.1.4.1.1.12.1", "DISP", FALSE },
    { "1.2.840.10008.5.1.4.1.1.12.2", "LOG", FALSE },
    { "1.2.840.10008.5.1.4.1.1.12.1", "LIN", TRUE },
    { "1.2.840.10008.5.1.4.1.1.1", "LOG", TRUE },
  };
  const guint16 cells[4] = { 0, 100, 200, 255 };
  const guint16 entries[256] = { [0] = 255, [100] = 20, [200] = 10, [255] = 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PipelineFile) file = file_new (4, 1, 16, 8, FALSE, "MONOCHROME2");
      PipelineFile *item = file_item (file, 0x00283000);
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;

      file_text (file, 0x00080016, "UI", cases[i].sop_class);
      file_text (file, 0x00281040, "CS", cases[i].relationship);
      file_lut (item, "US", (const int[]){ 256, 0, 16 }, "OW", entries, sizeof entries);
      file_text (item, 0x00283004, "LO", "US");
      file_text (file, 0x00281050, "DS", "128");
      file_text (file, 0x00281051, "DS", "256");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      target = file_render (pixels, FALSE, FALSE);
      for (guint k = 0; k < 4; k++)
        {
          double x = cases[i].applied ? entries[cells[k]] : cells[k];

          g_assert_cmpuint (grey (target[k]), ==, formula_byte (formula_linear (128, 256, x)));
          g_assert_cmpfloat (ovr_pixels_get_value (pixels, k, 0), ==, entries[cells[k]]);
        }
    }
}

/* A slope of a millionth, in values and on the screen, native and resampled. */
static void
test_item_10_tiny_slope (void)
{
  const guint16 cells[4] = { 0, 499, 1000, 2000 };
  g_autoptr (PipelineFile) file = file_new (4, 1, 16, 12, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();
  guint32 wide[16];

  file_text (file, 0x00281052, "DS", "0");
  file_text (file, 0x00281053, "DS", "0.000001");
  file_text (file, 0x00281050, "DS", "0.001");
  file_text (file, 0x00281051, "DS", "0.002");
  file_text (file, 0x00281056, "CS", "LINEAR_EXACT");
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  ovr_render_view (pixels, view, OVR_RENDER_PLAIN, (guint8 *) wide, 4, 4, 16);
  for (guint i = 0; i < 4; i++)
    {
      guint wanted = formula_byte (formula_linear_exact (0.001, 0.002, cells[i] * 1e-6));

      g_assert_cmpfloat_with_epsilon (ovr_pixels_get_value (pixels, i, 0), cells[i] * 1e-6, 1e-15);
      g_assert_cmpuint (grey (target[i]), ==, wanted);
      g_assert_cmpint (abs ((int) grey (wide[4 + i]) - (int) wanted), <=, 1);
    }
}

/* GE's -2000, written as US in a signed image; a range; both polarities: out of
 * the picture, the automatic window and the statistics. */
static void
test_item_11_padding (void)
{
  const gint16 cells[6] = { -2000, -2000, -1990, -1024, 100, 300 };
  const OvrPoint box[2] = { { 0.0, 0.0 }, { 5.0, 0.0 } };

  for (int variant = 0; variant < 4; variant++)
    {
      gboolean monochrome1 = variant & 1, range = variant >> 1 & 1;
      g_autoptr (PipelineFile) file = file_new (6, 1, 16, 16, TRUE, monochrome1 ? "MONOCHROME1" : "MONOCHROME2");
      g_autoptr (OvrShape) shape = ovr_shape_new (OVR_SHAPE_RECTANGLE, box, 2, NULL);
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;
      OvrRegionStats stats;
      OvrVoi voi;
      double lowest = range ? -1024 : -1990;

      file_word (file, 0x00280120, "US", 65536 - 2000);
      if (range)
        file_word (file, 0x00280121, "US", 65536 - 1990);
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      target = file_render (pixels, FALSE, FALSE);
      g_assert_cmpuint (grey (target[0]), ==, 0);
      g_assert_cmpuint (grey (target[2]), ==, monochrome1 && !range ? 255 : 0);
      g_assert_cmpuint (grey (target[5]), ==, monochrome1 ? 0 : 255);

      voi = ovr_pixels_auto_voi (pixels);
      g_assert_cmpfloat (voi.center, ==, (lowest + 300) / 2);
      g_assert_cmpfloat (voi.width, ==, 300 - lowest);
      g_assert_true (ovr_measure_region (pixels, shape, &stats));
      g_assert_cmpuint (stats.n_pixels, ==, range ? 3 : 4);
      g_assert_cmpfloat (stats.min, ==, lowest);
    }
}

/* MONOCHROME1 or INVERSE, then the reader: parity, 2³ cases. */
static void
test_item_12_parity (void)
{
  const guint8 cells[2] = { 50, 200 };

  for (int variant = 0; variant < 8; variant++)
    {
      gboolean monochrome1 = variant & 1, shape = variant >> 1 & 1, reader = variant >> 2 & 1;
      gboolean inverse = (monochrome1 || shape) != reader;
      g_autoptr (PipelineFile) file = file_new (2, 1, 8, 8, FALSE, monochrome1 ? "MONOCHROME1" : "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;

      file_text (file, 0x20500020, "CS", shape ? "INVERSE" : "IDENTITY");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      g_assert_cmpuint (pixels->image->notes->len, ==, 0);
      target = file_render (pixels, reader, FALSE);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpuint (grey (target[i]), ==, inverse ? 255 - cells[i] : cells[i]);
    }
}

static void
put_cell (guint8 *cells,
          guint index,
          guint bits_allocated,
          guint32 cell)
{
  for (guint i = 0; i < bits_allocated / 8; i++)
    cells[index * bits_allocated / 8 + i] = (guint8) (cell >> (8 * i));
}

/* Bits Stored at every High Bit of 8, 16 and 32, both signs, noise around. */
static void
test_item_13_bits (void)
{
  const guint allocated[] = { 8, 16, 32 };
  const guint stored[] = { 1, 7, 8, 10, 12, 16, 24, 32 };

  for (guint a = 0; a < G_N_ELEMENTS (allocated); a++)
    for (guint s = 0; s < G_N_ELEMENTS (stored); s++)
      for (guint high = stored[s] - 1; stored[s] <= allocated[a] && high < allocated[a]; high++)
        for (int is_signed = 0; is_signed < 2; is_signed++)
          {
            const guint bits = stored[s], shift = high + 1 - bits;
            const gint64 lowest = is_signed ? -((gint64) 1 << (bits - 1)) : 0;
            const gint64 values[3] = { lowest, lowest + ((gint64) 1 << bits) - 1, lowest + ((gint64) 1 << (bits - 1)) };
            const guint32 noise = bits == 32 ? 0 : ~(((1u << bits) - 1) << shift) & 0xa5a5a5a5u;
            g_autoptr (PipelineFile) file = file_new (3, 1, allocated[a], bits, is_signed, "MONOCHROME2");
            g_autoptr (OvrPixels) pixels = NULL;
            guint8 cells[12] = { 0 };

            for (guint i = 0; i < 3; i++)
              {
                guint32 field = (guint32) values[i] & (bits == 32 ? G_MAXUINT32 : (1u << bits) - 1);

                put_cell (cells, i, allocated[a], field << shift | noise);
              }
            file_word (file, 0x00280102, "US", (int) high);
            file_bytes (file, 0x7fe00010, "OW", cells, 3 * allocated[a] / 8);
            pixels = file_load (file, 1);
            for (guint i = 0; i < 3; i++)
              g_assert_cmpfloat (ovr_pixels_get_stored (pixels, i, 0), ==, (double) values[i]);
          }
}

/* One bit a pixel, rows that end within a byte, the second of two frames. */
static void
test_item_13_single_bits (void)
{
  const guint8 bits[4] = { 0xa5, 0x0f, 0x01, 0x00 };
  g_autoptr (PipelineFile) file = file_new (3, 3, 1, 1, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  file_text (file, 0x00280008, "IS", "2");
  SET_CELLS (file, bits);
  pixels = file_load (file, 2);
  target = file_render (pixels, FALSE, FALSE);
  for (guint i = 0; i < 9; i++)
    g_assert_cmpuint (grey (target[i]), ==, bits[(9 + i) / 8] >> ((9 + i) % 8) & 1 ? 255 : 0);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/item-01-order-of-stages", test_item_01_order_of_stages);
  g_test_add_func ("/pipeline/item-02-linear", test_item_02_linear);
  g_test_add_func ("/pipeline/item-03-linear-exact", test_item_03_linear_exact);
  g_test_add_func ("/pipeline/item-04-sigmoid", test_item_04_sigmoid);
  g_test_add_func ("/pipeline/item-09-fluoroscopy", test_item_09_fluoroscopy);
  g_test_add_func ("/pipeline/item-10-tiny-slope", test_item_10_tiny_slope);
  g_test_add_func ("/pipeline/item-11-padding", test_item_11_padding);
  g_test_add_func ("/pipeline/item-12-parity", test_item_12_parity);
  g_test_add_func ("/pipeline/item-13-bits", test_item_13_bits);
  g_test_add_func ("/pipeline/item-13-single-bits", test_item_13_single_bits);
  return g_test_run ();
}
