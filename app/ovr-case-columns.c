/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-columns.h"

#include "ovr-case-cell.h"
#include "ovr-interface-language.h"

#include <glib/gi18n.h>
#include <string.h>

typedef char *(*CellText) (OvrCaseRow *row);

typedef struct
{
  const char *name; /* in the preferences */
  const char *title;
  CellText text;
  gboolean expand;
  int width;
} Column;

/**
 * Probe:
 * @skip: sorters to pass by
 * @found: the column of the one that was asked then, -1 without
 *
 * GTK 4.8 doesn't tell which columns the reader sorts by. But the view's sorter
 * asks theirs in turn: those that are passed by say "equal", the next one says
 * "smaller", and what comes out tells its direction.
 */
typedef struct
{
  guint skip;
  int found;
} Probe;

typedef struct
{
  Probe *probe; /* Borrowed: the view's */
  OvrCaseColumn column;
} Sorter;

static const char probe_key[] = "ovr-case-probe";
static const char view_key[] = "ovr-case-view";
static const char column_key[] = "ovr-case-column";
static const char item_key[] = "ovr-case-item";

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
  if (row->removed)
    /* Translators: a case that was put away, and its status */
    return g_strdup_printf (_ ("Removed (%s)"), ovr_case_status_words (row->status));
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
  if (row->files_missing)
    /* Translators: in a narrow column: the files of the images aren't there */
    return g_strdup (_ ("⚠ files missing"));
  return row->n_health > 0 ? g_strdup_printf ("⚠ %u", row->n_health) : g_strdup ("");
}

static const Column columns[OVR_CASE_N_COLUMNS] = {
  [OVR_CASE_COLUMN_PATIENT] = { "patient", N_ ("Patient"), patient_text, TRUE, -1 },
  [OVR_CASE_COLUMN_AGE] = { "age", N_ ("Age"), age_text, FALSE, 84 },
  [OVR_CASE_COLUMN_STUDY] = { "study", N_ ("Study"), study_text, TRUE, -1 },
  [OVR_CASE_COLUMN_MODALITY] = { "modality", N_ ("Modality"), modality_text, FALSE, 90 },
  [OVR_CASE_COLUMN_DATE] = { "date", N_ ("Date"), date_text, FALSE, 152 },
  [OVR_CASE_COLUMN_REASON] = { "reason", N_ ("Reason"), reason_text, TRUE, -1 },
  [OVR_CASE_COLUMN_STATUS] = { "status", N_ ("Status"), status_text, FALSE, 172 },
  [OVR_CASE_COLUMN_DUE] = { "due", N_ ("Due"), due_text, FALSE, 152 },
  [OVR_CASE_COLUMN_HEALTH] = { "health", N_ ("Health"), health_text, FALSE, 120 },
};

static gboolean
is_overdue (OvrCaseRow *row)
{
  return row->status < OVR_CASE_SIGNED && ovr_date_is_known (row->due) &&
         ovr_date_compare (row->due, ovr_date_today ()) < 0;
}

static gboolean
on_query_tooltip (GtkWidget *cell,
                  int x,
                  int y,
                  gboolean by_key,
                  GtkTooltip *tooltip,
                  const Column *column)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (cell), item_key);
  OvrCaseRow *row = OVR_CASE_ROW (gtk_list_item_get_item (item));
  g_autofree char *text = NULL;

  if (row == NULL || (column->text != health_text && !ovr_case_cell_is_cut (OVR_CASE_CELL (cell))))
    return FALSE;
  text = column->text == health_text ? g_strdup (row->health) : column->text (row);
  gtk_tooltip_set_text (tooltip, text);
  return *text != '\0';
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          const Column *column)
{
  GtkWidget *cell = ovr_case_cell_new ();

  ovr_case_cell_set_frame (OVR_CASE_CELL (cell), g_object_get_data (G_OBJECT (factory), view_key));
  gtk_list_item_set_child (item, cell);
  g_object_set_data (G_OBJECT (cell), item_key, item);
  g_object_set_data (G_OBJECT (cell), column_key, (gpointer) column);
  gtk_widget_set_has_tooltip (cell, TRUE);
  g_signal_connect (cell, "query-tooltip", G_CALLBACK (on_query_tooltip), (gpointer) column);
}

static OvrCaseTone
choose_tone (OvrCaseRow *row,
             const Column *column)
{
  if (column->text == patient_text)
    return OVR_CASE_TONE_STRONG;
  if ((column->text == due_text && is_overdue (row)) || column->text == health_text)
    return OVR_CASE_TONE_WARN;
  if (column->text != status_text)
    return OVR_CASE_TONE_NORMAL;
  if (row->removed || row->status == OVR_CASE_NEW)
    return OVR_CASE_TONE_DIM;
  if (row->status >= OVR_CASE_SIGNED)
    return OVR_CASE_TONE_DONE;
  return row->status == OVR_CASE_READY ? OVR_CASE_TONE_READY : OVR_CASE_TONE_NORMAL;
}

static void
fill_cell (OvrCaseRow *row,
           GtkWidget *cell)
{
  const Column *column = g_object_get_data (G_OBJECT (cell), column_key);
  g_autofree char *text = column->text (row);

  ovr_case_cell_set (OVR_CASE_CELL (cell), text, choose_tone (row, column));
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  OvrCaseRow *row = OVR_CASE_ROW (gtk_list_item_get_item (item));
  GtkWidget *cell = gtk_list_item_get_child (item);

  fill_cell (row, cell);
  g_signal_connect (row, "changed", G_CALLBACK (fill_cell), cell);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), gtk_list_item_get_child (item));
}

static int
answer_probe (gconstpointer a,
              gconstpointer b,
              gpointer data)
{
  const Sorter *sorter = data;

  if (sorter->probe->found >= 0)
    return 0;
  if (sorter->probe->skip > 0)
    {
      sorter->probe->skip--;
      return 0;
    }
  sorter->probe->found = (int) sorter->column;
  return -1;
}

static void
add_column (GtkColumnView *view,
            Probe *probe,
            OvrCaseColumn which)
{
  const Column *column = &columns[which];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) added = gtk_column_view_column_new (_ (column->title), factory);
  Sorter *sorter = g_new (Sorter, 1);
  g_autoptr (GtkSorter) asked = NULL;

  *sorter = (Sorter){ probe, which };
  asked = GTK_SORTER (gtk_custom_sorter_new (answer_probe, sorter, g_free));
  g_object_set_data (G_OBJECT (factory), view_key, view);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  gtk_column_view_column_set_expand (added, column->expand);
  gtk_column_view_column_set_resizable (added, TRUE);
  if (column->width > 0)
    gtk_column_view_column_set_fixed_width (added, column->width);
  gtk_column_view_column_set_sorter (added, asked);
  gtk_column_view_append_column (view, added);
}

void
ovr_case_columns_add (GtkColumnView *view)
{
  Probe *probe = g_new0 (Probe, 1);

  g_object_set_data_full (G_OBJECT (view), probe_key, probe, g_free);
  for (OvrCaseColumn i = 0; i < OVR_CASE_N_COLUMNS; i++)
    add_column (view, probe, i);
}

/* A click beside a label is in its cell. */
guint
ovr_case_columns_find_position (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL && !GTK_IS_COLUMN_VIEW (at); at = gtk_widget_get_parent (at))
    for (GtkWidget *part = at; part != NULL; part = gtk_widget_get_first_child (part))
      {
        GtkListItem *item = g_object_get_data (G_OBJECT (part), item_key);

        if (item != NULL)
          return gtk_list_item_get_position (item);
      }
  return GTK_INVALID_LIST_POSITION;
}

gboolean
ovr_case_columns_focus (GtkColumnView *view,
                        guint position)
{
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (view)); part != NULL; part = gtk_widget_get_next_sibling (part))
    for (GtkWidget *row = GTK_IS_LIST_VIEW (part) ? gtk_widget_get_first_child (part) : NULL; row != NULL;
         row = gtk_widget_get_next_sibling (row))
      if (ovr_case_columns_find_position (row) == position)
        return gtk_widget_grab_focus (row);
  return FALSE;
}

guint
ovr_case_columns_get_sorts (GtkColumnView *view,
                            OvrCaseSort sorts[OVR_CASE_MAX_SORTS])
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  Probe *probe = g_object_get_data (G_OBJECT (view), probe_key);
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);
  guint n = 0;

  for (; n < OVR_CASE_MAX_SORTS; n++)
    {
      GtkOrdering ordering;

      *probe = (Probe){ n, -1 };
      ordering = gtk_sorter_compare (sorter, one, other);
      if (probe->found < 0)
        break;
      sorts[n] = (OvrCaseSort){ (OvrCaseColumn) probe->found, ordering == GTK_ORDERING_LARGER };
    }
  return n;
}

char *
ovr_case_columns_dup_order (GtkColumnView *view)
{
  OvrCaseSort sorts[OVR_CASE_MAX_SORTS];
  guint n = ovr_case_columns_get_sorts (view, sorts);
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (order, "%s%s:%s", i > 0 ? " " : "", columns[sorts[i].column].name,
                            sorts[i].descending ? "down" : "up");
  return g_string_free (order, FALSE);
}

void
ovr_case_columns_set_order (GtkColumnView *view,
                            const char *order)
{
  g_auto (GStrv) words = g_strsplit (order, " ", OVR_CASE_MAX_SORTS + 1);
  GListModel *model = gtk_column_view_get_columns (view);

  /* The one that was chosen last decides. */
  for (guint i = (guint) MIN (g_strv_length (words), OVR_CASE_MAX_SORTS); i > 0; i--)
    for (OvrCaseColumn which = 0; which < OVR_CASE_N_COLUMNS; which++)
      {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (model, which);
        const char *direction = strchr (words[i - 1], ':');

        if (direction != NULL && strlen (columns[which].name) == (gsize) (direction - words[i - 1]) &&
            g_str_has_prefix (words[i - 1], columns[which].name))
          gtk_column_view_sort_by_column (view, column,
                                          g_str_equal (direction, ":down") ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
      }
}
