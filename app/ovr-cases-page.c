/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cases-page.h"

#include "ovr-case-cell.h"
#include "ovr-case-columns.h"
#include "ovr-preferences.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _OvrCasesPage
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkSearchEntry *search;
  GtkMenuButton *menu;
  GtkDropDown *modality;
  GtkDropDown *status;
  GtkDropDown *when;
  GtkStack *states;
  GtkColumnView *view;
  GtkPopoverMenu *row_menu;
  GtkLabel *count;
  GtkWidget *progress_box;
  GtkProgressBar *progress_bar;
  GtkLabel *progress;

  /* Owned */
  OvrCaseList *list;
  GtkStringList *modalities;
  GHashTable *selected; /* ids, while the list is exchanged */
  char *wanted;         /* to be selected when it comes */
  GHashTable *hidden;
  GHashTable *missing;
  OvrCaseIndex *hidden_in; /* what is read after this one hides nothing */

  /* Borrowed: of the view */
  GtkMultiSelection *selection;
  gboolean filling;
  gboolean to_top;
};

G_DEFINE_FINAL_TYPE (OvrCasesPage, ovr_cases_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPEN_CASE,
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- What is asked for */

static const char *
get_modality (OvrCasesPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->modality);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? gtk_string_list_get_string (self->modalities, selected) : NULL;
}

static void
ask (OvrCasesPage *self)
{
  OvrCaseQuery query = {
    .text = (char *) gtk_editable_get_text (GTK_EDITABLE (self->search)),
    .modality = (char *) get_modality (self),
    .show = (OvrCaseShow) gtk_drop_down_get_selected (self->status),
    .when = (OvrCaseWhen) gtk_drop_down_get_selected (self->when),
    .today = ovr_date_today (),
    .missing = self->missing,
    .hidden = self->hidden,
  };

  query.n_sorts = ovr_case_columns_get_sorts (self->view, query.sorts);
  ovr_case_list_set_query (self->list, &query);
}

/* What the reader asked for begins at the top. */
static void
ask_anew (OvrCasesPage *self)
{
  self->to_top = TRUE;
  ask (self);
}

static void
on_filter_changed (OvrCasesPage *self)
{
  if (self->selection != NULL && !self->filling)
    ask_anew (self);
}

static void
on_order_changed (OvrCasesPage *self)
{
  g_autofree char *order = NULL;

  if (self->selection == NULL || self->filling)
    return;
  order = ovr_case_columns_dup_order (self->view);
  ovr_preferences_set_case_order (order);
  ask_anew (self);
}

static void
on_show_all (OvrCasesPage *self)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->modality, 0);
  gtk_drop_down_set_selected (self->status, 0);
  gtk_drop_down_set_selected (self->when, 0);
  self->filling = FALSE;
  ask_anew (self);
}

static void
fill_modalities (OvrCasesPage *self)
{
  const char *const *names = ovr_case_index_get_modalities (ovr_case_list_get_index (self->list));
  g_autofree char *old = g_strdup (get_modality (self));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->modalities)), i = 1;

  for (; i < n && names[i - 1] != NULL && g_str_equal (gtk_string_list_get_string (self->modalities, i), names[i - 1]); i++)
    ;
  if (i == n && names[i - 1] == NULL)
    return;

  self->filling = TRUE;
  gtk_string_list_splice (self->modalities, 1, n - 1, names);
  gtk_drop_down_set_selected (self->modality, 0);
  for (i = 0; old != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], old))
      gtk_drop_down_set_selected (self->modality, i + 1);
  self->filling = FALSE;
}

/* ---- What is shown */

static void
show_count (OvrCasesPage *self)
{
  guint shown = ovr_case_list_get_n_found (self->list);
  guint all = ovr_case_index_get_n_present (ovr_case_list_get_index (self->list));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint64 n_selected = gtk_bitset_get_size (selected);
  g_autofree char *cases = shown == all ? g_strdup_printf (ngettext ("%'u case", "%'u cases", shown), shown)
                                        /* Translators: how many are shown, how many there are */
                                        : g_strdup_printf (_ ("%'u of %'u cases"), shown, all);
  g_autofree char *text = n_selected > 1 ? g_strdup_printf (_ ("%s, %'u selected"), cases, (guint) n_selected)
                                         : g_steal_pointer (&cases);

  gtk_label_set_text (self->count, text);
}

static void
show_state (OvrCasesPage *self)
{
  OvrCaseIndex *index = ovr_case_list_get_index (self->list);
  guint shown = ovr_case_list_get_n_found (self->list);
  gboolean empty = index != NULL && ovr_case_index_get_n (index) == 0;

  gtk_stack_set_visible_child_name (self->states, empty ? "empty" : index != NULL && shown == 0 ? "nothing"
                                                                                                : "list");
}

/* What is selected stays so, at its new place. */
static void
on_will_change (OvrCasesPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  g_hash_table_remove_all (self->selected);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    if (position < g_list_model_get_n_items (G_LIST_MODEL (self->list)))
      g_hash_table_add (self->selected, g_strdup (ovr_case_list_get_entry (self->list, position)->id));
}

static void
reselect (OvrCasesPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n);
  guint left;

  if (self->wanted != NULL)
    for (guint i = 0; i < n; i++)
      if (g_str_equal (ovr_case_list_get_entry (self->list, i)->id, self->wanted))
        {
          g_hash_table_remove_all (self->selected);
          g_hash_table_add (self->selected, g_steal_pointer (&self->wanted));
          break;
        }
  left = g_hash_table_size (self->selected);
  for (guint i = 0; i < n && left > 0; i++)
    if (g_hash_table_contains (self->selected, ovr_case_list_get_entry (self->list, i)->id))
      {
        gtk_bitset_add (selected, i);
        left--;
      }
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, all);
}

/* Enter opens what has the focus: that is what is selected. */
static gboolean
focus_selected (OvrCasesPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return !gtk_bitset_is_empty (selected) && ovr_case_columns_focus (self->view, gtk_bitset_get_minimum (selected));
}

static void
on_shown (OvrCasesPage *self)
{
  reselect (self);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->view)) != NULL)
    focus_selected (self);
  fill_modalities (self);
  show_state (self);
  show_count (self);
  if (self->to_top)
    gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), 0.0);
  self->to_top = FALSE;
  if (self->hidden_in != NULL && self->hidden_in != ovr_case_list_get_index (self->list))
    ovr_cases_page_set_hidden (self, NULL);
}

/* Unless something was selected meanwhile. */
static void
on_grown (OvrCasesPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_is_empty (selected) || self->wanted != NULL)
    reselect (self);
}

static void
on_failed (OvrCasesPage *self,
           GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
on_selection_changed (OvrCasesPage *self)
{
  if (ovr_case_list_get_index (self->list) != NULL)
    show_count (self);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
on_activate (OvrCasesPage *self,
             guint position)
{
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    g_signal_emit (self, signals[SIGNAL_OPEN_CASE], 0, ovr_case_list_get_entry (self->list, position)->id);
}

/* Enter in the search field opens what was found, if that is one case. */
static void
on_search_activate (OvrCasesPage *self)
{
  if (ovr_case_list_get_n_found (self->list) == 1)
    on_activate (self, 0);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The menu is about what is under the pointer: that is selected first, unless
 * it belongs to the selection. */
static void
on_secondary_click (OvrCasesPage *self,
                    int n_press,
                    double x,
                    double y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  guint position = ovr_case_columns_find_position (under);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->row_menu));
}

/* ---- For the window */

void
ovr_cases_page_set_database (OvrCasesPage *self,
                             OvrDatabase *database)
{
  g_autofree char *order = ovr_preferences_dup_case_order ();

  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  self->filling = TRUE;
  ovr_case_columns_set_order (self->view, order);
  self->filling = FALSE;
  ovr_case_list_set_database (self->list, database);
  ask (self);
  ovr_case_list_reload (self->list);
}

void
ovr_cases_page_reload (OvrCasesPage *self)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  ovr_case_list_reload (self->list);
}

void
ovr_cases_page_reload_and_unhide (OvrCasesPage *self)
{
  OvrCaseIndex *index;

  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  index = ovr_case_list_get_index (self->list);
  g_clear_pointer (&self->hidden_in, ovr_case_index_unref);
  self->hidden_in = index != NULL ? ovr_case_index_ref (index) : NULL;
  ovr_case_list_reload (self->list);
}

static void
take_set (GHashTable **place,
          GHashTable *set)
{
  if (set != NULL)
    g_hash_table_ref (set);
  g_clear_pointer (place, g_hash_table_unref);
  *place = set;
}

void
ovr_cases_page_set_hidden (OvrCasesPage *self,
                           GHashTable *case_ids)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  g_clear_pointer (&self->hidden_in, ovr_case_index_unref);
  take_set (&self->hidden, case_ids);
  ask (self);
}

void
ovr_cases_page_set_missing (OvrCasesPage *self,
                            GHashTable *case_ids)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  take_set (&self->missing, case_ids);
  ask (self);
}

char **
ovr_cases_page_dup_selected (OvrCasesPage *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (OVR_IS_CASES_PAGE (self), NULL);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_strv_builder_add (ids, ovr_case_list_get_entry (self->list, position)->id);
  return g_strv_builder_end (ids);
}

void
ovr_cases_page_select (OvrCasesPage *self,
                       const char *case_id)
{
  g_return_if_fail (OVR_IS_CASES_PAGE (self));

  g_free (self->wanted);
  self->wanted = g_strdup (case_id);
  on_will_change (self);
  reselect (self);
}

const OvrCaseEntry *
ovr_cases_page_find_entry (OvrCasesPage *self,
                           const char *case_id)
{
  OvrCaseIndex *index = ovr_case_list_get_index (self->list);

  for (guint i = 0; index != NULL && i < ovr_case_index_get_n (index); i++)
    if (g_str_equal (ovr_case_index_get (index, i)->id, case_id))
      return ovr_case_index_get (index, i);
  return NULL;
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

/* Every frame in which something of the list changes comes through here. */
static void
ovr_cases_page_snapshot (GtkWidget *widget,
                         GtkSnapshot *snapshot)
{
  ovr_case_cells_look (GTK_WIDGET (OVR_CASES_PAGE (widget)->view));
  GTK_WIDGET_CLASS (ovr_cases_page_parent_class)->snapshot (widget, snapshot);
}

static gboolean
ovr_cases_page_grab_focus (GtkWidget *widget)
{
  OvrCasesPage *self = OVR_CASES_PAGE (widget);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_is_empty (selected))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  return focus_selected (self) || gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
ovr_cases_page_dispose (GObject *object)
{
  OvrCasesPage *self = OVR_CASES_PAGE (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  self->selection = NULL;
  if (self->row_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->row_menu));
  if (self->list != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_object_run_dispose (G_OBJECT (self->list));
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_CASES_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->modalities);
  g_clear_pointer (&self->selected, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->hidden_in, ovr_case_index_unref);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->missing, g_hash_table_unref);
  G_OBJECT_CLASS (ovr_cases_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-cases-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, box);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, search);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, menu);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, modality);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, status);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, when);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, states);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, view);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, row_menu);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, count);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrCasesPage, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
ovr_cases_page_class_init (OvrCasesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_cases_page_dispose;
  widget_class->grab_focus = ovr_cases_page_grab_focus;
  widget_class->snapshot = ovr_cases_page_snapshot;
  signals[SIGNAL_OPEN_CASE] = g_signal_new ("open-case", OVR_TYPE_CASES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SELECTION_CHANGED] = g_signal_new ("selection-changed", OVR_TYPE_CASES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", OVR_TYPE_CASES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
  bind_template (widget_class);
}

static void
ovr_cases_page_init (OvrCasesPage *self)
{
  const char *all[] = { _ ("All modalities"), NULL };

  self->list = ovr_case_list_new ();
  self->selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->modalities = gtk_string_list_new (all);
  gtk_drop_down_set_model (self->modality, G_LIST_MODEL (self->modalities));
  gtk_widget_set_parent (GTK_WIDGET (self->row_menu), GTK_WIDGET (self->view));

  ovr_case_columns_add (self->view);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_selection_changed), self);
  g_signal_connect_swapped (self->list, "will-change", G_CALLBACK (on_will_change), self);
  g_signal_connect_swapped (self->list, "shown", G_CALLBACK (on_shown), self);
  g_signal_connect_swapped (self->list, "grown", G_CALLBACK (on_grown), self);
  g_signal_connect_swapped (self->list, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_order_changed), self,
                           G_CONNECT_SWAPPED);
}
