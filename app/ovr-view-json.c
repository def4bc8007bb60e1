/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-view-json.h"

#include <math.h>

#define MAX_SHAPES 200
#define MAX_POINTS 10000

static void
set_number (JsonObject *object,
            const char *member,
            double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

static JsonNode *
write_shape (const OvrShape *shape)
{
  JsonObject *object = json_object_new ();
  JsonArray *points = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < shape->n_points; i++)
    {
      json_array_add_double_element (points, shape->points[i].col);
      json_array_add_double_element (points, shape->points[i].row);
    }
  json_object_set_string_member (object, "kind", ovr_shape_kind_to_string (shape->kind));
  json_object_set_array_member (object, "points", points);
  if (shape->text != NULL)
    json_object_set_string_member (object, "text", shape->text);
  json_node_take_object (node, object);
  return node;
}

JsonObject *
ovr_view_json_write (const OvrView *view)
{
  JsonObject *object = json_object_new ();
  JsonArray *shapes = json_array_new ();

  json_object_set_string_member (object, "sopUid", view->image.sop_uid);
  json_object_set_int_member (object, "frame", view->image.frame);
  set_number (object, "windowCenter", view->window_center);
  set_number (object, "windowWidth", view->window_width);
  json_object_set_int_member (object, "voi", view->voi);
  set_number (object, "column", view->centre.col);
  set_number (object, "row", view->centre.row);
  set_number (object, "span", view->span_px);
  json_object_set_int_member (object, "rotation", view->rotation_deg);
  json_object_set_boolean_member (object, "flip", view->flip_horizontal);
  json_object_set_boolean_member (object, "invert", view->invert);
  if (view->presentation_uid != NULL)
    json_object_set_string_member (object, "presentation", view->presentation_uid);
  for (guint i = 0; i < view->shapes->len; i++)
    json_array_add_element (shapes, write_shape (g_ptr_array_index (view->shapes, i)));
  json_object_set_array_member (object, "shapes", shapes);
  return object;
}

static void
read_shape (OvrView *view,
            JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *kind = object != NULL ? json_object_get_string_member_with_default (object, "kind", NULL) : NULL;
  JsonNode *points = object != NULL ? json_object_get_member (object, "points") : NULL;
  g_autofree OvrPoint *list = NULL;
  JsonArray *array;
  OvrShapeKind shape;
  guint n;

  if (kind == NULL || !ovr_shape_kind_parse (kind, &shape) || points == NULL || !JSON_NODE_HOLDS_ARRAY (points))
    return;
  array = json_node_get_array (points);
  n = json_array_get_length (array) / 2;
  if (n == 0 || n > MAX_POINTS)
    return;

  list = g_new0 (OvrPoint, n);
  for (guint i = 0; i < n; i++)
    list[i] = (OvrPoint){ json_array_get_double_element (array, 2 * i), json_array_get_double_element (array, 2 * i + 1) };
  g_ptr_array_add (view->shapes, ovr_shape_new (shape, list, n, json_object_get_string_member_with_default (object, "text", NULL)));
}

OvrView *
ovr_view_json_read (JsonObject *object)
{
  const char *uid = json_object_get_string_member_with_default (object, "sopUid", NULL);
  gint64 frame = json_object_get_int_member_with_default (object, "frame", 1);
  gint64 rotation = json_object_get_int_member_with_default (object, "rotation", 0);
  JsonNode *shapes = json_object_get_member (object, "shapes");
  OvrView *view;

  if (uid == NULL || frame < 1 || frame > G_MAXINT)
    return NULL;

  view = ovr_view_new ();
  ovr_image_ref_set (&view->image, uid, (guint) frame);
  view->window_center = json_object_get_double_member_with_default (object, "windowCenter", NAN);
  view->window_width = json_object_get_double_member_with_default (object, "windowWidth", NAN);
  if (!(view->window_width > 0.0))
    view->window_center = view->window_width = NAN;
  view->voi = (int) CLAMP (json_object_get_int_member_with_default (object, "voi", 0), 0, G_MAXINT);
  view->centre.col = json_object_get_double_member_with_default (object, "column", 0.0);
  view->centre.row = json_object_get_double_member_with_default (object, "row", 0.0);
  view->span_px = fmax (json_object_get_double_member_with_default (object, "span", 0.0), 0.0);
  view->rotation_deg = rotation == 90 || rotation == 180 || rotation == 270 ? (int) rotation : 0;
  view->flip_horizontal = json_object_get_boolean_member_with_default (object, "flip", FALSE);
  view->invert = json_object_get_boolean_member_with_default (object, "invert", FALSE);
  view->presentation_uid = g_strdup (json_object_get_string_member_with_default (object, "presentation", NULL));
  if (shapes != NULL && JSON_NODE_HOLDS_ARRAY (shapes))
    for (guint i = 0; i < MIN (json_array_get_length (json_node_get_array (shapes)), MAX_SHAPES); i++)
      read_shape (view, json_array_get_element (json_node_get_array (shapes), i));
  return view;
}
