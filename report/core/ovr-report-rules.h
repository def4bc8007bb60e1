/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"
#include "ovr-study-facts.h"

G_BEGIN_DECLS

/* The rules before signing. Pure: they read a report and what is known of the
 * images, and change nothing. Thread-safe for reports that nobody writes. */

/**
 * OvrIssue:
 * @code: (owned): "claim-open", "answer-too-long", … stable, for programs
 * @where: (owned): the place in the report: "claims[3]", "reader.licence"; the
 *   path of its JSON form
 * @text: (owned): one English sentence that says what to do; names no patient
 */
typedef struct
{
  char *code;
  char *where;
  char *text;
} OvrIssue;

/**
 * OvrReportCheck:
 * @errors: (owned) (element-type OvrIssue): each stops the signature
 * @warnings: (owned) (element-type OvrIssue): each is to be read before signing
 */
typedef struct
{
  GPtrArray *errors;
  GPtrArray *warnings;
} OvrReportCheck;

void ovr_report_check_free (OvrReportCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrReportCheck, ovr_report_check_free)

/**
 * OvrImageLookup:
 *
 * Returns: whether the submitted images hold that frame
 */
typedef gboolean (*OvrImageLookup) (const char *study_uid,
                                    const OvrImageRef *image,
                                    gpointer data);

/**
 * OvrReportImages:
 * @studies: (borrowed) (element-type OvrStudyFacts): the submitted studies
 * @lookup: (nullable): finds a frame among them
 * @lookup_data: for @lookup
 *
 * What the rules that need images look at.
 */
typedef struct
{
  GPtrArray *studies;
  OvrImageLookup lookup;
  gpointer lookup_data;
} OvrReportImages;

/**
 * ovr_report_check:
 * @report: a report
 * @images: (nullable): without it the rules that need images give the warning
 *   "not-checked"
 * @now: (nullable): the time of signing; NULL is ovr_clock_now()
 *
 * Everything that stops a signature, and everything to be read before it.
 *
 * Returns: (transfer full): the issues, in the order of the report's parts
 */
OvrReportCheck *ovr_report_check (const OvrReport *report,
                                  const OvrReportImages *images,
                                  GDateTime *now);

/**
 * ovr_report_check_seal:
 * @report: what was checked
 *
 * While an original is sealed, what the rules found in it and in its claims, and
 * how much that is, becomes one error, "sealed" (H26). For whoever reads blind;
 * other reports are left as they are.
 */
void ovr_report_check_seal (OvrReportCheck *self,
                            const OvrReport *report);

/* Whether a paired part of the body was examined, by the words of description
 * and series: then its side must be known and confirmed (H11). */
gboolean ovr_report_study_is_paired (const OvrReportStudy *study);

/* What a locked impression may be called: full from OVR_BLIND_WORDS_FULL words
 * on, else a draft; a token word gives no "independent" reading (H28). */
OvrBlindGrade ovr_report_grade_impression (const char *impression);

/* Words of @text as a reader counts them: what is between white space and has
 * a letter or a digit. The headline's limit rests on it. */
int ovr_report_count_words (const char *text);

#define OVR_ANSWER_WORDS_WANTED 45
#define OVR_ANSWER_WORDS_MAX 60
#define OVR_BLIND_WORDS_FULL 10

/* Whether letters of the patient's name were lost, in the printed one or in a
 * header: U+FFFD or a question mark. */
gboolean ovr_report_has_damaged_name (const OvrReport *report);

G_END_DECLS
