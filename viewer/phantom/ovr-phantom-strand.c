/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-strand.h"

#include <math.h>

#define BIN_MM 2.0
#define FAR_MM 1e3f

/* Steps of a smooth path between two of its points. */
#define PATH_STEPS 5

struct _OvrStrands
{
  GArray *strands;
  double z_first_mm;
  guint n_bins;
  guint *bin_start; /* n_bins + 1 offsets into bin_items */
  guint *bin_items;
};

OvrStrands *
ovr_strands_new (void)
{
  OvrStrands *self = g_new0 (OvrStrands, 1);

  self->strands = g_array_new (FALSE, FALSE, sizeof (OvrStrand));
  return self;
}

void
ovr_strands_free (OvrStrands *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->strands);
  g_free (self->bin_start);
  g_free (self->bin_items);
  g_free (self);
}

void
ovr_strands_add_tube (OvrStrands *self,
                      OvrVec3 a,
                      OvrVec3 b,
                      double radius_a,
                      double radius_b)
{
  OvrStrand strand = { OVR_STRAND_TUBE, a, b, a, radius_a, radius_b };

  g_array_append_val (self->strands, strand);
}

static OvrVec3
on_path (const OvrVec3 *points,
         guint n,
         guint i,
         double t)
{
  OvrVec3 p0 = points[i == 0 ? 0 : i - 1];
  OvrVec3 p1 = points[i];
  OvrVec3 p2 = points[i + 1];
  OvrVec3 p3 = points[i + 2 < n ? i + 2 : n - 1];
  double w0 = -0.5 * t + t * t - 0.5 * t * t * t;
  double w1 = 1.0 - 2.5 * t * t + 1.5 * t * t * t;
  double w2 = 0.5 * t + 2.0 * t * t - 1.5 * t * t * t;
  double w3 = -0.5 * t * t + 0.5 * t * t * t;

  return ovr_vec3 (w0 * p0.x + w1 * p1.x + w2 * p2.x + w3 * p3.x,
                   w0 * p0.y + w1 * p1.y + w2 * p2.y + w3 * p3.y,
                   w0 * p0.z + w1 * p1.z + w2 * p2.z + w3 * p3.z);
}

void
ovr_strands_add_path (OvrStrands *self,
                      const OvrVec3 *points,
                      const double *radii,
                      guint n)
{
  for (guint i = 0; i + 1 < n; i++)
    for (int step = 0; step < PATH_STEPS; step++)
      {
        double t0 = (double) step / PATH_STEPS;
        double t1 = (double) (step + 1) / PATH_STEPS;

        ovr_strands_add_tube (self, on_path (points, n, i, t0), on_path (points, n, i, t1),
                              radii[i] + (radii[i + 1] - radii[i]) * t0,
                              radii[i] + (radii[i + 1] - radii[i]) * t1);
      }
}

void
ovr_strands_add_bar (OvrStrands *self,
                     OvrVec3 a,
                     OvrVec3 b,
                     OvrVec3 across,
                     double half_thickness,
                     double half_width)
{
  OvrVec3 axis = ovr_vec3_unit (ovr_vec3_add (b, a, -1.0));
  OvrVec3 square = ovr_vec3_add (across, axis, -ovr_vec3_dot (across, axis));
  OvrStrand strand = { OVR_STRAND_BAR, a, b, ovr_vec3_unit (square), half_thickness, half_width };

  g_array_append_val (self->strands, strand);
}

void
ovr_strands_add_plate (OvrStrands *self,
                       OvrVec3 a,
                       OvrVec3 b,
                       OvrVec3 c,
                       double radius)
{
  OvrStrand strand = { OVR_STRAND_PLATE, a, b, c, radius, radius };

  g_array_append_val (self->strands, strand);
}

static double
margin_of (const OvrStrand *strand)
{
  return MAX (strand->radius_a, strand->radius_b);
}

static void
z_range (const OvrStrand *strand,
         double *z_min,
         double *z_max)
{
  /* A millimetre and a half more: the thickest plane's softened edge. */
  double margin = margin_of (strand) + 1.5;

  *z_min = MIN (strand->a.z, strand->b.z);
  *z_max = MAX (strand->a.z, strand->b.z);
  if (strand->kind == OVR_STRAND_PLATE)
    {
      *z_min = MIN (*z_min, strand->c.z);
      *z_max = MAX (*z_max, strand->c.z);
    }
  *z_min -= margin;
  *z_max += margin;
}

static guint
bin_of (const OvrStrands *self,
        double z)
{
  double bin = floor ((z - self->z_first_mm) / BIN_MM);

  return (guint) CLAMP (bin, 0.0, (double) (self->n_bins - 1));
}

void
ovr_strands_seal (OvrStrands *self)
{
  double z_min = G_MAXDOUBLE;
  double z_max = -G_MAXDOUBLE;
  g_autofree guint *next = NULL;

  for (guint i = 0; i < self->strands->len; i++)
    {
      double low, high;

      z_range (&g_array_index (self->strands, OvrStrand, i), &low, &high);
      z_min = MIN (z_min, low);
      z_max = MAX (z_max, high);
    }
  if (self->strands->len == 0)
    return;
  self->z_first_mm = z_min;
  self->n_bins = (guint) ceil ((z_max - z_min) / BIN_MM) + 1;
  self->bin_start = g_new0 (guint, self->n_bins + 1);
  for (guint i = 0; i < self->strands->len; i++)
    {
      double low, high;

      z_range (&g_array_index (self->strands, OvrStrand, i), &low, &high);
      for (guint bin = bin_of (self, low); bin <= bin_of (self, high); bin++)
        self->bin_start[bin + 1]++;
    }
  for (guint bin = 0; bin < self->n_bins; bin++)
    self->bin_start[bin + 1] += self->bin_start[bin];
  self->bin_items = g_new (guint, self->bin_start[self->n_bins]);
  next = g_memdup2 (self->bin_start, sizeof (guint) * self->n_bins);
  for (guint i = 0; i < self->strands->len; i++)
    {
      double low, high;

      z_range (&g_array_index (self->strands, OvrStrand, i), &low, &high);
      for (guint bin = bin_of (self, low); bin <= bin_of (self, high); bin++)
        self->bin_items[next[bin]++] = i;
    }
}

static void
near_tube (const OvrStrand *strand,
           float *restrict near,
           float x0,
           float dx,
           float y,
           float z,
           int n)
{
  float ax = (float) strand->a.x, ay = (float) strand->a.y, az = (float) strand->a.z;
  float bx = (float) (strand->b.x - strand->a.x);
  float by = (float) (strand->b.y - strand->a.y);
  float bz = (float) (strand->b.z - strand->a.z);
  float inverse = 1.0f / MAX (bx * bx + by * by + bz * bz, 1e-6f);
  float r0 = (float) strand->radius_a;
  float r1 = (float) (strand->radius_b - strand->radius_a);
  float qy = y - ay;
  float qz = z - az;
  float partial = (qy * by + qz * bz) * inverse;
  float step = bx * inverse;

  for (int i = 0; i < n; i++)
    {
      float qx = x0 + dx * (float) i - ax;
      float t = partial + step * qx;
      float ex, ey, ez, d;

      t = t < 0.0f ? 0.0f : t;
      t = t > 1.0f ? 1.0f : t;
      ex = qx - t * bx;
      ey = qy - t * by;
      ez = qz - t * bz;
      d = sqrtf (ex * ex + ey * ey + ez * ez) - (r0 + r1 * t);
      near[i] = d < near[i] ? d : near[i];
    }
}

static void
near_bar (const OvrStrand *strand,
          float *restrict near,
          float x0,
          float dx,
          float y,
          float z,
          int n)
{
  OvrVec3 axis = ovr_vec3_unit (ovr_vec3_add (strand->b, strand->a, -1.0));
  OvrVec3 side = ovr_vec3_cross (axis, strand->c);
  float length = (float) ovr_vec3_length (ovr_vec3_add (strand->b, strand->a, -1.0));
  float w1 = (float) (1.0 / strand->radius_a);
  float w2 = (float) (1.0 / strand->radius_b);
  float ux = (float) axis.x, cx = (float) strand->c.x, sx = (float) side.x;
  float qx0 = x0 - (float) strand->a.x;
  float qy = y - (float) strand->a.y;
  float qz = z - (float) strand->a.z;
  float u0 = (float) axis.y * qy + (float) axis.z * qz;
  float c0 = (float) strand->c.y * qy + (float) strand->c.z * qz;
  float s0 = (float) side.y * qy + (float) side.z * qz;

  for (int i = 0; i < n; i++)
    {
      float qx = qx0 + dx * (float) i;
      float along = u0 + ux * qx;
      float p = (c0 + cx * qx) * w1;
      float q = (s0 + sx * qx) * w2;
      float over, k0, k1, d;

      over = along < 0.0f ? along : 0.0f;
      over = along > length ? along - length : over;
      over *= w1;
      /* First-order distance to an ellipse: k0 (k0 − 1) / k1. */
      k0 = sqrtf (p * p + q * q + over * over);
      k1 = sqrtf (p * p * w1 * w1 + q * q * w2 * w2 + over * over * w1 * w1) + 1e-6f;
      d = k0 * (k0 - 1.0f) / k1;
      near[i] = d < near[i] ? d : near[i];
    }
}

/* An edge of a plate, seen from a point of the plane's row. */
typedef struct
{
  float from[3];  /* the row's first point less the corner that it starts from */
  float along[3]; /* to the next corner */
  float inward[3];
  float inverse; /* 1 / length² */
} PlateEdge;

static PlateEdge
plate_edge (OvrVec3 corner,
            OvrVec3 next,
            OvrVec3 normal,
            OvrVec3 start)
{
  OvrVec3 along = ovr_vec3_add (next, corner, -1.0);
  OvrVec3 inward = ovr_vec3_cross (normal, along);
  OvrVec3 from = ovr_vec3_add (start, corner, -1.0);

  return (PlateEdge){
    { (float) from.x, (float) from.y, (float) from.z },
    { (float) along.x, (float) along.y, (float) along.z },
    { (float) inward.x, (float) inward.y, (float) inward.z },
    (float) (1.0 / MAX (ovr_vec3_dot (along, along), 1e-9)),
  };
}

/* The squared distance to the edge; lowers @inside below zero beyond it. */
static inline float
to_edge (const PlateEdge *edge,
         float x,
         float *inside)
{
  float qx = edge->from[0] + x;
  float t = (qx * edge->along[0] + edge->from[1] * edge->along[1] + edge->from[2] * edge->along[2]) * edge->inverse;
  float side = qx * edge->inward[0] + edge->from[1] * edge->inward[1] + edge->from[2] * edge->inward[2];
  float ex, ey, ez;

  t = t < 0.0f ? 0.0f : t;
  t = t > 1.0f ? 1.0f : t;
  ex = qx - t * edge->along[0];
  ey = edge->from[1] - t * edge->along[1];
  ez = edge->from[2] - t * edge->along[2];
  *inside = side < *inside ? side : *inside;
  return ex * ex + ey * ey + ez * ez;
}

static void
near_plate (const OvrStrand *strand,
            float *restrict near,
            float x0,
            float dx,
            float y,
            float z,
            int n)
{
  OvrVec3 start = { (double) x0, (double) y, (double) z };
  OvrVec3 normal = ovr_vec3_unit (ovr_vec3_cross (ovr_vec3_add (strand->b, strand->a, -1.0),
                                                  ovr_vec3_add (strand->c, strand->a, -1.0)));
  PlateEdge ab = plate_edge (strand->a, strand->b, normal, start);
  PlateEdge bc = plate_edge (strand->b, strand->c, normal, start);
  PlateEdge ca = plate_edge (strand->c, strand->a, normal, start);
  float radius = (float) strand->radius_a;
  float height = (float) ovr_vec3_dot (ovr_vec3_add (start, strand->a, -1.0), normal);
  float slope = (float) normal.x;

  for (int i = 0; i < n; i++)
    {
      float x = dx * (float) i;
      float inside = 1.0f;
      float flat = fabsf (height + slope * x);
      float d = to_edge (&ab, x, &inside);
      float d2 = to_edge (&bc, x, &inside);
      float d3 = to_edge (&ca, x, &inside);

      d = d2 < d ? d2 : d;
      d = d3 < d ? d3 : d;
      d = sqrtf (d);
      d = (inside > 0.0f ? flat : d) - radius;
      near[i] = d < near[i] ? d : near[i];
    }
}

/* Widens the box by the part of the line from @p to @q that can reach the
 * plane: keeps the window of a long oblique strand small. */
static void
widen (OvrVec3 p,
       OvrVec3 q,
       double z,
       double margin,
       OvrVec3 *low,
       OvrVec3 *high)
{
  double dz = q.z - p.z;
  OvrVec3 first = p;
  OvrVec3 last = q;

  if (MIN (p.z, q.z) > z + margin || MAX (p.z, q.z) < z - margin)
    return;
  if (fabs (dz) > 1e-6)
    {
      double t0 = (z - margin - p.z) / dz;
      double t1 = (z + margin - p.z) / dz;

      first = ovr_vec3_mix (p, q, CLAMP (MIN (t0, t1), 0.0, 1.0));
      last = ovr_vec3_mix (p, q, CLAMP (MAX (t0, t1), 0.0, 1.0));
    }
  low->x = MIN (low->x, MIN (first.x, last.x));
  low->y = MIN (low->y, MIN (first.y, last.y));
  high->x = MAX (high->x, MAX (first.x, last.x));
  high->y = MAX (high->y, MAX (first.y, last.y));
}

static void
reach_of (const OvrStrand *strand,
          double z,
          double margin,
          OvrVec3 *low,
          OvrVec3 *high)
{
  *low = ovr_vec3 (G_MAXDOUBLE, G_MAXDOUBLE, 0.0);
  *high = ovr_vec3 (-G_MAXDOUBLE, -G_MAXDOUBLE, 0.0);
  widen (strand->a, strand->b, z, margin, low, high);
  if (strand->kind == OVR_STRAND_PLATE)
    {
      widen (strand->b, strand->c, z, margin, low, high);
      widen (strand->c, strand->a, z, margin, low, high);
    }
}

static void
touch (OvrCanvas *canvas,
       int row,
       int first,
       int last)
{
  float *near = canvas->near + (gsize) row * (gsize) canvas->columns;
  int from = canvas->row_first[row];
  int to = canvas->row_last[row];

  if (to < from)
    for (int i = first; i <= last; i++)
      near[i] = FAR_MM;
  else
    {
      for (int i = first; i < from; i++)
        near[i] = FAR_MM;
      for (int i = to + 1; i <= last; i++)
        near[i] = FAR_MM;
    }
  canvas->row_first[row] = MIN (first, from);
  canvas->row_last[row] = MAX (last, to);
}

static void
near_strand (const OvrStrand *strand,
             OvrCanvas *canvas)
{
  double margin = margin_of (strand) + 1.5 * canvas->dx_mm;
  OvrVec3 low, high;
  int first, last, top, bottom;

  reach_of (strand, canvas->z_mm, margin, &low, &high);
  if (!ovr_canvas_window (canvas, low.x - margin, high.x + margin, low.y - margin,
                          high.y + margin, &first, &last, &top, &bottom))
    return;
  for (int row = top; row <= bottom; row++)
    {
      float *near = canvas->near + (gsize) row * (gsize) canvas->columns + first;
      float x0 = (float) (canvas->x0_mm + first * canvas->dx_mm);
      float y = (float) (canvas->y0_mm + row * canvas->dy_mm);
      float dx = (float) canvas->dx_mm;
      float z = (float) canvas->z_mm;

      touch (canvas, row, first, last);
      if (strand->kind == OVR_STRAND_TUBE)
        near_tube (strand, near, x0, dx, y, z, last - first + 1);
      else if (strand->kind == OVR_STRAND_BAR)
        near_bar (strand, near, x0, dx, y, z, last - first + 1);
      else
        near_plate (strand, near, x0, dx, y, z, last - first + 1);
    }
}

static void
blend_depth (OvrCanvas *canvas,
             const OvrBrush *brush,
             int row,
             int first,
             int last,
             float depth)
{
  const float *near = canvas->near + (gsize) row * (gsize) canvas->columns + first;
  float sharp = (float) (1.0 / (1.1 * canvas->dx_mm));
  float *line = canvas->line;

  for (int i = 0; i <= last - first; i++)
    {
      float c = 0.5f - (near[i] + depth) * sharp;

      c = c < 0.0f ? 0.0f : c;
      line[i] = c > 1.0f ? 1.0f : c;
    }
  ovr_canvas_blend (canvas, brush, row, first, last, line);
}

void
ovr_strands_fill (const OvrStrands *self,
                  OvrCanvas *canvas,
                  const OvrBrush *brush,
                  double shell_mm,
                  double core_hu)
{
  OvrBrush core = *brush;
  double bin = floor ((canvas->z_mm - self->z_first_mm) / BIN_MM);

  if (self->strands->len == 0 || bin < 0.0 || bin >= self->n_bins)
    return;
  core.hu = (float) core_hu;
  for (guint i = self->bin_start[(guint) bin]; i < self->bin_start[(guint) bin + 1]; i++)
    near_strand (&g_array_index (self->strands, OvrStrand, self->bin_items[i]), canvas);
  for (int row = 0; row < canvas->rows; row++)
    {
      int first = canvas->row_first[row];
      int last = canvas->row_last[row];

      if (last < first)
        continue;
      blend_depth (canvas, brush, row, first, last, 0.0f);
      if (shell_mm > 0.0)
        blend_depth (canvas, &core, row, first, last, (float) shell_mm);
      canvas->row_first[row] = canvas->columns;
      canvas->row_last[row] = -1;
    }
}
