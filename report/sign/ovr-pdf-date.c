/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-date.h"

#include <string.h>

/* Two or four digits at *@text, which moves behind them; @otherwise where the
 * string ends before them. */
static gboolean
read_digits (const char **text,
             int count,
             int otherwise,
             int *value)
{
  *value = otherwise;
  if (!g_ascii_isdigit (**text))
    return TRUE;
  *value = 0;
  for (int i = 0; i < count; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (**text - '0');
    }
  return TRUE;
}

static GTimeZone *
read_zone (const char *text)
{
  int hours = 0;
  int minutes = 0;
  int sign = *text == '-' ? -1 : 1;

  if (*text == '+' || *text == '-')
    {
      text++;
      if (!read_digits (&text, 2, 0, &hours))
        return NULL;
      if (*text == '\'')
        text++;
      if (!read_digits (&text, 2, 0, &minutes) || hours > 23 || minutes > 59)
        return NULL;
    }
  return g_time_zone_new_offset (sign * (hours * 3600 + minutes * 60));
}

GDateTime *
ovr_pdf_date_parse (const OvrPdfValue *string)
{
  const char *text;
  int part[6];
  g_autoptr (GTimeZone) zone = NULL;

  if (string == NULL || string->type != OVR_PDF_STRING || !g_str_has_prefix (string->text, "D:"))
    return NULL;
  text = string->text + 2;
  if (!read_digits (&text, 4, 0, &part[0]) || !read_digits (&text, 2, 1, &part[1]) ||
      !read_digits (&text, 2, 1, &part[2]) || !read_digits (&text, 2, 0, &part[3]) ||
      !read_digits (&text, 2, 0, &part[4]) || !read_digits (&text, 2, 0, &part[5]))
    return NULL;
  zone = read_zone (text);
  if (zone == NULL)
    return NULL;
  return g_date_time_new (zone, part[0], part[1], part[2], part[3], part[4], part[5]);
}
