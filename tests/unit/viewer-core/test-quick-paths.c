/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each quick way gives the same bits as the slow one. */
#include "ovr-bands.h"
#include "ovr-grey-memo.h"
#include "ovr-grey-table.h"
#include "ovr-render.h"
#include "ovr-resample.h"
#include "pixel-samples.h"

#include <math.h>
#include <string.h>

#define COLUMNS 37
#define ROWS 53
#define SIDE 71

static OvrPixels *
make_frame (gboolean with_padding)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (OvrDataset) header = sample_header (COLUMNS, ROWS, "CT");
  OvrFrameInfo info = sample_info (COLUMNS, ROWS, 16, 12, FALSE);
  guint16 cells[COLUMNS * ROWS];

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    cells[i] = GUINT16_TO_LE ((guint16) g_rand_int_range (random, 0, 4096));
  for (guint i = 0; with_padding && i < G_N_ELEMENTS (cells); i += 3)
    cells[i] = GUINT16_TO_LE (9);
  if (with_padding)
    ovr_dataset_set_int (header, OVR_TAG (0x0028, 0x0120), 9);

  return sample_pixels (header, &info, cells, sizeof cells);
}

static void
resample (const OvrPixels *pixels,
          OvrVoi voi,
          OvrInterpolation interpolation,
          double scale,
          gboolean is_turned,
          guint n_bands,
          guint32 *target)
{
  const OvrRaster raster = { .pixels = (guint8 *) target, .stride = SIDE * 4, .is_turned = is_turned };
  g_auto (OvrTone) tone = { 0 };
  g_auto (OvrAxis) across = { 0 };
  g_auto (OvrAxis) down = { 0 };

  ovr_tone_init (&tone, pixels, voi, FALSE);
  ovr_axis_init (&across, interpolation, scale, scale < 0.0 ? SIDE - 3.25 : 2.5, COLUMNS, SIDE);
  ovr_axis_init (&down, interpolation, scale * 0.9, scale < 0.0 ? SIDE - 1.5 : 4.75, ROWS, SIDE);
  memset (target, 0, SIDE * SIDE * sizeof *target);
  if (interpolation == OVR_INTERPOLATION_NEAREST)
    ovr_resample_nearest (&tone, &across, &down, &raster, n_bands);
  else
    ovr_resample (&tone, &across, &down, &raster, n_bands);
}

/* Every interpolation, larger, smaller and mirrored, with padding and without. */
static void
for_each_case (void (*check) (const OvrPixels *pixels,
                              OvrVoi voi,
                              OvrInterpolation interpolation,
                              double scale))
{
  static const double scales[] = { 1.73, 0.4, -1.0, -0.77, 1.0 };
  static const OvrVoi vois[] = {
    { .function = OVR_VOI_LINEAR, .center = 1500.0, .width = 2000.0 },
    { .function = OVR_VOI_SIGMOID, .center = 1500.0, .width = 900.0 },
  };

  for (int padding = 0; padding < 2; padding++)
    {
      g_autoptr (OvrPixels) pixels = make_frame (padding);

      for (guint v = 0; v < G_N_ELEMENTS (vois); v++)
        for (int interpolation = OVR_INTERPOLATION_BILINEAR; interpolation <= OVR_INTERPOLATION_LANCZOS; interpolation++)
          for (guint s = 0; s < G_N_ELEMENTS (scales); s++)
            check (pixels, vois[v], (OvrInterpolation) interpolation, scales[s]);
    }
}

static void
check_bands (const OvrPixels *pixels,
             OvrVoi voi,
             OvrInterpolation interpolation,
             double scale)
{
  g_autofree guint32 *one = g_new (guint32, SIDE * SIDE);
  g_autofree guint32 *many = g_new (guint32, SIDE * SIDE);

  for (int turned = 0; turned < 2; turned++)
    {
      resample (pixels, voi, interpolation, scale, turned, 1, one);
      for (guint n_bands = 2; n_bands <= 8; n_bands++)
        {
          resample (pixels, voi, interpolation, scale, turned, n_bands, many);
          g_assert_cmpmem (one, SIDE * SIDE * 4, many, SIDE * SIDE * 4);
        }
    }
}

static void
test_bands_do_not_change_a_pixel (void)
{
  for_each_case (check_bands);
}

static void
check_turned (const OvrPixels *pixels,
              OvrVoi voi,
              OvrInterpolation interpolation,
              double scale)
{
  g_autofree guint32 *upright = g_new (guint32, SIDE * SIDE);
  g_autofree guint32 *turned = g_new (guint32, SIDE * SIDE);

  resample (pixels, voi, interpolation, scale, FALSE, 1, upright);
  resample (pixels, voi, interpolation, scale, TRUE, 1, turned);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      g_assert_cmphex (turned[x * SIDE + y], ==, upright[y * SIDE + x]);
}

static void
test_a_turned_picture_has_the_same_pixels (void)
{
  for_each_case (check_turned);
}

/* All rotations and flips of a whole view: the picture of the view that is not
 * rotated, moved about. A square target keeps the scale. */
static void
test_rotated_views_are_the_upright_view_moved (void)
{
  g_autoptr (OvrPixels) pixels = make_frame (TRUE);
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autofree guint32 *upright = g_new (guint32, SIDE * SIDE);
  g_autofree guint32 *moved = g_new (guint32, SIDE * SIDE);

  for (int lanczos = 0; lanczos < 2; lanczos++)
    for (int variant = 0; variant < 8; variant++)
      {
        OvrRenderFlags flags = lanczos ? OVR_RENDER_LANCZOS : OVR_RENDER_PLAIN;
        OvrViewTransform from, to;

        view->rotation_deg = 0;
        view->flip_horizontal = FALSE;
        ovr_render_view (pixels, view, flags, (guint8 *) upright, SIDE, SIDE, SIDE * 4);
        from = ovr_render_view_transform (pixels, view, SIDE, SIDE);
        view->rotation_deg = variant % 4 * 90;
        view->flip_horizontal = variant / 4;
        ovr_render_view (pixels, view, flags, (guint8 *) moved, SIDE, SIDE, SIDE * 4);
        to = ovr_render_view_transform (pixels, view, SIDE, SIDE);
        for (guint y = 0; y < SIDE; y++)
          for (guint x = 0; x < SIDE; x++)
            {
              OvrPoint image = ovr_view_transform_invert (&from, x + 0.5, y + 0.5);
              OvrPoint there = ovr_view_transform_apply (&to, image);
              gint difference = (gint) (upright[y * SIDE + x] & 0xff) -
                                (gint) (moved[(gsize) there.row * SIDE + (gsize) there.col] & 0xff);

              /* Weights of a mirrored axis differ in their last bit. */
              g_assert_cmpint (ABS (difference), <=, 1);
            }
      }
}

static void
count_lines (guint begin,
             guint end,
             gpointer data)
{
  int *counts = data;

  for (guint i = begin; i < end; i++)
    g_atomic_int_inc (&counts[i]);
}

static void
test_each_line_is_made_once (void)
{
  for (guint n_lines = 0; n_lines < 20; n_lines++)
    for (guint n_bands = 1; n_bands <= 12; n_bands++)
      {
        int counts[24] = { 0 };

        ovr_bands_run (2, 2 + n_lines, n_bands, count_lines, counts);
        for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
          g_assert_cmpint (counts[i], ==, i >= 2 && i < 2 + n_lines);
      }
}

static gpointer
run_many (gpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      int counts[16] = { 0 };

      ovr_bands_run (0, G_N_ELEMENTS (counts), 8, count_lines, counts);
      for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
        g_assert_cmpint (counts[k], ==, 1);
    }
  return NULL;
}

/* Several panes are drawn at once. */
static void
test_bands_of_several_callers_do_not_mix (void)
{
  GThread *threads[6];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("caller", run_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static OvrLut *
make_lut (guint n,
          guint factor)
{
  g_autofree guint16 *entries = g_new (guint16, n);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < n; i++)
    entries[i] = GUINT16_TO_LE ((guint16) (i * factor % 1024));
  bytes = g_bytes_new (entries, n * 2);
  return ovr_lut_new ((gint64[]){ n, -100, 10 }, TRUE, bytes, NULL);
}

static void
check_table (const OvrGrey *grey,
             double lowest,
             double highest,
             guint32 n)
{
  g_autoptr (GBytes) table = ovr_grey_table_get (grey, lowest, highest, n);
  const guint32 *pixels = g_bytes_get_data (table, NULL);

  g_assert_cmpuint (g_bytes_get_size (table), ==, n * 4);
  for (guint32 i = 0; i < n; i++)
    {
      double value = n > 1 ? lowest + (highest - lowest) * i / (n - 1) : lowest;

      g_assert_cmphex (pixels[i], ==, ovr_grey_pixel (ovr_grey_byte (grey, value)));
    }
}

static void
test_tables_equal_the_formula_at_every_entry (void)
{
  g_autoptr (OvrLut) lut = make_lut (700, 37);
  g_autoptr (OvrLut) shown = make_lut (256, 91);
  const double widths[] = { 0.3, 1.0, 17.0, 400.0, 1500.5, 70000.0, 1e13, 1e16 };
  const OvrModality rescale = { .kind = OVR_MODALITY_RESCALE, .slope = -1.37, .intercept = 12.5 };

  for (int variant = 0; variant < 32; variant++)
    for (int function = OVR_VOI_LINEAR; function <= OVR_VOI_TABLE; function++)
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          OvrGrey grey = {
            .modality = variant & 1 ? &rescale : NULL,
            .voi = { .function = (OvrVoiFunction) function, .center = 40.0, .width = widths[w], .lut = lut },
            .inverse = variant >> 1 & 1,
            .presentation = variant & 4 ? shown : NULL,
          };

          if (variant & 8)
            grey.padding = ovr_padding_between (-20.0, 35.0);
          if (variant & 16)
            check_table (&grey, -600.0, 700.5, 5001);
          else
            check_table (&grey, -1024.0, 1023.0, 2048);
          check_table (&grey, 40.0, 40.0, 1);
        }
}

static GBytes *
make_nothing (const OvrGrey *grey,
              double lowest,
              double highest,
              guint32 n)
{
  return g_bytes_new (&n, sizeof n);
}

static GBytes *
recall (const OvrGrey *grey)
{
  return ovr_grey_memo_get (grey, 0.0, 100.0, 101, make_nothing);
}

static void
assert_differs (const OvrGrey *grey,
                const OvrGrey *other)
{
  g_autoptr (GBytes) a = recall (grey);
  g_autoptr (GBytes) again = recall (grey);
  g_autoptr (GBytes) b = recall (other);

  g_assert_true (a == again);
  g_assert_true (a != b);
}

/* Whatever changes a level must change the key. */
static void
test_what_is_kept_serves_the_same_pipeline_only (void)
{
  g_autoptr (OvrLut) lut = make_lut (700, 37);
  g_autoptr (OvrLut) twin = make_lut (700, 37);
  const OvrModality rescale = { .kind = OVR_MODALITY_RESCALE, .slope = 1.0, .intercept = -1024.0 };
  const OvrModality steeper = { .kind = OVR_MODALITY_RESCALE, .slope = 2.0, .intercept = -1024.0 };
  const OvrModality higher = { .kind = OVR_MODALITY_RESCALE, .slope = 1.0, .intercept = -1000.0 };
  const OvrModality table = { .kind = OVR_MODALITY_TABLE, .slope = 1.0, .lut = lut };
  const OvrModality other_table = { .kind = OVR_MODALITY_TABLE, .slope = 1.0, .lut = twin };
  const OvrGrey base = { .modality = &rescale, .voi = { .function = OVR_VOI_LINEAR, .center = 40.0, .width = 400.0 } };
  OvrGrey others[12];
  OvrGrey with_table = base;
  OvrGrey with_other_table = base;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    others[i] = base;
  others[0].modality = &steeper;
  others[1].modality = &higher;
  others[2].modality = NULL;
  others[3].modality = &table;
  others[4].voi.function = OVR_VOI_SIGMOID;
  others[5].voi.center = 41.0;
  others[6].voi.width = 401.0;
  others[7].voi = (OvrVoi){ .function = OVR_VOI_TABLE, .lut = lut };
  others[8].presentation = lut;
  others[9].inverse = TRUE;
  others[10].padding = ovr_padding_between (3.0, 4.0);
  others[11].voi.function = OVR_VOI_LINEAR_EXACT;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    assert_differs (&base, &others[i]);

  with_table.modality = &table;
  with_other_table.modality = &other_table;
  assert_differs (&with_table, &with_other_table);
  with_table.voi = (OvrVoi){ .function = OVR_VOI_TABLE, .lut = lut };
  with_other_table = with_table;
  with_other_table.voi.lut = twin;
  assert_differs (&with_table, &with_other_table);
  with_table.presentation = lut;
  with_other_table = with_table;
  with_other_table.presentation = twin;
  assert_differs (&with_table, &with_other_table);
}

/* Cells of every layout, with rubbish around the value, and rows with a gap
 * behind them. */
static void
test_native_rows_equal_the_formula_in_every_layout (void)
{
  static const OvrVoi vois[] = {
    { .function = OVR_VOI_LINEAR, .center = 30.0, .width = 111.0 },
    { .function = OVR_VOI_SIGMOID, .center = 30.0, .width = 111.0 },
  };
  static const guint layouts[][3] = { { 16, 12, 15 }, { 16, 12, 11 }, { 16, 9, 12 }, { 16, 16, 15 }, { 8, 8, 7 }, { 8, 5, 6 } };
  guint8 cells[COLUMNS * ROWS * 2];
  guint32 dense[COLUMNS * ROWS];
  guint32 apart[(COLUMNS + 3) * ROWS];

  for (guint i = 0; i < sizeof cells; i++)
    cells[i] = (guint8) (i * 73 + i / 11);
  for (guint i = 0; i < G_N_ELEMENTS (layouts) * 4; i++)
    {
      const guint *layout = layouts[i / 4];
      OvrFrameInfo info = sample_info (COLUMNS, ROWS, layout[0], layout[1], i & 1);
      g_autoptr (OvrDataset) header = sample_header (COLUMNS, ROWS, "OT");
      g_autoptr (OvrPixels) pixels = NULL;
      OvrGrey grey;

      info.high_bit = layout[2];
      pixels = sample_pixels (header, &info, cells, sizeof cells * layout[0] / 16);
      grey = ovr_pixels_grey (pixels, vois[i >> 1 & 1], FALSE);
      ovr_render_native (pixels, grey.voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) dense, COLUMNS * 4);
      ovr_render_native (pixels, grey.voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) apart, (COLUMNS + 3) * 4);
      for (guint y = 0; y < ROWS; y++)
        for (guint x = 0; x < COLUMNS; x++)
          {
            guint32 pixel = ovr_grey_pixel (ovr_grey_byte (&grey, ovr_pixels_get_stored (pixels, x, y)));

            g_assert_cmphex (dense[y * COLUMNS + x], ==, pixel);
            g_assert_cmphex (apart[y * (COLUMNS + 3) + x], ==, pixel);
          }
    }
}

/* A picture that is larger than the caches is written past them, one whose rows
 * lie apart is not; it need not begin where a memory line does. */
static void
test_large_pictures_have_the_same_pixels (void)
{
  enum
  {
    WIDE = 4099,
    HIGH = 2053
  };
  const OvrVoi voi = { .function = OVR_VOI_LINEAR, .center = 100.0, .width = 111.0 };
  OvrFrameInfo info = sample_info (WIDE, HIGH, 8, 8, FALSE);
  g_autoptr (OvrDataset) header = sample_header (WIDE, HIGH, "OT");
  g_autofree guint8 *cells = g_new (guint8, WIDE * HIGH);
  g_autofree guint32 *dense = g_new0 (guint32, WIDE * HIGH + 2);
  g_autofree guint32 *apart = g_new0 (guint32, (WIDE + 1) * HIGH);
  g_autoptr (OvrPixels) pixels = NULL;

  for (guint i = 0; i < WIDE * HIGH; i++)
    cells[i] = (guint8) (i * 73 + i / 11);
  pixels = sample_pixels (header, &info, cells, WIDE * HIGH);
  ovr_render_native (pixels, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) (dense + 1), WIDE * 4);
  ovr_render_native (pixels, voi, FALSE, OVR_RENDER_PLAIN, (guint8 *) apart, (WIDE + 1) * 4);
  for (guint y = 0; y < HIGH; y++)
    g_assert_cmpmem (dense + 1 + (gsize) y * WIDE, WIDE * 4, apart + (gsize) y * (WIDE + 1), WIDE * 4);
  g_assert_cmphex (dense[0], ==, 0);
  g_assert_cmphex (dense[WIDE * HIGH + 1], ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quick-paths/bands/pixels", test_bands_do_not_change_a_pixel);
  g_test_add_func ("/quick-paths/bands/lines", test_each_line_is_made_once);
  g_test_add_func ("/quick-paths/bands/callers", test_bands_of_several_callers_do_not_mix);
  g_test_add_func ("/quick-paths/turned/raster", test_a_turned_picture_has_the_same_pixels);
  g_test_add_func ("/quick-paths/turned/view", test_rotated_views_are_the_upright_view_moved);
  g_test_add_func ("/quick-paths/table", test_tables_equal_the_formula_at_every_entry);
  g_test_add_func ("/quick-paths/memo", test_what_is_kept_serves_the_same_pipeline_only);
  g_test_add_func ("/quick-paths/native", test_native_rows_equal_the_formula_in_every_layout);
  g_test_add_func ("/quick-paths/large", test_large_pictures_have_the_same_pixels);
  return g_test_run ();
}
