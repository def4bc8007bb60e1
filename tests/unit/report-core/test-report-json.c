/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-template.h"
#include "ovr-report.h"
#include "sample-report.h"

#include <string.h>

static char *
replace_once (const char *json,
              const char *old,
              const char *new)
{
  const char *at = strstr (json, old);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - json), json, new, at + strlen (old));
}

static void
assert_refused (const char *json,
                int code,
                const char *place)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_report_from_json (json, -1, &error));
  g_assert_error (error, OVR_REPORT_ERROR, code);
  if (strstr (error->message, place) == NULL)
    g_error ("\"%s\" does not name \"%s\"", error->message, place);
}

static void
test_every_field_survives_json (void)
{
  for (guint32 seed = 0; seed < 200; seed++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvrReport) report = sample_report_new (seed);
      g_autofree char *json = ovr_report_to_json (report);
      g_autoptr (OvrReport) back = ovr_report_from_json (json, -1, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = ovr_report_to_json (back);
      g_assert_cmpstr (json, ==, again);
    }
}

static void
test_a_copy_shares_nothing (void)
{
  for (guint32 seed = 0; seed < 50; seed++)
    {
      g_autoptr (OvrReport) report = sample_report_new (seed);
      OvrReport *copy = ovr_report_copy (report);
      g_autofree char *json = ovr_report_to_json (report);
      g_autofree char *copied = ovr_report_to_json (copy);
      g_autofree char *after = NULL;

      g_assert_cmpstr (json, ==, copied);
      g_free (((OvrClaim *) copy->claims->pdata[0])->comment);
      ((OvrClaim *) copy->claims->pdata[0])->comment = g_strdup ("changed");
      g_ptr_array_set_size (copy->findings, 0);
      ovr_report_free (copy);
      after = ovr_report_to_json (report);
      g_assert_cmpstr (json, ==, after);
    }
}

static void
test_numbers_are_exact_and_short (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autofree char *json = NULL;
  static const double numbers[] = { 0.7, 1.0 / 3.0, 1e-300, -12.25, 0.1 + 0.2 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      OvrClinicalValue *value = ovr_clinical_value_new ();

      value->value = numbers[i];
      g_ptr_array_add (report->values, value);
    }
  json = ovr_report_to_json (report);
  g_assert_nonnull (strstr (json, "\"value\": 0.7,"));
  g_assert_nonnull (strstr (json, "\"value\": -12.25,"));
  g_clear_pointer (&report, ovr_report_free);
  report = ovr_report_from_json (json, -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_true (memcmp (&((OvrClinicalValue *) report->values->pdata[i])->value, &numbers[i], sizeof (double)) == 0);
}

static void
test_a_missing_unknown_or_doubled_key_is_refused (void)
{
  g_autoptr (OvrReport) report = sample_report_new (1);
  g_autofree char *json = ovr_report_to_json (report);
  g_autofree char *missing = replace_once (json, "\"urgency\":", "\"hurry\":");
  g_autofree char *unknown = replace_once (json, "\"sideSource\":", "\"extra\": 1, \"sideSource\":");
  g_autofree char *doubled = replace_once (json, "\"answer\":", "\"answer\": \"other\", \"answer\":");

  assert_refused (missing, OVR_REPORT_ERROR_FORM, "urgency");
  assert_refused (unknown, OVR_REPORT_ERROR_FORM, "studies[0]: has an unknown key");
  assert_refused (doubled, OVR_REPORT_ERROR_FORM, "twice");
}

static void
test_a_wrong_type_or_word_names_its_place (void)
{
  g_autoptr (OvrReport) report = sample_report_new (2);
  g_autofree char *json = ovr_report_to_json (report);
  g_autofree char *text = replace_once (json, "\"number\": 1,", "\"number\": \"one\",");
  g_autofree char *fraction = replace_once (json, "\"start\": 0,", "\"start\": 0.5,");
  g_autofree char *huge = replace_once (json, "\"version\": 3", "\"version\": 99999999999");
  g_autofree char *word = replace_once (json, "\"role\": \"", "\"role\": \"x");
  g_autofree char *version = replace_once (json, "\"schemaVersion\": 4", "\"schemaVersion\": 0");

  assert_refused (text, OVR_REPORT_ERROR_FORM, "number: not a whole number");
  assert_refused (fraction, OVR_REPORT_ERROR_FORM, "pages[0].start");
  assert_refused (huge, OVR_REPORT_ERROR_FORM, "version");
  assert_refused (word, OVR_REPORT_ERROR_FORM, "studies[0].role: not one of its words");
  assert_refused (version, OVR_REPORT_ERROR_FORM, "schemaVersion");
}

static void
test_a_newer_form_says_so (void)
{
  g_autoptr (OvrReport) report = sample_report_new (3);
  g_autofree char *json = ovr_report_to_json (report);
  g_autofree char *newer = replace_once (json, "\"schemaVersion\": 4", "\"whatever\": 1, \"schemaVersion\": 5");

  assert_refused (newer, OVR_REPORT_ERROR_NEWER, "schemaVersion");
}

/* What was saved before a key came is read without it, and only then. */
static void
test_an_older_form_is_read (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autofree char *json = ovr_report_to_json (report);
  g_autofree char *without = replace_once (json, "  \"predecessorSignedAt\": null,\n", "");
  g_autofree char *older = replace_once (without, "\"schemaVersion\": 4", "\"schemaVersion\": 1");
  g_autofree char *shorter = replace_once (older, "  \"changes\": null,\n", "");
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;

  assert_refused (without, OVR_REPORT_ERROR_FORM, "predecessorSignedAt");
  assert_refused (shorter, OVR_REPORT_ERROR_FORM, "changes");
  back = ovr_report_from_json (older, -1, &error);
  g_assert_no_error (error);
  g_assert_null (back->predecessor_signed_at);
}

static OvrReport *
make_early_report (void)
{
  OvrReport *report = sample_report_new (1);

  g_ptr_array_set_size (report->arrivals, 0);
  g_ptr_array_set_size (report->mergers, 0);
  return report;
}

/* Nothing arrived late and nobody was merged before form 4. */
static void
test_form_3_is_read_without_what_form_4_brought (void)
{
  g_autoptr (OvrReport) report = make_early_report ();
  g_autofree char *json = ovr_report_to_json (report);
  g_autoptr (GRegex) member = g_regex_new (" *\"(arrivals|mergers|nameConfirmedAt|patientName|patientId|reopenedAt)\": (null|\\[\\]|\"[^\"\n]*\"),?\n", 0, 0, NULL);
  g_autofree char *without = g_regex_replace_literal (member, json, -1, 0, "", 0, NULL);
  g_autoptr (GRegex) comma = g_regex_new (",(\\s*})", 0, 0, NULL);
  g_autofree char *closed = g_regex_replace (comma, without, -1, 0, "\\1", 0, NULL);
  g_autofree char *older = replace_once (closed, "\"schemaVersion\": 4", "\"schemaVersion\": 3");
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (strstr (closed, "reopenedAt"));
  assert_refused (closed, OVR_REPORT_ERROR_FORM, "nameConfirmedAt");
  back = ovr_report_from_json (older, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->arrivals->len, ==, 0);
  g_assert_cmpuint (back->mergers->len, ==, 0);
  g_assert_null (((const OvrReportStudy *) back->studies->pdata[0])->patient_name);
}

/* Views had no presentation state before form 3. */
static void
test_views_of_an_older_form_are_as_stored (void)
{
  g_autoptr (OvrReport) report = sample_report_new (2);
  g_autofree char *json = ovr_report_to_json (report);
  g_autoptr (GRegex) member = g_regex_new (" *\"presentationUid\": [^\n]*\n", 0, 0, NULL);
  g_autofree char *without = g_regex_replace_literal (member, json, -1, 0, "", 0, NULL);
  g_autofree char *older = replace_once (without, "\"schemaVersion\": 4", "\"schemaVersion\": 2");
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (json, !=, without);
  assert_refused (without, OVR_REPORT_ERROR_FORM, "presentationUid");
  back = ovr_report_from_json (older, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < back->findings->len; i++)
    {
      const OvrFinding *finding = back->findings->pdata[i];

      for (guint j = 0; j < finding->key_images->len; j++)
        g_assert_null (((const OvrKeyImage *) finding->key_images->pdata[j])->view->presentation_uid);
    }
}

static void
test_what_points_nowhere_is_refused (void)
{
  static const struct
  {
    const char *old, *new, *place;
  } cases[] = {
    { "\"documentId\": \"d1\"", "\"documentId\": \"d9\"", "claims[0].documentId" },
    { "\"end\": 9,", "\"end\": 900,", "claims[0]" },
    { "\"end\": 9,", "\"end\": 0,", "claims[0]" },
    { "\"end\": 9,", "\"end\": 15,", "two share characters" },
    { "\"f1\"\n", "\"f99\"\n", "findingIds[0]" },
    { "\"questionId\": \"q1\"", "\"questionId\": \"q77\"", "answers[0].questionId" },
    { "\"pairId\": \"k1\"", "\"pairId\": \"k99\"", "pairId" },
    { "\"frontKeyImage\": \"k1\"", "\"frontKeyImage\": \"k99\"", "frontKeyImage" },
    { "\"id\": \"d1\"", "\"id\": \"q1\"", "its id stands twice" },
    { "\"frame\": ", "\"frame\": 0, \"x\": ", "view.image" },
  };
  g_autoptr (OvrReport) report = sample_report_new (10);
  g_autofree char *json = ovr_report_to_json (report);

  g_assert_cmpuint (report->claims->len, >, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *broken = replace_once (json, cases[i].old, cases[i].new);

      assert_refused (broken, OVR_REPORT_ERROR_FORM, cases[i].place);
    }
}

/* Half a file, garbage, deep nests, comments, NUL: refused, never a crash. */
static void
test_hostile_input_is_refused (void)
{
  g_autoptr (OvrReport) report = sample_report_new (5);
  g_autofree char *json = ovr_report_to_json (report);
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *hidden = g_strconcat ("/* \" */", deep, NULL);
  g_autofree char *nul = replace_once (json, "\"number\": \"", "\"number\": \"\\u0000");
  g_autofree char *comment = g_strconcat ("// x\n", json, NULL);
  g_autofree char *trailing = g_strconcat (json, "{}", NULL);

  assert_refused ("", OVR_REPORT_ERROR_FORM, "");
  assert_refused ("null", OVR_REPORT_ERROR_FORM, "");
  assert_refused ("[]", OVR_REPORT_ERROR_FORM, "");
  assert_refused ("{}", OVR_REPORT_ERROR_FORM, "schemaVersion");
  assert_refused ("\xff", OVR_REPORT_ERROR_FORM, "");
  assert_refused (deep, OVR_REPORT_ERROR_FORM, "");
  assert_refused (hidden, OVR_REPORT_ERROR_FORM, "");
  assert_refused (nul, OVR_REPORT_ERROR_FORM, "");
  assert_refused (comment, OVR_REPORT_ERROR_FORM, "");
  assert_refused (trailing, OVR_REPORT_ERROR_FORM, "");
  for (gsize length = 0; length < strlen (json) - 2; length += 97)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ovr_report_from_json (json, (gssize) length, &error));
      g_assert_error (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_FORM);
    }
}

/* Random bytes changed: it may be read or not, but what is read is written
 * and read again, and messages never carry the content. */
static void
test_damaged_input_is_refused_or_read_whole (void)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (7);
  g_autoptr (OvrReport) report = sample_report_new (6);
  g_autofree char *json = NULL;

  g_free (report->patient.name);
  report->patient.name = g_strdup ("Musterfrau, Anna");
  json = ovr_report_to_json (report);
  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvrReport) back = NULL;
      g_autofree char *damaged = g_strdup (json);

      for (int j = g_rand_int_range (dice, 1, 4); j > 0; j--)
        damaged[g_rand_int_range (dice, 0, (gint32) strlen (json))] = "0a\"{}[],:-.5\\ n"[g_rand_int_range (dice, 0, 15)];
      back = ovr_report_from_json (damaged, -1, &error);
      if (back == NULL)
        g_assert_null (strstr (error->message, "Musterfrau"));
      else
        {
          g_autofree char *again = ovr_report_to_json (back);
          g_autoptr (OvrReport) second = ovr_report_from_json (again, -1, &error);

          g_assert_no_error (error);
          g_assert_nonnull (second);
        }
    }
}

static void
test_every_template_is_a_report (void)
{
  g_auto (GStrv) names = ovr_report_template_list ();

  g_assert_true (g_strv_contains ((const char *const *) names, "general"));
  g_assert_true (g_strv_contains ((const char *const *) names, "ct-chest"));
  g_assert_null (ovr_report_template_load ("no-such-template"));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (OvrReport) report = ovr_report_template_load (names[i]);
      g_autofree char *json = ovr_report_to_json (report);
      g_autoptr (OvrReport) back = ovr_report_from_json (json, -1, NULL);

      g_assert_cmpstr (back->template_name, ==, names[i]);
      g_assert_cmpstr (back->language, ==, "en");
      g_assert_cmpint (back->version, ==, 1);
      g_assert_nonnull (back->limitations);
    }
}

static void
test_lookups_and_new_ids (void)
{
  g_autoptr (OvrReport) report = sample_report_new (8);
  g_autofree char *claim_id = ovr_report_new_id (report, "c");
  g_autofree char *key_id = ovr_report_new_id (report, "k");
  OvrFinding *finding = NULL;

  g_assert_nonnull (ovr_report_find_study (report, "2.25.1"));
  g_assert_nonnull (ovr_report_find_document (report, "d1"));
  g_assert_nonnull (ovr_report_find_answer (report, "q1"));
  g_assert_nonnull (ovr_report_find_key_image (report, "k1", &finding));
  g_assert_true (finding == report->findings->pdata[0]);
  g_assert_null (ovr_report_find_claim (report, claim_id));
  g_assert_null (ovr_report_find_key_image (report, key_id, NULL));
  g_assert_null (ovr_report_find_claim (report, NULL));
}

static void
test_the_quote_is_cut_by_characters (void)
{
  g_autoptr (OvrReport) report = sample_report_new (9);
  OvrClaim *claim = report->claims->pdata[0];
  g_autofree char *quote = ovr_report_dup_quote (report, claim);
  g_autofree char *none = NULL;

  g_assert_cmpstr (quote, ==, "Größe 12 ");
  claim->end = 100000;
  none = ovr_report_dup_quote (report, claim);
  g_assert_cmpstr (none, ==, "");
}

static void
test_file_names_carry_number_version_and_status (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autofree char *draft = NULL;
  g_autofree char *final = NULL;
  g_autofree char *odd = NULL;

  report->number = g_strdup ("OR-2026-0412-7");
  draft = ovr_report_file_name (report, "pdf");
  g_assert_cmpstr (draft, ==, "OR-2026-0412-7_v1_DRAFT.pdf");
  report->version = 2;
  report->status = OVR_REPORT_SIGNED;
  final = ovr_report_file_name (report, ".pdf");
  g_assert_cmpstr (final, ==, "OR-2026-0412-7_v2_FINAL.pdf");
  g_free (report->number);
  report->number = g_strdup ("../a b/ü");
  odd = ovr_report_file_name (report, "pdf");
  g_assert_cmpstr (odd, ==, "-.-a-b---_v2_FINAL.pdf");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/json/every-field", test_every_field_survives_json);
  g_test_add_func ("/report/json/numbers", test_numbers_are_exact_and_short);
  g_test_add_func ("/report/json/keys", test_a_missing_unknown_or_doubled_key_is_refused);
  g_test_add_func ("/report/json/types", test_a_wrong_type_or_word_names_its_place);
  g_test_add_func ("/report/json/newer", test_a_newer_form_says_so);
  g_test_add_func ("/report/json/older", test_an_older_form_is_read);
  g_test_add_func ("/report/json/older-form-3", test_form_3_is_read_without_what_form_4_brought);
  g_test_add_func ("/report/json/older-views", test_views_of_an_older_form_are_as_stored);
  g_test_add_func ("/report/json/references", test_what_points_nowhere_is_refused);
  g_test_add_func ("/report/json/hostile", test_hostile_input_is_refused);
  g_test_add_func ("/report/json/damaged", test_damaged_input_is_refused_or_read_whole);
  g_test_add_func ("/report/copy", test_a_copy_shares_nothing);
  g_test_add_func ("/report/templates", test_every_template_is_a_report);
  g_test_add_func ("/report/lookups", test_lookups_and_new_ids);
  g_test_add_func ("/report/quote", test_the_quote_is_cut_by_characters);
  g_test_add_func ("/report/file-name", test_file_names_carry_number_version_and_status);
  return g_test_run ();
}
