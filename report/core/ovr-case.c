/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-sql-private.h"

#include <string.h>

static const char *const status_words[] = {
  [OVR_CASE_NEW] = "new",
  [OVR_CASE_READING] = "reading",
  [OVR_CASE_WAITING] = "waiting",
  [OVR_CASE_READY] = "ready",
  [OVR_CASE_SIGNED] = "signed",
  [OVR_CASE_SENT] = "sent",
  [OVR_CASE_ACKNOWLEDGED] = "acknowledged",
};

const char *
ovr_case_status_to_string (OvrCaseStatus status)
{
  return status_words[status];
}

gboolean
ovr_case_status_parse (const char *word,
                       OvrCaseStatus *out)
{
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (status_words); i++)
    if (strcmp (status_words[i], word) == 0)
      {
        *out = (OvrCaseStatus) i;
        return TRUE;
      }
  return FALSE;
}

void
ovr_case_free (OvrCase *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->created_at);
  g_free (self->changed_at);
  g_clear_pointer (&self->patient_keys, g_ptr_array_unref);
  g_clear_pointer (&self->study_uids, g_ptr_array_unref);
  g_clear_pointer (&self->mergers, g_ptr_array_unref);
  g_free (self);
}

static void
free_merger (gpointer data)
{
  OvrCaseMerger *self = data;

  g_free (self->patient_key);
  g_free (self->reason);
  g_free (self->merged_at);
  g_free (self);
}

GPtrArray *
ovr_case_mergers_new (void)
{
  return g_ptr_array_new_with_free_func (free_merger);
}

void
ovr_case_mergers_add (GPtrArray *mergers,
                      const char *patient_key,
                      const char *reason,
                      const char *merged_at)
{
  OvrCaseMerger *merger = g_new0 (OvrCaseMerger, 1);

  merger->patient_key = g_strdup (patient_key);
  merger->reason = g_strdup (reason);
  merger->merged_at = g_strdup (merged_at);
  g_ptr_array_add (mergers, merger);
}

OvrCaseIntake *
ovr_case_intake_new (const char *patient_key,
                     const char *title)
{
  OvrCaseIntake *self = g_new0 (OvrCaseIntake, 1);

  self->patient_key = g_strdup (patient_key);
  self->title = g_strdup (title);
  self->study_uids = g_ptr_array_new_with_free_func (g_free);
  self->mergers = ovr_case_mergers_new ();
  return self;
}

void
ovr_case_intake_join (OvrCaseIntake *self,
                      const OvrCaseIntake *other,
                      const char *reason)
{
  ovr_case_mergers_add (self->mergers, other->patient_key, reason, NULL);
  for (guint i = 0; i < other->study_uids->len; i++)
    g_ptr_array_add (self->study_uids, g_strdup (g_ptr_array_index (other->study_uids, i)));
}

void
ovr_case_intake_free (OvrCaseIntake *self)
{
  if (self == NULL)
    return;
  g_free (self->patient_key);
  g_free (self->title);
  g_clear_pointer (&self->study_uids, g_ptr_array_unref);
  g_clear_pointer (&self->mergers, g_ptr_array_unref);
  g_free (self);
}

void
ovr_report_state_free (OvrReportState *self)
{
  if (self == NULL)
    return;
  g_free (self->saved_at);
  g_free (self);
}

void
ovr_report_version_free (OvrReportVersion *self)
{
  if (self == NULL)
    return;
  g_free (self->signed_at);
  g_free (self->signed_sha256);
  g_free (self->file);
  g_free (self);
}
