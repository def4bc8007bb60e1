/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-measure.h"

#include <glib/gi18n.h>
#include <math.h>

/* Frames fetched ahead in the direction of paging, and behind it. */
#define PREFETCH_AHEAD 24
#define PREFETCH_BEHIND 6

G_DEFINE_FINAL_TYPE (OvrViewport, ovr_viewport, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
presented_free (OvrPresented *presented)
{
  g_clear_object (&presented->study);
  g_clear_object (&presented->series);
  g_clear_object (&presented->texture);
  g_clear_pointer (&presented->pixels, ovr_pixels_unref);
  g_clear_pointer (&presented->stored, ovr_pixels_unref);
  g_clear_pointer (&presented->state, ovr_presentation_state_unref);
  g_clear_pointer (&presented->view, ovr_view_free);
  g_free (presented->role);
  g_free (presented);
}

void
ovr_viewport_get_pixel_size (OvrViewport *self,
                             int *width,
                             int *height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  *width = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  *height = gtk_widget_get_height (GTK_WIDGET (self)) * scale;
}

gboolean
ovr_viewport_get_transform (OvrViewport *self,
                            OvrViewTransform *transform)
{
  OvrPresented *shown = self->presented;
  const OvrView *view;

  if (shown == NULL)
    return FALSE;

  view = self->view != NULL && ovr_image_ref_equal (&self->view->image, &shown->view->image) ? self->view : shown->view;
  *transform = ovr_render_view_transform (shown->pixels, view, gtk_widget_get_width (GTK_WIDGET (self)),
                                          gtk_widget_get_height (GTK_WIDGET (self)));
  return TRUE;
}

gboolean
ovr_viewport_get_window (OvrViewport *self,
                         double *center,
                         double *width)
{
  OvrVoi voi;

  if (self->presented == NULL || ovr_pixels_is_colour (self->presented->pixels))
    return FALSE;

  if (self->view != NULL && isfinite (self->view->window_center))
    {
      *center = self->view->window_center;
      *width = self->view->window_width;
      return TRUE;
    }

  voi = ovr_render_view_voi (self->presented->pixels, self->presented->view);
  /* A table has no window: windowing starts from the range of the image. */
  if (voi.function == OVR_VOI_TABLE)
    voi = ovr_pixels_auto_voi (self->presented->pixels);
  *center = voi.center;
  *width = voi.width;
  return TRUE;
}

GPtrArray *
ovr_viewport_get_marks (OvrViewport *self)
{
  g_autofree char *key = g_strdup_printf ("%s#%u", self->view->image.sop_uid, self->view->image.frame);
  GPtrArray *marks = g_hash_table_lookup (self->marks, key);

  if (marks == NULL)
    {
      marks = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_shape_free);
      g_hash_table_insert (self->marks, g_steal_pointer (&key), marks);
    }
  return marks;
}

static void
tell_description (OvrViewport *self)
{
  OvrPresented *shown = self->presented;
  g_autofree char *text = NULL;

  if (self->failure != NULL)
    text = g_strdup (self->failure);
  else if (shown != NULL && ovr_series_is_numbered_whole (shown->series))
    text = g_strdup_printf (_ ("%s, image %u of %u"), ovr_series_get_description (shown->series),
                            ovr_series_get_image_number (shown->series, shown->index),
                            ovr_series_get_n_slices (shown->series));
  else if (shown != NULL)
    text = g_strdup_printf (ngettext ("%s, image %u, %u image in all", "%s, image %u, %u images in all",
                                      ovr_series_get_n_slices (shown->series)),
                            ovr_series_get_description (shown->series),
                            ovr_series_get_image_number (shown->series, shown->index),
                            ovr_series_get_n_slices (shown->series));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static void
set_presented (OvrViewport *self,
               OvrPresented *presented)
{
  g_clear_pointer (&self->presented, presented_free);
  g_clear_pointer (&self->failure, g_free);
  self->presented = presented;
  self->n_presented++;
  tell_description (self);
  ovr_viewport_update_menu (self);
  ovr_viewport_update_state (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_failure (OvrViewport *self,
             const char *text)
{
  g_clear_pointer (&self->presented, presented_free);
  g_free (self->failure);
  self->failure = g_strdup (text);
  tell_description (self);
  ovr_viewport_update_menu (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Work under way holds no viewport: one that is closed must let go of the cache
 * at once, not when the last worker is done. */
GWeakRef *
ovr_viewport_give_weak (OvrViewport *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

OvrViewport *
ovr_viewport_take_weak (GWeakRef *weak)
{
  OvrViewport *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
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
  guint8 *picture = g_malloc (stride * (gsize) job->height);
  g_autoptr (GBytes) bytes = NULL;

  if (job->state != NULL && job->pixels == job->stored)
    apply_state (job);
  ovr_render_view (job->pixels, job->view, OVR_RENDER_OVERLAYS | ovr_render_flags_of (job->interpolation), picture,
                   (guint) job->width, (guint) job->height, stride);
  bytes = g_bytes_new_take (picture, stride * (gsize) job->height);
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
  OvrPresented *job;

  if (self == NULL || self->cancellable == NULL)
    return;

  self->rendering = FALSE;
  if (bytes != NULL && self->series != NULL && self->failure == NULL)
    {
      /* Taken from the task, which has no further use for it. */
      job = g_object_steal_data (G_OBJECT (task), "job");
      job->texture = gdk_memory_texture_new (job->width, job->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                             bytes, (gsize) job->width * 4);
      set_presented (self, job);
      ovr_viewport_take_state_size (self);
    }
  if (self->render_again)
    {
      self->render_again = FALSE;
      ovr_viewport_refresh (self);
    }
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

  job = g_new0 (OvrPresented, 1);
  job->study = g_object_ref (self->study);
  job->series = g_object_ref (self->series);
  job->index = self->index;
  job->role = g_strdup (self->role);
  job->stored = ovr_pixels_ref (pixels);
  job->pixels = ovr_pixels_ref (pixels);
  job->view = ovr_view_copy (self->view);
  job->interpolation = self->interpolation;
  take_state (self, job);
  job->width = width;
  job->height = height;
  g_clear_pointer (&self->failure, g_free);

  self->rendering = TRUE;
  task = g_task_new (NULL, self->cancellable, on_rendered, ovr_viewport_give_weak (self));
  g_task_set_source_tag (task, start_render);
  g_task_set_task_data (task, job, NULL);
  g_object_set_data_full (G_OBJECT (task), "job", job, (GDestroyNotify) presented_free);
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

      set_failure (self, text);
    }
}

static gboolean
get_key (OvrViewport *self,
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

static void
prefetch (OvrViewport *self)
{
  OvrFrameKey keys[PREFETCH_AHEAD + PREFETCH_BEHIND] = { { NULL, 0 } };
  int direction = self->direction >= 0 ? 1 : -1;
  guint n = 0;

  if (self->client == 0)
    return;

  for (int i = 1; i <= PREFETCH_AHEAD; i++)
    {
      if (get_key (self, self->index + (guint) (i * direction), &keys[n]))
        n++;
      if (i <= PREFETCH_BEHIND && get_key (self, self->index - (guint) (i * direction), &keys[n]))
        n++;
    }
  ovr_frame_cache_prefetch (self->cache, self->client, keys, n);
  for (guint i = 0; i < n; i++)
    ovr_frame_key_clear (&keys[i]);
}

void
ovr_viewport_refresh (OvrViewport *self)
{
  g_autoptr (OvrPixels) pixels = NULL;
  OvrFrameKey key = { NULL, 0 };

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->series == NULL || self->client == 0 || !gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  if (!get_key (self, self->index, &key))
    {
      set_failure (self, _ ("There is no picture in this series."));
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

static void
view_changed (OvrViewport *self)
{
  ovr_viewport_refresh (self);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/* The image's own marks come into the view with it. */
static void
take_slice (OvrViewport *self,
            guint index)
{
  const OvrSlice *slice = ovr_series_get_slice (self->series, index);

  self->index = index;
  ovr_image_ref_set (&self->view->image, slice->instance->sop_uid, slice->frame);
}

void
ovr_viewport_show_series (OvrViewport *self,
                          OvrStudy *study,
                          OvrSeries *series,
                          guint index,
                          const char *role)
{
  gboolean is_other_study;

  g_return_if_fail (OVR_IS_VIEWPORT (self));

  is_other_study = self->study != study;
  g_set_object (&self->study, study);
  g_set_object (&self->series, series);
  g_clear_pointer (&self->state_uid, g_free);
  g_free (self->role);
  self->role = g_strdup (role);
  g_clear_pointer (&self->view, ovr_view_free);
  g_clear_pointer (&self->failure, g_free);
  self->direction = 1;
  self->quantity = 0;
  if (series == NULL)
    {
      g_clear_pointer (&self->presented, presented_free);
      tell_description (self);
      ovr_viewport_update_menu (self);
    }
  else
    {
      self->view = ovr_view_new ();
      if (ovr_series_get_n_slices (series) > 0)
        take_slice (self, MIN (index, ovr_series_get_n_slices (series) - 1));
      prefetch (self);
    }
  if (is_other_study)
    ovr_viewport_load_states (self);
  else
    ovr_viewport_update_state (self);
  view_changed (self);
}

OvrStudy *
ovr_viewport_get_study (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), NULL);

  return self->study;
}

OvrSeries *
ovr_viewport_get_series (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), NULL);

  return self->series;
}

guint
ovr_viewport_get_index (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), 0);

  return self->index;
}

void
ovr_viewport_set_active (OvrViewport *self,
                         gboolean active)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (active)
    gtk_widget_add_css_class (GTK_WIDGET (self), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "active");
}

void
ovr_viewport_set_tool (OvrViewport *self,
                       OvrTool tool)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  self->tool = tool;
}

void
ovr_viewport_set_interpolation (OvrViewport *self,
                                OvrInterpolation interpolation)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->interpolation == interpolation)
    return;
  self->interpolation = interpolation;
  ovr_viewport_refresh (self);
}

void
ovr_viewport_set_index (OvrViewport *self,
                        int index)
{
  int last;

  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->series == NULL || ovr_series_get_n_slices (self->series) == 0)
    return;
  last = (int) ovr_series_get_n_slices (self->series) - 1;
  index = CLAMP (index, 0, last);
  if ((guint) index == self->index)
    return;

  self->direction = (guint) index > self->index ? 1 : -1;
  take_slice (self, (guint) index);
  ovr_viewport_follow_state (self);
  view_changed (self);
  prefetch (self);
}

int
ovr_viewport_forwards (OvrViewport *self,
                       int delta)
{
  return self->series != NULL && ovr_series_is_numbered_backwards (self->series) ? -delta : delta;
}

void
ovr_viewport_page (OvrViewport *self,
                   int delta)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  ovr_viewport_set_index (self, (int) self->index + ovr_viewport_forwards (self, delta));
}

OvrView *
ovr_viewport_dup_view (OvrViewport *self)
{
  OvrView *view;
  GPtrArray *marks;

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), NULL);

  if (self->view == NULL || self->view->image.sop_uid == NULL)
    return NULL;

  view = ovr_view_copy (self->view);
  marks = ovr_viewport_get_marks (self);
  for (guint i = 0; i < marks->len; i++)
    g_ptr_array_add (view->shapes, ovr_shape_copy (g_ptr_array_index (marks, i)));
  return view;
}

gboolean
ovr_viewport_restore_view (OvrViewport *self,
                           const OvrView *view)
{
  GPtrArray *marks;
  guint index;

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), FALSE);

  if (self->series == NULL || view->image.sop_uid == NULL ||
      !ovr_series_find (self->series, view->image.sop_uid, view->image.frame, &index))
    return FALSE;

  ovr_view_free (self->view);
  self->view = ovr_view_copy (view);
  g_free (self->state_uid);
  self->state_uid = g_strdup (view->presentation_uid);
  g_ptr_array_set_size (self->view->shapes, 0);
  take_slice (self, index);
  marks = ovr_viewport_get_marks (self);
  g_ptr_array_set_size (marks, 0);
  for (guint i = 0; i < view->shapes->len; i++)
    g_ptr_array_add (marks, ovr_shape_copy (g_ptr_array_index (view->shapes, i)));
  view_changed (self);
  prefetch (self);
  return TRUE;
}

gboolean
ovr_viewport_remove_mark (OvrViewport *self)
{
  GPtrArray *marks;

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), FALSE);

  if (self->view == NULL || self->view->image.sop_uid == NULL)
    return FALSE;
  marks = ovr_viewport_get_marks (self);
  if (marks->len == 0)
    return FALSE;

  g_ptr_array_remove_index (marks, marks->len - 1);
  view_changed (self);
  return TRUE;
}

static void
measurement_free (OvrMeasurement *measurement)
{
  ovr_measurement_clear (measurement);
  g_free (measurement);
}

GPtrArray *
ovr_viewport_measure_marks (OvrViewport *self)
{
  GPtrArray *measurements = g_ptr_array_new_with_free_func ((GDestroyNotify) measurement_free);
  GPtrArray *marks;

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), measurements);

  if (self->presented == NULL || !ovr_image_ref_equal (&self->view->image, &self->presented->view->image))
    return measurements;

  marks = ovr_viewport_get_marks (self);
  for (guint i = 0; i < marks->len; i++)
    {
      OvrMeasurement first = { 0 }, second = { 0 };

      if (!ovr_measure_shape (&self->presented->pixels->image->calibration, g_ptr_array_index (marks, i), &first, &second))
        continue;
      g_ptr_array_add (measurements, g_memdup2 (&first, sizeof first));
      ovr_measurement_clear (&second);
    }
  return measurements;
}

guint64
ovr_viewport_get_n_presented (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), 0);

  return self->n_presented;
}

static void
ovr_viewport_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = 120;
  *natural = 512;
}

static void
ovr_viewport_size_allocate (GtkWidget *widget,
                            int width,
                            int height,
                            int baseline)
{
  ovr_viewport_allocate_menu (OVR_VIEWPORT (widget), width, height);
  ovr_viewport_place_state_button (OVR_VIEWPORT (widget), width);
  ovr_viewport_refresh (OVR_VIEWPORT (widget));
}

static void
ovr_viewport_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ovr_viewport_parent_class)->realize (widget);
  ovr_viewport_refresh (OVR_VIEWPORT (widget));
}

void
ovr_viewport_detach (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->client != 0)
    ovr_frame_cache_drop_client (self->cache, self->client);
  self->client = 0;
  self->cache = NULL;
  g_clear_pointer (&self->presented, presented_free);
  g_clear_pointer (&self->states, g_ptr_array_unref);
}

static void
ovr_viewport_dispose (GObject *object)
{
  OvrViewport *self = OVR_VIEWPORT (object);

  ovr_viewport_detach (self);
  ovr_viewport_remove_menu (self);
  g_clear_object (&self->study);
  g_clear_object (&self->series);
  g_clear_pointer (&self->view, ovr_view_free);
  g_clear_pointer (&self->drag_view, ovr_view_free);
  g_clear_pointer (&self->drawing, ovr_shape_free);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->failure, g_free);
  g_clear_pointer (&self->state_uid, g_free);
  g_clear_pointer (&self->state_button, gtk_widget_unparent);
  g_clear_object (&self->state_action);
  G_OBJECT_CLASS (ovr_viewport_parent_class)->dispose (object);
}

static void
ovr_viewport_class_init (OvrViewportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_viewport_dispose;
  widget_class->measure = ovr_viewport_measure;
  widget_class->size_allocate = ovr_viewport_size_allocate;
  widget_class->realize = ovr_viewport_realize;
  widget_class->snapshot = ovr_viewport_snapshot;
  signals[ACTIVATED] = g_signal_new ("activated", OVR_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", OVR_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "viewport-image");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ovr_viewport_init (OvrViewport *self)
{
  self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->cancellable = g_cancellable_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "ovr-viewport");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  ovr_viewport_add_tools (self);
  ovr_viewport_add_menu (self);
  ovr_viewport_add_state_button (self);
}

GtkWidget *
ovr_viewport_new (OvrFrameCache *cache,
                  const char *name)
{
  OvrViewport *self = g_object_new (OVR_TYPE_VIEWPORT, NULL);

  self->cache = cache;
  self->client = ovr_frame_cache_add_client (cache);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
