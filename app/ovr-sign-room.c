/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-sign-room.h"

#include "ovr-identity-form.h"
#include "ovr-pdf-pages.h"
#include "ovr-sign-job.h"
#include "ovr-verdict-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

struct _OvrSignRoom
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  AdwWindowTitle *title;
  OvrPdfPages *pages;
  GtkWidget *hint;
  OvrIdentityForm *identity;
  GtkWidget *read;
  GtkWidget *done;
  GtkLabel *signer;
  GtkLabel *count;
  GtkWidget *aid;
  GtkLabel *unseen;
  GtkLabel *folder;
  GtkWidget *sign;
  GtkLabel *verdict;
  GtkLabel *reasons;
  GtkLabel *path;
  GtkLabel *message;

  /* Owned */
  OvrCaseSession *session;
  OvrPrepared *prepared;
  OvrReport *signed_report;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;
  char *folder_path;
  char *file_path;
  gboolean working;

  /* Borrowed */
  OvrDesk *desk;
};

G_DEFINE_FINAL_TYPE (OvrSignRoom, ovr_sign_room, GTK_TYPE_WIDGET)

enum
{
  CLOSED,
  SIGNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One of identity, read and done: no GtkStack, whose width would be that of
 * its longest line. */
static void
show_step (OvrSignRoom *self,
           GtkWidget *step)
{
  gtk_widget_set_visible (GTK_WIDGET (self->identity), step == GTK_WIDGET (self->identity));
  gtk_widget_set_visible (self->hint, step == GTK_WIDGET (self->identity));
  gtk_widget_set_visible (self->read, step == self->read);
  gtk_widget_set_visible (self->done, step == self->done);
}

static void
tell (OvrSignRoom *self,
      const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  gtk_label_set_text (self->message, text != NULL ? text : "");
}

static void
tell_error (OvrSignRoom *self,
            const GError *error)
{
  g_warning ("%s", error->message);
  if (g_error_matches (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_PASSPHRASE))
    tell (self, _ ("The passphrase doesn’t open this identity."));
  else if (g_error_matches (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_UNFIT))
    tell (self, _ ("This certificate may not sign now: it has expired, isn’t valid yet, or isn’t for signing."));
  else if (error->domain == OVR_IDENTITY_ERROR)
    tell (self, _ ("This file isn’t an identity that can be read."));
  else if (error->domain == OVR_SIGN_JOB_ERROR)
    tell (self, _ ("The certificate’s name isn’t the reader’s name in the report. Change the one or choose another."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    tell (self, _ ("A signed file of this name is in that folder already. Choose another folder."));
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    tell (self, _ ("The image of a key image isn’t where it was imported from. Bring it back, or remove the key image."));
  else
    tell (self, _ ("That didn’t work; nothing was signed."));
}

static void
show_folder (OvrSignRoom *self)
{
  g_autofree char *shown = g_filename_display_name (self->folder_path);
  g_autofree char *text = g_strdup_printf (_ ("The signed file goes to %s"), shown);

  gtk_label_set_text (self->folder, text);
}

static void
on_seen (OvrSignRoom *self)
{
  guint n = ovr_pdf_pages_get_n_pages (self->pages), seen = ovr_pdf_pages_get_n_seen (self->pages);
  g_autofree char *text = g_strdup_printf (_ ("%u of %u pages read"), seen, n);

  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (self->sign, n > 0 && seen == n && !self->working && self->prepared != NULL);
}

static void
on_pages_failed (OvrSignRoom *self,
                 GError *error)
{
  g_clear_pointer (&self->prepared, ovr_prepared_free);
  tell_error (self, error);
}

static void
on_prepared (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (OvrSignRoom) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrPrepared) prepared = ovr_sign_job_prepare_finish (result, &error);
  g_autofree char *signer = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;

  self->working = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->identity), TRUE);
  if (prepared == NULL)
    {
      tell_error (self, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->identity));
      return;
    }

  tell (self, NULL);
  ovr_identity_form_remember (self->identity);
  ovr_identity_form_clear (self->identity);
  signer = g_strdup_printf (ovr_identity_is_self_signed (prepared->identity)
                                ? _ ("%s signs, with a local identity")
                                : _ ("%s signs"),
                            ovr_identity_get_name (prepared->identity));
  gtk_label_set_text (self->signer, signer);
  show_step (self, self->read);
  ovr_pdf_pages_set_file (self->pages, prepared->pdf);
  self->prepared = g_steal_pointer (&prepared);
  on_seen (self);
}

static OvrImages *
load_images (OvrSignRoom *self,
             GError **error)
{
  GPtrArray *studies = ovr_case_session_get_studies (self->session);
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();

  for (guint i = 0; i < studies->len; i++)
    g_ptr_array_add (uids, (gpointer) ovr_study_get_uid (g_ptr_array_index (studies, i)));
  return ovr_images_load (self->desk->library, uids, error);
}

static void
on_identity (OvrSignRoom *self)
{
  g_autoptr (GError) error = NULL;
  OvrImages *images = load_images (self, &error);

  if (error != NULL)
    {
      tell_error (self, error);
      return;
    }

  self->working = TRUE;
  /* The focus goes on before the form that has it is closed. */
  gtk_widget_grab_focus (GTK_WIDGET (self->pages));
  gtk_widget_set_sensitive (GTK_WIDGET (self->identity), FALSE);
  tell (self, _ ("Making the pages…"));
  ovr_sign_job_prepare_async (ovr_report_editor_get_report (ovr_case_session_get_editor (self->session)), images,
                              ovr_identity_form_get_path (self->identity),
                              ovr_identity_form_get_passphrase (self->identity), self->cancellable, on_prepared,
                              g_object_ref (self));
}

static void
show_verdict (OvrSignRoom *self,
              const OvrSigned *done)
{
  g_autofree char *words = ovr_verdict_to_words (done->verification);
  g_autofree char *reasons = ovr_verdict_reasons_to_words (done->verification);
  g_autofree char *shown = g_filename_display_name (done->path);

  gtk_label_set_text (self->verdict, words);
  gtk_label_set_text (self->reasons, reasons);
  gtk_label_set_text (self->path, shown);
  show_step (self, self->done);
}

/* The file is there; now the library says so too, or the file goes. */
static void
on_signed (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (OvrSignRoom) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrSigned) done = ovr_sign_job_sign_finish (result, &error);
  OvrReport *report = self->signed_report;

  self->working = FALSE;
  if (done == NULL)
    {
      tell_error (self, error);
      show_step (self, GTK_WIDGET (self->identity));
      ovr_pdf_pages_set_file (self->pages, NULL);
      return;
    }

  g_free (report->signed_sha256);
  report->signed_sha256 = g_strdup (done->sha256);
  if (!ovr_case_store_sign_report (self->desk->store, report, done->path, &error))
    {
      g_unlink (done->path);
      tell_error (self, error);
      return;
    }

  tell (self, NULL);
  g_free (self->file_path);
  self->file_path = g_strdup (done->path);
  show_verdict (self, done);
  g_signal_emit (self, signals[SIGNED], 0);
}

/* What was read is what is signed: a report that has changed since then starts
 * anew. */
static void
on_sign (OvrSignRoom *self)
{
  g_autofree char *now = ovr_report_to_json (ovr_report_editor_get_report (ovr_case_session_get_editor (self->session)));
  OvrPrepared *prepared = g_steal_pointer (&self->prepared);

  gtk_widget_set_sensitive (self->sign, FALSE);
  if (prepared == NULL || g_strcmp0 (now, prepared->json) != 0)
    {
      ovr_prepared_free (prepared);
      tell (self, _ ("The report has changed since these pages were made. Begin again."));
      ovr_pdf_pages_set_file (self->pages, NULL);
      show_step (self, GTK_WIDGET (self->identity));
      return;
    }

  g_clear_pointer (&self->signed_report, ovr_report_free);
  self->signed_report = ovr_report_copy (prepared->report);
  self->signed_report->status = OVR_REPORT_SIGNED;
  g_free (self->signed_report->signed_at);
  self->signed_report->signed_at = g_strdup (prepared->time);
  self->working = TRUE;
  tell (self, _ ("Signing…"));
  ovr_sign_job_sign_async (prepared, self->folder_path, NULL, on_signed, g_object_ref (self));
}

static void
on_folder_chosen (GtkNativeDialog *dialog,
                  int response,
                  OvrSignRoom *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    {
      g_free (self->folder_path);
      self->folder_path = path;
      show_folder (self);
    }
  g_clear_object (&self->chooser);
}

static void
on_choose_folder (OvrSignRoom *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Folder of the Signed File"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("Choose"), NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_folder_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_show_folder (OvrSignRoom *self)
{
  g_autofree char *folder = g_path_get_dirname (self->file_path);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_filename_to_uri (folder, NULL, &error);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
on_back (OvrSignRoom *self)
{
  /* A signature under way is waited for: it can't be half done. */
  if (self->working && self->prepared == NULL && self->signed_report != NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->prepared, ovr_prepared_free);
  ovr_pdf_pages_set_file (self->pages, NULL);
  ovr_identity_form_clear (self->identity);
  g_clear_object (&self->session);
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant *arguments,
           gpointer data)
{
  on_back (OVR_SIGN_ROOM (widget));
  return GDK_EVENT_STOP;
}

void
ovr_sign_room_begin (OvrSignRoom *self,
                     OvrDesk *desk,
                     OvrCaseSession *session,
                     const char *unseen)
{
  const OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (session));
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autofree char *subtitle = g_strdup_printf (_ ("%s, version %d"), report->number, report->version);

  g_return_if_fail (OVR_IS_SIGN_ROOM (self));

  self->desk = desk;
  g_set_object (&self->session, session);
  g_clear_pointer (&self->prepared, ovr_prepared_free);
  g_clear_pointer (&self->signed_report, ovr_report_free);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->working = FALSE;
  if (self->folder_path == NULL)
    self->folder_path = g_build_filename (documents != NULL ? documents : g_get_user_data_dir (), "Overread", NULL);
  show_folder (self);
  gtk_widget_set_visible (self->aid, unseen != NULL);
  gtk_label_set_text (self->unseen, unseen != NULL ? unseen : "");
  adw_window_title_set_subtitle (self->title, subtitle);
  tell (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->identity), TRUE);
  ovr_identity_form_begin (self->identity, report->reader.name);
  ovr_pdf_pages_set_file (self->pages, NULL);
  show_step (self, GTK_WIDGET (self->identity));
}

static gboolean
ovr_sign_room_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OVR_SIGN_ROOM (widget)->identity));
}

static void
ovr_sign_room_dispose (GObject *object)
{
  OvrSignRoom *self = OVR_SIGN_ROOM (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->prepared, ovr_prepared_free);
  g_clear_pointer (&self->signed_report, ovr_report_free);
  g_clear_pointer (&self->folder_path, g_free);
  g_clear_pointer (&self->file_path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_SIGN_ROOM);
  G_OBJECT_CLASS (ovr_sign_room_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, box);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, title);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, pages);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, identity);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, read);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, done);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, signer);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, count);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, aid);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, unseen);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, folder);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, sign);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, verdict);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, reasons);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, path);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, message);
}

static void
ovr_sign_room_class_init (OvrSignRoomClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_sign_room_dispose;
  widget_class->grab_focus = ovr_sign_room_grab_focus;
  signals[CLOSED] = g_signal_new ("closed", OVR_TYPE_SIGN_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNED] = g_signal_new ("signed", OVR_TYPE_SIGN_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (OVR_TYPE_PDF_PAGES);
  g_type_ensure (OVR_TYPE_IDENTITY_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-sign-room.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_child (widget_class, OvrSignRoom, hint);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_seen);
  gtk_widget_class_bind_template_callback (widget_class, on_pages_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_identity);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_sign);
  gtk_widget_class_bind_template_callback (widget_class, on_show_folder);
}

static void
ovr_sign_room_init (OvrSignRoom *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
