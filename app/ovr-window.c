/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-key-guard.h"
#include "ovr-log.h"

#include <glib/gi18n.h>

/* Another program's commit shows up in the list within this time. */
#define RELOAD_DELAY_MS 150
#define LOOK_SECONDS 2
#define TOAST_SECONDS 10

G_DEFINE_FINAL_TYPE (OvrWindow, ovr_window, ADW_TYPE_APPLICATION_WINDOW)

void
ovr_window_tell (OvrWindow *self,
                 const char *text,
                 const char *action_label,
                 const char *action)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, TOAST_SECONDS);
  if (action_label != NULL)
    {
      adw_toast_set_button_label (toast, action_label);
      adw_toast_set_action_name (toast, action);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
ovr_window_set_progress (OvrWindow *self,
                         const char *text,
                         double part)
{
  gtk_widget_set_visible (self->import_box, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (self->import_text, text);
  if (part >= 0.0)
    gtk_progress_bar_set_fraction (self->import_bar, MIN (part, 1.0));
  else
    gtk_progress_bar_pulse (self->import_bar);
}

OvrReportEditor *
ovr_window_get_editor (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);

  return session != NULL ? ovr_case_session_get_editor (session) : NULL;
}

/* A list that nobody sees is read when it is turned to. */
void
ovr_window_reload_cases (OvrWindow *self)
{
  self->cases_stale = g_strcmp0 (gtk_stack_get_visible_child_name (self->rooms), "cases") != 0;
  if (!self->cases_stale)
    ovr_cases_page_reload (self->cases);
}

static void
on_cases_failed (OvrWindow *self,
                 GError *error)
{
  g_warning ("%s", error->message);
  ovr_window_tell (self, _ ("The list of cases can’t be read."), NULL, NULL);
}

static gboolean
on_reload_time (gpointer data)
{
  OvrWindow *self = data;

  self->reload_source = 0;
  ovr_window_reload_cases (self);
  return G_SOURCE_REMOVE;
}

/* Another program on the same library may have changed it. */
static gboolean
on_look_time (gpointer data)
{
  OvrWindow *self = data;
  guint64 version = ovr_database_get_data_version (self->desk->database);

  if (version != self->data_version && self->reload_source == 0)
    self->reload_source = g_timeout_add (RELOAD_DELAY_MS, on_reload_time, self);
  self->data_version = version;
  return G_SOURCE_CONTINUE;
}

static void
on_store_changed (OvrCaseStore *store,
                  const char *case_id,
                  OvrWindow *self)
{
  if (self->reload_source == 0)
    self->reload_source = g_timeout_add (RELOAD_DELAY_MS, on_reload_time, self);
}

static void
on_save_failed (OvrCaseStore *store,
                const char *case_id,
                GError *error,
                OvrWindow *self)
{
  g_warning ("%s", error->message);
  ovr_window_tell (self, _ ("NOT SAVED: the library’s file can’t be written. What you typed is kept and tried again."), NULL, NULL);
}

void
ovr_window_show_room (OvrWindow *self,
                      const char *name)
{
  gtk_stack_set_visible_child_name (self->rooms, name);
  if (self->cases_stale)
    ovr_window_reload_cases (self);
  if (g_strcmp0 (name, "cases") == 0)
    ovr_window_look_for_files (self, FALSE);
  ovr_window_update_actions (self);
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->rooms));
}

/* The room comes first: focus and scroll are restored in what is shown. */
void
ovr_window_show_session (OvrWindow *self,
                         OvrCaseSession *session)
{
  ovr_window_show_room (self, "reading");
  ovr_reading_room_set_session (self->reading, session);
  /* The list comes back to it. */
  ovr_cases_page_select (self->cases, ovr_case_session_get_id (session));
  ovr_window_update_actions (self);
}

void
ovr_window_open_case (OvrWindow *self,
                      const char *case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrCaseSession) session = NULL;

  g_return_if_fail (OVR_IS_WINDOW (self));

  session = ovr_case_session_open (self->desk, case_id, &error);
  if (session == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The case can’t be opened."), NULL, NULL);
      return;
    }

  ovr_window_show_session (self, session);
}

static void
on_open_case (OvrWindow *self,
              const char *case_id)
{
  ovr_window_open_case (self, case_id);
}

static void
on_sign_closed (OvrWindow *self)
{
  ovr_window_show_room (self, "reading");
}

static void
on_signed (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autoptr (GError) error = NULL;

  ovr_reading_room_end_coverage (self->reading);
  if (!ovr_case_session_show_version (session, 0, &error))
    g_warning ("%s", error->message);
  else
    ovr_reading_room_reload (self->reading);
  ovr_window_update_actions (self);
}

static void
on_selection_changed (OvrWindow *self)
{
  ovr_window_update_actions (self);
}

static void
on_notice (OvrReadingRoom *room,
           const char *text,
           OvrWindow *self)
{
  ovr_window_tell (self, text, NULL, NULL);
}

static OvrKeyPlace
key_place (gpointer data)
{
  OvrWindow *self = data;
  GtkWidget *focus;
  gboolean reading, text, ledger;

  /* The last keys of a window that goes. */
  if (self->reading == NULL)
    return OVR_KEY_PLACE_TEXT;

  focus = gtk_root_get_focus (GTK_ROOT (self));
  reading = g_strcmp0 (gtk_stack_get_visible_child_name (self->rooms), "reading") == 0;
  text = GTK_IS_TEXT (focus) || (GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus)));
  ledger = reading && ovr_report_pane_is_ledger_focused (ovr_reading_room_get_report (self->reading));
  if (text)
    return ledger ? OVR_KEY_PLACE_LEDGER_TEXT : OVR_KEY_PLACE_TEXT;
  if (!reading)
    return OVR_KEY_PLACE_TEXT;
  if (ledger)
    return OVR_KEY_PLACE_LEDGER;
  return OVR_IS_VIEWPORT (focus) ? OVR_KEY_PLACE_IMAGES : OVR_KEY_PLACE_OTHER;
}

static void
on_burst (gpointer data)
{
  ovr_window_tell (data, _ ("Text arrived faster than a hand types, outside a text field: nothing was changed."), NULL, NULL);
}

static gboolean
ovr_window_close_request (GtkWindow *window)
{
  OvrWindow *self = OVR_WINDOW (window);
  g_autoptr (GError) error = NULL;

  ovr_reading_room_set_session (self->reading, NULL);
  ovr_window_finish_removal (self);
  if (!ovr_case_store_flush (self->desk->store, &error))
    g_warning ("%s", error->message);
  return GTK_WINDOW_CLASS (ovr_window_parent_class)->close_request (window);
}

static void
ovr_window_dispose (GObject *object)
{
  OvrWindow *self = OVR_WINDOW (object);

  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_handle_id (&self->removal_source, g_source_remove);
  g_clear_pointer (&self->removing, g_strfreev);
  g_clear_object (&self->removal_toast);
  /* Widgets may outlive their window by an event; the desk must not be used
   * then. */
  if (self->reading != NULL)
    ovr_reading_room_detach (self->reading);
  self->reading = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->import_cancellable != NULL)
    g_cancellable_cancel (self->import_cancellable);
  g_clear_object (&self->import_cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->import_report, g_free);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_clear_pointer (&self->handed, g_strfreev);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->offers_case, g_free);
  g_clear_pointer (&self->early_id, g_free);
  g_queue_clear_full (&self->import_queue, (GDestroyNotify) g_strfreev);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk->store, self);
  G_OBJECT_CLASS (ovr_window_parent_class)->dispose (object);
}

static void
ovr_window_finalize (GObject *object)
{
  OvrWindow *self = OVR_WINDOW (object);

  ovr_desk_free (self->desk);
  G_OBJECT_CLASS (ovr_window_parent_class)->finalize (object);
}

static void
ovr_window_class_init (OvrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ovr_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = ovr_window_close_request;
  g_type_ensure (OVR_TYPE_CASES_PAGE);
  g_type_ensure (OVR_TYPE_READING_ROOM);
  g_type_ensure (OVR_TYPE_SIGN_ROOM);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, rooms);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, cases);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, reading);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, sign);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, import_box);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, import_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrWindow, import_text);
  gtk_widget_class_bind_template_callback (widget_class, on_open_case);
  gtk_widget_class_bind_template_callback (widget_class, on_cases_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_signed);
}

static void
ovr_window_init (OvrWindow *self)
{
  g_autoptr (GMenuModel) menu = ovr_keys_create_menu ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ovr_cases_page_set_menu (self->cases, menu);
  ovr_reading_room_set_menu (self->reading, menu);
  g_signal_connect_object (self->reading, "notice", G_CALLBACK (on_notice), self, 0);
  g_signal_connect_object (self->reading, "files-missing", G_CALLBACK (ovr_window_try_media), self, G_CONNECT_SWAPPED);
  ovr_key_guard_attach (GTK_WIDGET (self), key_place, on_burst, self);
  ovr_window_add_drop_target (self);
  ovr_window_install_actions (self);
}

OvrWindow *
ovr_window_new (OvrApplication *application,
                OvrDesk *desk)
{
  OvrWindow *self = g_object_new (OVR_TYPE_WINDOW, "application", application, NULL);

  self->desk = desk;
  ovr_reading_room_set_desk (self->reading, desk);
  g_signal_connect_object (desk->store, "changed", G_CALLBACK (on_store_changed), self, 0);
  self->data_version = ovr_database_get_data_version (desk->database);
  self->look_source = g_timeout_add_seconds (LOOK_SECONDS, on_look_time, self);
  g_signal_connect_object (desk->store, "save-failed", G_CALLBACK (on_save_failed), self, 0);
  ovr_window_apply_preferences (self);
  ovr_cases_page_set_database (self->cases, desk->database);
  ovr_removal_clear_async (desk->library);
  ovr_window_look_for_files (self, TRUE);
  ovr_window_update_actions (self);
  if (desk->orphans != NULL)
    ovr_window_take_in (self, desk->orphans);
  else
    ovr_window_resume_import (self);
  return self;
}
