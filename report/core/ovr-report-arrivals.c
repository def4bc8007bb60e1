/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-arrivals.h"

#include "ovr-report-facts.h"
#include "ovr-report-rules.h"

static gboolean
has_words (const char *text)
{
  return ovr_report_count_words (text) > 0;
}

static gboolean
is_answered (const OvrAnswer *answer)
{
  return has_words (answer->lead) || has_words (answer->text) || answer->certainty != OVR_CERTAINTY_NONE;
}

/* Whether what comes now comes late: the impression is locked, or the decision
 * or a question is answered. */
static gboolean
is_settled (const OvrReport *self)
{
  if (self->blind.locked_at != NULL || self->status != OVR_REPORT_DRAFT || has_words (self->answer))
    return TRUE;
  for (guint i = 0; i < self->answers->len; i++)
    if (is_answered (g_ptr_array_index (self->answers, i)))
      return TRUE;
  return FALSE;
}

static int
count_known (const OvrReportStudy *study,
             const char *series_uid)
{
  int n = 0;

  for (guint i = 0; study != NULL && i < study->series->len; i++)
    {
      const OvrReportSeries *series = g_ptr_array_index (study->series, i);

      if (g_strcmp0 (series->uid, series_uid) == 0)
        n += series->instances;
    }
  return n;
}

static void
find_in_study (const OvrReport *self,
               const OvrReportStudy *fresh,
               GPtrArray *arrivals)
{
  const OvrReportStudy *known = ovr_report_find_study (self, fresh->uid);

  for (guint i = 0; i < fresh->series->len; i++)
    {
      const OvrReportSeries *series = g_ptr_array_index (fresh->series, i);
      int more = series->instances - count_known (known, series->uid);
      OvrArrival *arrival;

      if (more <= 0)
        continue;
      arrival = ovr_arrival_new ();
      arrival->study_uid = g_strdup (fresh->uid);
      arrival->series_uid = g_strdup (series->uid);
      arrival->description = g_strdup (series->description);
      arrival->modality = g_strdup (series->modality);
      arrival->instances = more;
      g_ptr_array_add (arrivals, arrival);
    }
}

static void
free_arrival (gpointer data)
{
  ovr_arrival_free (data);
}

GPtrArray *
ovr_report_find_arrivals (const OvrReport *self,
                          GPtrArray *studies)
{
  GPtrArray *arrivals = g_ptr_array_new_with_free_func (free_arrival);

  for (guint i = 0; i < studies->len; i++)
    {
      g_autoptr (OvrReportStudy) fresh = ovr_report_study_from_facts (g_ptr_array_index (studies, i));

      find_in_study (self, fresh, arrivals);
    }
  return arrivals;
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

/* Images that are gone are not forgotten: what was read must be there. */
static gboolean
has_all (const OvrReportStudy *fresh,
         const OvrReportStudy *known)
{
  for (guint i = 0; i < known->series->len; i++)
    {
      const char *uid = ((const OvrReportSeries *) g_ptr_array_index (known->series, i))->uid;

      if (count_known (fresh, uid) < count_known (known, uid))
        return FALSE;
    }
  return TRUE;
}

/* The series as they are now, and what is wrong with them; the study's own
 * lines, which the reader may have changed, stay. */
static gboolean
update_study (OvrReport *self,
              const OvrStudyFacts *facts)
{
  g_autoptr (OvrReportStudy) fresh = ovr_report_study_from_facts (facts);
  OvrReportStudy *known = ovr_report_find_study (self, facts->uid);
  GPtrArray *series;

  if (known == NULL)
    {
      fresh->role = self->studies->len == 0 ? OVR_STUDY_CURRENT : ovr_report_study_role_beside (fresh);
      g_ptr_array_add (self->studies, g_steal_pointer (&fresh));
      return TRUE;
    }
  if (is_same_series (known->series, fresh->series) || !has_all (fresh, known))
    return FALSE;
  series = known->series;
  known->series = fresh->series;
  fresh->series = series;
  return TRUE;
}

static void
reopen_answers (OvrReport *self,
                const char *now)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      OvrAnswer *answer = g_ptr_array_index (self->answers, i);

      if (!is_answered (answer))
        continue;
      g_free (answer->reopened_at);
      answer->reopened_at = g_strdup (now);
    }
}

gboolean
ovr_report_take_studies (OvrReport *self,
                         GPtrArray *studies,
                         const char *now)
{
  g_autoptr (GPtrArray) arrivals = ovr_report_find_arrivals (self, studies);
  gboolean settled = is_settled (self) && self->studies->len > 0;
  gboolean changed = FALSE;

  for (guint i = 0; i < studies->len; i++)
    changed |= update_study (self, g_ptr_array_index (studies, i));
  if (!settled || arrivals->len == 0)
    return changed;

  for (guint i = 0; i < arrivals->len; i++)
    ((OvrArrival *) g_ptr_array_index (arrivals, i))->arrived_at = g_strdup (now);
  g_ptr_array_extend_and_steal (self->arrivals, g_steal_pointer (&arrivals));
  reopen_answers (self, now);
  return TRUE;
}

guint
ovr_report_count_arrivals (const OvrReport *self)
{
  guint n = 0;

  for (guint i = 0; i < self->arrivals->len; i++)
    n += ((const OvrArrival *) g_ptr_array_index (self->arrivals, i))->seen_at == NULL;
  return n;
}

void
ovr_report_see_arrivals (OvrReport *self,
                         const char *now)
{
  for (guint i = 0; i < self->arrivals->len; i++)
    {
      OvrArrival *arrival = g_ptr_array_index (self->arrivals, i);

      if (arrival->seen_at == NULL)
        arrival->seen_at = g_strdup (now);
    }
}

void
ovr_arrivals_sum (const GPtrArray *arrivals,
                  gboolean only_unseen,
                  guint *n_series,
                  guint *n_images)
{
  g_autoptr (GHashTable) series = g_hash_table_new (g_str_hash, g_str_equal);

  *n_images = 0;
  for (guint i = 0; i < arrivals->len; i++)
    {
      const OvrArrival *arrival = g_ptr_array_index (arrivals, i);

      if (only_unseen && arrival->seen_at != NULL)
        continue;
      *n_images += (guint) arrival->instances;
      g_hash_table_add (series, arrival->series_uid != NULL ? arrival->series_uid : (gpointer) "");
    }
  *n_series = g_hash_table_size (series);
}
