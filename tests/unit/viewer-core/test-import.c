/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-samples.h"

#include "ovr-import.h"
#include "ovr-uid.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

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
import_path (Fixture *fixture,
             const char *path)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  OvrImportResult *result = ovr_import_run (fixture->library, paths, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* A number of the library's database. */
static gint64
query (Fixture *fixture,
       const char *sql)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (ovr_database_get_reader (ovr_library_get_database (fixture->library)), sql, NULL);

  g_assert_nonnull (statement);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  return sqlite3_column_int64 (statement, 0);
}

static char *
query_text (Fixture *fixture,
            const char *sql)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (ovr_database_get_reader (ovr_library_get_database (fixture->library)), sql, NULL);

  g_assert_nonnull (statement);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

/* ---- Progress */

/**
 * Watch:
 * @seen: (element-type OvrImportProgress)
 * @first_visible: files seen when a study stood in the list first
 */
typedef struct
{
  Fixture *fixture;
  GArray *seen;
  guint first_visible;
} Watch;

static void
on_progress (const OvrImportProgress *progress,
             gpointer data)
{
  Watch *watch = data;

  g_array_append_val (watch->seen, *progress);
  if (watch->first_visible == 0 && query (watch->fixture, "SELECT count (*) FROM study WHERE modalities = 'CT'") > 0)
    watch->first_visible = progress->n_files;
}

static void
test_progress_knows_where_it_is (Fixture *fixture,
                                 gconstpointer unused)
{
  const char *paths[] = { fixture->images, NULL };
  Watch watch = { fixture, g_array_new (FALSE, FALSE, sizeof (OvrImportProgress)), 0 };
  g_autoptr (OvrImportResult) result = NULL;
  const OvrImportProgress *last;

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *folder = g_build_filename (fixture->images, i % 2 == 0 ? "anna" : "berta", NULL);
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i, i);

      g_mkdir (folder, 0700);
      ovr_dataset_set_text (dataset, TAG_PATIENT_NAME, i % 2 == 0 ? "Muster^Anna" : "Muster^Berta");
      sample_save (dataset, folder, name);
    }
  result = ovr_import_run (fixture->library, paths, NULL, NULL, on_progress, &watch, NULL);
  g_assert_nonnull (result);
  g_assert_cmpuint (watch.seen->len, >=, 3);

  /* A study is seen in the list before a tenth was read; both patients are
   * known then. */
  g_assert_cmpuint (watch.first_visible, >, 0);
  g_assert_cmpuint (watch.first_visible, <, 200);
  for (guint i = 0; i < watch.seen->len; i++)
    {
      const OvrImportProgress *now = &g_array_index (watch.seen, OvrImportProgress, i);

      g_assert_cmpuint (now->n_instances, <=, now->n_files);
      if (now->is_scouted)
        {
          g_assert_cmpuint (now->n_total, ==, 2000);
          g_assert_cmpuint (now->n_patients, ==, 2);
        }
      g_assert_true (isnan (now->seconds_left) || now->seconds_left >= 0.0);
    }
  last = &g_array_index (watch.seen, OvrImportProgress, watch.seen->len - 1);
  g_assert_true (last->is_scouted);
  g_assert_cmpuint (last->n_files, ==, 2000);
  g_array_unref (watch.seen);
}

/* ---- The same UID twice */

/* An image whose pixels are all @value. */
static OvrDataset *
painted (const char *name,
         guint8 value)
{
  OvrDataset *dataset = sample_ct (name, 1, 0.0);
  gsize size = SAMPLE_ROWS * SAMPLE_COLUMNS * 2;
  g_autofree guint8 *pixels = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  memset (pixels, value, size);
  bytes = g_bytes_new (pixels, size);
  ovr_dataset_set_bytes (dataset, TAG_PIXELS, bytes, 2);
  return dataset;
}

/* Another size, because its header says more: both are kept, and it is told
 * each time, but stored once. */
static void
test_other_content_is_kept_apart (Fixture *fixture,
                                  gconstpointer unused)
{
  OvrDataset *other = painted ("a", 7);
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  const OvrSkippedFile *told;

  sample_save (painted ("a", 3), fixture->images, "1");
  ovr_dataset_set_text (other, TAG_SERIES_DESCRIPTION, "edited");
  sample_save (other, fixture->images, "2");

  first = import_path (fixture, fixture->images);
  g_assert_cmpuint (first->n_instances, ==, 1);
  g_assert_cmpuint (first->n_duplicates, ==, 0);
  g_assert_cmpuint (first->n_conflicts, ==, 1);
  g_assert_cmpuint (first->skipped->len, ==, 1);
  told = first->skipped->pdata[0];
  g_assert_true (g_str_has_suffix (told->path, "/2"));
  g_assert_cmpstr (told->reason, ==, "another image with the same UID: kept apart");

  second = import_path (fixture, fixture->images);
  g_assert_cmpuint (second->n_duplicates, ==, 1);
  g_assert_cmpuint (second->n_conflicts, ==, 1);
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM variant"), ==, 1);
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM instance"), ==, 1);
  g_assert_cmpint (query (fixture, "SELECT sum (n_instances) FROM study"), ==, 1);
}

/* Other bytes, the same image: no second one. */
static void
test_other_packing_is_the_same_image (Fixture *fixture,
                                      gconstpointer unused)
{
  static const char *const syntaxes[] = { NULL, "1.2.840.10008.1.2", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70" };
  g_autoptr (OvrImportResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    {
      g_autoptr (OvrDataset) dataset = painted ("a", 5);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = ovr_dataset_write (dataset, syntaxes[i], &error);
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *path = g_build_filename (fixture->images, name, NULL);

      g_assert_no_error (error);
      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
    }
  result = import_path (fixture, fixture->images);
  g_assert_cmpuint (result->n_instances, ==, 1);
  g_assert_cmpuint (result->n_duplicates, ==, 3);
  g_assert_cmpuint (result->n_conflicts, ==, 0);
}

/* Variants out of archives are files of the library; twice the same is one. */
static void
test_variants_of_archives_are_stored_once (Fixture *fixture,
                                           gconstpointer unused)
{
  g_autofree char *files = g_build_filename (fixture->folder, "library.sqlite.files", NULL);

  sample_save (painted ("a", 3), fixture->images, "1");
  for (int i = 0; i < 2; i++)
    {
      OvrDataset *other = painted ("a", 7);
      g_autofree char *path = g_build_filename (fixture->folder, "other.zip", NULL);
      struct archive *archive = sample_archive_new (fixture->folder, "other.zip", "zip", NULL, NULL);
      g_autoptr (OvrImportResult) result = import_path (fixture, fixture->images);
      g_autoptr (OvrImportResult) zipped = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *stored = NULL;

      ovr_dataset_set_text (other, TAG_SERIES_DESCRIPTION, "edited");
      bytes = sample_bytes (other);
      sample_archive_add (archive, "a", bytes);
      sample_archive_close (archive);
      zipped = import_path (fixture, path);
      g_assert_cmpuint (zipped->n_conflicts, ==, 1);
      stored = query_text (fixture, "SELECT path FROM variant");
      g_assert_true (g_str_has_prefix (stored, files));
      g_assert_true (g_file_test (stored, G_FILE_TEST_IS_REGULAR));
    }
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM variant"), ==, 1);
}

static void
test_changed_file_is_read_again (Fixture *fixture,
                                 gconstpointer unused)
{
  OvrDataset *edited = painted ("a", 3);
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (OvrImportResult) third = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;
  g_autofree char *series = NULL;
  g_autofree char *wanted = ovr_uid_derive ("another series");
  OvrDataset *moved = painted ("a", 3);
  const OvrStudyRow *row;

  sample_save (painted ("a", 3), fixture->images, "1");
  first = import_path (fixture, fixture->images);
  ovr_dataset_set_text (edited, TAG_IMAGE_TYPE, "DERIVED\\SECONDARY");
  sample_save (edited, fixture->images, "1");
  second = import_path (fixture, fixture->images);
  g_assert_cmpuint (second->n_duplicates, ==, 1);
  g_assert_cmpuint (second->n_conflicts, ==, 0);
  g_assert_cmpint (query (fixture, "SELECT n_instances FROM study"), ==, 1);
  rows = ovr_library_list_studies (fixture->library, NULL);
  row = rows->pdata[0];
  study = ovr_library_load_study (fixture->library, row->patient_key, row->uid, NULL);
  g_assert_cmpstr (ovr_series_get_instance (ovr_study_get_series (study, 0), 0)->image_type, ==, "DERIVED\\SECONDARY");

  /* It belongs to another series now. */
  sample_set_uid (moved, TAG_SERIES_UID, "another series");
  sample_save (moved, fixture->images, "1");
  third = import_path (fixture, fixture->images);
  g_assert_cmpuint (third->n_duplicates, ==, 1);
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM instance"), ==, 1);
  g_assert_cmpint (query (fixture, "SELECT n_instances FROM study"), ==, 1);
  series = query_text (fixture, "SELECT uid FROM series JOIN instance ON instance.series_id = series.id");
  g_assert_cmpstr (series, ==, wanted);
  g_assert_cmpint (query (fixture, "SELECT sum (n_instances) FROM series"), ==, 1);
}

/* A second disc in the drive, with files of the same names: the first one's
 * images are not there any more. */
static void
test_another_disc_is_not_shown_for_the_first (Fixture *fixture,
                                              gconstpointer unused)
{
  OvrDataset *berta = painted ("b", 7);
  g_autoptr (OvrImportResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;
  g_autoptr (GError) error = NULL;
  const OvrStudyRow *row;

  sample_save (painted ("a", 3), fixture->images, "IM1");
  result = import_path (fixture, fixture->images);
  rows = ovr_library_list_studies (fixture->library, NULL);
  row = rows->pdata[0];
  study = ovr_library_load_study (fixture->library, row->patient_key, row->uid, NULL);

  ovr_dataset_set_text (berta, TAG_PATIENT_NAME, "Muster^Hans");
  sample_save (berta, fixture->images, "IM1");
  g_assert_cmpint (ovr_instance_open (ovr_series_get_instance (ovr_study_get_series (study, 0), 0), &error), <, 0);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "another one lies in its place"));
}

/* ---- Stopping */

/**
 * Stop:
 * @at: when it was cancelled, µs
 */
typedef struct
{
  GCancellable *cancellable;
  guint after;
  gint64 at;
} Stop;

static gpointer
cancel_soon (gpointer data)
{
  Stop *stop = data;

  g_usleep (stop->after);
  stop->at = g_get_monotonic_time ();
  g_cancellable_cancel (stop->cancellable);
  return NULL;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* In the middle of 3000 files and of an archive; the studies are checked
 * afterwards all the same. */
static void
test_stopping_takes_no_time (Fixture *fixture,
                             gconstpointer unused)
{
  struct archive *archive = sample_archive_new (fixture->images, "z.zip", "zip", NULL, NULL);
  const char *paths[] = { fixture->images, NULL };
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (int i = 0; i < 3000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      sample_save (sample_ct (name, i, i), fixture->images, name);
    }
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("member %d", i);

      sample_archive_add_image (archive, name);
    }
  sample_archive_close (archive);
  for (guint round = 0; round < 8; round++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (OvrImportResult) result = NULL;
      Stop stop = { cancellable, 1000 + round * 15000, 0 };
      GThread *thread = g_thread_new ("stop", cancel_soon, &stop);
      gint64 end;

      result = ovr_import_run (fixture->library, paths, NULL, cancellable, NULL, NULL, &error);
      end = g_get_monotonic_time ();
      g_thread_join (thread);
      if (result == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          end -= stop.at;
          g_array_append_val (waits, end);
        }
    }
  /* Stopped eight times on a machine that does other things as well. */
  g_assert_cmpuint (waits->len, >, 0);
  g_array_sort (waits, compare_times);
  g_test_message ("%.1f ms, at most %.1f ms", (double) g_array_index (waits, gint64, waits->len / 2) / 1e3,
                  (double) g_array_index (waits, gint64, waits->len - 1) / 1e3);
  g_assert_cmpint (g_array_index (waits, gint64, 0), <, 100000);
  ovr_database_flush (ovr_library_get_database (fixture->library));
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM study WHERE health IS NULL"), ==, 0);
}

/* ---- Everything odd at once */

/* All sample folders that are there to hurt: every file is an image or has a
 * reason. */
static void
test_samples_are_images_or_have_a_reason (Fixture *fixture,
                                          gconstpointer unused)
{
  static const char *const folders[] = { "hostile", "dicomdir", "conformance" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = sample_path (folders[i]);
      g_autoptr (OvrImportResult) result = NULL;

      if (path == NULL)
        return;
      result = import_path (fixture, path);
      g_test_message ("%s: %u instances, %u duplicates, %u conflicts, %u skipped", folders[i], result->n_instances,
                      result->n_duplicates, result->n_conflicts, result->skipped->len);
      g_assert_cmpuint (result->n_instances, >, 0);
      for (guint k = 0; k < result->skipped->len; k++)
        {
          const OvrSkippedFile *skipped = result->skipped->pdata[k];

          g_assert_nonnull (skipped->reason);
          g_assert_cmpstr (skipped->reason, !=, "");
        }
    }
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM study WHERE health IS NULL"), ==, 0);
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/import/progress-knows-where-it-is", test_progress_knows_where_it_is },
    { "/import/other-content-is-kept-apart", test_other_content_is_kept_apart },
    { "/import/other-packing-is-the-same-image", test_other_packing_is_the_same_image },
    { "/import/variants-of-archives-are-stored-once", test_variants_of_archives_are_stored_once },
    { "/import/changed-file-is-read-again", test_changed_file_is_read_again },
    { "/import/another-disc-is-not-shown-for-the-first", test_another_disc_is_not_shown_for_the_first },
    { "/import/stopping-takes-no-time", test_stopping_takes_no_time },
    { "/import/samples-are-images-or-have-a-reason", test_samples_are_images_or_have_a_reason },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
