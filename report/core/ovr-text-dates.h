/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/**
 * OvrTextDate:
 * @start: first byte in the text
 * @date: the date
 * @other: the other reading of "03/04/2026"; unknown where there is one only
 * @is_birth: words of birth stand right before it ("geb.", "born", "DOB")
 *
 * A date found in a text.
 */
typedef struct
{
  gsize start;
  OvrDate date;
  OvrDate other;
  gboolean is_birth;
} OvrTextDate;

/* All dates in a German, English, French, Spanish, Italian or Portuguese text:
 * "29.02.1956", "29. Februar 1956", "29 Feb 1956", "February 29, 1956",
 * "1956-02-29", "29/02/1956". (transfer full) (element-type OvrTextDate) */
GArray *ovr_text_find_dates (const char *text);

/* The month (1 to 12) that a word of one of these languages begins like: "Nov",
 * "Februar", "août"; -1 for any other word. */
int ovr_text_month (const char *word);

/* A date whose month is a number ("03/04/2026", "3.4.26"): two readers read it
 * in two ways. */
gboolean ovr_text_has_numeric_date (const char *text);

G_END_DECLS
