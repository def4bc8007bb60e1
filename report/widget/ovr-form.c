/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-form.h"

#include "ovr-date-field.h"
#include "ovr-text-field.h"

#include <string.h>

typedef struct
{
  OvrReportEditor *editor;
  OvrReportPart part;
  int *value;
} Choice;

void
ovr_form_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

GtkWidget *
ovr_form_add_label (GtkBox *box,
                    const char *text,
                    const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);
  return label;
}

GtkWidget *
ovr_form_add_heading (GtkBox *box,
                      const char *text)
{
  GtkWidget *label = ovr_form_add_label (box, text, "ovr-section");

  gtk_widget_set_margin_top (label, gtk_widget_get_prev_sibling (label) != NULL ? 10 : 0);
  return label;
}

GtkWidget *
ovr_form_add_field (GtkBox *box,
                    OvrReportEditor *editor,
                    OvrReportPart part,
                    const OvrFormField *field)
{
  ovr_form_add_label (box, field->label, "caption");
  return ovr_form_add_bare_field (box, editor, part, field);
}

GtkWidget *
ovr_form_add_bare_field (GtkBox *box,
                         OvrReportEditor *editor,
                         OvrReportPart part,
                         const OvrFormField *field)
{
  GtkWidget *widget = ovr_text_field_new (field->label, field->placeholder, field->where);

  ovr_text_field_bind (OVR_TEXT_FIELD (widget), editor, part, field->field);
  gtk_box_append (box, widget);
  return widget;
}

GtkWidget *
ovr_form_add_date (GtkBox *box,
                   OvrReportEditor *editor,
                   OvrReportPart part,
                   const char *label,
                   const char *where,
                   OvrDate *date,
                   char **time)
{
  GtkWidget *widget = ovr_date_field_new (label);

  ovr_form_add_label (box, label, "caption");
  if (date != NULL)
    ovr_date_field_bind_date (OVR_DATE_FIELD (widget), editor, part, date);
  else
    ovr_date_field_bind_time (OVR_DATE_FIELD (widget), editor, part, time);
  ovr_form_set_place (widget, where);
  gtk_box_append (box, widget);
  return widget;
}

static void
choice_free (gpointer data,
             GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->editor);
  g_free (choice);
}

static void
on_choice (GtkDropDown *drop_down,
           GParamSpec *pspec,
           Choice *choice)
{
  int value = (int) gtk_drop_down_get_selected (drop_down);

  if (*choice->value == value)
    return;
  *choice->value = value;
  ovr_report_editor_touch (choice->editor, choice->part);
}

GtkWidget *
ovr_form_add_choice (GtkBox *box,
                     OvrReportEditor *editor,
                     OvrReportPart part,
                     const char *label,
                     const char *const *words,
                     int *value)
{
  GtkWidget *widget = gtk_drop_down_new_from_strings (words);
  Choice *choice = g_new0 (Choice, 1);

  choice->editor = g_object_ref (editor);
  choice->part = part;
  choice->value = value;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), (guint) *value);
  gtk_widget_set_sensitive (widget, ovr_report_editor_is_editable (editor));
  gtk_widget_set_tooltip_text (widget, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_data (widget, "notify::selected", G_CALLBACK (on_choice), choice, choice_free, 0);
  gtk_box_append (box, widget);
  return widget;
}

static gboolean
is_within (const char *name,
           const char *where)
{
  gsize length = strlen (where);

  return name != NULL && strncmp (name, where, length) == 0 &&
         (name[length] == '\0' || name[length] == '.' || name[length] == '[');
}

void
ovr_form_set_place (GtkWidget *widget,
                    const char *where)
{
  g_object_set_data_full (G_OBJECT (widget), "ovr-place", g_strdup (where), g_free);
}

const char *
ovr_form_get_place (GtkWidget *widget)
{
  return OVR_IS_TEXT_FIELD (widget) ? ovr_text_field_get_field_name (OVR_TEXT_FIELD (widget))
                                    : g_object_get_data (G_OBJECT (widget), "ovr-place");
}

GtkWidget *
ovr_form_find (GtkWidget *root,
               const char *where)
{
  if (ovr_form_get_place (root) != NULL)
    return is_within (ovr_form_get_place (root), where) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ovr_form_find (child, where);

      if (found != NULL)
        return found;
    }

  return NULL;
}
