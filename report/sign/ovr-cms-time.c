/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms-time.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

void
ovr_time_token_free (OvrTimeToken *self)
{
  if (self == NULL)
    return;
  ovr_cms_free (self->cms);
  g_clear_pointer (&self->time, g_date_time_unref);
  g_free (self);
}

static TS_TST_INFO *
read_info (const OvrCms *cms)
{
  gsize length;
  const unsigned char *at = g_bytes_get_data (cms->content, &length);
  const unsigned char *start = at;
  g_autoptr (TS_TST_INFO) info = d2i_TS_TST_INFO (NULL, &at, (long) length);

  return info != NULL && at == start + length ? g_steal_pointer (&info) : NULL;
}

/* Whether the token speaks of these bytes. */
static gboolean
has_imprint (TS_TST_INFO *info,
             const OvrSpan *spans,
             guint n_spans)
{
  TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint (info);
  const ASN1_OBJECT *object = NULL;
  ASN1_OCTET_STRING *octets = TS_MSG_IMPRINT_get_msg (imprint);
  g_autoptr (GBytes) digest = NULL;

  X509_ALGOR_get0 (&object, NULL, NULL, TS_MSG_IMPRINT_get_algo (imprint));
  digest = ovr_cms_digest (EVP_get_digestbyobj (object), spans, n_spans);
  return digest != NULL && g_bytes_get_size (digest) == (gsize) ASN1_STRING_length (octets) &&
         memcmp (g_bytes_get_data (digest, NULL), ASN1_STRING_get0_data (octets), g_bytes_get_size (digest)) == 0;
}

static gboolean
is_for_time_stamping (X509 *certificate)
{
  return (X509_get_extension_flags (certificate) & EXFLAG_XKUSAGE) != 0 &&
         X509_get_extended_key_usage (certificate) == XKU_TIMESTAMP;
}

OvrTimeToken *
ovr_time_token_read (const guint8 *data,
                     gsize length,
                     const OvrSpan *spans,
                     guint n_spans)
{
  g_autoptr (OvrCms) cms = ovr_cms_read (data, length);
  g_autoptr (TS_TST_INFO) info = NULL;
  g_autoptr (GDateTime) time = NULL;
  OvrTimeToken *self;
  OvrSpan content;

  if (cms == NULL || cms->content_type != NID_id_smime_ct_TSTInfo || cms->content == NULL ||
      cms->attributes == NULL || cms->signer == NULL || !cms->has_signing_certificate ||
      !ovr_cms_has_strong_digest (cms) || !is_for_time_stamping (cms->signer))
    return NULL;
  content.data = g_bytes_get_data (cms->content, &content.length);
  info = read_info (cms);
  if (info != NULL)
    time = ovr_openssl_time (TS_TST_INFO_get_time (info));
  ERR_clear_error ();
  if (time == NULL || !has_imprint (info, spans, n_spans) || !ovr_cms_verify (cms, &content, 1))
    return NULL;
  self = g_new0 (OvrTimeToken, 1);
  self->cms = g_steal_pointer (&cms);
  self->time = g_steal_pointer (&time);
  return self;
}
