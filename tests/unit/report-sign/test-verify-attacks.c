/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms-write.h"
#include "ovr-identity-private.h"
#include "ovr-pades.h"
#include "ovr-pdf-fixture.h"
#include "ovr-verify.h"

#include <string.h>

static const OvrPdfFixture own = { .text = "Nodule 14 mm", .producer = "Overread 0.1", .mdp_level = 1 };
static const OvrPdfFixture foreign = { .text = "Nodule 14 mm", .producer = "Other program", .bare = TRUE };

/* Made once: whom the attacked trusts. */
static OvrIdentity *identity;
static OvrTrust *trust;

static OvrTrust *
trust_in (OvrIdentity *somebody)
{
  g_autofree char *pem = ovr_identity_dup_pem (somebody);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));

  return ovr_trust_new_from_pem (bytes, NULL);
}

static void
expect (GBytes *file,
        const char *verdict,
        const char *code)
{
  g_autoptr (OvrVerification) result = ovr_verify_pdf (file, trust, NULL);

  g_assert_nonnull (result);
  g_assert_cmpstr (ovr_verify_verdict_to_string (result->verdict), ==, verdict);
  if (code != NULL && !ovr_verification_has (result, code))
    {
      const OvrVerifyReason *reason = result->reasons->len > 0 ? g_ptr_array_index (result->reasons, 0) : NULL;

      g_error ("expected the reason %s, got %s", code, reason != NULL ? reason->text : "none");
    }
}

/* @file with @with in the place of the first @what, of equal length. */
static GBytes *
replace (GBytes *file,
         const char *what,
         const char *with)
{
  gsize length = g_bytes_get_size (file);
  guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);

  g_assert_cmpuint (strlen (what), ==, strlen (with));
  memcpy (copy + ovr_pdf_fixture_find (file, what), with, strlen (with));
  return g_bytes_new_take (copy, length);
}

static GBytes *
sign (const OvrPdfFixture *fixture)
{
  g_autoptr (GBytes) prepared = NULL;

  if (g_str_has_prefix (fixture->producer, "Overread"))
    return ovr_pdf_fixture_sign (fixture, identity);
  prepared = ovr_pdf_fixture_prepare (fixture);
  return ovr_pdf_fixture_sign_foreign (prepared, identity, "SHA256");
}

static void
test_untouched_files_are_valid (void)
{
  g_autoptr (GBytes) ours = sign (&own);
  g_autoptr (GBytes) theirs = sign (&foreign);

  expect (ours, "valid", NULL);
  expect (theirs, "valid", NULL);
}

static void
test_a_file_without_signature_is_unsigned (void)
{
  static const char plain[] =
      "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\n"
      "endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
      "trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n110\n%%EOF\n";
  g_autoptr (GBytes) file = g_bytes_new_static (plain, sizeof plain - 1);
  g_autoptr (GBytes) text = g_bytes_new_static ("hello", 5);
  g_autoptr (GError) error = NULL;

  expect (file, "unsigned", NULL);
  g_assert_null (ovr_verify_pdf (text, trust, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* Universal signature forgery: ByteRange or Contents made unusable. */
static void
test_signature_forgery (void)
{
  g_autoptr (GBytes) file = sign (&foreign);
  gsize length = g_bytes_get_size (file);
  gsize contents = ovr_pdf_fixture_find (file, "/Contents <");
  g_autofree guint8 *zeroed = g_memdup2 (g_bytes_get_data (file, NULL), length);
  g_autoptr (GBytes) no_range = replace (file, "/ByteRange", "/ByteRangX");
  g_autoptr (GBytes) negative = replace (file, "[0 ", "[-1");
  g_autoptr (GBytes) no_contents = replace (file, "/Contents <", "/Content_ <");
  g_autoptr (GBytes) other_filter = replace (file, "/ETSI.CAdES.detached", "/ETSI.CAdES.detache_");
  g_autoptr (GBytes) null_value = replace (file, "/V 8 0 R", "/V null ");
  g_autoptr (GBytes) empty = NULL;

  memset (zeroed + contents + strlen ("/Contents <"), '0', OVR_PADES_CONTENTS_DIGITS);
  empty = g_bytes_new_static (zeroed, length);
  expect (no_range, "invalid", "signature-malformed");
  expect (negative, "invalid", NULL);
  expect (no_contents, "invalid", NULL);
  expect (other_filter, "invalid", "subfilter");
  expect (null_value, "invalid", "signature-removed");
  expect (empty, "invalid", "contents-empty");
}

/* The form with its signature field is taken out by a later revision. */
static void
test_a_removed_signature_is_noticed (void)
{
  static const char *const catalog[] = { "<< /Type /Catalog /Pages 2 0 R >>" };
  static const int number[] = { 1 };
  g_autoptr (GBytes) file = sign (&foreign);
  g_autoptr (GBytes) removed = ovr_pdf_fixture_append (file, catalog, number, 1);

  expect (removed, "invalid", "signature-removed");
}

/* Incremental saving in four variants: body with table and trailer, body with
 * trailer only, body alone, comment alone. */
static void
test_incremental_saving (gconstpointer data)
{
  static const char *const content[] = { "<< /Length 42 >>\nstream\nBT /F1 18 Tf 72 700 Td (Nodule 1 mm) Tj ET    \nendstream" };
  static const int number[] = { 4 };
  g_autoptr (GBytes) file = sign (data);
  g_autoptr (GBytes) whole = ovr_pdf_fixture_append (file, content, number, 1);
  g_autoptr (GBytes) body = ovr_pdf_fixture_append_bytes (file, "4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n");
  g_autoptr (GBytes) trailer = ovr_pdf_fixture_append_bytes (
      file, "4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\ntrailer\n<< /Size 9 /Root 1 0 R >>\n%%EOF\n");
  g_autoptr (GBytes) comment = ovr_pdf_fixture_append_bytes (file, "% comment\n");

  expect (whole, "invalid", "changed-after-signing");
  expect (body, "invalid", "structure");
  expect (trailer, "invalid", "structure");
  expect (comment, "invalid", "structure");
}

static void
test_a_replaced_page_is_noticed (gconstpointer data)
{
  static const char *const page[] = { "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 30 0 R "
                                      "/Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R] >>",
                                      "<< /Length 41 >>\nstream\nBT /F1 18 Tf 72 700 Td (Nodule 1 mm) Tj ET\nendstream" };
  static const int numbers[] = { 3, 30 };
  g_autoptr (GBytes) file = sign (data);
  g_autoptr (GBytes) changed = ovr_pdf_fixture_append (file, page, numbers, 2);

  expect (changed, "invalid", "changed-after-signing");
}

/* Signature wrapping: the second range is moved back, and other content put
 * into the gap. */
static void
test_signature_wrapping (gconstpointer data)
{
  g_autoptr (GBytes) file = sign (data);
  gsize length = g_bytes_get_size (file);
  const char *bytes = g_bytes_get_data (file, NULL);
  gsize start = ovr_pdf_fixture_find (file, "/Contents <") + strlen ("/Contents ");
  gsize end = start + OVR_PADES_CONTENTS_DIGITS + 2;
  g_autoptr (GString) out = g_string_new_len (bytes, (gssize) end);
  g_autofree char *range = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  const char *injected = " /Reason (something else) >>\nendobj\n";

  g_string_append (out, injected);
  g_string_append_len (out, bytes + end, (gssize) (length - end));
  range = g_strdup_printf ("[0 %zu %zu %zu]", start, end + strlen (injected), length - end);
  memset (out->str + ovr_pdf_fixture_find (file, "/ByteRange [") + 11, ' ', 36);
  memcpy (out->str + ovr_pdf_fixture_find (file, "/ByteRange [") + 11, range, strlen (range));
  wrapped = g_bytes_new (out->str, out->len);
  expect (wrapped, "invalid", NULL);
}

/* A gap that leaves more than the value uncovered, signed by the signer: what
 * stands in the gap could be exchanged at any time. */
static void
test_a_wide_gap_is_refused (void)
{
  g_autoptr (GBytes) file = sign (&foreign);
  gsize start = ovr_pdf_fixture_find (file, "/Contents <") + strlen ("/Contents ");
  gsize end = start + OVR_PADES_CONTENTS_DIGITS + 2;
  g_autofree char *right = g_strdup_printf ("[0 %zu %zu ", start, end);
  g_autofree char *wide = g_strdup_printf ("[0 %zu %zu ", start, end + 5);
  g_autoptr (GBytes) widened = replace (file, right, wide);

  expect (widened, "invalid", "byte-range");
}

/* Shadow attack, hide: an object that was named but missing, or overlaid, comes
 * with a later revision. */
static void
test_shadow_content_is_noticed (void)
{
  static const char *const stream[] = { "<< /Length 4 >>\nstream\nq Q \nendstream" };
  static const int number[] = { 90 };
  OvrPdfFixture fixture = foreign;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) shown = NULL;

  fixture.page_extra = "/PieceInfo 90 0 R";
  file = sign (&fixture);
  expect (file, "valid", NULL);
  shown = ovr_pdf_fixture_append (file, stream, number, 1);
  expect (shown, "invalid", "changed-after-signing");
}

/* Shadow attack, replace: a font that makes other glyphs of the same text. */
static void
test_a_replaced_font_is_noticed (void)
{
  static const char *const font[] = { "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>" };
  static const int number[] = { 5 };
  g_autoptr (GBytes) file = sign (&foreign);
  g_autoptr (GBytes) changed = ovr_pdf_fixture_append (file, font, number, 1);

  expect (changed, "invalid", "changed-after-signing");
}

/* Evil annotation: an opaque square over the text of a certified file. */
static void
test_an_evil_annotation_is_noticed (gconstpointer data)
{
  static const char *const objects[] = {
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R 31 0 R] >>",
    "<< /Type /Annot /Subtype /Square /Rect [60 690 400 730] /IC [1 1 1] >>"
  };
  static const int numbers[] = { 3, 31 };
  g_autoptr (GBytes) file = sign (data);
  g_autoptr (GBytes) changed = ovr_pdf_fixture_append (file, objects, numbers, 2);

  expect (changed, "invalid", "changed-after-signing");
}

/* Sneaky signature: a new signature field whose appearance covers the text. */
static void
test_a_sneaky_signature_field_is_noticed (void)
{
  static const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 31 0 R] /SigFlags 3 >> >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R 31 0 R] >>",
    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Second) /V 32 0 R /Rect [60 690 400 730] /P 3 0 R >>",
    "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <00> >>"
  };
  static const int numbers[] = { 1, 3, 31, 32 };
  g_autoptr (GBytes) file = sign (&foreign);
  g_autoptr (GBytes) changed = ovr_pdf_fixture_append (file, objects, numbers, 4);

  expect (changed, "invalid", NULL);
}

/* Whoever has a key can sign less than the file, or in another's name: the
 * signature's value is right each time. */
static void
test_a_right_value_is_not_enough (void)
{
  static const struct
  {
    OvrPdfFault fault;
    const char *verdict;
    const char *code;
  } rows[] = {
    { OVR_PDF_FAULT_NONE, "valid", NULL },
    { OVR_PDF_FAULT_EARLY_GAP, "invalid", "byte-range" },
    { OVR_PDF_FAULT_LATE_START, "invalid", "byte-range" },
    { OVR_PDF_FAULT_NO_CERTIFICATE_ATTRIBUTE, "invalid", "certificate-mismatch" },
    { OVR_PDF_FAULT_OTHER_CERTIFICATE, "invalid", "certificate-mismatch" },
    { OVR_PDF_FAULT_ATTACHED, "invalid", "algorithm" },
  };
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&foreign);
  /* The older form needs no such attribute; if it is there it must be true. */
  g_autoptr (GBytes) older = replace (prepared, "/ETSI.CAdES.detached", "/adbe.pkcs7.detached");
  g_autoptr (GBytes) unnamed = ovr_pdf_fixture_sign_faulty (older, identity, "SHA256", OVR_PDF_FAULT_NO_CERTIFICATE_ATTRIBUTE);
  g_autoptr (GBytes) misnamed = ovr_pdf_fixture_sign_faulty (older, identity, "SHA256", OVR_PDF_FAULT_OTHER_CERTIFICATE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) file = ovr_pdf_fixture_sign_faulty (prepared, identity, "SHA256", rows[i].fault);

      expect (file, rows[i].verdict, rows[i].code);
    }
  expect (unnamed, "valid", NULL);
  expect (misnamed, "invalid", "certificate-mismatch");
}

static void
test_a_stated_time_lies_within_the_certificate (void)
{
  const OvrPdfFixture early = { .text = "Nodule 14 mm", .producer = "Other program", .bare = TRUE, .date = "D:20200101000000+00'00'" };
  g_autoptr (GBytes) file = sign (&early);

  expect (file, "valid-untrusted", "time-outside-validity");
}

/* A further signature of a whole later revision, sound in itself: harmless
 * unless the first one certifies that nothing may be added (DocMDP P 1). */
static void
test_a_certified_file_takes_no_further_signature (void)
{
  const OvrPdfFixture certified = { .text = "Nodule 14 mm", .producer = "Other program", .mdp_level = 1 };
  const OvrPdfFixture *fixtures[] = { &foreign, &certified };
  static const int numbers[] = { 1, 3, 31, 32 };
  g_autofree char *zeros = g_strnfill (OVR_PADES_CONTENTS_DIGITS, '0');
  g_autofree char *signature = g_strdup_printf ("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached "
                                                "/ByteRange " OVR_PDF_FIXTURE_RANGE " /Contents <%s> >>",
                                                zeros);

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_autofree char *catalog = g_strdup_printf ("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 31 0 R] /SigFlags 3 >> %s >>",
                                                  fixtures[i]->bare ? "" : "/Perms << /DocMDP 8 0 R >>");
      const char *objects[] = {
        catalog,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R 31 0 R] >>",
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Second) /V 32 0 R /F 132 /Rect [0 0 0 0] /P 3 0 R >>",
        signature
      };
      g_autoptr (GBytes) first = sign (fixtures[i]);
      g_autoptr (GBytes) longer = ovr_pdf_fixture_append (first, objects, numbers, 4);
      g_autoptr (GBytes) second = ovr_pdf_fixture_sign_foreign (longer, identity, "SHA256");

      expect (second, fixtures[i]->bare ? "valid" : "invalid", fixtures[i]->bare ? "several-signatures" : "changed-after-signing");
    }
}

/* Validation data alone: the one thing that may come later. */
static void
test_validation_data_extends (gconstpointer data)
{
  const OvrPdfFixture *fixture = data;
  const char *objects[] = {
    fixture->bare ? "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] /SigFlags 3 >> /DSS 40 0 R >>"
                  : "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] /SigFlags 3 >> "
                    "/Perms << /DocMDP 8 0 R >> /DSS 40 0 R >>",
    "<< /Certs [41 0 R] >>", "<< /Length 4 >>\nstream\nabcd\nendstream"
  };
  static const int numbers[] = { 1, 40, 41 };
  g_autoptr (GBytes) file = sign (fixture);
  g_autoptr (GBytes) extended = ovr_pdf_fixture_append (file, objects, numbers, 3);
  g_autoptr (GBytes) junk = ovr_pdf_fixture_append_bytes (file, "50 0 obj\nnull\nendobj\n");
  g_autoptr (GBytes) hidden = ovr_pdf_fixture_append (junk, objects, numbers, 3);

  expect (extended, "extended", "extended");
  expect (hidden, "invalid", "changed-after-signing");
}

/* What our own writer never makes, though the key's owner signed it. */
static void
expect_not_canonical (OvrPdfFixture fixture)
{
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) refused = NULL;
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign_foreign (prepared, identity, "SHA256");
  guint8 digest[32];

  EVP_Digest (g_bytes_get_data (prepared, NULL), g_bytes_get_size (prepared), digest, NULL, EVP_sha256 (), NULL);
  refused = ovr_pades_sign (prepared, digest, identity, &error);
  g_assert_null (refused);
  g_assert_error (error, OVR_PADES_ERROR, OVR_PADES_ERROR_FAILED);
  expect (file, "invalid", "not-canonical");
}

static void
test_our_own_form_has_no_spare_parts (void)
{
  static const char *const spare[] = { "<< /Length 4 >>\nstream\nq Q \nendstream" };
  OvrPdfFixture unreferenced = own;
  OvrPdfFixture script = own;
  OvrPdfFixture launch = own;
  OvrPdfFixture open_to_forms = own;
  OvrPdfFixture uncertified = own;

  unreferenced.extra_objects = spare;
  unreferenced.n_extra_objects = 1;
  script.catalog_extra = "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>";
  launch.page_extra = "/Tabs << /S /Launch /F (calc.exe) >>";
  open_to_forms.mdp_level = 3;
  uncertified.bare = TRUE;
  expect_not_canonical (unreferenced);
  expect_not_canonical (script);
  expect_not_canonical (launch);
  expect_not_canonical (open_to_forms);
  expect_not_canonical (uncertified);
}

/* The CMS itself: another program's attributes in a file that claims ours. */
static void
test_our_own_signature_has_one_form (void)
{
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&own);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign_foreign (prepared, identity, "SHA256");

  expect (file, "invalid", "not-canonical");
}

static void
test_nothing_may_be_put_beside_the_signature (void)
{
  g_autoptr (GBytes) file = sign (&own);
  g_autoptr (OvrIdentity) stranger = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (OvrX509Stack) others = sk_X509_new_null ();
  g_autoptr (CMS_ContentInfo) cms = NULL;
  g_autoptr (GByteArray) same = NULL;
  g_autoptr (GByteArray) with_stranger = NULL;
  g_autoptr (GByteArray) with_token = NULL;
  g_autoptr (GByteArray) high = NULL;
  g_autoptr (GBytes) token = g_bytes_new_static ("\x30\x03\x02\x01\x05", 5);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) crowded = NULL;
  g_autoptr (GBytes) stamped = NULL;
  g_autoptr (GBytes) mirrored = NULL;
  g_autoptr (ECDSA_SIG) pair = NULL;
  g_autoptr (BIGNUM) order = NULL;
  g_autofree guint8 *other_half = NULL;
  unsigned char *at;
  const unsigned char *value_at;
  BIGNUM *mirrored_s = BN_new ();
  ASN1_OCTET_STRING *value;
  guint8 digest[32];
  int length;

  cms = ovr_pdf_fixture_take_apart (file, digest);
  value = CMS_SignerInfo_get0_signature (sk_CMS_SignerInfo_value (CMS_get0_SignerInfos (cms), 0));
  same = ovr_cms_write (identity->certificate, NULL, digest, ASN1_STRING_get0_data (value),
                        (gsize) ASN1_STRING_length (value), NULL);
  again = ovr_pdf_fixture_put_contents (file, same);
  g_assert_true (g_bytes_equal (again, file));

  X509_up_ref (stranger->certificate);
  sk_X509_push (others, stranger->certificate);
  with_stranger = ovr_cms_write (identity->certificate, others, digest, ASN1_STRING_get0_data (value),
                                 (gsize) ASN1_STRING_length (value), NULL);
  crowded = ovr_pdf_fixture_put_contents (file, with_stranger);
  expect (crowded, "invalid", "not-canonical");

  with_token = ovr_cms_write (identity->certificate, NULL, digest, ASN1_STRING_get0_data (value),
                              (gsize) ASN1_STRING_length (value), token);
  stamped = ovr_pdf_fixture_put_contents (file, with_token);
  expect (stamped, "invalid", "timestamp-invalid");

  /* The other signature value that verifies: n − s. */
  value_at = ASN1_STRING_get0_data (value);
  pair = d2i_ECDSA_SIG (NULL, &value_at, ASN1_STRING_length (value));
  EVP_PKEY_get_bn_param (identity->key, "order", &order);
  BN_sub (mirrored_s, order, ECDSA_SIG_get0_s (pair));
  ECDSA_SIG_set0 (pair, BN_dup (ECDSA_SIG_get0_r (pair)), mirrored_s);
  length = i2d_ECDSA_SIG (pair, NULL);
  other_half = g_malloc ((gsize) length);
  at = other_half;
  i2d_ECDSA_SIG (pair, &at);
  high = ovr_cms_write (identity->certificate, NULL, digest, other_half, (gsize) length, NULL);
  mirrored = ovr_pdf_fixture_put_contents (file, high);
  expect (mirrored, "invalid", "not-canonical");
}

static void
test_weak_digests_prove_nothing (void)
{
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (&foreign);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign_foreign (prepared, identity, "SHA1");

  expect (file, "invalid", "algorithm");
}

/* A signature by somebody else over the same words. */
static void
test_another_signer_is_not_trusted (void)
{
  g_autoptr (OvrIdentity) stranger = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&own, stranger);

  expect (file, "valid-untrusted", "unknown-root");
}

/* The certificate's validity is asked for now, not for the stated time. */
static void
test_an_expired_certificate_is_not_trusted (void)
{
  g_autoptr (GBytes) file = sign (&own);

  g_setenv ("SOURCE_DATE_EPOCH", "4102444800", TRUE); /* 1 January 2100 */
  expect (file, "valid-untrusted", "certificate-expired");
  g_setenv ("SOURCE_DATE_EPOCH", "946684800", TRUE); /* 1 January 2000 */
  expect (file, "valid-untrusted", "certificate-not-yet-valid");
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

/* Random damage: nothing may crash, nothing may become valid. */
static void
test_damaged_files_are_survived (void)
{
  g_autoptr (GBytes) file = sign (&foreign);
  gsize length = g_bytes_get_size (file);
  gsize contents = ovr_pdf_fixture_find (file, "/Contents <");
  g_autoptr (GRand) dice = g_rand_new_with_seed (20261123);

  for (int round = 0; round < 3000; round++)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);
      g_autoptr (GBytes) damaged = g_bytes_new_take (copy, length);
      g_autoptr (OvrVerification) result = NULL;

      for (int i = g_rand_int_range (dice, 1, 6); i > 0; i--)
        {
          gsize at = (gsize) g_rand_int_range (dice, 0, (gint32) contents);
          gsize from = (gsize) g_rand_int_range (dice, 0, (gint32) contents);

          memcpy (copy + at, (const guint8 *) g_bytes_get_data (file, NULL) + from, MIN ((gsize) g_rand_int_range (dice, 1, 40), contents - MAX (at, from)));
        }
      if (memcmp (copy, g_bytes_get_data (file, NULL), length) == 0)
        continue;
      result = ovr_verify_pdf (damaged, trust, NULL);
      g_assert_true (result == NULL || result->verdict == OVR_VERIFY_INVALID || result->verdict == OVR_VERIFY_UNSIGNED);
    }
}

static void
add_both (const char *path,
          GTestDataFunc test)
{
  g_autofree char *ours = g_strconcat (path, "/own", NULL);
  g_autofree char *theirs = g_strconcat (path, "/foreign", NULL);

  g_test_add_data_func (ours, &own, test);
  g_test_add_data_func (theirs, &foreign, test);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  trust = trust_in (identity);
  g_test_add_func ("/verify/untouched", test_untouched_files_are_valid);
  g_test_add_func ("/verify/unsigned", test_a_file_without_signature_is_unsigned);
  g_test_add_func ("/verify/forgery", test_signature_forgery);
  g_test_add_func ("/verify/removed", test_a_removed_signature_is_noticed);
  add_both ("/verify/incremental-saving", test_incremental_saving);
  add_both ("/verify/replaced-page", test_a_replaced_page_is_noticed);
  add_both ("/verify/wrapping", test_signature_wrapping);
  g_test_add_func ("/verify/wide-gap", test_a_wide_gap_is_refused);
  g_test_add_func ("/verify/shadow-hide", test_shadow_content_is_noticed);
  g_test_add_func ("/verify/shadow-replace", test_a_replaced_font_is_noticed);
  add_both ("/verify/evil-annotation", test_an_evil_annotation_is_noticed);
  g_test_add_func ("/verify/sneaky-signature", test_a_sneaky_signature_field_is_noticed);
  g_test_add_func ("/verify/right-value", test_a_right_value_is_not_enough);
  g_test_add_func ("/verify/stated-time", test_a_stated_time_lies_within_the_certificate);
  g_test_add_func ("/verify/certified", test_a_certified_file_takes_no_further_signature);
  add_both ("/verify/extended", test_validation_data_extends);
  g_test_add_func ("/verify/own/no-spare-parts", test_our_own_form_has_no_spare_parts);
  g_test_add_func ("/verify/own/one-form", test_our_own_signature_has_one_form);
  g_test_add_func ("/verify/own/nothing-beside", test_nothing_may_be_put_beside_the_signature);
  g_test_add_func ("/verify/weak-digest", test_weak_digests_prove_nothing);
  g_test_add_func ("/verify/other-signer", test_another_signer_is_not_trusted);
  g_test_add_func ("/verify/expired", test_an_expired_certificate_is_not_trusted);
  g_test_add_func ("/verify/damaged", test_damaged_files_are_survived);
  status = g_test_run ();
  ovr_trust_free (trust);
  ovr_identity_free (identity);
  return status;
}
