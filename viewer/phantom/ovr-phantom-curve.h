/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-solid.h"

G_BEGIN_DECLS

/* Smooth values and outlines from a few given ones. Pure functions. */

/* @rows: @n_rows rows of 1 + @n_values numbers, the first of which is z (mm),
 * falling. Cubic between rows, constant beyond. */
void ovr_curve_table (const double *rows,
                      guint n_rows,
                      guint n_values,
                      double z_mm,
                      double *out);

/* Points on each side of a ring, and around an outline. */
#define OVR_RING_POINTS 128
#define OVR_LOFT_POINTS 16
#define OVR_LOFT_STEPS 5
#define OVR_OUTLINE_MAX (OVR_LOFT_POINTS * OVR_LOFT_STEPS)

/**
 * OvrLoft:
 * @n_keys: how many outlines
 * @cap_mm: length over which both ends close like a dome
 * @keys: outlines from the head down: z, then 16 points (x, y), all mm
 *
 * A body whose axial sections are smooth closed outlines.
 */
typedef struct
{
  guint n_keys;
  double cap_mm;
  const double (*keys)[1 + 2 * OVR_LOFT_POINTS];
} OvrLoft;

/* The outline at @z_mm into @out (OVR_OUTLINE_MAX points); the number of
 * points, 0 beyond the ends. */
guint ovr_loft_outline (const OvrLoft *self,
                        double z_mm,
                        OvrVec3 *out);

/* Moves each point of a closed outline inwards by @mm along its normal
 * (outwards for negative values). */
void ovr_curve_inset (const OvrVec3 *points,
                      guint n,
                      double mm,
                      OvrVec3 *out);

/* Where the rib cage runs at height @z_mm (middle of the ribs), @offset_mm
 * outside of it. @angle_deg: 0 in front, 90 at the left side, 180 at the back,
 * and on to 360 by the right side. */
OvrVec3 ovr_cage_point (double z_mm,
                        double angle_deg,
                        double offset_mm);

/* The skin in the same way. */
OvrVec3 ovr_skin_point (double z_mm,
                        double angle_deg,
                        double offset_mm);

/* A slight irregularity of everything: how far a point of the ideal body is
 * moved. At most some 2 mm, and smooth over some 40 mm. */
OvrVec3 ovr_curve_unevenness (OvrVec3 point);

G_END_DECLS
