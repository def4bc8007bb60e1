/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-adequacy.h"
#include "ovr-report-rules.h"

#include <stdlib.h>
#include <string.h>

#define CANARY "Canarywort"

static void
set (char **at,
     const char *text)
{
  g_free (*at);
  *at = g_strdup (text);
}

static OvrReportSeries *
add_series (OvrReportStudy *study,
            int number)
{
  OvrReportSeries *series = ovr_report_series_new ();

  series->number = number;
  g_ptr_array_add (study->series, series);
  return series;
}

static void
add_health (OvrReportSeries *series,
            const char *code,
            const char *text,
            const char *where)
{
  OvrReportHealth *health = ovr_report_health_new ();

  set (&health->code, code);
  set (&health->text, text);
  set (&health->where, where);
  g_ptr_array_add (series->health, health);
}

/* A CT with series 2, 3 and a split 4; a hole in 3, lossy 2 and 3. */
static OvrReport *
report_new (void)
{
  OvrReport *report = ovr_report_new ();
  OvrReportStudy *study = ovr_report_study_new ();
  OvrReportSeries *series;

  set (&study->uid, "1.2");
  set (&study->description, "CT chest");
  study->acquired = (OvrDate){ 2026, 4, 12 };
  g_ptr_array_add (report->studies, study);
  add_health (add_series (study, 2), "lossy", "Lossy.", NULL);
  series = add_series (study, 3);
  add_health (series, "lossy", "Lossy.", NULL);
  add_health (series, "missing-slices", "2 slices are missing.", "after image 60");
  add_health (add_series (study, 4), "thick-slices", "Thick.", NULL);
  add_health (add_series (study, 4), "thick-slices", "Thick.", NULL);
  return report;
}

/* Adds an original with one claim that is all of it. */
static void
add_original (OvrReport *report,
              const char *text)
{
  OvrDocument *document = ovr_document_new ();
  OvrClaim *claim = ovr_claim_new ();

  document->id = ovr_report_new_id (report, "d");
  document->role = OVR_DOCUMENT_ORIGINAL;
  set (&document->text, text);
  set (&document->study_uid, "1.2");
  claim->id = ovr_report_new_id (report, "c");
  claim->number = (int) report->claims->len + 1;
  set (&claim->document_id, document->id);
  claim->end = (int) g_utf8_strlen (text, -1);
  g_ptr_array_add (report->documents, document);
  g_ptr_array_add (report->claims, claim);
}

static void
unseal (OvrReport *report)
{
  set (&report->blind.unsealed_at, "2026-11-23T18:08:00+01:00");
}

static const char expected[] = "CT chest, 12 April 2026, series 2, series 3: Lossy. [Inappropriate image processing, DCM 111219]\n"
                               "CT chest, 12 April 2026, series 3: 2 slices are missing. (after image 60) [No image, DCM 111213]\n"
                               "CT chest, 12 April 2026, series 4: Thick.";

static void
test_each_finding_is_one_sentence (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autofree char *section = ovr_report_write_adequacy (report);

  g_assert_cmpstr (section, ==, expected);
}

static void
test_a_second_time_adds_nothing (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autofree char *first = NULL, *second = NULL;

  set (&report->adequacy, "Enough for question 1.");
  first = ovr_report_write_adequacy (report);
  g_assert_true (g_str_has_prefix (first, "Enough for question 1.\nCT chest"));
  g_assert_true (g_str_has_suffix (first, expected));
  set (&report->adequacy, first);
  second = ovr_report_write_adequacy (report);
  g_assert_cmpstr (second, ==, first);
}

/* What the reader struck out comes back by itself alone. */
static void
test_only_what_is_not_there_is_added (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autofree char *section = NULL;

  set (&report->adequacy, "CT chest, 12 April 2026, series 4: Thick. But good enough.");
  section = ovr_report_write_adequacy (report);
  g_assert_nonnull (strstr (section, "series 2, series 3: Lossy."));
  g_assert_null (strstr (strstr (section, "Thick.") + 1, "Thick."));
}

static void
test_nothing_wrong_writes_nothing (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();

  g_assert_null (ovr_report_write_adequacy (report));
}

static void
test_sentences_survive_json (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  report->adequacy = ovr_report_write_adequacy (report);
  json = ovr_report_to_json (report);
  back = ovr_report_from_json (json, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->adequacy, ==, expected);
}

/* Which series of 2, 3 and 4 a sentence misses: "5 12" or "". */
static void
test_absent_series_are_named (void)
{
  static const struct
  {
    const char *text;
    const char *absent;
  } cases[] = {
    { "Nodule (series 3, image 60).", "" },
    { "Nodule (series 5, image 60).", "5" },
    { "Coronal reformats (Series No. 7).", "7" },
    { "Se 5/30 and Se 3/12.", "5" },
    { "SER: 12", "12" },
    { "Serie 9, Bild 4.", "9" },
    { "Seen in series 3 and 6.", "6" },
    { "Seen in series 3 and 6 mm above.", "" },
    { "Series 3, 5 mm slices.", "" },
    { "Series 3, 5.5 cm mass.", "" },
    { "A series of 12 images was made.", "" },
    { "Time series, 20 phases.", "" },
    { "Se vieron 8 lesiones.", "" },
    { "Series 202604121 was deleted.", "" },
    { "Series 8. Series 8 again; series 9.", "8 9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvrReport) report = report_new ();
      g_autoptr (GPtrArray) absent = NULL;
      g_autoptr (GString) found = g_string_new (NULL);

      add_original (report, cases[i].text);
      unseal (report);
      absent = ovr_report_find_absent_series (report);
      for (guint j = 0; j < absent->len; j++)
        {
          const OvrReportHealth *health = absent->pdata[j];

          g_assert_cmpstr (health->code, ==, "absent-series");
          g_assert_cmpstr (health->where, ==, "claim 1");
          g_string_append_printf (found, "%s%d", j > 0 ? " " : "", atoi (health->text + strlen ("Series ")));
        }
      g_assert_cmpstr (found->str, ==, cases[i].absent);
    }
}

static void
test_absent_series_are_written (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autofree char *section = NULL, *again = NULL;

  add_original (report, "Reformats (series 5).");
  add_original (report, "See series 5.");
  unseal (report);
  section = ovr_report_write_adequacy (report);
  g_assert_true (g_str_has_suffix (section, "Series 5, which the original report names, is not among the submitted images. "
                                            "(claim 1, 2) [No image, DCM 111213]"));
  set (&report->adequacy, section);
  again = ovr_report_write_adequacy (report);
  g_assert_cmpstr (again, ==, section);
}

/* H26: a sealed original tells nothing, not even that a series is absent. */
static void
test_a_sealed_original_says_nothing (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autoptr (GPtrArray) sealed = NULL, opened = NULL;
  g_autofree char *section = NULL;

  add_original (report, CANARY " in series 77, " CANARY " in series 3.");
  g_assert_true (ovr_report_is_sealed (report));
  sealed = ovr_report_find_absent_series (report);
  section = ovr_report_write_adequacy (report);
  g_assert_cmpuint (sealed->len, ==, 0);
  g_assert_cmpstr (section, ==, expected);

  unseal (report);
  g_assert_false (ovr_report_is_sealed (report));
  opened = ovr_report_find_absent_series (report);
  g_assert_cmpuint (opened->len, ==, 1);
}

static guint
count_places (GPtrArray *issues,
              const char *prefix)
{
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    n += g_str_has_prefix (((const OvrIssue *) issues->pdata[i])->where, prefix);
  return n;
}

/* H26: nor how many statements it has, nor whose name stands in it. */
static void
test_a_sealed_original_is_one_issue (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autoptr (OvrReportCheck) sealed = NULL, opened = NULL;

  add_original (report, CANARY);
  add_original (report, CANARY);
  sealed = ovr_report_check (report, NULL, NULL);
  g_assert_cmpuint (count_places (sealed->errors, "claims"), ==, 2);
  g_assert_cmpuint (count_places (sealed->warnings, "documents"), >, 0);
  ovr_report_check_seal (sealed, report);
  g_assert_cmpuint (count_places (sealed->errors, "claims") + count_places (sealed->warnings, "claims"), ==, 0);
  g_assert_cmpuint (count_places (sealed->errors, "documents") + count_places (sealed->warnings, "documents"), ==, 0);
  g_assert_cmpstr (((OvrIssue *) sealed->errors->pdata[0])->code, ==, "sealed");

  unseal (report);
  opened = ovr_report_check (report, NULL, NULL);
  ovr_report_check_seal (opened, report);
  g_assert_cmpuint (count_places (opened->errors, "claims"), ==, 2);
  g_assert_cmpuint (count_places (opened->errors, "blind"), ==, 0);
}

/* A letter or a request is never sealed, and names no series of this study. */
static void
test_other_documents_are_not_asked (void)
{
  g_autoptr (OvrReport) report = report_new ();
  g_autoptr (GPtrArray) absent = NULL;

  add_original (report, "See series 8.");
  ((OvrDocument *) report->documents->pdata[0])->role = OVR_DOCUMENT_LETTER;
  g_assert_false (ovr_report_is_sealed (report));
  absent = ovr_report_find_absent_series (report);
  g_assert_cmpuint (absent->len, ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/adequacy/sentences", test_each_finding_is_one_sentence);
  g_test_add_func ("/adequacy/second-time", test_a_second_time_adds_nothing);
  g_test_add_func ("/adequacy/only-what-is-not-there", test_only_what_is_not_there_is_added);
  g_test_add_func ("/adequacy/nothing-wrong", test_nothing_wrong_writes_nothing);
  g_test_add_func ("/adequacy/json", test_sentences_survive_json);
  g_test_add_func ("/adequacy/absent-series", test_absent_series_are_named);
  g_test_add_func ("/adequacy/absent-series/written", test_absent_series_are_written);
  g_test_add_func ("/adequacy/sealed", test_a_sealed_original_says_nothing);
  g_test_add_func ("/adequacy/sealed/check", test_a_sealed_original_is_one_issue);
  g_test_add_func ("/adequacy/other-documents", test_other_documents_are_not_asked);
  return g_test_run ();
}
