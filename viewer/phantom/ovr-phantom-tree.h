/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-solid.h"

G_BEGIN_DECLS

/**
 * OvrTwig:
 * @from: where it begins, mm
 * @to: where it ends, mm
 * @radius_from: mm
 * @radius_to: mm
 * @parent: index of the twig that it grows from, or -1
 */
typedef struct
{
  OvrVec3 from;
  OvrVec3 to;
  double radius_from;
  double radius_to;
  int parent;
} OvrTwig;

/* Grows a tree from @root that reaches each of the @n points of @targets
 * (which it reorders): each branching halves, unevenly, what is still to be
 * reached, across the direction in which that is most spread; a twig for n
 * ends has the radius @tip_mm·n^(1/2.8). Appends
 * OvrTwig to @twigs. */
void ovr_tree_grow (OvrVec3 root,
                    OvrVec3 *targets,
                    guint n,
                    double tip_mm,
                    guint32 seed,
                    GArray *twigs);

G_END_DECLS
