/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-copier.h"

#include "ovr-clock.h"
#include "ovr-library-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Files that are made safe together: the disk is waited for once. */
#define BATCH 64
#define MAX_BATCH_BYTES (G_GINT64_CONSTANT (64) * 1024 * 1024)

#define BLOCK_SIZE ((gsize) 256 * 1024)

/**
 * Copy:
 * @id: row of table instance
 * @instance: (owned): of the file outside
 * @target: (owned): where it is going to be
 * @part: (owned): where it is being made
 * @fd: of @part; -1 where it could not be made
 * @is_inside: the file is the library's own already
 */
typedef struct
{
  gint64 id;
  OvrInstance *instance;
  char *target;
  char *part;
  int fd;
  gboolean is_inside;
} Copy;

/**
 * Copier:
 * @folder: (owned): for copies
 * @copies: (element-type Copy): one batch
 * @last_id: of the batch before
 * @n_to_copy: rows that were marked at first
 */
typedef struct
{
  /* Borrowed */
  OvrLibrary *library;
  GCancellable *cancellable;
  OvrImportResult *result;

  /* Owned */
  char *folder;
  GArray *copies;

  gint64 last_id;
  guint n_to_copy;
} Copier;

static void
clear_copy (gpointer data)
{
  Copy *copy = data;

  if (copy->fd >= 0)
    close (copy->fd);
  if (copy->part != NULL)
    g_unlink (copy->part);
  ovr_instance_unref (copy->instance);
  g_free (copy->target);
  g_free (copy->part);
}

/* ---- Within transactions */

static gboolean
count_marked (sqlite3 *writer,
              gpointer data,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "SELECT count (*) FROM instance WHERE to_copy", error);

  if (statement == NULL)
    return FALSE;
  *(guint *) data = sqlite3_step (statement) == SQLITE_ROW ? (guint) sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

/* (transfer full): 32 hex digits. */
static char *
hash_of (const char *patient_key,
         const char *uid)
{
  g_autofree char *key = g_strjoin ("\n", patient_key, uid, NULL);
  char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);

  hash[32] = '\0';
  return hash;
}

/* A name by which nobody is recognised, and which the same image has again
 * when its copying is repeated; a folder a study. (transfer full) */
static char *
target_of (const Copier *self,
           const OvrInstance *instance)
{
  g_autofree char *study = hash_of (instance->patient_key, instance->study_uid);
  g_autofree char *image = hash_of (instance->patient_key, instance->sop_uid);

  return g_strdup_printf ("%s/%s/%s.dcm", self->folder, study, image);
}

static void
append_copy (Copier *self,
             sqlite3_stmt *row)
{
  const char *path = (const char *) sqlite3_column_text (row, 1);
  g_autofree char *inside = g_strconcat (ovr_library_get_files_folder (self->library), "/", NULL);
  Copy copy = { .id = sqlite3_column_int64 (row, 0), .fd = -1 };

  if (sqlite3_column_int (row, 3) == OVR_INSTANCE_FORM)
    {
      g_autoptr (GBytes) facts = g_bytes_new (sqlite3_column_blob (row, 4), (gsize) sqlite3_column_bytes (row, 4));

      copy.instance = ovr_instance_from_bytes (facts, path, sqlite3_column_int64 (row, 2));
    }
  if (copy.instance == NULL)
    copy.instance = ovr_instance_read_path (path, NULL);
  self->last_id = copy.id;
  if (copy.instance == NULL)
    return;
  copy.is_inside = g_str_has_prefix (path, inside);
  copy.target = target_of (self, copy.instance);
  g_array_append_val (self->copies, copy);
}

static gboolean
take_batch (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  Copier *self = data;
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "SELECT id, path, size, form, facts FROM instance WHERE to_copy AND id > ? ORDER BY id LIMIT ?", error);
  gint64 n_bytes = 0;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->last_id);
  sqlite3_bind_int (statement, 2, BATCH);
  while (n_bytes < MAX_BATCH_BYTES && sqlite3_step (statement) == SQLITE_ROW)
    {
      n_bytes += sqlite3_column_int64 (statement, 2);
      append_copy (self, statement);
    }
  return TRUE;
}

/* What moved meanwhile by another import is left as it is. */
static gboolean
write_batch (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  Copier *self = data;
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "UPDATE instance SET path = ?, to_copy = 0 WHERE id = ? AND path = ?", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < self->copies->len; i++)
    {
      const Copy *copy = &g_array_index (self->copies, Copy, i);

      if (copy->fd < 0 && !copy->is_inside)
        continue;
      sqlite3_bind_text (statement, 1, copy->is_inside ? copy->instance->path : copy->target, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, copy->id);
      sqlite3_bind_text (statement, 3, copy->instance->path, -1, SQLITE_STATIC);
      if (!ovr_database_run (writer, statement, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- Files */

/* Why copying can't go on: a sentence. (transfer full) */
static char *
describe (int code)
{
  if (code == ENOSPC || code == EDQUOT)
    return g_strdup ("The disk is full: images that were not copied yet stay where they are.");
  return g_strdup_printf ("The library's folder can't be written (%s): images that were not copied yet stay where they are.",
                          g_strerror (code));
}

/* The error's number, 0 where all was written. */
static int
write_all (int fd,
           const char *bytes,
           gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno != EINTR)
        return errno;
      if (n > 0)
        {
          bytes += n;
          length -= (gsize) n;
        }
    }
  return 0;
}

/* FALSE where the rest can't be read, or somebody said stop; *@code is what
 * writing came to. */
static gboolean
copy_bytes (Copier *self,
            int from,
            int to,
            gint64 size,
            int *code)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  gint64 done = 0;

  while (done < size)
    {
      gssize n = pread (from, block, BLOCK_SIZE, done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      *code = write_all (to, block, (gsize) n);
      if (*code != 0)
        return FALSE;
      done += n;
    }
  return done == size;
}

/* Makes the part of one file. The error's number where nothing more can be
 * written; a file that can't be read is passed over. */
static int
copy_file (Copier *self,
           Copy *copy)
{
  g_autofree char *folder = g_path_get_dirname (copy->target);
  int from = ovr_instance_open (copy->instance, NULL);
  int code = 0;

  if (from < 0)
    return 0;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      code = errno;
      close (from);
      return code;
    }
  copy->part = g_strconcat (copy->target, ".part", NULL);
  copy->fd = open (copy->part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (copy->fd < 0)
    code = errno;
  else if (!copy_bytes (self, from, copy->fd, copy->instance->file_size, &code))
    {
      close (copy->fd);
      copy->fd = -1;
    }
  close (from);
  return code;
}

/* The folders of the batch's files, each once. */
static void
sync_folders (Copier *self)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer folder;

  for (guint i = 0; i < self->copies->len; i++)
    if (g_array_index (self->copies, Copy, i).fd >= 0)
      g_hash_table_add (folders, g_path_get_dirname (g_array_index (self->copies, Copy, i).target));
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    {
      int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

      if (fd >= 0)
        {
          fsync (fd);
          close (fd);
        }
    }
}

/* All parts are on their way before one is waited for: the file system needs
 * one journal commit for the batch, not one for each. */
static void
start_writing (Copier *self)
{
#ifdef SYNC_FILE_RANGE_WRITE
  for (guint i = 0; i < self->copies->len; i++)
    {
      const Copy *copy = &g_array_index (self->copies, Copy, i);

      if (copy->fd >= 0)
        sync_file_range (copy->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    }
#endif
}

/* Makes the parts safe and gives them their names; 0, or an error's number. */
static int
settle_batch (Copier *self)
{
  int first = 0;

  start_writing (self);
  for (guint i = 0; i < self->copies->len; i++)
    {
      Copy *copy = &g_array_index (self->copies, Copy, i);

      if (copy->fd < 0)
        continue;
      if (fsync (copy->fd) == 0 && g_rename (copy->part, copy->target) == 0)
        {
          g_clear_pointer (&copy->part, g_free);
          continue;
        }
      first = first != 0 ? first : errno;
      close (copy->fd);
      copy->fd = -1;
    }
  sync_folders (self);
  return first;
}

static guint
count_done (const Copier *self)
{
  guint n = 0;

  for (guint i = 0; i < self->copies->len; i++)
    n += g_array_index (self->copies, Copy, i).fd >= 0;
  return n;
}

static gboolean
copy_batch (Copier *self,
            GError **error)
{
  int code = 0, settled;

  for (guint i = 0; i < self->copies->len && code == 0; i++)
    {
      Copy *copy = &g_array_index (self->copies, Copy, i);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (!copy->is_inside)
        code = copy_file (self, copy);
    }
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  settled = settle_batch (self);
  if (!ovr_database_write (ovr_library_get_database (self->library), write_batch, self, error))
    return FALSE;
  self->result->n_copied += count_done (self);
  if (code != 0 || settled != 0)
    self->result->copy_problem = describe (code != 0 ? code : settled);
  return TRUE;
}

/* Where a second program copies already, it will do it all. -1 then, too. */
static int
lock_folder (Copier *self)
{
  int fd = -1;

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      self->result->copy_problem = describe (errno);
      return -1;
    }
  fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

static gboolean
copy_all (Copier *self,
          OvrCopierFunc func,
          gpointer data,
          GError **error)
{
  const gint64 start = ovr_clock_ticks_us ();
  gint64 before;

  do
    {
      before = self->last_id;
      g_array_set_size (self->copies, 0);
      if (!ovr_database_write (ovr_library_get_database (self->library), take_batch, self, error))
        return FALSE;
      if (self->copies->len > 0 && !copy_batch (self, error))
        return FALSE;
      func (self->result->n_copied, self->n_to_copy, start, data);
    }
  while (self->last_id > before && self->result->copy_problem == NULL);
  return TRUE;
}

gboolean
ovr_copier_run (OvrLibrary *library,
                GCancellable *cancellable,
                OvrCopierFunc func,
                gpointer data,
                OvrImportResult *result,
                GError **error)
{
  Copier self = { .library = library, .cancellable = cancellable, .result = result };
  OvrDatabase *database = ovr_library_get_database (library);
  gboolean ok = TRUE;
  int lock;

  if (!ovr_database_write (database, count_marked, &self.n_to_copy, error))
    return FALSE;
  if (self.n_to_copy == 0)
    return TRUE;

  self.folder = g_build_filename (ovr_library_get_files_folder (library), "copies", NULL);
  self.copies = g_array_new (FALSE, FALSE, sizeof (Copy));
  g_array_set_clear_func (self.copies, clear_copy);
  lock = lock_folder (&self);
  if (lock >= 0)
    {
      ok = copy_all (&self, func, data, error);
      close (lock);
    }
  g_array_unref (self.copies);
  g_free (self.folder);
  return ok && ovr_database_write (database, count_marked, &result->n_outside, error);
}
