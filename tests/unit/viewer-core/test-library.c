/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-import.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * Fixture:
 * @folder: holds "images" and "library.sqlite"
 */
typedef struct
{
  char *folder;
  char *images;
  char *path;
  OvrLibrary *library;
} Fixture;

static OvrLibrary *
open_library (const char *path)
{
  g_autoptr (GError) error = NULL;
  OvrLibrary *library = ovr_library_open (path, NULL, 0, &error);

  g_assert_no_error (error);
  return library;
}

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  fixture->folder = sample_folder ();
  fixture->images = g_build_filename (fixture->folder, "images", NULL);
  fixture->path = g_build_filename (fixture->folder, "library.sqlite", NULL);
  g_mkdir (fixture->images, 0700);
  fixture->library = open_library (fixture->path);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_object (&fixture->library);
  g_free (fixture->images);
  g_free (fixture->path);
  sample_remove (fixture->folder);
}

static OvrImportResult *
import (Fixture *fixture,
        const char *path)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  OvrImportResult *result = ovr_import_run (fixture->library, paths, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static GPtrArray *
list (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = ovr_library_list_studies (fixture->library, &error);

  g_assert_no_error (error);
  return rows;
}

static OvrStudy *
load (Fixture *fixture,
      const OvrStudyRow *row)
{
  g_autoptr (GError) error = NULL;
  OvrStudy *study = ovr_library_load_study (fixture->library, row->patient_key, row->uid, &error);

  g_assert_no_error (error);
  g_assert_nonnull (study);
  return study;
}

static void
test_study_comes_back_as_it_was_read (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autoptr (OvrImportResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;
  const OvrStudyRow *row;
  OvrSeries *series;
  int fd;

  sample_save_stack (fixture->images, 9, 4);
  result = import (fixture, fixture->images);
  g_assert_cmpuint (result->n_instances, ==, 8);
  g_assert_cmpuint (result->n_duplicates, ==, 0);
  g_assert_cmpuint (result->studies->len, ==, 1);

  /* As another session finds it. */
  g_clear_object (&fixture->library);
  fixture->library = open_library (fixture->path);
  rows = list (fixture);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpstr (row->patient_name, ==, "Muster, Anna");
  g_assert_cmpstr (row->modalities, ==, "CT");
  g_assert_cmpstr (row->health, ==, "missing-slices");
  g_assert_cmpuint (row->n_series, ==, 1);
  g_assert_cmpuint (row->n_instances, ==, 8);
  g_assert_cmpint (row->date.month, ==, 4);

  study = load (fixture, row);
  series = ovr_study_get_series (study, 0);
  g_assert_cmpuint (ovr_series_get_n_slices (series), ==, 8);
  g_assert_cmpstr (sample_finding (series, "missing-slices")->where, ==, "after image 4");
  fd = ovr_instance_open (ovr_series_get_instance (series, 0), NULL);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

static void
test_second_import_counts_duplicates (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  sample_save_stack (fixture->images, 5, -1);
  first = import (fixture, fixture->images);
  sample_save (sample_ct ("new", 6, 10.0), fixture->images, "new");
  second = import (fixture, fixture->images);
  g_assert_cmpuint (second->n_instances, ==, 1);
  g_assert_cmpuint (second->n_duplicates, ==, 5);
  g_assert_cmpuint (second->studies->len, ==, 1);
  rows = list (fixture);
  g_assert_cmpuint (((const OvrStudyRow *) rows->pdata[0])->n_instances, ==, 6);
  g_assert_cmpuint (((const OvrStudyRow *) rows->pdata[0])->n_series, ==, 1);
}

static void
test_copies_in_one_folder_count_once (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autoptr (OvrImportResult) result = NULL;

  sample_save (sample_ct ("a", 1, 0.0), fixture->images, "1");
  sample_save (sample_ct ("a", 1, 0.0), fixture->images, "2");
  result = import (fixture, fixture->images);
  g_assert_cmpuint (result->n_instances, ==, 1);
  g_assert_cmpuint (result->n_duplicates, ==, 1);
}

/* The reader moved the folder and imports it again. */
static void
test_moved_files_are_found_again (Fixture *fixture,
                                  gconstpointer unused)
{
  g_autofree char *moved = g_build_filename (fixture->folder, "moved", NULL);
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;

  sample_save_stack (fixture->images, 3, -1);
  first = import (fixture, fixture->images);
  g_assert_cmpint (g_rename (fixture->images, moved), ==, 0);
  second = import (fixture, moved);
  g_assert_cmpuint (second->n_duplicates, ==, 3);
  rows = list (fixture);
  study = load (fixture, rows->pdata[0]);
  g_assert_true (g_str_has_prefix (ovr_series_get_instance (ovr_study_get_series (study, 0), 0)->path, moved));
}

/* A copy that lost its end, after a power cut say, is replaced. */
static void
test_cut_files_are_replaced (Fixture *fixture,
                             gconstpointer unused)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "a0", NULL);
  g_autofree char *original = g_build_filename (fixture->images, "a0", NULL);
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;

  sample_save_stack (fixture->images, 1, -1);
  sample_save_stack (fixture->folder, 1, -1);
  first = import (fixture, fixture->images);
  g_assert_true (g_file_set_contents (original, "", 0, NULL));
  second = import (fixture, copy);
  g_assert_cmpuint (second->n_duplicates, ==, 1);
  rows = list (fixture);
  study = load (fixture, rows->pdata[0]);
  g_assert_cmpstr (ovr_series_get_instance (ovr_study_get_series (study, 0), 0)->path, ==, copy);
}

/* The sender's first disc was cut, the second one is whole. */
static void
test_whole_file_replaces_a_truncated_one (Fixture *fixture,
                                          gconstpointer unused)
{
  g_autoptr (GBytes) whole = sample_bytes (sample_ct ("a", 1, 0.0));
  g_autofree char *cut = g_build_filename (fixture->images, "cut", NULL);
  g_autofree char *good = g_build_filename (fixture->folder, "whole", NULL);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  gssize size = (gssize) g_bytes_get_size (whole);

  g_assert_true (g_file_set_contents (cut, g_bytes_get_data (whole, NULL), size - 40, NULL));
  g_assert_true (g_file_set_contents (good, g_bytes_get_data (whole, NULL), size, NULL));
  first = import (fixture, cut);
  before = list (fixture);
  g_assert_cmpstr (((const OvrStudyRow *) before->pdata[0])->health, ==, "truncated");
  second = import (fixture, good);
  g_assert_cmpuint (second->n_duplicates, ==, 1);
  after = list (fixture);
  g_assert_cmpstr (((const OvrStudyRow *) after->pdata[0])->health, ==, "");
}

/* Twins with one ID on one disc, one study UID, even one SOP Instance UID. */
static void
test_persons_are_never_merged (Fixture *fixture,
                               gconstpointer unused)
{
  OvrDataset *twin = sample_ct ("a", 1, 0.0);
  g_autoptr (OvrImportResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  sample_save (sample_ct ("a", 1, 0.0), fixture->images, "anna");
  ovr_dataset_set_text (twin, TAG_PATIENT_NAME, "Muster^Berta");
  sample_save (twin, fixture->images, "berta");
  result = import (fixture, fixture->images);
  g_assert_cmpuint (result->n_instances, ==, 2);
  g_assert_cmpuint (result->n_duplicates, ==, 0);
  rows = list (fixture);
  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (OvrStudy) study = load (fixture, rows->pdata[i]);

      g_assert_cmpuint (ovr_study_get_n_instances (study), ==, 1);
      g_assert_cmpstr (((const OvrStudyRow *) rows->pdata[i])->health, ==, "mixed-patients");
    }
  g_assert_cmpstr (((const OvrStudyRow *) rows->pdata[0])->patient_key, !=,
                   ((const OvrStudyRow *) rows->pdata[1])->patient_key);
}

static void
test_unknown_study_is_no_error (Fixture *fixture,
                                gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_library_load_study (fixture->library, "key", "1.2.3", &error));
  g_assert_no_error (error);
}

static void
save_zip (Fixture *fixture,
          const char *path)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("../../IM%d", i);
      g_autoptr (GBytes) bytes = sample_bytes (sample_ct (name, i + 1, 2.0 * i));
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, (gint64) g_bytes_get_size (bytes));
      archive_write_header (archive, entry);
      archive_write_data (archive, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_free (archive), ==, ARCHIVE_OK);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      n += g_file_test (path, G_FILE_TEST_IS_DIR) ? count_files (path) : 1;
    }
  return n;
}

/* The archive may be deleted afterwards; its copies are kept once. */
static void
test_archive_is_kept_in_the_library (Fixture *fixture,
                                     gconstpointer unused)
{
  g_autofree char *zip = g_build_filename (fixture->images, "images.zip", NULL);
  g_autofree char *files = g_strconcat (fixture->path, ".files", NULL);
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;

  save_zip (fixture, zip);
  first = import (fixture, zip);
  g_assert_cmpuint (first->n_instances, ==, 3);
  second = import (fixture, zip);
  g_assert_cmpuint (second->n_duplicates, ==, 3);
  g_assert_cmpuint (count_files (files), ==, 3);
  g_remove (zip);
  rows = list (fixture);
  study = load (fixture, rows->pdata[0]);
  for (guint i = 0; i < 3; i++)
    {
      OvrInstance *instance = ovr_series_get_instance (ovr_study_get_series (study, 0), i);
      int fd = ovr_instance_open (instance, NULL);

      g_assert_true (g_str_has_prefix (instance->path, files));
      g_assert_cmpint (fd, >=, 0);
      close (fd);
    }
}

/* A killed import, in a process of its own: killed after its second commit. */
static void
test_killed_import_leaves_a_sound_library (Fixture *fixture,
                                           gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrImportResult) rest = NULL;
  guint n_rows = 0;

  for (int i = 0; i < 3000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04d", i);

      sample_save (sample_ct (name, i, i), fixture->images, name);
    }
  g_clear_object (&fixture->library);
  g_setenv ("OVR_TEST_LIBRARY", fixture->path, TRUE);
  g_setenv ("OVR_TEST_IMAGES", fixture->images, TRUE);
  g_test_trap_subprocess ("/library/killed-import/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_assert_false (g_test_trap_has_passed ());

  fixture->library = open_library (fixture->path);
  rows = list (fixture);
  if (rows->len > 0)
    {
      g_autoptr (OvrStudy) study = load (fixture, rows->pdata[0]);

      n_rows = ((const OvrStudyRow *) rows->pdata[0])->n_instances;
      g_assert_cmpuint (ovr_study_get_n_instances (study), ==, n_rows);
    }
  g_assert_cmpuint (n_rows, >=, 2000);
  g_assert_cmpuint (n_rows, <, 3000);
  rest = import (fixture, fixture->images);
  g_assert_cmpuint (rest->n_instances, ==, 3000 - n_rows);
  g_assert_cmpuint (rest->n_duplicates, ==, n_rows);
}

static void
kill_this (const OvrImportProgress *progress,
           gpointer data)
{
  if (progress->n_instances >= 2000)
    kill (getpid (), SIGKILL);
}

static void
run_until_killed (void)
{
  g_autoptr (OvrLibrary) library = open_library (g_getenv ("OVR_TEST_LIBRARY"));
  const char *paths[] = { g_getenv ("OVR_TEST_IMAGES"), NULL };

  ovr_import_run (library, paths, NULL, NULL, kill_this, NULL, NULL);
}

typedef struct
{
  GMainLoop *loop;
  OvrImportResult *result;
  GThread *thread;
  gboolean progress_elsewhere;
} Waiting;

static void
on_progress (const OvrImportProgress *progress,
             gpointer data)
{
  Waiting *waiting = data;

  waiting->progress_elsewhere |= g_thread_self () != waiting->thread;
}

static void
on_imported (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  Waiting *waiting = data;

  waiting->result = ovr_import_finish (OVR_LIBRARY (source), result, NULL);
  g_main_loop_quit (waiting->loop);
}

static void
test_import_in_a_thread (Fixture *fixture,
                         gconstpointer unused)
{
  const char *paths[] = { fixture->images, NULL };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop, .thread = g_thread_self () };

  sample_save_stack (fixture->images, 20, -1);
  ovr_import_async (fixture->library, paths, NULL, NULL, on_progress, &waiting, on_imported, &waiting);
  g_main_loop_run (loop);
  g_assert_nonnull (waiting.result);
  g_assert_cmpuint (waiting.result->n_instances, ==, 20);
  g_assert_false (waiting.progress_elsewhere);
  ovr_import_result_free (waiting.result);
}

static void
test_cancelled_import_keeps_what_it_read (Fixture *fixture,
                                          gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *paths[] = { fixture->images, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  sample_save_stack (fixture->images, 20, -1);
  g_cancellable_cancel (cancellable);
  g_assert_null (ovr_import_run (fixture->library, paths, NULL, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  rows = list (fixture);
  g_assert_cmpuint (rows->len, <=, 1);
}

/* Asked by another process: a lock never stands in the way of its own. */
static gboolean
is_locked (const char *path)
{
  pid_t child = fork ();
  int status = 0;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
      int fd = open (path, O_RDWR);

      _exit (fd >= 0 && fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WEXITSTATUS (status) == 1;
}

static void
test_library_is_not_imported_into_itself (Fixture *fixture,
                                          gconstpointer unused)
{
  g_autofree char *shared = g_strconcat (fixture->path, "-shm", NULL);
  g_autoptr (OvrImportResult) folder = NULL;
  g_autoptr (OvrImportResult) named = NULL;
  guint n_own = 0;

  sample_save_stack (fixture->images, 3, -1);
  g_assert_true (is_locked (shared));
  folder = import (fixture, fixture->folder);
  named = import (fixture, fixture->path);
  g_assert_true (is_locked (shared));
  g_assert_cmpuint (folder->n_instances, ==, 3);
  g_assert_cmpuint (named->skipped->len, ==, 1);
  for (guint i = 0; i < folder->skipped->len; i++)
    n_own += g_str_equal (((OvrSkippedFile *) folder->skipped->pdata[i])->reason, "it is the library itself");
  g_assert_cmpuint (n_own, ==, 3);
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
    { "/library/study-comes-back", test_study_comes_back_as_it_was_read },
    { "/library/second-import-counts-duplicates", test_second_import_counts_duplicates },
    { "/library/copies-in-one-folder-count-once", test_copies_in_one_folder_count_once },
    { "/library/moved-files-are-found-again", test_moved_files_are_found_again },
    { "/library/cut-files-are-replaced", test_cut_files_are_replaced },
    { "/library/whole-file-replaces-a-truncated-one", test_whole_file_replaces_a_truncated_one },
    { "/library/persons-are-never-merged", test_persons_are_never_merged },
    { "/library/unknown-study-is-no-error", test_unknown_study_is_no_error },
    { "/library/archive-is-kept", test_archive_is_kept_in_the_library },
    { "/library/killed-import", test_killed_import_leaves_a_sound_library },
    { "/library/import-in-a-thread", test_import_in_a_thread },
    { "/library/not-imported-into-itself", test_library_is_not_imported_into_itself },
    { "/library/cancelled-import", test_cancelled_import_keeps_what_it_read },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/library/killed-import/subprocess", run_until_killed);
  return g_test_run ();
}
