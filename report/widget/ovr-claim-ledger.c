/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-ledger.h"

#include "ovr-claim-row.h"

struct _OvrClaimLedger
{
  GtkWidget parent_instance;

  /* Template */
  GtkStack *states;
  GtkScrolledWindow *scroller;
  GtkListBox *list;

  /* Owned */
  OvrReportEditor *editor;
};

G_DEFINE_FINAL_TYPE (OvrClaimLedger, ovr_claim_ledger, GTK_TYPE_WIDGET)

enum
{
  CLAIM_SELECTED,
  JUMP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static OvrClaimRow *
get_row (OvrClaimLedger *self,
         int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row != NULL ? OVR_CLAIM_ROW (row) : NULL;
}

static OvrClaimRow *
get_selected (OvrClaimLedger *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? OVR_CLAIM_ROW (row) : NULL;
}

static void
on_row_selected (OvrClaimLedger *self,
                 GtkListBoxRow *selected)
{
  OvrClaimRow *row;

  /* Rows that go with the ledger are selected by nobody. */
  if (self->editor == NULL)
    return;
  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    ovr_claim_row_set_expanded (row, GTK_LIST_BOX_ROW (row) == selected);
  if (selected != NULL)
    g_signal_emit (self, signals[CLAIM_SELECTED], 0, ovr_claim_row_get_claim_id (OVR_CLAIM_ROW (selected)));
}

static void
on_row_activated (OvrClaimLedger *self,
                  GtkListBoxRow *row)
{
  g_signal_emit (self, signals[JUMP], 0, ovr_claim_row_get_claim_id (OVR_CLAIM_ROW (row)));
}

static void
on_row_jump (OvrClaimRow *row,
             OvrClaimLedger *self)
{
  g_signal_emit (self, signals[JUMP], 0, ovr_claim_row_get_claim_id (row));
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrClaimLedger *self)
{
  OvrClaimRow *row;

  if (part == OVR_PART_CLAIMS)
    for (int i = 0; (row = get_row (self, i)) != NULL; i++)
      ovr_claim_row_update (row);
}

static void
clear_rows (OvrClaimLedger *self)
{
  OvrClaimRow *row;

  while ((row = get_row (self, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
fill (OvrClaimLedger *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);

  clear_rows (self);
  if (ovr_report_editor_is_sealed (self->editor))
    {
      gtk_stack_set_visible_child_name (self->states, "sealed");
      return;
    }

  gtk_stack_set_visible_child_name (self->states, report->claims->len == 0 ? "none" : "claims");
  for (guint i = 0; i < report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (report->claims, i);
      GtkWidget *row = ovr_claim_row_new (self->editor, claim->id);

      g_signal_connect_object (row, "jump", G_CALLBACK (on_row_jump), self, 0);
      gtk_list_box_append (self->list, row);
    }
  if (report->claims->len > 0)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

/* Rows are kept where they can be: a verdict that is taken back must not cost
 * the reader the place. */
static gboolean
rows_match (OvrClaimLedger *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  OvrClaimRow *row;

  for (guint i = 0; i < report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (report->claims, i);

      row = get_row (self, (int) i);
      if (row == NULL || g_strcmp0 (ovr_claim_row_get_claim_id (row), claim->id) != 0)
        return FALSE;
    }
  return report->claims->len > 0 && get_row (self, (int) report->claims->len) == NULL;
}

static void
on_restructured (OvrReportEditor *editor,
                 OvrReportPart part,
                 OvrClaimLedger *self)
{
  if ((part == OVR_PART_CLAIMS && !rows_match (self)) || part == OVR_PART_BLIND || part == OVR_PART_DOCUMENTS)
    fill (self);
}

void
ovr_claim_ledger_set_editor (OvrClaimLedger *self,
                             OvrReportEditor *editor)
{
  g_return_if_fail (OVR_IS_CLAIM_LEDGER (self));

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  clear_rows (self);
  g_set_object (&self->editor, editor);
  if (editor == NULL)
    return;

  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), self, 0);
  fill (self);
}

const char *
ovr_claim_ledger_get_claim (OvrClaimLedger *self)
{
  OvrClaimRow *row;

  g_return_val_if_fail (OVR_IS_CLAIM_LEDGER (self), NULL);

  row = get_selected (self);
  return row != NULL ? ovr_claim_row_get_claim_id (row) : NULL;
}

/* Scrolls once the row has its new height. */
static gboolean
scroll_to_selected (gpointer data)
{
  OvrClaimLedger *self = data;
  OvrClaimRow *row = get_selected (self);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;
  double top, height, value = gtk_adjustment_get_value (adjustment), page = gtk_adjustment_get_page_size (adjustment);

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    return G_SOURCE_REMOVE;

  top = bounds.origin.y;
  height = bounds.size.height;
  if (top < value || height > page)
    gtk_adjustment_set_value (adjustment, top);
  else if (top + height > value + page)
    gtk_adjustment_set_value (adjustment, top + height - page);
  return G_SOURCE_REMOVE;
}

static void
select_row (OvrClaimLedger *self,
            OvrClaimRow *row)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));

  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  g_idle_add_full (G_PRIORITY_LOW, scroll_to_selected, g_object_ref (self), g_object_unref);
}

void
ovr_claim_ledger_select (OvrClaimLedger *self,
                         const char *claim_id)
{
  OvrClaimRow *row;

  g_return_if_fail (OVR_IS_CLAIM_LEDGER (self));

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    if (g_strcmp0 (ovr_claim_row_get_claim_id (row), claim_id) == 0)
      select_row (self, row);
}

void
ovr_claim_ledger_walk (OvrClaimLedger *self,
                       int delta)
{
  OvrClaimRow *selected, *row;
  int index;

  g_return_if_fail (OVR_IS_CLAIM_LEDGER (self));

  selected = get_selected (self);
  index = selected != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (selected)) + delta : 0;
  row = get_row (self, MAX (index, 0));
  if (row != NULL)
    select_row (self, row);
}

void
ovr_claim_ledger_focus_row (OvrClaimLedger *self)
{
  OvrClaimRow *row;

  g_return_if_fail (OVR_IS_CLAIM_LEDGER (self));

  row = get_selected (self);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

static void
ovr_claim_ledger_dispose (GObject *object)
{
  OvrClaimLedger *self = OVR_CLAIM_LEDGER (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_CLAIM_LEDGER);
  G_OBJECT_CLASS (ovr_claim_ledger_parent_class)->dispose (object);
}

static void
ovr_claim_ledger_class_init (OvrClaimLedgerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_claim_ledger_dispose;
  signals[CLAIM_SELECTED] = g_signal_new ("claim-selected", OVR_TYPE_CLAIM_LEDGER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[JUMP] = g_signal_new ("jump", OVR_TYPE_CLAIM_LEDGER, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-claim-ledger.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrClaimLedger, states);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimLedger, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimLedger, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ovr_claim_ledger_init (OvrClaimLedger *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
