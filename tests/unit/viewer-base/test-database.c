/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-database.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const steps[] = {
  "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
  "CREATE TRIGGER fixed BEFORE UPDATE ON thing BEGIN SELECT RAISE (ABORT, 'a thing is fixed'); END;",
  "ALTER TABLE thing ADD COLUMN weight REAL;",
};
static const OvrModule first = { "test", steps, 1 };
static const OvrModule second = { "test", steps, 2 };

typedef struct
{
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *f,
        gconstpointer data)
{
  f->directory = g_dir_make_tmp ("overread-XXXXXX", NULL);
  f->path = g_build_filename (f->directory, "library.sqlite", NULL);
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->directory, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (f->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (f->directory);
  g_free (f->directory);
  g_free (f->path);
}

static OvrDatabase *
open_with (Fixture *f,
           const OvrModule *module)
{
  g_autoptr (GError) error = NULL;
  OvrDatabase *self = ovr_database_open (f->path, &module, 1, &error);

  g_assert_no_error (error);
  return self;
}

static gboolean
insert (sqlite3 *writer,
        gpointer data,
        GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "INSERT INTO thing (name) VALUES (?)", error);

  sqlite3_bind_text (statement, 1, data, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, statement, error);
}

static gboolean
insert_two_then_fail (sqlite3 *writer,
                      gpointer data,
                      GError **error)
{
  return insert (writer, (gpointer) "a", error) && insert (writer, (gpointer) "a", error);
}

static gboolean
change (sqlite3 *writer,
        gpointer data,
        GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "UPDATE thing SET name = 'other'", error);

  return ovr_database_run (writer, statement, error);
}

static int
count (OvrDatabase *db)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (ovr_database_get_reader (db), "SELECT count (*) FROM thing", NULL);

  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  return sqlite3_column_int (statement, 0);
}

static void
test_written_is_read (Fixture *f,
                      gconstpointer data)
{
  g_autoptr (OvrDatabase) db = open_with (f, &first);
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_database_write (db, insert, (gpointer) "a", &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (db), ==, 1);
}

static void
test_a_new_library_is_its_users_alone (Fixture *f,
                                       gconstpointer data)
{
  g_autoptr (OvrDatabase) db = open_with (f, &first);
  GStatBuf status;

  g_assert_cmpint (g_stat (f->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_a_failed_closure_leaves_nothing (Fixture *f,
                                      gconstpointer data)
{
  g_autoptr (OvrDatabase) db = open_with (f, &first);
  g_autoptr (GError) error = NULL;

  g_assert_false (ovr_database_write (db, insert_two_then_fail, NULL, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  g_assert_cmpint (count (db), ==, 0);
}

static void
test_a_trigger_refuses (Fixture *f,
                        gconstpointer data)
{
  g_autoptr (OvrDatabase) db = open_with (f, &first);
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_database_write (db, insert, (gpointer) "a", NULL));
  g_assert_false (ovr_database_write (db, change, NULL, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "a thing is fixed"));
}

static void
test_the_reader_cannot_write (Fixture *f,
                              gconstpointer data)
{
  g_autoptr (OvrDatabase) db = open_with (f, &first);

  g_assert_cmpint (sqlite3_exec (ovr_database_get_reader (db), "INSERT INTO thing (name) VALUES ('x')", NULL, NULL, NULL),
                   ==, SQLITE_READONLY);
}

static void
on_written (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  GMainLoop *loop = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_database_write_finish (NULL, result, &error));
  g_assert_no_error (error);
  g_main_loop_quit (loop);
}

/* In a thread of its own: that is what it is for. */
static gpointer
count_in_thread (gpointer database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) reader = ovr_database_connect_reader (database, &error);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int n;

  g_assert_no_error (error);
  statement = ovr_database_prepare (reader, "SELECT count (*) FROM thing", &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  g_assert_cmpint (sqlite3_exec (reader, "DELETE FROM thing", NULL, NULL, NULL), ==, SQLITE_READONLY);
  return GINT_TO_POINTER (n);
}

static void
test_a_further_reader_sees_what_is_written_and_cannot_write (Fixture *f,
                                                             gconstpointer data)
{
  g_autoptr (OvrDatabase) database = open_with (f, &first);

  g_assert_true (ovr_database_write (database, insert, (gpointer) "one", NULL));
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (g_thread_new ("reader", count_in_thread, database))), ==, 1);
}

static void
test_queue_keeps_its_order (Fixture *f,
                            gconstpointer data)
{
  g_autoptr (OvrDatabase) db = open_with (f, &first);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  for (int i = 0; i < 100; i++)
    ovr_database_write_async (db, insert, g_strdup_printf ("%d", i), g_free, NULL, NULL);
  ovr_database_write_async (db, insert, g_strdup ("last"), g_free, on_written, loop);
  g_main_loop_run (loop);
  g_assert_cmpint (count (db), ==, 101);
}

static void
test_unref_drains_the_queue (Fixture *f,
                             gconstpointer data)
{
  OvrDatabase *db = open_with (f, &first);

  for (int i = 0; i < 50; i++)
    ovr_database_write_async (db, insert, g_strdup_printf ("%d", i), g_free, NULL, NULL);
  ovr_database_unref (db);

  db = open_with (f, &first);
  g_assert_cmpint (count (db), ==, 50);
  ovr_database_unref (db);
}

static int
count_backups (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->directory, 0, NULL);
  int n = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    n += strstr (name, ".backup-") != NULL;
  return n;
}

static void
test_older_is_backed_up_and_migrated (Fixture *f,
                                      gconstpointer data)
{
  OvrDatabase *db = open_with (f, &first);

  g_assert_true (ovr_database_write (db, insert, (gpointer) "kept", NULL));
  ovr_database_unref (db);
  g_assert_cmpint (count_backups (f), ==, 0);

  db = open_with (f, &second);
  g_assert_cmpint (count (db), ==, 1);
  g_assert_cmpint (sqlite3_exec (ovr_database_get_reader (db), "SELECT weight FROM thing", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (count_backups (f), ==, 1);
  ovr_database_unref (db);
}

static void
test_newer_is_refused_untouched (Fixture *f,
                                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const OvrModule *module = &first;
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;

  ovr_database_unref (open_with (f, &second));
  g_assert_true (g_file_get_contents (f->path, &before, &before_length, NULL));
  g_assert_null (ovr_database_open (f->path, &module, 1, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_NEWER);
  g_assert_true (g_file_get_contents (f->path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  g_assert_cmpint (count_backups (f), ==, 0);
}

static void
test_what_is_no_database_is_an_error (Fixture *f,
                                      gconstpointer data)
{
  static const char text[] = "this is a letter, and much longer than the header of a database file would be, so that it is read";
  g_autoptr (GError) error = NULL;
  const OvrModule *module = &first;

  g_assert_true (g_file_set_contents (f->path, text, -1, NULL));
  g_assert_null (ovr_database_open (f->path, &module, 1, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED);
}

static void
test_two_programs_share_a_library (Fixture *f,
                                   gconstpointer data)
{
  g_autoptr (OvrDatabase) one = open_with (f, &first);
  g_autoptr (OvrDatabase) other = open_with (f, &first);
  guint64 version = ovr_database_get_data_version (other);

  g_assert_true (ovr_database_write (one, insert, (gpointer) "a", NULL));
  g_assert_cmpuint (ovr_database_get_data_version (other), !=, version);
  g_assert_true (ovr_database_write (other, insert, (gpointer) "b", NULL));
  g_assert_cmpint (count (one), ==, 2);
}

/* Another program looks into the library and ends: how many things it saw. */
static int
look_from_outside (Fixture *f)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { self, NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "OVERREAD_TEST_OUTSIDE", f->path, TRUE);
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return atoi (output);
}

static int
be_outside (const char *path)
{
  const OvrModule *module = &first;
  g_autoptr (OvrDatabase) library = ovr_database_open (path, &module, 1, NULL);

  printf ("%d\n", count (library));
  return 0;
}

/* While this program has the library open, one that comes and goes must not
 * take the write-ahead log with it: what is written later would be lost. */
static void
test_another_program_that_ends_takes_nothing_along (Fixture *f,
                                                    gconstpointer data)
{
  OvrDatabase *library;

  if (!g_file_test ("/proc/self/exe", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no /proc/self/exe to start this program again");
      return;
    }
  library = open_with (f, &first);
  g_assert_true (ovr_database_write (library, insert, (gpointer) "a", NULL));
  g_assert_cmpint (look_from_outside (f), ==, 1);
  g_assert_true (ovr_database_write (library, insert, (gpointer) "b", NULL));
  g_assert_cmpint (look_from_outside (f), ==, 2);
  g_assert_true (ovr_database_write (library, insert, (gpointer) "c", NULL));
  ovr_database_unref (library);
  g_assert_cmpint (look_from_outside (f), ==, 3);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  const char *outside = g_getenv ("OVERREAD_TEST_OUTSIDE");

  if (outside != NULL)
    return be_outside (outside);
  g_test_init (&argc, &argv, NULL);
  ADD ("/database/write", test_written_is_read);
  ADD ("/database/private", test_a_new_library_is_its_users_alone);
  ADD ("/database/rollback", test_a_failed_closure_leaves_nothing);
  ADD ("/database/trigger", test_a_trigger_refuses);
  ADD ("/database/reader", test_the_reader_cannot_write);
  ADD ("/database/reader/further", test_a_further_reader_sees_what_is_written_and_cannot_write);
  ADD ("/database/queue/order", test_queue_keeps_its_order);
  ADD ("/database/queue/drain", test_unref_drains_the_queue);
  ADD ("/database/schema/older", test_older_is_backed_up_and_migrated);
  ADD ("/database/schema/newer", test_newer_is_refused_untouched);
  ADD ("/database/not-a-database", test_what_is_no_database_is_an_error);
  ADD ("/database/two-programs", test_two_programs_share_a_library);
  ADD ("/database/two-programs/one-ends", test_another_program_that_ends_takes_nothing_along);
  return g_test_run ();
}
