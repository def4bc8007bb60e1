/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-image.h"

G_BEGIN_DECLS

/* The parts of ovr_image_new(). Each fills its members of @self and adds to
 * @self's notes. */

/* The item that holds @tag for @frame: the functional group where it has the
 * attribute, else the top level. */
const OvrDataset *ovr_image_holder (const OvrDataset *dataset,
                                    guint frame,
                                    guint32 group,
                                    guint32 tag);

/* ovr-image-values.c: padding, modality stage, real world values, SUV. Needs
 * frame, modality and layout. */
void ovr_image_read_values (OvrImage *self,
                            const OvrDataset *dataset,
                            const OvrFrameInfo *info);

/* ovr-image-voi.c: the alternatives. Needs the values. */
void ovr_image_read_vois (OvrImage *self,
                          const OvrDataset *dataset);

/* ovr-image-colour.c: palettes and profile. Needs the layout. */
void ovr_image_read_colours (OvrImage *self,
                             const OvrDataset *dataset,
                             const OvrFrameInfo *info);

/* ovr-image-omissions.c: notes of what the file asks for and is not done at all,
 * and of what the decoder met. Needs the frame. */
void ovr_image_note_omissions (OvrImage *self,
                               const OvrDataset *dataset,
                               const OvrFrameInfo *info);

/* Of curves alone, for a presentation state that brings its own. */
void ovr_image_note_curves (OvrImage *self,
                            const OvrDataset *dataset);

/* For what applies a presentation state: an image whose members may be replaced
 * before it is shared. It has neither overlays nor shutter; the rest is
 * @from's, or that of the image that @from was derived from. */
OvrImage *ovr_image_derive (OvrImage *from);

/* Takes the alternatives away; adds those of an item that holds the VOI LUT
 * macro (PS3.3 C.11.2), with its function, or another one. */
void ovr_image_clear_vois (OvrImage *self);
void ovr_image_add_vois (OvrImage *self,
                         const OvrDataset *item);
void ovr_image_add_voi (OvrImage *self,
                        OvrVoi voi);

G_END_DECLS
