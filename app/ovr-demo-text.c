/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-private.h"

#include "ovr-clock.h"
#include "ovr-demo-resources.h"
#include "ovr-person.h"

#include <string.h>

#define PREFIX "/org/overread/demo/"

void
ovr_demo_words_set (OvrDemoWords *self,
                    const char *key,
                    const char *format,
                    ...)
{
  va_list args;

  va_start (args, format);
  g_hash_table_insert (self, g_strdup (key), g_strdup_vprintf (format, args));
  va_end (args);
}

OvrDate
ovr_demo_day (int days_from_today)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days_from_today);

  return (OvrDate){ (gint16) g_date_time_get_year (day), (guint8) g_date_time_get_month (day),
                    (guint8) g_date_time_get_day_of_month (day) };
}

OvrDate
ovr_demo_study_date (OvrPhantomTime time)
{
  OvrDate date = { 0 };

  ovr_date_parse (ovr_phantom_chest_study (time)->date, &date);
  return date;
}

/* "current.de" as German reports write dates, "current.en" in words. */
static void
set_date (OvrDemoWords *self,
          const char *name,
          OvrDate date)
{
  g_autofree char *german = g_strconcat (name, ".de", NULL);
  g_autofree char *english = g_strconcat (name, ".en", NULL);
  g_autofree char *words = ovr_date_to_words (date, "en");

  ovr_demo_words_set (self, german, "%02d.%02d.%04d", date.day, date.month, date.year);
  ovr_demo_words_set (self, english, "%s", words);
}

OvrDemoWords *
ovr_demo_words_new (void)
{
  OvrDemoWords *self = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrPhantomPatient *patient = &ovr_phantom_chest_study (OVR_PHANTOM_CURRENT)->patient;
  g_autofree char *name = ovr_person_name_to_display (patient->name);
  g_auto (GStrv) parts = g_strsplit (patient->name, "^", 3);
  OvrDate born = { 0 };
  OvrDate prior = ovr_demo_study_date (OVR_PHANTOM_PRIOR);
  OvrDate reported = ovr_demo_study_date (OVR_PHANTOM_CURRENT);

  ovr_date_parse (patient->birth_date, &born);
  ovr_demo_words_set (self, "name", "%s", name);
  ovr_demo_words_set (self, "spoken", "%s %s", parts[1], parts[0]);
  set_date (self, "born", born);
  set_date (self, "current", reported);
  set_date (self, "prior", prior);
  reported.day++; /* no study of the demo is made on the last day of a month */
  set_date (self, "reported", reported);
  prior.year--; /* the year is mistyped in the original report */
  set_date (self, "wrong-prior", prior);
  set_date (self, "asked", ovr_demo_day (-3));
  set_date (self, "due", ovr_demo_day (4));
  set_date (self, "operation", ovr_demo_day (21));
  ovr_demo_words_set (self, "series", "%d", truth->current.nodule.series);
  ovr_demo_words_set (self, "nodule-image", "%d", truth->current.nodule.image);
  ovr_demo_words_set (self, "adrenal-image", "%d", truth->current.adrenal.image);
  ovr_demo_words_set (self, "wrong-image", "%d", truth->current.adrenal.image - 90);
  return self;
}

char *
ovr_demo_fill (OvrDemoWords *self,
               const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *open = strchr (text, '{');
      const char *close = open != NULL ? strchr (open, '}') : NULL;
      g_autofree char *key = NULL;

      if (close == NULL)
        {
          g_string_append (out, text);
          break;
        }
      key = g_strndup (open + 1, (gsize) (close - open - 1));
      g_string_append_len (out, text, open - text);
      g_assert (g_hash_table_contains (self, key));
      g_string_append (out, g_hash_table_lookup (self, key));
      text = close + 1;
    }
  return g_string_free (out, FALSE);
}

char *
ovr_demo_dup_text (const char *name)
{
  g_autofree char *path = g_strconcat (PREFIX, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ovr_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (OvrDemoWords) words = ovr_demo_words_new ();
  g_autofree char *text = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return ovr_demo_fill (words, text);
}
