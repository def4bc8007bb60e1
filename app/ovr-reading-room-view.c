/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reading-room-private.h"

#include "ovr-view-json.h"

#include <math.h>

/* A save after the last change, not at each step of the wheel. */
#define SAVE_DELAY_MS 700

static gboolean
is_localizer (OvrSeries *series)
{
  return ovr_series_get_n_instances (series) > 0 && ovr_instance_is_localizer (ovr_series_get_instance (series, 0));
}

/* The series that a reader opens first: the one with the most slices, the
 * first of equals; a localizer only where there is nothing else. */
static OvrSeries *
main_series (OvrReadingRoom *self,
             OvrStudy *study)
{
  OvrSeries *best = NULL;

  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    {
      OvrSeries *series = ovr_study_get_series (study, i);

      if (self->marks_sealed && ovr_study_is_reading (study, series))
        continue;
      if (best == NULL || (is_localizer (best) && !is_localizer (series)) ||
          (is_localizer (best) == is_localizer (series) && ovr_series_get_n_slices (series) > ovr_series_get_n_slices (best)))
        best = series;
    }
  return best;
}

static void
hang_study (OvrReadingRoom *self,
            guint index,
            OvrStudy *study)
{
  OvrSeries *series = study != NULL ? main_series (self, study) : NULL;

  if (series == NULL)
    return;
  ovr_reading_room_show (self, index, study, series, ovr_series_get_opening_slice (series));
  g_clear_pointer (&self->hung[index], ovr_view_free);
  self->hung[index] = ovr_viewport_dup_view (ovr_viewport_grid_get (self->grid, index));
}

static gboolean
is_same_number (double a,
                double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* The reader has neither turned on nor changed a thing. */
static gboolean
is_as_hung (OvrReadingRoom *self,
            guint index)
{
  const OvrView *hung = self->hung[index];
  g_autoptr (OvrView) view = ovr_viewport_dup_view (ovr_viewport_grid_get (self->grid, index));

  if (hung == NULL || view == NULL)
    return FALSE;
  return ovr_image_ref_equal (&view->image, &hung->image) && view->shapes->len == 0 && view->voi == hung->voi &&
         is_same_number (view->window_center, hung->window_center) &&
         is_same_number (view->window_width, hung->window_width) && is_same_number (view->span_px, hung->span_px) &&
         view->rotation_deg == hung->rotation_deg && view->flip_horizontal == hung->flip_horizontal &&
         view->invert == hung->invert && g_strcmp0 (view->presentation_uid, hung->presentation_uid) == 0;
}

static gboolean
is_free (OvrReadingRoom *self,
         guint index)
{
  return ovr_viewport_get_series (ovr_viewport_grid_get (self->grid, index)) == NULL || is_as_hung (self, index);
}

/* The current study in the left viewport, the prior in the right one. What the
 * reader chose stays; what was hung while images still came is hung anew. */
void
ovr_reading_room_hang (OvrReadingRoom *self)
{
  OvrStudy *current = ovr_case_session_get_current (self->session);
  OvrStudy *prior = ovr_case_session_get_prior (self->session);

  if (is_free (self, 0))
    hang_study (self, 0, current);
  if (is_free (self, 1))
    hang_study (self, 1, prior != NULL ? prior : current);
}

/* The report's width is set as soon as the room has one. */
static gboolean
on_tick (GtkWidget *paned,
         GdkFrameClock *clock,
         gpointer data)
{
  OvrReadingRoom *self = data;
  int all = gtk_widget_get_width (paned);

  if (all <= 0)
    return G_SOURCE_CONTINUE;

  if (self->report_width <= 0)
    self->report_width = CLAMP (all * 47 / 100, 560, 940);
  gtk_paned_set_position (self->paned, MAX (all - self->report_width, 200));
  return G_SOURCE_REMOVE;
}

void
ovr_reading_room_size_report (OvrReadingRoom *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self->paned), on_tick, self, NULL);
}

static JsonArray *
write_viewports (OvrReadingRoom *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    {
      g_autoptr (OvrView) view = ovr_viewport_dup_view (ovr_viewport_grid_get (self->grid, i));

      if (view != NULL && !is_as_hung (self, i))
        json_array_add_object_element (array, ovr_view_json_write (view));
      else
        json_array_add_null_element (array);
    }
  return array;
}

void
ovr_reading_room_save_view (OvrReadingRoom *self)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  JsonObject *state;

  g_return_if_fail (OVR_IS_READING_ROOM (self));

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->session == NULL)
    return;

  state = json_object_new ();
  json_object_set_string_member (state, "layout", ovr_reading_room_get_layout (self));
  json_object_set_string_member (state, "reportMode", self->report_mode);
  json_object_set_boolean_member (state, "strip", ovr_reading_room_get_strip_visible (self));
  json_object_set_int_member (state, "active", ovr_viewport_grid_get_active_index (self->grid));
  if (gtk_widget_get_width (GTK_WIDGET (self->report)) > 0)
    json_object_set_int_member (state, "reportWidth", gtk_widget_get_width (GTK_WIDGET (self->report)));
  json_object_set_array_member (state, "viewports", write_viewports (self));
  json_object_set_boolean_member (state, "health", ovr_reading_room_get_health_visible (self));
  json_object_set_object_member (state, "orders", ovr_reading_room_write_orders (self));
  json_object_set_object_member (state, "report", ovr_report_pane_dup_state (self->report));
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, state);
  json = json_to_string (node, FALSE);
  ovr_case_store_save_view (self->desk->store, ovr_case_session_get_id (self->session), json);
}

static gboolean
on_save_time (gpointer data)
{
  OvrReadingRoom *self = data;

  self->save_source = 0;
  ovr_reading_room_save_view (self);
  return G_SOURCE_REMOVE;
}

void
ovr_reading_room_queue_save (OvrReadingRoom *self)
{
  if (self->session == NULL || self->restoring)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_DELAY_MS, on_save_time, self);
}

static void
restore_viewport (OvrReadingRoom *self,
                  guint index,
                  JsonNode *node)
{
  g_autoptr (OvrView) view = JSON_NODE_HOLDS_OBJECT (node) ? ovr_view_json_read (json_node_get_object (node)) : NULL;
  OvrStudy *study;
  OvrSeries *series;
  guint slice;

  if (view == NULL || !ovr_case_session_find (self->session, &view->image, &study, &series, &slice))
    return;

  ovr_reading_room_show (self, index, study, series, slice);
  ovr_viewport_restore_view (ovr_viewport_grid_get (self->grid, index), view);
}

static void
restore_members (OvrReadingRoom *self,
                 JsonObject *state)
{
  JsonNode *viewports = json_object_get_member (state, "viewports");
  JsonNode *report = json_object_get_member (state, "report");
  JsonNode *orders = json_object_get_member (state, "orders");
  gint64 width = json_object_get_int_member_with_default (state, "reportWidth", 0);
  gint64 active = json_object_get_int_member_with_default (state, "active", 0);

  if (orders != NULL && JSON_NODE_HOLDS_OBJECT (orders))
    ovr_reading_room_read_orders (self, json_node_get_object (orders));
  for (guint i = 0; viewports != NULL && JSON_NODE_HOLDS_ARRAY (viewports) && i < OVR_VIEWPORT_GRID_SIZE &&
                    i < json_array_get_length (json_node_get_array (viewports));
       i++)
    restore_viewport (self, i, json_array_get_element (json_node_get_array (viewports), i));
  ovr_reading_room_hang (self);
  ovr_reading_room_set_layout (self, json_object_get_string_member_with_default (state, "layout", "one"));
  ovr_reading_room_set_report_mode (self, json_object_get_string_member_with_default (state, "reportMode", "beside"));
  ovr_reading_room_set_strip_visible (self, json_object_get_boolean_member_with_default (state, "strip", TRUE));
  ovr_reading_room_set_health_visible (self, json_object_get_boolean_member_with_default (state, "health", FALSE));
  if (active >= 0 && active < OVR_VIEWPORT_GRID_SIZE)
    ovr_viewport_grid_set_active (self->grid, (guint) active);
  if (width > 0 && width < 10000)
    self->report_width = (int) width;
  if (report != NULL && JSON_NODE_HOLDS_OBJECT (report))
    ovr_report_pane_restore_state (self->report, json_node_get_object (report));
}

gboolean
ovr_reading_room_restore_view (OvrReadingRoom *self)
{
  g_autofree char *json = ovr_case_store_dup_view (self->desk->store, ovr_case_session_get_id (self->session));
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  restore_members (self, json_node_get_object (node));
  return TRUE;
}
