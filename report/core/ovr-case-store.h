/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-database.h"
#include "ovr-report.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Cases and their reports in the library, module "report" of the database.
 *
 * Every saved state of a report is a row of its own that is never edited and
 * never deleted; a signed version takes no further state, by trigger too
 * (OVR_DATABASE_ERROR_REFUSED). A later version of a signed report is a new
 * version row that names its predecessor; while it is a draft it can be
 * discarded, and then counts no more. At most one version of a case is open.
 *
 * Tables that the application's case list may read (dates and times ISO 8601):
 *   cases (number, id, title, status, due, created_at, changed_at, view,
 *     removed_at: NULL unless it was put away)
 *   case_patient (case_id, patient_key), case_study (case_id, study_uid)
 *   case_version (case_id, version): the newest version of its report
 * Everything else is private to this module. */

/**
 * OvrCaseStatus:
 *
 * A case's way. WAITING: for images or documents that were asked for.
 */
typedef enum
{
  OVR_CASE_NEW,
  OVR_CASE_READING,
  OVR_CASE_WAITING,
  OVR_CASE_READY,
  OVR_CASE_SIGNED,
  OVR_CASE_SENT,
  OVR_CASE_ACKNOWLEDGED,
} OvrCaseStatus;

/* The word in the database and in JSON: "new", "reading", "waiting", "ready",
 * "signed", "sent", "acknowledged". */
const char *ovr_case_status_to_string (OvrCaseStatus status);
gboolean ovr_case_status_parse (const char *word,
                                OvrCaseStatus *out);

/**
 * OvrCaseMerger:
 * @patient_key: (owned): the second header's person
 * @reason: (owned): why the reader says that both are one person
 * @merged_at: (owned) (nullable): ISO 8601 with offset; NULL in an intake
 *
 * Another header whose studies the reader took into a case.
 */
typedef struct
{
  char *patient_key;
  char *reason;
  char *merged_at;
} OvrCaseMerger;

/**
 * OvrCase:
 * @id: (owned): "C1"; never used twice in a library
 * @title: (owned) (nullable): what the list shows beside the patient
 * @status: the status
 * @due: when the opinion is wanted; unknown is all zeroes
 * @created_at: (owned): ISO 8601 with offset
 * @changed_at: (owned): last change of case or report
 * @patient_keys: (owned) (element-type utf8): as OvrStudyFacts.patient_key
 * @study_uids: (owned) (element-type utf8): Study Instance UIDs
 * @mergers: (owned) (element-type OvrCaseMerger): those of @patient_keys that
 *   the reader merged into the case; in the order of their keys
 * @report_version: newest version of its report; 0 where none was saved
 */
typedef struct
{
  char *id;
  char *title;
  OvrCaseStatus status;
  OvrDate due;
  char *created_at;
  char *changed_at;
  GPtrArray *patient_keys;
  GPtrArray *study_uids;
  GPtrArray *mergers;
  int report_version;
} OvrCase;

void ovr_case_free (OvrCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCase, ovr_case_free)

/**
 * OvrCaseIntake:
 * @patient_key: (owned): whose studies these are
 * @title: (owned) (nullable): title of the case if one has to be made
 * @study_uids: (owned) (element-type utf8): Study Instance UIDs
 * @mergers: (owned) (element-type OvrCaseMerger): persons of whom the reader
 *   says that they are @patient_key; their studies are among @study_uids
 *
 * What an import found for one patient.
 */
typedef struct
{
  char *patient_key;
  char *title;
  GPtrArray *study_uids;
  GPtrArray *mergers;
} OvrCaseIntake;

OvrCaseIntake *ovr_case_intake_new (const char *patient_key,
                                    const char *title);
void ovr_case_intake_free (OvrCaseIntake *self);

/* The studies of @other are the same person's, for that reason. */
void ovr_case_intake_join (OvrCaseIntake *self,
                           const OvrCaseIntake *other,
                           const char *reason);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCaseIntake, ovr_case_intake_free)

/**
 * OvrReportState:
 * @id: the row
 * @version: version of the report that it is a state of
 * @saved_at: (owned): ISO 8601 with offset
 * @is_signed: this is the state that was signed
 *
 * One saved state of a report.
 */
typedef struct
{
  gint64 id;
  int version;
  char *saved_at;
  gboolean is_signed;
} OvrReportState;

void ovr_report_state_free (OvrReportState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrReportState, ovr_report_state_free)

/**
 * OvrReportVersion:
 * @version: from 1
 * @signed_at: (owned) (nullable): ISO 8601 with offset; NULL is a draft
 * @signed_sha256: (owned) (nullable): of the signed file
 * @file: (owned) (nullable): where that file was written, where this is known
 * @state_id: its last state, which is the signed one once it is signed
 *
 * One version of a report that wasn't discarded.
 */
typedef struct
{
  int version;
  char *signed_at;
  char *signed_sha256;
  char *file;
  gint64 state_id;
} OvrReportVersion;

void ovr_report_version_free (OvrReportVersion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrReportVersion, ovr_report_version_free)

/* For ovr_database_open(). */
const OvrModule *ovr_case_store_get_module (void);

#define OVR_TYPE_CASE_STORE (ovr_case_store_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseStore, ovr_case_store, OVR, CASE_STORE, GObject)

/**
 * OvrCaseStore:
 *
 * One thread: the one that opened the database. Writing goes through the
 * database's writer thread; reading is immediate. A report or view that is
 * still queued is read back as it was saved; the other fields of a case are
 * read as they are on the disk: wait for "changed", or flush. Disposing it
 * writes what is queued and waits for it.
 *
 * Signals:
 *  "changed" (const char *case_id): a write to that case is on the disk;
 *    not for its view
 *  "save-failed" (const char *case_id, GError *error): a queued state isn't; it
 *    stays queued, and the next save or flush tries again
 */
OvrCaseStore *ovr_case_store_new (OvrDatabase *database);

/* All cases but those that were put away, newest first; (transfer container)
 * (element-type OvrCase), freed with the array. NULL on error (domain
 * OVR_DATABASE_ERROR). */
GPtrArray *ovr_case_store_list (OvrCaseStore *self,
                                GError **error);

/* NULL without error where there is no such case. */
OvrCase *ovr_case_store_get (OvrCaseStore *self,
                             const char *case_id,
                             GError **error);

/**
 * ovr_case_store_adopt:
 * @intakes: (element-type OvrCaseIntake): one per patient
 *
 * Puts imported studies into cases: a patient whose studies all belong to a
 * case already keeps it, whatever its status; further studies join the
 * patient's newest unsigned case; otherwise a case is made. A case that was put
 * away comes back with studies that are all its own. Waits for the disk.
 *
 * Returns: (transfer full) (element-type utf8): the case's id per intake, in
 *   the same order
 */
GPtrArray *ovr_case_store_adopt (OvrCaseStore *self,
                                 GPtrArray *intakes,
                                 GError **error);
void ovr_case_store_adopt_async (OvrCaseStore *self,
                                 GPtrArray *intakes,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *ovr_case_store_adopt_finish (OvrCaseStore *self,
                                        GAsyncResult *result,
                                        GError **error);

/**
 * ovr_case_store_withdraw:
 *
 * Takes a case back that was made too early: before it was known whose images
 * an import holds. A case with a report stays as it is. Waits for the disk.
 */
gboolean ovr_case_store_withdraw (OvrCaseStore *self,
                                  const char *case_id,
                                  GError **error);

/**
 * ovr_case_store_part:
 * @patient_key: one of the case's mergers
 * @study_uids: (element-type utf8): studies that only that person has
 *
 * Takes a merger back: the person and these studies belong to the case no more.
 * Waits for the disk.
 *
 * Returns: FALSE with OVR_DATABASE_ERROR_REFUSED where @patient_key wasn't
 *   merged into the case
 */
gboolean ovr_case_store_part (OvrCaseStore *self,
                              const char *case_id,
                              const char *patient_key,
                              GPtrArray *study_uids,
                              GError **error);

/* Queued; "changed" follows. Signing sets OVR_CASE_SIGNED by itself. */
void ovr_case_store_set_status (OvrCaseStore *self,
                                const char *case_id,
                                OvrCaseStatus status);
void ovr_case_store_set_due (OvrCaseStore *self,
                             const char *case_id,
                             OvrDate due);
void ovr_case_store_set_title (OvrCaseStore *self,
                               const char *case_id,
                               const char *title);

/**
 * ovr_case_store_save_report:
 * @report: its case_id names the case, its version the version
 *
 * Queues the report's present state and returns. The first state is written at
 * once, further ones at most every 300 ms: of those in between only the last
 * is kept, and the last one always is. The case becomes "reading" if it was
 * "new". A report whose status is signed is a programmer's error here: use
 * ovr_case_store_sign_report().
 */
void ovr_case_store_save_report (OvrCaseStore *self,
                                 const OvrReport *report);

/* Writes what is queued and waits until it is on the disk. */
gboolean ovr_case_store_flush (OvrCaseStore *self,
                               GError **error);

/**
 * ovr_case_store_sign_report:
 * @report: status signed, signed_at and signed_sha256 set
 * @file: (nullable): where the signed file was written
 *
 * Writes the signed state and closes its version for good, the case's status
 * becomes "signed". Waits for the disk.
 *
 * Returns: FALSE with OVR_DATABASE_ERROR_REFUSED where the version was signed
 *   already
 */
gboolean ovr_case_store_sign_report (OvrCaseStore *self,
                                     const OvrReport *report,
                                     const char *file,
                                     GError **error);

/**
 * ovr_case_store_start_version:
 * @report: a draft of ovr_report_new_version()
 *
 * Opens the next version of a signed report with this as its first state; the
 * case is read again. Waits for the disk.
 *
 * Returns: FALSE with OVR_DATABASE_ERROR_REFUSED where the version before isn't
 *   signed or this one was started already
 */
gboolean ovr_case_store_start_version (OvrCaseStore *self,
                                       const OvrReport *report,
                                       GError **error);

/**
 * ovr_case_store_discard_version:
 *
 * The draft of a later version counts no more, and nothing is saved to it: the
 * newest report is the signed one before it again, and the case has the status
 * that it had when the draft was started. Waits for the disk.
 *
 * Returns: FALSE with OVR_DATABASE_ERROR_REFUSED for a signed version, the
 *   first one, or none
 */
gboolean ovr_case_store_discard_version (OvrCaseStore *self,
                                         const char *case_id,
                                         int version,
                                         GError **error);

/* Every version, the first one first: (element-type OvrReportVersion). A state
 * that is still queued is read as the one before it. */
GPtrArray *ovr_case_store_list_versions (OvrCaseStore *self,
                                         const char *case_id,
                                         GError **error);

/* The newest signed version that replaces the one whose file has that SHA-256
 * (hex); 0 where there is none or the file isn't this library's. */
int ovr_case_store_find_successor (OvrCaseStore *self,
                                   const char *sha256,
                                   GError **error);

/* The newest state of the newest version. NULL without error where no report
 * was saved yet. */
OvrReport *ovr_case_store_load_report (OvrCaseStore *self,
                                       const char *case_id,
                                       GError **error);

/* Every state, oldest first: (element-type OvrReportState). */
GPtrArray *ovr_case_store_list_states (OvrCaseStore *self,
                                       const char *case_id,
                                       GError **error);
OvrReport *ovr_case_store_load_state (OvrCaseStore *self,
                                      gint64 state_id,
                                      GError **error);

/* Where the reader was: panes, slices, scroll, text cursor, as JSON that only
 * the window understands. Saving is queued like a report's state, but only the
 * last is kept. NULL where nothing was saved. */
void ovr_case_store_save_view (OvrCaseStore *self,
                               const char *case_id,
                               const char *json);
char *ovr_case_store_dup_view (OvrCaseStore *self,
                               const char *case_id);

G_END_DECLS
