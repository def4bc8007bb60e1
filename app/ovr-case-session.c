/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-session-private.h"

#include "ovr-case-report.h"
#include "ovr-clock.h"
#include "ovr-report-arrivals.h"
#include "ovr-report-words.h"
#include "ovr-study-role.h"

#include <glib/gi18n.h>

#define CHECK_DELAY_MS 250

G_DEFINE_FINAL_TYPE (OvrCaseSession, ovr_case_session, G_TYPE_OBJECT)

static guint checked_signal, refreshed_signal;

static int
compare_studies (gconstpointer a,
                 gconstpointer b)
{
  return ovr_study_facts_compare (ovr_study_get_facts (*(OvrStudy *const *) b), ovr_study_get_facts (*(OvrStudy *const *) a));
}

/* The case names patients and studies; a study is that of whichever of the
 * patients has it. */
static gboolean
read_studies (sqlite3 *connection,
              const OvrCase *a_case,
              GPtrArray *studies,
              GError **error)
{
  for (guint i = 0; i < a_case->study_uids->len; i++)
    for (guint j = 0; j < a_case->patient_keys->len; j++)
      {
        g_autoptr (GError) local = NULL;
        OvrStudy *study = ovr_library_load_study_from (connection, g_ptr_array_index (a_case->patient_keys, j),
                                                       g_ptr_array_index (a_case->study_uids, i), &local);

        if (local != NULL)
          {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
          }
        if (study != NULL)
          g_ptr_array_add (studies, study);
      }
  g_ptr_array_sort (studies, compare_studies);
  return TRUE;
}

/* (transfer container) (element-type OvrStudyFacts) */
static GPtrArray *
list_facts (OvrCaseSession *self)
{
  GPtrArray *facts = g_ptr_array_new ();

  for (guint i = 0; i < self->studies->len; i++)
    g_ptr_array_add (facts, (gpointer) ovr_study_get_facts (g_ptr_array_index (self->studies, i)));
  return facts;
}

static gboolean
look_up (const char *study_uid,
         const OvrImageRef *image,
         gpointer data)
{
  OvrCaseSession *self = data;

  for (guint i = 0; i < self->studies->len; i++)
    {
      OvrStudy *study = g_ptr_array_index (self->studies, i);
      guint index;

      if ((study_uid == NULL || g_strcmp0 (ovr_study_get_uid (study), study_uid) == 0) &&
          ovr_study_find (study, image->sop_uid, image->frame, &index) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* What the rules say moves the case on its way. */
static void
follow_status (OvrCaseSession *self)
{
  gboolean ready = self->check->errors->len == 0;
  OvrCaseStatus wanted = ready ? OVR_CASE_READY : OVR_CASE_READING;

  if (!ovr_report_editor_is_editable (self->editor) || self->is_early)
    return;
  if ((ready && (self->a_case->status == OVR_CASE_NEW || self->a_case->status == OVR_CASE_READING)) ||
      (!ready && self->a_case->status == OVR_CASE_READY))
    {
      self->a_case->status = wanted;
      ovr_case_store_set_status (self->desk->store, self->case_id, wanted);
    }
}

static gboolean
may_move (OvrCaseStatus from,
          OvrCaseStatus to)
{
  switch (to)
    {
    case OVR_CASE_WAITING:
      return from < OVR_CASE_SIGNED && from != OVR_CASE_WAITING;
    case OVR_CASE_READING:
      return from == OVR_CASE_WAITING;
    case OVR_CASE_SENT:
      return from == OVR_CASE_SIGNED;
    case OVR_CASE_ACKNOWLEDGED:
      return from == OVR_CASE_SIGNED || from == OVR_CASE_SENT;
    case OVR_CASE_NEW:
    case OVR_CASE_READY:
    case OVR_CASE_SIGNED:
    default:
      return FALSE;
    }
}

gboolean
ovr_case_session_move (OvrCaseSession *self,
                       OvrCaseStatus status)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  if (!may_move (self->a_case->status, status))
    return FALSE;

  self->a_case->status = status;
  ovr_case_store_set_status (self->desk->store, self->case_id, status);
  if (status == OVR_CASE_READING)
    ovr_case_session_check (self);
  return TRUE;
}

void
ovr_case_session_check (OvrCaseSession *self)
{
  g_autoptr (GPtrArray) facts = NULL;
  OvrReportImages images = { NULL, look_up, self };

  g_return_if_fail (OVR_IS_CASE_SESSION (self));

  g_clear_handle_id (&self->check_source, g_source_remove);
  facts = list_facts (self);
  images.studies = facts;
  ovr_report_check_free (self->check);
  self->check = ovr_report_check (ovr_report_editor_get_report (self->editor), &images, NULL);
  ovr_report_check_seal (self->check, ovr_report_editor_get_report (self->editor));
  follow_status (self);
  g_signal_emit (self, checked_signal, 0);
}

static gboolean
on_check_time (gpointer data)
{
  OvrCaseSession *self = data;

  self->check_source = 0;
  ovr_case_session_check (self);
  return G_SOURCE_REMOVE;
}

/* What the case list shows: the decision at hand, else the reason's words, and
 * when the answer is wanted. */
static void
save_summary (OvrCaseSession *self)
{
  const OvrReferral *referral = &ovr_report_editor_get_report (self->editor)->referral;
  const char *title = referral->decision != NULL      ? referral->decision
                      : referral->reason_text != NULL ? referral->reason_text
                                                      : ovr_reason_words (referral->reason, "en");

  if (g_strcmp0 (title, self->a_case->title) != 0)
    {
      g_free (self->a_case->title);
      self->a_case->title = g_strdup (title);
      ovr_case_store_set_title (self->desk->store, self->case_id, title);
    }
  /* A report without a date leaves the case's alone, unless it was cleared. */
  if ((ovr_date_is_known (referral->due) || ovr_date_is_known (self->seen_due)) &&
      ovr_date_compare (referral->due, self->a_case->due) != 0)
    {
      self->a_case->due = referral->due;
      ovr_case_store_set_due (self->desk->store, self->case_id, referral->due);
    }
  self->seen_due = referral->due;
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrCaseSession *self)
{
  self->is_early = FALSE;
  ovr_case_store_save_report (self->desk->store, ovr_report_editor_get_report (editor));
  if (self->a_case->status == OVR_CASE_NEW)
    self->a_case->status = OVR_CASE_READING;
  if (part == OVR_PART_DETAILS)
    save_summary (self);
  if (self->check_source == 0)
    self->check_source = g_timeout_add (CHECK_DELAY_MS, on_check_time, self);
}

void
ovr_case_session_take_report (OvrCaseSession *self,
                              OvrReport *report)
{
  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  self->editor = ovr_report_editor_new (report);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_changed), self, 0);
}

gboolean
ovr_case_session_reload (OvrCaseSession *self,
                         GError **error)
{
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GError) local = NULL;
  OvrReport *report;
  gboolean added;

  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  report = ovr_case_store_load_report (self->desk->store, self->case_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  facts = list_facts (self);
  added = report == NULL;
  if (report == NULL)
    report = ovr_case_report_create (self->a_case, facts);
  else if (report->status < OVR_REPORT_SIGNED)
    {
      g_autofree char *now = ovr_clock_now_iso ();

      added = ovr_report_take_studies (report, facts, now);
      added |= ovr_case_report_tell_mergers (report, self->a_case, facts);
    }
  ovr_case_session_take_report (self, report);
  if (added && !self->is_early)
    ovr_case_store_save_report (self->desk->store, report);
  if (report->status < OVR_REPORT_SIGNED && !self->is_early)
    save_summary (self);
  ovr_case_session_check (self);
  return TRUE;
}

static OvrCaseSession *
open_case (OvrDesk *desk,
           const char *case_id,
           gboolean is_early,
           GError **error)
{
  g_autoptr (OvrCaseSession) self = g_object_new (OVR_TYPE_CASE_SESSION, NULL);
  g_autoptr (GError) local = NULL;

  self->desk = desk;
  self->is_early = is_early;
  self->case_id = g_strdup (case_id);
  self->a_case = ovr_case_store_get (desk->store, case_id, &local);
  if (self->a_case == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no such case");
      return NULL;
    }

  if (!read_studies (ovr_database_get_reader (desk->database), self->a_case, self->studies, error) || !ovr_case_session_reload (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

OvrCaseSession *
ovr_case_session_open (OvrDesk *desk,
                       const char *case_id,
                       GError **error)
{
  return open_case (desk, case_id, FALSE, error);
}

OvrCaseSession *
ovr_case_session_open_early (OvrDesk *desk,
                             const char *case_id,
                             GError **error)
{
  return open_case (desk, case_id, TRUE, error);
}

static void
keep (OvrCaseSession *self)
{
  self->keep_wanted = self->is_early = FALSE;
  if (!ovr_report_editor_is_editable (self->editor))
    return;
  ovr_case_store_save_report (self->desk->store, ovr_report_editor_get_report (self->editor));
  save_summary (self);
  ovr_case_session_check (self);
}

void
ovr_case_session_keep (OvrCaseSession *self)
{
  g_return_if_fail (OVR_IS_CASE_SESSION (self));

  self->keep_wanted = self->is_early && self->is_asking;
  if (self->is_early && !self->is_asking)
    keep (self);
}

/* ---- What comes while the case is open */

/**
 * Refresh:
 * @database: (owned): the library's
 * @a_case: (owned): the case as it is now
 */
typedef struct
{
  OvrDatabase *database;
  OvrCase *a_case;
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  ovr_database_unref (refresh->database);
  ovr_case_free (refresh->a_case);
  g_free (refresh);
}

/* In a thread: the model of 10,000 images takes its time. */
static void
run_refresh (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  Refresh *refresh = data;
  GPtrArray *studies = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  g_autoptr (sqlite3) connection = ovr_database_connect_reader (refresh->database, &error);

  if (connection != NULL)
    read_studies (connection, refresh->a_case, studies, &error);
  if (error == NULL)
    {
      g_task_return_pointer (task, studies, (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  g_ptr_array_unref (studies);
  g_task_return_error (task, error);
}

static guint
count_images (GPtrArray *studies)
{
  guint n = 0;

  for (guint i = 0; i < studies->len; i++)
    n += ovr_study_get_n_instances (g_ptr_array_index (studies, i));
  return n;
}

static void
take_refresh (OvrCaseSession *self,
              Refresh *refresh,
              GPtrArray *studies)
{
  g_autoptr (GPtrArray) facts = NULL;

  if (studies->len <= self->studies->len && count_images (studies) <= count_images (self->studies))
    return;
  g_ptr_array_unref (self->studies);
  self->studies = g_ptr_array_ref (studies);
  ovr_case_free (self->a_case);
  self->a_case = g_steal_pointer (&refresh->a_case);
  facts = list_facts (self);

  /* Nobody has typed: which study is current is found anew. */
  if (self->is_early && ovr_report_editor_get_report (self->editor)->version == 1 && self->a_case->report_version == 0)
    ovr_case_session_take_report (self, ovr_case_report_create (self->a_case, facts));
  else
    ovr_report_editor_take_studies (self->editor, facts);
  g_signal_emit (self, refreshed_signal, 0);
  ovr_case_session_check (self);
}

static void
on_refreshed (GObject *source,
              GAsyncResult *result,
              gpointer unused)
{
  OvrCaseSession *self = OVR_CASE_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) studies = g_task_propagate_pointer (G_TASK (result), &error);

  self->is_asking = FALSE;
  if (self->editor == NULL)
    return;
  if (studies == NULL)
    g_warning ("%s", error->message);
  else
    take_refresh (self, g_task_get_task_data (G_TASK (result)), studies);
  if (self->ask_again)
    ovr_case_session_refresh (self);
  else if (self->keep_wanted)
    keep (self);
}

void
ovr_case_session_refresh (OvrCaseSession *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  OvrCase *a_case;
  Refresh *refresh;

  g_return_if_fail (OVR_IS_CASE_SESSION (self));

  self->ask_again = self->is_asking;
  if (self->is_asking)
    return;
  a_case = ovr_case_store_get (self->desk->store, self->case_id, &error);
  if (a_case == NULL)
    {
      g_warning ("%s", error != NULL ? error->message : "the open case is gone");
      return;
    }
  self->is_asking = TRUE;
  refresh = g_new0 (Refresh, 1);
  refresh->database = ovr_database_ref (self->desk->database);
  refresh->a_case = a_case;
  task = g_task_new (self, NULL, on_refreshed, NULL);
  g_task_set_task_data (task, refresh, refresh_free);
  g_task_run_in_thread (task, run_refresh);
}

void
ovr_case_session_count_late (OvrCaseSession *self,
                             guint *n_series,
                             guint *n_images)
{
  const OvrReport *report;
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GPtrArray) arrivals = NULL;

  g_return_if_fail (OVR_IS_CASE_SESSION (self));

  report = ovr_report_editor_get_report (self->editor);
  if (report->status < OVR_REPORT_SIGNED)
    {
      ovr_arrivals_sum (report->arrivals, TRUE, n_series, n_images);
      return;
    }
  facts = list_facts (self);
  arrivals = ovr_report_find_arrivals (report, facts);
  ovr_arrivals_sum (arrivals, FALSE, n_series, n_images);
}

const char *
ovr_case_session_get_id (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  return self->case_id;
}

OvrReportEditor *
ovr_case_session_get_editor (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  return self->editor;
}

GPtrArray *
ovr_case_session_get_studies (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  return self->studies;
}

static gboolean
has_role (OvrCaseSession *self,
          OvrStudy *study,
          OvrStudyRole role)
{
  OvrReportStudy *described = ovr_report_find_study (ovr_report_editor_get_report (self->editor), ovr_study_get_uid (study));

  return described != NULL && described->role == role;
}

const char *
ovr_case_session_get_role (OvrCaseSession *self,
                           OvrStudy *study)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  if (has_role (self, study, OVR_STUDY_CURRENT))
    return _ ("CURRENT");
  return has_role (self, study, OVR_STUDY_PRIOR) ? _ ("PRIOR") : NULL;
}

char *
ovr_case_session_dup_role (OvrCaseSession *self,
                           OvrStudy *study,
                           const char *between)
{
  const char *role;
  OvrStudy *current;
  g_autofree char *interval = NULL;

  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  role = ovr_case_session_get_role (self, study);
  current = ovr_case_session_get_current (self);
  if (current == NULL || current == study)
    return g_strdup (role);

  interval = ovr_interval_to_words (ovr_study_facts_date (ovr_study_get_facts (current)),
                                    ovr_study_facts_date (ovr_study_get_facts (study)));
  if (role == NULL || interval == NULL)
    return g_strdup (role != NULL ? role : interval);
  return g_strconcat (role, between, interval, NULL);
}

static OvrStudy *
find_role (OvrCaseSession *self,
           OvrStudyRole role)
{
  for (guint i = 0; i < self->studies->len; i++)
    if (has_role (self, g_ptr_array_index (self->studies, i), role))
      return g_ptr_array_index (self->studies, i);

  return NULL;
}

OvrStudy *
ovr_case_session_get_current (OvrCaseSession *self)
{
  OvrStudy *study;

  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  study = find_role (self, OVR_STUDY_CURRENT);
  return study != NULL || self->studies->len == 0 ? study : g_ptr_array_index (self->studies, 0);
}

OvrStudy *
ovr_case_session_get_prior (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  return find_role (self, OVR_STUDY_PRIOR);
}

gboolean
ovr_case_session_find (OvrCaseSession *self,
                       const OvrImageRef *image,
                       OvrStudy **study,
                       OvrSeries **series,
                       guint *index)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  if (image->sop_uid == NULL)
    return FALSE;
  for (guint i = 0; i < self->studies->len; i++)
    {
      OvrSeries *found = ovr_study_find (g_ptr_array_index (self->studies, i), image->sop_uid, image->frame, index);

      if (found == NULL)
        continue;
      *study = g_ptr_array_index (self->studies, i);
      *series = found;
      return TRUE;
    }

  return FALSE;
}

const OvrReportCheck *
ovr_case_session_get_check (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  return self->check;
}

static void
ovr_case_session_dispose (GObject *object)
{
  OvrCaseSession *self = OVR_CASE_SESSION (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->studies, g_ptr_array_unref);
  g_clear_pointer (&self->check, ovr_report_check_free);
  g_clear_pointer (&self->a_case, ovr_case_free);
  g_clear_pointer (&self->case_id, g_free);
  G_OBJECT_CLASS (ovr_case_session_parent_class)->dispose (object);
}

static void
ovr_case_session_class_init (OvrCaseSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_case_session_dispose;
  refreshed_signal = g_signal_new ("refreshed", OVR_TYPE_CASE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  checked_signal = g_signal_new ("checked", OVR_TYPE_CASE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
ovr_case_session_init (OvrCaseSession *self)
{
  self->studies = g_ptr_array_new_with_free_func (g_object_unref);
}
