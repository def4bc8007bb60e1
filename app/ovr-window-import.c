/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-preferences.h"

#include <glib/gi18n.h>

/* The tick of the file chooser. */
#define COPY_CHOICE "copy"

/* Bytes of documents and pictures out of archives that wait to be chosen. */
#define MAX_KEPT ((guint64) 128 * 1024 * 1024)

/* "about 20 s left", "about 3 min left"; NULL where nobody can say yet. */
static char *
left_words (double seconds)
{
  if (!(seconds >= 1.0) || seconds > 24.0 * 3600.0)
    return NULL;
  if (seconds < 90.0)
    return g_strdup_printf (_ ("about %.0f s left"), seconds);
  return g_strdup_printf (_ ("about %.0f min left"), seconds / 60.0);
}

/* "1,240 of 10,312 files · 1,198 images · about 20 s left" */
static char *
progress_words (const OvrImportProgress *progress)
{
  g_autofree char *left = left_words (progress->seconds_left);
  g_autofree char *files = NULL, *images = NULL;

  if (progress->n_to_copy > 0)
    files = g_strdup_printf (_ ("Copying: %'u of %'u files"), progress->n_copied, progress->n_to_copy);
  else if (progress->n_total > progress->n_files)
    files = g_strdup_printf (_ ("%'u of %'u files"), progress->n_files, progress->n_total);
  else
    files = g_strdup_printf (ngettext ("%'u file", "%'u files", progress->n_files), progress->n_files);
  images = g_strdup_printf (ngettext ("%'u image", "%'u images", progress->n_instances), progress->n_instances);
  return g_strjoin ("  ·  ", files, images, left, NULL);
}

static double
progress_part (const OvrImportProgress *progress)
{
  if (progress->n_to_copy > 0)
    return (double) progress->n_copied / progress->n_to_copy;
  return progress->n_total > 0 ? (double) progress->n_files / progress->n_total : -1.0;
}

static void
on_progress (const OvrImportProgress *progress,
             gpointer data)
{
  OvrWindow *self = data;
  g_autofree char *text = progress_words (progress);

  ovr_window_set_progress (self, text, progress_part (progress));
  ovr_window_follow_import (self, progress);
}

/* The reading is over; the cases may still have to be made. */
static void
end_reading (OvrWindow *self)
{
  g_clear_object (&self->import_cancellable);
  ovr_window_set_progress (self, NULL, 0.0);
  ovr_window_update_actions (self);
}

static void start_import (OvrWindow *self, const char *const *paths);

void
ovr_window_end_import (OvrWindow *self)
{
  g_auto (GStrv) next = NULL;

  self->importing = FALSE;
  ovr_window_reload_cases (self);
  ovr_window_update_actions (self);
  next = g_queue_pop_head (&self->import_queue);
  if (next != NULL)
    start_import (self, (const char *const *) next);
}

static void
tell_result (OvrWindow *self,
             const OvrImportResult *result)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (result->n_instances == 0 && result->n_duplicates == 0)
    g_string_append (text, _ ("No DICOM image was found."));
  else
    {
      g_string_append_printf (text, ngettext ("%'u new image, ", "%'u new images, ", result->n_instances), result->n_instances);
      g_string_append_printf (text, ngettext ("%u study", "%u studies", result->studies->len), result->studies->len);
    }
  if (result->n_duplicates > 0)
    g_string_append_printf (text, _ (", %u there already"), result->n_duplicates);
  if (result->n_copied > 0)
    g_string_append_printf (text, ngettext ("; %'u file copied", "; %'u files copied", result->n_copied), result->n_copied);
  if (result->skipped->len > 0)
    g_string_append_printf (text, ngettext ("; %'u file left out", "; %'u files left out", result->skipped->len),
                            result->skipped->len);
  if (result->copy_problem != NULL)
    g_string_append_printf (text, "\n%s", result->copy_problem);
  self->left_out = result->skipped->len > 0 ? g_ptr_array_ref (result->skipped) : NULL;
  ovr_window_tell (self, text->str, self->left_out != NULL ? _ ("Show What Was Left Out…") : NULL,
                   self->left_out != NULL ? "win.left-out" : NULL);
  ovr_window_update_actions (self);
}

static void
take_orphans (OvrWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orphans = ovr_library_cases_orphans (self->desk->both, &error);

  if (orphans != NULL)
    {
      ovr_window_take_in (self, orphans);
      return;
    }
  g_warning ("%s", error->message);
  ovr_window_end_import (self);
}

static void
on_imported (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrImportResult) imported = ovr_import_finish (OVR_LIBRARY (source), result, &error);
  g_autoptr (GPtrArray) intakes = NULL;

  g_clear_pointer (&self->password_question, ovr_password_question_free);
  if (self->cancellable == NULL)
    return;
  end_reading (self);
  if (imported == NULL)
    {
      ovr_window_tell (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _ ("Import stopped; what was read is kept.") : _ ("That can’t be read."),
                       NULL, NULL);
      take_orphans (self);
      return;
    }

  tell_result (self, imported);
  intakes = ovr_library_cases_intakes (imported);
  ovr_window_take_in (self, intakes);
}

static void
on_resume_progress (const OvrImportProgress *progress,
                    gpointer data)
{
  g_autofree char *text = progress_words (progress);

  if (progress->n_to_copy > 0)
    ovr_window_set_progress (data, text, progress_part (progress));
}

static void
on_resumed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrImportResult) done = ovr_import_finish (OVR_LIBRARY (source), result, &error);

  if (self->cancellable == NULL)
    return;
  end_reading (self);
  if (done == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("%s", error->message);
  if (done != NULL && done->copy_problem != NULL)
    ovr_window_tell (self, done->copy_problem, NULL, NULL);
  ovr_window_end_import (self);
}

void
ovr_window_resume_import (OvrWindow *self)
{
  self->importing = TRUE;
  self->import_cancellable = g_cancellable_new ();
  ovr_import_resume_async (self->desk->library, self->import_cancellable, on_resume_progress, self, on_resumed,
                           g_object_ref (self));
}

/* Images among @paths; a report value (JSON, as "report new" writes it) that
 * was handed over with them is put aside. */
static GStrv
take_images (OvrWindow *self,
             const char *const *paths)
{
  g_autoptr (GStrvBuilder) images = g_strv_builder_new ();

  g_clear_pointer (&self->import_report, g_free);
  for (; *paths != NULL; paths++)
    if (self->import_report == NULL && g_str_has_suffix (*paths, ".json"))
      self->import_report = g_strdup (*paths);
    else
      g_strv_builder_add (images, *paths);
  return g_strv_builder_end (images);
}

/* From a disc or a stick, which are gone tomorrow. */
static gboolean
is_removable (const char *const *paths)
{
  for (; *paths != NULL; paths++)
    if (ovr_medium_of_path (*paths) == OVR_MEDIUM_REMOVABLE)
      return TRUE;
  return FALSE;
}

static void
start_import (OvrWindow *self,
              const char *const *paths)
{
  g_auto (GStrv) images = take_images (self, paths);
  OvrImportOptions options = { 0 };

  if (images[0] == NULL)
    {
      g_clear_pointer (&self->import_report, g_free);
      ovr_window_tell (self, _ ("A report is taken in together with its images."), NULL, NULL);
      return;
    }

  self->importing = TRUE;
  self->import_cancellable = g_cancellable_new ();
  ovr_window_update_actions (self);
  self->early_asked = self->early_made = FALSE;
  g_clear_pointer (&self->early_id, g_free);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_strfreev (self->handed);
  self->handed = g_strdupv (images);
  ovr_window_set_progress (self, _ ("Reading…"), -1.0);
  self->password_question = ovr_password_question_new (GTK_WINDOW (self), self->import_cancellable);
  options.read.password = ovr_password_question_ask;
  options.read.password_data = self->password_question;
  options.copy = self->copy_wanted || (is_removable ((const char *const *) images) && ovr_preferences_get_flag (OVR_PREFERENCE_COPIES));
  self->copy_wanted = FALSE;
  options.max_kept = MAX_KEPT;
  ovr_import_async (self->desk->library, (const char *const *) images, &options, self->import_cancellable, on_progress, self,
                    on_imported, g_object_ref (self));
}

void
ovr_window_import (OvrWindow *self,
                   const char *const *paths)
{
  g_return_if_fail (OVR_IS_WINDOW (self));

  if (paths[0] == NULL)
    return;
  if (!self->importing && self->import_cancellable == NULL)
    {
      start_import (self, paths);
      return;
    }
  g_queue_push_tail (&self->import_queue, g_strdupv ((char **) paths));
  /* Nobody needs to know of what is resumed at start. */
  if (self->handed == NULL)
    return;
  ovr_window_tell (self, self->asked != NULL ? _ ("It is read as soon as you have said whose case the one before is.") : _ ("It is read as soon as the import that runs has ended."),
                   NULL, NULL);
}

static void
import_files (OvrWindow *self,
              GListModel *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  ovr_window_import (self, (const char *const *) paths);
}

static void
on_chosen (GtkNativeDialog *dialog,
           int response,
           OvrWindow *self)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      self->copy_wanted = g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), COPY_CHOICE), "true") == 0;
      import_files (self, files);
    }
  g_clear_object (&self->chooser);
}

void
ovr_window_choose_import (OvrWindow *self,
                          gboolean folder)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (folder ? _ ("Import a Folder") : _ ("Import Files"), GTK_WINDOW (self),
                                               folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("Import"), NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (self->chooser), COPY_CHOICE, _ ("Copy into the library (for discs and sticks)"), NULL, NULL);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (self->chooser), COPY_CHOICE, "false");
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         OvrWindow *self)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *item = gdk_file_list_get_files (g_value_get_boxed (value)); item != NULL; item = item->next)
    g_list_store_append (files, item->data);
  import_files (self, G_LIST_MODEL (files));
  return TRUE;
}

void
ovr_window_add_drop_target (OvrWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
