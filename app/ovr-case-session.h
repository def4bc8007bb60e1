/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-desk.h"
#include "ovr-report-editor.h"
#include "ovr-report-rules.h"

G_BEGIN_DECLS

#define OVR_TYPE_CASE_SESSION (ovr_case_session_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseSession, ovr_case_session, OVR, CASE_SESSION, GObject)

/**
 * OvrCaseSession:
 *
 * An open case: its studies, its report under an editor, and the way from one
 * to the other. Every change of the report is saved at once; the rules are
 * asked again a moment after the last one.
 *
 * Signals:
 *  "checked": ovr_case_session_get_check() is new
 *  "refreshed": studies, series or images came: all of them are new objects
 */

/* NULL with an error of OVR_DATABASE_ERROR, or G_IO_ERROR_NOT_FOUND where
 * there is no such case. @desk must outlive it. */
OvrCaseSession *ovr_case_session_open (OvrDesk *desk,
                                       const char *case_id,
                                       GError **error);

/* The same for images that are still being found: nothing is saved before
 * somebody types, or ovr_case_session_keep(). */
OvrCaseSession *ovr_case_session_open_early (OvrDesk *desk,
                                             const char *case_id,
                                             GError **error);
void ovr_case_session_keep (OvrCaseSession *self);

/* Reads the case and its studies again, in a thread; "refreshed" follows if
 * there is more than before. */
void ovr_case_session_refresh (OvrCaseSession *self);

const char *ovr_case_session_get_id (OvrCaseSession *self);
OvrReportEditor *ovr_case_session_get_editor (OvrCaseSession *self);

/* (element-type OvrStudy): newest first; borrowed. */
GPtrArray *ovr_case_session_get_studies (OvrCaseSession *self);

/* "CURRENT", "PRIOR" in the window's language, NULL for others. */
const char *ovr_case_session_get_role (OvrCaseSession *self,
                                       OvrStudy *study);

/* The same with how long before the current study it was made: "PRIOR", @between,
 * "14 weeks before"; a prior that is newer says so. (transfer full) (nullable) */
char *ovr_case_session_dup_role (OvrCaseSession *self,
                                 OvrStudy *study,
                                 const char *between);

/* The study to read, and the one to read beside it; NULL where there is none. */
OvrStudy *ovr_case_session_get_current (OvrCaseSession *self);
OvrStudy *ovr_case_session_get_prior (OvrCaseSession *self);

/* The part that holds a frame; FALSE if no study of the case does. */
gboolean ovr_case_session_find (OvrCaseSession *self,
                                const OvrImageRef *image,
                                OvrStudy **study,
                                OvrSeries **series,
                                guint *index);

/* The rules' last say; borrowed. */
const OvrReportCheck *ovr_case_session_get_check (OvrCaseSession *self);

/* Asks the rules now. */
void ovr_case_session_check (OvrCaseSession *self);

/* What came after the reader had made up their mind and wasn't looked at yet,
 * or after the report was signed. */
void ovr_case_session_count_late (OvrCaseSession *self,
                                  guint *n_series,
                                  guint *n_images);

/* Whether studies were taken in under another name. */
gboolean ovr_case_session_has_mergers (OvrCaseSession *self);

/**
 * ovr_case_session_part:
 *
 * Takes mergers back: those persons' studies leave case and report. The session
 * is to be opened anew then.
 *
 * Returns: (transfer full) (element-type OvrCaseIntake): what left, to be
 *   adopted; NULL with G_IO_ERROR_BUSY where something in the report speaks of
 *   those studies, or an error of OVR_DATABASE_ERROR
 */
GPtrArray *ovr_case_session_part (OvrCaseSession *self,
                                  GError **error);

/* The reader moves the case on its way: to waiting for images and back to
 * reading while the report is open, to sent and acknowledged once it is signed.
 * FALSE where that step can't be made now. */
gboolean ovr_case_session_move (OvrCaseSession *self,
                                OvrCaseStatus status);

/* Starts the next version of a signed report, as a draft under a new editor.
 * FALSE with an error of OVR_REPORT_ERROR or OVR_DATABASE_ERROR. */
gboolean ovr_case_session_start_version (OvrCaseSession *self,
                                         GError **error);

/* Discards the draft that such a version is; the signed one is there again. */
gboolean ovr_case_session_discard_version (OvrCaseSession *self,
                                           GError **error);

/* Puts another version under the editor: the newest one (0, or its number) as
 * it is, an older one to be read only. */
gboolean ovr_case_session_show_version (OvrCaseSession *self,
                                        int version,
                                        GError **error);

/* All versions, the first one first. (element-type OvrReportVersion) */
GPtrArray *ovr_case_session_list_versions (OvrCaseSession *self,
                                           GError **error);

/* The newest version's number, and whether the editor has it. */
int ovr_case_session_get_newest (OvrCaseSession *self);
gboolean ovr_case_session_is_newest (OvrCaseSession *self);

/* Loads the newest version anew, after it was signed. */
gboolean ovr_case_session_reload (OvrCaseSession *self,
                                  GError **error);

G_END_DECLS
