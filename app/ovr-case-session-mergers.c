/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-session-private.h"

#include "ovr-case-report.h"

gboolean
ovr_case_session_has_mergers (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  return self->a_case->mergers->len > 0;
}

/* The studies of each merged person: (element-type OvrCaseIntake). */
static GPtrArray *
list_merged (OvrCaseSession *self,
             GPtrArray *uids)
{
  GPtrArray *intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);

  for (guint i = 0; i < self->a_case->mergers->len; i++)
    {
      const OvrCaseMerger *merger = g_ptr_array_index (self->a_case->mergers, i);
      OvrCaseIntake *intake = ovr_case_intake_new (merger->patient_key, NULL);

      g_ptr_array_add (intakes, intake);
      for (guint j = 0; j < self->studies->len; j++)
        {
          OvrStudy *study = g_ptr_array_index (self->studies, j);

          if (!g_str_equal (ovr_study_get_patient_key (study), merger->patient_key))
            continue;
          g_ptr_array_add (intake->study_uids, g_strdup (ovr_study_get_uid (study)));
          g_ptr_array_add (uids, g_strdup (ovr_study_get_uid (study)));
        }
    }
  return intakes;
}

GPtrArray *
ovr_case_session_part (OvrCaseSession *self,
                       GError **error)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) intakes = NULL;
  OvrReport *report;

  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);
  g_return_val_if_fail (ovr_report_editor_is_editable (self->editor), NULL);

  report = ovr_report_editor_get_report (self->editor);
  intakes = list_merged (self, uids);
  if (!ovr_case_report_drop_studies (report, uids))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "the report speaks of those studies");
      return NULL;
    }
  g_ptr_array_set_size (report->mergers, 0);
  ovr_case_store_save_report (self->desk->store, report);
  for (guint i = 0; i < intakes->len; i++)
    {
      const OvrCaseIntake *intake = g_ptr_array_index (intakes, i);

      if (!ovr_case_store_part (self->desk->store, self->case_id, intake->patient_key, intake->study_uids, error))
        return NULL;
    }
  return g_steal_pointer (&intakes);
}
