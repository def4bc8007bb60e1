/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-streams.h"
#include "htj2k-streams.h"
#include "ovr-frame.h"

#include <string.h>

/* JPEG 2000 code streams that are made here, and High-Throughput ones whose
 * image is known. */

#define J2K_LOSSLESS "1.2.840.10008.1.2.4.90"
#define J2K "1.2.840.10008.1.2.4.91"
#define J2K_PART2 "1.2.840.10008.1.2.4.92"

/* ---- JPEG 2000 */

static void
test_j2k_gives_back_every_bit (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 17, 13 }, { 5, 64 }, { 64, 48 }, { 131, 67 } };
  static const guint depths[] = { 1, 2, 7, 8, 9, 10, 12, 13, 15, 16, 20, 24 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint d = 0; d < G_N_ELEMENTS (depths); d++)
      for (guint variant = 0; variant < 4; variant++)
        {
          const gboolean is_signed = variant & 1;
          const StreamJ2k how = variant & 2 ? STREAM_J2K_TILES | STREAM_J2K_OFFSET : STREAM_J2K_PLAIN;
          g_auto (StreamImage) image = { 0 };
          g_autoptr (GBytes) stream = NULL;
          g_autoptr (GBytes) wanted = NULL;
          StreamFile file;
          OvrFrameInfo info;

          if (is_signed && depths[d] == 1)
            continue;
          stream_image_init (&image, sizes[s][0], sizes[s][1], 1, depths[d], is_signed, d);
          file = stream_file_for (&image, J2K_LOSSLESS);
          stream = stream_j2k (&image, how);
          wanted = stream_image_cells (&image, file.allocated);
          info = stream_assert_decodes (&file, stream, wanted);
          g_assert_cmpuint (info.notes, ==, 0);
          g_assert_cmpuint (info.bits_stored, ==, depths[d]);
          g_assert_cmpint (info.is_signed, ==, is_signed);
          g_assert_false (info.lossy);
        }
}

/* Narrow samples in wide cells. */
static void
test_j2k_fills_the_cells_that_the_tags_ask_for (void)
{
  for (guint allocated = 8; allocated <= 32; allocated *= 2)
    {
      g_auto (StreamImage) image = { 0 };
      g_autoptr (GBytes) stream = NULL;
      g_autoptr (GBytes) wanted = NULL;
      StreamFile file;

      stream_image_init (&image, 30, 20, 1, 7, TRUE, 5);
      file = stream_file_for (&image, J2K_LOSSLESS);
      file.allocated = allocated;
      stream = stream_j2k (&image, STREAM_J2K_PLAIN);
      wanted = stream_image_cells (&image, allocated);
      stream_assert_decodes (&file, stream, wanted);
    }
}

static void
test_j2k_colour_comes_from_the_code_stream (void)
{
  static const struct
  {
    const char *tag;
    StreamJ2k how;
    OvrPhotometric wanted;
    gboolean is_noted;
  } cases[] = {
    { "YBR_RCT", STREAM_J2K_COLOUR, OVR_PHOTOMETRIC_RGB, FALSE },
    { "YBR_RCT", STREAM_J2K_PLAIN, OVR_PHOTOMETRIC_RGB, TRUE },
    { "RGB", STREAM_J2K_PLAIN, OVR_PHOTOMETRIC_RGB, FALSE },
    { "RGB", STREAM_J2K_COLOUR, OVR_PHOTOMETRIC_RGB, TRUE },
    { "YBR_FULL", STREAM_J2K_PLAIN, OVR_PHOTOMETRIC_YBR_FULL, FALSE },
    { "YBR_FULL", STREAM_J2K_COLOUR, OVR_PHOTOMETRIC_RGB, TRUE },
    { "YBR_FULL_422", STREAM_J2K_COLOUR, OVR_PHOTOMETRIC_RGB, TRUE },
    { "YBR_FULL_422", STREAM_J2K_PLAIN, OVR_PHOTOMETRIC_YBR_FULL, FALSE },
    { "YBR_PARTIAL_420", STREAM_J2K_PLAIN, OVR_PHOTOMETRIC_YBR_PARTIAL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint bits = 8; bits <= 16; bits += 4)
      {
        g_auto (StreamImage) image = { 0 };
        g_autoptr (GBytes) stream = NULL;
        g_autoptr (GBytes) wanted = NULL;
        StreamFile file;
        OvrFrameInfo info;

        stream_image_init (&image, 37, 29, 3, bits, FALSE, i);
        file = stream_file_for (&image, J2K_LOSSLESS);
        file.photometric = cases[i].tag;
        stream = stream_j2k (&image, cases[i].how);
        wanted = stream_image_cells (&image, file.allocated);
        info = stream_assert_decodes (&file, stream, wanted);
        g_assert_cmpint (info.photometric, ==, cases[i].wanted);
        g_assert_cmpuint (info.notes, ==, cases[i].is_noted ? OVR_FRAME_NOTE_COLOUR : 0);
      }
}

/* A chroma sample serves all pixels up to the next one. */
static void
test_j2k_subsampled_colour_reaches_every_pixel (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) wanted = NULL;
  StreamFile file;
  OvrFrameInfo info;

  stream_image_init (&image, 35, 27, 3, 8, FALSE, 3);
  file = stream_file_for (&image, J2K_LOSSLESS);
  file.photometric = "YBR_PARTIAL_420";
  stream = stream_j2k (&image, STREAM_J2K_SUBSAMPLED);
  for (guint y = 0; y < image.rows; y++)
    for (guint x = 0; x < image.columns; x++)
      for (guint c = 1; c < 3; c++)
        image.values[(y * image.columns + x) * 3 + c] = image.values[((y & ~1u) * image.columns + (x & ~1u)) * 3 + c];
  wanted = stream_image_cells (&image, 8);
  info = stream_assert_decodes (&file, stream, wanted);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_YBR_PARTIAL);
}

static void
test_j2k_sign_of_the_code_stream_wins (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) wanted = NULL;
  StreamFile file;
  OvrFrameInfo info;

  stream_image_init (&image, 30, 20, 1, 12, TRUE, 8);
  file = stream_file_for (&image, J2K_LOSSLESS);
  file.is_signed = FALSE;
  stream = stream_j2k (&image, STREAM_J2K_PLAIN);
  wanted = stream_image_cells (&image, 16);
  info = stream_assert_decodes (&file, stream, wanted);
  g_assert_true (info.is_signed);
  g_assert_cmpuint (info.notes, ==, OVR_FRAME_NOTE_SIGN);
}

/* An unsigned code stream of a signed image holds two's complement patterns:
 * −2000 in 13 bits is 6192. */
static void
test_j2k_patterns_of_signed_values_get_their_sign (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) wanted = NULL;
  StreamFile file;
  OvrFrameInfo info;

  stream_image_init (&image, 30, 20, 1, 13, FALSE, 8);
  image.values[5] = 8192 - 2000;
  file = stream_file_for (&image, J2K_LOSSLESS);
  file.is_signed = TRUE;
  stream = stream_j2k (&image, STREAM_J2K_PLAIN);
  for (guint i = 0; i < 30 * 20; i++)
    image.values[i] -= image.values[i] >= 4096 ? 8192 : 0;
  g_assert_cmpint (image.values[5], ==, -2000);
  wanted = stream_image_cells (&image, 16);
  info = stream_assert_decodes (&file, stream, wanted);
  g_assert_true (info.is_signed);
  g_assert_cmpuint (info.bits_stored, ==, 13);
  g_assert_cmpuint (info.notes, ==, OVR_FRAME_NOTE_SIGN);
}

/* Lossy ones overshoot: none is cut off. Where an overlay lies in those bits,
 * they are no overshoot. */
static void
test_samples_beyond_bits_stored_are_kept_and_noted (void)
{
  for (guint overlay_bit = 0; overlay_bit <= 15; overlay_bit += 15)
    {
      g_auto (StreamImage) image = { 0 };
      g_autoptr (GBytes) stream = NULL;
      g_autoptr (GBytes) wanted = NULL;
      StreamFile file;
      OvrFrameInfo info;

      stream_image_init (&image, 30, 20, 1, 16, FALSE, 8);
      file = stream_file_for (&image, J2K);
      file.stored = 12;
      file.overlay_bit = overlay_bit;
      stream = stream_j2k (&image, STREAM_J2K_PLAIN);
      wanted = stream_image_cells (&image, 16);
      info = stream_assert_decodes (&file, stream, wanted);
      g_assert_cmpuint (info.bits_stored, ==, overlay_bit > 0 ? 12 : 16);
      g_assert_cmpuint (info.high_bit, ==, info.bits_stored - 1);
      g_assert_cmpuint (info.notes, ==, overlay_bit > 0 ? 0 : OVR_FRAME_NOTE_BITS);
    }
}

/* Wide code streams of narrow images are common and mean nothing. */
static void
test_bits_that_are_not_used_change_nothing (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) wanted = NULL;
  StreamFile file;
  OvrFrameInfo info;

  stream_image_init (&image, 30, 20, 1, 12, FALSE, 8);
  file = stream_file_for (&image, J2K_LOSSLESS);
  image.bits = 16;
  stream = stream_j2k (&image, STREAM_J2K_PLAIN);
  wanted = stream_image_cells (&image, 16);
  info = stream_assert_decodes (&file, stream, wanted);
  g_assert_cmpuint (info.bits_stored, ==, 12);
  g_assert_cmpuint (info.notes, ==, 0);
}

static void
test_j2k_oddities_are_noted (void)
{
  g_auto (StreamImage) image = { 0 };
  g_auto (StreamImage) four = { 0 };
  g_autoptr (GBytes) boxes = NULL;
  g_autoptr (GBytes) wanted = NULL;
  g_autoptr (GBytes) lossy = NULL;
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (GBytes) alpha = NULL;
  OvrFrameInfo info = { 0 };
  StreamFile file;

  stream_image_init (&image, 50, 40, 1, 12, FALSE, 4);
  file = stream_file_for (&image, J2K_LOSSLESS);
  wanted = stream_image_cells (&image, 16);
  boxes = stream_j2k (&image, STREAM_J2K_BOXES);
  g_assert_cmpuint (stream_assert_decodes (&file, boxes, wanted).notes, ==, OVR_FRAME_NOTE_WRAPPED);

  lossy = stream_j2k (&image, STREAM_J2K_IRREVERSIBLE);
  cells = stream_decode (&file, lossy, &info, NULL);
  g_assert_nonnull (cells);
  g_assert_true (info.lossy);
  g_assert_cmpuint (info.notes & OVR_FRAME_NOTE_LOSSY, ==, OVR_FRAME_NOTE_LOSSY);
  file.syntax = J2K;
  g_clear_pointer (&cells, g_bytes_unref);
  cells = stream_decode (&file, lossy, &info, NULL);
  g_assert_true (info.lossy);
  g_assert_cmpuint (info.notes & OVR_FRAME_NOTE_LOSSY, ==, 0);

  /* Red, green, blue and how opaque they are. */
  stream_image_init (&four, 20, 20, 4, 8, FALSE, 4);
  file = stream_file_for (&four, J2K_LOSSLESS);
  file.samples = 3;
  file.photometric = "RGB";
  alpha = stream_j2k (&four, STREAM_J2K_PLAIN);
  g_clear_pointer (&cells, g_bytes_unref);
  cells = stream_decode (&file, alpha, &info, NULL);
  g_assert_cmpuint (g_bytes_get_size (cells), ==, 20 * 20 * 3);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (cells, NULL))[3], ==, (guint) four.values[4]);
  g_assert_cmpuint (info.notes, ==, OVR_FRAME_NOTE_SAMPLES);
}

/* Five frames as the components of two code streams. */
static void
test_j2k_frames_may_share_a_code_stream (void)
{
  for (guint n_fragments = 1; n_fragments <= 5; n_fragments += 2)
    for (guint table = STREAM_TABLE_EMPTY; table <= STREAM_TABLE_BASIC; table++)
      {
        g_auto (StreamImage) three = { 0 };
        g_auto (StreamImage) two = { 0 };
        g_autoptr (GBytes) first = NULL;
        g_autoptr (GBytes) second = NULL;
        g_autoptr (GBytes) bytes = NULL;
        StreamFile file;

        stream_image_init (&three, 29, 23, 3, 12, TRUE, 3);
        stream_image_init (&two, 29, 23, 2, 12, TRUE, 4);
        first = stream_j2k (&three, STREAM_J2K_PLAIN);
        second = stream_j2k (&two, STREAM_J2K_PLAIN);
        file = stream_file_for (&three, J2K_PART2);
        file.samples = 1;
        file.photometric = "MONOCHROME2";
        file.n_frames = 5;
        file.n_fragments = n_fragments;
        file.table = (StreamTable) table;
        bytes = stream_file (&file, (GBytes *[]){ first, second }, 2);
        for (guint frame = 1; frame <= 5; frame++)
          {
            const StreamImage *from = frame <= 3 ? &three : &two;
            g_autoptr (GError) error = NULL;
            OvrFrameInfo info = { 0 };
            g_autoptr (GBytes) cells = ovr_frame_decode (bytes, frame, &info, &error);

            g_assert_no_error (error);
            g_assert_cmpuint (info.notes, ==, 0);
            for (guint i = 0; i < 29 * 23; i++)
              g_assert_cmpint (((const gint16 *) g_bytes_get_data (cells, NULL))[i], ==,
                               from->values[i * from->samples + (frame - 1) % 3]);
          }
      }
}

/* COD says that components were mixed as part 2 has it. */
static void
test_j2k_transformation_over_components_is_refused_by_name (void)
{
  static const guint8 cod[] = { 0xff, 0x52 };
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) mixed = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0;
  guint8 *data;
  StreamFile file;

  stream_image_init (&image, 29, 23, 4, 12, FALSE, 3);
  stream = stream_j2k (&image, STREAM_J2K_PLAIN);
  data = g_bytes_unref_to_data (g_bytes_new (g_bytes_get_data (stream, NULL), g_bytes_get_size (stream)), &size);
  ((guint8 *) memmem (data, size, cod, sizeof cod))[8] = 2;
  mixed = g_bytes_new_take (data, size);
  file = stream_file_for (&image, J2K_PART2);
  file.samples = 1;
  file.photometric = "MONOCHROME2";
  file.n_frames = 4;
  bytes = stream_file (&file, &mixed, 1);
  for (guint frame = 1; frame <= 4; frame++)
    {
      g_autoptr (GError) error = NULL;
      OvrFrameInfo info = { 0 };

      g_assert_null (ovr_frame_decode (bytes, frame, &info, &error));
      g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "JPEG 2000 Part 2 Multi-component Lossless (" J2K_PART2 ")"));
    }
}

/* The code stream's header says what the tags say, and asks for much. */
static void
test_j2k_that_asks_for_too_much_is_refused (void)
{
  static const struct
  {
    guint at; /* in SIZ, from the marker on */
    guint32 value;
  } lies[] = {
    { 22, 1 },          /* tiles of one column */
    { 26, 1 },          /* tiles of one row */
    { 22, 0 },          /* of none */
    { 14, 0x7fffffff }, /* it begins behind its end */
    { 30, 4000 },       /* its tiles begin behind it */
    { 6, 0xffffffff },  /* another size */
  };
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) cut = NULL;
  StreamFile file;

  stream_image_init (&image, 250, 250, 1, 8, FALSE, 1);
  memset (image.values, 0, sizeof *image.values * 250 * 250);
  stream = stream_j2k (&image, STREAM_J2K_PLAIN);
  file = stream_file_for (&image, J2K_LOSSLESS);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      gsize size = 0;
      guint8 *data = g_bytes_unref_to_data (g_bytes_new (g_bytes_get_data (stream, NULL), g_bytes_get_size (stream)), &size);
      g_autoptr (GBytes) lie = NULL;

      for (guint byte = 0; byte < 4; byte++)
        data[2 + lies[i].at + byte] = (guint8) (lies[i].value >> (24 - 8 * byte));
      lie = g_bytes_new_take (data, size);
      stream_assert_refused (&file, lie);
    }

  /* 900 million samples in a few hundred bytes. */
  {
    gsize size = 0;
    guint8 *data = g_bytes_unref_to_data (g_bytes_new (g_bytes_get_data (stream, NULL), g_bytes_get_size (stream)), &size);
    g_autoptr (GBytes) bomb = NULL;

    for (guint place = 0; place < 8; place += 4)
      for (guint byte = 0; byte < 4; byte++)
        {
          data[2 + 6 + place + byte] = (guint8) (30000u >> (24 - 8 * byte));
          data[2 + 22 + place + byte] = (guint8) (30000u >> (24 - 8 * byte));
        }
    bomb = g_bytes_new_take (data, size);
    file.rows = file.columns = 30000;
    stream_assert_refused (&file, bomb);
  }
}

/* ---- High-Throughput JPEG 2000 */

static void
test_htj2k_gives_back_every_bit (void)
{
  static const struct
  {
    const guint8 *bytes;
    gsize size;
    const char *photometric;
    guint samples;
    guint bits;
    guint step_x;
    guint step_y;
  } cases[] = {
    { htj2k_grey_8, sizeof htj2k_grey_8, "MONOCHROME2", 1, 8, 9, 5 },
    { htj2k_grey_16, sizeof htj2k_grey_16, "MONOCHROME2", 1, 16, 2900, 600 },
    { htj2k_colour_8, sizeof htj2k_colour_8, "YBR_RCT", 3, 8, 9, 5 },
  };
  static const char *const syntaxes[] = { "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint s = 0; s < G_N_ELEMENTS (syntaxes); s++)
      {
        g_autoptr (GBytes) stream = g_bytes_new_static (cases[i].bytes, cases[i].size);
        g_auto (StreamImage) image = { 0 };
        g_autoptr (GBytes) wanted = NULL;
        StreamFile file;
        OvrFrameInfo info;

        stream_image_init (&image, 20, 14, cases[i].samples, cases[i].bits, FALSE, 1);
        for (guint v = 0; v < 20 * 14 * image.samples; v++)
          {
            const guint pixel = v / image.samples;

            image.values[v] = (gint32) ((pixel % 20 * cases[i].step_x + pixel / 20 * cases[i].step_y + v % image.samples * 40) &
                                        ((1u << image.bits) - 1));
          }
        file = stream_file_for (&image, syntaxes[s]);
        file.photometric = cases[i].photometric;
        wanted = stream_image_cells (&image, file.allocated);
        info = stream_assert_decodes (&file, stream, wanted);
        g_assert_cmpuint (info.notes, ==, 0);
        g_assert_false (info.lossy);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/codecs/j2k/every-bit", test_j2k_gives_back_every_bit);
  g_test_add_func ("/codecs/j2k/cells", test_j2k_fills_the_cells_that_the_tags_ask_for);
  g_test_add_func ("/codecs/j2k/colour", test_j2k_colour_comes_from_the_code_stream);
  g_test_add_func ("/codecs/j2k/subsampled", test_j2k_subsampled_colour_reaches_every_pixel);
  g_test_add_func ("/codecs/j2k/sign", test_j2k_sign_of_the_code_stream_wins);
  g_test_add_func ("/codecs/j2k/patterns", test_j2k_patterns_of_signed_values_get_their_sign);
  g_test_add_func ("/codecs/j2k/beyond-bits-stored", test_samples_beyond_bits_stored_are_kept_and_noted);
  g_test_add_func ("/codecs/j2k/unused-bits", test_bits_that_are_not_used_change_nothing);
  g_test_add_func ("/codecs/j2k/oddities", test_j2k_oddities_are_noted);
  g_test_add_func ("/codecs/j2k/shared-stream", test_j2k_frames_may_share_a_code_stream);
  g_test_add_func ("/codecs/j2k/component-transformation", test_j2k_transformation_over_components_is_refused_by_name);
  g_test_add_func ("/codecs/j2k/too-much", test_j2k_that_asks_for_too_much_is_refused);
  g_test_add_func ("/codecs/htj2k/every-bit", test_htj2k_gives_back_every_bit);
  return g_test_run ();
}
