/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-measure.h"

#include <math.h>

#define DEG_PER_RAD (180.0 / G_PI)

static void
set_result (OvrMeasurement *out,
            double value,
            const char *unit,
            const OvrScale *scale,
            double resolution)
{
  *out = (OvrMeasurement){
    .value = value,
    .unit = g_strdup (unit),
    .provenance = scale->provenance,
    .us_region = scale->us_region,
    .resolution = resolution,
  };
}

static gboolean
is_in_mm (const OvrScale *scale)
{
  return scale->provenance != OVR_PROVENANCE_PIXELS;
}

/* Half of the longer side of a pixel: no length is known better. */
static double
half_pixel (const OvrScale *scale)
{
  return fmax (scale->col_mm, scale->row_mm) / 2.0;
}

static OvrPoint
vector (const OvrScale *scale,
        OvrPoint from,
        OvrPoint to)
{
  return (OvrPoint){ (to.col - from.col) * scale->col_mm, (to.row - from.row) * scale->row_mm };
}

static void
length_at (const OvrScale *scale,
           OvrPoint from,
           OvrPoint to,
           OvrMeasurement *out)
{
  OvrPoint v = vector (scale, from, to);

  set_result (out, hypot (v.col, v.row), is_in_mm (scale) ? "mm" : "{pixels}", scale, half_pixel (scale));
}

void
ovr_measure_length (const OvrCalibration *calibration,
                    OvrPoint from,
                    OvrPoint to,
                    OvrMeasurement *out)
{
  const OvrPoint points[2] = { from, to };
  OvrScale scale = ovr_calibration_at (calibration, points, 2);

  length_at (&scale, from, to, out);
}

/* An angle is no length: its provenance is none, but its shape needs the true
 * aspect of the pixels. */
static void
angle_between (OvrPoint a,
               OvrPoint b,
               OvrMeasurement *out)
{
  static const OvrScale none = { .provenance = OVR_PROVENANCE_NONE };
  double cross = a.col * b.row - a.row * b.col;
  double dot = a.col * b.col + a.row * b.row;
  double degrees = fabs (atan2 (cross, dot)) * DEG_PER_RAD;

  if (cross == 0.0 && dot == 0.0)
    degrees = NAN;
  set_result (out, degrees, "deg", &none, 0.0);
}

void
ovr_measure_angle (const OvrCalibration *calibration,
                   OvrPoint a,
                   OvrPoint vertex,
                   OvrPoint b,
                   OvrMeasurement *out)
{
  const OvrPoint points[3] = { a, vertex, b };
  OvrScale scale = ovr_calibration_at (calibration, points, 3);

  angle_between (vector (&scale, vertex, a), vector (&scale, vertex, b), out);
}

/* The shoelace formula; 0 for a polygon that crosses itself evenly. */
static double
polygon_pixels (const OvrShape *shape)
{
  double sum = 0.0;

  for (guint i = 0; i < shape->n_points; i++)
    {
      const OvrPoint *a = &shape->points[i];
      const OvrPoint *b = &shape->points[(i + 1) % shape->n_points];

      sum += a->col * b->row - b->col * a->row;
    }

  return fabs (sum) / 2.0;
}

static double
box_pixels (const OvrShape *shape)
{
  return fabs ((shape->points[1].col - shape->points[0].col) * (shape->points[1].row - shape->points[0].row));
}

static gboolean
is_region (const OvrShape *shape)
{
  switch (shape->kind)
    {
    case OVR_SHAPE_ELLIPSE:
    case OVR_SHAPE_RECTANGLE:
      return shape->n_points >= 2;
    case OVR_SHAPE_POLYGON:
      return shape->n_points >= 3;
    default:
      return FALSE;
    }
}

static double
half_perimeter (const OvrScale *scale,
                const OvrShape *shape)
{
  double sum = 0.0;

  for (guint i = 0; i < shape->n_points; i++)
    {
      OvrPoint v = vector (scale, shape->points[i], shape->points[(i + 1) % shape->n_points]);

      sum += hypot (v.col, v.row);
    }

  return sum / 2.0;
}

void
ovr_measure_area (const OvrCalibration *calibration,
                  const OvrShape *shape,
                  OvrMeasurement *out)
{
  OvrScale scale = ovr_calibration_at (calibration, shape->points, shape->n_points);
  double pixels = shape->kind == OVR_SHAPE_POLYGON ? polygon_pixels (shape) : box_pixels (shape);

  if (shape->kind == OVR_SHAPE_ELLIPSE)
    pixels *= G_PI / 4.0;

  /* An edge that is half a pixel off all around moves the area by that times
   * the perimeter; half of it is a fair guess. */
  set_result (out, pixels * scale.col_mm * scale.row_mm, is_in_mm (&scale) ? "mm2" : "{pixels}",
              &scale, half_pixel (&scale) * half_perimeter (&scale, shape));
}

static gboolean
is_on_segment (OvrPoint a,
               OvrPoint b,
               double col,
               double row)
{
  double cross = (b.col - a.col) * (row - a.row) - (b.row - a.row) * (col - a.col);

  return cross == 0.0 && col >= fmin (a.col, b.col) && col <= fmax (a.col, b.col) &&
         row >= fmin (a.row, b.row) && row <= fmax (a.row, b.row);
}

static gboolean
polygon_holds (const OvrShape *shape,
               double col,
               double row)
{
  gboolean inside = FALSE;

  for (guint i = 0; i < shape->n_points; i++)
    {
      OvrPoint a = shape->points[i];
      OvrPoint b = shape->points[(i + 1) % shape->n_points];

      if (is_on_segment (a, b, col, row))
        return TRUE;
      if ((a.row > row) != (b.row > row) && col < (b.col - a.col) * (row - a.row) / (b.row - a.row) + a.col)
        inside = !inside;
    }

  return inside;
}

static gboolean
ellipse_holds (const OvrShape *shape,
               double col,
               double row)
{
  double rx = fabs (shape->points[1].col - shape->points[0].col) / 2.0;
  double ry = fabs (shape->points[1].row - shape->points[0].row) / 2.0;
  double dx = col - (shape->points[0].col + shape->points[1].col) / 2.0;
  double dy = row - (shape->points[0].row + shape->points[1].row) / 2.0;

  if (rx == 0.0 || ry == 0.0)
    return fabs (dx) <= rx && fabs (dy) <= ry;

  return dx / rx * (dx / rx) + dy / ry * (dy / ry) <= 1.0;
}

/* The box of a region's points encloses it. */
static gboolean
shape_holds (const OvrShape *shape,
             double col,
             double row)
{
  switch (shape->kind)
    {
    case OVR_SHAPE_ELLIPSE:
      return ellipse_holds (shape, col, row);
    case OVR_SHAPE_POLYGON:
      return polygon_holds (shape, col, row);
    default:
      return TRUE;
    }
}

/* Welford's running mean and sum of squares: exact enough for large offsets. */
static void
add_value (OvrRegionStats *stats,
           double *squares,
           double value)
{
  double delta = value - stats->mean;

  stats->n_pixels++;
  stats->mean += delta / (double) stats->n_pixels;
  *squares += delta * (value - stats->mean);
  stats->min = fmin (stats->min, value);
  stats->max = fmax (stats->max, value);
}

static void
find_box (const OvrShape *shape,
          const OvrPixels *pixels,
          gint64 box[4])
{
  double left = HUGE_VAL;
  double top = HUGE_VAL;
  double right = -HUGE_VAL;
  double bottom = -HUGE_VAL;

  for (guint i = 0; i < shape->n_points; i++)
    {
      left = fmin (left, shape->points[i].col);
      right = fmax (right, shape->points[i].col);
      top = fmin (top, shape->points[i].row);
      bottom = fmax (bottom, shape->points[i].row);
    }

  box[0] = (gint64) fmax (0.0, ceil (left));
  box[1] = (gint64) fmax (0.0, ceil (top));
  box[2] = (gint64) fmin ((double) pixels->info.columns - 1.0, floor (right));
  box[3] = (gint64) fmin ((double) pixels->info.rows - 1.0, floor (bottom));
}

gboolean
ovr_measure_region (const OvrPixels *pixels,
                    const OvrShape *shape,
                    OvrRegionStats *out)
{
  const OvrQuantity *quantity = pixels->image->quantities->pdata[0];
  OvrRegionStats stats = { .mean = 0.0, .sd = NAN, .min = NAN, .max = NAN, .unit = quantity->unit };
  double squares = 0.0;
  gint64 box[4];

  if (!is_region (shape) || ovr_pixels_is_colour (pixels))
    return FALSE;

  find_box (shape, pixels, box);
  for (gint64 row = box[1]; row <= box[3]; row++)
    for (gint64 col = box[0]; col <= box[2]; col++)
      {
        double value;

        if (!shape_holds (shape, (double) col, (double) row))
          continue;
        value = ovr_pixels_get_value (pixels, (guint32) col, (guint32) row);
        if (!isnan (value))
          add_value (&stats, &squares, value);
      }

  if (stats.n_pixels == 0)
    stats.mean = NAN;
  if (stats.n_pixels > 1)
    stats.sd = sqrt (squares / (double) (stats.n_pixels - 1));

  *out = stats;
  return TRUE;
}

/* Both axes lie in one lesion: they share one scale. */
static void
measure_bidirectional (const OvrCalibration *calibration,
                       const OvrShape *shape,
                       OvrMeasurement *first,
                       OvrMeasurement *second)
{
  OvrScale scale = ovr_calibration_at (calibration, shape->points, 4);

  length_at (&scale, shape->points[0], shape->points[1], first);
  length_at (&scale, shape->points[2], shape->points[3], second);
}

gboolean
ovr_measure_shape (const OvrCalibration *calibration,
                   const OvrShape *shape,
                   OvrMeasurement *first,
                   OvrMeasurement *second)
{
  const OvrPoint *p = shape->points;

  *second = (OvrMeasurement){ .value = NAN };
  if (is_region (shape))
    {
      ovr_measure_area (calibration, shape, first);
      return TRUE;
    }
  if (shape->kind == OVR_SHAPE_LENGTH && shape->n_points >= 2)
    {
      ovr_measure_length (calibration, p[0], p[1], first);
      return TRUE;
    }
  if (shape->kind == OVR_SHAPE_ANGLE && shape->n_points >= 3)
    {
      ovr_measure_angle (calibration, p[0], p[1], p[2], first);
      return TRUE;
    }
  if (shape->kind == OVR_SHAPE_BIDIRECTIONAL && shape->n_points >= 4)
    {
      measure_bidirectional (calibration, shape, first, second);
      return TRUE;
    }

  return FALSE;
}
