/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms.h"

#include <openssl/err.h>

gboolean
ovr_cms_has_strong_digest (const OvrCms *self)
{
  static const int strong[] = { NID_sha224, NID_sha256, NID_sha384, NID_sha512, NID_sha512_256,
                                NID_sha3_256, NID_sha3_384, NID_sha3_512, NID_shake256 };
  int nid = self->digest != NULL ? EVP_MD_get_type (self->digest) : NID_undef;

  for (guint i = 0; i < G_N_ELEMENTS (strong); i++)
    if (strong[i] == nid)
      return TRUE;
  return FALSE;
}

GBytes *
ovr_cms_digest (const EVP_MD *algorithm,
                const OvrSpan *spans,
                guint n_spans)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;

  if (algorithm == NULL || EVP_DigestInit_ex (context, algorithm, NULL) != 1)
    return NULL;
  for (guint i = 0; i < n_spans; i++)
    EVP_DigestUpdate (context, spans[i].data, spans[i].length);
  /* CMS takes 512 bits of it (RFC 8419 2.3). */
  if (EVP_MD_get_type (algorithm) == NID_shake256)
    return EVP_DigestFinalXOF (context, digest, 64) == 1 ? g_bytes_new (digest, 64) : NULL;
  return EVP_DigestFinal_ex (context, digest, &length) == 1 ? g_bytes_new (digest, length) : NULL;
}

/* Combinations that OpenSSL 3.0 can verify but has no table entry for. */
static gboolean
is_sha3_signature (int nid)
{
  static const int known[] = { NID_ecdsa_with_SHA3_224, NID_ecdsa_with_SHA3_256, NID_ecdsa_with_SHA3_384,
                               NID_ecdsa_with_SHA3_512, NID_RSA_SHA3_224, NID_RSA_SHA3_256,
                               NID_RSA_SHA3_384, NID_RSA_SHA3_512 };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] == nid)
      return TRUE;
  return FALSE;
}

/* (transfer full): the algorithm of the signature value. Many signers name the
 * key's algorithm only; the digest's then completes it. NULL where both
 * contradict each other. */
static X509_ALGOR *
dup_signature_algorithm (const OvrCms *self,
                         EVP_PKEY *key)
{
  gsize length;
  const unsigned char *at = g_bytes_get_data (self->signature_algorithm, &length);
  g_autoptr (X509_ALGOR) algorithm = d2i_X509_ALGOR (NULL, &at, (long) length);
  const ASN1_OBJECT *object = NULL;
  int digest = NID_undef;
  int nid;

  if (algorithm == NULL || self->digest == NULL)
    return NULL;
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);
  nid = OBJ_obj2nid (object);
  if (nid == NID_rsaEncryption || nid == NID_X9_62_id_ecPublicKey)
    {
      if (OBJ_find_sigid_by_algs (&nid, EVP_MD_get_type (self->digest), EVP_PKEY_get_base_id (key)) != 1)
        return NULL;
      X509_ALGOR_set0 (algorithm, OBJ_nid2obj (nid),
                       EVP_PKEY_get_base_id (key) == EVP_PKEY_RSA ? V_ASN1_NULL : V_ASN1_UNDEF, NULL);
      return g_steal_pointer (&algorithm);
    }
  if (is_sha3_signature (nid))
    return g_steal_pointer (&algorithm);
  if (OBJ_find_sigid_algs (nid, &digest, NULL) != 1 ||
      (digest != NID_undef && digest != EVP_MD_get_type (self->digest)))
    return NULL;
  return g_steal_pointer (&algorithm);
}

static gboolean
verify_plainly (const OvrCms *self,
                EVP_PKEY *key,
                const guint8 *message,
                gsize length)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  gsize signature_length;
  const guint8 *signature = g_bytes_get_data (self->signature, &signature_length);

  return EVP_DigestVerifyInit (context, NULL, self->digest, NULL, key) == 1 &&
         EVP_DigestVerify (context, signature, signature_length, message, length) == 1;
}

/* OpenSSL's way through a certificate's signature knows every algorithm with
 * its parameters, RSA-PSS and Edwards curves included; "any" passes the bytes
 * through unchanged. */
static gboolean
verify_by_algorithm (const OvrCms *self,
                     const X509_ALGOR *algorithm,
                     EVP_PKEY *key,
                     const guint8 *message,
                     gsize length)
{
  ASN1_TYPE *any = ASN1_TYPE_new ();
  ASN1_STRING *value = ASN1_STRING_type_new (V_ASN1_SEQUENCE);
  ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new ();
  gsize signature_length;
  const guint8 *signature = g_bytes_get_data (self->signature, &signature_length);
  gboolean verified;

  ASN1_STRING_set (value, message, (int) length);
  ASN1_TYPE_set (any, V_ASN1_SEQUENCE, value);
  ASN1_BIT_STRING_set (bits, (unsigned char *) signature, (int) signature_length);
  bits->flags = ASN1_STRING_FLAG_BITS_LEFT;
  verified = ASN1_item_verify (ASN1_ITEM_rptr (ASN1_ANY), algorithm, bits, any, key) == 1;
  ASN1_BIT_STRING_free (bits);
  ASN1_TYPE_free (any);
  return verified;
}

/* Whether the signature value is the signer's over @message. */
static gboolean
verify_value (const OvrCms *self,
              const guint8 *message,
              gsize length)
{
  EVP_PKEY *key = X509_get0_pubkey (self->signer);
  g_autoptr (X509_ALGOR) algorithm = key != NULL ? dup_signature_algorithm (self, key) : NULL;
  const ASN1_OBJECT *object = NULL;
  gboolean verified;

  if (algorithm == NULL || length > G_MAXINT)
    return FALSE;
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);
  verified = is_sha3_signature (OBJ_obj2nid (object))
                 ? verify_plainly (self, key, message, length)
                 : verify_by_algorithm (self, algorithm, key, message, length);
  ERR_clear_error ();
  return verified;
}

gboolean
ovr_cms_verify (const OvrCms *self,
                const OvrSpan *spans,
                guint n_spans)
{
  g_autoptr (GByteArray) message = NULL;
  g_autoptr (GBytes) digest = NULL;

  if (self->signer == NULL)
    return FALSE;
  if (self->attributes != NULL)
    {
      digest = ovr_cms_digest (self->digest, spans, n_spans);
      return self->has_content_type && self->message_digest != NULL && digest != NULL &&
             g_bytes_equal (digest, self->message_digest) &&
             verify_value (self, self->attributes->data, self->attributes->len);
    }
  /* Without signed attributes the content itself is signed. */
  message = g_byte_array_new ();
  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].length > G_MAXINT - message->len)
        return FALSE;
      g_byte_array_append (message, spans[i].data, (guint) spans[i].length);
    }
  return verify_value (self, message->data, message->len);
}
