/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-import.h"

#include "ovr-clock.h"
#include "ovr-import-private.h"
#include "ovr-person.h"

#include <glib/gstdio.h>

/* Instances that one transaction takes: a commit costs up to 10 ms, and what
 * it holds is lost when the program is killed. */
#define BATCH 1000

#define PROGRESS_INTERVAL_US 100000

/**
 * Import:
 * @batch: (element-type OvrIndexItem): read, not yet in the index
 * @seen: "patient key, study UID" of @result->studies
 * @store: (nullable): the folder for members of archives
 */
typedef struct
{
  /* Borrowed */
  OvrLibrary *library;
  GCancellable *cancellable;
  OvrImportProgress progress;
  gpointer progress_data;

  /* Owned */
  OvrIndexer *indexer;
  GArray *batch;
  GHashTable *seen;
  OvrImportResult *result;

  guint n_files;
  gint64 last_progress;
} Import;

static void
skipped_free (gpointer data)
{
  OvrSkippedFile *self = data;

  g_free (self->path);
  g_free (self->reason);
  g_free (self);
}

static void
study_free (gpointer data)
{
  OvrImportedStudy *self = data;

  g_free (self->patient_key);
  g_free (self->patient_name);
  g_free (self->uid);
  g_free (self);
}

static void
clear_item (gpointer data)
{
  ovr_instance_unref (((OvrIndexItem *) data)->instance);
}

void
ovr_import_result_free (OvrImportResult *self)
{
  g_ptr_array_unref (self->studies);
  g_ptr_array_unref (self->skipped);
  g_free (self);
}

static gboolean
write_batch (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  Import *self = data;

  return ovr_indexer_add (self->indexer, writer, self->batch, error);
}

static gboolean
flush_batch (Import *self,
             GError **error)
{
  gboolean ok = self->batch->len == 0 ||
                ovr_database_write (ovr_library_get_database (self->library), write_batch, self, error);

  for (guint i = 0; i < self->batch->len; i++)
    {
      const OvrIndexItem *item = &g_array_index (self->batch, OvrIndexItem, i);

      if (item->is_stored && (!ok || item->is_duplicate))
        g_unlink (item->instance->path);
      if (ok && item->is_duplicate)
        self->result->n_duplicates++;
      else if (ok)
        self->result->n_instances++;
    }
  g_array_set_size (self->batch, 0);
  return ok;
}

static void
note_study (Import *self,
            const OvrInstance *instance)
{
  g_autofree char *key = g_strjoin ("\n", instance->patient_key, instance->study_uid, NULL);
  OvrImportedStudy *study;

  if (g_hash_table_contains (self->seen, key))
    return;
  g_hash_table_add (self->seen, g_steal_pointer (&key));
  study = g_new0 (OvrImportedStudy, 1);
  study->patient_key = g_strdup (instance->patient_key);
  study->patient_name = ovr_person_name_to_display (instance->patient_name);
  study->uid = g_strdup (instance->study_uid);
  g_ptr_array_add (self->result->studies, study);
}

/* Now and then, and whenever something was committed. */
static void
report_progress (Import *self,
                 gboolean committed)
{
  gint64 now = ovr_clock_ticks_us ();

  if (self->progress == NULL || (!committed && now - self->last_progress < PROGRESS_INTERVAL_US))
    return;
  self->last_progress = now;
  self->progress (self->n_files, self->result->n_instances + self->result->n_duplicates + self->batch->len,
                  self->progress_data);
}

static gboolean
take_result (const OvrReadResult *read,
             gpointer data,
             GError **error)
{
  Import *self = data;

  self->n_files++;
  if (read->instance != NULL)
    {
      OvrIndexItem item = { ovr_instance_ref (read->instance), read->is_stored, FALSE };

      note_study (self, read->instance);
      g_array_append_val (self->batch, item);
    }
  else
    {
      OvrSkippedFile *skipped = g_new0 (OvrSkippedFile, 1);

      skipped->path = g_strdup (read->path);
      skipped->reason = g_strdup (read->reason);
      g_ptr_array_add (self->result->skipped, skipped);
    }
  if (self->batch->len < BATCH)
    {
      report_progress (self, FALSE);
      return TRUE;
    }
  if (!flush_batch (self, error))
    return FALSE;
  report_progress (self, TRUE);
  return TRUE;
}

static gboolean
check_next (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  return ovr_indexer_check_next (writer, data, error);
}

/* Also studies that an import left unchecked when it was killed. */
static gboolean
check_studies (Import *self,
               GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!ovr_database_write (ovr_library_get_database (self->library), check_next, &more, error))
      return FALSE;
  return TRUE;
}

/* A new folder for this import's members. (transfer full) (nullable) */
static char *
make_store (OvrLibrary *library,
            GError **error)
{
  g_autofree char *store = NULL;
  const char *folder = ovr_library_get_files_folder (library);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    {
      store = g_build_filename (folder, "import-XXXXXX", NULL);
      if (g_mkdtemp (store) != NULL)
        return g_steal_pointer (&store);
    }
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "the library's folder for images can't be made");
  return NULL;
}

static gboolean
read_all (Import *self,
          const char *const *paths,
          const OvrReadOptions *options,
          GError **error)
{
  g_autofree char *store = make_store (self->library, error);
  OvrReadOptions own = { 0 };
  gboolean ok;

  if (store == NULL)
    return FALSE;
  if (options != NULL)
    own = *options;
  own.store = store;
  ok = ovr_read_paths (paths, &own, self->cancellable, take_result, self, error);

  /* What was read before it was stopped is whole in itself. */
  if (!flush_batch (self, ok ? error : NULL))
    ok = FALSE;

  /* Only empty ones go: most imports store nothing. */
  g_rmdir (store);
  g_rmdir (ovr_library_get_files_folder (self->library));
  return ok;
}

OvrImportResult *
ovr_import_run (OvrLibrary *library,
                const char *const *paths,
                const OvrReadOptions *options,
                GCancellable *cancellable,
                OvrImportProgress progress,
                gpointer data,
                GError **error)
{
  gint64 start = ovr_clock_ticks_us ();
  Import self = { .library = library, .cancellable = cancellable, .progress = progress, .progress_data = data };
  gboolean ok;

  self.result = g_new0 (OvrImportResult, 1);
  self.result->studies = g_ptr_array_new_with_free_func (study_free);
  self.result->skipped = g_ptr_array_new_with_free_func (skipped_free);
  self.indexer = ovr_indexer_new ();
  self.batch = g_array_new (FALSE, FALSE, sizeof (OvrIndexItem));
  g_array_set_clear_func (self.batch, clear_item);
  self.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  ok = read_all (&self, paths, options, error);
  ok = check_studies (&self, ok ? error : NULL) && ok;
  self.result->seconds = (double) (ovr_clock_ticks_us () - start) / 1e6;

  ovr_indexer_free (self.indexer);
  g_array_unref (self.batch);
  g_hash_table_unref (self.seen);
  if (!ok)
    g_clear_pointer (&self.result, ovr_import_result_free);
  return self.result;
}

/* ---- In a thread of its own */

/**
 * Request:
 * @context: where @progress is called
 */
typedef struct
{
  GStrv paths;
  OvrImportProgress progress;
  gpointer progress_data;
  GMainContext *context;
} Request;

/* One call of @request's progress; @task keeps it alive. */
typedef struct
{
  GTask *task;
  guint n_files;
  guint n_instances;
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
    request->progress (tick->n_files, tick->n_instances, request->progress_data);
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
send_tick (guint n_files,
           guint n_instances,
           gpointer data)
{
  GTask *task = data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GSource) source = g_idle_source_new ();
  Tick *tick = g_new (Tick, 1);

  /* Not g_main_context_invoke(): it would run right here, in the worker, while
   * nobody turns that context's loop. */
  *tick = (Tick){ g_object_ref (task), n_files, n_instances };
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
  OvrImportResult *result = ovr_import_run (source, (const char *const *) request->paths, NULL, cancellable,
                                            request->progress != NULL ? send_tick : NULL, task, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) ovr_import_result_free);
  else
    g_task_return_error (task, error);
}

void
ovr_import_async (OvrLibrary *library,
                  const char *const *paths,
                  GCancellable *cancellable,
                  OvrImportProgress progress,
                  gpointer progress_data,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->paths = g_strdupv ((char **) paths);
  request->progress = progress;
  request->progress_data = progress_data;
  request->context = g_main_context_ref_thread_default ();
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, run_request);
}

OvrImportResult *
ovr_import_finish (OvrLibrary *library,
                   GAsyncResult *result,
                   GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
