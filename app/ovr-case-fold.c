/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-index.h"

#include <string.h>

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

static void
append_lower (GString *out,
              const char *ascii)
{
  for (; *ascii != '\0'; ascii++)
    g_string_append_c (out, g_ascii_iscntrl (*ascii) ? ' ' : g_ascii_tolower (*ascii));
  g_string_append_c (out, ' ');
}

/* Without marks: "č" is "c"; letters of their own ("ø", "ł", Cyrillic) stay. */
static void
append_stripped (GString *out,
                 const char *text)
{
  g_autofree char *parts = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (parts != NULL ? parts : "", -1);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
    }
  g_string_append_c (out, ' ');
}

/* "Müller" as "muller" and as "mueller". */
static void
append_latin (GString *out,
              const char *word)
{
  static const char *const locales[] = { "C", "de" };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *latin = g_str_to_ascii (word, locales[i]);

      if (strchr (latin, '?') != NULL || g_strcmp0 (latin, first) == 0)
        continue;
      append_lower (out, latin);
      if (first == NULL)
        first = g_steal_pointer (&latin);
    }
}

void
ovr_case_fold (const char *text,
               gboolean with_latin,
               GString *out)
{
  g_auto (GStrv) words = NULL;

  if (*text == '\0')
    return;
  if (is_ascii (text))
    {
      append_lower (out, text);
      return;
    }
  append_stripped (out, text);
  if (!with_latin)
    return;
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (!is_ascii (words[i]))
      append_latin (out, words[i]);
}
