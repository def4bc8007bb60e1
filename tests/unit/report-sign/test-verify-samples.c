/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verify.h"

#include <string.h>

/* PDFs by other makers; what was measured of them by other means stands in the
 * list's last column. Words before "measured:" are guesses and not used. */

static char *
dup_samples_path (const char *name)
{
  const char *folder = g_getenv ("OVERREAD_SAMPLES");

  return folder != NULL ? g_build_filename (folder, "pdf", name, NULL) : NULL;
}

/* Whether the last ByteRange reaches the end and leaves out the Contents only,
 * and the signatures over them are right. */
static gboolean
is_measured_sound (const char *facts)
{
  return strstr (facts, "1 ByteRange;") != NULL && strstr (facts, "; to EOF, openssl cms: OK") != NULL &&
         strstr (facts, "ETSI.RFC3161") == NULL;
}

/* What no strict verifier may call intact. */
static gboolean
is_measured_bad (const char *facts)
{
  static const char *const words[] = { "past EOF", "no plain ByteRange", "starts at", "Contents not a SEQUENCE", "Digest Mismatch" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (facts, words[i]) != NULL)
      return TRUE;
  /* With one signature alone it is clear which one the words are about. */
  return strstr (facts, "1 ByteRange;") != NULL &&
         (strstr (facts, "gap is not just") != NULL || strstr (facts, "cms: FAIL") != NULL) &&
         strstr (facts, "ETSI.RFC3161") == NULL;
}

/* Bytes behind the only signature: extended at best. */
static gboolean
is_measured_continued (const char *facts)
{
  return strstr (facts, "1 ByteRange;") != NULL && strstr (facts, "bytes after it") != NULL;
}

static gboolean
is_intact (const OvrVerification *result)
{
  return result->verdict == OVR_VERIFY_VALID || result->verdict == OVR_VERIFY_VALID_UNTRUSTED;
}

/* Sound by that measure, and not called so, each for a reason of its own. */
static gboolean
is_known_exception (const OvrVerification *result)
{
  return ovr_verification_has (result, "encrypted") || ovr_verification_has (result, "usage-rights") ||
         ovr_verification_has (result, "timestamp-invalid");
}

static void
check_row (const char *path,
           const char *facts,
           GBytes *bytes,
           OvrTrust *trust,
           guint *judged)
{
  g_autoptr (OvrVerification) result = ovr_verify_pdf (bytes, trust, NULL);

  if (result == NULL || strstr (facts, "measured:") == NULL)
    return;
  (*judged)++;
  facts = strstr (facts, "measured:");
  if (is_measured_bad (facts) && (is_intact (result) || result->verdict == OVR_VERIFY_EXTENDED))
    g_error ("%s must not be %s", path, ovr_verify_verdict_to_string (result->verdict));
  if (is_measured_continued (facts) && is_intact (result))
    g_error ("%s goes on behind its signature", path);
  if (is_measured_sound (facts) && !is_intact (result) && !is_known_exception (result))
    g_error ("%s is sound, not %s", path, ovr_verify_verdict_to_string (result->verdict));
}

static void
test_other_makers_files_are_judged_fairly (void)
{
  g_autofree char *list = dup_samples_path ("MANIFEST.tsv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (OvrTrust) trust = ovr_trust_new_empty ();
  guint judged = 0;
  guint read = 0;

  if (list == NULL || !g_file_get_contents (list, &text, NULL, NULL))
    {
      g_test_skip ("the sample PDFs are not here");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autofree char *path = g_strv_length (cells) >= 7 ? dup_samples_path (cells[0]) : NULL;
      g_autoptr (GBytes) bytes = NULL;
      char *data;
      gsize length;

      if (path == NULL || !g_file_get_contents (path, &data, &length, NULL))
        continue;
      read++;
      bytes = g_bytes_new_take (data, length);
      check_row (cells[0], cells[6], bytes, trust, &judged);
    }
  g_test_message ("%u files read, %u compared with what was measured", read, judged);
  g_assert_cmpuint (judged, >, 50);
}

/* One file of each kind, by name. */
static void
test_known_files_get_known_verdicts (void)
{
  static const struct
  {
    const char *name;
    const char *verdict;
    const char *level;
  } known[] = {
    { "itext-java/B-B.pdf", "valid-untrusted", "B-B" },
    { "itext-java/cmp_padesSignatureLevelTTest1.pdf", "valid-untrusted", "B-T" },
    { "itext-java/cmp_padesSignatureLevelLTTest1.pdf", "extended", "B-LT" },
    { "itext-java/B-LTA.pdf", "extended", "B-LTA" },
    { "itext-java/sample-pss-sha3_256.pdf", "valid-untrusted", NULL },
    { "itext-java/sample-ed448-shake256.pdf", "valid-untrusted", NULL },
    { "itext-java/isa-3.pdf", "invalid", NULL },
    { "itext-java/removeAcroform.pdf", "invalid", NULL },
    { "OpenPDF/siwa.pdf", "invalid", NULL },
    { "dss/hide.pdf", "invalid", NULL },
    { "dss/pdf-spoofing-attack.pdf", "invalid", NULL },
    { "dss/pades-lta-copied-doctst.pdf", "invalid", NULL },
    { "pyHanko/tail-uncovered.pdf", "invalid", NULL },
    { "pyHanko/sig-no-signed-attrs.pdf", "valid-untrusted", NULL },
    { "pyHanko/empty-a4.pdf", "unsigned", NULL },
  };
  g_autoptr (OvrTrust) trust = ovr_trust_new_empty ();
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *path = dup_samples_path (known[i].name);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (OvrVerification) result = NULL;
      char *data;
      gsize length;

      if (path == NULL || !g_file_get_contents (path, &data, &length, NULL))
        continue;
      found++;
      bytes = g_bytes_new_take (data, length);
      result = ovr_verify_pdf (bytes, trust, NULL);
      g_test_message ("%s", known[i].name);
      g_assert_cmpstr (ovr_verify_verdict_to_string (result->verdict), ==, known[i].verdict);
      g_assert_cmpstr (result->level, ==, known[i].level);
    }
  if (found == 0)
    g_test_skip ("the sample PDFs are not here");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verify/samples/measured", test_other_makers_files_are_judged_fairly);
  g_test_add_func ("/verify/samples/known", test_known_files_get_known_verdicts);
  return g_test_run ();
}
