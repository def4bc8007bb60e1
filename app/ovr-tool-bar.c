/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-tool-bar.h"

struct _OvrToolBar
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *scroller;
  GtkMenuButton *presets;
};

G_DEFINE_FINAL_TYPE (OvrToolBar, ovr_tool_bar, GTK_TYPE_WIDGET)

void
ovr_tool_bar_set_presets (OvrToolBar *self,
                          const char *const *names)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_return_if_fail (OVR_IS_TOOL_BAR (self));

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.preset(%u)", i + 1);
      g_autofree char *key = g_strdup_printf ("%u", i + 1);
      g_autoptr (GMenuItem) item = g_menu_item_new (names[i], action);

      g_menu_item_set_attribute (item, "accel", "s", key);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->presets, G_MENU_MODEL (menu));
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
