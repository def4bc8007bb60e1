/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pixels.h"

G_BEGIN_DECLS

/**
 * OvrProbe:
 * @n: stored samples: 1, or 3 of a colour
 * @stored: the samples
 * @is_padding: whether the pixel is no image; its value is told all the same
 * @value: in @unit; NaN where the pixel has none (a colour)
 * @unit: (borrowed) (nullable): of @value
 * @label: (borrowed) (nullable): what the file calls the value
 * @suvbw: in g/mL; NaN where unknown
 * @suvbw_reason: (static) (nullable): why it is
 *
 * All that is known of one pixel of the source: what the cursor shows and the
 * command line prints. Borrows from the frame.
 */
typedef struct
{
  guint n;
  double stored[3];
  gboolean is_padding;
  double value;
  const char *unit;
  const char *label;
  double suvbw;
  const char *suvbw_reason;
} OvrProbe;

/* The pixel at @column, @row (from 0). @quantity: which of the image's
 * quantities (from 0); where that one does not map the pixel, the modality
 * stage's value and unit are told. Thread-safe. */
OvrProbe ovr_probe_at (const OvrPixels *pixels,
                       guint32 column,
                       guint32 row,
                       guint quantity);

G_END_DECLS
