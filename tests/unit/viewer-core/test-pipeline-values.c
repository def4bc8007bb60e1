/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-instance.h"
#include "ovr-lossy.h"
#include "ovr-measure.h"
#include "ovr-notes.h"
#include "ovr-probe.h"
#include "ovr-render.h"
#include "pipeline-file.h"

#include <math.h>
#include <string.h>

/* What pixels are worth, from whole files; and that nothing on the way to the
 * screen touches it. */

#define SET_CELLS(file, cells) file_bytes (file, 0x7fe00010, "OW", cells, sizeof (cells))
#define HALF_LIFE_S 6586.2

/* A mapping of the stored values from @first to @last. */
static PipelineFile *
add_mapping (PipelineFile *holder,
             const char *vr,
             int first,
             int last,
             const char *label,
             const char *unit)
{
  PipelineFile *item = file_item (holder, 0x00409096);
  PipelineFile *code = file_item (item, 0x004008ea);

  file_word (item, 0x00409216, vr, first);
  file_word (item, 0x00409211, vr, last);
  file_text (item, 0x00409210, "SH", label);
  file_text (code, 0x00080100, "SH", unit);
  file_text (code, 0x00080102, "SH", "UCUM");
  file_text (code, 0x00080104, "LO", "in words");
  return item;
}

static void
set_line (PipelineFile *item,
          double slope,
          double intercept)
{
  file_double (item, 0x00409225, slope);
  file_double (item, 0x00409224, intercept);
}

static void
assert_value (const OvrPixels *pixels,
              guint column,
              guint quantity,
              double value,
              const char *unit)
{
  OvrProbe probe = ovr_probe_at (pixels, column, 0, quantity);

  g_assert_cmpfloat_with_epsilon (probe.value, value, fabs (value) * 1e-12);
  g_assert_cmpstr (probe.unit, ==, unit);
}

/* Hounsfield units only where the standard allows them, from whole headers. */
static void
test_item_08_hu_only_of_ct (void)
{
  const struct
  {
    const char *sop_class, *modality, *image_type, *rescale_type, *unit;
  } cases[] = {
    { "1.2.840.10008.5.1.4.1.1.2", "CT", "ORIGINAL\\PRIMARY\\AXIAL", NULL, "HU" },
    { "1.2.840.10008.5.1.4.1.1.2", "CT", "ORIGINAL\\PRIMARY\\LOCALIZER", NULL, NULL },
    { "1.2.840.10008.5.1.4.1.1.2", "CT", "ORIGINAL\\PRIMARY\\LOCALIZER", "HU", NULL },
    { "1.2.840.10008.5.1.4.1.1.2", "CT", "DERIVED\\SECONDARY\\AXIAL", NULL, NULL },
    { "1.2.840.10008.5.1.4.1.1.2", "CT", "DERIVED\\SECONDARY\\AXIAL", "HU", "HU" },
    { "1.2.840.10008.5.1.4.1.1.2", "CT", "ORIGINAL\\PRIMARY\\AXIAL", "US", NULL },
    { "1.2.840.10008.5.1.4.1.1.4", "MR", "ORIGINAL\\PRIMARY\\M", "HU", NULL },
    { "1.2.840.10008.5.1.4.1.1.7", "CT", "DERIVED\\SECONDARY", "HU", NULL },
    { "1.2.840.10008.5.1.4.1.1.13.1.1", "XA", "ORIGINAL\\PRIMARY\\VOLUME", "HU", NULL },
  };
  const guint16 cells[2] = { 0, 1064 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PipelineFile) file = file_new (2, 1, 16, 12, FALSE, "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;

      file_text (file, 0x00080008, "CS", cases[i].image_type);
      file_text (file, 0x00080016, "UI", cases[i].sop_class);
      file_text (file, 0x00080060, "CS", cases[i].modality);
      file_text (file, 0x00281052, "DS", "-1024");
      file_text (file, 0x00281053, "DS", "1");
      if (cases[i].rescale_type != NULL)
        file_text (file, 0x00281054, "LO", cases[i].rescale_type);
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      assert_value (pixels, 1, 0, 40, cases[i].unit);
    }
}

/* Every functional group: the frame's own before the shared one before the top
 * level. */
static void
test_item_33_functional_groups (void)
{
  const guint8 cells[12] = { 10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40 };
  g_autoptr (PipelineFile) file = file_new (2, 2, 8, 8, FALSE, "MONOCHROME2");
  PipelineFile *shared = file_item (file, 0x52009229), *frames[3], *item;
  const struct
  {
    double value, center, row_mm;
    const char *unit;
  } wanted[3] = { { 25, 11, 0.7, NULL }, { 15, 22, 0.9, NULL }, { 2e-5, 11, 0.7, "mm2/s" } };

  file_text (file, 0x00280008, "IS", "3");
  file_text (file, 0x00281052, "DS", "999");
  file_text (file, 0x00281053, "DS", "999");
  file_text (file, 0x00281050, "DS", "999");
  file_text (file, 0x00281051, "DS", "999");
  file_text (file, 0x00280030, "DS", "9\\9");
  item = file_item (shared, 0x00289145);
  file_text (item, 0x00281052, "DS", "5");
  file_text (item, 0x00281053, "DS", "1");
  item = file_item (shared, 0x00289132);
  file_text (item, 0x00281050, "DS", "11");
  file_text (item, 0x00281051, "DS", "30");
  file_text (file_item (shared, 0x00289110), 0x00280030, "DS", "0.7\\0.8");
  for (guint i = 0; i < 3; i++)
    frames[i] = file_item (file, 0x52009230);
  item = file_item (frames[1], 0x00289145);
  file_text (item, 0x00281052, "DS", "-5");
  file_text (item, 0x00281053, "DS", "1");
  item = file_item (frames[1], 0x00289132);
  file_text (item, 0x00281050, "DS", "22");
  file_text (item, 0x00281051, "DS", "30");
  file_text (file_item (frames[1], 0x00289110), 0x00280030, "DS", "0.9\\0.8");
  set_line (add_mapping (frames[2], "US", 0, 255, "ADC", "mm2/s"), 1e-6, 0);
  SET_CELLS (file, cells);

  for (guint frame = 1; frame <= 3; frame++)
    {
      g_autoptr (OvrPixels) pixels = file_load (file, frame);

      assert_value (pixels, 1, 0, wanted[frame - 1].value, wanted[frame - 1].unit);
      g_assert_cmpfloat (ovr_pixels_default_voi (pixels).center, ==, wanted[frame - 1].center);
      g_assert_cmpfloat (pixels->image->calibration.scale.row_mm, ==, wanted[frame - 1].row_mm);
      g_assert_cmpfloat (pixels->image->calibration.scale.col_mm, ==, 0.8);
    }
}

/* 75 kg, 400 MBq at 22:50 of the day before, series at 00:10: 80 minutes. */
static PipelineFile *
pet_file_injected (const char *units,
                   const char *injected)
{
  const guint16 cells[2] = { 0, 1000 };
  PipelineFile *file = file_new (2, 1, 16, 16, FALSE, "MONOCHROME2"), *item;

  file_text (file, 0x00080060, "CS", "PT");
  file_text (file, 0x00080021, "DA", "20260302");
  file_text (file, 0x00080022, "DA", "20260302");
  file_text (file, 0x00080031, "TM", "001000");
  file_text (file, 0x00080032, "TM", "001500");
  file_text (file, 0x00101030, "DS", "75");
  file_text (file, 0x00280051, "CS", "NORM\\DTIM\\ATTN\\SCAT\\DECY\\RAN");
  file_text (file, 0x00281052, "DS", "0");
  file_text (file, 0x00281053, "DS", "2.5");
  file_text (file, 0x00541001, "CS", units);
  file_text (file, 0x00541102, "CS", "START");
  item = file_item (file, 0x00540016);
  file_text (item, 0x00181072, "TM", "225000");
  if (injected != NULL)
    file_text (item, 0x00181078, "DT", injected);
  file_text (item, 0x00181074, "DS", "400000000");
  file_text (item, 0x00181075, "DS", "6586.2");
  SET_CELLS (file, cells);
  return file;
}

static PipelineFile *
pet_file (const char *units)
{
  return pet_file_injected (units, NULL);
}

static double
suv_by_hand (double bqml,
             double uptake_s)
{
  return bqml * 75000 / (400e6 * pow (0.5, uptake_s / HALF_LIFE_S));
}

static void
assert_suv (PipelineFile *file,
            double wanted)
{
  g_autoptr (OvrPixels) pixels = file_load (file, 1);
  OvrProbe probe = ovr_probe_at (pixels, 1, 0, 0);

  g_assert_cmpfloat (probe.stored[0], ==, 1000);
  g_assert_cmpfloat (probe.value, ==, 2500);
  if (isnan (wanted))
    {
      g_assert_true (isnan (probe.suvbw));
      g_assert_nonnull (probe.suvbw_reason);
      return;
    }
  g_assert_null (probe.suvbw_reason);
  g_assert_cmpfloat_with_epsilon (probe.suvbw, wanted, wanted * 1e-12);
}

static void
test_item_34_suv (void)
{
  g_autoptr (PipelineFile) start = pet_file ("BQML"), admin = pet_file ("BQML"), ready = pet_file ("GML");

  assert_suv (start, suv_by_hand (2500, 80 * 60));
  file_text (admin, 0x00541102, "CS", "ADMIN");
  assert_suv (admin, suv_by_hand (2500, 0));
  assert_suv (ready, 2500);
}

/* A series younger than its acquisition: the maker's own elements, also where
 * their VR was lost on the way. */
static void
test_item_34_suv_of_makers (void)
{
  for (guint lost = 0; lost < 2; lost++)
    {
      const char *lo = lost ? "UN" : "LO", *dt = lost ? "UN" : "DT", *ds = lost ? "UN" : "DS";
      g_autoptr (PipelineFile) ge = pet_file ("BQML"), siemens = pet_file ("BQML"), philips = pet_file ("CNTS"),
                               activity = pet_file ("CNTS"), broken = pet_file ("CNTS");

      file_text (ge, 0x00080031, "TM", "090000");
      file_text (ge, 0x00090010, lo, "GEMS_PETD_01");
      file_text (ge, 0x0009100d, dt, "20260302001000.00");
      assert_suv (ge, suv_by_hand (2500, 80 * 60));

      file_text (siemens, 0x00080031, "TM", "090000");
      file_text (siemens, 0x00710010, lo, "SIEMENS MED PT");
      file_text (siemens, 0x00711022, dt, "20260302001230");
      assert_suv (siemens, suv_by_hand (2500, 82.5 * 60));

      file_text (philips, 0x70530010, lo, "Philips PET Private Group");
      file_text (philips, 0x70531000, ds, "0.0004");
      assert_suv (philips, 1);
      file_text (activity, 0x70530010, lo, "Philips PET Private Group");
      file_text (activity, 0x70531009, ds, "3");
      assert_suv (activity, suv_by_hand (7500, 80 * 60));
      file_text (broken, 0x70530010, lo, "Philips PET Private Group");
      file_text (broken, 0x70531000, ds, "0.0004x");
      assert_suv (broken, NAN);
    }
}

/* 22:50 in a zone two hours east of the scanner's is 20:50 there. Where only one
 * of both names a zone, both are by one clock. */
static void
test_item_34_suv_of_zones (void)
{
  const struct
  {
    const char *injected, *zone;
    double uptake_min;
  } cases[] = {
    { "20260301225000", "+0100", 80 },
    { "20260301225000.0+0300", NULL, 80 },
    { "20260301225000+0100", "+0100", 80 },
    { "20260301225000.25+0300", "+0100", 200 - 0.25 / 60 },
    { "20260301192000-0430", "-0400", 260 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PipelineFile) file = pet_file_injected ("BQML", cases[i].injected);

      if (cases[i].zone != NULL)
        file_text (file, 0x00080201, "SH", cases[i].zone);
      assert_suv (file, suv_by_hand (2500, cases[i].uptake_min * 60));
    }
}

static void
test_item_34_suv_refused (void)
{
  const struct
  {
    guint32 tag;
    const char *vr, *text;
  } changes[] = {
    { 0x00541001, "CS", "PROPCNT" },
    { 0x00541001, "CS", "CNTS" },
    { 0x00541102, "CS", "NONE" },
    { 0x00280051, "CS", "DECY" },
    { 0x00280051, "CS", "ATTN" },
    { 0x00101030, "DS", "0" },
    { 0x00101030, "DS", "75000" },
    { 0x00080021, "DA", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (PipelineFile) file = pet_file ("BQML");

      file_text (file, changes[i].tag, changes[i].vr, changes[i].text);
      assert_suv (file, (double) NAN);
    }
}

/* A millionth and a thousandth, each with its unit; not the rescale's number. */
static void
test_item_35_linear_mappings (void)
{
  const struct
  {
    double slope, intercept, value;
    const char *unit;
  } cases[] = {
    { 1e-6, 0, 1.25e-3, "mm2/s" },
    { 1e-3, 0, 1.25, "10-3.mm2/s" },
    { 0.5, -100, 525, "ms" },
  };
  const guint16 cells[2] = { 0, 1250 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PipelineFile) file = file_new (2, 1, 16, 12, FALSE, "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;

      file_text (file, 0x00281052, "DS", "7");
      file_text (file, 0x00281053, "DS", "2");
      set_line (add_mapping (file, "US", 0, 4095, "MAP", cases[i].unit), cases[i].slope, cases[i].intercept);
      SET_CELLS (file, cells);
      pixels = file_load (file, 1);
      assert_value (pixels, 1, 0, cases[i].value, cases[i].unit);
      assert_value (pixels, 1, 1, 2507, NULL);
      g_assert_cmpstr (ovr_probe_at (pixels, 1, 0, 0).label, ==, "MAP");
    }
}

/* A table for stored values from -2 on, its limits written as US; what lies
 * beyond falls back to the modality stage. */
static void
test_item_35_table_of_signed_values (void)
{
  const double table[5] = { 0.5, 1.5, 2.25, 1e9, -4 };
  const gint16 cells[7] = { -3, -2, -1, 0, 1, 2, 3 };
  g_autoptr (PipelineFile) file = file_new (7, 1, 16, 16, TRUE, "MONOCHROME2");
  PipelineFile *item = add_mapping (file, "US", -2, 2, "T", "1");
  g_autoptr (OvrPixels) pixels = NULL;

  file_doubles (item, 0x00409212, 5, table);
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  for (guint i = 0; i < 5; i++)
    assert_value (pixels, i + 1, 0, table[i], "1");
  assert_value (pixels, 0, 0, -3, NULL);
  assert_value (pixels, 6, 0, 3, NULL);
}

/* Pieces of one unit and name are one quantity; others are offered beside it.
 * Statistics are of the first, and leave out what it does not map. */
static void
test_item_35_several_mappings (void)
{
  const guint16 cells[4] = { 100, 1100, 2100, 3100 };
  const OvrPoint box[2] = { { 0.0, 0.0 }, { 3.0, 0.0 } };
  g_autoptr (PipelineFile) file = file_new (4, 1, 16, 12, FALSE, "MONOCHROME2");
  g_autoptr (OvrShape) shape = ovr_shape_new (OVR_SHAPE_RECTANGLE, box, 2, NULL);
  g_autoptr (OvrPixels) pixels = NULL;
  OvrRegionStats stats;

  set_line (add_mapping (file, "US", 0, 999, "T1", "ms"), 1, 0);
  set_line (add_mapping (file, "US", 0, 4095, "R1", "/s"), 2, 0);
  set_line (add_mapping (file, "US", 1000, 2999, "T1", "ms"), 10, -9000);
  add_mapping (file, "US", 5, 1, "BROKEN", "ms");
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  g_assert_cmpuint (pixels->image->quantities->len, ==, 3);
  g_assert_true (ovr_notes_has (pixels->image->notes, "real-world-broken"));
  assert_value (pixels, 0, 0, 100, "ms");
  assert_value (pixels, 1, 0, 2000, "ms");
  assert_value (pixels, 3, 0, 3100, NULL);
  assert_value (pixels, 3, 1, 6200, "/s");
  assert_value (pixels, 1, 2, 1100, NULL);
  g_assert_true (ovr_measure_region (pixels, shape, &stats));
  g_assert_cmpuint (stats.n_pixels, ==, 3);
  g_assert_cmpfloat (stats.mean, ==, (100 + 2000 + 12000) / 3.0);
  g_assert_cmpstr (stats.unit, ==, "ms");
}

/* Float pixels with limits in double; a unit without UCUM in its meaning. */
static void
test_item_35_parametric_map (void)
{
  const float cells[4] = { -1.0f, 0.25f, 2.0f, NAN };
  g_autoptr (PipelineFile) file = file_new (4, 1, 32, 32, FALSE, "MONOCHROME2");
  PipelineFile *item = file_item (file_item (file, 0x52009229), 0x00409096);
  PipelineFile *code = file_item (item, 0x004008ea);
  g_autoptr (OvrPixels) pixels = NULL;

  file_double (item, 0x00409214, 0.0);
  file_double (item, 0x00409213, 10.0);
  set_line (item, 1000, 1);
  file_text (code, 0x00080100, "SH", "X1");
  file_text (code, 0x00080102, "SH", "99OWN");
  file_text (code, 0x00080104, "LO", "per mille");
  file_bytes (file, 0x7fe00008, "OF", cells, sizeof cells);
  pixels = file_load (file, 1);
  assert_value (pixels, 1, 0, 251, "per mille");
  assert_value (pixels, 0, 0, -1, NULL);
  g_assert_true (isnan (ovr_probe_at (pixels, 3, 0, 0).value));
}

/* A mapping that is SUV gives it where the header's rules do not. */
static void
test_item_35_mapping_to_suv (void)
{
  const guint16 cells[2] = { 0, 200 };
  g_autoptr (PipelineFile) file = file_new (2, 1, 16, 16, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  OvrProbe probe;

  file_text (file, 0x00080060, "CS", "PT");
  set_line (add_mapping (file, "US", 0, 65535, "Bq", "Bq/ml"), 7, 0);
  set_line (add_mapping (file, "US", 0, 65535, "SUVbw", "g/ml{SUVbw}"), 0.02, 0);
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);
  probe = ovr_probe_at (pixels, 1, 0, 0);
  g_assert_cmpfloat (probe.value, ==, 1400);
  g_assert_cmpstr (probe.unit, ==, "Bq/ml");
  g_assert_cmpfloat (probe.suvbw, ==, 4);
  g_assert_null (probe.suvbw_reason);
}

/* Flag, ratio or method: any of them, under a lossless syntax, in a derived
 * image. */
static void
test_item_41_lossy_is_sticky (void)
{
  const struct
  {
    const char *flag, *ratio, *method;
    gboolean lossy;
  } cases[] = {
    { NULL, NULL, NULL, FALSE },
    { "00", NULL, NULL, FALSE },
    { "00", "1", NULL, FALSE },
    { "01", NULL, NULL, TRUE },
    { NULL, "10\\12.5", NULL, TRUE },
    { "00", "12.5", NULL, TRUE },
    { NULL, NULL, "ISO_15444_1", TRUE },
  };
  const guint8 cells[2] = { 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PipelineFile) file = file_new (2, 1, 8, 8, FALSE, "MONOCHROME2");
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (OvrInstance) instance = NULL;
      g_autoptr (GError) error = NULL;

      file_text (file, 0x00080008, "CS", "DERIVED\\PRIMARY");
      file_text (file, 0x0020000d, "UI", "2.25.1");
      file_text (file, 0x0020000e, "UI", "2.25.2");
      if (cases[i].flag != NULL)
        file_text (file, 0x00282110, "CS", cases[i].flag);
      if (cases[i].ratio != NULL)
        file_text (file, 0x00282112, "DS", cases[i].ratio);
      if (cases[i].method != NULL)
        file_text (file, 0x00282114, "CS", cases[i].method);
      SET_CELLS (file, cells);
      bytes = file_write (file);
      instance = ovr_instance_read_bytes (bytes, "/a", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ovr_instance_is_lossy (instance), ==, cases[i].lossy);
      if (cases[i].method != NULL)
        g_assert_cmpstr (ovr_lossy_method (instance), ==, "JPEG 2000");
      if (cases[i].ratio != NULL && cases[i].lossy)
        g_assert_cmpfloat (ovr_lossy_ratio (instance), ==, 12.5);
    }
}

static double
lanczos (double x)
{
  if (x == 0)
    return 1;
  return fabs (x) >= 3 ? 0 : 3 * sin (G_PI * x) * sin (G_PI * x / 3) / (G_PI * G_PI * x * x);
}

/* Six source pixels, their weights made to sum up to one; a window after it. */
static double
resampled_by_hand (const guint16 *cells,
                   int n,
                   double at)
{
  double sum = 0, weights = 0;

  for (int k = MAX (0, (int) floor (at) - 2); k <= MIN (n - 1, (int) floor (at) + 3); k++)
    {
      sum += lanczos (k - at) * cells[k];
      weights += lanczos (k - at);
    }
  return sum / weights;
}

/* Interpolation is of the picture alone: Lanczos by its formula, nearest without
 * any new level, and values and statistics as they are. */
static void
test_item_42_interpolation (void)
{
  enum
  {
    N = 24,
    SCALE = 7
  };
  g_autoptr (PipelineFile) file = file_new (N, N, 16, 12, FALSE, "MONOCHROME2");
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autofree guint32 *target = g_new (guint32, N * SCALE * N * SCALE);
  guint16 cells[N * N];

  for (guint i = 0; i < N * N; i++)
    cells[i] = (guint16) (1000 + (i % N * 37) % 11 * 150);
  file_text (file, 0x00281050, "DS", "1750.5");
  file_text (file, 0x00281051, "DS", "3001");
  SET_CELLS (file, cells);
  pixels = file_load (file, 1);

  ovr_render_view (pixels, view, ovr_render_flags_of (OVR_INTERPOLATION_LANCZOS), (guint8 *) target, N * SCALE, N * SCALE, N * SCALE * 4);
  for (guint x = 0; x < N * SCALE; x++)
    {
      double level = formula_linear (1750.5, 3001, resampled_by_hand (cells, N, (x + 0.5) / SCALE - 0.5));

      g_assert_cmpfloat (fabs ((target[50 * N * SCALE + x] & 255) - level), <=, 0.51);
    }

  ovr_render_view (pixels, view, ovr_render_flags_of (OVR_INTERPOLATION_NEAREST), (guint8 *) target, N * SCALE, N * SCALE, N * SCALE * 4);
  for (guint x = 0; x < N * SCALE; x++)
    g_assert_cmpuint (target[50 * N * SCALE + x] & 255, ==, formula_byte (formula_linear (1750.5, 3001, cells[x / SCALE])));
  for (guint x = 0; x < N; x++)
    assert_value (pixels, x, 0, cells[x], NULL);
}

/* Overshoot must neither wrap around nor come out of the padding. */
static void
test_item_42_lanczos_at_edges (void)
{
  enum
  {
    N = 16,
    SCALE = 5
  };
  g_autofree guint32 *target = g_new (guint32, N * SCALE * N * SCALE);

  for (int variant = 0; variant < 2; variant++)
    {
      gboolean colour = variant == 1;
      g_autoptr (PipelineFile) file = file_new (N, N, 8, 8, FALSE, colour ? "RGB" : "MONOCHROME2");
      g_autoptr (OvrPixels) pixels = NULL;
      g_autoptr (OvrView) view = ovr_view_new ();
      const gsize samples = colour ? 3 : 1;
      g_autofree guint8 *cells = g_malloc (N * N * samples);

      /* Padding (9) left, black, white right of the middle. */
      for (guint i = 0; i < N * N * samples; i++)
        {
          guint column = (guint) (i / samples) % N;

          cells[i] = column < 4 && !colour ? 9 : column < 10 ? 0
                                                             : 255;
        }
      if (!colour)
        file_word (file, 0x00280120, "US", 9);
      file_bytes (file, 0x7fe00010, "OW", cells, N * N * samples);
      pixels = file_load (file, 1);
      ovr_render_view (pixels, view, OVR_RENDER_LANCZOS, (guint8 *) target, N * SCALE, N * SCALE, N * SCALE * 4);
      for (guint x = 0; x < N * SCALE; x++)
        {
          guint level = target[40 * N * SCALE + x] & 255;

          if (x < 48)
            g_assert_cmpuint (level, <=, 30);
          if (x >= 52)
            g_assert_cmpuint (level, >=, 225);
        }
    }
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/item-08-hu-only-of-ct", test_item_08_hu_only_of_ct);
  g_test_add_func ("/pipeline/item-33-functional-groups", test_item_33_functional_groups);
  g_test_add_func ("/pipeline/item-34-suv", test_item_34_suv);
  g_test_add_func ("/pipeline/item-34-suv-of-makers", test_item_34_suv_of_makers);
  g_test_add_func ("/pipeline/item-34-suv-of-zones", test_item_34_suv_of_zones);
  g_test_add_func ("/pipeline/item-34-suv-refused", test_item_34_suv_refused);
  g_test_add_func ("/pipeline/item-35-linear-mappings", test_item_35_linear_mappings);
  g_test_add_func ("/pipeline/item-35-table-of-signed-values", test_item_35_table_of_signed_values);
  g_test_add_func ("/pipeline/item-35-several-mappings", test_item_35_several_mappings);
  g_test_add_func ("/pipeline/item-35-parametric-map", test_item_35_parametric_map);
  g_test_add_func ("/pipeline/item-35-mapping-to-suv", test_item_35_mapping_to_suv);
  g_test_add_func ("/pipeline/item-41-lossy-is-sticky", test_item_41_lossy_is_sticky);
  g_test_add_func ("/pipeline/item-42-interpolation", test_item_42_interpolation);
  g_test_add_func ("/pipeline/item-42-lanczos-at-edges", test_item_42_lanczos_at_edges);
  return g_test_run ();
}
