/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-palette.h"
#include "ovr-stored.h"

G_BEGIN_DECLS

/* Colour images: from the cells to sRGB bytes (PS3.3 C.7.6.3.1.2). No window is
 * applied to colour. Thread-safe. */

/* One YBR_FULL triple of bytes as 0xffrrggbb: the inverse of the equations of
 * C.7.6.3.1.2, rounded and kept within 0 … 255. */
guint32 ovr_colour_from_ybr (guint8 y,
                             guint8 cb,
                             guint8 cr);

/* Pixels of row @row as 0xffrrggbb into @out (info->columns of them): RGB and
 * YBR of 8 to 32 bits, native _422 ones of 8, and palette colours through
 * @palette (nullable otherwise). */
void ovr_colour_row (const OvrFrameInfo *info,
                     const guint8 *cells,
                     const OvrPalette *palette,
                     guint32 row,
                     guint32 *out);

/* The stored samples of one pixel, colour by colour. */
void ovr_colour_samples (const OvrFrameInfo *info,
                         const guint8 *cells,
                         guint32 column,
                         guint32 row,
                         gint64 samples[3]);

G_END_DECLS
