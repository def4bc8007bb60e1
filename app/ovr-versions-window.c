/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-versions-window.h"

#include "ovr-date.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 620

char *
ovr_versions_day_words (const char *time)
{
  g_autofree char *day = g_strndup (time != NULL ? time : "", 10);
  OvrDate date = { 0 };

  return ovr_date_parse (day, &date) ? ovr_date_to_words (date, "en") : g_strdup (_ ("an unknown day"));
}

/* "signed 3 May 2026, 10:22 (UTC+02:00)" */
static char *
signed_words (const char *time)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (time, NULL);
  g_autofree char *day = ovr_versions_day_words (time);
  g_autofree char *clock = NULL;

  if (at == NULL)
    return g_strdup_printf (_ ("signed %s"), time);
  clock = g_date_time_format (at, "%H:%M (UTC%:z)");
  /* Translators: day and time of a signature */
  return g_strdup_printf (_ ("signed %s, %s"), day, clock);
}

static char *
row_title (const OvrReportVersion *version,
           guint n_versions,
           guint index)
{
  g_autofree char *when = version->signed_at != NULL ? signed_words (version->signed_at) : g_strdup (_ ("a draft, not signed"));

  if (index + 1 == n_versions)
    return g_strdup_printf (_ ("Version %d, %s"), version->version, when);
  return g_strdup_printf (_ ("Version %d, %s; replaced by a later one"), version->version, when);
}

static void
on_read (GtkWidget *button,
         GtkWindow *window)
{
  int version = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "version"));
  GtkWindow *parent = gtk_window_get_transient_for (window);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-version", "i", version);
  gtk_window_close (window);
}

static void
on_show_file (GtkWidget *button,
              GtkWindow *window)
{
  g_autofree char *folder = g_path_get_dirname (g_object_get_data (G_OBJECT (button), "file"));
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (window, uri, GDK_CURRENT_TIME);
}

static GtkWidget *
add_button (AdwActionRow *row,
            const char *label,
            const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (row, button);
  return button;
}

static GtkWidget *
make_row (GtkWindow *window,
          const OvrReportVersion *version,
          const char *title,
          gboolean is_shown)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *shown_file = version->file != NULL ? g_filename_display_name (version->file) : NULL;
  gboolean is_there = version->file != NULL && g_file_test (version->file, G_FILE_TEST_EXISTS);
  g_autofree char *file = shown_file == NULL ? g_strdup (version->signed_at != NULL ? _ ("Its file isn’t known here") : "")
                          : is_there         ? g_strdup (shown_file)
                                             : g_strdup_printf (_ ("%s, no longer there"), shown_file);
  g_autofree char *read_name = g_strdup_printf (_ ("Read version %d"), version->version);
  g_autofree char *file_name = g_strdup_printf (_ ("Show the file of version %d"), version->version);
  GtkWidget *read;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), file);
  if (is_there)
    {
      GtkWidget *show = add_button (ADW_ACTION_ROW (row), _ ("Folder"), file_name);

      g_object_set_data_full (G_OBJECT (show), "file", g_strdup (version->file), g_free);
      g_signal_connect_object (show, "clicked", G_CALLBACK (on_show_file), window, 0);
    }
  read = add_button (ADW_ACTION_ROW (row), is_shown ? _ ("Shown") : _ ("Read"), read_name);
  gtk_widget_set_sensitive (read, !is_shown);
  g_object_set_data (G_OBJECT (read), "version", GINT_TO_POINTER (version->version));
  g_signal_connect_object (read, "clicked", G_CALLBACK (on_read), window, 0);
  return row;
}

static void
close_on_escape (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
}

GtkWidget *
ovr_versions_window_new (GtkWindow *parent,
                         GPtrArray *versions,
                         int shown)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_list_box_new ();

  gtk_window_set_title (GTK_WINDOW (window), _ ("Versions of This Report"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, -1);
  close_on_escape (window);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_margin_start (list, 14);
  gtk_widget_set_margin_end (list, 14);
  gtk_widget_set_margin_top (list, 8);
  gtk_widget_set_margin_bottom (list, 16);
  for (guint i = versions->len; i > 0; i--)
    {
      const OvrReportVersion *version = g_ptr_array_index (versions, i - 1);
      g_autofree char *title = row_title (version, versions->len, i - 1);

      gtk_list_box_append (GTK_LIST_BOX (list), make_row (GTK_WINDOW (window), version, title, version->version == shown));
    }
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), list);
  adw_window_set_content (ADW_WINDOW (window), box);
  return window;
}
