/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-library-relocate.h"

#include "ovr-library-private.h"

#include <string.h>
#include <sys/stat.h>

/* Files between two looks at the cancellable. */
#define FILES_A_LOOK 64

/**
 * Lost:
 * @id: its row
 * @sop_uid: (owned): (0008,0018)
 * @study: (borrowed): whose
 * @path: (owned): where it lay
 * @size: of the file
 * @found: (owned) (nullable): where it lies now
 */
typedef struct
{
  gint64 id;
  char *sop_uid;
  const OvrStudyName *study;
  char *path;
  gint64 size;
  char *found;
} Lost;

/**
 * Search:
 * @lost: (element-type Lost)
 * @by_size: size to a GPtrArray of Lost that aren't found yet
 */
typedef struct
{
  GPtrArray *lost;
  GHashTable *by_size;
  GCancellable *cancellable; /* Borrowed */
} Search;

static void
lost_free (gpointer data)
{
  Lost *self = data;

  g_free (self->sop_uid);
  g_free (self->path);
  g_free (self->found);
  g_free (self);
}

static void
search_clear (Search *self)
{
  g_ptr_array_unref (self->lost);
  g_clear_pointer (&self->by_size, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gboolean
has_size (const char *path,
          gint64 size)
{
  struct stat info;

  return stat (path, &info) == 0 && S_ISREG (info.st_mode) && (gint64) info.st_size == size;
}

/* ---- What is missing */

static gboolean
is_there (sqlite3_stmt *row,
          int column)
{
  const char *path = (const char *) sqlite3_column_text (row, column);
  struct stat info;

  return path == NULL || stat (path, &info) == 0;
}

static void
destroy_name (gpointer data)
{
  ovr_study_name_free (data);
}

GPtrArray *
ovr_library_find_missing (sqlite3 *connection,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      connection,
      "SELECT patient_key, uid,"
      " (SELECT path FROM instance WHERE series_id = (SELECT MIN (id) FROM series WHERE study_id = study.id) ORDER BY id LIMIT 1),"
      " (SELECT path FROM instance WHERE series_id = (SELECT MAX (id) FROM series WHERE study_id = study.id) ORDER BY id DESC LIMIT 1)"
      " FROM study",
      error);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (destroy_name);
  guint n = 0;
  int code;

  if (row == NULL)
    return NULL;
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      if (n++ % FILES_A_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!is_there (row, 2) || !is_there (row, 3))
        g_ptr_array_add (missing, ovr_study_name_new ((const char *) sqlite3_column_text (row, 0),
                                                      (const char *) sqlite3_column_text (row, 1)));
    }
  return ovr_database_check_end (connection, code, error) ? g_steal_pointer (&missing) : NULL;
}

static gboolean
add_lost (Search *self,
          sqlite3 *connection,
          const OvrStudyName *study,
          GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      connection,
      "SELECT instance.id, sop_uid, path, size FROM study JOIN series ON series.study_id = study.id"
      " JOIN instance ON instance.series_id = series.id WHERE study.uid = ? AND study.patient_key = ? ORDER BY instance.id",
      error);
  int code;

  if (row == NULL)
    return FALSE;
  sqlite3_bind_text (row, 1, study->uid, -1, SQLITE_STATIC);
  sqlite3_bind_text (row, 2, study->patient_key, -1, SQLITE_STATIC);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const char *path = (const char *) sqlite3_column_text (row, 2);
      Lost *lost;

      if (has_size (path, sqlite3_column_int64 (row, 3)))
        continue;
      lost = g_new0 (Lost, 1);
      lost->id = sqlite3_column_int64 (row, 0);
      lost->sop_uid = g_strdup ((const char *) sqlite3_column_text (row, 1));
      lost->study = study;
      lost->path = g_strdup (path);
      lost->size = sqlite3_column_int64 (row, 3);
      g_ptr_array_add (self->lost, lost);
    }
  return ovr_database_check_end (connection, code, error);
}

/* ---- Where it may be */

/* Whether @instance, read from a file of the right size, is what was lost. */
static gboolean
is_it (const OvrInstance *instance,
       const Lost *lost)
{
  return g_str_equal (instance->sop_uid, lost->sop_uid) && g_str_equal (instance->study_uid, lost->study->uid) &&
         g_str_equal (instance->patient_key, lost->study->patient_key);
}

static gboolean
take_place (Lost *lost,
            const char *path)
{
  g_autoptr (OvrInstance) instance = NULL;

  if (!has_size (path, lost->size))
    return FALSE;
  instance = ovr_instance_read_path (path, NULL);
  if (instance == NULL || !is_it (instance, lost))
    return FALSE;
  lost->found = g_strdup (path);
  return TRUE;
}

/* The shortest end of @path that lies below @folder: how many bytes of @path
 * stand before it; 0 where none does. */
static gsize
find_cut (const Lost *lost,
          const char *folder)
{
  for (const char *at = strchr (lost->path + 1, G_DIR_SEPARATOR); at != NULL; at = strchr (at + 1, G_DIR_SEPARATOR))
    {
      g_autofree char *moved = g_strconcat (folder, at, NULL);

      if (has_size (moved, lost->size))
        return (gsize) (at - lost->path);
    }
  return 0;
}

/* Files that lay together lie together again: what was put in place of the
 * beginning of one path is tried for all with that beginning. */
static gboolean
try_moved (Search *self,
           const char *folder,
           GError **error)
{
  g_autofree char *before = NULL;

  for (guint i = 0; i < self->lost->len; i++)
    {
      Lost *lost = self->lost->pdata[i];
      g_autofree char *moved = NULL;

      if (i % FILES_A_LOOK == 0 && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (before == NULL || !g_str_has_prefix (lost->path, before))
        {
          gsize cut = find_cut (lost, folder);

          if (cut == 0)
            continue;
          g_free (before);
          before = g_strndup (lost->path, cut);
        }
      moved = g_strconcat (folder, lost->path + strlen (before), NULL);
      take_place (lost, moved);
    }
  return TRUE;
}

static void
index_sizes (Search *self)
{
  self->by_size = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < self->lost->len; i++)
    {
      Lost *lost = self->lost->pdata[i];
      GPtrArray *same = lost->found == NULL ? g_hash_table_lookup (self->by_size, &lost->size) : NULL;

      if (lost->found != NULL)
        continue;
      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (self->by_size, &lost->size, same);
        }
      g_ptr_array_add (same, lost);
    }
}

/* A file that was met while walking; its header is read only where its size
 * is one that is looked for. */
static void
look_at_file (Search *self,
              const char *path,
              gint64 size)
{
  GPtrArray *same = g_hash_table_lookup (self->by_size, &size);
  g_autoptr (OvrInstance) instance = same != NULL ? ovr_instance_read_path (path, NULL) : NULL;

  for (guint i = 0; instance != NULL && i < same->len; i++)
    {
      Lost *lost = same->pdata[i];

      if (lost->found == NULL && is_it (instance, lost))
        lost->found = g_strdup (path);
    }
}

/* Links are not followed: what is behind one lies elsewhere. */
static gboolean
walk (Search *self,
      GFile *folder,
      GError **error)
{
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (
      folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
      G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, self->cancellable, NULL);
  GFileInfo *info;
  GFile *child;

  while (entries != NULL && g_file_enumerator_iterate (entries, &info, &child, self->cancellable, NULL) && info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        {
          if (!walk (self, child, error))
            return FALSE;
        }
      else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
        look_at_file (self, g_file_peek_path (child), g_file_info_get_size (info));
    }
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* ---- Into the index */

static gboolean
write_places (sqlite3 *writer,
              gpointer data,
              GError **error)
{
  const Search *self = data;
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "UPDATE instance SET path = ? WHERE id = ? AND path = ?", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < self->lost->len; i++)
    {
      const Lost *lost = self->lost->pdata[i];

      if (lost->found == NULL)
        continue;
      sqlite3_bind_text (statement, 1, lost->found, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, lost->id);
      sqlite3_bind_text (statement, 3, lost->path, -1, SQLITE_STATIC);
      if (!ovr_database_run (writer, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
look_for_all (Search *self,
              OvrLibrary *library,
              GPtrArray *studies,
              const char *folder,
              gboolean search,
              GError **error)
{
  g_autoptr (sqlite3) connection = ovr_database_connect_reader (ovr_library_get_database (library), error);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (absolute);

  if (connection == NULL)
    return FALSE;
  for (guint i = 0; i < studies->len; i++)
    if (!add_lost (self, connection, studies->pdata[i], error))
      return FALSE;
  if (!try_moved (self, absolute, error))
    return FALSE;
  if (!search)
    return TRUE;
  index_sizes (self);
  return g_hash_table_size (self->by_size) == 0 || walk (self, file, error);
}

gboolean
ovr_library_relocate (OvrLibrary *self,
                      GPtrArray *studies,
                      const char *folder,
                      gboolean search,
                      GCancellable *cancellable,
                      OvrRelocation *relocation,
                      GError **error)
{
  g_auto (Search) all = { g_ptr_array_new_with_free_func (lost_free), NULL, cancellable };
  OvrRelocation result = { 0 };

  if (!look_for_all (&all, self, studies, folder, search, error))
    return FALSE;
  for (guint i = 0; i < all.lost->len; i++)
    {
      const Lost *lost = all.lost->pdata[i];

      result.n_found += lost->found != NULL;
      result.n_missing += lost->found == NULL;
    }
  if (result.n_found > 0 && !ovr_database_write (ovr_library_get_database (self), write_places, &all, error))
    return FALSE;
  *relocation = result;
  return TRUE;
}
