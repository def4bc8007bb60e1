/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-sql-private.h"

#include "ovr-clock.h"

#include <string.h>

/* The states of a report. While somebody types, each state differs from the
 * one before by a few letters: only the difference from an earlier whole one is
 * kept, so that an hour of typing is megabytes and not hundreds of them. */

static void
clear_write (gpointer data)
{
  OvrStateWrite *self = data;

  g_free (self->case_id);
  g_free (self->json);
  g_free (self->saved_at);
  g_free (self->signed_at);
  g_free (self->signed_sha256);
  g_free (self->signed_file);
}

OvrStateWrite *
ovr_state_write_new (const OvrReport *report,
                     const char *signed_file)
{
  OvrStateWrite *self = g_atomic_rc_box_new0 (OvrStateWrite);

  self->case_id = g_strdup (report->case_id);
  self->version = report->version;
  self->json = ovr_report_to_json (report);
  self->saved_at = ovr_clock_now_iso ();
  if (report->status >= OVR_REPORT_SIGNED)
    {
      self->signed_at = g_strdup (report->signed_at);
      self->signed_sha256 = g_strdup (report->signed_sha256);
      self->signed_file = g_strdup (signed_file);
    }
  return self;
}

void
ovr_state_write_unref (OvrStateWrite *self)
{
  g_atomic_rc_box_release_full (self, clear_write);
}

static gboolean
fail (sqlite3 *connection,
      GError **error)
{
  g_set_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "Reading a report's state: %s",
               sqlite3_errmsg (connection));
  return FALSE;
}

gboolean
ovr_case_sql_find_version (sqlite3 *connection,
                           const char *case_id,
                           int version,
                           gint64 *id,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      connection, "SELECT id FROM report_version WHERE case_id = ? AND version = ?", error);
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (statement, 2, version);
  code = sqlite3_step (statement);
  *id = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  return code == SQLITE_ROW || code == SQLITE_DONE || fail (connection, error);
}

static gboolean
ensure_version (sqlite3 *writer,
                const OvrStateWrite *state,
                gint64 *id,
                GError **error)
{
  g_autoptr (sqlite3_stmt) insert = NULL;
  gint64 predecessor = 0;

  if (!ovr_case_sql_find_version (writer, state->case_id, state->version, id, error) ||
      !ovr_case_sql_find_version (writer, state->case_id, state->version - 1, &predecessor, error))
    return FALSE;
  if (*id != 0)
    return TRUE;
  insert = ovr_database_prepare (
      writer,
      "INSERT INTO report_version (case_id, version, predecessor, resumes)"
      " VALUES (?1, ?2, NULLIF (?3, 0), (SELECT status FROM cases WHERE id = ?1))",
      error);
  if (insert == NULL)
    return FALSE;
  sqlite3_bind_text (insert, 1, state->case_id, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (insert, 2, state->version);
  sqlite3_bind_int64 (insert, 3, predecessor);
  if (!ovr_database_run (writer, insert, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (writer);
  return TRUE;
}

/* @json as the piece of it that differs from @base. */
typedef struct
{
  gint64 base;
  gsize prefix;
  gsize suffix;
} Difference;

static Difference
compare (gint64 base_id,
         const char *base,
         gsize base_length,
         const char *json,
         gsize length)
{
  gsize shorter = MIN (base_length, length);
  Difference difference = { base_id, 0, 0 };

  while (difference.prefix < shorter && base[difference.prefix] == json[difference.prefix])
    difference.prefix++;
  while (difference.suffix < shorter - difference.prefix &&
         base[base_length - 1 - difference.suffix] == json[length - 1 - difference.suffix])
    difference.suffix++;
  /* A difference of half the report saves nothing: it is a new base. */
  if (difference.prefix + difference.suffix < length / 2)
    return (Difference){ 0, 0, 0 };
  return difference;
}

static gboolean
find_difference (sqlite3 *writer,
                 gint64 version_id,
                 const OvrStateWrite *state,
                 Difference *out,
                 GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code;

  *out = (Difference){ 0, 0, 0 };
  if (state->signed_at != NULL) /* what was signed stands for itself */
    return TRUE;
  statement = ovr_database_prepare (
      writer, "SELECT id, content FROM report_state WHERE report = ? AND base IS NULL ORDER BY id DESC LIMIT 1", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, version_id);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *out = compare (sqlite3_column_int64 (statement, 0), sqlite3_column_blob (statement, 1),
                    (gsize) sqlite3_column_bytes (statement, 1), state->json, strlen (state->json));
  return code == SQLITE_ROW || code == SQLITE_DONE || fail (writer, error);
}

/* Whether the newest state of that version is the same already. */
static gboolean
is_repeated (sqlite3 *writer,
             gint64 version_id,
             const char *sha256)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      writer, "SELECT sha256 FROM report_state WHERE report = ? ORDER BY id DESC LIMIT 1", NULL);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, version_id);
  return sqlite3_step (statement) == SQLITE_ROW &&
         strcmp ((const char *) sqlite3_column_text (statement, 0), sha256) == 0;
}

static gboolean
insert_state (sqlite3 *writer,
              gint64 version_id,
              const OvrStateWrite *state,
              const char *sha256,
              GError **error)
{
  g_autoptr (sqlite3_stmt) insert = NULL;
  Difference difference;
  gsize length = strlen (state->json);

  if (!find_difference (writer, version_id, state, &difference, error))
    return FALSE;
  insert = ovr_database_prepare (
      writer,
      "INSERT INTO report_state (report, saved_at, is_signed, base, prefix, suffix, content, sha256) "
      "VALUES (?, ?, ?, NULLIF (?, 0), ?, ?, ?, ?)",
      error);
  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, version_id);
  sqlite3_bind_text (insert, 2, state->saved_at, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (insert, 3, state->signed_at != NULL);
  sqlite3_bind_int64 (insert, 4, difference.base);
  sqlite3_bind_int64 (insert, 5, (gint64) difference.prefix);
  sqlite3_bind_int64 (insert, 6, (gint64) difference.suffix);
  sqlite3_bind_blob64 (insert, 7, state->json + difference.prefix,
                       length - difference.prefix - difference.suffix, SQLITE_TRANSIENT);
  sqlite3_bind_text (insert, 8, sha256, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, insert, error);
}

static gboolean
close_version (sqlite3 *writer,
               gint64 version_id,
               const OvrStateWrite *state,
               GError **error)
{
  g_autoptr (sqlite3_stmt) update = ovr_database_prepare (
      writer, "UPDATE report_version SET signed_at = ?, signed_sha256 = ?, signed_file = ? WHERE id = ?", error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_text (update, 1, state->signed_at, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (update, 2, state->signed_sha256, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (update, 3, state->signed_file, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (update, 4, version_id);
  return ovr_database_run (writer, update, error) &&
         ovr_case_sql_set (writer, state->case_id, "status", "signed", error);
}

/* A case that was new is being read now, and a new version of a signed report
 * opens its case again. */
static gboolean
touch_case (sqlite3 *writer,
            const OvrStateWrite *state,
            GError **error)
{
  g_autoptr (sqlite3_stmt) update = ovr_database_prepare (
      writer,
      "UPDATE cases SET changed_at = ?, status = CASE WHEN status IN ('new', 'signed', 'sent', 'acknowledged') "
      "THEN 'reading' ELSE status END WHERE id = ?",
      error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_text (update, 1, state->saved_at, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (update, 2, state->case_id, -1, SQLITE_TRANSIENT);
  return ovr_database_run (writer, update, error);
}

gboolean
ovr_case_sql_write_state (sqlite3 *writer,
                          const OvrStateWrite *state,
                          GError **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, state->json, -1);
  gint64 version_id = 0;

  if (!ensure_version (writer, state, &version_id, error))
    return FALSE;
  if (state->signed_at == NULL && is_repeated (writer, version_id, sha256))
    return TRUE;
  if (!insert_state (writer, version_id, state, sha256, error))
    return FALSE;
  return state->signed_at != NULL ? close_version (writer, version_id, state, error)
                                  : touch_case (writer, state, error);
}

static sqlite3_stmt *
select_state (sqlite3 *reader,
              const char *case_id,
              gint64 state_id,
              GError **error)
{
  static const char newest[] =
      "SELECT s.prefix, s.suffix, s.content, s.sha256, b.content FROM report_state s "
      "JOIN report_version v ON v.id = s.report LEFT JOIN report_state b ON b.id = s.base "
      "WHERE v.case_id = ? AND v.discarded_at IS NULL ORDER BY v.version DESC, s.id DESC LIMIT 1";
  static const char one[] =
      "SELECT s.prefix, s.suffix, s.content, s.sha256, b.content FROM report_state s "
      "LEFT JOIN report_state b ON b.id = s.base WHERE s.id = ?";
  sqlite3_stmt *statement = ovr_database_prepare (reader, state_id == 0 ? newest : one, error);

  if (statement != NULL && state_id == 0)
    sqlite3_bind_text (statement, 1, case_id, -1, SQLITE_TRANSIENT);
  else if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, state_id);
  return statement;
}

/* Puts prefix, content and suffix together; NULL where the row's own hash
 * says that this is not what was saved. */
static char *
restore (sqlite3_stmt *row)
{
  gsize prefix = (gsize) sqlite3_column_int64 (row, 0);
  gsize suffix = (gsize) sqlite3_column_int64 (row, 1);
  const char *content = sqlite3_column_blob (row, 2);
  gsize length = (gsize) sqlite3_column_bytes (row, 2);
  const char *sha256 = (const char *) sqlite3_column_text (row, 3);
  const char *base = sqlite3_column_blob (row, 4);
  gsize base_length = (gsize) sqlite3_column_bytes (row, 4);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *found = NULL;

  if (prefix > base_length || suffix > base_length - prefix)
    return NULL;
  if (prefix > 0)
    g_string_append_len (json, base, (gssize) prefix);
  if (length > 0)
    g_string_append_len (json, content, (gssize) length);
  if (suffix > 0)
    g_string_append_len (json, base + base_length - suffix, (gssize) suffix);
  found = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json->str, (gssize) json->len);
  return g_strcmp0 (found, sha256) == 0 ? g_string_free (g_steal_pointer (&json), FALSE) : NULL;
}

char *
ovr_case_sql_dup_state (sqlite3 *reader,
                        const char *case_id,
                        gint64 state_id,
                        GError **error)
{
  g_autoptr (sqlite3_stmt) statement = select_state (reader, case_id, state_id, error);
  char *json;
  int code;

  if (statement == NULL)
    return NULL;
  code = sqlite3_step (statement);
  if (code == SQLITE_DONE)
    return NULL;
  if (code != SQLITE_ROW)
    {
      fail (reader, error);
      return NULL;
    }
  json = restore (statement);
  if (json == NULL)
    g_set_error_literal (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED,
                         "A saved state of the report is damaged");
  return json;
}
