/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame.h"

G_BEGIN_DECLS

/* Stage 1 of the grey-scale pipeline: cells as they lie in the buffer become
 * stored values (PS3.5 8.1.1). Thread-safe: pure functions on their arguments. */

/**
 * OvrCellLayout:
 * @shift: how many bits a cell is moved right: High Bit + 1 − Bits Stored
 * @mask: Bits Stored ones
 * @sign: the sign bit within @mask, 0 for unsigned samples
 *
 * How the stored value is cut out of a cell: v = cell >> shift & mask, then
 * (v ^ sign) − sign. Bits outside (old overlays, rubbish) never get through.
 */
typedef struct
{
  guint32 shift;
  guint32 mask;
  guint32 sign;
} OvrCellLayout;

/* The layout of integer cells. Contradictory Bits Stored and High Bit
 * (0028,0101), (0028,0102) are read as: all bits, and right-aligned. */
OvrCellLayout ovr_stored_layout (const OvrFrameInfo *info);

gint64 ovr_stored_from_cell (OvrCellLayout layout,
                             guint32 cell);

/* The lowest and highest stored value that the bits can hold. */
void ovr_stored_range (OvrCellLayout layout,
                       gint64 *lowest,
                       gint64 *highest);

/* Cell @index of a buffer as it lies there; integers only. */
guint32 ovr_stored_cell (const OvrFrameInfo *info,
                         const guint8 *cells,
                         gsize index);

/* The stored value of cell @index, of any format: integers of up to 32 bits
 * and floats are exact in a double. */
double ovr_stored_value (const OvrFrameInfo *info,
                         const guint8 *cells,
                         gsize index);

/* Bytes that a frame of this shape takes; 0 where the shape is impossible
 * (a side of 0 or above 65535, a cell size that does not exist). */
gsize ovr_stored_frame_size (const OvrFrameInfo *info);

G_END_DECLS
