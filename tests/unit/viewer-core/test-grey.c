/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-grey-line.h"

#include <math.h>

/* Independent of the code under test: bits picked one by one. */
static gint64
stored_by_bits (guint32 cell,
                guint stored,
                guint high,
                gboolean is_signed)
{
  gint64 value = 0;

  for (guint i = 0; i < stored; i++)
    if (cell >> (high - i) & 1)
      value += is_signed && i == 0 ? -((gint64) 1 << (stored - 1)) : (gint64) 1 << (stored - 1 - i);

  return value;
}

static void
test_every_bit_combination_is_cut_out (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);
  const guint32 sizes[] = { 8, 16, 32 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint32 stored = 1; stored <= sizes[s]; stored++)
      for (guint32 high = stored - 1; high < sizes[s]; high++)
        for (int is_signed = 0; is_signed < 2; is_signed++)
          {
            OvrFrameInfo info = { .bits_allocated = sizes[s], .bits_stored = stored, .high_bit = high, .is_signed = is_signed };
            OvrCellLayout layout = ovr_stored_layout (&info);

            for (int i = 0; i < 64; i++)
              {
                guint32 cell = g_rand_int (random);

                if (sizes[s] < 32)
                  cell &= (1u << sizes[s]) - 1;
                g_assert_cmpint (ovr_stored_from_cell (layout, cell), ==,
                                 stored_by_bits (cell, stored, high, is_signed));
              }
          }
}

static void
test_contradictory_bits_are_read_as_right_aligned (void)
{
  OvrFrameInfo info = { .bits_allocated = 16, .bits_stored = 12, .high_bit = 3 };

  g_assert_cmpint (ovr_stored_from_cell (ovr_stored_layout (&info), 0xf123), ==, 0x123);
  info.bits_stored = 17;
  g_assert_cmpint (ovr_stored_from_cell (ovr_stored_layout (&info), 0xf123), ==, 0xf123);
}

static void
test_cells_are_little_endian (void)
{
  const guint8 cells[] = { 0x34, 0x12, 0x78, 0x56 };
  OvrFrameInfo info = { .bits_allocated = 16, .bits_stored = 16, .high_bit = 15 };

  g_assert_cmpfloat (ovr_stored_value (&info, cells, 1), ==, 0x5678);
  info.bits_allocated = info.bits_stored = 32;
  info.high_bit = 31;
  g_assert_cmpfloat (ovr_stored_value (&info, cells, 0), ==, 0x56781234);
}

static void
test_impossible_shapes_have_no_size (void)
{
  OvrFrameInfo info = { .columns = 4, .rows = 3, .samples = 1, .bits_allocated = 16 };

  g_assert_cmpuint (ovr_stored_frame_size (&info), ==, 24);
  info.bits_allocated = 12;
  g_assert_cmpuint (ovr_stored_frame_size (&info), ==, 0);
  info.bits_allocated = 8;
  info.samples = 4;
  g_assert_cmpuint (ovr_stored_frame_size (&info), ==, 0);
  info.samples = 1;
  info.rows = 70000;
  g_assert_cmpuint (ovr_stored_frame_size (&info), ==, 0);
}

static void
test_padding_written_with_the_wrong_sign_is_understood (void)
{
  OvrFrameInfo info = { .bits_allocated = 16, .bits_stored = 16, .high_bit = 15, .is_signed = TRUE };
  double value = 0.0;

  g_assert_true (ovr_padding_fix_sign (ovr_stored_layout (&info), 63536, &value));
  g_assert_cmpfloat (value, ==, -2000.0);
  g_assert_true (ovr_padding_fix_sign (ovr_stored_layout (&info), -2000, &value));
  g_assert_cmpfloat (value, ==, -2000.0);

  info.bits_stored = 12;
  info.high_bit = 11;
  g_assert_true (ovr_padding_fix_sign (ovr_stored_layout (&info), 0x830, &value));
  g_assert_cmpfloat (value, ==, -2000.0);

  info.is_signed = FALSE;
  g_assert_false (ovr_padding_fix_sign (ovr_stored_layout (&info), 63536, &value));
  info.bits_stored = 16;
  info.high_bit = 15;
  g_assert_true (ovr_padding_fix_sign (ovr_stored_layout (&info), -2000, &value));
  g_assert_cmpfloat (value, ==, 63536.0);
}

static void
test_padding_range_holds_in_either_order (void)
{
  OvrPadding padding = ovr_padding_between (-1000.0, -2000.0);

  g_assert_true (ovr_padding_contains (&padding, -2000.0));
  g_assert_true (ovr_padding_contains (&padding, -1000.0));
  g_assert_false (ovr_padding_contains (&padding, -999.0));
  g_assert_true (ovr_padding_contains (&padding, (double) NAN));
  padding.is_present = FALSE;
  g_assert_false (ovr_padding_contains (&padding, -1500.0));
  g_assert_true (ovr_padding_contains (&padding, (double) NAN));
}

static void
test_lut_descriptor_has_its_traps (void)
{
  const guint8 packed[] = { 10, 20, 30, 40 };
  const guint8 words[] = { 10, 0, 20, 0, 30, 0, 0xff, 0x03 };
  g_autoptr (GBytes) packed_bytes = g_bytes_new_static (packed, sizeof packed);
  g_autoptr (GBytes) word_bytes = g_bytes_new_static (words, sizeof words);
  g_autoptr (GBytes) many = g_bytes_new_take (g_malloc0 (131072), 131072);
  g_autoptr (OvrLut) in_bytes = ovr_lut_new ((gint64[]){ 4, 0, 8 }, FALSE, packed_bytes, NULL);
  g_autoptr (OvrLut) in_words = ovr_lut_new ((gint64[]){ 4, 65534, 10 }, TRUE, word_bytes, "bone");
  g_autoptr (OvrLut) full = ovr_lut_new ((gint64[]){ 0, 0, 16 }, FALSE, many, NULL);

  g_assert_cmpuint (ovr_lut_lookup (in_bytes, 2.0), ==, 30);
  g_assert_cmpint (in_words->first, ==, -2);
  g_assert_cmpuint (ovr_lut_lookup (in_words, -2.0), ==, 10);
  g_assert_cmpuint (ovr_lut_lookup (in_words, -100.0), ==, 10);
  g_assert_cmpuint (ovr_lut_lookup (in_words, 0.6), ==, 0x3ff);
  g_assert_cmpuint (ovr_lut_lookup (in_words, 1e9), ==, 0x3ff);
  g_assert_cmpfloat (ovr_lut_top (in_words), ==, 1023.0);
  g_assert_cmpuint (full->n_entries, ==, 65536);
  g_assert_null (ovr_lut_new ((gint64[]){ 5, 0, 8 }, FALSE, packed_bytes, NULL));
  g_assert_null (ovr_lut_new ((gint64[]){ 4, 0, 17 }, FALSE, packed_bytes, NULL));
}

static void
test_small_slopes_keep_their_digits (void)
{
  OvrModality stage = { .kind = OVR_MODALITY_RESCALE, .slope = 1e-6, .intercept = 0.0 };
  OvrGrey grey = {
    .modality = &stage,
    .voi = { .function = OVR_VOI_LINEAR_EXACT, .center = 5e-4, .width = 1e-3 },
  };

  g_assert_cmpfloat_with_epsilon (ovr_modality_apply (&stage, 1234.0), 1.234e-3, 1e-15);
  g_assert_cmpfloat_with_epsilon (ovr_grey_level (&grey, 250.0), 63.75, 1e-9);
}

static void
test_hu_needs_a_ct_image (void)
{
  const struct
  {
    const char *type, *modality, *image_type, *sop_class, *unit;
  } cases[] = {
    { NULL, "CT", "ORIGINAL\\PRIMARY\\AXIAL", "1.2.840.10008.5.1.4.1.1.2", "HU" },
    { "HU", "CT", "DERIVED\\SECONDARY\\REFORMATTED", "1.2.840.10008.5.1.4.1.1.2", "HU" },
    { NULL, "CT", "DERIVED\\SECONDARY", "1.2.840.10008.5.1.4.1.1.2", NULL },
    { NULL, "CT", "ORIGINAL\\PRIMARY\\LOCALIZER", "1.2.840.10008.5.1.4.1.1.2", NULL },
    { "HU", "CT", "ORIGINAL\\PRIMARY\\LOCALIZER", "1.2.840.10008.5.1.4.1.1.2", NULL },
    { "HU", "CT", "DERIVED\\SECONDARY", "1.2.840.10008.5.1.4.1.1.7", NULL },
    { "HU", "MR", "ORIGINAL\\PRIMARY", "1.2.840.10008.5.1.4.1.1.4", NULL },
    { "HU", "XA", "ORIGINAL\\PRIMARY", "1.2.840.10008.5.1.4.1.1.13.1.1", NULL },
    { "US", "CT", "ORIGINAL\\PRIMARY\\AXIAL", "1.2.840.10008.5.1.4.1.1.2", NULL },
    { NULL, "MR", "ORIGINAL\\PRIMARY", "1.2.840.10008.5.1.4.1.1.4", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OvrModalitySource source = { cases[i].modality, cases[i].sop_class, cases[i].image_type, FALSE };
      g_autofree char *unit = ovr_modality_unit (cases[i].type, &source);

      g_assert_cmpstr (unit, ==, cases[i].unit);
    }
}

/* Of several energies, HU must be said; the type alone names the others. */
static void
test_rescale_types_name_their_units (void)
{
  const OvrModalitySource original = { "CT", "1.2.840.10008.5.1.4.1.1.2", "ORIGINAL\\PRIMARY\\AXIAL", TRUE };
  const char *const cases[][2] = {
    { NULL, NULL },
    { "HU", "HU" },
    { "OD", "mOD" },
    { "MGML", "mg/mL" },
    { "PCT", "%" },
    { "Z_EFF", "Z_EFF" },
    { "US", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *unit = ovr_modality_unit (cases[i][0], &original);

      g_assert_cmpstr (unit, ==, cases[i][1]);
    }
}

static double
apply (OvrVoiFunction function,
       double center,
       double width,
       double value)
{
  OvrVoi voi = { .function = function, .center = center, .width = width };

  g_assert_true (ovr_voi_is_valid (&voi));
  return ovr_voi_apply (&voi, value);
}

static void
test_linear_follows_the_standards_own_example (void)
{
  /* PS3.3 C.11.2.1.2.1, note: c 2048, w 4096 is an identity over 0 … 4095; w 1
   * is a threshold at c − 0.5; c 0, w 100 saturates at −50 and above 49. */
  for (int x = 0; x < 4096; x++)
    g_assert_cmpfloat_with_epsilon (apply (OVR_VOI_LINEAR, 2048.0, 4096.0, x), x * 255.0 / 4095.0, 1e-9);

  g_assert_cmpfloat (apply (OVR_VOI_LINEAR, 2048.0, 1.0, 2047.0), ==, 0.0);
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR, 2048.0, 1.0, 2048.0), ==, 255.0);
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR, 0.0, 100.0, -50.0), ==, 0.0);
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR, 0.0, 100.0, -49.0), >, 0.0);
  g_assert_cmpfloat_with_epsilon (apply (OVR_VOI_LINEAR, 0.0, 100.0, 49.0), 255.0, 1e-9);
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR, 0.0, 100.0, 50.0), ==, 255.0);
  g_assert_cmpfloat_with_epsilon (apply (OVR_VOI_LINEAR, 40.0, 400.0, 40.0), (0.5 / 399.0 + 0.5) * 255.0, 1e-9);
}

static void
test_linear_exact_has_no_half_pixel (void)
{
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR_EXACT, 0.0, 100.0, -50.0), ==, 0.0);
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR_EXACT, 0.0, 100.0, 0.0), ==, 127.5);
  g_assert_cmpfloat (apply (OVR_VOI_LINEAR_EXACT, 0.0, 100.0, 50.0), ==, 255.0);
  g_assert_cmpfloat_with_epsilon (apply (OVR_VOI_LINEAR_EXACT, 0.25, 0.5, 0.125), 63.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (apply (OVR_VOI_LINEAR, 0.25, 0.5, 0.125), 63.75, 1e-12);
}

static void
test_sigmoid_follows_its_formula (void)
{
  for (int x = -3000; x <= 3000; x += 7)
    g_assert_cmpfloat_with_epsilon (apply (OVR_VOI_SIGMOID, 40.0, 400.0, x),
                                    255.0 / (1.0 + exp (-4.0 * (x - 40.0) / 400.0)), 1e-12);
}

static void
test_windows_without_sense_are_refused (void)
{
  const double bad[] = { 0.0, -1.0, NAN, INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (int function = OVR_VOI_LINEAR; function <= OVR_VOI_SIGMOID; function++)
      {
        OvrVoi voi = { .function = function, .center = 0.0, .width = bad[i] };

        g_assert_false (ovr_voi_is_valid (&voi));
      }
}

static void
test_range_window_ends_at_black_and_white (void)
{
  OvrVoi voi = ovr_voi_from_range (-1024.0, 3071.0);
  OvrVoi flat = ovr_voi_from_range (7.0, 7.0);

  g_assert_cmpfloat (ovr_voi_apply (&voi, -1024.0), ==, 0.0);
  g_assert_cmpfloat (ovr_voi_apply (&voi, 3071.0), ==, 255.0);
  g_assert_cmpfloat (ovr_voi_apply (&flat, 7.0), ==, 0.0);
}

/* MONOCHROME1, Presentation LUT Shape and the reader's inversion: all eight. */
static void
test_inversions_of_the_file_and_the_reader (void)
{
  const struct
  {
    gboolean monochrome1;
    const char *shape;
    gboolean reader;
    gboolean inverse;
  } cases[] = {
    { FALSE, "IDENTITY", FALSE, FALSE },
    { FALSE, "IDENTITY", TRUE, TRUE },
    { FALSE, "INVERSE", FALSE, TRUE },
    { FALSE, "INVERSE", TRUE, FALSE },
    { TRUE, "IDENTITY", FALSE, TRUE },
    { TRUE, "IDENTITY", TRUE, FALSE },
    { TRUE, "INVERSE", FALSE, TRUE },
    { TRUE, "INVERSE", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean file = ovr_presentation_is_inverse (cases[i].monochrome1, cases[i].shape);
      OvrGrey grey = {
        .voi = { .function = OVR_VOI_LINEAR, .center = 128.0, .width = 256.0 },
        .inverse = file != cases[i].reader,
      };

      g_assert_cmpuint (ovr_grey_byte (&grey, 0.0), ==, cases[i].inverse ? 255 : 0);
      g_assert_cmpuint (ovr_grey_byte (&grey, 255.0), ==, cases[i].inverse ? 0 : 255);
      g_assert_cmpuint (ovr_grey_byte (&grey, 100.0), ==, cases[i].inverse ? 155 : 100);
    }
}

static void
test_padding_is_black_after_every_inversion (void)
{
  for (int inverse = 0; inverse < 2; inverse++)
    {
      OvrGrey grey = {
        .padding = ovr_padding_between (0.0, 0.0),
        .voi = { .function = OVR_VOI_LINEAR, .center = 128.0, .width = 256.0 },
        .inverse = inverse,
      };

      g_assert_cmpuint (ovr_grey_byte (&grey, 0.0), ==, 0);
      g_assert_cmpuint (ovr_grey_byte (&grey, 1.0), ==, inverse ? 254 : 1);
      g_assert_cmpuint (ovr_grey_byte (&grey, (double) NAN), ==, 0);
    }
}

static void
test_line_is_given_only_where_it_is_the_formula (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint n_found = 0;

  for (guint i = 0; i < 400; i++)
    {
      const OvrModality rescale = {
        .kind = OVR_MODALITY_RESCALE,
        .slope = i % 3 == 0 ? 1.0 : g_rand_double_range (random, -2.0, 2.0),
        .intercept = floor (g_rand_double_range (random, -2000.0, 2000.0)),
      };
      const OvrGrey grey = {
        .modality = &rescale,
        .voi = { .function = i % 2 == 0 ? OVR_VOI_LINEAR : OVR_VOI_LINEAR_EXACT,
                 .center = floor (g_rand_double_range (random, -1000.0, 1000.0)),
                 .width = i % 5 == 0 ? g_rand_double_range (random, 0.1, 60.0) : floor (g_rand_double_range (random, 2.0, 9000.0)) },
        .inverse = i % 7 == 0,
      };
      OvrKernelLine line;

      if (!ovr_grey_line_find (&grey, -32768, 32767, &line))
        continue;
      n_found++;
      for (gint32 stored = -32768; stored <= 32767; stored++)
        g_assert_cmpuint (ovr_kernel_line_level (stored, line), ==, ovr_grey_byte (&grey, stored));
    }
  g_test_message ("%u of 400 windows are lines", n_found);
  g_assert_cmpuint (n_found, >, 200);
}

static void
test_line_is_refused_where_single_precision_misses_a_step (void)
{
  const OvrModality rescale = { .kind = OVR_MODALITY_RESCALE, .slope = 1.0 };
  OvrGrey grey = { .modality = &rescale, .voi = { .function = OVR_VOI_LINEAR_EXACT, .center = 0.25, .width = 1e7 } };
  OvrKernelLine line;
  guint n_refused = 0;

  for (int i = 0; i < 64; i++)
    {
      gboolean found;

      grey.voi.width = 3e8 + i;
      found = ovr_grey_line_find (&grey, -2000000000, 2000000000, &line);
      n_refused += !found;
      for (gint32 k = -120; found && k <= 120; k++)
        {
          gint32 step = (gint32) floor (0.25 + k * grey.voi.width / 255.0);

          for (gint32 stored = step - 40; stored <= step + 40; stored++)
            g_assert_cmpuint (ovr_kernel_line_level (stored, line), ==, ovr_grey_byte (&grey, stored));
        }
    }
  g_assert_cmpuint (n_refused, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grey/stored/all-bits", test_every_bit_combination_is_cut_out);
  g_test_add_func ("/grey/stored/contradiction", test_contradictory_bits_are_read_as_right_aligned);
  g_test_add_func ("/grey/stored/byte-order", test_cells_are_little_endian);
  g_test_add_func ("/grey/stored/impossible-shape", test_impossible_shapes_have_no_size);
  g_test_add_func ("/grey/padding/sign", test_padding_written_with_the_wrong_sign_is_understood);
  g_test_add_func ("/grey/padding/range", test_padding_range_holds_in_either_order);
  g_test_add_func ("/grey/padding/black", test_padding_is_black_after_every_inversion);
  g_test_add_func ("/grey/modality/lut-descriptor", test_lut_descriptor_has_its_traps);
  g_test_add_func ("/grey/modality/small-slope", test_small_slopes_keep_their_digits);
  g_test_add_func ("/grey/modality/hu", test_hu_needs_a_ct_image);
  g_test_add_func ("/grey/modality/units", test_rescale_types_name_their_units);
  g_test_add_func ("/grey/voi/linear", test_linear_follows_the_standards_own_example);
  g_test_add_func ("/grey/voi/linear-exact", test_linear_exact_has_no_half_pixel);
  g_test_add_func ("/grey/voi/sigmoid", test_sigmoid_follows_its_formula);
  g_test_add_func ("/grey/voi/refused", test_windows_without_sense_are_refused);
  g_test_add_func ("/grey/voi/range", test_range_window_ends_at_black_and_white);
  g_test_add_func ("/grey/presentation/inversions", test_inversions_of_the_file_and_the_reader);
  g_test_add_func ("/grey/line/equals-formula", test_line_is_given_only_where_it_is_the_formula);
  g_test_add_func ("/grey/line/refused", test_line_is_refused_where_single_precision_misses_a_step);
  return g_test_run ();
}
