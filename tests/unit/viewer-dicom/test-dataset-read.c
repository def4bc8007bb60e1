/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dicom-bytes.h"
#include "ovr-dataset.h"

#include <glib/gstdio.h>

#include <fcntl.h>
#include <unistd.h>

#define ROWS OVR_TAG (0x0028, 0x0010)
#define CODES OVR_TAG (0x0008, 0x2218)
#define MEANING OVR_TAG (0x0008, 0x0104)
#define EXPLICIT_LITTLE "1.2.840.10008.1.2.1"

static OvrDataset *
read_cut (GByteArray *array,
          gsize length,
          GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, length);

  return ovr_dataset_read_bytes (bytes, OVR_READ_ALL, error);
}

static void
test_text_file_is_no_dicom (void)
{
  static const char text[] = "There is nothing in here that anybody would call a data set, but it is long enough "
                             "to have a preamble of its own if it wanted one, and so it is looked at.";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text);
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_dataset_read_bytes (bytes, OVR_READ_HEADER, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM);
}

static void
test_empty_file_is_no_dicom (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_dataset_read_bytes (bytes, OVR_READ_ALL, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM);
}

static void
test_data_set_without_preamble_is_read (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (OvrDataset) self = NULL;
  gint64 rows = 0;

  bytes_text (file, OVR_TAG (0x0008, 0x0060), "CS", "CT");
  bytes_us (file, ROWS, 512);
  self = read_cut (file, file->len, NULL);
  g_assert_nonnull (self);
  g_assert_cmpstr (ovr_dataset_get_transfer_syntax (self), ==, EXPLICIT_LITTLE);
  g_assert_true (ovr_dataset_get_int (self, ROWS, 0, &rows));
  g_assert_cmpint (rows, ==, 512);
}

static void
test_wrong_transfer_syntax_is_seen_through (void)
{
  g_autoptr (GByteArray) file = bytes_new_file ("1.2.840.10008.1.2");
  g_autoptr (OvrDataset) self = NULL;
  gint64 rows = 0;

  bytes_us (file, ROWS, 77);
  self = read_cut (file, file->len, NULL);
  g_assert_true (ovr_dataset_get_int (self, ROWS, 0, &rows));
  g_assert_cmpint (rows, ==, 77);
}

/* Cut anywhere, a file gives what came before the cut, or an error; never more. */
static void
test_each_cut_keeps_what_came_before (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  const guint8 cells[32] = { 0 };
  guint start;
  guint after_rows;
  guint after_sequence;

  start = file->len;
  bytes_us (file, ROWS, 4);
  after_rows = file->len;
  bytes_head (file, OVR_TAG (0x0040, 0x0100), "SQ", 0xffffffff);
  bytes_mark (file, 0xfffee000, 0xffffffff);
  bytes_text (file, MEANING, "LO", "Knee");
  bytes_mark (file, 0xfffee00d, 0);
  bytes_mark (file, 0xfffee0dd, 0);
  after_sequence = file->len;
  bytes_value (file, OVR_TAG (0x7fe0, 0x0010), "OW", cells, sizeof cells);

  for (guint length = start; length < file->len; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvrDataset) self = read_cut (file, length, &error);

      if (length < after_rows)
        {
          g_assert_null (self);
          g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (ovr_dataset_has (self, ROWS));
      g_assert_cmpint (ovr_dataset_is_truncated (self), ==, length > after_rows && length != after_sequence);
      g_assert_false (ovr_dataset_has (self, OVR_TAG (0x7fe0, 0x0010)));
    }
}

static void
test_header_scope_sees_cut_pixels (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (OvrDataset) whole = NULL;
  g_autoptr (OvrDataset) cut = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) fewer = NULL;
  const guint8 cells[32] = { 0 };

  bytes_us (file, ROWS, 4);
  bytes_value (file, OVR_TAG (0x7fe0, 0x0010), "OW", cells, sizeof cells);
  bytes = g_bytes_new (file->data, file->len);
  fewer = g_bytes_new (file->data, file->len - 2);
  whole = ovr_dataset_read_bytes (bytes, OVR_READ_HEADER, NULL);
  cut = ovr_dataset_read_bytes (fewer, OVR_READ_HEADER, NULL);
  g_assert_false (ovr_dataset_is_truncated (whole));
  g_assert_true (ovr_dataset_is_truncated (cut));
  g_assert_false (ovr_dataset_has (whole, OVR_TAG (0x7fe0, 0x0010)));
}

static void
test_nesting_has_a_limit (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    {
      bytes_head (file, CODES, "SQ", 0xffffffff);
      bytes_mark (file, 0xfffee000, 0xffffffff);
    }
  g_assert_null (read_cut (file, file->len, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID);
}

static void
test_huge_length_takes_no_memory (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (OvrDataset) self = NULL;

  bytes_us (file, ROWS, 4);
  bytes_head (file, OVR_TAG (0x7fe0, 0x0010), "OW", 0xfffffff0);
  self = read_cut (file, file->len, NULL);
  g_assert_nonnull (self);
  g_assert_true (ovr_dataset_is_truncated (self));
}

static void
test_first_of_a_repeated_tag_stands (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (OvrDataset) self = NULL;
  gint64 rows = 0;

  bytes_us (file, ROWS, 1);
  bytes_us (file, ROWS, 2);
  self = read_cut (file, file->len, NULL);
  g_assert_true (ovr_dataset_get_int (self, ROWS, 0, &rows));
  g_assert_cmpint (rows, ==, 1);
}

/* UN holds implicit little endian, whatever is around it (PS3.5 6.2.2). */
static void
test_unknown_vr_is_looked_up (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (OvrDataset) self = NULL;
  g_autofree char *meaning = NULL;
  const guint8 rows_le[2] = { 9, 0 };
  gint64 rows = 0;

  bytes_head (file, CODES, "UN", 8 + 12);
  bytes_mark (file, 0xfffee000, 12);
  bytes_mark (file, MEANING, 4);
  g_byte_array_append (file, (const guint8 *) "Knee", 4);
  bytes_value (file, ROWS, "UN", rows_le, 2);
  self = read_cut (file, file->len, NULL);
  meaning = ovr_dataset_get_text (ovr_dataset_get_item (self, CODES, 0), MEANING);
  g_assert_cmpstr (meaning, ==, "Knee");
  g_assert_true (ovr_dataset_get_int (self, ROWS, 0, &rows));
  g_assert_cmpint (rows, ==, 9);
}

static void
test_damaged_vr_does_not_stop_the_reading (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (OvrDataset) self = NULL;
  gint64 rows = 0;

  bytes_text (file, OVR_TAG (0x0008, 0x0060), "CS", "MR");
  bytes_head (file, OVR_TAG (0x0010, 0x0040), "\001\002", 2);
  g_byte_array_append (file, (const guint8 *) "M ", 2);
  bytes_us (file, ROWS, 3);
  self = read_cut (file, file->len, NULL);
  g_assert_true (ovr_dataset_get_int (self, ROWS, 0, &rows));
  g_assert_cmpint (rows, ==, 3);
}

static void
test_dump_is_one_line_an_element (void)
{
  g_autoptr (GByteArray) file = bytes_new_file (EXPLICIT_LITTLE);
  g_autoptr (OvrDataset) self = NULL;
  g_autofree char *dump = NULL;

  bytes_text (file, OVR_TAG (0x0008, 0x0005), "CS", "ISO_IR 100");
  bytes_text (file, OVR_TAG (0x0010, 0x0010), "PN", "J\xe9r\xf4me");
  bytes_text (file, OVR_TAG (0x0010, 0x21b0), "LT", "one\ntwo\033[31m");
  self = read_cut (file, file->len, NULL);
  dump = ovr_dataset_dump (self);
  g_assert_nonnull (strstr (dump, "(0010,0010) PN [Jérôme]  PatientName\n"));
  g_assert_nonnull (strstr (dump, "[one\\ntwo"));
  g_assert_null (strchr (dump, '\033'));
}

/* Every sample that is there: the header and the whole, through a descriptor
 * and from bytes, say the same; nothing crashes on the hostile ones. */
static void
walk (const char *directory,
      guint *n_read)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autoptr (GMappedFile) mapped = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (OvrDataset) header = NULL;
      g_autoptr (OvrDataset) all = NULL;
      g_autofree char *dump = NULL;
      int fd;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          walk (path, n_read);
          continue;
        }
      fd = open (path, O_RDONLY | O_CLOEXEC);
      mapped = g_mapped_file_new_from_fd (fd, FALSE, NULL);
      bytes = g_mapped_file_get_bytes (mapped);
      header = ovr_dataset_read_fd (fd, OVR_READ_HEADER, NULL);
      all = ovr_dataset_read_bytes (bytes, OVR_READ_ALL, NULL);
      close (fd);
      g_assert_cmpint (header != NULL, ==, all != NULL);
      if (all == NULL)
        continue;
      g_assert_cmpint (ovr_dataset_is_truncated (header), ==, ovr_dataset_is_truncated (all));
      ovr_dataset_has_charset_doubt (all);
      dump = ovr_dataset_dump (all);
      g_assert_true (g_utf8_validate (dump, -1, NULL));
      (*n_read)++;
    }
}

static void
test_all_samples (gconstpointer data)
{
  const char *samples = g_getenv ("OVERREAD_SAMPLES");
  g_autofree char *directory = g_build_filename (samples != NULL ? samples : "", "dicom", data, NULL);
  guint n_read = 0;

  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the sample files are not here");
      return;
    }
  walk (directory, &n_read);
  g_assert_cmpuint (n_read, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/dataset/read/text-file", test_text_file_is_no_dicom);
  g_test_add_func ("/dataset/read/empty-file", test_empty_file_is_no_dicom);
  g_test_add_func ("/dataset/read/no-preamble", test_data_set_without_preamble_is_read);
  g_test_add_func ("/dataset/read/wrong-syntax", test_wrong_transfer_syntax_is_seen_through);
  g_test_add_func ("/dataset/read/cut", test_each_cut_keeps_what_came_before);
  g_test_add_func ("/dataset/read/cut-pixels", test_header_scope_sees_cut_pixels);
  g_test_add_func ("/dataset/read/deep", test_nesting_has_a_limit);
  g_test_add_func ("/dataset/read/huge-length", test_huge_length_takes_no_memory);
  g_test_add_func ("/dataset/read/repeated", test_first_of_a_repeated_tag_stands);
  g_test_add_func ("/dataset/read/unknown-vr", test_unknown_vr_is_looked_up);
  g_test_add_func ("/dataset/read/damaged-vr", test_damaged_vr_does_not_stop_the_reading);
  g_test_add_func ("/dataset/read/dump", test_dump_is_one_line_an_element);
  g_test_add_data_func ("/dataset/read/samples/conformance", "conformance", test_all_samples);
  g_test_add_data_func ("/dataset/read/samples/hostile", "hostile", test_all_samples);
  g_test_add_data_func ("/dataset/read/samples/reports", "reports", test_all_samples);
  g_test_add_data_func ("/dataset/read/samples/dicomdir", "dicomdir", test_all_samples);
  return g_test_run ();
}
