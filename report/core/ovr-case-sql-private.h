/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"

G_BEGIN_DECLS

/* The case store's SQL: functions on a connection, without a thread of their
 * own. All fail with OVR_DATABASE_ERROR. */

/**
 * OvrStateWrite:
 * @case_id: (owned): the case
 * @version: version of the report
 * @json: (owned): its content
 * @saved_at: (owned): when
 * @signed_at: (owned) (nullable): with the state that was signed
 * @signed_sha256: (owned) (nullable): with the state that was signed
 * @signed_file: (owned) (nullable): where its file was written
 *
 * One state on its way to the disk. Immutable after it is made, reference
 * counted by g_atomic_rc_box, shared between the threads.
 */
typedef struct
{
  char *case_id;
  int version;
  char *json;
  char *saved_at;
  char *signed_at;
  char *signed_sha256;
  char *signed_file;
} OvrStateWrite;

OvrStateWrite *ovr_state_write_new (const OvrReport *report,
                                    const char *signed_file);
void ovr_state_write_unref (OvrStateWrite *self);

extern const OvrModule ovr_case_module;

/* On the writing connection, inside a transaction. */
gboolean ovr_case_sql_write_state (sqlite3 *writer,
                                   const OvrStateWrite *state,
                                   GError **error);
gboolean ovr_case_sql_start_version (sqlite3 *writer,
                                     const OvrStateWrite *state,
                                     GError **error);
gboolean ovr_case_sql_discard_version (sqlite3 *writer,
                                       const char *case_id,
                                       int version,
                                       GError **error);
/* (element-type OvrCaseMerger) */
GPtrArray *ovr_case_mergers_new (void);
void ovr_case_mergers_add (GPtrArray *mergers,
                           const char *patient_key,
                           const char *reason,
                           const char *merged_at);

/* Removes a case that has no report. */
gboolean ovr_case_sql_withdraw (sqlite3 *writer,
                                const char *case_id,
                                GError **error);

/* Takes a merger back; refused where there is none. */
gboolean ovr_case_sql_part (sqlite3 *writer,
                            const char *case_id,
                            const char *patient_key,
                            GPtrArray *study_uids,
                            GError **error);
char *ovr_case_sql_adopt (sqlite3 *writer,
                          const OvrCaseIntake *intake,
                          GError **error);

/* UPDATE cases SET @column = @value; @column is a literal of the caller's. */
gboolean ovr_case_sql_set (sqlite3 *writer,
                           const char *case_id,
                           const char *column,
                           const char *value,
                           GError **error);

/* On any connection. @case_id NULL: all cases. */
GPtrArray *ovr_case_sql_list (sqlite3 *reader,
                              const char *case_id,
                              GError **error);
GPtrArray *ovr_case_sql_list_states (sqlite3 *reader,
                                     const char *case_id,
                                     GError **error);

GPtrArray *ovr_case_sql_list_versions (sqlite3 *reader,
                                       const char *case_id,
                                       GError **error);

/* The row of that version, discarded or not; 0 in @id where there is none. */
gboolean ovr_case_sql_find_version (sqlite3 *connection,
                                    const char *case_id,
                                    int version,
                                    gint64 *id,
                                    GError **error);

/* The newest signed version that follows the one of that file; 0 without. */
int ovr_case_sql_find_successor (sqlite3 *reader,
                                 const char *sha256,
                                 GError **error);

/* The content of a state; 0 is the newest one of the newest version of
 * @case_id. NULL without error where there is none. */
char *ovr_case_sql_dup_state (sqlite3 *reader,
                              const char *case_id,
                              gint64 state_id,
                              GError **error);
char *ovr_case_sql_dup_view (sqlite3 *reader,
                             const char *case_id);

G_END_DECLS
