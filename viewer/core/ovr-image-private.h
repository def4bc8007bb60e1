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

G_END_DECLS
