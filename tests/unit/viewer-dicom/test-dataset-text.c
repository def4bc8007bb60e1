/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dicom-bytes.h"
#include "ovr-dataset.h"

#include <fcntl.h>
#include <unistd.h>

#define CHARSET OVR_TAG (0x0008, 0x0005)
#define PATIENT_NAME OVR_TAG (0x0010, 0x0010)
#define OTHER_NAMES OVR_TAG (0x0010, 0x1001)
#define HISTORY OVR_TAG (0x0010, 0x21b0)
#define CODES OVR_TAG (0x0032, 0x1064)

typedef struct
{
  const char *name;
  const char *charset; /* NULL for none */
  guint32 tag;
  const char *vr;
  const char *bytes;
  const char *wanted;
  gboolean doubt;
} TextCase;

/* Names of PS3.5 annexes H to K, then what is met beside them. */
static const TextCase text_cases[] = {
  { "H.3.1", "\\ISO 2022 IR 87", PATIENT_NAME, "PN",
    "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B=\033$B$d$^$@\033(B^\033$B$?$m$&\033(B",
    "Yamada^Tarou=山田^太郎=やまだ^たろう", FALSE },
  { "H.3.2", "ISO 2022 IR 13\\ISO 2022 IR 87", PATIENT_NAME, "PN",
    "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\033$B;3ED\033(J^\033$BB@O:\033(J=\033$B$d$^$@\033(J^\033$B$?$m$&\033(J",
    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", FALSE },
  { "I.2", "\\ISO 2022 IR 149", PATIENT_NAME, "PN",
    "Hong^Gildong=\033$)C\xfb\xf3^\033$)C\xd1\xce\xd4\xd7=\033$)C\xc8\xab^\033$)C\xb1\xe6\xb5\xbf",
    "Hong^Gildong=洪^吉洞=홍^길동", FALSE },
  { "J.1", "ISO_IR 192", PATIENT_NAME, "PN", "Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=",
    "Wang^XiaoDong=王^小東=", FALSE },
  { "J.2", "GB18030", PATIENT_NAME, "PN", "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=",
    "Wang^XiaoDong=王^小东=", FALSE },
  { "J.4 GBK", "GBK", PATIENT_NAME, "PN", "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=",
    "Wang^XiaoDong=王^小东=", FALSE },
  { "K.2", "\\ISO 2022 IR 58", PATIENT_NAME, "PN",
    "Zhang^XiaoDong=\033$)A\xd5\xc5^\033$)A\xd0\xa1\xb6\xab=",
    "Zhang^XiaoDong=张^小东=", FALSE },
  { "K.3 prose, designated again on each line", "\\ISO 2022 IR 58", HISTORY, "LT",
    "The first line includes\033$)A\xd6\xd0\xce\xc4.\r\nThe second line includes\033$)A\xd6\xd0\xce\xc4, too.",
    "The first line includes中文.\r\nThe second line includes中文, too.", FALSE },
  { "IR 159", "\\ISO 2022 IR 159", PATIENT_NAME, "PN", "A^\033$(D0!\033(B", "A^丂", FALSE },
  { "Latin-2", "ISO_IR 101", PATIENT_NAME, "PN", "Ku\xe8"
                                                 "era^\xae"
                                                 "ofie",
    "Kučera^Žofie", FALSE },
  { "Latin-9", "ISO_IR 203", HISTORY, "LT", "5 \xa4", "5 €", FALSE },
  { "Thai", "ISO_IR 166", PATIENT_NAME, "PN", "\xca\xc1\xaa\xd2\xc2", "สมชาย", FALSE },
  { "spelt with a dash", "ISO-IR 100", PATIENT_NAME, "PN", "J\xe9r\xf4me", "Jérôme", FALSE },
  /* 0x5c inside a character is no delimiter. */
  { "GBK with 0x5c", "GBK", OTHER_NAMES, "PN", "\x81\x5c^A\\B", "乗^A\\B", FALSE },
  { "GB18030, four bytes", "GB18030", PATIENT_NAME, "PN", "\x81\x30\x89\x38", "ß", FALSE },
  { "JIS X 0208 with 0x5c", "\\ISO 2022 IR 87", OTHER_NAMES, "PN", "\033$BF\\\\\\\033(B\\B", "頓樛\\B", FALSE },
  { "prose keeps its backslash", "ISO_IR 100", HISTORY, "LT", "a\\b", "a\\b", FALSE },
  /* Pad characters. */
  { "padding goes", "ISO_IR 100", OTHER_NAMES, "PN", " A \\ B  ", "A\\B", FALSE },
  { "prose is indented", "ISO_IR 100", HISTORY, "LT", "  A  ", "  A", FALSE },
  /* Doubt. */
  { "undeclared byte", NULL, PATIENT_NAME, "PN", "M\xfcller", "M\xef\xbf\xbdller", TRUE },
  { "broken UTF-8", "ISO_IR 192", PATIENT_NAME, "PN", "M\xfcller", "M\xef\xbf\xbdller", TRUE },
  { "unknown set", "KLINGON", PATIENT_NAME, "PN", "K\xe9", "K\xef\xbf\xbd", TRUE },
  { "half a character", "GB18030", PATIENT_NAME, "PN", "A\xcd", "A\xef\xbf\xbd", TRUE },
  { "unknown escape", "\\ISO 2022 IR 87", PATIENT_NAME, "PN", "A\033$QB", "A\xef\xbf\xbd$QB", TRUE },
  { "coded text is ASCII", "ISO_IR 100", OVR_TAG (0x0008, 0x0060), "CS", "M\xe9", "M\xef\xbf\xbd", TRUE },
};

static OvrDataset *
read_array (GByteArray *array)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (array);
  g_autoptr (GError) error = NULL;
  OvrDataset *self = ovr_dataset_read_bytes (bytes, OVR_READ_HEADER, &error);

  g_assert_no_error (error);
  return self;
}

static void
test_text_becomes_utf8 (gconstpointer data)
{
  const TextCase *it = data;
  GByteArray *file = bytes_new_file ("1.2.840.10008.1.2.1");
  g_autoptr (OvrDataset) self = NULL;
  g_autofree char *text = NULL;

  if (it->charset != NULL)
    bytes_text (file, CHARSET, "CS", it->charset);
  bytes_text (file, it->tag, it->vr, it->bytes);
  self = read_array (file);
  text = ovr_dataset_get_text (self, it->tag);
  g_assert_cmpstr (text, ==, it->wanted);
  g_assert_cmpint (ovr_dataset_has_charset_doubt (self), ==, it->doubt);
}

static void
test_items_inherit_or_declare_their_set (void)
{
  GByteArray *file = bytes_new_file ("1.2.840.10008.1.2.1");
  g_autoptr (OvrDataset) self = NULL;
  g_autofree char *inherited = NULL;
  g_autofree char *own = NULL;

  bytes_text (file, CHARSET, "CS", "ISO_IR 100");
  bytes_head (file, CODES, "SQ", 0xffffffff);
  bytes_mark (file, 0xfffee000, 0xffffffff);
  bytes_text (file, PATIENT_NAME, "PN", "J\xe9r\xf4me");
  bytes_mark (file, 0xfffee00d, 0);
  bytes_mark (file, 0xfffee000, 0xffffffff);
  bytes_text (file, CHARSET, "CS", "ISO_IR 144");
  bytes_text (file, PATIENT_NAME, "PN", "\xbb\xee\xda");
  bytes_mark (file, 0xfffee00d, 0);
  bytes_mark (file, 0xfffee0dd, 0);
  self = read_array (file);
  inherited = ovr_dataset_get_text (ovr_dataset_get_item (self, CODES, 0), PATIENT_NAME);
  own = ovr_dataset_get_text (ovr_dataset_get_item (self, CODES, 1), PATIENT_NAME);
  g_assert_cmpstr (inherited, ==, "Jérôme");
  g_assert_cmpstr (own, ==, "Люк");
}

static void
test_setting_text_recodes_what_was_there (void)
{
  GByteArray *file = bytes_new_file ("1.2.840.10008.1.2.1");
  g_autoptr (OvrDataset) self = NULL;
  g_autoptr (OvrDataset) back = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autofree char *name = NULL;
  g_autofree char *inner = NULL;

  bytes_text (file, CHARSET, "CS", "ISO_IR 100");
  bytes_text (file, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
  bytes_text (file, 0x00080018, "UI", "2.25.1");
  bytes_text (file, PATIENT_NAME, "PN", "J\xe9r\xf4me");
  bytes_head (file, CODES, "SQ", 0xffffffff);
  bytes_mark (file, 0xfffee000, 0xffffffff);
  bytes_text (file, CHARSET, "CS", "ISO_IR 144");
  bytes_text (file, PATIENT_NAME, "PN", "\xbb\xee\xda");
  bytes_mark (file, 0xfffee00d, 0);
  bytes_mark (file, 0xfffee0dd, 0);
  self = read_array (file);
  ovr_dataset_set_text (self, OVR_TAG (0x0010, 0x4000), "日本");
  written = ovr_dataset_write (self, NULL, NULL);
  back = ovr_dataset_read_bytes (written, OVR_READ_ALL, NULL);
  name = ovr_dataset_get_text (back, PATIENT_NAME);
  inner = ovr_dataset_get_text (ovr_dataset_get_item (back, CODES, 0), PATIENT_NAME);
  g_assert_cmpstr (name, ==, "Jérôme");
  g_assert_cmpstr (inner, ==, "Люк");
}

static void
test_values_are_asked_one_by_one (void)
{
  GByteArray *file = bytes_new_file ("1.2.840.10008.1.2.1");
  g_autoptr (OvrDataset) self = NULL;
  g_autofree char *second = NULL;
  double number = 7.0;
  gint64 whole = 7;

  bytes_text (file, OVR_TAG (0x0020, 0x0013), "IS", "12 ");
  bytes_text (file, OVR_TAG (0x0028, 0x0030), "DS", "0.5\\ 1e-1 \\x");
  self = read_array (file);
  g_assert_cmpuint (ovr_dataset_get_n_values (self, OVR_TAG (0x0028, 0x0030)), ==, 3);
  second = ovr_dataset_get_value (self, OVR_TAG (0x0028, 0x0030), 1);
  g_assert_cmpstr (second, ==, "1e-1");
  g_assert_true (ovr_dataset_get_double (self, OVR_TAG (0x0028, 0x0030), 1, &number));
  g_assert_cmpfloat (number, ==, 0.1);
  g_assert_false (ovr_dataset_get_double (self, OVR_TAG (0x0028, 0x0030), 2, &number));
  g_assert_false (ovr_dataset_get_double (self, OVR_TAG (0x0028, 0x0030), 3, &number));
  g_assert_cmpfloat (number, ==, 0.1);
  g_assert_false (ovr_dataset_get_int (self, OVR_TAG (0x0028, 0x0030), 0, &whole));
  g_assert_cmpint (whole, ==, 7);
  g_assert_true (ovr_dataset_get_int (self, OVR_TAG (0x0020, 0x0013), 0, &whole));
  g_assert_cmpint (whole, ==, 12);
}

typedef struct
{
  const char *file;
  const char *name;
} SampleName;

static const SampleName sample_names[] = {
  { "chrArab", "قباني^لنزار" },
  { "chrFren", "Buc^Jérôme" },
  { "chrFrenMulti", "Buc^Jérôme" },
  { "chrGerm", "Äneas^Rüdiger" },
  { "chrGreek", "Διονυσιος" },
  { "chrH31", "Yamada^Tarou=山田^太郎=やまだ^たろう" },
  { "chrH32", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう" },
  { "chrHbrw", "שרון^דבורה" },
  { "chrI2", "Hong^Gildong=洪^吉洞=홍^길동" },
  { "chrJapMulti", "やまだ^たろう" },
  { "chrJapMultiExplicitIR6", "やまだ^たろう" },
  { "chrKoreanMulti", "김희중" },
  { "chrRuss", "Люкceмбypг" },
  { "chrX1", "Wang^XiaoDong=王^小東=" },
  { "chrX2", "Wang^XiaoDong=王^小东=" },
};

static void
test_samples_carry_their_names (void)
{
  const char *samples = g_getenv ("OVERREAD_SAMPLES");

  for (guint i = 0; i < G_N_ELEMENTS (sample_names); i++)
    {
      g_autofree char *base = g_strconcat (sample_names[i].file, ".dcm", NULL);
      g_autofree char *path = g_build_filename (samples != NULL ? samples : "", "dicom", "conformance",
                                                "charset", "pydicom", base, NULL);
      g_autoptr (OvrDataset) self = NULL;
      g_autofree char *name = NULL;
      int fd = open (path, O_RDONLY | O_CLOEXEC);

      if (fd < 0)
        {
          g_test_skip ("the sample files are not here");
          return;
        }
      self = ovr_dataset_read_fd (fd, OVR_READ_ALL, NULL);
      close (fd);
      g_assert_nonnull (self);
      name = ovr_dataset_get_text (self, PATIENT_NAME);
      g_assert_cmpstr (name, ==, sample_names[i].name);
      g_assert_false (ovr_dataset_has_charset_doubt (self));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/dataset/text/", text_cases[i].name, NULL);

      g_test_add_data_func (path, &text_cases[i], test_text_becomes_utf8);
    }
  g_test_add_func ("/dataset/text/items", test_items_inherit_or_declare_their_set);
  g_test_add_func ("/dataset/text/recoded", test_setting_text_recodes_what_was_there);
  g_test_add_func ("/dataset/text/one-by-one", test_values_are_asked_one_by_one);
  g_test_add_func ("/dataset/text/samples", test_samples_carry_their_names);
  return g_test_run ();
}
