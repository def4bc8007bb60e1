/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms-write.h"

#include "ovr-der.h"

#define OID_DATA "1.2.840.113549.1.7.1"
#define OID_SIGNED_DATA "1.2.840.113549.1.7.2"
#define OID_CONTENT_TYPE "1.2.840.113549.1.9.3"
#define OID_MESSAGE_DIGEST "1.2.840.113549.1.9.4"
#define OID_SIGNING_CERTIFICATE_V2 "1.2.840.113549.1.9.16.2.47"
#define OID_TIME_STAMP_TOKEN "1.2.840.113549.1.9.16.2.14"
#define OID_SHA256 "2.16.840.1.101.3.4.2.1"
#define OID_SHA256_WITH_RSA "1.2.840.113549.1.1.11"
#define OID_ECDSA_WITH_SHA256 "1.2.840.10045.4.3.2"

/* Attribute ::= SEQUENCE { type OID, values SET OF ANY }; takes @value. */
static GByteArray *
write_attribute (const char *type,
                 GByteArray *value)
{
  GByteArray *content = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  ovr_der_append_oid (content, type);
  ovr_der_append_take (content, OVR_DER_SET, value);
  ovr_der_append_take (out, OVR_DER_SEQUENCE, content);
  return out;
}

/* SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2 }: the
 * default hash algorithm (SHA-256) left out, as DER demands, and no
 * issuerSerial, which the hash makes needless. */
static GByteArray *
write_signing_certificate (X509 *certificate)
{
  guint8 hash[32];
  GByteArray *identifier = g_byte_array_new ();
  GByteArray *certificates = g_byte_array_new ();
  GByteArray *content = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  X509_digest (certificate, EVP_sha256 (), hash, NULL);
  ovr_der_append (identifier, OVR_DER_OCTET_STRING, hash, sizeof hash);
  ovr_der_append_take (certificates, OVR_DER_SEQUENCE, identifier);
  ovr_der_append_take (content, OVR_DER_SEQUENCE, certificates);
  ovr_der_append_take (out, OVR_DER_SEQUENCE, content);
  return out;
}

static void
append_attributes (GByteArray *out,
                   guint8 tag,
                   X509 *certificate,
                   const guint8 digest[32])
{
  GPtrArray *attributes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  GByteArray *type = g_byte_array_new ();
  GByteArray *octets = g_byte_array_new ();

  ovr_der_append_oid (type, OID_DATA);
  ovr_der_append (octets, OVR_DER_OCTET_STRING, digest, 32);
  g_ptr_array_add (attributes, write_attribute (OID_CONTENT_TYPE, type));
  g_ptr_array_add (attributes, write_attribute (OID_MESSAGE_DIGEST, octets));
  g_ptr_array_add (attributes, write_attribute (OID_SIGNING_CERTIFICATE_V2,
                                                write_signing_certificate (certificate)));
  ovr_der_append_set_of (out, tag, attributes);
}

GByteArray *
ovr_cms_write_attributes (X509 *certificate,
                          const guint8 digest[32])
{
  GByteArray *out = g_byte_array_new ();

  append_attributes (out, OVR_DER_SET, certificate, digest);
  return out;
}

/* SHA-2 has no parameters (RFC 5754 2). */
static void
append_digest_algorithm (GByteArray *out)
{
  GByteArray *content = g_byte_array_new ();

  ovr_der_append_oid (content, OID_SHA256);
  ovr_der_append_take (out, OVR_DER_SEQUENCE, content);
}

/* RSA has NULL as its parameters, ECDSA none (RFC 5754 3). */
static gboolean
append_signature_algorithm (GByteArray *out,
                            X509 *certificate)
{
  int algorithm = EVP_PKEY_get_base_id (X509_get0_pubkey (certificate));
  GByteArray *content;

  if (algorithm != EVP_PKEY_RSA && algorithm != EVP_PKEY_EC)
    return FALSE;
  content = g_byte_array_new ();
  ovr_der_append_oid (content, algorithm == EVP_PKEY_RSA ? OID_SHA256_WITH_RSA : OID_ECDSA_WITH_SHA256);
  if (algorithm == EVP_PKEY_RSA)
    ovr_der_append (content, OVR_DER_NULL, NULL, 0);
  ovr_der_append_take (out, OVR_DER_SEQUENCE, content);
  return TRUE;
}

/* IssuerAndSerialNumber, bytes as in the certificate. */
static void
append_issuer_and_serial (GByteArray *out,
                          X509 *certificate)
{
  GByteArray *content = g_byte_array_new ();
  unsigned char *der = NULL;
  int length = i2d_X509_NAME (X509_get_issuer_name (certificate), &der);

  if (length > 0)
    g_byte_array_append (content, der, (guint) length);
  OPENSSL_free (der);
  der = NULL;
  length = i2d_ASN1_INTEGER (X509_get_serialNumber (certificate), &der);
  if (length > 0)
    g_byte_array_append (content, der, (guint) length);
  OPENSSL_free (der);
  ovr_der_append_take (out, OVR_DER_SEQUENCE, content);
}

static void
add_certificate (GPtrArray *elements,
                 X509 *certificate)
{
  g_autoptr (GBytes) der = ovr_openssl_certificate_der (certificate);
  gsize length;
  const guint8 *data = g_bytes_get_data (der, &length);
  GByteArray *element = g_byte_array_new ();

  g_byte_array_append (element, data, (guint) length);
  g_ptr_array_add (elements, element);
}

static void
append_certificates (GByteArray *out,
                     X509 *certificate,
                     OvrX509Stack *chain)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  add_certificate (elements, certificate);
  for (int i = 0; chain != NULL && i < sk_X509_num (chain); i++)
    add_certificate (elements, sk_X509_value (chain, i));
  ovr_der_append_set_of (out, OVR_DER_CONTEXT_0, elements);
}

static void
append_token (GByteArray *out,
              GBytes *token)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (token, &length);
  GByteArray *value = g_byte_array_new ();
  GByteArray *attribute;

  g_byte_array_append (value, data, (guint) length);
  attribute = write_attribute (OID_TIME_STAMP_TOKEN, value);
  ovr_der_append_take (out, OVR_DER_CONTEXT_1, attribute);
}

static GByteArray *
write_signer (X509 *certificate,
              const guint8 digest[32],
              const guint8 *signature,
              gsize signature_length,
              GBytes *token)
{
  static const guint8 version = 1;
  g_autoptr (GByteArray) content = g_byte_array_new ();
  GByteArray *out;

  ovr_der_append (content, OVR_DER_INTEGER, &version, 1);
  append_issuer_and_serial (content, certificate);
  append_digest_algorithm (content);
  append_attributes (content, OVR_DER_CONTEXT_0, certificate, digest);
  if (!append_signature_algorithm (content, certificate))
    return NULL;
  ovr_der_append (content, OVR_DER_OCTET_STRING, signature, signature_length);
  if (token != NULL)
    append_token (content, token);
  out = g_byte_array_new ();
  ovr_der_append_take (out, OVR_DER_SEQUENCE, g_steal_pointer (&content));
  return out;
}

GByteArray *
ovr_cms_write (X509 *certificate,
               OvrX509Stack *chain,
               const guint8 digest[32],
               const guint8 *signature,
               gsize signature_length,
               GBytes *token)
{
  static const guint8 version = 1;
  GByteArray *signer = write_signer (certificate, digest, signature, signature_length, token);
  GByteArray *part;
  GByteArray *content;
  GByteArray *out;

  if (signer == NULL)
    return NULL;
  content = g_byte_array_new ();
  ovr_der_append (content, OVR_DER_INTEGER, &version, 1);
  part = g_byte_array_new ();
  append_digest_algorithm (part);
  ovr_der_append_take (content, OVR_DER_SET, part);
  part = g_byte_array_new ();
  ovr_der_append_oid (part, OID_DATA);
  ovr_der_append_take (content, OVR_DER_SEQUENCE, part);
  append_certificates (content, certificate, chain);
  ovr_der_append_take (content, OVR_DER_SET, signer);

  part = g_byte_array_new ();
  ovr_der_append_take (part, OVR_DER_SEQUENCE, content);
  content = g_byte_array_new ();
  ovr_der_append_oid (content, OID_SIGNED_DATA);
  ovr_der_append_take (content, OVR_DER_CONTEXT_0, part);
  out = g_byte_array_new ();
  ovr_der_append_take (out, OVR_DER_SEQUENCE, content);
  return out;
}
