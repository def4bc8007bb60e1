/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-box.h"

G_BEGIN_DECLS

/* A piece may exceed its room by this much: rounding. */
#define OVR_BOX_EPSILON 0.01

typedef struct _OvrBoxTag OvrBoxTag;

/**
 * OvrBoxClass:
 * @height: height at a width
 * @least: height of the smallest piece that may be split off
 * @baseline: first base line from the top, negative where there is none
 * @split: as ovr_box_split(), with content
 * @copy: the same again, for what is repeated; NULL: can't be repeated
 * @draw: draws content; @tag is the box's own or its parent's
 * @free: releases what the kind added
 */
typedef struct
{
  double (*height) (OvrBox *self, double width);
  double (*least) (OvrBox *self, double width);
  double (*baseline) (OvrBox *self, double width);
  OvrBox *(*split) (OvrBox *self, double width, double available, gboolean force);
  OvrBox *(*copy) (OvrBox *self);
  void (*draw) (OvrBox *self, OvrPageCanvas *canvas, OvrPdfTag *tag, double x, double y, double width);
  void (*free) (OvrBox *self);
} OvrBoxClass;

struct _OvrBox
{
  const OvrBoxClass *klass;
  const char *role;
  OvrBoxTag *tag; /* shared by the pieces of one box */
  char *language;
  char *anchor;
  char *link;
  char *outline;
  double space_before;
  gboolean keep_next;
  gboolean whole;
  gboolean artifact; /* a repeated copy */
};

/* A zeroed box of @size bytes. */
OvrBox *ovr_box_new (const OvrBoxClass *klass,
                     gsize size);

/* Makes @piece a piece of @self: same role and element. */
void ovr_box_share (OvrBox *self,
                    OvrBox *piece);
double ovr_box_least (OvrBox *self,
                      double width);
double ovr_box_baseline (OvrBox *self,
                         double width);
OvrBox *ovr_box_copy (OvrBox *self);

G_END_DECLS
