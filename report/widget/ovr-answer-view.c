/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-answer-view.h"

#include "ovr-form-list.h"
#include "ovr-interface-language.h"
#include "ovr-report-rules.h"
#include "ovr-report-words.h"
#include "ovr-text-field.h"

#include <glib/gi18n.h>

struct _OvrAnswerView
{
  GtkWidget parent_instance;

  /* Template */
  GtkScrolledWindow *scroller;
  GtkBox *box;

  /* Owned */
  OvrReportEditor *editor;

  /* Borrowed: within the form */
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (OvrAnswerView, ovr_answer_view, GTK_TYPE_WIDGET)

static void
show_words (OvrAnswerView *self)
{
  int n = ovr_report_count_words (ovr_report_editor_get_report (self->editor)->answer);
  /* Translators: words of the answer, how many are wanted, how many are allowed */
  g_autofree char *text = g_strdup_printf (_ ("%d of %d words, never above %d"), n, OVR_ANSWER_WORDS_WANTED, OVR_ANSWER_WORDS_MAX);

  gtk_label_set_text (self->words, text);
  if (n > OVR_ANSWER_WORDS_WANTED)
    gtk_widget_add_css_class (GTK_WIDGET (self->words), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->words), "warning");
}

static void
add_headline (OvrAnswerView *self,
              OvrReport *report)
{
  GtkWidget *answer = ovr_text_field_new (_ ("Answer"), _ ("The decision’s answer, in at most 45 words"), "answer");
  const OvrFormField urgency = { _ ("Urgency"), _ ("Before the operation; no critical finding"), "urgency", &report->urgency };

  ovr_form_add_heading (self->box, _ ("ANSWER"));
  gtk_widget_add_css_class (answer, "ovr-headline");
  ovr_text_field_bind (OVR_TEXT_FIELD (answer), self->editor, OVR_PART_ANSWER, &report->answer);
  gtk_box_append (self->box, answer);
  self->words = GTK_LABEL (ovr_form_add_label (self->box, "", "caption"));
  show_words (self);
  ovr_form_add_field (self->box, self->editor, OVR_PART_ANSWER, &urgency);
}

/* Of a later version; the top of page one. */
static void
add_changes (OvrAnswerView *self,
             OvrReport *report)
{
  g_autofree char *label = g_strdup_printf (_ ("What changed since version %d"), report->version - 1);
  const OvrFormField changes = { label, _ ("One sentence: what changed, and why"), "changes", &report->changes };

  ovr_form_add_heading (self->box, _ ("NEW VERSION"));
  ovr_form_add_field (self->box, self->editor, OVR_PART_ANSWER, &changes);
}

static void
add_certainty (GtkBox *box,
               OvrReportEditor *editor,
               OvrAnswer *answer)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  g_strv_builder_add (builder, _ ("Certainty not stated"));
  for (int i = OVR_CERTAINTY_MOST_LIKELY; i <= OVR_CERTAINTY_NOT_ASSESSABLE; i++)
    {
      const char *range = ovr_certainty_range ((OvrCertainty) i);
      g_autofree char *text = g_strdup_printf ("%s%s%s", ovr_certainty_words ((OvrCertainty) i, ovr_interface_language ()),
                                               range != NULL && *range != '\0' ? ", " : "", range != NULL ? range : "");

      g_strv_builder_add (builder, text);
    }
  words = g_strv_builder_end (builder);
  ovr_form_add_choice (box, editor, OVR_PART_ANSWER, _ ("Certainty"), (const char *const *) words, (int *) &answer->certainty);
}

/* The question is written in the details: its words follow at once. */
static void
show_question (OvrReportEditor *editor,
               OvrReportPart part,
               GtkLabel *label)
{
  const OvrQuestion *question = g_object_get_data (G_OBJECT (label), "question");
  g_autofree char *text = NULL;

  if (part != OVR_PART_QUESTIONS)
    return;
  text = g_strdup_printf ("%d  %s", question->number, question->text != NULL ? question->text : _ ("(not written yet)"));
  gtk_label_set_text (label, text);
}

static char *
reaffirm (OvrReportEditor *editor,
          guint index)
{
  OvrReport *report = ovr_report_editor_get_report (editor);

  ovr_report_editor_reaffirm (editor, g_ptr_array_index (report->answers, index));
  return ovr_form_list_place ("answers", index, "lead");
}

/* Images came after it was answered: nothing of it changed, and the reader says
 * whether it holds. */
static void
add_reopened (GtkBox *box,
              OvrReportEditor *editor,
              guint index)
{
  g_autofree char *place = ovr_form_list_place ("answers", index, "reopened");
  GtkBox *head = ovr_form_list_add_head (box, _ ("! Images came after this was answered: change it, or say that it stands."));

  gtk_widget_add_css_class (GTK_WIDGET (head), "warning");
  ovr_form_list_add_tool (head, editor, "object-select-symbolic", _ ("I looked again: the answer stands"), place, index, reaffirm);
}

static void
add_question (GtkBox *box,
              OvrReportEditor *editor,
              OvrQuestion *question)
{
  OvrReport *report = ovr_report_editor_get_report (editor);
  OvrAnswer *answer = ovr_report_find_answer (report, question->id);
  guint index = 0;
  g_autofree char *lead = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lead_label = g_strdup_printf (_ ("Question %d: first words"), question->number);
  g_autofree char *text_label = g_strdup_printf (_ ("Question %d: answer"), question->number);
  GtkWidget *title = ovr_form_add_label (box, "", "ovr-question");

  g_ptr_array_find (report->answers, answer, &index);
  lead = ovr_form_list_place ("answers", index, "lead");
  text = ovr_form_list_place ("answers", index, "text");
  gtk_widget_set_margin_top (title, 8);
  g_object_set_data (G_OBJECT (title), "question", question);
  show_question (editor, OVR_PART_QUESTIONS, GTK_LABEL (title));
  g_signal_connect_object (editor, "changed", G_CALLBACK (show_question), title, 0);
  if (answer->reopened_at != NULL)
    add_reopened (box, editor, index);
  ovr_form_add_field (box, editor, OVR_PART_ANSWER,
                      &(OvrFormField){ lead_label, _ ("Yes. / No. / Not from these images."), lead, &answer->lead });
  ovr_form_add_field (box, editor, OVR_PART_ANSWER,
                      &(OvrFormField){ text_label, _ ("Why, and what would settle it"), text, &answer->text });
  add_certainty (box, editor, answer);
}

static void
fill_questions (GtkBox *box,
                OvrReportEditor *editor)
{
  GPtrArray *questions = ovr_report_editor_get_report (editor)->referral.questions;

  for (guint i = 0; i < questions->len; i++)
    add_question (box, editor, g_ptr_array_index (questions, i));
  if (questions->len == 0)
    ovr_form_add_label (box, _ ("The request asks no numbered question; the details take one."), "dim-label");
}

static GPtrArray *
get_recommendations (OvrReportEditor *editor)
{
  return ovr_report_editor_get_report (editor)->recommendations;
}

static char *
remove_recommendation (OvrReportEditor *editor,
                       guint index)
{
  ovr_report_editor_remove (editor, OVR_PART_ANSWER, get_recommendations (editor), index);
  return g_strdup ("recommendations.add");
}

static char *
add_recommendation (OvrReportEditor *editor,
                    guint index)
{
  ovr_report_editor_add (editor, OVR_PART_ANSWER, get_recommendations (editor), ovr_recommendation_new ());
  return ovr_form_list_place ("recommendations", get_recommendations (editor)->len - 1, "actor");
}

static void
fill_recommendations (GtkBox *box,
                      OvrReportEditor *editor)
{
  GPtrArray *recommendations = get_recommendations (editor);

  for (guint i = 0; i < recommendations->len; i++)
    {
      OvrRecommendation *recommendation = g_ptr_array_index (recommendations, i);
      g_autofree char *title = g_strdup_printf (_ ("Recommendation %u"), i + 1);
      g_autofree char *label = g_strdup_printf (_ ("%s: remove"), title);
      g_autofree char *remove = ovr_form_list_place ("recommendations", i, "remove");
      g_autofree char *actor = ovr_form_list_place ("recommendations", i, "actor");
      g_autofree char *action = ovr_form_list_place ("recommendations", i, "action");
      g_autofree char *by = ovr_form_list_place ("recommendations", i, "byText");
      const OvrFormField fields[] = {
        { _ ("Who"), _ ("Thoracic surgeon"), actor, &recommendation->actor },
        { _ ("What"), _ ("What should be done"), action, &recommendation->action },
        { _ ("By when"), _ ("Before the operation"), by, &recommendation->by_text },
      };

      ovr_form_list_add_tool (ovr_form_list_add_head (box, title), editor, "user-trash-symbolic", label, remove, i, remove_recommendation);
      for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
        ovr_form_add_field (box, editor, OVR_PART_ANSWER, &fields[j]);
    }
  ovr_form_list_add_button (box, editor, _ ("Add a Recommendation"), "recommendations.add", add_recommendation);
}

static void
fill (OvrAnswerView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  const OvrFormField impression = { _ ("Impression"), _ ("Diagnosis, differential, follow-up"), "impression", &report->impression };

  ovr_form_clear (self->box);
  if (report->version > 1)
    add_changes (self, report);
  add_headline (self, report);
  ovr_form_add_heading (self->box, _ ("QUESTIONS"));
  gtk_box_append (self->box, ovr_form_list_new (self->editor, OVR_PART_ANSWER, fill_questions));
  ovr_form_add_heading (self->box, _ ("IMPRESSION"));
  ovr_form_add_field (self->box, self->editor, OVR_PART_ANSWER, &impression);
  ovr_form_add_heading (self->box, _ ("RECOMMENDATIONS"));
  gtk_box_append (self->box, ovr_form_list_new (self->editor, OVR_PART_ANSWER, fill_recommendations));
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrAnswerView *self)
{
  if (part == OVR_PART_ANSWER)
    show_words (self);
}

void
ovr_answer_view_set_editor (OvrAnswerView *self,
                            OvrReportEditor *editor)
{
  g_return_if_fail (OVR_IS_ANSWER_VIEW (self));

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  ovr_form_clear (self->box);
  g_set_object (&self->editor, editor);
  if (editor == NULL)
    return;

  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  fill (self);
}

GtkAdjustment *
ovr_answer_view_get_scroll (OvrAnswerView *self)
{
  g_return_val_if_fail (OVR_IS_ANSWER_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static void
ovr_answer_view_dispose (GObject *object)
{
  OvrAnswerView *self = OVR_ANSWER_VIEW (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_ANSWER_VIEW);
  G_OBJECT_CLASS (ovr_answer_view_parent_class)->dispose (object);
}

static void
ovr_answer_view_class_init (OvrAnswerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_answer_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-answer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrAnswerView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrAnswerView, box);
}

static void
ovr_answer_view_init (OvrAnswerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
