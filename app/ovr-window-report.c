/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-claim-splitter.h"
#include "ovr-command.h"
#include "ovr-sign-job.h"
#include "ovr-source-file.h"

#include <glib/gi18n.h>

/* ---- An original report that comes as a file */

/**
 * Received:
 * @file: (owned)
 * @bytes: (owned) (nullable): the content, where @file is only a name for it
 * @name: (owned): base name
 *
 * A document to be read.
 */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  char *name;
  OvrDocumentRole role;
} Received;

static void
received_free (gpointer data)
{
  Received *self = data;

  g_object_unref (self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  const Received *received = data;
  GError *error = NULL;
  OvrDocument *document = received->bytes != NULL ? ovr_source_read (received->bytes, received->name, received->role, &error)
                                                  : ovr_source_read_file (received->file, received->role, &error);

  if (document != NULL)
    g_task_return_pointer (task, document, (GDestroyNotify) ovr_document_free);
  else
    g_task_return_error (task, error);
}

static void
add_document (OvrWindow *self,
              OvrDocument *document)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  OvrReportEditor *editor = ovr_window_get_editor (self);
  OvrReport *report = ovr_report_editor_get_report (editor);
  OvrStudy *current = ovr_case_session_get_current (session);
  gboolean is_original = document->role == OVR_DOCUMENT_ORIGINAL;

  document->id = ovr_report_new_id (report, "d");
  document->study_uid = current != NULL && is_original ? g_strdup (ovr_study_get_uid (current)) : NULL;
  ovr_report_editor_begin_documents (editor);
  g_ptr_array_add (report->documents, document);
  if (is_original)
    ovr_claim_split_document (report, document->id);
  ovr_report_editor_end_documents (editor);
}

static void
on_document_read (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  OvrWindow *self = OVR_WINDOW (source);
  g_autofree char *case_id = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrDocument) document = g_task_propagate_pointer (G_TASK (result), &error);
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* The reader may be in another case by now: this file isn't of that one. */
  if (session == NULL || g_strcmp0 (ovr_case_session_get_id (session), case_id) != 0)
    return;
  if (document == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("This file can’t be read as a report: a PDF or a text is wanted."), NULL, NULL);
      return;
    }
  if (document->text == NULL || *document->text == '\0')
    {
      ovr_window_tell (self, _ ("This PDF is a scan without text; reading scans isn’t possible yet."), NULL, NULL);
      return;
    }
  add_document (self, g_steal_pointer (&document));
}

static void
read_document (OvrWindow *self,
               GFile *file,
               GBytes *bytes,
               const char *name,
               OvrDocumentRole role)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_document_read, g_strdup (ovr_case_session_get_id (session)));
  Received *received = g_new0 (Received, 1);

  received->file = g_object_ref (file);
  received->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  received->name = g_strdup (name);
  received->role = role;
  g_task_set_task_data (task, received, received_free);
  g_task_run_in_thread (task, read_in_thread);
}

void
ovr_window_add_document (OvrWindow *self,
                         const char *path,
                         GBytes *bytes,
                         const char *name,
                         OvrDocumentRole role)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  read_document (self, file, bytes, name, role);
}

static void
on_original_chosen (GtkNativeDialog *dialog,
                    int response,
                    OvrWindow *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && ovr_reading_room_get_session (self->reading) != NULL)
    read_document (self, file, NULL, NULL, OVR_DOCUMENT_ORIGINAL);
  g_clear_object (&self->chooser);
}

void
ovr_window_choose_original (OvrWindow *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Original Report"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("Add"), NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_original_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- A draft */

typedef struct
{
  OvrWindow *window;
  char *path;
} Draft;

static void
draft_free (Draft *draft)
{
  g_object_unref (draft->window);
  g_free (draft->path);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static void
on_draft_made (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (Draft) draft = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrPrepared) prepared = ovr_sign_job_prepare_finish (result, &error);

  if (prepared == NULL || !ovr_command_write_file (draft->path, g_bytes_get_data (prepared->pdf, NULL),
                                                   g_bytes_get_size (prepared->pdf), 0600, &error))
    {
      g_warning ("%s", error->message);
      ovr_window_tell (draft->window, _ ("The draft can’t be written."), NULL, NULL);
      return;
    }
  ovr_window_tell (draft->window, _ ("Draft written; each page says DRAFT."), NULL, NULL);
}

static void
make_draft (OvrWindow *self,
            char *path)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  GPtrArray *studies = ovr_case_session_get_studies (session);
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Draft *draft = g_new0 (Draft, 1);
  OvrImages *images;

  for (guint i = 0; i < studies->len; i++)
    g_ptr_array_add (uids, (gpointer) ovr_study_get_uid (g_ptr_array_index (studies, i)));
  images = ovr_images_load (self->desk->library, uids, &error);
  if (error != NULL)
    g_warning ("%s", error->message);
  draft->window = g_object_ref (self);
  draft->path = path;
  ovr_sign_job_prepare_async (ovr_report_editor_get_report (ovr_window_get_editor (self)), images, NULL, NULL,
                              self->cancellable, on_draft_made, draft);
}

static void
on_draft_chosen (GtkNativeDialog *dialog,
                 int response,
                 OvrWindow *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || ovr_reading_room_get_session (self->reading) == NULL)
    g_free (path);
  else if (ovr_window_is_signed_file (self, path))
    {
      ovr_window_tell (self, _ ("That is the name of a signed file; a draft never takes its place."), NULL, NULL);
      g_free (path);
    }
  else
    make_draft (self, path);
  g_clear_object (&self->chooser);
}

void
ovr_window_choose_draft (OvrWindow *self)
{
  g_autofree char *name = ovr_report_file_name (ovr_report_editor_get_report (ovr_window_get_editor (self)), "pdf");

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Export a Draft"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _ ("Export"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_draft_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- Signing */

void
ovr_window_sign (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autofree char *unseen = NULL;

  ovr_case_session_check (session);
  if (ovr_case_session_get_check (session)->errors->len > 0)
    {
      ovr_report_pane_show_issues (ovr_reading_room_get_report (self->reading));
      return;
    }

  ovr_reading_room_save_view (self->reading);
  unseen = ovr_reading_room_dup_unseen (self->reading);
  ovr_sign_room_begin (self->sign, self->desk, session, unseen);
  ovr_window_show_room (self, "sign");
}
