/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-index-private.h"

#include <string.h>

/* Orders of the columns. A column becomes numbers once; from then on sorting
 * compares these. */

/* Of one case: its place in the index and what the column says. */
typedef struct
{
  guint position;
  gint64 number;
  const char *key; /* (nullable): where text decides */
} Item;

static gint64
day_number (OvrDate day)
{
  return (gint64) day.year * 400 + (gint64) day.month * 32 + day.day;
}

/* Days; as completed units of different size can't be compared. */
static gint64
age_days (const OvrCaseEntry *entry)
{
  if (entry->n_dates == 0 || !ovr_date_is_known (entry->birth) || ovr_age_at (entry->birth, entry->dates[0]).unit == OVR_AGE_UNKNOWN)
    return -1;
  return ovr_date_days_between (entry->birth, entry->dates[0]);
}

/* Negative where the column is empty. */
static gint64
number_of (const OvrCaseEntry *entry,
           OvrCaseColumn column)
{
  switch (column)
    {
    case OVR_CASE_COLUMN_AGE:
      return age_days (entry);
    case OVR_CASE_COLUMN_DATE:
      return entry->n_dates > 0 ? day_number (entry->dates[0]) : -1;
    case OVR_CASE_COLUMN_STATUS:
      return (gint64) entry->status;
    case OVR_CASE_COLUMN_DUE:
      return ovr_date_is_known (entry->due) ? day_number (entry->due) : -1;
    case OVR_CASE_COLUMN_HEALTH:
      return entry->n_health;
    case OVR_CASE_COLUMN_PATIENT:
    case OVR_CASE_COLUMN_STUDY:
    case OVR_CASE_COLUMN_MODALITY:
    case OVR_CASE_COLUMN_REASON:
    case OVR_CASE_N_COLUMNS:
    default:
      return -1;
    }
}

/* NULL for columns of numbers. */
static const char *
text_of (const OvrCaseEntry *entry,
         OvrCaseColumn column)
{
  switch (column)
    {
    case OVR_CASE_COLUMN_PATIENT:
      return entry->patient;
    case OVR_CASE_COLUMN_STUDY:
      return entry->study;
    case OVR_CASE_COLUMN_MODALITY:
      return entry->modalities;
    case OVR_CASE_COLUMN_REASON:
      return entry->reason;
    case OVR_CASE_COLUMN_AGE:
    case OVR_CASE_COLUMN_DATE:
    case OVR_CASE_COLUMN_STATUS:
    case OVR_CASE_COLUMN_DUE:
    case OVR_CASE_COLUMN_HEALTH:
    case OVR_CASE_N_COLUMNS:
    default:
      return NULL;
    }
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *item_a = a, *item_b = b;

  if (item_a->key != NULL && item_b->key != NULL)
    return strcmp (item_a->key, item_b->key);
  return (item_a->number > item_b->number) - (item_a->number < item_b->number);
}

/* The reader's language's order; one key for all cases with that text. */
static const char *
collate (GHashTable *keys,
         const char *text)
{
  char *key = g_hash_table_lookup (keys, text);

  if (key == NULL)
    {
      key = g_utf8_collate_key (text, -1);
      g_hash_table_insert (keys, (gpointer) text, key);
    }
  return key;
}

static guint32 *
make_ranks (const OvrCaseIndex *self,
            OvrCaseColumn column)
{
  guint n = self->entries->len;
  guint32 *ranks = g_new (guint32, MAX (n, 1));
  g_autofree Item *items = g_new (Item, MAX (n, 1));
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  guint32 rank = 0;

  for (guint i = 0; i < n; i++)
    {
      const OvrCaseEntry *entry = &g_array_index (self->entries, OvrCaseEntry, i);
      const char *text = text_of (entry, column);

      items[i] = (Item){ i, number_of (entry, column), NULL };
      if (text != NULL && *text != '\0')
        items[i] = (Item){ i, 0, collate (keys, text) };
    }
  qsort (items, n, sizeof *items, compare_items);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && compare_items (&items[i - 1], &items[i]) != 0)
        rank++;
      ranks[items[i].position] = items[i].number < 0 ? OVR_CASE_RANK_ABSENT : rank;
    }
  return ranks;
}

const guint32 *
ovr_case_index_get_ranks (OvrCaseIndex *self,
                          OvrCaseColumn column)
{
  const guint32 *ranks;

  g_return_val_if_fail (column < OVR_CASE_N_COLUMNS, NULL);

  g_mutex_lock (&self->mutex);
  if (self->ranks[column] == NULL)
    self->ranks[column] = make_ranks (self, column);
  ranks = self->ranks[column];
  g_mutex_unlock (&self->mutex);
  return ranks;
}
