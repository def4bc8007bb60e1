/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-case-columns.h"
#include "ovr-keys.h"
#include "ovr-left-out-window.h"
#include "ovr-verdict-style.h"

#include <glib/gi18n.h>

static void
on_import (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_window_choose_import (data, FALSE);
}

static void
on_import_folder (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer data)
{
  ovr_window_choose_import (data, TRUE);
}

static void
on_stop_import (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  OvrWindow *self = data;

  if (self->import_cancellable != NULL)
    g_cancellable_cancel (self->import_cancellable);
}

static void
on_left_out (GSimpleAction *action,
             GVariant *parameter,
             gpointer data)
{
  OvrWindow *self = data;

  if (self->left_out != NULL)
    gtk_window_present (GTK_WINDOW (ovr_left_out_window_new (GTK_WINDOW (self), self->left_out)));
}

static void
on_paste (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  ovr_window_paste (data);
}

static void
on_whose_case (GSimpleAction *action,
               GVariant *parameter,
               gpointer data)
{
  ovr_window_show_question (data);
}

static void
on_open_selected (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer data)
{
  OvrWindow *self = data;
  g_auto (GStrv) ids = ovr_cases_page_dup_selected (self->cases);

  if (ids[0] != NULL)
    ovr_window_open_case (self, ids[0]);
}

static void
on_find_images (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  ovr_window_choose_images (data);
}

static void
on_remove_cases (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ovr_window_ask_removal (data);
}

static void
on_undo_removal (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ovr_window_undo_removal (data);
}

static void
on_bring_back (GSimpleAction *action,
               GVariant *parameter,
               gpointer data)
{
  ovr_window_bring_back (data);
}

static void
on_demo (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  ovr_window_open_demo (data);
}

static void
on_find (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  OvrWindow *self = data;

  if (ovr_reading_room_get_session (self->reading) != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), "cases", NULL);
  ovr_cases_page_find (self->cases);
}

static void
on_cases (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  OvrWindow *self = data;

  ovr_reading_room_set_session (self->reading, NULL);
  ovr_window_show_room (self, self->asked != NULL ? "question" : "cases");
}

static void
on_go (GSimpleAction *action,
       GVariant *parameter,
       gpointer data)
{
  OvrWindow *self = data;
  const char *place = g_variant_get_string (parameter, NULL);
  gboolean images = g_strcmp0 (place, "images") == 0;
  const char *mode = ovr_reading_room_get_report_mode (self->reading);

  /* What is folded away comes back when it is asked for. */
  if (g_strcmp0 (mode, images ? "wide" : "folded") == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "report-pane", g_variant_new_string ("beside"));
  if (images)
    gtk_widget_grab_focus (GTK_WIDGET (self->reading));
  else
    ovr_report_pane_go (ovr_reading_room_get_report (self->reading), place);
}

static void
on_layout (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  OvrWindow *self = data;

  ovr_reading_room_set_layout (self->reading, g_variant_get_string (parameter, NULL));
  g_simple_action_set_state (action, parameter);
}

static void
on_other_pane (GSimpleAction *action,
               GVariant *parameter,
               gpointer data)
{
  OvrWindow *self = data;
  OvrViewportGrid *grid = ovr_reading_room_get_grid (self->reading);

  ovr_viewport_grid_set_active (grid, 1 - ovr_viewport_grid_get_active_index (grid));
  gtk_widget_grab_focus (GTK_WIDGET (self->reading));
}

static void
on_series_strip (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  OvrWindow *self = data;
  gboolean visible = !ovr_reading_room_get_strip_visible (self->reading);

  ovr_reading_room_set_strip_visible (self->reading, visible);
  g_simple_action_set_state (action, g_variant_new_boolean (visible));
}

static void
on_health (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  OvrWindow *self = data;
  gboolean visible = !ovr_reading_room_get_health_visible (self->reading);

  /* Images that are folded away come back with what is said about them. */
  if (visible && g_strcmp0 (ovr_reading_room_get_report_mode (self->reading), "wide") == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "report-pane", g_variant_new_string ("beside"));
  ovr_reading_room_set_health_visible (self->reading, visible);
  g_simple_action_set_state (action, g_variant_new_boolean (visible));
}

static void
on_remark (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  OvrWindow *self = data;

  if (!ovr_reading_room_get_health_visible (self->reading))
    g_action_group_activate_action (G_ACTION_GROUP (self), "health", NULL);
  if (!ovr_reading_room_step_health (self->reading, g_variant_get_int32 (parameter)))
    ovr_window_tell (self, _ ("There is no further remark with a place in the images."), NULL, NULL);
}

static void
on_write_adequacy (GSimpleAction *action,
                   GVariant *parameter,
                   gpointer data)
{
  OvrWindow *self = data;
  gboolean written = ovr_report_editor_write_adequacy (ovr_window_get_editor (self));

  ovr_window_tell (self, written ? _ ("Written into the adequacy of the images") : _ ("The adequacy says all of it already."),
                   written ? _ ("Undo") : NULL, written ? "win.undo" : NULL);
}

static void
on_report_pane (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  OvrWindow *self = data;

  ovr_reading_room_set_report_mode (self->reading, g_variant_get_string (parameter, NULL));
  g_simple_action_set_state (action, parameter);
}

static void
on_fullscreen (GSimpleAction *action,
               GVariant *parameter,
               gpointer data)
{
  GtkWindow *window = data;

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
on_attach (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_reading_room_attach (OVR_WINDOW (data)->reading, NULL);
}

static void
on_claim (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  ovr_report_pane_walk_claims (ovr_reading_room_get_report (OVR_WINDOW (data)->reading), g_variant_get_int32 (parameter));
}

static void
on_jump (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  OvrWindow *self = data;

  ovr_reading_room_jump (self->reading, ovr_report_pane_get_claim (ovr_reading_room_get_report (self->reading)));
}

/* By key: says what happened, and how to take it back. */
static void
on_judge (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  OvrWindow *self = data;
  OvrReportEditor *editor = ovr_window_get_editor (self);
  const char *claim_id = ovr_report_pane_get_claim (ovr_reading_room_get_report (self->reading));
  OvrVerdict verdict;

  if (claim_id == NULL || !ovr_report_editor_is_editable (editor) || ovr_report_editor_is_sealed (editor) ||
      !ovr_verdict_from_style (g_variant_get_string (parameter, NULL), &verdict))
    return;
  ovr_report_editor_judge (editor, claim_id, verdict);
}

static void
on_accept_normal (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer data)
{
  OvrWindow *self = data;
  OvrReportEditor *editor = ovr_window_get_editor (self);
  const char *claim_id = ovr_report_pane_get_claim (ovr_reading_room_get_report (self->reading));
  g_autofree char *text = NULL;
  guint n;

  if (claim_id == NULL || ovr_report_editor_is_sealed (editor))
    return;
  n = ovr_report_editor_accept_normal (editor, claim_id);
  text = n > 0 ? g_strdup_printf (ngettext ("%u normal claim accepted", "%u normal claims accepted", n), n)
               : g_strdup (_ ("No open normal claim in this section"));
  ovr_window_tell (self, text, n > 0 ? _ ("Undo") : NULL, n > 0 ? "win.undo" : NULL);
}

static void
on_move (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  OvrWindow *self = data;
  OvrCaseStatus status;

  if (!ovr_case_status_parse (g_variant_get_string (parameter, NULL), &status))
    return;
  if (ovr_case_session_move (ovr_reading_room_get_session (self->reading), status))
    {
      g_autofree char *text = g_strdup_printf (_ ("The case is now: %s"), ovr_case_status_words (status));

      ovr_window_tell (self, text, NULL, NULL);
    }
  else
    ovr_window_tell (self, _ ("The case can’t take that step now: only a signed report can be sent or acknowledged, and only an open one waits."),
                     NULL, NULL);
}

static void
on_add_finding (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  OvrWindow *self = data;
  OvrReportPane *report = ovr_reading_room_get_report (self->reading);
  const char *id = ovr_report_editor_add_finding (ovr_window_get_editor (self), TRUE);

  ovr_report_pane_select_finding (report, id);
  g_action_group_activate_action (G_ACTION_GROUP (self), "go", g_variant_new_string ("findings"));
}

static void
on_undo (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  OvrWindow *self = data;

  if (!ovr_report_editor_undo (ovr_window_get_editor (self)))
    ovr_window_tell (self, _ ("There is nothing to take back."), NULL, NULL);
}

static void
on_redo (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  OvrWindow *self = data;

  if (!ovr_report_editor_redo (ovr_window_get_editor (self)))
    ovr_window_tell (self, _ ("There is nothing to do again."), NULL, NULL);
}

static void
on_lock_impression (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer data)
{
  OvrWindow *self = data;

  if (!ovr_report_editor_is_sealed (ovr_window_get_editor (self)))
    ovr_window_tell (self, _ ("No original is sealed."), NULL, NULL);
  else if (!ovr_report_editor_lock_impression (ovr_window_get_editor (self)))
    ovr_window_tell (self, _ ("Write your own impression first."), NULL, NULL);
}

static void
on_unseal (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  ovr_report_editor_unseal (ovr_window_get_editor (data));
}

static void
on_part_persons (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ovr_window_part_persons (data);
}

static void
on_see_late (GSimpleAction *action,
             GVariant *parameter,
             gpointer data)
{
  OvrWindow *self = data;
  OvrReportEditor *editor = ovr_window_get_editor (self);

  if (ovr_report_editor_is_editable (editor))
    ovr_report_editor_see_arrivals (editor);
  ovr_case_session_check (ovr_reading_room_get_session (self->reading));
}

static void
on_add_original (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ovr_window_choose_original (data);
}

static void
on_export_draft (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ovr_window_choose_draft (data);
}

static void
on_sign (GSimpleAction *action,
         GVariant *parameter,
         gpointer data)
{
  ovr_window_sign (data);
}

static void
on_new_version (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  ovr_window_ask_new_version (data);
}

static void
on_discard_version (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer data)
{
  ovr_window_ask_discard_version (data);
}

static void
on_versions (GSimpleAction *action,
             GVariant *parameter,
             gpointer data)
{
  ovr_window_list_versions (data);
}

static void
on_show_version (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ovr_window_show_version (data, g_variant_get_int32 (parameter));
}

static void
on_shortcuts (GSimpleAction *action,
              GVariant *parameter,
              gpointer data)
{
  GtkWidget *window = ovr_keys_create_window ();

  gtk_window_set_transient_for (GTK_WINDOW (window), data);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_about (GSimpleAction *action,
          GVariant *parameter,
          gpointer data)
{
  adw_show_about_window (data,
                         "application-name", "Overread",
                         "application-icon", "org.overread.Overread",
                         "version", OVERREAD_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _ ("Reads DICOM studies and writes signed second opinions. Overread is not a cleared medical device."),
                         NULL);
}

static const GActionEntry entries[] = {
  { "import", on_import, NULL, NULL, NULL, { 0 } },
  { "import-folder", on_import_folder, NULL, NULL, NULL, { 0 } },
  { "stop-import", on_stop_import, NULL, NULL, NULL, { 0 } },
  { "left-out", on_left_out, NULL, NULL, NULL, { 0 } },
  { "paste", on_paste, NULL, NULL, NULL, { 0 } },
  { "whose-case", on_whose_case, NULL, NULL, NULL, { 0 } },
  { "open-selected", on_open_selected, NULL, NULL, NULL, { 0 } },
  { "find-images", on_find_images, NULL, NULL, NULL, { 0 } },
  { "remove-cases", on_remove_cases, NULL, NULL, NULL, { 0 } },
  { "undo-removal", on_undo_removal, NULL, NULL, NULL, { 0 } },
  { "bring-back", on_bring_back, NULL, NULL, NULL, { 0 } },
  { "demo", on_demo, NULL, NULL, NULL, { 0 } },
  { "find", on_find, NULL, NULL, NULL, { 0 } },
  { "fullscreen", on_fullscreen, NULL, NULL, NULL, { 0 } },
  { "shortcuts", on_shortcuts, NULL, NULL, NULL, { 0 } },
  { "about", on_about, NULL, NULL, NULL, { 0 } },
};

/* What needs an open case. */
static const GActionEntry case_entries[] = {
  { "cases", on_cases, NULL, NULL, NULL, { 0 } },
  { "go", on_go, "s", NULL, NULL, { 0 } },
  { "layout", on_layout, "s", "'one'", NULL, { 0 } },
  { "other-pane", on_other_pane, NULL, NULL, NULL, { 0 } },
  { "series-strip", on_series_strip, NULL, "true", NULL, { 0 } },
  { "health", on_health, NULL, "false", NULL, { 0 } },
  { "remark", on_remark, "i", NULL, NULL, { 0 } },
  { "write-adequacy", on_write_adequacy, NULL, NULL, NULL, { 0 } },
  { "report-pane", on_report_pane, "s", "'beside'", NULL, { 0 } },
  { "attach", on_attach, NULL, NULL, NULL, { 0 } },
  { "claim", on_claim, "i", NULL, NULL, { 0 } },
  { "jump", on_jump, NULL, NULL, NULL, { 0 } },
  { "judge", on_judge, "s", NULL, NULL, { 0 } },
  { "accept-normal", on_accept_normal, NULL, NULL, NULL, { 0 } },
  { "add-finding", on_add_finding, NULL, NULL, NULL, { 0 } },
  { "undo", on_undo, NULL, NULL, NULL, { 0 } },
  { "redo", on_redo, NULL, NULL, NULL, { 0 } },
  { "lock-impression", on_lock_impression, NULL, NULL, NULL, { 0 } },
  { "unseal", on_unseal, NULL, NULL, NULL, { 0 } },
  { "part-persons", on_part_persons, NULL, NULL, NULL, { 0 } },
  { "see-late", on_see_late, NULL, NULL, NULL, { 0 } },
  { "add-original", on_add_original, NULL, NULL, NULL, { 0 } },
  { "export-draft", on_export_draft, NULL, NULL, NULL, { 0 } },
  { "sign", on_sign, NULL, NULL, NULL, { 0 } },
  { "move", on_move, "s", NULL, NULL, { 0 } },
  { "new-version", on_new_version, NULL, NULL, NULL, { 0 } },
  { "discard-version", on_discard_version, NULL, NULL, NULL, { 0 } },
  { "versions", on_versions, NULL, NULL, NULL, { 0 } },
  { "show-version", on_show_version, "i", NULL, NULL, { 0 } },
};

/* What changes the report. */
static const char *const editing[] = {
  "attach",
  "judge",
  "accept-normal",
  "add-finding",
  "write-adequacy",
  "undo",
  "redo",
  "lock-impression",
  "unseal",
  "part-persons",
  "see-late",
  "add-original",
  "export-draft",
  "sign",
};

static void
set_enabled (OvrWindow *self,
             const char *name,
             gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_state (OvrWindow *self,
           const char *name,
           GVariant *state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), state);
}

/* What is about the cases that are selected in the list. */
static void
update_case_list_actions (OvrWindow *self,
                          gboolean reading)
{
  gboolean listed = g_strcmp0 (gtk_stack_get_visible_child_name (self->rooms), "cases") == 0;
  g_auto (GStrv) ids = listed ? ovr_cases_page_dup_selected (self->cases) : NULL;
  const OvrCaseEntry *first = ids != NULL && ids[0] != NULL ? ovr_cases_page_find_entry (self->cases, ids[0]) : NULL;

  set_enabled (self, "open-selected", first != NULL && ids[1] == NULL);
  set_enabled (self, "remove-cases", first != NULL && !first->removed);
  set_enabled (self, "bring-back", first != NULL && first->removed);
  set_enabled (self, "find-images", reading || first != NULL);
  set_enabled (self, "undo-removal", self->removing != NULL);
}

void
ovr_window_update_actions (OvrWindow *self)
{
  gboolean reading = g_strcmp0 (gtk_stack_get_visible_child_name (self->rooms), "reading") == 0 &&
                     ovr_reading_room_get_session (self->reading) != NULL;
  gboolean editable = reading && ovr_report_editor_is_editable (ovr_window_get_editor (self));

  for (guint i = 0; i < G_N_ELEMENTS (case_entries); i++)
    set_enabled (self, case_entries[i].name, reading);
  for (guint i = 0; i < G_N_ELEMENTS (editing); i++)
    set_enabled (self, editing[i], editable);
  ovr_window_enable_image_actions (self, reading);
  update_case_list_actions (self, reading);
  set_enabled (self, "stop-import", self->import_cancellable != NULL);
  set_enabled (self, "left-out", self->left_out != NULL);
  ovr_window_show_offers (self);
  set_enabled (self, "whose-case", self->asked != NULL);
  if (!reading)
    return;

  set_enabled (self, "new-version", !editable && ovr_case_session_is_newest (ovr_reading_room_get_session (self->reading)));
  set_enabled (self, "discard-version", editable && ovr_report_editor_get_report (ovr_window_get_editor (self))->version > 1);
  set_state (self, "layout", g_variant_new_string (ovr_reading_room_get_layout (self->reading)));
  set_state (self, "report-pane", g_variant_new_string (ovr_reading_room_get_report_mode (self->reading)));
  set_state (self, "health", g_variant_new_boolean (ovr_reading_room_get_health_visible (self->reading)));
  set_state (self, "series-strip", g_variant_new_boolean (ovr_reading_room_get_strip_visible (self->reading)));
}

void
ovr_window_install_actions (OvrWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), case_entries, G_N_ELEMENTS (case_entries), self);
  ovr_window_install_image_actions (self);
  ovr_window_install_offers (self);
}
