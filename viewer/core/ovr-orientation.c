/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-orientation.h"

#include <math.h>
#include <string.h>

/* A component below this share of the direction's length has no letter. */
#define LEAST_COMPONENT 0.1

void
ovr_orientation_letters (const double direction[3],
                         char out[4])
{
  static const char positive[] = "LPH";
  static const char negative[] = "RAF";
  double left[3];
  double length = sqrt (direction[0] * direction[0] + direction[1] * direction[1] + direction[2] * direction[2]);
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    left[i] = fabs (direction[i]);

  while (n < 3)
    {
      guint best = left[0] >= left[1] && left[0] >= left[2] ? 0 : left[1] >= left[2] ? 1
                                                                                     : 2;

      if (!(left[best] >= LEAST_COMPONENT * length && left[best] > 0.0))
        break;
      out[n++] = direction[best] > 0.0 ? positive[best] : negative[best];
      left[best] = -1.0;
    }
  out[n] = '\0';
}

gboolean
ovr_orientation_opposite (const char *letters,
                          char out[8])
{
  static const char here[] = "LRPAHF";
  static const char there[] = "RLAPFH";
  gsize n = letters != NULL ? strlen (letters) : 0;

  out[0] = '\0';
  if (n < 1 || n > 3)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      const char *found = strchr (here, letters[i]);

      if (found == NULL)
        {
          out[0] = '\0';
          return FALSE;
        }
      out[i] = there[found - here];
    }
  out[n] = '\0';
  return TRUE;
}

gboolean
ovr_orientation_is_mirrored (const OvrViewTransform *transform)
{
  return transform->xx * transform->yy - transform->xy * transform->yx < 0.0;
}

/* Letters of the image's own axes: towards greater columns, and rows. */
static void
image_letters (const OvrImage *image,
               char along[2][8])
{
  if (image->is_quadruped)
    return;

  if (image->has_plane)
    {
      ovr_orientation_letters (image->plane.row_dir, along[0]);
      ovr_orientation_letters (image->plane.col_dir, along[1]);
      return;
    }

  for (guint i = 0; i < 2; i++)
    {
      char opposite[8];

      if (image->directions[i] != NULL && ovr_orientation_opposite (image->directions[i], opposite))
        g_strlcpy (along[i], image->directions[i], sizeof along[i]);
    }
}

OvrOrientation
ovr_orientation_of (const OvrImage *image,
                    const OvrViewTransform *transform)
{
  OvrOrientation self = { "", "", "", "" };
  gboolean turned = fabs (transform->xy) > fabs (transform->xx);
  double x_sign = turned ? transform->xy : transform->xx;
  double y_sign = turned ? transform->yx : transform->yy;
  char along[2][8] = { "", "" };
  const char *x_letters;
  const char *y_letters;

  image_letters (image, along);
  x_letters = along[turned ? 1 : 0];
  y_letters = along[turned ? 0 : 1];

  g_strlcpy (x_sign > 0.0 ? self.right : self.left, x_letters, sizeof self.left);
  ovr_orientation_opposite (x_letters, x_sign > 0.0 ? self.left : self.right);
  g_strlcpy (y_sign > 0.0 ? self.bottom : self.top, y_letters, sizeof self.top);
  ovr_orientation_opposite (y_letters, y_sign > 0.0 ? self.top : self.bottom);

  return self;
}
