/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-clock.h"

/* FALSE where the variable is missing or is no number. */
static gboolean
stopped_at (gint64 *seconds)
{
  const char *text = g_getenv ("SOURCE_DATE_EPOCH");

  return text != NULL &&
         g_ascii_string_to_signed (text, 10, 0, G_MAXINT32 * 64LL, seconds, NULL);
}

GDateTime *
ovr_clock_now (void)
{
  gint64 seconds;

  return stopped_at (&seconds) ? g_date_time_new_from_unix_utc (seconds)
                               : g_date_time_new_now_local ();
}

char *
ovr_clock_to_iso (GDateTime *time)
{
  return time == NULL ? NULL : g_date_time_format (time, "%Y-%m-%dT%H:%M:%S%:z");
}

char *
ovr_clock_now_iso (void)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();

  return ovr_clock_to_iso (now);
}

gint64
ovr_clock_ticks_us (void)
{
  return g_get_monotonic_time ();
}
