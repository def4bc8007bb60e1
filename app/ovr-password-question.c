/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-password-question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _OvrPasswordQuestion
{
  GWeakRef parent;
  GCancellable *cancellable; /* Owned */

  /* Guarded by @mutex */
  GMutex mutex;
  GCond cond;
  gboolean answered;
  char *answer;

  /* Main thread, while the dialog is shown */
  char *archive;
  guint attempt;
  GtkWidget *dialog;
  GtkEditable *entry;
};

OvrPasswordQuestion *
ovr_password_question_new (GtkWindow *parent,
                           GCancellable *cancellable)
{
  OvrPasswordQuestion *self = g_new0 (OvrPasswordQuestion, 1);

  g_weak_ref_init (&self->parent, parent);
  self->cancellable = g_object_ref (cancellable);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

void
ovr_password_question_free (OvrPasswordQuestion *self)
{
  if (self == NULL)
    return;
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->archive);
  g_free (self);
}

/* (transfer full): @answer, NULL where nobody knows it. */
static void
give_answer (OvrPasswordQuestion *self,
             char *answer)
{
  g_mutex_lock (&self->mutex);
  if (self->answered)
    g_free (answer);
  else
    self->answer = answer;
  self->answered = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
on_response (AdwMessageDialog *dialog,
             const char *response,
             OvrPasswordQuestion *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  self->dialog = NULL;
  give_answer (self, g_str_equal (response, "open") && *text != '\0' ? g_strdup (text) : NULL);
}

static GtkEditable *
add_entry (AdwMessageDialog *dialog)
{
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_object_set (entry, "activates-default", TRUE, "placeholder-text", _ ("Password"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Password"), -1);
  adw_message_dialog_set_extra_child (dialog, entry);
  return GTK_EDITABLE (entry);
}

static gboolean
show (gpointer data)
{
  OvrPasswordQuestion *self = data;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);
  g_autofree char *name = g_path_get_basename (self->archive);
  AdwMessageDialog *dialog;

  if (parent == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      give_answer (self, NULL);
      return G_SOURCE_REMOVE;
    }
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, NULL, NULL));
  /* Translators: %s is the name of a file */
  adw_message_dialog_format_heading (dialog, _ ("“%s” is locked"), name);
  adw_message_dialog_set_body (dialog, self->attempt > 0 ? _ ("That password is wrong. Whoever sent the file knows it.")
                                                         : _ ("Its images are encrypted. Whoever sent the file knows the password."));
  adw_message_dialog_add_responses (dialog, "skip", _ ("Leave It Out"), "open", _ ("Open"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "open", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "open");
  adw_message_dialog_set_close_response (dialog, "skip");
  self->dialog = GTK_WIDGET (dialog);
  self->entry = add_entry (dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), self);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return G_SOURCE_REMOVE;
}

/* In the thread that cancels: the main one. */
static void
on_cancelled (GCancellable *cancellable,
              OvrPasswordQuestion *self)
{
  if (self->dialog != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->dialog, self);
      gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->dialog)));
    }
  give_answer (self, NULL);
}

char *
ovr_password_question_ask (const char *archive,
                           guint attempt,
                           gpointer data)
{
  OvrPasswordQuestion *self = data;
  gulong handler;
  char *answer;

  g_free (self->archive);
  self->archive = g_strdup (archive);
  self->attempt = attempt;
  self->answered = FALSE;
  handler = g_cancellable_connect (self->cancellable, G_CALLBACK (on_cancelled), self, NULL);
  if (handler == 0)
    return NULL;
  g_idle_add (show, self);

  g_mutex_lock (&self->mutex);
  while (!self->answered)
    g_cond_wait (&self->cond, &self->mutex);
  answer = g_steal_pointer (&self->answer);
  g_mutex_unlock (&self->mutex);
  g_cancellable_disconnect (self->cancellable, handler);
  return answer;
}
