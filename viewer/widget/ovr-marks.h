/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-view.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Draws arrows and lengths (OvrShape), without their numbers, through the map
 * from image pixels to @cr's units. Thread-safe. */
void ovr_marks_draw (cairo_t *cr,
                     GPtrArray *shapes,
                     const OvrViewTransform *transform);

G_END_DECLS
