/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-json.h"

#include <math.h>
#include <stdio.h>

void
ovr_command_json_string (JsonBuilder *builder,
                         const char *member,
                         const char *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL && *value != '\0')
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
ovr_command_json_count (JsonBuilder *builder,
                        const char *member,
                        guint value)
{
  json_builder_set_member_name (builder, member);
  if (value > 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
ovr_command_json_number (JsonBuilder *builder,
                         const char *member,
                         double value)
{
  if (member != NULL)
    json_builder_set_member_name (builder, member);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* ---- Writing. json-glib's own generator writes 2e-16 as "2e-16.0" and lets
 * U+001F through, neither of which is JSON. */

static void
write_string (GString *out,
              const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (out, '\\');
      if (g_ascii_iscntrl (*p))
        g_string_append_printf (out, "\\u%04x", (guint) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
write_value (GString *out,
             JsonNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_NULL (node))
    g_string_append (out, "null");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    write_string (out, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    g_string_append (out, g_ascii_dtostr (number, sizeof number, json_node_get_double (node)));
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static void
new_line (GString *out,
          guint depth)
{
  g_string_append_printf (out, "\n%*s", (int) (2 * depth), "");
}

static void write_node (GString *out, JsonNode *node, guint depth);

static void
write_array (GString *out,
             JsonArray *array,
             guint depth)
{
  guint n = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      new_line (out, depth + 1);
      write_node (out, json_array_get_element (array, i), depth + 1);
    }
  if (n > 0)
    new_line (out, depth);
  g_string_append_c (out, ']');
}

static void
write_object (GString *out,
              JsonObject *object,
              guint depth)
{
  g_autoptr (GList) members = json_object_get_members (object);

  g_string_append_c (out, '{');
  for (GList *l = members; l != NULL; l = l->next)
    {
      if (l != members)
        g_string_append_c (out, ',');
      new_line (out, depth + 1);
      write_string (out, l->data);
      g_string_append (out, ": ");
      write_node (out, json_object_get_member (object, l->data), depth + 1);
    }
  if (members != NULL)
    new_line (out, depth);
  g_string_append_c (out, '}');
}

static void
write_node (GString *out,
            JsonNode *node,
            guint depth)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    write_array (out, json_node_get_array (node), depth);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    write_object (out, json_node_get_object (node), depth);
  else
    write_value (out, node);
}

void
ovr_command_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (GString) text = g_string_new (NULL);

  write_node (text, root, 0);
  puts (text->str);
}
