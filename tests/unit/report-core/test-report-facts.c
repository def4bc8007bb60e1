/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-facts.h"

#include <string.h>

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

static OvrSeriesFacts *
add_series (OvrStudyFacts *facts,
            const char *uid,
            const char *modality,
            guint instances)
{
  OvrSeriesFacts *series = ovr_series_facts_new ();

  set (&series->uid, uid);
  set (&series->modality, modality);
  series->instances = instances;
  g_ptr_array_add (facts->series, series);
  return series;
}

static OvrStudyFacts *
add_study (GPtrArray *list,
           const char *uid,
           OvrDate date,
           const char *modality)
{
  OvrStudyFacts *facts = ovr_study_facts_new ();
  g_autofree char *series_uid = g_strconcat (uid, ".1", NULL);

  set (&facts->uid, uid);
  set (&facts->patient_name, "Muster, Anna");
  set (&facts->patient_name_verbatim, "Muster^Anna");
  set (&facts->sex, "F");
  facts->birth_date = (OvrDate){ 1956, 2, 29 };
  facts->acquisition_date = date;
  facts->study_date = date;
  add_series (facts, series_uid, modality, 10);
  g_ptr_array_add (list, facts);
  return facts;
}

static const OvrReportStudy *
study_at (const OvrReport *report,
          guint index)
{
  return report->studies->pdata[index];
}

static void
test_the_newest_images_are_current (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autofree char *json = NULL;
  g_autoptr (OvrReport) back = NULL;

  add_study (facts, "1.1", (OvrDate){ 2026, 4, 13 }, "CT");
  add_study (facts, "1.2", (OvrDate){ 2026, 9, 14 }, "CT");
  add_study (facts, "1.3", (OvrDate){ 2026, 9, 20 }, "SR");
  ovr_report_set_facts (report, facts);
  g_assert_cmpuint (report->studies->len, ==, 3);
  g_assert_cmpstr (study_at (report, 0)->uid, ==, "1.2");
  g_assert_cmpint (study_at (report, 0)->role, ==, OVR_STUDY_CURRENT);
  g_assert_cmpstr (study_at (report, 1)->uid, ==, "1.1");
  g_assert_cmpint (study_at (report, 1)->role, ==, OVR_STUDY_PRIOR);
  g_assert_cmpstr (study_at (report, 2)->uid, ==, "1.3");
  g_assert_cmpstr (report->patient.name, ==, "Muster, Anna");
  g_assert_cmpstr (report->patient.name_verbatim, ==, "Muster^Anna");
  g_assert_false (report->phantom);
  json = ovr_report_to_json (report);
  back = ovr_report_from_json (json, -1, NULL);
  g_assert_nonnull (back);
}

static void
test_parts_of_a_series_are_one (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  OvrStudyFacts *study = add_study (facts, "1.1", (OvrDate){ 2026, 4, 13 }, "MR");
  const OvrReportSeries *series;

  for (int i = 0; i < 2; i++)
    {
      OvrSeriesFacts *part = add_series (study, "1.1.2", "MR", 7);

      part->part = (guint) i + 1;
      g_ptr_array_add (part->health, ovr_health_finding_new ("lossy", "Compressed with loss.", NULL));
    }
  add_series (study, "1.1.3", "PR", 1);
  set (&study->description, "PHANTOM MRI knee");
  ovr_report_set_facts (report, facts);
  g_assert_cmpuint (study_at (report, 0)->series->len, ==, 3);
  series = study_at (report, 0)->series->pdata[1];
  g_assert_cmpint (series->instances, ==, 14);
  g_assert_cmpuint (series->health->len, ==, 1);
  g_assert_cmpstr (study_at (report, 0)->modality, ==, "MR");
  g_assert_true (report->phantom);
}

static void
test_the_side_is_the_headers (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  OvrStudyFacts *study = add_study (facts, "1.1", (OvrDate){ 2026, 4, 13 }, "MR");

  ovr_report_set_facts (report, facts);
  g_assert_cmpint (study_at (report, 0)->side, ==, OVR_SIDE_NONE);
  g_assert_null (study_at (report, 0)->side_source);
  set (&((OvrSeriesFacts *) study->series->pdata[0])->laterality, "L");
  ovr_report_set_facts (report, facts);
  g_assert_cmpint (study_at (report, 0)->side, ==, OVR_SIDE_LEFT);
  g_assert_cmpstr (study_at (report, 0)->side_source, ==, "header");
  set (&add_series (study, "1.1.9", "MR", 1)->laterality, "R");
  ovr_report_set_facts (report, facts);
  g_assert_cmpint (study_at (report, 0)->side, ==, OVR_SIDE_BILATERAL);
}

static void
test_a_document_is_about_the_study_whose_date_it_names (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (free_facts);
  g_autoptr (OvrDocument) document = ovr_document_new ();

  g_assert_null (ovr_report_guess_study (report, document));
  add_study (facts, "1.1", (OvrDate){ 2026, 4, 13 }, "CT");
  add_study (facts, "1.2", (OvrDate){ 2026, 9, 14 }, "CT");
  ovr_report_set_facts (report, facts);
  set (&document->text, "CT vom 14.09.2026, Vergleich 13.04.2026");
  g_assert_cmpstr (ovr_report_guess_study (report, document)->uid, ==, "1.2");
  set (&document->text, "CT vom 13. April 2026");
  g_assert_cmpstr (ovr_report_guess_study (report, document)->uid, ==, "1.1");
  set (&document->text, "CT");
  g_assert_cmpstr (ovr_report_guess_study (report, document)->uid, ==, "1.2");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/roles", test_the_newest_images_are_current);
  g_test_add_func ("/facts/parts", test_parts_of_a_series_are_one);
  g_test_add_func ("/facts/side", test_the_side_is_the_headers);
  g_test_add_func ("/facts/document", test_a_document_is_about_the_study_whose_date_it_names);
  return g_test_run ();
}
