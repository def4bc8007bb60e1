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
is_slice (const char *const *image_type)
{
  return !g_strv_contains (image_type, "LOCALIZER");
}

static gboolean
may_have_hu (const OvrModalitySource *source,
             gboolean said)
{
  g_auto (GStrv) image_type = g_strsplit (source->image_type != NULL ? source->image_type : "", "\\", -1);

  if (g_strcmp0 (source->modality, "CT") != 0 || source->sop_class == NULL ||
      !g_strv_contains (ct_classes, source->sop_class) || !is_slice ((const char *const *) image_type))
    return FALSE;

  return said || (g_strcmp0 (image_type[0], "ORIGINAL") == 0 && !source->is_multi_energy);
}

char *
ovr_modality_unit (const char *type,
                   const OvrModalitySource *source)
{
  static const char *const units[][2] = {
    { "OD", "mOD" },
    { "MGML", "mg/mL" },
    { "PCT", "%" },
    { "ED", "10^23/mL" },
    { "US", NULL }, /* unspecified */
  };
  gboolean said = type != NULL && *type != '\0';

  if (!said || g_str_equal (type, "HU"))
    return may_have_hu (source, said) ? g_strdup ("HU") : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (type, units[i][0]))
      return g_strdup (units[i][1]);

  /* Some say at length that there is none. */
  return strstr (type, "UNITLESS") != NULL ? NULL : g_strdup (type);
}

void
ovr_modality_clear (OvrModality *self)
{
  g_clear_pointer (&self->lut, ovr_lut_free);
  g_clear_pointer (&self->unit, g_free);
}
