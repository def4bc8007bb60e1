/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-load-frame.h"
#include "ovr-probe.h"

#include <math.h>
#include <stdio.h>

static void
add_stored (JsonBuilder *builder,
            const OvrProbe *probe)
{
  if (probe->n == 1)
    {
      ovr_command_json_number (builder, "stored", probe->stored[0]);
      return;
    }

  json_builder_set_member_name (builder, "stored");
  json_builder_begin_array (builder);
  for (guint i = 0; i < probe->n; i++)
    ovr_command_json_number (builder, NULL, probe->stored[i]);
  json_builder_end_array (builder);
}

static void
print_json (const OvrProbe *probe)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_stored (builder, probe);
  ovr_command_json_number (builder, "value", probe->value);
  ovr_command_json_string (builder, "unit", probe->unit);
  ovr_command_json_number (builder, "suvbw", probe->suvbw);
  ovr_command_json_string (builder, "suvbwReason", probe->suvbw_reason);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

static void
print_text (const OvrProbe *probe)
{
  printf ("stored");
  for (guint i = 0; i < probe->n; i++)
    printf (" %.10g", probe->stored[i]);
  if (isfinite (probe->value))
    printf (", value %.10g %s", probe->value, probe->unit != NULL ? probe->unit : "(no unit)");
  if (probe->label != NULL)
    printf (" (%s)", probe->label);
  if (isfinite (probe->suvbw))
    printf (", SUVbw %.4g g/mL", probe->suvbw);
  putchar ('\n');
}

int
ovr_command_value (int argc, char **argv)
{
  int frame = 1;
  int mapping = 1;
  gboolean json = FALSE;
  g_autofree char *at = NULL;
  const GOptionEntry entries[] = {
    { "frame", 0, 0, G_OPTION_ARG_INT, &frame, "Frame, from 1 (default: 1)", "N" },
    { "mapping", 0, 0, G_OPTION_ARG_INT, &mapping, "Which of the file's mappings to real world values, from 1; one beyond the last: none of them", "N" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, "Pixel: column,row from 0", "X,Y" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrPixels) pixels = NULL;
  double point[2];
  OvrProbe probe;
  int code;

  if (!ovr_command_parse ("FILE --at X,Y", "Tells the value of one pixel.", entries, &argc, &argv, &code))
    return code;
  if (argc != 2 || at == NULL || frame < 1)
    return ovr_command_fail_usage ("value needs one FILE, --at X,Y and a frame from 1");
  if (!ovr_load_pair (at, point) || point[0] != floor (point[0]) || point[1] != floor (point[1]))
    return ovr_command_fail_usage ("--at takes two whole numbers: X,Y");

  pixels = ovr_load_frame (argv[1], frame);
  if (pixels == NULL)
    return OVR_EXIT_INPUT;
  if (point[0] < 0.0 || point[1] < 0.0 || point[0] >= (double) pixels->info.columns || point[1] >= (double) pixels->info.rows)
    return ovr_command_fail_usage ("the image has %u columns and %u rows, from 0", pixels->info.columns, pixels->info.rows);

  if (mapping < 1 || (guint) mapping > pixels->image->quantities->len)
    return ovr_command_fail_usage ("the image has %u mappings to real world values", pixels->image->quantities->len - 1);

  probe = ovr_probe_at (pixels, (guint32) point[0], (guint32) point[1], (guint) mapping - 1);
  if (json)
    print_json (&probe);
  else
    print_text (&probe);

  return OVR_EXIT_DONE;
}
