/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"

#include <math.h>

/* The wall of the chest and the belly: skin, fat, breasts and muscles, and the
 * table that the patient lies on. */

#define SKIN_MM 1.9
#define SHEET_STEPS 24

/* A sheet of muscle that wraps the ribs: it runs from one angle to another at
 * a distance from the cage; everything may change with height. */
typedef struct
{
  double hu;
  guint n_rows;
  /* z, first angle, last angle, distance, greatest thickness */
  double rows[6][5];
} Sheet;

static const Sheet sheets[] = {
  /* serratus anterior */
  { 54.0, 4, { { 22, 62, 120, 8, 1 }, { 0, 60, 124, 8, 6 }, { -80, 62, 120, 7, 6 }, { -128, 66, 108, 7, 1 } } },
  /* latissimus dorsi */
  { 57.0, 5, { { 8, 100, 126, 26, 2 }, { -20, 100, 140, 22, 10 }, { -90, 104, 156, 14, 7 }, { -170, 118, 164, 13, 6 }, { -240, 134, 168, 14, 4 } } },
  /* external oblique */
  { 52.0, 4, { { -84, 48, 84, 7, 1 }, { -120, 34, 108, 7, 6 }, { -180, 30, 124, 7, 8 }, { -262, 30, 128, 7, 9 } } },
  /* internal oblique and transversus */
  { 50.0, 3, { { -168, 44, 120, 0, 1 }, { -200, 34, 128, -1, 6 }, { -262, 32, 132, -1, 8 } } },
  /* rectus abdominis */
  { 55.0, 4, { { -92, 8, 26, 6, 1 }, { -130, 5, 30, 7, 8 }, { -200, 4, 34, 9, 9 }, { -262, 4, 35, 10, 10 } } },
  /* pectoralis major */
  { 58.0, 5, { { 56, 14, 62, 17, 4 }, { 40, 9, 66, 13, 13 }, { 10, 7, 58, 10, 13 }, { -30, 9, 46, 8, 8 }, { -58, 16, 34, 8, 1 } } },
  /* pectoralis minor */
  { 55.0, 4, { { 50, 44, 58, 9, 2 }, { 30, 36, 58, 7.5, 7 }, { 0, 34, 52, 7, 6 }, { -22, 36, 48, 7, 1 } } },
  /* erector spinae */
  { 55.0, 5, { { 80, 164, 178.5, 8, 12 }, { 20, 160, 178.5, 6.5, 16 }, { -80, 157, 178, 6.5, 20 }, { -160, 152, 178, 7, 25 }, { -262, 146, 178, 8, 30 } } },
  /* trapezius, the lower part */
  { 56.0, 4, { { 60, 150, 179, 27, 6 }, { 0, 152, 179, 25, 5 }, { -70, 166, 179, 28, 3 }, { -118, 174, 179, 29, 1 } } },
  /* rhomboids */
  { 55.0, 4, { { 62, 152, 176, 19, 2 }, { 40, 148, 174, 17, 6 }, { -10, 146, 172, 16, 6 }, { -44, 146, 160, 16, 1 } } },
};

/* The muscles that run free of the cage, by ends and half thickness. */
static const double neck_paths[][2][4] = {
  { { 38, -16, 122, 9 }, { 13, -60, 36, 6 } }, /* sternocleidomastoid */
  { { 33, -8, 122, 7 }, { 22, -58, 40, 5 } },  /* its other head */
  { { 23, 4, 122, 7 }, { 40, -4, 62, 7.5 } },  /* scalenus anterior */
  { { 28, 20, 122, 9 }, { 47, 22, 66, 9 } },   /* scalenus medius */
  { { 44, 36, 122, 13 }, { 76, 76, 58, 9 } },  /* levator scapulae */
  { { 15, 52, 122, 14 }, { 16, 64, 66, 11 } }, /* semispinalis */
  { { 24, 72, 122, 11 }, { 27, 80, 72, 8 } },  /* splenius */
  { { 34, 56, 122, 9 }, { 32, 66, 70, 8 } },   /* longissimus */
  { { 9, 4, 122, 5 }, { 10, 17, 62, 4 } },     /* longus colli */
  { { 8, -30, 122, 4 }, { 9, -58, 34, 3 } },   /* sternohyoid */
  { { 20, -36, 116, 3 }, { 66, 4, 74, 3.4 } }, /* omohyoideus */
  { { 26, 14, 104, 2 }, { 66, -2, 70, 3.2 } }, /* plexus: three trunks */
  { { 25, 17, 92, 2 }, { 70, 4, 70, 3 } },
  { { 25, 20, 80, 2 }, { 72, 0, 64, 3 } },
  { { 58, 2, 92, 2.6 }, { 57, 3, 86, 2.2 } }, /* nodes */
  { { 74, -10, 84, 2.2 }, { 73, -9, 80, 2.8 } },
  { { 66, 26, 80, 2.4 }, { 68, 24, 76, 2 } },
};

static void
add_neck (OvrBody *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (neck_paths); i++)
    for (double side = -1.0; side < 2.0; side += 2.0)
      ovr_body_add_path (self, OVR_PART_TRUNK_MUSCLE, neck_paths[i], 2, side);
}

static OvrVec3
placed (OvrBody *self,
        double side,
        double x,
        double y,
        double z)
{
  return ovr_body_place (self, ovr_body_lean (ovr_vec3 (side * x, y, z)));
}

/* Muscles that move the raised arm. */
static void
add_shoulder (OvrBody *self,
              double side)
{
  OvrStrands *muscle = self->parts[OVR_PART_SHOULDER_MUSCLE];
  static const double supraspinatus[][4] = { { 62, 74, 64, 10 }, { 94, 54, 84, 17 }, { 132, 34, 100, 10 } };
  static const double deltoid[][4] = { { 138, 22, 76, 27.0 }, { 144, 20, 84, 33.0 }, { 150, 15, 100, 32.0 }, { 158, 8, 118, 27.0 }, { 172, -4, 156, 23.0 } };
  static const double biceps[][4] = { { 118, -2, 82, 6 }, { 136, -14, 84, 9 }, { 168, -18, 110, 14 } };

  /* infraspinatus (two layers), subscapularis (two), trapezius (three),
   * pectoral tendon */
  ovr_strands_add_plate (muscle, placed (self, side, 76, 95, 46), placed (self, side, 109, 97, -48),
                         placed (self, side, 124, 60, 62), 7.5);
  ovr_strands_add_plate (muscle, placed (self, side, 100, 90, 40), placed (self, side, 116, 88, -10),
                         placed (self, side, 138, 50, 78), 10.0);
  ovr_strands_add_plate (muscle, placed (self, side, 72, 77, 54), placed (self, side, 102, 75, -44),
                         placed (self, side, 114, 32, 58), 7.5);
  ovr_strands_add_plate (muscle, placed (self, side, 92, 62, 44), placed (self, side, 104, 62, -4),
                         placed (self, side, 130, 14, 70), 9.0);
  ovr_strands_add_plate (muscle, placed (self, side, 9, 76, 120), placed (self, side, 9, 91, 34),
                         placed (self, side, 118, 66, 98), 6.0);
  ovr_strands_add_plate (muscle, placed (self, side, 10, 76, 130), placed (self, side, 60, 62, 112),
                         placed (self, side, 118, 54, 104), 9.0);
  ovr_strands_add_plate (muscle, placed (self, side, 36, 54, 132), placed (self, side, 66, 36, 92),
                         placed (self, side, 120, 26, 98), 7.0);
  ovr_strands_add_plate (muscle, placed (self, side, 58, -56, 46), placed (self, side, 84, -52, 8),
                         placed (self, side, 150, -8, 66), 8.0);
  ovr_strands_add_plate (muscle, placed (self, side, 40, -66, 52), placed (self, side, 58, -58, 40),
                         placed (self, side, 140, -16, 76), 6.0);
  ovr_body_add_path (self, OVR_PART_SHOULDER_MUSCLE, deltoid, 5, side);
  ovr_body_add_path (self, OVR_PART_SHOULDER_MUSCLE, biceps, 3, side);
  ovr_body_add_path (self, OVR_PART_SHOULDER_MUSCLE, supraspinatus, 3, side);
  /* teres major and latissimus on their way to the arm; the bellies of the
   * muscles on both sides of the blade */
  ovr_strands_add_plate (muscle, placed (self, side, 112, 92, -46), placed (self, side, 128, 52, -2), placed (self, side, 158, 26, 66), 8.0);
  ovr_strands_add_plate (muscle, placed (self, side, 120, 76, -30), placed (self, side, 132, 62, -16), placed (self, side, 146, 38, 60), 10.0);
  ovr_strands_add_plate (muscle, placed (self, side, 132, 56, -44), placed (self, side, 148, 36, 6), placed (self, side, 166, -2, 72), 5.0);
  ovr_strands_add_plate (muscle, placed (self, side, 88, 94, 26), placed (self, side, 106, 93, -24), placed (self, side, 116, 70, 44), 10.5);
  ovr_strands_add_plate (muscle, placed (self, side, 82, 74, 34), placed (self, side, 98, 73, -22), placed (self, side, 108, 46, 46), 10.5);
}

void
ovr_body_build_wall (OvrBody *self)
{
  /* A lead of the ECG that lies on the skin. */
  static const double lead[][2] = { { 118.0, 10.0 }, { 60.0, 14.0 }, { 10.0, 9.0 }, { -40.0, 7.0 }, { -80.0, 20.0 }, { -118.0, 38.0 }, { -122.0, 44.0 } };
  OvrVec3 points[G_N_ELEMENTS (lead)];
  double radii[G_N_ELEMENTS (lead)];

  add_neck (self);
  add_shoulder (self, -1.0);
  add_shoulder (self, 1.0);
  for (guint i = 0; i < G_N_ELEMENTS (lead); i++)
    {
      points[i] = ovr_body_place (self, ovr_skin_point (lead[i][0], lead[i][1], 1.8));
      radii[i] = 1.5;
    }
  ovr_strands_add_path (self->parts[OVR_PART_WIRE], points, radii, G_N_ELEMENTS (lead));
}

/* A strip between two curves of the table that are symmetric in x. */
static void
table_strip (OvrCanvas *canvas,
             double top_mm,
             double bottom_mm,
             double half_width,
             double hollow,
             double hu)
{
  OvrVec3 points[2 * (SHEET_STEPS + 1)];
  OvrBrush brush = ovr_brush_paint (hu, OVR_CANVAS_NO_CLIP);

  for (int i = 0; i <= SHEET_STEPS; i++)
    {
      double x = half_width * (2.0 * i / SHEET_STEPS - 1.0);
      double rise = hollow * x * x;

      points[i] = ovr_vec3 (x, top_mm - rise, 0.0);
      points[2 * SHEET_STEPS + 1 - i] = ovr_vec3 (x, bottom_mm - rise, 0.0);
    }
  ovr_canvas_fill (canvas, points, G_N_ELEMENTS (points), &brush);
}

void
ovr_body_paint_table (const OvrBody *self,
                      OvrCanvas *canvas)
{
  double back = 124.0 + self->pose.shift.y;

  table_strip (canvas, back - 6.0, back + 4.0, 196.0, 0.00055, -905.0);
  table_strip (canvas, back + 4.0, back + 5.6, 205.0, 0.00055, -60.0);
  table_strip (canvas, back + 5.6, back + 30.0, 205.0, 0.00055, -955.0);
  table_strip (canvas, back + 30.0, back + 31.4, 205.0, 0.00055, -90.0);
}

/* The outline of a sheet at the canvas's height: out along its outer face and
 * back along the inner one, thin at both edges. */
static void
paint_sheet (const OvrBody *self,
             OvrCanvas *canvas,
             const Sheet *sheet,
             double side)
{
  OvrVec3 points[2 * (SHEET_STEPS + 1)];
  OvrBrush brush = ovr_brush_paint (sheet->hu, OVR_CANVAS_NO_CLIP);
  double z = canvas->z_mm - self->pose.shift.z;
  double v[4];

  if (z > sheet->rows[0][0] || z < sheet->rows[sheet->n_rows - 1][0])
    return;
  ovr_curve_table (sheet->rows[0], sheet->n_rows, 4, z, v);
  for (int i = 0; i <= SHEET_STEPS; i++)
    {
      double t = (double) i / SHEET_STEPS;
      double angle = v[0] + (v[1] - v[0]) * t;
      double thickness = v[3] * pow (sin (G_PI * (0.04 + 0.92 * t)), 0.6);
      OvrVec3 inner, outer;

      angle = side < 0.0 ? 360.0 - angle : angle;
      inner = ovr_cage_point (z, angle, v[2]);
      outer = ovr_cage_point (z, angle, v[2] + thickness);
      points[i] = ovr_body_place (self, outer);
      points[2 * SHEET_STEPS + 1 - i] = ovr_body_place (self, inner);
    }
  ovr_canvas_fill (canvas, points, G_N_ELEMENTS (points), &brush);
}

/* Streaks of fat between the fibres, and strands in fat: how much @hu differs
 * from the mean of its tissue where the texture is @g. */
static float
grain_of (float hu,
          float g)
{
  if (hu <= -130.0f || hu >= 90.0f)
    return 0.0f;
  if (hu > 0.0f)
    return g > 1.7f ? -22.0f * (g - 1.7f) : 2.0f * g;
  return 4.0f * g + (g > 1.9f ? 16.0f * (g - 1.9f) : 0.0f);
}

/* The texture is coarse against the pixels: it is asked for every second one in
 * both directions. */
void
ovr_body_paint_grain (const OvrBody *self,
                      OvrCanvas *canvas)
{
  float z = (float) (canvas->z_mm - self->pose.shift.z);
  int columns = canvas->columns;

  for (int row = 0; row < canvas->rows; row += 2)
    for (int column = 0; column < columns; column += 2)
      {
        float *hu = canvas->hu + (gsize) row * (gsize) columns + (gsize) column;
        float x = (float) (canvas->x0_mm + column * canvas->dx_mm - self->pose.shift.x);
        float y = (float) (canvas->y0_mm + row * canvas->dy_mm - self->pose.shift.y);
        float g;

        if (*hu <= -130.0f || *hu >= 90.0f)
          continue;
        g = ovr_texture_at (self->texture, 0.16f * x, 0.16f * y, 0.06f * z) +
            0.6f * ovr_texture_at (self->texture, 0.45f * y, 0.45f * x, 0.2f * z);
        for (int j = 0; j < MIN (2, canvas->rows - row); j++)
          for (int i = 0; i < MIN (2, columns - column); i++)
            hu[j * columns + i] += grain_of (hu[j * columns + i], g);
      }
}

static OvrSolid
breast (const OvrBody *self,
        double side)
{
  OvrSolid solid = ovr_solid (ovr_vec3 (side * 86.0, -112.0, -53.0), 38.0, 19.0, 36.0,
                              ovr_vec3 (-4.0, 0.0, side * 26.0));

  ovr_solid_place (&solid, self->pose.roll_rad, self->pose.shift);
  return solid;
}

/* Glandular tissue: strands and islands in the fat, densest behind the
 * nipple. */
static void
paint_gland (const OvrBody *self,
             OvrCanvas *canvas,
             const OvrSolid *solid)
{
  OvrSolid core = *solid;
  int first, last, top, bottom;

  if (fabs (canvas->z_mm - core.centre.z) > core.reach.z ||
      !ovr_canvas_window (canvas, core.centre.x - core.reach.x, core.centre.x + core.reach.x,
                          core.centre.y - core.reach.y, core.centre.y + core.reach.y,
                          &first, &last, &top, &bottom))
    return;
  for (int row = top; row <= bottom; row++)
    for (int column = first; column <= last; column++)
      {
        OvrVec3 p = { canvas->x0_mm + column * canvas->dx_mm, canvas->y0_mm + row * canvas->dy_mm, canvas->z_mm };
        double value = ovr_solid_value (&core, p);
        float *hu = &canvas->hu[row * canvas->columns + column];
        float x = (float) (p.x - self->pose.shift.x);
        float y = (float) (p.y - self->pose.shift.y);
        float z = (float) (p.z - self->pose.shift.z);
        float g;

        /* Only fat turns to gland: not skin, nor muscle. */
        if (value >= 0.0 || *hu > -85.0f || *hu < -125.0f)
          continue;
        g = ovr_texture_at (self->texture, 0.11f * x, 0.14f * y, 0.1f * z) +
            0.7f * ovr_texture_at (self->texture, 0.3f * x, 0.22f * y + 9.0f, 0.25f * z) -
            0.35f + (float) (-0.9 * value - 0.45);
        g = CLAMP (0.9f * g, 0.0f, 1.0f);
        *hu += (32.0f - *hu) * g * g * (3.0f - 2.0f * g);
      }
}

/* Above the sternum nothing closes the cage in front: the ring's points there
 * move onto the chord between its last ribs. */
static void
open_front (double z,
            const OvrVec3 *ring,
            OvrVec3 *out)
{
  int n = (int) (OVR_RING_POINTS * CLAMP ((z - 26.0) / 44.0, 0.0, 1.0) * 62.0 / 360.0);

  for (int i = 0; i < OVR_RING_POINTS; i++)
    out[i] = ring[i];
  for (int i = -n; i <= n && n > 0; i++)
    out[(i + OVR_RING_POINTS) % OVR_RING_POINTS] =
        ovr_vec3_mix (ring[OVR_RING_POINTS - n], ring[n], 0.5 + 0.5 * i / n);
}

void
ovr_body_paint_wall (const OvrBody *self,
                     OvrCanvas *canvas)
{
  OvrVec3 ring[OVR_RING_POINTS];
  OvrVec3 inset[OVR_RING_POINTS];
  OvrBrush skin = ovr_brush_paint (HU_SKIN, OVR_CANVAS_NO_CLIP);
  OvrBrush fat = ovr_brush_paint (HU_FAT, OVR_CANVAS_NO_CLIP);
  OvrBrush muscle = ovr_brush_paint (HU_MUSCLE, OVR_CANVAS_NO_CLIP);
  OvrSolid breasts[2] = { breast (self, -1.0), breast (self, 1.0) };
  double z = canvas->z_mm - self->pose.shift.z;
  OvrBrush inside;

  ovr_body_paint_shell (self, canvas, OVR_PART_WIRE, 120.0, 0.7, 2600.0, OVR_CANVAS_NO_CLIP);
  ovr_body_ring (self, canvas->z_mm, TRUE, 0.0, ring);
  ovr_canvas_fill (canvas, ring, OVR_RING_POINTS, &skin);
  ovr_curve_inset (ring, OVR_RING_POINTS, SKIN_MM, inset);
  ovr_canvas_fill (canvas, inset, OVR_RING_POINTS, &fat);
  for (int i = 0; i < 2; i++)
    paint_gland (self, canvas, &breasts[i]);
  /* Muscles end under the skin. */
  inside = ovr_brush_mask (OVR_BRUSH_ADD, OVR_CANVAS_SPARE);
  ovr_curve_inset (ring, OVR_RING_POINTS, SKIN_MM + 1.5, inset);
  ovr_canvas_fill (canvas, inset, OVR_RING_POINTS, &inside);
  ovr_body_paint_part (self, canvas, OVR_PART_SHOULDER_MUSCLE, HU_MUSCLE, OVR_CANVAS_SPARE);
  ovr_body_paint_part (self, canvas, OVR_PART_TRUNK_MUSCLE, HU_MUSCLE, OVR_CANVAS_SPARE);
  ovr_canvas_clear_mask (canvas, OVR_CANVAS_SPARE);
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    for (double side = -1.0; side < 2.0; side += 2.0)
      paint_sheet (self, canvas, &sheets[i], side);
  if (z < 74.0)
    {
      /* The layer of ribs and intercostal muscles. */
      ovr_body_ring (self, canvas->z_mm, FALSE, 3.8, ring);
      open_front (z, ring, inset);
      ovr_canvas_fill (canvas, inset, OVR_RING_POINTS, &muscle);
    }
}
