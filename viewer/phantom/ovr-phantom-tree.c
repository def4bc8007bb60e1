/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-tree.h"

#include "ovr-phantom-texture.h"

#include <math.h>
#include <stdlib.h>

/* Flow grows with the number of ends, and radius with flow to the power of
 * 1/2.8: between a constant wall stress (1/3) and a constant speed (1/2). */
#define RADIUS_POWER (1.0 / 2.8)

typedef struct
{
  GArray *twigs;
  double tip_mm;
  guint32 seed;
  guint32 n_drawn;
} Growth;

static double
draw (Growth *growth)
{
  return ovr_texture_uniform (growth->seed, growth->n_drawn++);
}

static OvrVec3
middle_of (const OvrVec3 *points,
           guint n)
{
  OvrVec3 sum = { 0.0, 0.0, 0.0 };

  for (guint i = 0; i < n; i++)
    sum = ovr_vec3_add (sum, points[i], 1.0);
  return ovr_vec3 (sum.x / n, sum.y / n, sum.z / n);
}

/* The direction across @heading in which the points are most spread: a few
 * steps of the power method on their covariance. */
static OvrVec3
widest (const OvrVec3 *points,
        guint n,
        OvrVec3 middle,
        OvrVec3 heading)
{
  OvrVec3 v = fabs (heading.z) < 0.8 ? ovr_vec3 (0.2, 0.3, 1.0) : ovr_vec3 (1.0, 0.4, 0.1);

  for (int step = 0; step < 5; step++)
    {
      OvrVec3 sum = { 0.0, 0.0, 0.0 };

      v = ovr_vec3_unit (ovr_vec3_add (v, heading, -ovr_vec3_dot (v, heading)));
      for (guint i = 0; i < n; i++)
        {
          OvrVec3 q = ovr_vec3_add (points[i], middle, -1.0);

          sum = ovr_vec3_add (sum, q, ovr_vec3_dot (q, v));
        }
      v = sum;
    }
  return ovr_vec3_unit (ovr_vec3_add (v, heading, -ovr_vec3_dot (v, heading)));
}

/* Reorders so that the @wanted points that lie furthest back along @axis come
 * first (selection by quarters; equal values keep to their side). */
static void
split (OvrVec3 *points,
       guint n,
       guint wanted,
       OvrVec3 axis)
{
  guint low = 0;
  guint high = n - 1;

  while (low < high)
    {
      double pivot = ovr_vec3_dot (points[(low + high) / 2], axis);
      guint i = low;
      guint j = high;

      while (i <= j)
        {
          while (ovr_vec3_dot (points[i], axis) < pivot)
            i++;
          while (ovr_vec3_dot (points[j], axis) > pivot)
            j--;
          if (i <= j)
            {
              OvrVec3 swap = points[i];

              points[i] = points[j];
              points[j] = swap;
              i++;
              if (j == 0)
                break;
              j--;
            }
        }
      if (wanted <= j)
        high = j;
      else if (wanted >= i)
        low = i;
      else
        return;
    }
}

static double
radius_for (const Growth *growth,
            guint n)
{
  return growth->tip_mm * pow (n, RADIUS_POWER);
}

/* Adds a slightly bent twig: two pieces. */
static int
add_twig (Growth *growth,
          OvrVec3 from,
          OvrVec3 to,
          double radius_from,
          double radius_to,
          int parent)
{
  double length = ovr_vec3_length (ovr_vec3_add (to, from, -1.0));
  OvrVec3 bend = { draw (growth) - 0.5, draw (growth) - 0.5, draw (growth) - 0.5 };
  OvrVec3 middle = ovr_vec3_add (ovr_vec3_mix (from, to, 0.5), bend, 0.11 * length);
  double half = 0.5 * (radius_from + radius_to);
  OvrTwig first = { from, middle, radius_from, half, parent };
  OvrTwig second = { middle, to, half, radius_to, (int) growth->twigs->len };

  g_array_append_val (growth->twigs, first);
  g_array_append_val (growth->twigs, second);
  return (int) growth->twigs->len - 1;
}

static void
grow (Growth *growth,
      OvrVec3 from,
      OvrVec3 *targets,
      guint n,
      double radius,
      int parent,
      int depth)
{
  OvrVec3 middle = middle_of (targets, n);
  OvrVec3 heading = ovr_vec3_unit (ovr_vec3_add (middle, from, -1.0));
  OvrVec3 axis;
  guint cut;
  guint starts[2];
  guint counts[2];

  if (n == 1 || depth > 40)
    {
      add_twig (growth, from, targets[0], radius, 0.75 * radius, parent);
      return;
    }
  axis = widest (targets, n, middle, heading);
  cut = (guint) (n * (0.32 + 0.36 * draw (growth)));
  cut = CLAMP (cut, 1, n - 1);
  split (targets, n, cut, axis);
  starts[0] = 0;
  starts[1] = cut;
  counts[0] = cut;
  counts[1] = n - cut;
  for (int i = 0; i < 2; i++)
    {
      OvrVec3 goal = middle_of (targets + starts[i], counts[i]);
      double own = radius_for (growth, counts[i]);
      double share = counts[i] == 1 ? 1.0 : 0.34 + 0.12 * draw (growth);
      OvrVec3 to = ovr_vec3_mix (from, goal, share);
      int twig;

      if (counts[i] == 1)
        {
          add_twig (growth, from, goal, MIN (radius, 1.15 * own), 0.7 * own, parent);
          continue;
        }
      twig = add_twig (growth, from, to, MIN (radius, 1.12 * own), own, parent);
      grow (growth, to, targets + starts[i], counts[i], own, twig, depth + 1);
    }
}

void
ovr_tree_grow (OvrVec3 root,
               OvrVec3 *targets,
               guint n,
               double tip_mm,
               guint32 seed,
               GArray *twigs)
{
  Growth growth = { .twigs = twigs, .tip_mm = tip_mm, .seed = seed };

  if (n > 0)
    grow (&growth, root, targets, n, radius_for (&growth, n), -1, 0);
}
