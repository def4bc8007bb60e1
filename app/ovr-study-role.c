/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-study-role.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#define DAYS_OF_MONTH 30.4375
#define DAYS_OF_YEAR 365.25

static char *
length_words (int days)
{
  int weeks = (int) lround (days / 7.0), months = (int) lround (days / DAYS_OF_MONTH), years = (int) lround (days / DAYS_OF_YEAR);

  if (days < 14)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
  if (days < 183)
    return g_strdup_printf (ngettext ("%d week", "%d weeks", (gulong) weeks), weeks);
  if (days < 730)
    return g_strdup_printf (ngettext ("%d month", "%d months", (gulong) months), months);
  return g_strdup_printf (ngettext ("%d year", "%d years", (gulong) years), years);
}

char *
ovr_interval_to_words (OvrDate current,
                       OvrDate other)
{
  g_autofree char *length = NULL;
  int days;

  if (!ovr_date_is_valid (current) || !ovr_date_is_valid (other))
    return NULL;
  days = ovr_date_days_between (other, current);
  if (days == 0)
    return g_strdup (_ ("same day"));

  length = length_words (abs (days));
  /* Translators: how long before the current study another one was made */
  return days > 0 ? g_strdup_printf (_ ("%s before"), length)
                  /* Translators: H08: a study that is called a prior is newer than the current one */
                  : g_strdup_printf (_ ("%s AFTER current"), length);
}
