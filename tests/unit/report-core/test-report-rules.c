/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-traits.h"
#include "ovr-report-rules.h"

#include <math.h>
#include <string.h>

#define ORIGINAL "Muster, Anna, geb. 29.02.1956. CT vom 03.11.2026. Rundherd rechts. Kein Erguss."

static void
set (char **at,
     const char *text)
{
  g_free (*at);
  *at = g_strdup (text);
}

static OvrReportStudy *
add_study (OvrReport *report,
           const char *uid,
           OvrStudyRole role,
           OvrDate date)
{
  OvrReportStudy *study = ovr_report_study_new ();
  OvrReportSeries *series = ovr_report_series_new ();

  study->uid = g_strdup (uid);
  study->role = role;
  study->description = g_strdup ("CT Thorax");
  study->acquired = date;
  study->study_date = date;
  series->uid = g_strconcat (uid, ".1", NULL);
  series->instances = 160;
  g_ptr_array_add (study->series, series);
  g_ptr_array_add (report->studies, study);
  return study;
}

static void
add_claim (OvrReport *report,
           const char *id,
           const char *words,
           OvrClaimClass claim_class,
           OvrVerdict verdict)
{
  const OvrDocument *document = report->documents->pdata[0];
  OvrClaim *claim = ovr_claim_new ();
  const char *at = strstr (document->text, words);

  claim->id = g_strdup (id);
  claim->document_id = g_strdup (document->id);
  claim->start = (int) g_utf8_strlen (document->text, at - document->text);
  claim->end = claim->start + (int) g_utf8_strlen (words, -1);
  claim->claim_class = claim_class;
  claim->verdict = verdict;
  g_ptr_array_add (report->claims, claim);
}

static void
add_opinion (OvrReport *report)
{
  OvrQuestion *question = ovr_question_new ();
  OvrAnswer *answer = ovr_answer_new ();
  OvrFinding *finding = ovr_finding_new ();
  OvrKeyImage *key_image = ovr_key_image_new ();
  OvrReportMeasurement *measured = ovr_report_measurement_new ();
  OvrRecommendation *recommendation = ovr_recommendation_new ();

  question->id = g_strdup ("q1");
  question->number = 1;
  question->text = g_strdup ("Has it grown?");
  g_ptr_array_add (report->referral.questions, question);
  answer->question_id = g_strdup ("q1");
  answer->text = g_strdup ("Yes.");
  answer->certainty = OVR_CERTAINTY_LIKELY;
  g_ptr_array_add (report->answers, answer);

  finding->id = g_strdup ("f1");
  finding->title = g_strdup ("Nodule, right upper lobe");
  finding->side = OVR_SIDE_RIGHT;
  key_image->id = g_strdup ("k1");
  key_image->study_uid = g_strdup ("1.1");
  ovr_image_ref_set (&key_image->view->image, "1.1.1.57", 1);
  g_ptr_array_add (finding->key_images, key_image);
  measured->measurement.value = 14.2;
  measured->measurement.unit = g_strdup ("mm");
  g_ptr_array_add (finding->measurements, measured);
  g_ptr_array_add (report->findings, finding);
  report->front_key_image = g_strdup ("k1");

  recommendation->actor = g_strdup ("Surgeon");
  recommendation->action = g_strdup ("Resect.");
  recommendation->by = (OvrDate){ 2026, 12, 1 };
  g_ptr_array_add (report->recommendations, recommendation);
}

/* A report that nothing can be said against on 23 November 2026. */
static OvrReport *
make_good (void)
{
  OvrReport *report = ovr_report_new ();
  OvrDocument *document = ovr_document_new ();

  report->number = g_strdup ("OR-1");
  report->patient.name = g_strdup ("Muster, Anna");
  report->patient.birth_date = (OvrDate){ 1956, 2, 29 };
  report->patient.sex = g_strdup ("F");
  report->patient.id = g_strdup ("4711");
  add_study (report, "1.1", OVR_STUDY_CURRENT, (OvrDate){ 2026, 11, 3 });
  add_study (report, "1.2", OVR_STUDY_PRIOR, (OvrDate){ 2026, 3, 10 });
  document->id = g_strdup ("d1");
  document->study_uid = g_strdup ("1.1");
  document->text = g_strdup (ORIGINAL);
  g_ptr_array_add (report->documents, document);
  add_claim (report, "c1", "Rundherd rechts.", OVR_CLAIM_ABNORMAL, OVR_VERDICT_AGREE);
  add_claim (report, "c2", "Kein Erguss.", OVR_CLAIM_NORMAL, OVR_VERDICT_AGREE);
  add_opinion (report);
  report->answer = g_strdup ("The nodule has grown.");
  report->limitations = g_strdup ("Images only.");
  report->referral.requester = g_strdup ("Dr B. Keller");
  report->referral.decision = g_strdup ("before a lobectomy");
  report->blind.grade = OVR_BLIND_FULL;
  report->blind.impression = g_strdup ("A nodule of the right upper lobe has grown; left adrenal adenoma; effusion.");
  report->blind.locked_at = g_strdup ("2026-11-23T16:00:00+01:00");
  report->blind.unsealed_at = g_strdup ("2026-11-23T15:01:00Z");
  report->reader.name = g_strdup ("Dr Maria Silva");
  report->reader.licence = g_strdup ("12345");
  report->reader.telephone = g_strdup ("+351 210 000 000");
  report->reader.specialty = g_strdup ("Thoracic radiology");
  report->reader.jurisdiction = g_strdup ("Portugal");
  return report;
}

static void
free_facts (gpointer data)
{
  ovr_study_facts_free (data);
}

static OvrStudyFacts *
add_facts (GPtrArray *list,
           const char *uid,
           OvrDate date)
{
  OvrStudyFacts *facts = ovr_study_facts_new ();
  OvrSeriesFacts *series = ovr_series_facts_new ();

  set (&facts->uid, uid);
  set (&facts->patient_id, "4711");
  set (&facts->sex, "F");
  facts->birth_date = (OvrDate){ 1956, 2, 29 };
  facts->study_date = date;
  facts->acquisition_date = date;
  g_free (series->uid);
  series->uid = g_strconcat (uid, ".1", NULL);
  series->instances = 160;
  g_ptr_array_add (facts->series, series);
  g_ptr_array_add (list, facts);
  return facts;
}

static GPtrArray *
make_facts (void)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (free_facts);

  add_facts (facts, "1.1", (OvrDate){ 2026, 11, 3 });
  add_facts (facts, "1.2", (OvrDate){ 2026, 3, 10 });
  return facts;
}

static gboolean
look_up (const char *study_uid,
         const OvrImageRef *image,
         gpointer data)
{
  return strcmp (image->sop_uid, "1.1.1.57") == 0 && image->frame == 1;
}

static OvrReportCheck *
check_at (const OvrReport *report,
          GPtrArray *facts,
          const char *time)
{
  OvrReportImages images = { facts, look_up, NULL };
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (time, NULL);

  return ovr_report_check (report, facts != NULL ? &images : NULL, now);
}

#define NOW "2026-11-23T18:08:00+01:00"

static gboolean
has_issue (GPtrArray *list,
           const char *code,
           const char *where)
{
  for (guint i = 0; i < list->len; i++)
    {
      const OvrIssue *issue = list->pdata[i];

      if (strcmp (issue->code, code) == 0 && (where == NULL || strcmp (issue->where, where) == 0))
        {
          g_assert_cmpuint (strlen (issue->text), >, 10);
          return TRUE;
        }
    }
  return FALSE;
}

/* Frees @report. */
static void
assert_error (OvrReport *report,
              const char *code,
              const char *where)
{
  g_autoptr (GPtrArray) facts = make_facts ();
  g_autoptr (OvrReportCheck) check = check_at (report, facts, NOW);

  if (!has_issue (check->errors, code, where))
    g_error ("no error %s at %s", code, where);
  ovr_report_free (report);
}

static void
assert_warning (OvrReport *report,
                const char *code,
                const char *where)
{
  g_autoptr (GPtrArray) facts = make_facts ();
  g_autoptr (OvrReportCheck) check = check_at (report, facts, NOW);

  if (!has_issue (check->warnings, code, where))
    g_error ("no warning %s at %s", code, where);
  if (check->errors->len > 0)
    g_error ("error %s", ((OvrIssue *) check->errors->pdata[0])->code);
  ovr_report_free (report);
}

static void
test_a_good_report_has_no_issue (void)
{
  g_autoptr (OvrReport) report = make_good ();
  g_autoptr (GPtrArray) facts = make_facts ();
  g_autoptr (OvrReportCheck) check = check_at (report, facts, NOW);
  g_autoptr (OvrReportCheck) without = check_at (report, NULL, NOW);
  g_autoptr (OvrReportCheck) by_clock = ovr_report_check (report, NULL, NULL);

  for (guint i = 0; i < check->errors->len; i++)
    g_error ("%s %s", ((OvrIssue *) check->errors->pdata[i])->code, ((OvrIssue *) check->errors->pdata[i])->where);
  for (guint i = 0; i < check->warnings->len; i++)
    g_error ("%s %s", ((OvrIssue *) check->warnings->pdata[i])->code, ((OvrIssue *) check->warnings->pdata[i])->where);
  g_assert_cmpuint (without->errors->len, ==, 0);
  g_assert_cmpuint (without->warnings->len, ==, 1);
  g_assert_true (has_issue (without->warnings, "not-checked", NULL));
  g_assert_true (has_issue (by_clock->warnings, "not-checked", NULL));
}

#define GOOD OvrReport *r = make_good ()
#define CLAIM(i) ((OvrClaim *) r->claims->pdata[i])
#define STUDY(i) ((OvrReportStudy *) r->studies->pdata[i])
#define FINDING(i) ((OvrFinding *) r->findings->pdata[i])
#define ANSWER(i) ((OvrAnswer *) r->answers->pdata[i])
#define RECOMMENDATION(i) ((OvrRecommendation *) r->recommendations->pdata[i])
#define DOCUMENT(i) ((OvrDocument *) r->documents->pdata[i])
#define EXPECT_ERROR(change, code, where) \
  {                                       \
    GOOD;                                 \
    change;                               \
    assert_error (r, code, where);        \
  }
#define EXPECT_WARNING(change, code, where) \
  {                                         \
    GOOD;                                   \
    change;                                 \
    assert_warning (r, code, where);        \
  }

static void
test_every_statement_is_judged (void)
{
  EXPECT_ERROR (CLAIM (1)->verdict = OVR_VERDICT_OPEN, "claim-open", "claims[1].verdict");
  EXPECT_ERROR (CLAIM (0)->verdict = OVR_VERDICT_DISAGREE, "comment-missing", "claims[0].comment");
  EXPECT_ERROR (CLAIM (0)->verdict = OVR_VERDICT_AGREE_MODIFIED, "comment-missing", "claims[0].comment");
  EXPECT_WARNING (CLAIM (0)->verdict = OVR_VERDICT_NOT_ASSESSABLE, "reason-missing", "claims[0].comment");
  EXPECT_WARNING ((CLAIM (0)->verdict = OVR_VERDICT_DISAGREE, set (&CLAIM (0)->comment, "It is left.")), "impact-missing", "claims[0].impact");
  EXPECT_ERROR (g_ptr_array_set_size (r->claims, 0), "ledger-missing", "documents[0]");
}

static void
test_only_the_harmless_is_judged_in_a_group (void)
{
  {
    GOOD;
    g_autoptr (OvrReportCheck) check = NULL;

    CLAIM (1)->judged_in_group = TRUE;
    check = check_at (r, NULL, NOW);
    g_assert_cmpuint (check->errors->len, ==, 0);
    ovr_report_free (r);
  }
  EXPECT_ERROR (CLAIM (0)->judged_in_group = TRUE, "judged-in-group", "claims[0].judgedInGroup");
  EXPECT_ERROR ((CLAIM (0)->judged_in_group = TRUE, CLAIM (0)->claim_class = OVR_CLAIM_NORMAL), "judged-in-group", "claims[0].judgedInGroup");
}

static void
test_every_question_is_answered_with_certainty (void)
{
  EXPECT_ERROR (g_ptr_array_set_size (r->answers, 0), "question-open", "referral.questions[0]");
  EXPECT_ERROR (set (&ANSWER (0)->text, " \n"), "question-open", "referral.questions[0]");
  EXPECT_ERROR (ANSWER (0)->certainty = OVR_CERTAINTY_NONE, "certainty-missing", "referral.questions[0]");
  EXPECT_ERROR ((ANSWER (0)->certainty = OVR_CERTAINTY_NOT_ASSESSABLE, set (&ANSWER (0)->text, NULL), set (&ANSWER (0)->lead, "Can't be said.")), "test-missing", "referral.questions[0]");
  EXPECT_ERROR (set (&((OvrQuestion *) g_ptr_array_index (r->referral.questions, 0))->text, " "), "question-empty", "referral.questions[0].text");
  EXPECT_WARNING ((g_ptr_array_set_size (r->answers, 0), g_ptr_array_set_size (r->referral.questions, 0)), "question-missing", "referral.questions");
}

static char *
dup_words (int n)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    g_string_append (text, "Wörter – ");
  return g_string_free (text, FALSE);
}

static void
test_the_headline_fits_page_one (void)
{
  g_autofree char *w45 = dup_words (45);
  g_autofree char *w46 = dup_words (46);
  g_autofree char *w61 = dup_words (61);

  g_assert_cmpint (ovr_report_count_words (w45), ==, 45);
  g_assert_cmpint (ovr_report_count_words ("6\u00a0×\u00a05 mm, a-b"), ==, 4);
  g_assert_cmpint (ovr_report_count_words (NULL), ==, 0);
  EXPECT_ERROR (set (&r->answer, w61), "answer-too-long", "answer");
  EXPECT_WARNING (set (&r->answer, w46), "answer-long", "answer");
  EXPECT_ERROR (set (&r->answer, " "), "answer-missing", "answer");
}

static void
test_the_reader_can_be_reached (void)
{
  EXPECT_ERROR (set (&r->reader.name, NULL), "reader-missing", "reader.name");
  EXPECT_ERROR (set (&r->reader.licence, NULL), "licence-missing", "reader.licence");
  EXPECT_ERROR (set (&r->reader.telephone, ""), "telephone-missing", "reader.telephone");
}

static void
test_a_recommendation_has_actor_and_date (void)
{
  EXPECT_ERROR (set (&RECOMMENDATION (0)->actor, NULL), "actor-missing", "recommendations[0].actor");
  EXPECT_ERROR (set (&RECOMMENDATION (0)->action, NULL), "action-missing", "recommendations[0].action");
  EXPECT_ERROR (RECOMMENDATION (0)->by = (OvrDate){ 0 }, "date-missing", "recommendations[0].by");
  EXPECT_WARNING (RECOMMENDATION (0)->by = ((OvrDate){ 2026, 11, 22 }), "date-passed", "recommendations[0].by");
}

/* H11. */
static void
test_a_paired_part_needs_its_side_and_where_it_is_known_from (void)
{
  EXPECT_ERROR (set (&STUDY (0)->description, "MRT Kniegelenk"), "side-unconfirmed", "studies[0].sideSource");
  EXPECT_ERROR ((set (&STUDY (0)->description, "MRI knee"), set (&STUDY (0)->side_source, "marker")), "side-missing", "studies[0].side");
  EXPECT_ERROR ((set (&STUDY (0)->description, "MRI knee"), STUDY (0)->side = OVR_SIDE_LEFT), "side-unconfirmed", "studies[0].sideSource");
  EXPECT_ERROR ((set (&STUDY (0)->description, "MRI knee"), set (&STUDY (0)->side_source, "believed")), "side-unconfirmed", "studies[0].sideSource");
  EXPECT_WARNING ((set (&STUDY (0)->description, "MRI knee"), set (&STUDY (0)->side_source, "not determinable")), "side-unknown", "studies[0].side");
  EXPECT_ERROR (set (&FINDING (0)->title, "Nodule, left upper lobe"), "side-words", "findings[0].side");
  EXPECT_ERROR ((FINDING (0)->side = OVR_SIDE_LEFT, set (&FINDING (0)->title, "Nodule, right upper lobe")), "side-words", "findings[0].side");
  EXPECT_WARNING (((OvrKeyImage *) FINDING (0)->key_images->pdata[0])->view->flip_horizontal = TRUE, "mirrored", "findings[0].keyImages[0]");
}

/* H40: also in the zones that are a day ahead or behind. */
static void
test_the_clock_is_not_before_the_studies (void)
{
  g_autoptr (OvrReport) report = make_good ();
  static const struct
  {
    const char *time;
    gboolean wrong;
  } cases[] = {
    { "2026-11-03T00:30:00+14:00", FALSE },
    { "2026-11-02T23:30:00-12:00", FALSE },
    { "2026-11-01T23:00:00+00:00", TRUE },
    { "2026-10-01T12:00:00+14:00", TRUE },
    { "1970-01-01T00:00:00Z", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvrReportCheck) check = check_at (report, NULL, cases[i].time);

      g_assert_cmpint (has_issue (check->errors, "clock-before-study", "studies[0].acquired"), ==, cases[i].wrong);
    }
  {
    g_autoptr (OvrReportCheck) check = check_at (report, NULL, "2026-10-31T12:00:00Z");

    g_assert_true (has_issue (check->errors, "clock-wrong", "signedAt"));
  }
}

static void
test_dates_of_person_and_studies_agree (void)
{
  EXPECT_ERROR (r->patient.birth_date = ((OvrDate){ 2026, 11, 4 }), "birth-after-study", "studies[0].acquired");
  EXPECT_ERROR (STUDY (1)->acquired = ((OvrDate){ 2026, 11, 10 }), "prior-newer", "studies[1].role");
  EXPECT_WARNING (STUDY (0)->study_date = ((OvrDate){ 2026, 11, 9 }), "date-conflict", "studies[0].studyDate");
  EXPECT_ERROR ((STUDY (0)->acquired = (OvrDate){ 0 }, STUDY (0)->study_date = (OvrDate){ 0 }), "study-date-missing", "studies[0].acquired");
  EXPECT_WARNING ((STUDY (1)->role = OVR_STUDY_OTHER, STUDY (1)->acquired = (OvrDate){ 0 }, STUDY (1)->study_date = (OvrDate){ 0 }),
                  "study-date-missing", "studies[1].acquired");
  EXPECT_ERROR (STUDY (0)->role = OVR_STUDY_OTHER, "study-missing", "studies");
}

/* H07: the header's age against the dates. */
static void
test_a_contradicting_age_is_told (void)
{
  static const struct
  {
    OvrDate birth, on;
    OvrAge stated;
    gboolean conflict;
  } cases[] = {
    { { 1956, 2, 29 }, { 2026, 2, 28 }, { 69, OVR_AGE_YEARS }, FALSE },
    { { 1956, 2, 29 }, { 2026, 2, 28 }, { 70, OVR_AGE_YEARS }, FALSE },
    { { 1956, 2, 29 }, { 2026, 2, 28 }, { 71, OVR_AGE_YEARS }, TRUE },
    { { 1956, 2, 29 }, { 2026, 2, 28 }, { 67, OVR_AGE_YEARS }, TRUE },
    { { 2026, 11, 3 }, { 2026, 11, 3 }, { 0, OVR_AGE_DAYS }, FALSE },
    { { 2026, 11, 3 }, { 2026, 11, 3 }, { 2, OVR_AGE_DAYS }, TRUE },
    { { 2026, 1, 31 }, { 2026, 3, 1 }, { 4, OVR_AGE_WEEKS }, FALSE },
    { { 2026, 1, 31 }, { 2026, 3, 1 }, { 1, OVR_AGE_MONTHS }, FALSE },
    { { 2026, 1, 31 }, { 2026, 3, 1 }, { 6, OVR_AGE_MONTHS }, TRUE },
    { { 2025, 11, 3 }, { 2026, 11, 3 }, { 12, OVR_AGE_MONTHS }, FALSE },
    { { 2025, 11, 3 }, { 2026, 11, 3 }, { 0, OVR_AGE_UNKNOWN }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvrReport) report = make_good ();
      g_autoptr (GPtrArray) facts = make_facts ();
      OvrStudyFacts *current = facts->pdata[0];
      g_autoptr (OvrReportCheck) check = NULL;

      current->birth_date = cases[i].birth;
      current->acquisition_date = cases[i].on;
      current->stated_age = cases[i].stated;
      check = check_at (report, facts, NOW);
      if (has_issue (check->warnings, "age-conflict", "studies[0]") != cases[i].conflict)
        g_error ("case %u", i);
    }
}

static void
expect_image_issue (void (*change) (GPtrArray *facts),
                    const char *code,
                    const char *where)
{
  g_autoptr (OvrReport) report = make_good ();
  g_autoptr (GPtrArray) facts = make_facts ();
  g_autoptr (OvrReportCheck) check = NULL;

  set (&((OvrReportStudy *) report->studies->pdata[0])->description, "MRI left knee");
  ((OvrReportStudy *) report->studies->pdata[0])->side = OVR_SIDE_LEFT;
  ((OvrReportStudy *) report->studies->pdata[0])->side_source = g_strdup ("header");
  change (facts);
  check = check_at (report, facts, NOW);
  if (!has_issue (check->errors, code, where))
    g_error ("no error %s at %s", code, where);
}

static void
remove_study (GPtrArray *facts)
{
  g_ptr_array_set_size (facts, 1);
}

static void
add_a_study (GPtrArray *facts)
{
  add_facts (facts, "1.3", (OvrDate){ 2026, 11, 20 });
}

static void
add_an_image (GPtrArray *facts)
{
  ((OvrSeriesFacts *) ((OvrStudyFacts *) facts->pdata[0])->series->pdata[0])->instances++;
}

static void
name_the_other_side (GPtrArray *facts)
{
  set (&((OvrSeriesFacts *) ((OvrStudyFacts *) facts->pdata[0])->series->pdata[0])->laterality, "R");
}

static void
swap_the_person (GPtrArray *facts)
{
  ((OvrStudyFacts *) facts->pdata[1])->birth_date.year++;
}

/* H10, H11 and whose images these are. */
static void
test_the_images_are_those_of_the_report (void)
{
  expect_image_issue (remove_study, "study-not-found", "studies[1]");
  expect_image_issue (add_a_study, "study-added", "studies");
  expect_image_issue (add_an_image, "images-changed", "studies[0].series");
  expect_image_issue (name_the_other_side, "side-conflict", "studies[0].side");
  expect_image_issue (swap_the_person, "other-patient", "studies[1]");
  EXPECT_ERROR (((OvrKeyImage *) FINDING (0)->key_images->pdata[0])->view->image.frame = 2, "image-not-found", "findings[0].keyImages[0]");
  EXPECT_ERROR (ovr_image_ref_set (&((OvrReportMeasurement *) FINDING (0)->measurements->pdata[0])->image, "9.9", 1), "image-not-found", "findings[0].measurements[0]");
  EXPECT_ERROR (((OvrReportMeasurement *) FINDING (0)->measurements->pdata[0])->measurement.value = NAN, "measurement-empty", "findings[0].measurements[0]");
}

/* H03: a swapped report is an error, a report without identity a warning. */
static void
test_an_original_of_another_person_is_refused (void)
{
  EXPECT_ERROR (set (&DOCUMENT (0)->text, "Schmidt, Eva, geb. 01.07.1980. CT vom 03.11.2026. Rundherd rechts. Kein Erguss."), "identity-mismatch", "documents[0].text");
  EXPECT_WARNING (set (&DOCUMENT (0)->text, "Untersuchung vom 3. November 2026. Rundherd rechts. Kein Erguss. Kein Pneumothorax, sonst regelrecht."), "identity-not-found", "documents[0].text");
  EXPECT_WARNING (set (&DOCUMENT (0)->text, "Schmidt, Eva. CT vom 3.11.26. Rundherd rechts. Kein Erguss. geb. 29. Februar 1956. Kein Pneumothorax."), "name-not-found", "documents[0].text");
  EXPECT_WARNING (set (&DOCUMENT (0)->text, "Muster, Anna, geb. 29.02.1956. CT vom 04.12.2024. Rundherd rechts. Kein Erguss."), "study-date-not-found", "documents[0].text");
  EXPECT_ERROR (DOCUMENT (0)->origin = OVR_TEXT_OCR, "transcription-unconfirmed", "documents[0].confirmedBy");
}

static void
test_names_are_found_in_other_spellings (void)
{
  GOOD;

  set (&r->patient.name, "Østergård-Kučera, Žofie");
  set (&DOCUMENT (0)->text, "Patientin: Zofie OSTERGARD KUCERA, *29.2.1956, CT vom 2026-11-03. Kein Erguss. Rundherd rechts. ABCDEFGHIJK");
  {
    g_autoptr (GPtrArray) facts = make_facts ();
    g_autoptr (OvrReportCheck) check = check_at (r, facts, NOW);

    g_assert_cmpuint (check->errors->len + check->warnings->len, ==, 0);
    set (&r->patient.name, "Müller, Jörg");
    set (&DOCUMENT (0)->text, "Herr Joerg Mueller, born February 29, 1956; study of 3 Nov 2026. Kein Erguss. Rundherd rechts. ABCDEFGHIJK");
    g_clear_pointer (&check, ovr_report_check_free);
    check = check_at (r, facts, NOW);
    g_assert_cmpuint (check->errors->len + check->warnings->len, ==, 0);
  }
  ovr_report_free (r);
}

/* H28. */
static void
test_a_token_impression_is_not_independent (void)
{
  EXPECT_ERROR (set (&r->blind.impression, "x"), "blind-grade", "blind.grade");
  EXPECT_ERROR (set (&r->blind.locked_at, "2026-11-23T16:02:00+01:00"), "blind-order", "blind.unsealedAt");
  EXPECT_ERROR (set (&r->blind.locked_at, NULL), "blind-time", "blind.lockedAt");
  g_assert_cmpint (ovr_report_grade_impression ("x"), ==, OVR_BLIND_DRAFT);
  g_assert_cmpint (ovr_report_grade_impression (""), ==, OVR_BLIND_NOT);
  g_assert_cmpint (ovr_report_grade_impression ("one two three four five six seven eight nine ten"), ==, OVR_BLIND_FULL);
}

/* H06. */
static void
test_a_date_in_numbers_is_refused (void)
{
  EXPECT_ERROR (set (&r->answer, "Grown since 03/04/2026."), "numeric-date", "answer");
  EXPECT_ERROR (set (&CLAIM (0)->comment, "Am 3.4.26 kleiner."), "numeric-date", "claims[0].comment");
  EXPECT_ERROR (set (&RECOMMENDATION (0)->by_text, "bis 01.12.2026"), "numeric-date", "recommendations[0].action");
  EXPECT_ERROR (set (&r->impression, "Follow-up in ___ months."), "blank-left", "impression");
  EXPECT_ERROR (set (&FINDING (0)->text, "Size ??? mm"), "blank-left", "findings[0].text");
}

static void
test_what_is_signed_is_not_signed_again (void)
{
  EXPECT_ERROR (r->status = OVR_REPORT_SIGNED, "already-signed", "status");
  EXPECT_ERROR (r->status = OVR_REPORT_ACKNOWLEDGED, "already-signed", "status");
  EXPECT_ERROR (set (&r->number, NULL), "number-missing", "number");
}

static void
make_second (OvrReport *report)
{
  report->version = 2;
  set (&report->predecessor, "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF");
  set (&report->predecessor_signed_at, "2026-11-23T17:00:00+01:00");
  set (&report->changes, "Recommendation added after the tumour board.");
}

/* H36. */
static void
test_a_later_version_says_what_it_replaces (void)
{
  g_autoptr (OvrReport) report = make_good ();
  g_autoptr (OvrReportCheck) check = NULL;

  make_second (report);
  check = check_at (report, NULL, NOW);
  g_assert_cmpuint (check->errors->len, ==, 0);
  g_assert_false (has_issue (check->warnings, "changes-long", "changes"));
  EXPECT_ERROR ((make_second (r), set (&r->predecessor, NULL)), "predecessor-missing", "predecessor");
  EXPECT_ERROR ((make_second (r), set (&r->predecessor, "ab")), "predecessor-missing", "predecessor");
  EXPECT_ERROR ((make_second (r), set (&r->predecessor_signed_at, NULL)), "predecessor-time-missing", "predecessorSignedAt");
  EXPECT_ERROR ((make_second (r), set (&r->predecessor_signed_at, "yesterday")), "predecessor-time-missing", "predecessorSignedAt");
  EXPECT_ERROR ((make_second (r), set (&r->predecessor_signed_at, "2027-01-01T00:00:00Z")), "clock-before-predecessor", "predecessorSignedAt");
  EXPECT_ERROR ((make_second (r), set (&r->changes, " ")), "changes-missing", "changes");
  EXPECT_ERROR ((make_second (r), set (&r->changes, "Changed on 03/04/2026.")), "numeric-date", "changes");
  EXPECT_WARNING ((make_second (r), set (&r->changes, "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o")), "changes-long", "changes");
  EXPECT_ERROR ((make_second (r), r->version = 1), "predecessor-unexpected", "version");
  EXPECT_ERROR (set (&r->changes, "nothing"), "predecessor-unexpected", "version");
}

static void
test_the_rest (void)
{
  EXPECT_ERROR (set (&r->patient.name, NULL), "patient-missing", "patient.name");
  EXPECT_ERROR (set (&r->patient.name, "M?ller, Anna"), "patient-damaged", "patient.name");
  EXPECT_WARNING (set (&r->patient.id, NULL), "patient-id-missing", "patient.id");
  EXPECT_ERROR (set (&FINDING (0)->title, ""), "finding-empty", "findings[0]");
  EXPECT_ERROR ((g_ptr_array_set_size (FINDING (0)->key_images, 0), g_ptr_array_set_size (FINDING (0)->measurements, 0)), "finding-empty", "findings[0]");
  EXPECT_WARNING (set (&r->front_key_image, NULL), "front-image-missing", "frontKeyImage");
  EXPECT_WARNING (set (&r->limitations, NULL), "limitations-missing", "limitations");
  EXPECT_WARNING (set (&r->referral.decision, NULL), "decision-missing", "referral.decision");
  EXPECT_WARNING (r->referral.due = ((OvrDate){ 2026, 11, 20 }), "due-passed", "referral.due");
  EXPECT_ERROR (g_ptr_array_add (r->communications, ovr_communication_new ()), "person-missing", "communications[0].with");
  EXPECT_WARNING (g_ptr_array_add (((OvrReportSeries *) STUDY (0)->series->pdata[0])->health, ovr_report_health_new ()), "adequacy-missing", "adequacy");
}

/* No text of an issue carries what stands in the report. */
static void
test_issues_name_no_patient (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (OvrReportCheck) check = NULL;

  report->patient.name = g_strdup ("Geheim?, Vera");
  check = check_at (report, NULL, NOW);
  g_assert_cmpuint (check->errors->len, >, 3);
  for (guint i = 0; i < check->errors->len; i++)
    g_assert_null (strstr (((OvrIssue *) check->errors->pdata[i])->text, "Geheim"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/good", test_a_good_report_has_no_issue);
  g_test_add_func ("/rules/claims", test_every_statement_is_judged);
  g_test_add_func ("/rules/group", test_only_the_harmless_is_judged_in_a_group);
  g_test_add_func ("/rules/questions", test_every_question_is_answered_with_certainty);
  g_test_add_func ("/rules/headline", test_the_headline_fits_page_one);
  g_test_add_func ("/rules/reader", test_the_reader_can_be_reached);
  g_test_add_func ("/rules/recommendation", test_a_recommendation_has_actor_and_date);
  g_test_add_func ("/rules/side", test_a_paired_part_needs_its_side_and_where_it_is_known_from);
  g_test_add_func ("/rules/clock", test_the_clock_is_not_before_the_studies);
  g_test_add_func ("/rules/dates", test_dates_of_person_and_studies_agree);
  g_test_add_func ("/rules/age", test_a_contradicting_age_is_told);
  g_test_add_func ("/rules/images", test_the_images_are_those_of_the_report);
  g_test_add_func ("/rules/identity", test_an_original_of_another_person_is_refused);
  g_test_add_func ("/rules/identity/spelling", test_names_are_found_in_other_spellings);
  g_test_add_func ("/rules/blind", test_a_token_impression_is_not_independent);
  g_test_add_func ("/rules/numeric-date", test_a_date_in_numbers_is_refused);
  g_test_add_func ("/rules/signed", test_what_is_signed_is_not_signed_again);
  g_test_add_func ("/rules/later-version", test_a_later_version_says_what_it_replaces);
  g_test_add_func ("/rules/rest", test_the_rest);
  g_test_add_func ("/rules/phi", test_issues_name_no_patient);
  return g_test_run ();
}
