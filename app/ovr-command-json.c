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
  if (isnan (value))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, value);
}

void
ovr_command_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  printf ("%s\n", text);
}
