/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

#include <math.h>
#include <string.h>

/* The report's JSON form, written by hand rather than by a library so that the
 * same value gives the same bytes everywhere: the store keeps differences of
 * them, and 0.7 stays 0.7. */

static void write_object (GString *out,
                          const OvrType *type,
                          gconstpointer self,
                          guint depth);

static void
write_break (GString *out,
             guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
write_string (GString *out,
              const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  valid = g_utf8_make_valid (text, -1);
  g_string_append_c (out, '"');
  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_printf (out, "\\%c", *c);
      else if (*c == '\n')
        g_string_append (out, "\\n");
      else if ((guchar) *c < 0x20 || *c == 0x7f)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *c);
      else
        g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

/* The shortest decimal that reads back as the same number. */
static void
write_number (GString *out,
              double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (out, "null");
      return;
    }
  if (value >= 0.0 && value <= 0.0)
    value = 0.0; /* JSON's integers have no -0 */
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      double back;

      g_ascii_formatd (text, sizeof text, formats[i], value);
      back = g_ascii_strtod (text, NULL);
      if (back >= value && back <= value)
        break;
    }
  g_string_append (out, text);
}

static void
write_image (GString *out,
             const OvrImageRef *image)
{
  if (image->sop_uid == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append (out, "{ \"sopUid\": ");
  write_string (out, image->sop_uid);
  g_string_append_printf (out, ", \"frame\": %u }", image->frame);
}

static void
write_measurement (GString *out,
                   const OvrMeasurement *measurement)
{
  g_autofree char *provenance = ovr_measurement_provenance_to_string (measurement);

  g_string_append (out, "{ \"value\": ");
  write_number (out, measurement->value);
  g_string_append (out, ", \"unit\": ");
  write_string (out, measurement->unit);
  g_string_append (out, ", \"provenance\": ");
  write_string (out, provenance);
  g_string_append (out, ", \"resolution\": ");
  write_number (out, measurement->resolution > 0.0 ? measurement->resolution : (double) NAN);
  g_string_append (out, " }");
}

static void
write_shape (GString *out,
             const OvrShape *shape)
{
  g_string_append (out, "{ \"kind\": ");
  write_string (out, ovr_shape_kind_to_string (shape->kind));
  g_string_append (out, ", \"points\": [");
  for (guint i = 0; i < shape->n_points; i++)
    {
      g_string_append (out, i > 0 ? ", { \"col\": " : "{ \"col\": ");
      write_number (out, shape->points[i].col);
      g_string_append (out, ", \"row\": ");
      write_number (out, shape->points[i].row);
      g_string_append (out, " }");
    }
  g_string_append (out, "], \"text\": ");
  write_string (out, shape->text);
  g_string_append (out, " }");
}

static void
write_list (GString *out,
            const OvrField *field,
            const GPtrArray *list,
            guint depth)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < list->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_break (out, depth + 1);
      if (field->kind == OVR_FIELD_STRINGS)
        write_string (out, list->pdata[i]);
      else if (field->kind == OVR_FIELD_SHAPES)
        write_shape (out, list->pdata[i]);
      else
        write_object (out, field->type, list->pdata[i], depth + 1);
    }
  if (list->len > 0)
    write_break (out, depth);
  g_string_append_c (out, ']');
}

static void
write_date (GString *out,
            OvrDate date)
{
  g_autofree char *iso = ovr_date_to_iso (date);

  write_string (out, iso);
}

static void
write_int (GString *out,
           const OvrField *field,
           gconstpointer at)
{
  int value;

  memcpy (&value, at, sizeof value);
  if (field->kind == OVR_FIELD_BOOL)
    g_string_append (out, value ? "true" : "false");
  else if (field->kind == OVR_FIELD_ENUM)
    write_string (out, field->words[value]);
  else if (field->kind == OVR_FIELD_COUNT && value == 0)
    g_string_append (out, "null");
  else
    g_string_append_printf (out, "%d", value);
}

static void
write_field (GString *out,
             const OvrField *field,
             gconstpointer at,
             guint depth)
{
  switch (field->kind)
    {
    case OVR_FIELD_STRING:
      write_string (out, *(const char *const *) at);
      break;
    case OVR_FIELD_INT:
    case OVR_FIELD_COUNT:
    case OVR_FIELD_BOOL:
    case OVR_FIELD_ENUM:
      write_int (out, field, at);
      break;
    case OVR_FIELD_NUMBER:
      write_number (out, *(const double *) at);
      break;
    case OVR_FIELD_EXTENT:
      write_number (out, *(const double *) at > 0.0 ? *(const double *) at : (double) NAN);
      break;
    case OVR_FIELD_DATE:
      write_date (out, *(const OvrDate *) at);
      break;
    case OVR_FIELD_STRINGS:
    case OVR_FIELD_LIST:
    case OVR_FIELD_SHAPES:
      write_list (out, field, *(GPtrArray *const *) at, depth);
      break;
    case OVR_FIELD_STRUCT:
      write_object (out, field->type, at, depth);
      break;
    case OVR_FIELD_VIEW:
      write_object (out, field->type, *(OvrView *const *) at, depth);
      break;
    case OVR_FIELD_IMAGE:
      write_image (out, at);
      break;
    case OVR_FIELD_MEASUREMENT:
      write_measurement (out, at);
      break;
    }
}

static void
write_object (GString *out,
              const OvrType *type,
              gconstpointer self,
              guint depth)
{
  g_string_append_c (out, '{');
  if (type == &ovr_report_type)
    {
      write_break (out, depth + 1);
      g_string_append_printf (out, "\"schemaVersion\": %d,", OVR_REPORT_SCHEMA_VERSION);
    }
  for (guint i = 0; i < type->n_fields; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_break (out, depth + 1);
      g_string_append_printf (out, "\"%s\": ", type->fields[i].key);
      write_field (out, &type->fields[i], ovr_field_at (&type->fields[i], self), depth + 1);
    }
  write_break (out, depth);
  g_string_append_c (out, '}');
}

/**
 * ovr_report_to_json:
 * @self: a report
 *
 * Returns: (transfer full): UTF-8, indented, ends with a line break; equal
 *   reports give equal bytes
 */
char *
ovr_report_to_json (const OvrReport *self)
{
  GString *out = g_string_sized_new (16384);

  write_object (out, &ovr_report_type, self, 0);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}
