/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"

#include <math.h>

#define N_RIBS 12
#define RIB_STEPS 30

/* Where a rib's bone ends in front (angle on the cage), how far it has come
 * down by then, how high its cartilage joins the sternum (or the cartilage
 * above), half its height and thickness. */
static const struct
{
  double end_deg;
  double drop_mm;
  double joint_deg;
  double joint_z;
  double half_height;
  double half_thickness;
} ribs[N_RIBS] = {
  { 36.0, 38.0, 17.0, 21.0, 7.2, 3.0 },
  { 29.0, 52.0, 11.0, 0.0, 5.8, 3.0 },
  { 27.0, 66.0, 9.0, -19.0, 6.0, 3.1 },
  { 28.0, 75.0, 8.0, -37.0, 6.2, 3.2 },
  { 31.0, 82.0, 7.5, -54.0, 6.4, 3.3 },
  { 36.0, 87.0, 7.0, -68.0, 6.5, 3.4 },
  { 42.0, 88.0, 6.5, -80.0, 6.5, 3.4 },
  { 50.0, 86.0, 14.0, -101.0, 6.3, 3.3 },
  { 60.0, 80.0, 24.0, -124.0, 6.0, 3.2 },
  { 72.0, 72.0, 38.0, -148.0, 5.8, 3.1 },
  { 112.0, 50.0, 0.0, 0.0, 5.4, 2.9 },
  { 138.0, 34.0, 0.0, 0.0, 5.0, 2.7 },
};

/* A point of the cage and its outward direction, in the scanner's frame. */
static OvrVec3
cage_at (OvrBody *self,
         double side,
         double angle,
         double z,
         double offset)
{
  return ovr_body_place (self, ovr_cage_point (z, side > 0.0 ? angle : 360.0 - angle, offset));
}

static OvrVec3
across_at (OvrBody *self,
           double side,
           double angle,
           double z)
{
  return ovr_vec3_unit (ovr_vec3_add (cage_at (self, side, angle, z, 1.0),
                                      cage_at (self, side, angle, z, 0.0), -1.0));
}

static void
add_rib (OvrBody *self,
         guint index,
         double side)
{
  const OvrVertebra *v = ovr_body_vertebra (OVR_FIRST_THORACIC + index);
  OvrStrands *bone = self->parts[OVR_PART_RIBS];
  double z_head = v->z + v->half_height * 0.8;
  double start_deg = index == 0 ? 138.0 : (index == 1 ? 148.0 : 157.0);
  OvrVec3 head = ovr_body_place (self, ovr_vec3 (side * (v->half_width + 2.0), v->y + v->half_depth * 0.8, z_head));
  OvrVec3 tubercle = ovr_body_place (self, ovr_vec3 (side * 31.0, v->y + v->half_depth + 13.0, z_head - 2.0));
  OvrVec3 last = cage_at (self, side, start_deg, z_head - 5.0, 0.0);
  double bow = index == 0 ? -9.0 : 0.0;

  ovr_strands_add_tube (bone, head, tubercle, 4.0, 3.6);
  ovr_strands_add_tube (bone, tubercle, last, 3.8, 4.2);
  for (int i = 1; i <= RIB_STEPS; i++)
    {
      double t = (double) i / RIB_STEPS;
      double angle = start_deg + (ribs[index].end_deg - start_deg) * t;
      double fall = t * t * (1.6 - 0.6 * t);
      double z = z_head - 5.0 - (ribs[index].drop_mm - 5.0) * fall;
      OvrVec3 next = cage_at (self, side, angle, z, bow * sin (G_PI * t));

      ovr_strands_add_bar (bone, last, next, across_at (self, side, angle, z),
                           ribs[index].half_thickness, ribs[index].half_height);
      last = next;
    }
}

static void
add_cartilage (OvrBody *self,
               guint index,
               double side)
{
  const OvrVertebra *v = ovr_body_vertebra (OVR_FIRST_THORACIC + index);
  double z0 = v->z + v->half_height * 0.8 - ribs[index].drop_mm;
  double a0 = ribs[index].end_deg;
  OvrVec3 last = cage_at (self, side, a0, z0, 0.0);
  int steps = 14;

  if (ribs[index].joint_deg <= 0.0)
    return;
  for (int i = 1; i <= steps; i++)
    {
      double t = (double) i / steps;
      double angle = a0 + (ribs[index].joint_deg - a0) * t;
      /* Down a little with the rib first, then up to the sternum. */
      double z = z0 + (ribs[index].joint_z - z0) * t * t * (3.0 - 2.0 * t) -
                 (index > 3 ? 7.0 : 2.0) * sin (G_PI * t);
      OvrVec3 next = cage_at (self, side, angle, z, 0.5);

      ovr_strands_add_bar (self->parts[OVR_PART_CARTILAGE], last, next, across_at (self, side, angle, z),
                           ribs[index].half_thickness + 1.2, ribs[index].half_height - 0.6);
      last = next;
    }
}

static void
add_sternum (OvrBody *self)
{
  /* z, half width */
  static const double rows[][3] = {
    { 30.0, 24.0, 5.5 },
    { 22.0, 27.0, 6.5 },
    { 10.0, 20.0, 6.0 },
    { 0.0, 15.5, 5.5 },
    { -3.0, 15.0, 5.0 },
    { -30.0, 15.5, 5.3 },
    { -60.0, 18.0, 5.3 },
    { -82.0, 16.0, 4.8 },
    { -90.0, 8.0, 3.4 },
    { -112.0, 5.0, 2.4 },
  };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (rows); i++)
    for (int step = 0; step < 4; step++)
      {
        double t0 = step / 4.0;
        double t1 = (step + 1) / 4.0;
        double z0 = rows[i][0] + (rows[i + 1][0] - rows[i][0]) * t0;
        double z1 = rows[i][0] + (rows[i + 1][0] - rows[i][0]) * t1;
        double width = rows[i][1] + (rows[i + 1][1] - rows[i][1]) * 0.5 * (t0 + t1);
        double thick = rows[i][2] + (rows[i + 1][2] - rows[i][2]) * 0.5 * (t0 + t1);

        /* The joint between manubrium and body. */
        if (i == 3)
          continue;
        ovr_strands_add_bar (self->parts[OVR_PART_RIBS],
                             ovr_body_place (self, ovr_cage_point (z0, 0.0, 1.5)),
                             ovr_body_place (self, ovr_cage_point (z1, 0.0, 1.5)),
                             ovr_vec3 (0.0, -1.0, 0.0), thick, width);
      }
}

static OvrVec3
at (OvrBody *self,
    double side,
    double x,
    double y,
    double z)
{
  return ovr_body_place (self, ovr_vec3 (side * x, y, z));
}

static OvrVec3
leaning (OvrBody *self,
         double side,
         double x,
         double y,
         double z)
{
  return ovr_body_place (self, ovr_body_lean (ovr_vec3 (side * x, y, z)));
}

static void
add_shoulder_girdle (OvrBody *self,
                     double side)
{
  static const double clavicle[][4] = {
    { 19, -63, 36, 8.6 },
    { 28, -64, 42, 6.8 },
    { 52, -58, 54, 5.4 },
    { 84, -28, 74, 5.2 },
    { 112, 10, 92, 5.6 },
    { 132, 32, 102, 6.2 },
  };
  static const double humerus[][4] = { { 140, 20, 78, 21.5 }, { 146, 18, 92, 19.0 }, { 154, 12, 110, 13.5 }, { 166, 2, 150, 11.0 } };
  static const double spine[][4] = { { 74, 92, 44, 2.6 }, { 100, 84, 66, 3.2 }, { 126, 66, 88, 4.2 }, { 142, 48, 104, 5.0 } };
  static const double coracoid[][4] = { { 112, 34, 72, 5.0 }, { 114, 16, 84, 4.6 }, { 116, 0, 82, 4.4 } };
  static const double lateral[][4] = { { 116, 44, 52, 5.0 }, { 113, 62, 8, 2.8 }, { 107, 84, -48, 2.2 } };
  static const double medial[][4] = { { 70, 88, 60, 1.8 }, { 80, 92, 8, 1.5 }, { 104, 88, -50, 2.2 } };
  static const double neck[][4] = { { 112, 48, 62, 7.0 }, { 118, 36, 68, 11.0 } };
  OvrStrands *blade = self->parts[OVR_PART_SCAPULAE];
  OvrVec3 top = leaning (self, side, 70, 88, 60);
  OvrVec3 tip = leaning (self, side, 107, 87, -48);
  OvrVec3 socket = leaning (self, side, 115, 44, 58);
  OvrVec3 hollow = leaning (self, side, 92, 84, 12);

  ovr_body_add_path (self, OVR_PART_CLAVICLES, clavicle, G_N_ELEMENTS (clavicle), side);
  ovr_body_add_path (self, OVR_PART_CLAVICLES, humerus, G_N_ELEMENTS (humerus), side);
  ovr_strands_add_plate (blade, top, hollow, socket, 1.2);
  ovr_strands_add_plate (blade, hollow, tip, socket, 1.2);
  ovr_strands_add_plate (blade, top, tip, hollow, 1.2);
  ovr_strands_add_plate (blade, leaning (self, side, 74, 92, 44), leaning (self, side, 126, 66, 86),
                         leaning (self, side, 110, 62, 60), 1.4);
  ovr_body_add_path (self, OVR_PART_SCAPULAE, spine, G_N_ELEMENTS (spine), side);
  ovr_body_add_path (self, OVR_PART_SCAPULAE, coracoid, G_N_ELEMENTS (coracoid), side);
  ovr_body_add_path (self, OVR_PART_SCAPULAE, lateral, G_N_ELEMENTS (lateral), side);
  ovr_body_add_path (self, OVR_PART_SCAPULAE, medial, G_N_ELEMENTS (medial), side);
  ovr_body_add_path (self, OVR_PART_SCAPULAE, neck, G_N_ELEMENTS (neck), side);
}

/* How far a spinous process hangs down, by vertebra. */
static double
spinous_drop (guint index)
{
  static const double drops[OVR_N_VERTEBRAE] = { 4, 4, 6, 9, 13, 17, 20, 23, 25, 25, 24, 20, 15, 10, 6, 4, 3, 3 };

  return drops[index];
}

static void
add_arch (OvrBody *self,
          guint index)
{
  const OvrVertebra *v = ovr_body_vertebra (index);
  OvrStrands *bone = self->parts[OVR_PART_ARCHES];
  gboolean lumbar = index > OVR_FIRST_THORACIC + 11;
  double back = v->y + v->half_depth;
  double height = v->half_height;
  double length = lumbar ? 40.0 : (index < OVR_FIRST_THORACIC ? 34.0 : 38.0);
  double canal = lumbar ? 12.5 : 10.8;
  OvrVec3 x_axis = { self->cos_roll, self->sin_roll, 0.0 };
  OvrVec3 root = at (self, 1.0, 0.0, back + 20.0, v->z - 0.35 * height);
  OvrVec3 tip = at (self, 1.0, 0.0, back + length, v->z - 0.4 * height - spinous_drop (index));

  ovr_strands_add_bar (bone, root, tip, x_axis, lumbar ? 3.0 : 2.3, lumbar ? 8.5 : 5.0);
  ovr_strands_add_tube (bone, tip, tip, 3.6, 3.6);
  for (double side = -1.0; side < 2.0; side += 2.0)
    {
      OvrVec3 pedicle = at (self, side, canal, back + 9.0, v->z + 0.25 * height);
      OvrVec3 lamina = at (self, side, canal, back + 10.0, v->z - 0.1 * height);
      OvrVec3 middle = at (self, side, 1.5, back + 20.0, v->z - 0.55 * height);
      OvrVec3 normal = ovr_vec3_unit (ovr_vec3_cross (ovr_vec3_add (middle, lamina, -1.0), ovr_vec3 (0.0, 0.0, 1.0)));

      ovr_strands_add_bar (bone, at (self, side, 0.72 * v->half_width, back - 4.0, v->z + 0.35 * height),
                           pedicle, x_axis, lumbar ? 4.0 : 2.9, 0.55 * height);
      ovr_strands_add_bar (bone, lamina, middle, normal, 2.6, 0.8 * height);
      ovr_strands_add_tube (bone, pedicle, at (self, side, lumbar ? 38.0 : 26.0 - 0.5 * fabs (index - 5.0), back + (lumbar ? 12.0 : 17.0), v->z + 0.6 * height),
                            4.4, lumbar ? 2.6 : 4.6);
      /* Joint facets, above and below. */
      ovr_strands_add_bar (bone, pedicle, at (self, side, canal + 2.0, back + 8.0, v->z + height + 4.0),
                           ovr_vec3 (0.0, 1.0, 0.0), 2.4, 5.0);
      ovr_strands_add_bar (bone, lamina, at (self, side, canal + 1.0, back + 13.5, v->z - height - 4.0),
                           ovr_vec3 (0.0, 1.0, 0.0), 2.6, 5.0);
    }
}

void
ovr_body_build_bones (OvrBody *self)
{
  for (guint i = 0; i < N_RIBS; i++)
    for (double side = -1.0; side < 2.0; side += 2.0)
      {
        add_rib (self, i, side);
        add_cartilage (self, i, side);
      }
  add_sternum (self);
  add_shoulder_girdle (self, -1.0);
  add_shoulder_girdle (self, 1.0);
  for (guint i = 0; i < OVR_N_VERTEBRAE; i++)
    add_arch (self, i);
}

void
ovr_body_paint_bones (const OvrBody *self,
                      OvrCanvas *canvas)
{
  ovr_body_paint_shell (self, canvas, OVR_PART_CARTILAGE, 150.0, 1.0, HU_CARTILAGE, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_shell (self, canvas, OVR_PART_RIBS, HU_CORTEX, 1.1, HU_MARROW, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_shell (self, canvas, OVR_PART_SCAPULAE, HU_CORTEX, 1.3, 150.0, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_shell (self, canvas, OVR_PART_CLAVICLES, HU_CORTEX, 1.4, 85.0, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_shell (self, canvas, OVR_PART_ARCHES, HU_CORTEX, 1.1, 150.0, OVR_CANVAS_NO_CLIP);
}
