/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-demo.h"

#include <glib/gi18n.h>

/* The demo case is written into the user's data folder, imported from there,
 * and its report put into the library: the same as "overread demo" and
 * "overread import" do. */

typedef struct
{
  char *directory;
} Demo;

typedef struct
{
  OvrWindow *window;
  char *text;
} Progress;

static void
demo_free (Demo *demo)
{
  g_free (demo->directory);
  g_free (demo);
}

static void
progress_free (Progress *progress)
{
  g_object_unref (progress->window);
  g_free (progress->text);
  g_free (progress);
}

static gboolean
show_progress (gpointer data)
{
  Progress *progress = data;

  if (progress->window->import_cancellable != NULL)
    ovr_window_set_progress (progress->window, progress->text, -1.0);
  return G_SOURCE_REMOVE;
}

/* In the worker. */
static void
on_progress (double fraction,
             const char *what,
             gpointer data)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->window = g_object_ref (OVR_WINDOW (data));
  /* Translators: what is being made, how much of it is there */
  progress->text = g_strdup_printf (_ ("Making the demo case: %s, %.0f %%"), what, 100.0 * fraction);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress, progress, (GDestroyNotify) progress_free);
}

static void
write_in_thread (GTask *task,
                 gpointer source,
                 gpointer data,
                 GCancellable *cancellable)
{
  Demo *demo = data;
  GError *error = NULL;

  if (ovr_demo_write (demo->directory, on_progress, source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  OvrWindow *self = OVR_WINDOW (source);
  Demo *demo = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *images = g_build_filename (demo->directory, "images", NULL);
  g_autofree char *report = g_build_filename (demo->directory, "report.json", NULL);
  const char *paths[] = { images, report, NULL };

  g_clear_object (&self->import_cancellable);
  ovr_window_set_progress (self, NULL, 0.0);
  ovr_window_update_actions (self);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_warning ("%s", error->message);
          ovr_window_tell (self, _ ("The demo case can’t be written."), NULL, NULL);
        }
      return;
    }
  ovr_window_import (self, paths);
}

void
ovr_window_open_demo (OvrWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Demo *demo;

  if (self->import_cancellable != NULL || self->importing)
    {
      ovr_window_tell (self, _ ("An import is running already."), NULL, NULL);
      return;
    }
  if (ovr_reading_room_get_session (self->reading) != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), "cases", NULL);

  demo = g_new0 (Demo, 1);
  demo->directory = g_build_filename (g_get_user_data_dir (), "overread", "demo", NULL);
  self->import_cancellable = g_cancellable_new ();
  ovr_window_update_actions (self);
  ovr_window_set_progress (self, _ ("Making the demo case…"), -1.0);
  task = g_task_new (self, self->import_cancellable, on_written, NULL);
  g_task_set_task_data (task, demo, (GDestroyNotify) demo_free);
  g_task_run_in_thread (task, write_in_thread);
}
