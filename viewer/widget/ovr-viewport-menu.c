/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-window-choice.h"

#include <glib/gi18n.h>
#include <math.h>

/* Characters of a line of notes. */
#define NOTE_WIDTH 48

static void
append_radio (GMenu *menu,
              const char *label,
              const char *action,
              int value)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "i", value);
  g_menu_append_item (menu, item);
}

static void
append_section (GMenu *menu,
                const char *title,
                GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, title, G_MENU_MODEL (section));
}

static void
append_windows (OvrViewport *self,
                GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_autoptr (GPtrArray) choices = ovr_window_choices (self->presented->pixels);

  for (guint i = 0; i < choices->len; i++)
    append_radio (section, ((OvrWindowChoice *) choices->pdata[i])->name, "pane.window", (int) i + 1);
  append_section (menu, _ ("Window"), section);
}

/* What a quantity is called: its label, its unit. */
static char *
quantity_name (const OvrQuantity *quantity)
{
  const char *label = quantity->label;

  if (label == NULL)
    label = quantity->pieces != NULL ? _ ("Real world value") : _ ("Value after the rescale");
  return quantity->unit != NULL ? g_strdup_printf ("%s  (%s)", label, quantity->unit) : g_strdup (label);
}

/* Only where there is something to choose. */
static void
append_quantities (OvrViewport *self,
                   GMenu *menu)
{
  GPtrArray *quantities = self->presented->pixels->image->quantities;
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; quantities->len > 1 && i < quantities->len; i++)
    {
      g_autofree char *name = quantity_name (quantities->pdata[i]);

      append_radio (section, name, "pane.quantity", (int) i);
    }
  append_section (menu, _ ("Value under the pointer"), section);
}

/* Only where paging makes a difference. */
static void
append_orders (OvrViewport *self,
               GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();

  if (ovr_series_get_n_slices (self->series) < 2)
    return;
  append_radio (section, _ ("By position"), "pane.order", OVR_SLICE_ORDER_POSITION);
  append_radio (section, _ ("By instance number"), "pane.order", OVR_SLICE_ORDER_NUMBER);
  append_radio (section, _ ("By acquisition time"), "pane.order", OVR_SLICE_ORDER_TIME);
  g_menu_append_submenu (menu, _ ("Order of the slices"), G_MENU_MODEL (section));
}

static void
append_interpolations (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append (section, _ ("Smooth (bilinear)"), "win.interpolation::bilinear");
  g_menu_append (section, _ ("Sharp (Lanczos)"), "win.interpolation::lanczos");
  g_menu_append (section, _ ("Pixels as they are (nearest)"), "win.interpolation::nearest");
  append_section (menu, _ ("Between the pixels"), section);
}

/* Which window of the list is in force; 0 for one of the reader's own. */
static int
find_window (OvrViewport *self)
{
  g_autoptr (GPtrArray) choices = ovr_window_choices (self->presented->pixels);
  gboolean by_file = !isfinite (self->view->window_center);

  for (guint i = 0; i < choices->len; i++)
    {
      const OvrWindowChoice *choice = choices->pdata[i];

      if (by_file ? choice->voi == self->view->voi
                  : choice->voi < 0 && choice->center == self->view->window_center && choice->width == self->view->window_width)
        return (int) i + 1;
    }
  return 0;
}

/* Only for a menu that is looked at: finding the window sorts the values of the
 * frame, which took more of a refresh than all the rest of paging. */
static void
show_states (OvrViewport *self)
{
  if (self->presented == NULL || self->view == NULL)
    return;

  g_simple_action_set_state (self->window_action, g_variant_new_int32 (find_window (self)));
  g_simple_action_set_state (self->quantity_action, g_variant_new_int32 ((int) self->quantity));
  g_simple_action_set_state (self->order_action, g_variant_new_int32 ((int) ovr_series_get_order (self->presented->series)));
}

/* Made when it opens, from the picture on the screen. */
static void
on_open (GtkMenuButton *button,
         gpointer data)
{
  OvrViewport *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();

  g_signal_emit_by_name (self, "activated");
  if (self->presented != NULL)
    {
      append_orders (self, menu);
      append_windows (self, menu);
      append_quantities (self, menu);
    }
  append_interpolations (menu);
  show_states (self);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

void
ovr_viewport_update_menu (OvrViewport *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->menu_button));
  GPtrArray *notes = self->presented != NULL ? self->presented->pixels->image->notes : NULL;
  guint n = notes != NULL ? notes->len : 0;
  g_autofree char *label = g_strdup_printf (ngettext ("⚠ %u note", "⚠ %u notes", n), n);

  gtk_widget_set_visible (self->menu_button, self->presented != NULL);
  gtk_widget_set_visible (self->notes_button, n > 0);
  gtk_label_set_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (self->notes_button))), label);
  if (popover != NULL && gtk_widget_get_visible (GTK_WIDGET (popover)))
    show_states (self);
}

/* Which series is shown in which order is the room's to know. */
static void
on_order (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  static const char *const words[] = {
    [OVR_SLICE_ORDER_POSITION] = "position",
    [OVR_SLICE_ORDER_NUMBER] = "number",
    [OVR_SLICE_ORDER_TIME] = "time",
  };
  int order = g_variant_get_int32 (parameter);

  if (order >= 0 && order < (int) G_N_ELEMENTS (words))
    gtk_widget_activate_action (data, "win.slice-order", "s", words[order]);
}

static void
on_window (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_viewport_set_preset (data, (guint) g_variant_get_int32 (parameter));
}

static void
on_quantity (GSimpleAction *action,
             GVariant *parameter,
             gpointer data)
{
  OvrViewport *self = data;

  self->quantity = (guint) MAX (g_variant_get_int32 (parameter), 0);
  ovr_viewport_update_menu (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The sentences, one under the other. */
static void
on_open_notes (GtkMenuButton *button,
               gpointer data)
{
  OvrViewport *self = data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GPtrArray *notes = self->presented->pixels->image->notes;

  for (guint i = 0; i < notes->len; i++)
    {
      GtkWidget *label = gtk_label_new (((const OvrNote *) notes->pdata[i])->text);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), NOTE_WIDTH);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_add_css_class (box, "ovr-notes");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
add_button (OvrViewport *self,
            const char *name,
            const char *tooltip, /* nullable */
            GtkMenuButtonCreatePopupFunc on_popup)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), on_popup, self, NULL);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "ovr-pane-button");
  if (tooltip != NULL)
    gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (button, FALSE);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

void
ovr_viewport_add_menu (OvrViewport *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  self->menu_button = add_button (self, _ ("Windows, values, order and smoothing of this image"),
                                  _ ("Windows, values, order, smoothing (V)"), on_open);
  self->notes_button = add_button (self, _ ("What of the file is not shown as it asks for"),
                                   NULL, on_open_notes);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu_button), "open-menu-symbolic");
  /* A label of its own brings no arrow. */
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->notes_button), gtk_label_new (NULL));
  self->window_action = g_simple_action_new_stateful ("window", G_VARIANT_TYPE_INT32, g_variant_new_int32 (0));
  self->quantity_action = g_simple_action_new_stateful ("quantity", G_VARIANT_TYPE_INT32, g_variant_new_int32 (0));
  self->order_action = g_simple_action_new_stateful ("order", G_VARIANT_TYPE_INT32, g_variant_new_int32 (0));
  g_signal_connect (self->order_action, "activate", G_CALLBACK (on_order), self);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (self->order_action));
  g_signal_connect (self->window_action, "activate", G_CALLBACK (on_window), self);
  g_signal_connect (self->quantity_action, "activate", G_CALLBACK (on_quantity), self);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (self->window_action));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (self->quantity_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "pane", G_ACTION_GROUP (actions));
}

void
ovr_viewport_remove_menu (OvrViewport *self)
{
  gtk_widget_insert_action_group (GTK_WIDGET (self), "pane", NULL);
  g_clear_object (&self->window_action);
  g_clear_object (&self->quantity_action);
  g_clear_object (&self->order_action);
  g_clear_pointer (&self->menu_button, gtk_widget_unparent);
  g_clear_pointer (&self->notes_button, gtk_widget_unparent);
}

/* In the lower right corner, the notes left of the menu. */
void
ovr_viewport_allocate_menu (OvrViewport *self,
                            int width,
                            int height)
{
  GtkWidget *const buttons[] = { self->menu_button, self->notes_button };
  int right = width;

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkAllocation place = { 0 };

      if (!gtk_widget_should_layout (buttons[i]))
        continue;
      gtk_widget_measure (buttons[i], GTK_ORIENTATION_HORIZONTAL, -1, &place.width, NULL, NULL, NULL);
      gtk_widget_measure (buttons[i], GTK_ORIENTATION_VERTICAL, place.width, &place.height, NULL, NULL, NULL);
      right -= place.width;
      place.x = right;
      place.y = height - place.height;
      gtk_widget_size_allocate (buttons[i], &place, -1);
    }
}

void
ovr_viewport_open_menu (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (gtk_widget_get_visible (self->menu_button))
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
}
