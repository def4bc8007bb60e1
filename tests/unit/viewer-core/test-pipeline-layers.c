/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-calibration.h"
#include "ovr-cielab.h"
#include "ovr-notes.h"
#include "ovr-render.h"
#include "pipeline-file.h"

#include <lcms2.h>
#include <math.h>
#include <string.h>

/* What lies over the grey: overlays, shutters, colours, the shape of a pixel. */

#define SIDE 16
#define SET_CELLS(file, cells) file_bytes (file, 0x7fe00010, "OW", cells, sizeof (cells))

/* All of grey 100. */
static PipelineFile *
plain_file (guint n_frames)
{
  PipelineFile *file = file_new (SIDE, SIDE, 8, 8, FALSE, "MONOCHROME2");
  g_autofree guint8 *cells = g_malloc (SIDE * SIDE * n_frames);
  g_autofree char *frames = g_strdup_printf ("%u", n_frames);

  memset (cells, 100, SIDE * SIDE * n_frames);
  file_text (file, 0x00280008, "IS", frames);
  file_bytes (file, 0x7fe00010, "OW", cells, SIDE * SIDE * n_frames);
  return file;
}

static gboolean
is_white (const guint32 *target,
          int col,
          int row)
{
  guint32 pixel = target[row * SIDE + col];

  g_assert_true (pixel == 0xffffffff || pixel == 0xff646464);
  return pixel == 0xffffffff;
}

/* 12 bits with planes in bits 12 and 15: never in the samples, always drawn. */
static void
test_item_14_overlays_in_unused_bits (void)
{
  g_autoptr (PipelineFile) file = file_new (SIDE, SIDE, 16, 12, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;
  guint16 cells[SIDE * SIDE];

  for (guint i = 0; i < SIDE * SIDE; i++)
    cells[i] = (guint16) (1000 | (i % 7 == 0) << 12 | (i % 11 == 0) << 15 | (i % 3 == 0) << 13);
  for (guint group = 0x6000; group <= 0x6002; group += 2)
    {
      file_word (file, group << 16 | 0x0010, "US", SIDE);
      file_word (file, group << 16 | 0x0011, "US", SIDE);
      file_text (file, group << 16 | 0x0040, "CS", "G");
      file_words (file, group << 16 | 0x0050, "SS", 2, (const int[]){ 1, 1 });
      file_word (file, group << 16 | 0x0100, "US", 16);
      file_word (file, group << 16 | 0x0102, "US", group == 0x6000 ? 12 : 15);
    }
  file_text (file, 0x00281050, "DS", "1000.5");
  file_text (file, 0x00281051, "DS", "2");
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  g_assert_cmpfloat (pixels->lowest, ==, 1000);
  g_assert_cmpfloat (pixels->highest, ==, 1000);
  target = file_render (pixels, FALSE, TRUE);
  for (guint i = 0; i < SIDE * SIDE; i++)
    g_assert_cmphex (target[i], ==, i % 7 == 0 || i % 11 == 0 ? 0xffffffff : 0xff808080);
}

static void
put_plane (PipelineFile *file,
           guint group,
           guint columns,
           guint rows,
           int origin_row,
           int origin_col,
           const guint8 *bits,
           gsize size)
{
  file_word (file, group << 16 | 0x0010, "US", (int) rows);
  file_word (file, group << 16 | 0x0011, "US", (int) columns);
  file_text (file, group << 16 | 0x0040, "CS", group == 0x6004 ? "R" : "G");
  file_words (file, group << 16 | 0x0050, "SS", 2, (const int[]){ origin_row, origin_col });
  file_word (file, group << 16 | 0x0100, "US", 1);
  file_word (file, group << 16 | 0x0102, "US", 0);
  file_bytes (file, group << 16 | 0x3000, "OW", bits, size);
}

/* 16 planes of one pixel each; one starts up and left of the image, one hangs
 * over its lower right corner. */
static void
test_item_15_all_groups_and_origins (void)
{
  const guint8 one[2] = { 1, 0 }, all[2] = { 0xff, 0x01 };
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  for (guint i = 0; i < 14; i++)
    put_plane (file, 0x6000 + 2 * i, 1, 1, 3, (int) i + 2, one, 2);
  put_plane (file, 0x601c, 3, 3, -1, -1, all, 2);
  put_plane (file, 0x601e, 3, 3, SIDE, SIDE - 1, all, 2);
  pixels = file_load (file, 1);
  g_assert_cmpuint (pixels->image->overlays->len, ==, 16);
  g_assert_true (((const OvrOverlay *) pixels->image->overlays->pdata[2])->is_roi);
  target = file_render (pixels, FALSE, TRUE);
  for (int row = 0; row < SIDE; row++)
    for (int col = 0; col < SIDE; col++)
      {
        gboolean of_many = row == 2 && col >= 1 && col <= 14;
        gboolean of_first = row == 0 && col == 0;
        gboolean of_last = row == 15 && col >= 14;

        g_assert_cmpint (is_white (target, col, row), ==, of_many || of_first || of_last);
      }
}

/* Three planes for the frames 2 to 4 of five, with no padding between. */
static void
test_item_15_overlay_of_frames (void)
{
  g_autoptr (PipelineFile) file = plain_file (5);
  guint8 bits[4] = { 0 };

  for (guint plane = 0; plane < 3; plane++)
    bits[(plane * 9 + plane) / 8] |= (guint8) (1 << (plane * 9 + plane) % 8);
  put_plane (file, 0x6000, 3, 3, 1, 1, bits, sizeof bits);
  file_text (file, 0x60000015, "IS", "3");
  file_word (file, 0x60000051, "US", 2);
  for (guint frame = 1; frame <= 5; frame++)
    {
      g_autoptr (OvrPixels) pixels = file_load (file, frame);
      g_autofree guint32 *target = file_render (pixels, FALSE, TRUE);

      for (int i = 0; i < 9; i++)
        g_assert_cmpint (is_white (target, i % 3, i / 3), ==, frame >= 2 && frame <= 4 && i == (int) frame - 2);
    }
}

static void
test_item_15_damaged_plane_is_noted (void)
{
  const guint8 bits[2] = { 0xff, 0xff };
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrPixels) pixels = NULL;

  put_plane (file, 0x6000, 5, 5, 1, 1, bits, sizeof bits);
  pixels = file_load (file, 1);
  g_assert_cmpuint (pixels->image->overlays->len, ==, 0);
  g_assert_true (ovr_notes_has (pixels->image->notes, "overlay-broken"));
}

static void
set_rectangle (PipelineFile *file)
{
  file_text (file, 0x00181602, "IS", "3");
  file_text (file, 0x00181604, "IS", "12");
  file_text (file, 0x00181606, "IS", "4");
  file_text (file, 0x00181608, "IS", "14");
}

/* By hand for every pixel; edges and the circle's rim are seen. */
static void
test_item_16_shutter_shapes (void)
{
  const char *const shapes[] = { "RECTANGULAR", "CIRCULAR", "POLYGONAL", "RECTANGULAR\\CIRCULAR",
                                 "CIRCULAR\\POLYGONAL", "RECTANGULAR\\CIRCULAR\\POLYGONAL" };

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_autoptr (PipelineFile) file = plain_file (1);
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;

      file_text (file, 0x00181600, "CS", shapes[s]);
      set_rectangle (file);
      file_text (file, 0x00181610, "IS", "8\\6");
      file_text (file, 0x00181612, "IS", "5");
      file_text (file, 0x00181620, "IS", "1\\1\\1\\16\\16\\1");
      file_word (file, 0x00181622, "US", 0x4000);
      pixels = file_load (file, 1);
      g_assert_cmpuint (pixels->image->notes->len, ==, 0);
      target = file_render (pixels, FALSE, TRUE);
      for (int row = 1; row <= SIDE; row++)
        for (int col = 1; col <= SIDE; col++)
          {
            gboolean seen = TRUE;

            if (strstr (shapes[s], "RECT") != NULL)
              seen = seen && col >= 3 && col <= 12 && row >= 4 && row <= 14;
            if (strstr (shapes[s], "CIRC") != NULL)
              seen = seen && (row - 8) * (row - 8) + (col - 6) * (col - 6) <= 25;
            if (strstr (shapes[s], "POLY") != NULL)
              seen = seen && row + col <= 17;
            g_assert_cmphex (target[(row - 1) * SIDE + col - 1], ==, seen ? 0xff646464 : 0xff404040);
          }
      /* What it hides can still be measured. */
      g_assert_cmpfloat (ovr_pixels_get_value (pixels, 15, 15), ==, 100);
    }
}

/* Set bits hide; the plane is no graphics then. */
static void
test_item_16_bitmap_shutter (void)
{
  const guint8 bits[2] = { 0x35, 0x01 };
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  file_text (file, 0x00181600, "CS", "BITMAP");
  file_word (file, 0x00181623, "US", 0x6002);
  put_plane (file, 0x6002, 3, 3, 5, 5, bits, sizeof bits);
  pixels = file_load (file, 1);
  g_assert_cmpuint (pixels->image->overlays->len, ==, 0);
  target = file_render (pixels, FALSE, TRUE);
  for (int row = 0; row < SIDE; row++)
    for (int col = 0; col < SIDE; col++)
      {
        int x = col - 4, y = row - 4;
        gboolean hidden = x >= 0 && y >= 0 && x < 3 && y < 3 && (bits[(y * 3 + x) / 8] >> (y * 3 + x) % 8 & 1);

        g_assert_cmphex (target[row * SIDE + col], ==, hidden ? 0xff000000 : 0xff646464);
      }
}

/* One for each frame before that of the image; colour images take the shutter's
 * colour. L* 50 is grey 119 in sRGB, by the formulas of CIE 15 and IEC 61966-2-1;
 * L* 53.24, a* 80.09, b* 67.20 for D65 is sRGB's red, here adapted to D50. */
static void
test_item_16_shutter_of_frames_and_colour (void)
{
  g_autoptr (PipelineFile) file = plain_file (2);
  g_autoptr (PipelineFile) colour = file_new (SIDE, SIDE, 8, 8, FALSE, "RGB");
  g_autofree guint8 *rgb = g_malloc0 (SIDE * SIDE * 3);
  g_autoptr (OvrPixels) first = NULL, second = NULL, coloured = NULL;
  g_autofree guint32 *target = NULL;
  PipelineFile *item;
  guint32 red;

  file_text (file, 0x00181600, "CS", "RECTANGULAR");
  set_rectangle (file);
  file_item (file, 0x52009230);
  item = file_item (file_item (file, 0x52009230), 0x00189472);
  file_text (item, 0x00181600, "CS", "CIRCULAR");
  file_text (item, 0x00181610, "IS", "8\\8");
  file_text (item, 0x00181612, "IS", "1");
  first = file_load (file, 1);
  second = file_load (file, 2);
  g_assert_false (ovr_shutter_covers (first->image->shutter, 3, 4));
  g_assert_true (ovr_shutter_covers (second->image->shutter, 3, 4));
  g_assert_false (ovr_shutter_covers (second->image->shutter, 7, 8));

  file_text (colour, 0x00181600, "CS", "RECTANGULAR");
  set_rectangle (colour);
  file_words (colour, 0x00181624, "US", 3, (const int[]){ 32768, 32896, 32896 });
  file_bytes (colour, 0x7fe00010, "OW", rgb, SIDE * SIDE * 3);
  coloured = file_load (colour, 1);
  target = file_render (coloured, FALSE, TRUE);
  g_assert_cmphex (target[0], ==, 0xff777777);
  g_assert_cmphex (target[5 * SIDE + 5], ==, 0xff000000);

  red = ovr_cielab_to_srgb ((const guint16[]){ 35573, 53704, 50857 });
  g_assert_cmpint (red >> 16 & 255, >=, 253);
  g_assert_cmpint (red & 255, <=, 4);
}

static void
test_item_16_broken_shutters_hide_nothing (void)
{
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrPixels) unknown = NULL, blank = NULL;

  file_text (file, 0x00181600, "CS", "STAR\\CIRCULAR");
  unknown = file_load (file, 1);
  g_assert_null (unknown->image->shutter);
  g_assert_true (ovr_notes_has (unknown->image->notes, "shutter-broken"));

  file_text (file, 0x00181600, "CS", "RECTANGULAR");
  set_rectangle (file);
  file_text (file, 0x00181604, "IS", "1");
  blank = file_load (file, 1);
  g_assert_null (blank->image->shutter);
  g_assert_true (ovr_notes_has (blank->image->notes, "shutter-ignored"));
}

/* Native colours: planes and triplets are one picture; YBR by the inverse of
 * C.7.6.3.1.2's equations, by hand. */
static void
test_item_18_native_colours (void)
{
  const guint8 triplets[12] = { 255, 0, 10, 1, 2, 3, 128, 64, 32, 9, 250, 77 };
  const guint8 planes[12] = { 255, 1, 128, 9, 0, 2, 64, 250, 10, 3, 32, 77 };
  const guint8 ybr[12] = { 76, 85, 255, 150, 44, 21, 29, 255, 107, 128, 128, 128 };
  const guint8 halved[8] = { 76, 150, 85, 255, 29, 128, 255, 107 };
  const guint32 rgb[4] = { 0xffff000a, 0xff010203, 0xff804020, 0xff09fa4d };
  const guint32 of_ybr[4] = { 0xfffe0000, 0xff00ff01, 0xff0000fe, 0xff808080 };
  g_autoptr (PipelineFile) file = file_new (4, 1, 8, 8, FALSE, "RGB");
  g_autoptr (OvrPixels) by_triplet = NULL, by_plane = NULL, full = NULL, subsampled = NULL;
  g_autofree guint32 *a = NULL, *b = NULL, *c = NULL, *d = NULL;

  SET_CELLS (file, triplets);
  by_triplet = file_load (file, 1);
  a = file_render (by_triplet, FALSE, FALSE);
  file_word (file, 0x00280006, "US", 1);
  SET_CELLS (file, planes);
  by_plane = file_load (file, 1);
  b = file_render (by_plane, FALSE, FALSE);
  file_word (file, 0x00280006, "US", 0);
  file_text (file, 0x00280004, "CS", "YBR_FULL");
  SET_CELLS (file, ybr);
  full = file_load (file, 1);
  c = file_render (full, FALSE, FALSE);
  file_text (file, 0x00280004, "CS", "YBR_FULL_422");
  SET_CELLS (file, halved);
  subsampled = file_load (file, 1);
  d = file_render (subsampled, FALSE, FALSE);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmphex (a[i], ==, rgb[i]);
      g_assert_cmphex (b[i], ==, rgb[i]);
      for (guint shift = 0; shift < 24; shift += 8)
        g_assert_cmpint (abs ((int) (c[i] >> shift & 255) - (int) (of_ybr[i] >> shift & 255)), <=, 1);
    }
  g_assert_cmphex (d[0], ==, c[0]);
  g_assert_cmphex (d[2], ==, c[2]);
}

static double
srgb (double linear)
{
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;
}

/* sRGB's primaries with a curve of 1.8: what comes out is known by formula. */
static void
test_item_20_icc_profile (void)
{
  const cmsCIExyY white = { 0.3127, 0.3290, 1.0 };
  const cmsCIExyYTRIPLE primaries = { { 0.64, 0.33, 1.0 }, { 0.30, 0.60, 1.0 }, { 0.15, 0.06, 1.0 } };
  cmsToneCurve *curve = cmsBuildGamma (NULL, 1.8);
  cmsToneCurve *curves[3] = { curve, curve, curve };
  cmsHPROFILE profile = cmsCreateRGBProfile (&white, &primaries, curves);
  cmsUInt32Number size = 0;
  g_autofree guint8 *icc = NULL;
  g_autoptr (PipelineFile) file = file_new (256, 1, 8, 8, FALSE, "RGB");
  g_autoptr (OvrPixels) pixels = NULL, unreadable = NULL;
  g_autofree guint32 *target = NULL, *plain = NULL;
  guint8 cells[768];

  cmsFreeToneCurve (curve);
  g_assert_true (cmsSaveProfileToMem (profile, NULL, &size));
  icc = g_malloc (size);
  g_assert_true (cmsSaveProfileToMem (profile, icc, &size));
  cmsCloseProfile (profile);
  for (guint i = 0; i < 768; i++)
    cells[i] = (guint8) (i / 3);
  SET_CELLS (file, cells);
  file_bytes (file, 0x00282000, "OB", icc, size);
  pixels = file_load (file, 1);
  g_assert_cmpuint (pixels->image->notes->len, ==, 0);
  target = file_render (pixels, FALSE, FALSE);
  for (guint i = 0; i < 256; i++)
    for (guint shift = 0; shift < 24; shift += 8)
      g_assert_cmpfloat (fabs ((double) (target[i] >> shift & 255) - 255 * srgb (pow (i / 255.0, 1.8))), <=, 1.0);

  file_bytes (file, 0x00282000, "OB", "no profile", 10);
  unreadable = file_load (file, 1);
  g_assert_true (ovr_notes_has (unreadable->image->notes, "icc-unreadable"));
  plain = file_render (unreadable, FALSE, FALSE);
  g_assert_cmphex (plain[77], ==, 0xff4d4d4d);
}

/* What a decoder met where tag and code stream disagree reaches the reader. */
static void
test_item_18_disagreements_are_noted (void)
{
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrDataset) header = file_header (file);
  OvrFrameInfo info = { .columns = SIDE, .rows = SIDE, .samples = 1, .bits_allocated = 8, .bits_stored = 8, .high_bit = 7, .photometric = OVR_PHOTOMETRIC_MONOCHROME2, .n_frames = 1 };
  const struct
  {
    OvrFrameNote flag;
    const char *code;
  } cases[] = {
    { OVR_FRAME_NOTE_COLOUR, "stream-colour" },
    { OVR_FRAME_NOTE_SIGN, "stream-sign" },
    { OVR_FRAME_NOTE_BITS, "stream-bits" },
    { OVR_FRAME_NOTE_LOSSY, "stream-lossy" },
    { OVR_FRAME_NOTE_WRAPPED, "stream-wrapped" },
    { OVR_FRAME_NOTE_TABLE, "stream-table" },
    { OVR_FRAME_NOTE_SAMPLES, "stream-samples" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvrImage) image = NULL;

      info.notes = (guint32) cases[i].flag;
      image = ovr_image_new (header, &info, 1);
      g_assert_cmpuint (image->notes->len, ==, 1);
      g_assert_true (ovr_notes_has (image->notes, cases[i].code));
    }
}

/* Row spacing first, for display and for measuring; the ladder in short (its
 * rungs one by one: /calibration/ladder). */
static void
test_item_21_spacing_is_row_then_column (void)
{
  const OvrPoint at = { 3.0, 3.0 };
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrPixels) pixels = NULL;
  OvrScale scale;

  file_text (file, 0x00280030, "DS", "0.5\\1.0");
  pixels = file_load (file, 1);
  scale = ovr_calibration_at (&pixels->image->calibration, &at, 1);
  g_assert_cmpfloat (scale.row_mm, ==, 0.5);
  g_assert_cmpfloat (scale.col_mm, ==, 1.0);
  g_assert_cmpfloat (pixels->image->pixel_height, ==, 0.5);
  g_assert_cmpfloat (pixels->image->pixel_width, ==, 1.0);
}

static void
test_item_22_calibration_ladder (void)
{
  const struct
  {
    const char *spacing, *imager, *type, *magnification;
    double row_mm;
    OvrProvenance provenance;
  } cases[] = {
    { "0.2\\0.2", NULL, NULL, NULL, 0.2, OVR_PROVENANCE_PIXEL_SPACING },
    { "0.2\\0.2", "0.2\\0.2", NULL, NULL, 0.2, OVR_PROVENANCE_DETECTOR_PLANE },
    { "0.1\\0.1", "0.2\\0.2", NULL, NULL, 0.1, OVR_PROVENANCE_MAGNIFICATION },
    { "0.1\\0.1", "0.2\\0.2", "FIDUCIAL", NULL, 0.1, OVR_PROVENANCE_FIDUCIAL },
    { NULL, "0.2\\0.2", NULL, "1.25", 0.16, OVR_PROVENANCE_MAGNIFICATION },
    { NULL, NULL, NULL, NULL, 1.0, OVR_PROVENANCE_PIXELS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PipelineFile) file = plain_file (1);
      g_autoptr (OvrPixels) pixels = NULL;
      const OvrScale *scale;

      if (cases[i].spacing != NULL)
        file_text (file, 0x00280030, "DS", cases[i].spacing);
      if (cases[i].imager != NULL)
        file_text (file, 0x00181164, "DS", cases[i].imager);
      if (cases[i].type != NULL)
        file_text (file, 0x00280a02, "CS", cases[i].type);
      if (cases[i].magnification != NULL)
        file_text (file, 0x00181114, "DS", cases[i].magnification);
      pixels = file_load (file, 1);
      scale = &pixels->image->calibration.scale;
      g_assert_cmpfloat_with_epsilon (scale->row_mm, cases[i].row_mm, 1e-12);
      g_assert_cmpint (scale->provenance, ==, cases[i].provenance);
    }
}

/* 4\3: a pixel is a third higher than wide, on the screen too. */
static void
test_item_25_pixel_aspect (void)
{
  g_autoptr (PipelineFile) file = plain_file (1);
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();
  OvrViewTransform map;

  file_text (file, 0x00280034, "IS", "4\\3");
  pixels = file_load (file, 1);
  map = ovr_render_view_transform (pixels, view, 300, 400);
  g_assert_cmpfloat_with_epsilon (map.yy / map.xx, 4.0 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (map.yy * SIDE, 400, 1e-9);
  g_assert_cmpint (pixels->image->calibration.scale.provenance, ==, OVR_PROVENANCE_PIXELS);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/item-14-overlays-in-unused-bits", test_item_14_overlays_in_unused_bits);
  g_test_add_func ("/pipeline/item-15-all-groups-and-origins", test_item_15_all_groups_and_origins);
  g_test_add_func ("/pipeline/item-15-overlay-of-frames", test_item_15_overlay_of_frames);
  g_test_add_func ("/pipeline/item-15-damaged-plane-is-noted", test_item_15_damaged_plane_is_noted);
  g_test_add_func ("/pipeline/item-16-shutter-shapes", test_item_16_shutter_shapes);
  g_test_add_func ("/pipeline/item-16-bitmap-shutter", test_item_16_bitmap_shutter);
  g_test_add_func ("/pipeline/item-16-shutter-of-frames-and-colour", test_item_16_shutter_of_frames_and_colour);
  g_test_add_func ("/pipeline/item-16-broken-shutters-hide-nothing", test_item_16_broken_shutters_hide_nothing);
  g_test_add_func ("/pipeline/item-18-native-colours", test_item_18_native_colours);
  g_test_add_func ("/pipeline/item-18-disagreements-are-noted", test_item_18_disagreements_are_noted);
  g_test_add_func ("/pipeline/item-20-icc-profile", test_item_20_icc_profile);
  g_test_add_func ("/pipeline/item-21-spacing-is-row-then-column", test_item_21_spacing_is_row_then_column);
  g_test_add_func ("/pipeline/item-22-calibration-ladder", test_item_22_calibration_ladder);
  g_test_add_func ("/pipeline/item-25-pixel-aspect", test_item_25_pixel_aspect);
  return g_test_run ();
}
