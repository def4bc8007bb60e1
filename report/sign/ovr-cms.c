/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms.h"

#include "ovr-der.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#define OID_SIGNED_DATA "1.2.840.113549.1.7.2"
#define OID_CONTENT_TYPE "1.2.840.113549.1.9.3"
#define OID_MESSAGE_DIGEST "1.2.840.113549.1.9.4"
#define OID_SIGNING_TIME "1.2.840.113549.1.9.5"
#define OID_SIGNING_CERTIFICATE "1.2.840.113549.1.9.16.2.12"
#define OID_SIGNING_CERTIFICATE_V2 "1.2.840.113549.1.9.16.2.47"
#define OID_TIME_STAMP_TOKEN "1.2.840.113549.1.9.16.2.14"
#define SUBJECT_KEY_TAG 0x80
#define MAX_CERTIFICATES 100

void
ovr_cms_free (OvrCms *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->der, g_bytes_unref);
  ovr_x509_stack_free (self->certificates);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_clear_pointer (&self->attributes, g_byte_array_unref);
  g_clear_pointer (&self->message_digest, g_bytes_unref);
  g_clear_pointer (&self->signature, g_bytes_unref);
  g_clear_pointer (&self->signature_algorithm, g_bytes_unref);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_free (self);
}

static int
nid_of (const OvrDer *oid)
{
  const unsigned char *at = oid->start;
  ASN1_OBJECT *object = d2i_ASN1_OBJECT (NULL, &at, (long) oid->total);
  int nid = object != NULL ? OBJ_obj2nid (object) : NID_undef;

  ASN1_OBJECT_free (object);
  return nid;
}

/* AlgorithmIdentifier of a digest: parameters absent or NULL (RFC 5754 2). */
static const EVP_MD *
read_digest_algorithm (const OvrDer *sequence)
{
  const guint8 *at = sequence->content;
  gsize left = sequence->length;
  OvrDer oid;
  OvrDer parameters;

  if (!ovr_der_expect (&at, &left, OVR_DER_OID, &oid) ||
      (left > 0 && (!ovr_der_expect (&at, &left, OVR_DER_NULL, &parameters) || parameters.length > 0 || left > 0)))
    return NULL;
  return EVP_get_digestbynid (nid_of (&oid));
}

static void
read_certificates (OvrCms *self,
                   const OvrDer *set)
{
  const guint8 *at = set->content;
  gsize left = set->length;
  OvrDer element;

  while (left > 0 && ovr_der_read (&at, &left, &element))
    {
      const unsigned char *der = element.start;
      X509 *certificate = element.tag == OVR_DER_SEQUENCE ? d2i_X509 (NULL, &der, (long) element.total) : NULL;

      if (certificate != NULL && der == element.start + element.total &&
          sk_X509_num (self->certificates) < MAX_CERTIFICATES)
        {
          sk_X509_push (self->certificates, certificate);
          continue;
        }
      X509_free (certificate);
      self->has_other_certificates = TRUE;
    }
}

/* Names are compared by their meaning (RFC 5280 7.1): some signers write the
 * issuer's in another string type than the certificate has. */
static gboolean
is_issuer_and_serial (X509 *certificate,
                      const OvrDer *sid)
{
  const unsigned char *at = sid->content;
  const unsigned char *end = sid->content + sid->length;
  X509_NAME *issuer = d2i_X509_NAME (NULL, &at, (long) sid->length);
  ASN1_INTEGER *serial = issuer != NULL ? d2i_ASN1_INTEGER (NULL, &at, (long) (end - at)) : NULL;
  gboolean same = serial != NULL && at == end &&
                  X509_NAME_cmp (issuer, X509_get_issuer_name (certificate)) == 0 &&
                  ASN1_INTEGER_cmp (serial, X509_get0_serialNumber (certificate)) == 0;

  X509_NAME_free (issuer);
  ASN1_INTEGER_free (serial);
  return same;
}

/* The same byte for byte, as DER leaves no choice. */
static gboolean
is_exactly_issuer_and_serial (X509 *certificate,
                              const OvrDer *sid)
{
  const unsigned char *name = NULL;
  size_t name_length = 0;
  unsigned char *serial = NULL;
  int serial_length = i2d_ASN1_INTEGER (X509_get0_serialNumber (certificate), &serial);
  gboolean same;

  X509_NAME_get0_der (X509_get_issuer_name (certificate), &name, &name_length);
  same = serial_length > 0 && sid->length == name_length + (gsize) serial_length &&
         memcmp (sid->content, name, name_length) == 0 &&
         memcmp (sid->content + name_length, serial, (gsize) serial_length) == 0;
  OPENSSL_free (serial);
  return same;
}

static gboolean
is_subject_key (X509 *certificate,
                const OvrDer *sid)
{
  const ASN1_OCTET_STRING *key = X509_get0_subject_key_id (certificate);

  return key != NULL && (gsize) ASN1_STRING_length (key) == sid->length &&
         memcmp (ASN1_STRING_get0_data (key), sid->content, sid->length) == 0;
}

static void
find_signer (OvrCms *self,
             const OvrDer *sid)
{
  for (int i = 0; i < sk_X509_num (self->certificates) && self->signer == NULL; i++)
    {
      X509 *certificate = sk_X509_value (self->certificates, i);

      if (sid->tag == OVR_DER_SEQUENCE ? is_issuer_and_serial (certificate, sid)
                                       : sid->tag == SUBJECT_KEY_TAG && is_subject_key (certificate, sid))
        self->signer = certificate;
    }
}

/* ESSCertID and ESSCertIDv2 differ in the algorithm alone: SHA-1, or the one
 * named, or SHA-256. Only the first of the list is the signer's. */
static void
read_signing_certificate (OvrCms *self,
                          const OvrDer *value,
                          gboolean version_2)
{
  const EVP_MD *algorithm = version_2 ? EVP_sha256 () : EVP_sha1 ();
  const guint8 *at = value->content;
  gsize left = value->length;
  g_autoptr (GBytes) der = NULL;
  g_autoptr (GBytes) hash = NULL;
  OvrSpan span;
  OvrDer element;

  self->has_foreign_certificate = TRUE;
  for (int level = 0; level < 2; level++)
    {
      if (!ovr_der_expect (&at, &left, OVR_DER_SEQUENCE, &element))
        return;
      at = element.content;
      left = element.length;
    }
  if (version_2 && left > 0 && *at == OVR_DER_SEQUENCE)
    {
      if (!ovr_der_read (&at, &left, &element))
        return;
      algorithm = read_digest_algorithm (&element);
    }
  if (self->signer == NULL || !ovr_der_expect (&at, &left, OVR_DER_OCTET_STRING, &element))
    return;
  der = ovr_openssl_certificate_der (self->signer);
  span.data = g_bytes_get_data (der, &span.length);
  hash = ovr_cms_digest (algorithm, &span, 1);
  self->has_signing_certificate = hash != NULL && element.length == g_bytes_get_size (hash) &&
                                  memcmp (element.content, g_bytes_get_data (hash, NULL), element.length) == 0;
  self->has_foreign_certificate = !self->has_signing_certificate;
}

/* One attribute: its type and its only value. */
static gboolean
read_attribute (const guint8 **at,
                gsize *left,
                OvrDer *type,
                OvrDer *value)
{
  OvrDer attribute;
  OvrDer set;

  if (!ovr_der_expect (at, left, OVR_DER_SEQUENCE, &attribute))
    return FALSE;
  if (!ovr_der_expect (&attribute.content, &attribute.length, OVR_DER_OID, type) ||
      !ovr_der_expect (&attribute.content, &attribute.length, OVR_DER_SET, &set) || attribute.length > 0)
    return FALSE;
  return ovr_der_read (&set.content, &set.length, value);
}

static gboolean
is_doubled (GPtrArray *types,
            const OvrDer *type)
{
  for (guint i = 0; i < types->len; i++)
    {
      const GBytes *other = g_ptr_array_index (types, i);

      if (g_bytes_get_size ((GBytes *) other) == type->length &&
          memcmp (g_bytes_get_data ((GBytes *) other, NULL), type->content, type->length) == 0)
        return TRUE;
    }
  g_ptr_array_add (types, g_bytes_new (type->content, type->length));
  return FALSE;
}

static gboolean
read_signed_attributes (OvrCms *self,
                        const OvrDer *attributes)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const guint8 *at = attributes->content;
  gsize left = attributes->length;
  OvrDer type;
  OvrDer value;

  self->attributes = g_byte_array_new ();
  ovr_der_append (self->attributes, OVR_DER_SET, attributes->content, attributes->length);
  while (left > 0)
    {
      if (!read_attribute (&at, &left, &type, &value) || is_doubled (types, &type))
        return FALSE;
      if (ovr_der_is_oid (&type, OID_CONTENT_TYPE))
        self->has_content_type = value.tag == OVR_DER_OID && nid_of (&value) == self->content_type;
      else if (ovr_der_is_oid (&type, OID_MESSAGE_DIGEST) && value.tag == OVR_DER_OCTET_STRING)
        self->message_digest = g_bytes_new (value.content, value.length);
      else if (ovr_der_is_oid (&type, OID_SIGNING_TIME))
        self->has_signing_time = TRUE;
      else if (ovr_der_is_oid (&type, OID_SIGNING_CERTIFICATE_V2))
        read_signing_certificate (self, &value, TRUE);
      else if (ovr_der_is_oid (&type, OID_SIGNING_CERTIFICATE) && !self->has_signing_certificate)
        read_signing_certificate (self, &value, FALSE);
    }
  return TRUE;
}

static gboolean
read_unsigned_attributes (OvrCms *self,
                          const OvrDer *attributes)
{
  const guint8 *at = attributes->content;
  gsize left = attributes->length;
  OvrDer type;
  OvrDer value;

  while (left > 0)
    {
      if (!read_attribute (&at, &left, &type, &value))
        return FALSE;
      self->unsigned_attributes++;
      if (ovr_der_is_oid (&type, OID_TIME_STAMP_TOKEN) && self->token == NULL)
        self->token = g_bytes_new (value.start, value.total);
    }
  return TRUE;
}

static gboolean
is_version (const OvrDer *integer,
            guint8 version)
{
  return integer->length == 1 && integer->content[0] == version;
}

static gboolean
read_signer (OvrCms *self,
             const OvrDer *info,
             const OvrDer *algorithms)
{
  const guint8 *at = info->content;
  gsize left = info->length;
  OvrDer version;
  OvrDer element;
  OvrDer sid;

  if (!ovr_der_expect (&at, &left, OVR_DER_INTEGER, &version) || !ovr_der_read (&at, &left, &sid) ||
      !ovr_der_expect (&at, &left, OVR_DER_SEQUENCE, &element))
    return FALSE;
  self->is_plain = self->is_plain && is_version (&version, sid.tag == OVR_DER_SEQUENCE ? 1 : 3) &&
                   algorithms->length == element.total &&
                   memcmp (algorithms->content, element.start, element.total) == 0;
  self->digest = read_digest_algorithm (&element);
  find_signer (self, &sid);
  if (self->signer != NULL && sid.tag == OVR_DER_SEQUENCE && !is_exactly_issuer_and_serial (self->signer, &sid))
    self->is_plain = FALSE;
  if (left > 0 && *at == OVR_DER_CONTEXT_0 &&
      (!ovr_der_read (&at, &left, &element) || !read_signed_attributes (self, &element)))
    return FALSE;
  if (!ovr_der_expect (&at, &left, OVR_DER_SEQUENCE, &element))
    return FALSE;
  self->signature_algorithm = g_bytes_new (element.start, element.total);
  if (!ovr_der_expect (&at, &left, OVR_DER_OCTET_STRING, &element))
    return FALSE;
  self->signature = g_bytes_new (element.content, element.length);
  if (left > 0 && *at == OVR_DER_CONTEXT_1 &&
      (!ovr_der_read (&at, &left, &element) || !read_unsigned_attributes (self, &element)))
    return FALSE;
  return left == 0;
}

/* EncapsulatedContentInfo */
static gboolean
read_content (OvrCms *self,
              OvrDer *info)
{
  OvrDer element;

  if (!ovr_der_expect (&info->content, &info->length, OVR_DER_OID, &element))
    return FALSE;
  self->content_type = nid_of (&element);
  if (info->length == 0)
    return TRUE;
  if (!ovr_der_expect (&info->content, &info->length, OVR_DER_CONTEXT_0, &element) || info->length > 0 ||
      !ovr_der_expect (&element.content, &element.length, OVR_DER_OCTET_STRING, info) || element.length > 0)
    return FALSE;
  self->content = g_bytes_new (info->content, info->length);
  return TRUE;
}

static gboolean
read_signed_data (OvrCms *self,
                  const guint8 *at,
                  gsize left)
{
  OvrDer outer;
  OvrDer element;
  OvrDer version;
  OvrDer algorithms;

  if (!ovr_der_expect (&at, &left, OVR_DER_SEQUENCE, &outer))
    return FALSE;
  at = outer.content;
  left = outer.length;
  if (!ovr_der_expect (&at, &left, OVR_DER_OID, &element) || !ovr_der_is_oid (&element, OID_SIGNED_DATA) ||
      !ovr_der_expect (&at, &left, OVR_DER_CONTEXT_0, &outer) || left > 0 ||
      !ovr_der_expect (&outer.content, &outer.length, OVR_DER_SEQUENCE, &element) || outer.length > 0)
    return FALSE;
  at = element.content;
  left = element.length;
  if (!ovr_der_expect (&at, &left, OVR_DER_INTEGER, &version) || !ovr_der_expect (&at, &left, OVR_DER_SET, &algorithms) ||
      !ovr_der_expect (&at, &left, OVR_DER_SEQUENCE, &element) || !read_content (self, &element))
    return FALSE;
  self->is_plain = is_version (&version, self->content_type == NID_pkcs7_data ? 1 : 3);
  if (left > 0 && *at == OVR_DER_CONTEXT_0 && ovr_der_read (&at, &left, &element))
    read_certificates (self, &element);
  if (left > 0 && *at == OVR_DER_CONTEXT_1 && ovr_der_read (&at, &left, &element))
    self->has_other_certificates = TRUE;
  if (!ovr_der_expect (&at, &left, OVR_DER_SET, &outer) || left > 0 ||
      !ovr_der_expect (&outer.content, &outer.length, OVR_DER_SEQUENCE, &element) || outer.length > 0)
    return FALSE;
  return read_signer (self, &element, &algorithms);
}

/* Bytes of the ContentInfo at @data, and the same as DER. */
static GBytes *
normalise (const guint8 *data,
           gsize length,
           gsize *used)
{
  const unsigned char *at = data;
  unsigned char *der = NULL;
  g_autoptr (CMS_ContentInfo) cms = NULL;
  GBytes *bytes;
  int written;

  if (length > G_MAXINT)
    return NULL;
  cms = d2i_CMS_ContentInfo (NULL, &at, (long) length);
  if (cms == NULL)
    return NULL;
  *used = (gsize) (at - data);
  written = i2d_CMS_ContentInfo (cms, &der);
  if (written <= 0)
    return NULL;
  bytes = g_bytes_new (der, (gsize) written);
  OPENSSL_free (der);
  return bytes;
}

static OvrCms *
read_from (const guint8 *data,
           gsize length)
{
  g_autoptr (OvrCms) self = g_new0 (OvrCms, 1);

  self->certificates = sk_X509_new_null ();
  if (!read_signed_data (self, data, length))
    return NULL;
  self->der = g_bytes_new (data, length);
  return g_steal_pointer (&self);
}

OvrCms *
ovr_cms_read (const guint8 *data,
              gsize length)
{
  gsize used = 0;
  gsize normal_length = 0;
  const guint8 *normal_data;
  g_autoptr (GBytes) normal = normalise (data, length, &used);
  OvrCms *self;

  ERR_clear_error ();
  if (normal == NULL)
    return NULL;
  normal_data = g_bytes_get_data (normal, &normal_length);
  /* Attributes are signed in the order in which they stand, so the bytes are
   * read as they came wherever they have definite lengths. */
  self = read_from (data, used);
  if (self == NULL)
    self = read_from (normal_data, normal_length);
  if (self != NULL)
    {
      self->used = used;
      self->is_der = normal_length == used && memcmp (normal_data, data, used) == 0;
    }
  ERR_clear_error ();
  return self;
}
