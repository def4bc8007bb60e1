/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-padding.h"

#include <math.h>

gboolean
ovr_padding_fix_sign (OvrCellLayout layout,
                      gint64 raw,
                      double *out)
{
  gint64 lowest;
  gint64 highest;
  gint64 value = raw;

  ovr_stored_range (layout, &lowest, &highest);

  if (layout.sign == 0 && value < 0)
    value += G_MAXUINT16 + 1;
  else if (layout.sign != 0 && value > highest && value > G_MAXINT16 && value <= G_MAXUINT16)
    value -= G_MAXUINT16 + 1;

  /* A signed value of fewer than 16 bits, written without its upper bits. */
  if (layout.sign != 0 && value > highest && value <= (gint64) layout.mask)
    value -= (gint64) layout.mask + 1;

  if (value < lowest || value > highest)
    return FALSE;

  *out = (double) value;
  return TRUE;
}

OvrPadding
ovr_padding_between (double a,
                     double b)
{
  return (OvrPadding){ .is_present = TRUE, .low = MIN (a, b), .high = MAX (a, b) };
}

gboolean
ovr_padding_contains (const OvrPadding *self,
                      double stored)
{
  return !isfinite (stored) || (self->is_present && stored >= self->low && stored <= self->high);
}
