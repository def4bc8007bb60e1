/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-versions-window.h"

#include <glib/gi18n.h>

/* The versions of the open case's report: starting the next one, discarding
 * its draft, reading an older one. */

/* The report in the room is another one now. */
static void
show_report (OvrWindow *self)
{
  ovr_reading_room_reload (self->reading);
  ovr_window_update_actions (self);
}

/* A question with a quiet way out; Escape is that way. */
static void
ask (OvrWindow *self,
     const char *heading,
     const char *body,
     const char *answer,
     AdwResponseAppearance appearance,
     GCallback callback)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("Cancel"), "go", answer, NULL);
  adw_message_dialog_set_response_appearance (dialog, "go", appearance);
  adw_message_dialog_set_default_response (dialog, appearance == ADW_RESPONSE_DESTRUCTIVE ? "cancel" : "go");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response::go", callback, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- The next version */

static void
start_version (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autoptr (GError) error = NULL;

  if (session == NULL)
    return;
  if (!ovr_case_session_start_version (session, &error))
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The new version can’t be started; nothing was changed."), NULL, NULL);
      return;
    }
  show_report (self);
  if (g_strcmp0 (ovr_reading_room_get_report_mode (self->reading), "folded") == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "report-pane", g_variant_new_string ("beside"));
  ovr_report_pane_show_field (ovr_reading_room_get_report (self->reading), "changes");
}

void
ovr_window_ask_new_version (OvrWindow *self)
{
  const OvrReport *report = ovr_report_editor_get_report (ovr_window_get_editor (self));
  g_autofree char *day = ovr_versions_day_words (report->signed_at);
  g_autofree char *heading = g_strdup_printf (_ ("Start Version %d of This Report?"), report->version + 1);
  g_autofree char *body = g_strdup_printf (_ ("Version %d, signed %s, stays as it is, and so does its file. The new version begins "
                                              "as a copy of it, is a draft until you sign it, and says what changed and why."),
                                           report->version, day);

  ask (self, heading, body, _ ("Start"), ADW_RESPONSE_SUGGESTED, G_CALLBACK (start_version));
}

/* ---- Its draft */

static void
discard_version (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autoptr (GError) error = NULL;

  if (session == NULL)
    return;
  if (!ovr_case_session_discard_version (session, &error))
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The draft can’t be discarded; nothing was changed."), NULL, NULL);
      return;
    }
  show_report (self);
  ovr_window_tell (self, _ ("The draft was discarded; this is the signed version."), NULL, NULL);
}

void
ovr_window_ask_discard_version (OvrWindow *self)
{
  const OvrReport *report = ovr_report_editor_get_report (ovr_window_get_editor (self));
  g_autofree char *day = ovr_versions_day_words (report->predecessor_signed_at);
  g_autofree char *heading = g_strdup_printf (_ ("Discard the Draft of Version %d?"), report->version);
  g_autofree char *body = g_strdup_printf (_ ("Everything that was written or changed since version %d was signed on %s is lost from "
                                              "this report: texts, verdicts, findings, key images. Version %d is shown again, as "
                                              "it was signed. This can’t be taken back."),
                                           report->version - 1, day, report->version - 1);

  ask (self, heading, body, _ ("Discard the Draft"), ADW_RESPONSE_DESTRUCTIVE, G_CALLBACK (discard_version));
}

/* ---- All of them */

void
ovr_window_show_version (OvrWindow *self,
                         int version)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autoptr (GError) error = NULL;

  if (!ovr_case_session_show_version (session, version, &error))
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("That version can’t be read."), NULL, NULL);
      return;
    }
  show_report (self);
}

void
ovr_window_list_versions (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = ovr_case_session_list_versions (session, &error);
  GtkWidget *window;

  if (versions == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The versions can’t be listed."), NULL, NULL);
      return;
    }
  window = ovr_versions_window_new (GTK_WINDOW (self), versions,
                                    ovr_report_editor_get_report (ovr_window_get_editor (self))->version);
  gtk_window_present (GTK_WINDOW (window));
}

/* A draft never takes the place of a signed file. */
gboolean
ovr_window_is_signed_file (OvrWindow *self,
                           const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folded = g_ascii_strdown (name, -1);
  g_autoptr (GPtrArray) versions = ovr_case_session_list_versions (ovr_reading_room_get_session (self->reading), NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      const OvrReportVersion *version = g_ptr_array_index (versions, i);
      g_autoptr (GFile) signed_file = version->file != NULL ? g_file_new_for_path (version->file) : NULL;

      if (signed_file != NULL && g_file_equal (file, signed_file))
        return TRUE;
    }
  return g_str_has_suffix (folded, "_final.pdf");
}
