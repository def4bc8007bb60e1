/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-colour.h"
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-load-frame.h"

#include <math.h>
#include <stdio.h>

/**
 * Probe:
 * @n: stored samples, 1 or 3
 * @stored: the samples
 * @value: after the modality stage; NaN for colour
 * @unit: (borrowed) (nullable): of @value
 * @suvbw: in g/mL; NaN where unknown
 * @reason: (static) (nullable): why it is
 */
typedef struct
{
  guint n;
  double stored[3];
  double value;
  const char *unit;
  double suvbw;
  const char *reason;
} Probe;

/* A pixel of padding is told like any other: what stands there. */
static Probe
probe_at (const OvrPixels *pixels,
          guint32 column,
          guint32 row)
{
  const OvrImage *image = pixels->image;
  Probe probe = { .n = 1, .value = (double) NAN, .suvbw = (double) NAN, .reason = image->suv.reason };

  if (pixels->info.samples == 3)
    {
      gint64 samples[3];

      ovr_colour_samples (&pixels->info, g_bytes_get_data (pixels->cells, NULL), column, row, samples);
      probe.n = 3;
      for (guint i = 0; i < 3; i++)
        probe.stored[i] = (double) samples[i];
      return probe;
    }

  probe.stored[0] = ovr_pixels_get_stored (pixels, column, row);
  if (ovr_pixels_is_colour (pixels))
    return probe;

  probe.value = ovr_modality_apply (&image->to_values, probe.stored[0]);
  probe.unit = image->to_values.unit;
  probe.suvbw = probe.value * image->suv.factor;
  if (!isfinite (probe.value))
    probe.value = probe.suvbw = (double) NAN;
  return probe;
}

static void
add_stored (JsonBuilder *builder,
            const Probe *probe)
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
print_json (const Probe *probe)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_stored (builder, probe);
  ovr_command_json_number (builder, "value", probe->value);
  ovr_command_json_string (builder, "unit", probe->unit);
  ovr_command_json_number (builder, "suvbw", probe->suvbw);
  ovr_command_json_string (builder, "suvbwReason", probe->reason);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

static void
print_text (const Probe *probe)
{
  printf ("stored");
  for (guint i = 0; i < probe->n; i++)
    printf (" %.10g", probe->stored[i]);
  if (isfinite (probe->value))
    printf (", value %.10g %s", probe->value, probe->unit != NULL ? probe->unit : "(no unit)");
  if (isfinite (probe->suvbw))
    printf (", SUVbw %.4g g/mL", probe->suvbw);
  putchar ('\n');
}

int
ovr_command_value (int argc, char **argv)
{
  int frame = 1;
  gboolean json = FALSE;
  g_autofree char *at = NULL;
  const GOptionEntry entries[] = {
    { "frame", 0, 0, G_OPTION_ARG_INT, &frame, "Frame, from 1 (default: 1)", "N" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, "Pixel: column,row from 0", "X,Y" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrPixels) pixels = NULL;
  double point[2];
  Probe probe;
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

  probe = probe_at (pixels, (guint32) point[0], (guint32) point[1]);
  if (json)
    print_json (&probe);
  else
    print_text (&probe);

  return OVR_EXIT_DONE;
}
