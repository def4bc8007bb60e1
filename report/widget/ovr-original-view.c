/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-original-view.h"

#include "ovr-claim-gutter.h"
#include "ovr-document-words.h"
#include "ovr-report-rules.h"
#include "ovr-text-field.h"
#include "ovr-verdict-style.h"

#include <glib/gi18n.h>

struct _OvrOriginalView
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkDropDown *documents;
  GtkLabel *source;
  GtkStack *states;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  OvrTextField *impression;
  GtkLabel *grade;
  GtkWidget *lock;

  /* Owned */
  OvrReportEditor *editor;
  char *selected_claim;

  /* Borrowed */
  OvrClaimGutter *gutter;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (OvrOriginalView, ovr_original_view, GTK_TYPE_WIDGET)

static guint claim_clicked_signal;

static OvrDocument *
get_document (OvrOriginalView *self)
{
  OvrReport *report;
  guint index = gtk_drop_down_get_selected (self->documents);

  if (self->editor == NULL)
    return NULL;
  report = ovr_report_editor_get_report (self->editor);
  return index < report->documents->len ? g_ptr_array_index (report->documents, index) : NULL;
}

static char *
source_words (const OvrDocument *document)
{
  GString *text = g_string_new (document->author);

  if (document->institution != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", document->institution);
  if (document->origin == OVR_TEXT_OCR)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      if (document->confirmed_by != NULL)
        /* Translators: %s is a person who compared a scan with its text. */
        g_string_append_printf (text, _ ("text recognized from a scan, compared by %s"), document->confirmed_by);
      else
        g_string_append (text, _ ("text recognized from a scan, not compared yet"));
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_sealed (OvrOriginalView *self,
           const OvrDocument *document)
{
  return document->role == OVR_DOCUMENT_ORIGINAL && ovr_report_editor_is_sealed (self->editor);
}

/* A claim's tag: a quiet line under it, a ground under the selected one. */
static void
show_tag (OvrOriginalView *self,
          GtkTextTag *tag,
          const OvrClaim *claim)
{
  gboolean selected = g_strcmp0 (claim->id, self->selected_claim) == 0;
  GdkRGBA colour, ground = { 0.18f, 0.30f, 0.38f, 1.0f };

  ovr_verdict_get_colour (GTK_WIDGET (self), claim->verdict, &colour);
  colour.alpha = 0.55f;
  g_object_set (tag, "underline", PANGO_UNDERLINE_SINGLE, "underline-rgba", &colour,
                "background-rgba", selected ? &ground : NULL, NULL);
}

/* Line by line, without the line ends: a line that begins within a tag is now
 * and then drawn without it (seen with GTK 4.8). */
static void
apply_by_lines (GtkTextBuffer *buffer,
                GtkTextTag *tag,
                const GtkTextIter *start,
                const GtkTextIter *end)
{
  GtkTextIter from = *start;

  while (gtk_text_iter_compare (&from, end) < 0)
    {
      GtkTextIter to = from;

      if (!gtk_text_iter_ends_line (&to))
        gtk_text_iter_forward_to_line_end (&to);
      if (gtk_text_iter_compare (&to, end) > 0)
        to = *end;
      gtk_text_buffer_apply_tag (buffer, tag, &from, &to);
      from = to;
      if (!gtk_text_iter_forward_line (&from))
        break;
    }
}

/* Tags are named by their claims and stay as long as the text does. */
static void
add_tags (OvrOriginalView *self,
          const OvrDocument *document)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  for (guint i = 0; i < report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (report->claims, i);
      GtkTextIter start, end;

      if (g_strcmp0 (claim->document_id, document->id) != 0)
        continue;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, claim->start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, claim->end);
      apply_by_lines (buffer, gtk_text_buffer_create_tag (buffer, claim->id, NULL), &start, &end);
    }
}

static void
remove_tag (GtkTextTag *tag,
            gpointer data)
{
  g_ptr_array_add (data, g_object_ref (tag));
}

static void
clear_tags (OvrOriginalView *self)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (gtk_text_view_get_buffer (self->view));
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);

  gtk_text_tag_table_foreach (table, remove_tag, old);
  for (guint i = 0; i < old->len; i++)
    gtk_text_tag_table_remove (table, g_ptr_array_index (old, i));
}

static void
show_tags (OvrOriginalView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (gtk_text_view_get_buffer (self->view));

  for (guint i = 0; i < report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (report->claims, i);
      GtkTextTag *tag = gtk_text_tag_table_lookup (table, claim->id);

      if (tag != NULL)
        show_tag (self, tag, claim);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self->gutter));
}

static void
show_document (OvrOriginalView *self)
{
  OvrDocument *document = get_document (self);
  g_autofree char *words = document != NULL ? source_words (document) : NULL;
  gboolean sealed = document != NULL && is_sealed (self, document);

  gtk_stack_set_visible_child_name (self->states, document == NULL ? "none" : sealed ? "sealed"
                                                                                     : "text");
  gtk_widget_set_visible (GTK_WIDGET (self->source), words != NULL && *words != '\0' && !sealed);
  gtk_label_set_text (self->source, words != NULL ? words : "");
  clear_tags (self);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view),
                            document != NULL && !sealed && document->text != NULL ? document->text : "", -1);
  ovr_claim_gutter_set_claims (self->gutter,
                               document != NULL && !sealed ? ovr_report_editor_get_report (self->editor) : NULL,
                               document != NULL ? document->id : NULL);
  if (document != NULL && !sealed)
    {
      add_tags (self, document);
      show_tags (self);
    }
}

static void
on_document (OvrOriginalView *self)
{
  if (!self->filling)
    show_document (self);
}

static void
show_grade (OvrOriginalView *self)
{
  int words = ovr_report_count_words (ovr_report_editor_get_report (self->editor)->blind.impression);
  g_autofree char *text = g_strdup_printf (ngettext ("%d word; from %d words on it counts as a full blind reading",
                                                     "%d words; from %d words on it counts as a full blind reading",
                                                     (gulong) words),
                                           words, OVR_BLIND_FULL_WORDS);

  gtk_label_set_text (self->grade, words >= OVR_BLIND_FULL_WORDS ? _ ("Counts as a full blind reading") : text);
  gtk_widget_set_sensitive (self->lock, words > 0);
}

static void
fill (OvrOriginalView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint index = gtk_drop_down_get_selected (self->documents), first = 0;

  for (guint i = 0; i < report->documents->len; i++)
    {
      OvrDocument *document = g_ptr_array_index (report->documents, i);

      if (document->role == OVR_DOCUMENT_ORIGINAL && first == 0)
        first = i + 1;
      gtk_string_list_take (titles, ovr_document_dup_title (document));
    }

  self->filling = TRUE;
  gtk_drop_down_set_model (self->documents, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->documents), report->documents->len > 0);
  gtk_drop_down_set_selected (self->documents,
                              index < report->documents->len ? index : first > 0 ? first - 1
                                                                                 : 0);
  self->filling = FALSE;
  ovr_text_field_bind (self->impression, self->editor, OVR_PART_BLIND, &report->blind.impression);
  show_grade (self);
  show_document (self);
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrOriginalView *self)
{
  if (part == OVR_PART_CLAIMS)
    show_tags (self);
  else if (part == OVR_PART_BLIND)
    show_grade (self);
}

static void
on_restructured (OvrReportEditor *editor,
                 OvrReportPart part,
                 OvrOriginalView *self)
{
  if (part == OVR_PART_DOCUMENTS || part == OVR_PART_BLIND)
    fill (self);
}

void
ovr_original_view_set_editor (OvrOriginalView *self,
                              OvrReportEditor *editor)
{
  g_return_if_fail (OVR_IS_ORIGINAL_VIEW (self));

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  ovr_claim_gutter_set_claims (self->gutter, NULL, NULL);
  ovr_text_field_bind (self->impression, NULL, OVR_PART_BLIND, NULL);
  g_clear_pointer (&self->selected_claim, g_free);
  gtk_drop_down_set_selected (self->documents, GTK_INVALID_LIST_POSITION);
  g_set_object (&self->editor, editor);
  if (editor == NULL)
    return;

  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), self, 0);
  fill (self);
}

void
ovr_original_view_show_document (OvrOriginalView *self,
                                 const char *document_id)
{
  OvrReport *report;

  g_return_if_fail (OVR_IS_ORIGINAL_VIEW (self));

  report = ovr_report_editor_get_report (self->editor);
  for (guint i = 0; i < report->documents->len; i++)
    if (g_strcmp0 (((OvrDocument *) g_ptr_array_index (report->documents, i))->id, document_id) == 0)
      gtk_drop_down_set_selected (self->documents, i);
}

const char *
ovr_original_view_get_document (OvrOriginalView *self)
{
  OvrDocument *document;

  g_return_val_if_fail (OVR_IS_ORIGINAL_VIEW (self), NULL);

  document = get_document (self);
  return document != NULL ? document->id : NULL;
}

/* Once the lines have their heights. Not by a mark: where one stands at the
 * begin of a span, GTK 4.8 draws the span's second line without its looks. */
static gboolean
scroll_to_selected (gpointer data)
{
  OvrOriginalView *self = data;
  OvrClaim *claim = self->editor != NULL && self->selected_claim != NULL
                        ? ovr_report_find_claim (ovr_report_editor_get_report (self->editor), self->selected_claim)
                        : NULL;
  GtkTextIter start;

  if (claim == NULL)
    return G_SOURCE_REMOVE;
  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (self->view), &start, claim->start);
  gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0.0, 0.5);
  return G_SOURCE_REMOVE;
}

void
ovr_original_view_show_claim (OvrOriginalView *self,
                              const char *claim_id)
{
  OvrClaim *claim;

  g_return_if_fail (OVR_IS_ORIGINAL_VIEW (self));

  claim = ovr_report_find_claim (ovr_report_editor_get_report (self->editor), claim_id);
  g_free (self->selected_claim);
  self->selected_claim = g_strdup (claim_id);
  if (claim == NULL)
    return;

  ovr_original_view_show_document (self, claim->document_id);
  show_tags (self);
  g_idle_add_full (G_PRIORITY_LOW, scroll_to_selected, g_object_ref (self), g_object_unref);
}

GtkAdjustment *
ovr_original_view_get_scroll (OvrOriginalView *self)
{
  g_return_val_if_fail (OVR_IS_ORIGINAL_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static void
on_pressed (GtkGestureClick *click,
            int n_press,
            double x,
            double y,
            OvrOriginalView *self)
{
  OvrReport *report = self->editor != NULL ? ovr_report_editor_get_report (self->editor) : NULL;
  OvrDocument *document = get_document (self);
  GtkTextIter place;
  int buffer_x, buffer_y, offset;

  if (document == NULL || is_sealed (self, document))
    return;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (self->view, &place, buffer_x, buffer_y);
  offset = gtk_text_iter_get_offset (&place);
  for (guint i = 0; i < report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (report->claims, i);

      if (g_strcmp0 (claim->document_id, document->id) == 0 && offset >= claim->start && offset < claim->end)
        {
          g_signal_emit (self, claim_clicked_signal, 0, claim->id);
          return;
        }
    }
}

static gboolean
ovr_original_view_grab_focus (GtkWidget *widget)
{
  OvrOriginalView *self = OVR_ORIGINAL_VIEW (widget);
  OvrDocument *document = get_document (self);

  if (document != NULL && is_sealed (self, document))
    return gtk_widget_grab_focus (GTK_WIDGET (self->impression));
  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
ovr_original_view_dispose (GObject *object)
{
  OvrOriginalView *self = OVR_ORIGINAL_VIEW (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->selected_claim, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_ORIGINAL_VIEW);
  G_OBJECT_CLASS (ovr_original_view_parent_class)->dispose (object);
}

static void
ovr_original_view_class_init (OvrOriginalViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_original_view_dispose;
  widget_class->grab_focus = ovr_original_view_grab_focus;
  claim_clicked_signal = g_signal_new ("claim-clicked", OVR_TYPE_ORIGINAL_VIEW, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (OVR_TYPE_TEXT_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-original-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, box);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, documents);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, source);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, states);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, view);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, impression);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, grade);
  gtk_widget_class_bind_template_child (widget_class, OvrOriginalView, lock);
  gtk_widget_class_bind_template_callback (widget_class, on_document);
}

static void
ovr_original_view_init (OvrOriginalView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  self->gutter = OVR_CLAIM_GUTTER (ovr_claim_gutter_new (self->view));
  gtk_text_view_set_gutter (self->view, GTK_TEXT_WINDOW_LEFT, GTK_WIDGET (self->gutter));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (gtk_widget_queue_draw), self->gutter, G_CONNECT_SWAPPED);
  /* A line's place changes with the width that the text has. */
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "changed",
                           G_CALLBACK (ovr_claim_gutter_settle), self->gutter, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "changed",
                           G_CALLBACK (ovr_claim_gutter_settle), self->gutter, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
}
