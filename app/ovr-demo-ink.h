/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

/* What hands leave on a letter. Drawn with @cairo's matrix in points. */

/* A stamp of receipt, its middle at @x, @y: two lines in a frame, askew, and
 * with the gaps that a worn pad leaves. */
void ovr_demo_ink_stamp (cairo_t *cairo,
                         double x,
                         double y,
                         const char *heading,
                         const char *date);

/* A signature in ball-point pen, from @x on the line @y. */
void ovr_demo_ink_signature (cairo_t *cairo,
                             double x,
                             double y);
