/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Far above any report; a limit so that a file can't fill the memory. */
#define MAX_BYTES ((gsize) 64 * 1024 * 1024)

/* @path: the place being read, for messages: "claims[3].start".
 * @is_partial: keys may be left out, as in templates
 * @version: schemaVersion of the document
 * @n_read: members read so far; compared with what the parser saw, so that a
 *   key that stands twice in an object is found. */
typedef struct
{
  GString *path;
  gboolean is_partial;
  int version;
  guint n_read;
} Reader;

static gboolean read_object (Reader *reader,
                             const OvrType *type,
                             JsonNode *node,
                             gpointer self,
                             GError **error);

/* Messages name the place and what is wrong, never what stands there: it may
 * be a patient's. */
static gboolean G_GNUC_PRINTF (3, 4)
    refuse (const Reader *reader,
            GError **error,
            const char *format,
            ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_FORM, "%s: %s",
               reader->path->len > 0 ? reader->path->str : "report", what);
  return FALSE;
}

static gsize
enter_key (Reader *reader,
           const char *key)
{
  gsize length = reader->path->len;

  if (length > 0)
    g_string_append_c (reader->path, '.');
  g_string_append (reader->path, key);
  return length;
}

static gsize
enter_index (Reader *reader,
             guint index)
{
  gsize length = reader->path->len;

  g_string_append_printf (reader->path, "[%u]", index);
  return length;
}

static void
leave (Reader *reader,
       gsize length)
{
  g_string_truncate (reader->path, length);
}

static gboolean
read_string (Reader *reader,
             JsonNode *node,
             char **out,
             GError **error)
{
  if (json_node_is_null (node))
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (reader, error, "not a text and not null");
  *out = json_node_dup_string (node);
  return TRUE;
}

static gboolean
read_int (Reader *reader,
          JsonNode *node,
          int *out,
          GError **error)
{
  gint64 value;

  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (reader, error, "not a whole number");
  value = json_node_get_int (node);
  if (value < 0 || value > G_MAXINT)
    return refuse (reader, error, "below 0 or too large");
  *out = (int) value;
  return TRUE;
}

static gboolean
read_count (Reader *reader,
            JsonNode *node,
            int *out,
            GError **error)
{
  return json_node_is_null (node) || read_int (reader, node, out, error);
}

static gboolean
read_bool (Reader *reader,
           JsonNode *node,
           gboolean *out,
           GError **error)
{
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (reader, error, "not true or false");
  *out = json_node_get_boolean (node);
  return TRUE;
}

/* null is @unknown. */
static gboolean
read_number (Reader *reader,
             JsonNode *node,
             double unknown,
             double *out,
             GError **error)
{
  GType type = json_node_get_value_type (node);

  if (json_node_is_null (node))
    {
      *out = unknown;
      return TRUE;
    }
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return refuse (reader, error, "not a number and not null");
  *out = json_node_get_double (node);
  return isfinite (*out) || refuse (reader, error, "not a finite number");
}

static gboolean
read_extent (Reader *reader,
             JsonNode *node,
             double *out,
             GError **error)
{
  if (!read_number (reader, node, 0.0, out, error))
    return FALSE;
  return json_node_is_null (node) || *out > 0.0 || refuse (reader, error, "not above 0");
}

static gboolean
read_date (Reader *reader,
           JsonNode *node,
           OvrDate *out,
           GError **error)
{
  g_autofree char *text = NULL;

  if (!read_string (reader, node, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (strlen (text) != 10 || text[4] != '-' || !ovr_date_parse (text, out))
    return refuse (reader, error, "not a date as YYYY-MM-DD");
  return TRUE;
}

static gboolean
read_word (Reader *reader,
           JsonNode *node,
           const char *const *words,
           int *out,
           GError **error)
{
  const char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

  for (int i = 0; text != NULL && words[i] != NULL; i++)
    if (strcmp (words[i], text) == 0)
      {
        *out = i;
        return TRUE;
      }
  return refuse (reader, error, "not one of its words");
}

/* The member @key of @object, or NULL with @error. */
static JsonNode *
take_member (Reader *reader,
             JsonObject *object,
             const char *key,
             GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    refuse (reader, error, "no key \"%s\"", key);
  else
    reader->n_read++;
  return node;
}

static JsonObject *
take_object (Reader *reader,
             JsonNode *node,
             guint n_members,
             GError **error)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (reader, error, "not an object");
      return NULL;
    }
  object = json_node_get_object (node);
  if (json_object_get_size (object) > n_members)
    {
      refuse (reader, error, "has an unknown key");
      return NULL;
    }
  return object;
}

static gboolean
read_image (Reader *reader,
            JsonNode *node,
            OvrImageRef *out,
            GError **error)
{
  g_autofree char *uid = NULL;
  JsonObject *object;
  JsonNode *uid_node, *frame_node;
  int frame = 0;

  if (json_node_is_null (node))
    return TRUE;
  object = take_object (reader, node, 2, error);
  if (object == NULL)
    return FALSE;
  uid_node = take_member (reader, object, "sopUid", error);
  if (uid_node == NULL || !read_string (reader, uid_node, &uid, error))
    return FALSE;
  frame_node = take_member (reader, object, "frame", error);
  if (frame_node == NULL || !read_int (reader, frame_node, &frame, error))
    return FALSE;
  if (uid == NULL || frame < 1)
    return refuse (reader, error, "needs a UID and a frame from 1");
  ovr_image_ref_set (out, uid, (guint) frame);
  return TRUE;
}

static gboolean
read_measurement (Reader *reader,
                  JsonNode *node,
                  OvrMeasurement *out,
                  GError **error)
{
  g_autofree char *provenance = NULL;
  JsonObject *object = take_object (reader, node, 4, error);
  JsonNode *members[4];
  static const char *const keys[] = { "value", "unit", "provenance", "resolution" };

  if (object == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      members[i] = take_member (reader, object, keys[i], error);
      if (members[i] == NULL)
        return FALSE;
    }
  if (!read_number (reader, members[0], (double) NAN, &out->value, error) ||
      !read_string (reader, members[1], &out->unit, error) ||
      !read_string (reader, members[2], &provenance, error) ||
      !read_extent (reader, members[3], &out->resolution, error))
    return FALSE;
  if (provenance == NULL || !ovr_measurement_provenance_parse (out, provenance))
    return refuse (reader, error, "provenance is not one of its words");
  return TRUE;
}

static gboolean
read_points (Reader *reader,
             JsonNode *node,
             GArray *out,
             GError **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (reader, error, "points is not a list");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      OvrPoint point = { (double) NAN, (double) NAN };
      JsonObject *object = take_object (reader, json_array_get_element (array, i), 2, error);
      JsonNode *col = object != NULL ? take_member (reader, object, "col", error) : NULL;
      JsonNode *row = col != NULL ? take_member (reader, object, "row", error) : NULL;

      if (row == NULL ||
          !read_number (reader, col, (double) NAN, &point.col, error) ||
          !read_number (reader, row, (double) NAN, &point.row, error))
        return FALSE;
      if (isnan (point.col) || isnan (point.row))
        return refuse (reader, error, "a point needs both its numbers");
      g_array_append_val (out, point);
    }
  return TRUE;
}

/* How many points a kind has; a polygon has at least that many. */
static guint
count_points (OvrShapeKind kind)
{
  switch (kind)
    {
    case OVR_SHAPE_TEXT:
      return 1;
    case OVR_SHAPE_BIDIRECTIONAL:
      return 4;
    case OVR_SHAPE_ANGLE:
    case OVR_SHAPE_POLYGON:
      return 3;
    case OVR_SHAPE_ARROW:
    case OVR_SHAPE_LENGTH:
    case OVR_SHAPE_ELLIPSE:
    case OVR_SHAPE_RECTANGLE:
      break;
    }
  return 2;
}

static gboolean
read_shape (Reader *reader,
            JsonNode *node,
            GPtrArray *out,
            GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (OvrPoint));
  g_autofree char *word = NULL;
  g_autofree char *text = NULL;
  OvrShapeKind kind;
  JsonObject *object = take_object (reader, node, 3, error);
  JsonNode *kind_node = object != NULL ? take_member (reader, object, "kind", error) : NULL;
  JsonNode *points_node = kind_node != NULL ? take_member (reader, object, "points", error) : NULL;
  JsonNode *text_node = points_node != NULL ? take_member (reader, object, "text", error) : NULL;

  if (text_node == NULL ||
      !read_string (reader, kind_node, &word, error) ||
      !read_points (reader, points_node, points, error) ||
      !read_string (reader, text_node, &text, error))
    return FALSE;
  if (word == NULL || !ovr_shape_kind_parse (word, &kind))
    return refuse (reader, error, "kind is not one of its words");
  if (kind == OVR_SHAPE_POLYGON ? points->len < count_points (kind) : points->len != count_points (kind))
    return refuse (reader, error, "has a wrong number of points");
  g_ptr_array_add (out, ovr_shape_new (kind, (const OvrPoint *) (gpointer) points->data, points->len, text));
  return TRUE;
}

static gboolean
read_element (Reader *reader,
              const OvrField *field,
              JsonNode *node,
              GPtrArray *out,
              GError **error)
{
  if (field->kind == OVR_FIELD_SHAPES)
    return read_shape (reader, node, out, error);
  if (field->kind == OVR_FIELD_STRINGS)
    {
      char *text = NULL;

      if (!read_string (reader, node, &text, error))
        return FALSE;
      if (text == NULL)
        return refuse (reader, error, "not a text");
      g_ptr_array_add (out, text);
      return TRUE;
    }
  /* In the list before it is filled, so that a failure frees it. */
  g_ptr_array_add (out, ovr_type_new (field->type));
  return read_object (reader, field->type, node, out->pdata[out->len - 1], error);
}

static gboolean
read_list (Reader *reader,
           const OvrField *field,
           JsonNode *node,
           GPtrArray *out,
           GError **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (reader, error, "not a list");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gsize length = enter_index (reader, i);

      if (!read_element (reader, field, json_array_get_element (array, i), out, error))
        return FALSE;
      leave (reader, length);
    }
  return TRUE;
}

static gboolean
read_view (Reader *reader,
           JsonNode *node,
           OvrView *out,
           GError **error)
{
  if (!read_object (reader, &ovr_view_type, node, out, error))
    return FALSE;
  if (isnan (out->centre.col) || isnan (out->centre.row) || isnan (out->span_px) || out->span_px < 0.0)
    return refuse (reader, error, "centre or span is missing");
  if (out->rotation_deg % 90 != 0 || out->rotation_deg > 270)
    return refuse (reader, error, "rotation is not 0, 90, 180 or 270");
  return TRUE;
}

static gboolean
read_field (Reader *reader,
            const OvrField *field,
            JsonNode *node,
            gpointer at,
            GError **error)
{
  switch (field->kind)
    {
    case OVR_FIELD_STRING:
      return read_string (reader, node, at, error);
    case OVR_FIELD_INT:
      return read_int (reader, node, at, error);
    case OVR_FIELD_COUNT:
      return read_count (reader, node, at, error);
    case OVR_FIELD_BOOL:
      return read_bool (reader, node, at, error);
    case OVR_FIELD_NUMBER:
      return read_number (reader, node, (double) NAN, at, error);
    case OVR_FIELD_EXTENT:
      return read_extent (reader, node, at, error);
    case OVR_FIELD_DATE:
      return read_date (reader, node, at, error);
    case OVR_FIELD_ENUM:
      return read_word (reader, node, field->words, at, error);
    case OVR_FIELD_STRINGS:
    case OVR_FIELD_LIST:
    case OVR_FIELD_SHAPES:
      return read_list (reader, field, node, *(GPtrArray **) at, error);
    case OVR_FIELD_STRUCT:
      return read_object (reader, field->type, node, at, error);
    case OVR_FIELD_IMAGE:
      return read_image (reader, node, at, error);
    case OVR_FIELD_VIEW:
      return read_view (reader, node, *(OvrView **) at, error);
    case OVR_FIELD_MEASUREMENT:
      return read_measurement (reader, node, at, error);
    }
  return FALSE;
}

/* What a newer program wrote has keys that this one doesn't know: the version
 * is looked at before anything else. */
static gboolean
read_version (Reader *reader,
              JsonObject *object,
              GError **error)
{
  JsonNode *node = take_member (reader, object, "schemaVersion", error);
  gsize length = enter_key (reader, "schemaVersion");
  int version = 0;

  if (node == NULL || !read_int (reader, node, &version, error))
    return FALSE;
  if (version > OVR_REPORT_SCHEMA_VERSION)
    {
      g_set_error (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_NEWER,
                   "schemaVersion is %d; this program knows up to %d", version, OVR_REPORT_SCHEMA_VERSION);
      return FALSE;
    }
  if (version < 1)
    return refuse (reader, error, "below 1");
  reader->version = version;
  leave (reader, length);
  return TRUE;
}

static gboolean
read_object (Reader *reader,
             const OvrType *type,
             JsonNode *node,
             gpointer self,
             GError **error)
{
  gboolean is_root = type == &ovr_report_type;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (reader, error, "not an object");
  if (is_root && !read_version (reader, json_node_get_object (node), error))
    return FALSE;
  object = take_object (reader, node, type->n_fields + (is_root ? 1 : 0), error);
  if (object == NULL)
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    {
      const OvrField *field = &type->fields[i];
      JsonNode *member;
      gsize length;

      if ((reader->is_partial || field->since > reader->version) && !json_object_has_member (object, field->key))
        continue;
      member = take_member (reader, object, field->key, error);
      if (member == NULL)
        return FALSE;
      length = enter_key (reader, field->key);
      if (!read_field (reader, field, member, ovr_field_at (field, self), error))
        return FALSE;
      leave (reader, length);
    }
  return TRUE;
}

static void
on_member (JsonParser *parser,
           JsonObject *object,
           const char *name,
           gpointer data)
{
  (*(guint *) data)++;
}

static OvrReport *
read_report (JsonNode *root,
             gboolean is_partial,
             guint n_members,
             GError **error)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GString) path = g_string_new (NULL);
  Reader reader = { path, is_partial, 0, 0 };

  if (!is_partial)
    g_clear_pointer (&report->language, g_free);
  if (!read_object (&reader, &ovr_report_type, root, report, error))
    return NULL;
  if (reader.n_read != n_members)
    {
      leave (&reader, 0);
      refuse (&reader, error, is_partial ? "a key is unknown or stands twice" : "a key stands twice in one object");
      return NULL;
    }
  if (!ovr_report_validate_references (report, error))
    return NULL;
  return g_steal_pointer (&report);
}

OvrReport *
ovr_report_read_json (const char *json,
                      gssize length,
                      gboolean is_partial,
                      GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size = length < 0 ? strlen (json) : (gsize) length;
  guint n_members = 0;

  if (size > MAX_BYTES || !ovr_json_is_safe (json, size))
    {
      g_set_error_literal (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_FORM, "not JSON in UTF-8");
      return NULL;
    }
  g_signal_connect (parser, "object-member", G_CALLBACK (on_member), &n_members);
  if (!json_parser_load_from_data (parser, json, (gssize) size, NULL) ||
      json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_FORM, "not JSON: line %u",
                   json_parser_get_current_line (parser));
      return NULL;
    }
  return read_report (json_parser_get_root (parser), is_partial, n_members, error);
}

/**
 * ovr_report_from_json:
 * @json: what ovr_report_to_json() or another program wrote
 * @length: bytes, or -1 for a terminated string
 * @error: return location for an #OvrReportError
 *
 * Reads strictly: every key is there once and none besides, every word is
 * known, every id and span points at something.
 *
 * Returns: (transfer full): the report, or %NULL
 */
OvrReport *
ovr_report_from_json (const char *json,
                      gssize length,
                      GError **error)
{
  return ovr_report_read_json (json, length, FALSE, error);
}
