/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"
#include "ovr-export-text.h"
#include "ovr-glue.h"
#include "ovr-report-adequacy.h"
#include "ovr-sayings.h"

#include <string.h>

#define TIME "2026-11-23T18:08:00+01:00"

static void
test_text_holds_the_whole_report_in_its_order (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ovr_export_text (report, TRUE, TIME, &error);
  const char *const parts[] = { "SECOND OPINION · FINAL · version 1", "Østergård-Kučera, Žofie", "ANSWER", report->answer, "YOUR QUESTIONS",
                                "RECOMMENDATION", "Kein Erguss.", "FINDINGS", "METHOD", "LIMITATIONS", "Signed 23 November 2026, 18:08 (UTC+01:00)" };
  g_autofree char *plain = text != NULL ? ovr_normalise (text) : NULL;
  const char *at = plain;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      at = strstr (at, parts[i]);
      g_assert_nonnull (at);
    }
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* What the health check wrote stands there line by line, codes and all. */
static void
test_written_adequacy_is_in_the_text (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL, *plain = NULL, *written = ovr_report_write_adequacy (report);

  g_assert_nonnull (strstr (written, "DCM 111213"));
  g_free (report->adequacy);
  report->adequacy = g_strdup (written);
  text = ovr_export_text (report, TRUE, TIME, NULL);
  plain = ovr_normalise (text);
  lines = g_strsplit (written, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = ovr_normalise (lines[i]);

      g_assert_nonnull (strstr (plain, line));
    }
}

static void
test_draft_text_says_so_first (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autofree char *text = ovr_export_text (report, FALSE, TIME, NULL);

  g_assert_true (g_str_has_prefix (text, "SECOND OPINION · DRAFT, NOT SIGNED"));
}

static void
test_later_version_names_what_it_replaces (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autofree char *text = NULL;
  g_autofree char *plain = NULL;

  report->version = 2;
  report->predecessor_signed_at = g_strdup ("2026-05-03T23:30:00-05:00");
  report->changes = g_strdup ("recommendation added");
  text = ovr_export_text (report, TRUE, TIME, NULL);
  plain = ovr_normalise (text);
  g_assert_nonnull (strstr (plain, "version 2 · replaces version 1 of 3 May 2026 · changed: recommendation added"));
}

/* The log's channel is a word of the report's language; a way that nobody
 * thought of stands as it was written. */
static void
test_log_names_its_channel_in_the_report_s_language (void)
{
  static const struct
  {
    const char *channel;
    const char *language;
    const char *printed;
  } cases[] = {
    { "in person", "en", "Dr B. Keller · in person · told of" },
    { "in person", "de", "Dr B. Keller · persönlich · told of" },
    { "messenger", "de", "Dr B. Keller · messenger · told of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvrReport) report = export_fixture_report ();
      OvrCommunication *call = g_ptr_array_index (report->communications, 0);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *plain = NULL;

      g_free (call->channel);
      call->channel = g_strdup (cases[i].channel);
      g_free (report->language);
      report->language = g_strdup (cases[i].language);
      text = ovr_export_text (report, TRUE, TIME, &error);
      g_assert_no_error (error);
      plain = ovr_normalise (text);
      g_assert_nonnull (strstr (plain, cases[i].printed));
    }
}

static void
test_right_to_left_field_is_isolated (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autofree char *text = NULL;

  g_free (report->patient.name);
  report->patient.name = g_strdup ("כהן, מרים");
  text = ovr_export_text (report, TRUE, TIME, NULL);
  g_assert_nonnull (strstr (text, "\u2068כהן, מרים\u2069 · born"));
}

static guint
count_arguments (const char *phrase)
{
  guint mask = 0;

  for (const char *p = strchr (phrase, '{'); p != NULL; p = strchr (p + 1, '{'))
    mask |= 1u << (p[1] - '0');
  return mask;
}

static void
test_every_language_has_every_phrase_with_its_arguments (void)
{
  static const char *const languages[] = { "de", "fr", "es", "it", "pt" };

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    for (guint i = 0; i < OVR_N_SAYINGS; i++)
      {
        const char *phrase = ovr_say (i, languages[l]);

        g_assert_nonnull (phrase);
        g_assert_cmpuint (count_arguments (phrase), ==, count_arguments (ovr_say (i, "en")));
      }
}

static void
test_unknown_language_speaks_english (void)
{
  g_assert_cmpstr (ovr_say (OVR_SAY_ANSWER, "tlh"), ==, "Answer");
  g_assert_cmpstr (ovr_say (OVR_SAY_ANSWER, NULL), ==, "Answer");
  g_assert_cmpstr (ovr_say (OVR_SAY_ANSWER, "de-AT"), ==, "Antwort");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/text/whole", test_text_holds_the_whole_report_in_its_order);
  g_test_add_func ("/export/text/adequacy", test_written_adequacy_is_in_the_text);
  g_test_add_func ("/export/text/draft", test_draft_text_says_so_first);
  g_test_add_func ("/export/text/later-version", test_later_version_names_what_it_replaces);
  g_test_add_func ("/export/text/channel", test_log_names_its_channel_in_the_report_s_language);
  g_test_add_func ("/export/text/right-to-left", test_right_to_left_field_is_isolated);
  g_test_add_func ("/export/text/languages", test_every_language_has_every_phrase_with_its_arguments);
  g_test_add_func ("/export/text/unknown-language", test_unknown_language_speaks_english);
  return g_test_run ();
}
