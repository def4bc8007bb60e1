/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-form-list.h"

#include "ovr-text-field.h"

typedef struct
{
  OvrReportEditor *editor;
  OvrReportPart part;
  OvrFormFill fill;
} List;

typedef struct
{
  OvrReportEditor *editor;
  guint index;
  OvrFormDo act;
} Tool;

static void
list_free (List *list)
{
  g_object_unref (list->editor);
  g_free (list);
}

/* The named widget within @box that has the focus. */
static GtkWidget *
find_focus (GtkWidget *box)
{
  GtkRoot *root = gtk_widget_get_root (box);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, box))
    return NULL;
  while (focus != box && ovr_form_get_place (focus) == NULL)
    focus = gtk_widget_get_parent (focus);
  return focus != box ? focus : NULL;
}

static void
on_restructured (OvrReportEditor *editor,
                 OvrReportPart part,
                 GtkWidget *box)
{
  List *list = g_object_get_data (G_OBJECT (box), "ovr-list");
  GtkWidget *focus;
  g_autofree char *place = NULL;
  int cursor;

  if (part != list->part)
    return;

  focus = find_focus (box);
  place = focus != NULL ? g_strdup (ovr_form_get_place (focus)) : NULL;
  cursor = focus != NULL && OVR_IS_TEXT_FIELD (focus) ? ovr_text_field_get_cursor (OVR_TEXT_FIELD (focus)) : 0;
  ovr_form_clear (GTK_BOX (box));
  list->fill (GTK_BOX (box), editor);
  focus = place != NULL ? ovr_form_find (box, place) : NULL;
  if (focus == NULL)
    return;
  if (OVR_IS_TEXT_FIELD (focus))
    ovr_text_field_set_cursor (OVR_TEXT_FIELD (focus), cursor);
  gtk_widget_grab_focus (focus);
}

GtkWidget *
ovr_form_list_new (OvrReportEditor *editor,
                   OvrReportPart part,
                   OvrFormFill fill)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  List *list = g_new0 (List, 1);

  list->editor = g_object_ref (editor);
  list->part = part;
  list->fill = fill;
  g_object_set_data_full (G_OBJECT (box), "ovr-list", list, (GDestroyNotify) list_free);
  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), box, 0);
  fill (GTK_BOX (box), editor);
  return box;
}

GtkBox *
ovr_form_list_add_head (GtkBox *box,
                        const char *title)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = ovr_form_add_label (GTK_BOX (head), title, "caption");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (box, head);
  return GTK_BOX (head);
}

static void
tool_free (gpointer data,
           GClosure *closure)
{
  Tool *tool = data;

  g_object_unref (tool->editor);
  g_free (tool);
}

/* The button goes when its list is filled anew: the list's box stays. */
static void
on_clicked (GtkWidget *button,
            Tool *tool)
{
  GtkWidget *parent = gtk_widget_get_parent (button);
  g_autoptr (GtkWidget) box = NULL;
  g_autofree char *place = NULL;
  GtkWidget *focus;

  while (g_object_get_data (G_OBJECT (parent), "ovr-list") == NULL)
    parent = gtk_widget_get_parent (parent);
  box = g_object_ref (parent);
  place = tool->act (tool->editor, tool->index);
  focus = place != NULL ? ovr_form_find (box, place) : NULL;
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static void
connect_tool (GtkWidget *button,
              OvrReportEditor *editor,
              const char *where,
              guint index,
              OvrFormDo act)
{
  Tool *tool = g_new0 (Tool, 1);

  tool->editor = g_object_ref (editor);
  tool->index = index;
  tool->act = act;
  ovr_form_set_place (button, where);
  gtk_widget_set_sensitive (button, ovr_report_editor_is_editable (editor));
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), tool, tool_free, 0);
}

GtkWidget *
ovr_form_list_add_tool (GtkBox *head,
                        OvrReportEditor *editor,
                        const char *icon,
                        const char *label,
                        const char *where,
                        guint index,
                        OvrFormDo act)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "ovr-row-tool");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  connect_tool (button, editor, where, index, act);
  gtk_box_append (head, button);
  return button;
}

GtkWidget *
ovr_form_list_add_button (GtkBox *box,
                          OvrReportEditor *editor,
                          const char *label,
                          const char *where,
                          OvrFormDo act)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  connect_tool (button, editor, where, 0, act);
  gtk_box_append (box, button);
  return button;
}

char *
ovr_form_list_place (const char *list,
                     guint index,
                     const char *what)
{
  return g_strdup_printf ("%s[%u].%s", list, index, what);
}
