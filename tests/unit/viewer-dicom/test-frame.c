/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dicom-bytes.h"
#include "ovr-dataset.h"
#include "ovr-frame.h"

#define EXPLICIT_LITTLE "1.2.840.10008.1.2.1"
#define EXPLICIT_BIG "1.2.840.10008.1.2.2"
#define RLE "1.2.840.10008.1.2.5"
#define JPEG_BASELINE "1.2.840.10008.1.2.4.50"
#define JPEG_LOSSLESS "1.2.840.10008.1.2.4.57"
#define JPEG_LOSSLESS_SV1 "1.2.840.10008.1.2.4.70"
#define JPEG_LS "1.2.840.10008.1.2.4.80"
#define PIXEL_DATA OVR_TAG (0x7fe0, 0x0010)

typedef struct
{
  guint samples;
  const char *photometric;
  guint planar;
  const char *frames;
  guint rows;
  guint columns;
  guint allocated;
  guint stored;
  guint is_signed;
} Shape;

static const Shape word_image = { 1, "MONOCHROME2", 0, "1", 2, 3, 16, 12, 0 };

static GByteArray *
start_file (const char *syntax,
            const Shape *shape)
{
  GByteArray *out = bytes_new_file (syntax);

  bytes_us (out, OVR_TAG (0x0028, 0x0002), shape->samples);
  bytes_text (out, OVR_TAG (0x0028, 0x0004), "CS", shape->photometric);
  bytes_us (out, OVR_TAG (0x0028, 0x0006), shape->planar);
  bytes_text (out, OVR_TAG (0x0028, 0x0008), "IS", shape->frames);
  bytes_us (out, OVR_TAG (0x0028, 0x0010), shape->rows);
  bytes_us (out, OVR_TAG (0x0028, 0x0011), shape->columns);
  bytes_us (out, OVR_TAG (0x0028, 0x0100), shape->allocated);
  bytes_us (out, OVR_TAG (0x0028, 0x0101), shape->stored);
  bytes_us (out, OVR_TAG (0x0028, 0x0102), shape->stored - 1);
  bytes_us (out, OVR_TAG (0x0028, 0x0103), shape->is_signed);
  return out;
}

static GBytes *
decode (GByteArray *file,
        guint frame,
        OvrFrameInfo *info,
        GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);

  return ovr_frame_decode (bytes, frame, info, error);
}

static void
assert_cells (GByteArray *file,
              guint frame,
              const void *wanted,
              gsize size)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = decode (file, frame, &info, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (cells, NULL), g_bytes_get_size (cells), wanted, size);
}

static void
assert_refused (GByteArray *file,
                guint frame,
                OvrDicomError code)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { .rows = 4711 };

  g_assert_null (decode (file, frame, &info, &error));
  g_assert_error (error, OVR_DICOM_ERROR, (int) code);
  g_assert_cmpuint (info.rows, ==, 4711);
}

/* The overlay bits above Bits Stored stay. */
static void
test_native_words_are_a_slice_of_the_file (void)
{
  const guint16 cells[] = { 0xf001, 2, 3, 4, 5, 0x8fff };
  g_autoptr (GByteArray) array = start_file (EXPLICIT_LITTLE, &word_image);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) frame = NULL;
  OvrFrameInfo info = { 0 };
  const guint8 *begin;
  const guint8 *data;

  bytes_value (array, PIXEL_DATA, "OW", cells, sizeof cells);
  file = g_bytes_new (array->data, array->len);
  frame = ovr_frame_decode (file, 1, &info, NULL);
  g_assert_cmpmem (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), cells, sizeof cells);
  begin = g_bytes_get_data (file, NULL);
  data = g_bytes_get_data (frame, NULL);
  g_assert_true (data > begin && data < begin + array->len);
  g_assert_cmpuint (info.rows, ==, 2);
  g_assert_cmpuint (info.columns, ==, 3);
  g_assert_cmpuint (info.bits_stored, ==, 12);
  g_assert_cmpuint (info.high_bit, ==, 11);
  g_assert_cmpuint (info.n_frames, ==, 1);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_MONOCHROME2);
  g_assert_false (info.lossy);
}

static void
test_planes_become_triplets (void)
{
  const Shape shape = { 3, "RGB", 1, "2", 1, 2, 8, 8, 0 };
  const guint8 stored[] = { 1, 2, 11, 12, 21, 22, 3, 4, 13, 14, 23, 24 };
  const guint8 second[] = { 3, 13, 23, 4, 14, 24 };
  g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &shape);

  bytes_value (file, PIXEL_DATA, "OB", stored, sizeof stored);
  assert_cells (file, 2, second, sizeof second);
}

/* Two bytes of a value or a tag as a big endian file has them. */
static void
put_big (GByteArray *out,
         guint value)
{
  g_byte_array_append (out, (const guint8[]){ (guint8) (value >> 8), (guint8) value }, 2);
}

static void
put_big_element (GByteArray *out,
                 guint element,
                 const char *vr,
                 const void *value,
                 guint size)
{
  put_big (out, 0x0028);
  put_big (out, element);
  g_byte_array_append (out, (const guint8 *) vr, 2);
  put_big (out, size);
  g_byte_array_append (out, value, size);
}

/* Words of two bytes each, of planes with an odd number of bytes. */
static void
test_big_endian_planes_become_triplets (void)
{
  const guint8 stored[] = { 2, 1, 11, 3, 13, 12, 22, 21, 0, 23 };
  const guint8 wanted[] = { 1, 11, 21, 2, 12, 22, 3, 13, 23 };
  const struct
  {
    guint element;
    guint8 value;
  } numbers[] = { { 0x0006, 1 }, { 0x0010, 1 }, { 0x0011, 3 }, { 0x0100, 8 }, { 0x0101, 8 }, { 0x0102, 7 }, { 0x0103, 0 } };
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_BIG);

  put_big_element (file, 0x0002, "US", "\0\3", 2);
  put_big_element (file, 0x0004, "CS", "RGB ", 4);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    put_big_element (file, numbers[i].element, "US", (const guint8[]){ 0, numbers[i].value }, 2);
  put_big (file, 0x7fe0);
  put_big (file, 0x0010);
  g_byte_array_append (file, (const guint8 *) "OW\0\0\0\0", 6);
  put_big (file, sizeof stored);
  g_byte_array_append (file, stored, sizeof stored);
  assert_cells (file, 1, wanted, sizeof wanted);
}

/* Frames of 1-bit images follow each other without a gap, even inside a byte. */
static void
test_bits_start_inside_a_byte (void)
{
  const Shape shape = { 1, "MONOCHROME2", 0, "3", 1, 5, 1, 1, 0 };
  const guint8 stored[] = { 0xb5, 0x5a }; /* 10101 101|01 01101 0 from the lowest bit on */
  const guint8 second[] = { 1, 0, 1, 0, 1 };
  g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &shape);

  bytes_value (file, PIXEL_DATA, "OB", stored, sizeof stored);
  assert_cells (file, 2, second, sizeof second);
}

static void
test_frame_beyond_the_data_is_truncated (void)
{
  const Shape shape = { 1, "MONOCHROME2", 0, "3", 2, 3, 16, 16, 0 };
  const guint16 cells[12] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &shape);

  bytes_value (file, PIXEL_DATA, "OW", cells, sizeof cells);
  assert_cells (file, 2, cells + 6, 12);
  assert_refused (file, 3, OVR_DICOM_ERROR_TRUNCATED);
  assert_refused (file, 4, OVR_DICOM_ERROR_INVALID);
  assert_refused (file, 0, OVR_DICOM_ERROR_INVALID);
}

static void
test_cut_file_keeps_its_whole_frames (void)
{
  const Shape shape = { 1, "MONOCHROME2", 0, "2", 2, 3, 16, 16, 0 };
  const guint16 cells[12] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &shape);

  bytes_value (file, PIXEL_DATA, "OW", cells, sizeof cells);
  g_byte_array_set_size (file, file->len - 4);
  assert_cells (file, 1, cells, 12);
  assert_refused (file, 2, OVR_DICOM_ERROR_TRUNCATED);
}

/* Group 7fe0 without pixels, and a few bytes behind it that are no element. */
static void
test_rest_behind_the_pixel_group_ends (void)
{
  const guint8 cells[12] = { 0 };
  g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &word_image);

  bytes_value (file, OVR_TAG (0x7fe0, 0x0020), "OB", cells, sizeof cells);
  g_byte_array_append (file, cells, 6);
  assert_refused (file, 1, OVR_DICOM_ERROR_TRUNCATED);
}

/* Attributes that make no image. */
static void
test_contradictions_are_refused (void)
{
  static const Shape shapes[] = {
    { 1, "MONOCHROME2", 0, "1", 0, 3, 16, 12, 0 },         /* no rows */
    { 1, "MONOCHROME2", 0, "1", 65535, 65535, 16, 16, 0 }, /* 8 GiB */
    { 3, "RGB", 0, "1", 40000, 40000, 32, 32, 0 },         /* 19 GiB */
    { 1, "MONOCHROME2", 0, "1", 2, 3, 8, 12, 0 },          /* 12 bits in 8 */
    { 1, "RGB", 0, "1", 2, 3, 8, 8, 0 },                   /* colour of one sample */
    { 3, "YBR_FULL_422", 0, "1", 2, 3, 8, 8, 0 },          /* half a pair */
    { 3, "RGB", 0, "1", 2, 8, 1, 1, 0 },                   /* colour of one bit */
  };
  const guint8 cells[64] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &shapes[i]);

      bytes_value (file, PIXEL_DATA, "OW", cells, sizeof cells);
      assert_refused (file, 1, OVR_DICOM_ERROR_INVALID);
    }
}

static void
test_odd_cells_are_unsupported (void)
{
  const Shape packed = { 1, "MONOCHROME2", 0, "1", 2, 4, 12, 12, 0 };
  const Shape argb = { 4, "RGB", 0, "1", 2, 2, 8, 8, 0 };
  const guint8 cells[16] = { 0 };
  g_autoptr (GByteArray) first = start_file (EXPLICIT_LITTLE, &packed);
  g_autoptr (GByteArray) second = start_file (EXPLICIT_LITTLE, &argb);

  bytes_value (first, PIXEL_DATA, "OW", cells, sizeof cells);
  bytes_value (second, PIXEL_DATA, "OB", cells, sizeof cells);
  assert_refused (first, 1, OVR_DICOM_ERROR_UNSUPPORTED);
  assert_refused (second, 1, OVR_DICOM_ERROR_UNSUPPORTED);
}

static void
test_floats_are_given_as_floats (void)
{
  const float cells[] = { 0.5f, -1.0f, 3e8f, 1e-20f, 0.0f, 2.0f };
  g_autoptr (GByteArray) file = start_file (EXPLICIT_LITTLE, &word_image);
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) frame = NULL;

  bytes_value (file, OVR_TAG (0x7fe0, 0x0008), "OF", cells, sizeof cells);
  frame = decode (file, 1, &info, NULL);
  g_assert_cmpmem (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), cells, sizeof cells);
  g_assert_cmpint (info.format, ==, OVR_CELL_FLOAT);
  g_assert_cmpuint (info.bits_allocated, ==, 32);
}

static void
test_unknown_code_streams_are_named (void)
{
  g_autoptr (GByteArray) file = start_file ("1.2.840.10008.1.2.4.94", &word_image);
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { 0 };
  const char *name = NULL;

  bytes_head (file, PIXEL_DATA, "OB", 0xffffffff);
  bytes_mark (file, 0xfffee000, 0);
  bytes_mark (file, 0xfffee000, 2);
  bytes_put16 (file, 0);
  bytes_mark (file, 0xfffee0dd, 0);
  g_assert_null (decode (file, 1, &info, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "JPIP"));
  g_assert_false (ovr_frame_can_decode ("1.2.840.10008.1.2.4.94", &name));
  g_assert_cmpstr (name, ==, "JPIP Referenced");
  g_assert_true (ovr_frame_can_decode (RLE, NULL));
  g_assert_false (ovr_frame_can_decode ("1.2.3", &name));
  g_assert_null (name);
}

/* ---- Written by the bridge, read back frame by frame. */

static GBytes *
smooth_cells (guint rows,
              guint columns,
              guint frames,
              guint samples,
              guint bits)
{
  const gsize n = (gsize) rows * columns * frames * samples;
  GByteArray *out = g_byte_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      const guint value = (guint) (i * 7 + i / 97) & ((1u << bits) - 1);

      g_byte_array_append (out, (const guint8[]){ (guint8) value, (guint8) (value >> 8) }, bits > 8 ? 2 : 1);
    }
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
write_image (const char *syntax,
             guint samples,
             guint bits,
             gboolean is_signed,
             GBytes *cells)
{
  g_autoptr (OvrDataset) self = ovr_dataset_new ();
  g_autoptr (GError) error = NULL;
  GBytes *file;

  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.7.4");
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0018), "2.25.3");
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0002), samples);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x0004), samples == 3 ? "RGB" : "MONOCHROME2");
  if (samples == 3)
    ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0006), 0);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0008), 3);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0010), 33);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0011), 45);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0100), bits > 8 ? 16 : 8);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0101), bits);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0102), bits - 1);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0103), is_signed ? 1 : 0);
  ovr_dataset_set_bytes (self, PIXEL_DATA, cells, bits > 8 ? 2 : 1);
  file = ovr_dataset_write (self, syntax, &error);
  g_assert_no_error (error);
  return file;
}

static void
check_round_trip (const char *syntax,
                  guint samples,
                  guint bits)
{
  const gsize size = 33u * 45u * samples * (bits > 8 ? 2 : 1);
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, samples, bits);
  g_autoptr (GBytes) file = write_image (syntax, samples, bits, FALSE, cells);

  for (guint frame = 3; frame >= 1; frame--)
    {
      g_autoptr (GError) error = NULL;
      OvrFrameInfo info = { 0 };
      g_autoptr (GBytes) got = ovr_frame_decode (file, frame, &info, &error);
      const guint8 *wanted = (const guint8 *) g_bytes_get_data (cells, NULL) + (frame - 1) * size;

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (got, NULL), g_bytes_get_size (got), wanted, size);
      g_assert_cmpuint (info.n_frames, ==, 3);
      g_assert_cmpuint (info.samples, ==, samples);
      g_assert_false (info.lossy);
    }
}

static void
test_lossless_syntaxes_give_back_every_bit (gconstpointer syntax)
{
  check_round_trip (syntax, 1, 8);
  check_round_trip (syntax, 1, 12);
  check_round_trip (syntax, 1, 16);
  check_round_trip (syntax, 3, 8);
}

/* Bits above Bits Stored carry the sign after a decoder, whatever it made. */
static void
test_decoded_signs_reach_the_highest_bit (void)
{
  g_autoptr (GBytes) unsigned_cells = smooth_cells (33, 45, 3, 1, 12);
  const guint16 *wanted = g_bytes_get_data (unsigned_cells, NULL);
  g_autoptr (GBytes) file = write_image (JPEG_LOSSLESS_SV1, 1, 12, TRUE, unsigned_cells);
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) got = ovr_frame_decode (file, 1, &info, NULL);
  const gint16 *cells = g_bytes_get_data (got, NULL);

  for (guint i = 0; i < 33 * 45; i++)
    g_assert_cmpint (cells[i], ==, wanted[i] >= 2048 ? (int) wanted[i] - 4096 : (int) wanted[i]);
}

static void
test_lossy_colour_says_what_it_is (void)
{
  g_autoptr (GBytes) cells = g_bytes_new_take (g_malloc0 (33 * 45 * 3 * 3), 33 * 45 * 3 * 3);
  g_autoptr (GBytes) file = write_image (JPEG_BASELINE, 3, 8, FALSE, cells);
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) got = ovr_frame_decode (file, 2, &info, NULL);
  const guint8 *ybr = g_bytes_get_data (got, NULL);

  g_assert_nonnull (got);
  g_assert_true (info.lossy);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_YBR_FULL);
  g_assert_cmpuint (ybr[0], ==, 0);
  g_assert_cmpuint (ybr[1], ==, 128);
  g_assert_cmpuint (ybr[2], ==, 128);
}

/* The markers say YCbCr, the tag RGB: what is decoded says which it is, and that
 * the two disagree. */
static void
test_colour_of_the_code_stream_is_noted (void)
{
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, 3, 8);
  g_autoptr (GBytes) file = write_image (JPEG_BASELINE, 3, 8, FALSE, cells);
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autoptr (GBytes) frame = NULL;
  OvrFrameInfo info = { 0 };
  guint8 *tag;

  g_byte_array_append (array, g_bytes_get_data (file, NULL), (guint) g_bytes_get_size (file));
  frame = decode (array, 1, &info, NULL);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_YBR_FULL);
  g_assert_cmpuint (info.notes, ==, 0);
  g_clear_pointer (&frame, g_bytes_unref);

  tag = memmem (array->data, array->len, "YBR_FULL", 8);
  g_assert_nonnull (tag);
  memcpy (tag, tag[8] == '_' ? "RGB         " : "RGB     ", tag[8] == '_' ? 12 : 8);
  frame = decode (array, 1, &info, NULL);
  g_assert_nonnull (frame);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_YBR_FULL);
  g_assert_cmpuint (info.notes, ==, OVR_FRAME_NOTE_COLOUR);
}

static void
test_lossy_images_are_not_compressed_again (void)
{
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, 3, 8);
  g_autoptr (GBytes) file = write_image (JPEG_BASELINE, 3, 8, FALSE, cells);
  g_autoptr (OvrDataset) self = ovr_dataset_read_bytes (file, OVR_READ_ALL, NULL);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  OvrFrameInfo info = { 0 };

  ovr_dataset_set_text (self, OVR_TAG (0x0010, 0x0020), "someone else");
  again = ovr_dataset_write (self, JPEG_BASELINE, NULL);
  before = ovr_frame_decode (file, 2, &info, NULL);
  after = ovr_frame_decode (again, 2, &info, NULL);
  g_assert_true (g_bytes_equal (before, after));
}

/* Syntaxes that can't be decoded here go through untouched. */
static void
test_unknown_code_streams_are_written_as_they_came (void)
{
  const char *syntax = "1.2.840.10008.1.2.4.102";
  g_autoptr (GByteArray) array = start_file (syntax, &word_image);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (OvrDataset) self = NULL;
  g_autoptr (OvrDataset) back = NULL;
  g_autoptr (GError) error = NULL;

  bytes_text (array, OVR_TAG (0x0008, 0x0016), "UI", "1.2.840.10008.5.1.4.1.1.7");
  bytes_text (array, OVR_TAG (0x0008, 0x0018), "UI", "2.25.9");
  bytes_head (array, PIXEL_DATA, "OB", 0xffffffff);
  bytes_mark (array, 0xfffee000, 0);
  bytes_mark (array, 0xfffee000, 8);
  g_byte_array_append (array, (const guint8 *) "streamed", 8);
  bytes_mark (array, 0xfffee0dd, 0);
  bytes = g_bytes_new (array->data, array->len);
  self = ovr_dataset_read_bytes (bytes, OVR_READ_ALL, NULL);
  written = ovr_dataset_write (self, syntax, &error);
  g_assert_no_error (error);
  g_assert_nonnull (memmem (g_bytes_get_data (written, NULL), g_bytes_get_size (written), "streamed", 8));
  back = ovr_dataset_read_bytes (written, OVR_READ_ALL, NULL);
  g_assert_cmpstr (ovr_dataset_get_transfer_syntax (back), ==, syntax);
  g_assert_null (ovr_dataset_write (self, NULL, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED);
}

/* Each byte of a compressed file turned over once: an error or a frame. */
static void
test_damaged_streams_do_no_harm (gconstpointer syntax)
{
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, 1, 8);
  g_autoptr (GBytes) file = write_image (syntax, 1, 8, FALSE, cells);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (file, &size);

  for (gsize i = 132; i < size; i += 3)
    {
      g_autoptr (GByteArray) damaged = g_byte_array_new ();
      g_autoptr (GBytes) frame = NULL;
      g_autoptr (GError) error = NULL;
      OvrFrameInfo info = { 0 };

      g_byte_array_append (damaged, data, (guint) size);
      damaged->data[i] ^= 0xff;
      frame = decode (damaged, 3, &info, &error);
      g_assert_true ((frame != NULL) != (error != NULL));
      if (frame != NULL && info.photometric != OVR_PHOTOMETRIC_YBR_FULL_422)
        g_assert_cmpuint (g_bytes_get_size (frame), ==,
                          (gsize) info.rows * info.columns * info.samples * (info.bits_allocated / 8));
    }
}

/* ---- Fragments. */

static const Shape three_bytes = { 1, "MONOCHROME2", 0, "3", 1, 2, 8, 8, 0 };

/* An RLE frame of two pixels, 66 bytes with padding. */
static void
put_rle_frame (GByteArray *out,
               guint8 a,
               guint8 b)
{
  const guint8 segment[4] = { 1, a, b, 128 };
  const gsize start = out->len;

  bytes_put32 (out, 1);
  bytes_put32 (out, 64);
  while (out->len < start + 64)
    bytes_put32 (out, 0);
  g_byte_array_append (out, segment, 4);
}

static void
put_frames (GByteArray *out,
            gboolean in_two_fragments)
{
  for (guint8 frame = 0; frame < 3; frame++)
    {
      g_autoptr (GByteArray) stream = g_byte_array_new ();
      const guint first = in_two_fragments ? 30 : 68;

      put_rle_frame (stream, (guint8) (10 * frame), (guint8) (10 * frame + 1));
      bytes_mark (out, 0xfffee000, first);
      g_byte_array_append (out, stream->data, first);
      if (!in_two_fragments)
        continue;
      bytes_mark (out, 0xfffee000, 68 - first);
      g_byte_array_append (out, stream->data + first, 68 - first);
    }
  bytes_mark (out, 0xfffee0dd, 0);
}

static void
test_offset_table_leads_to_split_frames (void)
{
  g_autoptr (GByteArray) file = start_file (RLE, &three_bytes);

  bytes_head (file, PIXEL_DATA, "OB", 0xffffffff);
  bytes_mark (file, 0xfffee000, 12);
  for (guint32 frame = 0; frame < 3; frame++)
    bytes_put32 (file, frame * (68 + 16));
  put_frames (file, TRUE);
  assert_cells (file, 1, (const guint8[]){ 0, 1 }, 2);
  assert_cells (file, 2, (const guint8[]){ 10, 11 }, 2);
  assert_cells (file, 3, (const guint8[]){ 20, 21 }, 2);
}

static void
test_wrong_offset_table_is_not_followed (void)
{
  g_autoptr (GByteArray) file = start_file (RLE, &three_bytes);

  bytes_head (file, PIXEL_DATA, "OB", 0xffffffff);
  bytes_mark (file, 0xfffee000, 12);
  for (guint32 frame = 0; frame < 3; frame++)
    bytes_put32 (file, 0x7ffffff0u + frame);
  put_frames (file, FALSE);
  assert_cells (file, 2, (const guint8[]){ 10, 11 }, 2);
}

static void
test_extended_offset_table_is_followed (void)
{
  g_autoptr (GByteArray) file = start_file (RLE, &three_bytes);

  bytes_head (file, OVR_TAG (0x7fe0, 0x0001), "OV", 24);
  for (guint32 frame = 0; frame < 3; frame++)
    {
      bytes_put32 (file, (2 - frame) * (68 + 8)); /* backwards, so that it shows */
      bytes_put32 (file, 0);
    }
  bytes_head (file, PIXEL_DATA, "OB", 0xffffffff);
  bytes_mark (file, 0xfffee000, 0);
  put_frames (file, FALSE);
  assert_cells (file, 1, (const guint8[]){ 20, 21 }, 2);
}

static void
test_missing_fragments_are_truncated (void)
{
  g_autoptr (GByteArray) file = start_file (RLE, &three_bytes);

  bytes_head (file, PIXEL_DATA, "OB", 0xffffffff);
  bytes_mark (file, 0xfffee000, 0);
  bytes_mark (file, 0xfffee0dd, 0);
  assert_refused (file, 1, OVR_DICOM_ERROR_TRUNCATED);
}

/* A marker without a length before the frame header: DCMTK's codec would never
 * come back from it. */
static void
test_marker_without_a_length_is_refused (void)
{
  static const guint8 soi[] = { 0xff, 0xd8, 0xff };
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, 1, 8);
  g_autoptr (GBytes) file = write_image (JPEG_BASELINE, 1, 8, FALSE, cells);
  g_autoptr (GByteArray) damaged = g_byte_array_new ();
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (file, &size);
  guint8 *at;

  g_byte_array_append (damaged, data, (guint) size);
  at = memmem (damaged->data, damaged->len, soi, sizeof soi);
  g_assert_nonnull (at);
  at[1] = 0x01;
  assert_refused (damaged, 1, OVR_DICOM_ERROR_TRUNCATED);
  at[1] = 0xd8;
  at[3] = 0x01;
  assert_refused (damaged, 1, OVR_DICOM_ERROR_TRUNCATED);
}

static void
test_packed_images_can_be_unpacked (void)
{
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, 3, 8);
  g_autoptr (GBytes) file = write_image (JPEG_LS, 3, 8, FALSE, cells);
  g_autoptr (OvrDataset) self = ovr_dataset_read_bytes (file, OVR_READ_ALL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = ovr_dataset_write (self, NULL, &error);
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) got = NULL;
  const gsize size = 33 * 45 * 3;

  g_assert_no_error (error);
  got = ovr_frame_decode (plain, 3, &info, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (got, NULL), g_bytes_get_size (got),
                   (const guint8 *) g_bytes_get_data (cells, NULL) + 2 * size, size);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_RGB);
}

/* A JPEG that is larger than the data set says would write beyond the buffer. */
static void
test_code_stream_of_another_size_is_refused (void)
{
  g_autoptr (GBytes) cells = smooth_cells (33, 45, 3, 1, 8);
  g_autoptr (GBytes) file = write_image (JPEG_BASELINE, 1, 8, FALSE, cells);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (file, &size);
  g_autoptr (GByteArray) copy = g_byte_array_new ();
  const guint8 rows[] = { 0x28, 0, 0x10, 0, 'U', 'S', 2, 0, 33, 0 };
  guint8 *at;

  g_byte_array_append (copy, data, (guint) size);
  at = memmem (copy->data, copy->len, rows, sizeof rows);
  g_assert_nonnull (at);
  at[8] = 32;
  assert_refused (copy, 1, OVR_DICOM_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  static const char *const lossless[] = { RLE, JPEG_LOSSLESS, JPEG_LOSSLESS_SV1, JPEG_LS, EXPLICIT_BIG, "1.2.840.10008.1.2.1.99" };
  static const char *const damaged[] = { RLE, JPEG_BASELINE, JPEG_LOSSLESS_SV1, JPEG_LS };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/frame/native/big-endian-planes", test_big_endian_planes_become_triplets);
  g_test_add_func ("/frame/native/slice", test_native_words_are_a_slice_of_the_file);
  g_test_add_func ("/frame/native/planes", test_planes_become_triplets);
  g_test_add_func ("/frame/native/bits", test_bits_start_inside_a_byte);
  g_test_add_func ("/frame/native/beyond", test_frame_beyond_the_data_is_truncated);
  g_test_add_func ("/frame/native/cut", test_cut_file_keeps_its_whole_frames);
  g_test_add_func ("/frame/rest", test_rest_behind_the_pixel_group_ends);
  g_test_add_func ("/frame/native/floats", test_floats_are_given_as_floats);
  g_test_add_func ("/frame/layout/contradictions", test_contradictions_are_refused);
  g_test_add_func ("/frame/layout/odd-cells", test_odd_cells_are_unsupported);
  g_test_add_func ("/frame/unknown", test_unknown_code_streams_are_named);
  for (guint i = 0; i < G_N_ELEMENTS (lossless); i++)
    {
      g_autofree char *path = g_strconcat ("/frame/lossless/", lossless[i], NULL);

      g_test_add_data_func (path, lossless[i], test_lossless_syntaxes_give_back_every_bit);
    }
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autofree char *path = g_strconcat ("/frame/damaged/", damaged[i], NULL);

      g_test_add_data_func (path, damaged[i], test_damaged_streams_do_no_harm);
    }
  g_test_add_func ("/frame/signs", test_decoded_signs_reach_the_highest_bit);
  g_test_add_func ("/frame/lossy-colour", test_lossy_colour_says_what_it_is);
  g_test_add_func ("/frame/rewrite/lossy", test_lossy_images_are_not_compressed_again);
  g_test_add_func ("/frame/colour-note", test_colour_of_the_code_stream_is_noted);
  g_test_add_func ("/frame/rewrite/unknown", test_unknown_code_streams_are_written_as_they_came);
  g_test_add_func ("/frame/fragments/table", test_offset_table_leads_to_split_frames);
  g_test_add_func ("/frame/fragments/wrong-table", test_wrong_offset_table_is_not_followed);
  g_test_add_func ("/frame/fragments/extended-table", test_extended_offset_table_is_followed);
  g_test_add_func ("/frame/fragments/none", test_missing_fragments_are_truncated);
  g_test_add_func ("/frame/endless-marker", test_marker_without_a_length_is_refused);
  g_test_add_func ("/frame/rewrite/unpacked", test_packed_images_can_be_unpacked);
  g_test_add_func ("/frame/other-size", test_code_stream_of_another_size_is_refused);
  return g_test_run ();
}
