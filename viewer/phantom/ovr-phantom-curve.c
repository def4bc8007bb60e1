/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-curve.h"

#include <math.h>

#define N_SKIN_ANGLES 13
#define SKIN_STEP_DEG 15.0

/* How far the spine's furrow goes into the back of the cage. */
#define FURROW_MM 15.0

/* The rib cage: z, half width, y of the widest place, y in front, y behind,
 * exponent of the front half, exponent of the back half. */
static const double cage_rows[][7] = {
  { 75.0, 50.0, 28.0, -16.0, 62.0, 1.7, 2.2 },
  { 60.0, 68.0, 32.0, -32.0, 74.0, 1.75, 2.3 },
  { 45.0, 85.0, 33.0, -47.0, 81.0, 1.8, 2.35 },
  { 25.0, 103.0, 31.0, -65.0, 86.0, 1.9, 2.4 },
  { 0.0, 117.0, 25.0, -80.0, 89.0, 2.05, 2.4 },
  { -40.0, 127.0, 14.0, -93.0, 91.0, 2.25, 2.4 },
  { -75.0, 131.0, 8.0, -99.0, 91.0, 2.35, 2.4 },
  { -110.0, 131.0, 4.0, -101.0, 89.0, 2.4, 2.4 },
  { -150.0, 128.0, 0.0, -98.0, 85.0, 2.4, 2.35 },
  { -200.0, 123.0, -4.0, -92.0, 80.0, 2.3, 2.3 },
  { -250.0, 119.0, -6.0, -88.0, 77.0, 2.2, 2.3 },
};

/* How thick the wall is outside the ribs: z, then mm at 0°, 15°, … 180°. The
 * arms are raised, as in every chest CT. */
static const double wall_rows[][1 + N_SKIN_ANGLES] = {
  { 112.0, 30.0, 30.0, 33.0, 42.0, 66.0, 108.0, 138.0, 120.0, 70.0, 44.0, 36.0, 32.0, 29.0 },
  { 95.0, 35.0, 36.0, 40.0, 52.0, 76.0, 114.0, 138.0, 120.0, 70.0, 46.0, 37.0, 33.0, 29.0 },
  { 75.0, 39.0, 40.0, 47.0, 62.0, 86.0, 118.0, 136.0, 118.0, 72.0, 50.0, 38.0, 33.0, 29.0 },
  { 60.0, 33.0, 35.0, 44.0, 58.0, 79.0, 101.0, 113.0, 100.0, 68.0, 48.0, 36.0, 31.0, 27.0 },
  { 45.0, 27.0, 28.0, 37.0, 50.0, 66.0, 80.0, 87.0, 80.0, 62.0, 45.0, 34.0, 30.0, 27.0 },
  { 25.0, 21.0, 24.0, 32.0, 42.0, 52.0, 59.0, 63.0, 62.0, 55.0, 44.0, 33.0, 29.0, 26.0 },
  { 0.0, 17.0, 20.0, 26.0, 32.0, 37.0, 42.0, 46.0, 49.0, 48.0, 41.0, 31.0, 28.0, 24.0 },
  { -40.0, 15.0, 16.0, 18.0, 20.0, 23.0, 27.0, 31.0, 36.0, 38.0, 35.0, 29.0, 28.0, 23.0 },
  { -75.0, 15.0, 16.0, 17.0, 18.0, 20.0, 23.0, 26.0, 30.0, 33.0, 32.0, 28.0, 28.0, 23.0 },
  { -110.0, 15.0, 17.0, 18.0, 19.0, 20.0, 21.0, 23.0, 27.0, 30.0, 30.0, 28.0, 29.0, 23.0 },
  { -150.0, 18.0, 19.0, 20.0, 20.0, 20.0, 21.0, 22.0, 25.0, 28.0, 30.0, 30.0, 31.0, 24.0 },
  { -200.0, 23.0, 23.0, 23.0, 22.0, 21.0, 21.0, 22.0, 25.0, 29.0, 32.0, 34.0, 34.0, 27.0 },
  { -250.0, 27.0, 27.0, 26.0, 24.0, 23.0, 23.0, 24.0, 27.0, 31.0, 35.0, 37.0, 37.0, 29.0 },
};

/* The slope at row @i from its neighbours: zero at the ends, so that the
 * constant parts beyond join smoothly. */
static double
row_slope (const double *rows,
           guint n_rows,
           guint stride,
           guint i,
           guint value)
{
  if (i == 0 || i == n_rows - 1)
    return 0.0;
  return (rows[(i + 1) * stride + value] - rows[(i - 1) * stride + value]) /
         (rows[(i + 1) * stride] - rows[(i - 1) * stride]);
}

void
ovr_curve_table (const double *rows,
                 guint n_rows,
                 guint n_values,
                 double z_mm,
                 double *out)
{
  guint stride = n_values + 1;
  guint i = 0;
  double z, h, t;

  g_return_if_fail (n_rows >= 2);

  /* The checker takes the first row of a table for all of it.
   * NOLINTBEGIN(clang-analyzer-core.UndefinedBinaryOperatorResult) */
  z = CLAMP (z_mm, rows[(n_rows - 1) * stride], rows[0]);
  while (i + 2 < n_rows && z < rows[(i + 1) * stride])
    i++;
  /* NOLINTEND(clang-analyzer-core.UndefinedBinaryOperatorResult) */
  h = rows[(i + 1) * stride] - rows[i * stride];
  t = (z - rows[i * stride]) / h;
  for (guint k = 1; k <= n_values; k++)
    {
      double a = rows[i * stride + k];
      double b = rows[(i + 1) * stride + k];
      double sa = row_slope (rows, n_rows, stride, i, k) * h;
      double sb = row_slope (rows, n_rows, stride, i + 1, k) * h;

      out[k - 1] = a + t * t * (3.0 - 2.0 * t) * (b - a) +
                   t * (1.0 - t) * ((1.0 - t) * sa - t * sb);
    }
}

/* A closed smooth curve (Catmull-Rom) through @n points, @steps each. */
static void
close_curve (const OvrVec3 *points,
             guint n,
             guint steps,
             OvrVec3 *out)
{
  for (guint i = 0; i < n; i++)
    {
      OvrVec3 p0 = points[(i + n - 1) % n];
      OvrVec3 p1 = points[i];
      OvrVec3 p2 = points[(i + 1) % n];
      OvrVec3 p3 = points[(i + 2) % n];

      for (guint step = 0; step < steps; step++)
        {
          double t = (double) step / steps;
          double w0 = t * (-0.5 + t * (1.0 - 0.5 * t));
          double w1 = 1.0 + t * t * (-2.5 + 1.5 * t);
          double w2 = t * (0.5 + t * (2.0 - 1.5 * t));
          double w3 = t * t * (-0.5 + 0.5 * t);

          out[i * steps + step] = ovr_vec3 (w0 * p0.x + w1 * p1.x + w2 * p2.x + w3 * p3.x,
                                            w0 * p0.y + w1 * p1.y + w2 * p2.y + w3 * p3.y,
                                            p1.z);
        }
    }
}

void
ovr_curve_inset (const OvrVec3 *points,
                 guint n,
                 double mm,
                 OvrVec3 *out)
{
  double area = 0.0;

  for (guint i = 0; i < n; i++)
    area += points[i].x * points[(i + 1) % n].y - points[i].y * points[(i + 1) % n].x;
  for (guint i = 0; i < n; i++)
    {
      OvrVec3 p = points[(i + n - 1) % n];
      OvrVec3 q = points[(i + 1) % n];
      OvrVec3 normal = ovr_vec3_unit (ovr_vec3 (-(q.y - p.y), q.x - p.x, 0.0));

      out[i] = ovr_vec3_add (points[i], normal, area > 0.0 ? mm : -mm);
    }
}

static double
dome_factor (const OvrLoft *self,
             double z)
{
  double top = self->keys[0][0] - z;
  double bottom = z - self->keys[self->n_keys - 1][0];
  double t = MIN (top, bottom) / self->cap_mm;

  if (self->cap_mm <= 0.0 || t >= 1.0)
    return 1.0;
  return sqrt (t * (2.0 - t));
}

guint
ovr_loft_outline (const OvrLoft *self,
                  double z_mm,
                  OvrVec3 *out)
{
  double values[2 * OVR_LOFT_POINTS];
  OvrVec3 points[OVR_LOFT_POINTS];
  double factor;
  OvrVec3 middle = { 0.0, 0.0, 0.0 };

  if (z_mm > self->keys[0][0] || z_mm < self->keys[self->n_keys - 1][0])
    return 0;
  ovr_curve_table (self->keys[0], self->n_keys, 2 * OVR_LOFT_POINTS, z_mm, values);
  factor = dome_factor (self, z_mm);
  for (int i = 0; i < OVR_LOFT_POINTS; i++)
    {
      points[i] = ovr_vec3 (values[2 * i], values[2 * i + 1], z_mm);
      middle = ovr_vec3_add (middle, points[i], 1.0 / OVR_LOFT_POINTS);
    }
  for (int i = 0; i < OVR_LOFT_POINTS; i++)
    points[i] = ovr_vec3_mix (middle, points[i], factor);
  for (int i = 0; i < OVR_LOFT_POINTS; i++)
    points[i].z = z_mm;
  close_curve (points, OVR_LOFT_POINTS, OVR_LOFT_STEPS, out);
  return OVR_OUTLINE_MAX;
}

/* A superellipse whose front and back halves differ, with the furrow of the
 * spine behind. */
static OvrVec3
cage_middle (const double *row,
             double angle_deg,
             double furrow_mm)
{
  double a = angle_deg * G_PI / 180.0;
  double s = sin (a);
  double c = cos (a);
  double n = c > 0.0 ? row[4] : row[5];
  double depth = c > 0.0 ? row[1] - row[2] : row[3] - row[1];
  double x = row[0] * copysign (pow (fabs (s), 2.0 / n), s);
  double y = row[1] - depth * copysign (pow (fabs (c), 2.0 / n), c);

  if (c < 0.0)
    y -= furrow_mm * exp (-(x * x) / (30.0 * 30.0));
  return ovr_vec3 (x, y, 0.0);
}

static OvrVec3
cage_normal (const double *row,
             double angle_deg,
             double furrow_mm)
{
  OvrVec3 p = cage_middle (row, angle_deg - 2.0, furrow_mm);
  OvrVec3 q = cage_middle (row, angle_deg + 2.0, furrow_mm);

  return ovr_vec3_unit (ovr_vec3 (q.y - p.y, -(q.x - p.x), 0.0));
}

OvrVec3
ovr_cage_point (double z_mm,
                double angle_deg,
                double offset_mm)
{
  double row[6];
  OvrVec3 p;

  ovr_curve_table (cage_rows[0], G_N_ELEMENTS (cage_rows), 6, z_mm, row);
  p = ovr_vec3_add (cage_middle (row, angle_deg, FURROW_MM), cage_normal (row, angle_deg, FURROW_MM), offset_mm);
  p.z = z_mm;
  return p;
}

/* How far the breast lifts the skin: in a patient on the back it is flat and
 * lies to the side. */
static double
breast_mm (double angle,
           double z)
{
  double u = (angle - 35.0) / (angle < 35.0 ? 14.0 : 24.0);
  double v = (z + 50.0) / (z > -50.0 ? 44.0 : 30.0);
  double lift = 35.0 * exp (-u * u - v * v);
  double nu = (angle - 35.0) / 2.6;
  double nv = (z + 56.0) / 4.0;

  return lift + 4.0 * exp (-nu * nu - nv * nv);
}

OvrVec3
ovr_skin_point (double z_mm,
                double angle_deg,
                double offset_mm)
{
  double row[6];
  double wall[N_SKIN_ANGLES];
  double angle = angle_deg > 180.0 ? 360.0 - angle_deg : angle_deg;
  double at = CLAMP (angle / SKIN_STEP_DEG, 0.0, (double) (N_SKIN_ANGLES - 1));
  int i = MIN ((int) at, N_SKIN_ANGLES - 2);
  double t = at - i;
  double p0, p1, p2, p3, thickness;
  OvrVec3 p;

  ovr_curve_table (cage_rows[0], G_N_ELEMENTS (cage_rows), 6, z_mm, row);
  ovr_curve_table (wall_rows[0], G_N_ELEMENTS (wall_rows), N_SKIN_ANGLES, z_mm, wall);
  p0 = wall[i == 0 ? 1 : i - 1];
  p1 = wall[i];
  p2 = wall[i + 1];
  p3 = wall[i + 2 < N_SKIN_ANGLES ? i + 2 : N_SKIN_ANGLES - 2];
  thickness = p1 + 0.5 * t * (p2 - p0 + t * (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3 + t * (3.0 * (p1 - p2) + p3 - p0)));
  thickness += breast_mm (angle, z_mm);
  p = ovr_vec3_add (cage_middle (row, angle_deg, 0.0), cage_normal (row, angle_deg, 0.0), thickness + offset_mm);
  p.z = z_mm;
  return p;
}

OvrVec3
ovr_curve_unevenness (OvrVec3 p)
{
  double x = p.x * 0.021 + p.y * 0.034 + p.z * 0.043;
  double y = p.x * 0.047 - p.y * 0.029 + p.z * 0.031;
  double z = p.x * 0.083 + p.y * 0.091 - p.z * 0.061;

  return ovr_vec3 (1.1 * sin (x + 0.7) * cos (y) + 0.45 * sin (z + 1.1),
                   1.1 * sin (y + 2.1) * cos (x + 0.4) + 0.45 * cos (z + 2.7),
                   0.0);
}
