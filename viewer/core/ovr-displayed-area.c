/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-applied-state.h"

#include <math.h>

static OvrPoint
middle (const OvrDisplayedArea *self)
{
  return (OvrPoint){ (self->left + self->right) / 2.0, (self->top + self->bottom) / 2.0 };
}

void
ovr_displayed_area_fit (const OvrDisplayedArea *self,
                        const OvrView *view,
                        double pixel_width,
                        double pixel_height,
                        double width,
                        double height,
                        OvrPoint *centre,
                        double *span_px)
{
  double unit = fmin (pixel_width, pixel_height);
  double across = (self->right - self->left) * pixel_width / unit;
  double down = (self->bottom - self->top) * pixel_height / unit;
  double scale = view->rotation_deg % 180 != 0 ? fmin (width / down, height / across)
                                               : fmin (width / across, height / down);

  *centre = middle (self);
  *span_px = fmin (width, height) / scale;
}

gboolean
ovr_displayed_area_enlarge (const OvrDisplayedArea *self,
                            double pixel_width,
                            double pixel_height,
                            double width,
                            double height,
                            double pitch_mm,
                            OvrPoint *centre,
                            double *span_px)
{
  double unit = fmin (pixel_width, pixel_height);
  double scale;

  if (self->mode == OVR_AREA_MAGNIFY)
    scale = self->magnification;
  else if (self->mode == OVR_AREA_TRUE_SIZE && pitch_mm > 0.0)
    scale = self->pixel_width_mm / pitch_mm / (pixel_width / unit);
  else
    return FALSE;

  *centre = middle (self);
  *span_px = fmin (width, height) / scale;
  return TRUE;
}
