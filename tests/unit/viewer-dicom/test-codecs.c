/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-streams.h"
#include "ovr-frame.h"

#include <glib/gstdio.h>
#include <string.h>

/* Code streams that are made here, so that what must come out is known to the
 * last bit, in files whose tags are right, and in files whose tags are not. */

#define JPEG_LOSSLESS "1.2.840.10008.1.2.4.57"
#define J2K_LOSSLESS "1.2.840.10008.1.2.4.90"
#define JXL_LOSSLESS "1.2.840.10008.1.2.4.110"
#define JXL "1.2.840.10008.1.2.4.112"
#define ENCAPSULATED "1.2.840.10008.1.2.1.98"
#define DEFLATED "1.2.840.10008.1.2.8.1"

static void
test_every_note_has_a_sentence (void)
{
  for (guint note = OVR_FRAME_NOTE_COLOUR; note <= OVR_FRAME_NOTE_SAMPLES; note <<= 1)
    g_assert_true (g_str_has_suffix (ovr_frame_note_text ((OvrFrameNote) note), "."));
  g_assert_null (ovr_frame_note_text ((OvrFrameNote) (OVR_FRAME_NOTE_SAMPLES << 1)));
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
      stream_assert_refused (&file, half);
      file.syntax = JXL_LOSSLESS;
      if (other != NULL)
        stream_assert_refused (&file, other);
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
        info = stream_assert_decodes (&file, stream, wanted);
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
  cells = stream_decode (&file, stream, &info, NULL);
  g_assert_nonnull (cells);
  g_assert_true (info.lossy);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_RGB);
  file.rows--;
  stream_assert_refused (&file, stream);
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
  g_assert_cmpuint (stream_assert_decodes (&file, stream, wanted).notes, ==, 0);
  stream_assert_refused (&file, cut);
  if (is_deflated)
    {
      g_autoptr (GBytes) wrapped = stream_deflate (native, 15);

      stream_assert_decodes (&file, wrapped, wanted);
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

/* Three frames, each in so many fragments, found by whatever table. Of 300 the
 * first ones are shorter than what a code stream is known by. */
static void
check_fragments (const char *syntax,
                 GBytes *const *streams,
                 GBytes *const *wanted,
                 StreamFile file)
{
  for (guint n = 1; n <= 300; n = n < 3 ? n + 1 : n * 100)
    for (guint table = STREAM_TABLE_EMPTY; table <= STREAM_TABLE_OTHER; table++)
      {
        const gboolean is_right = table <= STREAM_TABLE_EXTENDED;
        g_autoptr (GBytes) bytes = NULL;

        /* Nothing tells where deflated data begin. */
        if (strcmp (syntax, DEFLATED) == 0 && (n > 1 || table == STREAM_TABLE_OTHER))
          continue;
        if (strcmp (syntax, ENCAPSULATED) == 0 && table == STREAM_TABLE_OTHER)
          continue;
        /* Its mark has two bytes, which such pieces have by chance. */
        if (strcmp (syntax, JXL_LOSSLESS) == 0 && n > 3)
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
  stream_assert_decodes (&file, stream, wanted);
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
  g_assert_cmpuint (stream_assert_decodes (&file, stream, wanted).notes, ==, 0);
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
  g_assert_cmpuint (stream_assert_decodes (&file, wrapped, wanted).notes, ==, OVR_FRAME_NOTE_WRAPPED);
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

      g_assert_null (stream_decode (&file, stream, &info, &error));
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
  g_test_add_func ("/codecs/notes", test_every_note_has_a_sentence);
  g_test_add_func ("/codecs/cut", test_cut_code_streams_are_refused);
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
