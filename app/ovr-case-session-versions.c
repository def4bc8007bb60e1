/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-session-private.h"

#include "ovr-report-claims.h"

/* The case as the disk has it, with what was queued for it. */
static gboolean
refresh_case (OvrCaseSession *self,
              GError **error)
{
  OvrCase *fresh;

  if (!ovr_case_store_flush (self->desk->store, error))
    return FALSE;
  fresh = ovr_case_store_get (self->desk->store, self->case_id, error);
  if (fresh == NULL)
    return FALSE;
  ovr_case_free (self->a_case);
  self->a_case = fresh;
  return TRUE;
}

gboolean
ovr_case_session_start_version (OvrCaseSession *self,
                                GError **error)
{
  g_autoptr (OvrReport) next = NULL;

  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  next = ovr_report_new_version (ovr_report_editor_get_report (self->editor), error);
  return next != NULL && ovr_case_store_start_version (self->desk->store, next, error) &&
         ovr_case_session_show_version (self, 0, error);
}

gboolean
ovr_case_session_discard_version (OvrCaseSession *self,
                                  GError **error)
{
  const OvrReport *report;

  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  report = ovr_report_editor_get_report (self->editor);
  return ovr_case_store_discard_version (self->desk->store, self->case_id, report->version, error) &&
         ovr_case_session_show_version (self, 0, error);
}

GPtrArray *
ovr_case_session_list_versions (OvrCaseSession *self,
                                GError **error)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), NULL);

  return ovr_case_store_list_versions (self->desk->store, self->case_id, error);
}

static gboolean
show_older (OvrCaseSession *self,
            int version,
            GError **error)
{
  g_autoptr (GPtrArray) versions = ovr_case_session_list_versions (self, error);
  OvrReport *report = NULL;

  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    {
      const OvrReportVersion *found = g_ptr_array_index (versions, i);

      if (found->version == version && found->signed_at != NULL)
        {
          report = ovr_case_store_load_state (self->desk->store, found->state_id, error);
          if (report == NULL)
            return FALSE;
        }
    }
  if (report == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no such signed version");
      return FALSE;
    }
  ovr_case_session_take_report (self, report);
  ovr_case_session_check (self);
  return TRUE;
}

gboolean
ovr_case_session_show_version (OvrCaseSession *self,
                               int version,
                               GError **error)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  if (!refresh_case (self, error))
    return FALSE;
  if (version == 0 || version == self->a_case->report_version)
    return ovr_case_session_reload (self, error);
  return show_older (self, version, error);
}

int
ovr_case_session_get_newest (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), 0);

  return MAX (self->a_case->report_version, ovr_report_editor_get_report (self->editor)->version);
}

gboolean
ovr_case_session_is_newest (OvrCaseSession *self)
{
  g_return_val_if_fail (OVR_IS_CASE_SESSION (self), FALSE);

  return ovr_report_editor_get_report (self->editor)->version == ovr_case_session_get_newest (self);
}
