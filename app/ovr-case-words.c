/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-words.h"

#include "ovr-interface-language.h"
#include "ovr-typed-date.h"

#include <stdlib.h>
#include <string.h>

#define SHORTEST_MONTH 3
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

/* Words that are a date together: "12", "mar", "2026". */
#define MAX_DATE_WORDS 3

/**
 * Pattern:
 * @year: 0 for any
 * @month: 0 for none: no pattern
 * @day: 0 for any
 */
typedef struct
{
  int year;
  int month;
  int day;
} Pattern;

/* Words that must all be there, or a day that they name together; with a year
 * they are nothing but a day: "mar 2026" isn't Maria. */
typedef struct
{
  guint first;
  guint n;
  Pattern patterns[2]; /* "03/04/2026" has two readings */
} Term;

struct _OvrCaseWords
{
  char **words;      /* Owned: folded */
  GArray *terms;     /* Owned: of Term */
  char **months[12]; /* Owned: names, folded */
};

static char *
fold (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  ovr_case_fold (text, FALSE, out);
  return g_strdup (g_strstrip (out->str));
}

/* In English and in the reader's language: out of the words for a date. */
static void
learn_months (OvrCaseWords *self)
{
  const char *const languages[] = { "en", ovr_interface_language () };

  for (guint8 month = 1; month <= 12; month++)
    {
      g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        {
          g_autofree char *words = ovr_date_to_words ((OvrDate){ 2000, month, 1 }, languages[i]);
          g_autofree char *folded = fold (words);
          g_auto (GStrv) parts = g_strsplit_set (folded, " .", -1);

          for (guint j = 0; parts[j] != NULL; j++)
            if (strlen (parts[j]) >= SHORTEST_MONTH && !g_ascii_isdigit (*parts[j]))
              g_strv_builder_add (names, parts[j]);
        }
      self->months[month - 1] = g_strv_builder_end (names);
    }
}

/* 1 to 12, 0 where the word is no month. */
static int
find_month (const OvrCaseWords *self,
            const char *word)
{
  gsize n = strcspn (word, ".");

  if (n < SHORTEST_MONTH)
    return 0;
  for (int month = 1; month <= 12; month++)
    for (char **name = self->months[month - 1]; *name != NULL; name++)
      if (strncmp (word, *name, n) == 0)
        return month;
  return 0;
}

/* "12", "12.", "12th"; -1 where it is no number. */
static int
find_number (const char *word)
{
  char *end;
  gint64 value = g_ascii_strtoll (word, &end, 10);

  if (!g_ascii_isdigit (*word) || value > LAST_YEAR)
    return -1;
  return *end == '\0' || strcmp (end, ".") == 0 || strlen (end) == 2 ? (int) value : -1;
}

/* The longest run from @first that names a month and beside it a day, a year
 * or both. */
static guint
read_month_run (const OvrCaseWords *self,
                guint first,
                guint n_words,
                Pattern *pattern)
{
  Pattern found = { 0 };
  guint n = 0;

  for (; n < MAX_DATE_WORDS && first + n < n_words; n++)
    {
      const char *word = self->words[first + n];
      int number = find_number (word), month = find_month (self, word);

      if (found.month == 0 && month > 0)
        found.month = month;
      else if (found.day == 0 && number >= 1 && number <= 31 && found.year == 0)
        found.day = number;
      else if (found.year == 0 && number >= FIRST_YEAR && found.month > 0)
        found.year = number;
      else
        break;
    }
  if (found.month == 0 || n < 2)
    return 0;
  *pattern = found;
  return n;
}

static Pattern
pattern_of (OvrDate day)
{
  return (Pattern){ day.year, day.month, day.day };
}

static Term
read_term (const OvrCaseWords *self,
           guint first,
           guint n_words)
{
  Term term = { first, 1, { { 0 }, { 0 } } };
  guint n = read_month_run (self, first, n_words, &term.patterns[0]);
  OvrTypedDate typed;

  if (n > 0)
    {
      term.n = n;
      return term;
    }
  typed = ovr_typed_date_read (self->words[first]);
  if (typed.kind == OVR_TYPED_DATE || typed.kind == OVR_TYPED_TWO_READINGS)
    term.patterns[0] = pattern_of (typed.date);
  if (typed.kind == OVR_TYPED_TWO_READINGS)
    term.patterns[1] = pattern_of (typed.other);
  return term;
}

OvrCaseWords *
ovr_case_words_new (const char *typed)
{
  OvrCaseWords *self = g_new0 (OvrCaseWords, 1);
  g_autofree char *folded = fold (typed);
  g_auto (GStrv) parts = g_strsplit_set (folded, " ,;", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  guint n;

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  self->words = g_strv_builder_end (words);
  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  learn_months (self);

  n = g_strv_length (self->words);
  for (guint i = 0; i < n;)
    {
      Term term = read_term (self, i, n);

      g_array_append_val (self->terms, term);
      i += term.n;
    }
  return self;
}

void
ovr_case_words_free (OvrCaseWords *self)
{
  g_strfreev (self->words);
  g_array_unref (self->terms);
  for (guint i = 0; i < 12; i++)
    g_strfreev (self->months[i]);
  g_free (self);
}

/* Whether a word begins with it: what stands before is no letter or digit. */
static gboolean
begins_a_word (const char *text,
               const char *word)
{
  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    if (p == text || !(g_ascii_isalnum (p[-1]) || (guchar) p[-1] >= 0x80))
      return TRUE;
  return FALSE;
}

static gboolean
has_day (const OvrCaseEntry *entry,
         const Pattern *pattern)
{
  for (guint i = 0; pattern->month > 0 && i < entry->n_dates; i++)
    if (pattern->month == entry->dates[i].month && (pattern->year == 0 || pattern->year == entry->dates[i].year) &&
        (pattern->day == 0 || pattern->day == entry->dates[i].day))
      return TRUE;
  return FALSE;
}

static gboolean
term_matches (const OvrCaseWords *self,
              const Term *term,
              const OvrCaseEntry *entry)
{
  gboolean all = TRUE;

  if (has_day (entry, &term->patterns[0]) || has_day (entry, &term->patterns[1]))
    return TRUE;
  if (term->n > 1 && term->patterns[0].year > 0)
    return FALSE;
  for (guint i = 0; all && i < term->n; i++)
    all = begins_a_word (entry->text, self->words[term->first + i]);
  return all;
}

gboolean
ovr_case_words_match (const OvrCaseWords *self,
                      const OvrCaseEntry *entry)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (!term_matches (self, &g_array_index (self->terms, Term, i), entry))
      return FALSE;
  return TRUE;
}
