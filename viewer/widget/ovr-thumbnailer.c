/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-thumbnailer.h"

#include "ovr-marks.h"
#include "ovr-presentation-state.h"
#include "ovr-render.h"

struct _OvrThumbnailer
{
  GObject parent_instance;

  /* Owned */
  GCancellable *cancellable;

  /* Borrowed */
  OvrFrameCache *cache;
  guint client;
};

G_DEFINE_FINAL_TYPE (OvrThumbnailer, ovr_thumbnailer, G_TYPE_OBJECT)

/* One picture on its way. Its widget may go before it is there. */
typedef struct
{
  OvrThumbnailer *thumbnailer;
  GWeakRef picture;
  OvrStudy *study;
  OvrView *view;
  OvrPixels *pixels;
  int size; /* device pixels */
} Job;

static void
job_free (Job *job)
{
  g_weak_ref_clear (&job->picture);
  ovr_view_free (job->view);
  g_clear_object (&job->study);
  g_clear_pointer (&job->pixels, ovr_pixels_unref);
  g_object_unref (job->thumbnailer);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

/* As the presentation state of the view wants it; as stored where that isn't
 * there: the viewport says so. */
static void
apply_state (Job *job)
{
  g_autoptr (OvrPresentationState) state = ovr_presentation_state_load (job->study, job->view->presentation_uid);
  OvrPixels *applied = state != NULL ? ovr_presentation_state_apply (state, job->pixels, job->view->image.sop_uid) : NULL;

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
  Job *job = data;
  gsize stride = (gsize) job->size * 4;
  guint8 *picture = g_malloc (stride * (gsize) job->size);

  if (job->view->presentation_uid != NULL)
    apply_state (job);
  ovr_render_view (job->pixels, job->view, OVR_RENDER_OVERLAYS, picture, (guint) job->size, (guint) job->size, stride);
  if (job->view->shapes->len > 0)
    {
      OvrViewTransform transform = ovr_render_view_transform (job->pixels, job->view, job->size, job->size);
      cairo_surface_t *surface = cairo_image_surface_create_for_data (picture, CAIRO_FORMAT_RGB24, job->size, job->size, (int) stride);
      cairo_t *cr = cairo_create (surface);

      ovr_marks_draw (cr, job->view->shapes, &transform);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  g_task_return_pointer (task, g_bytes_new_take (picture, stride * (gsize) job->size), (GDestroyNotify) g_bytes_unref);
}

static void
on_rendered (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GtkPicture) picture = g_weak_ref_get (&job->picture);
  g_autoptr (GdkTexture) texture = NULL;

  if (bytes == NULL || picture == NULL)
    return;

  texture = gdk_memory_texture_new (job->size, job->size, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, (gsize) job->size * 4);
  gtk_picture_set_paintable (picture, GDK_PAINTABLE (texture));
}

static void
on_frame (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GTask) task = NULL;

  if (g_cancellable_is_cancelled (job->thumbnailer->cancellable))
    return;

  job->pixels = ovr_frame_cache_request_finish (job->thumbnailer->cache, result, NULL);
  /* A picture that can't be made stays empty; the viewport says why. */
  if (job->pixels == NULL)
    return;

  task = g_task_new (job->thumbnailer, job->thumbnailer->cancellable, on_rendered, NULL);
  g_task_set_task_data (task, g_steal_pointer (&job), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, render_in_thread);
}

void
ovr_thumbnailer_paint (OvrThumbnailer *self,
                       GtkPicture *picture,
                       OvrStudy *study,
                       const OvrSlice *slice,
                       const OvrView *view,
                       int size)
{
  OvrFrameKey key = { NULL, 0 };
  Job *job;

  g_return_if_fail (OVR_IS_THUMBNAILER (self));

  if (slice->instance->path == NULL)
    return;

  job = g_new0 (Job, 1);
  job->thumbnailer = g_object_ref (self);
  g_weak_ref_init (&job->picture, picture);
  job->study = g_object_ref (study);
  job->view = view != NULL ? ovr_view_copy (view) : ovr_view_new ();
  job->size = size * gtk_widget_get_scale_factor (GTK_WIDGET (picture));
  ovr_frame_key_set (&key, slice->instance->path, slice->frame);
  ovr_frame_cache_request_async (self->cache, self->client, &key, OVR_FRAME_THUMBNAIL, self->cancellable, on_frame, job);
  ovr_frame_key_clear (&key);
}

static void
ovr_thumbnailer_dispose (GObject *object)
{
  OvrThumbnailer *self = OVR_THUMBNAILER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != 0)
    ovr_frame_cache_drop_client (self->cache, self->client);
  self->client = 0;
  G_OBJECT_CLASS (ovr_thumbnailer_parent_class)->dispose (object);
}

static void
ovr_thumbnailer_finalize (GObject *object)
{
  g_object_unref (OVR_THUMBNAILER (object)->cancellable);
  G_OBJECT_CLASS (ovr_thumbnailer_parent_class)->finalize (object);
}

static void
ovr_thumbnailer_class_init (OvrThumbnailerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_thumbnailer_dispose;
  G_OBJECT_CLASS (klass)->finalize = ovr_thumbnailer_finalize;
}

static void
ovr_thumbnailer_init (OvrThumbnailer *self)
{
  self->cancellable = g_cancellable_new ();
}

OvrThumbnailer *
ovr_thumbnailer_new (OvrFrameCache *cache)
{
  OvrThumbnailer *self = g_object_new (OVR_TYPE_THUMBNAILER, NULL);

  self->cache = cache;
  self->client = ovr_frame_cache_add_client (cache);
  return self;
}
