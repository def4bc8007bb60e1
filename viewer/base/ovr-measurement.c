/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-measurement.h"

#include <math.h>
#include <string.h>

#define MINUS "\u2212"
#define NO_BREAK_SPACE "\u00a0"
#define MAX_DECIMALS 4

static const char *const provenances[] = {
  [OVR_PROVENANCE_NONE] = "none",
  [OVR_PROVENANCE_PIXELS] = "pixels",
  [OVR_PROVENANCE_PIXEL_SPACING] = "pixel-spacing",
  [OVR_PROVENANCE_DETECTOR_PLANE] = "detector-plane",
  [OVR_PROVENANCE_MAGNIFICATION] = "magnification",
  [OVR_PROVENANCE_FIDUCIAL] = "fiducial",
  [OVR_PROVENANCE_US_REGION] = "us-region",
  [OVR_PROVENANCE_USER] = "user",
  [OVR_PROVENANCE_DOCUMENT] = "document",
};

static const struct
{
  const char *ucum;
  const char *printed;
} units[] = {
  { "[hnsf'U]", "HU" },
  { "mm2", "mm²" },
  { "cm2", "cm²" },
  { "mm3", "mm³" },
  { "deg", "°" },
  { "{pixels}", "px" },
  { "1", "" },
};

void
ovr_measurement_copy (OvrMeasurement *self,
                      const OvrMeasurement *from)
{
  OvrMeasurement copy = *from;

  copy.unit = g_strdup (from->unit);
  g_free (self->unit);
  *self = copy;
}

void
ovr_measurement_clear (OvrMeasurement *self)
{
  g_free (self->unit);
  *self = (OvrMeasurement){ .value = NAN };
}

char *
ovr_measurement_provenance_to_string (const OvrMeasurement *self)
{
  g_return_val_if_fail ((gsize) self->provenance < G_N_ELEMENTS (provenances), NULL);

  if (self->provenance == OVR_PROVENANCE_US_REGION)
    return g_strdup_printf ("us-region:%u", self->us_region);
  return g_strdup (provenances[self->provenance]);
}

gboolean
ovr_measurement_provenance_parse (OvrMeasurement *self,
                                  const char *text)
{
  static const char region[] = "us-region:";
  guint64 number;

  if (text == NULL)
    return FALSE;

  if (g_str_has_prefix (text, region))
    {
      if (!g_ascii_string_to_unsigned (text + strlen (region), 10, 1, 0xffff, &number, NULL))
        return FALSE;
      self->provenance = OVR_PROVENANCE_US_REGION;
      self->us_region = (guint) number;
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (provenances); i++)
    if (i != OVR_PROVENANCE_US_REGION && strcmp (provenances[i], text) == 0)
      {
        self->provenance = (OvrProvenance) i;
        self->us_region = 0;
        return TRUE;
      }

  return FALSE;
}

static const char *
printed_unit (const char *ucum)
{
  for (gsize i = 0; ucum != NULL && i < G_N_ELEMENTS (units); i++)
    if (strcmp (ucum, units[i].ucum) == 0)
      return units[i].printed;

  return ucum != NULL ? ucum : "";
}

/* As many decimals as the resolution carries: 0.35 mm gives one, 2 mm none. A
 * number without a resolution gets one. */
static int
decimals_for (double resolution)
{
  int decimals = 0;

  if (!(resolution > 0.0))
    return 1;
  while (decimals < MAX_DECIMALS && pow (10.0, -decimals) > resolution * (1.0 + 1e-9))
    decimals++;
  return decimals;
}

static gboolean
has_decimal_comma (const char *language)
{
  static const char *const comma[] = { "de", "fr", "es", "it", "pt" };

  for (gsize i = 0; language != NULL && i < G_N_ELEMENTS (comma); i++)
    if (g_ascii_strncasecmp (language, comma[i], 2) == 0)
      return TRUE;

  return FALSE;
}

char *
ovr_measurement_to_words (const OvrMeasurement *self,
                          const char *language)
{
  char number[64], format[8];
  const char *unit = printed_unit (self->unit);
  double value = self->value;

  if (!isfinite (value))
    return g_strdup ("–");

  g_snprintf (format, sizeof format, "%%.%df", decimals_for (self->resolution));
  g_ascii_formatd (number, sizeof number, format, fabs (value));
  if (has_decimal_comma (language))
    g_strdelimit (number, ".", ',');

  /* A value that rounds to nothing has no sign. */
  gboolean negative = value < 0.0 && strspn (number, "0.,") != strlen (number);
  const char *gap = *unit == '\0' || strcmp (unit, "°") == 0 ? "" : NO_BREAK_SPACE;
  return g_strconcat (negative ? MINUS : "", number, gap, unit, NULL);
}
