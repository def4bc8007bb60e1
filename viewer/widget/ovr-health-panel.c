/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-health-panel.h"

#include <glib/gi18n.h>

/* Lines are read beside images: the panel never takes more than this of them. */
#define MAX_HEIGHT_PX 176
#define ABOUT_CHARS 7

struct _OvrHealthPanel
{
  GtkWidget parent_instance;

  /* Borrowed: children */
  GtkWidget *box;
  GtkLabel *title;
  GtkListBox *list;

  /* Owned */
  char *heading; /* of the next line */

  guint n_findings;
};

G_DEFINE_FINAL_TYPE (OvrHealthPanel, ovr_health_panel, GTK_TYPE_WIDGET)

static guint activated_signal;

static void
show_count (OvrHealthPanel *self)
{
  g_autofree char *text = self->n_findings == 0 ? g_strdup (_ ("The check found nothing wrong with these images"))
                                                : g_strdup_printf (ngettext ("⚠ %u remark on the images", "⚠ %u remarks on the images", self->n_findings),
                                                                   self->n_findings);

  gtk_label_set_text (self->title, text);
}

void
ovr_health_panel_clear (OvrHealthPanel *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (OVR_IS_HEALTH_PANEL (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->heading, g_free);
  self->n_findings = 0;
  show_count (self);
}

static GtkWidget *
create_label (const char *text,
              const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_yalign (GTK_LABEL (label), 0.0f);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer unused)
{
  const char *heading = g_object_get_data (G_OBJECT (row), "heading");
  GtkWidget *label;

  if (heading == NULL || gtk_list_box_row_get_header (row) != NULL)
    return;
  label = create_label (heading, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_header (row, label);
}

void
ovr_health_panel_add_heading (OvrHealthPanel *self,
                              const char *text)
{
  g_return_if_fail (OVR_IS_HEALTH_PANEL (self));

  g_free (self->heading);
  self->heading = g_strdup (text);
}

/* "Se 3", the sentence, the place. */
static GtkWidget *
create_line (const char *about,
             const char *text,
             const char *where,
             gboolean leads)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *first = create_label (about != NULL ? about : "", "numeric"), *sentence = create_label (text, NULL), *place;

  gtk_label_set_width_chars (GTK_LABEL (first), ABOUT_CHARS);
  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_widget_set_hexpand (sentence, TRUE);
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), sentence);
  if (where != NULL)
    {
      place = create_label (where, leads ? "ovr-place" : "dim-label");
      gtk_box_append (GTK_BOX (box), place);
    }
  return box;
}

void
ovr_health_panel_add_finding (OvrHealthPanel *self,
                              const char *about,
                              const char *text,
                              const char *where,
                              OvrStudy *study,
                              OvrSeries *series,
                              int slice)
{
  gboolean leads = series != NULL && slice >= 0;
  GtkWidget *row = gtk_list_box_row_new ();

  g_return_if_fail (OVR_IS_HEALTH_PANEL (self));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), create_line (about, text, where, leads));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), leads);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), leads);
  g_object_set_data_full (G_OBJECT (row), "heading", g_steal_pointer (&self->heading), g_free);
  if (series != NULL)
    {
      g_object_set_data_full (G_OBJECT (row), "study", g_object_ref (study), g_object_unref);
      g_object_set_data_full (G_OBJECT (row), "series", g_object_ref (series), g_object_unref);
      g_object_set_data (G_OBJECT (row), "slice", GINT_TO_POINTER (slice));
    }
  if (leads)
    gtk_widget_set_tooltip_text (row, _ ("Show this image"));
  gtk_list_box_append (self->list, row);
  self->n_findings++;
  show_count (self);
}

guint
ovr_health_panel_get_n_findings (OvrHealthPanel *self)
{
  g_return_val_if_fail (OVR_IS_HEALTH_PANEL (self), 0);

  return self->n_findings;
}

void
ovr_health_panel_focus_series (OvrHealthPanel *self,
                               OvrSeries *series)
{
  GtkListBoxRow *wanted, *row;

  g_return_if_fail (OVR_IS_HEALTH_PANEL (self));

  wanted = gtk_list_box_get_row_at_index (self->list, 0);
  for (int i = 0; series != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_object_get_data (G_OBJECT (row), "series") == series)
      {
        wanted = row;
        break;
      }
  if (wanted != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (wanted));
}

/* The next line from @index on that leads somewhere; NULL beyond the ends. */
static GtkListBoxRow *
find_leading (OvrHealthPanel *self,
              int index,
              int delta)
{
  GtkListBoxRow *row;

  while (index >= 0 && (row = gtk_list_box_get_row_at_index (self->list, index)) != NULL)
    {
      if (gtk_list_box_row_get_activatable (row))
        return row;
      index += delta;
    }
  return NULL;
}

gboolean
ovr_health_panel_step (OvrHealthPanel *self,
                       int delta)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (OVR_IS_HEALTH_PANEL (self), FALSE);

  row = gtk_list_box_get_selected_row (self->list);
  row = find_leading (self, row != NULL ? gtk_list_box_row_get_index (row) + delta : 0, delta);
  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (self->list, row);
  gtk_widget_activate (GTK_WIDGET (row));
  return TRUE;
}

static void
on_row_activated (GtkListBox *list,
                  GtkListBoxRow *row,
                  OvrHealthPanel *self)
{
  g_signal_emit (self, activated_signal, 0, g_object_get_data (G_OBJECT (row), "study"),
                 g_object_get_data (G_OBJECT (row), "series"),
                 (guint) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "slice")));
}

static void
ovr_health_panel_dispose (GObject *object)
{
  OvrHealthPanel *self = OVR_HEALTH_PANEL (object);

  g_clear_pointer (&self->heading, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ovr_health_panel_parent_class)->dispose (object);
}

static void
ovr_health_panel_class_init (OvrHealthPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_health_panel_dispose;
  activated_signal = g_signal_new ("place-activated", OVR_TYPE_HEALTH_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, OVR_TYPE_STUDY, OVR_TYPE_SERIES, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
create_button (const char *action,
               const char *tooltip)
{
  GtkWidget *button = gtk_button_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, tooltip);
  return button;
}

static GtkWidget *
create_top (OvrHealthPanel *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *write = create_button ("win.write-adequacy", _ ("One sentence for each, once, into the report (Ctrl+Shift+T)"));
  GtkWidget *close = create_button ("win.health", _ ("Close (Ctrl+H)"));

  self->title = GTK_LABEL (create_label (NULL, "title"));
  gtk_widget_set_valign (GTK_WIDGET (self->title), GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_button_set_label (GTK_BUTTON (write), _ ("Write Into Adequacy"));
  gtk_button_set_icon_name (GTK_BUTTON (close), "window-close-symbolic");
  gtk_widget_add_css_class (close, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Close the remarks on the images"), -1);
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (top), write);
  gtk_box_append (GTK_BOX (top), close);
  gtk_widget_add_css_class (top, "top");
  return top;
}

static void
ovr_health_panel_init (OvrHealthPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *list = gtk_list_box_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Remarks on the images"), -1);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_activated), self, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT_PX);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_box_append (GTK_BOX (self->box), create_top (self));
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "ovr-health");
  show_count (self);
}

GtkWidget *
ovr_health_panel_new (void)
{
  return g_object_new (OVR_TYPE_HEALTH_PANEL, NULL);
}
