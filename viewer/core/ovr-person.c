/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-person.h"

#include <string.h>

/* Hex digits of a key: 48 bits keep 10,000 patients apart with a chance of a
 * collision below 2e-7. */
#define KEY_LENGTH 12

/* Components of a PN, PS3.5 6.2.1.1. */
enum
{
  FAMILY,
  GIVEN,
  MIDDLE,
  PREFIX,
  SUFFIX,
  N_COMPONENTS,
};

static gboolean
group_is_empty (const char *group)
{
  return strspn (group, "^ ") == strlen (group);
}

/* (transfer full): the alphabetic group, or the first that says something. */
static char *
pick_group (const char *pn)
{
  g_auto (GStrv) groups = g_strsplit (pn, "=", 3);

  for (guint i = 0; groups[i] != NULL; i++)
    if (!group_is_empty (groups[i]))
      return g_strdup (groups[i]);

  return g_strdup ("");
}

static void
append_word (GString *text,
             const char *separator,
             const char *word)
{
  if (word == NULL || *word == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, word);
}

char *
ovr_person_name_to_display (const char *pn)
{
  g_autofree char *group = pick_group (pn != NULL ? pn : "");
  g_auto (GStrv) parts = g_strsplit (group, "^", 0);
  const char *component[N_COMPONENTS] = { NULL };
  g_autoptr (GString) given = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_COMPONENTS && parts[i] != NULL; i++)
    component[i] = g_strstrip (parts[i]);

  append_word (given, " ", component[PREFIX]);
  append_word (given, " ", component[GIVEN]);
  append_word (given, " ", component[MIDDLE]);
  append_word (text, ", ", component[FAMILY]);
  append_word (text, ", ", given->str);
  append_word (text, ", ", component[SUFFIX]);
  return g_strdup (text->str);
}

/* (transfer full): @text without padding; of a PN also without the delimiters
 * that stand for empty components and groups. */
static char *
strip_padding (const char *text,
               gboolean is_name)
{
  g_auto (GStrv) groups = NULL;
  GString *out = g_string_new (NULL);

  if (text == NULL)
    return g_string_free (out, FALSE);
  if (!is_name)
    {
      g_string_assign (out, text);
      return g_strstrip (g_string_free (out, FALSE));
    }

  groups = g_strsplit (text, "=", 3);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      gsize length = strlen (groups[i]);

      while (length > 0 && strchr ("^ ", groups[i][length - 1]) != NULL)
        length--;
      if (i > 0)
        g_string_append_c (out, '=');
      g_string_append_len (out, groups[i], (gssize) length);
    }
  while (out->len > 0 && out->str[out->len - 1] == '=')
    g_string_truncate (out, out->len - 1);
  return g_strstrip (g_string_free (out, FALSE));
}

char *
ovr_person_key (const char *patient_id,
                const char *issuer,
                const char *pn,
                OvrDate birth_date)
{
  g_autofree char *id = strip_padding (patient_id, FALSE);
  g_autofree char *by = strip_padding (issuer, FALSE);
  g_autofree char *name = strip_padding (pn, TRUE);
  g_autofree char *born = ovr_date_to_dicom (birth_date);
  g_autofree char *all = g_strjoin ("\n", id, by, name, born, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);

  return g_strndup (hash, KEY_LENGTH);
}
