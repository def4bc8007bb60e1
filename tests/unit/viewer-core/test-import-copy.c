/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "study-samples.h"

#include "ovr-import.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/**
 * Fixture:
 * @images: the medium
 * @files: the library's folder
 */
typedef struct
{
  char *folder;
  char *images;
  char *path;
  char *files;
  OvrLibrary *library;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = sample_folder ();
  fixture->images = g_build_filename (fixture->folder, "images", NULL);
  g_mkdir (fixture->images, 0700);
  fixture->path = g_build_filename (fixture->folder, "library.sqlite", NULL);
  fixture->files = g_strconcat (fixture->path, ".files", NULL);
  fixture->library = ovr_library_open (fixture->path, NULL, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_object (&fixture->library);
  g_free (fixture->images);
  g_free (fixture->path);
  g_free (fixture->files);
  sample_remove (fixture->folder);
}

/* @path: NULL to do what is left. */
static OvrImportResult *
import_path (Fixture *fixture,
             const char *path,
             gboolean copy)
{
  const char *paths[] = { path, NULL };
  const OvrImportOptions options = { .copy = copy };
  g_autoptr (GError) error = NULL;
  OvrImportResult *result = ovr_import_run (fixture->library, paths, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static gint64
query (Fixture *fixture,
       const char *sql)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (ovr_database_get_reader (ovr_library_get_database (fixture->library)), sql, NULL);

  g_assert_nonnull (statement);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  return sqlite3_column_int64 (statement, 0);
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

/* Every image of the only study can be opened, and lies below @folder. */
static void
assert_all_below (Fixture *fixture,
                  const char *folder,
                  guint n)
{
  g_autoptr (GPtrArray) rows = ovr_library_list_studies (fixture->library, NULL);
  const OvrStudyRow *row = rows->pdata[0];
  g_autoptr (OvrStudy) study = ovr_library_load_study (fixture->library, row->patient_key, row->uid, NULL);
  OvrSeries *series = ovr_study_get_series (study, 0);

  g_assert_cmpuint (ovr_series_get_n_instances (series), ==, n);
  for (guint i = 0; i < n; i++)
    {
      const OvrInstance *instance = ovr_series_get_instance (series, i);
      int fd = ovr_instance_open (instance, NULL);

      g_assert_true (g_str_has_prefix (instance->path, folder));
      g_assert_cmpint (fd, >=, 0);
      close (fd);
    }
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

static void
test_medium_may_be_taken_out (Fixture *fixture,
                              gconstpointer unused)
{
  g_autoptr (OvrImportResult) result = NULL;

  sample_save_stack (fixture->images, 100, -1);
  result = import_path (fixture, fixture->images, TRUE);
  g_assert_cmpuint (result->n_instances, ==, 100);
  g_assert_cmpuint (result->n_copied, ==, 100);
  g_assert_cmpuint (result->n_outside, ==, 0);
  g_assert_null (result->copy_problem);
  g_assert_cmpuint (count_files (fixture->files), ==, 100);
  remove_files (fixture->images);
  assert_all_below (fixture, fixture->files, 100);
}

/* No name, no ID, no UID in what a folder listing shows. */
static void
test_names_of_copies_tell_nothing (Fixture *fixture,
                                   gconstpointer unused)
{
  g_autoptr (OvrImportResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OvrStudy) study = NULL;
  const OvrInstance *instance;
  const OvrStudyRow *row;

  sample_save_stack (fixture->images, 1, -1);
  result = import_path (fixture, fixture->images, TRUE);
  rows = ovr_library_list_studies (fixture->library, NULL);
  row = rows->pdata[0];
  study = ovr_library_load_study (fixture->library, row->patient_key, row->uid, NULL);
  instance = ovr_series_get_instance (ovr_study_get_series (study, 0), 0);
  g_assert_null (strstr (instance->path, "Muster"));
  g_assert_null (strstr (instance->path, instance->sop_uid));
  g_assert_null (strstr (instance->path, instance->patient_key));
}

/* Asked for later, for images that the library knows already. */
static void
test_known_images_are_copied_when_asked (Fixture *fixture,
                                         gconstpointer unused)
{
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (OvrImportResult) third = NULL;

  sample_save_stack (fixture->images, 10, -1);
  first = import_path (fixture, fixture->images, FALSE);
  g_assert_cmpuint (first->n_copied, ==, 0);
  g_assert_false (g_file_test (fixture->files, G_FILE_TEST_EXISTS));
  second = import_path (fixture, fixture->images, TRUE);
  g_assert_cmpuint (second->n_duplicates, ==, 10);
  g_assert_cmpuint (second->n_copied, ==, 10);
  assert_all_below (fixture, fixture->files, 10);

  /* Once is enough: the copies stay what is looked at. */
  third = import_path (fixture, fixture->images, TRUE);
  g_assert_cmpuint (third->n_copied, ==, 0);
  g_assert_cmpuint (count_files (fixture->files), ==, 10);
  assert_all_below (fixture, fixture->files, 10);
}

static void
cancel_at_the_second_batch (const OvrImportProgress *progress,
                            gpointer data)
{
  if (progress->n_copied >= 64)
    g_cancellable_cancel (data);
}

/* Stopped in the middle; then the disc was out of the drive, then in again. */
static void
test_copying_goes_on_where_it_stopped (Fixture *fixture,
                                       gconstpointer unused)
{
  const char *paths[] = { fixture->images, NULL };
  const OvrImportOptions options = { .copy = TRUE };
  g_autofree char *away = g_build_filename (fixture->folder, "away", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrImportResult) without = NULL;
  g_autoptr (OvrImportResult) with = NULL;

  sample_save_stack (fixture->images, 300, -1);
  g_assert_null (ovr_import_run (fixture->library, paths, &options, cancellable, cancel_at_the_second_batch, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (query (fixture, "SELECT count (*) FROM instance WHERE to_copy"), ==, 300 - 64);

  g_assert_cmpint (g_rename (fixture->images, away), ==, 0);
  without = import_path (fixture, NULL, FALSE);
  g_assert_cmpuint (without->n_copied, ==, 0);
  g_assert_cmpuint (without->n_outside, ==, 300 - 64);
  g_assert_cmpint (g_rename (away, fixture->images), ==, 0);
  with = import_path (fixture, NULL, FALSE);
  g_assert_cmpuint (with->n_copied, ==, 300 - 64);
  g_assert_cmpuint (with->n_outside, ==, 0);
  g_assert_cmpuint (count_files (fixture->files), ==, 300);
  assert_all_below (fixture, fixture->files, 300);
}

static gboolean
mark_all (sqlite3 *writer,
          gpointer data,
          GError **error)
{
  return sqlite3_exec (writer, "UPDATE instance SET to_copy = 1", NULL, NULL, NULL) == SQLITE_OK;
}

/* Another disc with the same names is in the drive: nothing of it is taken for
 * the images of the first one. */
static void
test_another_disc_is_not_copied (Fixture *fixture,
                                 gconstpointer unused)
{
  g_autoptr (OvrImportResult) first = NULL;
  g_autoptr (OvrImportResult) second = NULL;
  g_autoptr (OvrImportResult) third = NULL;

  sample_save (sample_ct ("a", 1, 0.0), fixture->images, "IM1");
  first = import_path (fixture, fixture->images, FALSE);
  g_assert_true (ovr_database_write (ovr_library_get_database (fixture->library), mark_all, NULL, NULL));
  sample_save (sample_ct ("b", 1, 0.0), fixture->images, "IM1");
  second = import_path (fixture, NULL, FALSE);
  g_assert_cmpuint (second->n_copied, ==, 0);
  g_assert_cmpuint (second->n_outside, ==, 1);
  g_assert_null (second->copy_problem);
  sample_save (sample_ct ("a", 1, 0.0), fixture->images, "IM1");
  third = import_path (fixture, NULL, FALSE);
  g_assert_cmpuint (third->n_copied, ==, 1);
  assert_all_below (fixture, fixture->files, 1);
}

/* A disk of 3 MiB within a world of its own; images of 1 MiB. */
static void
fill_the_disk (void)
{
  Fixture fixture = { 0 };
  g_autofree char *disk = NULL;
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (1 << 20), 1 << 20);
  g_autoptr (OvrImportResult) result = NULL;
  g_autoptr (OvrImportResult) later = NULL;

  fixture.folder = sample_folder ();
  fixture.images = g_build_filename (fixture.folder, "images", NULL);
  disk = g_build_filename (fixture.folder, "disk", NULL);
  g_mkdir (fixture.images, 0700);
  g_mkdir (disk, 0700);
  g_assert_cmpint (mount ("none", disk, "tmpfs", 0, "size=3m"), ==, 0);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 2.0 * i);

      ovr_dataset_set_int (dataset, TAG_ROWS, 512);
      ovr_dataset_set_int (dataset, TAG_COLUMNS, 1024);
      ovr_dataset_set_bytes (dataset, TAG_PIXELS, pixels, 2);
      sample_save (dataset, fixture.images, name);
    }
  fixture.path = g_build_filename (fixture.folder, "library.sqlite", NULL);
  fixture.files = g_strconcat (fixture.path, ".files", NULL);
  g_assert_cmpint (symlink (disk, fixture.files), ==, 0);
  fixture.library = ovr_library_open (fixture.path, NULL, 0, NULL);

  result = import_path (&fixture, fixture.images, TRUE);
  g_assert_cmpuint (result->n_instances, ==, 6);
  g_assert_cmpuint (result->n_copied, ==, 2);
  g_assert_cmpuint (result->n_outside, ==, 4);
  g_assert_nonnull (strstr (result->copy_problem, "The disk is full"));
  g_assert_cmpuint (count_files (fixture.files), ==, 2);

  /* Room was made. */
  g_assert_cmpint (mount ("none", disk, "tmpfs", MS_REMOUNT, "size=30m"), ==, 0);
  later = import_path (&fixture, NULL, FALSE);
  g_assert_cmpuint (later->n_copied, ==, 4);
  g_assert_null (later->copy_problem);
  assert_all_below (&fixture, fixture.files, 6);
  g_clear_object (&fixture.library);
  umount (disk);
  g_unlink (fixture.files);
  sample_remove (fixture.folder);
  g_free (fixture.images);
  g_free (fixture.path);
  g_free (fixture.files);
}

static gboolean
write_text (const char *path,
            const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return ok;
}

/* Mounts that nobody else sees; by a user's own world where this isn't root. */
static gboolean
enter_own_world (void)
{
  g_autofree char *uids = g_strdup_printf ("0 %u 1", (guint) geteuid ());
  g_autofree char *gids = g_strdup_printf ("0 %u 1", (guint) getegid ());

  if (geteuid () != 0 || unshare (CLONE_NEWNS) != 0)
    {
      if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return FALSE;
      write_text ("/proc/self/setgroups", "deny");
      if (!write_text ("/proc/self/uid_map", uids) || !write_text ("/proc/self/gid_map", gids))
        return FALSE;
    }
  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static void
test_full_disk_in_its_own_world (void)
{
  if (enter_own_world ())
    fill_the_disk ();
  else
    g_test_skip ("no mounts of one's own are allowed here");
}

static void
test_full_disk_is_one_sentence (void)
{
  g_test_trap_subprocess ("/import-copy/full-disk/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
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
    { "/import-copy/medium-may-be-taken-out", test_medium_may_be_taken_out },
    { "/import-copy/names-tell-nothing", test_names_of_copies_tell_nothing },
    { "/import-copy/known-images-when-asked", test_known_images_are_copied_when_asked },
    { "/import-copy/goes-on-where-it-stopped", test_copying_goes_on_where_it_stopped },
    { "/import-copy/another-disc", test_another_disc_is_not_copied },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/import-copy/full-disk", test_full_disk_is_one_sentence);
  g_test_add_func ("/import-copy/full-disk/subprocess", test_full_disk_in_its_own_world);
  return g_test_run ();
}
