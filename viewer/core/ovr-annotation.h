/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-overlay.h"
#include "ovr-view.h"

G_BEGIN_DECLS

/**
 * OvrAnnotationKind:
 * @OVR_ANNOTATION_POINT: one point
 * @OVR_ANNOTATION_POLYLINE: points joined by lines
 * @OVR_ANNOTATION_INTERPOLATED: points joined by a smooth curve
 * @OVR_ANNOTATION_CIRCLE: the centre, then a point of the line
 * @OVR_ANNOTATION_ELLIPSE: the ends of one axis, then of the other
 * @OVR_ANNOTATION_TEXT: words, in a box or beside an anchor
 */
typedef enum
{
  OVR_ANNOTATION_POINT,
  OVR_ANNOTATION_POLYLINE,
  OVR_ANNOTATION_INTERPOLATED,
  OVR_ANNOTATION_CIRCLE,
  OVR_ANNOTATION_ELLIPSE,
  OVR_ANNOTATION_TEXT,
} OvrAnnotationKind;

/**
 * OvrAnnotation:
 * @kind: Graphic Type (0070,0023), or text
 * @points: (owned) (nullable) (array length=n_points): the graphic's
 * @n_points: as many as @kind needs; 0 for text
 * @filled: Graphic Filled (0070,0024)
 * @text: (owned) (nullable): Unformatted Text Value (0070,0006)
 * @has_box: whether the text has a box
 * @box: its corner of text's begin, then of text's end
 * @justification: of the text in its box: 0 left, 0.5 centre, 1 right
 * @has_anchor: whether the text belongs to a point
 * @anchor: that point
 * @anchor_visible: whether a line to it is asked for
 *
 * A graphic or text object of a presentation state (PS3.3 C.10.5). All points
 * are finite image coordinates as in #OvrPoint, also those that were given
 * relative to the displayed area.
 */
typedef struct
{
  OvrAnnotationKind kind;
  OvrPoint *points;
  guint n_points;
  gboolean filled;
  char *text;
  gboolean has_box;
  OvrPoint box[2];
  double justification;
  gboolean has_anchor;
  OvrPoint anchor;
  gboolean anchor_visible;
} OvrAnnotation;

void ovr_annotation_free (OvrAnnotation *self);

/**
 * OvrAnnotationLayer:
 * @name: (owned): Graphic Layer (0070,0002)
 * @order: Graphic Layer Order (0070,0062): the lower, the earlier drawn
 * @pixel: recommended colour 0xffrrggbb
 * @overlays: (owned) (element-type OvrOverlay): planes to draw in that colour
 * @annotations: (owned) (element-type OvrAnnotation)
 *
 * A layer of a presentation state (PS3.3 C.10.7).
 */
typedef struct
{
  char *name;
  gint64 order;
  guint32 pixel;
  GPtrArray *overlays;
  GPtrArray *annotations;
} OvrAnnotationLayer;

/* The layers of a state, in the order of drawing, still empty. */
GPtrArray *ovr_annotation_layers_read (const OvrDataset *state);
void ovr_annotation_layer_free (OvrAnnotationLayer *self);

/* The layer called @name, made on top of the others if it was not declared.
 * Borrowed. */
OvrAnnotationLayer *ovr_annotation_layers_find (GPtrArray *layers,
                                                const char *name);

/**
 * OvrAnnotationSpace:
 * @top_left: image point at 0\0 of the displayed area as it is shown
 * @top_right: image point at 1\0
 * @bottom_left: image point at 0\1
 *
 * What annotation units of DISPLAY count in (PS3.3 C.10.5).
 */
typedef struct
{
  OvrPoint top_left;
  OvrPoint top_right;
  OvrPoint bottom_left;
} OvrAnnotationSpace;

/* Adds the objects of an item of Graphic Annotation Sequence (0070,0001) to
 * @layer. @budget: how many objects and points may still be read; it is
 * lowered. Returns how many objects were left out as they make no sense or are
 * too many. */
guint ovr_annotation_read (OvrAnnotationLayer *layer,
                           const OvrDataset *item,
                           const OvrAnnotationSpace *space,
                           guint *budget);

/* Draws the layer's annotations over a picture of 32-bit words 0xffrrggbb, rows
 * @stride bytes apart. @map: image to target pixels. Lines and words have a size
 * that goes by the target's, and a dark edge. Thread-safe. */
void ovr_annotation_draw (const OvrAnnotationLayer *layer,
                          const OvrViewTransform *map,
                          guint8 *target,
                          guint width,
                          guint height,
                          gsize stride);

G_END_DECLS
