/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cielab.h"

#include <math.h>

/* CIE 15: the inverse of the cube root with its straight piece. */
static double
from_lab (double t)
{
  return t > 6.0 / 29.0 ? t * t * t : 3.0 * (6.0 / 29.0) * (6.0 / 29.0) * (t - 4.0 / 29.0);
}

/* IEC 61966-2-1. */
static guint32
encode (double linear)
{
  double y = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1.0 / 2.4) - 0.055;

  return (guint32) floor (CLAMP (y, 0.0, 1.0) * 255.0 + 0.5);
}

guint32
ovr_cielab_to_srgb (const guint16 lab[3])
{
  /* From XYZ of D50 (Bradford) to linear sRGB. */
  static const double to_rgb[3][3] = {
    { 3.1338561, -1.6168667, -0.4906146 },
    { -0.9787684, 1.9161415, 0.0334540 },
    { 0.0719453, -0.2289914, 1.4052427 },
  };
  double l = (double) lab[0] / 65535.0 * 100.0;
  double fy = (l + 16.0) / 116.0;
  double a = (double) lab[1] / 65535.0 * 255.0 - 128.0;
  double b = (double) lab[2] / 65535.0 * 255.0 - 128.0;
  double xyz[3] = { 0.96422 * from_lab (fy + a / 500.0), from_lab (fy), 0.82521 * from_lab (fy - b / 200.0) };
  guint32 pixel = 0xff;

  for (guint i = 0; i < 3; i++)
    pixel = pixel << 8 | encode (to_rgb[i][0] * xyz[0] + to_rgb[i][1] * xyz[1] + to_rgb[i][2] * xyz[2]);

  return pixel;
}
