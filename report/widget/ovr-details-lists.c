/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-details-lists.h"

#include "ovr-clock.h"
#include "ovr-document-words.h"
#include "ovr-interface-language.h"
#include "ovr-report-words.h"

#include <glib/gi18n.h>

#define QUESTIONS "referral.questions"
#define DOCUMENTS "documents"
#define COMMUNICATIONS "communications"

/* After a row went: its successor, else the last one, else the add button. */
static char *
place_after_removal (const char *list,
                     guint index,
                     guint n_left)
{
  if (n_left == 0)
    return g_strconcat (list, ".add", NULL);
  return ovr_form_list_place (list, MIN (index, n_left - 1), "remove");
}

/* The button that was pressed, or its counterpart at the end of the list. */
static char *
place_after_move (const char *list,
                  guint to,
                  gboolean up,
                  guint n)
{
  return ovr_form_list_place (list, to, up ? (to > 0 ? "up" : "down") : (to + 1 < n ? "down" : "up"));
}

static void
add_movers (GtkBox *head,
            OvrReportEditor *editor,
            const char *list,
            guint index,
            guint n,
            const char *title,
            OvrFormDo up,
            OvrFormDo down)
{
  g_autofree char *up_place = ovr_form_list_place (list, index, "up");
  g_autofree char *down_place = ovr_form_list_place (list, index, "down");
  /* Translators: %s is a row's title, "Question 2" */
  g_autofree char *up_label = g_strdup_printf (_ ("%s: move up"), title);
  g_autofree char *down_label = g_strdup_printf (_ ("%s: move down"), title);
  GtkWidget *button;

  button = ovr_form_list_add_tool (head, editor, "go-up-symbolic", up_label, up_place, index, up);
  if (index == 0)
    gtk_widget_set_sensitive (button, FALSE);
  button = ovr_form_list_add_tool (head, editor, "go-down-symbolic", down_label, down_place, index, down);
  if (index + 1 == n)
    gtk_widget_set_sensitive (button, FALSE);
}

static void
add_remover (GtkBox *head,
             OvrReportEditor *editor,
             const char *list,
             guint index,
             const char *title,
             OvrFormDo act)
{
  g_autofree char *place = ovr_form_list_place (list, index, "remove");
  g_autofree char *label = g_strdup_printf (_ ("%s: remove"), title);

  ovr_form_list_add_tool (head, editor, "user-trash-symbolic", label, place, index, act);
}

/* ---- Questions */

static GPtrArray *
get_questions (OvrReportEditor *editor)
{
  return ovr_report_editor_get_report (editor)->referral.questions;
}

static char *
add_question (OvrReportEditor *editor,
              guint index)
{
  ovr_report_editor_add_question (editor);
  return ovr_form_list_place (QUESTIONS, get_questions (editor)->len - 1, "text");
}

static char *
remove_question (OvrReportEditor *editor,
                 guint index)
{
  ovr_report_editor_remove_question (editor, index);
  return place_after_removal (QUESTIONS, index, get_questions (editor)->len);
}

static char *
raise_question (OvrReportEditor *editor,
                guint index)
{
  ovr_report_editor_move_question (editor, index, index - 1);
  return place_after_move (QUESTIONS, index - 1, TRUE, get_questions (editor)->len);
}

static char *
lower_question (OvrReportEditor *editor,
                guint index)
{
  ovr_report_editor_move_question (editor, index, index + 1);
  return place_after_move (QUESTIONS, index + 1, FALSE, get_questions (editor)->len);
}

void
ovr_details_fill_questions (GtkBox *box,
                            OvrReportEditor *editor)
{
  GPtrArray *questions = get_questions (editor);

  for (guint i = 0; i < questions->len; i++)
    {
      OvrQuestion *question = g_ptr_array_index (questions, i);
      g_autofree char *title = g_strdup_printf (_ ("Question %d"), question->number);
      g_autofree char *place = ovr_form_list_place (QUESTIONS, i, "text");
      GtkBox *head = ovr_form_list_add_head (box, title);
      const OvrFormField field = { title, _ ("What is to be answered"), place, &question->text };

      add_movers (head, editor, QUESTIONS, i, questions->len, title, raise_question, lower_question);
      add_remover (head, editor, QUESTIONS, i, title, remove_question);
      ovr_form_add_bare_field (box, editor, OVR_PART_QUESTIONS, &field);
    }
  if (questions->len == 0)
    ovr_form_add_label (box, _ ("The request asks no numbered question."), "dim-label");
  ovr_form_list_add_button (box, editor, _ ("Add a Question"), QUESTIONS ".add", add_question);
}

/* ---- Documents */

static char *
raise_document (OvrReportEditor *editor,
                guint index)
{
  ovr_report_editor_move_document (editor, index, index - 1);
  return place_after_move (DOCUMENTS, index - 1, TRUE, ovr_report_editor_get_report (editor)->documents->len);
}

static char *
lower_document (OvrReportEditor *editor,
                guint index)
{
  ovr_report_editor_move_document (editor, index, index + 1);
  return place_after_move (DOCUMENTS, index + 1, FALSE, ovr_report_editor_get_report (editor)->documents->len);
}

void
ovr_details_fill_documents (GtkBox *box,
                            OvrReportEditor *editor)
{
  GPtrArray *documents = ovr_report_editor_get_report (editor)->documents;

  for (guint i = 0; i < documents->len; i++)
    {
      g_autofree char *title = ovr_document_dup_title (g_ptr_array_index (documents, i));

      add_movers (ovr_form_list_add_head (box, title), editor, DOCUMENTS, i, documents->len, title, raise_document, lower_document);
    }
  if (documents->len == 0)
    ovr_form_add_label (box, _ ("No document came with the images."), "dim-label");
}

/* ---- Communications */

static GPtrArray *
get_communications (OvrReportEditor *editor)
{
  return ovr_report_editor_get_report (editor)->communications;
}

static char *
add_communication (OvrReportEditor *editor,
                   guint index)
{
  OvrCommunication *communication = ovr_communication_new ();

  communication->at = ovr_clock_now_iso ();
  communication->channel = g_strdup (ovr_channel_get (0));
  ovr_report_editor_add (editor, OVR_PART_COMMUNICATIONS, get_communications (editor), communication);
  return ovr_form_list_place (COMMUNICATIONS, get_communications (editor)->len - 1, "with");
}

static char *
remove_communication (OvrReportEditor *editor,
                      guint index)
{
  ovr_report_editor_remove (editor, OVR_PART_COMMUNICATIONS, get_communications (editor), index);
  return place_after_removal (COMMUNICATIONS, index, get_communications (editor)->len);
}

typedef struct
{
  OvrReportEditor *editor;
  OvrCommunication *communication;
} Channel;

static void
channel_free (gpointer data,
              GClosure *closure)
{
  Channel *channel = data;

  g_object_unref (channel->editor);
  g_free (channel);
}

static void
on_channel (GtkDropDown *drop_down,
            GParamSpec *pspec,
            Channel *channel)
{
  const char *word = ovr_channel_get (gtk_drop_down_get_selected (drop_down));

  /* Behind the known ways stands the one that the report came with. */
  if (word != NULL)
    ovr_report_editor_set_text (channel->editor, OVR_PART_COMMUNICATIONS, &channel->communication->channel, word);
}

static void
add_channel (GtkBox *box,
             OvrReportEditor *editor,
             OvrCommunication *communication)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  Channel *channel = g_new0 (Channel, 1);
  GtkWidget *widget;
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; ovr_channel_get (i) != NULL; i++)
    {
      gtk_string_list_append (words, ovr_channel_words (ovr_channel_get (i), ovr_interface_language ()));
      if (g_strcmp0 (communication->channel, ovr_channel_get (i)) == 0)
        selected = i;
    }
  if (selected == GTK_INVALID_LIST_POSITION && communication->channel != NULL)
    {
      selected = g_list_model_get_n_items (G_LIST_MODEL (words));
      gtk_string_list_append (words, communication->channel);
    }
  channel->editor = g_object_ref (editor);
  channel->communication = communication;
  widget = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), selected);
  gtk_widget_set_sensitive (widget, ovr_report_editor_is_editable (editor));
  gtk_widget_set_tooltip_text (widget, _ ("Channel"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Channel"), -1);
  g_signal_connect_data (widget, "notify::selected", G_CALLBACK (on_channel), channel, channel_free, 0);
  gtk_box_append (box, widget);
}

void
ovr_details_fill_communications (GtkBox *box,
                                 OvrReportEditor *editor)
{
  GPtrArray *communications = get_communications (editor);

  for (guint i = 0; i < communications->len; i++)
    {
      OvrCommunication *communication = g_ptr_array_index (communications, i);
      g_autofree char *title = g_strdup_printf (_ ("Communication %u"), i + 1);
      g_autofree char *at = ovr_form_list_place (COMMUNICATIONS, i, "at");
      g_autofree char *with = ovr_form_list_place (COMMUNICATIONS, i, "with");
      g_autofree char *text = ovr_form_list_place (COMMUNICATIONS, i, "text");
      const OvrFormField fields[] = {
        { _ ("With whom"), _ ("A person’s name"), with, &communication->with },
        { _ ("What was said"), _ ("What was told, and that it was understood"), text, &communication->text },
      };

      add_remover (ovr_form_list_add_head (box, title), editor, COMMUNICATIONS, i, title, remove_communication);
      ovr_form_add_date (box, editor, OVR_PART_COMMUNICATIONS, _ ("When"), at, NULL, &communication->at);
      ovr_form_add_field (box, editor, OVR_PART_COMMUNICATIONS, &fields[0]);
      ovr_form_add_label (box, _ ("Channel"), "caption");
      add_channel (box, editor, communication);
      ovr_form_add_field (box, editor, OVR_PART_COMMUNICATIONS, &fields[1]);
    }
  if (communications->len == 0)
    ovr_form_add_label (box, _ ("Nothing was told to anybody yet."), "dim-label");
  ovr_form_list_add_button (box, editor, _ ("Add a Communication"), COMMUNICATIONS ".add", add_communication);
}
