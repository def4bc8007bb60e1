/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verdict-words.h"

#include <glib/gi18n.h>

char *
ovr_verdict_to_words (const OvrVerification *verification)
{
  switch (verification->verdict)
    {
    case OVR_VERIFY_VALID:
      return g_strdup (_ ("✓ Valid: signed, unchanged, and the signer is vouched for"));
    case OVR_VERIFY_VALID_UNTRUSTED:
      return g_strdup (_ ("✓ Intact: signed and unchanged. This computer knows nobody who vouches for the signer"));
    case OVR_VERIFY_EXTENDED:
      return g_strdup (_ ("✓ Intact: only proofs of validity were added after signing"));
    case OVR_VERIFY_UNSIGNED:
      return g_strdup (_ ("– Not signed"));
    case OVR_VERIFY_INVALID:
    default:
      return g_strdup (_ ("✗ Not valid: don’t rely on this file"));
    }
}

char *
ovr_verdict_reasons_to_words (const OvrVerification *verification)
{
  GString *text = g_string_new (NULL);

  if (verification->signer != NULL)
    g_string_append_printf (text, _ ("Signed by %s"), verification->signer);
  if (verification->signed_at != NULL)
    g_string_append_printf (text, _ ("\nStated time: %s"), verification->signed_at);
  if (verification->level != NULL)
    g_string_append_printf (text, _ ("\nForm: PAdES %s"), verification->level);
  for (guint i = 0; i < verification->reasons->len; i++)
    {
      const OvrVerifyReason *reason = g_ptr_array_index (verification->reasons, i);

      g_string_append_printf (text, "\n%s", reason->text);
    }
  return g_string_free (text, FALSE);
}
