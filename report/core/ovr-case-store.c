/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-store.h"

#include "ovr-case-sql-private.h"
#include "ovr-report-fields-private.h"

/* At most one state per case and this time goes to the disk while somebody
 * types. */
#define SAVE_INTERVAL_MS 300

/* What of a case is not on the disk yet.
 * @waiting: the newest state, not handed to the writer thread yet
 * @flying: the last state that was handed over, until it is on the disk
 * @view: the newest view, not handed over yet; @flying_view likewise
 * @timer: runs after a hand-over; the next one waits for its end */
typedef struct
{
  OvrCaseStore *store; /* Borrowed */
  char *case_id;
  OvrStateWrite *waiting;
  OvrStateWrite *flying;
  char *view;
  char *flying_view;
  guint timer;
} Slot;

struct _OvrCaseStore
{
  GObject parent_instance;

  OvrDatabase *database; /* Owned */
  GHashTable *slots;     /* Owned: case id to Slot */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SAVE_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvrCaseStore, ovr_case_store, G_TYPE_OBJECT)

/* A job of the writer thread and what the main thread does when it is done.
 * The store is held weakly: leaving must not wait for the main loop. */
typedef struct
{
  GWeakRef store;
  char *case_id;
  OvrStateWrite *state;
  const char *column;
  char *value;
} Job;

static void
free_slot (gpointer data)
{
  Slot *slot = data;

  g_clear_handle_id (&slot->timer, g_source_remove);
  g_clear_pointer (&slot->waiting, ovr_state_write_unref);
  g_clear_pointer (&slot->flying, ovr_state_write_unref);
  g_free (slot->view);
  g_free (slot->flying_view);
  g_free (slot->case_id);
  g_free (slot);
}

static Slot *
get_slot (OvrCaseStore *self,
          const char *case_id)
{
  Slot *slot = g_hash_table_lookup (self->slots, case_id);

  if (slot == NULL)
    {
      slot = g_new0 (Slot, 1);
      slot->store = self;
      slot->case_id = g_strdup (case_id);
      g_hash_table_insert (self->slots, slot->case_id, slot);
    }
  return slot;
}

static Job *
new_job (OvrCaseStore *self,
         const char *case_id)
{
  Job *job = g_new0 (Job, 1);

  g_weak_ref_init (&job->store, self);
  job->case_id = g_strdup (case_id);
  return job;
}

static void
free_job (Job *job)
{
  g_weak_ref_clear (&job->store);
  g_clear_pointer (&job->state, ovr_state_write_unref);
  g_free (job->case_id);
  g_free (job->value);
  g_free (job);
}

/* Writer thread. */
static gboolean
run_job (sqlite3 *writer,
         gpointer data,
         GError **error)
{
  const Job *job = data;

  if (job->state != NULL)
    return ovr_case_sql_write_state (writer, job->state, error);
  return ovr_case_sql_set (writer, job->case_id, job->column, job->value, error);
}

static gboolean
is_view (const Job *job)
{
  return g_strcmp0 (job->column, "view") == 0;
}

/* A state that didn't get in waits again, unless a newer one was saved. */
static void
settle (OvrCaseStore *self,
        const Job *job,
        gboolean ok)
{
  Slot *slot = g_hash_table_lookup (self->slots, job->case_id);

  if (slot != NULL && is_view (job) && g_strcmp0 (slot->flying_view, job->value) == 0)
    g_clear_pointer (&slot->flying_view, g_free);
  if (slot == NULL || job->state == NULL || slot->flying != job->state)
    return;
  if (!ok && slot->waiting == NULL)
    slot->waiting = g_steal_pointer (&slot->flying);
  g_clear_pointer (&slot->flying, ovr_state_write_unref);
}

static void
on_written (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  Job *job = data;
  g_autoptr (OvrCaseStore) self = g_weak_ref_get (&job->store);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self != NULL)
    {
      settle (self, job, ok);
      if (ok && !is_view (job))
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0, job->case_id);
      else if (!ok)
        g_signal_emit (self, signals[SIGNAL_SAVE_FAILED], 0, job->case_id, error);
    }
  else if (!ok)
    g_warning ("A report's state could not be saved: %s", error->message);
  free_job (job);
}

static gboolean on_timer (gpointer data);

static void
hand_over (Slot *slot)
{
  OvrDatabase *database = slot->store->database;

  if (slot->waiting != NULL)
    {
      Job *job = new_job (slot->store, slot->case_id);

      g_clear_pointer (&slot->flying, ovr_state_write_unref);
      slot->flying = g_steal_pointer (&slot->waiting);
      job->state = g_atomic_rc_box_acquire (slot->flying);
      ovr_database_write_async (database, run_job, job, NULL, on_written, job);
    }
  if (slot->view != NULL)
    {
      Job *job = new_job (slot->store, slot->case_id);

      g_free (slot->flying_view);
      slot->flying_view = g_steal_pointer (&slot->view);
      job->column = "view";
      job->value = g_strdup (slot->flying_view);
      ovr_database_write_async (database, run_job, job, NULL, on_written, job);
    }
  if (slot->timer == 0)
    slot->timer = g_timeout_add (SAVE_INTERVAL_MS, on_timer, slot);
}

static gboolean
on_timer (gpointer data)
{
  Slot *slot = data;

  if (slot->waiting == NULL && slot->view == NULL)
    {
      slot->timer = 0;
      return G_SOURCE_REMOVE;
    }
  hand_over (slot);
  return G_SOURCE_CONTINUE;
}

void
ovr_case_store_save_report (OvrCaseStore *self,
                            const OvrReport *report)
{
  g_autoptr (GError) error = NULL;
  Slot *slot;

  g_return_if_fail (OVR_IS_CASE_STORE (self));
  g_return_if_fail (report->case_id != NULL && report->status < OVR_REPORT_SIGNED);

  /* It is kept all the same, but it can't be opened again as it is. */
  if (!ovr_report_validate_references (report, &error))
    g_warning ("A report is saved that doesn't hold together: %s", error->message);
  slot = get_slot (self, report->case_id);
  g_clear_pointer (&slot->waiting, ovr_state_write_unref);
  slot->waiting = ovr_state_write_new (report, NULL);
  if (slot->timer == 0)
    hand_over (slot);
}

void
ovr_case_store_save_view (OvrCaseStore *self,
                          const char *case_id,
                          const char *json)
{
  Slot *slot;

  g_return_if_fail (OVR_IS_CASE_STORE (self));

  slot = get_slot (self, case_id);
  g_free (slot->view);
  slot->view = g_strdup (json);
  if (slot->timer == 0)
    hand_over (slot);
}

char *
ovr_case_store_dup_view (OvrCaseStore *self,
                         const char *case_id)
{
  Slot *slot = g_hash_table_lookup (self->slots, case_id);

  if (slot != NULL && (slot->view != NULL || slot->flying_view != NULL))
    return g_strdup (slot->view != NULL ? slot->view : slot->flying_view);
  return ovr_case_sql_dup_view (ovr_database_get_reader (self->database), case_id);
}

static gboolean
write_state (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  return ovr_case_sql_write_state (writer, data, error);
}

/* What is in flight is written once more: whether it got in is only known when
 * the main loop runs, and the same state twice is one row. */
static gboolean
flush_slot (OvrCaseStore *self,
            Slot *slot,
            GError **error)
{
  OvrStateWrite *state = slot->waiting != NULL ? slot->waiting : slot->flying;

  if (slot->view != NULL)
    hand_over (slot);
  if (state == NULL)
    return TRUE;
  if (!ovr_database_write (self->database, write_state, state, error))
    return FALSE;
  g_clear_pointer (&slot->waiting, ovr_state_write_unref);
  g_clear_pointer (&slot->flying, ovr_state_write_unref);
  return TRUE;
}

gboolean
ovr_case_store_flush (OvrCaseStore *self,
                      GError **error)
{
  GHashTableIter iter;
  gpointer slot;
  gboolean ok = TRUE;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    ok = flush_slot (self, slot, ok ? error : NULL) && ok;
  ovr_database_flush (self->database);
  return ok;
}

gboolean
ovr_case_store_sign_report (OvrCaseStore *self,
                            const OvrReport *report,
                            const char *file,
                            GError **error)
{
  OvrStateWrite *state;
  gboolean ok;

  g_return_val_if_fail (report->case_id != NULL, FALSE);
  g_return_val_if_fail (report->status >= OVR_REPORT_SIGNED && report->signed_at != NULL && report->signed_sha256 != NULL, FALSE);

  if (!flush_slot (self, get_slot (self, report->case_id), error))
    return FALSE;
  state = ovr_state_write_new (report, file);
  ok = ovr_database_write (self->database, write_state, state, error);
  ovr_state_write_unref (state);
  if (ok)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, report->case_id);
  return ok;
}

static gboolean
start_version (sqlite3 *writer,
               gpointer data,
               GError **error)
{
  return ovr_case_sql_start_version (writer, data, error);
}

gboolean
ovr_case_store_start_version (OvrCaseStore *self,
                              const OvrReport *report,
                              GError **error)
{
  OvrStateWrite *state;
  gboolean ok;

  g_return_val_if_fail (OVR_IS_CASE_STORE (self), FALSE);
  g_return_val_if_fail (report->case_id != NULL && report->status < OVR_REPORT_SIGNED, FALSE);

  if (!flush_slot (self, get_slot (self, report->case_id), error))
    return FALSE;
  state = ovr_state_write_new (report, NULL);
  ok = ovr_database_write (self->database, start_version, state, error);
  ovr_state_write_unref (state);
  if (ok)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, report->case_id);
  return ok;
}

typedef struct
{
  const char *case_id;
  int version;
} Discard;

static gboolean
discard_version (sqlite3 *writer,
                 gpointer data,
                 GError **error)
{
  const Discard *discard = data;

  return ovr_case_sql_discard_version (writer, discard->case_id, discard->version, error);
}

gboolean
ovr_case_store_discard_version (OvrCaseStore *self,
                                const char *case_id,
                                int version,
                                GError **error)
{
  Discard discard = { case_id, version };

  g_return_val_if_fail (OVR_IS_CASE_STORE (self) && case_id != NULL, FALSE);

  /* What was typed last is kept, too. */
  if (!flush_slot (self, get_slot (self, case_id), error) ||
      !ovr_database_write (self->database, discard_version, &discard, error))
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, case_id);
  return TRUE;
}

static gboolean
run_withdrawal (sqlite3 *writer,
                gpointer data,
                GError **error)
{
  return ovr_case_sql_withdraw (writer, data, error);
}

gboolean
ovr_case_store_withdraw (OvrCaseStore *self,
                         const char *case_id,
                         GError **error)
{
  g_return_val_if_fail (OVR_IS_CASE_STORE (self) && case_id != NULL, FALSE);

  if (!ovr_case_store_flush (self, error) ||
      !ovr_database_write (self->database, run_withdrawal, (gpointer) case_id, error))
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, case_id);
  return TRUE;
}

typedef struct
{
  const char *case_id;
  const char *patient_key;
  GPtrArray *study_uids;
} Parting;

static gboolean
run_parting (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  const Parting *parting = data;

  return ovr_case_sql_part (writer, parting->case_id, parting->patient_key, parting->study_uids, error);
}

gboolean
ovr_case_store_part (OvrCaseStore *self,
                     const char *case_id,
                     const char *patient_key,
                     GPtrArray *study_uids,
                     GError **error)
{
  Parting parting = { case_id, patient_key, study_uids };

  g_return_val_if_fail (OVR_IS_CASE_STORE (self) && case_id != NULL && patient_key != NULL, FALSE);

  if (!ovr_database_write (self->database, run_parting, &parting, error))
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, case_id);
  return TRUE;
}

GPtrArray *
ovr_case_store_list_versions (OvrCaseStore *self,
                              const char *case_id,
                              GError **error)
{
  return ovr_case_sql_list_versions (ovr_database_get_reader (self->database), case_id, error);
}

int
ovr_case_store_find_successor (OvrCaseStore *self,
                               const char *sha256,
                               GError **error)
{
  return ovr_case_sql_find_successor (ovr_database_get_reader (self->database), sha256, error);
}

static void
set_column (OvrCaseStore *self,
            const char *case_id,
            const char *column,
            const char *value)
{
  Job *job = new_job (self, case_id);

  job->column = column;
  job->value = g_strdup (value);
  ovr_database_write_async (self->database, run_job, job, NULL, on_written, job);
}

void
ovr_case_store_set_status (OvrCaseStore *self,
                           const char *case_id,
                           OvrCaseStatus status)
{
  set_column (self, case_id, "status", ovr_case_status_to_string (status));
}

void
ovr_case_store_set_due (OvrCaseStore *self,
                        const char *case_id,
                        OvrDate due)
{
  g_autofree char *iso = ovr_date_to_iso (due);

  set_column (self, case_id, "due", iso);
}

void
ovr_case_store_set_title (OvrCaseStore *self,
                          const char *case_id,
                          const char *title)
{
  set_column (self, case_id, "title", title);
}

GPtrArray *
ovr_case_store_list (OvrCaseStore *self,
                     GError **error)
{
  return ovr_case_sql_list (ovr_database_get_reader (self->database), NULL, error);
}

OvrCase *
ovr_case_store_get (OvrCaseStore *self,
                    const char *case_id,
                    GError **error)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_return_val_if_fail (case_id != NULL, NULL);

  cases = *case_id != '\0' ? ovr_case_sql_list (ovr_database_get_reader (self->database), case_id, error) : NULL;
  return cases != NULL && cases->len > 0 ? g_ptr_array_steal_index (cases, 0) : NULL;
}

OvrReport *
ovr_case_store_load_report (OvrCaseStore *self,
                            const char *case_id,
                            GError **error)
{
  Slot *slot = g_hash_table_lookup (self->slots, case_id);
  OvrStateWrite *state = slot == NULL ? NULL : slot->waiting != NULL ? slot->waiting
                                                                     : slot->flying;
  g_autofree char *json = NULL;

  if (state != NULL)
    return ovr_report_from_json (state->json, -1, error);
  json = ovr_case_sql_dup_state (ovr_database_get_reader (self->database), case_id, 0, error);
  return json != NULL ? ovr_report_from_json (json, -1, error) : NULL;
}

GPtrArray *
ovr_case_store_list_states (OvrCaseStore *self,
                            const char *case_id,
                            GError **error)
{
  return ovr_case_sql_list_states (ovr_database_get_reader (self->database), case_id, error);
}

OvrReport *
ovr_case_store_load_state (OvrCaseStore *self,
                           gint64 state_id,
                           GError **error)
{
  g_autofree char *json = NULL;

  g_return_val_if_fail (state_id > 0, NULL);

  json = ovr_case_sql_dup_state (ovr_database_get_reader (self->database), NULL, state_id, error);
  return json != NULL ? ovr_report_from_json (json, -1, error) : NULL;
}

/* @intakes: borrowed by the caller that waits, owned by the one that doesn't. */
typedef struct
{
  GPtrArray *intakes;
  GPtrArray *ids;
} Adoption;

static void
free_adoption (gpointer data)
{
  Adoption *adoption = data;

  g_clear_pointer (&adoption->intakes, g_ptr_array_unref);
  g_clear_pointer (&adoption->ids, g_ptr_array_unref);
  g_free (adoption);
}

static Adoption *
new_adoption (GPtrArray *intakes)
{
  Adoption *adoption = g_new0 (Adoption, 1);

  adoption->intakes = g_ptr_array_ref (intakes);
  adoption->ids = g_ptr_array_new_with_free_func (g_free);
  return adoption;
}

static gboolean
run_adoption (sqlite3 *writer,
              gpointer data,
              GError **error)
{
  Adoption *adoption = data;

  for (guint i = 0; i < adoption->intakes->len; i++)
    {
      char *id = ovr_case_sql_adopt (writer, adoption->intakes->pdata[i], error);

      if (id == NULL)
        return FALSE;
      g_ptr_array_add (adoption->ids, id);
    }
  return TRUE;
}

static GPtrArray *
finish_adoption (OvrCaseStore *self,
                 Adoption *adoption)
{
  GPtrArray *ids = g_steal_pointer (&adoption->ids);

  for (guint i = 0; i < ids->len; i++)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, ids->pdata[i]);
  return ids;
}

GPtrArray *
ovr_case_store_adopt (OvrCaseStore *self,
                      GPtrArray *intakes,
                      GError **error)
{
  Adoption *adoption = new_adoption (intakes);
  GPtrArray *ids = NULL;

  if (ovr_database_write (self->database, run_adoption, adoption, error))
    ids = finish_adoption (self, adoption);
  free_adoption (adoption);
  return ids;
}

static void
on_adopted (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_pointer (task, finish_adoption (g_task_get_source_object (task), g_task_get_task_data (task)),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
ovr_case_store_adopt_async (OvrCaseStore *self,
                            GPtrArray *intakes,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, new_adoption (intakes), free_adoption);
  ovr_database_write_async (self->database, run_adoption, g_task_get_task_data (task), NULL, on_adopted, task);
}

GPtrArray *
ovr_case_store_adopt_finish (OvrCaseStore *self,
                             GAsyncResult *result,
                             GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const OvrModule *
ovr_case_store_get_module (void)
{
  return &ovr_case_module;
}

static void
ovr_case_store_dispose (GObject *object)
{
  OvrCaseStore *self = OVR_CASE_STORE (object);
  g_autoptr (GError) error = NULL;

  if (self->database != NULL && !ovr_case_store_flush (self, &error))
    g_warning ("A report's last state could not be saved: %s", error->message);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  g_clear_pointer (&self->database, ovr_database_unref);
  G_OBJECT_CLASS (ovr_case_store_parent_class)->dispose (object);
}

static void
ovr_case_store_class_init (OvrCaseStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_case_store_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVE_FAILED] = g_signal_new ("save-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
ovr_case_store_init (OvrCaseStore *self)
{
  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_slot);
}

/**
 * ovr_case_store_new:
 * @database: opened with ovr_case_store_get_module() among its modules
 *
 * Returns: (transfer full): a store; keeps a reference on @database
 */
OvrCaseStore *
ovr_case_store_new (OvrDatabase *database)
{
  OvrCaseStore *self = g_object_new (OVR_TYPE_CASE_STORE, NULL);

  self->database = ovr_database_ref (database);
  return self;
}
