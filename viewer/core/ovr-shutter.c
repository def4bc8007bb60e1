/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-shutter.h"

#include "ovr-cielab.h"
#include "ovr-overlay.h"

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
#define TAG_OVERLAY_GROUP OVR_TAG (0x0018, 0x1623)
#define TAG_COLOR OVR_TAG (0x0018, 0x1624)
#define TAG_FRAME_SHUTTER OVR_TAG (0x0018, 0x9472)
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

/* Corners on the row, and edges along it, belong to what is seen: the even-odd
 * rule leaves out those at the lower end. */
static void
show_edges (guint8 *hidden,
            guint32 columns,
            double y,
            const double *vertices,
            guint n)
{
  for (guint i = 0, j = n - 1; i < n; j = i++)
    {
      const double *a = vertices + 2 * i;
      const double *b = vertices + 2 * j;
      double first;
      double last;

      if (a[0] != y)
        continue;
      first = ceil ((b[0] == y ? fmin (a[1], b[1]) : a[1]) - 1.0);
      last = floor ((b[0] == y ? fmax (a[1], b[1]) : a[1]) - 1.0);
      if (last >= 0.0 && first < (double) columns)
        for (guint32 col = (guint32) fmax (first, 0.0); col < columns && (double) col <= last; col++)
          hidden[col] = FALSE;
    }
}

/* Even-odd rule along one row: @vertices are row, column pairs from 1.
 * @crossings and @hidden: room for as many vertices and columns. */
static void
keep_polygon_row (OvrShutter *self,
                  guint32 row,
                  const double *vertices,
                  guint n,
                  double *crossings,
                  guint8 *hidden)
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
      hidden[col] = passed % 2 == 0 && !(passed < n_crossings && crossings[passed] == (double) col);
    }
  show_edges (hidden, self->columns, y, vertices, n);
  for (guint32 col = 0; col < self->columns; col++)
    covered[col] |= hidden[col];
}

static gboolean
add_polygon (OvrShutter *self,
             const OvrDataset *dataset)
{
  guint n = ovr_dataset_get_n_values (dataset, TAG_VERTICES) / 2;
  g_autofree double *vertices = NULL;
  g_autofree double *crossings = NULL;
  g_autofree guint8 *hidden = NULL;

  if (n < 3 || n > MAX_VERTICES)
    return FALSE;

  vertices = g_new0 (double, (gsize) n * 2);
  crossings = g_new (double, n);
  hidden = g_malloc (self->columns);
  for (guint i = 0; i < n * 2; i++)
    if (!ovr_dataset_get_double (dataset, TAG_VERTICES, i, &vertices[i]))
      return FALSE;

  for (guint32 row = 0; row < self->rows; row++)
    keep_polygon_row (self, row, vertices, n, crossings, hidden);

  return TRUE;
}

/* Set bits of an overlay plane hide pixels (C.7.6.15). Bits of the plane's
 * group that lie in the image's own cells are none of a shutter's. */
static gboolean
add_bitmap (OvrShutter *self,
            const OvrDataset *dataset,
            guint frame,
            guint16 *bitmap_group)
{
  gint64 group;
  g_autoptr (OvrOverlay) plane = NULL;

  if (!ovr_dataset_get_int (dataset, TAG_OVERLAY_GROUP, 0, &group) || group < 0x6000 || group > 0x601e)
    return FALSE;
  plane = ovr_overlay_read (dataset, (guint16) group, frame, NULL);
  if (plane == NULL || plane->bits == NULL)
    return FALSE;

  *bitmap_group = (guint16) group;
  for (guint32 y = 0; y < plane->rows; y++)
    for (guint32 x = 0; ovr_overlay_find (plane, NULL, NULL, y, &x); x++)
      {
        gint64 row = (gint64) y + plane->origin_row;
        gint64 col = (gint64) x + plane->origin_col;

        if (row >= 0 && row < self->rows && col >= 0 && col < self->columns)
          self->covered[row * self->columns + col] = TRUE;
      }

  return TRUE;
}

static guint32
read_pixel (const OvrDataset *dataset,
            gboolean is_colour)
{
  gint64 value = 0;
  gint64 lab[3];
  guint grey;

  for (guint i = 0; is_colour && i < 3; i++)
    is_colour = ovr_dataset_get_int (dataset, TAG_COLOR, i, &lab[i]);
  if (is_colour)
    return ovr_cielab_to_srgb ((const guint16[]){ (guint16) lab[0], (guint16) lab[1], (guint16) lab[2] });

  ovr_dataset_get_int (dataset, TAG_VALUE, 0, &value);
  grey = (guint) (CLAMP (value, 0, G_MAXUINT16) >> 8);
  return 0xff000000u | grey * 0x010101u;
}

/* FALSE where a shape that is named can't be read. */
static gboolean
add_shapes (OvrShutter *self,
            const OvrDataset *dataset,
            const char *const *shapes,
            guint frame,
            guint16 *bitmap_group)
{
  gboolean good = TRUE;

  for (guint i = 0; shapes[i] != NULL; i++)
    {
      if (g_str_equal (shapes[i], "RECTANGULAR"))
        good &= add_rectangle (self, dataset);
      else if (g_str_equal (shapes[i], "CIRCULAR"))
        good &= add_circle (self, dataset);
      else if (g_str_equal (shapes[i], "POLYGONAL"))
        good &= add_polygon (self, dataset);
      else if (g_str_equal (shapes[i], "BITMAP"))
        good &= add_bitmap (self, dataset, frame, bitmap_group);
      else
        good = FALSE;
    }

  return good;
}

OvrShutter *
ovr_shutter_read (const OvrDataset *dataset,
                  guint32 columns,
                  guint32 rows,
                  guint frame,
                  gboolean is_colour,
                  guint16 *bitmap_group,
                  GPtrArray *notes)
{
  const OvrDataset *item = ovr_dataset_get_frame_group (dataset, frame, TAG_FRAME_SHUTTER);
  const OvrDataset *from = item != NULL && ovr_dataset_has (item, TAG_SHAPE) ? item : dataset;
  g_autofree char *shape = ovr_dataset_get_text (from, TAG_SHAPE);
  g_autoptr (OvrShutter) self = NULL;
  g_auto (GStrv) shapes = NULL;
  gsize n = (gsize) columns * rows;
  guint16 group = 0;

  if (bitmap_group != NULL)
    *bitmap_group = 0;
  if (shape == NULL)
    return NULL;

  self = g_new0 (OvrShutter, 1);
  self->columns = columns;
  self->rows = rows;
  self->covered = g_malloc0 (n);
  self->pixel = read_pixel (from, is_colour);
  shapes = g_strsplit (shape, "\\", -1);
  if (!add_shapes (self, from, (const char *const *) shapes, frame, &group))
    ovr_notes_add (notes, "shutter-broken", "A shape of the display shutter is damaged or unknown; more is shown than the file asks for.");
  if (bitmap_group != NULL)
    *bitmap_group = group;

  if (memchr (self->covered, FALSE, n) == NULL)
    {
      ovr_notes_add (notes, "shutter-ignored", "The display shutter would hide the whole image and is not closed.");
      return NULL;
    }

  return memchr (self->covered, TRUE, n) != NULL ? g_steal_pointer (&self) : NULL;
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
