/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-preferences-window.h"

#include "ovr-memory.h"
#include "ovr-preferences.h"

#include <glib/gi18n.h>

#define MIB ((double) (1 << 20))
#define MIN_MIB 128.0

static guint changed_signal;

static void
tell (GtkWidget *widget)
{
  g_signal_emit (gtk_widget_get_root (widget), changed_signal, 0);
}

static void
on_memory (GtkSpinButton *button,
           gpointer data)
{
  ovr_preferences_set_memory ((gsize) gtk_spin_button_get_value (button) << 20);
  tell (GTK_WIDGET (button));
}

static void
on_keeps_up (GtkSwitch *button,
             GParamSpec *property,
             gpointer data)
{
  ovr_preferences_set_flag (OVR_PREFERENCE_KEEPS_UP, gtk_switch_get_active (button));
  tell (GTK_WIDGET (button));
}

static void
on_keeps_coverage (GtkSwitch *button,
                   GParamSpec *property,
                   gpointer data)
{
  ovr_preferences_set_flag (OVR_PREFERENCE_KEEPS_COVERAGE, gtk_switch_get_active (button));
  tell (GTK_WIDGET (button));
}

static void
on_copies (GtkSwitch *button,
           GParamSpec *property,
           gpointer data)
{
  ovr_preferences_set_flag (OVR_PREFERENCE_COPIES, gtk_switch_get_active (button));
  tell (GTK_WIDGET (button));
}

static void
add_row (AdwPreferencesGroup *group,
         const char *title,
         const char *subtitle,
         GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (group, row);
}

static void
add_switch (AdwPreferencesGroup *group,
            const char *title,
            const char *subtitle,
            OvrPreference flag,
            GCallback on_active)
{
  GtkWidget *button = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (button), ovr_preferences_get_flag (flag));
  g_signal_connect (button, "notify::active", on_active, NULL);
  add_row (group, title, subtitle, button);
}

static void
add_memory (AdwPreferencesGroup *group)
{
  double total = (double) ovr_memory_total () / MIB;
  GtkWidget *button = gtk_spin_button_new_with_range (MIN_MIB, MAX (total, MIN_MIB + 1.0), 128.0);
  g_autofree char *subtitle = g_strdup_printf (_ ("MiB that frames may take, of %.0f in this machine"), total);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (button), (double) ovr_preferences_get_memory () / MIB);
  g_signal_connect (button, "value-changed", G_CALLBACK (on_memory), NULL);
  add_row (group, _ ("Memory for Images"), subtitle, button);
}

GtkWidget *
ovr_preferences_window_new (GCallback on_changed,
                            gpointer data)
{
  GtkWidget *window = adw_preferences_window_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *scrolling = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *import = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *coverage = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  if (changed_signal == 0)
    changed_signal = g_signal_new ("preferences-changed", ADW_TYPE_PREFERENCES_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  adw_preferences_group_set_title (scrolling, _ ("Images"));
  add_memory (scrolling);
  add_switch (scrolling, _ ("Keep Up in Fast Scrolling"),
              _ ("Goes to the newest slice and leaves out those between. Otherwise each slice is shown for at least one refresh."),
              OVR_PREFERENCE_KEEPS_UP, G_CALLBACK (on_keeps_up));
  adw_preferences_group_set_title (import, _ ("Import"));
  add_switch (import, _ ("Copy from Discs and Sticks"), _ ("Into the library’s folder, so that the medium can be taken out. Otherwise the images stay where they are."),
              OVR_PREFERENCE_COPIES, G_CALLBACK (on_copies));
  adw_preferences_group_set_title (coverage, _ ("Coverage"));
  adw_preferences_group_set_description (coverage, _ ("Which images were on the screen, and which only flashed by. For you alone: it is in no report and in nothing that is sent."));
  add_switch (coverage, _ ("Keep It After Signing"), _ ("Otherwise it is erased when the report is signed."),
              OVR_PREFERENCE_KEEPS_COVERAGE, G_CALLBACK (on_keeps_coverage));
  adw_preferences_page_add (page, scrolling);
  adw_preferences_page_add (page, import);
  adw_preferences_page_add (page, coverage);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Preferences"));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 460);
  g_signal_connect_data (window, "preferences-changed", on_changed, data, NULL, G_CONNECT_SWAPPED);
  return window;
}
