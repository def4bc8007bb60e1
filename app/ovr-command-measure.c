/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-load-frame.h"
#include "ovr-measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_POINTS 4096

/**
 * Kind:
 * @name: on the command line
 * @shape: what it is measured as; an arrow, which has no measure, for Cobb's
 *   angle, which has no shape of its own
 * @n_points: how many it takes; 0 for three or more
 */
typedef struct
{
  const char *name;
  OvrShapeKind shape;
  guint n_points;
} Kind;

static const Kind kinds[] = {
  { "length", OVR_SHAPE_LENGTH, 2 },
  { "angle", OVR_SHAPE_ANGLE, 3 },
  { "cobb", OVR_SHAPE_ARROW, 4 },
  { "ellipse", OVR_SHAPE_ELLIPSE, 2 },
  { "rectangle", OVR_SHAPE_RECTANGLE, 2 },
  { "polygon", OVR_SHAPE_POLYGON, 0 },
  { "bidirectional", OVR_SHAPE_BIDIRECTIONAL, 4 },
};

/**
 * Result:
 * @first: length, angle, long axis or area
 * @second: short axis; unit NULL for all others
 * @is_region: @first is an area
 * @stats: values within; counts 0 pixels where there are none
 * @unit: (borrowed) (nullable): of the values
 */
typedef struct
{
  OvrMeasurement first;
  OvrMeasurement second;
  gboolean is_region;
  OvrRegionStats stats;
  const char *unit;
} Result;

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];

  return NULL;
}

/* UCUM's unit as people write it. */
static const char *
unit_word (const char *ucum)
{
  return g_strcmp0 (ucum, "{pixels}") == 0 ? "px" : ucum;
}

static void
measure (const OvrPixels *pixels,
         const Kind *kind,
         const OvrPoint *points,
         guint n_points,
         Result *out)
{
  const OvrCalibration *calibration = &pixels->image->calibration;
  g_autoptr (OvrShape) shape = ovr_shape_new (kind->shape, points, n_points, NULL);

  *out = (Result){ .stats = { .mean = (double) NAN, .sd = (double) NAN, .min = (double) NAN, .max = (double) NAN } };
  if (!ovr_measure_shape (calibration, shape, &out->first, &out->second))
    ovr_measure_cobb (calibration, points, &out->first);

  out->is_region = kind->shape == OVR_SHAPE_ELLIPSE || kind->shape == OVR_SHAPE_RECTANGLE ||
                   kind->shape == OVR_SHAPE_POLYGON;
  if (out->is_region && ovr_measure_region (pixels, shape, &out->stats))
    out->unit = pixels->image->to_values.unit;
}

static void
print_json (const Result *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *provenance = ovr_measurement_provenance_to_string (&result->first);
  double nothing = (double) NAN;

  json_builder_begin_object (builder);
  ovr_command_json_number (builder, "value", result->is_region ? result->stats.mean : result->first.value);
  ovr_command_json_number (builder, "short", result->second.unit != NULL ? result->second.value : nothing);
  ovr_command_json_string (builder, "unit", result->is_region ? result->unit : unit_word (result->first.unit));
  ovr_command_json_string (builder, "provenance",
                           result->first.provenance != OVR_PROVENANCE_NONE ? provenance : NULL);
  ovr_command_json_number (builder, "mean", result->stats.mean);
  ovr_command_json_number (builder, "sd", result->stats.sd);
  ovr_command_json_number (builder, "min", result->stats.min);
  ovr_command_json_number (builder, "max", result->stats.max);
  ovr_command_json_number (builder, "area", result->is_region ? result->first.value : nothing);
  ovr_command_json_string (builder, "areaUnit", result->is_region ? unit_word (result->first.unit) : NULL);
  json_builder_set_member_name (builder, "pixels");
  if (result->is_region)
    json_builder_add_int_value (builder, (gint64) result->stats.n_pixels);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

static void
print_text (const Result *result)
{
  g_autofree char *provenance = ovr_measurement_provenance_to_string (&result->first);
  g_autofree char *words = ovr_measurement_to_words (&result->first, "en");

  printf ("%s", words);
  if (result->second.unit != NULL)
    {
      g_autofree char *second = ovr_measurement_to_words (&result->second, "en");

      printf (" × %s", second);
    }
  if (result->first.provenance != OVR_PROVENANCE_NONE)
    printf (" (%s)", provenance);
  if (result->stats.n_pixels > 0)
    printf (", mean %.1f, SD %.1f, %.10g to %.10g %s", result->stats.mean, result->stats.sd, result->stats.min,
            result->stats.max, result->unit != NULL ? result->unit : "(no unit)");
  putchar ('\n');
}

static int
run (const char *path,
     int frame,
     const Kind *kind,
     const OvrPoint *points,
     guint n_points,
     gboolean json)
{
  g_autoptr (OvrPixels) pixels = ovr_load_frame (path, frame);
  Result result;

  if (pixels == NULL)
    return OVR_EXIT_INPUT;

  measure (pixels, kind, points, n_points, &result);
  if (json)
    print_json (&result);
  else
    print_text (&result);

  ovr_measurement_clear (&result.first);
  ovr_measurement_clear (&result.second);
  return OVR_EXIT_DONE;
}

int
ovr_command_measure (int argc, char **argv)
{
  int frame = 1;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "frame", 0, 0, G_OPTION_ARG_INT, &frame, "Frame, from 1 (default: 1)", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree OvrPoint *points = NULL;
  const Kind *kind;
  guint n_points;
  int code;

  if (!ovr_command_parse ("FILE KIND X,Y X,Y…", "Measures by points: length, angle, cobb, ellipse, rectangle, polygon, bidirectional.",
                          entries, &argc, &argv, &code))
    return code;
  if (argc < 5 || argc > MAX_POINTS || frame < 1)
    return ovr_command_fail_usage ("measure needs one FILE, a KIND, points X,Y and a frame from 1");

  kind = find_kind (argv[2]);
  n_points = (guint) argc - 3;
  if (kind == NULL)
    return ovr_command_fail_usage ("there is no measurement \"%s\"", argv[2]);
  if (kind->n_points > 0 ? n_points != kind->n_points : n_points < 3)
    return ovr_command_fail_usage ("%s takes another number of points than %u", kind->name, n_points);

  points = g_new (OvrPoint, n_points);
  for (guint i = 0; i < n_points; i++)
    {
      double pair[2];

      if (!ovr_load_pair (argv[3 + i], pair))
        return ovr_command_fail_usage ("a point is two numbers: X,Y");
      points[i] = (OvrPoint){ pair[0], pair[1] };
    }

  return run (argv[1], frame, kind, points, n_points, json);
}
