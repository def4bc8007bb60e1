/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-text-dates.h"

#include <string.h>

/* First letters of the months' names, in lower case. Where two languages share
 * a beginning it is the same month. */
static const struct
{
  const char *letters;
  guint8 month;
} months[] = {
  { "jan", 1 },
  { "jän", 1 },
  { "ene", 1 },
  { "gen", 1 },
  { "feb", 2 },
  { "fév", 2 },
  { "fev", 2 },
  { "mär", 3 },
  { "mrz", 3 },
  { "mar", 3 },
  { "apr", 4 },
  { "avr", 4 },
  { "abr", 4 },
  { "mai", 5 },
  { "may", 5 },
  { "mag", 5 },
  { "jun", 6 },
  { "juin", 6 },
  { "giu", 6 },
  { "jul", 7 },
  { "juil", 7 },
  { "lug", 7 },
  { "aug", 8 },
  { "aoû", 8 },
  { "ago", 8 },
  { "sep", 9 },
  { "set", 9 },
  { "okt", 10 },
  { "oct", 10 },
  { "ott", 10 },
  { "out", 10 },
  { "nov", 11 },
  { "dez", 12 },
  { "dec", 12 },
  { "déc", 12 },
  { "dic", 12 },
};

/* Groups: 1–3 day month year with signs; 4–6 ISO; 7–9 day word year; 10–12
 * word day year. */
static const char pattern[] =
    "\\b(\\d{1,2})[./](?:\\s?)(\\d{1,2})[./](?:\\s?)(\\d{4}|\\d{2})\\b"
    "|\\b(\\d{4})-(\\d{2})-(\\d{2})\\b"
    "|\\b(\\d{1,2})\\.?\\s+(?:de\\s+)?(\\p{L}{3,10})\\.?\\s+(?:de\\s+)?(\\d{4})\\b"
    "|\\b(\\p{L}{3,10})\\.?\\s+(\\d{1,2}),?\\s+(\\d{4})\\b";

static GRegex *
get_regex (void)
{
  static GRegex *regex = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL));
  return regex;
}

static int
fetch_number (GMatchInfo *match,
              int group)
{
  g_autofree char *text = g_match_info_fetch (match, group);

  return text != NULL && *text != '\0' ? (int) g_ascii_strtoull (text, NULL, 10) : -1;
}

int
ovr_text_month (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_str_has_prefix (lower, months[i].letters))
      return months[i].month;
  return -1;
}

static int
fetch_month (GMatchInfo *match,
             int group)
{
  g_autofree char *text = g_match_info_fetch (match, group);

  return text != NULL ? ovr_text_month (text) : -1;
}

static OvrDate
make_date (int year,
           int month,
           int day)
{
  OvrDate date;

  if (year >= 0 && year < 100)
    year += year > 30 ? 1900 : 2000;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return (OvrDate){ 0 };
  date = (OvrDate){ (gint16) year, (guint8) month, (guint8) day };
  return ovr_date_is_valid (date) ? date : (OvrDate){ 0 };
}

static OvrTextDate
read_match (GMatchInfo *match)
{
  OvrTextDate found = { 0 };
  int first = fetch_number (match, 1);

  if (first >= 0)
    {
      int second = fetch_number (match, 2);
      int year = fetch_number (match, 3);

      found.date = make_date (year, second, first);
      found.other = make_date (year, first, second);
      if (!ovr_date_is_known (found.date))
        {
          found.date = found.other;
          found.other = (OvrDate){ 0 };
        }
    }
  else if (fetch_number (match, 4) >= 0)
    found.date = make_date (fetch_number (match, 4), fetch_number (match, 5), fetch_number (match, 6));
  else if (fetch_number (match, 7) >= 0)
    found.date = make_date (fetch_number (match, 9), fetch_month (match, 8), fetch_number (match, 7));
  else
    found.date = make_date (fetch_number (match, 12), fetch_month (match, 10), fetch_number (match, 11));
  return found;
}

/* The sixteen characters before a date say what it is. */
static gboolean
is_birth_before (const char *text,
                 gsize at)
{
  const char *from = text + at;
  g_autofree char *before = NULL;

  for (int i = 0; i < 16 && from > text && from[-1] != '\n'; i++)
    from = g_utf8_prev_char (from);
  before = g_utf8_strdown (from, text + at - from);
  return g_regex_match_simple ("(?:\\bgeb|\\bborn|\\bdob\\b|birth|\\bn[ée]e?\\b|\\bnato|\\bnata|nac|nasc|\\*)[^0-9]*$", before, 0, 0);
}

GArray *
ovr_text_find_dates (const char *text)
{
  GArray *dates = g_array_new (FALSE, FALSE, sizeof (OvrTextDate));
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (get_regex (), text, 0, &match);
  while (g_match_info_matches (match))
    {
      OvrTextDate found = read_match (match);
      int start = 0;

      if (ovr_date_is_known (found.date) && g_match_info_fetch_pos (match, 0, &start, NULL))
        {
          found.start = (gsize) start;
          found.is_birth = is_birth_before (text, found.start);
          g_array_append_val (dates, found);
        }
      if (!g_match_info_next (match, NULL))
        break;
    }
  return dates;
}

gboolean
ovr_text_has_numeric_date (const char *text)
{
  return text != NULL && g_regex_match_simple ("\\b\\d{1,2}[./]\\d{1,2}[./](?:\\d{4}|\\d{2})\\b", text, 0, 0);
}
