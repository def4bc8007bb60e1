/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-paper.h"

#include <math.h>
#include <string.h>

#define COLUMNS OVR_DEMO_COLUMNS
#define ROWS OVR_DEMO_ROWS
#define PX_PER_MM (OVR_DEMO_DPI / 25.4)

/* Reflectance, 0 black to 1. */
#define PAPER 0.945f
#define LID 0.80f
#define TONER 0.06f

/* Holes for filing: ISO 838. */
#define HOLE_RADIUS_PX (3.0 * PX_PER_MM)
#define HOLE_FROM_EDGE_PX (12.0 * PX_PER_MM)
#define HOLE_APART_PX (80.0 * PX_PER_MM)

#define DUST 170
#define NOISE_CELL 24

typedef struct
{
  float *value;
  GRand *dice;
  const OvrDemoSheet *sheet;
} Scan;

void
ovr_demo_paper_place (const OvrDemoSheet *sheet,
                      cairo_t *cairo)
{
  cairo_translate (cairo, COLUMNS / 2.0 + sheet->shift_px[0], ROWS / 2.0 + sheet->shift_px[1]);
  cairo_rotate (cairo, sheet->skew_rad);
  cairo_translate (cairo, -COLUMNS / 2.0, -ROWS / 2.0);
}

/* Where a point of the picture lies on the sheet. */
static void
to_sheet (const OvrDemoSheet *sheet,
          double x,
          double y,
          double at[2])
{
  double dx = x - COLUMNS / 2.0 - sheet->shift_px[0];
  double dy = y - ROWS / 2.0 - sheet->shift_px[1];

  at[0] = cos (sheet->skew_rad) * dx + sin (sheet->skew_rad) * dy + COLUMNS / 2.0;
  at[1] = -sin (sheet->skew_rad) * dx + cos (sheet->skew_rad) * dy + ROWS / 2.0;
}

/* Soft unevenness: random values on a grid, interpolated. */
static float *
make_clouds (GRand *dice,
             int cell)
{
  int columns = COLUMNS / cell + 2;
  int rows = ROWS / cell + 2;
  g_autofree float *grid = g_new (float, columns *rows);
  float *out = g_new (float, COLUMNS *ROWS);

  for (int i = 0; i < columns * rows; i++)
    grid[i] = (float) g_rand_double_range (dice, -1.0, 1.0);
  for (int y = 0; y < ROWS; y++)
    for (int x = 0; x < COLUMNS; x++)
      {
        int gx = x / cell;
        int gy = y / cell;
        float fx = (float) (x % cell) / (float) cell;
        float fy = (float) (y % cell) / (float) cell;
        const float *corner = grid + gy * columns + gx;
        float upper = corner[0] + (corner[1] - corner[0]) * fx;
        float lower = corner[columns] + (corner[columns + 1] - corner[columns]) * fx;

        out[y * COLUMNS + x] = upper + (lower - upper) * fy;
      }
  return out;
}

/* Two folds, as a letter has that fits a long envelope: a bright ridge beside a
 * dark one. */
static float
fold_at (double y)
{
  float sum = 0.0f;

  for (int i = 1; i <= 2; i++)
    {
      double distance = (y - i * ROWS / 3.0 + (i == 1 ? 9.0 : -4.0)) / 4.0;

      if (fabs (distance) < 5.0)
        sum += (float) (-0.05 * distance * exp (-distance * distance / 2.0));
    }
  return sum;
}

/* Paper, its edges with their shadow on the lid, and the holes. */
static float
paper_at (const OvrDemoSheet *sheet,
          double x,
          double y)
{
  double at[2];
  double edge;
  double value;

  to_sheet (sheet, x, y, at);
  edge = MIN (MIN (at[0], COLUMNS - 1 - at[0]), MIN (at[1], ROWS - 1 - at[1]));
  if (edge < 0.0)
    return (float) (LID - 0.34 * exp (edge / 5.0));
  value = (double) PAPER + (double) fold_at (at[1]) - 0.035 * exp (-edge / 22.0);
  for (int i = -1; i <= 1; i += 2)
    {
      double dx = at[0] - HOLE_FROM_EDGE_PX;
      double dy = at[1] - ROWS / 2.0 - i * HOLE_APART_PX / 2.0;
      double distance = hypot (dx, dy) - HOLE_RADIUS_PX;

      /* The light comes from one side, so the rim throws a crescent. */
      if (distance < 0.0)
        value = (double) LID - 0.10 - 0.42 * exp (distance / 4.5) * (0.55 + 0.45 * (-dx - dy) / (hypot (dx, dy) + 1.0));
      else if (distance < 12.0)
        value -= 0.07 * exp (-distance / 3.0);
    }
  return (float) value;
}

/* The toner is not equally dense everywhere, and flakes off where it's folded. */
static void
lay_ink (Scan *self,
         cairo_surface_t *ink)
{
  g_autofree float *coarse = make_clouds (self->dice, NOISE_CELL * 6);
  g_autofree float *fine = make_clouds (self->dice, 2);
  int stride = cairo_image_surface_get_stride (ink);
  const guint8 *cover = cairo_image_surface_get_data (ink);

  for (int y = 0; y < ROWS; y++)
    for (int x = 0; x < COLUMNS; x++)
      {
        float alpha = (float) cover[y * stride + x] / 255.0f;
        gsize i = (gsize) y * COLUMNS + (gsize) x;

        if (alpha > 0.0f)
          {
            alpha *= CLAMP (0.93f + 0.05f * coarse[i] + 0.10f * fine[i], 0.0f, 1.0f);
            self->value[i] += alpha * (TONER - self->value[i]);
          }
      }
}

static void
strew_dust (Scan *self)
{
  for (int i = 0; i < DUST; i++)
    {
      double x = g_rand_double_range (self->dice, 0, COLUMNS);
      double y = g_rand_double_range (self->dice, 0, ROWS);
      double radius = g_rand_double_range (self->dice, 0.4, 1.0) * (g_rand_int_range (self->dice, 0, 12) == 0 ? 2.2 : 1.0);
      float depth = (float) g_rand_double_range (self->dice, 0.15, 0.75);

      for (int row = MAX (0, (int) (y - 4)); row < MIN (ROWS, (int) y + 5); row++)
        for (int column = MAX (0, (int) (x - 4)); column < MIN (COLUMNS, (int) x + 5); column++)
          {
            float cover = (float) CLAMP (radius + 0.5 - hypot (column - x, row - y), 0.0, 1.0);

            self->value[row * COLUMNS + column] -= cover * depth * self->value[row * COLUMNS + column];
          }
    }
}

/* The lens: a Gaussian of 0.8 pixels, rows first. */
static void
blur (Scan *self)
{
  static const float weight[3] = { 0.4990f, 0.2285f, 0.0220f };
  g_autofree float *line = g_new (float, MAX (COLUMNS, ROWS));

  for (int y = 0; y < ROWS; y++)
    {
      float *row = self->value + y * COLUMNS;

      memcpy (line, row, COLUMNS * sizeof *line);
      for (int x = 2; x < COLUMNS - 2; x++)
        row[x] = weight[0] * line[x] + weight[1] * (line[x - 1] + line[x + 1]) + weight[2] * (line[x - 2] + line[x + 2]);
    }
  for (int x = 0; x < COLUMNS; x++)
    {
      for (int y = 0; y < ROWS; y++)
        line[y] = self->value[y * COLUMNS + x];
      for (int y = 2; y < ROWS - 2; y++)
        self->value[y * COLUMNS + x] = weight[0] * line[y] + weight[1] * (line[y - 1] + line[y + 1]) +
                                       weight[2] * (line[y - 2] + line[y + 2]);
    }
}

/* About normal with a standard deviation of 1: the sum of three dice. */
static float
noise (guint32 *state)
{
  float sum = 0.0f;

  for (int i = 0; i < 3; i++)
    {
      *state ^= *state << 13;
      *state ^= *state >> 17;
      *state ^= *state << 5;
      sum += (float) (*state >> 8) / 8388608.0f - 1.0f;
    }
  return sum;
}

/* The sensor: uneven light, columns that differ, grain, eight bits. */
static guint8 *
read_out (Scan *self)
{
  guint8 *out = g_malloc (COLUMNS * ROWS);
  g_autofree float *clouds = make_clouds (self->dice, NOISE_CELL * 10);
  g_autofree float *fibres = make_clouds (self->dice, 3);
  g_autofree float *columns = g_new (float, COLUMNS);
  guint32 state = self->sheet->seed | 1;

  for (int x = 0; x < COLUMNS; x++)
    columns[x] = (float) g_rand_double_range (self->dice, -0.002, 0.002) -
                 (g_rand_int_range (self->dice, 0, 700) == 0 ? 0.012f : 0.0f);
  for (int y = 0; y < ROWS; y++)
    for (int x = 0; x < COLUMNS; x++)
      {
        gsize i = (gsize) y * COLUMNS + (gsize) x;
        float light = 1.0f - 0.018f * (float) x / COLUMNS - 0.012f * (float) y / ROWS;
        float value = self->value[i] * light + 0.010f * clouds[i] + 0.007f * fibres[i] + columns[x] + 0.008f * noise (&state);

        out[i] = (guint8) lroundf (CLAMP (value, 0.0f, 1.0f) * 255.0f);
      }
  return out;
}

guint8 *
ovr_demo_paper_scan (const OvrDemoSheet *sheet,
                     cairo_surface_t *ink)
{
  Scan self = { g_new (float, COLUMNS *ROWS), g_rand_new_with_seed (sheet->seed), sheet };
  guint8 *out;

  for (int y = 0; y < ROWS; y++)
    for (int x = 0; x < COLUMNS; x++)
      self.value[y * COLUMNS + x] = paper_at (sheet, x, y);
  lay_ink (&self, ink);
  strew_dust (&self);
  blur (&self);
  out = read_out (&self);
  g_rand_free (self.dice);
  g_free (self.value);
  return out;
}
