/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-details-view.h"

#include "ovr-details-lists.h"
#include "ovr-interface-language.h"
#include "ovr-report-adequacy.h"
#include "ovr-report-rules.h"
#include "ovr-report-words.h"

#include <glib/gi18n.h>

struct _OvrDetailsView
{
  GtkWidget parent_instance;

  /* Template */
  GtkScrolledWindow *scroller;
  GtkBox *box;

  /* Owned */
  OvrReportEditor *editor;
};

G_DEFINE_FINAL_TYPE (OvrDetailsView, ovr_details_view, GTK_TYPE_WIDGET)

static void
on_insert_health (OvrDetailsView *self)
{
  ovr_report_editor_write_adequacy (self->editor);
}

static void
add_adequacy (OvrDetailsView *self,
              OvrReport *report)
{
  const OvrFormField adequacy = { _ ("Adequacy of the images"), _ ("Are the submitted images enough for the question?"),
                                  "adequacy", &report->adequacy };
  const OvrFormField limitations = { _ ("Limitations"), _ ("What this opinion can’t tell"), "limitations", &report->limitations };
  g_autofree char *written = ovr_report_write_adequacy (report);

  ovr_form_add_heading (self->box, _ ("SUBMITTED IMAGES"));
  ovr_form_add_field (self->box, self->editor, OVR_PART_DETAILS, &adequacy);
  if (g_strcmp0 (written, report->adequacy) != 0)
    {
      GtkWidget *insert = gtk_button_new_with_label (_ ("Insert What the Images Lack"));

      gtk_widget_set_halign (insert, GTK_ALIGN_START);
      gtk_widget_set_tooltip_text (insert, _ ("One sentence for each finding of the health check, under what stands there"));
      gtk_widget_set_sensitive (insert, ovr_report_editor_is_editable (self->editor));
      g_signal_connect_object (insert, "clicked", G_CALLBACK (on_insert_health), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->box, insert);
    }
  ovr_form_add_field (self->box, self->editor, OVR_PART_DETAILS, &limitations);
}

static void
add_referral (OvrDetailsView *self,
              OvrReport *report)
{
  const char *reasons[OVR_REASON_OTHER + 2] = { NULL };
  const OvrFormField reason_text = { _ ("Reason in words"), _ ("What the reason leaves out"), "referral.reasonText", &report->referral.reason_text };
  const OvrFormField fields[] = {
    { _ ("Requester"), "", "referral.requester", &report->referral.requester },
    { _ ("Requester’s specialty"), "", "referral.specialty", &report->referral.specialty },
    { _ ("Institution"), "", "referral.institution", &report->referral.institution },
    { _ ("Reply address"), "", "referral.replyAddress", &report->referral.reply_address },
    { _ ("Decision at hand"), _ ("What is decided by this opinion"), "referral.decision", &report->referral.decision },
    { _ ("History"), "", "referral.history", &report->referral.history },
  };

  for (int i = 0; i <= OVR_REASON_OTHER; i++)
    reasons[i] = ovr_reason_words ((OvrReason) i, ovr_interface_language ());

  ovr_form_add_heading (self->box, _ ("REQUEST"));
  ovr_form_add_choice (self->box, self->editor, OVR_PART_DETAILS, _ ("Reason"), reasons, (int *) &report->referral.reason);
  ovr_form_add_field (self->box, self->editor, OVR_PART_DETAILS, &reason_text);
  ovr_form_add_date (self->box, self->editor, OVR_PART_DETAILS, _ ("Asked on"), "referral.asked", &report->referral.asked, NULL);
  ovr_form_add_date (self->box, self->editor, OVR_PART_DETAILS, _ ("Due on"), "referral.due", &report->referral.due, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ovr_form_add_field (self->box, self->editor, OVR_PART_DETAILS, &fields[i]);
}

static void
add_reader (OvrDetailsView *self,
            OvrReader *reader)
{
  const OvrFormField fields[] = {
    { _ ("Name"), _ ("As in your certificate"), "reader.name", &reader->name },
    { _ ("Qualification"), "", "reader.qualification", &reader->qualification },
    { _ ("Specialty"), "", "reader.specialty", &reader->specialty },
    { _ ("Fellowship"), "", "reader.fellowship", &reader->fellowship },
    { _ ("Licence"), "", "reader.licence", &reader->licence },
    { _ ("Jurisdiction"), "", "reader.jurisdiction", &reader->jurisdiction },
    { _ ("Institution of the reader"), "", "reader.institution", &reader->institution },
    { _ ("Telephone"), "", "reader.telephone", &reader->telephone },
    { _ ("Mail"), "", "reader.email", &reader->email },
    { _ ("Display used"), "", "reader.display", &reader->display },
  };

  ovr_form_add_heading (self->box, _ ("READER"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ovr_form_add_field (self->box, self->editor, OVR_PART_DETAILS, &fields[i]);
}

static char *
confirm_name (OvrReportEditor *editor,
              guint index)
{
  ovr_report_editor_confirm_name (editor);
  return g_strdup ("patient.name");
}

/* The printed name is the reader's to correct where letters of the header's one
 * were lost. */
static void
add_patient (OvrDetailsView *self,
             OvrReport *report)
{
  const OvrFormField name = { _ ("Name as it is printed"), _ ("Family name, given name"), "patient.name", &report->patient.name };
  g_autofree char *header = NULL;

  if (!ovr_report_has_damaged_name (report))
    return;
  header = g_strdup_printf (_ ("! Letters were lost in a header: “%s”. Correct the printed name if need be, then confirm it."),
                            report->patient.name_verbatim != NULL ? report->patient.name_verbatim : "");
  ovr_form_add_heading (self->box, _ ("PATIENT"));
  gtk_label_set_wrap (GTK_LABEL (ovr_form_add_label (self->box, header, "warning")), TRUE);
  ovr_form_add_field (self->box, self->editor, OVR_PART_DETAILS, &name);
  if (report->patient.name_confirmed_at == NULL)
    ovr_form_list_add_button (self->box, self->editor, _ ("The Printed Name Is Right"), "patient.confirm", confirm_name);
}

static void
add_list (OvrDetailsView *self,
          const char *heading,
          OvrReportPart part,
          OvrFormFill fill_list)
{
  ovr_form_add_heading (self->box, heading);
  gtk_box_append (self->box, ovr_form_list_new (self->editor, part, fill_list));
}

static void
fill (OvrDetailsView *self)
{
  OvrReport *report = ovr_report_editor_get_report (self->editor);

  ovr_form_clear (self->box);
  add_patient (self, report);
  add_adequacy (self, report);
  add_referral (self, report);
  add_list (self, _ ("QUESTIONS"), OVR_PART_QUESTIONS, ovr_details_fill_questions);
  add_list (self, _ ("DOCUMENTS"), OVR_PART_DOCUMENTS, ovr_details_fill_documents);
  add_list (self, _ ("COMMUNICATION"), OVR_PART_COMMUNICATIONS, ovr_details_fill_communications);
  add_reader (self, &report->reader);
}

static void
on_restructured (OvrReportEditor *editor,
                 OvrReportPart part,
                 OvrDetailsView *self)
{
  if (part == OVR_PART_DETAILS)
    fill (self);
}

void
ovr_details_view_set_editor (OvrDetailsView *self,
                             OvrReportEditor *editor)
{
  g_return_if_fail (OVR_IS_DETAILS_VIEW (self));

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  ovr_form_clear (self->box);
  g_set_object (&self->editor, editor);
  if (editor == NULL)
    return;

  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), self, 0);
  fill (self);
}

GtkAdjustment *
ovr_details_view_get_scroll (OvrDetailsView *self)
{
  g_return_val_if_fail (OVR_IS_DETAILS_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static void
ovr_details_view_dispose (GObject *object)
{
  OvrDetailsView *self = OVR_DETAILS_VIEW (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_DETAILS_VIEW);
  G_OBJECT_CLASS (ovr_details_view_parent_class)->dispose (object);
}

static void
ovr_details_view_class_init (OvrDetailsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_details_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-details-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrDetailsView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrDetailsView, box);
}

static void
ovr_details_view_init (OvrDetailsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
