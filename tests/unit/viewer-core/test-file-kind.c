/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-samples.h"

#include "ovr-import.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#define PDF "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

typedef struct
{
  const char *name;
  const char *head;
  gsize size;
  OvrFileKind kind;
} Sample;

#define SAMPLE(text) (text), sizeof (text) - 1

static const Sample samples[] = {
  { "PDF", SAMPLE (PDF), OVR_FILE_PDF },
  { "PDF behind a mail's line", SAMPLE ("\n\n%PDF-1.7\n\xe2\xe3\xcf\xd3"), OVR_FILE_PDF },
  { "JPEG", SAMPLE ("\xff\xd8\xff\xe0\0\20JFIF"), OVR_FILE_PICTURE },
  { "PNG", SAMPLE (PNG), OVR_FILE_PICTURE },
  { "TIFF, little endian", SAMPLE ("II*\0\10\0\0\0"), OVR_FILE_PICTURE },
  { "TIFF, big endian", SAMPLE ("MM\0*\0\0\0\10"), OVR_FILE_PICTURE },
  { "BMP", SAMPLE ("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\2\0\0\0\2\0\0\0"), OVR_FILE_PICTURE },
  { "a word", SAMPLE ("BMI 24, otherwise a healthy man."), OVR_FILE_TEXT },
  { "UTF-8", SAMPLE ("Befund: Kein Erguß. \xc3\x9c"
                     "bliche Weite.\r\n"),
    OVR_FILE_TEXT },
  { "Windows-1252", SAMPLE ("Kein Ergu\xdf.\r\n"), OVR_FILE_TEXT },
  { "UTF-16", SAMPLE ("\xff\xfe"
                      "B\0e\0f\0u\0n\0d\0"),
    OVR_FILE_TEXT },
  { "a page of help", SAMPLE ("  <!DOCTYPE html><html>"), OVR_FILE_OTHER },
  { "RTF", SAMPLE ("{\\rtf1 text}"), OVR_FILE_OTHER },
  { "a program", SAMPLE ("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff"), OVR_FILE_OTHER },
  { "zeroes", SAMPLE ("\0\0\0\0"), OVR_FILE_OTHER },
  { "nothing", SAMPLE (""), OVR_FILE_OTHER },
};

static void
test_kind_is_told_by_content (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_test_message ("%s", samples[i].name);
      g_assert_cmpint (ovr_file_kind_detect ((const guint8 *) samples[i].head, samples[i].size), ==, samples[i].kind);
    }
}

/* PS3.10 7.1: the preamble may make it a TIFF for others. */
static void
test_dicom_with_a_tiff_in_front_is_no_picture (void)
{
  guint8 head[132] = "II*";

  g_assert_cmpint (ovr_file_kind_detect (head, sizeof head), ==, OVR_FILE_PICTURE);
  memcpy (head + 128, "DICM", 4);
  g_assert_cmpint (ovr_file_kind_detect (head, sizeof head), ==, OVR_FILE_OTHER);
}

/* ---- In an import */

typedef struct
{
  char *folder;
  char *images;
  OvrLibrary *library;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = sample_folder ();
  fixture->images = g_build_filename (fixture->folder, "images", NULL);
  g_mkdir (fixture->images, 0700);
  path = g_build_filename (fixture->folder, "library.sqlite", NULL);
  fixture->library = ovr_library_open (path, NULL, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_object (&fixture->library);
  g_free (fixture->images);
  sample_remove (fixture->folder);
}

static OvrImportResult *
import (Fixture *fixture,
        guint64 max_kept)
{
  const char *paths[] = { fixture->images, NULL };
  const OvrImportOptions options = { .max_kept = max_kept };
  g_autoptr (GError) error = NULL;
  OvrImportResult *result = ovr_import_run (fixture->library, paths, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static const OvrSkippedFile *
find (const OvrImportResult *result,
      const char *ending)
{
  for (guint i = 0; i < result->skipped->len; i++)
    if (g_str_has_suffix (((OvrSkippedFile *) result->skipped->pdata[i])->path, ending))
      return result->skipped->pdata[i];
  g_assert_not_reached ();
}

static void
save (Fixture *fixture,
      const char *name,
      const char *data,
      gsize size)
{
  g_autofree char *path = g_build_filename (fixture->images, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static void
test_skipped_files_say_what_they_are (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autoptr (OvrImportResult) result = NULL;

  sample_save_stack (fixture->images, 3, -1);
  save (fixture, "report", SAMPLE (PDF));
  save (fixture, "photo.dcm", SAMPLE (PNG));
  save (fixture, "letter", SAMPLE ("Dear colleague,"));
  save (fixture, "program", SAMPLE ("MZ\x90\0"));
  result = import (fixture, 0);
  g_assert_cmpuint (result->n_instances, ==, 3);
  g_assert_cmpint (find (result, "/report")->kind, ==, OVR_FILE_PDF);
  g_assert_cmpstr (find (result, "/report")->reason, ==, "a PDF document, not DICOM");
  g_assert_cmpint (find (result, "/photo.dcm")->kind, ==, OVR_FILE_PICTURE);
  g_assert_cmpstr (find (result, "/photo.dcm")->reason, ==, "a picture, not DICOM");
  g_assert_cmpint (find (result, "/letter")->kind, ==, OVR_FILE_TEXT);
  g_assert_cmpint (find (result, "/program")->kind, ==, OVR_FILE_OTHER);
  g_assert_cmpstr (find (result, "/program")->reason, ==, "not a DICOM file");
}

static void
add_member (struct archive *archive,
            const char *name,
            const char *data,
            gsize size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (gint64) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, data, size), ==, (gssize) size);
  archive_entry_free (entry);
}

static void
test_members_are_kept_as_far_as_is_wanted (Fixture *fixture,
                                           gconstpointer unused)
{
  struct archive *archive = sample_archive_new (fixture->images, "disc.zip", "zip", NULL, NULL);
  g_autoptr (OvrImportResult) result = NULL;
  const OvrSkippedFile *report;

  add_member (archive, "a/report", SAMPLE (PDF));
  add_member (archive, "a/second", SAMPLE (PDF));
  add_member (archive, "b/program", SAMPLE ("MZ\x90\0"));
  archive_write_close (archive);
  archive_write_free (archive);
  result = import (fixture, sizeof (PDF) - 1);
  report = find (result, "a/report");
  g_assert_cmpint (report->kind, ==, OVR_FILE_PDF);
  g_assert_true (report->is_member);
  g_assert_cmpmem (g_bytes_get_data (report->bytes, NULL), g_bytes_get_size (report->bytes), PDF, sizeof (PDF) - 1);
  g_assert_true (find (result, "a/second")->is_member);
  g_assert_null (find (result, "a/second")->bytes);
  g_assert_null (find (result, "b/program")->bytes);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/file-kind/by-content", test_kind_is_told_by_content);
  g_test_add_func ("/file-kind/dicom-first", test_dicom_with_a_tiff_in_front_is_no_picture);
  g_test_add ("/file-kind/import", Fixture, NULL, set_up, test_skipped_files_say_what_they_are, tear_down);
  g_test_add ("/file-kind/members", Fixture, NULL, set_up, test_members_are_kept_as_far_as_is_wanted, tear_down);
  return g_test_run ();
}
