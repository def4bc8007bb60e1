/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-sql-private.h"

#include "ovr-case-removal.h"
#include "ovr-clock.h"

#include <string.h>

/* A statement with its text parameters bound; NULL ends the list, the empty
 * string is bound as NULL. */
static sqlite3_stmt *
prepare_with (sqlite3 *connection,
              GError **error,
              const char *sql,
              ...)
{
  sqlite3_stmt *statement = ovr_database_prepare (connection, sql, error);
  const char *text;
  va_list args;
  int index = 0;

  if (statement == NULL)
    return NULL;
  va_start (args, sql);
  while ((text = va_arg (args, const char *)) != NULL)
    if (*text == '\0')
      sqlite3_bind_null (statement, ++index);
    else
      sqlite3_bind_text (statement, ++index, text, -1, SQLITE_TRANSIENT);
  va_end (args);
  return statement;
}

static const char *
column_text (sqlite3_stmt *statement,
             int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

/* TRUE with a row, FALSE at the end or with @error. */
static gboolean
next_row (sqlite3 *connection,
          sqlite3_stmt *statement,
          GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    g_set_error (error, OVR_DATABASE_ERROR,
                 code == SQLITE_BUSY ? OVR_DATABASE_ERROR_BUSY : OVR_DATABASE_ERROR_FAILED,
                 "Reading the library: %s", sqlite3_errmsg (connection));
  return code == SQLITE_ROW;
}

gboolean
ovr_case_sql_set (sqlite3 *writer,
                  const char *case_id,
                  const char *column,
                  const char *value,
                  GError **error)
{
  g_autofree char *now = ovr_clock_now_iso ();
  g_autofree char *sql = g_strdup_printf ("UPDATE cases SET %s = ?1%s WHERE id = ?2", column,
                                          strcmp (column, "view") == 0 ? "" : ", changed_at = ?3");
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_with (writer, error, sql, value != NULL ? value : "", case_id,
                            strcmp (column, "view") == 0 ? NULL : now, NULL);
  return statement != NULL && ovr_database_run (writer, statement, error);
}

/* Text of the first column of the first row. (transfer full) (nullable) */
static char *
query_text (sqlite3 *connection,
            sqlite3_stmt *statement,
            GError **error)
{
  if (statement == NULL || !next_row (connection, statement, error))
    return NULL;
  return g_strdup (column_text (statement, 0));
}

/* The newest case of that patient which has all these studies already. */
static char *
find_complete_case (sqlite3 *writer,
                    const OvrCaseIntake *intake,
                    GError **error)
{
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) sql = g_string_new ("SELECT c.id FROM cases c JOIN case_patient p ON p.case_id = c.id "
                                          "WHERE p.patient_key = ?1 AND (SELECT COUNT (*) FROM case_study s "
                                          "WHERE s.case_id = c.id AND s.study_uid IN (NULL");
  g_autoptr (sqlite3_stmt) statement = NULL;
  GHashTableIter iter;
  gpointer uid;
  int index = 1;

  for (guint i = 0; i < intake->study_uids->len; i++)
    if (g_hash_table_add (uids, intake->study_uids->pdata[i]))
      g_string_append (sql, ", ?");
  g_string_append_printf (sql, ")) = %u ORDER BY c.number DESC LIMIT 1", g_hash_table_size (uids));
  statement = prepare_with (writer, error, sql->str, intake->patient_key, NULL);
  g_hash_table_iter_init (&iter, uids);
  while (statement != NULL && g_hash_table_iter_next (&iter, &uid, NULL))
    sqlite3_bind_text (statement, ++index, uid, -1, SQLITE_TRANSIENT);
  return query_text (writer, statement, error);
}

static char *
find_open_case (sqlite3 *writer,
                const OvrCaseIntake *intake,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_with (
      writer, error,
      "SELECT c.id FROM cases c JOIN case_patient p ON p.case_id = c.id WHERE p.patient_key = ?1 "
      "AND c.removed_at IS NULL AND c.status IN ('new', 'reading', 'waiting', 'ready') ORDER BY c.number DESC LIMIT 1",
      intake->patient_key, NULL);

  return query_text (writer, statement, error);
}

/* Numbers go up for ever: sqlite_sequence remembers the last one. */
static char *
make_case (sqlite3 *writer,
           const OvrCaseIntake *intake,
           GError **error)
{
  g_autofree char *now = ovr_clock_now_iso ();
  g_autofree char *id = NULL;
  g_autoptr (sqlite3_stmt) get_id = prepare_with (
      writer, error, "SELECT 'C' || (IFNULL ((SELECT seq FROM sqlite_sequence WHERE name = 'cases'), 0) + 1)", NULL);
  g_autoptr (sqlite3_stmt) insert = NULL;
  g_autoptr (sqlite3_stmt) insert_patient = NULL;

  id = query_text (writer, get_id, error);
  if (id == NULL)
    return NULL;
  insert = prepare_with (writer, error, "INSERT INTO cases (id, title, created_at, changed_at) VALUES (?, ?, ?, ?)",
                         id, intake->title != NULL ? intake->title : "", now, now, NULL);
  if (insert == NULL || !ovr_database_run (writer, insert, error))
    return NULL;
  insert_patient = prepare_with (writer, error, "INSERT INTO case_patient (case_id, patient_key) VALUES (?, ?)",
                                 id, intake->patient_key, NULL);
  if (insert_patient == NULL || !ovr_database_run (writer, insert_patient, error))
    return NULL;
  return g_steal_pointer (&id);
}

static gboolean
add_studies (sqlite3 *writer,
             const char *case_id,
             const OvrCaseIntake *intake,
             GError **error)
{
  g_autofree char *now = ovr_clock_now_iso ();
  g_autoptr (sqlite3_stmt) touch = NULL;

  for (guint i = 0; i < intake->study_uids->len; i++)
    {
      g_autoptr (sqlite3_stmt) insert = prepare_with (
          writer, error, "INSERT INTO case_study (case_id, study_uid) VALUES (?, ?) ON CONFLICT DO NOTHING",
          case_id, intake->study_uids->pdata[i], NULL);

      if (insert == NULL || !ovr_database_run (writer, insert, error))
        return FALSE;
    }
  /* What was ready is not ready any more: there is something new to read. */
  touch = prepare_with (writer, error,
                        "UPDATE cases SET changed_at = ?2, status = CASE status WHEN 'ready' THEN 'reading' "
                        "WHEN 'waiting' THEN 'reading' ELSE status END WHERE id = ?1",
                        case_id, now, NULL);
  return touch != NULL && ovr_database_run (writer, touch, error);
}

/* A person who is the case's own already stays that. */
static gboolean
add_mergers (sqlite3 *writer,
             const char *case_id,
             const OvrCaseIntake *intake,
             GError **error)
{
  g_autofree char *now = ovr_clock_now_iso ();

  for (guint i = 0; i < intake->mergers->len; i++)
    {
      const OvrCaseMerger *merger = g_ptr_array_index (intake->mergers, i);
      g_autoptr (sqlite3_stmt) insert = prepare_with (
          writer, error,
          "INSERT INTO case_patient (case_id, patient_key, reason, merged_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
          case_id, merger->patient_key, merger->reason, now, NULL);

      if (insert == NULL || !ovr_database_run (writer, insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_link (sqlite3 *writer,
             const char *sql,
             const char *case_id,
             const char *value,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_with (writer, error, sql, case_id, value, NULL);

  return statement != NULL && ovr_database_run (writer, statement, error);
}

gboolean
ovr_case_sql_withdraw (sqlite3 *writer,
                       const char *case_id,
                       GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM case_study WHERE case_id = ?1 AND NOT EXISTS (SELECT 1 FROM report_version WHERE case_id = ?1)",
    "DELETE FROM case_patient WHERE case_id = ?1 AND NOT EXISTS (SELECT 1 FROM report_version WHERE case_id = ?1)",
    "DELETE FROM cases WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM report_version WHERE case_id = ?1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (sqlite3_stmt) statement = prepare_with (writer, error, statements[i], case_id, NULL);

      if (statement == NULL || !ovr_database_run (writer, statement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ovr_case_sql_part (sqlite3 *writer,
                   const char *case_id,
                   const char *patient_key,
                   GPtrArray *study_uids,
                   GError **error)
{
  if (!remove_link (writer, "DELETE FROM case_patient WHERE case_id = ? AND patient_key = ? AND reason IS NOT NULL",
                    case_id, patient_key, error))
    return FALSE;
  if (sqlite3_changes (writer) == 0)
    {
      g_set_error_literal (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED, "That person wasn't merged into this case");
      return FALSE;
    }
  for (guint i = 0; i < study_uids->len; i++)
    if (!remove_link (writer, "DELETE FROM case_study WHERE case_id = ? AND study_uid = ?", case_id,
                      g_ptr_array_index (study_uids, i), error))
      return FALSE;
  return TRUE;
}

char *
ovr_case_sql_adopt (sqlite3 *writer,
                    const OvrCaseIntake *intake,
                    GError **error)
{
  g_autofree char *id = NULL;
  GError *local = NULL;

  id = find_complete_case (writer, intake, &local);
  if (id != NULL && !ovr_case_bring_back (writer, id, error))
    return NULL;
  if (id != NULL)
    return add_mergers (writer, id, intake, error) ? g_steal_pointer (&id) : NULL;
  if (local == NULL)
    id = find_open_case (writer, intake, &local);
  if (id == NULL && local == NULL)
    id = make_case (writer, intake, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return add_studies (writer, id, intake, error) && add_mergers (writer, id, intake, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
read_column (sqlite3 *reader,
             const char *sql,
             const char *case_id,
             GPtrArray *out,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_with (reader, error, sql, case_id, NULL);
  GError *local = NULL;

  if (statement == NULL)
    return FALSE;
  while (next_row (reader, statement, &local))
    g_ptr_array_add (out, g_strdup (column_text (statement, 0)));
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
read_mergers (sqlite3 *reader,
              OvrCase *found,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_with (
      reader, error, "SELECT patient_key, reason, merged_at FROM case_patient WHERE case_id = ? AND reason IS NOT NULL ORDER BY 1",
      found->id, NULL);
  GError *local = NULL;

  if (statement == NULL)
    return FALSE;
  while (next_row (reader, statement, &local))
    ovr_case_mergers_add (found->mergers, column_text (statement, 0), column_text (statement, 1), column_text (statement, 2));
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static OvrCase *
read_case (sqlite3 *reader,
           sqlite3_stmt *row,
           GError **error)
{
  g_autoptr (OvrCase) found = g_new0 (OvrCase, 1);
  const char *due = column_text (row, 3);

  found->id = g_strdup (column_text (row, 0));
  found->title = g_strdup (column_text (row, 1));
  ovr_case_status_parse (column_text (row, 2), &found->status);
  if (due != NULL)
    ovr_date_parse (due, &found->due);
  found->created_at = g_strdup (column_text (row, 4));
  found->changed_at = g_strdup (column_text (row, 5));
  found->report_version = sqlite3_column_int (row, 6);
  found->patient_keys = g_ptr_array_new_with_free_func (g_free);
  found->study_uids = g_ptr_array_new_with_free_func (g_free);
  found->mergers = ovr_case_mergers_new ();
  if (!read_column (reader, "SELECT patient_key FROM case_patient WHERE case_id = ? ORDER BY 1", found->id, found->patient_keys, error) ||
      !read_column (reader, "SELECT study_uid FROM case_study WHERE case_id = ? ORDER BY 1", found->id, found->study_uids, error) ||
      !read_mergers (reader, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

static void
destroy_case (gpointer data)
{
  ovr_case_free (data);
}

GPtrArray *
ovr_case_sql_list (sqlite3 *reader,
                   const char *case_id,
                   GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (destroy_case);
  g_autoptr (sqlite3_stmt) statement = prepare_with (
      reader, error,
      "SELECT id, title, status, due, created_at, changed_at,"
      " IFNULL ((SELECT version FROM case_version WHERE case_id = cases.id), 0)"
      " FROM cases WHERE (?1 IS NULL AND removed_at IS NULL) OR id = ?1 ORDER BY number DESC",
      case_id != NULL ? case_id : "", NULL);
  GError *local = NULL;

  if (statement == NULL)
    return NULL;
  while (next_row (reader, statement, &local))
    {
      OvrCase *found = read_case (reader, statement, &local);

      if (found == NULL)
        break;
      g_ptr_array_add (cases, found);
    }
  if (local == NULL)
    return g_steal_pointer (&cases);
  g_propagate_error (error, local);
  return NULL;
}

char *
ovr_case_sql_dup_view (sqlite3 *reader,
                       const char *case_id)
{
  g_autoptr (sqlite3_stmt) statement = prepare_with (reader, NULL, "SELECT view FROM cases WHERE id = ?", case_id, NULL);

  return query_text (reader, statement, NULL);
}

static void
destroy_state (gpointer data)
{
  ovr_report_state_free (data);
}

GPtrArray *
ovr_case_sql_list_states (sqlite3 *reader,
                          const char *case_id,
                          GError **error)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (destroy_state);
  g_autoptr (sqlite3_stmt) statement = prepare_with (
      reader, error,
      "SELECT s.id, v.version, s.saved_at, s.is_signed FROM report_state s JOIN report_version v ON v.id = s.report "
      "WHERE v.case_id = ? ORDER BY s.id",
      case_id, NULL);
  GError *local = NULL;

  if (statement == NULL)
    return NULL;
  while (next_row (reader, statement, &local))
    {
      OvrReportState *state = g_new0 (OvrReportState, 1);

      state->id = sqlite3_column_int64 (statement, 0);
      state->version = sqlite3_column_int (statement, 1);
      state->saved_at = g_strdup (column_text (statement, 2));
      state->is_signed = sqlite3_column_int (statement, 3) != 0;
      g_ptr_array_add (states, state);
    }
  if (local == NULL)
    return g_steal_pointer (&states);
  g_propagate_error (error, local);
  return NULL;
}
