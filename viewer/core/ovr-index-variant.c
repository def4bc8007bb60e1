/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-import-private.h"

/* TRUE where a variant of instance @id is known that has this size and these
 * facts, and whose file is there: *@path gets its place. (nullable) */
static gboolean
find_variant (sqlite3 *writer,
              gint64 id,
              const OvrInstance *instance,
              GBytes *facts,
              char **path,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "SELECT path FROM variant WHERE instance_id = ? AND size = ? AND facts = ? ORDER BY path = ? DESC", error);

  *path = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, instance->file_size);
  sqlite3_bind_blob64 (statement, 3, g_bytes_get_data (facts, NULL), g_bytes_get_size (facts), SQLITE_STATIC);
  sqlite3_bind_text (statement, 4, instance->path, -1, SQLITE_STATIC);
  while (*path == NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *found = (const char *) sqlite3_column_text (statement, 0);
      g_autoptr (OvrInstance) variant = ovr_instance_from_bytes (facts, found, instance->file_size);

      if (g_str_equal (found, instance->path) || (variant != NULL && ovr_index_same_content (variant, instance)))
        *path = g_strdup (found);
    }
  return TRUE;
}

gboolean
ovr_index_add_variant (sqlite3 *writer,
                       OvrIndexItem *item,
                       GBytes *facts,
                       gint64 id,
                       GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer,
      "INSERT INTO variant (instance_id, path, size, form, facts) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (instance_id, path) DO UPDATE SET size = excluded.size, form = excluded.form, facts = excluded.facts",
      error);
  g_autofree char *known = NULL;

  item->outcome = OVR_INDEX_VARIANT;
  if (statement == NULL || !find_variant (writer, id, item->instance, facts, &known, error))
    return FALSE;
  item->is_used = known == NULL || g_str_equal (known, item->instance->path);
  if (known != NULL)
    return TRUE;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, item->instance->path, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, item->instance->file_size);
  sqlite3_bind_int (statement, 4, OVR_INSTANCE_FORM);
  sqlite3_bind_blob64 (statement, 5, g_bytes_get_data (facts, NULL), g_bytes_get_size (facts), SQLITE_STATIC);
  return ovr_database_run (writer, statement, error);
}
