/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define OVR_DATABASE_ERROR (ovr_database_error_quark ())
GQuark ovr_database_error_quark (void);

/**
 * OvrDatabaseError:
 * @OVR_DATABASE_ERROR_NEWER: written by a newer program; nothing was touched
 * @OVR_DATABASE_ERROR_BUSY: another program holds it for longer than the wait
 * @OVR_DATABASE_ERROR_REFUSED: a rule of the schema (a trigger) said no
 * @OVR_DATABASE_ERROR_FAILED: anything else: full disk, damaged file, no right
 */
typedef enum
{
  OVR_DATABASE_ERROR_NEWER,
  OVR_DATABASE_ERROR_BUSY,
  OVR_DATABASE_ERROR_REFUSED,
  OVR_DATABASE_ERROR_FAILED,
} OvrDatabaseError;

/**
 * OvrModule:
 * @name: the module's name, a key of table schema
 * @steps: SQL scripts; steps[i] leads from version i to i + 1
 * @n_steps: how many: the newest version
 *
 * One module's share of the schema. Steps that were released are never edited.
 */
typedef struct
{
  const char *name;
  const char *const *steps;
  guint n_steps;
} OvrModule;

/**
 * OvrDatabase:
 *
 * One SQLite file (WAL, synchronous=FULL, foreign keys on). One thread of its
 * own holds the writing connection and runs closures from a queue, each in one
 * transaction; the thread that opened it has a connection that only reads.
 * Reference counted; the last unref waits for the queue to drain.
 */
typedef struct _OvrDatabase OvrDatabase;

/* Opens or makes @path, backs an older file up ("NAME.backup-<versions>") and
 * migrates it. NULL with an error of OVR_DATABASE_ERROR otherwise. */
OvrDatabase *ovr_database_open (const char *path,
                                const OvrModule *const *modules,
                                guint n_modules,
                                GError **error);
OvrDatabase *ovr_database_ref (OvrDatabase *self);
void ovr_database_unref (OvrDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDatabase, ovr_database_unref)

/* Whether @path is a file of a database that this process has open. Such a file
 * must not be opened and closed beside SQLite: that drops the process's locks
 * on it (POSIX), and another program that ends would take the write-ahead log
 * away. Thread-safe. */
gboolean ovr_database_holds (const char *path);

/* The reading connection: for the opening thread only; query_only is on. */
sqlite3 *ovr_database_get_reader (OvrDatabase *self);

/* A further connection that only reads, for a thread of the caller's:
 * (transfer full), sqlite3_close(). @self must outlive it. Any thread. */
sqlite3 *ovr_database_connect_reader (OvrDatabase *self,
                                      GError **error);

/**
 * OvrDatabaseFunc:
 *
 * Runs on the writer thread within BEGIN IMMEDIATE … COMMIT. FALSE with @error
 * set rolls back.
 */
typedef gboolean (*OvrDatabaseFunc) (sqlite3 *writer,
                                     gpointer data,
                                     GError **error);

/* Queues @func; @callback runs in the caller's main context when it is
 * committed (may be NULL: failures are then logged). Order is kept. */
void ovr_database_write_async (OvrDatabase *self,
                               OvrDatabaseFunc func,
                               gpointer data,
                               GDestroyNotify destroy,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean ovr_database_write_finish (OvrDatabase *self,
                                    GAsyncResult *result,
                                    GError **error);

/* Queues @func and waits: for the command line, tests and shutting down. */
gboolean ovr_database_write (OvrDatabase *self,
                             OvrDatabaseFunc func,
                             gpointer data,
                             GError **error);

/* Waits until everything queued so far is on the disk. */
void ovr_database_flush (OvrDatabase *self);

/* Changes when another connection (also of another program) has committed. */
guint64 ovr_database_get_data_version (OvrDatabase *self);

/* Prepares @sql; fails with an OVR_DATABASE_ERROR that names @sql's first
 * word and SQLite's message, never a bound value. */
sqlite3_stmt *ovr_database_prepare (sqlite3 *connection,
                                    const char *sql,
                                    GError **error);

/* Steps a statement that returns no rows; resets it. */
gboolean ovr_database_run (sqlite3 *connection,
                           sqlite3_stmt *statement,
                           GError **error);

/* FALSE with an error unless @code, of a statement's last step, says that there
 * are no more rows. */
gboolean ovr_database_check_end (sqlite3 *connection,
                                 int code,
                                 GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)

G_END_DECLS
