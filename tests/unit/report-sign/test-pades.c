/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-identity-private.h"
#include "ovr-pades.h"
#include "ovr-pdf-fixture.h"
#include "ovr-verify.h"

#include <openssl/x509v3.h>
#include <string.h>

static const OvrPdfFixture report = { .text = "Nodule 14 mm", .producer = "Overread 0.1", .mdp_level = 1 };

static OvrTrust *
trust_in (OvrIdentity *identity)
{
  g_autofree char *pem = ovr_identity_dup_pem (identity);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
  OvrTrust *trust = ovr_trust_new_from_pem (bytes, NULL);

  g_assert_nonnull (trust);
  return trust;
}

static void
sha256 (GBytes *bytes,
        guint8 digest[32])
{
  EVP_Digest (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), digest, NULL, EVP_sha256 (), NULL);
}

static void
test_what_is_signed_verifies (gconstpointer data)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity ((OvrIdentityKind) GPOINTER_TO_INT (data));
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrTrust) trust = trust_in (identity);
  g_autoptr (OvrTrust) nobody = ovr_trust_new_empty ();
  g_autoptr (OvrVerification) trusted = ovr_verify_pdf (file, trust, NULL);
  g_autoptr (OvrVerification) untrusted = ovr_verify_pdf (file, nobody, NULL);

  g_assert_cmpstr (ovr_verify_verdict_to_string (trusted->verdict), ==, "valid");
  g_assert_true (trusted->ours);
  g_assert_cmpuint (trusted->reasons->len, ==, 0);
  g_assert_cmpstr (trusted->signer, ==, "Dr. Nora Lindqvist");
  g_assert_cmpstr (trusted->fingerprint, ==, ovr_identity_get_fingerprint (identity));
  g_assert_cmpstr (trusted->level, ==, "B-B");
  g_assert_null (trusted->timestamp);
  g_assert_nonnull (trusted->signed_at);
  g_assert_cmpuint (trusted->signed_length, ==, g_bytes_get_size (file));
  g_assert_cmpstr (ovr_verify_verdict_to_string (untrusted->verdict), ==, "valid-untrusted");
  g_assert_true (ovr_verification_has (untrusted, "unknown-root"));
}

/* Only the two placeholders differ. */
static void
test_signing_changes_nothing_else (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&report);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  gsize range = ovr_pdf_fixture_find (prepared, OVR_PDF_FIXTURE_RANGE);
  gsize contents = ovr_pdf_fixture_find (prepared, "/Contents <") + strlen ("/Contents <");
  const guint8 *before = g_bytes_get_data (prepared, NULL);
  const guint8 *after = g_bytes_get_data (file, NULL);

  g_assert_cmpuint (g_bytes_get_size (file), ==, g_bytes_get_size (prepared));
  for (gsize i = 0; i < g_bytes_get_size (file); i++)
    if (before[i] != after[i])
      g_assert_true ((i >= range && i < range + strlen (OVR_PDF_FIXTURE_RANGE)) ||
                     (i >= contents && i < contents + OVR_PADES_CONTENTS_DIGITS));
}

/* RSA's PKCS #1 v1.5 has no random part. */
static void
test_rsa_signs_the_same_bytes_twice_alike (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_RSA);
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&report);
  guint8 digest[32];
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  sha256 (prepared, digest);
  first = ovr_pades_sign (prepared, digest, identity, NULL);
  second = ovr_pades_sign (prepared, digest, identity, NULL);
  g_assert_true (g_bytes_equal (first, second));
}

static void
test_other_bytes_than_the_approved_ones_are_refused (void)
{
  OvrPdfFixture edited = report;
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) approved = ovr_pdf_fixture_prepare (&report);
  g_autoptr (GBytes) late = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[32];

  edited.text = "Nodule 41 mm";
  late = ovr_pdf_fixture_prepare (&edited);
  sha256 (approved, digest);
  g_assert_null (ovr_pades_sign (late, digest, identity, &error));
  g_assert_error (error, OVR_PADES_ERROR, OVR_PADES_ERROR_CHANGED);
}

static void
expect_not_prepared (GBytes *file)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GError) error = NULL;
  guint8 digest[32];

  sha256 (file, digest);
  g_assert_null (ovr_pades_sign (file, digest, identity, &error));
  g_assert_error (error, OVR_PADES_ERROR, OVR_PADES_ERROR_PREPARED);
}

static void
test_a_file_without_a_free_place_is_refused (void)
{
  static const char *const page[] = { "<< /Type /Pages /Kids [3 0 R] /Count 1 >>" };
  static const int number[] = { 2 };
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) is_signed = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&report);
  g_autoptr (GBytes) two_revisions = ovr_pdf_fixture_append (prepared, page, number, 1);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (prepared, 0, g_bytes_get_size (prepared) - 20);
  g_autoptr (GBytes) text = g_bytes_new_static ("no PDF at all", 13);

  expect_not_prepared (is_signed);
  expect_not_prepared (two_revisions);
  expect_not_prepared (cut);
  expect_not_prepared (text);
}

static void
expect_unfit (OvrIdentity *identity,
              const char *date)
{
  OvrPdfFixture dated = report;
  g_autoptr (GBytes) prepared = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[32];

  dated.date = date;
  prepared = ovr_pdf_fixture_prepare (&dated);
  sha256 (prepared, digest);
  g_assert_null (ovr_pades_sign (prepared, digest, identity, &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_UNFIT);
}

/* With the clock before or behind the certificate's validity no key is used. */
static void
test_a_wrong_clock_is_refused (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);

  g_setenv ("SOURCE_DATE_EPOCH", "946684800", TRUE); /* 1 January 2000 */
  expect_unfit (identity, NULL);
  g_setenv ("SOURCE_DATE_EPOCH", "4102444800", TRUE); /* 1 January 2100 */
  expect_unfit (identity, NULL);
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

/* The pages may not state a time at which the certificate was not valid; the
 * offset counts: 23:30 in the far east of that day is not tomorrow. */
static void
test_a_wrong_stated_time_is_refused (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);

  expect_unfit (identity, "D:20000101000000+00'00'");
  expect_unfit (identity, "D:21000101000000-14'00'");
}

static void
test_the_edge_of_validity_counts_the_offset (void)
{
  g_autoptr (OvrIdentity) identity = NULL;
  g_autoptr (GBytes) file = NULL;
  OvrPdfFixture dated = report;

  g_setenv ("SOURCE_DATE_EPOCH", "1795478400", TRUE); /* 2026-11-24 00:00:00 UTC */
  identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  expect_unfit (identity, "D:20261123235900+14'00'"); /* 09:59 UTC, before it was made */
  expect_unfit (identity, "D:20261123220000+00'00'");
  dated.date = "D:20261123100000-14'00'"; /* 00:00 UTC */
  file = ovr_pdf_fixture_sign (&dated, identity);
  g_assert_nonnull (file);
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

/* A certificate for encipherment only, and a short RSA key. */
static OvrIdentity *
make_unfit (const char *usage,
            EVP_PKEY *key)
{
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, NID_key_usage, usage);

  X509_set_version (certificate, X509_VERSION_3);
  X509_gmtime_adj (X509_getm_notBefore (certificate), -3600);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const unsigned char *) "N", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  X509_set_pubkey (certificate, key);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
  X509_sign (certificate, key, EVP_sha256 ());
  return ovr_identity_take (key, certificate, NULL);
}

static void
test_unfit_certificates_are_refused (void)
{
  g_autoptr (OvrIdentity) cipher = make_unfit ("keyEncipherment", EVP_EC_gen ("P-256"));
  g_autoptr (OvrIdentity) weak = make_unfit ("digitalSignature", EVP_RSA_gen (1024));

  expect_unfit (cipher, NULL);
  expect_unfit (weak, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pades/sign/ecdsa", GINT_TO_POINTER (OVR_IDENTITY_ECDSA), test_what_is_signed_verifies);
  g_test_add_data_func ("/pades/sign/rsa", GINT_TO_POINTER (OVR_IDENTITY_RSA), test_what_is_signed_verifies);
  g_test_add_func ("/pades/sign/placeholders-only", test_signing_changes_nothing_else);
  g_test_add_func ("/pades/sign/rsa-repeats", test_rsa_signs_the_same_bytes_twice_alike);
  g_test_add_func ("/pades/sign/approved-bytes-only", test_other_bytes_than_the_approved_ones_are_refused);
  g_test_add_func ("/pades/sign/not-prepared", test_a_file_without_a_free_place_is_refused);
  g_test_add_func ("/pades/sign/wrong-clock", test_a_wrong_clock_is_refused);
  g_test_add_func ("/pades/sign/wrong-stated-time", test_a_wrong_stated_time_is_refused);
  g_test_add_func ("/pades/sign/offset-at-the-edge", test_the_edge_of_validity_counts_the_offset);
  g_test_add_func ("/pades/sign/unfit-certificate", test_unfit_certificates_are_refused);
  return g_test_run ();
}
