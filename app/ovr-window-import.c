/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-file.h"

#include <glib/gi18n.h>

#define MAX_REPORT_BYTES ((gsize) 256 << 20)

static void
on_progress (guint n_files,
             guint n_instances,
             gpointer data)
{
  OvrWindow *self = data;
  g_autofree char *text = g_strdup_printf (ngettext ("Reading: %u file, %u images", "Reading: %u files, %u images", n_files),
                                           n_files, n_instances);

  ovr_cases_page_set_progress (self->cases, text);
}

static void
end_import (OvrWindow *self)
{
  g_clear_object (&self->import_cancellable);
  ovr_cases_page_set_progress (self->cases, NULL);
  ovr_window_reload_cases (self);
  ovr_window_update_actions (self);
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
      g_string_append_printf (text, ngettext ("%u new image, ", "%u new images, ", result->n_instances), result->n_instances);
      g_string_append_printf (text, ngettext ("%u study", "%u studies", result->studies->len), result->studies->len);
    }
  if (result->n_duplicates > 0)
    g_string_append_printf (text, _ (", %u there already"), result->n_duplicates);
  if (result->skipped->len > 0)
    g_string_append_printf (text, ngettext ("; %u other file left out", "; %u other files left out", result->skipped->len),
                            result->skipped->len);
  ovr_window_tell (self, text->str, NULL, NULL);
}

/* Every study that the report speaks of must be one of the case's: a report of
 * somebody else never meets these images. */
static gboolean
is_about (const OvrReport *report,
          const OvrCase *its_case)
{
  for (guint i = 0; i < report->studies->len; i++)
    {
      const OvrReportStudy *study = g_ptr_array_index (report->studies, i);

      if (!g_ptr_array_find_with_equal_func (its_case->study_uids, study->uid, g_str_equal, NULL))
        return FALSE;
    }
  return report->studies->len > 0;
}

/* The report that came with the images, if the case has none of its own. */
static void
take_report (OvrWindow *self,
             const char *case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrReport) report = NULL, kept = ovr_case_store_load_report (self->desk->store, case_id, NULL);
  g_autoptr (OvrCase) its_case = ovr_case_store_get (self->desk->store, case_id, NULL);
  g_autofree char *path = g_steal_pointer (&self->import_report);
  g_autoptr (GBytes) json = NULL;

  if (path == NULL || kept != NULL || its_case == NULL)
    return;
  json = ovr_file_read (path, MAX_REPORT_BYTES, &error);
  if (json != NULL)
    report = ovr_report_from_json (g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json), &error);
  if (report == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The images were taken in; the report can’t be read."), NULL, NULL);
      return;
    }
  if (!is_about (report, its_case))
    {
      ovr_window_tell (self, _ ("The images were taken in; the report speaks of other studies and was left out."), NULL, NULL);
      return;
    }
  g_free (report->case_id);
  report->case_id = g_strdup (case_id);
  ovr_case_store_save_report (self->desk->store, report);
}

static void
on_adopted (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = ovr_case_store_adopt_finish (OVR_CASE_STORE (source), result, &error);
  gboolean reading;

  if (self->desk == NULL || self->cancellable == NULL)
    return;
  end_import (self);
  if (ids == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The images are in the library, but no case could be made."), NULL, NULL);
      return;
    }

  /* One patient was handed over: that is what the reader wants to see. */
  reading = ovr_reading_room_get_session (self->reading) != NULL;
  if (ids->len == 1)
    take_report (self, g_ptr_array_index (ids, 0));
  if (ids->len == 1 && !reading)
    ovr_window_open_case (self, g_ptr_array_index (ids, 0));
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

  if (self->cancellable == NULL)
    return;
  if (imported == NULL)
    {
      g_autoptr (GError) adopt = NULL;

      if (!ovr_library_cases_adopt_orphans (self->desk->both, &adopt))
        g_warning ("%s", adopt->message);
      end_import (self);
      ovr_window_tell (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _ ("Import stopped; what was read is kept.") : _ ("That can’t be read."),
                       NULL, NULL);
      return;
    }

  tell_result (self, imported);
  intakes = ovr_library_cases_intakes (imported);
  ovr_case_store_adopt_async (self->desk->store, intakes, on_adopted, g_object_ref (self));
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

void
ovr_window_import (OvrWindow *self,
                   const char *const *paths)
{
  g_auto (GStrv) images = NULL;

  g_return_if_fail (OVR_IS_WINDOW (self));

  if (paths[0] == NULL)
    return;
  if (self->import_cancellable != NULL)
    {
      ovr_window_tell (self, _ ("An import is running already."), NULL, NULL);
      return;
    }

  images = take_images (self, paths);
  if (images[0] == NULL)
    {
      g_clear_pointer (&self->import_report, g_free);
      ovr_window_tell (self, _ ("A report is taken in together with its images."), NULL, NULL);
      return;
    }

  self->import_cancellable = g_cancellable_new ();
  ovr_window_update_actions (self);
  ovr_cases_page_set_progress (self->cases, _ ("Reading…"));
  ovr_import_async (self->desk->library, (const char *const *) images, self->import_cancellable, on_progress, self,
                    on_imported, g_object_ref (self));
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
