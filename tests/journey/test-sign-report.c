/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"
#include "ovr-identity.h"
#include "ovr-pades.h"
#include "ovr-verify.h"

#include <string.h>

/* The real thing end to end: a report's pages are written, signed, verified,
 * and then tampered with. */

/* The time that the fixture's pages state, 2026-11-23 18:08 +01:00. */
#define STATED "1795453680"

static GBytes *
export_and_sign (OvrIdentity *identity,
                 OvrReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) prepared = export_fixture_export (report, TRUE, &error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  GBytes *file;

  g_assert_no_error (error);
  g_checksum_update (checksum, g_bytes_get_data (prepared, NULL), (gssize) g_bytes_get_size (prepared));
  g_checksum_get_digest (checksum, digest, &length);
  file = ovr_pades_sign (prepared, digest, identity, &error);
  g_assert_no_error (error);
  return file;
}

static OvrVerifyVerdict
judge (const guint8 *data,
       gsize length,
       OvrTrust *trust)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (OvrVerification) result = ovr_verify_pdf (bytes, trust, NULL);

  return result != NULL ? result->verdict : OVR_VERIFY_INVALID;
}

static void
test_a_report_signs_and_no_sampled_byte_may_change (void)
{
  g_autoptr (OvrIdentity) identity = ovr_identity_new_local ("Žofie Østergård", OVR_IDENTITY_ECDSA, NULL);
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) file = export_and_sign (identity, report);
  g_autofree char *pem = ovr_identity_dup_pem (identity);
  g_autoptr (GBytes) pem_bytes = g_bytes_new (pem, strlen (pem));
  g_autoptr (OvrTrust) trust = ovr_trust_new_from_pem (pem_bytes, NULL);
  g_autoptr (OvrVerification) result = ovr_verify_pdf (file, trust, NULL);
  gsize length = g_bytes_get_size (file);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);

  g_assert_cmpstr (ovr_verify_verdict_to_string (result->verdict), ==, "valid");
  g_assert_true (result->ours);
  g_assert_cmpstr (result->level, ==, "B-B");
  g_assert_cmpstr (result->signed_at, ==, "2026-11-23T18:08:00+01:00");
  for (gsize i = 0; i < length; i += 1499)
    {
      copy[i] ^= (guint8) (1u << (i % 8));
      if (judge (copy, length, trust) != OVR_VERIFY_INVALID)
        g_error ("byte %zu may change", i);
      copy[i] ^= (guint8) (1u << (i % 8));
    }
  g_assert_cmpint (judge (copy, length, trust), ==, OVR_VERIFY_VALID);
  g_assert_cmpint (judge (copy, length - 1, trust), ==, OVR_VERIFY_INVALID);
}

/* What the file says of itself is told of a whole file only. */
static void
test_the_verifier_tells_report_and_version (void)
{
  g_autoptr (OvrIdentity) identity = ovr_identity_new_local ("Žofie Østergård", OVR_IDENTITY_ECDSA, NULL);
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (OvrTrust) trust = ovr_trust_new_empty ();
  g_autoptr (OvrVerification) result = NULL;
  g_autoptr (OvrVerification) broken = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) changed = NULL;
  guint8 *copy;

  g_free (report->number);
  report->number = g_strdup ("OR-<7> & more");
  report->version = 2;
  report->predecessor = g_strdup ("00ff");
  report->predecessor_signed_at = g_strdup ("2026-05-03T10:00:00Z");
  report->changes = g_strdup ("One word.");
  file = export_and_sign (identity, report);
  result = ovr_verify_pdf (file, trust, NULL);
  g_assert_cmpint (result->verdict, ==, OVR_VERIFY_VALID_UNTRUSTED);
  g_assert_cmpstr (result->number, ==, "OR-<7> & more");
  g_assert_cmpint (result->version, ==, 2);
  g_assert_cmpstr (result->predecessor, ==, "00ff");

  copy = g_memdup2 (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  copy[g_bytes_get_size (file) / 2] ^= 1;
  changed = g_bytes_new_take (copy, g_bytes_get_size (file));
  broken = ovr_verify_pdf (changed, trust, NULL);
  g_assert_cmpint (broken->verdict, ==, OVR_VERIFY_INVALID);
  g_assert_null (broken->number);
  g_assert_cmpint (broken->version, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SOURCE_DATE_EPOCH", STATED, TRUE);
  g_test_add_func ("/journey/sign-report", test_a_report_signs_and_no_sampled_byte_may_change);
  g_test_add_func ("/journey/report-and-version", test_the_verifier_tells_report_and_version);
  return g_test_run ();
}
