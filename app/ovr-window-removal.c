/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include <glib/gi18n.h>

/* Removing cases: a question that says what goes, then some seconds in which
 * the cases are only out of sight and can be had back, then the removal. */

#define UNDO_SECONDS 10

/**
 * Question:
 * @ids: (owned): what is asked about
 * @copies: (borrowed) (nullable): the choice of what becomes of own files
 */
typedef struct
{
  OvrWindow *window; /* Owned */
  GStrv ids;
  GtkWidget *copies[3];
} Question;

static void
question_free (gpointer data,
               GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->window);
  g_strfreev (self->ids);
  g_free (self);
}

static GHashTable *
make_set (char **ids)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; *ids != NULL; ids++)
    g_hash_table_add (set, g_strdup (*ids));
  return set;
}

/* ---- The removal itself */

static void
on_removed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_failed;
  gboolean ok = ovr_removal_run_finish (result, &n_failed, &error);

  if (!ok)
    g_warning ("%s", error->message);
  if (self->cancellable == NULL)
    return;
  if (!ok)
    ovr_window_tell (self, _ ("The cases can’t be removed; nothing was changed."), NULL, NULL);
  else if (n_failed > 0)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u file of the library couldn’t be moved or deleted; it is tried again at the next start.",
                                                         "%u files of the library couldn’t be moved or deleted; they are tried again at the next start.", n_failed),
                                               n_failed);

      ovr_window_tell (self, text, NULL, NULL);
    }
  ovr_cases_page_reload_and_unhide (self->cases);
}

static void
forget_pending (OvrWindow *self)
{
  g_clear_handle_id (&self->removal_source, g_source_remove);
  g_clear_pointer (&self->removing, g_strfreev);
  if (self->removal_toast != NULL)
    adw_toast_dismiss (self->removal_toast);
  g_clear_object (&self->removal_toast);
  ovr_window_update_actions (self);
}

static gboolean
on_removal_time (gpointer data)
{
  OvrWindow *self = data;

  /* An import may be putting files where others are to be taken away. */
  if (self->importing || self->import_cancellable != NULL)
    return G_SOURCE_CONTINUE;
  self->removal_source = 0;
  ovr_removal_run_async (self->desk->library, (const char *const *) self->removing, self->removing_copies, on_removed, g_object_ref (self));
  forget_pending (self);
  return G_SOURCE_REMOVE;
}

/* What still waits is done now: the reader said so. */
void
ovr_window_finish_removal (OvrWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (self->removing == NULL)
    return;
  if (!ovr_removal_run (self->desk->library, (const char *const *) self->removing, self->removing_copies, &error))
    g_warning ("%s", error->message);
  forget_pending (self);
}

void
ovr_window_undo_removal (OvrWindow *self)
{
  if (self->removing == NULL)
    return;
  forget_pending (self);
  ovr_cases_page_set_hidden (self->cases, NULL);
}

static void
begin_removal (OvrWindow *self,
               char **ids,
               OvrCopies copies)
{
  guint n = g_strv_length (ids);
  g_autofree char *text = g_strdup_printf (ngettext ("%u case removed", "%u cases removed", n), n);
  g_autoptr (GHashTable) hidden = make_set (ids);

  ovr_window_finish_removal (self);
  self->removing = g_strdupv (ids);
  self->removing_copies = copies;
  self->removal_source = g_timeout_add_seconds (UNDO_SECONDS, on_removal_time, self);
  ovr_cases_page_set_hidden (self->cases, hidden);
  ovr_window_update_actions (self);

  self->removal_toast = g_object_ref (adw_toast_new (text));
  adw_toast_set_timeout (self->removal_toast, UNDO_SECONDS);
  adw_toast_set_button_label (self->removal_toast, _ ("Undo"));
  adw_toast_set_action_name (self->removal_toast, "win.undo-removal");
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->removal_toast));
}

/* ---- The question */

static void
on_answer (AdwMessageDialog *dialog,
           const char *response,
           Question *question)
{
  OvrCopies copies = OVR_COPIES_KEEP;

  if (g_strcmp0 (response, "remove") != 0 || question->window->cancellable == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (question->copies); i++)
    if (question->copies[i] != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (question->copies[i])))
      copies = (OvrCopies) i;
  begin_removal (question->window, question->ids, copies);
}

static void
append_sentence (GString *text,
                 const char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", sentence);
}

static char *
describe_stakes (const OvrRemovalStakes *stakes,
                 guint n_cases)
{
  GString *text = g_string_new (NULL);

  if (stakes->n_drafts > 0)
    {
      g_autofree char *drafts = n_cases == 1 ? g_strdup (_ ("Its report is a draft: all that was written is deleted with it."))
                                             : g_strdup_printf (ngettext ("%u has a report that is a draft: all that was written is deleted with it.",
                                                                          "%u have reports that are drafts: all that was written is deleted with them.", stakes->n_drafts),
                                                                stakes->n_drafts);

      append_sentence (text, drafts);
    }
  if (stakes->n_signed > 0)
    {
      g_autofree char *kept = n_cases == 1 ? g_strdup (_ ("Its report is signed and is not deleted: the case only leaves the list. “Removed” shows it, and it "
                                                          "can be brought back. The signed file stays where it was saved."))
                                           : g_strdup_printf (ngettext ("%u has a signed report, which is not deleted: the case only leaves the list. “Removed” shows it, "
                                                                        "and it can be brought back. The signed file stays where it was saved.",
                                                                        "%u have signed reports, which are not deleted: these cases only leave the list. “Removed” shows them, "
                                                                        "and they can be brought back. The signed files stay where they were saved.",
                                                                        stakes->n_signed),
                                                              stakes->n_signed);

      append_sentence (text, kept);
    }
  if (stakes->files.n_elsewhere > 0)
    {
      g_autofree char *elsewhere = g_strdup_printf (ngettext ("%'u image file lies outside of the library and is not touched.",
                                                              "%'u image files lie outside of the library and are not touched.",
                                                              (gulong) stakes->files.n_elsewhere),
                                                    (guint) stakes->files.n_elsewhere);

      append_sentence (text, elsewhere);
    }
  return g_string_free (text, FALSE);
}

/* What becomes of the library's own files, with their size. */
static GtkWidget *
create_choice (Question *question,
               const OvrStudyFiles *files)
{
  const char *const labels[] = {
    [OVR_COPIES_KEEP] = _ ("Keep the files in the library’s folder"),
    [OVR_COPIES_TRASH] = _ ("Move the files to the trash"),
    [OVR_COPIES_DELETE] = _ ("Delete the files for good"),
  };
  static const OvrCopies order[] = { OVR_COPIES_TRASH, OVR_COPIES_DELETE, OVR_COPIES_KEEP };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *size = g_format_size (files->own_bytes);
  g_autofree char *text = g_strdup_printf (ngettext ("The library has %'u image file of its own here: %s.",
                                                     "The library has %'u image files of its own here: %s.", (gulong) files->n_own),
                                           (guint) files->n_own, size);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_box_append (GTK_BOX (box), label);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO,
                                        "label", labels[order[i]], NULL);

      question->copies[order[i]] = button;
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), i > 0 ? GTK_CHECK_BUTTON (question->copies[order[0]]) : NULL);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (question->copies[OVR_COPIES_TRASH]), TRUE);
  return box;
}

static char *
dup_heading (OvrWindow *self,
             char **ids)
{
  guint n = g_strv_length (ids);
  const OvrCaseEntry *entry = n == 1 ? ovr_cases_page_find_entry (self->cases, ids[0]) : NULL;

  if (entry != NULL && *entry->patient != '\0')
    /* Translators: a patient's name */
    return g_strdup_printf (_ ("Remove the Case of %s?"), entry->patient);
  return g_strdup_printf (ngettext ("Remove %u Case?", "Remove %u Cases?", n), n);
}

static void
ask (Question *question,
     const OvrRemovalStakes *stakes)
{
  OvrWindow *self = question->window;
  guint n = g_strv_length (question->ids);
  g_autofree char *heading = dup_heading (self, question->ids);
  g_autofree char *body = describe_stakes (stakes, n);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading, body));

  if (stakes->files.n_own > 0)
    adw_message_dialog_set_extra_child (dialog, create_choice (question, &stakes->files));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("Cancel"), "remove", _ ("Remove"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_weighed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree OvrRemovalStakes *stakes = ovr_removal_weigh_finish (result, &error);

  if (stakes != NULL && question->window->cancellable != NULL)
    {
      ask (question, stakes);
      return;
    }
  if (stakes == NULL)
    g_warning ("%s", error->message);
  question_free (question, NULL);
}

void
ovr_window_ask_removal (OvrWindow *self)
{
  g_auto (GStrv) ids = ovr_cases_page_dup_selected (self->cases);
  Question *question;

  if (ids[0] == NULL)
    {
      ovr_window_tell (self, _ ("Select a case first."), NULL, NULL);
      return;
    }
  question = g_new0 (Question, 1);
  question->window = g_object_ref (self);
  question->ids = g_steal_pointer (&ids);
  ovr_removal_weigh_async (self->desk->library, (const char *const *) question->ids, on_weighed, question);
}

void
ovr_window_bring_back (OvrWindow *self)
{
  g_auto (GStrv) ids = ovr_cases_page_dup_selected (self->cases);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = g_strv_length (ids);

  if (n == 0)
    return;
  if (!ovr_removal_bring_back (self->desk->library, (const char *const *) ids, &error))
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The cases can’t be brought back; nothing was changed."), NULL, NULL);
      return;
    }
  text = g_strdup_printf (ngettext ("%u case is in the list again", "%u cases are in the list again", n), n);
  ovr_window_tell (self, text, NULL, NULL);
  ovr_cases_page_reload_and_unhide (self->cases);
}
