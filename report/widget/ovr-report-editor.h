/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OvrReportPart:
 *
 * What a change is about: each view of the report listens to its own.
 */
typedef enum
{
  OVR_PART_DOCUMENTS,
  OVR_PART_CLAIMS,
  OVR_PART_FINDINGS,
  OVR_PART_ANSWER,
  OVR_PART_DETAILS,
  OVR_PART_BLIND,
  OVR_PART_QUESTIONS,
  OVR_PART_COMMUNICATIONS,
  OVR_N_PARTS
} OvrReportPart;

#define OVR_TYPE_REPORT_EDITOR (ovr_report_editor_get_type ())
G_DECLARE_FINAL_TYPE (OvrReportEditor, ovr_report_editor, OVR, REPORT_EDITOR, GObject)

/**
 * OvrReportEditor:
 *
 * A report while somebody writes it: every change goes through here, so that
 * one place can save it, count it and take it back. Text fields have an undo of
 * their own; verdicts and what comes into a list, leaves it or moves in it is
 * undone here. Each question has its answer from the begin. Main thread.
 *
 * Signals:
 *  "changed" (OvrReportPart part): after any change
 *  "restructured" (OvrReportPart part): rows of that part came, went or were
 *    set from elsewhere: its view shows them anew; "changed" follows
 */

/* Takes @report. */
OvrReportEditor *ovr_report_editor_new (OvrReport *report);

/* Borrowed; to be read only. Pointers into it hold until the part that they
 * belong to is restructured. */
OvrReport *ovr_report_editor_get_report (OvrReportEditor *self);

/* FALSE for a report that was signed. */
gboolean ovr_report_editor_is_editable (OvrReportEditor *self);

/* Sets one of the report's strings, which @field points to; "" becomes NULL. */
void ovr_report_editor_set_text (OvrReportEditor *self,
                                 OvrReportPart part,
                                 char **field,
                                 const char *text);

/* Tells that the caller has changed a value (an enumeration, a date). */
void ovr_report_editor_touch (OvrReportEditor *self,
                              OvrReportPart part);

/* One verdict; OVR_VERDICT_OPEN takes it back. Undoable. */
void ovr_report_editor_judge (OvrReportEditor *self,
                              const char *claim_id,
                              OvrVerdict verdict);

/**
 * ovr_report_editor_accept_normal:
 * @claim_id: a claim of the section that is meant
 *
 * Agrees with all open claims of that document and section that are normal
 * findings or repetitions, in one step that is undone as one.
 *
 * Returns: how many
 */
guint ovr_report_editor_accept_normal (OvrReportEditor *self,
                                       const char *claim_id);

/* A new finding at the end; its id, borrowed. Undoable. */
const char *ovr_report_editor_add_finding (OvrReportEditor *self,
                                           gboolean addition);
void ovr_report_editor_remove_finding (OvrReportEditor *self,
                                       const char *finding_id);

/* Ties a claim to a finding that shows it, or unties them. Undoable. */
void ovr_report_editor_set_shown_by (OvrReportEditor *self,
                                     const char *claim_id,
                                     const char *finding_id,
                                     gboolean shown);

/* Takes @key_image and gives it an id; takes what was measured on it with it:
 * @measurements: (transfer full) (nullable) (element-type OvrReportMeasurement).
 * Undoable as one. */
void ovr_report_editor_add_key_image (OvrReportEditor *self,
                                      const char *finding_id,
                                      OvrKeyImage *key_image,
                                      GPtrArray *measurements);
void ovr_report_editor_remove_key_image (OvrReportEditor *self,
                                         const char *key_image_id);

/**
 * ovr_report_editor_add:
 * @part: what the list belongs to
 * @list: a list of the report
 * @element: (transfer full): goes to its end
 *
 * For lists that nothing else points into: recommendations, communications.
 * Undoable, as are the next two.
 */
void ovr_report_editor_add (OvrReportEditor *self,
                            OvrReportPart part,
                            GPtrArray *list,
                            gpointer element);
void ovr_report_editor_remove (OvrReportEditor *self,
                               OvrReportPart part,
                               GPtrArray *list,
                               guint index);

/* Questions are numbered by their place. A removed one takes its answer with
 * it, and brings it back. Undoable. */
void ovr_report_editor_add_question (OvrReportEditor *self);
void ovr_report_editor_remove_question (OvrReportEditor *self,
                                        guint index);
void ovr_report_editor_move_question (OvrReportEditor *self,
                                      guint index,
                                      guint to);

/* Claims are numbered in the order of their documents. Undoable. */
void ovr_report_editor_move_document (OvrReportEditor *self,
                                      guint index,
                                      guint to);

/* The caller adds a document and its claims after the first and before the
 * second. Undoable. */
void ovr_report_editor_begin_documents (OvrReportEditor *self);
void ovr_report_editor_end_documents (OvrReportEditor *self);

/* Writes what the submitted images lack under the adequacy's text, each finding
 * once (see ovr_report_write_adequacy()). FALSE where nothing was to be added.
 * Undoable. */
gboolean ovr_report_editor_write_adequacy (OvrReportEditor *self);

/* Images that came: see ovr_report_take_studies(). Nothing to undo. FALSE where
 * the report knows them all already, or was signed. */
gboolean ovr_report_editor_take_studies (OvrReportEditor *self,
                                         GPtrArray *studies);

/* The reader has looked at what came late, and at an answer once more: it
 * stands as it is. */
void ovr_report_editor_see_arrivals (OvrReportEditor *self);
void ovr_report_editor_reaffirm (OvrReportEditor *self,
                                 OvrAnswer *answer);

/* The reader says that the printed name is right as it stands. */
void ovr_report_editor_confirm_name (OvrReportEditor *self);

/* FALSE where there is nothing to take back. */
gboolean ovr_report_editor_undo (OvrReportEditor *self);
gboolean ovr_report_editor_redo (OvrReportEditor *self);

/* How many claims have a verdict. */
guint ovr_report_editor_count_judged (OvrReportEditor *self);

/* Blind reading. An original is sealed until one of the two was done. */
gboolean ovr_report_editor_is_sealed (OvrReportEditor *self);

/* FALSE, and nothing is locked, where the impression has no word. The grade is
 * full from OVR_BLIND_FULL_WORDS words on. */
gboolean ovr_report_editor_lock_impression (OvrReportEditor *self);
void ovr_report_editor_unseal (OvrReportEditor *self);
#define OVR_BLIND_FULL_WORDS 10

G_END_DECLS
