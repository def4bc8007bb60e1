/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-finding-card.h"

#include "ovr-form.h"
#include "ovr-interface-language.h"
#include "ovr-provenance-words.h"
#include "ovr-report-words.h"
#include "ovr-text-field.h"

#include <glib/gi18n.h>

#define THUMBNAIL_PX 88

struct _OvrFindingCard
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkLabel *sign;
  GtkWidget *attach;
  GtkWidget *remove;
  GtkBox *texts;
  GtkBox *choices;
  GtkBox *key_images;
  GtkBox *measurements;

  /* Owned */
  OvrReportEditor *editor;
  char *finding_id;
  guint number;
};

G_DEFINE_FINAL_TYPE (OvrFindingCard, ovr_finding_card, GTK_TYPE_WIDGET)

enum
{
  ATTACH,
  SHOW,
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_attach (OvrFindingCard *self)
{
  g_signal_emit (self, signals[ATTACH], 0, self->finding_id);
}

/* The card goes with its finding: it must outlive the emission. */
static void
on_remove (OvrFindingCard *self)
{
  g_autoptr (OvrFindingCard) alive = g_object_ref (self);

  ovr_report_editor_remove_finding (alive->editor, alive->finding_id);
}

static void
on_thumbnail (GtkButton *button,
              OvrFindingCard *self)
{
  g_signal_emit (self, signals[SHOW], 0, g_object_get_data (G_OBJECT (button), "key-image-id"));
}

static void
on_remove_key_image (GtkButton *button,
                     OvrFindingCard *self)
{
  g_autoptr (OvrFindingCard) alive = g_object_ref (self);
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), "key-image-id"));

  ovr_report_editor_remove_key_image (alive->editor, id);
}

static void
on_focus (GtkEventControllerFocus *focus,
          OvrFindingCard *self)
{
  g_signal_emit (self, signals[SELECTED], 0, self->finding_id);
}

static void
add_texts (OvrFindingCard *self,
           OvrFinding *finding,
           guint index)
{
  g_autofree char *title = g_strdup_printf ("findings[%u].title", index);
  g_autofree char *text = g_strdup_printf ("findings[%u].text", index);
  const OvrFormField fields[] = {
    { _ ("Finding"), _ ("What and where, in a few words"), title, &finding->title },
    { _ ("Description"), _ ("What is seen"), text, &finding->text },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ovr_form_add_field (self->texts, self->editor, OVR_PART_FINDINGS, &fields[i]);
}

static GtkBox *
add_row (OvrFindingCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_box_append (self->choices, row);
  return GTK_BOX (row);
}

static void
add_choices (OvrFindingCard *self,
             OvrFinding *finding)
{
  const char *sides[] = { _ ("No side"), _ ("Left"), _ ("Right"), _ ("Both sides"), NULL };
  const char *additions[] = { _ ("In the original"), _ ("+ Addition"), NULL };
  const char *impacts[] = { _ ("Effect not stated"), _ ("Doesn’t change treatment"), _ ("Changes treatment"), NULL };
  const char *certainties[OVR_CERTAINTY_NOT_ASSESSABLE + 2] = { _ ("No certainty") };
  GtkBox *row;

  for (int i = OVR_CERTAINTY_MOST_LIKELY; i <= OVR_CERTAINTY_NOT_ASSESSABLE; i++)
    certainties[i] = ovr_certainty_words ((OvrCertainty) i, ovr_interface_language ());

  row = add_row (self);
  ovr_form_add_choice (row, self->editor, OVR_PART_FINDINGS, _ ("Side"), sides, (int *) &finding->side);
  ovr_form_add_choice (row, self->editor, OVR_PART_FINDINGS, _ ("Whether the original has it"), additions, &finding->addition);
  row = add_row (self);
  ovr_form_add_choice (row, self->editor, OVR_PART_FINDINGS, _ ("Certainty"), certainties, (int *) &finding->certainty);
  ovr_form_add_choice (row, self->editor, OVR_PART_FINDINGS, _ ("Effect on treatment"), impacts, (int *) &finding->impact);
}

static GtkWidget *
create_thumbnail (OvrFindingCard *self,
                  const OvrKeyImage *key_image,
                  guint number,
                  OvrKeyImagePainter painter,
                  gpointer painter_data)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *picture = gtk_picture_new ();
  g_autofree char *name = g_strdup_printf (_ ("Show key image %u"), number);

  gtk_widget_set_size_request (picture, THUMBNAIL_PX, THUMBNAIL_PX);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Show this view again"));
  gtk_widget_add_css_class (button, "ovr-thumbnail");
  gtk_button_set_child (GTK_BUTTON (button), picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "key-image-id", g_strdup (key_image->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_thumbnail), self, 0);
  if (painter != NULL)
    painter (key_image, GTK_PICTURE (picture), painter_data);
  return button;
}

static void
add_key_image (OvrFindingCard *self,
               guint index,
               guint number,
               OvrKeyImage *key_image,
               OvrKeyImagePainter painter,
               gpointer painter_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  GtkWidget *caption;
  g_autofree char *where = g_strdup_printf ("findings[%u].keyImages[%u].caption", index, number);

  gtk_box_append (GTK_BOX (row), create_thumbnail (self, key_image, number + 1, painter, painter_data));
  caption = ovr_text_field_new (_ ("Caption"), _ ("What the arrow shows"), where);
  gtk_widget_set_hexpand (caption, TRUE);
  ovr_text_field_bind (OVR_TEXT_FIELD (caption), self->editor, OVR_PART_FINDINGS, &key_image->caption);
  gtk_box_append (GTK_BOX (row), caption);

  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_START);
  gtk_widget_set_sensitive (remove, ovr_report_editor_is_editable (self->editor));
  gtk_widget_set_tooltip_text (remove, _ ("Take the key image off"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Take the key image off"), -1);
  g_object_set_data_full (G_OBJECT (remove), "key-image-id", g_strdup (key_image->id), g_free);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_key_image), self, 0);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_box_append (self->key_images, row);
}

/* "long axis 14.0 mm, 14 September 2026 (pixel spacing)" */
static void
add_measurement (OvrFindingCard *self,
                 const OvrReportMeasurement *measurement)
{
  const OvrReport *report = ovr_report_editor_get_report (self->editor);
  const OvrReportStudy *study = measurement->study_uid != NULL ? ovr_report_find_study (report, measurement->study_uid) : NULL;
  OvrDate date = study == NULL ? (OvrDate){ 0 } : ovr_date_is_known (study->acquired) ? study->acquired
                                                                                      : study->study_date;
  g_autofree char *value = ovr_measurement_to_words (&measurement->measurement, ovr_interface_language ());
  g_autofree char *day = ovr_date_is_known (date) ? ovr_date_to_words (date, ovr_interface_language ()) : NULL;
  const char *basis = ovr_provenance_words (&measurement->measurement);
  GString *text = g_string_new (measurement->label);

  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", value);
  if (day != NULL)
    g_string_append_printf (text, ", %s", day);
  if (*basis != '\0')
    g_string_append_printf (text, " (%s)", basis);
  ovr_form_add_label (self->measurements, text->str, "caption");
  g_string_free (text, TRUE);
}

const char *
ovr_finding_card_get_finding_id (OvrFindingCard *self)
{
  g_return_val_if_fail (OVR_IS_FINDING_CARD (self), NULL);

  return self->finding_id;
}

void
ovr_finding_card_update (OvrFindingCard *self)
{
  OvrFinding *finding;
  g_autofree char *sign = NULL;

  g_return_if_fail (OVR_IS_FINDING_CARD (self));

  finding = ovr_report_find_finding (ovr_report_editor_get_report (self->editor), self->finding_id);
  if (finding == NULL)
    return;
  sign = g_strdup_printf (finding->addition ? _ ("+ Finding %u, addition") : _ ("Finding %u"), self->number);
  gtk_label_set_text (self->sign, sign);
  if (finding->addition)
    gtk_widget_add_css_class (GTK_WIDGET (self->sign), "addition");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->sign), "addition");
}

void
ovr_finding_card_set_selected (OvrFindingCard *self,
                               gboolean selected)
{
  g_return_if_fail (OVR_IS_FINDING_CARD (self));

  if (selected)
    gtk_widget_add_css_class (self->box, "selected");
  else
    gtk_widget_remove_css_class (self->box, "selected");
}

static void
ovr_finding_card_dispose (GObject *object)
{
  OvrFindingCard *self = OVR_FINDING_CARD (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->finding_id, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_FINDING_CARD);
  G_OBJECT_CLASS (ovr_finding_card_parent_class)->dispose (object);
}

static void
ovr_finding_card_class_init (OvrFindingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_finding_card_dispose;
  signals[ATTACH] = g_signal_new ("attach", OVR_TYPE_FINDING_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW] = g_signal_new ("show-key-image", OVR_TYPE_FINDING_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SELECTED] = g_signal_new ("selected", OVR_TYPE_FINDING_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-finding-card.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, box);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, sign);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, attach);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, remove);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, texts);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, choices);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, key_images);
  gtk_widget_class_bind_template_child (widget_class, OvrFindingCard, measurements);
  gtk_widget_class_bind_template_callback (widget_class, on_attach);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
ovr_finding_card_init (OvrFindingCard *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (focus, "enter", G_CALLBACK (on_focus), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
ovr_finding_card_new (OvrReportEditor *editor,
                      guint index,
                      OvrKeyImagePainter painter,
                      gpointer painter_data)
{
  OvrFindingCard *self = g_object_new (OVR_TYPE_FINDING_CARD, NULL);
  OvrFinding *finding = g_ptr_array_index (ovr_report_editor_get_report (editor)->findings, index);

  self->editor = g_object_ref (editor);
  self->finding_id = g_strdup (finding->id);
  self->number = index + 1;
  ovr_finding_card_update (self);
  gtk_widget_set_sensitive (self->attach, ovr_report_editor_is_editable (editor));
  gtk_widget_set_sensitive (self->remove, ovr_report_editor_is_editable (editor));
  add_texts (self, finding, index);
  add_choices (self, finding);
  for (guint i = 0; i < finding->key_images->len; i++)
    add_key_image (self, index, i, g_ptr_array_index (finding->key_images, i), painter, painter_data);
  for (guint i = 0; i < finding->measurements->len; i++)
    add_measurement (self, g_ptr_array_index (finding->measurements, i));
  return GTK_WIDGET (self);
}
