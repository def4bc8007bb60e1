/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-applied-state.h"
#include "ovr-calibration.h"
#include "ovr-colour-profile.h"
#include "ovr-modality.h"
#include "ovr-notes.h"
#include "ovr-overlay.h"
#include "ovr-padding.h"
#include "ovr-palette.h"
#include "ovr-plane.h"
#include "ovr-presentation.h"
#include "ovr-quantity.h"
#include "ovr-shutter.h"
#include "ovr-suv.h"
#include "ovr-voi.h"

G_BEGIN_DECLS

/**
 * OvrVoiChoice:
 * @voi: the function; its table belongs to @lut
 * @lut: (owned) (nullable): the table of a VOI LUT
 * @explanation: (owned) (nullable): Window Center & Width Explanation
 *   (0028,1055) or LUT Explanation (0028,3003)
 *
 * One of the alternatives that the file offers (PS3.3 C.11.2.1).
 */
typedef struct
{
  OvrVoi voi;
  OvrLut *lut;
  char *explanation;
} OvrVoiChoice;

/**
 * OvrImage:
 * @frame: frame number from 1
 * @modality: (owned): Modality (0008,0060), "" if absent
 * @layout: how stored values lie in the cells
 * @padding: stage 2
 * @to_values: stage 3, as it gives values to people
 * @display_values: whether stage 3 is also on the way to the display; not for
 *   XA and XRF of Pixel Intensity Relationship LOG or DISP (PS3.3 C.8.7.1.1.2)
 * @mappings: (owned) (element-type OvrRealWorld): real world values
 * @quantities: (owned) (element-type OvrQuantity): what the pixels measure, the
 *   file's first choice first; the modality stage is the last
 * @suv: from modality values to SUVbw, for PET
 * @vois: (owned) (element-type OvrVoiChoice): the file's alternatives: tables,
 *   then windows
 * @function: VOI LUT Function (0028,1056) for windows that a reader sets
 * @inverse: stage 5 as the file asks for it
 * @palette: (owned) (nullable): for PALETTE COLOR
 * @supplement: (owned) (nullable): for MONOCHROME2 whose Pixel Presentation
 *   (0008,9205) is COLOR or MIXED: stored values from the tables' first one on
 *   are colours, the others go through the grey-scale pipeline (C.7.6.19)
 * @profile: (owned) (nullable): from the image's colours to sRGB
 * @has_plane: whether @plane may be used for measuring in space
 * @plane: where the frame lies in the patient
 * @directions: (owned) (nullable): Patient Orientation (0020,0020): of the rows
 *   (towards greater columns) and of the columns; only without a plane
 * @is_quadruped: Anatomical Orientation Type (0010,2210)
 * @calibration: what a pixel measures
 * @pixel_width: width of a pixel for display, any unit common with
 * @pixel_height: its height: spacing, else Pixel Aspect Ratio, else 1 and 1
 * @overlays: (owned) (element-type OvrOverlay): planes of this frame
 * @shutter: (owned) (nullable): the display shutter
 * @notes: (owned) (element-type OvrNote): what of the file is not honoured
 * @base: (owned) (nullable): the image as it is stored, where a presentation
 *   state was applied: it owns what was not replaced
 * @applied: (owned) (nullable): that state
 *
 * Everything but the pixels that a frame's way to the screen needs, read once.
 * Per-frame functional groups go before shared ones, and those before the top
 * level (PS3.3 C.7.6.16). Reference counted, immutable after it is made: share
 * it between threads freely.
 */
typedef struct _OvrImage
{
  gatomicrefcount ref_count;
  guint frame;
  char *modality;
  OvrCellLayout layout;
  OvrPadding padding;
  OvrModality to_values;
  gboolean display_values;
  GPtrArray *mappings;
  GPtrArray *quantities;
  OvrSuv suv;
  GPtrArray *vois;
  OvrVoiFunction function;
  gboolean inverse;
  OvrPalette *palette;
  OvrPalette *supplement;
  OvrColourProfile *profile;
  gboolean has_plane;
  OvrPlane plane;
  char *directions[2];
  gboolean is_quadruped;
  OvrCalibration calibration;
  double pixel_width;
  double pixel_height;
  GPtrArray *overlays;
  OvrShutter *shutter;
  GPtrArray *notes;
  struct _OvrImage *base;
  OvrAppliedState *applied;
} OvrImage;

/* Never fails: what is missing or contradicts itself is left out, as each
 * member and @notes tell. @dataset: a header at least; @info: the decoded frame's shape. */
OvrImage *ovr_image_new (const OvrDataset *dataset,
                         const OvrFrameInfo *info,
                         guint frame);
OvrImage *ovr_image_ref (OvrImage *self);
void ovr_image_unref (OvrImage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrImage, ovr_image_unref)

/* Whether a stored value is one of the supplement's colours. */
gboolean ovr_image_is_coloured (const OvrImage *self,
                                double stored);

/* Stage 3 on the way to the display; NULL is the identity. Borrowed. */
const OvrModality *ovr_image_get_display_stage (const OvrImage *self);

/* Whether that stage gives what @to_values gives: windows count its unit. */
gboolean ovr_image_displays_values (const OvrImage *self);

/* The file's VOI number @index from 0, or NULL. Borrowed. */
const OvrVoiChoice *ovr_image_get_voi (const OvrImage *self,
                                       guint index);

/* A window in modality units as a reader sets it: with the file's function. */
OvrVoi ovr_image_make_voi (const OvrImage *self,
                           double center,
                           double width);

G_END_DECLS
