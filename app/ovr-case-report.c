/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-report.h"

#include "ovr-clock.h"
#include "ovr-report-arrivals.h"

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

/* What the header of @key's person says, from any of the studies. */
static const OvrStudyFacts *
find_facts (GPtrArray *studies,
            const char *key)
{
  for (guint i = 0; i < studies->len; i++)
    {
      const OvrStudyFacts *facts = g_ptr_array_index (studies, i);

      if (g_strcmp0 (facts->patient_key, key) == 0)
        return facts;
    }
  return NULL;
}

static gboolean
is_told (const OvrReport *report,
         guint index,
         const OvrCaseMerger *merger)
{
  const OvrMerger *told = index < report->mergers->len ? g_ptr_array_index (report->mergers, index) : NULL;

  return told != NULL && g_strcmp0 (told->reason, merger->reason) == 0 && g_strcmp0 (told->merged_at, merger->merged_at) == 0;
}

gboolean
ovr_case_report_tell_mergers (OvrReport *report,
                              const OvrCase *a_case,
                              GPtrArray *studies)
{
  gboolean changed = report->mergers->len != a_case->mergers->len;

  for (guint i = 0; i < a_case->mergers->len; i++)
    changed |= !is_told (report, i, g_ptr_array_index (a_case->mergers, i));
  if (!changed)
    return FALSE;

  g_ptr_array_set_size (report->mergers, 0);
  for (guint i = 0; i < a_case->mergers->len; i++)
    {
      const OvrCaseMerger *merger = g_ptr_array_index (a_case->mergers, i);
      const OvrStudyFacts *facts = find_facts (studies, merger->patient_key);
      OvrMerger *told = ovr_merger_new ();

      told->reason = g_strdup (merger->reason);
      told->merged_at = g_strdup (merger->merged_at);
      if (facts != NULL)
        {
          told->name = g_strdup (facts->patient_name_verbatim);
          told->id = g_strdup (facts->patient_id);
          told->birth_date = facts->birth_date;
          told->sex = g_strdup (facts->sex);
        }
      g_ptr_array_add (report->mergers, told);
    }
  return TRUE;
}

static gboolean
is_among (GPtrArray *uids,
          const char *uid)
{
  return uid != NULL && g_ptr_array_find_with_equal_func (uids, uid, g_str_equal, NULL);
}

static gboolean
is_spoken_of (const OvrReport *report,
              GPtrArray *uids)
{
  gboolean found = FALSE;

  for (guint i = 0; i < report->documents->len; i++)
    found |= is_among (uids, ((const OvrDocument *) g_ptr_array_index (report->documents, i))->study_uid);
  for (guint i = 0; i < report->claims->len; i++)
    found |= is_among (uids, ((const OvrClaim *) g_ptr_array_index (report->claims, i))->study_uid);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const OvrFinding *finding = g_ptr_array_index (report->findings, i);

      for (guint j = 0; j < finding->key_images->len; j++)
        found |= is_among (uids, ((const OvrKeyImage *) g_ptr_array_index (finding->key_images, j))->study_uid);
      for (guint j = 0; j < finding->measurements->len; j++)
        found |= is_among (uids, ((const OvrReportMeasurement *) g_ptr_array_index (finding->measurements, j))->study_uid);
    }
  return found;
}

gboolean
ovr_case_report_drop_studies (OvrReport *report,
                              GPtrArray *uids)
{
  if (is_spoken_of (report, uids))
    return FALSE;
  for (guint i = report->studies->len; i > 0; i--)
    if (is_among (uids, ((const OvrReportStudy *) g_ptr_array_index (report->studies, i - 1))->uid))
      g_ptr_array_remove_index (report->studies, i - 1);
  for (guint i = report->arrivals->len; i > 0; i--)
    if (is_among (uids, ((const OvrArrival *) g_ptr_array_index (report->arrivals, i - 1))->study_uid))
      g_ptr_array_remove_index (report->arrivals, i - 1);
  if (report->studies->len > 0)
    ((OvrReportStudy *) g_ptr_array_index (report->studies, 0))->role = OVR_STUDY_CURRENT;
  return TRUE;
}

/* The newest study of the case's own person: a merged one has another name. */
static const OvrStudyFacts *
find_own (const OvrCase *a_case,
          GPtrArray *studies)
{
  for (guint i = 0; i < studies->len; i++)
    {
      const OvrStudyFacts *facts = g_ptr_array_index (studies, i);
      gboolean merged = FALSE;

      for (guint j = 0; j < a_case->mergers->len; j++)
        merged |= g_strcmp0 (((const OvrCaseMerger *) g_ptr_array_index (a_case->mergers, j))->patient_key, facts->patient_key) == 0;
      if (!merged)
        return facts;
    }
  return NULL;
}

OvrReport *
ovr_case_report_create (const OvrCase *a_case,
                        GPtrArray *studies)
{
  OvrReport *report = ovr_report_new ();
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autofree char *iso = ovr_clock_now_iso ();
  const OvrStudyFacts *own;

  g_clear_pointer (&report->number, g_free);
  g_clear_pointer (&report->case_id, g_free);
  report->number = g_strdup_printf ("OR-%04d-%02d%02d-%s", g_date_time_get_year (now), g_date_time_get_month (now),
                                    g_date_time_get_day_of_month (now), a_case->id);
  report->case_id = g_strdup (a_case->id);
  report->version = 1;
  g_free (report->language);
  report->language = g_strdup ("en");
  own = find_own (a_case, studies);
  if (own != NULL)
    set_patient (&report->patient, own);
  ovr_report_take_studies (report, studies, iso);
  ovr_case_report_tell_mergers (report, a_case, studies);
  return report;
}
