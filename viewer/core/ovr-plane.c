/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-plane.h"

#include <math.h>

/* Cosines are DS texts: with three decimals, the coarsest that scanners write,
 * the products are off by up to 1e-3. That bends a 500 mm line by 0.25 mm. */
#define ORTHONORMAL_TOLERANCE 1e-3

G_DEFINE_QUARK (ovr_plane_error, ovr_plane_error)

static double
dot (const double a[3],
     const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static gboolean
is_spacing (double mm)
{
  return isfinite (mm) && mm > 0.0;
}

/* Written as "<= tolerance" so that NaN counts as bad. */
static gboolean
is_near (double value,
         double wanted)
{
  return fabs (value - wanted) <= ORTHONORMAL_TOLERANCE;
}

gboolean
ovr_plane_validate (const OvrPlane *self,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!is_spacing (self->row_spacing_mm) || !is_spacing (self->col_spacing_mm))
    {
      g_set_error (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_SPACING,
                   "Pixel Spacing (0028,0030) is %g\\%g mm",
                   self->row_spacing_mm, self->col_spacing_mm);
      return FALSE;
    }

  if (!is_near (dot (self->row_dir, self->row_dir), 1.0) ||
      !is_near (dot (self->col_dir, self->col_dir), 1.0) ||
      !is_near (dot (self->row_dir, self->col_dir), 0.0))
    {
      g_set_error_literal (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_DIRECTION,
                           "Image Orientation (0020,0037) is not orthonormal");
      return FALSE;
    }

  if (!isfinite (self->origin_mm[0]) || !isfinite (self->origin_mm[1]) || !isfinite (self->origin_mm[2]))
    {
      g_set_error_literal (error, OVR_PLANE_ERROR, OVR_PLANE_ERROR_ORIGIN,
                           "Image Position (0020,0032) is not a point");
      return FALSE;
    }

  return TRUE;
}

void
ovr_plane_pixel_to_lps (const OvrPlane *self,
                        double col,
                        double row,
                        double lps_mm[3])
{
  for (int i = 0; i < 3; i++)
    lps_mm[i] = self->origin_mm[i] +
                self->row_dir[i] * self->col_spacing_mm * col +
                self->col_dir[i] * self->row_spacing_mm * row;
}

double
ovr_plane_lps_to_pixel (const OvrPlane *self,
                        const double lps_mm[3],
                        double *col,
                        double *row)
{
  double normal[3];
  double offset[3];

  for (int i = 0; i < 3; i++)
    offset[i] = lps_mm[i] - self->origin_mm[i];

  ovr_plane_normal (self, normal);
  *col = dot (offset, self->row_dir) / self->col_spacing_mm;
  *row = dot (offset, self->col_dir) / self->row_spacing_mm;

  return dot (offset, normal);
}

void
ovr_plane_normal (const OvrPlane *self,
                  double normal[3])
{
  const double *r = self->row_dir;
  const double *c = self->col_dir;

  normal[0] = r[1] * c[2] - r[2] * c[1];
  normal[1] = r[2] * c[0] - r[0] * c[2];
  normal[2] = r[0] * c[1] - r[1] * c[0];
}
