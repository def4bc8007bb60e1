/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-notes.h"
#include "ovr-stored.h"

G_BEGIN_DECLS

/**
 * OvrOverlay:
 * @group: 0x6000 to 0x601E
 * @columns: (60xx,0011)
 * @rows: (60xx,0010)
 * @origin_col: column of the image under the plane's first column, from 0; may
 *   be negative: (60xx,0050)[1] − 1
 * @origin_row: the same for rows: (60xx,0050)[0] − 1
 * @bits: (owned) (nullable): Overlay Data (60xx,3000), one bit a pixel, first
 *   pixel in the lowest bit; NULL where the plane lies in the image's cells
 * @first_bit: where the frame's plane starts in @bits
 * @bit_position: the cell bit of an old-style plane (60xx,0102), with @bits NULL
 * @is_roi: (60xx,0040) is "R", a region, rather than graphics
 *
 * One overlay plane as it holds for one frame (PS3.3 C.9.2). Immutable.
 */
typedef struct
{
  guint16 group;
  guint32 columns;
  guint32 rows;
  gint32 origin_col;
  gint32 origin_row;
  GBytes *bits;
  gsize first_bit;
  guint bit_position;
  gboolean is_roi;
} OvrOverlay;

/* The planes of the 16 groups that hold for @frame (from 1); planes that are
 * damaged, or whose bits lie within the samples, are left out with a note.
 * @notes: (nullable) */
GPtrArray *ovr_overlay_read_all (const OvrDataset *dataset,
                                 guint frame,
                                 GPtrArray *notes);

/* The plane of one group, NULL where none holds for @frame; @is_damaged
 * (nullable) tells whether there is one that can't be read. */
OvrOverlay *ovr_overlay_read (const OvrDataset *dataset,
                              guint16 group,
                              guint frame,
                              gboolean *is_damaged);
void ovr_overlay_free (OvrOverlay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrOverlay, ovr_overlay_free)

/* Moves @column on to the next set pixel of row @row, itself included; FALSE at
 * the row's end. Columns and rows are the plane's, from 0. @info and @cells: the
 * frame, for planes within its cells; may be NULL for others. Thread-safe. */
gboolean ovr_overlay_find (const OvrOverlay *self,
                           const OvrFrameInfo *info,
                           const guint8 *cells,
                           guint32 row,
                           guint32 *column);

G_END_DECLS
