/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-streams.h"
#include "htj2k-streams.h"
#include "ovr-frame.h"

#include <glib/gstdio.h>
#include <string.h>

/* Code streams that are made here, so that what must come out is known to the
 * last bit, in files whose tags are right, and in files whose tags are not. */

#define JPEG_LOSSLESS "1.2.840.10008.1.2.4.57"
#define J2K_LOSSLESS "1.2.840.10008.1.2.4.90"
#define J2K "1.2.840.10008.1.2.4.91"
#define JXL_LOSSLESS "1.2.840.10008.1.2.4.110"
#define JXL "1.2.840.10008.1.2.4.112"
#define ENCAPSULATED "1.2.840.10008.1.2.1.98"
#define DEFLATED "1.2.840.10008.1.2.8.1"

static GBytes *
decode (const StreamFile *file,
        GBytes *stream,
        OvrFrameInfo *info,
        GError **error)
{
  g_autoptr (GBytes) bytes = stream_file (file, &stream, 1);

  return ovr_frame_decode (bytes, 1, info, error);
}

static OvrFrameInfo
assert_decodes (const StreamFile *file,
                GBytes *stream,
                GBytes *wanted)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = decode (file, stream, &info, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (cells, NULL), g_bytes_get_size (cells),
                   g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));
  return info;
}

static void
assert_refused (const StreamFile *file,
                GBytes *stream)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { .rows = 4711 };

  g_assert_null (decode (file, stream, &info, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (info.rows, ==, 4711);
}

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
          info = assert_decodes (&file, stream, wanted);
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
      assert_decodes (&file, stream, wanted);
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
        info = assert_decodes (&file, stream, wanted);
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
  info = assert_decodes (&file, stream, wanted);
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
  info = assert_decodes (&file, stream, wanted);
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
  info = assert_decodes (&file, stream, wanted);
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
      info = assert_decodes (&file, stream, wanted);
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
  info = assert_decodes (&file, stream, wanted);
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
  g_assert_cmpuint (assert_decodes (&file, boxes, wanted).notes, ==, OVR_FRAME_NOTE_WRAPPED);

  lossy = stream_j2k (&image, STREAM_J2K_IRREVERSIBLE);
  cells = decode (&file, lossy, &info, NULL);
  g_assert_nonnull (cells);
  g_assert_true (info.lossy);
  g_assert_cmpuint (info.notes & OVR_FRAME_NOTE_LOSSY, ==, OVR_FRAME_NOTE_LOSSY);
  file.syntax = J2K;
  g_clear_pointer (&cells, g_bytes_unref);
  cells = decode (&file, lossy, &info, NULL);
  g_assert_true (info.lossy);
  g_assert_cmpuint (info.notes & OVR_FRAME_NOTE_LOSSY, ==, 0);

  /* Red, green, blue and how opaque they are. */
  stream_image_init (&four, 20, 20, 4, 8, FALSE, 4);
  file = stream_file_for (&four, J2K_LOSSLESS);
  file.samples = 3;
  file.photometric = "RGB";
  alpha = stream_j2k (&four, STREAM_J2K_PLAIN);
  g_clear_pointer (&cells, g_bytes_unref);
  cells = decode (&file, alpha, &info, NULL);
  g_assert_cmpuint (g_bytes_get_size (cells), ==, 20 * 20 * 3);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (cells, NULL))[3], ==, (guint) four.values[4]);
  g_assert_cmpuint (info.notes, ==, OVR_FRAME_NOTE_SAMPLES);
}

static void
test_every_note_has_a_sentence (void)
{
  for (guint note = OVR_FRAME_NOTE_COLOUR; note <= OVR_FRAME_NOTE_SAMPLES; note <<= 1)
    g_assert_true (g_str_has_suffix (ovr_frame_note_text ((OvrFrameNote) note), "."));
  g_assert_null (ovr_frame_note_text ((OvrFrameNote) (OVR_FRAME_NOTE_SAMPLES << 1)));
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
      assert_refused (&file, lie);
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
    assert_refused (&file, bomb);
  }
}

static void
test_cut_code_streams_are_refused (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) j2k = NULL;
  g_autoptr (GBytes) jxl = NULL;
  g_autoptr (GBytes) lossless = NULL;
  StreamFile file;

  stream_image_init (&image, 100, 80, 1, 12, FALSE, 1);
  j2k = stream_j2k (&image, STREAM_J2K_PLAIN);
  jxl = stream_jxl (&image, 0);
  for (guint part = 0; part < 10; part++)
    {
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (j2k, 0, g_bytes_get_size (j2k) * part / 10);
      g_autoptr (GBytes) other = jxl != NULL ? g_bytes_new_from_bytes (jxl, 0, g_bytes_get_size (jxl) * part / 10) : NULL;

      file = stream_file_for (&image, J2K_LOSSLESS);
      assert_refused (&file, half);
      file.syntax = JXL_LOSSLESS;
      if (other != NULL)
        assert_refused (&file, other);
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
        info = assert_decodes (&file, stream, wanted);
        g_assert_cmpuint (info.notes, ==, 0);
        g_assert_false (info.lossy);
      }
}

/* ---- JPEG XL */

static void
test_jxl_gives_back_every_bit (void)
{
  for (guint bits = 2; bits <= 16; bits++)
    for (guint samples = 1; samples <= 3; samples += 2)
      {
        g_auto (StreamImage) image = { 0 };
        g_autoptr (GBytes) stream = NULL;
        g_autoptr (GBytes) wanted = NULL;
        StreamFile file;
        OvrFrameInfo info;

        stream_image_init (&image, 61, 43, samples, bits, FALSE, bits);
        stream = stream_jxl (&image, 0);
        if (stream == NULL)
          {
            g_test_skip ("libjxl is not here");
            return;
          }
        file = stream_file_for (&image, JXL_LOSSLESS);
        wanted = stream_image_cells (&image, file.allocated);
        info = assert_decodes (&file, stream, wanted);
        g_assert_cmpuint (info.notes, ==, 0);
        g_assert_false (info.lossy);
      }
}

static void
test_jxl_with_loss_says_so (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) cells = NULL;
  OvrFrameInfo info = { 0 };
  StreamFile file;

  stream_image_init (&image, 64, 64, 3, 8, FALSE, 1);
  stream = stream_jxl (&image, 1);
  if (stream == NULL)
    {
      g_test_skip ("libjxl is not here");
      return;
    }
  file = stream_file_for (&image, JXL);
  file.photometric = "XYB";
  cells = decode (&file, stream, &info, NULL);
  g_assert_nonnull (cells);
  g_assert_true (info.lossy);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_RGB);
  file.rows--;
  assert_refused (&file, stream);
}

/* ---- Frames that are native inside */

static void
check_native_inside (const char *syntax,
                     const StreamFile *like,
                     GBytes *native,
                     GBytes *wanted)
{
  const gboolean is_deflated = strcmp (syntax, DEFLATED) == 0;
  g_autoptr (GBytes) stream = is_deflated ? stream_deflate (native, -15) : g_bytes_ref (native);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (stream, 0, g_bytes_get_size (stream) / 2 & ~(gsize) 1);
  StreamFile file = *like;

  file.syntax = syntax;
  g_assert_cmpuint (assert_decodes (&file, stream, wanted).notes, ==, 0);
  assert_refused (&file, cut);
  if (is_deflated)
    {
      g_autoptr (GBytes) wrapped = stream_deflate (native, 15);

      assert_decodes (&file, wrapped, wanted);
    }
}

static void
test_wrapped_native_frames_are_native (gconstpointer syntax)
{
  static const guint depths[] = { 8, 12, 16, 32 };
  const guint8 packed[] = { 0xb5, 0x5a };
  const guint8 bits[] = { 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1 };
  const guint8 planes[] = { 1, 2, 11, 12, 21, 22 };
  const guint8 triplets[] = { 1, 11, 21, 2, 12, 22 };
  const guint8 pairs[] = { 1, 2, 128, 129, 3, 4, 130, 131 };
  const StreamFile one_bit = { .photometric = "MONOCHROME2", .samples = 1, .rows = 3, .columns = 5, .allocated = 1, .stored = 1, .n_fragments = 1 };
  const StreamFile colour = { .photometric = "RGB", .samples = 3, .planar = 1, .rows = 1, .columns = 2, .allocated = 8, .stored = 8, .n_fragments = 1 };
  const StreamFile halves = { .photometric = "YBR_FULL_422", .samples = 3, .rows = 2, .columns = 2, .allocated = 8, .stored = 8, .n_fragments = 1 };
  g_autoptr (GBytes) packed_bytes = g_bytes_new_static (packed, sizeof packed);
  g_autoptr (GBytes) bit_bytes = g_bytes_new_static (bits, sizeof bits);
  g_autoptr (GBytes) plane_bytes = g_bytes_new_static (planes, sizeof planes);
  g_autoptr (GBytes) triplet_bytes = g_bytes_new_static (triplets, sizeof triplets);
  g_autoptr (GBytes) pair_bytes = g_bytes_new_static (pairs, sizeof pairs);

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_auto (StreamImage) image = { 0 };
      g_autoptr (GBytes) cells = NULL;
      StreamFile file;

      stream_image_init (&image, 31, 17, 1, MIN (depths[i], 30), i % 2 == 1, i);
      file = stream_file_for (&image, syntax);
      cells = stream_image_cells (&image, file.allocated);
      check_native_inside (syntax, &file, cells, cells);
    }
  check_native_inside (syntax, &one_bit, packed_bytes, bit_bytes);
  check_native_inside (syntax, &colour, plane_bytes, triplet_bytes);
  check_native_inside (syntax, &halves, pair_bytes, pair_bytes);
}

/* ---- Fragments */

/* Three frames, each in so many fragments, found by whatever table. */
static void
check_fragments (const char *syntax,
                 GBytes *const *streams,
                 GBytes *const *wanted,
                 StreamFile file)
{
  for (guint n = 1; n <= 3; n++)
    for (guint table = STREAM_TABLE_EMPTY; table <= STREAM_TABLE_OTHER; table++)
      {
        const gboolean is_right = table <= STREAM_TABLE_EXTENDED;
        g_autoptr (GBytes) bytes = NULL;

        /* Nothing tells where deflated data begin. */
        if (strcmp (syntax, DEFLATED) == 0 && (n > 1 || table == STREAM_TABLE_OTHER))
          continue;
        if (strcmp (syntax, ENCAPSULATED) == 0 && table == STREAM_TABLE_OTHER)
          continue;
        file.syntax = syntax;
        file.n_fragments = n;
        file.table = (StreamTable) table;
        bytes = stream_file (&file, streams, 3);
        for (guint frame = 1; frame <= 3; frame++)
          {
            g_autoptr (GError) error = NULL;
            OvrFrameInfo info = { 0 };
            g_autoptr (GBytes) cells = ovr_frame_decode (bytes, frame, &info, &error);

            g_test_message ("%s: %u fragments, table %u, frame %u", syntax, n, table, frame);
            g_assert_no_error (error);
            g_assert_true (g_bytes_equal (cells, wanted[frame - 1]));
            if (is_right)
              g_assert_cmpuint (info.notes, ==, 0);
            else
              g_assert_cmpuint (info.notes & ~(guint) OVR_FRAME_NOTE_TABLE, ==, 0);
          }
      }
}

static void
test_frames_are_found_among_fragments (void)
{
  static const char *const syntaxes[] = { J2K_LOSSLESS, JPEG_LOSSLESS, DEFLATED, ENCAPSULATED, JXL_LOSSLESS };

  for (guint s = 0; s < G_N_ELEMENTS (syntaxes); s++)
    {
      GBytes *streams[3] = { NULL };
      GBytes *wanted[3] = { NULL };
      StreamFile file = { 0 };

      for (guint i = 0; i < 3; i++)
        {
          g_auto (StreamImage) image = { 0 };

          stream_image_init (&image, 23, 18, 1, 16, FALSE, 100 + i);
          file = stream_file_for (&image, syntaxes[s]);
          wanted[i] = stream_image_cells (&image, 16);
          switch (s)
            {
            case 0:
              streams[i] = stream_j2k (&image, STREAM_J2K_PLAIN);
              break;
            case 1:
              streams[i] = stream_process14 (&image, 1, 0, 0, TRUE);
              break;
            case 2:
              streams[i] = stream_deflate (wanted[i], -15);
              break;
            case 3:
              streams[i] = g_bytes_ref (wanted[i]);
              break;
            default:
              streams[i] = stream_jxl (&image, 0);
              break;
            }
        }
      if (streams[0] != NULL)
        check_fragments (syntaxes[s], streams, wanted, file);
      for (guint i = 0; i < 3; i++)
        {
          g_clear_pointer (&streams[i], g_bytes_unref);
          g_bytes_unref (wanted[i]);
        }
    }
}

/* ---- JPEG lossless */

static void
check_process14 (const StreamImage *image,
                 guint selector,
                 guint shift,
                 guint restart_rows,
                 gboolean is_interleaved)
{
  g_autoptr (GBytes) stream = stream_process14 (image, selector, shift, restart_rows, is_interleaved);
  g_auto (StreamImage) kept = *image;
  g_autoptr (GBytes) wanted = NULL;
  StreamFile file = stream_file_for (image, JPEG_LOSSLESS);
  const gsize n = (gsize) image->columns * image->rows * image->samples;

  kept.values = g_memdup2 (image->values, n * sizeof *image->values);
  for (gsize i = 0; i < n; i++)
    kept.values[i] = (gint32) ((guint32) kept.values[i] >> shift << shift);
  wanted = stream_image_cells (&kept, file.allocated);
  assert_decodes (&file, stream, wanted);
}

static void
test_process14_gives_back_every_bit (void)
{
  for (guint bits = 2; bits <= 16; bits++)
    for (guint selector = 1; selector <= 7; selector++)
      {
        g_auto (StreamImage) image = { 0 };
        g_auto (StreamImage) noise = { 0 };
        g_auto (StreamImage) colour = { 0 };
        g_autoptr (GRand) random = g_rand_new_with_seed (bits * 8 + selector);

        stream_image_init (&image, 40, 30, 1, bits, FALSE, bits);
        check_process14 (&image, selector, 0, 0, TRUE);
        check_process14 (&image, selector, bits / 4, 7, TRUE);

        /* Differences of every size, wrapped ones too. */
        stream_image_init (&noise, 33, 21, 1, bits, FALSE, bits);
        for (guint i = 0; i < 33 * 21; i++)
          noise.values[i] = g_rand_int_range (random, 0, 4) == 0 ? 0 : (gint32) (g_rand_int (random) >> (32 - bits));
        check_process14 (&noise, selector, 0, 0, TRUE);

        stream_image_init (&colour, 19, 15, 3, bits, FALSE, bits);
        check_process14 (&colour, selector, 0, 4, TRUE);
        check_process14 (&colour, selector, 1, 0, FALSE);
      }
}

/* What DCMTK's own tool makes of a file, as a native one; NULL where it is not
 * installed. */
static GBytes *
decode_by_dcmtk (GBytes *file)
{
  g_autofree char *tool = g_find_program_in_path ("dcmdjpeg");
  g_autofree char *folder = g_dir_make_tmp ("overread-codecs-XXXXXX", NULL);
  g_autofree char *packed = g_build_filename (folder, "packed.dcm", NULL);
  g_autofree char *native = g_build_filename (folder, "native.dcm", NULL);
  const char *argv[] = { tool, "--quiet", packed, native, NULL };
  char *data = NULL;
  gsize size = 0;
  int status = 0;

  if (tool != NULL)
    {
      g_file_set_contents (packed, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), NULL);
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL);
      g_assert_cmpint (status, ==, 0);
      g_assert_true (g_file_get_contents (native, &data, &size, NULL));
    }
  g_unlink (packed);
  g_unlink (native);
  g_rmdir (folder);
  return tool != NULL ? g_bytes_new_take (data, size) : NULL;
}

/* DCMTK's decoder, which is another one, gives the same bytes. */
static void
test_process14_equals_dcmtk (void)
{
  for (guint selector = 1; selector <= 7; selector++)
    for (guint bits = 8; bits <= 16; bits += 4)
      {
        g_auto (StreamImage) image = { 0 };
        g_autoptr (GBytes) stream = NULL;
        g_autoptr (GBytes) file = NULL;
        g_autoptr (GBytes) native = NULL;
        g_autoptr (GBytes) ours = NULL;
        g_autoptr (GBytes) theirs = NULL;
        OvrFrameInfo info = { 0 };
        StreamFile shape;

        stream_image_init (&image, 61, 47, bits == 8 ? 3 : 1, bits, FALSE, selector);
        stream = stream_process14 (&image, selector, 0, selector % 2 == 0 ? 5 : 0, TRUE);
        shape = stream_file_for (&image, JPEG_LOSSLESS);
        file = stream_file (&shape, &stream, 1);
        native = decode_by_dcmtk (file);
        if (native == NULL)
          {
            g_test_skip ("dcmdjpeg is not installed");
            return;
          }
        ours = ovr_frame_decode (file, 1, &info, NULL);
        theirs = ovr_frame_decode (native, 1, &info, NULL);
        g_assert_true (ours != NULL && theirs != NULL && g_bytes_equal (ours, theirs));
      }
}

/* The sign is the tag's: JPEG has none. */
static void
test_process14_takes_signs_from_the_tags (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) wanted = NULL;
  StreamFile file;

  stream_image_init (&image, 40, 30, 1, 12, TRUE, 3);
  stream = stream_process14 (&image, 1, 0, 0, TRUE);
  file = stream_file_for (&image, JPEG_LOSSLESS);
  wanted = stream_image_cells (&image, 16);
  g_assert_cmpuint (assert_decodes (&file, stream, wanted).notes, ==, 0);
}

/* Bytes of other programs before the code stream. */
static void
test_jpeg_inside_something_else_is_found (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (GBytes) wanted = NULL;
  GByteArray *bytes = g_byte_array_new ();
  StreamFile file;

  stream_image_init (&image, 40, 30, 1, 8, FALSE, 3);
  stream = stream_process14 (&image, 1, 0, 0, TRUE);
  file = stream_file_for (&image, JPEG_LOSSLESS);
  wanted = stream_image_cells (&image, 8);
  g_byte_array_append (bytes, (const guint8 *) "some head", 10);
  g_byte_array_append (bytes, g_bytes_get_data (stream, NULL), (guint) g_bytes_get_size (stream));
  wrapped = g_byte_array_free_to_bytes (bytes);
  g_assert_cmpuint (assert_decodes (&file, wrapped, wanted).notes, ==, OVR_FRAME_NOTE_WRAPPED);
}

/* ---- What can't be decoded */

static void
test_syntaxes_that_are_not_decoded_name_themselves (void)
{
  static const struct
  {
    const char *syntax;
    const char *words;
  } cases[] = {
    { "1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level (1.2.840.10008.1.2.4.100) is video" },
    { "1.2.840.10008.1.2.4.102", "H.264" },
    { "1.2.840.10008.1.2.4.106.1", "Fragmentable MPEG-4" },
    { "1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile" },
    { "1.2.840.10008.1.2.4.94", "JPIP" },
    { "1.2.840.99999.1", "1.2.840.99999.1" },
  };
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) stream = g_bytes_new_static ("abcd", 4);

  stream_image_init (&image, 4, 4, 1, 8, FALSE, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const StreamFile file = stream_file_for (&image, cases[i].syntax);
      g_autoptr (GError) error = NULL;
      OvrFrameInfo info = { 0 };

      g_assert_null (decode (&file, stream, &info, &error));
      g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_false (ovr_frame_can_decode (cases[i].syntax, NULL));
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
  g_test_add_func ("/codecs/j2k/too-much", test_j2k_that_asks_for_too_much_is_refused);
  g_test_add_func ("/codecs/notes", test_every_note_has_a_sentence);
  g_test_add_func ("/codecs/cut", test_cut_code_streams_are_refused);
  g_test_add_func ("/codecs/htj2k/every-bit", test_htj2k_gives_back_every_bit);
  g_test_add_func ("/codecs/jxl/every-bit", test_jxl_gives_back_every_bit);
  g_test_add_func ("/codecs/jxl/loss", test_jxl_with_loss_says_so);
  g_test_add_data_func ("/codecs/encapsulated", ENCAPSULATED, test_wrapped_native_frames_are_native);
  g_test_add_data_func ("/codecs/deflated", DEFLATED, test_wrapped_native_frames_are_native);
  g_test_add_func ("/codecs/fragments", test_frames_are_found_among_fragments);
  g_test_add_func ("/codecs/process14/every-bit", test_process14_gives_back_every_bit);
  g_test_add_func ("/codecs/process14/dcmtk", test_process14_equals_dcmtk);
  g_test_add_func ("/codecs/process14/signs", test_process14_takes_signs_from_the_tags);
  g_test_add_func ("/codecs/jpeg/wrapped", test_jpeg_inside_something_else_is_found);
  g_test_add_func ("/codecs/not-decoded", test_syntaxes_that_are_not_decoded_name_themselves);
  return g_test_run ();
}
