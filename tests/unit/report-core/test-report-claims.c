/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-claims.h"
#include "ovr-report-words.h"

#include <string.h>

/* H24: what is quoted is always cut out of the document: claims and remainders
 * are the whole text, whatever is split, joined, added or removed. */

#define TEXT "Kein Erguß. Größe 12 mm, im Wesentlichen\nunverändert.  Z. n. Op. 🫁 Ende."

static OvrReport *
make_report (void)
{
  OvrReport *report = ovr_report_new ();
  OvrDocument *document = ovr_document_new ();

  document->id = g_strdup ("d1");
  document->text = g_strdup (TEXT);
  g_ptr_array_add (report->documents, document);
  g_assert_true (ovr_report_add_claim (report, "d1", 0, (int) g_utf8_strlen (TEXT, -1), NULL, NULL));
  return report;
}

static void
append_span (GString *out,
             int start,
             int end)
{
  g_autofree char *piece = g_utf8_substring (TEXT, start, end);

  g_string_append (out, piece);
}

static void
assert_whole (const OvrReport *report)
{
  g_autoptr (GArray) remainders = ovr_report_list_remainders (report, "d1");
  g_autoptr (GString) text = g_string_new (NULL);
  guint next = 0;

  for (guint i = 0; i < report->claims->len; i++)
    {
      const OvrClaim *claim = report->claims->pdata[i];
      g_autofree char *quote = ovr_report_dup_quote (report, claim);

      for (; next < remainders->len && g_array_index (remainders, OvrSpan, next).start < claim->start; next++)
        append_span (text, g_array_index (remainders, OvrSpan, next).start, g_array_index (remainders, OvrSpan, next).end);
      g_string_append (text, quote);
      g_assert_cmpint (claim->number, ==, (int) i + 1);
      g_assert_false (g_unichar_isspace (g_utf8_get_char (quote)));
      g_assert_nonnull (strstr (TEXT, quote));
    }
  for (; next < remainders->len; next++)
    append_span (text, g_array_index (remainders, OvrSpan, next).start, g_array_index (remainders, OvrSpan, next).end);
  g_assert_cmpstr (text->str, ==, TEXT);
  g_assert_cmpstr (((OvrDocument *) report->documents->pdata[0])->text, ==, TEXT);
}

static void
do_something (OvrReport *report,
              GRand *dice)
{
  int length = (int) g_utf8_strlen (TEXT, -1);
  guint n = report->claims->len;
  const char *id = n > 0 ? ((OvrClaim *) report->claims->pdata[g_rand_int_range (dice, 0, (gint32) n)])->id : "none";
  g_autofree char *copy = g_strdup (id);
  int a = g_rand_int_range (dice, -2, length + 3);
  int b = g_rand_int_range (dice, -2, length + 3);

  switch (g_rand_int_range (dice, 0, 5))
    {
    case 0:
    case 1:
      ovr_report_split_claim (report, copy, a, NULL, NULL);
      break;
    case 2:
      ovr_report_merge_claim_with_next (report, copy, NULL);
      break;
    case 3:
      ovr_report_add_claim (report, "d1", a, b, NULL, NULL);
      break;
    default:
      if (g_rand_int_range (dice, 0, 4) == 0)
        ovr_report_remove_claim (report, copy, NULL);
    }
}

static void
test_any_edit_leaves_the_text_whole (void)
{
  for (guint32 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
      g_autoptr (OvrReport) report = make_report ();
      g_autoptr (GError) error = NULL;
      g_autofree char *json = NULL;
      g_autoptr (OvrReport) back = NULL;

      for (int i = 0; i < 200; i++)
        {
          do_something (report, dice);
          assert_whole (report);
        }
      json = ovr_report_to_json (report);
      back = ovr_report_from_json (json, -1, &error);
      g_assert_no_error (error);
    }
}

static void
test_halves_are_open_again (void)
{
  g_autoptr (OvrReport) report = make_report ();
  OvrClaim *claim = report->claims->pdata[0];
  g_autofree char *id = g_strdup (claim->id);
  g_autofree char *second = NULL;
  g_autofree char *quote = NULL;

  claim->verdict = OVR_VERDICT_DISAGREE;
  claim->comment = g_strdup ("Effusion.");
  claim->translation = g_strdup ("No effusion. Size 12 mm …");
  g_assert_true (ovr_report_split_claim (report, id, 12, &second, NULL));
  g_assert_cmpint (ovr_report_find_claim (report, id)->verdict, ==, OVR_VERDICT_OPEN);
  g_assert_null (ovr_report_find_claim (report, id)->translation);
  g_assert_cmpstr (ovr_report_find_claim (report, id)->comment, ==, "Effusion.");
  quote = ovr_report_dup_quote (report, ovr_report_find_claim (report, id));
  g_assert_cmpstr (quote, ==, "Kein Erguß.");
  g_assert_cmpint (ovr_report_find_claim (report, second)->number, ==, 2);
  g_assert_cmpint (ovr_report_find_claim (report, second)->start, ==, 12);

  ovr_report_find_claim (report, id)->verdict = OVR_VERDICT_AGREE;
  ovr_report_find_claim (report, id)->impact = OVR_IMPACT_MAJOR;
  ovr_report_find_claim (report, second)->verdict = OVR_VERDICT_AGREE;
  ovr_report_find_claim (report, second)->comment = g_strdup ("True.");
  g_assert_true (ovr_report_merge_claim_with_next (report, id, NULL));
  g_assert_cmpuint (report->claims->len, ==, 1);
  claim = report->claims->pdata[0];
  g_assert_cmpint (claim->verdict, ==, OVR_VERDICT_OPEN);
  g_assert_cmpint (claim->impact, ==, OVR_IMPACT_NONE);
  g_assert_cmpstr (claim->comment, ==, "Effusion.\nTrue.");
}

/* Numbers follow the documents as they are listed, then the text. */
static void
test_numbers_follow_documents_and_text (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GString) order = g_string_new (NULL);

  /* Neither the ids nor the order of adding is that of the list. */
  for (int i = 0; i < 2; i++)
    {
      OvrDocument *document = ovr_document_new ();

      document->id = g_strdup (i == 0 ? "z" : "a");
      document->text = g_strdup ("One. Two.");
      g_ptr_array_add (report->documents, document);
    }
  g_assert_true (ovr_report_add_claim (report, "a", 5, 9, NULL, NULL));
  g_assert_true (ovr_report_add_claim (report, "z", 5, 9, NULL, NULL));
  g_assert_true (ovr_report_add_claim (report, "a", 0, 4, NULL, NULL));
  g_assert_true (ovr_report_add_claim (report, "z", 0, 4, NULL, NULL));
  for (guint i = 0; i < report->claims->len; i++)
    {
      const OvrClaim *claim = report->claims->pdata[i];

      g_string_append_printf (order, "%d%s%d ", claim->number, claim->document_id, claim->start);
    }
  g_assert_cmpstr (order->str, ==, "1z0 2z5 3a0 4a5 ");
}

static void
test_a_locked_ledger_refuses (void)
{
  g_autoptr (OvrReport) report = make_report ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (((OvrClaim *) report->claims->pdata[0])->id);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  report->status = OVR_REPORT_LOCKED;
  before = ovr_report_to_json (report);
  g_assert_false (ovr_report_split_claim (report, id, 12, NULL, &error));
  g_assert_error (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_REFUSED);
  g_assert_false (ovr_report_remove_claim (report, id, NULL));
  g_assert_false (ovr_report_merge_claim_with_next (report, id, NULL));
  g_assert_false (ovr_report_add_claim (report, "d1", 0, 3, NULL, NULL));
  after = ovr_report_to_json (report);
  g_assert_cmpstr (before, ==, after);
}

static void
test_only_a_signed_report_has_a_next_version (void)
{
  g_autoptr (OvrReport) report = make_report ();
  g_autoptr (OvrReport) next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_report_new_version (report, &error));
  g_assert_error (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_REFUSED);
  report->status = OVR_REPORT_SIGNED;
  report->signed_at = g_strdup ("2026-11-23T18:08:00+01:00");
  report->signed_sha256 = g_strdup ("ab12");
  report->changes = g_strdup ("of an earlier one");
  next = ovr_report_new_version (report, NULL);
  g_assert_cmpint (next->version, ==, 2);
  g_assert_cmpint (next->status, ==, OVR_REPORT_DRAFT);
  g_assert_cmpstr (next->predecessor, ==, "ab12");
  g_assert_cmpstr (next->predecessor_signed_at, ==, "2026-11-23T18:08:00+01:00");
  g_assert_null (next->changes);
  g_assert_null (next->signed_at);
  g_assert_null (next->signed_sha256);
}

static void
test_every_value_has_a_word_in_every_language (void)
{
  static const char *const languages[] = { "en", "de", "fr", "es", "it", "pt" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      for (int v = OVR_VERDICT_OPEN; v <= OVR_VERDICT_OUT_OF_SCOPE; v++)
        for (int w = OVR_VERDICT_OPEN; w < v; w++)
          g_assert_cmpstr (ovr_verdict_words (v, languages[i]), !=, ovr_verdict_words (w, languages[i]));
      for (int c = OVR_CERTAINTY_NONE; c <= OVR_CERTAINTY_NOT_ASSESSABLE; c++)
        for (int d = OVR_CERTAINTY_NONE; d < c; d++)
          g_assert_cmpstr (ovr_certainty_words (c, languages[i]), !=, ovr_certainty_words (d, languages[i]));
      for (int r = OVR_REASON_TREATMENT; r <= OVR_REASON_OTHER; r++)
        g_assert_cmpstr (ovr_reason_words (r, languages[i]), !=, "");
      g_assert_cmpstr (ovr_side_words (OVR_SIDE_LEFT, languages[i]), !=, ovr_side_words (OVR_SIDE_RIGHT, languages[i]));
      g_assert_cmpstr (ovr_impact_words (OVR_IMPACT_MAJOR, languages[i]), !=, "");
      g_assert_cmpstr (ovr_sex_words ("F", languages[i]), !=, ovr_sex_words ("M", languages[i]));
    }
  g_assert_cmpstr (ovr_verdict_words (OVR_VERDICT_AGREE, "de-AT"), ==, "Zustimmung");
  g_assert_cmpstr (ovr_verdict_words (OVR_VERDICT_AGREE, "xx"), ==, "agree");
  g_assert_cmpstr (ovr_verdict_words (OVR_VERDICT_AGREE, NULL), ==, "agree");
  g_assert_cmpstr (ovr_certainty_range (OVR_CERTAINTY_MOST_LIKELY), ==, ">90\u00a0%");
  g_assert_cmpstr (ovr_sex_words (NULL, "en"), ==, "sex not stated");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/claims/whole", test_any_edit_leaves_the_text_whole);
  g_test_add_func ("/report/claims/halves", test_halves_are_open_again);
  g_test_add_func ("/report/claims/numbers", test_numbers_follow_documents_and_text);
  g_test_add_func ("/report/claims/locked", test_a_locked_ledger_refuses);
  g_test_add_func ("/report/version", test_only_a_signed_report_has_a_next_version);
  g_test_add_func ("/report/words", test_every_value_has_a_word_in_every_language);
  return g_test_run ();
}
