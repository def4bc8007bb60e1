/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-kernel.h"
#include "ovr-pixels.h"

G_BEGIN_DECLS

/**
 * OvrTone:
 * @pixels: (borrowed): the frame
 * @grey: the pipeline of a monochrome frame; its padding left out where no pixel
 *   is padding
 * @has_line: whether @line gives the very pixels
 * @line: levels of integers of up to 16 bits, without a look-up
 * @table: (owned) (nullable): else the pixel for each stored value from the
 *   frame's lowest to its highest
 *
 * Exact pixels of whole rows: what ovr_grey_byte() or ovr_colour_row() give,
 * only faster; colours of a supplement too. Once it is prepared, several threads
 * may read it.
 */
typedef struct
{
  const OvrPixels *pixels;
  OvrGrey grey;
  gboolean has_line;
  OvrKernelLine line;
  GBytes *table;
} OvrTone;

void ovr_tone_init (OvrTone *self,
                    const OvrPixels *pixels,
                    OvrVoi voi,
                    gboolean invert);
void ovr_tone_clear (OvrTone *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvrTone, ovr_tone_clear)

/* Finds the line, or makes the table; once, before rows are asked for. */
void ovr_tone_prepare (OvrTone *self);

/* Pixels 0xffrrggbb of @n_rows rows, one behind the other. */
void ovr_tone_rows (const OvrTone *self,
                    guint32 row,
                    guint32 n_rows,
                    guint32 *out);

/* Whether stored values of a frame fit the quick paths: integers of 8 or 16
 * allocated bits, one sample. */
gboolean ovr_tone_is_short (const OvrPixels *pixels);

G_END_DECLS
