/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-arrivals.h"
#include "ovr-rules-private.h"

#include <string.h>

/* Rules that compare the report with the images themselves. */

static OvrStudyFacts *
find_facts (const OvrRules *self,
            const char *uid)
{
  for (guint i = 0; i < self->images->studies->len; i++)
    {
      OvrStudyFacts *facts = self->images->studies->pdata[i];

      if (g_strcmp0 (facts->uid, uid) == 0)
        return facts;
    }
  return NULL;
}

/* Completed units from @birth to @on, in the unit that a header uses. */
static int
count_units (OvrDate birth,
             OvrDate on,
             OvrAgeUnit unit)
{
  int months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day ? 1 : 0);

  switch (unit)
    {
    case OVR_AGE_YEARS:
      return months / 12;
    case OVR_AGE_MONTHS:
      return months;
    case OVR_AGE_WEEKS:
      return ovr_date_days_between (birth, on) / 7;
    case OVR_AGE_DAYS:
    case OVR_AGE_UNKNOWN:
      break;
    }
  return ovr_date_days_between (birth, on);
}

/* H07: an age in the header that differs by more than one of its units. */
static void
check_age (OvrRules *self,
           const OvrStudyFacts *facts,
           guint index)
{
  OvrDate at = ovr_study_facts_date (facts);

  if (facts->stated_age.unit == OVR_AGE_UNKNOWN || !ovr_date_is_valid (facts->birth_date) || !ovr_date_is_valid (at))
    return;
  if (ABS (count_units (facts->birth_date, at, facts->stated_age.unit) - facts->stated_age.value) > 1)
    ovr_rules_warn (self, "age-conflict", "Birth date and age in the images contradict each other.", "studies[%u]", index);
}

/* What the reader said of a header with another name or ID. */
static const OvrMerger *
find_merger (const OvrReport *report,
             const OvrStudyFacts *facts)
{
  for (guint i = 0; i < report->mergers->len; i++)
    {
      const OvrMerger *merger = report->mergers->pdata[i];

      if (g_strcmp0 (merger->id, facts->patient_id) == 0 && g_strcmp0 (merger->name, facts->patient_name_verbatim) == 0)
        return merger;
    }
  return NULL;
}

static void
check_person (OvrRules *self,
              const OvrStudyFacts *facts,
              guint index)
{
  const OvrPatient *patient = &self->report->patient;
  gboolean other_birth = ovr_date_is_known (patient->birth_date) && ovr_date_is_known (facts->birth_date) &&
                         ovr_date_compare (patient->birth_date, facts->birth_date) != 0;
  gboolean other_id = !ovr_rules_is_empty (patient->id) && !ovr_rules_is_empty (facts->patient_id) &&
                      strcmp (patient->id, facts->patient_id) != 0;
  gboolean is_merged = other_id && find_merger (self->report, facts) != NULL;
  gboolean other_sex = !ovr_rules_is_empty (patient->sex) && !ovr_rules_is_empty (facts->sex) &&
                       strcmp (patient->sex, facts->sex) != 0;

  if (other_birth)
    ovr_rules_error (self, "other-patient", "The images have another birth date than the report.", "studies[%u]", index);
  else if (other_sex)
    ovr_rules_error (self, "other-patient", "The images have another sex than the report.", "studies[%u]", index);
  else if (other_id && !is_merged)
    ovr_rules_warn (self, "other-id", "The images have another patient ID than the report.", "studies[%u]", index);
}

/* Instances of a series, its parts added up. */
static guint
count_instances (const OvrStudyFacts *facts,
                 const char *uid)
{
  guint n = 0;

  for (guint i = 0; i < facts->series->len; i++)
    {
      const OvrSeriesFacts *series = facts->series->pdata[i];

      if (g_strcmp0 (series->uid, uid) == 0)
        n += series->instances;
    }
  return n;
}

static guint
count_reported (const OvrReportStudy *study,
                const char *uid)
{
  guint n = 0;

  for (guint i = 0; i < study->series->len; i++)
    {
      const OvrReportSeries *series = study->series->pdata[i];

      if (g_strcmp0 (series->uid, uid) == 0)
        n += (guint) series->instances;
    }
  return n;
}

/* H10: the images are those that the report was made with. */
static void
check_series (OvrRules *self,
              const OvrReportStudy *study,
              OvrStudyFacts *facts,
              guint index)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) arrivals = NULL;
  guint n_series, n_images;

  g_ptr_array_add (one, facts);
  arrivals = ovr_report_find_arrivals (self->report, one);
  ovr_arrivals_sum (arrivals, FALSE, &n_series, &n_images);
  if (n_images > 0)
    {
      g_autofree char *text = g_strdup_printf ("This study has images that the report doesn't know (%u series, %u images): look at them.", n_series, n_images);

      ovr_rules_error (self, "images-changed", text, "studies[%u].series", index);
    }
  for (guint i = 0; i < study->series->len; i++)
    {
      const OvrReportSeries *series = study->series->pdata[i];

      if (count_instances (facts, series->uid) < count_reported (study, series->uid))
        {
          ovr_rules_error (self, "images-changed", "Images are gone that the report was made with.", "studies[%u].series", index);
          return;
        }
    }
}

static void
check_laterality (OvrRules *self,
                  const OvrReportStudy *study,
                  const OvrStudyFacts *facts,
                  guint index)
{
  for (guint i = 0; i < facts->series->len; i++)
    {
      const OvrSeriesFacts *series = facts->series->pdata[i];

      if ((study->side == OVR_SIDE_LEFT && g_strcmp0 (series->laterality, "R") == 0) ||
          (study->side == OVR_SIDE_RIGHT && g_strcmp0 (series->laterality, "L") == 0))
        {
          ovr_rules_error (self, "side-conflict", "The images' header names the other side.", "studies[%u].side", index);
          return;
        }
    }
}

static void
check_added (OvrRules *self)
{
  for (guint i = 0; i < self->images->studies->len; i++)
    {
      const OvrStudyFacts *facts = self->images->studies->pdata[i];

      if (ovr_report_find_study (self->report, facts->uid) == NULL)
        {
          ovr_rules_error (self, "study-added", "There is a study that the report doesn't know.", "studies");
          return;
        }
    }
}

static void
check_reference (OvrRules *self,
                 const char *study_uid,
                 const OvrImageRef *image,
                 const char *where)
{
  if (self->images->lookup != NULL && image->sop_uid != NULL &&
      !self->images->lookup (study_uid, image, self->images->lookup_data))
    ovr_rules_error (self, "image-not-found", "The images don't have this one.", "%s", where);
}

static void
check_references (OvrRules *self)
{
  for (guint i = 0; i < self->report->findings->len; i++)
    {
      const OvrFinding *finding = self->report->findings->pdata[i];

      for (guint j = 0; j < finding->key_images->len; j++)
        {
          const OvrKeyImage *key_image = finding->key_images->pdata[j];
          g_autofree char *where = g_strdup_printf ("findings[%u].keyImages[%u]", i, j);

          check_reference (self, key_image->study_uid, &key_image->view->image, where);
        }
      for (guint j = 0; j < finding->measurements->len; j++)
        {
          const OvrReportMeasurement *measured = finding->measurements->pdata[j];
          g_autofree char *where = g_strdup_printf ("findings[%u].measurements[%u]", i, j);

          check_reference (self, measured->study_uid, &measured->image, where);
        }
    }
}

void
ovr_rules_check_images (OvrRules *self)
{
  if (self->images == NULL)
    {
      ovr_rules_warn (self, "not-checked", "The images were not at hand: references, sides and identity were not compared with them.",
                      "studies");
      return;
    }
  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = self->report->studies->pdata[i];
      OvrStudyFacts *facts = find_facts (self, study->uid);

      if (facts == NULL)
        {
          ovr_rules_error (self, "study-not-found", "The images of this study are not there.", "studies[%u]", i);
          continue;
        }
      check_person (self, facts, i);
      check_age (self, facts, i);
      check_series (self, study, facts, i);
      check_laterality (self, study, facts, i);
    }
  check_added (self);
  check_references (self);
}
