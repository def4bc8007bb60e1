/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include "ovr-measure.h"

#include <glib/gi18n.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (OvrViewport, ovr_viewport, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

static GPtrArray *
get_marks_of (OvrViewport *self,
              const OvrImageRef *image)
{
  g_autofree char *key = g_strdup_printf ("%s#%u", image->sop_uid, image->frame);
  GPtrArray *marks = g_hash_table_lookup (self->marks, key);

  if (marks == NULL)
    {
      marks = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_shape_free);
      g_hash_table_insert (self->marks, g_steal_pointer (&key), marks);
    }
  return marks;
}

GPtrArray *
ovr_viewport_get_marks (OvrViewport *self)
{
  return get_marks_of (self, &self->view->image);
}

static void
tell_description (OvrViewport *self)
{
  OvrPresented *shown = self->presented;
  const char *order = shown != NULL ? ovr_viewport_order_words (shown->series) : NULL;
  g_autofree char *text = NULL, *described = NULL;

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
  described = g_strconcat (text != NULL ? text : "", order != NULL ? ", " : NULL, order, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, described, -1);
}

void
ovr_viewport_present (OvrViewport *self,
                      OvrPresented *picture)
{
  ovr_viewport_note_shown (self);
  g_clear_pointer (&self->presented, ovr_presented_free);
  g_clear_pointer (&self->failure, g_free);
  self->drawn = FALSE;
  if (picture->failure != NULL)
    {
      self->failure = g_steal_pointer (&picture->failure);
      ovr_presented_free (picture);
    }
  else
    {
      self->presented = picture;
      self->n_presented++;
      ovr_viewport_update_state (self);
      ovr_viewport_take_state_size (self);
    }
  tell_description (self);
  ovr_viewport_update_menu (self);
  ovr_viewport_watch (self);
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
  self->made = FALSE;
  ovr_image_ref_set (&self->view->image, slice->instance->sop_uid, slice->frame);
}

void
ovr_viewport_turn (OvrViewport *self,
                   guint index)
{
  take_slice (self, index);
  ovr_viewport_follow_state (self);
  view_changed (self);
  ovr_viewport_prefetch (self);
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
      g_clear_pointer (&self->presented, ovr_presented_free);
      tell_description (self);
      ovr_viewport_update_menu (self);
    }
  else
    {
      self->view = ovr_view_new ();
      if (ovr_series_get_n_slices (series) > 0)
        take_slice (self, MIN (index, ovr_series_get_n_slices (series) - 1));
    }
  ovr_viewport_begin_series (self);
  if (is_other_study)
    ovr_viewport_load_states (self);
  else
    ovr_viewport_update_state (self);
  view_changed (self);
  if (series != NULL)
    ovr_viewport_prefetch (self);
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

  return self->goal;
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

OvrView *
ovr_viewport_dup_view (OvrViewport *self)
{
  const OvrSlice *slice;
  OvrView *view;
  GPtrArray *marks;

  g_return_val_if_fail (OVR_IS_VIEWPORT (self), NULL);

  if (self->view == NULL || self->view->image.sop_uid == NULL)
    return NULL;

  slice = ovr_series_get_slice (self->series, self->goal);
  view = ovr_view_copy (self->view);
  if (ovr_viewport_hides_state (self))
    g_clear_pointer (&view->presentation_uid, g_free);
  ovr_image_ref_set (&view->image, slice->instance->sop_uid, slice->frame);
  marks = get_marks_of (self, &view->image);
  for (guint i = 0; i < marks->len; i++)
    g_ptr_array_add (view->shapes, ovr_shape_copy (g_ptr_array_index (marks, i)));
  return view;
}

OvrView *
ovr_viewport_dup_shown (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), NULL);

  return self->presented != NULL ? ovr_view_copy (self->presented->view) : NULL;
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
  ovr_viewport_clear_ready (self);
  self->goal = index;
  take_slice (self, index);
  marks = ovr_viewport_get_marks (self);
  g_ptr_array_set_size (marks, 0);
  for (guint i = 0; i < view->shapes->len; i++)
    g_ptr_array_add (marks, ovr_shape_copy (g_ptr_array_index (view->shapes, i)));
  view_changed (self);
  ovr_viewport_prefetch (self);
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
  ovr_viewport_clear_ready (self);
  g_clear_pointer (&self->presented, ovr_presented_free);
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
  g_clear_object (&self->coverage);
  ovr_dwell_stop (&self->dwell);
  g_clear_pointer (&self->view, ovr_view_free);
  g_clear_pointer (&self->drag_view, ovr_view_free);
  g_clear_pointer (&self->drawing, ovr_shape_free);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->failure, g_free);
  g_clear_pointer (&self->passed, g_byte_array_unref);
  g_clear_pointer (&self->pool, ovr_picture_pool_unref);
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
  self->pool = ovr_picture_pool_new ();
  self->interval_us = 1e6 / 60.0;
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
