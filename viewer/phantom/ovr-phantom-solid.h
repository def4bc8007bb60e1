/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-canvas.h"

G_BEGIN_DECLS

/**
 * OvrSolid:
 * @centre: mm
 * @form: the symmetric matrix Q in qᵀ·Q·q = 1, q from the centre, 1/mm²:
 *   xx, yy, zz, xy, xz, yz
 * @reach: half the extents of the bounding box, mm
 *
 * An ellipsoid in any direction, by its implicit formula.
 */
typedef struct
{
  OvrVec3 centre;
  double form[6];
  OvrVec3 reach;
} OvrSolid;

/* An ellipsoid with semi-axes @a, @b, @c mm along x, y, z, then turned by
 * @turn.x, @turn.y, @turn.z degrees about the x, y and z axis, in that order. */
OvrSolid ovr_solid (OvrVec3 centre,
                    double a,
                    double b,
                    double c,
                    OvrVec3 turn_deg);

/* The same ellipsoid with every semi-axis shorter by about @mm (longer for
 * negative values). */
OvrSolid ovr_solid_inset (const OvrSolid *self,
                          double mm);

/* qᵀ·Q·q − 1: below zero inside. */
double ovr_solid_value (const OvrSolid *self,
                        OvrVec3 point);

/* Turns about the z axis through the origin, then moves. */
void ovr_solid_place (OvrSolid *self,
                      double angle_rad,
                      OvrVec3 shift);

/* Covers each voxel by how far the surface cuts it, seen as a plane there. */
void ovr_solid_fill (const OvrSolid *self,
                     OvrCanvas *canvas,
                     const OvrBrush *brush);

static inline OvrVec3
ovr_vec3 (double x,
          double y,
          double z)
{
  return (OvrVec3){ x, y, z };
}

static inline OvrVec3
ovr_vec3_mix (OvrVec3 a,
              OvrVec3 b,
              double t)
{
  return (OvrVec3){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t };
}

static inline OvrVec3
ovr_vec3_add (OvrVec3 a,
              OvrVec3 b,
              double factor)
{
  return (OvrVec3){ a.x + b.x * factor, a.y + b.y * factor, a.z + b.z * factor };
}

static inline double
ovr_vec3_dot (OvrVec3 a,
              OvrVec3 b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline OvrVec3
ovr_vec3_cross (OvrVec3 a,
                OvrVec3 b)
{
  return (OvrVec3){ a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
}

double ovr_vec3_length (OvrVec3 a);

/* The direction of @a; (0, 0, 1) where it has none. */
OvrVec3 ovr_vec3_unit (OvrVec3 a);

G_END_DECLS
