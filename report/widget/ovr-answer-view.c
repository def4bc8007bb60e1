/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-answer-view.h"

#include "ovr-form.h"
#include "ovr-report-language.h"
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

static void
add_certainty (OvrAnswerView *self,
               OvrAnswer *answer)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  g_strv_builder_add (builder, _ ("Certainty not stated"));
  for (int i = OVR_CERTAINTY_MOST_LIKELY; i <= OVR_CERTAINTY_NOT_ASSESSABLE; i++)
    {
      const char *range = ovr_certainty_range ((OvrCertainty) i);
      g_autofree char *text = g_strdup_printf ("%s%s%s", ovr_certainty_words ((OvrCertainty) i, ovr_report_language ()),
                                               range != NULL && *range != '\0' ? ", " : "", range != NULL ? range : "");

      g_strv_builder_add (builder, text);
    }
  words = g_strv_builder_end (builder);
  ovr_form_add_choice (self->box, self->editor, OVR_PART_ANSWER, _ ("Certainty"), (const char *const *) words,
                       (int *) &answer->certainty);
}

static void
add_question (OvrAnswerView *self,
              OvrReport *report,
              const OvrQuestion *question)
{
  guint index = 0;
  OvrAnswer *answer = ovr_report_find_answer (report, question->id);
  g_autofree char *title = g_strdup_printf ("%d  %s", question->number, question->text);
  g_autofree char *lead = g_strdup_printf ("answers[%u].lead", index);
  g_autofree char *text = g_strdup_printf ("answers[%u].text", index);
  g_autofree char *lead_label = g_strdup_printf (_ ("Question %d: first words"), question->number);
  g_autofree char *text_label = g_strdup_printf (_ ("Question %d: answer"), question->number);
  const OvrFormField fields[] = {
    { lead_label, _ ("Yes. / No. / Not from these images."), lead, &answer->lead },
    { text_label, _ ("Why, and what would settle it"), text, &answer->text },
  };

  gtk_widget_set_margin_top (ovr_form_add_label (self->box, title, "ovr-question"), 8);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ovr_form_add_field (self->box, self->editor, OVR_PART_ANSWER, &fields[i]);
  add_certainty (self, answer);
}

static void
on_remove_recommendation (GtkButton *button,
                          OvrAnswerView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  ovr_report_editor_remove (self->editor, OVR_PART_ANSWER, report->recommendations, index);
}

static void
on_add_recommendation (OvrAnswerView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);

  ovr_report_editor_add (self->editor, OVR_PART_ANSWER, report->recommendations, ovr_recommendation_new ());
}

static void
add_recommendation (OvrAnswerView *self,
                    OvrReport *report,
                    guint index)
{
  OvrRecommendation *recommendation = g_ptr_array_index (report->recommendations, index);
  g_autofree char *actor = g_strdup_printf ("recommendations[%u].actor", index);
  g_autofree char *action = g_strdup_printf ("recommendations[%u].action", index);
  g_autofree char *by = g_strdup_printf ("recommendations[%u].byText", index);
  const OvrFormField fields[] = {
    { _ ("Who"), _ ("Thoracic surgeon"), actor, &recommendation->actor },
    { _ ("What"), _ ("What should be done"), action, &recommendation->action },
    { _ ("By when"), _ ("Before the operation"), by, &recommendation->by_text },
  };
  GtkWidget *remove;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ovr_form_add_field (self->box, self->editor, OVR_PART_ANSWER, &fields[i]);
  remove = gtk_button_new_with_label (_ ("Remove this recommendation"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  g_object_set_data (G_OBJECT (remove), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_recommendation), self, 0);
  gtk_box_append (self->box, remove);
}

static void
fill (OvrAnswerView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  const OvrFormField impression = { _ ("Impression"), _ ("Diagnosis, differential, follow-up"), "impression", &report->impression };
  GtkWidget *add;

  ovr_form_clear (self->box);
  add_headline (self, report);
  ovr_form_add_heading (self->box, _ ("QUESTIONS"));
  for (guint i = 0; i < report->referral.questions->len; i++)
    add_question (self, report, g_ptr_array_index (report->referral.questions, i));
  if (report->referral.questions->len == 0)
    ovr_form_add_label (self->box, _ ("The request asks no numbered question."), "dim-label");
  ovr_form_add_heading (self->box, _ ("IMPRESSION"));
  ovr_form_add_field (self->box, self->editor, OVR_PART_ANSWER, &impression);
  ovr_form_add_heading (self->box, _ ("RECOMMENDATIONS"));
  for (guint i = 0; i < report->recommendations->len; i++)
    add_recommendation (self, report, i);
  add = gtk_button_new_with_label (_ ("Add a Recommendation"));
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  g_signal_connect_object (add, "clicked", G_CALLBACK (on_add_recommendation), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, add);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->box)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      gtk_widget_set_sensitive (child, ovr_report_editor_is_editable (self->editor));
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrAnswerView *self)
{
  if (part == OVR_PART_ANSWER)
    show_words (self);
}

static void
on_restructured (OvrReportEditor *editor,
                 OvrReportPart part,
                 OvrAnswerView *self)
{
  if (part == OVR_PART_ANSWER)
    fill (self);
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
  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), self, 0);
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
