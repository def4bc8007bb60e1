/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-image-ref.h"
#include "ovr-measurement.h"

G_BEGIN_DECLS

/**
 * OvrShapeKind:
 * @OVR_SHAPE_ARROW: points[0] the tip, points[1] the tail
 * @OVR_SHAPE_TEXT: points[0] the text's left base point
 * @OVR_SHAPE_LENGTH: two points
 * @OVR_SHAPE_BIDIRECTIONAL: four points: the long axis, then the short one
 * @OVR_SHAPE_ANGLE: three points, the vertex second
 * @OVR_SHAPE_ELLIPSE: opposite corners of the upright box
 * @OVR_SHAPE_RECTANGLE: opposite corners
 * @OVR_SHAPE_POLYGON: three points or more, closed
 */
typedef enum
{
  OVR_SHAPE_ARROW,
  OVR_SHAPE_TEXT,
  OVR_SHAPE_LENGTH,
  OVR_SHAPE_BIDIRECTIONAL,
  OVR_SHAPE_ANGLE,
  OVR_SHAPE_ELLIPSE,
  OVR_SHAPE_RECTANGLE,
  OVR_SHAPE_POLYGON,
} OvrShapeKind;

/**
 * OvrPoint:
 * @col: column in pixels, 0 at the centre of the first column
 * @row: row in pixels, 0 at the centre of the first row
 *
 * A point in an image. SR's SCOORD and GSPS count from other origins; they
 * are converted where they are written.
 */
typedef struct
{
  double col;
  double row;
} OvrPoint;

/**
 * OvrShape:
 * @kind: the kind
 * @points: (owned) (array length=n_points): in image coordinates
 * @n_points: how many
 * @text: (owned) (nullable): what stands beside it
 */
typedef struct
{
  OvrShapeKind kind;
  OvrPoint *points;
  guint n_points;
  char *text;
} OvrShape;

OvrShape *ovr_shape_new (OvrShapeKind kind,
                         const OvrPoint *points,
                         guint n_points,
                         const char *text);
OvrShape *ovr_shape_copy (const OvrShape *self);
void ovr_shape_free (OvrShape *self);
const char *ovr_shape_kind_to_string (OvrShapeKind kind);
gboolean ovr_shape_kind_parse (const char *text,
                               OvrShapeKind *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrShape, ovr_shape_free)

/**
 * OvrView:
 * @image: the frame
 * @window_center: VOI window centre in modality units (0028,1050); NaN for
 *   one of the file's own, or of the presentation state's
 * @window_width: VOI window width (0028,1051)
 * @voi: which of those alternatives (tables, then windows; PS3.3
 *   C.11.2.1) where @window_center is NaN, from 0
 * @centre: the image point in the middle of the viewport
 * @span_px: how many square display pixels the viewport's shorter side shows;
 *   a display pixel is as wide as the smaller of row and column spacing. 0
 *   fits the whole image, or what the presentation state selects. Independent of the screen, so that a picture of any
 *   size shows the same part of the patient
 * @rotation_deg: clockwise, one of 0, 90, 180, 270; applied before the flip
 * @flip_horizontal: mirrored left to right, after the rotation
 * @invert: grey scale reversed by the reader
 * @presentation_uid: (owned) (nullable): SOP Instance UID of the presentation
 *   state that the frame is shown with; NULL as it is stored
 * @shapes: (owned) (element-type OvrShape): annotations, image coordinates
 *
 * How one frame is looked at: what a key image stores and a viewport restores.
 * A plain value, one owner; make with ovr_view_new().
 */
typedef struct
{
  OvrImageRef image;
  double window_center;
  double window_width;
  int voi;
  OvrPoint centre;
  double span_px;
  int rotation_deg;
  gboolean flip_horizontal;
  gboolean invert;
  char *presentation_uid;
  GPtrArray *shapes;
} OvrView;

OvrView *ovr_view_new (void);
OvrView *ovr_view_copy (const OvrView *self);
void ovr_view_free (OvrView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrView, ovr_view_free)

/**
 * OvrViewTransform:
 *
 * The affine map of a view onto a picture or widget of a certain size:
 * x = xx·col + xy·row + x0, y = yx·col + yy·row + y0, with x and y in target
 * pixels, 0,0 at the upper left *corner* of the upper left pixel.
 */
typedef struct
{
  double xx, xy, x0;
  double yx, yy, y0;
} OvrViewTransform;

/* The map for an image of @columns × @rows pixels with @pixel_width and
 * @pixel_height (mm, or any unit that gives the aspect; both 1 where there is
 * none) on a target of @width × @height. A view with span 0 fits. */
OvrViewTransform ovr_view_transform (const OvrView *self,
                                     guint columns,
                                     guint rows,
                                     double pixel_width,
                                     double pixel_height,
                                     double width,
                                     double height);
OvrPoint ovr_view_transform_apply (const OvrViewTransform *self,
                                   OvrPoint image);

/* The way back: target pixels to image pixels. */
OvrPoint ovr_view_transform_invert (const OvrViewTransform *self,
                                    double x,
                                    double y);

G_END_DECLS
