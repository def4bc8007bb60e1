/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-suv.h"

#include "ovr-date.h"

#include <math.h>
#include <string.h>

#define TAG_SERIES_DATE OVR_TAG (0x0008, 0x0021)
#define TAG_ACQUISITION_DATE OVR_TAG (0x0008, 0x0022)
#define TAG_SERIES_TIME OVR_TAG (0x0008, 0x0031)
#define TAG_ACQUISITION_TIME OVR_TAG (0x0008, 0x0032)
#define TAG_MODALITY OVR_TAG (0x0008, 0x0060)
#define TAG_WEIGHT OVR_TAG (0x0010, 0x1030)
#define TAG_GE_CREATOR OVR_TAG (0x0009, 0x0010)
#define TAG_GE_SCAN_START OVR_TAG (0x0009, 0x100d)
#define TAG_INJECTION_TIME OVR_TAG (0x0018, 0x1072)
#define TAG_DOSE OVR_TAG (0x0018, 0x1074)
#define TAG_HALF_LIFE OVR_TAG (0x0018, 0x1075)
#define TAG_INJECTION_DATETIME OVR_TAG (0x0018, 0x1078)
#define TAG_FRAME_DURATION OVR_TAG (0x0018, 0x1242)
#define TAG_CORRECTED OVR_TAG (0x0028, 0x0051)
#define TAG_RADIOPHARMACEUTICAL OVR_TAG (0x0054, 0x0016)
#define TAG_UNITS OVR_TAG (0x0054, 0x1001)
#define TAG_SUV_TYPE OVR_TAG (0x0054, 0x1006)
#define TAG_DECAY_CORRECTION OVR_TAG (0x0054, 0x1102)
#define TAG_FRAME_REFERENCE OVR_TAG (0x0054, 0x1300)
#define TAG_TIME_ZONE OVR_TAG (0x0008, 0x0201)
#define TAG_SIEMENS_CREATOR OVR_TAG (0x0071, 0x0010)
#define TAG_SIEMENS_DECAY_START OVR_TAG (0x0071, 0x1022)
#define TAG_PHILIPS_CREATOR OVR_TAG (0x7053, 0x0010)
#define TAG_PHILIPS_SUV OVR_TAG (0x7053, 0x1000)
#define TAG_PHILIPS_ACTIVITY OVR_TAG (0x7053, 0x1009)
#define SECONDS_PER_DAY 86400.0

/* Longer after the injection no tracer in use gives a picture. */
#define LONGEST_UPTAKE_S (7.0 * SECONDS_PER_DAY)

/* Less activity gives no picture of the smallest animal, and no patient is
 * heavier: such numbers were written in MBq and in grams. */
#define LEAST_DOSE_BQ 1e5
#define GREATEST_WEIGHT_KG 1000.0

static OvrSuv
refuse (const char *reason)
{
  return (OvrSuv){ .factor = (double) NAN, .reason = reason };
}

/* "HHMMSS.FFFFFF", cut anywhere behind the hours. */
static double
seconds_of_day (const char *text)
{
  double parts[3] = { 0.0, 0.0, 0.0 };

  for (guint i = 0; i < 2 && (i == 0 || g_ascii_isdigit (text[0])); i++, text += 2)
    {
      if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]))
        return (double) NAN;
      parts[i] = (double) ((text[0] - '0') * 10 + text[1] - '0');
    }
  if (g_ascii_isdigit (text[0]))
    {
      g_autofree char *rest = g_strndup (text, strcspn (text, "+-"));

      parts[2] = g_ascii_strtod (rest, NULL);
    }

  return parts[0] < 24.0 && parts[1] < 60.0 && parts[2] < 61.0
             ? parts[0] * 3600.0 + parts[1] * 60.0 + parts[2]
             : (double) NAN;
}

/* Seconds from 1 January of year 1 for a DA text and a TM text, or for a DT
 * text with @time NULL; NaN if one is no date or time. As the clock showed them:
 * for the zone of a DT see local_seconds(). */
static double
read_seconds (const char *date,
              const char *time)
{
  const OvrDate origin = { .year = 1, .month = 1, .day = 1 };
  g_autofree char *day = NULL;
  OvrDate parsed;

  if (date == NULL || strlen (date) < 8 || (time == NULL && strlen (date) < 10))
    return (double) NAN;
  day = g_strndup (date, 8);
  if (!ovr_date_parse (day, &parsed))
    return (double) NAN;

  return (double) ovr_date_days_between (origin, parsed) * SECONDS_PER_DAY + seconds_of_day (time != NULL ? time : date + 8);
}

/* "+HHMM" or "-HHMM" at the end of a text, as seconds; NaN where there is none. */
static double
zone_of (const char *text)
{
  const char *sign = text != NULL ? strpbrk (text, "+-") : NULL;
  double hours_minutes;

  if (sign == NULL || strlen (sign) != 5)
    return (double) NAN;

  hours_minutes = g_ascii_strtod (sign + 1, NULL);
  return (*sign == '-' ? -1.0 : 1.0) * (floor (hours_minutes / 100.0) * 3600.0 + fmod (hours_minutes, 100.0) * 60.0);
}

/* A DT by the clock that the image's dates and times go by: where both name
 * their zones, (0008,0201), the difference counts. */
static double
local_seconds (const OvrDataset *dataset,
               const char *text)
{
  g_autofree char *own = ovr_dataset_get_value (dataset, TAG_TIME_ZONE, 0);
  double difference = zone_of (own) - zone_of (text);

  return read_seconds (text, NULL) + (isnan (difference) ? 0.0 : difference);
}

static double
seconds_of (const OvrDataset *dataset,
            guint32 date_tag,
            guint32 time_tag)
{
  g_autofree char *date = ovr_dataset_get_value (dataset, date_tag, 0);
  g_autofree char *time = ovr_dataset_get_value (dataset, time_tag, 0);

  return time != NULL ? read_seconds (date, time) : (double) NAN;
}

/* When the frame's average count rate was met, after its start: with the decay
 * constant λ and duration T it is ln (λT / (1 − exp (−λT))) / λ. */
static double
average_rate_time (double half_life_s,
                   double duration_s)
{
  double lambda = G_LN2 / half_life_s;

  return log (lambda * duration_s / (1.0 - exp (-lambda * duration_s))) / lambda;
}

/* The first value of a maker's own element, which is text. Where the file doesn't
 * tell the VR (implicit VR, UN) it comes as bytes. */
static char *
private_value (const OvrDataset *dataset,
               guint32 tag)
{
  char *text = ovr_dataset_get_value (dataset, tag, 0);
  g_autoptr (GBytes) bytes = text == NULL ? ovr_dataset_get_bytes (dataset, tag) : NULL;
  gsize size;
  const char *data;

  if (bytes == NULL)
    return text;

  data = g_bytes_get_data (bytes, &size);
  text = g_strndup (data, size);
  text[strcspn (text, "\\")] = '\0';
  return g_strstrip (text);
}

static gboolean
private_factor (const OvrDataset *dataset,
                guint32 tag,
                double *out)
{
  g_autofree char *text = private_value (dataset, tag);
  char *end;

  if (text == NULL)
    return FALSE;
  *out = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*out) && *out > 0.0;
}

/* What GE or Siemens write about the time of decay correction, NULL without it. */
static char *
private_start (const OvrDataset *dataset)
{
  g_autofree char *ge = private_value (dataset, TAG_GE_CREATOR);
  g_autofree char *siemens = private_value (dataset, TAG_SIEMENS_CREATOR);

  if (g_strcmp0 (ge, "GEMS_PETD_01") == 0 && ovr_dataset_has (dataset, TAG_GE_SCAN_START))
    return private_value (dataset, TAG_GE_SCAN_START);
  if (g_strcmp0 (siemens, "SIEMENS MED PT") == 0)
    return private_value (dataset, TAG_SIEMENS_DECAY_START);

  return NULL;
}

/* The time that all frames were decay-corrected to. Series time, unless the
 * series is younger than its acquisition (post-processed): then the maker's own
 * element, else back from the frame's times. */
static double
scan_start (const OvrDataset *dataset,
            double half_life_s)
{
  double series = seconds_of (dataset, TAG_SERIES_DATE, TAG_SERIES_TIME);
  double acquisition = seconds_of (dataset, TAG_ACQUISITION_DATE, TAG_ACQUISITION_TIME);
  g_autofree char *own = private_start (dataset);
  double reference_ms;
  double duration_ms;

  if (isnan (acquisition) || series <= acquisition)
    return series;
  if (own != NULL)
    return local_seconds (dataset, own);
  if (!ovr_dataset_get_double (dataset, TAG_FRAME_REFERENCE, 0, &reference_ms) || !(reference_ms > 0.0) ||
      !ovr_dataset_get_double (dataset, TAG_FRAME_DURATION, 0, &duration_ms) || !(duration_ms > 0.0))
    return (double) NAN;

  return acquisition - reference_ms / 1000.0 + average_rate_time (half_life_s, duration_ms / 1000.0);
}

/* A time without a date is of the scan's day, or of the day before where it
 * would lie behind the scan. */
static double
injection_start (const OvrDataset *dataset,
                 const OvrDataset *item,
                 double scan_s)
{
  g_autofree char *full = ovr_dataset_get_value (item, TAG_INJECTION_DATETIME, 0);
  g_autofree char *time = ovr_dataset_get_value (item, TAG_INJECTION_TIME, 0);
  double start;

  if (full != NULL)
    return local_seconds (dataset, full);
  if (time == NULL)
    return (double) NAN;

  start = floor (scan_s / SECONDS_PER_DAY) * SECONDS_PER_DAY + seconds_of_day (time);
  return start > scan_s ? start - SECONDS_PER_DAY : start;
}

/* For values in Bq/mL. */
static OvrSuv
from_activity (const OvrDataset *dataset,
               double factor)
{
  const OvrDataset *item = ovr_dataset_get_item (dataset, TAG_RADIOPHARMACEUTICAL, 0);
  g_autofree char *correction = ovr_dataset_get_text (dataset, TAG_DECAY_CORRECTION);
  double weight_kg;
  double dose_bq;
  double half_life_s;
  double scan_s;
  double uptake_s = 0.0;

  if (!ovr_dataset_get_double (dataset, TAG_WEIGHT, 0, &weight_kg) || !(weight_kg > 0.0) || !isfinite (weight_kg))
    return refuse ("no patient weight (0010,1030)");
  if (weight_kg > GREATEST_WEIGHT_KG)
    return refuse ("the patient weight (0010,1030) can't be in kilograms");
  if (item == NULL || !ovr_dataset_get_double (item, TAG_DOSE, 0, &dose_bq) || !(dose_bq > 0.0) || !isfinite (dose_bq))
    return refuse ("no injected dose (0018,1074)");
  if (dose_bq < LEAST_DOSE_BQ)
    return refuse ("the injected dose (0018,1074) can't be in becquerels");
  if (!ovr_dataset_get_double (item, TAG_HALF_LIFE, 0, &half_life_s) || !(half_life_s > 0.0) || !isfinite (half_life_s))
    return refuse ("no half life (0018,1075)");

  if (g_strcmp0 (correction, "START") == 0)
    {
      scan_s = scan_start (dataset, half_life_s);
      uptake_s = scan_s - injection_start (dataset, item, scan_s);
      if (isnan (uptake_s))
        return refuse ("injection time or scan time is missing");
      if (uptake_s < 0.0 || uptake_s > LONGEST_UPTAKE_S)
        return refuse ("injection time and scan time contradict each other");
    }
  else if (g_strcmp0 (correction, "ADMIN") != 0)
    return refuse ("not decay-corrected (0054,1102)");

  factor *= weight_kg * 1000.0 / (dose_bq * exp2 (-uptake_s / half_life_s));
  return (OvrSuv){ .factor = factor };
}

static gboolean
is_corrected (const OvrDataset *dataset)
{
  g_autofree char *text = ovr_dataset_get_text (dataset, TAG_CORRECTED);
  g_auto (GStrv) values = g_strsplit (text != NULL ? text : "", "\\", -1);

  return g_strv_contains ((const char *const *) values, "ATTN") &&
         g_strv_contains ((const char *const *) values, "DECY");
}

/* Counts have a meaning only by Philips' private factors. */
static OvrSuv
from_counts (const OvrDataset *dataset)
{
  g_autofree char *creator = private_value (dataset, TAG_PHILIPS_CREATOR);
  double factor;

  if (g_strcmp0 (creator, "Philips PET Private Group") != 0)
    return refuse ("counts without a scale factor");
  if (private_factor (dataset, TAG_PHILIPS_SUV, &factor))
    return (OvrSuv){ .factor = factor };
  if (private_factor (dataset, TAG_PHILIPS_ACTIVITY, &factor))
    return from_activity (dataset, factor);

  return refuse ("counts without a scale factor");
}

OvrSuv
ovr_suv_read (const OvrDataset *dataset)
{
  g_autofree char *modality = ovr_dataset_get_text (dataset, TAG_MODALITY);
  g_autofree char *units = ovr_dataset_get_text (dataset, TAG_UNITS);
  g_autofree char *type = ovr_dataset_get_text (dataset, TAG_SUV_TYPE);

  if (g_strcmp0 (modality, "PT") != 0)
    return refuse ("not a PET image");
  if (!is_corrected (dataset))
    return refuse ("not corrected for attenuation and decay (0028,0051)");
  if (g_strcmp0 (units, "BQML") == 0)
    return from_activity (dataset, 1.0);
  if (g_strcmp0 (units, "CNTS") == 0)
    return from_counts (dataset);
  if (g_strcmp0 (units, "GML") == 0 && type != NULL && !g_str_equal (type, "BW"))
    return refuse ("SUV by another rule than body weight (0054,1006)");
  if (g_strcmp0 (units, "GML") == 0)
    return (OvrSuv){ .factor = 1.0 };

  return refuse ("units (0054,1001) that no SUV follows from");
}
