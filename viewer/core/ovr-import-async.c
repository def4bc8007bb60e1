/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-import.h"

/**
 * Request:
 * @context: where @progress is called
 *
 * What the thread is to do.
 */
typedef struct
{
  GStrv paths;
  OvrImportOptions options;
  OvrImportProgressFunc progress;
  gpointer progress_data;
  GMainContext *context;
} Request;

/* One call of @request's progress; @task keeps it alive. */
typedef struct
{
  GTask *task;
  OvrImportProgress progress;
} Tick;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_strfreev (self->paths);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
deliver_tick (gpointer data)
{
  Tick *tick = data;
  Request *request = g_task_get_task_data (tick->task);

  if (!g_task_get_completed (tick->task))
    request->progress (&tick->progress, request->progress_data);
  return G_SOURCE_REMOVE;
}

static void
tick_free (gpointer data)
{
  Tick *tick = data;

  g_object_unref (tick->task);
  g_free (tick);
}

static void
send_tick (const OvrImportProgress *progress,
           gpointer data)
{
  GTask *task = data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GSource) source = g_idle_source_new ();
  Tick *tick = g_new (Tick, 1);

  /* Not g_main_context_invoke(): it would run right here, in the worker, while
   * nobody turns that context's loop. */
  *tick = (Tick){ g_object_ref (task), *progress };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_tick, tick, tick_free);
  g_source_attach (source, request->context);
}

static void
run_request (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  OvrImportResult *result = ovr_import_run (source, (const char *const *) request->paths, &request->options, cancellable,
                                            request->progress != NULL ? send_tick : NULL, task, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) ovr_import_result_free);
  else
    g_task_return_error (task, error);
}

void
ovr_import_async (OvrLibrary *library,
                  const char *const *paths,
                  const OvrImportOptions *options,
                  GCancellable *cancellable,
                  OvrImportProgressFunc progress,
                  gpointer progress_data,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->paths = g_strdupv ((char **) paths);
  if (options != NULL)
    request->options = *options;
  request->progress = progress;
  request->progress_data = progress_data;
  request->context = g_main_context_ref_thread_default ();
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, run_request);
}

void
ovr_import_resume_async (OvrLibrary *library,
                         GCancellable *cancellable,
                         OvrImportProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  const char *none[] = { NULL };

  ovr_import_async (library, none, NULL, cancellable, progress, progress_data, callback, user_data);
}

OvrImportResult *
ovr_import_finish (OvrLibrary *library,
                   GAsyncResult *result,
                   GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
