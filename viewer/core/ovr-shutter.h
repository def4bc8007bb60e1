/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-view.h"

G_BEGIN_DECLS

/**
 * OvrShutter:
 * @has_rectangle: (0018,1602) to (0018,1608) stand
 * @left: first visible column, from 0
 * @right: last visible column
 * @top: first visible row
 * @bottom: last visible row
 * @has_circle: (0018,1610), (0018,1612) stand
 * @centre: of the circle
 * @radius: in pixels
 * @vertices: (owned) (nullable) (element-type OvrPoint): of the polygon
 * @grey: what the covered part shows, 0 … 255: Shutter Presentation Value
 *   (0018,1622) of 16 bits
 *
 * Display Shutter (PS3.3 C.7.6.11). Visible is what lies within all shapes
 * given. A shutter that would hide every pixel is broken, and ignored.
 */
typedef struct
{
  gboolean has_rectangle;
  double left;
  double right;
  double top;
  double bottom;
  gboolean has_circle;
  OvrPoint centre;
  double radius;
  GArray *vertices;
  guint8 grey;
} OvrShutter;

/* NULL if there is none, or if none of @columns × @rows pixels would be left. */
OvrShutter *ovr_shutter_read (const OvrDataset *dataset,
                              guint32 columns,
                              guint32 rows);
void ovr_shutter_free (OvrShutter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrShutter, ovr_shutter_free)

/* Whether the shutter covers the image point @col, @row. Thread-safe. */
gboolean ovr_shutter_covers (const OvrShutter *self,
                             double col,
                             double row);

G_END_DECLS
