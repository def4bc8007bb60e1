/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-typed-date.h"

#include "ovr-text-dates.h"

#include <string.h>

#define MAX_TOKENS 8
#define MAX_DIGITS 8
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

/* A number with its digits, or a word. */
typedef struct
{
  int value;
  int n_digits; /* 0 for a word */
  char *word;
} Token;

typedef struct
{
  Token tokens[MAX_TOKENS];
  guint n;
  gboolean slash;
} Tokens;

static void
tokens_clear (Tokens *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->tokens[i].word);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tokens, tokens_clear)

static gboolean
is_filler (const char *word)
{
  static const char *const fillers[] = { "st", "nd", "rd", "th", "er", "de", "del", "of", "the", "den", "le", "on", "am", "º", NULL };

  return g_strv_contains (fillers, word);
}

static gboolean
add_number (Tokens *self,
            const char **text)
{
  Token token = { 0 };

  for (; g_ascii_isdigit (**text); (*text)++)
    {
      if (++token.n_digits > MAX_DIGITS)
        return FALSE;
      token.value = token.value * 10 + g_ascii_digit_value (**text);
    }
  self->tokens[self->n++] = token;
  return TRUE;
}

static void
add_word (Tokens *self,
          const char **text)
{
  const char *start = *text;
  g_autofree char *word = NULL;

  while (g_unichar_isalpha (g_utf8_get_char (*text)))
    *text = g_utf8_next_char (*text);
  word = g_utf8_strdown (start, *text - start);
  if (!is_filler (word))
    self->tokens[self->n++].word = g_steal_pointer (&word);
}

static gboolean
tokenize (Tokens *self,
          const char *text)
{
  while (*text != '\0')
    {
      if (self->n == MAX_TOKENS)
        return FALSE;
      if (g_ascii_isdigit (*text))
        {
          if (!add_number (self, &text))
            return FALSE;
        }
      else if (g_unichar_isalpha (g_utf8_get_char (text)))
        add_word (self, &text);
      else if (g_unichar_isspace (g_utf8_get_char (text)) || strchr (".,/-", *text) != NULL)
        {
          self->slash |= *text == '/';
          text = g_utf8_next_char (text);
        }
      else
        return FALSE;
    }
  return TRUE;
}

/* "NWN" for number, word, number. A word before a whole date is the weekday. */
static char *
dup_pattern (Tokens *self)
{
  char *pattern = g_malloc0 (MAX_TOKENS + 1);

  for (guint i = 0; i < self->n; i++)
    pattern[i] = self->tokens[i].n_digits > 0 ? 'N' : 'W';
  if (strcmp (pattern, "WNNN") == 0 || strcmp (pattern, "WNWN") == 0 || strcmp (pattern, "WWNN") == 0)
    {
      g_free (self->tokens[0].word);
      memmove (&self->tokens[0], &self->tokens[1], sizeof (Token) * --self->n);
      memmove (pattern, pattern + 1, strlen (pattern));
    }
  return pattern;
}

static OvrDate
make_date (int year,
           int month,
           int day)
{
  OvrDate date = { (gint16) year, (guint8) month, (guint8) day };

  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && ovr_date_is_valid (date) ? date : (OvrDate){ 0 };
}

static void
take_date (OvrTypedDate *self,
           const Token *year,
           int month,
           int day)
{
  int full = year->n_digits == 2 ? 2000 + year->value : year->value;

  if ((year->n_digits != 2 && year->n_digits != 4) || full < FIRST_YEAR || full > LAST_YEAR)
    {
      self->kind = OVR_TYPED_UNCLEAR;
      return;
    }
  self->short_year = year->n_digits == 2;
  self->date = make_date (full, month, day);
  self->kind = ovr_date_is_known (self->date) ? OVR_TYPED_DATE : OVR_TYPED_NO_SUCH_DAY;
}

/* Day first, as everywhere but in the United States; by slashes it may be
 * either, unless only one of the two is a date. */
static void
take_numbers (OvrTypedDate *self,
              const Tokens *tokens)
{
  const Token *t = tokens->tokens;
  OvrTypedDate other = *self;

  if (t[0].n_digits == 4)
    {
      take_date (self, &t[0], t[1].value, t[2].value);
      return;
    }
  take_date (self, &t[2], t[1].value, t[0].value);
  take_date (&other, &t[2], t[0].value, t[1].value);
  if (!tokens->slash || other.kind != OVR_TYPED_DATE || ovr_date_compare (self->date, other.date) == 0)
    return;
  if (self->kind != OVR_TYPED_DATE)
    {
      *self = other;
      return;
    }
  self->kind = OVR_TYPED_TWO_READINGS;
  self->other = other.date;
}

static void
take_tokens (OvrTypedDate *self,
             Tokens *tokens)
{
  const Token *t = tokens->tokens;
  g_autofree char *pattern = dup_pattern (tokens);
  int month = -1;

  for (guint i = 0; i < tokens->n && month < 0; i++)
    if (t[i].n_digits == 0)
      month = ovr_text_month (t[i].word);

  if (strcmp (pattern, "NNN") == 0)
    take_numbers (self, tokens);
  else if (strcmp (pattern, "N") == 0 && t[0].n_digits == MAX_DIGITS)
    take_date (self, &(Token){ t[0].value / 10000, 4, NULL }, t[0].value / 100 % 100, t[0].value % 100);
  else if (strcmp (pattern, "NN") == 0)
    self->kind = t[0].n_digits <= 2 && t[1].n_digits <= 2 ? OVR_TYPED_NO_YEAR : OVR_TYPED_UNCLEAR;
  else if (month < 0)
    self->kind = OVR_TYPED_UNCLEAR;
  else if (strcmp (pattern, "NWN") == 0 && t[0].n_digits == 4)
    take_date (self, &t[0], month, t[2].value);
  else if (strcmp (pattern, "NWN") == 0)
    take_date (self, &t[2], month, t[0].value);
  else if (strcmp (pattern, "WNN") == 0)
    take_date (self, &t[2], month, t[1].value);
  else if ((strcmp (pattern, "NW") == 0 && t[0].n_digits <= 2) || (strcmp (pattern, "WN") == 0 && t[1].n_digits <= 2))
    self->kind = OVR_TYPED_NO_YEAR;
  else
    self->kind = OVR_TYPED_UNCLEAR;
}

/* Cuts "18:08", "18h08", "18:08 Uhr" or "6:08 pm" off the end. */
static char *
cut_time (const char *text,
          OvrTypedDate *self)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?:^|[T,\\s])\\s*(\\d{1,2})[:h](\\d{2})(?::\\d{2})?\\s*(am|pm|uhr|h)?\\s*$",
                                          G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour_text = NULL, *minute_text = NULL, *half = NULL;
  int start = 0, hour, minute;

  if (!g_regex_match (regex, text, 0, &match))
    return g_strdup (text);

  hour_text = g_match_info_fetch (match, 1);
  minute_text = g_match_info_fetch (match, 2);
  half = g_match_info_fetch (match, 3);
  hour = (int) g_ascii_strtoll (hour_text, NULL, 10);
  minute = (int) g_ascii_strtoll (minute_text, NULL, 10);
  if (half != NULL && (g_ascii_strcasecmp (half, "am") == 0 || g_ascii_strcasecmp (half, "pm") == 0))
    hour = hour < 1 || hour > 12 ? 24 : hour % 12 + (g_ascii_strcasecmp (half, "pm") == 0 ? 12 : 0);
  self->minute = hour < 24 && minute < 60 ? hour * 60 + minute : 24 * 60;
  g_match_info_fetch_pos (match, 0, &start, NULL);
  return g_strndup (text, (gsize) start);
}

OvrTypedDate
ovr_typed_date_read (const char *text)
{
  OvrTypedDate self = { .kind = OVR_TYPED_EMPTY, .minute = -1 };
  g_auto (Tokens) tokens = { 0 };
  g_autofree char *date = cut_time (text, &self);

  g_strstrip (date);
  if (*date == '\0')
    self.kind = self.minute < 0 ? OVR_TYPED_EMPTY : OVR_TYPED_TIME;
  else if (!tokenize (&tokens, date))
    self.kind = OVR_TYPED_UNCLEAR;
  else
    take_tokens (&self, &tokens);
  if (self.minute >= 24 * 60)
    self.kind = OVR_TYPED_NO_SUCH_DAY;
  return self;
}
