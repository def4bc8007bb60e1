/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-leave-out.h"

#include "ovr-case-store.h"

#include <glib/gstdio.h>
#include <string.h>

/**
 * Request:
 * @folder: (owned): where the library keeps its own files
 * @intakes: (owned)
 * @files: (owned) (element-type filename): of the library's, to be deleted once
 *   the index knows nothing of them
 */
typedef struct
{
  char *folder;
  GPtrArray *intakes;
  GPtrArray *files;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->folder);
  g_ptr_array_unref (self->intakes);
  g_ptr_array_unref (self->files);
  g_free (self);
}

/* Runs @sql, whose parameters are study UID and patient key. */
static gboolean
run (sqlite3 *writer,
     const char *sql,
     const char *study_uid,
     const char *patient_key,
     GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, study_uid, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 2, patient_key, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, statement, error);
}

#define NO_CASE "NOT EXISTS (SELECT 1 FROM case_patient JOIN case_study ON case_study.case_id = case_patient.case_id" \
                " WHERE case_patient.patient_key = ?2 AND case_study.study_uid = ?1)"
#define ITS_SERIES "(SELECT series.id FROM series JOIN study ON study.id = series.study_id" \
                   " WHERE study.uid = ?1 AND study.patient_key = ?2 AND " NO_CASE ")"

static gboolean
note_files (Request *self,
            sqlite3 *writer,
            const char *study_uid,
            const char *patient_key,
            GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      writer,
      "SELECT path FROM instance WHERE series_id IN " ITS_SERIES " UNION ALL "
      "SELECT variant.path FROM variant JOIN instance ON instance.id = variant.instance_id"
      " WHERE instance.series_id IN " ITS_SERIES,
      error);
  int code;

  if (row == NULL)
    return FALSE;
  sqlite3_bind_text (row, 1, study_uid, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (row, 2, patient_key, -1, SQLITE_TRANSIENT);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const char *path = (const char *) sqlite3_column_text (row, 0);

      if (g_str_has_prefix (path, self->folder))
        g_ptr_array_add (self->files, g_strdup (path));
    }
  if (code == SQLITE_DONE)
    return TRUE;
  g_set_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "Reading the library: %s", sqlite3_errmsg (writer));
  return FALSE;
}

static gboolean
remove_study (Request *self,
              sqlite3 *writer,
              const char *study_uid,
              const char *patient_key,
              GError **error)
{
  return note_files (self, writer, study_uid, patient_key, error) &&
         run (writer, "DELETE FROM instance WHERE series_id IN " ITS_SERIES, study_uid, patient_key, error) &&
         run (writer, "DELETE FROM series WHERE id IN " ITS_SERIES, study_uid, patient_key, error) &&
         run (writer, "DELETE FROM study WHERE uid = ?1 AND patient_key = ?2 AND " NO_CASE, study_uid, patient_key, error) &&
         run (writer,
              "DELETE FROM patient WHERE key = ?2 AND NOT EXISTS (SELECT 1 FROM study WHERE patient_key = ?2)"
              " AND NOT EXISTS (SELECT 1 FROM case_patient WHERE patient_key = ?2)",
              study_uid, patient_key, error);
}

static gboolean
remove_all (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  Request *self = data;

  for (guint i = 0; i < self->intakes->len; i++)
    {
      const OvrCaseIntake *intake = g_ptr_array_index (self->intakes, i);

      for (guint j = 0; j < intake->study_uids->len; j++)
        if (!remove_study (self, writer, g_ptr_array_index (intake->study_uids, j), intake->patient_key, error))
          return FALSE;
    }
  return TRUE;
}

static void
run_request (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  Request *self = data;
  GError *error = NULL;

  if (!ovr_database_write (ovr_library_get_database (source), remove_all, self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      const char *path = g_ptr_array_index (self->files, i);
      g_autofree char *folder = g_path_get_dirname (path);

      g_unlink (path);
      /* Only an empty one goes. */
      g_rmdir (folder);
    }
  g_task_return_boolean (task, TRUE);
}

void
ovr_leave_out_async (OvrLibrary *library,
                     const char *path,
                     GPtrArray *intakes,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, NULL, callback, user_data);
  Request *request = g_new0 (Request, 1);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  request->folder = g_strconcat (absolute, ".files" G_DIR_SEPARATOR_S, NULL);
  request->intakes = g_ptr_array_ref (intakes);
  request->files = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, run_request);
}

gboolean
ovr_leave_out_finish (OvrLibrary *library,
                      GAsyncResult *result,
                      GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
