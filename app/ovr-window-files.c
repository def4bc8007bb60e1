/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-clock.h"

#include <glib/gi18n.h>

/* Image files that aren't where they were: which cases lack some, and finding
 * them again. */

/* Looking again costs at most a hundredth of the time, and isn't done more
 * often than this. */
#define REST_FACTOR 100
#define LEAST_REST_US (20 * G_USEC_PER_SEC)

static void
on_missing_known (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) ids = ovr_missing_cases_finish (result, &error);
  gint64 now = ovr_clock_ticks_us ();

  self->looking_for_files = FALSE;
  self->files_rest_until = now + MAX (LEAST_REST_US, (now - self->files_looked_at) * REST_FACTOR);
  if (ids != NULL && self->cancellable != NULL)
    ovr_cases_page_set_missing (self->cases, ids);
}

void
ovr_window_look_for_files (OvrWindow *self,
                           gboolean anew)
{
  gint64 now = ovr_clock_ticks_us ();

  if (self->looking_for_files || (!anew && now < self->files_rest_until))
    return;
  self->looking_for_files = TRUE;
  self->files_looked_at = now;
  ovr_missing_cases_async (self->desk->library, self->cancellable, on_missing_known, g_object_ref (self));
}

/* ---- Finding them again */

/* What is open shows them where they are now, at the place where it was left. */
static void
open_again (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autofree char *id = session != NULL ? g_strdup (ovr_case_session_get_id (session)) : NULL;

  if (id == NULL)
    return;
  ovr_reading_room_set_session (self->reading, NULL);
  ovr_window_open_case (self, id);
}

static void
tell_found (OvrWindow *self,
            const OvrRelocation *relocation)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (relocation->n_found == 0 && relocation->n_missing == 0)
    g_string_append (text, _ ("No image is missing."));
  else
    {
      g_string_append_printf (text, ngettext ("%'u image found", "%'u images found", relocation->n_found), relocation->n_found);
      if (relocation->n_missing > 0)
        g_string_append_printf (text, ngettext (", %'u still missing", ", %'u still missing", relocation->n_missing), relocation->n_missing);
    }
  ovr_window_tell (self, text->str, NULL, NULL);
}

static void
on_found (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  OvrRelocation relocation;
  gboolean ok = ovr_find_files_finish (result, &relocation, &error);

  if (self->cancellable == NULL)
    return;
  ovr_cases_page_set_progress (self->cases, NULL);
  if (!ok)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The images can’t be looked for; nothing was changed."), NULL, NULL);
      return;
    }
  if (!self->finding_silently || relocation.n_found > 0)
    tell_found (self, &relocation);
  if (relocation.n_found > 0)
    open_again (self);
  ovr_window_look_for_files (self, TRUE);
}

static char **
dup_cases_in_hand (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  const char *one[] = { session != NULL ? ovr_case_session_get_id (session) : NULL, NULL };

  return session != NULL ? g_strdupv ((char **) one) : ovr_cases_page_dup_selected (self->cases);
}

static void
find (OvrWindow *self,
      const char *folder)
{
  g_auto (GStrv) ids = dup_cases_in_hand (self);

  self->finding_silently = folder == NULL;
  if (folder != NULL)
    ovr_cases_page_set_progress (self->cases, _ ("Looking for the images…"));
  ovr_find_files_async (self->desk->library, (const char *const *) ids, folder, self->cancellable, on_found, g_object_ref (self));
}

/* On a medium that is back, maybe at another place. */
void
ovr_window_try_media (OvrWindow *self)
{
  find (self, NULL);
}

static void
on_chosen (GtkNativeDialog *dialog,
           int response,
           OvrWindow *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *folder = file != NULL ? g_file_get_path (file) : NULL;

  if (folder != NULL)
    find (self, folder);
  g_clear_object (&self->chooser);
}

void
ovr_window_choose_images (OvrWindow *self)
{
  g_auto (GStrv) ids = dup_cases_in_hand (self);

  if (ids[0] == NULL)
    {
      ovr_window_tell (self, _ ("Select a case first."), NULL, NULL);
      return;
    }
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Where Are the Images?"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("Look Here"), NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
