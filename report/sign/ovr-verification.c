/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verify.h"

void
ovr_verify_reason_free (OvrVerifyReason *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

void
ovr_verification_free (OvrVerification *self)
{
  if (self == NULL)
    return;
  g_free (self->signer);
  g_free (self->fingerprint);
  g_free (self->signed_at);
  g_free (self->timestamp);
  g_free (self->level);
  g_free (self->number);
  g_free (self->predecessor);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_free (self);
}

const char *
ovr_verify_verdict_to_string (OvrVerifyVerdict verdict)
{
  static const char *const words[] = { "valid", "valid-untrusted", "extended", "invalid", "unsigned" };

  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (words), words[OVR_VERIFY_INVALID]);
  return words[verdict];
}

void
ovr_verification_add (OvrVerification *self,
                      const char *code,
                      const char *format,
                      ...)
{
  OvrVerifyReason *reason = g_new0 (OvrVerifyReason, 1);
  va_list arguments;

  va_start (arguments, format);
  reason->code = g_strdup (code);
  reason->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->reasons, reason);
}

gboolean
ovr_verification_has (const OvrVerification *self,
                      const char *code)
{
  for (guint i = 0; i < self->reasons->len; i++)
    {
      const OvrVerifyReason *reason = g_ptr_array_index (self->reasons, i);

      if (g_str_equal (reason->code, code))
        return TRUE;
    }
  return FALSE;
}
