/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pixels.h"

G_BEGIN_DECLS

/**
 * OvrWindowChoice:
 * @name: (owned): in the window's language, with its numbers: "Lung  (−400 / 1500)"
 * @voi: number of the file's own alternative, from 0; −1 for others
 * @center: modality units; NaN for a table
 * @width: modality units; NaN likewise
 *
 * A window that an image is offered with.
 */
typedef struct
{
  char *name;
  int voi;
  double center;
  double width;
} OvrWindowChoice;

/* What the keys 1… and the menu offer for a frame, in their order: for CT the
 * field's windows; the file's own in their order; the range that holds all but
 * the darkest and the brightest hundredth; the full range. Empty for colour.
 * (transfer full) (element-type OvrWindowChoice) */
GPtrArray *ovr_window_choices (const OvrPixels *pixels);

G_END_DECLS
