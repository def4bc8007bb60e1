/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"
#include "ovr-measurement.h"

G_BEGIN_DECLS

/* The words that a printed report is made of, in the report's language, which
 * is apart from the interface's. "{0}" and "{1}" stand for what is filled in.
 * Thread-safe. */

typedef enum
{
  OVR_SAY_SECOND_OPINION,
  OVR_SAY_FINAL,
  OVR_SAY_DRAFT,
  OVR_SAY_DRAFT_MARK,
  OVR_SAY_VERSION,
  OVR_SAY_REPLACES,
  OVR_SAY_REPLACES_OF,
  OVR_SAY_CHANGED,
  OVR_SAY_REPORT,
  OVR_SAY_PAGE_OF,
  OVR_SAY_PHANTOM,
  OVR_SAY_NAME_UNKNOWN,
  OVR_SAY_BORN,
  OVR_SAY_AGE_AT_STUDY,
  OVR_SAY_ID,
  OVR_SAY_STUDY,
  OVR_SAY_STUDY_UNKNOWN,
  OVR_SAY_COMPARED,
  OVR_SAY_NOT_COMPARED,
  OVR_SAY_SIDE_FROM,
  OVR_SAY_SIDE_FROM_HEADER,
  OVR_SAY_SIDE_FROM_MARKER,
  OVR_SAY_SIDE_FROM_ANATOMY,
  OVR_SAY_SIDE_UNSURE,
  OVR_SAY_FOR,
  OVR_SAY_ASKED_ON,
  OVR_SAY_SELF_REFERRED,
  OVR_SAY_ANSWER,
  OVR_SAY_NO_ANSWER_YET,
  OVR_SAY_NO_ORIGINAL,
  OVR_SAY_DIFFERS_MAJOR_1,
  OVR_SAY_DIFFERS_MAJOR_N,
  OVR_SAY_AND_MINOR_1,
  OVR_SAY_AND_MINOR_N,
  OVR_SAY_DIFFERS_MINOR_1,
  OVR_SAY_DIFFERS_MINOR_N,
  OVR_SAY_AGREES,
  OVR_SAY_CONFIRMED_1,
  OVR_SAY_CONFIRMED_N,
  OVR_SAY_ADDED_1,
  OVR_SAY_ADDED_N,
  OVR_SAY_UNJUDGED_1,
  OVR_SAY_UNJUDGED_N,
  OVR_SAY_URGENCY,
  OVR_SAY_URGENCY_LABEL,
  OVR_SAY_YOUR_QUESTIONS,
  OVR_SAY_NOT_ANSWERED_YET,
  OVR_SAY_MORE_ON_PAGE,
  OVR_SAY_CONTINUED_ON,
  OVR_SAY_CONTINUED_FROM,
  OVR_SAY_WHAT_DIFFERS,
  OVR_SAY_REPORT_OF,
  OVR_SAY_REPORT_BY,
  OVR_SAY_OPENED_AFTER,
  OVR_SAY_OPENED_DRAFTED,
  OVR_SAY_OPENED_BEFORE,
  OVR_SAY_NOTHING_DIFFERS,
  OVR_SAY_NOT_MENTIONED,
  OVR_SAY_ADDITION,
  OVR_SAY_RECOMMENDATION,
  OVR_SAY_NO_RECOMMENDATION,
  OVR_SAY_BY_DATE,
  OVR_SAY_LIMITS,
  OVR_SAY_BASIS,
  OVR_SAY_LICENCE,
  OVR_SAY_TELEPHONE,
  OVR_SAY_SIGNED,
  OVR_SAY_SIGNED_AS,
  OVR_SAY_NOT_SIGNED,
  OVR_SAY_HOW_TO_CHECK,
  OVR_SAY_CHECK_TEXT,
  OVR_SAY_CHECK_DRAFT,
  OVR_SAY_SCALE,
  OVR_SAY_DEVICE,
  OVR_SAY_FIGURE,
  OVR_SAY_LEDGER,
  OVR_SAY_ORIGINAL,
  OVR_SAY_ADDITIONS,
  OVR_SAY_TRANSLATED_BY,
  OVR_SAY_QUESTION_AND_REASON,
  OVR_SAY_REASON,
  OVR_SAY_DECISION,
  OVR_SAY_HISTORY,
  OVR_SAY_REPLY_TO,
  OVR_SAY_DUE,
  OVR_SAY_IMPRESSION,
  OVR_SAY_FINDINGS,
  OVR_SAY_CERTAINTY_IS,
  OVR_SAY_CURRENT,
  OVR_SAY_PRIOR,
  OVR_SAY_OTHER_STUDY,
  OVR_SAY_SERIES_N,
  OVR_SAY_IMAGE_N,
  OVR_SAY_IMAGE_N_OF,
  OVR_SAY_WINDOW,
  OVR_SAY_MIRRORED,
  OVR_SAY_INVERTED,
  OVR_SAY_NO_SCALE,
  OVR_SAY_SCALE_FROM,
  OVR_SAY_PROVENANCE_PIXELS,
  OVR_SAY_PROVENANCE_PIXEL_SPACING,
  OVR_SAY_PROVENANCE_DETECTOR_PLANE,
  OVR_SAY_PROVENANCE_MAGNIFICATION,
  OVR_SAY_PROVENANCE_FIDUCIAL,
  OVR_SAY_PROVENANCE_US_REGION,
  OVR_SAY_PROVENANCE_USER,
  OVR_SAY_PROVENANCE_DOCUMENT,
  OVR_SAY_MEASUREMENTS,
  OVR_SAY_OF_STUDIES_SUBMITTED,
  OVR_SAY_OVER_TIME,
  OVR_SAY_FINDING,
  OVR_SAY_DATE,
  OVR_SAY_VALUE,
  OVR_SAY_RESTS_ON,
  OVR_SAY_CLINICAL_VALUES,
  OVR_SAY_SOURCE,
  OVR_SAY_SUBMITTED,
  OVR_SAY_ADEQUACY,
  OVR_SAY_SERIES,
  OVR_SAY_IMAGES,
  OVR_SAY_THICKNESS,
  OVR_SAY_REMARKS,
  OVR_SAY_ACCESSION,
  OVR_SAY_TWO_NAMES,
  OVR_SAY_UNDER_TWO_NAMES,
  OVR_SAY_NAME_IN_HEADER,
  OVR_SAY_DOCUMENTS,
  OVR_SAY_DOCUMENT_ORIGINAL,
  OVR_SAY_DOCUMENT_PRIOR,
  OVR_SAY_DOCUMENT_REQUEST,
  OVR_SAY_DOCUMENT_LETTER,
  OVR_SAY_DOCUMENT_PATHOLOGY,
  OVR_SAY_DOCUMENT_LABORATORY,
  OVR_SAY_DOCUMENT_OTHER,
  OVR_SAY_TEXT_TYPED,
  OVR_SAY_TEXT_PDF,
  OVR_SAY_TEXT_OCR,
  OVR_SAY_COMPARED_BY,
  OVR_SAY_METHOD,
  OVR_SAY_BLIND_FULL,
  OVR_SAY_BLIND_DRAFT,
  OVR_SAY_BLIND_NOT,
  OVR_SAY_LOCKED_AT,
  OVR_SAY_UNSEALED_AT,
  OVR_SAY_LOCKED_TEXT,
  OVR_SAY_DISPLAY,
  OVR_SAY_COMMUNICATION,
  OVR_SAY_LIMITATIONS,
  OVR_SAY_READER,
  OVR_SAY_SIGNATURE,
  OVR_SAY_SIGNED_BY,
  OVR_SAY_TIME_ZONE,
  OVR_SAY_TITLE,
  OVR_SAY_QUOTE_OPEN,
  OVR_SAY_QUOTE_CLOSE,
  OVR_N_SAYINGS,
} OvrSaying;

/* The phrase as it stands. English where @language is not known. */
const char *ovr_say (OvrSaying saying,
                     const char *language);

/* The phrase with up to three arguments filled in; NULL where there is none.
 * (transfer full) */
char *ovr_say_with (OvrSaying saying,
                    const char *language,
                    const char *first,
                    const char *second,
                    const char *third);

/* The phrase in capital letters of that language. (transfer full) */
char *ovr_say_upper (OvrSaying saying,
                     const char *language);

/* "23 November 2026, 18:08 (UTC+01:00)" of an ISO 8601 time with offset; the
 * text itself where it is none. (transfer full) */
char *ovr_say_time (const char *iso,
                    const char *language);

/* "replaces version 1 of 3 May 2026" of the time at which that one was signed,
 * in its own zone; without the day where it is none. (transfer full) */
char *ovr_say_replaces (int version,
                        const char *signed_at,
                        const char *language);

/* What a measurement rests on; "" for none. (transfer full) */
char *ovr_say_provenance (const OvrMeasurement *measurement,
                          const char *language);

/* "1.2 mg/dl" of a laboratory's value as it was given. (transfer full) */
char *ovr_say_clinical_value (double value,
                              const char *unit,
                              const char *language);

/* One table a language, in the order of OvrSaying. */
extern const char *const ovr_sayings_en[OVR_N_SAYINGS];
extern const char *const ovr_sayings_de[OVR_N_SAYINGS];
extern const char *const ovr_sayings_fr[OVR_N_SAYINGS];
extern const char *const ovr_sayings_es[OVR_N_SAYINGS];
extern const char *const ovr_sayings_it[OVR_N_SAYINGS];
extern const char *const ovr_sayings_pt[OVR_N_SAYINGS];

G_END_DECLS
