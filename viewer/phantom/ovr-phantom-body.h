/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-curve.h"
#include "ovr-phantom-strand.h"
#include "ovr-phantom-texture.h"

G_BEGIN_DECLS

/* The woman whose chest is examined: an analytic body of some ten thousand
 * shapes in the coordinates of a scanner. Immutable after it was made; any
 * number of threads may paint it at once.
 *
 * In the body's own frame x = 0 is the midline, y = 0 some 45 mm in front of
 * the spine, z = 0 the disc between the 4th and 5th thoracic vertebra. */

/**
 * OvrPose:
 * @roll_rad: turn about the long axis
 * @shift: from the body's frame to the scanner's, mm
 * @breath_mm: how much higher than in full inspiration the diaphragm stands
 * @nodule_mm: longest diameter of the nodule in the right upper lobe
 * @focus_mm: diameter of the sclerotic focus in the 8th thoracic vertebra
 * @effusion_mm: greatest depth of the effusion on the left; 0 for none
 */
typedef struct
{
  double roll_rad;
  OvrVec3 shift;
  double breath_mm;
  double nodule_mm;
  double focus_mm;
  double effusion_mm;
} OvrPose;

/**
 * OvrOrgan:
 * @solid: where it is
 * @hu: its attenuation
 * @wall_mm: thickness of its wall, 0 for none
 * @core_hu: attenuation inside of the wall
 */
typedef struct
{
  OvrSolid solid;
  double hu;
  double wall_mm;
  double core_hu;
} OvrOrgan;

typedef struct _OvrBody OvrBody;

OvrBody *ovr_body_new (const OvrPose *pose);
void ovr_body_free (OvrBody *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrBody, ovr_body_free)

const OvrPose *ovr_body_get_pose (const OvrBody *self);

/* From the body's frame to the scanner's: unevenness, roll, shift. For what
 * breathing leaves alone. */
OvrVec3 ovr_body_place (const OvrBody *self,
                        OvrVec3 point);

/* The same for what goes up and down with the diaphragm. */
OvrVec3 ovr_body_place_breathing (const OvrBody *self,
                                  OvrVec3 point);

/* Breath, roll and shift, but no unevenness: for what must be exactly where it
 * is said to be. */
OvrVec3 ovr_body_place_exactly (const OvrBody *self,
                                OvrVec3 point);

/* From the scanner's frame to the body's, without unevenness and breath. */
OvrVec3 ovr_body_unplace (const OvrBody *self,
                          OvrVec3 point);

/* The height in the body's frame of what moves with the diaphragm. */
double ovr_body_breath_z (const OvrBody *self,
                          double z_mm);

/* Paints the plane at canvas->z_mm. */
void ovr_body_paint (const OvrBody *self,
                     OvrCanvas *canvas);

G_END_DECLS
