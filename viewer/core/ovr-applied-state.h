/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-annotation.h"
#include "ovr-modality.h"

G_BEGIN_DECLS

/**
 * OvrAreaMode:
 * @OVR_AREA_FIT: SCALE TO FIT
 * @OVR_AREA_TRUE_SIZE: TRUE SIZE: a pixel as large as Presentation Pixel Spacing
 * @OVR_AREA_MAGNIFY: MAGNIFY: so many screen pixels a pixel
 *
 * Presentation Size Mode (0070,0100).
 */
typedef enum
{
  OVR_AREA_FIT,
  OVR_AREA_TRUE_SIZE,
  OVR_AREA_MAGNIFY,
} OvrAreaMode;

/**
 * OvrDisplayedArea:
 * @left: left edge, image coordinates as in #OvrPoint
 * @top: upper edge
 * @right: right edge, beyond @left
 * @bottom: lower edge, beyond @top
 * @mode: how large it is shown
 * @pixel_width_mm: of a pixel on the screen, for %OVR_AREA_TRUE_SIZE
 * @magnification: screen pixels along the shorter side of a pixel, for
 *   %OVR_AREA_MAGNIFY
 *
 * The part of an image that a presentation state selects (PS3.3 C.10.4). It may
 * reach beyond the image.
 */
typedef struct
{
  double left;
  double top;
  double right;
  double bottom;
  OvrAreaMode mode;
  double pixel_width_mm;
  double magnification;
} OvrDisplayedArea;

/**
 * OvrAppliedState:
 * @has_grey: whether @modality counts; otherwise the image's own
 * @modality: stage 3 on the way to the display
 * @presentation: (owned) (nullable): Presentation LUT Sequence (2050,0010)
 * @area: the displayed area
 * @layers: (owned) (element-type OvrAnnotationLayer): in the order of drawing
 *
 * What a presentation state puts in the place of an image's own. Immutable
 * after it is made.
 */
struct _OvrAppliedState
{
  gboolean has_grey;
  OvrModality modality;
  OvrLut *presentation;
  OvrDisplayedArea area;
  GPtrArray *layers;
};
typedef struct _OvrAppliedState OvrAppliedState;

void ovr_applied_state_free (OvrAppliedState *self);

/* The place and scale at which the area fits a target of @width × @height
 * pixels, for a view whose rotation and flip count. @pixel_width and
 * @pixel_height: of the image, as in OvrImage. @centre and @span_px: as in
 * OvrView. */
void ovr_displayed_area_fit (const OvrDisplayedArea *self,
                             const OvrView *view,
                             double pixel_width,
                             double pixel_height,
                             double width,
                             double height,
                             OvrPoint *centre,
                             double *span_px);

/* The same at the size that the state asks for; FALSE with both untouched where
 * it asks to fit, or for a true size on a screen whose pixels' size @pitch_mm is
 * unknown (0). */
gboolean ovr_displayed_area_enlarge (const OvrDisplayedArea *self,
                                     double pixel_width,
                                     double pixel_height,
                                     double width,
                                     double height,
                                     double pitch_mm,
                                     OvrPoint *centre,
                                     double *span_px);

G_END_DECLS
