/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-phantom.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A series that somebody harmed in a way that the test knows: exactly that is
 * found, at that place, and nothing else. Which slices are harmed is random:
 * another seed (--seed) takes others. */

#define N_SLICES 24
#define SPACING_MM 3.0
#define RUNS 20

/* The phantom's series, and what a test made of it. */
typedef struct
{
  char *source;
  char *folder;
  GPtrArray *slices; /* OvrDataset; NULL: taken away; index 0 is instance 1 */
  GPtrArray *model;
} Fixture;

static void
free_slice (gpointer slice)
{
  if (slice != NULL)
    ovr_dataset_free (slice);
}

/* Reads the phantom's files; @slices gets each at its Instance Number. */
static void
load_slices (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->source, 0, NULL);
  const char *name;

  g_ptr_array_set_size (fixture->slices, 0);
  g_ptr_array_set_size (fixture->slices, N_SLICES);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->source, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      OvrDataset *dataset;
      char *contents;
      gsize length;
      gint64 number;

      g_file_get_contents (path, &contents, &length, &error);
      g_assert_no_error (error);
      bytes = g_bytes_new_take (contents, length);
      dataset = ovr_dataset_read_bytes (bytes, OVR_READ_ALL, &error);
      g_assert_no_error (error);
      g_assert_true (ovr_dataset_get_int (dataset, TAG_INSTANCE_NUMBER, 0, &number));
      g_assert_cmpint (number, <=, N_SLICES);
      fixture->slices->pdata[number - 1] = dataset;
    }
}

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  OvrPhantomScan scan = *ovr_phantom_chest_scan (OVR_PHANTOM_CURRENT);
  g_autoptr (GError) error = NULL;

  scan.matrix = 32;
  scan.n_slices = N_SLICES;
  scan.spacing_mm = scan.thickness_mm = SPACING_MM;
  scan.missing_first = scan.missing_last = scan.doubled = 0;
  fixture->source = sample_folder ();
  fixture->folder = sample_folder ();
  ovr_phantom_write_scan (&scan, OVR_PHANTOM_SERIES_AXIAL, fixture->source, &error);
  g_assert_no_error (error);
  fixture->slices = g_ptr_array_new_with_free_func (free_slice);
  load_slices (fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_pointer (&fixture->model, g_ptr_array_unref);
  g_ptr_array_unref (fixture->slices);
  sample_remove (fixture->source);
  sample_remove (fixture->folder);
}

/* Once more from the sound series. */
static void
start_anew (Fixture *fixture)
{
  g_clear_pointer (&fixture->model, g_ptr_array_unref);
  sample_remove (fixture->folder);
  fixture->folder = sample_folder ();
  load_slices (fixture);
}

static OvrDataset *
slice (Fixture *fixture,
       int number)
{
  return fixture->slices->pdata[number - 1];
}

static void
take_away (Fixture *fixture,
           int number)
{
  g_clear_pointer ((OvrDataset **) &fixture->slices->pdata[number - 1], ovr_dataset_free);
}

/* A second object of the same slice. */
static void
add_double (Fixture *fixture,
            int number,
            int as_number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ovr_dataset_write (slice (fixture, number), NULL, &error);
  OvrDataset *copy;
  g_autofree char *name = g_strdup_printf ("double %d", as_number);

  g_assert_no_error (error);
  copy = ovr_dataset_read_bytes (bytes, OVR_READ_ALL, &error);
  g_assert_no_error (error);
  sample_set_uid (copy, TAG_SOP_INSTANCE, name);
  ovr_dataset_set_int (copy, TAG_INSTANCE_NUMBER, as_number);
  g_ptr_array_add (fixture->slices, copy);
}

static void
save_as (Fixture *fixture,
         guint index,
         const char *syntax)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ovr_dataset_write (fixture->slices->pdata[index], syntax, &error);
  g_autofree char *path = g_strdup_printf ("%s/%08x-%u", fixture->folder, g_test_rand_int (), index);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
}

/* Files with names in no order; the first part of the only series. */
static OvrSeries *
build (Fixture *fixture)
{
  for (guint i = 0; i < fixture->slices->len; i++)
    if (fixture->slices->pdata[i] != NULL)
      save_as (fixture, i, NULL);
  fixture->model = sample_model (fixture->folder);
  return ovr_study_get_series (sample_study (fixture->model), 0);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof (char *), compare_lines);
  return g_strstrip (g_strjoinv ("\n", lines));
}

/* Exactly these findings, one a line: "code" or "code: where", in any order. A
 * finding with a place leads to a slice. */
static void
assert_health (OvrSeries *series,
               const char *expected)
{
  GPtrArray *health = ovr_series_get_health (series);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *wanted = sort_lines (expected);
  g_autofree char *sorted = NULL;

  for (guint i = 0; i < health->len; i++)
    {
      const OvrHealthFinding *finding = health->pdata[i];

      g_string_append_printf (found, "%s%s%s\n", finding->code, finding->where != NULL ? ": " : "",
                              finding->where != NULL ? finding->where : "");
      g_assert_cmpint (finding->slice, <, (int) ovr_series_get_n_slices (series));
      if (g_str_equal (finding->code, "missing-slices"))
        {
          g_autofree char *place = g_strdup_printf ("after image %u", ovr_series_get_image_number (series, (guint) finding->slice));

          g_assert_cmpstr (finding->where, ==, place);
        }
    }
  sorted = sort_lines (found->str);
  g_assert_cmpstr (sorted, ==, wanted);
}

static void
assert_order (OvrSeries *series)
{
  for (guint i = 1; i < ovr_series_get_n_slices (series); i++)
    g_assert_cmpfloat (ovr_series_get_slice (series, i - 1)->position_mm, <=, ovr_series_get_slice (series, i)->position_mm + 0.01);
}

static void
test_sound (Fixture *fixture,
            gconstpointer unused)
{
  OvrSeries *series = build (fixture);

  assert_health (series, "");
  assert_order (series);
  g_assert_true (ovr_series_is_volume (series));
  g_assert_true (ovr_series_is_numbered_backwards (series));
}

/* Any slices but the two outermost, of which nothing tells, and at most half. */
static void
test_removed (Fixture *fixture,
              gconstpointer unused)
{
  for (int run = 0; run < RUNS; run++)
    {
      g_autoptr (GString) expected = g_string_new (NULL);
      int n = g_test_rand_int_range (1, N_SLICES / 2);
      OvrSeries *series;

      while (n-- > 0)
        take_away (fixture, g_test_rand_int_range (2, N_SLICES));
      for (int i = 2; i < N_SLICES; i++)
        if (slice (fixture, i) == NULL && slice (fixture, i - 1) != NULL)
          g_string_append_printf (expected, "missing-slices: after image %d\n", i - 1);
      series = build (fixture);
      assert_health (series, expected->str);
      assert_order (series);
      start_anew (fixture);
    }
}

/* A re-export numbers what is left from 1: a few holes are seen by the
 * distances alone. */
static void
test_removed_and_renumbered (Fixture *fixture,
                             gconstpointer unused)
{
  for (int run = 0; run < RUNS; run++)
    {
      g_autoptr (GString) expected = g_string_new (NULL);
      int at = g_test_rand_int_range (2, N_SLICES - 4), n = g_test_rand_int_range (1, 4), number = 1;

      for (int i = at; i < at + n; i++)
        take_away (fixture, i);
      for (int i = 1; i <= N_SLICES; i++)
        if (slice (fixture, i) != NULL)
          ovr_dataset_set_int (slice (fixture, i), TAG_INSTANCE_NUMBER, number++);
      g_string_append_printf (expected, "missing-slices: after image %d", at - 1);
      assert_health (build (fixture), expected->str);
      start_anew (fixture);
    }
}

/* Even distances all along: the numbers and the thickness tell. */
static void
test_every_second_removed (Fixture *fixture,
                           gconstpointer unused)
{
  for (int i = 2; i < N_SLICES; i += 2)
    take_away (fixture, i);
  take_away (fixture, N_SLICES);
  assert_health (build (fixture), "missing-slices: after image 1\nmissing-slices: after image 3\nmissing-slices: after image 5\n"
                                  "missing-slices: after image 7\nmissing-slices: after image 9\nmissing-slices: after image 11\n"
                                  "missing-slices: after image 13\nmissing-slices: after image 15\nmissing-slices: after image 17\n"
                                  "missing-slices: after image 19\nmissing-slices: after image 21");
}

static void
test_doubled (Fixture *fixture,
              gconstpointer unused)
{
  for (int run = 0; run < RUNS; run++)
    {
      g_autoptr (GString) expected = g_string_new (NULL);
      int n = g_test_rand_int_range (1, 6), first = g_test_rand_int_range (1, N_SLICES - 6);
      OvrSeries *series;

      for (int i = 0; i < n; i++)
        {
          add_double (fixture, first + i, N_SLICES + 1 + i);
          g_string_append_printf (expected, "duplicate-position: images %d and %d\n", first + i, N_SLICES + 1 + i);
        }
      series = build (fixture);
      assert_health (series, expected->str);
      assert_order (series);
      start_anew (fixture);
    }
}

/* Every slice twice, at the same times: no dimension, but doubled images. */
static void
test_all_doubled (Fixture *fixture,
                  gconstpointer unused)
{
  for (int i = 1; i <= N_SLICES; i++)
    add_double (fixture, i, N_SLICES + i);
  assert_health (build (fixture), "duplicate-position: 24 positions, the first at image 1");
}

/* Instance Numbers in no order: the places alone count. */
static void
test_shuffled (Fixture *fixture,
               gconstpointer unused)
{
  for (int run = 0; run < RUNS; run++)
    {
      int numbers[N_SLICES], gone = g_test_rand_int_range (2, N_SLICES);
      g_autofree char *expected = NULL;
      OvrSeries *series;

      for (int i = 0; i < N_SLICES; i++)
        {
          int other = g_test_rand_int_range (0, i + 1);

          numbers[i] = numbers[other];
          numbers[other] = i + 1;
        }
      for (int i = 1; i <= N_SLICES; i++)
        ovr_dataset_set_int (slice (fixture, i), TAG_INSTANCE_NUMBER, numbers[i - 1]);
      take_away (fixture, gone);
      expected = g_strdup_printf ("missing-slices: after image %d", MIN (numbers[gone - 2], numbers[gone]));
      series = build (fixture);
      assert_health (series, expected);
      assert_order (series);
      start_anew (fixture);
    }
}

static void
test_tilted (Fixture *fixture,
             gconstpointer unused)
{
  for (int run = 0; run < RUNS; run++)
    {
      double a = g_test_rand_double_range (1.0, 25.0) * G_PI / 180.0;
      const double axes[6] = { 1.0, 0.0, 0.0, 0.0, cos (a), sin (a) };
      OvrSeries *series;
      double spacing[3];

      for (int i = 1; i <= N_SLICES; i++)
        sample_set_plane (slice (fixture, i), -150.0, -150.0, 300.0 - SPACING_MM * i, axes);
      series = build (fixture);
      assert_health (series, "gantry-tilt");
      assert_order (series);
      ovr_series_get_spacing (series, spacing);
      g_assert_cmpfloat_with_epsilon (spacing[2], SPACING_MM * cos (a), 1e-3);
      start_anew (fixture);
    }
}

/* Feet first, on the side, any way up: no finding, and still in order. */
static void
test_any_way_up (Fixture *fixture,
                 gconstpointer unused)
{
  static const double ways[][6] = {
    { -1, 0, 0, 0, 1, 0 },
    { 1, 0, 0, 0, -1, 0 },
    { 0, 1, 0, -1, 0, 0 },
    { 0, 1, 0, 0, 0, -1 },
    { 1, 0, 0, 0, 0, -1 },
    { 0, -1, 0, 0, 0, -1 },
    { 0.6, 0.8, 0, -0.8, 0.6, 0 },
  };

  for (guint w = 0; w < G_N_ELEMENTS (ways); w++)
    {
      const double *r = ways[w], *c = ways[w] + 3;
      const double n[3] = { r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0] };
      OvrSeries *series;

      for (int i = 1; i <= N_SLICES; i++)
        sample_set_plane (slice (fixture, i), 10.0 + i * SPACING_MM * n[0], -20.0 + i * SPACING_MM * n[1],
                          30.0 + i * SPACING_MM * n[2], ways[w]);
      series = build (fixture);
      assert_health (series, "");
      assert_order (series);
      g_assert_cmpint (ovr_series_get_instance (series, 0)->number, ==, 1);
      start_anew (fixture);
    }
}

/* Helical: thicker than the slices lie apart; and positions as scanners round. */
static void
test_overlapping (Fixture *fixture,
                  gconstpointer unused)
{
  const double thickness = 5.0;

  for (int i = 1; i <= N_SLICES; i++)
    {
      const double position[3] = { -150.0, -150.0, round (1.25 * i * 10.0) / 10.0 };

      ovr_dataset_set_doubles (slice (fixture, i), TAG_POSITION, position, 3);
      ovr_dataset_set_doubles (slice (fixture, i), TAG_SLICE_THICKNESS, &thickness, 1);
    }
  assert_health (build (fixture), "");
}

/* MR with gaps on purpose. */
static void
test_meant_gaps (Fixture *fixture,
                 gconstpointer unused)
{
  const double thickness = 3.0, between = 3.9;

  for (int i = 1; i <= N_SLICES; i++)
    {
      const double position[3] = { -150.0, -150.0, -3.9 * i };

      ovr_dataset_set_text (slice (fixture, i), TAG_MODALITY, "MR");
      ovr_dataset_set_doubles (slice (fixture, i), TAG_POSITION, position, 3);
      ovr_dataset_set_doubles (slice (fixture, i), TAG_SLICE_THICKNESS, &thickness, 1);
      ovr_dataset_set_doubles (slice (fixture, i), TAG_SPACING_BETWEEN, &between, 1);
    }
  assert_health (build (fixture), "");
}

static void
test_truncated (Fixture *fixture,
                gconstpointer unused)
{
  for (int run = 0; run < RUNS; run++)
    {
      int cut = g_test_rand_int_range (1, N_SLICES + 1);
      g_autofree char *expected = g_strdup_printf ("truncated: image %d", cut);
      g_autofree char *path = g_build_filename (fixture->folder, "cut", NULL);
      g_autoptr (GBytes) bytes = ovr_dataset_write (slice (fixture, cut), NULL, NULL);
      gsize size = g_bytes_get_size (bytes) - (gsize) g_test_rand_int_range (2, 2000);

      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) size, NULL));
      take_away (fixture, cut);
      assert_health (build (fixture), expected);
      start_anew (fixture);
    }
}

/* The bridge's own JPEG, with nothing in the header that says so: 8 bits. */
static void
test_compressed (Fixture *fixture,
                 gconstpointer unused)
{
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (32 * 32), 32 * 32);
  OvrSeries *series;

  for (int i = 1; i <= N_SLICES; i++)
    {
      ovr_dataset_set_int (slice (fixture, i), TAG_BITS_ALLOCATED, 8);
      ovr_dataset_set_int (slice (fixture, i), OVR_TAG (0x0028, 0x0101), 8);
      ovr_dataset_set_int (slice (fixture, i), OVR_TAG (0x0028, 0x0102), 7);
      ovr_dataset_set_int (slice (fixture, i), OVR_TAG (0x0028, 0x0103), 0);
      ovr_dataset_set_bytes (slice (fixture, i), TAG_PIXELS, pixels, 1);
    }
  for (guint i = 6; i < 9; i++)
    {
      save_as (fixture, i, "1.2.840.10008.1.2.4.50");
      take_away (fixture, (int) i + 1);
    }
  series = build (fixture);
  assert_health (series, "lossy: images 7 to 9");
  g_assert_nonnull (strstr (sample_finding (series, "lossy")->text, "JPEG"));
}

/* Irreversible JPEG 2000 some time ago: the strongest ratio is told. */
static void
test_lossy_history (Fixture *fixture,
                    gconstpointer unused)
{
  OvrSeries *series;

  for (int i = 3; i <= 4; i++)
    {
      ovr_dataset_set_text (slice (fixture, i), TAG_LOSSY, "01");
      ovr_dataset_set_text (slice (fixture, i), TAG_LOSSY_METHOD, "ISO_15444_1");
      ovr_dataset_set_text (slice (fixture, i), TAG_LOSSY_RATIO, i == 3 ? "8" : "22.5");
    }
  series = build (fixture);
  assert_health (series, "lossy: images 3 and 4");
  g_assert_nonnull (strstr (sample_finding (series, "lossy")->text, "(JPEG 2000, ratio 22.5:1)"));
}

static void
test_headers (Fixture *fixture,
              gconstpointer unused)
{
  ovr_dataset_set_text (slice (fixture, 9), TAG_BURNED_IN, "YES");
  for (int i = 1; i <= N_SLICES; i++)
    ovr_dataset_set_text (slice (fixture, i), TAG_STUDY_DATE, "20300101");
  assert_health (build (fixture), "burned-in: image 9\ndate-conflict");
}

static void
test_screenshots_only (Fixture *fixture,
                       gconstpointer unused)
{
  for (int i = 1; i <= N_SLICES; i++)
    ovr_dataset_set_text (slice (fixture, i), TAG_IMAGE_TYPE, "DERIVED\\SECONDARY\\SCREEN SAVE");
  assert_health (build (fixture), "secondary-capture");
}

/* ---- Several images at each place that are no doubles */

/* Three rounds over all places; the images differ by what @stamp writes. */
static void
check_rounds (Fixture *fixture,
              void (*stamp) (OvrDataset *dataset, int place, int round),
              guint n_parts)
{
  guint n_series;

  for (int i = 1; i <= N_SLICES; i++)
    {
      add_double (fixture, i, N_SLICES + i);
      add_double (fixture, i, 2 * N_SLICES + i);
      stamp (slice (fixture, i), i, 0);
      for (guint j = 1; j <= 2; j++)
        stamp (fixture->slices->pdata[fixture->slices->len - 3 + j], i, (int) j);
    }
  build (fixture);
  n_series = ovr_study_get_n_series (sample_study (fixture->model));
  g_assert_cmpuint (n_series, ==, n_parts);
  for (guint i = 0; i < n_series; i++)
    {
      OvrSeries *part = ovr_study_get_series (sample_study (fixture->model), i);

      assert_health (part, "");
      assert_order (part);
      g_assert_cmpuint (ovr_series_get_n_slices (part), ==, N_SLICES);
      g_assert_true (ovr_series_is_volume (part));
      for (guint j = 0; j < N_SLICES; j++)
        g_assert_cmpint ((ovr_series_get_instance (part, j)->number - 1) / N_SLICES, ==, (int) i);
    }
  start_anew (fixture);
}

static void
stamp_trigger (OvrDataset *dataset,
               int place,
               int round)
{
  const double ms = 35.0 * round + 0.3 * place;

  ovr_dataset_set_text (dataset, TAG_MODALITY, "MR");
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0018, 0x1060), &ms, 1);
}

static void
stamp_time (OvrDataset *dataset,
            int place,
            int round)
{
  g_autofree char *time = g_strdup_printf ("1012%02d.%02d", 10 * round, place);

  ovr_dataset_set_text (dataset, TAG_ACQUISITION_TIME, time);
}

static void
stamp_b (OvrDataset *dataset,
         int place,
         int round)
{
  const double b = 500.0 * round;

  ovr_dataset_set_text (dataset, TAG_MODALITY, "MR");
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0018, 0x9087), &b, 1);
}

static void
stamp_echo (OvrDataset *dataset,
            int place,
            int round)
{
  const double ms = 10.0 + 20.0 * round;

  ovr_dataset_set_text (dataset, TAG_MODALITY, "MR");
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0018, 0x0081), &ms, 1);
}

static void
stamp_type (OvrDataset *dataset,
            int place,
            int round)
{
  static const char *const types[] = { "ORIGINAL\\PRIMARY\\M\\SE", "ORIGINAL\\PRIMARY\\P\\SE", "ORIGINAL\\PRIMARY\\R\\SE" };

  ovr_dataset_set_text (dataset, TAG_MODALITY, "MR");
  ovr_dataset_set_text (dataset, TAG_IMAGE_TYPE, types[round]);
}

static void
stamp_acquisition (OvrDataset *dataset,
                   int place,
                   int round)
{
  ovr_dataset_set_int (dataset, TAG_ACQUISITION_NUMBER, round + 1);
}

/* Perfusion and gated studies: each place has times of its own. */
static void
test_dimensions_are_no_doubles (Fixture *fixture,
                                gconstpointer unused)
{
  check_rounds (fixture, stamp_trigger, 3);
  check_rounds (fixture, stamp_time, 3);
  check_rounds (fixture, stamp_b, 3);
  check_rounds (fixture, stamp_echo, 3);
  check_rounds (fixture, stamp_type, 3);
  check_rounds (fixture, stamp_acquisition, 3);
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/health-phantom/sound", test_sound },
    { "/health-phantom/removed", test_removed },
    { "/health-phantom/removed-and-renumbered", test_removed_and_renumbered },
    { "/health-phantom/every-second-removed", test_every_second_removed },
    { "/health-phantom/doubled", test_doubled },
    { "/health-phantom/all-doubled", test_all_doubled },
    { "/health-phantom/shuffled", test_shuffled },
    { "/health-phantom/tilted", test_tilted },
    { "/health-phantom/any-way-up", test_any_way_up },
    { "/health-phantom/overlapping", test_overlapping },
    { "/health-phantom/meant-gaps", test_meant_gaps },
    { "/health-phantom/truncated", test_truncated },
    { "/health-phantom/compressed", test_compressed },
    { "/health-phantom/lossy-history", test_lossy_history },
    { "/health-phantom/headers", test_headers },
    { "/health-phantom/screenshots-only", test_screenshots_only },
    { "/health-phantom/dimensions-are-no-doubles", test_dimensions_are_no_doubles },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
