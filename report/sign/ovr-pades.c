/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pades.h"

#include "ovr-clock.h"
#include "ovr-cms-write.h"
#include "ovr-identity-private.h"
#include "ovr-pdf-date.h"
#include "ovr-pdf-signature.h"
#include "ovr-verify.h"

#include <string.h>

G_DEFINE_QUARK (ovr_pades_error, ovr_pades_error)

/* Where the two placeholders stand, bytes from the file's start. */
typedef struct
{
  gsize range_start;
  gsize range_end;
  gsize contents_start;
  gsize contents_end;
} Places;

static gboolean
set_prepared (GError **error,
              const char *what)
{
  g_set_error (error, OVR_PADES_ERROR, OVR_PADES_ERROR_PREPARED,
               "the file is not prepared for signing: %s", what);
  return FALSE;
}

/* An array of 0 and three numbers that are too long for any file, so that there
 * is room for the right ones. */
static gboolean
is_range_placeholder (const OvrPdfValue *range)
{
  if (range == NULL || range->type != OVR_PDF_ARRAY || range->start == OVR_PDF_NOWHERE || range->items->len != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      const OvrPdfValue *number = g_ptr_array_index (range->items, i);

      if (number->type != OVR_PDF_INTEGER || number->integer != (i == 0 ? 0 : OVR_PADES_RANGE_NUMBER))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_placeholder (const guint8 *data,
                const OvrPdfValue *contents)
{
  if (contents == NULL || !contents->hex || contents->end - contents->start != OVR_PADES_CONTENTS_DIGITS + 2)
    return FALSE;
  for (gsize i = contents->start + 1; i < contents->end - 1; i++)
    if (data[i] != '0')
      return FALSE;
  return TRUE;
}

/* The time that the pages state must be one at which the key could sign. */
static gboolean
check_stated_time (OvrPdfReader *file,
                   const OvrPdfSignature *signature,
                   OvrIdentity *identity,
                   GError **error)
{
  g_autoptr (GDateTime) stated = ovr_pdf_date_parse (ovr_pdf_reader_lookup (file, signature->value, "M"));

  if (stated == NULL)
    return set_prepared (error, "it states no time of signing");
  return ovr_identity_check_usable (identity, stated, error);
}

static gboolean
find_places (GBytes *prepared,
             OvrIdentity *identity,
             Places *places,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (OvrPdfReader) file = ovr_pdf_reader_open (prepared, g_bytes_get_size (prepared), &local);
  g_autoptr (GPtrArray) signatures = NULL;
  const OvrPdfSignature *signature;
  const OvrPdfValue *range;
  const guint8 *data;

  if (file == NULL)
    return set_prepared (error, local->message);
  data = ovr_pdf_reader_get_data (file);
  signatures = ovr_pdf_signatures_find (file);
  if (signatures->len != 1 || ovr_pdf_reader_get_sections (file)->len != 1)
    return set_prepared (error, "it does not have exactly one revision and one signature field");
  signature = g_ptr_array_index (signatures, 0);
  range = ovr_pdf_value_lookup (signature->value, "ByteRange");
  if (!is_range_placeholder (range))
    return set_prepared (error, "its ByteRange is no placeholder");
  if (!is_placeholder (data, signature->contents))
    return set_prepared (error, "its Contents is no placeholder");
  places->range_start = range->start;
  places->range_end = range->end;
  places->contents_start = signature->contents->start;
  places->contents_end = signature->contents->end;
  return check_stated_time (file, signature, identity, error);
}

static void
write_range (guint8 *data,
             gsize length,
             const Places *places)
{
  g_autofree char *text = g_strdup_printf ("[0 %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "]",
                                           places->contents_start, places->contents_end,
                                           length - places->contents_end);

  memset (data + places->range_start, ' ', places->range_end - places->range_start);
  memcpy (data + places->range_start, text, strlen (text));
}

static gboolean
digest_file (const guint8 *data,
             gsize length,
             const Places *places,
             guint8 digest[32])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();

  return EVP_DigestInit_ex (context, EVP_sha256 (), NULL) == 1 &&
         EVP_DigestUpdate (context, data, places->contents_start) == 1 &&
         EVP_DigestUpdate (context, data + places->contents_end, length - places->contents_end) == 1 &&
         EVP_DigestFinal_ex (context, digest, NULL) == 1;
}

/* Of the two values s and n − s, both of which verify, the smaller one: so a
 * signature has one form only. Does nothing to RSA's. */
static gboolean
make_low_s (EVP_PKEY *key,
            guint8 **signature,
            size_t *length)
{
  const unsigned char *at = *signature;
  g_autoptr (ECDSA_SIG) pair = NULL;
  g_autoptr (BIGNUM) order = NULL;
  g_autoptr (BIGNUM) half = BN_new ();
  BIGNUM *low;
  int written;

  if (EVP_PKEY_get_base_id (key) != EVP_PKEY_EC)
    return TRUE;
  pair = d2i_ECDSA_SIG (NULL, &at, (long) *length);
  if (pair == NULL || EVP_PKEY_get_bn_param (key, "order", &order) != 1 || BN_rshift1 (half, order) != 1)
    return FALSE;
  if (BN_cmp (ECDSA_SIG_get0_s (pair), half) <= 0)
    return TRUE;
  low = BN_new ();
  BN_sub (low, order, ECDSA_SIG_get0_s (pair));
  ECDSA_SIG_set0 (pair, BN_dup (ECDSA_SIG_get0_r (pair)), low);
  g_clear_pointer (signature, g_free);
  written = i2d_ECDSA_SIG (pair, NULL);
  if (written <= 0)
    return FALSE;
  *signature = g_malloc ((gsize) written);
  *length = (size_t) written;
  return i2d_ECDSA_SIG (pair, &(unsigned char *){ *signature }) == written;
}

static gboolean
use_key (EVP_PKEY *key,
         GByteArray *attributes,
         guint8 **signature,
         size_t *length)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();

  if (EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, key) != 1 ||
      EVP_DigestSign (context, NULL, length, attributes->data, attributes->len) != 1)
    return FALSE;
  *signature = g_malloc (*length);
  return EVP_DigestSign (context, *signature, length, attributes->data, attributes->len) == 1 &&
         make_low_s (key, signature, length);
}

/* (transfer full): the identity's certificates that lead from its own upwards,
 * and nothing else that its file may hold. */
static OvrX509Stack *
dup_path (OvrIdentity *identity)
{
  OvrX509Stack *path = sk_X509_new_null ();
  X509 *last = identity->certificate;

  while (last != NULL && X509_self_signed (last, 0) != 1)
    {
      X509 *next = NULL;

      for (int i = 0; i < sk_X509_num (identity->chain) && next == NULL; i++)
        if (X509_check_issued (sk_X509_value (identity->chain, i), last) == X509_V_OK)
          next = sk_X509_value (identity->chain, i);
      if (next != NULL && sk_X509_num (path) <= sk_X509_num (identity->chain))
        {
          X509_up_ref (next);
          sk_X509_push (path, next);
        }
      last = sk_X509_num (path) <= sk_X509_num (identity->chain) ? next : NULL;
    }
  return path;
}

static gboolean
fill_contents (guint8 *data,
               const Places *places,
               OvrIdentity *identity,
               const guint8 digest[32])
{
  static const char hex[] = "0123456789abcdef";
  g_autoptr (GByteArray) attributes = ovr_cms_write_attributes (identity->certificate, digest);
  g_autoptr (OvrX509Stack) path = dup_path (identity);
  g_autoptr (GByteArray) cms = NULL;
  g_autofree guint8 *signature = NULL;
  size_t length = 0;

  if (!use_key (identity->key, attributes, &signature, &length))
    return FALSE;
  cms = ovr_cms_write (identity->certificate, path, digest, signature, length, NULL);
  if (cms == NULL || cms->len > OVR_PADES_CONTENTS_DIGITS / 2)
    return FALSE;
  for (guint i = 0; i < cms->len; i++)
    {
      data[places->contents_start + 1 + 2 * i] = (guint8) hex[cms->data[i] >> 4];
      data[places->contents_start + 2 + 2 * i] = (guint8) hex[cms->data[i] & 0x0f];
    }
  return TRUE;
}

static gboolean
is_approved (GBytes *prepared,
             const guint8 expected_sha256[32])
{
  gsize length;
  const guint8 *data = g_bytes_get_data (prepared, &length);
  guint8 digest[32];

  return EVP_Digest (data, length, digest, NULL, EVP_sha256 (), NULL) == 1 &&
         memcmp (digest, expected_sha256, sizeof digest) == 0;
}

/* Judged without any trusted root: intact, and by an unknown signer. */
static gboolean
is_sound (GBytes *signed_file)
{
  g_autoptr (OvrTrust) nobody = ovr_trust_new_empty ();
  g_autoptr (OvrVerification) verification = ovr_verify_pdf (signed_file, nobody, NULL);

  return verification != NULL && verification->verdict == OVR_VERIFY_VALID_UNTRUSTED;
}

GBytes *
ovr_pades_sign (GBytes *prepared,
                const guint8 expected_sha256[32],
                OvrIdentity *identity,
                GError **error)
{
  gsize length = g_bytes_get_size (prepared);
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (GBytes) result = NULL;
  g_autofree guint8 *data = NULL;
  guint8 digest[32];
  Places places;

  if (!is_approved (prepared, expected_sha256))
    {
      g_set_error_literal (error, OVR_PADES_ERROR, OVR_PADES_ERROR_CHANGED,
                           "the file changed after its pages were approved");
      return NULL;
    }
  if (!ovr_identity_check_usable (identity, now, error) ||
      !find_places (prepared, identity, &places, error))
    return NULL;
  data = g_memdup2 (g_bytes_get_data (prepared, NULL), length);
  write_range (data, length, &places);
  if (digest_file (data, length, &places, digest) && fill_contents (data, &places, identity, digest))
    result = g_bytes_new_take (g_steal_pointer (&data), length);
  if (result == NULL || !is_sound (result))
    {
      g_autofree char *reason = ovr_openssl_take_error ();

      g_set_error (error, OVR_PADES_ERROR, OVR_PADES_ERROR_FAILED,
                   "no sound signature could be made (%s)", reason);
      return NULL;
    }
  return g_steal_pointer (&result);
}
