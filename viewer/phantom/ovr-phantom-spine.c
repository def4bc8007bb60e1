/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"

#include <math.h>

/* The column of vertebral bodies and discs, and the canal behind it. Made
 * point by point: its end-plates are inclined against the planes. */

/* The spine's own coordinates at a height: between which two vertebrae, and
 * all sizes between theirs. */
static OvrVertebra
spine_at (double z,
          guint *nearest)
{
  guint i = 0;
  const OvrVertebra *a;
  const OvrVertebra *b;
  double t;
  OvrVertebra v;

  while (i + 2 < OVR_N_VERTEBRAE && z < ovr_body_vertebra (i + 1)->z)
    i++;
  a = ovr_body_vertebra (i);
  b = ovr_body_vertebra (i + 1);
  t = CLAMP ((a->z - z) / (a->z - b->z), -0.6, 1.6);
  *nearest = t < 0.5 ? i : i + 1;
  v = (OvrVertebra){
    .z = z,
    .y = a->y + (b->y - a->y) * t,
    .half_width = a->half_width + (b->half_width - a->half_width) * t,
    .half_depth = a->half_depth + (b->half_depth - a->half_depth) * t,
    .half_height = a->half_height + (b->half_height - a->half_height) * t,
    .slope = a->slope + (b->slope - a->slope) * t,
  };
  return v;
}

static double
ramp (double distance,
      double width)
{
  return CLAMP (0.5 + distance / width, 0.0, 1.0);
}

/* Attenuation and coverage of the column of bodies and discs at a point.
 * @p: body frame; @v: sizes at this height; @near: the nearest vertebra;
 * @pixel: softness of edges, mm. */
static double
column_hu (const OvrBody *self,
           OvrVec3 p,
           const OvrVertebra *v,
           const OvrVertebra *near,
           double pixel,
           double thickness,
           double *coverage)
{
  double along = (p.z - near->z) + (p.y - v->y) * near->slope;
  double in_body = CLAMP (along / near->half_height, -1.0, 1.0);
  double waist = 1.0 - 0.10 * (1.0 - in_body * in_body);
  double u = p.x / (v->half_width * waist);
  double w = (p.y - v->y) / (v->half_depth * waist);
  double hollow = MAX (1.0 - u * u / 0.5, 0.0);
  double r, edge, body, plate, shell, grain, hu;

  w += w > 0.0 ? 0.20 * hollow * w : 0.0;
  r = pow (pow (fabs (u), 2.5) + pow (fabs (w), 2.5), 1.0 / 2.5);
  edge = (1.0 - r) * 0.92 * MIN (v->half_width, v->half_depth);
  *coverage = ramp (edge, pixel);
  grain = (double) ovr_texture_at (self->texture, (float) (0.75 * p.x), (float) (0.75 * p.y), (float) (0.5 * p.z)) +
          0.6 * (double) ovr_texture_at (self->texture, (float) (0.3 * p.x), (float) (0.3 * p.y + 20.0), (float) (0.25 * p.z));
  hu = 128.0 + 24.0 * grain;
  /* The basivertebral vein enters from behind at half height. */
  hu -= 70.0 * ramp (2.2 - fabs (p.x) - 0.12 * fabs (w) * 4.0, 2.0) * ramp (w - 0.35, 0.5) * ramp (2.2 - fabs (along), 2.0);
  shell = ramp (0.75 - edge, pixel);
  hu += (720.0 - hu) * shell;
  plate = ramp (fabs (along) - (near->half_height - 0.9), 0.5 * pixel + thickness);
  hu += (610.0 + 60.0 * grain - hu) * plate;
  body = ramp (near->half_height - fabs (along), 0.5 * pixel + thickness);
  return 84.0 + (hu - 84.0) * body;
}

static void
ellipse (const OvrBody *self,
         OvrCanvas *canvas,
         double y,
         double a,
         double b,
         double hu)
{
  OvrVec3 points[32];
  OvrBrush brush = ovr_brush_paint (hu, OVR_CANVAS_NO_CLIP);

  for (int i = 0; i < 32; i++)
    points[i] = ovr_body_place (self, ovr_vec3 (a * cos (G_PI * i / 16.0), y + b * sin (G_PI * i / 16.0),
                                                canvas->z_mm - self->pose.shift.z));
  ovr_canvas_fill (canvas, points, 32, &brush);
}

void
ovr_body_paint_spine (const OvrBody *self,
                      OvrCanvas *canvas)
{
  double z = canvas->z_mm - self->pose.shift.z;
  guint index;
  OvrVertebra v = spine_at (z, &index);
  double back = v.y + v.half_depth;
  OvrVec3 middle = ovr_body_place (self, ovr_vec3 (0.0, v.y, z));
  double reach = 1.25 * MAX (v.half_width, v.half_depth);
  int first, last, top, bottom;

  /* The canal: fat, the dural sac, the cord (which ends at L1). */
  ellipse (self, canvas, back + 8.5, 12.0, 11.0, -30.0);
  ellipse (self, canvas, back + 7.6, 9.2, 7.6, 20.0);
  if (z > -196.0)
    ellipse (self, canvas, back + 7.4, 5.4, 3.9, 44.0);
  if (!ovr_canvas_window (canvas, middle.x - reach, middle.x + reach, middle.y - reach, middle.y + reach,
                          &first, &last, &top, &bottom))
    return;
  for (int row = top; row <= bottom; row++)
    for (int column = first; column <= last; column++)
      {
        OvrVec3 p = ovr_body_unplace (self, ovr_vec3 (canvas->x0_mm + column * canvas->dx_mm,
                                                      canvas->y0_mm + row * canvas->dy_mm, canvas->z_mm));
        guint nearest = index;
        double shifted = p.z + (p.y - v.y) * v.slope;
        double coverage;
        double hu;
        float *pixel = &canvas->hu[row * canvas->columns + column];

        spine_at (shifted, &nearest);
        p = ovr_vec3_add (p, ovr_curve_unevenness (p), -1.0);
        hu = column_hu (self, p, &v, ovr_body_vertebra (nearest), canvas->dx_mm, canvas->dz_mm, &coverage);
        *pixel += ((float) hu - *pixel) * (float) coverage;
      }
}
