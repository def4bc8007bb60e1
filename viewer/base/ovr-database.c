/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-database.h"

#include "ovr-clock.h"
#include "ovr-log.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long one program waits for another one's transaction. */
#define BUSY_TIMEOUT_MS 5000

struct _OvrDatabase
{
  gatomicrefcount references;
  char *path;
  sqlite3 *writer; /* Owned: touched by the writer thread only */
  sqlite3 *reader; /* Owned: touched by the opening thread only */
  GThread *thread;
  GAsyncQueue *queue; /* of Job */
};

/* What the writer thread takes from the queue. A job without a function ends
 * the thread when @stop is set, else it is only waited for. */
typedef struct
{
  OvrDatabaseFunc func;
  gpointer data;
  GDestroyNotify destroy;
  GTask *task;   /* Owned, (nullable) */
  GMutex *mutex; /* Borrowed, (nullable): a waiting caller's */
  GCond *cond;
  gboolean *done;
  gboolean *result;
  GError **error;
  gboolean stop;
} Job;

G_DEFINE_QUARK (ovr_database_error, ovr_database_error)

static void
set_error (GError **error,
           sqlite3 *connection,
           const char *what)
{
  int code = sqlite3_errcode (connection) & 0xff;
  OvrDatabaseError ours = code == SQLITE_BUSY || code == SQLITE_LOCKED ? OVR_DATABASE_ERROR_BUSY
                          : code == SQLITE_CONSTRAINT                  ? OVR_DATABASE_ERROR_REFUSED
                                                                       : OVR_DATABASE_ERROR_FAILED;

  g_set_error (error, OVR_DATABASE_ERROR, ours, "%s: %s", what, sqlite3_errmsg (connection));
}

static gboolean
execute (sqlite3 *connection,
         const char *sql,
         GError **error)
{
  if (sqlite3_exec (connection, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  set_error (error, connection, "The library's database");
  return FALSE;
}

sqlite3_stmt *
ovr_database_prepare (sqlite3 *connection,
                      const char *sql,
                      GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (connection, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      g_autofree char *word = g_strndup (sql, strcspn (sql, " "));

      set_error (error, connection, word);
      return NULL;
    }

  return statement;
}

gboolean
ovr_database_run (sqlite3 *connection,
                  sqlite3_stmt *statement,
                  GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE && code != SQLITE_ROW)
    {
      set_error (error, connection, "The library's database");
      sqlite3_reset (statement);
      return FALSE;
    }

  sqlite3_reset (statement);
  return TRUE;
}

gboolean
ovr_database_check_end (sqlite3 *connection,
                        int code,
                        GError **error)
{
  if (code != SQLITE_DONE)
    set_error (error, connection, "The library's database");
  return code == SQLITE_DONE;
}

/* The first column of the first row, or @absent. */
static gint64
query_int (sqlite3 *connection,
           const char *sql,
           const char *bound,
           gint64 absent)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (connection, sql, NULL);

  if (statement == NULL)
    return absent;
  if (bound != NULL)
    sqlite3_bind_text (statement, 1, bound, -1, SQLITE_TRANSIENT);
  return sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : absent;
}

static guint
module_version (sqlite3 *connection,
                const char *name)
{
  return (guint) query_int (connection, "SELECT version FROM schema WHERE module = ?", name, 0);
}

static gboolean
set_module_version (sqlite3 *connection,
                    const char *name,
                    guint version,
                    GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      connection, "INSERT INTO schema (module, version) VALUES (?, ?) "
                  "ON CONFLICT (module) DO UPDATE SET version = excluded.version",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (statement, 2, version);
  return ovr_database_run (connection, statement, error);
}

/* Every module's version must be one that this program knows; a module that
 * it doesn't know at all may be there, and is left alone. */
static gboolean
refuse_newer (sqlite3 *connection,
              const OvrModule *const *modules,
              guint n_modules,
              gboolean *must_migrate,
              gboolean *has_data,
              GError **error)
{
  for (guint i = 0; i < n_modules; i++)
    {
      guint version = module_version (connection, modules[i]->name);

      if (version > modules[i]->n_steps)
        {
          g_set_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_NEWER,
                       "The library was written by a newer version of Overread "
                       "(part \"%s\" has version %u, this program knows %u); nothing was changed",
                       modules[i]->name, version, modules[i]->n_steps);
          return FALSE;
        }
      *must_migrate |= version < modules[i]->n_steps;
      *has_data |= version > 0;
    }

  return TRUE;
}

/* A whole copy beside the file, made through SQLite, so that what still
 * stands in the write-ahead log is in it. */
static gboolean
back_up (sqlite3 *connection,
         const char *path,
         GError **error)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *target = g_strdup_printf ("%s.backup-%s", path, stamp);
  g_autofree char *sql = NULL;
  char *quoted;

  g_unlink (target);
  quoted = sqlite3_mprintf ("VACUUM INTO %Q", target);
  sql = g_strdup (quoted);
  sqlite3_free (quoted);
  return execute (connection, sql, error);
}

static gboolean
run_steps (sqlite3 *connection,
           const OvrModule *module,
           GError **error)
{
  for (guint version = module_version (connection, module->name); version < module->n_steps; version++)
    if (!execute (connection, module->steps[version], error) ||
        !set_module_version (connection, module->name, version + 1, error))
      return FALSE;

  return TRUE;
}

/* All steps of all modules in one transaction: a half-migrated library does
 * not exist. Versions are read again inside it, since another program may have
 * been faster. */
static gboolean
migrate (sqlite3 *connection,
         const OvrModule *const *modules,
         guint n_modules,
         GError **error)
{
  gboolean ok = execute (connection, "BEGIN IMMEDIATE", error);

  for (guint i = 0; ok && i < n_modules; i++)
    ok = run_steps (connection, modules[i], error);

  if (ok && execute (connection, "COMMIT", error))
    return TRUE;
  sqlite3_exec (connection, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static sqlite3 *
connect_to (const char *path,
            const char *pragmas,
            GError **error)
{
  sqlite3 *connection = NULL;
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  /* A new library is its user's alone; SQLite gives its other files the same
   * rights. Whether it can be opened is told below. A file that is there must
   * not be opened and closed here: that would drop the locks of a connection
   * which this process has to it (POSIX), and another program that ends would
   * take the write-ahead log away from under it. */
  if (fd >= 0)
    close (fd);
  if (sqlite3_open_v2 (path, &connection,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      set_error (error, connection, "The library's database can't be opened");
      sqlite3_close (connection);
      return NULL;
    }

  sqlite3_busy_timeout (connection, BUSY_TIMEOUT_MS);
  if (!execute (connection, pragmas, error))
    {
      sqlite3_close (connection);
      return NULL;
    }

  return connection;
}

static gboolean
run_in_transaction (sqlite3 *writer,
                    OvrDatabaseFunc func,
                    gpointer data,
                    GError **error)
{
  if (!execute (writer, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (func (writer, data, error) && execute (writer, "COMMIT", error))
    return TRUE;

  sqlite3_exec (writer, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static void
report_to_task (Job *job,
                gboolean ok,
                GError *error)
{
  if (job->task == NULL)
    {
      if (!ok)
        g_warning ("A change could not be saved: %s", error->message);
      g_clear_error (&error);
      return;
    }

  if (ok)
    g_task_return_boolean (job->task, TRUE);
  else
    g_task_return_error (job->task, error);
}

static void
report_to_waiter (Job *job,
                  gboolean ok,
                  GError *error)
{
  GMutex *mutex = job->mutex;

  g_mutex_lock (mutex);
  *job->result = ok;
  if (error != NULL)
    g_propagate_error (job->error, error);
  *job->done = TRUE;
  g_cond_signal (job->cond);
  g_mutex_unlock (mutex);
}

static gboolean
run_job (sqlite3 *writer,
         Job *job)
{
  GError *error = NULL;
  gboolean stop = job->stop;
  gboolean ok = job->func == NULL || run_in_transaction (writer, job->func, job->data, &error);

  if (job->destroy != NULL)
    job->destroy (job->data);

  if (job->mutex != NULL)
    report_to_waiter (job, ok, error);
  else
    report_to_task (job, ok, error);

  g_clear_object (&job->task);
  g_free (job);
  return !stop;
}

static gpointer
writer_thread (gpointer data)
{
  OvrDatabase *self = data;

  while (run_job (self->writer, g_async_queue_pop (self->queue)))
    ;

  return NULL;
}

static const char writer_pragmas[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;";

static const char reader_pragmas[] = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;";

static gboolean
prepare_schema (sqlite3 *writer,
                const char *path,
                const OvrModule *const *modules,
                guint n_modules,
                GError **error)
{
  gboolean must_migrate = FALSE, has_data = FALSE;

  if (!execute (writer, "CREATE TABLE IF NOT EXISTS schema (module TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID", error) ||
      !refuse_newer (writer, modules, n_modules, &must_migrate, &has_data, error))
    return FALSE;
  if (must_migrate && has_data && !back_up (writer, path, error))
    return FALSE;

  return !must_migrate || migrate (writer, modules, n_modules, error);
}

/* Paths of the databases that are open; guarded by the mutex. */
static GMutex held_mutex;
static GPtrArray *held;

static void
hold (const char *path)
{
  g_mutex_lock (&held_mutex);
  if (held == NULL)
    held = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (held, g_strdup (path));
  g_mutex_unlock (&held_mutex);
}

static void
release (const char *path)
{
  guint index;

  g_mutex_lock (&held_mutex);
  if (g_ptr_array_find_with_equal_func (held, path, g_str_equal, &index))
    g_ptr_array_remove_index_fast (held, index);
  if (held->len == 0)
    g_clear_pointer (&held, g_ptr_array_unref);
  g_mutex_unlock (&held_mutex);
}

/* Names are compared first: asking for each file of an import would cost. */
static gboolean
is_part_of (const char *path,
            const char *database)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *part = g_strconcat (database, endings[i], NULL);
      g_autofree char *part_name = g_path_get_basename (part);
      struct stat here, there;

      if (strcmp (name, part_name) == 0 && stat (path, &here) == 0 && stat (part, &there) == 0 &&
          here.st_dev == there.st_dev && here.st_ino == there.st_ino)
        return TRUE;
    }
  return FALSE;
}

gboolean
ovr_database_holds (const char *path)
{
  gboolean found = FALSE;

  g_mutex_lock (&held_mutex);
  for (guint i = 0; held != NULL && i < held->len && !found; i++)
    found = is_part_of (path, g_ptr_array_index (held, i));
  g_mutex_unlock (&held_mutex);
  return found;
}

OvrDatabase *
ovr_database_open (const char *path,
                   const OvrModule *const *modules,
                   guint n_modules,
                   GError **error)
{
  OvrDatabase *self;
  sqlite3 *writer, *reader;

  g_return_val_if_fail (path != NULL, NULL);

  writer = connect_to (path, writer_pragmas, error);
  if (writer == NULL)
    return NULL;

  reader = prepare_schema (writer, path, modules, n_modules, error)
               ? connect_to (path, reader_pragmas, error)
               : NULL;
  if (reader == NULL)
    {
      sqlite3_close (writer);
      return NULL;
    }

  self = g_new0 (OvrDatabase, 1);
  g_atomic_ref_count_init (&self->references);
  self->path = g_strdup (path);
  hold (path);
  self->writer = writer;
  self->reader = reader;
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new ("library-writer", writer_thread, self);
  return self;
}

OvrDatabase *
ovr_database_ref (OvrDatabase *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ovr_database_unref (OvrDatabase *self)
{
  Job *last;

  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;

  last = g_new0 (Job, 1);
  last->stop = TRUE;
  g_async_queue_push (self->queue, last);
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  sqlite3_close (self->reader);
  sqlite3_close (self->writer);
  release (self->path);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
ovr_database_get_reader (OvrDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reader;
}

sqlite3 *
ovr_database_connect_reader (OvrDatabase *self,
                             GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return connect_to (self->path, reader_pragmas, error);
}

void
ovr_database_write_async (OvrDatabase *self,
                          OvrDatabaseFunc func,
                          gpointer data,
                          GDestroyNotify destroy,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (self != NULL && func != NULL);

  job->func = func;
  job->data = data;
  job->destroy = destroy;
  if (callback != NULL)
    job->task = g_task_new (NULL, NULL, callback, user_data);
  g_async_queue_push (self->queue, job);
}

gboolean
ovr_database_write_finish (OvrDatabase *self,
                           GAsyncResult *result,
                           GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ovr_database_write (OvrDatabase *self,
                    OvrDatabaseFunc func,
                    gpointer data,
                    GError **error)
{
  gboolean done = FALSE, result = FALSE;
  GMutex mutex;
  GCond cond;
  Job *job = g_new0 (Job, 1);

  g_mutex_init (&mutex);
  g_cond_init (&cond);
  *job = (Job){ .func = func, .data = data, .mutex = &mutex, .cond = &cond, .done = &done, .result = &result, .error = error };

  g_mutex_lock (&mutex);
  g_async_queue_push (self->queue, job);
  while (!done)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);

  g_cond_clear (&cond);
  g_mutex_clear (&mutex);
  return result;
}

void
ovr_database_flush (OvrDatabase *self)
{
  ovr_database_write (self, NULL, NULL, NULL);
}

guint64
ovr_database_get_data_version (OvrDatabase *self)
{
  return (guint64) query_int (self->reader, "PRAGMA data_version", NULL, 0);
}
