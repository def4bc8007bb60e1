/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-import-private.h"

#include "ovr-clock.h"
#include "ovr-person.h"

/**
 * OvrIndexer:
 * @studies: "patient key, study UID" → row
 * @series: "patient key, study UID, series UID" → row
 */
struct _OvrIndexer
{
  GHashTable *studies;
  GHashTable *series;
};

/**
 * Statements:
 *
 * Prepared for one transaction.
 */
typedef struct
{
  sqlite3_stmt *find;
  sqlite3_stmt *insert;
  sqlite3_stmt *move;
  sqlite3_stmt *recheck;
  sqlite3_stmt *count_series;
  sqlite3_stmt *count_study;
  sqlite3_stmt *name_modalities;
} Statements;

/**
 * Row:
 * @id: of the study or series
 * @study: (nullable): of a series
 * @n_instances: added in this transaction
 * @n_frames: added in this transaction
 * @n_series: added in this transaction
 */
typedef struct Row Row;
struct Row
{
  gint64 id;
  Row *study;
  guint n_instances;
  guint n_frames;
  guint n_series;
};

OvrIndexer *
ovr_indexer_new (void)
{
  OvrIndexer *self = g_new0 (OvrIndexer, 1);

  self->studies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
ovr_indexer_free (OvrIndexer *self)
{
  g_hash_table_unref (self->studies);
  g_hash_table_unref (self->series);
  g_free (self);
}

static gboolean
prepare (sqlite3 *writer,
         Statements *statements,
         GError **error)
{
  const struct
  {
    sqlite3_stmt **statement;
    const char *sql;
  } all[] = {
    { &statements->find, "SELECT id, path, size, form, facts FROM instance WHERE sop_uid = ? AND patient_key = ?" },
    { &statements->insert, "INSERT INTO instance (series_id, patient_key, sop_uid, path, size, form, facts, to_copy) VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
    { &statements->move, "UPDATE instance SET path = ?, size = ?, form = ?, facts = ? WHERE id = ?" },
    { &statements->recheck, "UPDATE study SET health = NULL WHERE id = (SELECT study_id FROM series JOIN instance ON instance.series_id = series.id WHERE instance.id = ?)" },
    { &statements->count_series, "UPDATE series SET n_instances = n_instances + ?, n_frames = n_frames + ? WHERE id = ?" },
    { &statements->count_study, "UPDATE study SET n_instances = n_instances + ?, n_series = n_series + ?, health = NULL WHERE id = ?" },
    { &statements->name_modalities, "UPDATE study SET modalities = (SELECT COALESCE (group_concat (modality, ', '), '') FROM (SELECT DISTINCT modality FROM series WHERE study_id = ?1 AND modality <> '' ORDER BY modality)) WHERE id = ?1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      *all[i].statement = ovr_database_prepare (writer, all[i].sql, error);
      if (*all[i].statement == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
statements_clear (Statements *statements)
{
  sqlite3_finalize (statements->find);
  sqlite3_finalize (statements->insert);
  sqlite3_finalize (statements->move);
  sqlite3_finalize (statements->recheck);
  sqlite3_finalize (statements->count_series);
  sqlite3_finalize (statements->count_study);
  sqlite3_finalize (statements->name_modalities);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Statements, statements_clear)

static gboolean
insert_patient (sqlite3 *writer,
                const OvrInstance *instance,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer,
      "INSERT INTO patient (key, name, name_verbatim, patient_id, issuer, birth_date, sex) "
      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
      error);
  g_autofree char *name = ovr_person_name_to_display (instance->patient_name);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, instance->patient_key, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 2, name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 3, instance->patient_name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 4, instance->patient_id, -1, SQLITE_TRANSIENT);
  ovr_library_bind_text (statement, 5, instance->patient_id_issuer);
  ovr_library_bind_date (statement, 6, instance->birth_date);
  sqlite3_bind_text (statement, 7, instance->sex, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, statement, error);
}

static gboolean
insert_study (sqlite3 *writer,
              const OvrInstance *instance,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer,
      "INSERT INTO study (patient_key, uid, date, time, description, accession, institution, imported_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid, patient_key) DO NOTHING",
      error);
  g_autofree char *now = ovr_clock_now_iso ();

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, instance->patient_key, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 2, instance->study_uid, -1, SQLITE_TRANSIENT);
  ovr_library_bind_date (statement, 3, instance->study_date);
  ovr_library_bind_text (statement, 4, instance->study_time);
  sqlite3_bind_text (statement, 5, instance->study_description, -1, SQLITE_TRANSIENT);
  ovr_library_bind_text (statement, 6, instance->accession);
  ovr_library_bind_text (statement, 7, instance->institution);
  sqlite3_bind_text (statement, 8, now, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, statement, error);
}

/* 0 with an error unless there is exactly that row. */
static gint64
find_id (sqlite3 *writer,
         sqlite3_stmt *statement,
         GError **error)
{
  gint64 id = 0;

  if (sqlite3_step (statement) == SQLITE_ROW)
    id = sqlite3_column_int64 (statement, 0);
  else
    g_set_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "The library's database: %s",
                 sqlite3_errmsg (writer));
  sqlite3_reset (statement);
  return id;
}

static gint64
find_study (sqlite3 *writer,
            const OvrInstance *instance,
            GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "SELECT id FROM study WHERE uid = ? AND patient_key = ?", error);

  if (statement == NULL)
    return 0;
  sqlite3_bind_text (statement, 1, instance->study_uid, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 2, instance->patient_key, -1, SQLITE_TRANSIENT);
  return find_id (writer, statement, error);
}

/* The study's row, made if need be; NULL on error. */
static Row *
get_study (OvrIndexer *self,
           sqlite3 *writer,
           const OvrInstance *instance,
           GError **error)
{
  g_autofree char *key = g_strjoin ("\n", instance->patient_key, instance->study_uid, NULL);
  Row *row = g_hash_table_lookup (self->studies, key);
  gint64 id;

  if (row != NULL)
    return row;
  if (!insert_patient (writer, instance, error) || !insert_study (writer, instance, error))
    return NULL;
  id = find_study (writer, instance, error);
  if (id == 0)
    return NULL;

  row = g_new0 (Row, 1);
  row->id = id;
  g_hash_table_insert (self->studies, g_steal_pointer (&key), row);
  return row;
}

static gboolean
insert_series (sqlite3 *writer,
               const OvrInstance *instance,
               Row *study,
               GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer,
      "INSERT INTO series (study_id, uid, modality, number, description) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (study_id, uid) DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, study->id);
  sqlite3_bind_text (statement, 2, instance->series_uid, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 3, instance->modality, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (statement, 4, instance->series_number);
  sqlite3_bind_text (statement, 5, instance->series_description, -1, SQLITE_TRANSIENT);
  if (!ovr_database_run (writer, statement, error))
    return FALSE;
  study->n_series += (guint) sqlite3_changes (writer);
  return TRUE;
}

static gint64
find_series (sqlite3 *writer,
             const OvrInstance *instance,
             const Row *study,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "SELECT id FROM series WHERE study_id = ? AND uid = ?", error);

  if (statement == NULL)
    return 0;
  sqlite3_bind_int64 (statement, 1, study->id);
  sqlite3_bind_text (statement, 2, instance->series_uid, -1, SQLITE_TRANSIENT);
  return find_id (writer, statement, error);
}

/* The series' row, made if need be; NULL on error. */
static Row *
get_series (OvrIndexer *self,
            sqlite3 *writer,
            const OvrInstance *instance,
            GError **error)
{
  g_autofree char *key = g_strjoin ("\n", instance->patient_key, instance->study_uid, instance->series_uid, NULL);
  Row *row = g_hash_table_lookup (self->series, key);
  Row *study;
  gint64 id;

  if (row != NULL)
    return row;
  study = get_study (self, writer, instance, error);
  if (study == NULL || !insert_series (writer, instance, study, error))
    return NULL;
  id = find_series (writer, instance, study, error);
  if (id == 0)
    return NULL;

  row = g_new0 (Row, 1);
  row->id = id;
  row->study = study;
  g_hash_table_insert (self->series, g_steal_pointer (&key), row);
  return row;
}

static void
row_clear (OvrIndexRow *row)
{
  g_free (row->path);
  g_clear_pointer (&row->facts, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvrIndexRow, row_clear)

/* FALSE where there is none of that UID and person. */
static gboolean
find_row (const Statements *statements,
          const OvrInstance *instance,
          OvrIndexRow *row)
{
  sqlite3_stmt *find = statements->find;
  gboolean found;

  sqlite3_bind_text (find, 1, instance->sop_uid, -1, SQLITE_STATIC);
  sqlite3_bind_text (find, 2, instance->patient_key, -1, SQLITE_STATIC);
  found = sqlite3_step (find) == SQLITE_ROW;
  if (found)
    {
      row->id = sqlite3_column_int64 (find, 0);
      row->path = g_strdup ((const char *) sqlite3_column_text (find, 1));
      row->size = sqlite3_column_int64 (find, 2);
      row->form = sqlite3_column_int (find, 3);
      row->facts = g_bytes_new (sqlite3_column_blob (find, 4), (gsize) sqlite3_column_bytes (find, 4));
    }
  sqlite3_reset (find);
  return found;
}

/* Puts @instance into the place of row @id; its study is checked again. */
static gboolean
replace_instance (sqlite3 *writer,
                  const Statements *statements,
                  const OvrInstance *instance,
                  GBytes *facts,
                  gint64 id,
                  GError **error)
{
  sqlite3_bind_text (statements->move, 1, instance->path, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statements->move, 2, instance->file_size);
  sqlite3_bind_int (statements->move, 3, OVR_INSTANCE_FORM);
  sqlite3_bind_blob64 (statements->move, 4, g_bytes_get_data (facts, NULL), g_bytes_get_size (facts), SQLITE_TRANSIENT);
  sqlite3_bind_int64 (statements->move, 5, id);
  sqlite3_bind_int64 (statements->recheck, 1, id);
  return ovr_database_run (writer, statements->move, error) && ovr_database_run (writer, statements->recheck, error);
}

/* A row of another study or series than the file says now can't stay there. */
static gboolean
has_moved_house (const OvrIndexRow *row,
                 const OvrInstance *instance)
{
  g_autoptr (OvrInstance) present = row->form == OVR_INSTANCE_FORM ? ovr_instance_from_bytes (row->facts, row->path, row->size) : NULL;

  return present != NULL && (!g_str_equal (present->study_uid, instance->study_uid) ||
                             !g_str_equal (present->series_uid, instance->series_uid));
}

/* Takes row @id away, so that its instance can be filed anew. */
static gboolean
remove_instance (sqlite3 *writer,
                 gint64 id,
                 GError **error)
{
  static const char *const steps[] = {
    "UPDATE study SET n_instances = n_instances - 1, health = NULL WHERE id = (SELECT study_id FROM series JOIN instance ON instance.series_id = series.id WHERE instance.id = ?)",
    "UPDATE series SET n_instances = n_instances - 1 WHERE id = (SELECT series_id FROM instance WHERE id = ?)",
    "DELETE FROM instance WHERE id = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, steps[i], error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, id);
      if (!ovr_database_run (writer, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
want_copy (sqlite3 *writer,
           gint64 id,
           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "UPDATE instance SET to_copy = 1 WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return ovr_database_run (writer, statement, error);
}

static gboolean
insert_instance (OvrIndexer *self,
                 sqlite3 *writer,
                 const Statements *statements,
                 OvrIndexItem *item,
                 GBytes *facts,
                 GError **error)
{
  const OvrInstance *instance = item->instance;
  Row *series = get_series (self, writer, instance, error);

  if (series == NULL)
    return FALSE;
  item->outcome = OVR_INDEX_NEW;
  item->is_used = TRUE;
  sqlite3_bind_int64 (statements->insert, 1, series->id);
  sqlite3_bind_text (statements->insert, 2, instance->patient_key, -1, SQLITE_STATIC);
  sqlite3_bind_text (statements->insert, 3, instance->sop_uid, -1, SQLITE_STATIC);
  sqlite3_bind_text (statements->insert, 4, instance->path, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statements->insert, 5, instance->file_size);
  sqlite3_bind_int (statements->insert, 6, OVR_INSTANCE_FORM);
  sqlite3_bind_blob64 (statements->insert, 7, g_bytes_get_data (facts, NULL), g_bytes_get_size (facts), SQLITE_STATIC);
  sqlite3_bind_int (statements->insert, 8, item->wants_copy && !item->is_stored);
  if (!ovr_database_run (writer, statements->insert, error))
    return FALSE;

  series->n_instances++;
  series->n_frames += ovr_instance_is_image (instance) ? instance->n_frames : 0;
  series->study->n_instances++;
  return TRUE;
}

/* What the library has under the UID stays, is replaced, or gets company. */
static gboolean
meet_row (OvrIndexer *self,
          sqlite3 *writer,
          const Statements *statements,
          OvrIndexItem *item,
          const OvrIndexRow *row,
          GBytes *facts,
          GError **error)
{
  const OvrIndexVerdict verdict = ovr_index_compare (row, item->instance, facts);

  if (verdict == OVR_INDEX_OTHER)
    return ovr_index_add_variant (writer, item, facts, row->id, error);
  if (verdict == OVR_INDEX_BETTER && has_moved_house (row, item->instance))
    {
      if (!remove_instance (writer, row->id, error) ||
          !insert_instance (self, writer, statements, item, facts, error))
        return FALSE;
      item->outcome = OVR_INDEX_DUPLICATE;
      return TRUE;
    }
  item->outcome = OVR_INDEX_DUPLICATE;
  item->is_used = verdict == OVR_INDEX_BETTER || g_str_equal (row->path, item->instance->path);
  if (verdict == OVR_INDEX_BETTER && !replace_instance (writer, statements, item->instance, facts, row->id, error))
    return FALSE;
  return !item->wants_copy || item->is_stored || want_copy (writer, row->id, error);
}

static gboolean
add_item (OvrIndexer *self,
          sqlite3 *writer,
          const Statements *statements,
          OvrIndexItem *item,
          GError **error)
{
  g_autoptr (GBytes) facts = ovr_instance_to_bytes (item->instance);
  g_auto (OvrIndexRow) row = { 0 };

  if (find_row (statements, item->instance, &row))
    return meet_row (self, writer, statements, item, &row, facts, error);
  return insert_instance (self, writer, statements, item, facts, error);
}

static gboolean
count_series (sqlite3 *writer,
              sqlite3_stmt *statement,
              Row *row,
              GError **error)
{
  if (row->n_instances == 0)
    return TRUE;
  sqlite3_bind_int64 (statement, 1, row->n_instances);
  sqlite3_bind_int64 (statement, 2, row->n_frames);
  sqlite3_bind_int64 (statement, 3, row->id);
  row->n_instances = row->n_frames = 0;
  return ovr_database_run (writer, statement, error);
}

static gboolean
count_study (sqlite3 *writer,
             const Statements *statements,
             Row *row,
             GError **error)
{
  const gboolean has_new_series = row->n_series > 0;

  if (row->n_instances == 0)
    return TRUE;
  sqlite3_bind_int64 (statements->count_study, 1, row->n_instances);
  sqlite3_bind_int64 (statements->count_study, 2, row->n_series);
  sqlite3_bind_int64 (statements->count_study, 3, row->id);
  row->n_instances = row->n_series = 0;
  if (!ovr_database_run (writer, statements->count_study, error))
    return FALSE;

  /* Lists show it while the import goes on. */
  sqlite3_bind_int64 (statements->name_modalities, 1, row->id);
  return !has_new_series || ovr_database_run (writer, statements->name_modalities, error);
}

/* Counts go into the same transaction as what they count. */
static gboolean
write_counts (OvrIndexer *self,
              sqlite3 *writer,
              const Statements *statements,
              GError **error)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->series);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!count_series (writer, statements->count_series, row, error))
      return FALSE;
  g_hash_table_iter_init (&iter, self->studies);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!count_study (writer, statements, row, error))
      return FALSE;
  return TRUE;
}

gboolean
ovr_indexer_add (OvrIndexer *self,
                 sqlite3 *writer,
                 GArray *items,
                 GError **error)
{
  g_auto (Statements) statements = { 0 };

  if (!prepare (writer, &statements, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (!add_item (self, writer, &statements, &g_array_index (items, OvrIndexItem, i), error))
      return FALSE;
  return write_counts (self, writer, &statements, error);
}

static gboolean
write_checked (sqlite3 *writer,
               gint64 id,
               OvrStudy *study,
               GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "UPDATE study SET date = COALESCE (?, date), modalities = ?, health = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  if (study != NULL)
    ovr_library_bind_date (statement, 1, ovr_study_facts_date (ovr_study_get_facts (study)));
  sqlite3_bind_text (statement, 2, study != NULL ? ovr_study_get_modalities (study) : "", -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 3, study != NULL ? ovr_study_get_health_codes (study) : "", -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (statement, 4, id);
  return ovr_database_run (writer, statement, error);
}

gboolean
ovr_indexer_check_next (sqlite3 *writer,
                        gboolean *more,
                        GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "SELECT id, uid, patient_key FROM study WHERE health IS NULL LIMIT 1", error);
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (GPtrArray) patients = NULL;
  OvrStudy *study = NULL;
  gint64 id;

  if (statement == NULL)
    return FALSE;
  *more = sqlite3_step (statement) == SQLITE_ROW;
  if (!*more)
    return TRUE;

  id = sqlite3_column_int64 (statement, 0);
  instances = ovr_library_read_instances (writer, (const char *) sqlite3_column_text (statement, 1), error);
  if (instances == NULL)
    return FALSE;
  patients = ovr_study_model_build (instances, OVR_STUDY_MODEL_NONE);
  for (guint i = 0; i < patients->len; i++)
    if (g_str_equal (ovr_subject_get_key (patients->pdata[i]), (const char *) sqlite3_column_text (statement, 2)))
      study = ovr_subject_get_study (patients->pdata[i], 0);
  sqlite3_reset (statement);
  return write_checked (writer, id, study, error);
}
