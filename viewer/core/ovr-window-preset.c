/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-preset.h"

#include <glib/gi18n.h>

/* Centre and width in HU. Translators: CT windows, named for what they show. */
static const OvrWindowPreset presets[] = {
  { "brain", NC_ ("window preset", "Brain"), 40.0, 80.0 },
  { "subdural", NC_ ("window preset", "Subdural"), 75.0, 215.0 },
  { "stroke", NC_ ("window preset", "Stroke"), 32.0, 8.0 },
  { "bone", NC_ ("window preset", "Bone"), 300.0, 1500.0 },
  { "lung", NC_ ("window preset", "Lung"), -400.0, 1500.0 },
  { "mediastinum", NC_ ("window preset", "Mediastinum"), 40.0, 400.0 },
  { "abdomen", NC_ ("window preset", "Abdomen"), 60.0, 400.0 },
  { "liver", NC_ ("window preset", "Liver"), 80.0, 150.0 },
  { "angio", NC_ ("window preset", "Angiography"), 300.0, 600.0 },
};

const OvrWindowPreset *
ovr_window_presets_get (guint *n_presets)
{
  *n_presets = G_N_ELEMENTS (presets);
  return presets;
}

const OvrWindowPreset *
ovr_window_preset_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_ascii_strcasecmp (presets[i].name, name) == 0)
      return &presets[i];

  return NULL;
}
