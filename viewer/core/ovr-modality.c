/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-modality.h"

#include <string.h>

/* CT, Enhanced CT and Legacy Converted Enhanced CT Image Storage. */
static const char *const ct_classes[] = {
  "1.2.840.10008.5.1.4.1.1.2",
  "1.2.840.10008.5.1.4.1.1.2.1",
  "1.2.840.10008.5.1.4.1.1.2.2",
  NULL,
};

double
ovr_modality_apply (const OvrModality *self,
                    double stored)
{
  switch (self->kind)
    {
    case OVR_MODALITY_RESCALE:
      return stored * self->slope + self->intercept;
    case OVR_MODALITY_TABLE:
      return (double) ovr_lut_lookup (self->lut, stored);
    case OVR_MODALITY_IDENTITY:
    default:
      return stored;
    }
}

static gboolean
is_original_slice (const char *image_type)
{
  g_auto (GStrv) values = g_strsplit (image_type != NULL ? image_type : "", "\\", -1);

  return g_strv_length (values) > 0 && g_str_equal (values[0], "ORIGINAL") &&
         !g_strv_contains ((const char *const *) values, "LOCALIZER");
}

char *
ovr_modality_unit (const char *rescale_type,
                   const char *modality,
                   const char *image_type,
                   const char *sop_class)
{
  gboolean is_ct = g_strcmp0 (modality, "CT") == 0 &&
                   sop_class != NULL && g_strv_contains (ct_classes, sop_class);

  if (rescale_type == NULL || *rescale_type == '\0')
    return is_ct && is_original_slice (image_type) ? g_strdup ("HU") : NULL;

  if (g_str_equal (rescale_type, "HU"))
    return is_ct ? g_strdup ("HU") : NULL;

  /* US is "unspecified"; some say at length that there is none. */
  return g_str_equal (rescale_type, "US") || strstr (rescale_type, "UNITLESS") != NULL ? NULL : g_strdup (rescale_type);
}

void
ovr_modality_clear (OvrModality *self)
{
  g_clear_pointer (&self->lut, ovr_lut_free);
  g_clear_pointer (&self->unit, g_free);
}
