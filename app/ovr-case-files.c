/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-files.h"

#include "ovr-coverage-store.h"

#include <gio/gunixmounts.h>

/**
 * Request:
 * @case_ids: (owned): which cases
 * @folder: (owned) (nullable): where to look
 * @studies: (owned) (element-type OvrStudyName): theirs, once they are known
 *
 * One job of a worker, and what it found.
 */
typedef struct
{
  OvrLibrary *library; /* Owned */
  GStrv case_ids;
  char *folder;
  OvrCopies copies;
  GPtrArray *studies;
  OvrRemovalStakes stakes;
  OvrRelocation relocation;
  guint n_failed;
} Request;

static void
destroy_name (gpointer data)
{
  ovr_study_name_free (data);
}

static Request *
new_request (OvrLibrary *library,
             const char *const *case_ids)
{
  Request *self = g_new0 (Request, 1);

  self->library = g_object_ref (library);
  self->case_ids = g_strdupv ((char **) case_ids);
  self->studies = g_ptr_array_new_with_free_func (destroy_name);
  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->library);
  g_strfreev (self->case_ids);
  g_free (self->folder);
  g_ptr_array_unref (self->studies);
  g_free (self);
}

static void
start (Request *request,
       GTaskThreadFunc func,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, func);
}

/* Adds the studies of the cases that the index has, each once. */
static gboolean
list_studies (Request *self,
              sqlite3 *connection,
              GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      connection,
      "SELECT study.patient_key, study.uid FROM case_patient JOIN case_study ON case_study.case_id = case_patient.case_id"
      " JOIN study ON study.uid = case_study.study_uid AND study.patient_key = case_patient.patient_key"
      " WHERE case_patient.case_id = ?",
      error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; row != NULL && self->case_ids[i] != NULL; i++)
    {
      int code;

      sqlite3_bind_text (row, 1, self->case_ids[i], -1, SQLITE_STATIC);
      while ((code = sqlite3_step (row)) == SQLITE_ROW)
        {
          const char *key = (const char *) sqlite3_column_text (row, 0), *uid = (const char *) sqlite3_column_text (row, 1);

          if (g_hash_table_add (seen, g_strjoin ("\n", key, uid, NULL)))
            g_ptr_array_add (self->studies, ovr_study_name_new (key, uid));
        }
      if (!ovr_database_check_end (connection, code, error))
        return FALSE;
      sqlite3_reset (row);
    }
  return row != NULL;
}

/* ---- What it would mean */

gboolean
ovr_removal_count_cases (sqlite3 *connection,
                         const OvrStudyName *study,
                         const char *const *case_ids,
                         guint *n_live,
                         guint *n_away,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      connection,
      "SELECT cases.id, cases.removed_at IS NULL FROM cases JOIN case_study ON case_study.case_id = cases.id"
      " JOIN case_patient ON case_patient.case_id = cases.id WHERE study_uid = ? AND patient_key = ?",
      error);
  int code;

  *n_live = *n_away = 0;
  if (row == NULL)
    return FALSE;
  sqlite3_bind_text (row, 1, study->uid, -1, SQLITE_STATIC);
  sqlite3_bind_text (row, 2, study->patient_key, -1, SQLITE_STATIC);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    if (case_ids != NULL && g_strv_contains (case_ids, (const char *) sqlite3_column_text (row, 0)))
      continue;
    else if (sqlite3_column_int (row, 1) != 0)
      ++*n_live;
    else
      ++*n_away;
  return ovr_database_check_end (connection, code, error);
}

static gboolean
weigh (Request *self,
       sqlite3 *connection,
       GError **error)
{
  for (guint i = 0; self->case_ids[i] != NULL; i++)
    {
      gboolean has_report, is_signed;

      if (!ovr_case_weigh (connection, self->case_ids[i], &has_report, &is_signed, error))
        return FALSE;
      self->stakes.n_signed += is_signed;
      self->stakes.n_drafts += has_report && !is_signed;
    }
  if (!list_studies (self, connection, error))
    return FALSE;
  for (guint i = 0; i < self->studies->len; i++)
    {
      guint n_live, n_away;

      if (!ovr_removal_count_cases (connection, self->studies->pdata[i], (const char *const *) self->case_ids, &n_live, &n_away, error) ||
          (n_live == 0 &&
           !ovr_library_count_files (self->library, connection, self->studies->pdata[i], &self->stakes.files, error)))
        return FALSE;
    }
  return TRUE;
}

static void
run_weigh (GTask *task,
           gpointer source,
           gpointer data,
           GCancellable *cancellable)
{
  Request *self = data;
  GError *error = NULL;
  g_autoptr (sqlite3) connection = ovr_database_connect_reader (ovr_library_get_database (self->library), &error);

  if (connection != NULL && weigh (self, connection, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ovr_removal_weigh_async (OvrLibrary *library,
                         const char *const *case_ids,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  start (new_request (library, case_ids), run_weigh, NULL, callback, user_data);
}

OvrRemovalStakes *
ovr_removal_weigh_finish (GAsyncResult *result,
                          GError **error)
{
  const Request *request = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_memdup2 (&request->stakes, sizeof request->stakes) : NULL;
}

/* ---- Removing */

/* A study stays while a case in the lists has it. One that only cases have
 * that were put away loses the files that the reader wants gone, not its
 * line. */
static gboolean
forget_study (Request *self,
              sqlite3 *writer,
              const OvrStudyName *study,
              GError **error)
{
  guint n_live, n_away;

  if (!ovr_removal_count_cases (writer, study, NULL, &n_live, &n_away, error))
    return FALSE;
  if (n_live > 0 || (n_away > 0 && self->copies == OVR_COPIES_KEEP))
    return TRUE;
  return ovr_library_forget_study (self->library, writer, study, self->copies, n_away > 0, error);
}

static gboolean
remove_cases (sqlite3 *writer,
              gpointer data,
              GError **error)
{
  Request *self = data;
  gboolean deleted;

  if (!list_studies (self, writer, error))
    return FALSE;
  for (guint i = 0; self->case_ids[i] != NULL; i++)
    if (!ovr_case_remove (writer, self->case_ids[i], &deleted, error))
      return FALSE;
  for (guint i = 0; i < self->studies->len; i++)
    if (!forget_study (self, writer, self->studies->pdata[i], error))
      return FALSE;
  return ovr_coverage_store_forget (writer, error);
}

gboolean
ovr_removal_run (OvrLibrary *library,
                 const char *const *case_ids,
                 OvrCopies copies,
                 GError **error)
{
  Request *request = new_request (library, case_ids);
  gboolean ok;

  request->copies = copies;
  ok = ovr_database_write (ovr_library_get_database (library), remove_cases, request, error);
  request_free (request);
  return ok;
}

static void
run_removal (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  Request *self = data;
  GError *error = NULL;

  if (self->case_ids[0] != NULL && !ovr_database_write (ovr_library_get_database (self->library), remove_cases, self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  ovr_library_clear_copies (self->library, &self->n_failed, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
ovr_removal_run_async (OvrLibrary *library,
                       const char *const *case_ids,
                       OvrCopies copies,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Request *request = new_request (library, case_ids);

  request->copies = copies;
  start (request, run_removal, NULL, callback, user_data);
}

gboolean
ovr_removal_run_finish (GAsyncResult *result,
                        guint *n_failed,
                        GError **error)
{
  const Request *request = g_task_get_task_data (G_TASK (result));

  *n_failed = request->n_failed;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ovr_removal_clear_async (OvrLibrary *library)
{
  const char *none[] = { NULL };

  start (new_request (library, none), run_removal, NULL, NULL, NULL);
}

static gboolean
bring_back (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  for (char **id = data; *id != NULL; id++)
    if (!ovr_case_bring_back (writer, *id, error))
      return FALSE;
  return TRUE;
}

gboolean
ovr_removal_bring_back (OvrLibrary *library,
                        const char *const *case_ids,
                        GError **error)
{
  return ovr_database_write (ovr_library_get_database (library), bring_back, (gpointer) case_ids, error);
}

/* ---- Missing files */

static GHashTable *
find_cases (sqlite3 *connection,
            GPtrArray *studies,
            GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      connection,
      "SELECT case_study.case_id FROM case_study JOIN case_patient ON case_patient.case_id = case_study.case_id"
      " WHERE study_uid = ? AND patient_key = ?",
      error);

  for (guint i = 0; row != NULL && i < studies->len; i++)
    {
      const OvrStudyName *study = studies->pdata[i];

      sqlite3_bind_text (row, 1, study->uid, -1, SQLITE_STATIC);
      sqlite3_bind_text (row, 2, study->patient_key, -1, SQLITE_STATIC);
      while (sqlite3_step (row) == SQLITE_ROW)
        g_hash_table_add (ids, g_strdup ((const char *) sqlite3_column_text (row, 0)));
      sqlite3_reset (row);
    }
  return row != NULL ? g_steal_pointer (&ids) : NULL;
}

static void
run_missing (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  Request *self = data;
  GError *error = NULL;
  g_autoptr (sqlite3) connection = ovr_database_connect_reader (ovr_library_get_database (self->library), &error);
  g_autoptr (GPtrArray) studies = connection != NULL ? ovr_library_find_missing (connection, cancellable, &error) : NULL;
  GHashTable *ids = studies != NULL ? find_cases (connection, studies, &error) : NULL;

  if (ids != NULL)
    g_task_return_pointer (task, ids, (GDestroyNotify) g_hash_table_unref);
  else
    g_task_return_error (task, error);
}

void
ovr_missing_cases_async (OvrLibrary *library,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  const char *none[] = { NULL };

  start (new_request (library, none), run_missing, cancellable, callback, user_data);
}

GHashTable *
ovr_missing_cases_finish (GAsyncResult *result,
                          GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* On what is mounted now, but for the system's own. */
static gboolean
try_media (Request *self,
           GCancellable *cancellable,
           GError **error)
{
  GList *mounts = g_unix_mounts_get (NULL);
  gboolean ok = TRUE;
  guint n_found = 0;

  for (GList *at = mounts; ok && at != NULL; at = at->next)
    {
      OvrRelocation relocation = { 0 };

      if (g_unix_mount_is_system_internal (at->data))
        continue;
      ok = ovr_library_relocate (self->library, self->studies, g_unix_mount_get_mount_path (at->data), FALSE, cancellable,
                                 &relocation, error);
      n_found += relocation.n_found;
      self->relocation = relocation;
    }
  self->relocation.n_found = n_found;
  g_list_free_full (mounts, (GDestroyNotify) g_unix_mount_free);
  return ok;
}

static gboolean
find_files (Request *self,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (sqlite3) connection = ovr_database_connect_reader (ovr_library_get_database (self->library), error);

  if (connection == NULL || !list_studies (self, connection, error))
    return FALSE;
  return self->folder == NULL
             ? try_media (self, cancellable, error)
             : ovr_library_relocate (self->library, self->studies, self->folder, TRUE, cancellable, &self->relocation, error);
}

static void
run_find (GTask *task,
          gpointer source,
          gpointer data,
          GCancellable *cancellable)
{
  GError *error = NULL;

  if (find_files (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ovr_find_files_async (OvrLibrary *library,
                      const char *const *case_ids,
                      const char *folder,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Request *request = new_request (library, case_ids);

  request->folder = g_strdup (folder);
  start (request, run_find, cancellable, callback, user_data);
}

gboolean
ovr_find_files_finish (GAsyncResult *result,
                       OvrRelocation *relocation,
                       GError **error)
{
  const Request *request = g_task_get_task_data (G_TASK (result));

  *relocation = request->relocation;
  return g_task_propagate_boolean (G_TASK (result), error);
}
