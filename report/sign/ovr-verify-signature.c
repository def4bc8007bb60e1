/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verify-private.h"

void
ovr_judged_free (OvrJudged *self)
{
  if (self == NULL)
    return;
  ovr_cms_free (self->cms);
  ovr_time_token_free (self->token);
  ovr_time_token_free (self->stamp);
  g_free (self);
}

void
ovr_verify_get_spans (OvrPdfReader *file,
                      const OvrPdfSignature *signature,
                      OvrSpan spans[2])
{
  const guint8 *data = ovr_pdf_reader_get_data (file);

  spans[0].data = data;
  spans[0].length = (gsize) signature->range[1];
  spans[1].data = data + signature->range[2];
  spans[1].length = (gsize) signature->range[3];
}

/* Everything from the first byte but the Contents string with its brackets, and
 * nothing in that string but pairs of hex digits. */
static gboolean
check_range (OvrPdfReader *file,
             const OvrPdfSignature *signature,
             OvrVerification *result)
{
  const OvrPdfValue *contents = signature->contents;
  gsize length = ovr_pdf_reader_get_length (file);
  const guint8 *data = ovr_pdf_reader_get_data (file);

  if (!signature->has_range || contents == NULL || contents->start == OVR_PDF_NOWHERE || !contents->hex)
    {
      ovr_verification_add (result, "signature-malformed", "A signature has no usable ByteRange or Contents.");
      return FALSE;
    }
  if (signature->range[0] != 0 || signature->range[2] > length || signature->range[3] > length - signature->range[2])
    {
      ovr_verification_add (result, "byte-range", "A signature does not cover the file from its first byte.");
      return FALSE;
    }
  if (signature->range[1] != contents->start || signature->range[2] != contents->end)
    {
      ovr_verification_add (result, "byte-range", "A signature leaves out more than its own value.");
      return FALSE;
    }
  for (gsize i = contents->start + 1; i < contents->end - 1; i++)
    if (!g_ascii_isxdigit (data[i]))
      {
        ovr_verification_add (result, "contents-hex", "A signature's value is not all hex digits.");
        return FALSE;
      }
  if ((contents->end - contents->start) % 2 != 0)
    {
      ovr_verification_add (result, "contents-hex", "A signature's value has an odd number of hex digits.");
      return FALSE;
    }
  return TRUE;
}

static OvrCms *
read_contents (const OvrPdfSignature *signature,
               OvrVerification *result)
{
  const guint8 *data = (const guint8 *) signature->contents->text;
  gsize length = signature->contents->length;
  g_autoptr (OvrCms) cms = ovr_cms_read (data, length);

  if (cms == NULL)
    {
      gsize zeros = 0;

      while (zeros < length && data[zeros] == 0)
        zeros++;
      if (zeros == length)
        ovr_verification_add (result, "contents-empty", "A signature has no value: it was never made, or was taken out.");
      else
        ovr_verification_add (result, "cms-malformed", "A signature's value cannot be read.");
      return NULL;
    }
  for (gsize i = cms->used; i < length; i++)
    if (data[i] != 0)
      {
        ovr_verification_add (result, "contents-padding", "Something stands behind a signature's value.");
        return NULL;
      }
  return g_steal_pointer (&cms);
}

static gboolean
check_document_stamp (OvrPdfReader *file,
                      OvrJudged *self,
                      OvrVerification *result)
{
  OvrSpan spans[2];
  const OvrPdfValue *contents = self->signature->contents;

  ovr_verify_get_spans (file, self->signature, spans);
  self->stamp = ovr_time_token_read ((const guint8 *) contents->text, self->cms->used, spans, 2);
  if (self->stamp == NULL)
    ovr_verification_add (result, "timestamp-invalid", "A document time stamp is not sound.");
  return self->stamp != NULL;
}

/* A token that isn't this signature's states a false time. */
static gboolean
read_token (OvrJudged *self,
            OvrVerification *result)
{
  OvrSpan value;
  gsize length;
  const guint8 *data;

  if (self->cms->token == NULL)
    return TRUE;
  value.data = g_bytes_get_data (self->cms->signature, &value.length);
  data = g_bytes_get_data (self->cms->token, &length);
  self->token = ovr_time_token_read (data, length, &value, 1);
  if (self->token == NULL)
    ovr_verification_add (result, "timestamp-invalid", "The time stamp on the signature is not sound.");
  return self->token != NULL;
}

static gboolean
check_signer (OvrPdfReader *file,
              OvrJudged *self,
              gboolean cades,
              OvrVerification *result)
{
  OvrSpan spans[2];

  ovr_verify_get_spans (file, self->signature, spans);
  if (self->cms->signer == NULL)
    {
      ovr_verification_add (result, "certificate-missing", "The signer's certificate is not in the signature.");
      return FALSE;
    }
  if (self->cms->content != NULL || !ovr_cms_has_strong_digest (self->cms))
    {
      ovr_verification_add (result, "algorithm", "A signature uses a method that no longer proves anything, or is not known.");
      return FALSE;
    }
  if (!ovr_cms_verify (self->cms, spans, 2))
    {
      ovr_verification_add (result, "signature-mismatch", "The file is not what was signed.");
      return FALSE;
    }
  if (self->cms->has_foreign_certificate || (cades && !self->cms->has_signing_certificate))
    {
      ovr_verification_add (result, "certificate-mismatch", "The signature does not name the certificate beside it as the signer's.");
      return FALSE;
    }
  return TRUE;
}

OvrJudged *
ovr_verify_judge (OvrPdfReader *file,
                  const OvrPdfSignature *signature,
                  OvrVerification *result)
{
  OvrJudged *self = g_new0 (OvrJudged, 1);
  const OvrPdfValue *filter = ovr_pdf_reader_lookup (file, signature->value, "SubFilter");
  gboolean cades = ovr_pdf_value_is_name (filter, "ETSI.CAdES.detached");

  self->signature = signature;
  if (!check_range (file, signature, result))
    return self;
  self->end = (gsize) (signature->range[2] + signature->range[3]);
  if (!cades && !ovr_pdf_value_is_name (filter, "adbe.pkcs7.detached") && !ovr_pdf_value_is_name (filter, "ETSI.RFC3161"))
    {
      ovr_verification_add (result, "subfilter", "A signature has a form that is outdated or not known.");
      return self;
    }
  self->cms = read_contents (signature, result);
  if (self->cms == NULL)
    return self;
  if (ovr_pdf_value_is_name (filter, "ETSI.RFC3161"))
    {
      self->sound = check_document_stamp (file, self, result);
      return self;
    }
  self->sound = check_signer (file, self, cades, result) && read_token (self, result);
  return self;
}
