/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-streams.h"
#include "htj2k-streams.h"
#include "ovr-clock.h"
#include "ovr-dataset.h"
#include "ovr-frame.h"

#include <stdlib.h>
#include <string.h>

/* Files of ours with a few bytes changed, thousands of them: everything that
 * the bridge offers is asked of each. There is no right answer but that there
 * is one; what finds faults here is the sanitized build. OVERREAD_FUZZ_RUNS
 * says how many (20000), OVERREAD_FUZZ_SEED from which number on. */

/* No file of a few kilobytes may hold a reader up for longer. */
#define LONGEST_US (G_GINT64_CONSTANT (20) * 1000 * 1000)

static const char *const syntaxes[] = {
  "1.2.840.10008.1.2",
  "1.2.840.10008.1.2.1",
  "1.2.840.10008.1.2.1.99",
  "1.2.840.10008.1.2.2",
  "1.2.840.10008.1.2.5",
  "1.2.840.10008.1.2.4.50",
  "1.2.840.10008.1.2.4.57",
  "1.2.840.10008.1.2.4.70",
  "1.2.840.10008.1.2.4.80",
};

/* A small image with text, nested sequences and functional groups. */
static GBytes *
make_seed (const char *syntax)
{
  g_autoptr (OvrDataset) self = ovr_dataset_new ();
  g_autoptr (GError) error = NULL;
  guint8 cells[2 * 12 * 10];
  g_autoptr (GBytes) pixels = NULL;
  OvrDataset *item;
  GBytes *file;

  for (guint i = 0; i < sizeof cells; i++)
    cells[i] = (guint8) (i * 7);
  pixels = g_bytes_new (cells, sizeof cells);
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.7.2");
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0018), "2.25.4");
  ovr_dataset_set_text (self, OVR_TAG (0x0010, 0x0010), "山田^太郎=やまだ^たろう");
  ovr_dataset_set_doubles (self, OVR_TAG (0x0028, 0x0030), (const double[]){ 0.5, 0.7 }, 2);
  item = ovr_dataset_append_item (self, OVR_TAG (0x0040, 0xa730));
  item = ovr_dataset_append_item (item, OVR_TAG (0x0040, 0xa730));
  ovr_dataset_set_text (item, OVR_TAG (0x0040, 0xa160), "außen");
  item = ovr_dataset_append_item (self, OVR_TAG (0x5200, 0x9229));
  item = ovr_dataset_append_item (item, OVR_TAG (0x0028, 0x9110));
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x0050), (const double[]){ 3.0 }, 1);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0002), 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x0004), "MONOCHROME2");
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0008), 2);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0010), 10);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0011), 12);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0100), 8);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0101), 8);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0102), 7);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_bytes (self, OVR_TAG (0x7fe0, 0x0010), pixels, 1);
  file = ovr_dataset_write (self, syntax, &error);
  g_assert_no_error (error);
  return file;
}

static void
add_file (GPtrArray *seeds,
          const StreamImage *image,
          const char *syntax,
          GBytes *stream)
{
  StreamFile file = stream_file_for (image, syntax);
  GBytes *const streams[] = { stream, stream };

  if (stream == NULL)
    return;
  file.n_fragments = 2;
  file.table = STREAM_TABLE_BASIC;
  g_ptr_array_add (seeds, stream_file (&file, streams, 2));
  g_bytes_unref (stream);
}

/* Code streams that the bridge only reads. */
static void
add_streams (GPtrArray *seeds)
{
  g_auto (StreamImage) grey = { 0 };
  g_auto (StreamImage) colour = { 0 };
  g_auto (StreamImage) small = { 0 };
  g_auto (StreamImage) small_colour = { 0 };
  g_autoptr (GBytes) cells = NULL;

  stream_image_init (&grey, 40, 33, 1, 12, FALSE, 1);
  stream_image_init (&colour, 21, 18, 3, 8, FALSE, 2);
  stream_image_init (&small, 20, 14, 1, 16, FALSE, 1);
  stream_image_init (&small_colour, 20, 14, 3, 8, FALSE, 1);
  cells = stream_image_cells (&grey, 16);
  add_file (seeds, &grey, "1.2.840.10008.1.2.4.90", stream_j2k (&grey, STREAM_J2K_BOXES));
  add_file (seeds, &grey, "1.2.840.10008.1.2.4.91", stream_j2k (&grey, STREAM_J2K_IRREVERSIBLE | STREAM_J2K_TILES));
  add_file (seeds, &colour, "1.2.840.10008.1.2.4.90", stream_j2k (&colour, STREAM_J2K_COLOUR));
  add_file (seeds, &colour, "1.2.840.10008.1.2.4.91", stream_j2k (&colour, STREAM_J2K_SUBSAMPLED));
  add_file (seeds, &small, "1.2.840.10008.1.2.4.202", g_bytes_new_static (htj2k_grey_16, sizeof htj2k_grey_16));
  add_file (seeds, &small_colour, "1.2.840.10008.1.2.4.203", g_bytes_new_static (htj2k_colour_8, sizeof htj2k_colour_8));
  add_file (seeds, &grey, "1.2.840.10008.1.2.4.110", stream_jxl (&grey, 0));
  add_file (seeds, &colour, "1.2.840.10008.1.2.4.112", stream_jxl (&colour, 2));
  add_file (seeds, &grey, "1.2.840.10008.1.2.8.1", stream_deflate (cells, -15));
  add_file (seeds, &grey, "1.2.840.10008.1.2.1.98", g_bytes_ref (cells));
  add_file (seeds, &grey, "1.2.840.10008.1.2.4.57", stream_process14 (&grey, 4, 1, 7, TRUE));
  add_file (seeds, &colour, "1.2.840.10008.1.2.4.70", stream_process14 (&colour, 1, 0, 0, FALSE));
}

/* Turns over, replaces and copies bytes, and sometimes cuts the file. */
static GBytes *
mutate (GBytes *seed,
        GRand *random)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (seed, &length);
  guint8 *copy = g_memdup2 (data, length);
  const int n = g_rand_int_range (random, 1, 10);

  for (int i = 0; i < n; i++)
    {
      const gsize at = (gsize) g_rand_int_range (random, 132, (gint32) length);
      const gsize from = (gsize) g_rand_int_range (random, 132, (gint32) length);
      const gsize rest = length - MAX (at, from);

      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          copy[at] = (guint8) (copy[at] ^ 1u << g_rand_int_range (random, 0, 8));
          break;
        case 1:
          copy[at] = (guint8) g_rand_int (random);
          break;
        case 2:
          copy[at] = 0xff;
          break;
        default:
          memmove (copy + at, copy + from, MIN (rest, 12));
          break;
        }
    }
  if (g_rand_int_range (random, 0, 8) == 0)
    length = (gsize) g_rand_int_range (random, 0, (gint32) length);
  return g_bytes_new_take (copy, length);
}

static void
ask_everything (GBytes *file,
                GRand *random)
{
  const guint frame = (guint) g_rand_int_range (random, 0, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrDataset) self = ovr_dataset_read_bytes (file, OVR_READ_ALL, &error);
  g_autoptr (GError) frame_error = NULL;
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autofree char *dump = NULL;
  OvrFrameInfo info = { 0 };

  g_assert_true ((self != NULL) != (error != NULL));
  cells = ovr_frame_decode (file, frame, &info, &frame_error);
  g_assert_true ((cells != NULL) != (frame_error != NULL));
  if (cells != NULL)
    g_assert_cmpuint (g_bytes_get_size (cells), >=, (gsize) info.rows * info.columns);
  if (self == NULL)
    return;
  dump = ovr_dataset_dump (self);
  g_assert_true (g_utf8_validate (dump, -1, NULL));
  ovr_dataset_has_charset_doubt (self);
  ovr_dataset_get_frame_group (self, frame, OVR_TAG (0x0028, 0x9110));
  ovr_dataset_set_text (self, OVR_TAG (0x0010, 0x4000), "é");
  written = ovr_dataset_write (self, NULL, NULL);
}

static guint
setting (const char *name,
         guint otherwise)
{
  const char *value = g_getenv (name);

  return value != NULL ? (guint) strtoul (value, NULL, 10) : otherwise;
}

static void
test_changed_files_get_an_answer (void)
{
  const guint runs = setting ("OVERREAD_FUZZ_RUNS", 20000);
  g_autoptr (GRand) random = g_rand_new_with_seed (setting ("OVERREAD_FUZZ_SEED", 1));
  g_autoptr (GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    g_ptr_array_add (seeds, make_seed (syntaxes[i]));
  add_streams (seeds);
  for (guint i = 0; i < runs; i++)
    {
      const gint64 start = ovr_clock_ticks_us ();
      g_autoptr (GBytes) file = mutate (g_ptr_array_index (seeds, i % seeds->len), random);

      ask_everything (file, random);
      g_assert_cmpint (ovr_clock_ticks_us () - start, <, LONGEST_US);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/mutations/answer", test_changed_files_get_an_answer);
  return g_test_run ();
}
