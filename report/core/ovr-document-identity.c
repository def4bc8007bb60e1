/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-document-identity.h"

#include "ovr-text-dates.h"

#include <string.h>

/* Lower case without accents, letters only: "Østergård-Kučera" is
 * " ostergard kucera ", "Müller" and "Mueller" are both " muller ". */
static char *
fold (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *ascii = g_str_to_ascii (lower, "C");
  GString *out = g_string_new (" ");

  for (const char *c = ascii; *c != '\0'; c++)
    {
      char last = out->str[out->len - 1];

      if (!g_ascii_isalpha (*c))
        {
          if (last != ' ')
            g_string_append_c (out, ' ');
          continue;
        }
      if (*c == 'e' && (last == 'a' || last == 'o' || last == 'u'))
        continue;
      g_string_append_c (out, g_ascii_tolower (*c));
    }
  if (out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

/* All words of @name, one beside the other or apart. */
static gboolean
has_words (const char *folded_text,
           const char *name,
           gboolean all)
{
  g_autofree char *folded = fold (name);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint n = 0, found = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *wanted = g_strdup_printf (" %s ", words[i]);

      if (strlen (words[i]) < 2)
        continue;
      n++;
      found += strstr (folded_text, wanted) != NULL;
    }
  return n > 0 && (all ? found == n : found > 0);
}

static gboolean
has_name (const char *text,
          const char *name)
{
  g_autofree char *folded = fold (text);
  g_auto (GStrv) parts = g_strsplit (name, ",", 2);

  if (parts[0] == NULL || parts[1] == NULL)
    return has_words (folded, name, TRUE);
  return has_words (folded, parts[0], TRUE) && has_words (folded, parts[1], FALSE);
}

static gboolean
is_same (const OvrTextDate *found,
         OvrDate date)
{
  return ovr_date_is_known (date) &&
         (ovr_date_compare (found->date, date) == 0 || ovr_date_compare (found->other, date) == 0);
}

static gboolean
is_study_date (const OvrReport *report,
               const OvrDocument *document,
               const OvrTextDate *found)
{
  for (guint i = 0; i < report->studies->len; i++)
    {
      const OvrReportStudy *study = report->studies->pdata[i];

      if (document->study_uid != NULL && g_strcmp0 (document->study_uid, study->uid) != 0)
        continue;
      if (is_same (found, study->acquired) || is_same (found, study->study_date))
        return TRUE;
    }
  return FALSE;
}

OvrDocumentIdentity
ovr_document_identify (const OvrReport *report,
                       const OvrDocument *document)
{
  const char *text = document->text != NULL ? document->text : "";
  g_autoptr (GArray) dates = ovr_text_find_dates (text);
  OvrDocumentIdentity identity = { 0 };

  identity.name = report->patient.name != NULL && has_name (text, report->patient.name);
  for (guint i = 0; i < dates->len; i++)
    {
      const OvrTextDate *found = &g_array_index (dates, OvrTextDate, i);

      if (is_same (found, report->patient.birth_date))
        identity.birth_date = TRUE;
      else if (found->is_birth && ovr_date_is_known (report->patient.birth_date))
        identity.other_birth_date = TRUE;
      if (is_study_date (report, document, found))
        identity.study_date = TRUE;
    }
  return identity;
}
