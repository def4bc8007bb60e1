/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cases-page.h"

#include "ovr-case-columns.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The order of the status filter in the template. */
enum
{
  STATUS_ALL,
  STATUS_OPEN,
  STATUS_NEW,
  STATUS_READING,
  STATUS_READY,
  STATUS_SIGNED,
};

struct _OvrCasesPage
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkSearchEntry *search;
  GtkMenuButton *menu;
  GtkDropDown *modality;
  GtkDropDown *status;
  GtkStack *states;
  GtkColumnView *view;
  GtkWidget *progress_box;
  GtkProgressBar *progress_bar;
  GtkLabel *progress;

  /* Owned */
  GListStore *rows;
  GtkStringList *modalities;

  /* Borrowed: within the view's model */
  GtkFilterListModel *filtered;
  GtkFilter *filter;
  GtkSingleSelection *selection;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (OvrCasesPage, ovr_cases_page, GTK_TYPE_WIDGET)

static guint open_case_signal;

static gboolean
status_matches (guint filter,
                OvrCaseStatus status)
{
  switch (filter)
    {
    case STATUS_OPEN:
      return status < OVR_CASE_SIGNED;
    case STATUS_NEW:
      return status == OVR_CASE_NEW;
    case STATUS_READING:
      return status == OVR_CASE_READING || status == OVR_CASE_WAITING;
    case STATUS_READY:
      return status == OVR_CASE_READY;
    case STATUS_SIGNED:
      return status >= OVR_CASE_SIGNED;
    case STATUS_ALL:
    default:
      return TRUE;
    }
}

/* Every word must stand somewhere; "Ostergard" finds "Østergård". */
static gboolean
text_matches (OvrCasesPage *self,
              const OvrCaseRow *row)
{
  g_autofree char *text = g_strjoin (" ", row->patient, row->patient_id, row->study, row->reason, row->modalities, NULL);

  return g_str_match_string (gtk_editable_get_text (GTK_EDITABLE (self->search)), text, TRUE);
}

static gboolean
matches (gpointer item,
         gpointer data)
{
  OvrCasesPage *self = data;
  const OvrCaseRow *row = item;
  guint modality = gtk_drop_down_get_selected (self->modality);
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (!status_matches (gtk_drop_down_get_selected (self->status), row->status))
    return FALSE;
  if (modality > 0 && modality != GTK_INVALID_LIST_POSITION)
    {
      g_auto (GStrv) words = g_strsplit (row->modalities, ", ", -1);

      if (!g_strv_contains ((const char *const *) words, gtk_string_list_get_string (self->modalities, modality)))
        return FALSE;
    }
  return *search == '\0' || text_matches (self, row);
}

static void
show_state (OvrCasesPage *self)
{
  guint all = self->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->rows)) : 0;
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  gtk_stack_set_visible_child_name (self->states, all == 0 ? "empty" : shown == 0 ? "nothing"
                                                                                  : "list");
}

static void
on_filter_changed (OvrCasesPage *self)
{
  if (self->filter == NULL || self->filling)
    return;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

static void
on_activate (OvrCasesPage *self,
             guint position)
{
  g_autoptr (OvrCaseRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL)
    g_signal_emit (self, open_case_signal, 0, row->id);
}

static void
fill_modalities (OvrCasesPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  guint selected = gtk_drop_down_get_selected (self->modality);
  g_autofree char *old = selected > 0 && selected != GTK_INVALID_LIST_POSITION
                             ? g_strdup (gtk_string_list_get_string (self->modalities, selected))
                             : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) names = NULL;
  guint position = 1;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OvrCaseRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      g_auto (GStrv) words = g_strsplit (row->modalities, ", ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        if (*words[j] != '\0')
          g_hash_table_add (seen, g_strdup (words[j]));
    }

  self->filling = TRUE;
  gtk_string_list_splice (self->modalities, 1, g_list_model_get_n_items (G_LIST_MODEL (self->modalities)) - 1, NULL);
  gtk_drop_down_set_selected (self->modality, 0);
  names = g_list_sort (g_hash_table_get_keys (seen), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next, position++)
    {
      gtk_string_list_append (self->modalities, name->data);
      if (g_strcmp0 (name->data, old) == 0)
        gtk_drop_down_set_selected (self->modality, position);
    }
  self->filling = FALSE;
}

/* The same case is selected after the list came anew. */
static void
reselect (OvrCasesPage *self,
          const char *id)
{
  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr (OvrCaseRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_strcmp0 (row->id, id) == 0)
        gtk_single_selection_set_selected (self->selection, i);
    }
}

void
ovr_cases_page_set_rows (OvrCasesPage *self,
                         GListStore *rows)
{
  OvrCaseRow *selected;
  g_autofree char *id = NULL;

  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  selected = gtk_single_selection_get_selected_item (self->selection);
  id = selected != NULL ? g_strdup (selected->id) : NULL;
  g_set_object (&self->rows, rows);
  fill_modalities (self);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (rows));
  reselect (self, id);
  show_state (self);
}

void
ovr_cases_page_set_menu (OvrCasesPage *self,
                         GMenuModel *menu)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  gtk_menu_button_set_menu_model (self->menu, menu);
}

void
ovr_cases_page_find (OvrCasesPage *self)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
ovr_cases_page_set_progress (OvrCasesPage *self,
                             const char *text)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  gtk_widget_set_visible (self->progress_box, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (self->progress, text);
  gtk_progress_bar_pulse (self->progress_bar);
}

static gboolean
ovr_cases_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OVR_CASES_PAGE (widget)->view));
}

static void
ovr_cases_page_dispose (GObject *object)
{
  OvrCasesPage *self = OVR_CASES_PAGE (object);

  self->filter = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_CASES_PAGE);
  g_clear_object (&self->rows);
  g_clear_object (&self->modalities);
  G_OBJECT_CLASS (ovr_cases_page_parent_class)->dispose (object);
}

static void
ovr_cases_page_class_init (OvrCasesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_cases_page_dispose;
  widget_class->grab_focus = ovr_cases_page_grab_focus;
  open_case_signal = g_signal_new ("open-case", OVR_TYPE_CASES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-cases-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, box);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, search);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, menu);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, modality);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, status);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, states);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, view);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
ovr_cases_page_init (OvrCasesPage *self)
{
  const char *all[] = { _ ("All modalities"), NULL };
  GtkSortListModel *sorted;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->modalities = gtk_string_list_new (all);
  gtk_drop_down_set_model (self->modality, G_LIST_MODEL (self->modalities));

  ovr_case_columns_add (self->view);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->filtered = gtk_filter_list_model_new (NULL, self->filter);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (self->filtered), g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  show_state (self);
}
