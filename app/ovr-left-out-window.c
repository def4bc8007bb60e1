/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-left-out-window.h"

#include "ovr-import.h"

#include <glib/gi18n.h>

#define WIDTH 900
#define HEIGHT 560

char *
ovr_left_out_to_text (GPtrArray *files)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const OvrSkippedFile *file = g_ptr_array_index (files, i);
      g_autofree char *path = g_filename_display_name (file->path);

      g_string_append_printf (text, "%s\t%s\n", path, file->reason);
    }
  return g_string_free (text, FALSE);
}

static void
on_copy (GtkWidget *button,
         gpointer unused)
{
  g_autofree char *text = ovr_left_out_to_text (g_object_get_data (G_OBJECT (button), "files"));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

/* A line is a string of the model: "path\treason". */
static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         gpointer column)
{
  g_auto (GStrv) parts = g_strsplit (gtk_string_object_get_string (gtk_list_item_get_item (item)), "\t", 2);
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));

  gtk_label_set_text (label, parts[GPOINTER_TO_UINT (column)]);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), parts[GPOINTER_TO_UINT (column)]);
}

/* The end of a path tells the files apart. */
static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), GPOINTER_TO_UINT (column) == 0 ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
add_column (GtkColumnView *view,
            const char *title,
            guint index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (title, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (index));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (index));
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (view, column);
  g_object_unref (column);
}

static GtkWidget *
make_list (GPtrArray *files)
{
  g_autofree char *text = ovr_left_out_to_text (files);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  guint n = g_strv_length (lines);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view;

  /* The last line ends too. */
  if (n > 0)
    g_clear_pointer (&lines[n - 1], g_free);
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (gtk_string_list_new ((const char *const *) lines)))));
  add_column (GTK_COLUMN_VIEW (view), _ ("File"), 0);
  add_column (GTK_COLUMN_VIEW (view), _ ("Why it was left out"), 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What was left out"), -1);
  gtk_widget_add_css_class (view, "data-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

GtkWidget *
ovr_left_out_window_new (GtkWindow *parent,
                         GPtrArray *files)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_label (_ ("Copy as Text"));
  GtkEventController *keys = gtk_shortcut_controller_new ();
  g_autofree char *count = g_strdup_printf (ngettext ("%u file", "%u files", files->len), files->len);

  gtk_window_set_title (GTK_WINDOW (window), _ ("What Was Left Out"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  g_object_set_data_full (G_OBJECT (copy), "files", g_ptr_array_ref (files), (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("What Was Left Out"), count));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), make_list (files));
  adw_window_set_content (ADW_WINDOW (window), box);
  return window;
}
