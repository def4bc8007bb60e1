/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset.h"

#define SOP_CLASS OVR_TAG (0x0008, 0x0016)
#define SOP_INSTANCE OVR_TAG (0x0008, 0x0018)
#define CHARSET OVR_TAG (0x0008, 0x0005)
#define PATIENT_NAME OVR_TAG (0x0010, 0x0010)
#define PIXEL_DATA OVR_TAG (0x7fe0, 0x0010)

/* A 3 × 2 image of 16 bits with what an encoder asks for. */
static OvrDataset *
small_image (void)
{
  static const guint16 cells[] = { 0, 1, 256, 4095, 2048, 77 };
  g_autoptr (GBytes) pixels = g_bytes_new_static (cells, sizeof cells);
  OvrDataset *self = ovr_dataset_new ();

  ovr_dataset_set_text (self, SOP_CLASS, "1.2.840.10008.5.1.4.1.1.7");
  ovr_dataset_set_text (self, SOP_INSTANCE, "2.25.1");
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0002), 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x0004), "MONOCHROME2");
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0010), 2);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0011), 3);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0100), 16);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0101), 12);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0102), 11);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_bytes (self, PIXEL_DATA, pixels, 2);
  return self;
}

static OvrDataset *
write_and_read (OvrDataset *self,
                const char *transfer_syntax)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = ovr_dataset_write (self, transfer_syntax, &error);
  OvrDataset *back;

  g_assert_no_error (error);
  back = ovr_dataset_read_bytes (file, OVR_READ_ALL, &error);
  g_assert_no_error (error);
  return back;
}

static void
test_values_come_back (void)
{
  static const double spacing[] = { 0.5, 1.0 / 3.0 };
  static const gint64 matrix[] = { 0, 256, 192, 0 };
  g_autoptr (OvrDataset) self = small_image ();
  g_autoptr (OvrDataset) back = NULL;
  g_autofree char *type = NULL;
  double read[2] = { 0.0, 0.0 };
  gint64 number = 0;

  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\AXIAL");
  ovr_dataset_set_doubles (self, OVR_TAG (0x0028, 0x0030), spacing, 2);
  ovr_dataset_set_ints (self, OVR_TAG (0x0018, 0x1310), matrix, 4);
  ovr_dataset_set_int (self, OVR_TAG (0x0020, 0x0013), -7);
  ovr_dataset_set_empty (self, OVR_TAG (0x0010, 0x0030));
  back = write_and_read (self, NULL);

  type = ovr_dataset_get_value (back, OVR_TAG (0x0008, 0x0008), 2);
  g_assert_cmpstr (type, ==, "AXIAL");
  g_assert_true (ovr_dataset_get_doubles (back, OVR_TAG (0x0028, 0x0030), read, 2));
  g_assert_cmpfloat (read[0], ==, 0.5);
  g_assert_cmpfloat_with_epsilon (read[1], 1.0 / 3.0, 1e-13);
  g_assert_true (ovr_dataset_get_int (back, OVR_TAG (0x0018, 0x1310), 2, &number));
  g_assert_cmpint (number, ==, 192);
  g_assert_true (ovr_dataset_get_int (back, OVR_TAG (0x0020, 0x0013), 0, &number));
  g_assert_cmpint (number, ==, -7);
  g_assert_true (ovr_dataset_has (back, OVR_TAG (0x0010, 0x0030)));
  g_assert_cmpuint (ovr_dataset_get_n_values (back, OVR_TAG (0x0010, 0x0030)), ==, 0);
}

static void
test_non_ascii_text_declares_utf8 (void)
{
  g_autoptr (OvrDataset) self = small_image ();
  g_autoptr (OvrDataset) back = NULL;
  g_autofree char *charset = NULL;
  g_autofree char *name = NULL;

  g_assert_false (ovr_dataset_has (self, CHARSET));
  ovr_dataset_set_text (self, PATIENT_NAME, "Østergård-Kučera^Žofie");
  back = write_and_read (self, NULL);
  charset = ovr_dataset_get_text (back, CHARSET);
  name = ovr_dataset_get_text (back, PATIENT_NAME);
  g_assert_cmpstr (charset, ==, "ISO_IR 192");
  g_assert_cmpstr (name, ==, "Østergård-Kučera^Žofie");
  g_assert_false (ovr_dataset_has_charset_doubt (back));
}

static void
test_sequences_keep_their_items (void)
{
  g_autoptr (OvrDataset) self = small_image ();
  g_autoptr (OvrDataset) back = NULL;
  g_autofree char *meaning = NULL;
  const guint32 codes = OVR_TAG (0x0008, 0x2218);
  OvrDataset *first = ovr_dataset_append_item (self, codes);
  OvrDataset *second = ovr_dataset_append_item (self, codes);

  ovr_dataset_set_text (first, OVR_TAG (0x0008, 0x0104), "Knee");
  ovr_dataset_set_text (second, OVR_TAG (0x0008, 0x0104), "Kniegelenk, außen");
  back = write_and_read (self, NULL);
  g_assert_cmpuint (ovr_dataset_get_n_items (back, codes), ==, 2);
  meaning = ovr_dataset_get_text (ovr_dataset_get_item (back, codes, 1), OVR_TAG (0x0008, 0x0104));
  g_assert_cmpstr (meaning, ==, "Kniegelenk, außen");
  g_assert_null (ovr_dataset_get_item (back, codes, 2));
}

static void
test_replaced_sequence_starts_afresh (void)
{
  g_autoptr (OvrDataset) self = small_image ();
  const guint32 codes = OVR_TAG (0x0008, 0x2218);

  ovr_dataset_set_text (ovr_dataset_append_item (self, codes), OVR_TAG (0x0008, 0x0104), "Knee");
  g_assert_cmpuint (ovr_dataset_get_n_items (self, codes), ==, 1);
  ovr_dataset_append_item (self, codes);
  g_assert_cmpuint (ovr_dataset_get_n_items (self, codes), ==, 2);
  ovr_dataset_set_empty (self, codes);
  g_assert_cmpuint (ovr_dataset_get_n_items (self, codes), ==, 0);
  ovr_dataset_append_item (self, codes);
  g_assert_cmpuint (ovr_dataset_get_n_items (self, codes), ==, 1);
  g_assert_false (ovr_dataset_has (ovr_dataset_get_item (self, codes, 0), OVR_TAG (0x0008, 0x0104)));
}

static void
test_frame_groups_prefer_the_frames_own (void)
{
  const guint32 measures = OVR_TAG (0x0028, 0x9110);
  const guint32 thickness = OVR_TAG (0x0018, 0x0050);
  const guint32 lut = OVR_TAG (0x0028, 0x9132);
  const double thick = 5.0;
  const double thin = 1.25;
  g_autoptr (OvrDataset) self = small_image ();
  OvrDataset *shared = ovr_dataset_append_item (self, OVR_TAG (0x5200, 0x9229));
  OvrDataset *first = ovr_dataset_append_item (self, OVR_TAG (0x5200, 0x9230));
  double value = 0.0;

  ovr_dataset_append_item (self, OVR_TAG (0x5200, 0x9230));
  ovr_dataset_set_doubles (ovr_dataset_append_item (shared, measures), thickness, &thick, 1);
  ovr_dataset_set_doubles (ovr_dataset_append_item (first, measures), thickness, &thin, 1);
  g_assert_true (ovr_dataset_get_double (ovr_dataset_get_frame_group (self, 1, measures), thickness, 0, &value));
  g_assert_cmpfloat (value, ==, thin);
  g_assert_true (ovr_dataset_get_double (ovr_dataset_get_frame_group (self, 2, measures), thickness, 0, &value));
  g_assert_cmpfloat (value, ==, thick);
  g_assert_nonnull (ovr_dataset_get_frame_group (self, 3, measures));
  g_assert_null (ovr_dataset_get_frame_group (self, 1, lut));
}

static void
test_signed_image_gives_signed_padding (void)
{
  g_autoptr (OvrDataset) self = small_image ();
  g_autoptr (OvrDataset) back = NULL;
  gint64 padding = 0;

  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0103), 1);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0120), -2000);
  back = write_and_read (self, NULL);
  g_assert_true (ovr_dataset_get_int (back, OVR_TAG (0x0028, 0x0120), 0, &padding));
  g_assert_cmpint (padding, ==, -2000);
}

static void
test_decimal_strings_fit_their_sixteen_characters (void)
{
  const double values[] = { 1.0 / 3.0, -123456.789012345678, 0.1, 1e-7 / 3.0, 1024.0 };
  const guint32 tag = OVR_TAG (0x0028, 0x0030);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (OvrDataset) self = small_image ();
      g_autofree char *text = NULL;

      ovr_dataset_set_doubles (self, tag, &values[i], 1);
      text = ovr_dataset_get_text (self, tag);
      g_assert_cmpuint (strlen (text), <=, 16);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (text, NULL) / values[i], 1.0, 1e-8);
    }
}

static void
test_pixels_survive_each_syntax (gconstpointer data)
{
  const char *syntax = data;
  g_autoptr (OvrDataset) self = small_image ();
  g_autoptr (GBytes) wanted = ovr_dataset_get_bytes (self, PIXEL_DATA);
  g_autoptr (OvrDataset) back = write_and_read (self, syntax);
  g_autoptr (GBytes) pixels = ovr_dataset_get_bytes (back, PIXEL_DATA);

  g_assert_cmpstr (ovr_dataset_get_transfer_syntax (back), ==, syntax);
  g_assert_true (g_bytes_equal (pixels, wanted));
}

static void
test_file_without_instance_uid_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrDataset) self = ovr_dataset_new ();

  ovr_dataset_set_text (self, SOP_CLASS, "1.2.840.10008.5.1.4.1.1.7");
  g_assert_null (ovr_dataset_write (self, NULL, &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID);
}

static void
test_unknown_syntax_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrDataset) self = small_image ();

  g_assert_null (ovr_dataset_write (self, "1.2.840.10008.1.2.4.90", &error));
  g_assert_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED);
}

static void
test_two_writes_are_equal (void)
{
  g_autoptr (OvrDataset) self = small_image ();
  g_autoptr (GBytes) once = ovr_dataset_write (self, NULL, NULL);
  g_autoptr (GBytes) twice = ovr_dataset_write (self, NULL, NULL);

  g_assert_true (g_bytes_equal (once, twice));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/dataset/write/values", test_values_come_back);
  g_test_add_func ("/dataset/write/utf8", test_non_ascii_text_declares_utf8);
  g_test_add_func ("/dataset/write/sequences", test_sequences_keep_their_items);
  g_test_add_func ("/dataset/write/replaced-sequence", test_replaced_sequence_starts_afresh);
  g_test_add_func ("/dataset/write/frame-groups", test_frame_groups_prefer_the_frames_own);
  g_test_add_func ("/dataset/write/signed-padding", test_signed_image_gives_signed_padding);
  g_test_add_func ("/dataset/write/decimal-string", test_decimal_strings_fit_their_sixteen_characters);
  g_test_add_data_func ("/dataset/write/pixels/implicit", "1.2.840.10008.1.2", test_pixels_survive_each_syntax);
  g_test_add_data_func ("/dataset/write/pixels/explicit", "1.2.840.10008.1.2.1", test_pixels_survive_each_syntax);
  g_test_add_data_func ("/dataset/write/pixels/big-endian", "1.2.840.10008.1.2.2", test_pixels_survive_each_syntax);
  g_test_add_data_func ("/dataset/write/pixels/deflated", "1.2.840.10008.1.2.1.99", test_pixels_survive_each_syntax);
  g_test_add_func ("/dataset/write/no-instance-uid", test_file_without_instance_uid_is_refused);
  g_test_add_func ("/dataset/write/unknown-syntax", test_unknown_syntax_is_refused);
  g_test_add_func ("/dataset/write/repeatable", test_two_writes_are_equal);
  return g_test_run ();
}
