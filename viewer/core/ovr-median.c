/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-median.h"

#include <math.h>
#include <stdlib.h>

static int
compare_doubles (const void *pa,
                 const void *pb)
{
  double a = *(const double *) pa;
  double b = *(const double *) pb;

  return (a > b) - (a < b);
}

double
ovr_median (const double *values,
            guint n)
{
  g_autofree double *sorted = NULL;

  if (n == 0)
    return (double) NAN;

  sorted = g_memdup2 (values, n * sizeof *values);
  qsort (sorted, n, sizeof *sorted, compare_doubles);
  return n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
}
