/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-clock.h"
#include "ovr-date.h"

static OvrDate
date (const char *iso)
{
  OvrDate out = { 0 };

  g_assert_true (ovr_date_parse (iso, &out));
  return out;
}

static void
test_parse_reads_the_three_forms (void)
{
  OvrDate a = date ("19940314"), b = date ("1994.03.14"), c = date ("1994-03-14");

  g_assert_cmpint (a.year, ==, 1994);
  g_assert_cmpint (a.month, ==, 3);
  g_assert_cmpint (a.day, ==, 14);
  g_assert_cmpint (ovr_date_compare (a, b), ==, 0);
  g_assert_cmpint (ovr_date_compare (a, c), ==, 0);
}

static void
test_parse_refuses_what_is_no_date (void)
{
  static const char *const bad[] = { "", "1994", "19941314", "19940230", "1994-03.14", "19940314x",
                                     "20230229", "00000101", "-9940314", "1994031" };
  OvrDate out = { 1, 2, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ovr_date_parse (bad[i], &out));
  g_assert_false (ovr_date_parse (NULL, &out));
  g_assert_cmpint (out.year, ==, 1);
}

static void
test_month_is_always_in_letters (void)
{
  static const struct
  {
    const char *language, *text;
  } rows[] = {
    { "en", "14 March 1994" },
    { "de", "14. März 1994" },
    { "fr-CH", "14 mars 1994" },
    { "es", "14 de marzo de 1994" },
    { "it", "14 marzo 1994" },
    { "pt_BR", "14 de março de 1994" },
    { "xx", "14 March 1994" },
    { "den", "14 March 1994" },
    { NULL, "14 March 1994" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = ovr_date_to_words (date ("1994-03-14"), rows[i].language);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_unknown_date_says_so (void)
{
  g_autofree char *words = ovr_date_to_words ((OvrDate){ 0 }, "de");

  g_assert_cmpstr (words, ==, "Datum unbekannt");
  g_assert_null (ovr_date_to_iso ((OvrDate){ 0 }));
}

static void
test_age_follows_the_calendar (void)
{
  static const struct
  {
    const char *birth, *on;
    int value;
    OvrAgeUnit unit;
  } rows[] = {
    { "2026-11-03", "2026-11-03", 0, OVR_AGE_DAYS },
    { "2026-10-07", "2026-11-03", 27, OVR_AGE_DAYS },
    { "2026-10-06", "2026-11-03", 4, OVR_AGE_WEEKS },
    { "2026-08-04", "2026-11-03", 13, OVR_AGE_WEEKS },
    { "2026-08-03", "2026-11-03", 3, OVR_AGE_MONTHS },
    { "2024-11-04", "2026-11-03", 23, OVR_AGE_MONTHS },
    { "2024-11-03", "2026-11-03", 2, OVR_AGE_YEARS },
    { "1994-03-14", "2026-03-13", 31, OVR_AGE_YEARS },
    { "1994-03-14", "2026-03-14", 32, OVR_AGE_YEARS },
    /* Born on a leap day: completed on 1 March, on the day itself in leap years. */
    { "1956-02-29", "2026-02-28", 69, OVR_AGE_YEARS },
    { "1956-02-29", "2026-03-01", 70, OVR_AGE_YEARS },
    { "1956-02-29", "2024-02-29", 68, OVR_AGE_YEARS },
    /* Across the end of a month. */
    { "2026-01-31", "2026-04-30", 12, OVR_AGE_WEEKS },
    { "2026-01-31", "2026-05-01", 3, OVR_AGE_MONTHS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OvrAge age = ovr_age_at (date (rows[i].birth), date (rows[i].on));

      g_assert_cmpint (age.value, ==, rows[i].value);
      g_assert_cmpint (age.unit, ==, rows[i].unit);
    }
}

static void
test_age_before_birth_is_unknown (void)
{
  g_assert_cmpint (ovr_age_at (date ("2026-11-04"), date ("2026-11-03")).unit, ==, OVR_AGE_UNKNOWN);
  g_assert_cmpint (ovr_age_at ((OvrDate){ 0 }, date ("2026-11-03")).unit, ==, OVR_AGE_UNKNOWN);
}

static void
test_age_does_not_move_with_the_time_zone (void)
{
  static const char *const zones[] = { "UTC", "Pacific/Kiritimati", "Etc/GMT+12" };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_setenv ("TZ", zones[i], TRUE);
      g_assert_cmpint (ovr_age_at (date ("1994-11-03"), date ("2026-11-03")).value, ==, 32);
    }
  g_unsetenv ("TZ");
}

static void
test_stated_age_is_read (void)
{
  OvrAge age;

  g_assert_true (ovr_age_parse ("004W", &age));
  g_assert_cmpint (age.value, ==, 4);
  g_assert_cmpint (age.unit, ==, OVR_AGE_WEEKS);
  g_assert_false (ovr_age_parse ("4W", &age));
  g_assert_false (ovr_age_parse ("032X", &age));
}

static void
test_age_words_have_plurals (void)
{
  g_autofree char *one = ovr_age_to_words ((OvrAge){ 1, OVR_AGE_YEARS }, "en");
  g_autofree char *many = ovr_age_to_words ((OvrAge){ 3, OVR_AGE_WEEKS }, "de");
  g_autofree char *zero = ovr_age_to_words ((OvrAge){ 0, OVR_AGE_DAYS }, "fr");

  g_assert_cmpstr (one, ==, "1\u00a0year");
  g_assert_cmpstr (many, ==, "3\u00a0Wochen");
  g_assert_cmpstr (zero, ==, "0\u00a0jour");
}

static void
test_clock_can_be_stopped (void)
{
  g_autofree char *iso = NULL;

  g_setenv ("SOURCE_DATE_EPOCH", "1795453680", TRUE);
  iso = ovr_clock_now_iso ();
  g_assert_cmpstr (iso, ==, "2026-11-23T17:08:00+00:00");
  g_assert_cmpint (ovr_date_compare (ovr_date_today (), date ("2026-11-23")), ==, 0);
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/parse/forms", test_parse_reads_the_three_forms);
  g_test_add_func ("/date/parse/refuses", test_parse_refuses_what_is_no_date);
  g_test_add_func ("/date/words/month-in-letters", test_month_is_always_in_letters);
  g_test_add_func ("/date/words/unknown", test_unknown_date_says_so);
  g_test_add_func ("/date/age/calendar", test_age_follows_the_calendar);
  g_test_add_func ("/date/age/before-birth", test_age_before_birth_is_unknown);
  g_test_add_func ("/date/age/time-zone", test_age_does_not_move_with_the_time_zone);
  g_test_add_func ("/date/age/stated", test_stated_age_is_read);
  g_test_add_func ("/date/age/words", test_age_words_have_plurals);
  g_test_add_func ("/clock/stopped", test_clock_can_be_stopped);
  return g_test_run ();
}
