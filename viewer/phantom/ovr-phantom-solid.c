/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-solid.h"

#include <math.h>

double
ovr_vec3_length (OvrVec3 a)
{
  return sqrt (ovr_vec3_dot (a, a));
}

OvrVec3
ovr_vec3_unit (OvrVec3 a)
{
  double length = ovr_vec3_length (a);

  if (length < 1e-9)
    return ovr_vec3 (0.0, 0.0, 1.0);
  return ovr_vec3 (a.x / length, a.y / length, a.z / length);
}

static OvrVec3
turned (OvrVec3 p,
        OvrVec3 turn_deg)
{
  double a = turn_deg.x * G_PI / 180.0;
  double b = turn_deg.y * G_PI / 180.0;
  double c = turn_deg.z * G_PI / 180.0;
  OvrVec3 q = { p.x, p.y * cos (a) - p.z * sin (a), p.y * sin (a) + p.z * cos (a) };
  OvrVec3 r = { q.x * cos (b) + q.z * sin (b), q.y, q.z * cos (b) - q.x * sin (b) };

  return ovr_vec3 (r.x * cos (c) - r.y * sin (c), r.x * sin (c) + r.y * cos (c), r.z);
}

static OvrSolid
from_axes (OvrVec3 centre,
           const OvrVec3 axes[3],
           const double semi[3])
{
  OvrSolid self = { .centre = centre };

  for (int i = 0; i < 3; i++)
    {
      double w = 1.0 / (semi[i] * semi[i]);
      double s = semi[i] * semi[i];
      OvrVec3 u = axes[i];

      self.form[0] += w * u.x * u.x;
      self.form[1] += w * u.y * u.y;
      self.form[2] += w * u.z * u.z;
      self.form[3] += w * u.x * u.y;
      self.form[4] += w * u.x * u.z;
      self.form[5] += w * u.y * u.z;
      self.reach.x += s * u.x * u.x;
      self.reach.y += s * u.y * u.y;
      self.reach.z += s * u.z * u.z;
    }
  self.reach = ovr_vec3 (sqrt (self.reach.x), sqrt (self.reach.y), sqrt (self.reach.z));
  return self;
}

OvrSolid
ovr_solid (OvrVec3 centre,
           double a,
           double b,
           double c,
           OvrVec3 turn_deg)
{
  OvrVec3 axes[3] = {
    turned (ovr_vec3 (1.0, 0.0, 0.0), turn_deg),
    turned (ovr_vec3 (0.0, 1.0, 0.0), turn_deg),
    turned (ovr_vec3 (0.0, 0.0, 1.0), turn_deg),
  };
  double semi[3] = { a, b, c };

  return from_axes (centre, axes, semi);
}

OvrSolid
ovr_solid_inset (const OvrSolid *self,
                 double mm)
{
  /* All axes by one factor that fits the mean radius: exact for a sphere, and
   * near enough for the wall of an organ. */
  double mean = cbrt (self->reach.x * self->reach.y * self->reach.z);
  double factor = MAX (mean - mm, 0.1 * mean) / mean;
  OvrSolid inset = *self;

  for (int i = 0; i < 6; i++)
    inset.form[i] /= factor * factor;
  inset.reach = ovr_vec3 (self->reach.x * factor, self->reach.y * factor, self->reach.z * factor);
  return inset;
}

double
ovr_solid_value (const OvrSolid *self,
                 OvrVec3 point)
{
  const double *m = self->form;
  double x = point.x - self->centre.x;
  double y = point.y - self->centre.y;
  double z = point.z - self->centre.z;

  return m[0] * x * x + m[1] * y * y + m[2] * z * z +
         2.0 * (m[3] * x * y + m[4] * x * z + m[5] * y * z) - 1.0;
}

void
ovr_solid_place (OvrSolid *self,
                 double angle_rad,
                 OvrVec3 shift)
{
  double c = cos (angle_rad);
  double s = sin (angle_rad);
  double *m = self->form;
  double xx = c * c * m[0] - 2.0 * c * s * m[3] + s * s * m[1];
  double yy = s * s * m[0] + 2.0 * c * s * m[3] + c * c * m[1];
  double xy = c * s * (m[0] - m[1]) + (c * c - s * s) * m[3];
  double xz = c * m[4] - s * m[5];
  double yz = s * m[4] + c * m[5];
  OvrVec3 p = self->centre;
  OvrVec3 reach = self->reach;

  m[0] = xx;
  m[1] = yy;
  m[3] = xy;
  m[4] = xz;
  m[5] = yz;
  self->centre = ovr_vec3 (c * p.x - s * p.y + shift.x, s * p.x + c * p.y + shift.y, p.z + shift.z);
  /* A box around the turned box: a little large, never too small. */
  self->reach.x = fabs (c) * reach.x + fabs (s) * reach.y;
  self->reach.y = fabs (s) * reach.x + fabs (c) * reach.y;
}

void
ovr_solid_fill (const OvrSolid *self,
                OvrCanvas *canvas,
                const OvrBrush *brush)
{
  const double *m = self->form;
  double z = canvas->z_mm - self->centre.z;
  double margin = canvas->dx_mm + canvas->dz_mm;
  float xx = (float) m[0];
  float half_x = (float) (0.5 * canvas->dx_mm);
  float half_y = (float) (0.5 * canvas->dy_mm);
  float half_z = (float) (0.5 * canvas->dz_mm);
  float xy = (float) m[3];
  float xz = (float) m[4];
  float dx = (float) canvas->dx_mm;
  int first, last, top, bottom;

  if (fabs (z) > self->reach.z + canvas->dz_mm)
    return;
  if (!ovr_canvas_window (canvas, self->centre.x - self->reach.x - margin,
                          self->centre.x + self->reach.x + margin,
                          self->centre.y - self->reach.y - margin,
                          self->centre.y + self->reach.y + margin,
                          &first, &last, &top, &bottom))
    return;

  for (int row = top; row <= bottom; row++)
    {
      double y = canvas->y0_mm + row * canvas->dy_mm - self->centre.y;
      float x_start = (float) (canvas->x0_mm + first * canvas->dx_mm - self->centre.x);
      float linear = (float) (2.0 * (m[3] * y + m[4] * z));
      float constant = (float) (m[1] * y * y + m[2] * z * z + 2.0 * m[5] * y * z - 1.0);
      float slope_y = (float) (m[1] * y + m[5] * z);
      float slope_z = (float) (m[2] * z + m[5] * y);
      float *line = canvas->line;
      int n = last - first + 1;

      for (int i = 0; i < n; i++)
        {
          float x = x_start + dx * (float) i;
          float value = (xx * x + linear) * x + constant;
          float reach = half_x * fabsf (2.0f * xx * x + linear) +
                        half_y * 2.0f * fabsf (slope_y + xy * x) +
                        half_z * 2.0f * fabsf (slope_z + xz * x) + 1e-6f;
          float c = 0.5f - 0.5f * value / reach;

          c = c < 0.0f ? 0.0f : c;
          line[i] = c > 1.0f ? 1.0f : c;
        }
      ovr_canvas_blend (canvas, brush, row, first, last, line);
    }
}
