/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrWindowPreset:
 * @name: for the command line: "lung"
 * @label: in words, English, for translation with context "window preset"
 * @center: window centre, HU
 * @width: window width, HU
 *
 * The CT windows that the field uses. Static; thread-safe.
 */
typedef struct
{
  const char *name;
  const char *label;
  double center;
  double width;
} OvrWindowPreset;

/* The table in the order of keys 1 to 9. */
const OvrWindowPreset *ovr_window_presets_get (guint *n_presets);

/* NULL if there is none of that name. */
const OvrWindowPreset *ovr_window_preset_find (const char *name);

G_END_DECLS
