/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-issue-list.h"

#include <glib/gi18n.h>

struct _OvrIssueList
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkListBox *list;
  GtkToggleButton *summary;
  GtkLabel *summary_label;
};

G_DEFINE_FINAL_TYPE (OvrIssueList, ovr_issue_list, GTK_TYPE_WIDGET)

static guint go_to_signal;

static void
on_row_activated (OvrIssueList *self,
                  GtkListBoxRow *row)
{
  g_signal_emit (self, go_to_signal, 0, g_object_get_data (G_OBJECT (row), "where"));
}

static void
add_rows (OvrIssueList *self,
          GPtrArray *issues,
          const char *sign,
          const char *style)
{
  for (guint i = 0; i < issues->len; i++)
    {
      const OvrIssue *issue = g_ptr_array_index (issues, i);
      g_autofree char *text = g_strdup_printf ("%s  %s", sign, issue->text);
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, style);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, issue->text, -1);
      g_object_set_data_full (G_OBJECT (row), "where", g_strdup (issue->where), g_free);
      gtk_list_box_append (self->list, row);
    }
}

static char *
summary_words (const OvrReportCheck *check,
               gboolean signed_already)
{
  guint n = check->errors->len;

  if (signed_already)
    return g_strdup (_ ("✓ Signed: this version doesn’t change any more"));
  if (n > 0)
    return g_strdup_printf (ngettext ("✗ %u thing stops the signature", "✗ %u things stop the signature", n), n);
  n = check->warnings->len;
  if (n > 0)
    return g_strdup_printf (ngettext ("Ready to sign; %u remark to read", "Ready to sign; %u remarks to read", n), n);
  return g_strdup (_ ("✓ Ready to sign"));
}

void
ovr_issue_list_set_check (OvrIssueList *self,
                          const OvrReportCheck *check,
                          gboolean signed_already)
{
  g_autofree char *words = NULL;
  GtkListBoxRow *row;

  g_return_if_fail (OVR_IS_ISSUE_LIST (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  words = summary_words (check, signed_already);
  gtk_label_set_text (self->summary_label, words);
  if (!signed_already)
    {
      add_rows (self, check->errors, "✗", "disagree");
      add_rows (self, check->warnings, "!", "agree-modified");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->summary), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

void
ovr_issue_list_unfold (OvrIssueList *self)
{
  g_return_if_fail (OVR_IS_ISSUE_LIST (self));

  gtk_toggle_button_set_active (self->summary, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
ovr_issue_list_dispose (GObject *object)
{
  OvrIssueList *self = OVR_ISSUE_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_ISSUE_LIST);
  G_OBJECT_CLASS (ovr_issue_list_parent_class)->dispose (object);
}

static void
ovr_issue_list_class_init (OvrIssueListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_issue_list_dispose;
  go_to_signal = g_signal_new ("go-to", OVR_TYPE_ISSUE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-issue-list.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrIssueList, box);
  gtk_widget_class_bind_template_child (widget_class, OvrIssueList, list);
  gtk_widget_class_bind_template_child (widget_class, OvrIssueList, summary);
  gtk_widget_class_bind_template_child (widget_class, OvrIssueList, summary_label);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ovr_issue_list_init (OvrIssueList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
