/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-private.h"

#include "ovr-claim-splitter.h"
#include "ovr-claim-traits.h"
#include "ovr-clock.h"
#include "ovr-report-facts.h"

#include <math.h>
#include <string.h>

#define LUNG       \
  {                \
    -600.0, 1500.0 \
  }
#define SOFT    \
  {             \
    40.0, 350.0 \
  }
#define BONE      \
  {               \
    500.0, 2000.0 \
  }

/**
 * Opinion:
 * @words: words of a statement of the original, as ovr_claim_normalize() has
 *   them: by these it is found
 * @verdict: what the second reader says
 * @impact: does it change treatment
 * @comment: (nullable): with words in braces
 * @finding: (nullable): id of the finding that shows it
 * @translation: of the statement, with words in braces
 */
typedef struct
{
  const char *words;
  OvrVerdict verdict;
  OvrImpact impact;
  const char *comment;
  const char *finding;
  const char *translation;
} Opinion;

static const Opinion opinions[] = {
  { " schichtdicke ", OVR_VERDICT_NOT_ASSESSABLE, OVR_IMPACT_NONE,
    "The reformats (series 5) were not submitted.", NULL,
    "Multislice CT of the chest after 80 ml of contrast i.v., slice thickness 1.25 mm, also coronal and sagittal reformats (series 5)." },
  { " auswärts ", OVR_VERDICT_DISAGREE, OVR_IMPACT_MINOR,
    "The submitted prior study is of {prior.en}; there is none of {wrong-prior.en}.", NULL,
    "Outside CT of the chest of {wrong-prior.en}." },
  { " rundherd ", OVR_VERDICT_DISAGREE, OVR_IMPACT_MAJOR,
    "Grown from {nodule-then} to {nodule-now} mm since April.", "f1",
    "Right upper lobe nodule, ca. 1.2 cm (series {series}, image {nodule-image}), essentially unchanged." },
  { " pleuraerguss ", OVR_VERDICT_DISAGREE, OVR_IMPACT_MINOR,
    "Small effusion on the left, {effusion} mm deep.", "f3", "No pleural effusion." },
  { " perikarderguss ", OVR_VERDICT_AGREE, OVR_IMPACT_NONE, NULL, NULL, "Heart of normal size, no pericardial effusion." },
  { " aorta ", OVR_VERDICT_AGREE, OVR_IMPACT_NONE, NULL, NULL, "Aorta of normal width." },
  { " hauptbronchien ", OVR_VERDICT_AGREE, OVR_IMPACT_NONE, NULL, NULL, "Trachea and main bronchi clear." },
  { " lymphknoten ", OVR_VERDICT_AGREE, OVR_IMPACT_NONE, NULL, NULL, "No enlarged lymph nodes in mediastinum or hila." },
  { " linken nebenniere ", OVR_VERDICT_AGREE_MODIFIED, OVR_IMPACT_NONE,
    "Left adrenal, {adrenal} mm, confirmed; it is on image {adrenal-image}, not on image {wrong-image}.", "f2",
    "Oval mass of the left adrenal of about 1.8 cm (series {series}, image {wrong-image})." },
  { " leber ", OVR_VERDICT_AGREE, OVR_IMPACT_NONE, NULL, NULL, "Liver and spleen, as far as included, unremarkable." },
  { " rechten nebenniere ", OVR_VERDICT_DISAGREE, OVR_IMPACT_MAJOR,
    "Wrong side: it is left, as in the findings.", "f2",
    "Mass of the right adrenal." },
  { " filiae ", OVR_VERDICT_DISAGREE, OVR_IMPACT_MAJOR,
    "Resolved: mean {adrenal-mean} HU, unchanged since April. Benign.", "f2",
    "Suspected metastases can’t be excluded with certainty, adenoma possible." },
  { " korrelation ", OVR_VERDICT_AGREE_MODIFIED, OVR_IMPACT_NONE, "Replaced by the recommendation of this report.", NULL,
    "Clinical correlation recommended." },
  { " hausarzt ", OVR_VERDICT_OUT_OF_SCOPE, OVR_IMPACT_NONE, "Not a question of imaging.", NULL,
    "Referral to the general practitioner for control of blood pressure recommended." },
};

#define CURRENT_PLACE "Radiologie Fuchsberg"
#define PRIOR_PLACE "Klinik am Lindenwald"

static char *
dup_time (int minutes_from_now)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (GDateTime) then = g_date_time_add_minutes (now, minutes_from_now);

  return ovr_clock_to_iso (then);
}

/* ---- Documents and request */

static void
add_document (OvrReport *report,
              const OvrDocument *from,
              const char *id)
{
  g_autoptr (OvrReport) carrier = ovr_report_new ();
  g_autoptr (OvrReport) copy = NULL;
  OvrDocument *document;

  g_ptr_array_add (carrier->documents, (gpointer) from);
  copy = ovr_report_copy (carrier);
  g_ptr_array_steal_index (carrier->documents, 0);
  document = g_ptr_array_steal_index (copy->documents, 0);
  g_free (document->id);
  document->id = g_strdup (id);
  g_ptr_array_add (report->documents, document);
}

static void
set (char **at,
     const char *text)
{
  g_free (*at);
  *at = g_strdup (text);
}

static void
add_documents (OvrReport *report,
               const OvrDocument *original,
               const OvrDocument *request,
               const char *study_uid)
{
  OvrDocument *document;
  OvrDate reported = ovr_demo_study_date (OVR_PHANTOM_CURRENT);

  add_document (report, original, "d1");
  document = report->documents->pdata[0];
  reported.day++;
  document->role = OVR_DOCUMENT_ORIGINAL;
  document->date = reported;
  set (&document->study_uid, study_uid);
  set (&document->title, "CT report");
  set (&document->author, "Dr. C. Vogt");
  set (&document->institution, CURRENT_PLACE);
  set (&document->language, "de");
  set (&document->confirmed_by, OVR_DEMO_READER);
  document->translation = ovr_demo_dup_text ("original-report.en.txt");
  set (&document->translation_language, "en");
  set (&document->translation_author, OVR_DEMO_READER);

  add_document (report, request, "d2");
  document = report->documents->pdata[1];
  document->role = OVR_DOCUMENT_REQUEST;
  document->date = ovr_demo_day (-3);
  set (&document->title, "Request");
  set (&document->author, "Dr B. Keller");
  set (&document->institution, "Klinik am Lindenwald");
  set (&document->language, "en");
}

static void
add_question (OvrReport *report,
              const char *text,
              const char *lead,
              char *answer_text,
              OvrCertainty certainty,
              const char *finding_id)
{
  OvrQuestion *question = ovr_question_new ();
  OvrAnswer *answer = ovr_answer_new ();

  question->number = (int) report->referral.questions->len + 1;
  question->id = g_strdup_printf ("q%d", question->number);
  question->text = g_strdup (text);
  g_ptr_array_add (report->referral.questions, question);
  answer->question_id = g_strdup (question->id);
  answer->lead = g_strdup (lead);
  answer->text = answer_text;
  answer->certainty = certainty;
  if (finding_id != NULL)
    g_ptr_array_add (answer->finding_ids, g_strdup (finding_id));
  g_ptr_array_add (report->answers, answer);
}

static void
add_referral (OvrReport *report,
              OvrDemoWords *words)
{
  OvrReferral *referral = &report->referral;
  OvrClinicalValue *value = ovr_clinical_value_new ();

  referral->requester = g_strdup ("Dr B. Keller");
  referral->specialty = g_strdup ("thoracic surgery");
  referral->institution = g_strdup ("Klinik am Lindenwald");
  referral->reply_address = g_strdup ("b.keller@lindenwald.example");
  referral->asked = ovr_demo_day (-3);
  referral->due = ovr_demo_day (4);
  referral->reason = OVR_REASON_TREATMENT;
  referral->decision = g_strdup ("before a lobectomy");
  referral->history = g_strdup ("Nodule in the right upper lobe; 30 pack years.");
  add_question (report, "Has the nodule in the right upper lobe grown?", "Yes.",
                ovr_demo_fill (words, "{nodule-then} mm in April, {nodule-now} mm in September; volume doubling time {doubling} days."),
                OVR_CERTAINTY_MOST_LIKELY, "f1");
  add_question (report, "Is the adrenal mass a metastasis?", "No.",
                ovr_demo_fill (words, "Left adrenal, {adrenal} mm, {adrenal-mean} HU, unchanged since April: benign."),
                OVR_CERTAINTY_LIKELY, "f2");
  add_question (report, "Which tissue type is the nodule?", "Can’t be told.",
                g_strdup ("Images don’t show it; a biopsy or the specimen will."),
                OVR_CERTAINTY_NOT_ASSESSABLE, NULL);
  value->name = g_strdup ("FEV1");
  value->value = 2.1;
  value->unit = g_strdup ("l");
  value->date = ovr_demo_day (-3);
  value->source = g_strdup ("d2");
  g_ptr_array_add (report->values, value);
}

/* ---- Findings */

static OvrFinding *
add_finding (OvrReport *report,
             const char *title,
             OvrSide side,
             OvrCertainty certainty,
             OvrImpact impact)
{
  OvrFinding *finding = ovr_finding_new ();

  finding->id = ovr_report_new_id (report, "f");
  finding->title = g_strdup (title);
  finding->side = side;
  finding->certainty = certainty;
  finding->impact = impact;
  g_ptr_array_add (report->findings, finding);
  return finding;
}

static OvrKeyImage *
add_key_image (OvrReport *report,
               OvrFinding *finding,
               OvrImages *images,
               const OvrDemoLook *look,
               const char *caption,
               GError **error)
{
  OvrKeyImage *key_image = ovr_demo_key_image (images, look, error);

  if (key_image == NULL)
    return NULL;
  key_image->id = ovr_report_new_id (report, "k");
  key_image->caption = g_strdup (caption);
  g_ptr_array_add (finding->key_images, key_image);
  return key_image;
}

static gboolean
add_nodule (OvrReport *report,
            OvrImages *images,
            OvrDemoWords *words,
            GError **error)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrDemoLook then = { &truth->prior.nodule, &truth->prior, 70.0, LUNG };
  const OvrDemoLook now = { &truth->current.nodule, &truth->current, 70.0, LUNG };
  OvrFinding *finding = add_finding (report, "Nodule, right upper lobe", OVR_SIDE_RIGHT, OVR_CERTAINTY_MOST_LIKELY, OVR_IMPACT_MAJOR);
  OvrKeyImage *prior = add_key_image (report, finding, images, &then, NULL, error);
  OvrKeyImage *current = prior != NULL ? add_key_image (report, finding, images, &now, NULL, error) : NULL;
  int days = ovr_date_days_between (ovr_demo_study_date (OVR_PHANTOM_PRIOR), ovr_demo_study_date (OVR_PHANTOM_CURRENT));
  double before, after;

  if (current == NULL)
    return FALSE;
  before = ovr_demo_measure_axes (images, &then, prior, finding, error);
  after = isnan (before) ? (double) NAN : ovr_demo_measure_axes (images, &now, current, finding, error);
  if (isnan (after))
    return FALSE;
  prior->pair_id = g_strdup (current->id);
  current->pair_id = g_strdup (prior->id);
  report->front_key_image = g_strdup (current->id);
  ovr_demo_words_set (words, "nodule-then", "%.0f", before);
  ovr_demo_words_set (words, "nodule-now", "%.0f", after);
  ovr_demo_words_set (words, "weeks", "%d", days / 7);
  ovr_demo_words_set (words, "doubling", "%.0f", days * G_LN2 / (3.0 * log (after / before)));
  prior->caption = ovr_demo_fill (words, "April: {nodule-then} mm. Same place and window.");
  current->caption = ovr_demo_fill (words, "Arrow: the nodule, {nodule-now} mm.");
  finding->text = ovr_demo_fill (words, "Long axis {nodule-then} mm in April and {nodule-now} mm in September, {weeks} weeks later: volume doubling time about {doubling} days. Solid, with fine strands into the lung, beside a branch of the upper lobe artery. Growth at this rate means cancer until proved otherwise.");
  return TRUE;
}

static gboolean
add_adrenal (OvrReport *report,
             OvrImages *images,
             OvrDemoWords *words,
             GError **error)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrDemoLook look = { &truth->current.adrenal, &truth->current, 110.0, SOFT };
  OvrFinding *finding = add_finding (report, "Nodule, left adrenal", OVR_SIDE_LEFT, OVR_CERTAINTY_LIKELY, OVR_IMPACT_MAJOR);
  OvrKeyImage *key_image = add_key_image (report, finding, images, &look, "Arrow: left adrenal nodule; circle: its mean.", error);
  double mm, mean;

  if (key_image == NULL)
    return FALSE;
  mm = ovr_demo_measure_line (images, &look, truth->current.adrenal.turn_deg, truth->current.adrenal.semi_mm[0], "long axis",
                              key_image, finding, error);
  mean = isnan (mm) ? (double) NAN : ovr_demo_measure_mean (images, &look, key_image, finding, error);
  if (isnan (mean))
    return FALSE;
  ovr_demo_words_set (words, "adrenal", "%.0f", mm);
  ovr_demo_words_set (words, "adrenal-mean", "%s%.0f", mean < -0.5 ? "−" : "", fabs (mean));
  finding->text = ovr_demo_fill (words, "Oval, smooth, {adrenal} mm, mean {adrenal-mean} HU 70 s after contrast; of the same size in April. Fat at this density means a benign nodule: lipid-rich adenoma or myelolipoma. The right adrenal is normal.");
  return TRUE;
}

static gboolean
add_effusion (OvrReport *report,
              OvrImages *images,
              OvrDemoWords *words,
              GError **error)
{
  /* Across the fluid, square to the chest wall behind it. */
  static const double across_deg = 66.0;
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrDemoLook look = { &truth->current.effusion, &truth->current, 150.0, SOFT };
  OvrFinding *finding = add_finding (report, "Small pleural effusion, left", OVR_SIDE_LEFT, OVR_CERTAINTY_MOST_LIKELY, OVR_IMPACT_MINOR);
  OvrKeyImage *key_image = add_key_image (report, finding, images, &look, "Arrow: fluid behind the left lower lobe.", error);
  double mm;

  if (key_image == NULL)
    return FALSE;
  mm = ovr_demo_measure_line (images, &look, across_deg, truth->current.effusion.semi_mm[1], "depth", key_image, finding, error);
  if (isnan (mm))
    return FALSE;
  ovr_demo_words_set (words, "effusion", "%.0f", mm);
  finding->text = ovr_demo_fill (words, "Free fluid, up to {effusion} mm deep, not there in April. Too little to be drained.");
  return TRUE;
}

static gboolean
add_focus (OvrReport *report,
           OvrImages *images,
           OvrDemoWords *words,
           GError **error)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrDemoLook look = { &truth->current.focus, &truth->current, 90.0, BONE };
  OvrFinding *finding = add_finding (report, "Sclerotic focus in the body of T8", OVR_SIDE_NONE, OVR_CERTAINTY_POSSIBLE, OVR_IMPACT_MAJOR);
  OvrKeyImage *key_image = add_key_image (report, finding, images, &look, "Arrow: dense focus in the body of T8.", error);
  double mm;

  if (key_image == NULL)
    return FALSE;
  mm = ovr_demo_measure_line (images, &look, truth->current.focus.turn_deg, truth->current.focus.semi_mm[0], "diameter",
                              key_image, finding, error);
  if (isnan (mm))
    return FALSE;
  finding->addition = TRUE;
  ovr_demo_words_set (words, "focus", "%.0f", mm);
  finding->text = ovr_demo_fill (words, "{focus} mm, dense, smooth; no report mentions it. The slices of the April study at this level are missing, so that its age is unknown. Bone island or sclerotic metastasis: counted from the first rib, T8.");
  return TRUE;
}

/* ---- The ledger */

static const Opinion *
find_opinion (const char *quote)
{
  g_autofree char *normalized = ovr_claim_normalize (quote);

  for (guint i = 0; i < G_N_ELEMENTS (opinions); i++)
    if (strstr (normalized, opinions[i].words) != NULL)
      return &opinions[i];
  return NULL;
}

static gboolean
judge (OvrReport *report,
       OvrDemoWords *words,
       GError **error)
{
  ovr_claim_split_document (report, "d1");
  if (report->claims->len != G_N_ELEMENTS (opinions))
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "this is not the demo's original report");
      return FALSE;
    }
  for (guint i = 0; i < report->claims->len; i++)
    {
      OvrClaim *claim = report->claims->pdata[i];
      g_autofree char *quote = ovr_report_dup_quote (report, claim);
      const Opinion *opinion = find_opinion (quote);
      OvrClaimTraits traits = ovr_claim_traits_read (quote);

      if (opinion == NULL)
        {
          g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "this is not the demo's original report");
          return FALSE;
        }
      claim->verdict = opinion->verdict;
      claim->impact = opinion->impact;
      claim->comment = opinion->comment != NULL ? ovr_demo_fill (words, opinion->comment) : NULL;
      claim->translation = ovr_demo_fill (words, opinion->translation);
      claim->judged_in_group = opinion->verdict == OVR_VERDICT_AGREE && claim->claim_class == OVR_CLAIM_NORMAL &&
                               ovr_claim_traits_allow_group (&traits);
      claim->judged_at = dup_time (-20);
      if (opinion->finding != NULL)
        g_ptr_array_add (claim->finding_ids, g_strdup (opinion->finding));
    }
  return TRUE;
}

/* ---- The rest */

static void
add_conclusion (OvrReport *report,
                OvrDemoWords *words)
{
  OvrRecommendation *recommendation = ovr_recommendation_new ();
  OvrCommunication *communication = ovr_communication_new ();

  report->answer = ovr_demo_fill (words, "The nodule in the right upper lobe has grown from {nodule-then} to {nodule-now} mm; the report calls it unchanged. The adrenal nodule is left-sided and benign. A sclerotic focus in T8, not reported, must be clarified before the operation.");
  report->urgency = g_strdup ("Before the operation. No critical finding.");
  report->impression = ovr_demo_fill (words, "Growing solid nodule in the right upper lobe, {nodule-now} mm: cancer until proved otherwise.\n"
                                             "Benign nodule of the left adrenal, {adrenal} mm, unchanged; the right adrenal is normal.\n"
                                             "Sclerotic focus in T8, {focus} mm, of unknown age: bone island or metastasis.\n"
                                             "Small effusion on the left, new since April.");
  report->adequacy = g_strdup ("Enough for questions 1 and 2. Slices of the April study at the level of T8 are missing. Reformats that the original report names were not submitted.");
  set (&report->limitations, "The level of T8 is missing in the April study.");
  recommendation->actor = g_strdup ("Thoracic surgeon");
  recommendation->action = g_strdup ("MRI of the thoracic spine for T8; tumour board for the nodule. The adrenal needs no further imaging.");
  recommendation->by = ovr_demo_day (14);
  recommendation->by_text = ovr_demo_fill (words, "before the operation");
  g_ptr_array_add (report->recommendations, recommendation);
  communication->at = dup_time (-10);
  communication->with = g_strdup ("Dr B. Keller");
  communication->channel = g_strdup ("telephone");
  communication->text = g_strdup ("Growth of the nodule and the focus in T8 told in advance.");
  g_ptr_array_add (report->communications, communication);
}

static void
set_blind_and_reader (OvrReport *report,
                      OvrDemoWords *words)
{
  OvrReader *reader = &report->reader;

  report->blind.grade = OVR_BLIND_FULL;
  report->blind.impression = ovr_demo_fill (words, "Nodule of the right upper lobe, {nodule-now} mm, was {nodule-then} mm in April. Left adrenal nodule with fat, benign. Dense focus in T8. Small effusion on the left.");
  report->blind.locked_at = dup_time (-50);
  report->blind.unsealed_at = dup_time (-48);
  reader->name = g_strdup (OVR_DEMO_READER);
  reader->qualification = g_strdup ("MD, consultant radiologist");
  reader->specialty = g_strdup ("thoracic radiologist");
  reader->fellowship = g_strdup ("Thoracic imaging");
  reader->licence = g_strdup ("12345");
  reader->jurisdiction = g_strdup ("Portugal");
  reader->institution = g_strdup ("Silva Second Opinions (invented)");
  reader->telephone = g_strdup ("+351 210 000 000");
  reader->email = g_strdup ("opinion@silva.example");
  reader->display = g_strdup ("Two diagnostic monitors, calibrated to the DICOM grey-scale function.");
}

/* As the second reader names them, in the report's language: what the scanner
 * wrote is in the images. */
static void
name_studies (OvrReport *report)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  OvrReportStudy *current = ovr_report_find_study (report, truth->current.study_uid);
  OvrReportStudy *prior = ovr_report_find_study (report, truth->prior.study_uid);

  set (&current->description, "CT chest with contrast");
  set (&current->institution, CURRENT_PLACE);
  if (prior != NULL)
    {
      set (&prior->description, "CT chest/abdomen");
      set (&prior->institution, PRIOR_PLACE);
    }
}

static void
set_head (OvrReport *report,
          const char *case_id)
{
  OvrDate today = ovr_demo_day (0);

  report->case_id = g_strdup (case_id);
  report->number = g_strdup_printf ("OR-%04d-%02d%02d-7", today.year, today.month, today.day);
  report->template_name = g_strdup ("ct-chest");
}

OvrReport *
ovr_demo_report_new (OvrImages *images,
                     const OvrDocument *original,
                     const OvrDocument *request,
                     const char *case_id,
                     GError **error)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (OvrDemoWords) words = ovr_demo_words_new ();

  set_head (report, case_id);
  ovr_report_set_facts (report, images->facts);
  add_documents (report, original, request, ovr_phantom_chest_truth ()->current.study_uid);
  if (ovr_report_find_study (report, ovr_phantom_chest_truth ()->current.study_uid) == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "these are not the demo's images");
      return NULL;
    }
  name_studies (report);
  if (!add_nodule (report, images, words, error) || !add_adrenal (report, images, words, error) ||
      !add_effusion (report, images, words, error) || !add_focus (report, images, words, error))
    return NULL;
  add_referral (report, words);
  if (!judge (report, words, error))
    return NULL;
  add_conclusion (report, words);
  set_blind_and_reader (report, words);
  return g_steal_pointer (&report);
}
