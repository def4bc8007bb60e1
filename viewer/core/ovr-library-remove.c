/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-library-remove.h"

#include "ovr-library-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

OvrStudyName *
ovr_study_name_new (const char *patient_key,
                    const char *uid)
{
  OvrStudyName *self = g_new0 (OvrStudyName, 1);

  self->patient_key = g_strdup (patient_key);
  self->uid = g_strdup (uid);
  return self;
}

void
ovr_study_name_free (OvrStudyName *self)
{
  g_free (self->patient_key);
  g_free (self->uid);
  g_free (self);
}

/* What lies below the library's folder, if @path does: "import-1/a". */
static const char *
below_folder (OvrLibrary *self,
              const char *path)
{
  const char *folder = ovr_library_get_files_folder (self);
  gsize n = strlen (folder);

  return strncmp (path, folder, n) == 0 && path[n] == G_DIR_SEPARATOR && path[n + 1] != '\0' ? path + n + 1 : NULL;
}

/* ---- The index */

/* Parameters of all statements here: 1 Study Instance UID, 2 patient key. */
#define ITS_SERIES "(SELECT series.id FROM series JOIN study ON study.id = series.study_id WHERE study.uid = ?1 AND study.patient_key = ?2)"
#define ITS_FILES "SELECT id, path, size FROM instance WHERE series_id IN " ITS_SERIES " UNION ALL "                     \
                  "SELECT 0, variant.path, variant.size FROM variant JOIN instance ON instance.id = variant.instance_id" \
                  " WHERE instance.series_id IN " ITS_SERIES

static sqlite3_stmt *
prepare (sqlite3 *connection,
         const char *sql,
         const OvrStudyName *study,
         GError **error)
{
  sqlite3_stmt *statement = ovr_database_prepare (connection, sql, error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, study->uid, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 2, study->patient_key, -1, SQLITE_TRANSIENT);
  return statement;
}

static gboolean
run (sqlite3 *writer,
     const char *sql,
     const OvrStudyName *study,
     GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare (writer, sql, study, error);

  return statement != NULL && ovr_database_run (writer, statement, error);
}

gboolean
ovr_library_count_files (OvrLibrary *self,
                         sqlite3 *connection,
                         const OvrStudyName *study,
                         OvrStudyFiles *files,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) row = prepare (connection, ITS_FILES, study, error);
  int code;

  if (row == NULL)
    return FALSE;
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    if (below_folder (self, (const char *) sqlite3_column_text (row, 1)) != NULL)
      {
        files->n_own++;
        files->own_bytes += (guint64) sqlite3_column_int64 (row, 2);
      }
    else
      files->n_elsewhere++;
  return ovr_database_check_end (connection, code, error);
}

/* Notes the own files that go. @ids: of the instances among them. */
static gboolean
note_files (OvrLibrary *self,
            sqlite3 *writer,
            const OvrStudyName *study,
            OvrCopies copies,
            GArray *ids,
            GError **error)
{
  g_autoptr (sqlite3_stmt) row = prepare (writer, ITS_FILES, study, error);
  g_autoptr (sqlite3_stmt) note = ovr_database_prepare (
      writer, "INSERT INTO leaving (path, to_trash) VALUES (?, ?) ON CONFLICT (path) DO NOTHING", error);
  int code;

  if (row == NULL || note == NULL)
    return FALSE;
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const char *path = (const char *) sqlite3_column_text (row, 1);
      gint64 id = sqlite3_column_int64 (row, 0);

      if (below_folder (self, path) == NULL)
        continue;
      sqlite3_bind_text (note, 1, path, -1, SQLITE_TRANSIENT);
      sqlite3_bind_int (note, 2, copies == OVR_COPIES_TRASH);
      if (!ovr_database_run (writer, note, error))
        return FALSE;
      if (id != 0)
        g_array_append_val (ids, id);
    }
  return ovr_database_check_end (writer, code, error);
}

static gboolean
delete_instances (sqlite3 *writer,
                  const GArray *ids,
                  GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "DELETE FROM instance WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      sqlite3_bind_int64 (statement, 1, g_array_index (ids, gint64, i));
      if (!ovr_database_run (writer, statement, error))
        return FALSE;
    }
  return TRUE;
}

/* Series that have nothing left go; lists count what is left, and health is
 * looked at again. */
static gboolean
count_anew (sqlite3 *writer,
            const OvrStudyName *study,
            GError **error)
{
  return run (writer,
              "DELETE FROM series WHERE id IN " ITS_SERIES
              " AND NOT EXISTS (SELECT 1 FROM instance WHERE instance.series_id = series.id)",
              study, error) &&
         run (writer,
              "UPDATE series SET n_instances = (SELECT COUNT (*) FROM instance WHERE instance.series_id = series.id)"
              " WHERE id IN " ITS_SERIES,
              study, error) &&
         run (writer,
              "UPDATE study SET n_series = (SELECT COUNT (*) FROM series WHERE series.study_id = study.id),"
              " n_instances = (SELECT IFNULL (SUM (n_instances), 0) FROM series WHERE series.study_id = study.id)"
              " WHERE uid = ?1 AND patient_key = ?2",
              study, error);
}

static gboolean
delete_rows (sqlite3 *writer,
             const OvrStudyName *study,
             GError **error)
{
  return run (writer, "DELETE FROM instance WHERE series_id IN " ITS_SERIES, study, error) &&
         run (writer, "DELETE FROM series WHERE id IN " ITS_SERIES, study, error) &&
         run (writer, "DELETE FROM study WHERE uid = ?1 AND patient_key = ?2", study, error) &&
         run (writer,
              "DELETE FROM patient WHERE ?1 <> '' AND key = ?2 AND NOT EXISTS (SELECT 1 FROM study WHERE patient_key = ?2)",
              study, error);
}

gboolean
ovr_library_forget_study (OvrLibrary *self,
                          sqlite3 *writer,
                          const OvrStudyName *study,
                          OvrCopies copies,
                          gboolean keep_line,
                          GError **error)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (copies != OVR_COPIES_KEEP && !note_files (self, writer, study, copies, own, error))
    return FALSE;
  if (!keep_line)
    return delete_rows (writer, study, error);
  return delete_instances (writer, own, error) && count_anew (writer, study, error);
}

/* ---- The files */

/* Opens the folder that holds @relative, below @folder, without following a
 * link on the way; -1 where there is none or there is a link. @name is the last
 * part. */
static int
open_folder (const char *folder,
             const char *relative,
             const char **name)
{
  g_auto (GStrv) parts = g_strsplit (relative, G_DIR_SEPARATOR_S, -1);
  guint n = g_strv_length (parts);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

  *name = strrchr (relative, G_DIR_SEPARATOR) != NULL ? strrchr (relative, G_DIR_SEPARATOR) + 1 : relative;
  for (guint i = 0; fd >= 0 && i + 1 < n; i++)
    {
      int next = -1;

      errno = ELOOP;
      if (*parts[i] != '\0' && strcmp (parts[i], "..") != 0 && strcmp (parts[i], ".") != 0)
        next = openat (fd, parts[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
      close (fd);
      fd = next;
    }
  return fd;
}

/* The trash wants a path: it must lead to the file that was found on the way
 * without links. */
static gboolean
move_to_trash (const char *path,
               int folder,
               const char *name)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  struct stat here, there;

  return fstatat (folder, name, &here, AT_SYMLINK_NOFOLLOW) == 0 && lstat (path, &there) == 0 &&
         here.st_dev == there.st_dev && here.st_ino == there.st_ino && g_file_trash (file, NULL, NULL);
}

/* TRUE where the file is gone, whoever did it. */
static gboolean
take_away (OvrLibrary *self,
           const char *path,
           gboolean to_trash)
{
  const char *relative = below_folder (self, path);
  const char *name;
  struct stat info;
  gboolean gone;
  int folder;

  if (relative == NULL)
    return TRUE;
  folder = open_folder (ovr_library_get_files_folder (self), relative, &name);
  if (folder < 0)
    return errno == ENOENT;

  if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    gone = errno == ENOENT;
  else if (!S_ISREG (info.st_mode))
    gone = TRUE; /* Nothing that the library made: left alone. */
  else
    gone = to_trash ? move_to_trash (path, folder, name) : unlinkat (folder, name, 0) == 0;
  close (folder);
  return gone;
}

/* Folders that have nothing left, from the innermost one on. */
static void
remove_empty_folders (OvrLibrary *self,
                      const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  while (below_folder (self, folder) != NULL && rmdir (folder) == 0)
    {
      char *above = g_path_get_dirname (folder);

      g_free (folder);
      folder = above;
    }
}

/**
 * Leaving:
 * @paths: (element-type filename): noted
 * @to_trash: for each whether it goes to the trash
 * @used: those of them that the index has again: they stay
 * @done: (element-type filename): gone, or not to go any more
 */
typedef struct
{
  GPtrArray *paths;
  GArray *to_trash;
  GHashTable *used;
  GPtrArray *done;
} Leaving;

static void
leaving_clear (Leaving *self)
{
  g_ptr_array_unref (self->paths);
  g_array_unref (self->to_trash);
  g_hash_table_unref (self->used);
  g_ptr_array_unref (self->done);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Leaving, leaving_clear)

static gboolean
read_notes (OvrLibrary *self,
            Leaving *leaving,
            GError **error)
{
  g_autoptr (sqlite3) connection = ovr_database_connect_reader (ovr_library_get_database (self), error);
  g_autoptr (sqlite3_stmt) row = NULL;
  int code;

  if (connection == NULL)
    return FALSE;
  row = ovr_database_prepare (
      connection, "SELECT path, to_trash, path IN (SELECT path FROM instance UNION ALL SELECT path FROM variant) FROM leaving", error);
  if (row == NULL)
    return FALSE;
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      char *path = g_strdup ((const char *) sqlite3_column_text (row, 0));
      gboolean to_trash = sqlite3_column_int (row, 1) != 0;

      g_ptr_array_add (leaving->paths, path);
      g_array_append_val (leaving->to_trash, to_trash);
      if (sqlite3_column_int (row, 2) != 0)
        g_hash_table_add (leaving->used, path);
    }
  return ovr_database_check_end (connection, code, error);
}

static gboolean
strike_notes (sqlite3 *writer,
              gpointer data,
              GError **error)
{
  const GPtrArray *done = data;
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "DELETE FROM leaving WHERE path = ?", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < done->len; i++)
    {
      sqlite3_bind_text (statement, 1, done->pdata[i], -1, SQLITE_STATIC);
      if (!ovr_database_run (writer, statement, error))
        return FALSE;
    }
  return TRUE;
}

guint
ovr_library_clear_copies (OvrLibrary *self,
                          guint *n_failed,
                          GError **error)
{
  g_auto (Leaving) leaving = {
    .paths = g_ptr_array_new_with_free_func (g_free),
    .to_trash = g_array_new (FALSE, FALSE, sizeof (gboolean)),
    .used = g_hash_table_new (g_direct_hash, g_direct_equal),
    .done = g_ptr_array_new (),
  };

  if (n_failed != NULL)
    *n_failed = 0;
  if (!read_notes (self, &leaving, error))
    return 0;
  for (guint i = 0; i < leaving.paths->len; i++)
    {
      char *path = leaving.paths->pdata[i];

      if (g_hash_table_contains (leaving.used, path) || take_away (self, path, g_array_index (leaving.to_trash, gboolean, i)))
        g_ptr_array_add (leaving.done, path);
      remove_empty_folders (self, path);
    }
  if (n_failed != NULL)
    *n_failed = leaving.paths->len - leaving.done->len;
  if (leaving.done->len > 0 && !ovr_database_write (ovr_library_get_database (self), strike_notes, leaving.done, error))
    return 0;
  return leaving.done->len;
}
