/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-columns.h"

#include "ovr-interface-language.h"

#include <glib/gi18n.h>

typedef char *(*CellText) (OvrCaseRow *row);

typedef struct
{
  const char *title;
  CellText text;
  GCompareDataFunc compare;
  gboolean expand;
  int width;
} Column;

const char *
ovr_case_status_words (OvrCaseStatus status)
{
  switch (status)
    {
    case OVR_CASE_NEW:
      return _ ("New");
    case OVR_CASE_READING:
      return _ ("Reading");
    case OVR_CASE_WAITING:
      return _ ("Waiting for images");
    case OVR_CASE_READY:
      return _ ("Ready to sign");
    case OVR_CASE_SIGNED:
      return _ ("Signed");
    case OVR_CASE_SENT:
      return _ ("Sent");
    case OVR_CASE_ACKNOWLEDGED:
    default:
      return _ ("Acknowledged");
    }
}

static char *
date_words (OvrDate date)
{
  return ovr_date_is_known (date) ? ovr_date_to_words (date, ovr_interface_language ()) : g_strdup ("");
}

static char *
patient_text (OvrCaseRow *row)
{
  return g_strdup (*row->patient != '\0' ? row->patient : _ ("No name"));
}

static char *
age_text (OvrCaseRow *row)
{
  return g_strdup (row->age);
}

static char *
study_text (OvrCaseRow *row)
{
  if (row->n_studies > 1)
    /* Translators: description of the newest study, how many more there are */
    return g_strdup_printf (ngettext ("%s (and %u prior)", "%s (and %u priors)", row->n_studies - 1),
                            row->study, row->n_studies - 1);
  return g_strdup (row->study);
}

static char *
modality_text (OvrCaseRow *row)
{
  return g_strdup (row->modalities);
}

static char *
date_text (OvrCaseRow *row)
{
  return date_words (row->date);
}

static char *
reason_text (OvrCaseRow *row)
{
  return g_strdup (row->reason);
}

static char *
status_text (OvrCaseRow *row)
{
  if (row->version > 1)
    /* Translators: status of a case, version of its report */
    return g_strdup_printf (_ ("%s, version %d"), ovr_case_status_words (row->status), row->version);
  return g_strdup (ovr_case_status_words (row->status));
}

static char *
due_text (OvrCaseRow *row)
{
  return date_words (row->due);
}

static char *
health_text (OvrCaseRow *row)
{
  return row->n_health > 0 ? g_strdup_printf ("⚠ %u", row->n_health) : g_strdup ("");
}

static int
compare_patient (gconstpointer a,
                 gconstpointer b,
                 gpointer data)
{
  return g_utf8_collate (((const OvrCaseRow *) a)->patient, ((const OvrCaseRow *) b)->patient);
}

static int
compare_study (gconstpointer a,
               gconstpointer b,
               gpointer data)
{
  return g_utf8_collate (((const OvrCaseRow *) a)->study, ((const OvrCaseRow *) b)->study);
}

static int
compare_modalities (gconstpointer a,
                    gconstpointer b,
                    gpointer data)
{
  return g_utf8_collate (((const OvrCaseRow *) a)->modalities, ((const OvrCaseRow *) b)->modalities);
}

static int
compare_reason (gconstpointer a,
                gconstpointer b,
                gpointer data)
{
  return g_utf8_collate (((const OvrCaseRow *) a)->reason, ((const OvrCaseRow *) b)->reason);
}

static int
compare_date (gconstpointer a,
              gconstpointer b,
              gpointer data)
{
  return ovr_date_compare (((const OvrCaseRow *) a)->date, ((const OvrCaseRow *) b)->date);
}

/* Without a date it isn't due: last. */
static int
compare_due (gconstpointer a,
             gconstpointer b,
             gpointer data)
{
  OvrDate due_a = ((const OvrCaseRow *) a)->due, due_b = ((const OvrCaseRow *) b)->due;
  gboolean known_a = ovr_date_is_known (due_a), known_b = ovr_date_is_known (due_b);

  return known_a && known_b ? ovr_date_compare (due_a, due_b) : (int) known_b - (int) known_a;
}

static int
compare_status (gconstpointer a,
                gconstpointer b,
                gpointer data)
{
  return (int) ((const OvrCaseRow *) a)->status - (int) ((const OvrCaseRow *) b)->status;
}

static int
compare_health (gconstpointer a,
                gconstpointer b,
                gpointer data)
{
  return (int) ((const OvrCaseRow *) a)->n_health - (int) ((const OvrCaseRow *) b)->n_health;
}

static const Column columns[] = {
  { N_ ("Patient"), patient_text, compare_patient, TRUE, -1 },
  { N_ ("Age"), age_text, NULL, FALSE, 84 },
  { N_ ("Study"), study_text, compare_study, TRUE, -1 },
  { N_ ("Modality"), modality_text, compare_modalities, FALSE, 90 },
  { N_ ("Date"), date_text, compare_date, FALSE, 150 },
  { N_ ("Reason"), reason_text, compare_reason, TRUE, -1 },
  { N_ ("Status"), status_text, compare_status, FALSE, 190 },
  { N_ ("Due"), due_text, compare_due, FALSE, 150 },
  { N_ ("Health"), health_text, compare_health, FALSE, 80 },
};

static gboolean
is_overdue (OvrCaseRow *row)
{
  return row->status < OVR_CASE_SIGNED && ovr_date_is_known (row->due) &&
         ovr_date_compare (row->due, ovr_date_today ()) < 0;
}

static void
set_class (GtkWidget *widget,
           const char *style,
           gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, style);
  else
    gtk_widget_remove_css_class (widget, style);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          const Column *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         const Column *column)
{
  OvrCaseRow *row = OVR_CASE_ROW (gtk_list_item_get_item (item));
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = column->text (row);

  gtk_label_set_text (GTK_LABEL (label), text);
  set_class (label, "heading", column->text == patient_text);
  set_class (label, "ovr-overdue", (column->text == due_text && is_overdue (row)) || column->text == health_text);
  set_class (label, "agree", column->text == status_text && row->status >= OVR_CASE_SIGNED);
  set_class (label, "addition", column->text == status_text && row->status == OVR_CASE_READY);
  set_class (label, "dim-label", column->text == status_text && row->status == OVR_CASE_NEW);
  if (column->text == health_text)
    gtk_widget_set_tooltip_text (label, row->n_health > 0 ? row->health : NULL);
}

void
ovr_case_columns_add (GtkColumnView *view)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) &columns[i]);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) &columns[i]);
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      gtk_column_view_column_set_expand (column, columns[i].expand);
      gtk_column_view_column_set_resizable (column, TRUE);
      if (columns[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      if (columns[i].compare != NULL)
        {
          g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (columns[i].compare, NULL, NULL));

          gtk_column_view_column_set_sorter (column, sorter);
        }
      gtk_column_view_append_column (view, column);
      g_object_unref (column);
    }
}
