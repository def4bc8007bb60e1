/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-preset-names.h"

#include "ovr-window-preset.h"

#include <glib/gi18n.h>

char **
ovr_preset_names (const char *modality)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const OvrWindowPreset *presets;
  guint n;

  if (g_strcmp0 (modality, "CT") != 0)
    {
      g_strv_builder_add (builder, _ ("The file’s first window"));
      g_strv_builder_add (builder, _ ("The file’s second window, or full range"));
      return g_strv_builder_end (builder);
    }

  presets = ovr_window_presets_get (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s  (%g / %g)", g_dpgettext2 (NULL, "window preset", presets[i].label),
                                               presets[i].center, presets[i].width);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}
