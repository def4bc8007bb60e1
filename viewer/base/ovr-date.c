/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-date.h"

#include "ovr-clock.h"

#include <string.h>

/* Below these limits an age is told in the finer unit. */
#define DAYS_BELOW 28
#define WEEKS_BELOW_MONTHS 3
#define MONTHS_BELOW 24

typedef struct
{
  const char *language;
  const char *months[12];
  const char *order; /* %d day, %m month, %y year */
  const char *unknown;
  const char *age[OVR_AGE_YEARS + 1][2]; /* one, many; "" for unknown */
} DateWords;

static const DateWords words[] = {
  { "en",
    { "January", "February", "March", "April", "May", "June", "July",
      "August", "September", "October", "November", "December" },
    "%d %m %y",
    "date unknown",
    { { "age unknown", "age unknown" },
      { "day", "days" },
      { "week", "weeks" },
      { "month", "months" },
      { "year", "years" } } },
  { "de",
    { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
      "September", "Oktober", "November", "Dezember" },
    "%d. %m %y",
    "Datum unbekannt",
    { { "Alter unbekannt", "Alter unbekannt" },
      { "Tag", "Tage" },
      { "Woche", "Wochen" },
      { "Monat", "Monate" },
      { "Jahr", "Jahre" } } },
  { "fr",
    { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
      "septembre", "octobre", "novembre", "décembre" },
    "%d %m %y",
    "date inconnue",
    { { "âge inconnu", "âge inconnu" },
      { "jour", "jours" },
      { "semaine", "semaines" },
      { "mois", "mois" },
      { "an", "ans" } } },
  { "es",
    { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
      "agosto", "septiembre", "octubre", "noviembre", "diciembre" },
    "%d de %m de %y",
    "fecha desconocida",
    { { "edad desconocida", "edad desconocida" },
      { "día", "días" },
      { "semana", "semanas" },
      { "mes", "meses" },
      { "año", "años" } } },
  { "it",
    { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
      "agosto", "settembre", "ottobre", "novembre", "dicembre" },
    "%d %m %y",
    "data sconosciuta",
    { { "età sconosciuta", "età sconosciuta" },
      { "giorno", "giorni" },
      { "settimana", "settimane" },
      { "mese", "mesi" },
      { "anno", "anni" } } },
  { "pt",
    { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
      "agosto", "setembro", "outubro", "novembro", "dezembro" },
    "%d de %m de %y",
    "data desconhecida",
    { { "idade desconhecida", "idade desconhecida" },
      { "dia", "dias" },
      { "semana", "semanas" },
      { "mês", "meses" },
      { "ano", "anos" } } },
};

static const DateWords *
find_words (const char *language)
{
  for (gsize i = 0; language != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strncasecmp (language, words[i].language, 2) == 0 &&
        (language[2] == '\0' || language[2] == '-' || language[2] == '_'))
      return &words[i];

  return &words[0];
}

gboolean
ovr_date_is_known (OvrDate self)
{
  return self.year != 0;
}

gboolean
ovr_date_is_valid (OvrDate self)
{
  return self.year > 0 && self.month > 0 && self.day > 0 &&
         g_date_valid_dmy (self.day, (GDateMonth) self.month, (GDateYear) self.year);
}

/* Reads exactly @n digits and steps over them. */
static gboolean
take_digits (const char **text,
             guint n,
             int *out)
{
  int value = 0;

  for (guint i = 0; i < n; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      value = value * 10 + g_ascii_digit_value (**text);
    }

  *out = value;
  return TRUE;
}

gboolean
ovr_date_parse (const char *text,
                OvrDate *out)
{
  OvrDate date;
  int year, month, day;
  char separator = '\0';

  g_return_val_if_fail (out != NULL, FALSE);

  if (text == NULL || !take_digits (&text, 4, &year))
    return FALSE;

  if (*text == '.' || *text == '-')
    separator = *text++;
  if (!take_digits (&text, 2, &month))
    return FALSE;
  if (separator != '\0' && *text++ != separator)
    return FALSE;
  if (!take_digits (&text, 2, &day))
    return FALSE;
  while (*text == ' ')
    text++;

  date = (OvrDate){ (gint16) year, (guint8) month, (guint8) day };
  if (*text != '\0' || !ovr_date_is_valid (date))
    return FALSE;

  *out = date;
  return TRUE;
}

char *
ovr_date_to_iso (OvrDate self)
{
  return ovr_date_is_known (self)
             ? g_strdup_printf ("%04d-%02d-%02d", self.year, self.month, self.day)
             : NULL;
}

char *
ovr_date_to_dicom (OvrDate self)
{
  return ovr_date_is_known (self)
             ? g_strdup_printf ("%04d%02d%02d", self.year, self.month, self.day)
             : g_strdup ("");
}

char *
ovr_date_to_words (OvrDate self,
                   const char *language)
{
  const DateWords *w = find_words (language);
  GString *text;

  if (!ovr_date_is_valid (self))
    return g_strdup (w->unknown);

  text = g_string_new (NULL);
  for (const char *p = w->order; *p != '\0'; p++)
    {
      if (*p != '%')
        {
          g_string_append_c (text, *p);
          continue;
        }
      p++;
      if (*p == 'd')
        g_string_append_printf (text, "%d", self.day);
      else if (*p == 'm')
        g_string_append (text, w->months[self.month - 1]);
      else
        g_string_append_printf (text, "%d", self.year);
    }

  return g_string_free (text, FALSE);
}

int
ovr_date_compare (OvrDate a,
                  OvrDate b)
{
  int x = a.year * 10000 + a.month * 100 + a.day;
  int y = b.year * 10000 + b.month * 100 + b.day;

  return (x > y) - (x < y);
}

static guint32
julian (OvrDate date)
{
  GDate gdate;

  g_date_clear (&gdate, 1);
  g_date_set_dmy (&gdate, date.day, (GDateMonth) date.month, (GDateYear) date.year);
  return g_date_get_julian (&gdate);
}

int
ovr_date_days_between (OvrDate from,
                       OvrDate to)
{
  g_return_val_if_fail (ovr_date_is_valid (from) && ovr_date_is_valid (to), 0);

  return (int) julian (to) - (int) julian (from);
}

OvrDate
ovr_date_today (void)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();

  return (OvrDate){ (gint16) g_date_time_get_year (now),
                    (guint8) g_date_time_get_month (now),
                    (guint8) g_date_time_get_day_of_month (now) };
}

OvrAge
ovr_age_at (OvrDate birth,
            OvrDate on)
{
  int days, months;

  if (!ovr_date_is_valid (birth) || !ovr_date_is_valid (on) || ovr_date_compare (birth, on) > 0)
    return (OvrAge){ 0, OVR_AGE_UNKNOWN };

  days = ovr_date_days_between (birth, on);
  months = (on.year - birth.year) * 12 + (on.month - birth.month) - (on.day < birth.day ? 1 : 0);

  if (days < DAYS_BELOW)
    return (OvrAge){ days, OVR_AGE_DAYS };
  if (months < WEEKS_BELOW_MONTHS)
    return (OvrAge){ days / 7, OVR_AGE_WEEKS };
  if (months < MONTHS_BELOW)
    return (OvrAge){ months, OVR_AGE_MONTHS };
  return (OvrAge){ months / 12, OVR_AGE_YEARS };
}

gboolean
ovr_age_parse (const char *as,
               OvrAge *out)
{
  static const char units[] = { '\0', 'D', 'W', 'M', 'Y' };
  int value;

  g_return_val_if_fail (out != NULL, FALSE);

  if (as == NULL || !take_digits (&as, 3, &value))
    return FALSE;

  for (int unit = OVR_AGE_DAYS; unit <= OVR_AGE_YEARS; unit++)
    if (as[0] == units[unit] && as[1] == '\0')
      {
        *out = (OvrAge){ value, (OvrAgeUnit) unit };
        return TRUE;
      }

  return FALSE;
}

char *
ovr_age_to_words (OvrAge self,
                  const char *language)
{
  const DateWords *w = find_words (language);

  if (self.unit == OVR_AGE_UNKNOWN)
    return g_strdup (w->age[OVR_AGE_UNKNOWN][0]);

  /* French counts zero as one; the other languages here as many. */
  gboolean one = self.value == 1 || (self.value == 0 && strcmp (w->language, "fr") == 0);
  return g_strdup_printf ("%d\u00a0%s", self.value, w->age[self.unit][one ? 0 : 1]);
}
