/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-application.h"

#include "ovr-app-resources.h"
#include "ovr-command.h"
#include "ovr-desk.h"
#include "ovr-report-pane.h"
#include "ovr-window.h"

#include <glib/gi18n.h>

struct _OvrApplication
{
  AdwApplication parent_instance;

  /* Owned */
  char *library;
};

G_DEFINE_FINAL_TYPE (OvrApplication, ovr_application, ADW_TYPE_APPLICATION)

static void
on_quit (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  /* Closing saves; the program ends with its last window. */
  if (window != NULL)
    gtk_window_close (window);
}

static const GActionEntry entries[] = {
  { "quit", on_quit, NULL, NULL, NULL, { 0 } },
};

/* A library that can't be opened leaves nothing to work with: a window that
 * says so, in a sentence, and how it can be helped. */
static void
show_failure (OvrApplication *self,
              const GError *error)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));
  GtkWidget *page = adw_status_page_new ();

  g_warning ("%s", error->message);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("The library can’t be opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   g_error_matches (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_NEWER)
                                       ? _ ("It was written by a newer Overread. Nothing was changed. Use that version, or name another library with --library.")
                                       : _ ("The file may be damaged, or its folder can’t be written. Name another library with --library."));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 420);
  gtk_window_set_title (GTK_WINDOW (window), "Overread");
  gtk_window_present (GTK_WINDOW (window));
}

static OvrWindow *
ensure_window (OvrApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;
  OvrDesk *desk;

  if (window != NULL)
    {
      gtk_window_present (window);
      return OVR_IS_WINDOW (window) ? OVR_WINDOW (window) : NULL;
    }

  desk = ovr_desk_open (self->library, &error);
  if (desk == NULL)
    {
      show_failure (self, error);
      return NULL;
    }
  window = GTK_WINDOW (ovr_window_new (self, desk));
  gtk_window_present (window);
  return OVR_WINDOW (window);
}

static void
ovr_application_activate (GApplication *application)
{
  ensure_window (OVR_APPLICATION (application));
}

static void
ovr_application_open (GApplication *application,
                      GFile **files,
                      int n_files,
                      const char *hint)
{
  OvrWindow *window = ensure_window (OVR_APPLICATION (application));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (window != NULL)
    ovr_window_import (window, (const char *const *) paths);
}

static void
ovr_application_startup (GApplication *application)
{
  ovr_app_register_resource ();
  ovr_report_widgets_init ();
  G_APPLICATION_CLASS (ovr_application_parent_class)->startup (application);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
ovr_application_finalize (GObject *object)
{
  g_free (OVR_APPLICATION (object)->library);
  G_OBJECT_CLASS (ovr_application_parent_class)->finalize (object);
}

static void
ovr_application_class_init (OvrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ovr_application_finalize;
  application_class->startup = ovr_application_startup;
  application_class->activate = ovr_application_activate;
  application_class->open = ovr_application_open;
}

static void
ovr_application_init (OvrApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

OvrApplication *
ovr_application_new (const char *library)
{
  gboolean named = library != NULL || g_getenv ("OVERREAD_LIBRARY") != NULL;
  OvrApplication *self = g_object_new (OVR_TYPE_APPLICATION,
                                       "application-id", "org.overread.Overread",
                                       "resource-base-path", "/org/overread/Overread",
                                       "flags", G_APPLICATION_HANDLES_OPEN | (named ? G_APPLICATION_NON_UNIQUE : 0),
                                       NULL);

  self->library = ovr_command_library_path (library);
  return self;
}
