/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-grey-line.h"

#include "ovr-grey-memo.h"

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

/**
 * Walk:
 * @last: the stored value where both were compared last
 * @level: what they said there
 *
 * The way from the lowest stored value up.
 */
typedef struct
{
  const OvrGrey *grey;
  OvrKernelLine line;
  gint32 last;
  guint8 level;
} Walk;

static gboolean
agree (Walk *self,
       gint32 stored)
{
  self->last = stored;
  self->level = ovr_kernel_line_level (stored, self->line);
  return self->level == ovr_grey_byte (self->grey, (double) stored);
}

/* Goes on to @stored, or stays if it is there already. Between two places where
 * both agree on one level nothing can differ: neither turns back. */
static gboolean
go_to (Walk *self,
       gint32 stored)
{
  gboolean is_next = stored == self->last + 1;
  guint8 before = self->level;

  if (stored <= self->last)
    return TRUE;
  return agree (self, stored) && (is_next || self->level == before);
}

/* Compares at both sides of every step; where a step falls on an integer, its
 * neighbours are both sides. */
static gboolean
is_proven (const OvrGrey *grey,
           Ramp ramp,
           OvrKernelLine line,
           gint32 lowest,
           gint32 highest)
{
  gboolean rises = ramp.scale > 0.0;
  Walk walk = { .grey = grey, .line = line };

  if (!agree (&walk, lowest))
    return FALSE;
  for (int i = 0; i < 255; i++)
    {
      /* Here the level passes from k to k + 1, or back. */
      double k = rises ? (double) i : 254.0 - (double) i;
      double step = floor (ramp.middle + (k + 0.5 - 127.5) / ramp.scale);

      for (int beside = -1; beside <= 1; beside++)
        if (!go_to (&walk, (gint32) CLAMP (step + beside, (double) lowest, (double) highest)))
          return FALSE;
    }
  return go_to (&walk, highest);
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

/* Nothing where there is no line. */
static GBytes *
make_line (const OvrGrey *grey,
           double lowest,
           double highest,
           guint32 n)
{
  OvrKernelLine line;

  return ovr_grey_line_find (grey, (gint32) lowest, (gint32) highest, &line) ? g_bytes_new (&line, sizeof line)
                                                                             : g_bytes_new (NULL, 0);
}

gboolean
ovr_grey_line_get (const OvrGrey *grey,
                   gint32 lowest,
                   gint32 highest,
                   OvrKernelLine *out)
{
  g_autoptr (GBytes) found = ovr_grey_memo_get (grey, (double) lowest, (double) highest, 0, make_line);

  if (g_bytes_get_size (found) == 0)
    return FALSE;
  *out = *(const OvrKernelLine *) g_bytes_get_data (found, NULL);
  return TRUE;
}
