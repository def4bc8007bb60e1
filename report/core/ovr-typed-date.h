/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/**
 * OvrTypedKind:
 * @OVR_TYPED_EMPTY: nothing but blanks
 * @OVR_TYPED_DATE: one date
 * @OVR_TYPED_TIME: a time of day without a date
 * @OVR_TYPED_NO_YEAR: day and month only
 * @OVR_TYPED_TWO_READINGS: "03/04/2026": day or month first
 * @OVR_TYPED_NO_SUCH_DAY: the calendar, or the clock, hasn't got it
 * @OVR_TYPED_UNCLEAR: anything else
 */
typedef enum
{
  OVR_TYPED_EMPTY,
  OVR_TYPED_DATE,
  OVR_TYPED_TIME,
  OVR_TYPED_NO_YEAR,
  OVR_TYPED_TWO_READINGS,
  OVR_TYPED_NO_SUCH_DAY,
  OVR_TYPED_UNCLEAR,
} OvrTypedKind;

/**
 * OvrTypedDate:
 * @kind: what it is
 * @date: with DATE; with TWO_READINGS the one that has the day first
 * @other: with TWO_READINGS the one that has the month first
 * @short_year: the year has two digits: of this century
 * @minute: of the day, 0 to 1439; -1 where no time was typed
 */
typedef struct
{
  OvrTypedKind kind;
  OvrDate date;
  OvrDate other;
  gboolean short_year;
  int minute;
} OvrTypedDate;

/**
 * ovr_typed_date_read:
 * @text: what somebody typed into a field for a date
 *
 * Reads a whole text as one date, with or without a time of day: "2026-11-30",
 * "20261130", "30.11.2026", "30.11.26", "11/30/2026", "30 Nov 2026", "Monday,
 * 30th of November 2026", "November 30, 2026", "30 de noviembre de 2026",
 * "30.11.2026 18:08", "30 Nov 2026, 6:08 pm". Months in letters as in
 * ovr_text_find_dates(). Thread-safe.
 */
OvrTypedDate ovr_typed_date_read (const char *text);

G_END_DECLS
