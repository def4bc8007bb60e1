/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-solid.h"

G_BEGIN_DECLS

/* Groups of slender shapes that are painted as one body: tapering tubes,
 * flattened bars and rounded triangular plates. The distance to the nearest of
 * them decides, so that joints leave no seam, and a shell (cortical bone, a
 * bronchial wall) goes around all of them at once. */

/**
 * OvrStrandKind:
 * @OVR_STRAND_TUBE: round, from @a to @b, radius from @radius_a to @radius_b
 * @OVR_STRAND_BAR: from @a to @b; half as thick as @radius_a along @across and
 *   as wide as @radius_b beside it
 * @OVR_STRAND_PLATE: everything within @radius_a of the triangle @a @b @c
 */
typedef enum
{
  OVR_STRAND_TUBE,
  OVR_STRAND_BAR,
  OVR_STRAND_PLATE,
} OvrStrandKind;

/**
 * OvrStrand:
 * @kind: which shape
 * @a: first end or corner, mm
 * @b: second end or corner, mm
 * @c: a plate's third corner; a bar's direction across (unit vector)
 * @radius_a: mm
 * @radius_b: mm
 */
typedef struct
{
  OvrStrandKind kind;
  OvrVec3 a;
  OvrVec3 b;
  OvrVec3 c;
  double radius_a;
  double radius_b;
} OvrStrand;

/**
 * OvrStrands:
 *
 * A list of strands with an index over z. Add, then seal once; immutable and
 * thread-safe from there on.
 */
typedef struct _OvrStrands OvrStrands;

OvrStrands *ovr_strands_new (void);
void ovr_strands_free (OvrStrands *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrStrands, ovr_strands_free)

void ovr_strands_add_tube (OvrStrands *self,
                           OvrVec3 a,
                           OvrVec3 b,
                           double radius_a,
                           double radius_b);

/* A smooth tube through @n points (Catmull-Rom), with @radii mm at them. */
void ovr_strands_add_path (OvrStrands *self,
                           const OvrVec3 *points,
                           const double *radii,
                           guint n);
void ovr_strands_add_bar (OvrStrands *self,
                          OvrVec3 a,
                          OvrVec3 b,
                          OvrVec3 across,
                          double half_thickness,
                          double half_width);
void ovr_strands_add_plate (OvrStrands *self,
                            OvrVec3 a,
                            OvrVec3 b,
                            OvrVec3 c,
                            double radius);

/* Builds the index over z. */
void ovr_strands_seal (OvrStrands *self);

/* Paints the group: @brush to the surface and, where @shell_mm is above zero,
 * attenuation @core_hu deeper than that below it. */
void ovr_strands_fill (const OvrStrands *self,
                       OvrCanvas *canvas,
                       const OvrBrush *brush,
                       double shell_mm,
                       double core_hu);

G_END_DECLS
