/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-arrivals.h"
#include "ovr-report-rules.h"
#include "sample-report.h"

#include <string.h>

#define NOW "2026-11-24T09:30:00+01:00"

static void
set (char **at,
     const char *text)
{
  g_free (*at);
  *at = g_strdup (text);
}

static void
free_facts (gpointer data)
{
  ovr_study_facts_free (data);
}

static void
add_series (OvrStudyFacts *facts,
            const char *uid,
            guint instances)
{
  OvrSeriesFacts *series = ovr_series_facts_new ();

  set (&series->uid, uid);
  set (&series->modality, "CT");
  series->instances = instances;
  g_ptr_array_add (facts->series, series);
}

static OvrStudyFacts *
add_study (GPtrArray *list,
           const char *uid)
{
  OvrStudyFacts *facts = ovr_study_facts_new ();

  set (&facts->uid, uid);
  set (&facts->patient_name_verbatim, "M?LLER^ANNA");
  set (&facts->patient_id, "4711");
  facts->study_date = facts->acquisition_date = (OvrDate){ 2026, 9, 14 };
  g_ptr_array_add (list, facts);
  return facts;
}

/* A report on ten images of one series. */
static OvrReport *
make_report (GPtrArray *facts)
{
  OvrReport *report = ovr_report_new ();
  OvrQuestion *question = ovr_question_new ();
  OvrAnswer *answer = ovr_answer_new ();

  add_series (add_study (facts, "1.1"), "1.1.1", 10);
  g_assert_true (ovr_report_take_studies (report, facts, NOW));
  set (&question->id, "q1");
  set (&question->text, "Is it larger?");
  question->number = 1;
  g_ptr_array_add (report->referral.questions, question);
  set (&answer->question_id, "q1");
  g_ptr_array_add (report->answers, answer);
  return report;
}

static OvrAnswer *
answer_of (OvrReport *report)
{
  return g_ptr_array_index (report->answers, 0);
}

static gboolean
has_error (const OvrReport *report,
           GPtrArray *facts,
           const char *code)
{
  OvrReportImages images = { facts, NULL, NULL };
  g_autoptr (OvrReportCheck) check = ovr_report_check (report, &images, NULL);

  for (guint i = 0; i < check->errors->len; i++)
    if (strcmp (((const OvrIssue *) check->errors->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
}

static void
test_before_anything_is_said_images_just_join (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);

  g_assert_false (ovr_report_take_studies (report, facts, NOW));
  add_series (g_ptr_array_index (facts, 0), "1.1.2", 240);
  g_assert_true (has_error (report, facts, "images-changed"));
  g_assert_true (ovr_report_take_studies (report, facts, NOW));
  g_assert_cmpuint (report->arrivals->len, ==, 0);
  g_assert_false (has_error (report, facts, "images-changed"));
  g_assert_false (has_error (report, facts, "images-arrived"));
}

static void
test_a_series_after_the_lock_stops_the_signature (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);
  g_autofree char *json = NULL;
  g_autoptr (OvrReport) back = NULL;
  guint n_series, n_images;

  set (&report->blind.locked_at, NOW);
  add_series (g_ptr_array_index (facts, 0), "1.1.2", 240);
  g_assert_true (ovr_report_take_studies (report, facts, NOW));
  g_assert_cmpuint (ovr_report_count_arrivals (report), ==, 1);
  ovr_arrivals_sum (report->arrivals, TRUE, &n_series, &n_images);
  g_assert_cmpuint (n_series, ==, 1);
  g_assert_cmpuint (n_images, ==, 240);
  g_assert_true (has_error (report, facts, "images-arrived"));

  /* It is kept with the report. */
  json = ovr_report_to_json (report);
  back = ovr_report_from_json (json, -1, NULL);
  g_assert_true (has_error (back, facts, "images-arrived"));

  ovr_report_see_arrivals (back, NOW);
  g_assert_cmpuint (ovr_report_count_arrivals (back), ==, 0);
  g_assert_false (has_error (back, facts, "images-arrived"));
  g_assert_false (ovr_report_take_studies (back, facts, NOW));
}

static void
test_images_of_a_known_series_and_a_new_study_arrive_too (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);
  OvrStudyFacts *first = g_ptr_array_index (facts, 0);
  guint n_series, n_images;

  set (&report->answer, "It is larger.");
  ((OvrSeriesFacts *) g_ptr_array_index (first->series, 0))->instances = 12;
  add_series (add_study (facts, "1.2"), "1.2.1", 5);
  g_assert_true (ovr_report_take_studies (report, facts, NOW));
  ovr_arrivals_sum (report->arrivals, TRUE, &n_series, &n_images);
  g_assert_cmpuint (n_series, ==, 2);
  g_assert_cmpuint (n_images, ==, 7);
  g_assert_cmpint (((const OvrReportStudy *) report->studies->pdata[0])->role, ==, OVR_STUDY_CURRENT);
  g_assert_cmpint (((const OvrReportStudy *) report->studies->pdata[1])->role, ==, OVR_STUDY_PRIOR);
  g_assert_false (has_error (report, facts, "study-added"));
}

/* Nobody knows that they were taken before. */
static void
test_pictures_without_a_date_are_no_prior (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);
  OvrStudyFacts *pictures = add_study (facts, "1.2");

  add_series (pictures, "1.2.1", 2);
  set (&((OvrSeriesFacts *) g_ptr_array_index (pictures->series, 0))->modality, "OT");
  pictures->study_date = pictures->acquisition_date = (OvrDate){ 0 };
  g_assert_true (ovr_report_take_studies (report, facts, NOW));
  g_assert_cmpint (((const OvrReportStudy *) report->studies->pdata[0])->role, ==, OVR_STUDY_CURRENT);
  g_assert_cmpint (((const OvrReportStudy *) report->studies->pdata[1])->role, ==, OVR_STUDY_OTHER);
}

static void
test_answers_are_reopened_and_nothing_is_lost (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);

  set (&answer_of (report)->lead, "No.");
  set (&answer_of (report)->text, "Unchanged since April.");
  answer_of (report)->certainty = OVR_CERTAINTY_LIKELY;
  g_assert_false (has_error (report, facts, "answer-reopened"));
  add_series (g_ptr_array_index (facts, 0), "1.1.2", 240);
  ovr_report_take_studies (report, facts, NOW);
  g_assert_cmpstr (answer_of (report)->reopened_at, ==, NOW);
  g_assert_cmpstr (answer_of (report)->text, ==, "Unchanged since April.");
  g_assert_true (has_error (report, facts, "answer-reopened"));

  /* To have seen the images isn't to have looked at the answer again. */
  ovr_report_see_arrivals (report, NOW);
  g_assert_true (has_error (report, facts, "answer-reopened"));
  set (&answer_of (report)->reopened_at, NULL);
  g_assert_false (has_error (report, facts, "answer-reopened"));
}

static void
test_gone_images_are_no_arrival (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);
  OvrStudyFacts *first = g_ptr_array_index (facts, 0);

  set (&report->answer, "It is larger.");
  ((OvrSeriesFacts *) g_ptr_array_index (first->series, 0))->instances = 9;
  g_assert_false (ovr_report_take_studies (report, facts, NOW));
  g_assert_true (has_error (report, facts, "images-changed"));
}

static void
test_a_damaged_header_needs_the_name_confirmed (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);

  g_assert_cmpstr (((const OvrReportStudy *) report->studies->pdata[0])->patient_name, ==, "M?LLER^ANNA");
  set (&report->patient.name, "M\xef\xbf\xbdller, Anna");
  g_assert_true (has_error (report, facts, "patient-damaged"));
  set (&report->patient.name, "Müller, Anna");
  g_assert_false (has_error (report, facts, "patient-damaged"));
  g_assert_true (has_error (report, facts, "name-unconfirmed"));
  set (&report->patient.name_confirmed_at, NOW);
  g_assert_false (has_error (report, facts, "name-unconfirmed"));
}

static void
test_a_merger_needs_a_reason (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrReport) report = make_report (facts);
  OvrMerger *merger = ovr_merger_new ();

  g_ptr_array_add (report->mergers, merger);
  g_assert_true (has_error (report, facts, "merger-reason-missing"));
  set (&merger->reason, "Same insurance card");
  g_assert_false (has_error (report, facts, "merger-reason-missing"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrivals/before", test_before_anything_is_said_images_just_join);
  g_test_add_func ("/arrivals/after-the-lock", test_a_series_after_the_lock_stops_the_signature);
  g_test_add_func ("/arrivals/known-series-and-new-study", test_images_of_a_known_series_and_a_new_study_arrive_too);
  g_test_add_func ("/arrivals/pictures", test_pictures_without_a_date_are_no_prior);
  g_test_add_func ("/arrivals/answers-reopened", test_answers_are_reopened_and_nothing_is_lost);
  g_test_add_func ("/arrivals/gone", test_gone_images_are_no_arrival);
  g_test_add_func ("/arrivals/damaged-name", test_a_damaged_header_needs_the_name_confirmed);
  g_test_add_func ("/arrivals/merger-reason", test_a_merger_needs_a_reason);
  return g_test_run ();
}
