/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-index-private.h"

#include <string.h>

#define CHUNK_BYTES ((gsize) 64 * 1024)

/* Rows between two looks at the cancellable. */
#define ROWS_A_LOOK 1000

/* One line a case and study, newest study of a case first; a case without
 * studies has one line of its own. */
static const char query[] =
    "SELECT c.id, c.title, c.status, c.due, c.removed_at IS NOT NULL, p.name, p.patient_id, p.birth_date,"
    "       s.description, s.modalities, s.date, s.health, s.accession, s.institution, v.version"
    "  FROM cases c"
    "  LEFT JOIN case_study cs ON cs.case_id = c.id"
    "  LEFT JOIN case_patient cp ON cp.case_id = c.id"
    "  LEFT JOIN study s ON s.uid = cs.study_uid AND s.patient_key = cp.patient_key"
    "  LEFT JOIN patient p ON p.key = cp.patient_key"
    "  LEFT JOIN case_version v ON v.case_id = c.id"
    "  ORDER BY c.number DESC, s.date IS NULL, s.date DESC, s.uid";

enum
{
  COL_ID,
  COL_TITLE,
  COL_STATUS,
  COL_DUE,
  COL_REMOVED,
  COL_NAME,
  COL_PATIENT_ID,
  COL_BIRTH,
  COL_STUDY,
  COL_MODALITIES,
  COL_DATE,
  COL_HEALTH,
  COL_ACCESSION,
  COL_INSTITUTION,
  COL_VERSION,
};

/**
 * Builder:
 * @entry: the case that is being read
 * @modalities: (element-type utf8): its modalities, interned
 * @health: (element-type utf8): its codes, interned
 * @dates: of its studies
 * @text: what its search text will be
 * @all: every modality met so far
 */
typedef struct
{
  OvrCaseIndex *index; /* Borrowed */
  OvrCaseEntry entry;

  /* Owned */
  GPtrArray *modalities;
  GPtrArray *health;
  GArray *dates;
  GString *text;
  GHashTable *all;
} Builder;

static void
builder_clear (Builder *self)
{
  g_ptr_array_unref (self->modalities);
  g_ptr_array_unref (self->health);
  g_array_unref (self->dates);
  g_string_free (self->text, TRUE);
  g_hash_table_unref (self->all);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

static const char *
text (sqlite3_stmt *statement,
      int column)
{
  const char *value = (const char *) sqlite3_column_text (statement, column);

  return value != NULL ? value : "";
}

static OvrDate
date (sqlite3_stmt *statement,
      int column)
{
  const char *value = (const char *) sqlite3_column_text (statement, column);
  OvrDate known = { 0 };

  if (value != NULL)
    ovr_date_parse (value, &known);
  return known;
}

/* One copy of what many cases have in common. */
static const char *
intern (Builder *self,
        const char *value)
{
  return *value != '\0' ? g_string_chunk_insert_const (self->index->strings, value) : "";
}

static const char *
keep (Builder *self,
      const char *value)
{
  return *value != '\0' ? g_string_chunk_insert (self->index->strings, value) : "";
}

static void
begin_case (Builder *self,
            sqlite3_stmt *row)
{
  OvrCaseEntry *entry = &self->entry;

  *entry = (OvrCaseEntry){ 0 };
  entry->id = keep (self, text (row, COL_ID));
  entry->patient = keep (self, text (row, COL_NAME));
  entry->patient_id = keep (self, text (row, COL_PATIENT_ID));
  entry->birth = date (row, COL_BIRTH);
  entry->study = intern (self, text (row, COL_STUDY));
  entry->reason = intern (self, text (row, COL_TITLE));
  entry->due = date (row, COL_DUE);
  entry->version = sqlite3_column_int (row, COL_VERSION);
  entry->removed = sqlite3_column_int (row, COL_REMOVED) != 0;
  if (!ovr_case_status_parse (text (row, COL_STATUS), &entry->status))
    entry->status = OVR_CASE_NEW;

  g_ptr_array_set_size (self->modalities, 0);
  g_ptr_array_set_size (self->health, 0);
  g_array_set_size (self->dates, 0);
  g_string_truncate (self->text, 0);
  ovr_case_fold (entry->patient, TRUE, self->text);
  ovr_case_fold (entry->patient_id, TRUE, self->text);
  ovr_case_fold (entry->reason, TRUE, self->text);
  ovr_case_fold (entry->id, FALSE, self->text);
}

/* Adds the words of @list that aren't there yet. */
static void
add_words (Builder *self,
           GPtrArray *words,
           const char *list)
{
  while (*list != '\0')
    {
      gsize n = strcspn (list, ", ");

      if (n > 0)
        {
          g_autofree char *word = g_strndup (list, n);
          const char *one = intern (self, word);

          if (!g_ptr_array_find (words, one, NULL))
            g_ptr_array_add (words, (gpointer) one);
        }
      list += n + strspn (list + n, ", ");
    }
}

static void
add_study (Builder *self,
           sqlite3_stmt *row)
{
  OvrDate day = date (row, COL_DATE);

  if (sqlite3_column_type (row, COL_STUDY) == SQLITE_NULL)
    return;
  self->entry.n_studies++;
  add_words (self, self->modalities, text (row, COL_MODALITIES));
  add_words (self, self->health, text (row, COL_HEALTH));
  if (ovr_date_is_known (day))
    {
      g_array_append_val (self->dates, day);
      ovr_case_fold (text (row, COL_DATE), FALSE, self->text);
    }
  ovr_case_fold (text (row, COL_STUDY), TRUE, self->text);
  ovr_case_fold (text (row, COL_ACCESSION), FALSE, self->text);
  ovr_case_fold (text (row, COL_INSTITUTION), TRUE, self->text);
}

static const char *
join (Builder *self,
      GPtrArray *words)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) words->pdata[i]);
  return intern (self, list->str);
}

static guint
mix (guint stamp,
     guint more)
{
  return stamp * 31 + more;
}

static guint
mix_date (guint stamp,
          OvrDate day)
{
  return mix (stamp, (guint) day.year * 400 + (guint) day.month * 32 + day.day);
}

static guint
make_stamp (const OvrCaseEntry *entry)
{
  const char *const strings[] = { entry->id, entry->patient, entry->study, entry->modalities, entry->reason, entry->health };
  guint stamp = entry->status;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    stamp = mix (stamp, g_str_hash (strings[i]));
  stamp = mix (mix (stamp, (guint) entry->version), entry->n_studies);
  stamp = mix_date (mix_date (stamp, entry->birth), entry->due);
  return mix (entry->n_dates > 0 ? mix_date (stamp, entry->dates[0]) : stamp, (guint) entry->removed);
}

static void
end_case (Builder *self)
{
  OvrCaseEntry *entry = &self->entry;

  if (entry->id == NULL)
    return;
  if (self->dates->len > 0)
    {
      OvrDate *dates = g_memdup2 (self->dates->data, sizeof (OvrDate) * self->dates->len);

      g_ptr_array_add (self->index->dates, dates);
      entry->dates = dates;
      entry->n_dates = self->dates->len;
    }
  entry->modalities = join (self, self->modalities);
  entry->health = join (self, self->health);
  entry->n_health = self->health->len;
  ovr_case_fold (entry->modalities, FALSE, self->text);
  entry->text = keep (self, self->text->str);
  entry->stamp = make_stamp (entry);
  for (guint i = 0; i < self->modalities->len; i++)
    g_hash_table_add (self->all, self->modalities->pdata[i]);
  self->index->n_present += !entry->removed;
  g_array_append_val (self->index->entries, *entry);
}

static gboolean
read_rows (Builder *self,
           sqlite3_stmt *statement,
           GCancellable *cancellable,
           GError **error)
{
  guint n = 0;
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (++n % ROWS_A_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_strcmp0 (self->entry.id, text (statement, COL_ID)) != 0)
        {
          end_case (self);
          begin_case (self, statement);
        }
      add_study (self, statement);
    }
  end_case (self);
  if (code == SQLITE_DONE)
    return TRUE;
  g_set_error_literal (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "the list of cases can't be read");
  return FALSE;
}

static OvrCaseIndex *
new_index (void)
{
  OvrCaseIndex *self = g_new0 (OvrCaseIndex, 1);

  g_atomic_ref_count_init (&self->references);
  self->entries = g_array_new (FALSE, FALSE, sizeof (OvrCaseEntry));
  self->strings = g_string_chunk_new (CHUNK_BYTES);
  self->dates = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  return self;
}

OvrCaseIndex *
ovr_case_index_load (sqlite3 *connection,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (OvrCaseIndex) self = new_index ();
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (connection, query, error);
  g_autoptr (GList) names = NULL;
  g_autoptr (GStrvBuilder) modalities = g_strv_builder_new ();
  g_auto (Builder) builder = {
    .index = self,
    .modalities = g_ptr_array_new (),
    .health = g_ptr_array_new (),
    .dates = g_array_new (FALSE, FALSE, sizeof (OvrDate)),
    .text = g_string_new (NULL),
    .all = g_hash_table_new (g_direct_hash, g_direct_equal),
  };

  if (statement == NULL || !read_rows (&builder, statement, cancellable, error))
    return NULL;
  names = g_list_sort (g_hash_table_get_keys (builder.all), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    g_strv_builder_add (modalities, name->data);
  self->modalities = g_strv_builder_end (modalities);
  return g_steal_pointer (&self);
}

OvrCaseIndex *
ovr_case_index_ref (OvrCaseIndex *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ovr_case_index_unref (OvrCaseIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < OVR_CASE_N_COLUMNS; i++)
    g_free (self->ranks[i]);
  g_mutex_clear (&self->mutex);
  g_array_unref (self->entries);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->dates);
  g_strfreev (self->modalities);
  g_free (self);
}

guint
ovr_case_index_get_n (const OvrCaseIndex *self)
{
  return self->entries->len;
}

guint
ovr_case_index_get_n_present (const OvrCaseIndex *self)
{
  return self->n_present;
}

const OvrCaseEntry *
ovr_case_index_get (const OvrCaseIndex *self,
                    guint position)
{
  g_return_val_if_fail (position < self->entries->len, NULL);

  return &g_array_index (self->entries, OvrCaseEntry, position);
}

const char *const *
ovr_case_index_get_modalities (const OvrCaseIndex *self)
{
  return (const char *const *) self->modalities;
}
