/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-grey-line.h"

#include <math.h>

/* Steeper lines would leave the range of an int at the ends of 16 bits. */
#define MAX_SCALE 4096.0

/**
 * Ramp:
 * @middle: stored value of level 127.5
 * @scale: levels a stored unit, of either sign, not 0
 *
 * The slanted part of a window, in stored values.
 */
typedef struct
{
  double middle;
  double scale;
} Ramp;

static gboolean
find_ramp (const OvrGrey *grey,
           Ramp *out)
{
  const OvrVoi *voi = &grey->voi;
  const OvrModality *modality = grey->modality;
  gboolean exact = voi->function == OVR_VOI_LINEAR_EXACT || voi->width < 1.0;
  double width = exact ? voi->width : voi->width - 1.0;
  double center = exact ? voi->center : voi->center - 0.5;
  double slope = 1.0;
  double intercept = 0.0;

  /* A table of a presentation state may turn back anywhere. */
  if ((voi->function != OVR_VOI_LINEAR && voi->function != OVR_VOI_LINEAR_EXACT) || grey->presentation != NULL)
    return FALSE;
  if (modality != NULL && modality->kind == OVR_MODALITY_TABLE)
    return FALSE;
  if (modality != NULL && modality->kind == OVR_MODALITY_RESCALE)
    {
      slope = modality->slope;
      intercept = modality->intercept;
    }

  out->middle = (center - intercept) / slope;
  out->scale = (grey->inverse ? -255.0 : 255.0) * slope / width;
  return width > 0.0 && isfinite (out->middle) && fabs (out->middle) < G_MAXINT32 / 4.0 &&
         fabs (out->scale) > 0.0 && fabs (out->scale) < MAX_SCALE;
}

/* Whether line and pipeline agree at @stored; *@level gets what they say. */
static gboolean
agree (const OvrGrey *grey,
       OvrKernelLine line,
       gint32 stored,
       guint8 *level)
{
  *level = ovr_kernel_line_level (stored, line);
  return *level == ovr_grey_byte (grey, (double) stored);
}

/* Walks through the steps from the lowest stored value up. Between two places
 * where both agree on one level nothing can differ: neither turns back. */
static gboolean
is_proven (const OvrGrey *grey,
           Ramp ramp,
           OvrKernelLine line,
           gint32 lowest,
           gint32 highest)
{
  gboolean rises = ramp.scale > 0.0;
  gint32 last = lowest;
  guint8 before;
  guint8 level;

  if (!agree (grey, line, lowest, &before))
    return FALSE;
  for (int i = 0; i < 255; i++)
    {
      /* Here the level passes from k to k + 1, or back. */
      double k = rises ? (double) i : 254.0 - (double) i;
      double step = floor (ramp.middle + (k + 0.5 - 127.5) / ramp.scale);
      gint32 below = (gint32) CLAMP (step, (double) lowest, (double) highest);
      gint32 above = MIN (below + 1, highest);

      /* In narrow windows several levels pass at once. */
      if (i > 0 && below == last)
        continue;
      last = below;
      if (!agree (grey, line, below, &level) || level != before || !agree (grey, line, above, &before))
        return FALSE;
    }
  return agree (grey, line, highest, &level) && level == before;
}

gboolean
ovr_grey_line_find (const OvrGrey *grey,
                    gint32 lowest,
                    gint32 highest,
                    OvrKernelLine *out)
{
  Ramp ramp;
  double base;

  if (!find_ramp (grey, &ramp))
    return FALSE;

  base = floor (ramp.middle);
  *out = (OvrKernelLine){
    .base = (gint32) base,
    .scale = (float) ramp.scale,
    .offset = (float) (127.5 + (base - ramp.middle) * ramp.scale + 0.5),
    .spread = 0x010101u,
  };
  return is_proven (grey, ramp, *out, lowest, highest);
}
