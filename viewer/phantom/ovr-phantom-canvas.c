/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-canvas.h"

#include <math.h>
#include <string.h>

OvrCanvas *
ovr_canvas_new (int columns,
                int rows)
{
  OvrCanvas *self = g_new0 (OvrCanvas, 1);
  gsize n = (gsize) columns * (gsize) rows;

  self->columns = columns;
  self->rows = rows;
  self->hu = g_new (float, n);
  for (int i = 0; i < OVR_CANVAS_N_MASKS; i++)
    self->masks[i] = g_new0 (float, n);
  self->near = g_new (float, n);
  self->row_first = g_new (int, rows);
  self->row_last = g_new (int, rows);
  for (int row = 0; row < rows; row++)
    {
      self->row_first[row] = columns;
      self->row_last[row] = -1;
    }
  /* Two columns more: an edge on the right border writes beyond it. */
  self->area = g_new0 (float, (gsize) (columns + 2) * (gsize) rows);
  self->line = g_new (float, columns + 2);
  return self;
}

void
ovr_canvas_free (OvrCanvas *self)
{
  if (self == NULL)
    return;
  g_free (self->hu);
  for (int i = 0; i < OVR_CANVAS_N_MASKS; i++)
    g_free (self->masks[i]);
  g_free (self->near);
  g_free (self->row_first);
  g_free (self->row_last);
  g_free (self->area);
  g_free (self->line);
  g_free (self);
}

void
ovr_canvas_start (OvrCanvas *self,
                  double x0_mm,
                  double y0_mm,
                  double spacing_mm,
                  double z_mm,
                  double dz_mm,
                  float hu)
{
  gsize n = (gsize) self->columns * (gsize) self->rows;

  self->x0_mm = x0_mm;
  self->y0_mm = y0_mm;
  self->dx_mm = spacing_mm;
  self->dy_mm = spacing_mm;
  self->z_mm = z_mm;
  self->dz_mm = dz_mm;
  for (gsize i = 0; i < n; i++)
    self->hu[i] = hu;
  for (int i = 0; i < OVR_CANVAS_N_MASKS; i++)
    memset (self->masks[i], 0, n * sizeof (float));
}

void
ovr_canvas_clear_mask (OvrCanvas *self,
                       OvrCanvasMask mask)
{
  memset (self->masks[mask], 0, sizeof (float) * (gsize) self->columns * (gsize) self->rows);
}

OvrBrush
ovr_brush_paint (double hu,
                 OvrCanvasMask clip)
{
  return (OvrBrush){ OVR_BRUSH_PAINT, (float) hu, OVR_CANVAS_SPARE, clip };
}

OvrBrush
ovr_brush_mask (OvrBrushKind kind,
                OvrCanvasMask mask)
{
  return (OvrBrush){ kind, 0.0f, mask, OVR_CANVAS_NO_CLIP };
}

static void
blend_mask (float *mask,
            OvrBrushKind kind,
            int n,
            const float *coverage)
{
  if (kind == OVR_BRUSH_ADD)
    for (int i = 0; i < n; i++)
      mask[i] = MAX (mask[i], coverage[i]);
  else if (kind == OVR_BRUSH_KEEP)
    for (int i = 0; i < n; i++)
      mask[i] *= coverage[i];
  else
    for (int i = 0; i < n; i++)
      mask[i] *= 1.0f - coverage[i];
}

void
ovr_canvas_blend (OvrCanvas *self,
                  const OvrBrush *brush,
                  int row,
                  int first,
                  int last,
                  const float *coverage)
{
  gsize start = (gsize) row * (gsize) self->columns + (gsize) first;
  int n = last - first + 1;

  if (brush->kind != OVR_BRUSH_PAINT)
    blend_mask (self->masks[brush->mask] + start, brush->kind, n, coverage);
  else if (brush->clip == OVR_CANVAS_NO_CLIP)
    {
      float *hu = self->hu + start;
      float wanted = brush->hu;

      for (int i = 0; i < n; i++)
        hu[i] += (wanted - hu[i]) * coverage[i];
    }
  else
    {
      float *hu = self->hu + start;
      const float *clip = self->masks[brush->clip] + start;
      float wanted = brush->hu;

      for (int i = 0; i < n; i++)
        hu[i] += (wanted - hu[i]) * coverage[i] * clip[i];
    }
}

/* Adds one piece of an edge that lies within one pixel row: from x = @x0 to
 * @x1 while y goes by @dy (signed: down is positive), in pixels. A pixel takes
 * what lies right of the edge inside it; the next one takes the rest, so that
 * the sum over a row from the left is the coverage. */
static void
add_row_piece (float *area,
               int columns,
               double x0,
               double x1,
               double dy)
{
  double left = CLAMP (MIN (x0, x1), 0.0, (double) columns);
  double right = CLAMP (MAX (x0, x1), 0.0, (double) columns);
  int column = MIN ((int) left, columns);
  double width = right - left;

  if (width < 1e-9 || right <= column + 1)
    {
      double mean = 0.5 * (left + right) - column;

      area[column] += (float) (dy * (1.0 - mean));
      area[column + 1] += (float) (dy * mean);
      return;
    }
  while (left < right)
    {
      double stop = MIN (right, (double) (column + 1));
      double part = dy * (stop - left) / width;
      double mean = 0.5 * (left + stop) - column;

      area[column] += (float) (part * (1.0 - mean));
      area[column + 1] += (float) (part * mean);
      left = stop;
      column++;
    }
}

/* One edge of a polygon, in pixels: pixel i covers i … i + 1. */
static void
add_edge (OvrCanvas *self,
          double x0,
          double y0,
          double x1,
          double y1)
{
  double sign = 1.0;
  double slope;
  double y;

  if (y0 == y1)
    return;
  if (y0 > y1)
    {
      double swap = y0;
      y0 = y1;
      y1 = swap;
      swap = x0;
      x0 = x1;
      x1 = swap;
      sign = -1.0;
    }
  slope = (x1 - x0) / (y1 - y0);
  y = MAX (y0, 0.0);
  y1 = MIN (y1, (double) self->rows);
  while (y < y1)
    {
      int row = MIN ((int) y, self->rows - 1);
      double stop = MIN ((double) (row + 1), y1);

      add_row_piece (self->area + (gsize) row * (gsize) (self->columns + 2),
                     self->columns, x0 + (y - y0) * slope,
                     x0 + (stop - y0) * slope, sign * (stop - y));
      if (stop <= y)
        break;
      y = stop;
    }
}

/* Sums a row of edge pieces to coverages, and leaves it cleared. */
static void
sum_row (float *area,
         int n,
         float *line)
{
  float sum = 0.0f;

  for (int i = 0; i < n; i++)
    {
      float a;

      sum += area[i];
      area[i] = 0.0f;
      a = fabsf (sum);
      line[i] = a < 1e-4f ? 0.0f : MIN (a, 1.0f);
    }
  area[n] = 0.0f;
}

void
ovr_canvas_fill (OvrCanvas *self,
                 const OvrVec3 *points,
                 guint n,
                 const OvrBrush *brush)
{
  double x_min = G_MAXDOUBLE;
  double x_max = -G_MAXDOUBLE;
  double y_min = G_MAXDOUBLE;
  double y_max = -G_MAXDOUBLE;
  double to_column = 0.5 - self->x0_mm / self->dx_mm;
  double to_row = 0.5 - self->y0_mm / self->dy_mm;
  int first, last, top, bottom;

  for (guint i = 0; i < n; i++)
    {
      x_min = MIN (x_min, points[i].x);
      x_max = MAX (x_max, points[i].x);
      y_min = MIN (y_min, points[i].y);
      y_max = MAX (y_max, points[i].y);
    }
  if (n < 3 || !ovr_canvas_window (self, x_min, x_max, y_min, y_max, &first, &last, &top, &bottom))
    return;
  for (guint i = 0; i < n; i++)
    {
      const OvrVec3 *a = &points[i];
      const OvrVec3 *b = &points[(i + 1) % n];

      add_edge (self, a->x / self->dx_mm + to_column, a->y / self->dy_mm + to_row,
                b->x / self->dx_mm + to_column, b->y / self->dy_mm + to_row);
    }
  /* Keeping only what is inside clears the mask everywhere else too. */
  if (brush->kind == OVR_BRUSH_KEEP)
    {
      first = 0;
      last = self->columns - 1;
      top = 0;
      bottom = self->rows - 1;
    }
  for (int row = top; row <= bottom; row++)
    {
      float *area = self->area + (gsize) row * (gsize) (self->columns + 2);

      sum_row (area + first, last - first + 1, self->line);
      area[self->columns] = 0.0f;
      area[self->columns + 1] = 0.0f;
      ovr_canvas_blend (self, brush, row, first, last, self->line);
    }
}

gboolean
ovr_canvas_window (const OvrCanvas *self,
                   double x_min_mm,
                   double x_max_mm,
                   double y_min_mm,
                   double y_max_mm,
                   int *first_column,
                   int *last_column,
                   int *first_row,
                   int *last_row)
{
  double left = floor ((x_min_mm - self->x0_mm) / self->dx_mm);
  double right = ceil ((x_max_mm - self->x0_mm) / self->dx_mm);
  double top = floor ((y_min_mm - self->y0_mm) / self->dy_mm);
  double bottom = ceil ((y_max_mm - self->y0_mm) / self->dy_mm);

  if (!(right >= 0.0 && bottom >= 0.0 && left < self->columns && top < self->rows))
    return FALSE;
  *first_column = (int) MAX (left, 0.0);
  *last_column = (int) MIN (right, self->columns - 1.0);
  *first_row = (int) MAX (top, 0.0);
  *last_row = (int) MIN (bottom, self->rows - 1.0);
  return TRUE;
}
