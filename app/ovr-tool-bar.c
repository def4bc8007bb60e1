/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-tool-bar.h"

#include <glib/gi18n.h>

struct _OvrToolBar
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *scroller;
  GtkMenuButton *presets;

  /* Borrowed */
  OvrPresetNames names;
  gpointer names_data;
};

G_DEFINE_FINAL_TYPE (OvrToolBar, ovr_tool_bar, GTK_TYPE_WIDGET)

/* The digit keys end with 9. */
static void
append_preset (GMenu *menu,
               const char *name,
               guint number)
{
  g_autofree char *action = g_strdup_printf ("win.preset(%u)", number);
  g_autofree char *key = g_strdup_printf ("%u", number);
  g_autoptr (GMenuItem) item = g_menu_item_new (name, action);

  if (number <= 9)
    g_menu_item_set_attribute (item, "accel", "s", key);
  g_menu_append_item (menu, item);
}

static void
on_open (GtkMenuButton *button,
         gpointer data)
{
  OvrToolBar *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_auto (GStrv) names = self->names (self->names_data);

  for (guint i = 0; names[i] != NULL; i++)
    append_preset (menu, names[i], i + 1);
  /* No such action: the line is a sentence. */
  if (names[0] == NULL)
    g_menu_append (menu, _ ("This image has no window to set"), "win.none");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

void
ovr_tool_bar_set_preset_names (OvrToolBar *self,
                               OvrPresetNames names,
                               gpointer data)
{
  g_return_if_fail (OVR_IS_TOOL_BAR (self));

  self->names = names;
  self->names_data = data;
  gtk_menu_button_set_create_popup_func (self->presets, on_open, self, NULL);
}

static void
ovr_tool_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OVR_TYPE_TOOL_BAR);
  G_OBJECT_CLASS (ovr_tool_bar_parent_class)->dispose (object);
}

static void
ovr_tool_bar_class_init (OvrToolBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_tool_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-tool-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrToolBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrToolBar, presets);
}

static void
ovr_tool_bar_init (OvrToolBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
