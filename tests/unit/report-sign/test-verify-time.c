/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms-write.h"
#include "ovr-identity-private.h"
#include "ovr-pdf-fixture.h"
#include "ovr-verify.h"

#include <openssl/x509v3.h>
#include <string.h>

/* Time stamps by an authority of the test's own. */

static const OvrPdfFixture report = { .text = "Nodule 14 mm", .producer = "Overread 0.1", .mdp_level = 1 };

#define STAMPED_AT 1795478400 /* 2026-11-24 00:00:00 UTC */

typedef struct
{
  OvrIdentity *signer;
  OvrIdentity *authority;
  GBytes *file; /* signed, without a stamp */
} Setting;

static void
add_extension (X509 *certificate,
               int nid,
               const char *value)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, nid, value);

  g_assert_nonnull (extension);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

static OvrIdentity *
make_authority (const char *usage)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 4711);
  ASN1_TIME_set (X509_getm_notBefore (certificate), STAMPED_AT - 86400);
  ASN1_TIME_set (X509_getm_notAfter (certificate), STAMPED_AT + 3650LL * 86400);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const unsigned char *) "Time authority", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  X509_set_pubkey (certificate, key);
  add_extension (certificate, NID_key_usage, "critical,digitalSignature");
  add_extension (certificate, NID_ext_key_usage, usage);
  X509_sign (certificate, key, EVP_sha256 ());
  return ovr_identity_take (key, certificate, NULL);
}

static ASN1_INTEGER *
give_serial (TS_RESP_CTX *context,
             void *data)
{
  ASN1_INTEGER *serial = ASN1_INTEGER_new ();

  ASN1_INTEGER_set (serial, 77);
  return serial;
}

static int
give_time (TS_RESP_CTX *context,
           void *data,
           long *seconds,
           long *microseconds)
{
  *seconds = STAMPED_AT;
  *microseconds = 0;
  return 1;
}

/* (transfer full): the request for a stamp on @digest, as bytes. */
static BIO *
make_request (const guint8 digest[32])
{
  TS_REQ *request = TS_REQ_new ();
  TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new ();
  X509_ALGOR *algorithm = X509_ALGOR_new ();
  BIO *out = BIO_new (BIO_s_mem ());

  X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_sha256), V_ASN1_NULL, NULL);
  TS_MSG_IMPRINT_set_algo (imprint, algorithm);
  TS_MSG_IMPRINT_set_msg (imprint, (unsigned char *) digest, 32);
  TS_REQ_set_version (request, 1);
  TS_REQ_set_msg_imprint (request, imprint);
  TS_REQ_set_cert_req (request, 1);
  i2d_TS_REQ_bio (out, request);
  X509_ALGOR_free (algorithm);
  TS_MSG_IMPRINT_free (imprint);
  TS_REQ_free (request);
  return out;
}

/* (transfer full): the authority's token over @length bytes of @data. */
static GBytes *
stamp (OvrIdentity *authority,
       const guint8 *data,
       gsize length)
{
  g_autoptr (BIO) request = NULL;
  TS_RESP_CTX *context = TS_RESP_CTX_new ();
  ASN1_OBJECT *policy = OBJ_txt2obj ("1.2.3.4.1", 1);
  TS_RESP *response;
  guint8 digest[32];
  unsigned char *der = NULL;
  int written;
  GBytes *token;

  EVP_Digest (data, length, digest, NULL, EVP_sha256 (), NULL);
  request = make_request (digest);
  g_assert_cmpint (TS_RESP_CTX_set_signer_cert (context, authority->certificate), ==, 1);
  TS_RESP_CTX_set_signer_key (context, authority->key);
  TS_RESP_CTX_set_signer_digest (context, EVP_sha256 ());
  TS_RESP_CTX_set_ess_cert_id_digest (context, EVP_sha256 ());
  TS_RESP_CTX_set_def_policy (context, policy);
  TS_RESP_CTX_add_md (context, EVP_sha256 ());
  TS_RESP_CTX_set_serial_cb (context, give_serial, NULL);
  TS_RESP_CTX_set_time_cb (context, give_time, NULL);
  response = TS_RESP_create_response (context, request);
  g_assert_nonnull (TS_RESP_get_token (response));
  written = i2d_PKCS7 (TS_RESP_get_token (response), &der);
  token = g_bytes_new (der, (gsize) written);
  OPENSSL_free (der);
  TS_RESP_free (response);
  TS_RESP_CTX_free (context);
  ASN1_OBJECT_free (policy);
  return token;
}

static void
set_up (Setting *self,
        gconstpointer data)
{
  g_setenv ("SOURCE_DATE_EPOCH", G_STRINGIFY (STAMPED_AT), TRUE);
  self->signer = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  self->authority = make_authority ("critical,timeStamping");
  self->file = ovr_pdf_fixture_sign (&report, self->signer);
}

static void
tear_down (Setting *self,
           gconstpointer data)
{
  ovr_identity_free (self->signer);
  ovr_identity_free (self->authority);
  g_bytes_unref (self->file);
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

/* (transfer full): the signed file with @token put in later; made over the
 * signature value unless given. */
static GBytes *
add_stamp (Setting *self,
           OvrIdentity *authority,
           gboolean over_something_else)
{
  guint8 digest[32];
  g_autoptr (CMS_ContentInfo) cms = ovr_pdf_fixture_take_apart (self->file, digest);
  ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature (sk_CMS_SignerInfo_value (CMS_get0_SignerInfos (cms), 0));
  gsize length = (gsize) ASN1_STRING_length (value);
  g_autoptr (GBytes) token = stamp (authority, ASN1_STRING_get0_data (value), over_something_else ? length - 1 : length);
  g_autoptr (GByteArray) written = ovr_cms_write (self->signer->certificate, NULL, digest,
                                                  ASN1_STRING_get0_data (value), length, token);

  return ovr_pdf_fixture_put_contents (self->file, written);
}

static OvrTrust *
trust_in (OvrIdentity *first,
          OvrIdentity *second)
{
  g_autofree char *one = ovr_identity_dup_pem (first);
  g_autofree char *two = second != NULL ? ovr_identity_dup_pem (second) : g_strdup ("");
  g_autofree char *both = g_strconcat (one, two, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (both, strlen (both));

  return ovr_trust_new_from_pem (bytes, NULL);
}

static void
test_a_stamp_put_in_later_keeps_the_file_valid (Setting *self,
                                                gconstpointer data)
{
  g_autoptr (GBytes) stamped = add_stamp (self, self->authority, FALSE);
  g_autoptr (OvrTrust) trust = trust_in (self->signer, self->authority);
  g_autoptr (OvrVerification) result = ovr_verify_pdf (stamped, trust, NULL);

  g_assert_cmpstr (ovr_verify_verdict_to_string (result->verdict), ==, "valid");
  g_assert_cmpstr (result->level, ==, "B-T");
  g_assert_cmpstr (result->timestamp, ==, "2026-11-24T00:00:00Z");
  g_assert_cmpuint (result->reasons->len, ==, 0);
}

/* The stamp proves that the certificate was good when it signed. */
static void
test_a_trusted_stamp_outlives_the_certificate (Setting *self,
                                               gconstpointer data)
{
  g_autoptr (GBytes) stamped = add_stamp (self, self->authority, FALSE);
  g_autoptr (OvrTrust) both = trust_in (self->signer, self->authority);
  g_autoptr (OvrTrust) signer_only = trust_in (self->signer, NULL);
  g_autoptr (OvrVerification) proven = NULL;
  g_autoptr (OvrVerification) unproven = NULL;

  g_setenv ("SOURCE_DATE_EPOCH", "1893456000", TRUE); /* 2030, the signer's ended in 2029 */
  proven = ovr_verify_pdf (stamped, both, NULL);
  unproven = ovr_verify_pdf (stamped, signer_only, NULL);
  g_assert_cmpstr (ovr_verify_verdict_to_string (proven->verdict), ==, "valid");
  g_assert_cmpstr (ovr_verify_verdict_to_string (unproven->verdict), ==, "valid-untrusted");
  g_assert_true (ovr_verification_has (unproven, "timestamp-untrusted"));
  g_assert_true (ovr_verification_has (unproven, "certificate-expired"));
}

static void
test_a_stamp_on_something_else_is_refused (Setting *self,
                                           gconstpointer data)
{
  g_autoptr (GBytes) stamped = add_stamp (self, self->authority, TRUE);
  g_autoptr (OvrTrust) trust = trust_in (self->signer, self->authority);
  g_autoptr (OvrVerification) result = ovr_verify_pdf (stamped, trust, NULL);

  g_assert_cmpstr (ovr_verify_verdict_to_string (result->verdict), ==, "invalid");
  g_assert_true (ovr_verification_has (result, "timestamp-invalid"));
}

/* No byte of a token is free: neither what its own signature covers nor the
 * frame around it. */
static void
test_no_byte_of_the_token_may_change (Setting *self,
                                      gconstpointer data)
{
  g_autoptr (GBytes) stamped = add_stamp (self, self->authority, FALSE);
  g_autoptr (OvrTrust) trust = trust_in (self->signer, self->authority);
  gsize length = g_bytes_get_size (stamped);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (stamped, NULL), length);
  gsize start = ovr_pdf_fixture_find (stamped, "/Contents <") + strlen ("/Contents <");

  for (gsize i = start; i < start + 5000; i++)
    for (guint bit = 0; bit < 4; bit++)
      {
        g_autoptr (GBytes) changed = NULL;
        g_autoptr (OvrVerification) result = NULL;

        copy[i] ^= (guint8) (1u << bit);
        changed = g_bytes_new_static (copy, length);
        result = ovr_verify_pdf (changed, trust, NULL);
        if (result != NULL && result->verdict == OVR_VERIFY_VALID)
          g_error ("bit %u of digit %zu may change", bit, i - start);
        copy[i] ^= (guint8) (1u << bit);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/verify/time/later", Setting, NULL, set_up, test_a_stamp_put_in_later_keeps_the_file_valid, tear_down);
  g_test_add ("/verify/time/outlives", Setting, NULL, set_up, test_a_trusted_stamp_outlives_the_certificate, tear_down);
  g_test_add ("/verify/time/something-else", Setting, NULL, set_up, test_a_stamp_on_something_else_is_refused, tear_down);
  g_test_add ("/verify/time/every-byte", Setting, NULL, set_up, test_no_byte_of_the_token_may_change, tear_down);
  return g_test_run ();
}
