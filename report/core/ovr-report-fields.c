/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

#define PLAIN(Struct, kind, member, key)                            \
  {                                                                 \
    key, OVR_FIELD_##kind, offsetof (Struct, member), NULL, NULL, 0 \
  }
#define LATER(Struct, kind, member, key, since)                         \
  {                                                                     \
    key, OVR_FIELD_##kind, offsetof (Struct, member), NULL, NULL, since \
  }
#define PART(Struct, kind, member, key, of)                        \
  {                                                                \
    key, OVR_FIELD_##kind, offsetof (Struct, member), &of, NULL, 0 \
  }
#define LATER_PART(Struct, kind, member, key, of, since)               \
  {                                                                    \
    key, OVR_FIELD_##kind, offsetof (Struct, member), &of, NULL, since \
  }
#define WORD(Struct, member, key, list)                           \
  {                                                               \
    key, OVR_FIELD_ENUM, offsetof (Struct, member), NULL, list, 0 \
  }

/* A type that is only embedded, and one that lives in lists. */
#define EMBEDDED_TYPE(variable, Struct, name) \
  static const OvrType variable = { name, sizeof (Struct), NULL, variable##_fields, G_N_ELEMENTS (variable##_fields) }
#define LIST_TYPE(variable, Struct, name, function) \
  static const OvrType variable;                    \
  Struct *ovr_##function##_new (void)               \
  {                                                 \
    return ovr_type_new (&variable);                \
  }                                                 \
  void ovr_##function##_free (Struct *self)         \
  {                                                 \
    ovr_type_free (&variable, self);                \
  }                                                 \
  static void variable##_destroy (gpointer self)    \
  {                                                 \
    ovr_type_free (&variable, self);                \
  }                                                 \
  static const OvrType variable = { name, sizeof (Struct), variable##_destroy, variable##_fields, G_N_ELEMENTS (variable##_fields) }

static const char *const status_words[] = { "draft", "locked", "signed", "sent", "acknowledged", NULL };
static const char *const study_role_words[] = { "current", "prior", "other", NULL };
static const char *const side_words[] = { "none", "left", "right", "bilateral", NULL };
static const char *const reason_words[] = { "treatment", "inconclusive", "persisting", "subspecialist", "child", "other", NULL };
static const char *const document_role_words[] = { "original", "prior", "request", "letter", "pathology", "laboratory", "other", NULL };
static const char *const origin_words[] = { "typed", "pdf", "ocr", NULL };
static const char *const class_words[] = { "abnormal", "normal", "technique", "advice", "repetition", NULL };
static const char *const verdict_words[] = { "open", "agree", "agree-modified", "disagree", "not-assessable", "out-of-scope", NULL };
static const char *const certainty_words[] = { "none", "most-likely", "likely", "possible", "unlikely", "very-unlikely", "not-assessable", NULL };
static const char *const impact_words[] = { "none", "minor", "major", NULL };
static const char *const blind_words[] = { "not", "draft", "full", NULL };

static const OvrField point_type_fields[] = {
  PLAIN (OvrPoint, NUMBER, col, "col"),
  PLAIN (OvrPoint, NUMBER, row, "row"),
};
EMBEDDED_TYPE (point_type, OvrPoint, "point");

static const OvrField view_fields[] = {
  PLAIN (OvrView, IMAGE, image, "image"),
  PLAIN (OvrView, NUMBER, window_center, "windowCenter"),
  PLAIN (OvrView, NUMBER, window_width, "windowWidth"),
  LATER (OvrView, INT, voi, "voi", 3),
  PART (OvrView, STRUCT, centre, "centre", point_type),
  PLAIN (OvrView, NUMBER, span_px, "spanPx"),
  PLAIN (OvrView, INT, rotation_deg, "rotationDeg"),
  PLAIN (OvrView, BOOL, flip_horizontal, "flipHorizontal"),
  PLAIN (OvrView, BOOL, invert, "invert"),
  LATER (OvrView, STRING, presentation_uid, "presentationUid", 3),
  PLAIN (OvrView, SHAPES, shapes, "shapes"),
};
const OvrType ovr_view_type = { "view", sizeof (OvrView), NULL, view_fields, G_N_ELEMENTS (view_fields) };

static const OvrField patient_type_fields[] = {
  PLAIN (OvrPatient, STRING, name, "name"),
  PLAIN (OvrPatient, STRING, name_verbatim, "nameVerbatim"),
  PLAIN (OvrPatient, DATE, birth_date, "birthDate"),
  PLAIN (OvrPatient, STRING, sex, "sex"),
  PLAIN (OvrPatient, STRING, id, "id"),
  PLAIN (OvrPatient, STRING, id_issuer, "idIssuer"),
  LATER (OvrPatient, STRING, name_confirmed_at, "nameConfirmedAt", 4),
};
EMBEDDED_TYPE (patient_type, OvrPatient, "patient");

static const OvrField health_type_fields[] = {
  PLAIN (OvrReportHealth, STRING, code, "code"),
  PLAIN (OvrReportHealth, STRING, text, "text"),
  PLAIN (OvrReportHealth, STRING, where, "where"),
};
LIST_TYPE (health_type, OvrReportHealth, "health", report_health);

static const OvrField series_type_fields[] = {
  PLAIN (OvrReportSeries, STRING, uid, "uid"),
  PLAIN (OvrReportSeries, STRING, description, "description"),
  PLAIN (OvrReportSeries, STRING, modality, "modality"),
  PLAIN (OvrReportSeries, COUNT, number, "number"),
  PLAIN (OvrReportSeries, INT, instances, "instances"),
  PLAIN (OvrReportSeries, EXTENT, thickness_mm, "thicknessMm"),
  PLAIN (OvrReportSeries, EXTENT, spacing_mm, "spacingMm"),
  PART (OvrReportSeries, LIST, health, "health", health_type),
};
LIST_TYPE (series_type, OvrReportSeries, "series", report_series);

static const OvrField study_type_fields[] = {
  PLAIN (OvrReportStudy, STRING, uid, "uid"),
  WORD (OvrReportStudy, role, "role", study_role_words),
  PLAIN (OvrReportStudy, STRING, description, "description"),
  PLAIN (OvrReportStudy, STRING, modality, "modality"),
  WORD (OvrReportStudy, side, "side", side_words),
  PLAIN (OvrReportStudy, STRING, side_source, "sideSource"),
  PLAIN (OvrReportStudy, DATE, acquired, "acquired"),
  PLAIN (OvrReportStudy, DATE, study_date, "studyDate"),
  PLAIN (OvrReportStudy, STRING, institution, "institution"),
  PLAIN (OvrReportStudy, STRING, accession, "accession"),
  LATER (OvrReportStudy, STRING, patient_name, "patientName", 4),
  LATER (OvrReportStudy, STRING, patient_id, "patientId", 4),
  PART (OvrReportStudy, LIST, series, "series", series_type),
};
LIST_TYPE (study_type, OvrReportStudy, "study", report_study);

static const OvrField arrival_type_fields[] = {
  PLAIN (OvrArrival, STRING, study_uid, "studyUid"),
  PLAIN (OvrArrival, STRING, series_uid, "seriesUid"),
  PLAIN (OvrArrival, STRING, description, "description"),
  PLAIN (OvrArrival, STRING, modality, "modality"),
  PLAIN (OvrArrival, INT, instances, "instances"),
  PLAIN (OvrArrival, STRING, arrived_at, "arrivedAt"),
  PLAIN (OvrArrival, STRING, seen_at, "seenAt"),
};
LIST_TYPE (arrival_type, OvrArrival, "arrival", arrival);

static const OvrField merger_type_fields[] = {
  PLAIN (OvrMerger, STRING, name, "name"),
  PLAIN (OvrMerger, STRING, id, "id"),
  PLAIN (OvrMerger, DATE, birth_date, "birthDate"),
  PLAIN (OvrMerger, STRING, sex, "sex"),
  PLAIN (OvrMerger, STRING, reason, "reason"),
  PLAIN (OvrMerger, STRING, merged_at, "mergedAt"),
};
LIST_TYPE (merger_type, OvrMerger, "merger", merger);

static const OvrField question_type_fields[] = {
  PLAIN (OvrQuestion, STRING, id, "id"),
  PLAIN (OvrQuestion, INT, number, "number"),
  PLAIN (OvrQuestion, STRING, text, "text"),
};
LIST_TYPE (question_type, OvrQuestion, "question", question);

static const OvrField referral_type_fields[] = {
  PLAIN (OvrReferral, STRING, requester, "requester"),
  PLAIN (OvrReferral, STRING, specialty, "specialty"),
  PLAIN (OvrReferral, STRING, institution, "institution"),
  PLAIN (OvrReferral, STRING, reply_address, "replyAddress"),
  PLAIN (OvrReferral, DATE, asked, "asked"),
  PLAIN (OvrReferral, DATE, due, "due"),
  WORD (OvrReferral, reason, "reason", reason_words),
  PLAIN (OvrReferral, STRING, reason_text, "reasonText"),
  PLAIN (OvrReferral, STRING, decision, "decision"),
  PLAIN (OvrReferral, STRING, history, "history"),
  PART (OvrReferral, LIST, questions, "questions", question_type),
};
EMBEDDED_TYPE (referral_type, OvrReferral, "referral");

static const OvrField page_type_fields[] = {
  PLAIN (OvrPage, INT, number, "number"),
  PLAIN (OvrPage, INT, start, "start"),
  PLAIN (OvrPage, INT, end, "end"),
};
LIST_TYPE (page_type, OvrPage, "page", page);

static const OvrField document_type_fields[] = {
  PLAIN (OvrDocument, STRING, id, "id"),
  WORD (OvrDocument, role, "role", document_role_words),
  PLAIN (OvrDocument, STRING, study_uid, "studyUid"),
  PLAIN (OvrDocument, STRING, title, "title"),
  PLAIN (OvrDocument, STRING, author, "author"),
  PLAIN (OvrDocument, STRING, institution, "institution"),
  PLAIN (OvrDocument, DATE, date, "date"),
  PLAIN (OvrDocument, STRING, language, "language"),
  PLAIN (OvrDocument, STRING, source_file, "sourceFile"),
  PLAIN (OvrDocument, STRING, source_sha256, "sourceSha256"),
  PLAIN (OvrDocument, STRING, text, "text"),
  PART (OvrDocument, LIST, pages, "pages", page_type),
  WORD (OvrDocument, origin, "origin", origin_words),
  PLAIN (OvrDocument, STRING, confirmed_by, "confirmedBy"),
  PLAIN (OvrDocument, STRING, translation, "translation"),
  PLAIN (OvrDocument, STRING, translation_language, "translationLanguage"),
  PLAIN (OvrDocument, STRING, translation_author, "translationAuthor"),
};
LIST_TYPE (document_type, OvrDocument, "document", document);

static const OvrField value_type_fields[] = {
  PLAIN (OvrClinicalValue, STRING, name, "name"),
  PLAIN (OvrClinicalValue, NUMBER, value, "value"),
  PLAIN (OvrClinicalValue, STRING, unit, "unit"),
  PLAIN (OvrClinicalValue, DATE, date, "date"),
  PLAIN (OvrClinicalValue, STRING, source, "source"),
};
LIST_TYPE (value_type, OvrClinicalValue, "clinicalValue", clinical_value);

static const OvrField claim_type_fields[] = {
  PLAIN (OvrClaim, STRING, id, "id"),
  PLAIN (OvrClaim, INT, number, "number"),
  PLAIN (OvrClaim, STRING, document_id, "documentId"),
  PLAIN (OvrClaim, STRING, study_uid, "studyUid"),
  PLAIN (OvrClaim, INT, start, "start"),
  PLAIN (OvrClaim, INT, end, "end"),
  PLAIN (OvrClaim, STRING, section, "section"),
  WORD (OvrClaim, claim_class, "class", class_words),
  PLAIN (OvrClaim, STRING, translation, "translation"),
  WORD (OvrClaim, verdict, "verdict", verdict_words),
  PLAIN (OvrClaim, STRING, comment, "comment"),
  WORD (OvrClaim, impact, "impact", impact_words),
  PLAIN (OvrClaim, STRINGS, finding_ids, "findingIds"),
  PLAIN (OvrClaim, STRING, judged_at, "judgedAt"),
  PLAIN (OvrClaim, BOOL, judged_in_group, "judgedInGroup"),
};
LIST_TYPE (claim_type, OvrClaim, "claim", claim);

static const OvrField measurement_type_fields[] = {
  PLAIN (OvrReportMeasurement, MEASUREMENT, measurement, "measurement"),
  PLAIN (OvrReportMeasurement, STRING, label, "label"),
  PLAIN (OvrReportMeasurement, STRING, study_uid, "studyUid"),
  PLAIN (OvrReportMeasurement, IMAGE, image, "image"),
};
LIST_TYPE (measurement_type, OvrReportMeasurement, "reportMeasurement", report_measurement);

static const OvrField key_image_type_fields[] = {
  PLAIN (OvrKeyImage, STRING, id, "id"),
  PLAIN (OvrKeyImage, STRING, study_uid, "studyUid"),
  PLAIN (OvrKeyImage, STRING, series_uid, "seriesUid"),
  PART (OvrKeyImage, VIEW, view, "view", ovr_view_type),
  PLAIN (OvrKeyImage, STRING, caption, "caption"),
  PLAIN (OvrKeyImage, STRING, pair_id, "pairId"),
};
LIST_TYPE (key_image_type, OvrKeyImage, "keyImage", key_image);

static const OvrField finding_type_fields[] = {
  PLAIN (OvrFinding, STRING, id, "id"),
  PLAIN (OvrFinding, STRING, title, "title"),
  PLAIN (OvrFinding, STRING, text, "text"),
  WORD (OvrFinding, side, "side", side_words),
  PLAIN (OvrFinding, BOOL, addition, "addition"),
  WORD (OvrFinding, certainty, "certainty", certainty_words),
  WORD (OvrFinding, impact, "impact", impact_words),
  PART (OvrFinding, LIST, key_images, "keyImages", key_image_type),
  PART (OvrFinding, LIST, measurements, "measurements", measurement_type),
};
LIST_TYPE (finding_type, OvrFinding, "finding", finding);

static const OvrField answer_type_fields[] = {
  PLAIN (OvrAnswer, STRING, question_id, "questionId"),
  PLAIN (OvrAnswer, STRING, lead, "lead"),
  PLAIN (OvrAnswer, STRING, text, "text"),
  WORD (OvrAnswer, certainty, "certainty", certainty_words),
  PLAIN (OvrAnswer, STRINGS, finding_ids, "findingIds"),
  LATER (OvrAnswer, STRING, reopened_at, "reopenedAt", 4),
};
LIST_TYPE (answer_type, OvrAnswer, "answer", answer);

static const OvrField recommendation_type_fields[] = {
  PLAIN (OvrRecommendation, STRING, actor, "actor"),
  PLAIN (OvrRecommendation, STRING, action, "action"),
  PLAIN (OvrRecommendation, DATE, by, "by"),
  PLAIN (OvrRecommendation, STRING, by_text, "byText"),
};
LIST_TYPE (recommendation_type, OvrRecommendation, "recommendation", recommendation);

static const OvrField communication_type_fields[] = {
  PLAIN (OvrCommunication, STRING, at, "at"),
  PLAIN (OvrCommunication, STRING, with, "with"),
  PLAIN (OvrCommunication, STRING, channel, "channel"),
  PLAIN (OvrCommunication, STRING, text, "text"),
};
LIST_TYPE (communication_type, OvrCommunication, "communication", communication);

static const OvrField blind_type_fields[] = {
  WORD (OvrBlind, grade, "grade", blind_words),
  PLAIN (OvrBlind, STRING, impression, "impression"),
  PLAIN (OvrBlind, STRING, locked_at, "lockedAt"),
  PLAIN (OvrBlind, STRING, unsealed_at, "unsealedAt"),
};
EMBEDDED_TYPE (blind_type, OvrBlind, "blind");

static const OvrField reader_type_fields[] = {
  PLAIN (OvrReader, STRING, name, "name"),
  PLAIN (OvrReader, STRING, qualification, "qualification"),
  PLAIN (OvrReader, STRING, specialty, "specialty"),
  PLAIN (OvrReader, STRING, fellowship, "fellowship"),
  PLAIN (OvrReader, STRING, licence, "licence"),
  PLAIN (OvrReader, STRING, jurisdiction, "jurisdiction"),
  PLAIN (OvrReader, STRING, institution, "institution"),
  PLAIN (OvrReader, STRING, telephone, "telephone"),
  PLAIN (OvrReader, STRING, email, "email"),
  PLAIN (OvrReader, STRING, display, "display"),
};
EMBEDDED_TYPE (reader_type, OvrReader, "reader");

static const OvrField report_fields[] = {
  PLAIN (OvrReport, STRING, number, "number"),
  PLAIN (OvrReport, STRING, case_id, "caseId"),
  WORD (OvrReport, status, "status", status_words),
  PLAIN (OvrReport, INT, version, "version"),
  PLAIN (OvrReport, STRING, predecessor, "predecessor"),
  LATER (OvrReport, STRING, predecessor_signed_at, "predecessorSignedAt", 2),
  PLAIN (OvrReport, STRING, changes, "changes"),
  PLAIN (OvrReport, STRING, language, "language"),
  PLAIN (OvrReport, STRING, template_name, "templateName"),
  PLAIN (OvrReport, BOOL, phantom, "phantom"),
  PART (OvrReport, STRUCT, patient, "patient", patient_type),
  PART (OvrReport, LIST, studies, "studies", study_type),
  LATER_PART (OvrReport, LIST, arrivals, "arrivals", arrival_type, 4),
  LATER_PART (OvrReport, LIST, mergers, "mergers", merger_type, 4),
  PART (OvrReport, STRUCT, referral, "referral", referral_type),
  PART (OvrReport, LIST, documents, "documents", document_type),
  PART (OvrReport, LIST, values, "values", value_type),
  PART (OvrReport, LIST, claims, "claims", claim_type),
  PART (OvrReport, LIST, findings, "findings", finding_type),
  PART (OvrReport, LIST, answers, "answers", answer_type),
  PLAIN (OvrReport, STRING, answer, "answer"),
  PLAIN (OvrReport, STRING, urgency, "urgency"),
  PLAIN (OvrReport, STRING, impression, "impression"),
  PART (OvrReport, LIST, recommendations, "recommendations", recommendation_type),
  PLAIN (OvrReport, STRING, adequacy, "adequacy"),
  PLAIN (OvrReport, STRING, limitations, "limitations"),
  PART (OvrReport, LIST, communications, "communications", communication_type),
  PART (OvrReport, STRUCT, blind, "blind", blind_type),
  PART (OvrReport, STRUCT, reader, "reader", reader_type),
  PLAIN (OvrReport, STRING, front_key_image, "frontKeyImage"),
  PLAIN (OvrReport, STRING, signed_at, "signedAt"),
  PLAIN (OvrReport, STRING, signed_sha256, "signedSha256"),
};
const OvrType ovr_report_type = { "report", sizeof (OvrReport), NULL, report_fields, G_N_ELEMENTS (report_fields) };
