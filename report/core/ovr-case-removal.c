/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-removal.h"

#include "ovr-clock.h"

/* Runs @sql, whose parameters are the case and the time. */
static gboolean
run (sqlite3 *writer,
     const char *sql,
     const char *case_id,
     GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, sql, error);
  g_autofree char *now = ovr_clock_now_iso ();

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  if (sqlite3_bind_parameter_count (statement) > 1)
    sqlite3_bind_text (statement, 2, now, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, statement, error);
}

gboolean
ovr_case_weigh (sqlite3 *connection,
                const char *case_id,
                gboolean *has_report,
                gboolean *is_signed,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      connection, "SELECT COUNT (*) > 0, COUNT (signed_at) > 0 FROM report_version WHERE case_id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  if (sqlite3_step (statement) != SQLITE_ROW)
    {
      g_set_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "Reading the library: %s", sqlite3_errmsg (connection));
      return FALSE;
    }
  *has_report = sqlite3_column_int (statement, 0) != 0;
  *is_signed = sqlite3_column_int (statement, 1) != 0;
  return TRUE;
}

static gboolean
delete_case (sqlite3 *writer,
             const char *case_id,
             GError **error)
{
  static const char *const steps[] = {
    "DELETE FROM report_state WHERE report IN (SELECT id FROM report_version WHERE case_id = ?1)",
    "DELETE FROM report_version WHERE case_id = ?1",
    "DELETE FROM case_study WHERE case_id = ?1",
    "DELETE FROM case_patient WHERE case_id = ?1",
    "DELETE FROM cases WHERE id = ?1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!run (writer, steps[i], case_id, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_deletable (sqlite3 *writer,
              const char *case_id)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (writer, "SELECT 1 FROM deletable_case WHERE id = ?", NULL);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  return sqlite3_step (statement) == SQLITE_ROW;
}

gboolean
ovr_case_remove (sqlite3 *writer,
                 const char *case_id,
                 gboolean *deleted,
                 GError **error)
{
  if (!run (writer, "UPDATE cases SET removed_at = ?2 WHERE id = ?1", case_id, error))
    return FALSE;
  if (sqlite3_changes (writer) == 0)
    {
      g_set_error_literal (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED, "There is no such case");
      return FALSE;
    }
  *deleted = is_deletable (writer, case_id);
  return !*deleted || delete_case (writer, case_id, error);
}

gboolean
ovr_case_bring_back (sqlite3 *writer,
                     const char *case_id,
                     GError **error)
{
  return run (writer, "UPDATE cases SET removed_at = NULL WHERE id = ?1", case_id, error);
}
