/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-query.h"

#include "ovr-case-words.h"

#include <string.h>

/* Cases between two looks at the cancellable. */
#define CASES_A_LOOK 4096

OvrCaseQuery *
ovr_case_query_copy (const OvrCaseQuery *self)
{
  OvrCaseQuery *copy = g_memdup2 (self, sizeof *self);

  copy->text = g_strdup (self->text);
  copy->modality = g_strdup (self->modality);
  if (copy->missing != NULL)
    g_hash_table_ref (copy->missing);
  if (copy->hidden != NULL)
    g_hash_table_ref (copy->hidden);
  return copy;
}

void
ovr_case_query_free (OvrCaseQuery *self)
{
  g_free (self->text);
  g_free (self->modality);
  g_clear_pointer (&self->missing, g_hash_table_unref);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_free (self);
}

static gboolean
is_in (GHashTable *set,
       const OvrCaseEntry *entry)
{
  return set != NULL && g_hash_table_contains (set, entry->id);
}

static gboolean
is_shown (const OvrCaseQuery *self,
          const OvrCaseEntry *entry)
{
  if (is_in (self->hidden, entry) || entry->removed != (self->show == OVR_CASE_SHOW_REMOVED))
    return FALSE;
  switch (self->show)
    {
    case OVR_CASE_SHOW_OPEN:
      return entry->status < OVR_CASE_SIGNED;
    case OVR_CASE_SHOW_NEW:
      return entry->status == OVR_CASE_NEW;
    case OVR_CASE_SHOW_READING:
      return entry->status == OVR_CASE_READING || entry->status == OVR_CASE_WAITING;
    case OVR_CASE_SHOW_READY:
      return entry->status == OVR_CASE_READY;
    case OVR_CASE_SHOW_SIGNED:
      return entry->status >= OVR_CASE_SIGNED;
    case OVR_CASE_SHOW_FILES_MISSING:
      return is_in (self->missing, entry);
    case OVR_CASE_SHOW_ALL:
    case OVR_CASE_SHOW_REMOVED:
    default:
      return TRUE;
    }
}

static gboolean
is_recent (const OvrCaseQuery *self,
           const OvrCaseEntry *entry,
           int days)
{
  int since;

  if (entry->n_dates == 0)
    return FALSE;
  since = ovr_date_days_between (entry->dates[0], self->today);
  return since >= 0 && since <= days;
}

static gboolean
is_due (const OvrCaseQuery *self,
        const OvrCaseEntry *entry,
        int from,
        int to)
{
  int left;

  if (entry->status >= OVR_CASE_SIGNED || !ovr_date_is_known (entry->due))
    return FALSE;
  left = ovr_date_days_between (self->today, entry->due);
  return left >= from && left <= to;
}

static gboolean
is_in_time (const OvrCaseQuery *self,
            const OvrCaseEntry *entry)
{
  switch (self->when)
    {
    case OVR_CASE_WHEN_7_DAYS:
      return is_recent (self, entry, 7);
    case OVR_CASE_WHEN_30_DAYS:
      return is_recent (self, entry, 30);
    case OVR_CASE_WHEN_YEAR:
      return is_recent (self, entry, 365);
    case OVR_CASE_WHEN_DUE_7_DAYS:
      return is_due (self, entry, 0, 7);
    case OVR_CASE_WHEN_OVERDUE:
      return is_due (self, entry, G_MININT, -1);
    case OVR_CASE_WHEN_ANY:
    default:
      return TRUE;
    }
}

/* "CT" is in "CT, SR" and not in "OCT". */
static gboolean
has_modality (const OvrCaseEntry *entry,
              const char *modality)
{
  gsize n = strlen (modality);

  for (const char *p = strstr (entry->modalities, modality); p != NULL; p = strstr (p + 1, modality))
    if ((p == entry->modalities || p[-1] == ' ') && (p[n] == '\0' || p[n] == ','))
      return TRUE;
  return FALSE;
}

/* Ranks of the columns that decide, the first one first. */
typedef struct
{
  const guint32 *ranks[OVR_CASE_MAX_SORTS];
  const OvrCaseSort *sorts;
  guint n;
} Order;

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer data)
{
  const Order *order = data;
  guint32 at_a = *(const guint32 *) a, at_b = *(const guint32 *) b;

  for (guint i = 0; i < order->n; i++)
    {
      guint32 rank_a = order->ranks[i][at_a], rank_b = order->ranks[i][at_b];
      gboolean turned = order->sorts[i].descending && rank_a != OVR_CASE_RANK_ABSENT && rank_b != OVR_CASE_RANK_ABSENT;

      if (rank_a != rank_b)
        return (rank_a < rank_b) != turned ? -1 : 1;
    }
  return (at_a > at_b) - (at_a < at_b);
}

static void
sort (const OvrCaseQuery *self,
      OvrCaseIndex *index,
      GArray *hits)
{
  Order order = { .sorts = self->sorts, .n = MIN (self->n_sorts, OVR_CASE_MAX_SORTS) };

  if (order.n == 0)
    return;
  for (guint i = 0; i < order.n; i++)
    order.ranks[i] = ovr_case_index_get_ranks (index, self->sorts[i].column);
  g_array_sort_with_data (hits, compare, &order);
}

GArray *
ovr_case_query_run (const OvrCaseQuery *self,
                    OvrCaseIndex *index,
                    GCancellable *cancellable)
{
  g_autoptr (OvrCaseWords) words = ovr_case_words_new (self->text != NULL ? self->text : "");
  guint n = ovr_case_index_get_n (index);
  g_autoptr (GArray) hits = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);

  for (guint32 i = 0; i < n; i++)
    {
      const OvrCaseEntry *entry = ovr_case_index_get (index, i);

      if (i % CASES_A_LOOK == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (is_shown (self, entry) && is_in_time (self, entry) &&
          (self->modality == NULL || has_modality (entry, self->modality)) && ovr_case_words_match (words, entry))
        g_array_append_val (hits, i);
    }
  sort (self, index, hits);
  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&hits);
}
