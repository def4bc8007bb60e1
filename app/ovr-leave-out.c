/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-leave-out.h"

#include "ovr-case-files.h"
#include "ovr-case-store.h"
#include "ovr-library-remove.h"

/**
 * Request:
 * @library: (owned): where from
 * @intakes: (owned) (element-type OvrCaseIntake): who stays outside
 */
typedef struct
{
  OvrLibrary *library;
  GPtrArray *intakes;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->library);
  g_ptr_array_unref (self->intakes);
  g_free (self);
}

static gboolean
forget_unless_in_a_case (OvrLibrary *library,
                         sqlite3 *writer,
                         const char *patient_key,
                         const char *study_uid,
                         GError **error)
{
  g_autoptr (OvrStudyName) study = ovr_study_name_new (patient_key, study_uid);
  guint n_live, n_away;

  if (!ovr_removal_count_cases (writer, study, NULL, &n_live, &n_away, error))
    return FALSE;
  return n_live > 0 || n_away > 0 ||
         ovr_library_forget_study (library, writer, study, OVR_COPIES_DELETE, FALSE, error);
}

static gboolean
forget_all (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  const Request *self = data;

  for (guint i = 0; i < self->intakes->len; i++)
    {
      const OvrCaseIntake *intake = g_ptr_array_index (self->intakes, i);

      for (guint j = 0; j < intake->study_uids->len; j++)
        if (!forget_unless_in_a_case (self->library, writer, intake->patient_key, g_ptr_array_index (intake->study_uids, j), error))
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

  if (ovr_database_write (ovr_library_get_database (self->library), forget_all, self, &error))
    ovr_library_clear_copies (self->library, NULL, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
ovr_leave_out_async (OvrLibrary *library,
                     GPtrArray *intakes,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, NULL, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->library = g_object_ref (library);
  request->intakes = g_ptr_array_ref (intakes);
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
