/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-lossy.h"

#include <math.h>
#include <string.h>

/* Syntaxes whose code streams always lose something, and those that may: the
 * latter count unless (0028,2110) says "00". */
static const char *const always_lossy[] = {
  "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.53",
  "1.2.840.10008.1.2.4.55", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101",
  "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.104",
  "1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.106", "1.2.840.10008.1.2.4.107",
  "1.2.840.10008.1.2.4.108", "1.2.840.10008.1.2.4.111", NULL
};
static const char *const maybe_lossy[] = {
  "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.93",
  "1.2.840.10008.1.2.4.112", "1.2.840.10008.1.2.4.203", NULL
};

double
ovr_lossy_ratio (const OvrInstance *instance)
{
  const char *last = strrchr (instance->lossy_ratio, '\\');
  double ratio = g_ascii_strtod (last != NULL ? last + 1 : instance->lossy_ratio, NULL);

  return ratio > 1.0 && ratio < 1e6 ? ratio : (double) NAN;
}

gboolean
ovr_instance_is_lossy (const OvrInstance *self)
{
  if (self->lossy == OVR_TRI_YES || g_strv_contains (always_lossy, self->transfer_syntax))
    return TRUE;
  if (!isnan (ovr_lossy_ratio (self)) || *self->lossy_method != '\0')
    return TRUE;

  return self->lossy == OVR_TRI_UNKNOWN && g_strv_contains (maybe_lossy, self->transfer_syntax);
}

static gboolean
starts_with (const OvrInstance *instance,
             const char *uid)
{
  return g_str_has_prefix (instance->transfer_syntax, uid);
}

const char *
ovr_lossy_method (const OvrInstance *instance)
{
  static const char *const methods[][2] = {
    { "ISO_10918_1", "JPEG" },
    { "ISO_14495_1", "JPEG-LS near-lossless" },
    { "ISO_15444_15", "High-throughput JPEG 2000" },
    { "ISO_15444_1", "JPEG 2000" },
    { "ISO_18181_1", "JPEG XL" },
    { "ISO_13818_2", "MPEG-2" },
    { "ISO_14496_10", "H.264" },
    { "ISO_23008_2", "H.265" },
  };
  static const char *const syntaxes[][2] = {
    { "1.2.840.10008.1.2.4.20", "High-throughput JPEG 2000" },
    { "1.2.840.10008.1.2.4.10", "video" },
    { "1.2.840.10008.1.2.4.11", "JPEG XL" },
    { "1.2.840.10008.1.2.4.5", "JPEG" },
    { "1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless" },
    { "1.2.840.10008.1.2.4.9", "JPEG 2000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strstr (instance->lossy_method, methods[i][0]) != NULL)
      return methods[i][1];
  for (guint i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    if (starts_with (instance, syntaxes[i][0]))
      return syntaxes[i][1];
  return NULL;
}
