/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-openssl-private.h"

#include <openssl/err.h>

char *
ovr_openssl_take_error (void)
{
  unsigned long code = ERR_peek_last_error ();
  const char *reason = code != 0 ? ERR_reason_error_string (code) : NULL;
  char *text = g_strdup (reason != NULL ? reason : "no further detail");

  ERR_clear_error ();
  return text;
}

GBytes *
ovr_openssl_certificate_der (X509 *certificate)
{
  unsigned char *der = NULL;
  int length = i2d_X509 (certificate, &der);
  GBytes *bytes;

  if (length <= 0)
    return g_bytes_new (NULL, 0);
  bytes = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);
  return bytes;
}

static char *
dup_entry (const X509_NAME *name,
           int nid)
{
  unsigned char *utf8 = NULL;
  int index = -1;
  int last = -1;
  int length;
  char *text = NULL;

  while ((index = X509_NAME_get_index_by_NID ((X509_NAME *) name, nid, index)) >= 0)
    last = index;
  if (last < 0)
    return NULL;
  length = ASN1_STRING_to_UTF8 (&utf8, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, last)));
  if (length > 0)
    text = g_utf8_make_valid ((const char *) utf8, length);
  OPENSSL_free (utf8);
  return text;
}

char *
ovr_openssl_subject_name (X509 *certificate)
{
  const X509_NAME *subject = X509_get_subject_name (certificate);
  char *name = dup_entry (subject, NID_commonName);

  return name != NULL ? name : dup_entry (subject, NID_organizationName);
}

GDateTime *
ovr_openssl_time (const ASN1_TIME *time)
{
  struct tm tm = { 0 };

  if (time == NULL || ASN1_TIME_to_tm (time, &tm) != 1)
    return NULL;
  return g_date_time_new_utc (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                              tm.tm_hour, tm.tm_min, tm.tm_sec);
}
