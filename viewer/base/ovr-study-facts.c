/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-study-facts.h"

#include <math.h>
#include <string.h>

OvrHealthFinding *
ovr_health_finding_new (const char *code,
                        const char *text,
                        const char *where)
{
  OvrHealthFinding *self = g_new0 (OvrHealthFinding, 1);

  self->code = g_strdup (code);
  self->text = g_strdup (text);
  self->where = g_strdup (where);
  self->slice = -1;
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
  self->acquisition_s = (double) NAN;
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

/* Seconds of the day on which the study is put in order; NaN unknown. */
static double
time_of_day (const OvrStudyFacts *self)
{
  const char *time = self->study_time;
  double hours, minutes;

  if (ovr_date_is_known (self->acquisition_date) && !isnan (self->acquisition_s))
    return self->acquisition_s;
  if (time == NULL || strlen (time) < 4 || !g_ascii_isdigit (time[0]) || !g_ascii_isdigit (time[1]) ||
      !g_ascii_isdigit (time[2]) || !g_ascii_isdigit (time[3]))
    return (double) NAN;
  hours = (time[0] - '0') * 10 + time[1] - '0';
  minutes = (time[2] - '0') * 10 + time[3] - '0';
  return 3600.0 * hours + 60.0 * minutes + (strlen (time) >= 6 ? g_ascii_strtod (time + 4, NULL) : 0.0);
}

int
ovr_study_facts_compare (const OvrStudyFacts *a,
                         const OvrStudyFacts *b)
{
  int order = ovr_date_compare (ovr_study_facts_date (a), ovr_study_facts_date (b));
  double x = time_of_day (a), y = time_of_day (b);

  if (order == 0 && !isnan (x) && !isnan (y) && x != y)
    order = x < y ? -1 : 1;
  return order != 0 ? order : g_strcmp0 (a->uid, b->uid);
}
