/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-import-store.h"

#include "ovr-library-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* In a folder whose import hasn't ended. */
#define MARK "unfinished"

#define PREFIX "import-"

/**
 * OvrImportStore:
 * @path: (owned): the folder
 * @root: (owned): the library's
 * @lock: descriptor of the folder, locked as long as the import runs
 */
struct _OvrImportStore
{
  char *path;
  char *root;
  int lock;
};

static int
lock_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

/* ---- What a killed import left */

/* @used: paths that the index refers to. */
typedef struct
{
  const char *folder;
  GHashTable *used;
} Leftover;

/* In a transaction: nobody files anything meanwhile. */
static gboolean
find_used (sqlite3 *writer,
           gpointer data,
           GError **error)
{
  Leftover *leftover = data;
  g_autofree char *from = g_strconcat (leftover->folder, "/", NULL);
  g_autofree char *to = g_strconcat (leftover->folder, "0", NULL);
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer,
      "SELECT path FROM instance WHERE path > ?1 AND path < ?2 "
      "UNION ALL SELECT path FROM variant WHERE path > ?1 AND path < ?2",
      error);
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, from, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, to, -1, SQLITE_STATIC);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_hash_table_add (leftover->used, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  return ovr_database_check_end (writer, code, error);
}

static void
remove_unused (const char *folder,
               GHashTable *used)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (strcmp (name, MARK) != 0 && !g_hash_table_contains (used, path))
        g_unlink (path);
    }
}

static void
clean_folder (OvrLibrary *library,
              const char *folder)
{
  g_autofree char *mark = g_build_filename (folder, MARK, NULL);
  g_autoptr (GHashTable) used = NULL;
  Leftover leftover = { .folder = folder };
  int lock;

  if (!g_file_test (mark, G_FILE_TEST_EXISTS))
    return;
  lock = lock_folder (folder);
  if (lock < 0)
    return;
  used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  leftover.used = used;
  if (ovr_database_write (ovr_library_get_database (library), find_used, &leftover, NULL))
    {
      remove_unused (folder, used);

      /* Last: this may be killed, too. */
      g_unlink (mark);
      g_rmdir (folder);
    }
  close (lock);
}

static void
clean_up (OvrLibrary *library,
          const char *root)
{
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (root, name, NULL);

      if (g_str_has_prefix (name, PREFIX))
        clean_folder (library, folder);
    }
}

/* ---- This import's */

OvrImportStore *
ovr_import_store_new (OvrLibrary *library,
                      GError **error)
{
  const char *root = ovr_library_get_files_folder (library);
  g_autofree char *path = g_build_filename (root, PREFIX "XXXXXX", NULL);
  g_autofree char *mark = NULL;
  OvrImportStore *self;

  clean_up (library, root);
  if (g_mkdir_with_parents (root, 0700) != 0 || g_mkdtemp (path) == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "the library's folder for images can't be made");
      return NULL;
    }
  self = g_new0 (OvrImportStore, 1);
  self->root = g_strdup (root);
  self->path = g_steal_pointer (&path);

  /* Locked before it is marked: what has a mark and no lock was left. */
  self->lock = lock_folder (self->path);
  mark = g_build_filename (self->path, MARK, NULL);
  g_file_set_contents (mark, "", 0, NULL);
  return self;
}

void
ovr_import_store_free (OvrImportStore *self)
{
  g_autofree char *mark = g_build_filename (self->path, MARK, NULL);

  g_unlink (mark);
  if (self->lock >= 0)
    close (self->lock);

  /* Only empty ones go: most imports store nothing. */
  g_rmdir (self->path);
  g_rmdir (self->root);
  g_free (self->path);
  g_free (self->root);
  g_free (self);
}

const char *
ovr_import_store_get_path (OvrImportStore *self)
{
  return self->path;
}
