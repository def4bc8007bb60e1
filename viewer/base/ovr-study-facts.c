/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-study-facts.h"

OvrHealthFinding *
ovr_health_finding_new (const char *code,
                        const char *text,
                        const char *where)
{
  OvrHealthFinding *self = g_new0 (OvrHealthFinding, 1);

  self->code = g_strdup (code);
  self->text = g_strdup (text);
  self->where = g_strdup (where);
  return self;
}

void
ovr_health_finding_free (OvrHealthFinding *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->text);
  g_free (self->where);
  g_free (self);
}

OvrSeriesFacts *
ovr_series_facts_new (void)
{
  OvrSeriesFacts *self = g_new0 (OvrSeriesFacts, 1);

  self->part = 1;
  self->health = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_health_finding_free);
  return self;
}

void
ovr_series_facts_free (OvrSeriesFacts *self)
{
  if (self == NULL)
    return;

  g_free (self->uid);
  g_free (self->modality);
  g_free (self->description);
  g_free (self->laterality);
  g_free (self->body_part);
  g_ptr_array_unref (self->health);
  g_free (self);
}

OvrStudyFacts *
ovr_study_facts_new (void)
{
  OvrStudyFacts *self = g_new0 (OvrStudyFacts, 1);

  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_series_facts_free);
  return self;
}

void
ovr_study_facts_free (OvrStudyFacts *self)
{
  if (self == NULL)
    return;

  g_free (self->uid);
  g_free (self->patient_key);
  g_free (self->patient_name);
  g_free (self->patient_name_verbatim);
  g_free (self->patient_id);
  g_free (self->patient_id_issuer);
  g_free (self->sex);
  g_free (self->study_time);
  g_free (self->description);
  g_free (self->institution);
  g_free (self->accession);
  g_free (self->referrer);
  g_ptr_array_unref (self->series);
  g_free (self);
}

OvrDate
ovr_study_facts_date (const OvrStudyFacts *self)
{
  return ovr_date_is_known (self->acquisition_date) ? self->acquisition_date : self->study_date;
}
