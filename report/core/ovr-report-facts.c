/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-facts.h"

#include "ovr-document-identity.h"

#include <string.h>

static void
set (char **at,
     const char *text)
{
  g_free (*at);
  *at = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static gboolean
is_document_modality (const char *modality)
{
  static const char *const documents[] = { "SR", "PR", "KO", "DOC", "AU", "REG", "PLAN", NULL };

  return modality == NULL || g_strv_contains (documents, modality);
}

static gboolean
has_images (const OvrStudyFacts *facts)
{
  for (guint i = 0; i < facts->series->len; i++)
    if (!is_document_modality (((OvrSeriesFacts *) facts->series->pdata[i])->modality))
      return TRUE;
  return FALSE;
}

/* Newest with images first. */
static int
compare_studies (gconstpointer a,
                 gconstpointer b)
{
  const OvrStudyFacts *first = *(const OvrStudyFacts *const *) a;
  const OvrStudyFacts *second = *(const OvrStudyFacts *const *) b;
  int order = has_images (second) - has_images (first);

  return order != 0 ? order : ovr_study_facts_compare (second, first);
}

static void
set_patient (OvrPatient *patient,
             const OvrStudyFacts *facts)
{
  set (&patient->name, facts->patient_name);
  set (&patient->name_verbatim, facts->patient_name_verbatim);
  patient->birth_date = facts->birth_date;
  g_free (patient->sex);
  patient->sex = g_strdup (facts->sex);
  set (&patient->id, facts->patient_id);
  set (&patient->id_issuer, facts->patient_id_issuer);
}

static gboolean
has_health (const OvrReportSeries *series,
            const OvrHealthFinding *finding)
{
  for (guint i = 0; i < series->health->len; i++)
    {
      const OvrReportHealth *health = series->health->pdata[i];

      if (g_strcmp0 (health->code, finding->code) == 0 && g_strcmp0 (health->where, finding->where) == 0 &&
          g_strcmp0 (health->text, finding->text) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_health (OvrReportSeries *series,
            const GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const OvrHealthFinding *finding = findings->pdata[i];
      OvrReportHealth *health;

      if (has_health (series, finding))
        continue;
      health = ovr_report_health_new ();
      set (&health->code, finding->code);
      set (&health->text, finding->text);
      set (&health->where, finding->where);
      g_ptr_array_add (series->health, health);
    }
}

static OvrReportSeries *
get_series (OvrReportStudy *study,
            const OvrSeriesFacts *facts)
{
  OvrReportSeries *series;

  for (guint i = 0; i < study->series->len; i++)
    {
      series = study->series->pdata[i];
      if (g_strcmp0 (series->uid, facts->uid) == 0)
        return series;
    }
  series = ovr_report_series_new ();
  set (&series->uid, facts->uid);
  set (&series->description, facts->description);
  set (&series->modality, facts->modality);
  series->number = MAX (facts->number, 0);
  series->thickness_mm = facts->thickness_mm;
  series->spacing_mm = facts->spacing_mm;
  g_ptr_array_add (study->series, series);
  return series;
}

static void
add_modality (GString *all,
              const char *modality)
{
  g_auto (GStrv) there = g_strsplit (all->str, ", ", -1);

  if (modality == NULL || *modality == '\0' || g_strv_contains ((const char *const *) there, modality))
    return;
  if (all->len > 0)
    g_string_append (all, ", ");
  g_string_append (all, modality);
}

static void
set_modality (OvrReportStudy *study,
              const OvrStudyFacts *facts)
{
  g_autoptr (GString) modalities = g_string_new (NULL);
  gboolean images = has_images (facts);

  for (guint i = 0; i < facts->series->len; i++)
    {
      const char *modality = ((OvrSeriesFacts *) facts->series->pdata[i])->modality;

      if (is_document_modality (modality) != images)
        add_modality (modalities, modality);
    }
  set (&study->modality, modalities->str);
}

static void
set_side (OvrReportStudy *study,
          const OvrStudyFacts *facts)
{
  gboolean left = FALSE, right = FALSE, both = FALSE;

  for (guint i = 0; i < facts->series->len; i++)
    {
      const char *laterality = ((OvrSeriesFacts *) facts->series->pdata[i])->laterality;

      left |= g_strcmp0 (laterality, "L") == 0;
      right |= g_strcmp0 (laterality, "R") == 0;
      both |= g_strcmp0 (laterality, "B") == 0;
    }
  both |= left && right;
  study->side = both ? OVR_SIDE_BILATERAL : left ? OVR_SIDE_LEFT
                                        : right  ? OVR_SIDE_RIGHT
                                                 : OVR_SIDE_NONE;
  set (&study->side_source, study->side != OVR_SIDE_NONE ? "header" : NULL);
}

OvrReportStudy *
ovr_report_study_from_facts (const OvrStudyFacts *facts)
{
  OvrReportStudy *study = ovr_report_study_new ();

  set (&study->uid, facts->uid);
  set (&study->description, facts->description);
  set (&study->institution, facts->institution);
  set (&study->accession, facts->accession);
  set (&study->patient_name, facts->patient_name_verbatim);
  set (&study->patient_id, facts->patient_id);
  study->study_date = facts->study_date;
  study->acquired = facts->acquisition_date;
  set_modality (study, facts);
  set_side (study, facts);
  for (guint i = 0; i < facts->series->len; i++)
    {
      const OvrSeriesFacts *part = facts->series->pdata[i];
      OvrReportSeries *series = get_series (study, part);

      series->instances += (int) part->instances;
      add_health (series, part->health);
    }
  return study;
}

OvrStudyRole
ovr_report_study_role_beside (const OvrReportStudy *study)
{
  gboolean is_dated = ovr_date_is_known (study->acquired) || ovr_date_is_known (study->study_date);

  return !is_dated && g_strcmp0 (study->modality, "OT") == 0 ? OVR_STUDY_OTHER : OVR_STUDY_PRIOR;
}

void
ovr_report_set_facts (OvrReport *self,
                      GPtrArray *studies)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  g_ptr_array_set_size (self->studies, 0);
  self->phantom = FALSE;
  for (guint i = 0; i < studies->len; i++)
    g_ptr_array_add (sorted, studies->pdata[i]);
  g_ptr_array_sort (sorted, compare_studies);
  for (guint i = 0; i < sorted->len; i++)
    {
      const OvrStudyFacts *facts = sorted->pdata[i];
      OvrReportStudy *study = ovr_report_study_from_facts (facts);

      study->role = i == 0 ? OVR_STUDY_CURRENT : ovr_report_study_role_beside (study);
      self->phantom |= facts->description != NULL && g_str_has_prefix (facts->description, "PHANTOM");
      if (i == 0)
        set_patient (&self->patient, facts);
      g_ptr_array_add (self->studies, study);
    }
}

const OvrReportStudy *
ovr_report_guess_study (const OvrReport *self,
                        const OvrDocument *document)
{
  g_autoptr (OvrReport) probe = ovr_report_new ();
  const OvrReportStudy *found = NULL;

  for (guint i = 0; found == NULL && i < self->studies->len; i++)
    {
      const OvrReportStudy *study = self->studies->pdata[i];
      OvrReportStudy *only = ovr_report_study_new ();

      only->acquired = study->acquired;
      only->study_date = study->study_date;
      g_ptr_array_set_size (probe->studies, 0);
      g_ptr_array_add (probe->studies, only);
      if (ovr_document_identify (probe, document).study_date)
        found = study;
    }
  if (found == NULL && self->studies->len > 0)
    found = self->studies->pdata[0];
  return found;
}
