/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Letters that are burned into pixels: capitals, digits and a few signs of five
 * by seven dots. Thread-safe. */

/* Draws @text with its upper left corner at (@x, @y) into 8-bit grey pixels of
 * @columns × @rows, each dot @scale pixels wide, in @grey. What has no letter
 * leaves a gap, and what does not fit is cut. */
void ovr_letters_draw (guint8 *pixels,
                       int columns,
                       int rows,
                       int x,
                       int y,
                       int scale,
                       guint8 grey,
                       const char *text);

G_END_DECLS
