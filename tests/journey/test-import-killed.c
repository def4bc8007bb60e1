/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-database.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The program itself imports, and is killed as a power cut would: with SIGKILL,
 * at whatever it is doing. */

#define N_FILES 1200
#define N_MEMBERS 300
#define N_ROUNDS 14

typedef struct
{
  char *folder;
  char *images;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  g_autofree char *zip = NULL;
  struct archive *archive = archive_write_new ();

  fixture->folder = sample_folder ();
  fixture->images = g_build_filename (fixture->folder, "images", NULL);
  g_mkdir (fixture->images, 0700);
  for (int i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i, i);

      if (i % 3 == 0)
        ovr_dataset_set_text (dataset, TAG_PATIENT_NAME, "Muster^Berta");
      sample_save (dataset, fixture->images, name);
    }

  zip = g_build_filename (fixture->images, "more.zip", NULL);
  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, zip), ==, ARCHIVE_OK);
  for (int i = 0; i < N_MEMBERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("member %d", i);
      g_autoptr (GBytes) bytes = sample_bytes (sample_ct (name, i, i));
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

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_free (fixture->images);
  sample_remove (fixture->folder);
}

static GSubprocess *
start_import (Fixture *fixture,
              const char *library)
{
  const char *program = g_getenv ("OVERREAD_PROGRAM");
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                           program, "import", "--copy", "--json", "--library", library, fixture->images, NULL);

  g_assert_no_error (error);
  return process;
}

static void
import_whole (Fixture *fixture,
              const char *library)
{
  g_autoptr (GSubprocess) process = start_import (fixture, library);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* All rows of a query, a line each. */
static char *
dump (sqlite3 *connection,
      const char *sql)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (connection, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        g_string_append_printf (text, "%s|", (const char *) sqlite3_column_text (statement, i));
      g_string_append_c (text, '\n');
    }
  sqlite3_finalize (statement);
  return g_string_free (text, FALSE);
}

/* What a library says of its images, without row numbers and places. */
static char *
contents_of (const char *library)
{
  static const char *const queries[] = {
    "PRAGMA integrity_check",
    "PRAGMA foreign_key_check",
    "SELECT * FROM patient ORDER BY key",
    "SELECT patient_key, uid, date, description, modalities, n_series, n_instances, health FROM study ORDER BY uid, patient_key",
    "SELECT patient_key, series.uid, series.modality, series.n_instances, n_frames FROM series JOIN study ON study.id = study_id "
    "ORDER BY series.uid, patient_key",
    "SELECT patient_key, sop_uid, size, hex (facts), to_copy FROM instance ORDER BY sop_uid, patient_key",
    "SELECT count (*) FROM variant",
  };
  GString *text = g_string_new (NULL);
  sqlite3 *connection = NULL;

  g_assert_cmpint (sqlite3_open_v2 (library, &connection, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *part = dump (connection, queries[i]);

      g_string_append (text, part);
    }
  sqlite3_close (connection);
  return g_string_free (text, FALSE);
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

/* Each row's file is there, in its full size. */
static void
assert_files_are_whole (const char *library)
{
  sqlite3 *connection = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_open_v2 (library, &connection, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (connection, "SELECT path, size FROM instance", -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        GStatBuf info;

        g_assert_cmpint (g_stat ((const char *) sqlite3_column_text (statement, 0), &info), ==, 0);
        g_assert_cmpint (info.st_size, ==, sqlite3_column_int64 (statement, 1));
      }
  sqlite3_finalize (statement);
  sqlite3_close (connection);
}

static void
test_killed_imports_are_finished_by_the_next (Fixture *fixture,
                                              gconstpointer unused)
{
  g_autofree char *calm = g_build_filename (fixture->folder, "calm.sqlite", NULL);
  g_autofree char *killed = g_build_filename (fixture->folder, "killed.sqlite", NULL);
  g_autofree char *files = g_strconcat (killed, ".files", NULL);
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 whole;
  guint n_killed = 0;

  import_whole (fixture, calm);
  whole = g_get_monotonic_time () - start;
  wanted = contents_of (calm);
  g_assert_true (g_str_has_prefix (wanted, "ok|\n"));

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GSubprocess) process = start_import (fixture, killed);
      g_autofree char *now = NULL;

      g_usleep ((gulong) g_test_rand_int_range (1000, (gint32) CLAMP (whole / 4, 20000, 2000000)));
      g_subprocess_send_signal (process, SIGKILL);
      g_subprocess_wait (process, NULL, NULL);
      n_killed += g_subprocess_get_if_signaled (process);
      if (g_file_test (killed, G_FILE_TEST_EXISTS))
        assert_files_are_whole (killed);
    }
  g_test_message ("%u of %u were killed within %.2f s", n_killed, N_ROUNDS, (double) whole / 1e6);
  g_assert_cmpuint (n_killed, >, 0);

  import_whole (fixture, killed);
  found = contents_of (killed);
  g_assert_cmpstr (found, ==, wanted);
  assert_files_are_whole (killed);

  /* Nothing is left that no row knows: all images lie within, each once. */
  g_assert_cmpuint (count_files (files), ==, N_FILES + N_MEMBERS);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add ("/import-killed/finished-by-the-next", Fixture, NULL, set_up, test_killed_imports_are_finished_by_the_next, tear_down);
  return g_test_run ();
}
