/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-fixture.h"

#include "ovr-clock.h"
#include "ovr-identity-private.h"
#include "ovr-pades.h"

#include <openssl/ess.h>
#include <string.h>

#define FIRST_EXTRA 20

typedef struct
{
  GString *out;
  GArray *places; /* gsize by object number; 0 where there is none */
} Writer;

static void
put_object (Writer *self,
            guint number,
            const char *body)
{
  if (self->places->len <= number)
    g_array_set_size (self->places, number + 1);
  g_array_index (self->places, gsize, number) = self->out->len;
  g_string_append_printf (self->out, "%u 0 obj\n%s\nendobj\n", number, body);
}

static void
put_table (Writer *self,
           const char *trailer)
{
  gsize start = self->out->len;
  guint last_free = 0;

  g_string_append_printf (self->out, "xref\n0 %u\n", self->places->len);
  for (guint i = 0; i < self->places->len; i++)
    {
      gsize place = g_array_index (self->places, gsize, i);

      if (place == 0)
        g_string_append_printf (self->out, "%010u 65535 f \n", last_free);
      else
        g_string_append_printf (self->out, "%010" G_GSIZE_FORMAT " 00000 n \n", place);
    }
  g_string_append_printf (self->out, "trailer\n<< /Size %u %s >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          self->places->len, trailer, start);
}

static char *
make_signature (const OvrPdfFixture *self)
{
  g_autofree char *zeros = g_strnfill (OVR_PADES_CONTENTS_DIGITS, '0');
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (GDateTime) utc = g_date_time_to_utc (now);
  g_autofree char *date = g_date_time_format (utc, "D:%Y%m%d%H%M%S+00'00'");
  g_autofree char *reference = g_strdup_printf (
      "/Reference [<< /Type /SigRef /TransformMethod /DocMDP "
      "/TransformParams << /Type /TransformParams /P %d /V /1.2 >> >>]",
      self->mdp_level);

  return g_strdup_printf ("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached "
                          "/ByteRange " OVR_PDF_FIXTURE_RANGE " /Contents <%s> /M (%s) /Reason (I wrote this) %s >>",
                          zeros, self->date != NULL ? self->date : date, self->bare ? "" : reference);
}

GBytes *
ovr_pdf_fixture_prepare (const OvrPdfFixture *self)
{
  Writer writer = { g_string_new ("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), g_array_new (FALSE, TRUE, sizeof (gsize)) };
  g_autofree char *content = g_strdup_printf ("BT /F1 18 Tf 72 700 Td (%s) Tj ET", self->text);
  g_autofree char *stream = g_strdup_printf ("<< /Length %zu >>\nstream\n%s\nendstream", strlen (content), content);
  g_autofree char *signature = make_signature (self);
  g_autofree char *catalog = g_strdup_printf (
      "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] /SigFlags 3 >> %s %s >>",
      self->bare ? "" : "/Perms << /DocMDP 8 0 R >>",
      self->catalog_extra != NULL ? self->catalog_extra : "");
  g_autofree char *page = g_strdup_printf (
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R] %s >>",
      self->page_extra != NULL ? self->page_extra : "");
  g_autofree char *info = g_strdup_printf ("<< /Producer (%s) >>", self->producer);

  put_object (&writer, 1, catalog);
  put_object (&writer, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  put_object (&writer, 3, page);
  put_object (&writer, 4, stream);
  put_object (&writer, 5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  put_object (&writer, 6, info);
  put_object (&writer, 7, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /V 8 0 R /F 132 "
                          "/Rect [0 0 0 0] /P 3 0 R >>");
  put_object (&writer, 8, signature);
  for (guint i = 0; i < self->n_extra_objects; i++)
    put_object (&writer, FIRST_EXTRA + i, self->extra_objects[i]);
  put_table (&writer, "/Root 1 0 R /Info 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]");
  g_array_unref (writer.places);
  return g_string_free_to_bytes (writer.out);
}

GBytes *
ovr_pdf_fixture_sign (const OvrPdfFixture *self,
                      OvrIdentity *identity)
{
  g_autoptr (GBytes) prepared = ovr_pdf_fixture_prepare (self);
  g_autoptr (GError) error = NULL;
  guint8 digest[32];
  GBytes *result;

  EVP_Digest (g_bytes_get_data (prepared, NULL), g_bytes_get_size (prepared), digest, NULL, EVP_sha256 (), NULL);
  result = ovr_pades_sign (prepared, digest, identity, &error);
  g_assert_no_error (error);
  return result;
}

/* A signed attribute that names a certificate made for nothing else. */
static void
name_other_certificate (CMS_SignerInfo *signer)
{
  g_autoptr (OvrIdentity) other = ovr_identity_new_local ("Dr Other", OVR_IDENTITY_ECDSA, NULL);
  ESS_SIGNING_CERT_V2 *named = OSSL_ESS_signing_cert_v2_new_init (EVP_sha256 (), other->certificate, NULL, 0);
  unsigned char *der = NULL;
  int length = i2d_ESS_SIGNING_CERT_V2 (named, &der);

  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (CMS_signed_add1_attr_by_NID (signer, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE, der, length), ==, 1);
  OPENSSL_free (der);
  ESS_SIGNING_CERT_V2_free (named);
}

/* (transfer full): DER over @signed_bytes. */
static GBytes *
make_cms (GByteArray *signed_bytes,
          OvrIdentity *identity,
          const char *openssl_digest,
          OvrPdfFault fault)
{
  gboolean cades = fault != OVR_PDF_FAULT_NO_CERTIFICATE_ATTRIBUTE && fault != OVR_PDF_FAULT_OTHER_CERTIFICATE;
  unsigned int detached = fault == OVR_PDF_FAULT_ATTACHED ? 0 : CMS_DETACHED;
  g_autoptr (BIO) in = BIO_new_mem_buf (signed_bytes->data, (int) signed_bytes->len);
  g_autoptr (CMS_ContentInfo) cms = CMS_sign (NULL, NULL, NULL, NULL, detached | CMS_BINARY | CMS_PARTIAL);
  CMS_SignerInfo *signer = CMS_add1_signer (cms, identity->certificate, identity->key, EVP_get_digestbyname (openssl_digest),
                                            (cades ? CMS_CADES : 0) | CMS_NOSMIMECAP);
  unsigned char *der = NULL;
  GBytes *bytes;
  int length;

  if (fault == OVR_PDF_FAULT_OTHER_CERTIFICATE)
    name_other_certificate (signer);
  g_assert_cmpint (CMS_final (cms, in, NULL, detached | CMS_BINARY), ==, 1);
  length = i2d_CMS_ContentInfo (cms, &der);
  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (length, <=, OVR_PADES_CONTENTS_DIGITS / 2);
  bytes = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);
  return bytes;
}

GBytes *
ovr_pdf_fixture_sign_faulty (GBytes *prepared,
                             OvrIdentity *identity,
                             const char *openssl_digest,
                             OvrPdfFault fault)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (prepared, &length);
  gsize range = ovr_pdf_fixture_find (prepared, OVR_PDF_FIXTURE_RANGE);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (prepared, range, length - range);
  gsize start = range + ovr_pdf_fixture_find (rest, "/Contents <") + strlen ("/Contents ");
  gsize end = start + OVR_PADES_CONTENTS_DIGITS + 2;
  gsize first = fault == OVR_PDF_FAULT_LATE_START ? 1 : 0;
  gsize gap = fault == OVR_PDF_FAULT_EARLY_GAP ? start - 1 : start;
  g_autofree guint8 *out = g_memdup2 (data, length);
  g_autofree char *text = g_strdup_printf ("[%zu %zu %zu %zu]", first, gap, end, length - end);
  g_autoptr (GByteArray) over = g_byte_array_new ();
  g_autoptr (GBytes) cms = NULL;
  const guint8 *der;
  gsize n_der;

  memset (out + range, ' ', strlen (OVR_PDF_FIXTURE_RANGE));
  memcpy (out + range, text, strlen (text));
  g_byte_array_append (over, out, (guint) gap);
  g_byte_array_append (over, out + end, (guint) (length - end));
  cms = make_cms (over, identity, openssl_digest, fault);
  der = g_bytes_get_data (cms, &n_der);
  for (gsize i = 0; i < n_der; i++)
    {
      char hex[3];

      g_snprintf (hex, sizeof hex, "%02X", der[i]);
      memcpy (out + start + 1 + 2 * i, hex, 2);
    }
  return g_bytes_new_take (g_steal_pointer (&out), length);
}

GBytes *
ovr_pdf_fixture_sign_foreign (GBytes *prepared,
                              OvrIdentity *identity,
                              const char *openssl_digest)
{
  return ovr_pdf_fixture_sign_faulty (prepared, identity, openssl_digest, OVR_PDF_FAULT_NONE);
}

GBytes *
ovr_pdf_fixture_append (GBytes *file,
                        const char *const *objects,
                        const int *numbers,
                        guint n_objects)
{
  gsize length;
  const char *data = g_bytes_get_data (file, &length);
  GString *out = g_string_new_len (data, (gssize) length);
  const char *last = g_strrstr_len (out->str, (gssize) out->len, "startxref\n");
  int previous = last != NULL ? atoi (last + strlen ("startxref\n")) : -1;
  GString *table = g_string_new ("xref\n");
  gsize start;

  g_assert_cmpint (previous, >, 0);
  for (guint i = 0; i < n_objects; i++)
    {
      g_string_append_printf (table, "%d 1\n%010zu 00000 n \n", numbers[i], out->len);
      g_string_append_printf (out, "%d 0 obj\n%s\nendobj\n", numbers[i], objects[i]);
    }
  start = out->len;
  g_string_append_len (out, table->str, (gssize) table->len);
  g_string_append_printf (out, "trailer\n<< /Size 100 /Root 1 0 R /Info 6 0 R /Prev %d >>\nstartxref\n%zu\n%%%%EOF\n",
                          previous, start);
  g_string_free (table, TRUE);
  return g_string_free_to_bytes (out);
}

GBytes *
ovr_pdf_fixture_append_bytes (GBytes *file,
                              const char *bytes)
{
  GString *out = g_string_new_len (g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file));

  g_string_append (out, bytes);
  return g_string_free_to_bytes (out);
}

OvrIdentity *
ovr_pdf_fixture_identity (OvrIdentityKind kind)
{
  g_autoptr (GError) error = NULL;
  OvrIdentity *identity = ovr_identity_new_local ("Dr. Nora Lindqvist", kind, &error);

  g_assert_no_error (error);
  return identity;
}

gsize
ovr_pdf_fixture_find (GBytes *file,
                      const char *needle)
{
  gsize length;
  const char *data = g_bytes_get_data (file, &length);
  const char *found = memmem (data, length, needle, strlen (needle));

  g_assert_nonnull (found);
  return (gsize) (found - data);
}

GBytes *
ovr_pdf_fixture_put_contents (GBytes *file,
                              GByteArray *cms)
{
  gsize length = g_bytes_get_size (file);
  guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);
  gsize start = ovr_pdf_fixture_find (file, "/Contents <") + strlen ("/Contents <");

  memset (copy + start, '0', OVR_PADES_CONTENTS_DIGITS);
  for (guint i = 0; i < cms->len; i++)
    {
      char hex[3];

      g_snprintf (hex, sizeof hex, "%02x", cms->data[i]);
      memcpy (copy + start + 2 * i, hex, 2);
    }
  return g_bytes_new_take (copy, length);
}

CMS_ContentInfo *
ovr_pdf_fixture_take_apart (GBytes *file,
                            guint8 digest[32])
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  gsize start = ovr_pdf_fixture_find (file, "/Contents <") + strlen ("/Contents ");
  gsize end = start + OVR_PADES_CONTENTS_DIGITS + 2;
  g_autoptr (GByteArray) der = g_byte_array_new ();
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  const unsigned char *at;
  CMS_ContentInfo *cms;

  EVP_DigestInit_ex (context, EVP_sha256 (), NULL);
  EVP_DigestUpdate (context, data, start);
  EVP_DigestUpdate (context, data + end, length - end);
  EVP_DigestFinal_ex (context, digest, NULL);
  for (gsize i = start + 1; i + 1 < end; i += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value ((char) data[i]) * 16 + g_ascii_xdigit_value ((char) data[i + 1]));

      g_byte_array_append (der, &byte, 1);
    }
  at = der->data;
  cms = d2i_CMS_ContentInfo (NULL, &at, (long) der->len);
  g_assert_nonnull (cms);
  return cms;
}
