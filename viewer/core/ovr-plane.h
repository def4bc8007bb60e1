/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrPlane:
 * @origin_mm: centre of the first pixel, LPS, mm; (0020,0032), PS3.3 C.7.6.2.1.1
 * @row_dir: unit vector along increasing column index, LPS; (0020,0037)[0..2]
 * @col_dir: unit vector along increasing row index, LPS; (0020,0037)[3..5]
 * @row_spacing_mm: distance between row centres; (0028,0030)[0]
 * @col_spacing_mm: distance between column centres; (0028,0030)[1]
 *
 * The patient-space placement of one image. A plain value: copy it freely.
 * Every function here is thread-safe: it touches only its arguments.
 */
typedef struct
{
  double origin_mm[3];
  double row_dir[3];
  double col_dir[3];
  double row_spacing_mm;
  double col_spacing_mm;
} OvrPlane;

#define OVR_PLANE_ERROR (ovr_plane_error_quark ())
GQuark ovr_plane_error_quark (void);

/**
 * OvrPlaneError:
 * @OVR_PLANE_ERROR_SPACING: a spacing is not a finite number above zero
 * @OVR_PLANE_ERROR_DIRECTION: the axes are not orthonormal within 1e-3
 * @OVR_PLANE_ERROR_ORIGIN: the position is not a finite point
 */
typedef enum
{
  OVR_PLANE_ERROR_SPACING,
  OVR_PLANE_ERROR_DIRECTION,
  OVR_PLANE_ERROR_ORIGIN,
} OvrPlaneError;

/* Checks everything that a measurement in space relies on. Call it once, where
 * the plane is read; the functions below then can't fail. */
gboolean ovr_plane_validate (const OvrPlane *self,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The point of patient space (LPS, mm) at @col, @row (pixels, 0 at the centre
 * of the first one). Equation C.7.6.2.1-1 of PS3.3. */
void ovr_plane_pixel_to_lps (const OvrPlane *self,
                             double col,
                             double row,
                             double lps_mm[3]);

/* The way back: where the foot of the perpendicular from @lps_mm onto the
 * plane lies, in pixels, and (returned) the point's signed distance from the
 * plane in mm, along the normal. */
double ovr_plane_lps_to_pixel (const OvrPlane *self,
                               const double lps_mm[3],
                               double *col,
                               double *row);

/* row_dir × col_dir: the direction in which slices ascend. */
void ovr_plane_normal (const OvrPlane *self,
                       double normal[3]);

G_END_DECLS
