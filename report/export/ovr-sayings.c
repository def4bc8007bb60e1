/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-sayings.h"

#include <math.h>

typedef struct
{
  const char *language;
  const char *const *table;
} Entry;

static const Entry entries[] = {
  { "en", ovr_sayings_en },
  { "de", ovr_sayings_de },
  { "fr", ovr_sayings_fr },
  { "es", ovr_sayings_es },
  { "it", ovr_sayings_it },
  { "pt", ovr_sayings_pt },
};

const char *
ovr_say (OvrSaying saying,
         const char *language)
{
  g_return_val_if_fail (saying < OVR_N_SAYINGS, "");

  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (entries); i++)
    if (g_ascii_strncasecmp (language, entries[i].language, 2) == 0 && !g_ascii_isalpha (language[2]))
      return entries[i].table[saying];
  return ovr_sayings_en[saying];
}

char *
ovr_say_with (OvrSaying saying,
              const char *language,
              const char *first,
              const char *second,
              const char *third)
{
  const char *arguments[] = { first, second, third };
  GString *out = g_string_new (NULL);

  for (const char *p = ovr_say (saying, language); *p != '\0'; p++)
    if (p[0] == '{' && p[1] >= '0' && p[1] <= '2' && p[2] == '}')
      {
        const char *argument = arguments[p[1] - '0'];

        g_string_append (out, argument != NULL ? argument : "");
        p += 2;
      }
    else
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

char *
ovr_say_upper (OvrSaying saying,
               const char *language)
{
  return g_utf8_strup (ovr_say (saying, language), -1);
}

char *
ovr_say_time (const char *iso,
              const char *language)
{
  g_autoptr (GDateTime) time = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
  g_autofree char *date = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *offset = NULL;
  g_autofree char *zone = NULL;
  OvrDate day;

  if (time == NULL)
    return g_strdup (iso != NULL ? iso : "");
  day.year = (gint16) g_date_time_get_year (time);
  day.month = (guint8) g_date_time_get_month (time);
  day.day = (guint8) g_date_time_get_day_of_month (time);
  date = ovr_date_to_words (day, language);
  clock = g_date_time_format (time, "%H:%M");
  offset = g_date_time_format (time, "%:z");
  zone = ovr_say_with (OVR_SAY_TIME_ZONE, language, offset, NULL, NULL);
  return g_strdup_printf ("%s, %s %s", date, clock, zone);
}

char *
ovr_say_replaces (int version,
                  const char *signed_at,
                  const char *language)
{
  g_autofree char *number = g_strdup_printf ("%d", version);
  g_autofree char *day = g_strndup (signed_at != NULL ? signed_at : "", 10);
  g_autofree char *words = NULL;
  OvrDate date;

  if (!ovr_date_parse (day, &date))
    return ovr_say_with (OVR_SAY_REPLACES, language, number, NULL, NULL);
  words = ovr_date_to_words (date, language);
  return ovr_say_with (OVR_SAY_REPLACES_OF, language, number, words, NULL);
}

char *
ovr_say_provenance (const OvrMeasurement *measurement,
                    const char *language)
{
  static const OvrSaying sayings[] = {
    [OVR_PROVENANCE_PIXELS] = OVR_SAY_PROVENANCE_PIXELS,
    [OVR_PROVENANCE_PIXEL_SPACING] = OVR_SAY_PROVENANCE_PIXEL_SPACING,
    [OVR_PROVENANCE_DETECTOR_PLANE] = OVR_SAY_PROVENANCE_DETECTOR_PLANE,
    [OVR_PROVENANCE_MAGNIFICATION] = OVR_SAY_PROVENANCE_MAGNIFICATION,
    [OVR_PROVENANCE_FIDUCIAL] = OVR_SAY_PROVENANCE_FIDUCIAL,
    [OVR_PROVENANCE_US_REGION] = OVR_SAY_PROVENANCE_US_REGION,
    [OVR_PROVENANCE_USER] = OVR_SAY_PROVENANCE_USER,
    [OVR_PROVENANCE_DOCUMENT] = OVR_SAY_PROVENANCE_DOCUMENT,
  };
  g_autofree char *region = g_strdup_printf ("%u", measurement->us_region);

  if (measurement->provenance == OVR_PROVENANCE_NONE)
    return g_strdup ("");
  g_return_val_if_fail ((guint) measurement->provenance < G_N_ELEMENTS (sayings), NULL);
  return ovr_say_with (sayings[measurement->provenance], language, region, NULL, NULL);
}

char *
ovr_say_clinical_value (double value,
                        const char *unit,
                        const char *language)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.6g", fabs (value));
  if (language != NULL && !g_str_has_prefix (language, "en"))
    g_strdelimit (digits, ".", ',');
  return g_strdup_printf ("%s%s%s%s", value < 0.0 ? "−" : "", digits, unit != NULL && *unit != '\0' ? "\u00a0" : "",
                          unit != NULL ? unit : "");
}
