/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"
#include "ovr-measurement.h"
#include "ovr-view.h"

G_BEGIN_DECLS

/* The second opinion as a value: what the store keeps, the editor shows, the
 * exporters write and resources/report.schema.json documents. Plain structs
 * with one owner; every string is owned, NULL means "unknown"; every GPtrArray
 * is owned, never NULL, and frees its elements. No part assumes that there is
 * one original report, or any. One thread at a time.
 *
 * Times are ISO 8601 texts with offset ("2026-11-23T18:08:00+01:00"), dates
 * are OvrDate. Texts are plain UTF-8; a line break is a new paragraph. */

#define OVR_REPORT_SCHEMA_VERSION 4

/**
 * OvrReportStatus:
 *
 * The document's state. Signed, sent and acknowledged reports don't change.
 */
typedef enum
{
  OVR_REPORT_DRAFT,
  OVR_REPORT_LOCKED,
  OVR_REPORT_SIGNED,
  OVR_REPORT_SENT,
  OVR_REPORT_ACKNOWLEDGED,
} OvrReportStatus;

typedef enum
{
  OVR_STUDY_CURRENT,
  OVR_STUDY_PRIOR,
  OVR_STUDY_OTHER,
} OvrStudyRole;

typedef enum
{
  OVR_SIDE_NONE,
  OVR_SIDE_LEFT,
  OVR_SIDE_RIGHT,
  OVR_SIDE_BILATERAL,
} OvrSide;

/**
 * OvrReason:
 * @OVR_REASON_TREATMENT: R1, before a major procedure or treatment
 * @OVR_REASON_INCONCLUSIVE: R2, inconclusive original or technical limits
 * @OVR_REASON_PERSISTING: R3, symptoms persist after treatment
 * @OVR_REASON_SUBSPECIALIST: R4, unsure that a subspecialist read it
 * @OVR_REASON_CHILD: R5, a child's study
 * @OVR_REASON_OTHER: anything else
 */
typedef enum
{
  OVR_REASON_TREATMENT,
  OVR_REASON_INCONCLUSIVE,
  OVR_REASON_PERSISTING,
  OVR_REASON_SUBSPECIALIST,
  OVR_REASON_CHILD,
  OVR_REASON_OTHER,
} OvrReason;

typedef enum
{
  OVR_DOCUMENT_ORIGINAL,
  OVR_DOCUMENT_PRIOR,
  OVR_DOCUMENT_REQUEST,
  OVR_DOCUMENT_LETTER,
  OVR_DOCUMENT_PATHOLOGY,
  OVR_DOCUMENT_LABORATORY,
  OVR_DOCUMENT_OTHER,
} OvrDocumentRole;

typedef enum
{
  OVR_TEXT_TYPED,
  OVR_TEXT_PDF,
  OVR_TEXT_OCR,
} OvrTextOrigin;

typedef enum
{
  OVR_CLAIM_ABNORMAL,
  OVR_CLAIM_NORMAL,
  OVR_CLAIM_TECHNIQUE,
  OVR_CLAIM_ADVICE,
  OVR_CLAIM_REPETITION,
} OvrClaimClass;

/**
 * OvrVerdict:
 * @OVR_VERDICT_OPEN: not judged yet: stops the signature
 *
 * What the second reader says of a claim. Additions are findings of their own.
 */
typedef enum
{
  OVR_VERDICT_OPEN,
  OVR_VERDICT_AGREE,
  OVR_VERDICT_AGREE_MODIFIED,
  OVR_VERDICT_DISAGREE,
  OVR_VERDICT_NOT_ASSESSABLE,
  OVR_VERDICT_OUT_OF_SCOPE,
} OvrVerdict;

/**
 * OvrCertainty:
 *
 * The printed five-step scale; the ranges are >90, 75–90, 25–75, 5–25, <5 %.
 * NOT_ASSESSABLE: the images can't answer; the text says what could.
 */
typedef enum
{
  OVR_CERTAINTY_NONE,
  OVR_CERTAINTY_MOST_LIKELY,
  OVR_CERTAINTY_LIKELY,
  OVR_CERTAINTY_POSSIBLE,
  OVR_CERTAINTY_UNLIKELY,
  OVR_CERTAINTY_VERY_UNLIKELY,
  OVR_CERTAINTY_NOT_ASSESSABLE,
} OvrCertainty;

/**
 * OvrImpact:
 *
 * Whether a difference changes treatment (major) or not (minor).
 */
typedef enum
{
  OVR_IMPACT_NONE,
  OVR_IMPACT_MINOR,
  OVR_IMPACT_MAJOR,
} OvrImpact;

typedef enum
{
  OVR_BLIND_NOT,
  OVR_BLIND_DRAFT,
  OVR_BLIND_FULL,
} OvrBlindGrade;

typedef struct
{
  char *name;          /* as the reader confirmed it: "Østergård-Kučera, Žofie" */
  char *name_verbatim; /* as the header has it */
  OvrDate birth_date;
  char *sex; /* "F", "M", "O" or "" */
  char *id;
  char *id_issuer;
  char *name_confirmed_at; /* when the reader said that @name is right */
} OvrPatient;

typedef struct
{
  char *code; /* as OvrHealthFinding */
  char *text;
  char *where;
} OvrReportHealth;

typedef struct
{
  char *uid;
  char *description;
  char *modality;
  int number;
  int instances;
  double thickness_mm; /* 0 unknown */
  double spacing_mm;   /* 0 unknown */
  GPtrArray *health;   /* OvrReportHealth */
} OvrReportSeries;

typedef struct
{
  char *uid; /* Study Instance UID */
  OvrStudyRole role;
  char *description; /* "CT chest with contrast" */
  char *modality;
  OvrSide side;      /* of the examined part; NONE where unpaired */
  char *side_source; /* "header", "marker", "anatomy", "not determinable", NULL */
  OvrDate acquired;  /* acquisition date */
  OvrDate study_date;
  char *institution;
  char *accession;
  char *patient_name; /* as this study's header has it, for the study table */
  char *patient_id;   /* likewise */
  GPtrArray *series;  /* OvrReportSeries */
} OvrReportStudy;

typedef struct
{
  char *study_uid;
  char *series_uid;
  char *description; /* of the series */
  char *modality;
  int instances; /* how many came */
  char *arrived_at;
  char *seen_at; /* when the reader said that they were looked at; NULL not yet */
} OvrArrival;

typedef struct
{
  char *name; /* as the second header has it */
  char *id;
  OvrDate birth_date;
  char *sex;
  char *reason; /* why both are one person, in the reader's words */
  char *merged_at;
} OvrMerger;

typedef struct
{
  char *id; /* "q1" */
  int number;
  char *text;
} OvrQuestion;

typedef struct
{
  char *requester; /* "Dr B. Keller" */
  char *specialty;
  char *institution;
  char *reply_address;
  OvrDate asked;
  OvrDate due;
  OvrReason reason;
  char *reason_text; /* with OTHER, and for what the word leaves out */
  char *decision;    /* the decision at hand: "before a planned lobectomy" */
  char *history;
  GPtrArray *questions; /* OvrQuestion */
} OvrReferral;

typedef struct
{
  int number; /* page from 1 */
  int start;  /* first character of the text on it */
  int end;    /* one past the last */
} OvrPage;

typedef struct
{
  char *id; /* "d1" */
  OvrDocumentRole role;
  char *study_uid; /* NULL: about none */
  char *title;
  char *author;
  char *institution;
  OvrDate date;
  char *language;      /* BCP 47 */
  char *source_file;   /* base name of what was received */
  char *source_sha256; /* hex */
  char *text;          /* what claims are spans of; never edited after claims exist */
  GPtrArray *pages;    /* OvrPage */
  OvrTextOrigin origin;
  char *confirmed_by; /* who compared text and picture */
  char *translation;
  char *translation_language;
  char *translation_author; /* "machine: …" or a person */
} OvrDocument;

typedef struct
{
  char *name; /* "Creatinine" */
  double value;
  char *unit;
  OvrDate date;
  char *source; /* a document's id, or words */
} OvrClinicalValue;

typedef struct
{
  char *id;   /* "c7" */
  int number; /* printed; same on both columns */
  char *document_id;
  char *study_uid; /* the study it speaks of, NULL unknown */
  int start;       /* span of the document's text, Unicode characters */
  int end;         /* exclusive */
  char *section;   /* "findings", "impression", "technique", … */
  OvrClaimClass claim_class;
  char *translation; /* of this span into the report's language */
  OvrVerdict verdict;
  char *comment; /* ours: what holds instead, or why */
  OvrImpact impact;
  GPtrArray *finding_ids; /* char*: findings that show it */
  char *judged_at;
  gboolean judged_in_group; /* accepted together with other normal ones */
} OvrClaim;

typedef struct
{
  OvrMeasurement measurement;
  char *label; /* "long axis", "mean" */
  char *study_uid;
  OvrImageRef image; /* where it was measured */
} OvrReportMeasurement;

typedef struct
{
  char *id; /* "k1" */
  char *study_uid;
  char *series_uid;
  OvrView *view; /* never NULL */
  char *caption;
  char *pair_id; /* the key image that it is shown beside, NULL */
} OvrKeyImage;

typedef struct
{
  char *id;    /* "f1" */
  char *title; /* "Nodule, right upper lobe" */
  char *text;
  OvrSide side;
  gboolean addition; /* not in any original report */
  OvrCertainty certainty;
  OvrImpact impact;        /* with addition: does it change treatment */
  GPtrArray *key_images;   /* OvrKeyImage */
  GPtrArray *measurements; /* OvrReportMeasurement */
} OvrFinding;

typedef struct
{
  char *question_id;
  char *lead; /* first word or words, bold: "Yes." */
  char *text;
  OvrCertainty certainty;
  GPtrArray *finding_ids;
  char *reopened_at; /* images came after it was given: to be looked at again */
} OvrAnswer;

typedef struct
{
  char *actor; /* "Thoracic surgeon" */
  char *action;
  OvrDate by;
  char *by_text; /* "before the operation" */
} OvrRecommendation;

typedef struct
{
  char *at;
  char *with;    /* a person's name */
  char *channel; /* "telephone", "mail" */
  char *text;
} OvrCommunication;

typedef struct
{
  char *name; /* must be the certificate's */
  char *qualification;
  char *specialty;
  char *fellowship;
  char *licence;
  char *jurisdiction;
  char *institution;
  char *telephone;
  char *email;
  char *display; /* display used, as stated by the reader */
} OvrReader;

typedef struct
{
  OvrBlindGrade grade;
  char *impression; /* what was locked before the original was opened */
  char *locked_at;
  char *unsealed_at;
} OvrBlind;

/**
 * OvrReport:
 *
 * @answer is the headline: at most 45 words wanted, never above 60.
 */
typedef struct
{
  char *number; /* "OR-2026-0412-7" */
  char *case_id;
  OvrReportStatus status;
  int version;                 /* from 1 */
  char *predecessor;           /* SHA-256 of the PDF of the version that it replaces */
  char *predecessor_signed_at; /* when that one was signed, ISO 8601 with offset */
  char *changes;               /* what changed since then, and why */
  char *language;              /* BCP 47: "en" */
  char *template_name;
  gboolean phantom; /* prints "PHANTOM, not a patient" */
  OvrPatient patient;
  GPtrArray *studies;  /* OvrReportStudy; current ones first, then by date */
  GPtrArray *arrivals; /* OvrArrival: what came after the reader had made up their mind */
  GPtrArray *mergers;  /* OvrMerger: studies under another name or ID */
  OvrReferral referral;
  GPtrArray *documents; /* OvrDocument */
  GPtrArray *values;    /* OvrClinicalValue */
  GPtrArray *claims;    /* OvrClaim, in the order of their numbers */
  GPtrArray *findings;  /* OvrFinding */
  GPtrArray *answers;   /* OvrAnswer */
  char *answer;
  char *urgency;
  char *impression;
  GPtrArray *recommendations; /* OvrRecommendation */
  char *adequacy;             /* are the submitted images enough for the question */
  char *limitations;
  GPtrArray *communications; /* OvrCommunication */
  OvrBlind blind;
  OvrReader reader;
  char *front_key_image; /* id of the key image on page one */
  char *signed_at;
  char *signed_sha256; /* of the signed PDF */
} OvrReport;

OvrReport *ovr_report_new (void);
OvrReport *ovr_report_copy (const OvrReport *self);
void ovr_report_free (OvrReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrReport, ovr_report_free)

/* The parts, empty: lists are there, strings are NULL, a key image has a view.
 * Freed by the array that they are put into. */
OvrReportHealth *ovr_report_health_new (void);
OvrReportSeries *ovr_report_series_new (void);
OvrReportStudy *ovr_report_study_new (void);
OvrArrival *ovr_arrival_new (void);
OvrMerger *ovr_merger_new (void);
OvrQuestion *ovr_question_new (void);
OvrPage *ovr_page_new (void);
OvrDocument *ovr_document_new (void);
OvrClinicalValue *ovr_clinical_value_new (void);
OvrClaim *ovr_claim_new (void);
OvrReportMeasurement *ovr_report_measurement_new (void);
OvrKeyImage *ovr_key_image_new (void);
OvrFinding *ovr_finding_new (void);
OvrAnswer *ovr_answer_new (void);
OvrRecommendation *ovr_recommendation_new (void);
OvrCommunication *ovr_communication_new (void);

void ovr_report_health_free (OvrReportHealth *self);
void ovr_report_series_free (OvrReportSeries *self);
void ovr_report_study_free (OvrReportStudy *self);
void ovr_arrival_free (OvrArrival *self);
void ovr_merger_free (OvrMerger *self);
void ovr_question_free (OvrQuestion *self);
void ovr_page_free (OvrPage *self);
void ovr_document_free (OvrDocument *self);
void ovr_clinical_value_free (OvrClinicalValue *self);
void ovr_claim_free (OvrClaim *self);
void ovr_report_measurement_free (OvrReportMeasurement *self);
void ovr_key_image_free (OvrKeyImage *self);
void ovr_finding_free (OvrFinding *self);
void ovr_answer_free (OvrAnswer *self);
void ovr_recommendation_free (OvrRecommendation *self);
void ovr_communication_free (OvrCommunication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDocument, ovr_document_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrReportStudy, ovr_report_study_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrKeyImage, ovr_key_image_free)

#define OVR_REPORT_ERROR (ovr_report_error_quark ())
GQuark ovr_report_error_quark (void);

/**
 * OvrReportError:
 * @OVR_REPORT_ERROR_FORM: not JSON, or not a report; the message names the place
 * @OVR_REPORT_ERROR_NEWER: schemaVersion is above this program's
 * @OVR_REPORT_ERROR_REFUSED: the change isn't allowed in that state
 */
typedef enum
{
  OVR_REPORT_ERROR_FORM,
  OVR_REPORT_ERROR_NEWER,
  OVR_REPORT_ERROR_REFUSED,
} OvrReportError;

/* JSON: keys in camelCase, unknown values null and never left out, enums as
 * words with hyphens, dates ISO. Reading refuses unknown keys and words. */
char *ovr_report_to_json (const OvrReport *self);
OvrReport *ovr_report_from_json (const char *json,
                                 gssize length,
                                 GError **error);

/* Look-ups; borrowed, NULL if there is none. */
OvrDocument *ovr_report_find_document (const OvrReport *self, const char *id);
OvrClaim *ovr_report_find_claim (const OvrReport *self, const char *id);
OvrFinding *ovr_report_find_finding (const OvrReport *self, const char *id);
OvrQuestion *ovr_report_find_question (const OvrReport *self, const char *id);
OvrAnswer *ovr_report_find_answer (const OvrReport *self, const char *question_id);
OvrReportStudy *ovr_report_find_study (const OvrReport *self, const char *uid);
OvrKeyImage *ovr_report_find_key_image (const OvrReport *self, const char *id, OvrFinding **finding);

/* The claim's words, cut out of the document's text; never an edited copy.
 * (transfer full) */
char *ovr_report_dup_quote (const OvrReport *self,
                            const OvrClaim *claim);

/* A new id with @prefix ("c", "f", "k") that nothing in the report has. */
char *ovr_report_new_id (const OvrReport *self,
                         const char *prefix);

/* "OR-2026-0412-7_v2_FINAL.pdf", "…_v1_DRAFT.pdf": report number, version and
 * status, safe as a file name everywhere. (transfer full) */
char *ovr_report_file_name (const OvrReport *self,
                            const char *suffix);

G_END_DECLS
