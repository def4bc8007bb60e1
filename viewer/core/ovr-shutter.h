/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"

G_BEGIN_DECLS

/**
 * OvrShutter:
 * @columns: of the image
 * @rows: of the image
 * @covered: (owned): for each pixel of the image whether it is hidden
 * @grey: what the covered part shows, 0 … 255: Shutter Presentation Value
 *   (0018,1622) of 16 bits
 *
 * Display Shutter (PS3.3 C.7.6.11). Visible is what lies within all shapes
 * given, by the pixels' centres; edges belong to the visible part. A shutter
 * that would hide every pixel is broken, and ignored. Immutable.
 */
typedef struct
{
  guint32 columns;
  guint32 rows;
  guint8 *covered;
  guint8 grey;
} OvrShutter;

/* NULL if there is none, or if none of @columns × @rows pixels would be left. */
OvrShutter *ovr_shutter_read (const OvrDataset *dataset,
                              guint32 columns,
                              guint32 rows);
void ovr_shutter_free (OvrShutter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrShutter, ovr_shutter_free)

/* Whether the shutter covers the pixel that the image point @col, @row lies in;
 * FALSE outside the image. Thread-safe. */
gboolean ovr_shutter_covers (const OvrShutter *self,
                             double col,
                             double row);

G_END_DECLS
