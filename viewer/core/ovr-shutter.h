/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-notes.h"

G_BEGIN_DECLS

/**
 * OvrShutter:
 * @columns: of the image
 * @rows: of the image
 * @covered: (owned): for each pixel of the image whether it is hidden
 * @pixel: what the covered part shows, 0xffrrggbb: Shutter Presentation Value
 *   (0018,1622), a P-value of 16 bits; for colour images Shutter Presentation
 *   Color CIELab Value (0018,1624) where it stands
 *
 * Display Shutter (PS3.3 C.7.6.11), that of a frame (C.8.19.6.15) and the
 * bitmap of C.7.6.15. Visible is what lies within all shapes given, by the
 * pixels' centres; edges belong to the visible part. A shutter that would hide
 * every pixel is broken, and ignored. Immutable.
 */
typedef struct
{
  guint32 columns;
  guint32 rows;
  guint8 *covered;
  guint32 pixel;
} OvrShutter;

/**
 * ovr_shutter_read:
 * @dataset: an image or a presentation state
 * @columns: of the image that it is for
 * @rows: of that image
 * @frame: its frame, from 1
 * @is_colour: whether the image knows colours
 * @bitmap_group: (out) (optional): the overlay group whose plane is a shutter and
 *   thus no graphics; 0 for none
 * @notes: (nullable): where what can't be honoured is noted
 *
 * Returns: (transfer full) (nullable): NULL if there is none, or if no pixel
 *   would be left
 */
OvrShutter *ovr_shutter_read (const OvrDataset *dataset,
                              guint32 columns,
                              guint32 rows,
                              guint frame,
                              gboolean is_colour,
                              guint16 *bitmap_group,
                              GPtrArray *notes);
void ovr_shutter_free (OvrShutter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrShutter, ovr_shutter_free)

/* Whether the shutter covers the pixel that the image point @col, @row lies in;
 * FALSE outside the image. Thread-safe. */
gboolean ovr_shutter_covers (const OvrShutter *self,
                             double col,
                             double row);

G_END_DECLS
