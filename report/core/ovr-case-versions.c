/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-sql-private.h"

#include "ovr-clock.h"

/* The versions of a report. A later one is a draft until it is signed; a draft
 * that is discarded stays in the library with its states, but counts no more,
 * and its row is used again by the next draft of that version. */

static gboolean
refuse (GError **error,
        const char *message)
{
  g_set_error_literal (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
run_with (sqlite3 *writer,
          const char *sql,
          const char *case_id,
          int version,
          const char *time,
          GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (statement, 2, version);
  if (time != NULL)
    sqlite3_bind_text (statement, 3, time, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, statement, error);
}

gboolean
ovr_case_sql_start_version (sqlite3 *writer,
                            const OvrStateWrite *state,
                            GError **error)
{
  gint64 id = 0;

  if (!ovr_case_sql_find_version (writer, state->case_id, state->version - 1, &id, error))
    return FALSE;
  if (id == 0)
    return refuse (error, "There is no version before this one");
  if (!ovr_case_sql_find_version (writer, state->case_id, state->version, &id, error))
    return FALSE;
  if (id != 0)
    {
      if (!run_with (writer,
                     "UPDATE report_version SET discarded_at = NULL,"
                     " resumes = (SELECT status FROM cases WHERE id = ?1)"
                     " WHERE case_id = ?1 AND version = ?2 AND discarded_at IS NOT NULL",
                     state->case_id, state->version, NULL, error))
        return FALSE;
      if (sqlite3_changes (writer) == 0)
        return refuse (error, "That version was started already");
    }
  if (!ovr_case_sql_write_state (writer, state, error))
    return FALSE;
  return run_with (writer, "UPDATE cases SET status = 'reading', changed_at = ?3 WHERE id = ?1 AND ?2 > 0",
                   state->case_id, state->version, state->saved_at, error);
}

gboolean
ovr_case_sql_discard_version (sqlite3 *writer,
                              const char *case_id,
                              int version,
                              GError **error)
{
  g_autofree char *now = ovr_clock_now_iso ();

  if (!run_with (writer,
                 "UPDATE report_version SET discarded_at = ?3"
                 " WHERE case_id = ?1 AND version = ?2 AND discarded_at IS NULL AND predecessor IS NOT NULL",
                 case_id, version, now, error))
    return FALSE;
  if (sqlite3_changes (writer) == 0)
    return refuse (error, "There is no such draft version");
  return run_with (writer,
                   "UPDATE cases SET changed_at = ?3, status = (SELECT IFNULL (resumes, 'signed')"
                   " FROM report_version WHERE case_id = ?1 AND version = ?2) WHERE id = ?1",
                   case_id, version, now, error);
}

static void
destroy_version (gpointer data)
{
  ovr_report_version_free (data);
}

GPtrArray *
ovr_case_sql_list_versions (sqlite3 *reader,
                            const char *case_id,
                            GError **error)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (destroy_version);
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      reader,
      "SELECT version, signed_at, signed_sha256, signed_file,"
      " (SELECT MAX (id) FROM report_state WHERE report = report_version.id)"
      " FROM report_version WHERE case_id = ? AND discarded_at IS NULL ORDER BY version",
      error);
  int code;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      OvrReportVersion *version = g_new0 (OvrReportVersion, 1);

      version->version = sqlite3_column_int (statement, 0);
      version->signed_at = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      version->signed_sha256 = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      version->file = g_strdup ((const char *) sqlite3_column_text (statement, 3));
      version->state_id = sqlite3_column_int64 (statement, 4);
      g_ptr_array_add (versions, version);
    }
  return ovr_database_check_end (reader, code, error) ? g_steal_pointer (&versions) : NULL;
}

int
ovr_case_sql_find_successor (sqlite3 *reader,
                             const char *sha256,
                             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      reader,
      "SELECT MAX (later.version) FROM report_version old JOIN report_version later ON later.case_id = old.case_id"
      " AND later.version > old.version AND later.signed_at IS NOT NULL WHERE old.signed_sha256 = ?",
      error);

  if (statement == NULL)
    return 0;
  sqlite3_bind_text (statement, 1, sha256, -1, SQLITE_TRANSIENT);
  return sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int (statement, 0) : 0;
}
