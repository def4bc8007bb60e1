/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"
#include "ovr-phantom-projection-private.h"

/* What is drawn as tubes: ribs, shoulders, sternum, and the lungs' vessels. A
 * tube adds the length of the beam through it. */

#define MAX_POINTS 26

typedef struct
{
  float point[MAX_POINTS][3];
  float radius[MAX_POINTS];
  float strength[MAX_POINTS]; /* 1, less where a tube fades away */
  int n;
  float shell; /* extra mm of water for each mm through the wall */
  float core;  /* the same for the inside */
  float wall;  /* mm; 0 for a solid tube */
} Tube;

/* How much longer the beam's way through the tube is at point @i because it is
 * not seen square. */
static float
obliqueness (const Tube *tube,
             int i,
             int axis)
{
  const float *a = tube->point[MAX (i - 1, 0)];
  const float *b = tube->point[MIN (i + 1, tube->n - 1)];
  const float seen = hypotf (b[axis] - a[axis], b[2] - a[2]);
  const float away = b[1 - axis] - a[1 - axis];

  return fminf (hypotf (seen, away) / fmaxf (seen, 0.1f), 2.2f);
}

static float
chord (float radius,
       float distance)
{
  return distance < radius ? 2.0f * sqrtf (radius * radius - distance * distance) : 0.0f;
}

/* A tube adds one chord wherever it is, so that its pieces do not add up where
 * they meet. */
static void
draw (OvrProjectionMap *self,
      const Tube *tube)
{
  const int axis = self->is_lateral ? 1 : 0;
  float low[2] = { 1e6f, 1e6f };
  float high[2] = { -1e6f, -1e6f };
  float oblique[MAX_POINTS];
  int first_row;
  int last_row;
  int first;
  int last;

  for (int i = 0; i < tube->n; i++)
    {
      oblique[i] = obliqueness (tube, i, axis) * tube->strength[i];
      low[0] = fminf (low[0], tube->point[i][axis] - tube->radius[i]);
      high[0] = fmaxf (high[0], tube->point[i][axis] + tube->radius[i]);
      low[1] = fminf (low[1], tube->point[i][2] - tube->radius[i]);
      high[1] = fmaxf (high[1], tube->point[i][2] + tube->radius[i]);
    }
  first = MAX (0, (int) ((low[0] - self->left_mm) / self->step_mm));
  last = MIN (self->columns - 1, (int) ((high[0] - self->left_mm) / self->step_mm) + 1);
  first_row = MAX (0, (int) ((self->top_mm - high[1]) / self->step_mm));
  last_row = MIN (self->rows - 1, (int) ((self->top_mm - low[1]) / self->step_mm) + 1);

  for (int row = first_row; row <= last_row; row++)
    for (int column = first; column <= last; column++)
      {
        const float p[3] = { self->left_mm + self->step_mm * (float) column, self->top_mm - self->step_mm * (float) row, 0.0f };
        float nearest = 1.0f; /* distance by radius */
        float radius = 1.0f;
        float sum = 0.0f;
        float weights = 1e-6f;

        for (int i = 0; i + 1 < tube->n; i++)
          {
            const float *a3 = tube->point[i];
            const float *b3 = tube->point[i + 1];
            const float a[3] = { a3[axis], a3[2], 0.0f };
            const float b[3] = { b3[axis], b3[2], 0.001f };
            float along;
            const float d = ovr_segment (p, a, b, &along);
            const float r = ovr_mix (tube->radius[i], tube->radius[i + 1], along);
            const float inside = 1.0f - d / r;

            if (inside <= 0.0f)
              continue;
            sum += inside * inside * ovr_mix (oblique[i], oblique[i + 1], along);
            weights += inside * inside;
            if (d / r < nearest)
              {
                nearest = d / r;
                radius = r;
              }
          }
        if (nearest < 1.0f)
          {
            const float inner = tube->wall > 0.0f ? chord (radius - tube->wall, nearest * radius) : 0.0f;

            self->thickness[row * self->columns + column] +=
                sum / weights * ((chord (radius, nearest * radius) - inner) * tube->shell + inner * tube->core);
          }
      }
}

static void
add_point (Tube *tube,
           float x,
           float y,
           float z,
           float radius)
{
  tube->point[tube->n][0] = x;
  tube->point[tube->n][1] = y;
  tube->point[tube->n][2] = z;
  tube->radius[tube->n] = radius;
  tube->strength[tube->n] = 1.0f;
  tube->n++;
}

/* Rib @k from 1, on one side: from the spine around to its cartilage. */
static void
draw_rib (OvrProjectionMap *self,
          int k,
          float side)
{
  static const float wide[12] = { 56.0f, 84.0f, 104.0f, 117.0f, 126.0f, 132.0f, 136.0f, 138.0f, 137.0f, 132.0f, 120.0f, 96.0f };
  static const float ends[12] = { 0.80f, 0.80f, 0.80f, 0.80f, 0.80f, 0.79f, 0.77f, 0.72f, 0.66f, 0.58f, 0.42f, 0.30f };
  static const float drops[12] = { 38.0f, 50.0f, 62.0f, 72.0f, 80.0f, 88.0f, 94.0f, 98.0f, 100.0f, 100.0f, 96.0f, 90.0f };
  const float depth = k < 4 ? 62.0f + 8.0f * (float) k : 96.0f;
  /* The lateral view shows both sides in one another: its kilovolts are higher. */
  const float weight = self->is_lateral ? 0.62f : 1.0f;
  Tube tube = { .shell = 1.0f * weight, .core = 0.24f * weight, .wall = 1.5f };

  for (int i = 0; i < MAX_POINTS; i++)
    {
      const float t = (float) i / (MAX_POINTS - 1) * ends[k - 1];
      const float angle = t * (float) G_PI;
      const float x = 12.0f + (wide[k - 1] - 12.0f) * powf (sinf (angle), 0.78f);
      const float y = 6.0f + depth * cosf (angle) * (cosf (angle) > 0.0f ? 0.72f : 1.0f);
      const float z = 142.0f - 21.5f * (float) (k - 1) + 7.0f * sinf (fminf (angle * 3.0f, (float) G_PI)) - drops[k - 1] * t;

      add_point (&tube, side * x, y, z, 5.2f + 0.9f * sinf (angle) + (k == 1 ? 1.4f : 0.0f));
      /* Towards its cartilage a rib is no longer dense. */
      tube.strength[i] = ovr_smooth_step (1.02f, 0.86f, (float) i / (MAX_POINTS - 1));
    }
  draw (self, &tube);
}

static void
draw_shoulders (OvrProjectionMap *self,
                float side)
{
  Tube clavicle = { .shell = 1.2f, .core = 0.35f, .wall = 1.8f };
  Tube border = { .shell = 0.75f, .core = 0.0f, .wall = 0.0f };
  Tube spine = { .shell = 0.6f, .core = 0.0f, .wall = 0.0f };
  Tube blade = { .shell = 0.10f, .core = 0.0f, .wall = 0.0f };
  Tube humerus = { .shell = 0.9f, .core = 0.55f, .wall = 2.6f };

  add_point (&clavicle, side * 16.0f, -62.0f, 112.0f, 8.5f);
  add_point (&clavicle, side * 48.0f, -58.0f, 121.0f, 6.4f);
  add_point (&clavicle, side * 90.0f, -30.0f, 132.0f, 5.6f);
  add_point (&clavicle, side * 128.0f, -8.0f, 137.0f, 6.0f);
  add_point (&clavicle, side * 160.0f, 2.0f, 141.0f, 7.4f);
  draw (self, &clavicle);
  add_point (&border, side * 118.0f, 78.0f, 128.0f, 3.0f);
  add_point (&border, side * 124.0f, 84.0f, 70.0f, 3.2f);
  add_point (&border, side * 134.0f, 80.0f, 12.0f, 4.4f);
  add_point (&border, side * 150.0f, 50.0f, 62.0f, 4.0f);
  add_point (&border, side * 158.0f, 24.0f, 104.0f, 5.0f);
  draw (self, &border);
  add_point (&spine, side * 118.0f, 82.0f, 112.0f, 3.6f);
  add_point (&spine, side * 168.0f, 22.0f, 142.0f, 5.0f);
  draw (self, &spine);
  add_point (&blade, side * 134.0f, 70.0f, 112.0f, 18.0f);
  add_point (&blade, side * 137.0f, 72.0f, 40.0f, 9.0f);
  draw (self, &blade);
  add_point (&humerus, side * 174.0f, 6.0f, 120.0f, 23.0f);
  add_point (&humerus, side * 186.0f, 2.0f, 84.0f, 13.0f);
  add_point (&humerus, side * 190.0f, 0.0f, -40.0f, 11.0f);
  draw (self, &humerus);
}

/* A box with rounded corners, as seen from one side. */
static float
box (float x,
     float z,
     float rx,
     float rz,
     float soft)
{
  return ovr_cover (fmaxf (fabsf (x) - rx, fabsf (z) - rz), soft);
}

/* The middle of the spine at a height. */
static float
spine_y (float z)
{
  return 62.0f + 14.0f * (1.0f - z * z / 28000.0f);
}

static float
vertebra (const OvrProjectionMap *self,
          float across,
          float z,
          float centre,
          float half)
{
  const float dz = z - centre;
  float value;

  if (self->is_lateral)
    {
      const float dy = across - spine_y (centre);
      const float rim = box (dy, dz, 15.0f, half, 2.4f) - 0.35f * box (dy, dz, 13.4f, half - 1.4f, 2.4f);
      const float arch = box (dy - 30.0f, dz + 6.0f, 9.0f, half * 0.8f, 8.0f);

      value = 17.0f * rim + 7.0f * arch;
    }
  else
    {
      const float waist = 17.0f + 1.6f * (dz / half) * (dz / half);
      const float rim = box (across, dz, waist, half, 2.2f) - 0.45f * box (across, dz, waist - 1.7f, half - 1.5f, 2.2f);
      const float pedicle = ovr_cover (fabsf (ovr_ellipsoid (fabsf (across) - 11.0f, 0.0f, dz - half * 0.25f, 3.6f, 9.0f, 5.2f)) - 0.8f, 1.4f);
      const float process = ovr_cover (fabsf (ovr_ellipsoid (across, 0.0f, dz + half * 0.75f, 3.2f, 9.0f, 7.0f)) - 0.9f, 1.4f);
      const float transverse = box (fabsf (across) - 24.0f, dz - half * 0.2f, 11.0f, 4.2f, 3.0f);

      value = 12.0f * rim + 6.0f * pedicle + 6.5f * process + 4.0f * transverse;
    }
  return value;
}

static void
draw_spine_row (guint row,
                gpointer data)
{
  OvrProjectionMap *self = data;
  const float z = self->top_mm - self->step_mm * (float) row;
  float centre = 205.0f;
  float half = 8.0f;

  while (centre - half - 3.0f > z)
    {
      centre -= 2.0f * half + 4.6f;
      half = fminf (half + 0.28f, 12.5f);
    }
  for (int column = 0; column < self->columns; column++)
    self->thickness[(int) row * self->columns + column] +=
        vertebra (self, self->left_mm + self->step_mm * (float) column, z, centre, half);
}

static void
draw_sternum (OvrProjectionMap *self)
{
  Tube tube = { .shell = 0.9f, .core = 0.30f, .wall = 1.3f };

  add_point (&tube, 0.0f, -72.0f, 106.0f, 8.0f);
  add_point (&tube, 0.0f, -86.0f, 66.0f, 6.6f);
  add_point (&tube, 0.0f, -96.0f, 10.0f, 6.2f);
  add_point (&tube, 0.0f, -97.0f, -32.0f, 4.0f);
  if (self->is_lateral)
    draw (self, &tube);
}

/* ---- Vessels of the lungs */

static gboolean
is_in_lung (const float p[3])
{
  const float side = fabsf (p[0]);
  const float x = (side - 66.0f) / 61.0f;
  const float y = (p[1] + 2.0f) / 86.0f;
  const float z = (p[2] - 10.0f) / 138.0f;

  return x * x + y * y + z * z < 1.0f && side > 22.0f && p[2] > -110.0f;
}

/* A branch that wanders, tapers and forks. */
static void
draw_branch (OvrProjectionMap *self,
             OvrRandom *random,
             const float start[3],
             const float direction[3],
             float radius,
             int generation)
{
  Tube tube = { .shell = 0.95f, .core = 0.0f, .wall = 0.0f };
  float p[3] = { start[0], start[1], start[2] };
  float d[3] = { direction[0], direction[1], direction[2] };
  const float length = 8.5f + 2.4f * radius;

  add_point (&tube, p[0], p[1], p[2], radius);
  for (int i = 0; i < 4; i++)
    {
      float norm = 0.0f;

      for (int axis = 0; axis < 3; axis++)
        d[axis] += 0.22f * ovr_random_normal (random);
      norm = sqrtf (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
      for (int axis = 0; axis < 3; axis++)
        {
          d[axis] /= norm;
          p[axis] += d[axis] * length / 2.0f;
        }
      radius *= 0.95f;
      add_point (&tube, p[0], p[1], p[2], radius);
      if (!is_in_lung (p))
        break;
    }
  draw (self, &tube);
  if (generation <= 0 || radius < 0.45f || !is_in_lung (p))
    return;
  for (int i = 0; i < 2; i++)
    {
      const float spread = i == 0 ? 0.35f : 0.85f;
      float q[3];

      for (int axis = 0; axis < 3; axis++)
        q[axis] = d[axis] + spread * ovr_random_normal (random) * 0.8f;
      draw_branch (self, random, p, q, radius * (i == 0 ? 0.88f : 0.66f), generation - 1);
    }
}

static void
draw_vessels (OvrProjectionMap *self,
              float side)
{
  static const float aims[7][3] = {
    { 0.45f, 0.1f, 0.9f },
    { 0.8f, -0.4f, 0.55f },
    { 0.9f, 0.4f, 0.1f },
    { 0.75f, -0.5f, -0.35f },
    { 0.5f, 0.35f, -0.9f },
    { 0.2f, 0.3f, -1.0f },
    { 0.45f, -0.2f, -0.9f },
  };
  OvrRandom random = { side > 0.0f ? 31u : 77u };
  Tube hilum = { .shell = 0.6f, .core = 0.0f, .wall = 0.0f };

  add_point (&hilum, side * 26.0f, 8.0f, 30.0f + 6.0f * side, 11.0f);
  add_point (&hilum, side * 42.0f, 10.0f, 14.0f + 6.0f * side, 7.5f);
  add_point (&hilum, side * 50.0f, 16.0f, -16.0f + 4.0f * side, 5.0f);
  draw (self, &hilum);
  for (int i = 0; i < 7; i++)
    {
      const float start[3] = { side * 38.0f, 8.0f, 24.0f + 6.0f * side - 5.0f * (float) i };
      const float aim[3] = { side * aims[i][0], aims[i][1], aims[i][2] };

      draw_branch (self, &random, start, aim, 4.5f, 7);
    }
}

void
ovr_projection_add_bones (OvrProjectionMap *self)
{
  for (int side = -1; side <= 1; side += 2)
    {
      for (int k = 1; k <= 12; k++)
        draw_rib (self, k, (float) side);
      /* In the lateral view the arms are raised. */
      if (!self->is_lateral)
        draw_shoulders (self, (float) side);
      draw_vessels (self, (float) side);
    }
  draw_sternum (self);
  for (int row = 0; row < self->rows; row++)
    draw_spine_row ((guint) row, self);
}
