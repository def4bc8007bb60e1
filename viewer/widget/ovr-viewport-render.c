/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include <glib/gi18n.h>

/* From the wish to the picture: the frame comes from the cache, a worker renders
 * it, and ovr_viewport_deliver() brings it to the screen. */

void
ovr_presented_free (OvrPresented *presented)
{
  g_clear_object (&presented->study);
  g_clear_object (&presented->series);
  g_clear_object (&presented->texture);
  g_clear_pointer (&presented->pixels, ovr_pixels_unref);
  g_clear_pointer (&presented->stored, ovr_pixels_unref);
  g_clear_pointer (&presented->state, ovr_presentation_state_unref);
  g_clear_pointer (&presented->view, ovr_view_free);
  g_clear_pointer (&presented->pool, ovr_picture_pool_unref);
  g_free (presented->failure);
  g_free (presented->role);
  g_free (presented);
}

/* What is wanted now, still without a picture. */
static OvrPresented *
describe (OvrViewport *self)
{
  OvrPresented *job = g_new0 (OvrPresented, 1);

  job->study = g_object_ref (self->study);
  job->series = g_object_ref (self->series);
  job->index = self->index;
  job->role = g_strdup (self->role);
  job->view = ovr_view_copy (self->view);
  job->interpolation = self->interpolation;
  return job;
}

static void
deliver_failure (OvrViewport *self,
                 const char *text)
{
  OvrPresented *job = describe (self);

  job->failure = g_strdup (text);
  ovr_viewport_deliver (self, job);
}

/* The frame as its presentation state wants it. */
static void
apply_state (OvrPresented *job)
{
  OvrPixels *applied = ovr_presentation_state_apply (job->state, job->stored, job->view->image.sop_uid);

  if (applied == NULL)
    return;
  ovr_pixels_unref (job->pixels);
  job->pixels = applied;
}

static void
render_in_thread (GTask *task,
                  gpointer source,
                  gpointer data,
                  GCancellable *cancellable)
{
  OvrPresented *job = data;
  gsize stride = (gsize) job->width * 4;
  g_autoptr (GBytes) bytes = ovr_picture_pool_take (job->pool, stride * (gsize) job->height);
  gpointer picture = (gpointer) g_bytes_get_data (bytes, NULL);

  if (job->state != NULL && job->pixels == job->stored)
    apply_state (job);
  ovr_render_view (job->pixels, job->view, OVR_RENDER_OVERLAYS | ovr_render_flags_of (job->interpolation), picture,
                   (guint) job->width, (guint) job->height, stride);
  g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static void
on_rendered (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (OvrViewport) self = ovr_viewport_take_weak (user_data);
  GTask *task = G_TASK (result);
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (task, NULL);

  if (self == NULL || self->cancellable == NULL)
    return;

  self->rendering = FALSE;
  if (bytes != NULL && self->series != NULL)
    {
      /* Taken from the task, which has no further use for it. */
      OvrPresented *job = g_object_steal_data (G_OBJECT (task), "job");

      job->texture = gdk_memory_texture_new (job->width, job->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                             bytes, (gsize) job->width * 4);
      ovr_viewport_deliver (self, job);
    }
  if (self->render_again)
    {
      self->render_again = FALSE;
      ovr_viewport_refresh (self);
    }
  ovr_viewport_advance (self);
}

/* What was applied before is applied. */
static void
take_state (OvrViewport *self,
            OvrPresented *job)
{
  OvrPresentationState *state = ovr_viewport_get_state (self);
  const OvrPresented *shown = self->presented;

  if (state == NULL)
    return;
  job->state = ovr_presentation_state_ref (state);
  if (shown != NULL && shown->state == state && shown->stored == job->stored)
    {
      ovr_pixels_unref (job->pixels);
      job->pixels = ovr_pixels_ref (shown->pixels);
    }
}

static void
start_render (OvrViewport *self,
              OvrPixels *pixels)
{
  g_autoptr (GTask) task = NULL;
  OvrPresented *job;
  int width, height;

  if (self->rendering)
    {
      self->render_again = TRUE;
      return;
    }
  ovr_viewport_get_pixel_size (self, &width, &height);
  if (width <= 0 || height <= 0)
    return;

  job = describe (self);
  job->stored = ovr_pixels_ref (pixels);
  job->pixels = ovr_pixels_ref (pixels);
  take_state (self, job);
  job->pool = ovr_picture_pool_ref (self->pool);
  job->width = width;
  job->height = height;

  self->rendering = TRUE;
  task = g_task_new (NULL, self->cancellable, on_rendered, ovr_viewport_give_weak (self));
  g_task_set_source_tag (task, start_render);
  g_task_set_task_data (task, job, NULL);
  g_object_set_data_full (G_OBJECT (task), "job", job, (GDestroyNotify) ovr_presented_free);
  g_task_run_in_thread (task, render_in_thread);
}

static void
on_frame (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (OvrViewport) self = ovr_viewport_take_weak (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrPixels) pixels = NULL;

  if (self == NULL || self->cancellable == NULL)
    return;

  pixels = ovr_frame_cache_request_finish (self->cache, result, &error);
  if (pixels != NULL)
    ovr_viewport_refresh (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *text = g_strdup_printf (_ ("Image %u can’t be shown: %s"), ovr_series_get_image_number (self->series, self->index), error->message);

      deliver_failure (self, text);
      ovr_viewport_advance (self);
    }
}

gboolean
ovr_viewport_get_key (OvrViewport *self,
                      guint index,
                      OvrFrameKey *key)
{
  const OvrSlice *slice;

  if (index >= ovr_series_get_n_slices (self->series))
    return FALSE;
  slice = ovr_series_get_slice (self->series, index);
  if (slice->instance->path == NULL)
    return FALSE;

  ovr_frame_key_set (key, slice->instance->path, slice->frame);
  return TRUE;
}

void
ovr_viewport_refresh (OvrViewport *self)
{
  g_autoptr (OvrPixels) pixels = NULL;
  OvrFrameKey key = { NULL, 0 };

  gtk_widget_queue_draw (GTK_WIDGET (self));
  ovr_viewport_watch (self);
  if (self->series == NULL || self->client == 0 || !gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  if (!ovr_viewport_get_key (self, self->index, &key))
    {
      deliver_failure (self, _ ("There is no picture in this series."));
      return;
    }

  pixels = ovr_frame_cache_peek (self->cache, self->client, &key);
  if (pixels != NULL)
    start_render (self, pixels);
  else
    ovr_frame_cache_request_async (self->cache, self->client, &key, OVR_FRAME_VISIBLE, self->cancellable,
                                   on_frame, ovr_viewport_give_weak (self));
  ovr_frame_key_clear (&key);
}
