/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-frame.h"
#include "ovr-import.h"
#include "ovr-person.h"
#include "ovr-picture-study.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Odd in both, so that a row's padding or a lost last byte shows. */
#define COLUMNS 7
#define ROWS 5

static const OvrPictureSubject anna = { "Müster^Änna", "4711", "Clinic", { 1960, 2, 29 }, "F" };

typedef struct
{
  char *folder;
  OvrLibrary *library;
  OvrPictureStudy *study;
  GBytes *rgb;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  guint8 rgb[COLUMNS * ROWS * 3];

  for (guint i = 0; i < sizeof rgb; i++)
    rgb[i] = (guint8) (37 * i + 5);
  fixture->rgb = g_bytes_new (rgb, sizeof rgb);
  fixture->folder = sample_folder ();
  path = g_build_filename (fixture->folder, "library.sqlite", NULL);
  fixture->library = ovr_library_open (path, NULL, 0, &error);
  g_assert_no_error (error);
  fixture->study = ovr_picture_study_new (fixture->library, &anna, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  ovr_picture_study_free (fixture->study);
  g_object_unref (fixture->library);
  g_bytes_unref (fixture->rgb);
  sample_remove (fixture->folder);
}

/* The file of the first image after it was written. */
static GBytes *
write_first (Fixture *fixture,
             gsize lossy_size)
{
  const OvrPicture picture = { "Foto 1 – Läsion.jpg", COLUMNS, ROWS, fixture->rgb, lossy_size };
  g_autofree char *path = g_build_filename (ovr_picture_study_get_folder (fixture->study), "0000001.dcm", NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  g_assert_true (ovr_picture_study_add (fixture->study, &picture, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  return g_bytes_new_take (contents, size);
}

static void
assert_text (const OvrDataset *dataset,
             guint32 tag,
             const char *wanted)
{
  g_autofree char *text = ovr_dataset_get_text (dataset, tag);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_pixels_are_the_picture (Fixture *fixture,
                             gconstpointer unused)
{
  g_autoptr (GBytes) file = write_first (fixture, 0);
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) frame = ovr_frame_decode (file, 1, &info, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (info.columns, ==, COLUMNS);
  g_assert_cmpuint (info.rows, ==, ROWS);
  g_assert_cmpuint (info.samples, ==, 3);
  g_assert_cmpint (info.photometric, ==, OVR_PHOTOMETRIC_RGB);
  g_assert_false (info.lossy);
  g_assert_true (g_bytes_equal (frame, fixture->rgb));
}

static void
test_nothing_is_claimed_that_is_not_known (Fixture *fixture,
                                           gconstpointer unused)
{
  static const guint32 spacings[] = { OVR_TAG (0x0028, 0x0030), OVR_TAG (0x0018, 0x1164), OVR_TAG (0x0018, 0x2010), OVR_TAG (0x0028, 0x0034) };
  g_autoptr (GBytes) file = write_first (fixture, 0);
  g_autoptr (OvrDataset) dataset = ovr_dataset_read_bytes (file, OVR_READ_HEADER, NULL);

  g_assert_nonnull (dataset);
  assert_text (dataset, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.7");
  assert_text (dataset, OVR_TAG (0x0008, 0x0064), "WSD");
  assert_text (dataset, OVR_TAG (0x0008, 0x0060), "OT");
  assert_text (dataset, OVR_TAG (0x0020, 0x4000), "Foto 1 – Läsion.jpg");
  for (guint i = 0; i < G_N_ELEMENTS (spacings); i++)
    g_assert_false (ovr_dataset_has (dataset, spacings[i]));
  g_assert_true (ovr_dataset_has (dataset, OVR_TAG (0x0008, 0x0020)));
  assert_text (dataset, OVR_TAG (0x0008, 0x0020), NULL);
  g_assert_false (ovr_dataset_has (dataset, OVR_TAG (0x0028, 0x2110)));
}

static void
test_a_jpeg_stays_known_as_lossy (Fixture *fixture,
                                  gconstpointer unused)
{
  g_autoptr (GBytes) file = write_first (fixture, 21);
  g_autoptr (OvrDataset) dataset = ovr_dataset_read_bytes (file, OVR_READ_HEADER, NULL);
  double ratio = 0.0;

  assert_text (dataset, OVR_TAG (0x0028, 0x2110), "01");
  assert_text (dataset, OVR_TAG (0x0028, 0x2114), "ISO_10918_1");
  g_assert_true (ovr_dataset_get_double (dataset, OVR_TAG (0x0028, 0x2112), 0, &ratio));
  g_assert_cmpfloat (ratio, ==, COLUMNS * ROWS * 3 / 21.0);
}

static void
test_library_files_it_under_the_same_person (Fixture *fixture,
                                             gconstpointer unused)
{
  g_autofree char *key = ovr_person_key (anna.id, anna.issuer, anna.name, anna.birth_date);
  const char *paths[] = { ovr_picture_study_get_folder (fixture->study), NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrImportResult) result = NULL;
  g_autoptr (OvrStudy) study = NULL;
  OvrSeries *series;

  for (guint i = 0; i < 2; i++)
    g_bytes_unref (write_first (fixture, 0));
  result = ovr_import_run (fixture->library, paths, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_instances, ==, 2);
  g_assert_cmpuint (result->studies->len, ==, 1);
  study = ovr_library_load_study (fixture->library, key, ((OvrImportedStudy *) result->studies->pdata[0])->uid, &error);
  g_assert_nonnull (study);
  g_assert_cmpuint (ovr_study_get_n_series (study), ==, 1);
  series = ovr_study_get_series (study, 0);
  g_assert_nonnull (sample_finding (series, "secondary-capture"));
}

static void
test_what_is_discarded_leaves_nothing (Fixture *fixture,
                                       gconstpointer unused)
{
  g_autoptr (GBytes) file = write_first (fixture, 0);

  ovr_picture_study_discard (fixture->study);
  g_assert_false (g_file_test (ovr_picture_study_get_folder (fixture->study), G_FILE_TEST_EXISTS));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add ("/picture-study/pixels", Fixture, NULL, set_up, test_pixels_are_the_picture, tear_down);
  g_test_add ("/picture-study/header", Fixture, NULL, set_up, test_nothing_is_claimed_that_is_not_known, tear_down);
  g_test_add ("/picture-study/lossy", Fixture, NULL, set_up, test_a_jpeg_stays_known_as_lossy, tear_down);
  g_test_add ("/picture-study/library", Fixture, NULL, set_up, test_library_files_it_under_the_same_person, tear_down);
  g_test_add ("/picture-study/discard", Fixture, NULL, set_up, test_what_is_discarded_leaves_nothing, tear_down);
  return g_test_run ();
}
