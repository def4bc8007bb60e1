/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-shutter.h"

#include <math.h>

#define TAG_SHAPE OVR_TAG (0x0018, 0x1600)
#define TAG_LEFT OVR_TAG (0x0018, 0x1602)
#define TAG_RIGHT OVR_TAG (0x0018, 0x1604)
#define TAG_TOP OVR_TAG (0x0018, 0x1606)
#define TAG_BOTTOM OVR_TAG (0x0018, 0x1608)
#define TAG_CENTRE OVR_TAG (0x0018, 0x1610)
#define TAG_RADIUS OVR_TAG (0x0018, 0x1612)
#define TAG_VERTICES OVR_TAG (0x0018, 0x1620)
#define TAG_VALUE OVR_TAG (0x0018, 0x1622)
#define MAX_VERTICES 4096

/* How densely a shutter is probed to see whether it leaves anything. */
#define PROBES 64

static void
read_rectangle (OvrShutter *self,
                const OvrDataset *dataset)
{
  self->has_rectangle = ovr_dataset_get_double (dataset, TAG_LEFT, 0, &self->left) &&
                        ovr_dataset_get_double (dataset, TAG_RIGHT, 0, &self->right) &&
                        ovr_dataset_get_double (dataset, TAG_TOP, 0, &self->top) &&
                        ovr_dataset_get_double (dataset, TAG_BOTTOM, 0, &self->bottom);
  self->left -= 1.0;
  self->right -= 1.0;
  self->top -= 1.0;
  self->bottom -= 1.0;
}

/* Positions count rows and columns from 1, the row first. */
static void
read_circle (OvrShutter *self,
             const OvrDataset *dataset)
{
  double centre[2];

  self->has_circle = ovr_dataset_get_doubles (dataset, TAG_CENTRE, centre, 2) &&
                     ovr_dataset_get_double (dataset, TAG_RADIUS, 0, &self->radius);
  if (self->has_circle)
    self->centre = (OvrPoint){ centre[1] - 1.0, centre[0] - 1.0 };
}

static void
read_polygon (OvrShutter *self,
              const OvrDataset *dataset)
{
  guint n = ovr_dataset_get_n_values (dataset, TAG_VERTICES) / 2;

  if (n < 3 || n > MAX_VERTICES)
    return;

  self->vertices = g_array_sized_new (FALSE, FALSE, sizeof (OvrPoint), n);
  for (guint i = 0; i < n; i++)
    {
      OvrPoint point = { 0.0, 0.0 };

      if (!ovr_dataset_get_double (dataset, TAG_VERTICES, i * 2, &point.row) ||
          !ovr_dataset_get_double (dataset, TAG_VERTICES, i * 2 + 1, &point.col))
        {
          g_clear_pointer (&self->vertices, g_array_unref);
          return;
        }
      point.row -= 1.0;
      point.col -= 1.0;
      g_array_append_val (self->vertices, point);
    }
}

static gboolean
leaves_something (const OvrShutter *self,
                  guint32 columns,
                  guint32 rows)
{
  for (guint j = 0; j < PROBES; j++)
    for (guint i = 0; i < PROBES; i++)
      if (!ovr_shutter_covers (self, ((double) i + 0.5) / PROBES * columns - 0.5,
                               ((double) j + 0.5) / PROBES * rows - 0.5))
        return TRUE;

  return FALSE;
}

OvrShutter *
ovr_shutter_read (const OvrDataset *dataset,
                  guint32 columns,
                  guint32 rows)
{
  g_autoptr (OvrShutter) self = NULL;
  g_autofree char *shape = ovr_dataset_get_text (dataset, TAG_SHAPE);
  g_auto (GStrv) shapes = NULL;
  gint64 value = 0;

  if (shape == NULL)
    return NULL;

  self = g_new0 (OvrShutter, 1);
  shapes = g_strsplit (shape, "\\", -1);
  if (g_strv_contains ((const char *const *) shapes, "RECTANGULAR"))
    read_rectangle (self, dataset);
  if (g_strv_contains ((const char *const *) shapes, "CIRCULAR"))
    read_circle (self, dataset);
  if (g_strv_contains ((const char *const *) shapes, "POLYGONAL"))
    read_polygon (self, dataset);

  if ((!self->has_rectangle && !self->has_circle && self->vertices == NULL) ||
      !leaves_something (self, columns, rows))
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

  g_clear_pointer (&self->vertices, g_array_unref);
  g_free (self);
}

/* Even-odd rule. */
static gboolean
is_in_polygon (const GArray *vertices,
               double col,
               double row)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = vertices->len - 1; i < vertices->len; j = i++)
    {
      const OvrPoint *a = &g_array_index (vertices, OvrPoint, i);
      const OvrPoint *b = &g_array_index (vertices, OvrPoint, j);

      if ((a->row > row) != (b->row > row) &&
          col < (b->col - a->col) * (row - a->row) / (b->row - a->row) + a->col)
        inside = !inside;
    }

  return inside;
}

gboolean
ovr_shutter_covers (const OvrShutter *self,
                    double col,
                    double row)
{
  if (self->has_rectangle &&
      (col < self->left || col > self->right || row < self->top || row > self->bottom))
    return TRUE;
  if (self->has_circle && hypot (col - self->centre.col, row - self->centre.row) > self->radius)
    return TRUE;

  return self->vertices != NULL && !is_in_polygon (self->vertices, col, row);
}
