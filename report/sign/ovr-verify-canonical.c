/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms-write.h"
#include "ovr-pdf-structure.h"
#include "ovr-verify-private.h"

#include <openssl/err.h>
#include <string.h>

static gboolean
has_one_case (const guint8 *data,
              const OvrPdfValue *contents)
{
  gboolean upper = FALSE;
  gboolean lower = FALSE;

  for (gsize i = contents->start + 1; i < contents->end - 1; i++)
    {
      upper = upper || g_ascii_isupper (data[i]);
      lower = lower || g_ascii_islower (data[i]);
    }
  return !(upper && lower);
}

/* Of s and n − s, both of which verify, Overread writes the smaller. */
static gboolean
has_low_s (const OvrCms *cms)
{
  EVP_PKEY *key = X509_get0_pubkey (cms->signer);
  gsize length;
  const unsigned char *at = g_bytes_get_data (cms->signature, &length);
  g_autoptr (ECDSA_SIG) pair = NULL;
  g_autoptr (BIGNUM) order = NULL;
  g_autoptr (BIGNUM) half = BN_new ();

  if (EVP_PKEY_get_base_id (key) != EVP_PKEY_EC)
    return TRUE;
  pair = d2i_ECDSA_SIG (NULL, &at, (long) length);
  return pair != NULL && EVP_PKEY_get_bn_param (key, "order", &order) == 1 && BN_rshift1 (half, order) == 1 &&
         BN_cmp (ECDSA_SIG_get0_s (pair), half) <= 0;
}

/* Nothing but what the time-stamp authority had to write. */
static gboolean
has_plain_token (const OvrJudged *judged)
{
  const OvrCms *token;

  if (judged->cms->unsigned_attributes == 0)
    return TRUE;
  if (judged->cms->unsigned_attributes > 1 || judged->token == NULL)
    return FALSE;
  token = judged->token->cms;
  return token->is_der && token->is_plain && token->unsigned_attributes == 0 && !token->has_other_certificates &&
         token->used == g_bytes_get_size (judged->cms->token) &&
         ovr_trust_is_one_path (token->signer, token->certificates);
}

/* Writes the CMS anew from certificate, digest and signature value, and
 * compares: no byte of it is free. */
static gboolean
is_as_written (OvrPdfReader *revision,
               const OvrJudged *judged)
{
  OvrSpan spans[2];
  g_autoptr (GBytes) digest = NULL;
  g_autoptr (GByteArray) written = NULL;
  g_autoptr (OvrX509Stack) others = sk_X509_new_null ();
  const OvrCms *cms = judged->cms;
  gsize signature_length;
  const guint8 *signature = g_bytes_get_data (cms->signature, &signature_length);
  gsize length;
  const guint8 *der = g_bytes_get_data (cms->der, &length);

  ovr_verify_get_spans (revision, judged->signature, spans);
  digest = ovr_cms_digest (EVP_sha256 (), spans, 2);
  for (int i = 0; i < sk_X509_num (cms->certificates); i++)
    {
      X509 *certificate = sk_X509_value (cms->certificates, i);

      if (certificate != cms->signer)
        {
          X509_up_ref (certificate);
          sk_X509_push (others, certificate);
        }
    }
  written = ovr_cms_write (cms->signer, others, g_bytes_get_data (digest, NULL), signature, signature_length, cms->token);
  ERR_clear_error ();
  return cms->is_der && written != NULL && written->len == length && memcmp (written->data, der, length) == 0;
}

gboolean
ovr_verify_check_canonical (OvrPdfReader *revision,
                            const OvrJudged *judged,
                            OvrVerification *result)
{
  g_autofree char *wrong = ovr_pdf_structure_check_own (revision);
  const char *differs = wrong;

  if (differs == NULL && !ovr_pdf_value_is_name (ovr_pdf_reader_lookup (revision, judged->signature->value, "SubFilter"),
                                                 "ETSI.CAdES.detached"))
    differs = "its signature is of another form";
  if (differs == NULL && !has_one_case (ovr_pdf_reader_get_data (revision), judged->signature->contents))
    differs = "its signature value mixes upper and lower case";
  if (differs == NULL && !has_plain_token (judged))
    differs = "something unsigned was put beside the signature";
  if (differs == NULL && !ovr_trust_is_one_path (judged->cms->signer, judged->cms->certificates))
    differs = "a certificate in it does not belong to the signer's";
  if (differs == NULL && (!has_low_s (judged->cms) || !is_as_written (revision, judged)))
    differs = "its signature value is not as it was written";
  if (differs != NULL)
    ovr_verification_add (result, "not-canonical", "The file says that Overread wrote it, but %s.", differs);
  return differs == NULL;
}
