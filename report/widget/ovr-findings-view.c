/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-findings-view.h"

#include "ovr-form.h"

#include <glib/gi18n.h>

struct _OvrFindingsView
{
  GtkWidget parent_instance;

  /* Template */
  GtkScrolledWindow *scroller;
  GtkBox *box;

  /* Owned */
  OvrReportEditor *editor;
  char *selected;

  /* Borrowed */
  OvrKeyImagePainter painter;
  gpointer painter_data;
};

G_DEFINE_FINAL_TYPE (OvrFindingsView, ovr_findings_view, GTK_TYPE_WIDGET)

enum
{
  ATTACH,
  SHOW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static OvrFindingCard *
next_card (GtkWidget *child)
{
  while (child != NULL && !OVR_IS_FINDING_CARD (child))
    child = gtk_widget_get_next_sibling (child);
  return child != NULL ? OVR_FINDING_CARD (child) : NULL;
}

static OvrFindingCard *
first_card (OvrFindingsView *self)
{
  return next_card (gtk_widget_get_first_child (GTK_WIDGET (self->box)));
}

static OvrFindingCard *
card_after (OvrFindingCard *card)
{
  return next_card (gtk_widget_get_next_sibling (GTK_WIDGET (card)));
}

static void
mark_selected (OvrFindingsView *self)
{
  for (OvrFindingCard *card = first_card (self); card != NULL; card = card_after (card))
    ovr_finding_card_set_selected (card, g_strcmp0 (ovr_finding_card_get_finding_id (card), self->selected) == 0);
}

static void
on_selected (OvrFindingCard *card,
             const char *finding_id,
             OvrFindingsView *self)
{
  ovr_findings_view_select (self, finding_id);
}

static void
on_attach (OvrFindingCard *card,
           const char *finding_id,
           OvrFindingsView *self)
{
  g_signal_emit (self, signals[ATTACH], 0, finding_id);
}

static void
on_show (OvrFindingCard *card,
         const char *key_image_id,
         OvrFindingsView *self)
{
  g_signal_emit (self, signals[SHOW], 0, key_image_id);
}

static void
fill (OvrFindingsView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  GtkWidget *add;

  ovr_form_clear (self->box);
  for (guint i = 0; i < report->findings->len; i++)
    {
      GtkWidget *card = ovr_finding_card_new (self->editor, i, self->painter, self->painter_data);

      g_signal_connect_object (card, "selected", G_CALLBACK (on_selected), self, 0);
      g_signal_connect_object (card, "attach", G_CALLBACK (on_attach), self, 0);
      g_signal_connect_object (card, "show-key-image", G_CALLBACK (on_show), self, 0);
      gtk_box_append (self->box, card);
    }
  if (report->findings->len == 0)
    ovr_form_add_label (self->box, _ ("No finding of your own yet. Attaching a view makes one."), "dim-label");

  add = gtk_button_new_with_label (_ ("Add a Finding"));
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  gtk_widget_set_margin_top (add, 6);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "win.add-finding");
  gtk_box_append (self->box, add);
  mark_selected (self);
}

static void
on_restructured (OvrReportEditor *editor,
                 OvrReportPart part,
                 OvrFindingsView *self)
{
  if (part == OVR_PART_FINDINGS)
    fill (self);
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrFindingsView *self)
{
  if (part == OVR_PART_FINDINGS)
    for (OvrFindingCard *card = first_card (self); card != NULL; card = card_after (card))
      ovr_finding_card_update (card);
}

void
ovr_findings_view_set_editor (OvrFindingsView *self,
                              OvrReportEditor *editor)
{
  g_return_if_fail (OVR_IS_FINDINGS_VIEW (self));

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  ovr_form_clear (self->box);
  g_clear_pointer (&self->selected, g_free);
  g_set_object (&self->editor, editor);
  if (editor == NULL)
    return;

  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), self, 0);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  fill (self);
}

void
ovr_findings_view_set_painter (OvrFindingsView *self,
                               OvrKeyImagePainter painter,
                               gpointer data)
{
  g_return_if_fail (OVR_IS_FINDINGS_VIEW (self));

  self->painter = painter;
  self->painter_data = data;
}

const char *
ovr_findings_view_get_finding (OvrFindingsView *self)
{
  OvrReport *report;
  OvrFinding *last;

  g_return_val_if_fail (OVR_IS_FINDINGS_VIEW (self), NULL);

  report = ovr_report_editor_get_report (self->editor);
  if (self->selected != NULL && ovr_report_find_finding (report, self->selected) != NULL)
    return self->selected;
  if (report->findings->len == 0)
    return NULL;
  last = g_ptr_array_index (report->findings, report->findings->len - 1);
  return last->id;
}

void
ovr_findings_view_select (OvrFindingsView *self,
                          const char *finding_id)
{
  char *id;

  g_return_if_fail (OVR_IS_FINDINGS_VIEW (self));

  id = g_strdup (finding_id);
  g_free (self->selected);
  self->selected = id;
  mark_selected (self);
}

void
ovr_findings_view_focus (OvrFindingsView *self)
{
  const char *wanted;

  g_return_if_fail (OVR_IS_FINDINGS_VIEW (self));

  wanted = ovr_findings_view_get_finding (self);
  for (OvrFindingCard *card = first_card (self); card != NULL; card = card_after (card))
    if (g_strcmp0 (ovr_finding_card_get_finding_id (card), wanted) == 0)
      gtk_widget_grab_focus (ovr_form_find (GTK_WIDGET (card), "findings"));
}

GtkAdjustment *
ovr_findings_view_get_scroll (OvrFindingsView *self)
{
  g_return_val_if_fail (OVR_IS_FINDINGS_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static void
ovr_findings_view_dispose (GObject *object)
{
  OvrFindingsView *self = OVR_FINDINGS_VIEW (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->selected, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_FINDINGS_VIEW);
  G_OBJECT_CLASS (ovr_findings_view_parent_class)->dispose (object);
}

static void
ovr_findings_view_class_init (OvrFindingsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_findings_view_dispose;
  signals[ATTACH] = g_signal_new ("attach", OVR_TYPE_FINDINGS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW] = g_signal_new ("show-key-image", OVR_TYPE_FINDINGS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-findings-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrFindingsView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingsView, box);
}

static void
ovr_findings_view_init (OvrFindingsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
