/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-row.h"

#include "ovr-interface-language.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (OvrCaseRow, ovr_case_row, G_TYPE_OBJECT)

/* One line a case and study, newest study of a case first; a case without
 * studies has one line of its own. */
static const char query[] =
    "SELECT c.id, c.title, c.status, c.due, p.name, p.patient_id, p.birth_date,"
    "       s.description, s.modalities, s.date, s.health, v.version"
    "  FROM cases c"
    "  LEFT JOIN case_study cs ON cs.case_id = c.id"
    "  LEFT JOIN case_patient cp ON cp.case_id = c.id"
    "  LEFT JOIN study s ON s.uid = cs.study_uid AND s.patient_key = cp.patient_key"
    "  LEFT JOIN patient p ON p.key = cp.patient_key"
    "  LEFT JOIN case_version v ON v.case_id = c.id"
    "  ORDER BY c.created_at DESC, c.id, s.date IS NULL, s.date DESC";

enum
{
  COL_ID,
  COL_TITLE,
  COL_STATUS,
  COL_DUE,
  COL_NAME,
  COL_PATIENT_ID,
  COL_BIRTH,
  COL_STUDY,
  COL_MODALITIES,
  COL_DATE,
  COL_HEALTH,
  COL_VERSION,
};

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
  OvrDate value = { 0 };

  ovr_date_parse (text (statement, column), &value);
  return value;
}

/* Adds the words of @more that @list hasn't got yet. */
static guint
merge_words (char **list,
             const char *more,
             const char *separators)
{
  g_auto (GStrv) words = g_strsplit_set (more, separators, -1);
  g_auto (GStrv) have = g_strsplit (*list, ", ", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; have[i] != NULL; i++)
    if (*have[i] != '\0')
      g_ptr_array_add (all, have[i]);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !g_ptr_array_find_with_equal_func (all, words[i], g_str_equal, NULL))
      g_ptr_array_add (all, words[i]);
  g_ptr_array_add (all, NULL);
  g_free (*list);
  *list = g_strjoinv (", ", (char **) all->pdata);
  return all->len - 1;
}

static OvrCaseRow *
row_from (sqlite3_stmt *statement)
{
  OvrCaseRow *self = g_object_new (OVR_TYPE_CASE_ROW, NULL);
  OvrAge age = { 0 };

  self->id = g_strdup (text (statement, COL_ID));
  self->patient = g_strdup (text (statement, COL_NAME));
  self->patient_id = g_strdup (text (statement, COL_PATIENT_ID));
  self->study = g_strdup (text (statement, COL_STUDY));
  self->reason = g_strdup (text (statement, COL_TITLE));
  self->modalities = g_strdup ("");
  self->health = g_strdup ("");
  self->date = date (statement, COL_DATE);
  self->due = date (statement, COL_DUE);
  self->version = sqlite3_column_int (statement, COL_VERSION);
  if (!ovr_case_status_parse (text (statement, COL_STATUS), &self->status))
    self->status = OVR_CASE_NEW;
  age = ovr_age_at (date (statement, COL_BIRTH), self->date);
  self->age = age.unit != OVR_AGE_UNKNOWN ? ovr_age_to_words (age, ovr_interface_language ()) : g_strdup ("");
  return self;
}

GListStore *
ovr_case_rows_load (OvrDatabase *database,
                    GError **error)
{
  g_autoptr (GListStore) rows = g_list_store_new (OVR_TYPE_CASE_ROW);
  g_autoptr (OvrCaseRow) row = NULL;
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (ovr_database_get_reader (database), query, error);
  int result;

  if (statement == NULL)
    return NULL;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (row == NULL || g_strcmp0 (row->id, text (statement, COL_ID)) != 0)
        {
          g_clear_object (&row);
          row = row_from (statement);
          g_list_store_append (rows, row);
        }
      if (sqlite3_column_type (statement, COL_STUDY) != SQLITE_NULL)
        row->n_studies++;
      merge_words (&row->modalities, text (statement, COL_MODALITIES), ", ");
      row->n_health = merge_words (&row->health, text (statement, COL_HEALTH), " ");
    }
  if (result != SQLITE_DONE)
    {
      g_set_error_literal (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "the list of cases can't be read");
      return NULL;
    }
  return g_steal_pointer (&rows);
}

static void
ovr_case_row_finalize (GObject *object)
{
  OvrCaseRow *self = OVR_CASE_ROW (object);

  g_free (self->id);
  g_free (self->patient);
  g_free (self->patient_id);
  g_free (self->age);
  g_free (self->study);
  g_free (self->modalities);
  g_free (self->reason);
  g_free (self->health);
  G_OBJECT_CLASS (ovr_case_row_parent_class)->finalize (object);
}

static void
ovr_case_row_class_init (OvrCaseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_case_row_finalize;
}

static void
ovr_case_row_init (OvrCaseRow *self)
{
}
