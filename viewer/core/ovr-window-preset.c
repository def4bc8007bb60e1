/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-preset.h"

/* Centre and width in HU. Labels are marked where they are shown. */
static const OvrWindowPreset presets[] = {
  { "brain", "Brain", 40.0, 80.0 },
  { "subdural", "Subdural", 75.0, 215.0 },
  { "stroke", "Stroke", 32.0, 8.0 },
  { "bone", "Bone", 300.0, 1500.0 },
  { "lung", "Lung", -400.0, 1500.0 },
  { "mediastinum", "Mediastinum", 40.0, 400.0 },
  { "abdomen", "Abdomen", 60.0, 400.0 },
  { "liver", "Liver", 80.0, 150.0 },
  { "angio", "Angiography", 300.0, 600.0 },
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
