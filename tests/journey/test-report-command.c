/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program-run.h"
#include "study-samples.h"

#include "ovr-report.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* report new and report check as people and programs call them. */

typedef struct
{
  char *folder;
  char *images;
  char *original;
  char *output;
} Fixture;

static void
assert_run (Fixture *fixture,
            const char *const *words,
            int code)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (program_run (fixture->folder, words, &out, &err), ==, code);
  if (code == 0)
    g_assert_cmpstr (err, ==, "");
  else if (code > 1)
    {
      /* One line, without the patient's name. */
      g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
      g_assert_null (strstr (err, "Muster"));
    }
}

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  const char *import[] = { "import", NULL, NULL };

  fixture->folder = sample_folder ();
  fixture->images = g_build_filename (fixture->folder, "images", NULL);
  fixture->original = g_build_filename (fixture->folder, "original.txt", NULL);
  fixture->output = g_build_filename (fixture->folder, "r.json", NULL);
  g_mkdir (fixture->images, 0700);
  sample_save_stack (fixture->images, 4, -1);
  g_file_set_contents (fixture->original, "Findings:\nNo effusion. Nodule of 12 mm, left.\n", -1, NULL);
  import[1] = fixture->images;
  assert_run (fixture, import, 0);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_free (fixture->images);
  g_free (fixture->original);
  g_free (fixture->output);
  sample_remove (fixture->folder);
}

static OvrReport *
read_report (const char *path)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  OvrReport *report;

  g_assert_true (g_file_get_contents (path, &json, NULL, NULL));
  report = ovr_report_from_json (json, -1, &error);
  g_assert_no_error (error);
  return report;
}

static void
test_a_new_report_has_studies_documents_and_questions (Fixture *fixture,
                                                       gconstpointer unused)
{
  const char *words[] = { "report", "new", "--case", "C1", "--template", "ct-chest", "--original", fixture->original,
                          "--question", "Is there a nodule?", "--question", "Which side?", "-o", fixture->output, NULL };
  g_autoptr (OvrReport) report = NULL;
  g_autofree char *quote = NULL;

  assert_run (fixture, words, 0);
  report = read_report (fixture->output);
  g_assert_cmpstr (report->case_id, ==, "C1");
  g_assert_cmpstr (report->template_name, ==, "ct-chest");
  g_assert_true (g_str_has_prefix (report->number, "OR-"));
  g_assert_cmpstr (report->patient.name, ==, "Muster, Anna");
  g_assert_cmpuint (report->studies->len, ==, 1);
  g_assert_cmpint (((OvrReportSeries *) ((OvrReportStudy *) report->studies->pdata[0])->series->pdata[0])->instances, ==, 4);
  g_assert_cmpuint (report->referral.questions->len, ==, 2);
  g_assert_cmpuint (report->documents->len, ==, 1);
  g_assert_cmpuint (report->claims->len, ==, 2);
  quote = ovr_report_dup_quote (report, report->claims->pdata[1]);
  g_assert_cmpstr (quote, ==, "Nodule of 12 mm, left.");
  g_assert_cmpint (((OvrClaim *) report->claims->pdata[0])->verdict, ==, OVR_VERDICT_OPEN);
}

static void
test_nothing_is_written_when_something_is_wrong (Fixture *fixture,
                                                 gconstpointer unused)
{
  g_autofree char *absent = g_build_filename (fixture->folder, "no", "r.json", NULL);
  const char *no_case[] = { "report", "new", "--case", "C99", "--template", "general", "-o", fixture->output, NULL };
  const char *no_template[] = { "report", "new", "--case", "C1", "--template", "none", "-o", fixture->output, NULL };
  const char *no_original[] = { "report", "new", "--case", "C1", "--template", "general", "--original", absent, "-o", fixture->output, NULL };
  const char *no_folder[] = { "report", "new", "--case", "C1", "--template", "general", "-o", absent, NULL };
  const char *no_output[] = { "report", "new", "--case", "C1", "--template", "general", NULL };
  const char *no_word[] = { "report", NULL };
  const char *unknown[] = { "report", "claims", fixture->original, NULL };

  assert_run (fixture, no_case, 3);
  assert_run (fixture, no_original, 3);
  assert_run (fixture, no_folder, 3);
  assert_run (fixture, no_template, 2);
  assert_run (fixture, no_output, 2);
  assert_run (fixture, no_word, 2);
  assert_run (fixture, unknown, 2);
  g_assert_false (g_file_test (fixture->output, G_FILE_TEST_EXISTS));
}

/* The codes in @member of what check --json prints. */
static char *
check_codes (Fixture *fixture,
             const char *member,
             const char *images)
{
  const char *words[] = { "report", "check", fixture->output, "--json", images != NULL ? "--images" : NULL, images, NULL };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) codes = g_string_new (" ");
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  JsonObject *root;
  JsonArray *issues;

  g_assert_cmpint (program_run (fixture->folder, words, &out, &err), ==, 1);
  g_assert_cmpstr (err, ==, "");
  g_assert_true (json_parser_load_from_data (parser, out, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_object_get_size (root), ==, 2);
  issues = json_object_get_array_member (root, member);
  for (guint i = 0; i < json_array_get_length (issues); i++)
    {
      JsonObject *issue = json_array_get_object_element (issues, i);

      g_assert_cmpuint (json_object_get_size (issue), ==, 3);
      g_assert_nonnull (json_object_get_string_member (issue, "where"));
      g_assert_nonnull (json_object_get_string_member (issue, "text"));
      g_string_append_printf (codes, "%s ", json_object_get_string_member (issue, "code"));
    }
  return g_string_free (g_steal_pointer (&codes), FALSE);
}

static void
test_check_says_what_stops_a_signature (Fixture *fixture,
                                        gconstpointer unused)
{
  const char *words[] = { "report", "new", "--case", "C1", "--template", "general", "--original", fixture->original, "-o", fixture->output, NULL };
  g_autofree char *errors = NULL;
  g_autofree char *warnings = NULL;
  g_autofree char *with_images = NULL;
  g_autofree char *changed = NULL;

  assert_run (fixture, words, 0);
  errors = check_codes (fixture, "errors", NULL);
  warnings = check_codes (fixture, "warnings", NULL);
  with_images = check_codes (fixture, "warnings", fixture->images);
  g_assert_nonnull (strstr (errors, " claim-open "));
  g_assert_nonnull (strstr (errors, " answer-missing "));
  g_assert_nonnull (strstr (errors, " licence-missing "));
  g_assert_nonnull (strstr (warnings, " not-checked "));
  g_assert_null (strstr (with_images, " not-checked "));

  /* An image that came later. */
  sample_save (sample_ct ("later", 9, 20.0), fixture->images, "later");
  changed = check_codes (fixture, "errors", fixture->images);
  g_assert_nonnull (strstr (changed, " images-changed "));
}

static void
test_what_is_no_report_is_told_in_one_line (Fixture *fixture,
                                            gconstpointer unused)
{
  const char *no_report[] = { "report", "check", fixture->original, NULL };
  const char *absent[] = { "report", "check", fixture->output, NULL };
  const char *folder[] = { "report", "check", fixture->folder, NULL };
  const char *nothing[] = { "report", "check", NULL };

  assert_run (fixture, no_report, 3);
  assert_run (fixture, absent, 3);
  assert_run (fixture, folder, 3);
  assert_run (fixture, nothing, 2);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/report-command/new", test_a_new_report_has_studies_documents_and_questions);
  ADD ("/report-command/new/refused", test_nothing_is_written_when_something_is_wrong);
  ADD ("/report-command/check", test_check_says_what_stops_a_signature);
  ADD ("/report-command/check/refused", test_what_is_no_report_is_told_in_one_line);
  return g_test_run ();
}
