/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-preferences-window.h"
#include "ovr-preferences.h"

#include <glib/gi18n.h>

#define ZOOM_STEP 1.25

static OvrViewport *
active_viewport (OvrWindow *self)
{
  return ovr_viewport_grid_get_active (ovr_reading_room_get_grid (self->reading));
}

static void
on_slice (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  ovr_viewport_page (active_viewport (data), g_variant_get_int32 (parameter));
}

static void
on_series (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_reading_room_step_series (OVR_WINDOW (data)->reading, g_variant_get_int32 (parameter));
}

static void
on_zoom (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  ovr_viewport_zoom (active_viewport (data), g_variant_get_int32 (parameter) > 0 ? ZOOM_STEP : 1.0 / ZOOM_STEP);
}

static void
on_fit (GSimpleAction *action,
        GVariant *parameter,
        gpointer data)
{
  ovr_viewport_fit (active_viewport (data));
}

static void
on_invert (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_viewport_invert (active_viewport (data));
}

static void
on_rotate (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_viewport_rotate (active_viewport (data));
}

static void
on_flip (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  ovr_viewport_flip (active_viewport (data));
}

static void
on_reset_view (GSimpleAction *action,
               GVariant *parameter,
               gpointer data)
{
  ovr_viewport_reset (active_viewport (data));
}

static void
on_presentation (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  if (!ovr_viewport_open_states (active_viewport (data)))
    ovr_window_tell (data, _ ("There is no stored presentation of this image."), NULL, NULL);
}

static void
on_slice_order (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  ovr_reading_room_set_order (OVR_WINDOW (data)->reading, g_variant_get_string (parameter, NULL));
}

static void
on_preset (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_viewport_set_preset (active_viewport (data), (guint) g_variant_get_int32 (parameter));
}

static void
on_image_menu (GSimpleAction *action,
               GVariant *parameter,
               gpointer data)
{
  ovr_viewport_open_menu (active_viewport (data));
}

static void
apply_interpolation (OvrWindow *self,
                     const char *word)
{
  OvrInterpolation interpolation;

  if (!ovr_preferences_parse_interpolation (word, &interpolation))
    return;
  ovr_viewport_grid_set_interpolation (ovr_reading_room_get_grid (self->reading), interpolation);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "interpolation")),
                             g_variant_new_string (word));
}

static void
apply_preferences (OvrWindow *self)
{
  gboolean keeps_up = ovr_preferences_get_flag (OVR_PREFERENCE_KEEPS_UP);

  ovr_frame_cache_set_budget (self->desk->cache, ovr_preferences_get_memory ());
  ovr_viewport_grid_set_keeps_up (ovr_reading_room_get_grid (self->reading), keeps_up);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "keep-up")),
                             g_variant_new_boolean (keeps_up));
}

static void
on_keep_up (GSimpleAction *action,
            GVariant *parameter,
            gpointer data)
{
  gboolean keeps_up = !ovr_preferences_get_flag (OVR_PREFERENCE_KEEPS_UP);

  ovr_preferences_set_flag (OVR_PREFERENCE_KEEPS_UP, keeps_up);
  apply_preferences (data);
  ovr_window_tell (data, keeps_up ? _ ("Fast scrolling keeps up with the hand and leaves slices out.") : _ ("Fast scrolling shows each slice."), NULL, NULL);
}

static void
on_preferences (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  GtkWidget *window = ovr_preferences_window_new (G_CALLBACK (apply_preferences), data);

  gtk_window_set_transient_for (GTK_WINDOW (window), data);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_interpolation (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer data)
{
  const char *word = g_variant_get_string (parameter, NULL);

  apply_interpolation (data, word);
  ovr_preferences_set_interpolation (word);
}

static void
on_tool (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  static const char *const names[] = { "window", "pan", "zoom", "page", "arrow", "length" };
  OvrWindow *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (g_variant_get_string (parameter, NULL), names[i]) == 0)
      {
        ovr_viewport_grid_set_tool (ovr_reading_room_get_grid (self->reading), (OvrTool) i);
        g_simple_action_set_state (action, parameter);
      }
}

static void
on_remove_mark (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  ovr_viewport_remove_mark (active_viewport (data));
}

static const GActionEntry entries[] = {
  { "preferences", on_preferences, NULL, NULL, NULL, { 0 } },
};

/* What needs an open case. */
static const GActionEntry image_entries[] = {
  { "slice", on_slice, "i", NULL, NULL, { 0 } },
  { "series", on_series, "i", NULL, NULL, { 0 } },
  { "zoom", on_zoom, "i", NULL, NULL, { 0 } },
  { "fit", on_fit, NULL, NULL, NULL, { 0 } },
  { "invert", on_invert, NULL, NULL, NULL, { 0 } },
  { "rotate", on_rotate, NULL, NULL, NULL, { 0 } },
  { "flip", on_flip, NULL, NULL, NULL, { 0 } },
  { "reset-view", on_reset_view, NULL, NULL, NULL, { 0 } },
  { "presentation", on_presentation, NULL, NULL, NULL, { 0 } },
  { "slice-order", on_slice_order, "s", NULL, NULL, { 0 } },
  { "preset", on_preset, "i", NULL, NULL, { 0 } },
  { "image-menu", on_image_menu, NULL, NULL, NULL, { 0 } },
  { "interpolation", on_interpolation, "s", "'bilinear'", NULL, { 0 } },
  { "keep-up", on_keep_up, NULL, "false", NULL, { 0 } },
  { "tool", on_tool, "s", "'window'", NULL, { 0 } },
  { "remove-mark", on_remove_mark, NULL, NULL, NULL, { 0 } },
};

void
ovr_window_enable_image_actions (OvrWindow *self,
                                 gboolean enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (image_entries); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), image_entries[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
}

void
ovr_window_install_image_actions (OvrWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), image_entries, G_N_ELEMENTS (image_entries), self);
}

void
ovr_window_apply_preferences (OvrWindow *self)
{
  g_autofree char *interpolation = ovr_preferences_dup_interpolation ();

  apply_interpolation (self, interpolation);
  apply_preferences (self);
}
