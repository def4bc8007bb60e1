/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-import.h"
#include "ovr-library-relocate.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define N_IMAGES 5

/**
 * Fixture:
 * @folder: holds "medium" with a stack of images below "DICOM", and the library
 * @study: the stack's
 */
typedef struct
{
  char *folder;
  char *medium;
  char *path;
  OvrLibrary *library;
  OvrStudyName *study;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *images = NULL;

  fixture->folder = sample_folder ();
  fixture->medium = g_build_filename (fixture->folder, "medium", NULL);
  images = g_build_filename (fixture->medium, "DICOM", NULL);
  g_assert_cmpint (g_mkdir_with_parents (images, 0700), ==, 0);
  sample_save_stack (images, N_IMAGES, -1);
  fixture->path = g_build_filename (fixture->folder, "library.sqlite", NULL);
  fixture->library = ovr_library_open (fixture->path, NULL, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_object (&fixture->library);
  g_clear_pointer (&fixture->study, ovr_study_name_free);
  g_free (fixture->medium);
  g_free (fixture->path);
  sample_remove (fixture->folder);
}

static void
import (Fixture *fixture,
        gboolean copy)
{
  const char *paths[] = { fixture->medium, NULL };
  const OvrImportOptions options = { .copy = copy };
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrImportResult) result = ovr_import_run (fixture->library, paths, &options, NULL, NULL, NULL, &error);
  const OvrImportedStudy *study;

  g_assert_no_error (error);
  g_assert_cmpuint (result->studies->len, ==, 1);
  study = result->studies->pdata[0];
  g_clear_pointer (&fixture->study, ovr_study_name_free);
  fixture->study = ovr_study_name_new (study->patient_key, study->uid);
}

static sqlite3 *
reader (Fixture *fixture)
{
  return ovr_database_get_reader (ovr_library_get_database (fixture->library));
}

static gint64
ask (Fixture *fixture,
     const char *sql)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (reader (fixture), sql, NULL);

  g_assert_nonnull (statement);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  return sqlite3_column_int64 (statement, 0);
}

/* Files below @path, links not followed. */
static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_SYMLINK) || !g_file_test (child, G_FILE_TEST_IS_DIR))
        n += strcmp (name, ".lock") != 0;
      else
        n += count_files (child);
    }
  return n;
}

static char *
own_folder (Fixture *fixture)
{
  return g_strconcat (fixture->path, ".files", NULL);
}

/* How something is forgotten. */
typedef struct
{
  Fixture *fixture;
  OvrCopies copies;
  gboolean keep_line;
  gboolean fail;
} Wish;

static gboolean
forget (sqlite3 *writer,
        gpointer data,
        GError **error)
{
  const Wish *wish = data;

  if (!ovr_library_forget_study (wish->fixture->library, writer, wish->fixture->study, wish->copies, wish->keep_line, error))
    return FALSE;
  if (wish->fail)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "as wished");
  return !wish->fail;
}

static void
remove_study (Fixture *fixture,
              OvrCopies copies,
              gboolean keep_line)
{
  Wish wish = { fixture, copies, keep_line, FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_database_write (ovr_library_get_database (fixture->library), forget, &wish, &error));
  g_assert_no_error (error);
}

static guint
clear_copies (Fixture *fixture,
              guint *n_failed)
{
  g_autoptr (GError) error = NULL;
  guint n = ovr_library_clear_copies (fixture->library, n_failed, &error);

  g_assert_no_error (error);
  return n;
}

static void
test_files_elsewhere_are_never_touched (Fixture *fixture,
                                        gconstpointer unused)
{
  OvrStudyFiles files = { 0 };

  import (fixture, FALSE);
  g_assert_true (ovr_library_count_files (fixture->library, reader (fixture), fixture->study, &files, NULL));
  g_assert_cmpuint (files.n_own, ==, 0);
  g_assert_cmpuint (files.n_elsewhere, ==, N_IMAGES);
  remove_study (fixture, OVR_COPIES_DELETE, FALSE);
  g_assert_cmpuint (clear_copies (fixture, NULL), ==, 0);
  g_assert_cmpuint (count_files (fixture->medium), ==, N_IMAGES);
  g_assert_cmpint (ask (fixture, "SELECT (SELECT COUNT (*) FROM study) + (SELECT COUNT (*) FROM series)"
                                 " + (SELECT COUNT (*) FROM instance) + (SELECT COUNT (*) FROM patient)"),
                   ==, 0);
}

static void
test_own_files_go_after_the_index_forgot_them (Fixture *fixture,
                                               gconstpointer unused)
{
  g_autofree char *own = own_folder (fixture);
  OvrStudyFiles files = { 0 };

  import (fixture, TRUE);
  g_assert_cmpuint (count_files (own), ==, N_IMAGES);
  g_assert_true (ovr_library_count_files (fixture->library, reader (fixture), fixture->study, &files, NULL));
  g_assert_cmpuint (files.n_own, ==, N_IMAGES);
  g_assert_cmpuint (files.own_bytes, ==, (guint64) ask (fixture, "SELECT SUM (size) FROM instance"));
  remove_study (fixture, OVR_COPIES_DELETE, FALSE);
  g_assert_cmpuint (count_files (own), ==, N_IMAGES);
  g_assert_cmpuint (clear_copies (fixture, NULL), ==, N_IMAGES);
  g_assert_cmpuint (count_files (own), ==, 0);
  g_assert_cmpuint (count_files (fixture->medium), ==, N_IMAGES);
  g_assert_cmpuint (clear_copies (fixture, NULL), ==, 0);
}

/* Other content under an image's UID, kept apart: nothing shows it, and it goes
 * all the same. */
static void
test_other_contents_go_with_their_image (Fixture *fixture,
                                         gconstpointer unused)
{
  g_autofree char *own = own_folder (fixture);
  const char *paths[] = { own, NULL };
  OvrDataset *other = sample_ct ("a0", 1, 0.0);
  g_autoptr (OvrImportResult) again = NULL;
  OvrStudyFiles files = { 0 };

  import (fixture, TRUE);
  ovr_dataset_set_text (other, TAG_SERIES_DESCRIPTION, "edited");
  sample_save (other, own, "other");
  again = ovr_import_run (fixture->library, paths, NULL, NULL, NULL, NULL, NULL);
  g_assert_nonnull (again);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM variant"), ==, 1);
  g_assert_true (ovr_library_count_files (fixture->library, reader (fixture), fixture->study, &files, NULL));
  g_assert_cmpuint (files.n_own, ==, N_IMAGES + 1);
  remove_study (fixture, OVR_COPIES_DELETE, FALSE);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM variant"), ==, 0);
  g_assert_cmpuint (clear_copies (fixture, NULL), ==, N_IMAGES + 1);
  g_assert_cmpuint (count_files (own), ==, 0);
}

static void
test_a_removal_that_fails_removes_nothing (Fixture *fixture,
                                           gconstpointer unused)
{
  Wish wish = { fixture, OVR_COPIES_DELETE, FALSE, TRUE };
  g_autofree char *own = own_folder (fixture);

  import (fixture, TRUE);
  g_assert_false (ovr_database_write (ovr_library_get_database (fixture->library), forget, &wish, NULL));
  g_assert_cmpuint (clear_copies (fixture, NULL), ==, 0);
  g_assert_cmpuint (count_files (own), ==, N_IMAGES);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM instance"), ==, N_IMAGES);
}

static void
test_kept_files_stay (Fixture *fixture,
                      gconstpointer unused)
{
  g_autofree char *own = own_folder (fixture);

  import (fixture, TRUE);
  remove_study (fixture, OVR_COPIES_KEEP, FALSE);
  g_assert_cmpuint (clear_copies (fixture, NULL), ==, 0);
  g_assert_cmpuint (count_files (own), ==, N_IMAGES);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM study"), ==, 0);
}

static void
test_a_line_that_is_kept_has_no_images (Fixture *fixture,
                                        gconstpointer unused)
{
  import (fixture, TRUE);
  remove_study (fixture, OVR_COPIES_DELETE, TRUE);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM instance"), ==, 0);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM study JOIN patient ON key = patient_key WHERE n_series = 0 AND n_instances = 0"), ==, 1);
}

/* Somebody put a link where the library had its folder. */
static void
test_no_link_is_followed (Fixture *fixture,
                          gconstpointer unused)
{
  g_autofree char *own = own_folder (fixture);
  g_autofree char *copies = g_build_filename (own, "copies", NULL);
  g_autofree char *moved = g_build_filename (fixture->folder, "precious", NULL);
  guint n_failed = 0;

  import (fixture, TRUE);
  g_assert_cmpint (g_rename (copies, moved), ==, 0);
  g_assert_cmpint (symlink (moved, copies), ==, 0);
  remove_study (fixture, OVR_COPIES_DELETE, FALSE);
  clear_copies (fixture, &n_failed);
  g_assert_cmpuint (n_failed, ==, N_IMAGES);
  g_assert_cmpuint (count_files (moved), ==, N_IMAGES);
}

static void
test_what_the_index_has_again_stays (Fixture *fixture,
                                     gconstpointer unused)
{
  g_autofree char *own = own_folder (fixture);

  import (fixture, TRUE);
  g_assert_cmpint (sqlite3_exec (reader (fixture), "SELECT 1", NULL, NULL, NULL), ==, SQLITE_OK);
  {
    Wish wish = { fixture, OVR_COPIES_DELETE, FALSE, FALSE };
    const char *paths[] = { own, NULL };
    g_autoptr (OvrImportResult) again = NULL;

    g_assert_true (ovr_database_write (ovr_library_get_database (fixture->library), forget, &wish, NULL));
    again = ovr_import_run (fixture->library, paths, NULL, NULL, NULL, NULL, NULL);
    g_assert_nonnull (again);
    g_assert_cmpuint (again->n_instances, ==, N_IMAGES);
  }
  clear_copies (fixture, NULL);
  g_assert_cmpuint (count_files (own), ==, N_IMAGES);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM leaving"), ==, 0);
}

/* ---- Files that moved */

static guint
count_missing (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) missing = ovr_library_find_missing (reader (fixture), NULL, &error);

  g_assert_no_error (error);
  return missing->len;
}

static OvrRelocation
relocate (Fixture *fixture,
          const char *folder,
          gboolean search)
{
  g_autoptr (GPtrArray) studies = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  OvrRelocation relocation = { 0 };

  g_ptr_array_add (studies, fixture->study);
  g_assert_true (ovr_library_relocate (fixture->library, studies, folder, search, NULL, &relocation, &error));
  g_assert_no_error (error);
  return relocation;
}

static void
test_a_medium_at_another_place_is_found_by_its_paths (Fixture *fixture,
                                                      gconstpointer unused)
{
  g_autofree char *mounted = g_build_filename (fixture->folder, "mounted", "disc", NULL);
  g_autofree char *above = g_path_get_dirname (mounted);
  OvrRelocation relocation;

  import (fixture, FALSE);
  g_assert_cmpuint (count_missing (fixture), ==, 0);
  g_mkdir (above, 0700);
  g_assert_cmpint (g_rename (fixture->medium, mounted), ==, 0);
  g_assert_cmpuint (count_missing (fixture), ==, 1);
  relocation = relocate (fixture, above, FALSE);
  g_assert_cmpuint (relocation.n_found, ==, 0);
  g_assert_cmpuint (relocation.n_missing, ==, N_IMAGES);
  relocation = relocate (fixture, mounted, FALSE);
  g_assert_cmpuint (relocation.n_found, ==, N_IMAGES);
  g_assert_cmpuint (relocation.n_missing, ==, 0);
  g_assert_cmpuint (count_missing (fixture), ==, 0);
}

/* Renamed, shuffled and mixed with others: the header tells. */
static void
test_renamed_files_are_found_by_their_headers (Fixture *fixture,
                                               gconstpointer unused)
{
  g_autofree char *deep = g_build_filename (fixture->folder, "archive", "2026", NULL);
  OvrRelocation relocation;

  import (fixture, FALSE);
  g_mkdir_with_parents (deep, 0700);
  for (int i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%d", i);
      g_autofree char *other = g_strdup_printf ("file-%d", N_IMAGES - i);
      g_autofree char *old = g_build_filename (fixture->medium, "DICOM", name, NULL);
      g_autofree char *new = g_build_filename (deep, other, NULL);

      /* One is left out, one is another image of the same size. */
      if (i == 1)
        g_assert_cmpint (g_unlink (old), ==, 0);
      else
        g_assert_cmpint (g_rename (old, new), ==, 0);
    }
  sample_save (sample_ct ("somebody else's", 9, 90.0), deep, "like-the-missing-one");
  relocation = relocate (fixture, fixture->folder, TRUE);
  g_assert_cmpuint (relocation.n_found, ==, N_IMAGES - 1);
  g_assert_cmpuint (relocation.n_missing, ==, 1);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM instance WHERE path LIKE '%/archive/2026/file-%'"), ==, N_IMAGES - 1);
  g_assert_cmpint (ask (fixture, "SELECT COUNT (*) FROM instance"), ==, N_IMAGES);
}

/* A file at the right place with the right size and another image in it. */
static void
test_another_image_at_the_right_place_is_not_taken (Fixture *fixture,
                                                    gconstpointer unused)
{
  g_autofree char *mounted = g_build_filename (fixture->folder, "mounted", NULL);
  g_autofree char *images = g_build_filename (mounted, "DICOM", NULL);
  OvrRelocation relocation;

  import (fixture, FALSE);
  g_assert_cmpint (g_rename (fixture->medium, mounted), ==, 0);
  sample_save (sample_ct ("9", 1, 0.0), images, "a0");
  relocation = relocate (fixture, mounted, FALSE);
  g_assert_cmpuint (relocation.n_found, ==, N_IMAGES - 1);
  g_assert_cmpuint (relocation.n_missing, ==, 1);
}

#define ADD(path, func) g_test_add ("/library-files/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("remove/elsewhere", test_files_elsewhere_are_never_touched);
  ADD ("remove/own", test_own_files_go_after_the_index_forgot_them);
  ADD ("remove/variants", test_other_contents_go_with_their_image);
  ADD ("remove/rollback", test_a_removal_that_fails_removes_nothing);
  ADD ("remove/keep", test_kept_files_stay);
  ADD ("remove/line", test_a_line_that_is_kept_has_no_images);
  ADD ("remove/links", test_no_link_is_followed);
  ADD ("remove/again", test_what_the_index_has_again_stays);
  ADD ("relocate/moved", test_a_medium_at_another_place_is_found_by_its_paths);
  ADD ("relocate/renamed", test_renamed_files_are_found_by_their_headers);
  ADD ("relocate/other", test_another_image_at_the_right_place_is_not_taken);
  return g_test_run ();
}
