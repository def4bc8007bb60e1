/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_TOOL_BAR (ovr_tool_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvrToolBar, ovr_tool_bar, OVR, TOOL_BAR, GtkWidget)

/**
 * OvrToolBar:
 *
 * The tools beside the images. All of them are actions of the window.
 */

/* The names of presets 1… of the active image; (transfer full): NULL-terminated. */
typedef char **(*OvrPresetNames) (gpointer data);

/* Asked whenever the menu of presets opens. */
void ovr_tool_bar_set_preset_names (OvrToolBar *self,
                                    OvrPresetNames names,
                                    gpointer data);

G_END_DECLS
