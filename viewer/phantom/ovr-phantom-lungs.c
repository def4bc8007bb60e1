/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"
#include "ovr-phantom-lesions.h"
#include "ovr-phantom-tree.h"

#include <math.h>

/* Lung tissue, fissures, airways, and the arteries and veins that fill it. */

/* The grid that the inside of the lungs is looked up in. */
#define GRID_MM 3.0
#define GRID_COLUMNS 96
#define GRID_ROWS 76
#define GRID_PLANES 100
#define GRID_X0 -142.5
#define GRID_Y0 -112.5
#define GRID_Z0 90.0

typedef struct
{
  gboolean inside[GRID_PLANES][GRID_ROWS][GRID_COLUMNS];
} LungGrid;

/* Bronchi down to the segments: points with radii, all in the body's frame. */
static const double trachea[][4] = { { 0, -14, 122, 8.6 }, { 0, -6, 76, 8.6 }, { -1, 6, 32, 8.6 }, { -2, 10, 4, 9.0 }, { -2, 11, -4, 9.0 } };
static const double main_right[][4] = { { -3, 10, -2, 7.6 }, { -9, 11, -8, 7.2 }, { -18, 12, -15, 6.8 } };
static const double main_left[][4] = { { 0, 11, -3, 6.8 }, { 9, 13, -11, 6.4 }, { 21, 16, -20, 6.0 }, { 33, 18, -28, 5.6 } };
static const double upper_right[][4] = { { -17, 12, -14, 5.4 }, { -25, 13, -14, 4.8 }, { -34, 14, -12, 4.4 } };
static const double middle_right[][4] = { { -17, 12, -14, 5.8 }, { -22, 13, -26, 5.5 }, { -26, 13, -38, 5.2 } };
static const double middle_lobe[][4] = { { -26, 12, -38, 3.6 }, { -33, 4, -45, 3.4 }, { -42, -6, -52, 3.0 } };
static const double lower_right[][4] = { { -26, 13, -38, 5.0 }, { -30, 18, -50, 4.8 }, { -37, 22, -64, 4.4 } };
static const double upper_left[][4] = { { 33, 18, -28, 4.8 }, { 40, 10, -29, 4.5 }, { 45, 3, -27, 4.2 } };
static const double culmen[][4] = { { 45, 3, -27, 3.8 }, { 47, 2, -18, 3.6 }, { 48, 2, -10, 3.4 } };
static const double lingula[][4] = { { 45, 3, -27, 3.3 }, { 50, -6, -37, 3.1 }, { 56, -15, -46, 2.8 } };
static const double lower_left[][4] = { { 33, 18, -28, 5.0 }, { 37, 23, -42, 4.7 }, { 42, 27, -60, 4.3 } };

#define N_SEGMENTS 18

/* A segment: side, lobe (0 upper, 1 middle or lingula, 2 lower), where its
 * bronchus starts and ends, its middle, and where its vein starts. */
typedef struct
{
  double side;
  int lobe;
  double from[3];
  double to[3];
  double middle[3];
  double vein[3];
  double radius;
} Segment;

static const Segment segments[N_SEGMENTS] = {
  { -1, 0, { -34, 14, -12 }, { -42, 20, 10 }, { -46, 24, 48 }, { -43, -16, -34 }, 2.9 },
  { -1, 0, { -34, 14, -12 }, { -48, 30, -2 }, { -66, 56, 12 }, { -43, -14, -34 }, 2.8 },
  { -1, 0, { -34, 14, -12 }, { -48, -4, -14 }, { -62, -44, -4 }, { -44, -18, -36 }, 2.8 },
  { -1, 1, { -42, -6, -52 }, { -56, -14, -58 }, { -98, -36, -70 }, { -42, -16, -40 }, 2.4 },
  { -1, 1, { -42, -6, -52 }, { -50, -24, -62 }, { -62, -70, -86 }, { -42, -17, -40 }, 2.4 },
  { -1, 2, { -27, 14, -40 }, { -40, 34, -40 }, { -62, 66, -26 }, { -46, 24, -70 }, 2.7 },
  { -1, 2, { -37, 22, -64 }, { -38, 16, -82 }, { -40, 16, -104 }, { -44, 22, -76 }, 2.2 },
  { -1, 2, { -37, 22, -64 }, { -56, 14, -82 }, { -100, 2, -108 }, { -46, 22, -76 }, 2.6 },
  { -1, 2, { -37, 22, -64 }, { -56, 32, -84 }, { -96, 46, -118 }, { -47, 26, -76 }, 2.6 },
  { -1, 2, { -37, 22, -64 }, { -46, 42, -86 }, { -58, 66, -130 }, { -46, 28, -76 }, 2.8 },
  { 1, 0, { 48, 2, -10 }, { 50, 18, 8 }, { 52, 34, 40 }, { 46, -18, -32 }, 2.9 },
  { 1, 0, { 48, 2, -10 }, { 54, -16, -6 }, { 64, -42, 2 }, { 47, -19, -33 }, 2.8 },
  { 1, 1, { 56, -15, -46 }, { 68, -22, -52 }, { 100, -34, -58 }, { 46, -18, -36 }, 2.3 },
  { 1, 1, { 56, -15, -46 }, { 64, -32, -60 }, { 84, -66, -90 }, { 46, -20, -37 }, 2.3 },
  { 1, 2, { 35, 20, -34 }, { 46, 38, -34 }, { 62, 66, -20 }, { 46, 26, -70 }, 2.7 },
  { 1, 2, { 42, 27, -60 }, { 60, 18, -80 }, { 100, 8, -104 }, { 46, 24, -76 }, 2.6 },
  { 1, 2, { 42, 27, -60 }, { 60, 36, -84 }, { 98, 46, -116 }, { 47, 28, -76 }, 2.6 },
  { 1, 2, { 42, 27, -60 }, { 50, 46, -86 }, { 60, 66, -126 }, { 46, 30, -76 }, 2.8 },
};

/* Height of the oblique fissure, and of the horizontal one (right only). */
static double
oblique_z (double side,
           double x,
           double y)
{
  double out = (side * x - 70.0) / 60.0;

  return (side < 0.0 ? -44.0 : -36.0) + 0.86 * y + 7.0 * out * out * CLAMP (0.3 - 0.01 * y, -0.4, 1.0) +
         3.0 * sin (0.035 * y + 0.02 * x);
}

static double
horizontal_z (double x,
              double y)
{
  return -34.0 + 0.05 * (x + 70.0) - 0.0016 * (y + 30.0) * (y + 30.0) + 2.0 * sin (0.04 * y + 0.03 * x);
}

static int
lobe_of (OvrVec3 p)
{
  double side = p.x < 0.0 ? -1.0 : 1.0;

  if (p.z < oblique_z (side, p.x, p.y))
    return 2;
  if (side < 0.0)
    return p.z < horizontal_z (p.x, p.y) ? 1 : 0;
  /* No fissure sets off the lingula. */
  return p.z < -30.0 + 0.25 * p.y ? 1 : 0;
}

static double
distance_to_fissure (OvrVec3 p)
{
  double side = p.x < 0.0 ? -1.0 : 1.0;
  double oblique = fabs (p.z - oblique_z (side, p.x, p.y)) / 1.32;
  double horizontal = side < 0.0 && p.z > oblique_z (side, p.x, p.y) ? fabs (p.z - horizontal_z (p.x, p.y)) : 99.0;

  return MIN (oblique, horizontal);
}

/* Where the lungs are when the body lies straight and breathes in fully: the
 * vessels are grown there, and moved with the breath afterwards. */
static LungGrid *
find_lungs (const OvrBody *self)
{
  LungGrid *grid = g_new0 (LungGrid, 1);
  g_autoptr (OvrCanvas) canvas = ovr_canvas_new (GRID_COLUMNS, GRID_ROWS);
  OvrBody straight = *self;

  straight.pose.roll_rad = 0.0;
  straight.pose.breath_mm = 0.0;
  straight.pose.shift = ovr_vec3 (0.0, 0.0, 0.0);
  straight.cos_roll = 1.0;
  straight.sin_roll = 0.0;
  straight.diaphragm = g_array_new (FALSE, FALSE, sizeof (OvrSolid));
  ovr_body_build_diaphragm (&straight);
  for (int k = 0; k < GRID_PLANES; k++)
    {
      ovr_canvas_start (canvas, GRID_X0, GRID_Y0, GRID_MM, GRID_Z0 - k * GRID_MM, GRID_MM, 0.0f);
      ovr_body_paint_masks (&straight, canvas);
      for (int j = 0; j < GRID_ROWS; j++)
        for (int i = 0; i < GRID_COLUMNS; i++)
          grid->inside[k][j][i] = canvas->masks[OVR_CANVAS_LUNG][j * GRID_COLUMNS + i] > 0.7f;
    }
  g_array_unref (straight.diaphragm);
  return grid;
}

static gboolean
in_lung (const LungGrid *grid,
         OvrVec3 p)
{
  double i = floor ((p.x - GRID_X0) / GRID_MM + 0.5);
  double j = floor ((p.y - GRID_Y0) / GRID_MM + 0.5);
  double k = floor ((GRID_Z0 - p.z) / GRID_MM + 0.5);

  return i >= 0 && j >= 0 && k >= 0 && i < GRID_COLUMNS && j < GRID_ROWS && k < GRID_PLANES &&
         grid->inside[(int) k][(int) j][(int) i];
}

static int
segment_of (OvrVec3 p)
{
  double side = p.x < 0.0 ? -1.0 : 1.0;
  int lobe = lobe_of (p);
  int best = -1;
  double nearest = G_MAXDOUBLE;

  for (int i = 0; i < N_SEGMENTS; i++)
    {
      OvrVec3 middle = { segments[i].middle[0], segments[i].middle[1], segments[i].middle[2] };
      double d = ovr_vec3_length (ovr_vec3_add (p, middle, -1.0));

      if (segments[i].side == side && segments[i].lobe == lobe && d < nearest)
        {
          nearest = d;
          best = i;
        }
    }
  return best;
}

/* The ends to be reached in each segment: one in each cell of a grid, anywhere
 * in it, where there is lung and no fissure. */
static void
scatter (const LungGrid *grid,
         double step,
         guint32 seed,
         GArray *targets[N_SEGMENTS])
{
  guint32 n = 0;

  for (double z = -205.0; z < 85.0; z += step)
    for (double y = -105.0; y < 105.0; y += step)
      for (double x = -135.0; x < 135.0; x += step)
        {
          OvrVec3 p = { x + step * ovr_texture_uniform (seed, n), y + step * ovr_texture_uniform (seed + 1, n),
                        z + step * ovr_texture_uniform (seed + 2, n) };
          int segment;

          n++;
          if (!in_lung (grid, p) || distance_to_fissure (p) < 2.5 ||
              ovr_vec3_length (ovr_vec3_add (p, ovr_lesion_nodule (), -1.0)) < 10.0)
            continue;
          segment = segment_of (p);
          if (segment >= 0)
            g_array_append_val (targets[segment], p);
        }
}

/* What grows pushes the vessels aside: only the nodule's own artery touches
 * it. */
static OvrVec3
beside_nodule (OvrVec3 p,
               double radius)
{
  OvrVec3 away = ovr_vec3_add (p, ovr_lesion_nodule (), -1.0);
  double distance = ovr_vec3_length (away);
  double wanted = 9.5 + radius;

  if (distance >= wanted)
    return p;
  return ovr_vec3_add (ovr_lesion_nodule (), ovr_vec3_unit (away), wanted);
}

static void
add_twigs (OvrBody *self,
           OvrPart part,
           const GArray *twigs)
{
  for (guint i = 0; i < twigs->len; i++)
    {
      const OvrTwig *twig = &g_array_index (twigs, OvrTwig, i);

      ovr_strands_add_tube (self->parts[part],
                            ovr_body_place_breathing (self, beside_nodule (twig->from, twig->radius_from)),
                            ovr_body_place_breathing (self, beside_nodule (twig->to, twig->radius_to)),
                            twig->radius_from, twig->radius_to);
    }
}

/* Beside each artery that is wide enough to show one runs a bronchus, on the
 * side towards the hilum and the front. */
static OvrVec3
beside (OvrVec3 from,
        OvrVec3 to,
        double side,
        double distance)
{
  OvrVec3 axis = ovr_vec3_unit (ovr_vec3_add (to, from, -1.0));
  OvrVec3 wish = ovr_vec3 (-0.8 * side, -0.35, -0.45);

  wish = ovr_vec3_unit (ovr_vec3_add (wish, axis, -ovr_vec3_dot (wish, axis)));
  return ovr_vec3 (wish.x * distance, wish.y * distance, wish.z * distance);
}

static void
add_bronchi (OvrBody *self,
             const Segment *segment,
             const GArray *twigs)
{
  g_autofree OvrVec3 *ends = g_new0 (OvrVec3, twigs->len + 1);
  g_autofree double *lumens = g_new0 (double, twigs->len + 1);

  for (guint i = 0; i < twigs->len; i++)
    {
      const OvrTwig *twig = &g_array_index (twigs, OvrTwig, i);
      const OvrTwig *parent = twig->parent >= 0 ? &g_array_index (twigs, OvrTwig, twig->parent) : twig;
      double lumen = 0.74 * twig->radius_to;
      double before = twig->parent >= 0 ? lumens[twig->parent] : segment->radius - 0.6;
      OvrVec3 start;

      if (twig->radius_to < 1.1 || before <= 0.0)
        continue;
      lumens[i] = MIN (lumen, before);
      start = twig->parent >= 0 ? ends[twig->parent]
                                : ovr_vec3 (segment->to[0], segment->to[1], segment->to[2]);
      start = beside_nodule (start, before);
      /* Turned with the mean of both directions, so that it bends smoothly. */
      ends[i] = beside_nodule (ovr_vec3_add (twig->to, beside (parent->from, twig->to, segment->side, twig->radius_to + lumen + 0.9), 1.0), lumen);
      ovr_strands_add_tube (self->parts[OVR_PART_BRONCHI], ovr_body_place_breathing (self, start),
                            ovr_body_place_breathing (self, ends[i]), before + 0.5, lumens[i] + 0.5);
    }
}

/* From the great artery's nearest part to where the segment's own begins. */
static OvrVec3
artery_root (OvrBody *self,
             const Segment *segment)
{
  OvrVec3 to = { segment->to[0], segment->to[1], segment->to[2] };
  OvrVec3 from = { segment->from[0], segment->from[1], segment->from[2] };
  OvrVec3 away = beside (from, to, segment->side, -(segment->radius + 3.4));

  return ovr_vec3_add (to, away, 1.0);
}

static OvrVec3
nearest_trunk (double side,
               int lobe,
               OvrVec3 p)
{
  static const double right[][3] = { { -41, 6, -8 }, { -38, 2, -14 }, { -38, 0, -36 }, { -42, 6, -50 }, { -45, 16, -66 } };
  static const double left[][3] = { { 39, 6, -17 }, { 46, 21, -25 }, { 48, 29, -42 }, { 47, 33, -60 }, { 42, 10, -18 } };
  const double (*points)[3] = side < 0.0 ? right : left;
  OvrVec3 best = { 0.0, 0.0, 0.0 };
  double nearest = G_MAXDOUBLE;

  for (int i = 0; i < 5; i++)
    {
      OvrVec3 q = { points[i][0], points[i][1], points[i][2] };
      double d = ovr_vec3_length (ovr_vec3_add (p, q, -1.0));

      if (d < nearest && (lobe > 0 || side > 0.0 || i < 2))
        {
          nearest = d;
          best = q;
        }
    }
  return best;
}

static void
connect (OvrBody *self,
         OvrPart part,
         OvrVec3 from,
         OvrVec3 to,
         double radius_from,
         double radius_to)
{
  OvrVec3 points[3] = { ovr_body_place_breathing (self, from), ovr_body_place_breathing (self, ovr_vec3_mix (from, to, 0.5)),
                        ovr_body_place_breathing (self, to) };
  double radii[3] = { radius_from, 0.5 * (radius_from + radius_to), radius_to };

  ovr_strands_add_path (self->parts[part], points, radii, 3);
}

static void
grow_segment (OvrBody *self,
              guint index,
              GArray *artery_ends,
              GArray *vein_ends)
{
  const Segment *segment = &segments[index];
  g_autoptr (GArray) arteries = g_array_new (FALSE, FALSE, sizeof (OvrTwig));
  g_autoptr (GArray) veins = g_array_new (FALSE, FALSE, sizeof (OvrTwig));
  OvrVec3 root = artery_root (self, segment);
  OvrVec3 vein = { segment->vein[0], segment->vein[1], segment->vein[2] };
  double bronchus[2][4] = { { segment->from[0], segment->from[1], segment->from[2], segment->radius + 0.5 },
                            { segment->to[0], segment->to[1], segment->to[2], segment->radius } };

  ovr_body_add_path (self, OVR_PART_BRONCHI, bronchus, 2, 1.0);
  ovr_tree_grow (root, (OvrVec3 *) (void *) artery_ends->data, artery_ends->len, 0.38, 100 + index, arteries);
  ovr_tree_grow (vein, (OvrVec3 *) (void *) vein_ends->data, vein_ends->len, 0.36, 200 + index, veins);
  connect (self, OVR_PART_LUNG_ARTERIES, nearest_trunk (segment->side, segment->lobe, root), root, 4.2, 0.38 * pow (artery_ends->len, 1.0 / 2.8));
  add_twigs (self, OVR_PART_LUNG_ARTERIES, arteries);
  add_twigs (self, OVR_PART_LUNG_VEINS, veins);
  add_bronchi (self, segment, arteries);
}

/* The artery that the nodule sits on: past it on its medial side. */
static void
add_nodule_vessel (OvrBody *self)
{
  OvrVec3 n = ovr_lesion_nodule ();
  OvrVec3 points[4] = { { -46, 24, 6 }, { n.x + 9.5, n.y + 2.0, n.z - 8 }, { n.x + 8.4, n.y + 3.0, n.z + 3 }, { n.x + 2.0, n.y + 10.0, n.z + 22 } };
  double radii[4] = { 2.3, 1.9, 1.6, 1.0 };

  for (int i = 0; i < 4; i++)
    points[i] = ovr_body_place_exactly (self, points[i]);
  ovr_strands_add_path (self->parts[OVR_PART_LUNG_ARTERIES], points, radii, 4);
}

#define PATH(self, path) ovr_body_add_path (self, OVR_PART_AIRWAYS, path, G_N_ELEMENTS (path), 1.0)

void
ovr_body_build_lungs (OvrBody *self)
{
  g_autofree LungGrid *grid = find_lungs (self);
  GArray *artery_ends[N_SEGMENTS];
  GArray *vein_ends[N_SEGMENTS];

  PATH (self, trachea);
  PATH (self, main_right);
  PATH (self, main_left);
  PATH (self, upper_right);
  PATH (self, middle_right);
  PATH (self, middle_lobe);
  PATH (self, lower_right);
  PATH (self, upper_left);
  PATH (self, culmen);
  PATH (self, lingula);
  PATH (self, lower_left);
  for (int i = 0; i < N_SEGMENTS; i++)
    {
      artery_ends[i] = g_array_new (FALSE, FALSE, sizeof (OvrVec3));
      vein_ends[i] = g_array_new (FALSE, FALSE, sizeof (OvrVec3));
    }
  scatter (grid, 8.3, 11, artery_ends);
  scatter (grid, 8.7, 31, vein_ends);
  for (guint i = 0; i < N_SEGMENTS; i++)
    {
      grow_segment (self, i, artery_ends[i], vein_ends[i]);
      g_array_unref (artery_ends[i]);
      g_array_unref (vein_ends[i]);
    }
  add_nodule_vessel (self);
}

/* Where the lung ends behind, millimetre by millimetre of x from −150, and how
 * much denser it is there: patients lie on their backs. */
typedef struct
{
  double z_mm;
  float dependent_hu;
  float back_mm[301];
} LungPlane;

static void
find_back (const OvrBody *self,
           double z_mm,
           LungPlane *plane)
{
  double z = z_mm - self->pose.shift.z;
  double t = CLAMP ((20.0 - z) / 100.0, 0.0, 1.0);
  int last = -1;
  double y = 0.0;

  plane->z_mm = ovr_body_breath_z (self, z_mm);
  plane->dependent_hu = (float) (30.0 + 90.0 * t);
  /* From the right side over the back to the left one x grows. */
  for (int i = 0; i <= 180; i++)
    {
      OvrVec3 p = ovr_cage_point (z, 270.0 - i, -5.0);
      int x = CLAMP ((int) (p.x + 150.0), 0, 300);

      for (int k = last + 1; k <= x; k++)
        plane->back_mm[k] = (float) p.y;
      last = MAX (last, x);
      y = p.y;
    }
  for (int k = last + 1; k <= 300; k++)
    plane->back_mm[k] = (float) y;
}

static float
back_at (const LungPlane *plane,
         float x)
{
  float at = CLAMP (x + 150.0f, 0.0f, 299.0f);
  int i = (int) at;

  return plane->back_mm[i] + (plane->back_mm[i + 1] - plane->back_mm[i]) * (at - (float) i);
}

/* Attenuation of one row of lung: denser towards the back, where the patient
 * lies on it, a little uneven, and crossed by the fissures. */
static void
lung_row (const OvrBody *self,
          OvrCanvas *canvas,
          const LungPlane *plane,
          int row)
{
  gsize start = (gsize) row * (gsize) canvas->columns;
  const float *mask = canvas->masks[OVR_CANVAS_LUNG] + start;
  float *hu = canvas->hu + start;

  for (int column = 0; column < canvas->columns; column++)
    {
      OvrVec3 p;
      float x, y, z, value, fissure;
      double d;

      if (mask[column] <= 0.0f)
        continue;
      p = ovr_vec3 (canvas->x0_mm + column * canvas->dx_mm, canvas->y0_mm + row * canvas->dy_mm, canvas->z_mm);
      p = ovr_body_unplace (self, p);
      p.z = plane->z_mm;
      x = (float) p.x;
      y = (float) p.y;
      z = (float) p.z;
      value = -850.0f + 0.36f * y + (self->pose.breath_mm > 0.0 ? 14.0f : 0.0f);
      value += 7.0f * ovr_texture_at (self->texture, 0.28f * x, 0.28f * y, 0.28f * z) +
               8.0f * ovr_texture_at (self->texture, 0.06f * x + 7.0f, 0.06f * y, 0.06f * z);
      value = CLAMP (value, -900.0f, -790.0f);
      value += plane->dependent_hu * expf ((y - back_at (plane, x)) / 4.5f);
      d = distance_to_fissure (p);
      if (d < 2.0)
        {
          /* 0.45 mm of tissue in a voxel of some 1 mm. */
          fissure = 0.30f * (float) CLAMP (1.5 - d / 0.7, 0.0, 1.0);
          value += (20.0f - value) * fissure;
        }
      hu[column] += (value - hu[column]) * mask[column];
    }
}

void
ovr_body_paint_lungs (const OvrBody *self,
                      OvrCanvas *canvas)
{
  OvrVec3 ring[OVR_RING_POINTS];
  OvrBrush fat = ovr_brush_paint (HU_FAT, OVR_CANVAS_NO_CLIP);
  OvrBrush muscle = ovr_brush_paint (45.0, OVR_CANVAS_CAVITY);
  LungPlane plane;
  double z = canvas->z_mm - self->pose.shift.z;

  if (z > 78.0)
    return;
  ovr_body_ring (self, canvas->z_mm, FALSE, -3.8 - 0.12 * self->pose.breath_mm, ring);
  ovr_canvas_fill (canvas, ring, OVR_RING_POINTS, &fat);
  /* The diaphragm: all of the dome, then fat inside of it. */
  for (guint i = 0; i < self->diaphragm->len; i++)
    ovr_solid_fill (&g_array_index (self->diaphragm, OvrSolid, i), canvas, &muscle);
  fat.clip = OVR_CANVAS_CAVITY;
  for (guint i = 0; i < self->diaphragm->len; i++)
    {
      OvrSolid inside = ovr_solid_inset (&g_array_index (self->diaphragm, OvrSolid, i), 2.6);

      ovr_solid_fill (&inside, canvas, &fat);
    }
  find_back (self, canvas->z_mm, &plane);
  for (int row = 0; row < canvas->rows; row++)
    lung_row (self, canvas, &plane, row);
}

/* A crescent of fluid at the back of the left pleural space, and the lung that
 * it presses on. */
static void
paint_crescent (const OvrBody *self,
                OvrCanvas *canvas,
                double depth_mm,
                double hu)
{
  enum
  {
    STEPS = 24
  };
  OvrVec3 points[2 * (STEPS + 1)];
  OvrBrush brush = ovr_brush_paint (hu, OVR_CANVAS_LUNG);
  double from, to, share, depth;

  ovr_lesion_effusion_at (self, canvas->z_mm, &from, &to, &share);
  depth = depth_mm * share;
  if (depth <= 0.2)
    return;
  for (int i = 0; i <= STEPS; i++)
    {
      double t = (double) i / STEPS;
      double angle = from + (to - from) * t;
      double thickness = depth * pow (sin (G_PI * t), 0.75);
      double cage_z = canvas->z_mm - self->pose.shift.z;

      points[i] = ovr_body_place (self, ovr_cage_point (cage_z, angle, -3.0));
      points[2 * STEPS + 1 - i] = ovr_body_place (self, ovr_cage_point (cage_z, angle, -5.0 - thickness));
    }
  ovr_canvas_fill (canvas, points, G_N_ELEMENTS (points), &brush);
}

void
ovr_body_paint_lung_trees (const OvrBody *self,
                           OvrCanvas *canvas)
{
  double z = canvas->z_mm - self->pose.shift.z;

  if (z > 78.0)
    return;
  ovr_body_paint_part (self, canvas, OVR_PART_LUNG_VEINS, 150.0, OVR_CANVAS_LUNG);
  ovr_body_paint_part (self, canvas, OVR_PART_LUNG_ARTERIES, 150.0, OVR_CANVAS_LUNG);
  ovr_body_paint_shell (self, canvas, OVR_PART_BRONCHI, 20.0, 0.75, -985.0, OVR_CANVAS_LUNG);
}

void
ovr_body_paint_effusion (const OvrBody *self,
                         OvrCanvas *canvas)
{
  if (self->pose.effusion_mm <= 0.0)
    return;
  paint_crescent (self, canvas, self->pose.effusion_mm + 5.0, -420.0);
  paint_crescent (self, canvas, self->pose.effusion_mm + 1.6, 45.0);
  paint_crescent (self, canvas, self->pose.effusion_mm, OVR_EFFUSION_HU);
}
