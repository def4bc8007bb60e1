/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-report.h"

#include "ovr-phantom.h"
#include "ovr-source-file.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The finished report of the demo, held against the phantom's truth. */

static char *directory;

static int
remove_one (const char *path,
            const struct stat *info,
            int kind,
            struct FTW *walk)
{
  return remove (path);
}

static OvrDocument *
make_document (const char *name,
               OvrDocumentRole role)
{
  g_autofree char *text = ovr_demo_dup_text (name);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  OvrDocument *document = ovr_source_read (bytes, name, role, &error);

  g_assert_no_error (error);
  return document;
}

static OvrReport *
make_report (OvrImages *images)
{
  g_autoptr (OvrDocument) original = make_document ("original-report.de.txt", OVR_DOCUMENT_ORIGINAL);
  g_autoptr (OvrDocument) request = make_document ("request.txt", OVR_DOCUMENT_REQUEST);
  g_autoptr (GError) error = NULL;
  OvrReport *report = ovr_demo_report_new (images, original, request, "C1", &error);

  g_assert_no_error (error);
  return report;
}

static OvrImages *
read_images (void)
{
  g_autoptr (GError) error = NULL;
  OvrImages *images = ovr_images_read (directory, &error);

  g_assert_no_error (error);
  return images;
}

static void
test_it_is_ready_to_sign (void)
{
  g_autoptr (OvrImages) images = read_images ();
  g_autoptr (OvrReport) report = make_report (images);
  OvrReportImages for_rules = ovr_images_for_rules (images);
  g_autoptr (OvrReportCheck) check = ovr_report_check (report, &for_rules, NULL);

  for (guint i = 0; i < check->errors->len; i++)
    g_error ("%s: %s", ((OvrIssue *) check->errors->pdata[i])->where, ((OvrIssue *) check->errors->pdata[i])->text);
  for (guint i = 0; i < check->warnings->len; i++)
    g_error ("%s: %s", ((OvrIssue *) check->warnings->pdata[i])->where, ((OvrIssue *) check->warnings->pdata[i])->text);
  g_assert_cmpint (ovr_report_count_words (report->answer), <=, OVR_ANSWER_WORDS_WANTED);
  g_assert_true (report->phantom);
}

static void
test_it_survives_json (void)
{
  g_autoptr (OvrImages) images = read_images ();
  g_autoptr (OvrReport) report = make_report (images);
  g_autofree char *json = ovr_report_to_json (report);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrReport) back = ovr_report_from_json (json, -1, &error);

  g_assert_no_error (error);
  again = ovr_report_to_json (back);
  g_assert_cmpstr (json, ==, again);
}

static double
get_measurement (const OvrReport *report,
                 const char *finding_id,
                 const char *label,
                 const char *study_uid)
{
  const OvrFinding *finding = ovr_report_find_finding (report, finding_id);

  for (guint i = 0; i < finding->measurements->len; i++)
    {
      const OvrReportMeasurement *measured = finding->measurements->pdata[i];

      if (strcmp (measured->label, label) == 0 && strcmp (measured->study_uid, study_uid) == 0)
        return measured->measurement.value;
    }
  return (double) NAN;
}

static void
test_its_numbers_are_the_truth (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  g_autoptr (OvrImages) images = read_images ();
  g_autoptr (OvrReport) report = make_report (images);
  const char *now = truth->current.study_uid;

  g_assert_cmpfloat_with_epsilon (get_measurement (report, "f1", "long axis", now), truth->current.nodule.longest_mm, 0.05);
  g_assert_cmpfloat_with_epsilon (get_measurement (report, "f1", "long axis", truth->prior.study_uid), truth->prior.nodule.longest_mm, 0.05);
  g_assert_cmpfloat_with_epsilon (get_measurement (report, "f2", "long axis", now), truth->current.adrenal.longest_mm, 0.05);
  g_assert_cmpfloat_with_epsilon (get_measurement (report, "f2", "mean", now), truth->current.adrenal.hu, 2.0);
  g_assert_cmpfloat_with_epsilon (get_measurement (report, "f3", "depth", now), truth->current.effusion.longest_mm, 0.05);
  g_assert_cmpfloat_with_epsilon (get_measurement (report, "f4", "diameter", now), truth->current.focus.longest_mm, 0.05);
  /* LPS: +x is the patient's left. */
  g_assert_cmpfloat (truth->current.nodule.position_mm[0], <, 0.0);
  g_assert_cmpint (ovr_report_find_finding (report, "f1")->side, ==, OVR_SIDE_RIGHT);
  g_assert_cmpfloat (truth->current.adrenal.position_mm[0], >, 0.0);
  g_assert_cmpint (ovr_report_find_finding (report, "f2")->side, ==, OVR_SIDE_LEFT);
}

/* What the page for the referring physician shows: fourteen statements, six
 * kinds of judgement, three steps of certainty and a question without answer. */
static void
test_it_shows_what_a_second_opinion_is (void)
{
  g_autoptr (OvrImages) images = read_images ();
  g_autoptr (OvrReport) report = make_report (images);
  int verdicts[OVR_VERDICT_OUT_OF_SCOPE + 1] = { 0 };
  int grouped = 0, additions = 0;

  g_assert_cmpuint (report->claims->len, ==, 14);
  for (guint i = 0; i < report->claims->len; i++)
    {
      const OvrClaim *claim = report->claims->pdata[i];

      verdicts[claim->verdict]++;
      grouped += claim->judged_in_group;
      g_assert_nonnull (claim->translation);
    }
  g_assert_cmpint (verdicts[OVR_VERDICT_AGREE], ==, 5);
  g_assert_cmpint (verdicts[OVR_VERDICT_AGREE_MODIFIED], ==, 2);
  g_assert_cmpint (verdicts[OVR_VERDICT_NOT_ASSESSABLE], ==, 1);
  g_assert_cmpint (verdicts[OVR_VERDICT_DISAGREE], ==, 5);
  g_assert_cmpint (verdicts[OVR_VERDICT_OUT_OF_SCOPE], ==, 1);
  g_assert_cmpint (grouped, ==, 5);
  for (guint i = 0; i < report->findings->len; i++)
    additions += ((OvrFinding *) report->findings->pdata[i])->addition;
  g_assert_cmpint (additions, ==, 1);
  g_assert_cmpint (((OvrAnswer *) report->answers->pdata[0])->certainty, ==, OVR_CERTAINTY_MOST_LIKELY);
  g_assert_cmpint (((OvrAnswer *) report->answers->pdata[1])->certainty, ==, OVR_CERTAINTY_LIKELY);
  g_assert_cmpint (((OvrAnswer *) report->answers->pdata[2])->certainty, ==, OVR_CERTAINTY_NOT_ASSESSABLE);
  g_assert_cmpint (report->blind.grade, ==, OVR_BLIND_FULL);
}

static void
test_no_word_is_left_in_braces (void)
{
  static const char *const names[] = { "original-report.de.txt", "original-report.en.txt", "request.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = ovr_demo_dup_text (names[i]);

      g_assert_null (strpbrk (text, "{}"));
      g_assert_nonnull (strstr (text, "PHANTOM"));
      g_assert_nonnull (strstr (text, "Østergård-Kučera, Žofie"));
    }
}

static void
test_other_documents_are_refused (void)
{
  g_autoptr (OvrImages) images = read_images ();
  g_autoptr (OvrDocument) request = make_document ("request.txt", OVR_DOCUMENT_REQUEST);
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_demo_report_new (images, request, request, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

/* The axial series of one study, coarser and without noise: the findings are
 * where they are, and it takes a second instead of ten. */
static void
write_study (OvrPhantomTime time,
             const char *name)
{
  OvrPhantomScan scan = *ovr_phantom_chest_scan (time);
  g_autofree char *folder = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;

  scan.matrix = 256;
  scan.noise_hu = 0.0;
  if (!ovr_phantom_write_scan (&scan, OVR_PHANTOM_SERIES_AXIAL, folder, &error))
    g_error ("%s", error->message);
}

int
main (int argc,
      char *argv[])
{
  int code;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("ovr-demo-XXXXXX", NULL);
  write_study (OVR_PHANTOM_PRIOR, "prior");
  write_study (OVR_PHANTOM_CURRENT, "current");
  g_test_add_func ("/demo/ready", test_it_is_ready_to_sign);
  g_test_add_func ("/demo/json", test_it_survives_json);
  g_test_add_func ("/demo/truth", test_its_numbers_are_the_truth);
  g_test_add_func ("/demo/content", test_it_shows_what_a_second_opinion_is);
  g_test_add_func ("/demo/texts", test_no_word_is_left_in_braces);
  g_test_add_func ("/demo/refused", test_other_documents_are_refused);
  code = g_test_run ();
  nftw (directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (directory);
  return code;
}
