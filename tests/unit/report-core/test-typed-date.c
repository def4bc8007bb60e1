/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-typed-date.h"

static void
expect (const char *text,
        OvrTypedKind kind,
        const char *iso)
{
  OvrTypedDate read = ovr_typed_date_read (text);
  g_autofree char *found = ovr_date_to_iso (read.date);

  g_test_message ("%s", text);
  g_assert_cmpint (read.kind, ==, kind);
  if (kind == OVR_TYPED_DATE)
    g_assert_cmpstr (found, ==, iso);
}

static void
test_dates_are_read_as_people_type_them (void)
{
  static const char *const texts[] = {
    "2026-11-03", "2026-11-3", "20261103", "2026.11.03", "3.11.2026", "03.11.26", " 3. 11. 2026 ", "3-11-2026",
    "3 Nov 2026", "3. November 2026", "3rd of November 2026", "November 3, 2026", "Nov 3 2026", "2026 Nov 3",
    "Tuesday, 3 November 2026", "Di., 03.11.2026", "mardi 3 novembre 2026", "3 de noviembre de 2026", "3Nov2026",
    "3º novembro 2026"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    expect (texts[i], OVR_TYPED_DATE, "2026-11-03");
  expect ("29 février 2028", OVR_TYPED_DATE, "2028-02-29");
  g_assert_true (ovr_typed_date_read ("03.11.26").short_year);
  g_assert_false (ovr_typed_date_read ("03.11.2026").short_year);
}

/* With slashes the day or the month may stand first: it is taken only where one
 * of the two is a date. */
static void
test_slashes_are_never_guessed (void)
{
  OvrTypedDate read = ovr_typed_date_read ("03/04/2026");

  g_assert_cmpint (read.kind, ==, OVR_TYPED_TWO_READINGS);
  g_assert_cmpint (read.date.month, ==, 4);
  g_assert_cmpint (read.other.month, ==, 3);
  expect ("11/30/2026", OVR_TYPED_DATE, "2026-11-30");
  expect ("30/11/2026", OVR_TYPED_DATE, "2026-11-30");
  expect ("05/05/2026", OVR_TYPED_DATE, "2026-05-05");
}

static void
test_what_is_no_date_says_why (void)
{
  expect ("", OVR_TYPED_EMPTY, NULL);
  expect ("  ", OVR_TYPED_EMPTY, NULL);
  expect ("30.11.", OVR_TYPED_NO_YEAR, NULL);
  expect ("30 Nov", OVR_TYPED_NO_YEAR, NULL);
  expect ("Nov 30", OVR_TYPED_NO_YEAR, NULL);
  expect ("31.11.2026", OVR_TYPED_NO_SUCH_DAY, NULL);
  expect ("29 Feb 2026", OVR_TYPED_NO_SUCH_DAY, NULL);
  expect ("13.13.2026", OVR_TYPED_NO_SUCH_DAY, NULL);
  expect ("Nov 2026", OVR_TYPED_UNCLEAR, NULL);
  expect ("30.11.202", OVR_TYPED_UNCLEAR, NULL);
  expect ("30.11.0206", OVR_TYPED_UNCLEAR, NULL);
  expect ("soon", OVR_TYPED_UNCLEAR, NULL);
  expect ("30.11.2026 or later", OVR_TYPED_UNCLEAR, NULL);
  expect ("1 2 3 4 5 6 7 8 9 10", OVR_TYPED_UNCLEAR, NULL);
  expect ("99999999999999999999", OVR_TYPED_UNCLEAR, NULL);
  expect ("2026-11-30; DROP", OVR_TYPED_UNCLEAR, NULL);
}

static void
test_time_of_day_may_follow (void)
{
  static const struct
  {
    const char *text;
    int minute;
  } times[] = {
    { "30.11.2026 18:08", 18 * 60 + 8 },
    { "2026-11-30T18:08:00", 18 * 60 + 8 },
    { "30 November 2026, 6:08 pm", 18 * 60 + 8 },
    { "30. November 2026, 18:08 Uhr", 18 * 60 + 8 },
    { "30 novembre 2026 18h08", 18 * 60 + 8 },
    { "30 Nov 2026 12:00 am", 0 },
    { "30 Nov 2026", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      expect (times[i].text, OVR_TYPED_DATE, "2026-11-30");
      g_assert_cmpint (ovr_typed_date_read (times[i].text).minute, ==, times[i].minute);
    }
  expect ("18:08", OVR_TYPED_TIME, NULL);
  expect ("30.11.2026 24:08", OVR_TYPED_NO_SUCH_DAY, NULL);
  expect ("30.11.2026 13:08 pm", OVR_TYPED_NO_SUCH_DAY, NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typed-date/read", test_dates_are_read_as_people_type_them);
  g_test_add_func ("/typed-date/slashes", test_slashes_are_never_guessed);
  g_test_add_func ("/typed-date/refused", test_what_is_no_date_says_why);
  g_test_add_func ("/typed-date/time", test_time_of_day_may_follow);
  return g_test_run ();
}
