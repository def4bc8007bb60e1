/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-report.h"
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"

#include "ovr-claim-splitter.h"
#include "ovr-clock.h"
#include "ovr-file.h"
#include "ovr-images.h"
#include "ovr-library-cases.h"
#include "ovr-log.h"
#include "ovr-report-facts.h"
#include "ovr-report-rules.h"
#include "ovr-report-template.h"
#include "ovr-source-file.h"

#include <stdio.h>
#include <string.h>

/* Reports are the patient's: only their owner reads them. */
#define REPORT_MODE 0600
#define MAX_REPORT_BYTES ((gsize) 256 << 20)

/* ---- report new */

static void
free_study (gpointer data)
{
  g_object_unref (data);
}

/* The studies of a case; @facts borrows from them. */
static gboolean
load_facts (OvrLibraryCases *both,
            const OvrCase *one,
            GPtrArray *studies,
            GPtrArray *facts,
            GError **error)
{
  for (guint i = 0; i < one->patient_keys->len; i++)
    for (guint j = 0; j < one->study_uids->len; j++)
      {
        g_autoptr (GError) local = NULL;
        OvrStudy *study = ovr_library_load_study (both->library, one->patient_keys->pdata[i], one->study_uids->pdata[j], &local);

        if (local != NULL)
          {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
          }
        if (study == NULL)
          continue;
        g_ptr_array_add (studies, study);
        g_ptr_array_add (facts, (gpointer) ovr_study_get_facts (study));
      }
  return TRUE;
}

/* "OR-2026-1123-1": the day and the case. */
static char *
make_number (const char *case_id)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m%d");

  return g_strdup_printf ("OR-%s-%s", day, *case_id == 'C' ? case_id + 1 : case_id);
}

static void
add_questions (OvrReport *report,
               char **questions)
{
  for (guint i = 0; questions != NULL && questions[i] != NULL; i++)
    {
      OvrQuestion *question = ovr_question_new ();

      question->id = g_strdup_printf ("q%u", i + 1);
      question->number = (int) i + 1;
      question->text = g_strdup (questions[i]);
      g_ptr_array_add (report->referral.questions, question);
    }
}

static gboolean
add_original (OvrReport *report,
              const char *path,
              GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  OvrDocument *document = ovr_source_read_file (file, OVR_DOCUMENT_ORIGINAL, error);
  const OvrReportStudy *study;

  if (document == NULL)
    return FALSE;
  document->id = ovr_report_new_id (report, "d");
  document->title = g_strdup ("Original report");
  study = ovr_report_guess_study (report, document);
  document->study_uid = study != NULL ? g_strdup (study->uid) : NULL;
  g_ptr_array_add (report->documents, document);
  ovr_claim_split_document (report, document->id);
  return TRUE;
}

static int
write_report (const OvrReport *report,
              const char *output)
{
  g_autofree char *json = ovr_report_to_json (report);
  g_autoptr (GError) error = NULL;

  if (!ovr_command_write_file (output, json, strlen (json), REPORT_MODE, &error))
    return ovr_command_fail_input ("report new: %s", error->message);
  return OVR_EXIT_DONE;
}

static int
fill_report (OvrReport *report,
             OvrLibraryCases *both,
             const OvrCase *one,
             char **originals,
             char **questions)
{
  g_autoptr (GPtrArray) studies = g_ptr_array_new_with_free_func (free_study);
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (!load_facts (both, one, studies, facts, &error))
    return ovr_command_fail_input ("report new: %s", error->message);
  if (facts->len == 0)
    return ovr_command_fail_input ("report new: the case has no studies in this library");
  report->case_id = g_strdup (one->id);
  report->number = make_number (one->id);
  report->referral.due = one->due;
  ovr_report_set_facts (report, facts);
  add_questions (report, questions);
  for (guint i = 0; originals != NULL && originals[i] != NULL; i++)
    if (!add_original (report, originals[i], &error))
      {
        g_autofree char *name = ovr_log_file (originals[i]);

        return ovr_command_fail_input ("%s: %s", name, error->domain == OVR_SOURCE_ERROR ? error->message : "can't be read");
      }
  return OVR_EXIT_DONE;
}

static int
fail_template (const char *name)
{
  g_auto (GStrv) names = ovr_report_template_list ();
  g_autofree char *list = g_strjoinv (", ", names);

  return ovr_command_fail_usage ("report new: there is no template \"%s\"; there are %s", name, list);
}

static int
run_new (int argc,
         char **argv)
{
  g_autofree char *case_id = NULL;
  g_autofree char *template = NULL;
  g_autofree char *output = NULL;
  g_autofree char *library = NULL;
  g_auto (GStrv) originals = NULL;
  g_auto (GStrv) questions = NULL;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_STRING, &case_id, "The case in the library", "ID" },
    { "template", 0, 0, G_OPTION_ARG_STRING, &template, "What to begin with: general, ct-chest, …", "NAME" },
    { "original", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &originals, "An original report, text or PDF", "FILE" },
    { "question", 0, 0, G_OPTION_ARG_STRING_ARRAY, &questions, "A question of the requester", "TEXT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where the report goes", "R.json" },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &library, "The library's file", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrLibraryCases) both = NULL;
  g_autoptr (OvrReport) report = NULL;
  g_autoptr (OvrCase) one = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int code;

  if (!ovr_command_parse (NULL, "Writes a report value with the case's studies and documents in it.", entries, &argc, &argv, &code))
    return code;
  if (argc > 1 || case_id == NULL || template == NULL || output == NULL)
    return ovr_command_fail_usage ("report new: --case, --template and -o are wanted");
  report = ovr_report_template_load (template);
  if (report == NULL)
    return fail_template (template);
  path = ovr_command_library_path (library);
  both = ovr_library_cases_open (path, &error);
  if (both != NULL && ovr_library_cases_adopt_orphans (both, &error))
    one = ovr_case_store_get (both->cases, case_id, &error);
  if (error != NULL)
    return ovr_command_fail_input ("report new: %s", error->message);
  if (one == NULL)
    return ovr_command_fail_input ("report new: the library has no such case");
  code = fill_report (report, both, one, originals, questions);
  return code == OVR_EXIT_DONE ? write_report (report, output) : code;
}

/* ---- report check */

static void
add_issues (JsonBuilder *builder,
            const char *member,
            const GPtrArray *issues)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < issues->len; i++)
    {
      const OvrIssue *issue = issues->pdata[i];

      json_builder_begin_object (builder);
      ovr_command_json_string (builder, "code", issue->code);
      ovr_command_json_string (builder, "where", issue->where);
      ovr_command_json_string (builder, "text", issue->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const OvrReportCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_issues (builder, "errors", check->errors);
  add_issues (builder, "warnings", check->warnings);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

static void
print_issues (const char *kind,
              const GPtrArray *issues)
{
  for (guint i = 0; i < issues->len; i++)
    {
      const OvrIssue *issue = issues->pdata[i];

      printf ("%s  %s: %s [%s]\n", kind, issue->where, issue->text, issue->code);
    }
}

OvrReport *
ovr_command_load_report (const char *path,
                         int *code)
{
  g_autofree char *name = ovr_log_file (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = ovr_file_read (path, MAX_REPORT_BYTES, &error);
  OvrReport *report = NULL;

  if (json == NULL)
    *code = ovr_command_fail_input ("%s: can't be read: %s", name, error->message);
  else
    {
      report = ovr_report_from_json (g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json), &error);
      if (report == NULL)
        *code = ovr_command_fail_input ("%s: %s", name, error->message);
    }
  return report;
}

static int
run_check (int argc,
           char **argv)
{
  gboolean json = FALSE;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &path, "Where the studies are", "PATH" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON document", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrReport) report = NULL;
  g_autoptr (OvrImages) images = NULL;
  g_autoptr (OvrReportCheck) check = NULL;
  g_autoptr (GError) error = NULL;
  OvrReportImages for_rules;
  int code = OVR_EXIT_DONE;

  if (!ovr_command_parse ("R.json", "Tells what stops a signature.", entries, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return ovr_command_fail_usage ("report check: one report is wanted");
  report = ovr_command_load_report (argv[1], &code);
  if (report == NULL)
    return code;
  images = path != NULL ? ovr_images_read (path, &error) : NULL;
  if (error != NULL)
    return ovr_command_fail_input ("--images: %s", error->message);
  if (images != NULL)
    for_rules = ovr_images_for_rules (images);
  check = ovr_report_check (report, images != NULL ? &for_rules : NULL, NULL);
  if (json)
    print_json (check);
  else
    {
      print_issues ("error  ", check->errors);
      print_issues ("warning", check->warnings);
      printf ("%u errors, %u warnings\n", check->errors->len, check->warnings->len);
    }
  return check->errors->len > 0 ? OVR_EXIT_NO : OVR_EXIT_DONE;
}

/* ---- report */

int
ovr_command_report (int argc,
                    char **argv)
{
  static const struct
  {
    const char *name;
    const char *full;
    int (*run) (int argc, char **argv);
  } words[] = {
    { "new", "report new", run_new },
    { "check", "report check", run_check },
  };

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (words); i++)
    if (strcmp (argv[1], words[i].name) == 0)
      {
        argv[1] = (char *) words[i].full;
        return words[i].run (argc - 1, argv + 1);
      }
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      puts ("Usage:\n"
            "  overread report new --case ID --template NAME [--original FILE]… [--question TEXT]… -o R.json\n"
            "  overread report check R.json [--images PATH] [--json]");
      return OVR_EXIT_DONE;
    }
  return ovr_command_fail_usage ("report: \"new\" or \"check\" is wanted; see \"overread report --help\"");
}
