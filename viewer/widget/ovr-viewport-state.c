/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-interface-language.h"

#include <glib/gi18n.h>
#include <math.h>

/* Presentation states of the shown image: the menu in the pane, and what is
 * said of the one that is applied. None is ever applied but by choice: it may
 * hold the marks of the first reader, and while those are sealed none that has
 * any. */

#define ACTION_GROUP "viewport-state"
#define ACTION_NAME "presentation"
#define MARGIN_PX 6.0

/* Below the texts of the corner, in a narrow pane below letter and role too. */
#define BUTTON_TOP_PX 66
#define NARROW_BUTTON_TOP_PX 154

/* (transfer container): for the image that is wanted. */
static GPtrArray *
states_of_image (OvrViewport *self)
{
  if (self->view == NULL || self->view->image.sop_uid == NULL)
    return ovr_presentation_states_for (NULL, "", 0);

  return ovr_presentation_states_for (self->states, self->view->image.sop_uid, self->view->image.frame);
}

static gboolean
is_sealed (OvrViewport *self,
           const OvrPresentationState *state)
{
  return self->marks_sealed && state->has_annotations;
}

/* The state @sop_uid, sealed or not, if it is for the image that is wanted. */
static OvrPresentationState *
find_state (OvrViewport *self,
            const char *sop_uid)
{
  if (self->view == NULL || self->view->image.sop_uid == NULL || self->states == NULL || sop_uid == NULL)
    return NULL;

  for (guint i = 0; i < self->states->len; i++)
    {
      OvrPresentationState *state = g_ptr_array_index (self->states, i);

      if (g_str_equal (state->sop_uid, sop_uid) &&
          ovr_presentation_state_is_for (state, self->view->image.sop_uid, self->view->image.frame))
        return state;
    }
  return NULL;
}

/* The same, unless it is sealed. */
static OvrPresentationState *
find_open_state (OvrViewport *self,
                 const char *sop_uid)
{
  OvrPresentationState *state = find_state (self, sop_uid);

  return state != NULL && !is_sealed (self, state) ? state : NULL;
}

OvrPresentationState *
ovr_viewport_get_state (OvrViewport *self)
{
  return self->view != NULL ? find_open_state (self, self->view->presentation_uid) : NULL;
}

gboolean
ovr_viewport_hides_state (OvrViewport *self)
{
  const OvrPresentationState *state = self->view != NULL ? find_state (self, self->view->presentation_uid) : NULL;

  return state != NULL && is_sealed (self, state);
}

/* The view that a state asks for, or the one without any. */
static void
turn_view (OvrViewport *self,
           const OvrPresentationState *state)
{
  g_autofree char *uid = state != NULL ? g_strdup (state->sop_uid) : NULL;

  g_free (self->view->presentation_uid);
  self->view->presentation_uid = g_steal_pointer (&uid);
  self->view->rotation_deg = state != NULL ? state->rotation_deg : 0;
  self->view->flip_horizontal = state != NULL && state->flip_horizontal;
  self->view->invert = FALSE;
  self->view->window_center = self->view->window_width = NAN;
  self->view->voi = 0;
  self->view->span_px = 0.0;
  self->state_size_wanted = state != NULL;
}

void
ovr_viewport_reset_view (OvrViewport *self)
{
  turn_view (self, ovr_viewport_get_state (self));
}

void
ovr_viewport_follow_state (OvrViewport *self)
{
  OvrPresentationState *found;

  if (self->view == NULL || (self->state_uid == NULL && self->view->presentation_uid == NULL))
    return;

  found = find_open_state (self, self->state_uid);
  if (g_strcmp0 (found != NULL ? found->sop_uid : NULL, self->view->presentation_uid) != 0)
    turn_view (self, found);
}

static void
choose_state (OvrViewport *self,
              const char *sop_uid)
{
  OvrPresentationState *state = find_state (self, sop_uid);

  if (self->view == NULL || g_strcmp0 (sop_uid, self->state_uid) == 0 || (state != NULL && is_sealed (self, state)))
    return;
  g_free (self->state_uid);
  self->state_uid = g_strdup (sop_uid);
  if (sop_uid == NULL)
    turn_view (self, NULL);
  if (self->states != NULL)
    ovr_viewport_follow_state (self);
  ovr_viewport_refresh (self);
  g_signal_emit_by_name (self, "view-changed");
}

/* What of a pixel's size the screen tells, in mm of a device pixel; 0 for none.
 * Screens that don't know their size say so, or something that can't be. */
static double
screen_pitch_mm (OvrViewport *self)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self)));
  GdkMonitor *monitor = gdk_display_get_monitor_at_surface (gtk_widget_get_display (GTK_WIDGET (self)), surface);
  GdkRectangle area;
  double pitch;

  if (monitor == NULL)
    return 0.0;
  gdk_monitor_get_geometry (monitor, &area);
  pitch = (double) gdk_monitor_get_width_mm (monitor) / fmax (area.width, 1) / gtk_widget_get_scale_factor (GTK_WIDGET (self));
  return pitch >= 0.03 && pitch <= 1.0 ? pitch : 0.0;
}

void
ovr_viewport_take_state_size (OvrViewport *self)
{
  const OvrImage *image = self->presented->pixels->image;
  int width, height;

  if (!self->state_size_wanted || image->applied == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->state_size_wanted = FALSE;
  ovr_viewport_get_pixel_size (self, &width, &height);
  if (self->view->span_px == 0.0 &&
      ovr_displayed_area_enlarge (&image->applied->area, image->pixel_width, image->pixel_height, width, height,
                                  screen_pitch_mm (self), &self->view->centre, &self->view->span_px))
    ovr_viewport_refresh (self);
}

/* Words of the first reader stay unread while the marks do: a label is a
 * keyword, a description may be a finding. */
static char *
state_words (OvrViewport *self,
             const OvrPresentationState *state)
{
  g_autofree char *date = ovr_date_is_known (state->date) ? ovr_date_to_words (state->date, ovr_interface_language ()) : NULL;
  gboolean sealed = is_sealed (self, state);
  GString *words = g_string_new (sealed                  ? _ ("Presentation")
                                 : *state->label != '\0' ? state->label
                                                         : _ ("without a name"));

  if (*state->description != '\0' && !self->marks_sealed)
    g_string_append_printf (words, " – %s", state->description);
  if (date != NULL)
    g_string_append_printf (words, ", %s", date);
  if (*state->creator != '\0')
    g_string_append_printf (words, ", %s", state->creator);
  if (state->kind == OVR_PRESENTATION_UNSUPPORTED)
    g_string_append (words, _ (" (of a kind that can’t be shown)"));
  else if (sealed)
    g_string_append (words, _ (" (sealed with the original: it holds marks)"));
  else if (state->has_annotations)
    g_string_append (words, _ (" (with marks)"));

  return g_string_free (words, FALSE);
}

static void
append_choice (GMenu *menu,
               const char *words,
               const char *sop_uid,
               gboolean possible)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

  /* No such action: a line that can't be chosen. */
  g_menu_item_set_action_and_target (item, possible ? ACTION_GROUP "." ACTION_NAME : ACTION_GROUP ".none", "s", sop_uid);
  g_menu_append_item (menu, item);
}

static void
on_open (GtkMenuButton *button,
         gpointer data)
{
  OvrViewport *self = data;
  g_autoptr (GPtrArray) states = states_of_image (self);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  append_choice (section, _ ("As stored"), "", TRUE);
  for (guint i = 0; i < states->len; i++)
    {
      const OvrPresentationState *state = g_ptr_array_index (states, i);
      g_autofree char *words = state_words (self, state);

      append_choice (section, words, state->sop_uid,
                     state->kind != OVR_PRESENTATION_UNSUPPORTED && !is_sealed (self, state));
    }
  g_menu_append_section (menu, _ ("Presentation"), G_MENU_MODEL (section));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
on_chosen (GSimpleAction *action,
           GVariant *value,
           gpointer data)
{
  const char *uid = g_variant_get_string (value, NULL);

  choose_state (data, *uid != '\0' ? uid : NULL);
}

void
ovr_viewport_update_state (OvrViewport *self)
{
  g_autoptr (GPtrArray) states = states_of_image (self);
  const OvrPresentationState *state = ovr_viewport_get_state (self);
  gboolean lost = self->view != NULL && self->view->presentation_uid != NULL && self->states != NULL && state == NULL;
  g_autofree char *label = NULL, *tip = NULL;

  if (state != NULL)
    label = g_strdup_printf (_ ("Presentation: %s"), *state->label != '\0' ? state->label : _ ("without a name"));
  else if (ovr_viewport_hides_state (self))
    label = g_strdup (_ ("Presentation: sealed"));
  else if (lost)
    label = g_strdup (_ ("Presentation: not here"));
  else
    label = g_strdup_printf (ngettext ("As stored · %u presentation", "As stored · %u presentations", states->len), states->len);
  tip = state != NULL ? state_words (self, state) : g_strdup (_ ("How someone wanted this image to be shown"));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->state_button), label);
  gtk_widget_set_tooltip_text (self->state_button, tip);
  gtk_widget_set_visible (self->state_button, states->len > 0 || lost);
  if (state != NULL || lost)
    gtk_widget_add_css_class (self->state_button, "applied");
  else
    gtk_widget_remove_css_class (self->state_button, "applied");
  g_simple_action_set_state (self->state_action, g_variant_new_string (state != NULL ? state->sop_uid : ""));
}

void
ovr_viewport_set_marks_sealed (OvrViewport *self,
                               gboolean sealed)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->marks_sealed == sealed)
    return;
  self->marks_sealed = sealed;
  if (ovr_viewport_hides_state (self))
    choose_state (self, NULL);
  ovr_viewport_update_state (self);
  if (self->view != NULL && self->view->presentation_uid != NULL)
    ovr_viewport_refresh (self);
}

static void
load_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, ovr_presentation_states_load (data), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_loaded (GObject *source,
           GAsyncResult *result,
           gpointer data)
{
  g_autoptr (OvrViewport) self = ovr_viewport_take_weak (data);
  g_autoptr (GPtrArray) states = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self == NULL || self->cancellable == NULL || states == NULL ||
      self->study != g_task_get_task_data (G_TASK (result)))
    return;

  self->states = g_steal_pointer (&states);
  if (self->view != NULL && self->view->presentation_uid == NULL)
    ovr_viewport_follow_state (self);
  ovr_viewport_update_state (self);
  if (self->view != NULL && self->view->presentation_uid != NULL)
    {
      ovr_viewport_refresh (self);
      g_signal_emit_by_name (self, "view-changed");
    }
}

static gboolean
may_have_states (OvrStudy *study)
{
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    if (g_str_equal (ovr_series_get_modality (ovr_study_get_series (study, i)), "PR"))
      return TRUE;
  return FALSE;
}

void
ovr_viewport_load_states (OvrViewport *self)
{
  g_autoptr (GTask) task = NULL;

  g_clear_pointer (&self->states, g_ptr_array_unref);
  ovr_viewport_update_state (self);
  if (self->study == NULL || self->cancellable == NULL)
    return;
  if (!may_have_states (self->study))
    {
      self->states = g_ptr_array_new ();
      return;
    }

  task = g_task_new (NULL, self->cancellable, on_loaded, ovr_viewport_give_weak (self));
  g_task_set_source_tag (task, ovr_viewport_load_states);
  g_task_set_task_data (task, g_object_ref (self->study), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

void
ovr_viewport_add_state_button (OvrViewport *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  self->state_action = g_simple_action_new_stateful (ACTION_NAME, G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect (self->state_action, "change-state", G_CALLBACK (on_chosen), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->state_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), ACTION_GROUP, G_ACTION_GROUP (group));

  self->state_button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->state_button), _ ("As stored"));
  gtk_widget_set_visible (self->state_button, FALSE);
  gtk_widget_add_css_class (self->state_button, "ovr-state");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->state_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Presentation of this image"), -1);
  gtk_widget_set_parent (self->state_button, GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->state_button), on_open, self, NULL);
}

gboolean
ovr_viewport_open_states (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), FALSE);

  if (!gtk_widget_get_visible (self->state_button))
    return FALSE;
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->state_button));
  return TRUE;
}

static int
button_top (int width)
{
  return width < OVR_VIEWPORT_NARROW_PX ? NARROW_BUTTON_TOP_PX : BUTTON_TOP_PX;
}

void
ovr_viewport_place_state_button (OvrViewport *self,
                                 int width)
{
  GtkRequisition size;

  if (!gtk_widget_should_layout (self->state_button))
    return;
  gtk_widget_get_preferred_size (self->state_button, &size, NULL);
  gtk_widget_size_allocate (self->state_button,
                            &(GtkAllocation){ MAX (width - (int) MARGIN_PX - size.width, 0), button_top (width), size.width, size.height },
                            -1);
}
