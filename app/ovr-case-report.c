/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-report.h"

#include "ovr-clock.h"

static OvrReportSeries *
series_from (const OvrSeriesFacts *facts)
{
  OvrReportSeries *series = ovr_report_series_new ();

  series->uid = g_strdup (facts->uid);
  series->description = g_strdup (facts->description);
  series->modality = g_strdup (facts->modality);
  series->number = facts->number;
  series->instances = (int) facts->instances;
  series->thickness_mm = facts->thickness_mm;
  series->spacing_mm = facts->spacing_mm;
  for (guint i = 0; i < facts->health->len; i++)
    {
      const OvrHealthFinding *finding = g_ptr_array_index (facts->health, i);
      OvrReportHealth *health = ovr_report_health_new ();

      health->code = g_strdup (finding->code);
      health->text = g_strdup (finding->text);
      health->where = g_strdup (finding->where);
      g_ptr_array_add (series->health, health);
    }
  return series;
}

/* One laterality over all series is the study's; several are none. */
static void
set_side (OvrReportStudy *study,
          const OvrStudyFacts *facts)
{
  const char *laterality = NULL;

  for (guint i = 0; i < facts->series->len; i++)
    {
      const OvrSeriesFacts *series = g_ptr_array_index (facts->series, i);

      if (series->laterality == NULL)
        continue;
      if (laterality != NULL && g_strcmp0 (laterality, series->laterality) != 0)
        return;
      laterality = series->laterality;
    }
  if (laterality == NULL)
    return;
  study->side = *laterality == 'L' ? OVR_SIDE_LEFT : *laterality == 'R' ? OVR_SIDE_RIGHT
                                                                        : OVR_SIDE_BILATERAL;
  study->side_source = g_strdup ("header");
}

static OvrReportStudy *
study_from (const OvrStudyFacts *facts,
            OvrStudyRole role)
{
  OvrReportStudy *study = ovr_report_study_new ();

  study->uid = g_strdup (facts->uid);
  study->role = role;
  study->description = g_strdup (facts->description);
  study->acquired = facts->acquisition_date;
  study->study_date = facts->study_date;
  study->institution = g_strdup (facts->institution);
  study->accession = g_strdup (facts->accession);
  for (guint i = 0; i < facts->series->len; i++)
    g_ptr_array_add (study->series, series_from (g_ptr_array_index (facts->series, i)));
  if (facts->series->len > 0)
    study->modality = g_strdup (((const OvrSeriesFacts *) g_ptr_array_index (facts->series, 0))->modality);
  set_side (study, facts);
  return study;
}

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

gboolean
ovr_case_report_add_studies (OvrReport *report,
                             GPtrArray *studies)
{
  gboolean added = FALSE;

  for (guint i = 0; i < studies->len; i++)
    {
      const OvrStudyFacts *facts = g_ptr_array_index (studies, i);

      if (ovr_report_find_study (report, facts->uid) != NULL)
        continue;
      g_ptr_array_add (report->studies,
                       study_from (facts, report->studies->len == 0 ? OVR_STUDY_CURRENT : OVR_STUDY_PRIOR));
      added = TRUE;
    }
  return added;
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
