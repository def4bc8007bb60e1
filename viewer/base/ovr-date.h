/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrDate:
 * @year: 1 to 9999; 0 where the date is unknown
 * @month: 1 to 12
 * @day: 1 to 31
 *
 * A calendar date without a time zone, as DICOM's DA. A plain value; all
 * zeroes is "unknown". All functions here are thread-safe.
 */
typedef struct
{
  gint16 year;
  guint8 month;
  guint8 day;
} OvrDate;

/**
 * OvrAgeUnit:
 * @OVR_AGE_UNKNOWN: birth date or reference date is missing or contradictory
 * @OVR_AGE_DAYS: below 4 weeks
 * @OVR_AGE_WEEKS: from 4 weeks to below 3 months
 * @OVR_AGE_MONTHS: from 3 months to below 2 years
 * @OVR_AGE_YEARS: from 2 years on
 *
 * The unit in which an age is told: the younger the patient, the finer.
 */
typedef enum
{
  OVR_AGE_UNKNOWN,
  OVR_AGE_DAYS,
  OVR_AGE_WEEKS,
  OVR_AGE_MONTHS,
  OVR_AGE_YEARS,
} OvrAgeUnit;

/**
 * OvrAge:
 * @value: completed units; never negative
 * @unit: the unit
 */
typedef struct
{
  int value;
  OvrAgeUnit unit;
} OvrAge;

gboolean ovr_date_is_known (OvrDate self);
gboolean ovr_date_is_valid (OvrDate self);

/* Reads DA ("19940314"), the ACR-NEMA form ("1994.03.14") and ISO 8601
 * ("1994-03-14"). Anything else, or a date that the calendar lacks: FALSE,
 * and @out is untouched. */
gboolean ovr_date_parse (const char *text,
                         OvrDate *out);

/* "1994-03-14", or NULL for an unknown date. */
char *ovr_date_to_iso (OvrDate self);

/* DA: "19940314", or "" for an unknown date. */
char *ovr_date_to_dicom (OvrDate self);

/* Month always in letters: "14 March 1994" (en), "14. März 1994" (de),
 * "14 mars 1994" (fr), … @language is a BCP 47 tag; English where it is not
 * known. An unknown date gives the language's word for that. */
char *ovr_date_to_words (OvrDate self,
                         const char *language);

/* < 0, 0, > 0; an unknown date sorts first. */
int ovr_date_compare (OvrDate a,
                      OvrDate b);

/* Days from @from to @to, negative where @to is earlier. Both must be valid. */
int ovr_date_days_between (OvrDate from,
                           OvrDate to);
OvrDate ovr_date_today (void);

/* Completed age at @on of a person born at @birth. A birthday of 29 February
 * completes on 1 March in other years. */
OvrAge ovr_age_at (OvrDate birth,
                   OvrDate on);

/* DICOM AS ("032Y", "004W"); FALSE for anything else. */
gboolean ovr_age_parse (const char *as,
                        OvrAge *out);

/* "32 years", "9 weeks"; the language's plural rules hold. */
char *ovr_age_to_words (OvrAge self,
                        const char *language);

G_END_DECLS
