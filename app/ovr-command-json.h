/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What commands with --json share. Members with unknown values are null, never
 * left out. */

/* A string member; null for NULL and "". */
void ovr_command_json_string (JsonBuilder *builder,
                              const char *member,
                              const char *value);

/* An integer member; null where @value is 0 and that means unknown. */
void ovr_command_json_count (JsonBuilder *builder,
                             const char *member,
                             guint value);

/* A number; null for NaN and infinities. Without @member: an array's element. */
void ovr_command_json_number (JsonBuilder *builder,
                              const char *member,
                              double value);

/* Prints what was built as one document on standard output. */
void ovr_command_json_print (JsonBuilder *builder);

G_END_DECLS
