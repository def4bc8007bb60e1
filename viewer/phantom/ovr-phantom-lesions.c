/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-lesions.h"
#include "ovr-phantom-body-private.h"

#include <math.h>

#define OVR_NODULE_NOTCH_HU -830.0

/* The findings. What is written here is the truth that tests measure against:
 * ellipsoids, exactly placed, painted over everything else. The nodule's notches
 * and strands change neither its axes nor its middle. */

OvrVec3
ovr_lesion_nodule (void)
{
  return ovr_vec3 (-62.0, 24.0, 25.0);
}

OvrVec3
ovr_lesion_adrenal (void)
{
  return ovr_vec3 (37.0, 19.0, -168.0);
}

OvrVec3
ovr_lesion_focus (void)
{
  return ovr_vec3 (5.0, 50.0, -72.0);
}

OvrVec3
ovr_lesion_focus_in (const OvrBody *body)
{
  OvrVec3 focus = ovr_body_place_exactly (body, ovr_lesion_focus ());

  focus.z = ovr_lesion_focus ().z + ovr_body_get_pose (body)->shift.z;
  return focus;
}

void
ovr_lesion_effusion_at (const OvrBody *body,
                        double z_mm,
                        double *from_deg,
                        double *to_deg,
                        double *share)
{
  double z = ovr_body_breath_z (body, z_mm);
  double along = CLAMP ((-62.0 - z) / 60.0, 0.0, 1.0);

  *share = along * along * (3.0 - 2.0 * along);
  *from_deg = 172.0;
  *to_deg = 146.0 - 34.0 * along;
}

OvrVec3
ovr_lesion_effusion_in (const OvrBody *body)
{
  const OvrPose *pose = ovr_body_get_pose (body);
  double z = -122.0;
  double from, to, share;

  ovr_lesion_effusion_at (body, z + pose->shift.z, &from, &to, &share);
  return ovr_body_place (body, ovr_cage_point (z, 0.5 * (from + to), -5.0 - 0.5 * pose->effusion_mm * share));
}

static void
add_lesion (OvrBody *self,
            OvrVec3 place,
            double a,
            double b,
            double c,
            double turn_deg,
            double hu)
{
  OvrOrgan organ = {
    .solid = ovr_solid (ovr_vec3 (0.0, 0.0, 0.0), a, b, c, ovr_vec3 (0.0, 0.0, turn_deg)),
    .hu = hu,
  };

  ovr_solid_place (&organ.solid, self->pose.roll_rad, place);
  g_array_append_val (self->lesions, organ);
}

/* Shallow notches in the outline, as growth around vessels and septa leaves
 * them. They keep off the ends of the axes, so that the sizes stay the truth. */
static void
add_notches (OvrBody *self,
             OvrVec3 centre,
             double half)
{
  static const double turns_deg[] = { 47.0, 128.0, 221.0, 304.0 };

  for (guint i = 0; i < G_N_ELEMENTS (turns_deg); i++)
    {
      double a = (OVR_NODULE_TURN_DEG + turns_deg[i]) * G_PI / 180.0;
      double size = half * (0.22 + 0.10 * ovr_texture_uniform (74, i));
      OvrVec3 out = { cos (a), sin (a), 0.3 * (ovr_texture_uniform (75, i) - 0.5) };

      add_lesion (self, ovr_vec3_add (centre, out, half * 0.94 + 0.45 * size), size, size, 2.0 * size, 0.0, OVR_NODULE_NOTCH_HU);
    }
}

/* Fine strands that run from the nodule into the lung around it. */
static void
add_spicules (OvrBody *self,
              OvrVec3 centre,
              double radius)
{
  for (guint32 i = 0; i < 44; i++)
    {
      /* Every third one lies flat: those are seen at full length. */
      double z = (2.0 * ovr_texture_uniform (71, i) - 1.0) * (i % 3 == 0 ? 0.12 : 1.0);
      double a = 2.0 * G_PI * ovr_texture_uniform (72, i);
      double flat = sqrt (1.0 - z * z);
      OvrVec3 out = { flat * cos (a), flat * sin (a), z };
      double length = radius * (0.3 + 0.75 * ovr_texture_uniform (73, i));

      ovr_strands_add_tube (self->parts[OVR_PART_SPICULES],
                            ovr_vec3_add (centre, out, 0.8 * radius),
                            ovr_vec3_add (centre, out, radius + length), 0.75, 0.3);
    }
}

void
ovr_body_build_lesions (OvrBody *self)
{
  OvrVec3 nodule = ovr_body_place_exactly (self, ovr_lesion_nodule ());
  double half = 0.5 * self->pose.nodule_mm;
  double focus = 0.5 * self->pose.focus_mm;

  add_lesion (self, nodule, half, OVR_NODULE_FLAT * half, OVR_NODULE_FLAT_Z * half, OVR_NODULE_TURN_DEG, OVR_NODULE_HU);
  add_notches (self, nodule, half);
  if (self->pose.nodule_mm > 10.0)
    add_spicules (self, nodule, half);
  add_lesion (self, ovr_body_place_exactly (self, ovr_lesion_adrenal ()), OVR_ADRENAL_SEMI, OVR_ADRENAL_TURN_DEG, OVR_ADRENAL_HU);
  if (self->pose.focus_mm > 0.0)
    add_lesion (self, ovr_lesion_focus_in (self), focus, focus, focus, 0.0, OVR_FOCUS_HU);
}

void
ovr_body_paint_lesions (const OvrBody *self,
                        OvrCanvas *canvas)
{
  ovr_body_paint_part (self, canvas, OVR_PART_SPICULES, -60.0, OVR_CANVAS_LUNG);
  ovr_body_paint_organs (self, canvas, self->lesions, OVR_CANVAS_NO_CLIP);
}
