/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-notes.h"
#include "ovr-render.h"
#include "pipeline-file.h"

#include <math.h>

/* Tables and alternatives, from whole files. */

#define SET_CELLS(file, cells) file_bytes (file, 0x7fe00010, "OW", cells, sizeof (cells))

static const OvrImage *
image_of (const OvrPixels *pixels)
{
  return pixels->image;
}

/* 0 to 255 in 16-bit cells. */
static void
set_ramp (PipelineFile *file)
{
  guint16 cells[256];

  for (guint i = 0; i < 256; i++)
    cells[i] = (guint16) i;
  SET_CELLS (file, cells);
}

/* What a view shows at native size, each pixel by itself. */
static guint
shown (const OvrPixels *pixels,
       const OvrView *view,
       guint column)
{
  g_autofree guint32 *target = g_new (guint32, 256);

  ovr_render_view (pixels, view, OVR_RENDER_NEAREST, (guint8 *) target, 256, 1, 1024);
  return target[column] & 0xff;
}

/* Two tables and a window: alternatives, the first table the default; the view
 * keeps the choice, and a window of the reader's goes before all. */
static void
test_item_05_voi_luts (void)
{
  guint16 rising[256], falling[256];
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  PipelineFile *items[2] = { file_item (file, 0x00283010), file_item (file, 0x00283010) };
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();

  for (guint i = 0; i < 256; i++)
    {
      rising[i] = (guint16) (i * i / 64);
      falling[i] = (guint16) (1023 - i * 4);
    }
  file_lut (items[0], "US", (const int[]){ 256, 0, 10 }, "OW", rising, sizeof rising);
  file_text (items[0], 0x00283003, "LO", "NORMAL");
  file_lut (items[1], "US", (const int[]){ 256, 0, 10 }, "US", falling, sizeof falling);
  file_text (items[1], 0x00283003, "LO", "HARDER");
  file_text (file, 0x00281050, "DS", "100");
  file_text (file, 0x00281051, "DS", "50");
  set_ramp (file);
  pixels = file_load (file, 1);

  g_assert_cmpuint (image_of (pixels)->vois->len, ==, 3);
  g_assert_cmpstr (ovr_image_get_voi (pixels->image, 1)->explanation, ==, "HARDER");
  for (guint i = 0; i < 256; i += 15)
    {
      view->window_center = NAN;
      view->voi = 0;
      g_assert_cmpuint (shown (pixels, view, i), ==, formula_byte (rising[i] / 1023.0 * 255));
      view->voi = 1;
      g_assert_cmpuint (shown (pixels, view, i), ==, formula_byte (falling[i] / 1023.0 * 255));
      view->voi = 2;
      g_assert_cmpuint (shown (pixels, view, i), ==, formula_byte (formula_linear (100, 50, i)));
      view->voi = 3; /* there is none: the default */
      g_assert_cmpuint (shown (pixels, view, i), ==, formula_byte (rising[i] / 1023.0 * 255));
      view->window_center = 128;
      view->window_width = 256;
      g_assert_cmpuint (shown (pixels, view, i), ==, i);
    }
}

static void
test_item_06_windows (void)
{
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  const char *const names[] = { "BRAIN", "BONE", "LUNG" };
  const double windows[3][2] = { { 40, 80 }, { 30, 150 }, { -60, 1500 } };

  file_text (file, 0x00281050, "DS", "40\\30\\9\\-60");
  file_text (file, 0x00281051, "DS", "80\\150\\-5\\1500");
  file_text (file, 0x00281055, "LO", "BRAIN\\BONE\\BROKEN\\LUNG");
  set_ramp (file);
  pixels = file_load (file, 1);
  g_assert_cmpuint (pixels->image->vois->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const OvrVoiChoice *choice = ovr_image_get_voi (pixels->image, i);

      g_assert_cmpstr (choice->explanation, ==, names[i]);
      g_assert_cmpfloat (choice->voi.center, ==, windows[i][0]);
      g_assert_cmpfloat (choice->voi.width, ==, windows[i][1]);
    }
  g_assert_true (ovr_notes_has (pixels->image->notes, "window-broken"));
}

/* Every form that a descriptor comes in: each must give the entry 2·i + 1 for
 * the stored value i, which is the value's place in the table. */
static void
test_item_07_lut_descriptor (void)
{
  const struct
  {
    const char *name, *vr;
    gboolean is_signed;
    int first;
    guint n, bits, bytes;
  } cases[] = {
    { "unsigned first", "US", FALSE, 40000, 100, 16, 2 },
    { "unsigned first, written as SS", "SS", FALSE, 40000, 100, 16, 2 },
    { "signed first", "SS", TRUE, -50, 100, 12, 2 },
    { "signed first, written as US", "US", TRUE, -50, 100, 12, 2 },
    { "8-bit entries, packed", "US", FALSE, 10, 100, 8, 1 },
    { "8-bit entries, a word each", "US", FALSE, 10, 100, 8, 2 },
    { "65536 entries", "US", FALSE, 0, 65536, 16, 2 },
    { "65536 entries of a signed image", "SS", TRUE, -32768, 65536, 16, 2 },
    { "32768 entries, written as SS", "SS", FALSE, 5, 32768, 16, 2 },
    { "10 bits", "US", FALSE, 3, 400, 10, 2 },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      const guint n = cases[c].n, top = (1u << cases[c].bits) - 1;
      const int probes[4] = { cases[c].first, cases[c].first + (int) n / 2, cases[c].first + (int) n - 1,
                              n < 65536 ? cases[c].first + (int) n + 1 : cases[c].first };
      g_autoptr (PipelineFile) file = file_new (4, 1, 16, 16, cases[c].is_signed, "MONOCHROME2");
      PipelineFile *item = file_item (file, 0x00283000);
      g_autofree guint8 *data = g_malloc0 ((gsize) n * 2);
      g_autoptr (OvrPixels) pixels = NULL;
      guint16 cells[4];

      g_test_message ("%s", cases[c].name);
      for (guint i = 0; i < n; i++)
        {
          guint entry = (2 * i + 1) & top;

          data[i * cases[c].bytes] = (guint8) entry;
          if (cases[c].bytes == 2)
            data[i * 2 + 1] = (guint8) (entry >> 8);
        }
      for (guint i = 0; i < 4; i++)
        cells[i] = (guint16) probes[i];
      file_lut (item, cases[c].vr, (const int[]){ (int) n, cases[c].first, (int) cases[c].bits }, "OW",
                data, (gsize) n * cases[c].bytes);
      file_text (item, 0x00283004, "LO", "US");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      g_assert_cmpuint (pixels->image->notes->len, ==, 0);
      g_assert_cmpfloat (ovr_pixels_get_value (pixels, 0, 0), ==, 1);
      g_assert_cmpfloat (ovr_pixels_get_value (pixels, 1, 0), ==, (2 * (n / 2) + 1) & top);
      g_assert_cmpfloat (ovr_pixels_get_value (pixels, 2, 0), ==, (2 * (n - 1) + 1) & top);
      g_assert_cmpfloat (ovr_pixels_get_value (pixels, 3, 0), ==, n < 65536 ? (2 * (n - 1) + 1) & top : 1);
    }
}

/* 12 bits are promised, 14 come: full scale is that of 14, said in a note. No
 * level may wrap around. */
static void
test_item_07_entries_beyond_their_bits (void)
{
  guint16 entries[256];
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  for (guint i = 0; i < 256; i++)
    entries[i] = (guint16) (i * 64);
  file_lut (file_item (file, 0x00283010), "US", (const int[]){ 256, 0, 12 }, "OW", entries, sizeof entries);
  set_ramp (file);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  g_assert_true (ovr_notes_has (pixels->image->notes, "lut-mended"));
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (target[i] & 0xff, ==, formula_byte (i * 64 / 16383.0 * 255));
}

/* VOI tables count in values behind the rescale, which may be below zero. */
static void
test_item_07_voi_first_behind_the_rescale (void)
{
  guint16 entries[256];
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  for (guint i = 0; i < 256; i++)
    entries[i] = (guint16) ((i * 7) % 256);
  file_text (file, 0x00281052, "DS", "-1000");
  file_text (file, 0x00281053, "DS", "1");
  file_lut (file_item (file, 0x00283010), "US", (const int[]){ 256, 65536 - 1000, 8 }, "OW", entries, sizeof entries);
  set_ramp (file);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (target[i] & 0xff, ==, entries[i]);
}

/* A table goes before a rescale; optical density counts thousandths. */
static void
test_item_08_modality_lut (void)
{
  guint16 entries[256];
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  PipelineFile *item = file_item (file, 0x00283000);
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;

  for (guint i = 0; i < 256; i++)
    entries[i] = (guint16) (4000 - i * 10);
  file_lut (item, "US", (const int[]){ 256, 0, 16 }, "OW", entries, sizeof entries);
  file_text (item, 0x00283004, "LO", "OD");
  file_text (file, 0x00281052, "DS", "5");
  file_text (file, 0x00281053, "DS", "3");
  file_text (file, 0x00281050, "DS", "3000");
  file_text (file, 0x00281051, "DS", "2000");
  set_ramp (file);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  g_assert_cmpstr (pixels->image->to_values.unit, ==, "mOD");
  g_assert_true (ovr_notes_has (pixels->image->notes, "modality-both"));
  for (guint i = 0; i < 256; i++)
    {
      g_assert_cmpfloat (ovr_pixels_get_value (pixels, i, 0), ==, 4000 - 10.0 * i);
      g_assert_cmpuint (target[i] & 0xff, ==, formula_byte (formula_linear (3000, 2000, 4000 - 10.0 * i)));
    }
}

static void
set_palette (PipelineFile *file,
             const char *vr,
             const int descriptor[3],
             const void *const channels[3],
             gsize size)
{
  for (guint i = 0; i < 3; i++)
    {
      file_words (file, 0x00281101 + i, vr, 3, descriptor);
      file_bytes (file, 0x00281201 + i, "OW", channels[i], size);
    }
}

/* 8 and 16 bits, a first value below zero, all 65536; a window in the file must
 * not matter. */
static void
test_item_19_palettes (void)
{
  const struct
  {
    guint bits, n;
    int first;
    gboolean is_signed;
  } cases[] = {
    { 8, 200, 0, FALSE },
    { 16, 200, 0, FALSE },
    { 16, 200, -100, TRUE },
    { 16, 65536, 0, FALSE },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      const guint n = cases[c].n;
      const gsize word = cases[c].bits / 8;
      g_autoptr (PipelineFile) file = file_new (4, 1, 16, 16, cases[c].is_signed, "PALETTE COLOR");
      g_autofree guint8 *red = g_malloc0 ((gsize) n * 2), *green = g_malloc0 ((gsize) n * 2), *blue = g_malloc0 ((gsize) n * 2);
      const void *const channels[3] = { red, green, blue };
      const guint places[4] = { 0, 1, n / 2, n - 1 };
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;
      guint16 cells[4];

      /* The upper byte is what shows of 16 bits. */
      for (guint i = 0; i < n; i++)
        {
          red[i * word + word - 1] = (guint8) i;
          green[i * word + word - 1] = (guint8) (255 - i);
          blue[i * word + word - 1] = (guint8) (i * 3);
        }
      for (guint i = 0; i < 4; i++)
        cells[i] = (guint16) (cases[c].first + (int) places[i]);
      set_palette (file, cases[c].is_signed ? "SS" : "US", (const int[]){ (int) n, cases[c].first, (int) cases[c].bits },
                   channels, n * word);
      file_text (file, 0x00281050, "DS", "1");
      file_text (file, 0x00281051, "DS", "2");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      target = file_render (pixels, FALSE, FALSE);
      for (guint i = 0; i < 4; i++)
        g_assert_cmphex (target[i], ==, 0xff000000u | (places[i] & 255) << 16 | ((255 - places[i]) & 255) << 8 | (places[i] * 3 & 255));
    }
}

/* Discrete, linear and indirect segments of words (C.7.9.2). */
static void
test_item_19_segmented_palette (void)
{
  /* 2 entries; a ramp of 4 up to 0x5000; both again, from byte 0 on: the offset's
   * low word first. */
  const guint16 red[] = { 0, 2, 0x0000, 0x1000, 1, 4, 0x5000, 2, 2, 0, 0 };
  const guint16 flat[] = { 0, 1, 0x7f00, 1, 11, 0x7f00 };
  const guint wanted[12] = { 0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x00, 0x10, 0x20, 0x30, 0x40, 0x50 };
  g_autoptr (PipelineFile) file = file_new (12, 1, 8, 8, FALSE, "PALETTE COLOR");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autofree guint32 *target = NULL;
  guint8 cells[12];

  for (guint8 i = 0; i < 12; i++)
    cells[i] = i;
  for (guint i = 0; i < 3; i++)
    {
      file_words (file, 0x00281101 + i, "US", 3, (const int[]){ 12, 0, 16 });
      file_bytes (file, 0x00281221 + i, "OW", i == 0 ? red : flat, i == 0 ? sizeof red : sizeof flat);
    }
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  target = file_render (pixels, FALSE, FALSE);
  for (guint i = 0; i < 12; i++)
    g_assert_cmphex (target[i], ==, 0xff007f7fu | wanted[i] << 16);
}

/* Values below the first one mapped are grey through the window, the others
 * colours (C.7.6.19), which no window and no statistics touch. */
static void
test_item_19_supplemental_palette (void)
{
  const guint16 cells[6] = { 0, 100, 199, 200, 210, 400 };
  guint16 ramp[50], none[50] = { 0 };
  const void *const channels[3] = { ramp, none, ramp };

  for (guint i = 0; i < 50; i++)
    ramp[i] = (guint16) ((200 + i) << 8);
  for (int variant = 0; variant < 3; variant++)
    {
      g_autoptr (PipelineFile) file = file_new (6, 1, 16, 12, FALSE, "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;
      g_autofree guint32 *target = NULL;
      gboolean coloured = variant < 2;
      OvrVoi voi;

      /* Said for all, for this frame, and not at all. */
      if (variant == 0)
        file_text (file, 0x00089205, "CS", "COLOR");
      else if (variant == 1)
        file_text (file_item (file_item (file, 0x52009229), 0x00189226), 0x00089205, "CS", "MIXED");
      set_palette (file, "US", (const int[]){ 50, 200, 16 }, channels, sizeof ramp);
      file_text (file, 0x00281050, "DS", "100");
      file_text (file, 0x00281051, "DS", "200");
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      target = file_render (pixels, TRUE, FALSE);
      for (guint i = 0; i < 6; i++)
        {
          guint level = 255 - formula_byte (formula_linear (100, 200, cells[i]));
          guint place = (guint) MIN (MAX (cells[i], 200) - 200, 49);

          if (coloured && cells[i] >= 200)
            g_assert_cmphex (target[i], ==, 0xff000000u | (200 + place) << 16 | (200 + place));
          else
            g_assert_cmpint (abs ((int) (target[i] & 0xff) - (int) level), <=, 1);
        }
      voi = ovr_pixels_auto_voi (pixels);
      g_assert_cmpfloat (voi.center + voi.width / 2, ==, coloured ? 199 : 400);
      g_assert_cmpint (isnan (ovr_pixels_get_value (pixels, 4, 0)), ==, coloured);
      g_assert_cmpint (ovr_pixels_has_colour (pixels), ==, coloured);
    }
}

/* What can't be honoured is told, and the rest is shown. */
static void
test_broken_tables_are_noted (void)
{
  const guint16 entries[4] = { 1, 2, 3, 4 };
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;

  file_lut (file_item (file, 0x00283000), "US", (const int[]){ 256, 0, 16 }, "OW", entries, sizeof entries);
  file_lut (file_item (file, 0x00283010), "US", (const int[]){ 256, 0, 99 }, "OW", entries, sizeof entries);
  file_text (file, 0x00089205, "CS", "COLOR");
  file_text (file, 0x00281056, "CS", "CUBIC");
  file_text (file, 0x20500020, "CS", "ODD");
  file_text (file, 0x00281053, "DS", "0");
  file_text (file, 0x00280030, "DS", "0\\0.5");
  set_ramp (file);
  pixels = file_load (file, 1);
  g_assert_true (ovr_notes_has (pixels->image->notes, "modality-lut-broken"));
  g_assert_true (ovr_notes_has (pixels->image->notes, "voi-lut-broken"));
  g_assert_true (ovr_notes_has (pixels->image->notes, "palette-missing"));
  g_assert_true (ovr_notes_has (pixels->image->notes, "voi-function-unknown"));
  g_assert_true (ovr_notes_has (pixels->image->notes, "presentation-shape-unknown"));
  g_assert_true (ovr_notes_has (pixels->image->notes, "rescale-broken"));
  g_assert_true (ovr_notes_has (pixels->image->notes, "spacing-broken"));
  g_assert_cmpfloat (ovr_pixels_get_value (pixels, 77, 0), ==, 77);
}

static void
test_mask_subtraction_is_noted (void)
{
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL, native = NULL;

  file_text (file_item (file, 0x00286100), 0x00286101, "CS", "AVG_SUB");
  set_ramp (file);
  pixels = file_load (file, 1);
  g_assert_true (ovr_notes_has (pixels->image->notes, "mask-subtraction"));
  file_text (file, 0x00281090, "CS", "NAT");
  native = file_load (file, 1);
  g_assert_cmpuint (native->image->notes->len, ==, 0);
}

/* One file that asks for all that is never done. */
static void
test_what_is_never_done_is_noted (void)
{
  static const char *const codes[] = { "photometric-unknown", "curves", "dose-scaling", "tile", "enhanced-palette" };
  g_autoptr (PipelineFile) file = file_new (256, 1, 16, 8, FALSE, "HEAT");
  g_autoptr (PipelineFile) plain = file_new (256, 1, 16, 8, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL, nothing = NULL;

  file_text (file, 0x00089205, "CS", "COLOR");
  file_text (file_item (file, 0x0028140b), 0x00281401, "CS", "PRIMARY_SINGLE");
  file_bytes (file, 0x00480006, "UL", "\x01\x01\0\0", 4);
  file_text (file, 0x3004000e, "DS", "0.25");
  file_bytes (file, 0x501e3000, "OW", "\1\0\2\0", 4);
  set_ramp (file);
  set_ramp (plain);
  pixels = file_load (file, 1);
  nothing = file_load (plain, 1);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_true (ovr_notes_has (pixels->image->notes, codes[i]));
  g_assert_cmpuint (pixels->image->notes->len, ==, G_N_ELEMENTS (codes));
  g_assert_cmpuint (nothing->image->notes->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/item-05-voi-luts", test_item_05_voi_luts);
  g_test_add_func ("/pipeline/item-06-windows", test_item_06_windows);
  g_test_add_func ("/pipeline/item-07-lut-descriptor", test_item_07_lut_descriptor);
  g_test_add_func ("/pipeline/item-07-entries-beyond-their-bits", test_item_07_entries_beyond_their_bits);
  g_test_add_func ("/pipeline/item-07-voi-first-behind-the-rescale", test_item_07_voi_first_behind_the_rescale);
  g_test_add_func ("/pipeline/item-08-modality-lut", test_item_08_modality_lut);
  g_test_add_func ("/pipeline/item-19-palettes", test_item_19_palettes);
  g_test_add_func ("/pipeline/item-19-segmented-palette", test_item_19_segmented_palette);
  g_test_add_func ("/pipeline/item-19-supplemental-palette", test_item_19_supplemental_palette);
  g_test_add_func ("/pipeline/notes-of-broken-tables", test_broken_tables_are_noted);
  g_test_add_func ("/pipeline/notes-of-mask-subtraction", test_mask_subtraction_is_noted);
  g_test_add_func ("/pipeline/notes-of-what-is-never-done", test_what_is_never_done_is_noted);
  return g_test_run ();
}
