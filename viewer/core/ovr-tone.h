/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-kernel.h"
#include "ovr-pixels.h"

G_BEGIN_DECLS

/**
 * OvrLineAxis:
 * @OVR_LINE_ROW: along a row of the image: lines are counted by row
 * @OVR_LINE_COLUMN: along a column: for pictures that are turned by 90°
 */
typedef enum
{
  OVR_LINE_ROW,
  OVR_LINE_COLUMN,
} OvrLineAxis;

/**
 * OvrTone:
 * @pixels: (borrowed): the frame
 * @grey: the pipeline of a monochrome frame
 * @is_prepared: whether a line was looked for
 * @has_line: whether @line gives the very pixels
 * @line: levels of integers of up to 16 bits, without a look-up
 * @table: (owned) (nullable): the pixel for each stored value that occurs, for
 *   integers of up to 16 bits; made when it is first needed
 * @first: stored value of the table's first entry
 * @block: (owned) (nullable): stored values of a few columns side by side: a
 *   walk through columns would touch a memory line for every pixel
 * @block_first: the first of these columns; −1 for none
 * @whole: (owned) (nullable): all pixels of a colour frame, made when columns
 *   are first asked for
 *
 * Exact pixels of whole lines: what ovr_grey_byte() or ovr_colour_row() give,
 * only faster; colours of a supplement too. One thread.
 */
typedef struct
{
  const OvrPixels *pixels;
  OvrGrey grey;
  gboolean is_prepared;
  gboolean has_line;
  OvrKernelLine line;
  guint32 *table;
  gint32 first;
  gint32 *block;
  gint64 block_first;
  guint32 *whole;
} OvrTone;

void ovr_tone_init (OvrTone *self,
                    const OvrPixels *pixels,
                    OvrVoi voi,
                    gboolean invert);
void ovr_tone_clear (OvrTone *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvrTone, ovr_tone_clear)

/* Pixels 0xffrrggbb of line @index along @axis. */
void ovr_tone_line (OvrTone *self,
                    OvrLineAxis axis,
                    guint32 index,
                    guint32 *out);

/* Whether stored values of a frame fit the quick paths: integers of 8 or 16
 * allocated bits, one sample. */
gboolean ovr_tone_is_short (const OvrPixels *pixels);

/* Stored values of a line of such a frame. */
void ovr_tone_stored_line (OvrTone *self,
                           OvrLineAxis axis,
                           guint32 index,
                           gint32 *out);

/* Pixels in a line along @axis, and how many such lines there are. */
guint32 ovr_tone_line_length (const OvrPixels *pixels,
                              OvrLineAxis axis);
guint32 ovr_tone_n_lines (const OvrPixels *pixels,
                          OvrLineAxis axis);

G_END_DECLS
