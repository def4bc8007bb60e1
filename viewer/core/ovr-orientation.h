/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-image.h"
#include "ovr-view.h"

G_BEGIN_DECLS

/**
 * OvrOrientation:
 * @left: where the left edge of the picture points to in the patient
 * @top: the top edge
 * @right: the right edge
 * @bottom: the bottom edge
 *
 * Letters at the edges: "R", "A", "LPF" for oblique planes, greatest component
 * first (PS3.3 C.7.6.1.1.1); "" where unknown. A plain value.
 */
typedef struct
{
  char left[8];
  char top[8];
  char right[8];
  char bottom[8];
} OvrOrientation;

/* The letters of an image shown through @transform: they follow rotation and
 * flip. From the plane, else from Patient Orientation. Thread-safe. */
OvrOrientation ovr_orientation_of (const OvrImage *image,
                                   const OvrViewTransform *transform);

/* The letters of a direction in LPS: components below a tenth of the length
 * are left out. @out holds 4 bytes. */
void ovr_orientation_letters (const double direction[3],
                              char out[4]);

/* The direction opposite to letters of a biped ("RPF" to "LAH"); FALSE and
 * @out "" for anything else. @out holds 8 bytes. */
gboolean ovr_orientation_opposite (const char *letters,
                                   char out[8]);

/* TRUE if the picture is a mirror image of what the file shows. */
gboolean ovr_orientation_is_mirrored (const OvrViewTransform *transform);

G_END_DECLS
