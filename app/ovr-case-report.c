/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-report.h"

#include "ovr-clock.h"
#include "ovr-report-facts.h"

static void
set_patient (OvrPatient *patient,
             const OvrStudyFacts *facts)
{
  patient->name = g_strdup (facts->patient_name);
  patient->name_verbatim = g_strdup (facts->patient_name_verbatim);
  patient->birth_date = facts->birth_date;
  patient->sex = g_strdup (facts->sex);
  patient->id = g_strdup (facts->patient_id);
  patient->id_issuer = g_strdup (facts->patient_id_issuer);
}

static gboolean
is_same_health (const GPtrArray *a,
                const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const OvrReportHealth *x = g_ptr_array_index (a, i), *y = g_ptr_array_index (b, i);

      if (g_strcmp0 (x->code, y->code) != 0 || g_strcmp0 (x->text, y->text) != 0 || g_strcmp0 (x->where, y->where) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_same_series (const GPtrArray *a,
                const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const OvrReportSeries *x = g_ptr_array_index (a, i), *y = g_ptr_array_index (b, i);

      if (g_strcmp0 (x->uid, y->uid) != 0 || x->instances != y->instances || !is_same_health (x->health, y->health))
        return FALSE;
    }
  return TRUE;
}

/* Images that came later change what there is, and what is wrong with it. */
static gboolean
update_series (OvrReportStudy *study,
               const OvrStudyFacts *facts)
{
  g_autoptr (OvrReportStudy) fresh = ovr_report_study_from_facts (facts);
  GPtrArray *series = fresh->series;

  if (is_same_series (study->series, series))
    return FALSE;
  fresh->series = study->series;
  study->series = series;
  return TRUE;
}

gboolean
ovr_case_report_add_studies (OvrReport *report,
                             GPtrArray *studies)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < studies->len; i++)
    {
      const OvrStudyFacts *facts = g_ptr_array_index (studies, i);
      OvrReportStudy *study = ovr_report_find_study (report, facts->uid);

      if (study != NULL)
        {
          changed |= report->status == OVR_REPORT_DRAFT && update_series (study, facts);
          continue;
        }
      study = ovr_report_study_from_facts (facts);
      study->role = report->studies->len == 0 ? OVR_STUDY_CURRENT : OVR_STUDY_PRIOR;
      g_ptr_array_add (report->studies, study);
      changed = TRUE;
    }
  return changed;
}

OvrReport *
ovr_case_report_create (const OvrCase *a_case,
                        GPtrArray *studies)
{
  OvrReport *report = ovr_report_new ();
  g_autoptr (GDateTime) now = ovr_clock_now ();

  g_clear_pointer (&report->number, g_free);
  g_clear_pointer (&report->case_id, g_free);
  report->number = g_strdup_printf ("OR-%04d-%02d%02d-%s", g_date_time_get_year (now), g_date_time_get_month (now),
                                    g_date_time_get_day_of_month (now), a_case->id);
  report->case_id = g_strdup (a_case->id);
  report->version = 1;
  g_free (report->language);
  report->language = g_strdup ("en");
  if (studies->len > 0)
    set_patient (&report->patient, g_ptr_array_index (studies, 0));
  ovr_case_report_add_studies (report, studies);
  return report;
}
