/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-glue.h"

#include <string.h>

#define NO_BREAK_SPACE 0x00A0
#define NARROW_NO_BREAK_SPACE 0x202F
#define WORD_JOINER 0x2060
#define FIRST_STRONG_ISOLATE 0x2068
#define POP_DIRECTIONAL_ISOLATE 0x2069

/* Units that follow a number, in the report languages. */
static const char *const units[] = {
  "mm", "cm", "m", "µm", "μm", "dm", "km", "mm²", "cm²", "m²", "mm³", "cm³", "mm2", "cm2", "mm3", "cm3", "cc",
  "ml", "mL", "l", "L", "dl", "µl", "g", "kg", "mg", "µg", "ng", "HU", "HE", "UH", "UI", "IU", "Gy", "mGy", "cGy", "mSv", "µSv", "Sv",
  "kV", "kVp", "mA", "mAs", "s", "ms", "min", "h", "Hz", "kHz", "MHz", "T", "Tesla", "°", "°C", "%", "‰", "px", "pixel", "pixels",
  "ppm", "mmHg", "kPa", "bpm", "mmol", "µmol", "MBq", "kBq", "Bq", "SUV", "cm/s", "m/s", "ml/min", "mg/dl", "µmol/l", "ng/ml",
  "years", "year", "months", "month", "weeks", "week", "days", "day", "Jahre", "Jahren", "Jahr", "Monate", "Monaten", "Monat",
  "Wochen", "Woche", "Tage", "Tagen", "Tag", "ans", "an", "mois", "semaines", "jours", "años", "año", "meses", "semanas", "días",
  "anni", "anno", "mesi", "settimane", "giorni", "anos", "ano", "dias", NULL
};

/* Words that a number belongs to. */
static const char *const counted[] = {
  "image", "images", "img", "im", "slice", "slices", "series", "frame", "page", "pages", "fig", "figs", "figure", "table", "no", "grade", "stage", "type",
  "category", "claim", "question", "version", "level", "bild", "bilder", "serie", "schicht", "seite", "seiten", "abb", "nr", "grad", "stadium", "typ",
  "frage", "höhe", "coupe", "série", "n°", "stade", "imagen", "página", "fotograma", "grado", "estadio", "immagine", "pagina",
  "stadio", "imagem", "grau", "p", "s", "st", "ser", NULL
};

/* Words that turn the next one round. */
static const char *const negations[] = {
  "no", "not", "without", "never", "neither", "nor", "non", "kein", "keine", "keinen", "keinem", "keiner", "keines", "nicht", "ohne", "nie",
  "weder", "noch", "pas", "sans", "aucun", "aucune", "ni", "sin", "ningún", "ninguna", "nunca", "senza", "nessun", "nessuna", "né", "não", "sem", "nenhum",
  "nenhuma", "nem", NULL
};

static const char signs[] = "×x±−-<>≤≥≈~=+–/·*";

static gboolean
is_in (const char *const *list,
       const char *word)
{
  return word != NULL && g_strv_contains (list, word);
}

/* @word in small letters without marks at its end and brackets before it. */
static char *
dup_plain (const char *word)
{
  g_autofree char *small = g_utf8_strdown (word, -1);
  const char *start = small;
  gsize length;

  while (*start != '\0' && strchr ("([\"'", *start) != NULL)
    start++;
  length = strlen (start);
  while (length > 0 && strchr (".,;:", start[length - 1]) != NULL)
    length--;
  return g_strndup (start, length);
}

static gboolean
ends_with_digit (const char *word)
{
  gsize length = strlen (word);

  return length > 0 && g_ascii_isdigit (word[length - 1]);
}

static gboolean
starts_with_digit (const char *word)
{
  return g_unichar_isdigit (g_utf8_get_char (word));
}

/* "×", "<", "−": a sign alone. */
static gboolean
is_sign (const char *word)
{
  const char *rest = g_utf8_next_char (word);

  return *word != '\0' && *rest == '\0' && g_utf8_strchr (signs, -1, g_utf8_get_char (word)) != NULL;
}

static gboolean
is_unit (const char *word)
{
  g_autofree char *plain = g_strdup (word);
  gsize length = strlen (plain);

  while (length > 0 && strchr (".,;:)]!?\"'", plain[length - 1]) != NULL)
    plain[--length] = '\0';
  return is_in (units, plain);
}

/* "14" or "14." before a word, "Nov" or "mars" */
static gboolean
is_day (const char *word)
{
  gsize digits = strspn (word, "0123456789");

  return digits >= 1 && digits <= 2 && (word[digits] == '\0' || g_str_equal (word + digits, "."));
}

static gboolean
is_year (const char *word)
{
  return strspn (word, "0123456789") >= 4;
}

static gboolean
is_month_like (const char *word)
{
  return g_utf8_strlen (word, -1) >= 3 && g_unichar_isalpha (g_utf8_get_char (word));
}

/* "14 March 1994": one unit up to the year. */
static gboolean
is_date (const char *day,
         const char *month,
         const char *year)
{
  return is_day (day) && is_month_like (month) && year != NULL && is_year (year);
}

static gboolean
is_glued (const char *left,
          const char *right,
          const char *after)
{
  g_autofree char *plain = dup_plain (left);

  if (ends_with_digit (left) && (is_unit (right) || is_sign (right)))
    return TRUE;
  if (is_unit (left) && is_sign (right))
    return TRUE;
  if (is_sign (left) && starts_with_digit (right))
    return TRUE;
  if (starts_with_digit (right) && is_in (counted, plain))
    return TRUE;
  if (is_in (negations, plain) && strpbrk (left, ".,;:") == NULL)
    return TRUE;
  return is_date (left, right, after);
}

/* Word joiners inside a word: "75–90", "6×5", "3/4", "T8-9", "ml/min". */
static void
append_word (GString *out,
             const char *word)
{
  const gboolean unit = is_unit (word);

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      gboolean joins = p > word && *next != '\0' && g_utf8_strchr (signs, -1, c) != NULL &&
                       c != 'x' && (starts_with_digit (next) || (unit && c == '/'));

      if (joins)
        g_string_append_unichar (out, WORD_JOINER);
      g_string_append_unichar (out, c);
      if (joins)
        g_string_append_unichar (out, WORD_JOINER);
    }
}

static gboolean
is_line_end (gunichar c)
{
  return c == '\n' || c == '\v' || c == '\f' || c == 0x0085 || c == 0x2028 || c == 0x2029;
}

char *
ovr_printable (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t')
        g_string_append_c (out, ' ');
      else if (c == '\r')
        g_string_append (out, p[1] != '\n' ? "\n" : "");
      else if (is_line_end (c))
        g_string_append_c (out, '\n');
      else if (!g_unichar_iscntrl (c))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
ovr_glue (const char *text)
{
  g_autofree char *printable = ovr_printable (text);
  g_auto (GStrv) lines = g_strsplit (printable, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint l = 0; lines[l] != NULL; l++)
    {
      g_auto (GStrv) words = g_strsplit (lines[l], " ", -1);
      gboolean in_date = FALSE;

      if (l > 0)
        g_string_append_c (out, '\n');
      for (guint i = 0; words[i] != NULL; i++)
        {
          append_word (out, words[i]);
          if (words[i + 1] == NULL)
            break;
          if (in_date || (words[i][0] != '\0' && words[i + 1][0] != '\0' && is_glued (words[i], words[i + 1], words[i + 2])))
            g_string_append_unichar (out, NO_BREAK_SPACE);
          else
            g_string_append_c (out, ' ');
          in_date = !in_date && is_date (words[i], words[i + 1], words[i + 2]);
        }
    }
  return g_string_free (out, FALSE);
}

char *
ovr_isolate (const char *text)
{
  GString *out = g_string_new (NULL);

  g_string_append_unichar (out, FIRST_STRONG_ISOLATE);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (out, *p == '\n' || *p == '\r' ? ' ' : g_utf8_get_char (p));
  g_string_append_unichar (out, POP_DIRECTIONAL_ISOLATE);
  return g_string_free (out, FALSE);
}

gboolean
ovr_has_rtl (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE) ||
          (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF))
        return TRUE;
    }
  return FALSE;
}

/* Characters that show nothing: joiners, isolates, marks, soft hyphen. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x00AD || c == 0x061C || c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F);
}

char *
ovr_normalise (const char *text)
{
  g_autofree char *printable = ovr_printable (text);
  g_autofree char *composed = g_utf8_normalize (printable, -1, G_NORMALIZE_NFC);
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = composed != NULL ? composed : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_invisible (c))
        continue;
      if (g_unichar_isspace (c) || c == NO_BREAK_SPACE || c == NARROW_NO_BREAK_SPACE)
        {
          space = out->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      g_string_append_unichar (out, c == 0x2011 ? 0x2010 : c);
    }
  return g_string_free (out, FALSE);
}
