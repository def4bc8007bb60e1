/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-signer-name.h"

/* Words in one form: composed, without case, split at anything but letters,
 * digits, hyphen and apostrophe. */
static char **
split_words (const char *name)
{
  g_autofree char *composed = g_utf8_normalize (name != NULL ? name : "", -1, G_NORMALIZE_NFC);
  g_autofree char *folded = g_utf8_casefold (composed != NULL ? composed : "", -1);
  GString *plain = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (plain, g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' || c == '\'' || c == 0x2019 ? c : ' ');
    }
  text = g_string_free (plain, FALSE);
  return g_strsplit (text, " ", -1);
}

gboolean
ovr_signer_name_matches (const char *certificate,
                         const char *reader)
{
  g_auto (GStrv) signer = split_words (certificate);
  g_auto (GStrv) words = split_words (reader);
  guint n = 0;

  for (guint i = 0; signer[i] != NULL; i++)
    {
      if (*signer[i] == '\0')
        continue;
      if (!g_strv_contains ((const char *const *) words, signer[i]))
        return FALSE;
      n++;
    }
  return n > 0;
}
