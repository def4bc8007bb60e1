/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-text.h"

#include "ovr-clock.h"
#include "ovr-phantom.h"

#include <gio/gio.h>
#include <string.h>

#define RESOURCES "/org/overread/Overread/demo/"
#define REPORTED_DAYS_LATER 1
#define RECEIVED_DAYS_LATER 3
#define ASKED_DAYS_AGO 1
#define DUE_DAYS_AHEAD 7
#define OPERATION_DAYS_AHEAD 14

/* The original compares with a study of that long before the prior one, which
 * nobody sent: one of its errors. */
#define WRONG_PRIOR_MONTHS_EARLIER 13

static const char *const months_de[] = { "Januar", "Februar", "März", "April", "Mai", "Juni",
                                         "Juli", "August", "September", "Oktober", "November", "Dezember" };
static const char *const months_en[] = { "January", "February", "March", "April", "May", "June", "July",
                                         "August", "September", "October", "November", "December" };

static void
set (OvrDemoFacts *self,
     const char *key,
     char *value)
{
  g_hash_table_insert (self->values, g_strdup (key), value);
}

/* "current" gives "current.date", "current.date.de" and "current.date.short":
 * months in letters, so that no day is taken for a month. */
static void
set_date (OvrDemoFacts *self,
          const char *key,
          OvrDate date)
{
  g_autofree char *english = g_strconcat (key, ".en", NULL);
  g_autofree char *german = g_strconcat (key, ".de", NULL);
  g_autofree char *brief = g_strconcat (key, ".stamp", NULL);
  g_autofree char *month = g_utf8_substring (months_de[date.month - 1], 0, 3);

  set (self, english, g_strdup_printf ("%d %s %d", date.day, months_en[date.month - 1], date.year));
  set (self, german, g_strdup_printf ("%d. %s %d", date.day, months_de[date.month - 1], date.year));
  set (self, brief, g_strdup_printf ("%02d. %s. %d", date.day, month, date.year));
}

static OvrDate
to_date (GDateTime *time)
{
  OvrDate date = { (gint16) g_date_time_get_year (time), (guint8) g_date_time_get_month (time),
                   (guint8) g_date_time_get_day_of_month (time) };

  return date;
}

static OvrDate
add_to (OvrDate date,
        int months,
        int days)
{
  g_autoptr (GDateTime) start = g_date_time_new_utc (date.year, date.month, date.day, 12, 0, 0);
  g_autoptr (GDateTime) moved = g_date_time_add_full (start, 0, months, days, 0, 0, 0);

  return to_date (moved);
}

static OvrDate
study_date (OvrPhantomTime time)
{
  OvrDate date = { 0, 0, 0 };

  ovr_date_parse (ovr_phantom_chest_study (time)->date, &date);
  return date;
}

/* "Østergård-Kučera^Žofie" as letters write it: family name first, or last. */
static void
set_patient (OvrDemoFacts *self)
{
  const OvrPhantomPatient *patient = &ovr_phantom_chest_study (OVR_PHANTOM_CURRENT)->patient;
  g_auto (GStrv) parts = g_strsplit (patient->name, "^", 2);
  OvrDate born = { 0, 0, 0 };

  ovr_date_parse (patient->birth_date, &born);
  set (self, "patient.name", g_strdup_printf ("%s, %s", parts[0], parts[1]));
  set (self, "patient.spoken", g_strdup_printf ("%s %s", parts[1], parts[0]));
  set (self, "patient.id", g_strdup (patient->id));
  set_date (self, "patient.born", born);
}

/* What the original report says of the images: the nodule too small, the
 * adrenal's picture wrong. */
static void
set_claims (OvrDemoFacts *self)
{
  const OvrPhantomStudyTruth *truth = &ovr_phantom_chest_truth ()->current;

  set (self, "nodule.claimed.de", g_strdup ("1,2 cm"));
  set (self, "nodule.claimed.en", g_strdup ("1.2 cm"));
  set (self, "adrenal.claimed.de", g_strdup_printf ("%.0f mm", truth->adrenal.longest_mm));
  set (self, "adrenal.claimed.en", g_strdup_printf ("%.0f mm", truth->adrenal.longest_mm));
  set (self, "nodule.series", g_strdup_printf ("%d", truth->nodule.series));
  set (self, "nodule.image", g_strdup_printf ("%d", truth->nodule.image));
  set (self, "wrong.image", g_strdup_printf ("%d", truth->adrenal.image > 60 ? truth->adrenal.image - 49 : truth->adrenal.image + 49));
  set (self, "institution", g_strdup (ovr_phantom_chest_study (OVR_PHANTOM_CURRENT)->institution));
}

OvrDemoFacts *
ovr_demo_facts_new (void)
{
  OvrDemoFacts *self = g_new0 (OvrDemoFacts, 1);
  g_autoptr (GDateTime) now = ovr_clock_now ();
  OvrDate today = to_date (now);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->current = study_date (OVR_PHANTOM_CURRENT);
  self->prior = study_date (OVR_PHANTOM_PRIOR);
  self->reported = add_to (self->current, 0, REPORTED_DAYS_LATER);
  self->received = add_to (self->current, 0, RECEIVED_DAYS_LATER);
  self->asked = add_to (today, 0, -ASKED_DAYS_AGO);
  self->due = add_to (today, 0, DUE_DAYS_AHEAD);
  self->operation = add_to (today, 0, OPERATION_DAYS_AHEAD);
  set_date (self, "current.date", self->current);
  set_date (self, "prior.date", self->prior);
  set_date (self, "report.date", self->reported);
  set_date (self, "received.date", self->received);
  set_date (self, "asked.date", self->asked);
  set_date (self, "due.date", self->due);
  set_date (self, "operation.date", self->operation);
  set_date (self, "wrong.prior.date", add_to (self->prior, -WRONG_PRIOR_MONTHS_EARLIER, 9));
  set_patient (self);
  set_claims (self);
  return self;
}

void
ovr_demo_facts_free (OvrDemoFacts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->values);
  g_free (self);
}

char *
ovr_demo_text_fill (const OvrDemoFacts *facts,
                    const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  GString *out = g_string_new (NULL);
  const char *at;

  if (bytes == NULL)
    g_error ("There is no text %s", path);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  for (at = text; *at != '\0';)
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *key = end != NULL ? g_strndup (at + 1, (gsize) (end - at - 1)) : NULL;
      const char *value = key != NULL ? g_hash_table_lookup (facts->values, key) : NULL;

      if (key != NULL && value == NULL)
        g_error ("%s has an unknown key {%s}", name, key);
      if (key == NULL)
        g_string_append_c (out, *at++);
      else
        {
          g_string_append (out, value);
          at = end + 1;
        }
    }
  return g_string_free (out, FALSE);
}
