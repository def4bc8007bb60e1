/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include <glib/gi18n.h>

/* What was copied elsewhere: files, a list of URIs, or paths as text, a line
 * each. */

static char *
path_of_line (const char *line)
{
  g_autofree char *path = NULL;

  if (g_str_has_prefix (line, "file:"))
    path = g_filename_from_uri (line, NULL, NULL);
  else if (g_path_is_absolute (line))
    path = g_filename_from_utf8 (line, -1, NULL, NULL, NULL);
  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static void
import_paths (OvrWindow *self,
              GPtrArray *paths)
{
  if (paths->len == 0)
    {
      ovr_window_tell (self, _ ("Nothing was copied that can be imported: files, folders, or their paths."), NULL, NULL);
      return;
    }
  g_ptr_array_add (paths, NULL);
  ovr_window_import (self, (const char *const *) paths->pdata);
}

static void
on_text (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_auto (GStrv) lines = g_strsplit_set (text != NULL ? text : "", "\r\n", 0);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (self->cancellable == NULL)
    return;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *path = path_of_line (g_strstrip (lines[i]));

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  import_paths (self, paths);
}

static void
on_files (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (self->cancellable == NULL)
    return;
  for (GSList *item = value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL; item != NULL; item = item->next)
    {
      char *path = g_file_get_path (item->data);

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  import_paths (self, paths);
}

void
ovr_window_paste (OvrWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable, on_files, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, self->cancellable, on_text, g_object_ref (self));
}
