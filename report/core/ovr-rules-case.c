/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-rules-private.h"

#include "ovr-claim-traits.h"
#include "ovr-document-identity.h"
#include "ovr-same-person.h"

#include <string.h>

/* Rules about patient, studies and documents. */

/* When these lines were written: a clock that says earlier is wrong. */
#define PROGRAM_DATE ((OvrDate){ 2026, 11, 1 })

/* Of what changed since the version before. */
#define CHANGES_WORDS_WANTED 40

/* Parts of the body that there are two of, as they stand in descriptions in
 * German and English; compared after ovr_claim_normalize(). */
static const char *const paired_words[] = {
  "knee*", "knie*", "hip", "hips", "hüft*", "shoulder*", "schulter*", "elbow*", "ellenbogen*", "ellbogen*", "wrist*",
  "handgelenk*", "hand", "hands", "finger*", "thumb*", "daumen*", "foot", "feet", "fuß*", "fuss*", "ankle*", "sprunggelenk*",
  "osg", "usg", "forefoot", "toe", "toes", "zehe*", "femur*", "oberschenkel*", "tibia*", "unterschenkel*", "fibula*", "humerus*",
  "oberarm*", "forearm*", "unterarm*", "radius*", "ulna*", "scapula*", "clavic*", "klavikula*", "schlüsselbein*", "heel*",
  "calcaneus*", "patella*", "leg", "arm", "upper extremity", "lower extremity", "orbit", "orbita", NULL
};

gboolean
ovr_report_study_is_paired (const OvrReportStudy *study)
{
  g_autoptr (GString) all = g_string_new (study->description);
  g_autofree char *words = NULL;

  for (guint i = 0; i < study->series->len; i++)
    {
      const OvrReportSeries *series = study->series->pdata[i];

      g_string_append_printf (all, " | %s", series->description != NULL ? series->description : "");
    }
  words = ovr_claim_normalize (all->str);
  return ovr_claim_has_phrase (words, paired_words);
}

static gboolean
is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdefABCDEF") == 64;
}

/* H36: a later version says what it replaces and why, the first one replaces
 * nothing. */
static void
check_version (OvrRules *self)
{
  const OvrReport *report = self->report;
  g_autoptr (GDateTime) before = report->predecessor_signed_at != NULL
                                     ? g_date_time_new_from_iso8601 (report->predecessor_signed_at, NULL)
                                     : NULL;

  if (report->version <= 1)
    {
      if (report->predecessor != NULL || report->predecessor_signed_at != NULL || !ovr_rules_is_empty (report->changes))
        ovr_rules_error (self, "predecessor-unexpected", "The first version replaces no other and has no changes to tell.", "version");
      return;
    }
  if (!is_sha256 (report->predecessor))
    ovr_rules_error (self, "predecessor-missing", "A later version must name the one that it replaces.", "predecessor");
  if (before == NULL)
    ovr_rules_error (self, "predecessor-time-missing", "Say when the version that is replaced was signed.", "predecessorSignedAt");
  else if (g_date_time_compare (before, self->now) > 0)
    ovr_rules_error (self, "clock-before-predecessor", "The computer's clock is earlier than the signature of the version before: set it.", "predecessorSignedAt");
  if (ovr_rules_is_empty (report->changes))
    ovr_rules_error (self, "changes-missing", "Say in one sentence what changed since the version before, and why.", "changes");
  else if (ovr_report_count_words (report->changes) > CHANGES_WORDS_WANTED)
    ovr_rules_warn (self, "changes-long", "One sentence is wanted on what changed; it stands in bold at the top of page one.", "changes");
}

void
ovr_rules_check_state (OvrRules *self)
{
  const OvrReport *report = self->report;

  if (report->status >= OVR_REPORT_SIGNED)
    ovr_rules_error (self, "already-signed", "This version is signed: make a new version.", "status");
  if (ovr_rules_is_empty (report->number))
    ovr_rules_error (self, "number-missing", "The report needs a number.", "number");
  check_version (self);
  if (ovr_date_compare (ovr_rules_today (self), PROGRAM_DATE) < 0)
    ovr_rules_error (self, "clock-wrong", "The computer's clock is earlier than this program: set it.", "signedAt");
}

/* H04: a question mark or U+FFFD stands where a letter was. */
static gboolean
has_damaged_header (const OvrReport *report)
{
  if (ovr_name_is_damaged (report->patient.name_verbatim))
    return TRUE;
  for (guint i = 0; i < report->studies->len; i++)
    if (ovr_name_is_damaged (((const OvrReportStudy *) report->studies->pdata[i])->patient_name))
      return TRUE;
  return FALSE;
}

gboolean
ovr_report_has_damaged_name (const OvrReport *report)
{
  return ovr_name_is_damaged (report->patient.name) || has_damaged_header (report);
}

/* H02: who says that two headers are one person says why. */
static void
check_mergers (OvrRules *self)
{
  for (guint i = 0; i < self->report->mergers->len; i++)
    if (ovr_rules_is_empty (((const OvrMerger *) self->report->mergers->pdata[i])->reason))
      ovr_rules_error (self, "merger-reason-missing", "Say why the studies under another name are this patient's.", "mergers[%u].reason", i);
}

void
ovr_rules_check_patient (OvrRules *self)
{
  const OvrPatient *patient = &self->report->patient;

  if (ovr_rules_is_empty (patient->name))
    ovr_rules_error (self, "patient-missing", "The patient has no name.", "patient.name");
  else if (ovr_name_is_damaged (patient->name))
    ovr_rules_error (self, "patient-damaged", "Letters of the patient's name are damaged: correct it.", "patient.name");
  else if (has_damaged_header (self->report) && patient->name_confirmed_at == NULL)
    ovr_rules_error (self, "name-unconfirmed", "A header's name has lost letters: say that the printed name is right.", "patient.name");
  if (!ovr_date_is_known (patient->birth_date))
    ovr_rules_warn (self, "birth-date-missing", "The birth date is unknown; no age is printed.", "patient.birthDate");
  if (ovr_rules_is_empty (patient->id))
    ovr_rules_warn (self, "patient-id-missing", "The patient has no ID.", "patient.id");
  check_mergers (self);
}

static OvrDate
get_date (const OvrReportStudy *study)
{
  return ovr_date_is_known (study->acquired) ? study->acquired : study->study_date;
}

static gboolean
is_side_source (const char *source)
{
  static const char *const sources[] = { "header", "marker", "anatomy", "not determinable", NULL };

  return source != NULL && g_strv_contains (sources, source);
}

static void
check_side (OvrRules *self,
            const OvrReportStudy *study,
            guint index)
{
  if (!ovr_report_study_is_paired (study) && study->side == OVR_SIDE_NONE)
    return;
  if (!is_side_source (study->side_source))
    ovr_rules_error (self, "side-unconfirmed",
                     "A paired part was examined: say how its side is known (header, marker, anatomy, not determinable).",
                     "studies[%u].sideSource", index);
  else if (study->side == OVR_SIDE_NONE && strcmp (study->side_source, "not determinable") != 0)
    ovr_rules_error (self, "side-missing", "A paired part was examined: say which side.", "studies[%u].side", index);
  else if (study->side == OVR_SIDE_NONE)
    ovr_rules_warn (self, "side-unknown", "The side of this study can't be determined; the report says so.",
                    "studies[%u].side", index);
}

/* The clock may run in another zone than the scanner's: one day is no
 * contradiction. */
static gboolean
is_after_today (const OvrRules *self,
                OvrDate date)
{
  return ovr_date_is_known (date) && ovr_date_days_between (ovr_rules_today (self), date) > 1;
}

static void
check_study_date (OvrRules *self,
                  const OvrReportStudy *study,
                  guint index)
{
  OvrDate date = get_date (study);

  /* Nothing is compared with pictures of an unknown day. */
  if (!ovr_date_is_known (date) && study->role == OVR_STUDY_OTHER)
    {
      ovr_rules_warn (self, "study-date-missing", "The date of this study is unknown.", "studies[%u].acquired", index);
      return;
    }
  if (!ovr_date_is_known (date))
    {
      ovr_rules_error (self, "study-date-missing", "The date of this study is unknown.", "studies[%u].acquired", index);
      return;
    }
  if (is_after_today (self, date))
    ovr_rules_error (self, "clock-before-study", "The computer's clock is earlier than this study: one of them is wrong.",
                     "studies[%u].acquired", index);
  if (ovr_date_is_known (self->report->patient.birth_date) && ovr_date_compare (date, self->report->patient.birth_date) < 0)
    ovr_rules_error (self, "birth-after-study", "The patient was born after this study.", "studies[%u].acquired", index);
  if (ovr_date_is_known (study->acquired) && ovr_date_is_known (study->study_date) &&
      ABS (ovr_date_days_between (study->acquired, study->study_date)) > 1)
    ovr_rules_warn (self, "date-conflict", "Study date and acquisition date differ: the acquisition date counts.",
                    "studies[%u].studyDate", index);
}

/* H08: a prior that is newer than the current study turns growth into response. */
static void
check_order (OvrRules *self)
{
  OvrDate current = { 0 };
  guint n_current = 0;

  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = self->report->studies->pdata[i];

      if (study->role != OVR_STUDY_CURRENT)
        continue;
      n_current++;
      if (ovr_date_compare (get_date (study), current) > 0)
        current = get_date (study);
    }
  if (n_current == 0)
    ovr_rules_error (self, "study-missing", "No study is the current one.", "studies");
  for (guint i = 0; ovr_date_is_known (current) && i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = self->report->studies->pdata[i];

      if (study->role == OVR_STUDY_PRIOR && ovr_date_compare (get_date (study), current) > 0)
        ovr_rules_error (self, "prior-newer", "This prior study is newer than the current one.", "studies[%u].role", i);
    }
}

/* H10: images came after the reader had made up their mind. */
static void
check_arrivals (OvrRules *self)
{
  for (guint i = 0; i < self->report->arrivals->len; i++)
    if (((const OvrArrival *) self->report->arrivals->pdata[i])->seen_at == NULL)
      ovr_rules_error (self, "images-arrived", "These images came after the impression was locked or a question was answered: look at them, and say so.",
                       "arrivals[%u]", i);
}

void
ovr_rules_check_studies (OvrRules *self)
{
  gboolean has_health = FALSE;

  check_order (self);
  check_arrivals (self);
  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = self->report->studies->pdata[i];

      check_study_date (self, study, i);
      if (study->role != OVR_STUDY_OTHER)
        check_side (self, study, i);
      for (guint j = 0; j < study->series->len; j++)
        has_health |= ((OvrReportSeries *) study->series->pdata[j])->health->len > 0;
    }
  if (has_health && ovr_rules_is_empty (self->report->adequacy))
    ovr_rules_warn (self, "adequacy-missing", "Something is wrong with the submitted images: say whether they are enough.", "adequacy");
}

static void
check_identity (OvrRules *self,
                const OvrDocument *document,
                guint index)
{
  OvrDocumentIdentity identity = ovr_document_identify (self->report, document);

  if (identity.other_birth_date && !identity.birth_date)
    ovr_rules_error (self, "identity-mismatch", "This document names another birth date than the patient's.",
                     "documents[%u].text", index);
  else if (!identity.name && !identity.birth_date)
    ovr_rules_warn (self, "identity-not-found", "Neither name nor birth date of the patient stand in this document: is it theirs?",
                    "documents[%u].text", index);
  else if (!identity.name)
    ovr_rules_warn (self, "name-not-found", "The patient's name doesn't stand in this document as in the case.",
                    "documents[%u].text", index);
  if (document->role == OVR_DOCUMENT_ORIGINAL && !identity.study_date)
    ovr_rules_warn (self, "study-date-not-found", "The study's date doesn't stand in this original report: is it about this study?",
                    "documents[%u].text", index);
}

static gboolean
has_claims (const OvrReport *report,
            const OvrDocument *document)
{
  for (guint i = 0; i < report->claims->len; i++)
    if (g_strcmp0 (((OvrClaim *) report->claims->pdata[i])->document_id, document->id) == 0)
      return TRUE;
  return FALSE;
}

void
ovr_rules_check_documents (OvrRules *self)
{
  for (guint i = 0; i < self->report->documents->len; i++)
    {
      const OvrDocument *document = self->report->documents->pdata[i];
      gboolean is_original = document->role == OVR_DOCUMENT_ORIGINAL;

      if (ovr_rules_is_empty (document->text))
        {
          ovr_rules_warn (self, "document-without-text", "This document has no text: only its pages can be read.", "documents[%u].text", i);
          continue;
        }
      if (is_original || document->role == OVR_DOCUMENT_PRIOR)
        check_identity (self, document, i);
      if (is_original && document->origin == OVR_TEXT_OCR && ovr_rules_is_empty (document->confirmed_by))
        ovr_rules_error (self, "transcription-unconfirmed", "This text was read from a scan: compare it with the picture.",
                         "documents[%u].confirmedBy", i);
      if (is_original && !has_claims (self->report, document))
        ovr_rules_error (self, "ledger-missing", "No statement of this original report is in the ledger.", "documents[%u]", i);
      if (is_after_today (self, document->date))
        ovr_rules_warn (self, "date-in-future", "This document's date lies in the future.", "documents[%u].date", i);
    }
}
