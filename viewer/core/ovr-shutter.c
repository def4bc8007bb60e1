/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-shutter.h"

#include <math.h>
#include <string.h>

#define TAG_SHAPE OVR_TAG (0x0018, 0x1600)
#define TAG_LEFT OVR_TAG (0x0018, 0x1602)
#define TAG_RIGHT OVR_TAG (0x0018, 0x1604)
#define TAG_TOP OVR_TAG (0x0018, 0x1606)
#define TAG_BOTTOM OVR_TAG (0x0018, 0x1608)
#define TAG_CENTRE OVR_TAG (0x0018, 0x1610)
#define TAG_RADIUS OVR_TAG (0x0018, 0x1612)
#define TAG_VERTICES OVR_TAG (0x0018, 0x1620)
#define TAG_VALUE OVR_TAG (0x0018, 0x1622)
#define MAX_VERTICES 1024

/* Hides row @row but for the columns from @first to @last, inclusive. */
static void
keep_columns (OvrShutter *self,
              guint32 row,
              double first,
              double last)
{
  guint8 *covered = self->covered + (gsize) row * self->columns;

  for (guint32 col = 0; col < self->columns; col++)
    if (!((double) col >= first && (double) col <= last))
      covered[col] = TRUE;
}

/* Edges count rows and columns from 1. */
static gboolean
add_rectangle (OvrShutter *self,
               const OvrDataset *dataset)
{
  double left;
  double right;
  double top;
  double bottom;

  if (!ovr_dataset_get_double (dataset, TAG_LEFT, 0, &left) ||
      !ovr_dataset_get_double (dataset, TAG_RIGHT, 0, &right) ||
      !ovr_dataset_get_double (dataset, TAG_TOP, 0, &top) ||
      !ovr_dataset_get_double (dataset, TAG_BOTTOM, 0, &bottom))
    return FALSE;

  for (guint32 row = 0; row < self->rows; row++)
    {
      if ((double) row >= top - 1.0 && (double) row <= bottom - 1.0)
        keep_columns (self, row, left - 1.0, right - 1.0);
      else
        keep_columns (self, row, 0.0, -1.0);
    }

  return TRUE;
}

/* The centre is given row first, from 1. */
static gboolean
add_circle (OvrShutter *self,
            const OvrDataset *dataset)
{
  double centre[2];
  double radius;

  if (!ovr_dataset_get_doubles (dataset, TAG_CENTRE, centre, 2) ||
      !ovr_dataset_get_double (dataset, TAG_RADIUS, 0, &radius))
    return FALSE;

  for (guint32 row = 0; row < self->rows; row++)
    {
      double dy = (double) row - (centre[0] - 1.0);
      double half = radius * radius - dy * dy;

      if (half >= 0.0)
        keep_columns (self, row, centre[1] - 1.0 - sqrt (half), centre[1] - 1.0 + sqrt (half));
      else
        keep_columns (self, row, 0.0, -1.0);
    }

  return TRUE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Even-odd rule along one row: @vertices are row, column pairs from 1. */
static void
keep_polygon_row (OvrShutter *self,
                  guint32 row,
                  const double *vertices,
                  guint n,
                  double *crossings)
{
  double y = (double) row + 1.0;
  guint8 *covered = self->covered + (gsize) row * self->columns;
  guint n_crossings = 0;
  guint passed = 0;

  for (guint i = 0, j = n - 1; i < n; j = i++)
    {
      const double *a = vertices + 2 * i;
      const double *b = vertices + 2 * j;

      if ((a[0] > y) != (b[0] > y))
        crossings[n_crossings++] = (b[1] - a[1]) * (y - a[0]) / (b[0] - a[0]) + a[1] - 1.0;
    }

  qsort (crossings, n_crossings, sizeof *crossings, compare);
  for (guint32 col = 0; col < self->columns; col++)
    {
      while (passed < n_crossings && crossings[passed] < (double) col)
        passed++;
      if (passed % 2 == 0 && !(passed < n_crossings && crossings[passed] == (double) col))
        covered[col] = TRUE;
    }
}

static gboolean
add_polygon (OvrShutter *self,
             const OvrDataset *dataset)
{
  guint n = ovr_dataset_get_n_values (dataset, TAG_VERTICES) / 2;
  g_autofree double *vertices = NULL;
  g_autofree double *crossings = NULL;

  if (n < 3 || n > MAX_VERTICES)
    return FALSE;

  vertices = g_new0 (double, (gsize) n * 2);
  crossings = g_new (double, n);
  for (guint i = 0; i < n * 2; i++)
    if (!ovr_dataset_get_double (dataset, TAG_VERTICES, i, &vertices[i]))
      return FALSE;

  for (guint32 row = 0; row < self->rows; row++)
    keep_polygon_row (self, row, vertices, n, crossings);

  return TRUE;
}

OvrShutter *
ovr_shutter_read (const OvrDataset *dataset,
                  guint32 columns,
                  guint32 rows)
{
  g_autoptr (OvrShutter) self = NULL;
  g_autofree char *shape = ovr_dataset_get_text (dataset, TAG_SHAPE);
  g_auto (GStrv) shapes = NULL;
  gsize n = (gsize) columns * rows;
  gint64 value = 0;
  gboolean any = FALSE;

  if (shape == NULL)
    return NULL;

  self = g_new0 (OvrShutter, 1);
  self->columns = columns;
  self->rows = rows;
  self->covered = g_malloc0 (n);
  shapes = g_strsplit (shape, "\\", -1);
  if (g_strv_contains ((const char *const *) shapes, "RECTANGULAR"))
    any |= add_rectangle (self, dataset);
  if (g_strv_contains ((const char *const *) shapes, "CIRCULAR"))
    any |= add_circle (self, dataset);
  if (g_strv_contains ((const char *const *) shapes, "POLYGONAL"))
    any |= add_polygon (self, dataset);

  if (!any || memchr (self->covered, FALSE, n) == NULL)
    return NULL;

  ovr_dataset_get_int (dataset, TAG_VALUE, 0, &value);
  self->grey = (guint8) (CLAMP (value, 0, G_MAXUINT16) >> 8);
  return g_steal_pointer (&self);
}

void
ovr_shutter_free (OvrShutter *self)
{
  if (self == NULL)
    return;

  g_free (self->covered);
  g_free (self);
}

gboolean
ovr_shutter_covers (const OvrShutter *self,
                    double col,
                    double row)
{
  double x = floor (col + 0.5);
  double y = floor (row + 0.5);

  if (!(x >= 0.0 && y >= 0.0 && x < (double) self->columns && y < (double) self->rows))
    return FALSE;

  return self->covered[(gsize) y * self->columns + (gsize) x] != 0;
}
