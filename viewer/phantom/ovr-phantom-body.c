/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"

#include <math.h>

/* Where breathing begins to move things, and where it moves them fully. */
#define BREATH_TOP_MM 40.0
#define BREATH_BOTTOM_MM -105.0

static const OvrVertebra vertebrae[OVR_N_VERTEBRAE] = {
  { 116.0, 12.0, 12.0, 7.5, 5.5, -0.40 },
  { 101.0, 17.0, 12.5, 7.5, 5.5, -0.33 },
  { 85.0, 22.0, 13.5, 8.0, 6.0, -0.33 },
  { 67.0, 28.0, 14.5, 8.5, 7.5, -0.32 },
  { 48.5, 33.5, 14.0, 9.2, 7.6, -0.27 },
  { 29.5, 38.0, 13.4, 10.0, 7.8, -0.22 },
  { 10.0, 42.0, 13.2, 10.8, 8.2, -0.17 },
  { -10.5, 45.0, 13.5, 11.6, 8.4, -0.12 },
  { -31.5, 47.0, 14.0, 12.4, 8.7, -0.07 },
  { -53.0, 48.2, 14.5, 13.0, 9.0, -0.02 },
  { -75.0, 48.2, 15.0, 13.5, 9.3, 0.03 },
  { -97.5, 46.8, 15.8, 13.9, 9.7, 0.08 },
  { -121.0, 44.5, 16.8, 14.2, 10.1, 0.12 },
  { -145.5, 41.2, 18.0, 14.6, 10.6, 0.15 },
  { -171.0, 37.0, 19.3, 15.2, 11.2, 0.18 },
  { -198.0, 32.0, 20.8, 15.9, 11.8, 0.19 },
  { -227.0, 27.0, 21.8, 16.4, 12.2, 0.16 },
  { -257.0, 23.0, 22.6, 16.8, 12.4, 0.10 },
};

const OvrVertebra *
ovr_body_vertebra (guint index)
{
  return &vertebrae[index];
}

OvrVec3
ovr_body_lean (OvrVec3 point)
{
  double share = CLAMP ((-point.x - 20.0) / 110.0, 0.0, 1.0);

  return ovr_vec3 (point.x, point.y + 4.0 * share, point.z - 7.5 * share);
}

static double
breath_shift (double breath_mm,
              double z)
{
  double t = CLAMP ((BREATH_TOP_MM - z) / (BREATH_TOP_MM - BREATH_BOTTOM_MM), 0.0, 1.0);

  return breath_mm * t * t * (3.0 - 2.0 * t);
}

const OvrPose *
ovr_body_get_pose (const OvrBody *self)
{
  return &self->pose;
}

static OvrVec3
to_scanner (const OvrBody *self,
            OvrVec3 p)
{
  return ovr_vec3 (self->cos_roll * p.x - self->sin_roll * p.y + self->pose.shift.x,
                   self->sin_roll * p.x + self->cos_roll * p.y + self->pose.shift.y,
                   p.z + self->pose.shift.z);
}

OvrVec3
ovr_body_place_exactly (const OvrBody *self,
                        OvrVec3 point)
{
  point.z += breath_shift (self->pose.breath_mm, point.z);
  return to_scanner (self, point);
}

OvrVec3
ovr_body_place (const OvrBody *self,
                OvrVec3 point)
{
  return to_scanner (self, ovr_vec3_add (point, ovr_curve_unevenness (point), 1.0));
}

OvrVec3
ovr_body_place_breathing (const OvrBody *self,
                          OvrVec3 point)
{
  point.z += breath_shift (self->pose.breath_mm, point.z);
  return ovr_body_place (self, point);
}

OvrVec3
ovr_body_unplace (const OvrBody *self,
                  OvrVec3 point)
{
  double x = point.x - self->pose.shift.x;
  double y = point.y - self->pose.shift.y;

  return ovr_vec3 (self->cos_roll * x + self->sin_roll * y,
                   self->cos_roll * y - self->sin_roll * x,
                   point.z - self->pose.shift.z);
}

double
ovr_body_breath_z (const OvrBody *self,
                   double z_mm)
{
  double wanted = z_mm - self->pose.shift.z;
  double z = wanted;

  /* z + shift (z) = wanted; the shift changes slowly, so this converges. */
  for (int i = 0; i < 6; i++)
    z = wanted - breath_shift (self->pose.breath_mm, z);
  return z;
}

void
ovr_body_add_organs (OvrBody *self,
                     GArray *organs,
                     const OvrOrganRow *rows,
                     guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const OvrOrganRow *row = &rows[i];
      OvrVec3 centre = { row->centre[0], row->centre[1], row->centre[2] };
      OvrVec3 turn = { row->turn[0], row->turn[1], row->turn[2] };
      OvrOrgan organ = {
        .solid = ovr_solid (centre, row->semi[0], row->semi[1], row->semi[2], turn),
        .hu = row->hu,
        .wall_mm = row->wall_mm,
        .core_hu = row->core_hu,
      };
      OvrVec3 lifted = { 0.0, 0.0, breath_shift (self->pose.breath_mm, centre.z) };

      ovr_solid_place (&organ.solid, self->pose.roll_rad,
                       ovr_vec3_add (self->pose.shift, lifted, 1.0));
      g_array_append_val (organs, organ);
    }
}

void
ovr_body_paint_organs (const OvrBody *self,
                       OvrCanvas *canvas,
                       const GArray *organs,
                       OvrCanvasMask clip)
{
  for (guint i = 0; i < organs->len; i++)
    {
      const OvrOrgan *organ = &g_array_index (organs, OvrOrgan, i);
      OvrBrush brush = ovr_brush_paint (organ->hu, clip);

      ovr_solid_fill (&organ->solid, canvas, &brush);
      if (organ->wall_mm > 0.0)
        {
          OvrBrush core = ovr_brush_paint (organ->core_hu, clip);
          OvrSolid inside = ovr_solid_inset (&organ->solid, organ->wall_mm);

          ovr_solid_fill (&inside, canvas, &core);
        }
    }
}

void
ovr_body_add_path (OvrBody *self,
                   OvrPart part,
                   const double (*points)[4],
                   guint n,
                   double mirror)
{
  g_autofree OvrVec3 *placed = g_new (OvrVec3, n);
  g_autofree double *radii = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      OvrVec3 point = { mirror * points[i][0], points[i][1], points[i][2] };

      if (part == OVR_PART_SHOULDER_MUSCLE || part == OVR_PART_SCAPULAE || part == OVR_PART_CLAVICLES)
        point = ovr_body_lean (point);

      placed[i] = part <= OVR_PART_LAST_RIGID ? ovr_body_place (self, point)
                                              : ovr_body_place_breathing (self, point);
      radii[i] = points[i][3];
    }
  ovr_strands_add_path (self->parts[part], placed, radii, n);
}

void
ovr_body_paint_part (const OvrBody *self,
                     OvrCanvas *canvas,
                     OvrPart part,
                     double hu,
                     OvrCanvasMask clip)
{
  ovr_body_paint_shell (self, canvas, part, hu, 0.0, 0.0, clip);
}

void
ovr_body_paint_shell (const OvrBody *self,
                      OvrCanvas *canvas,
                      OvrPart part,
                      double hu,
                      double shell_mm,
                      double core_hu,
                      OvrCanvasMask clip)
{
  OvrBrush brush = ovr_brush_paint (hu, clip);

  ovr_strands_fill (self->parts[part], canvas, &brush, shell_mm, core_hu);
}

void
ovr_body_ring (const OvrBody *self,
               double z_mm,
               gboolean skin,
               double offset_mm,
               OvrVec3 *out)
{
  double z = z_mm - self->pose.shift.z;

  for (int i = 0; i < OVR_RING_POINTS; i++)
    {
      double angle = 360.0 * i / OVR_RING_POINTS;
      OvrVec3 p = skin ? ovr_skin_point (z, angle, offset_mm) : ovr_cage_point (z, angle, offset_mm);

      p = ovr_vec3_add (p, ovr_curve_unevenness (p), 1.0);
      out[i] = to_scanner (self, p);
    }
}

OvrBody *
ovr_body_new (const OvrPose *pose)
{
  OvrBody *self = g_new0 (OvrBody, 1);

  self->pose = *pose;
  self->cos_roll = cos (pose->roll_rad);
  self->sin_roll = sin (pose->roll_rad);
  self->texture = ovr_texture_new (1956);
  for (int i = 0; i < OVR_N_PARTS; i++)
    self->parts[i] = ovr_strands_new ();
  self->heart = g_array_new (FALSE, FALSE, sizeof (OvrOrgan));
  self->abdomen = g_array_new (FALSE, FALSE, sizeof (OvrOrgan));
  self->stomach = g_array_new (FALSE, FALSE, sizeof (OvrOrgan));
  self->hind_abdomen = g_array_new (FALSE, FALSE, sizeof (OvrOrgan));
  self->lesions = g_array_new (FALSE, FALSE, sizeof (OvrOrgan));
  self->plaques = g_array_new (FALSE, FALSE, sizeof (OvrOrgan));
  self->diaphragm = g_array_new (FALSE, FALSE, sizeof (OvrSolid));
  ovr_body_build_wall (self);
  ovr_body_build_bones (self);
  ovr_body_build_vessels (self);
  ovr_body_build_abdomen (self);
  ovr_body_build_lesions (self);
  /* Last: the vessels of the lung fill what the others leave. */
  ovr_body_build_lungs (self);
  for (int i = 0; i < OVR_N_PARTS; i++)
    ovr_strands_seal (self->parts[i]);
  return self;
}

void
ovr_body_free (OvrBody *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < OVR_N_PARTS; i++)
    ovr_strands_free (self->parts[i]);
  g_array_unref (self->heart);
  g_array_unref (self->abdomen);
  g_array_unref (self->stomach);
  g_array_unref (self->hind_abdomen);
  g_array_unref (self->lesions);
  g_array_unref (self->plaques);
  g_array_unref (self->diaphragm);
  ovr_texture_free (self->texture);
  g_free (self);
}

void
ovr_body_paint (const OvrBody *self,
                OvrCanvas *canvas)
{
  ovr_body_paint_table (self, canvas);
  ovr_body_paint_wall (self, canvas);
  ovr_body_paint_masks (self, canvas);
  ovr_body_paint_lungs (self, canvas);
  ovr_body_paint_mediastinum (self, canvas);
  ovr_body_paint_lung_trees (self, canvas);
  ovr_body_paint_abdomen (self, canvas);
  ovr_body_paint_spine (self, canvas);
  ovr_body_paint_bones (self, canvas);
  ovr_body_paint_grain (self, canvas);
  ovr_body_paint_effusion (self, canvas);
  ovr_body_paint_lesions (self, canvas);
}
