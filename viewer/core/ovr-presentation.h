/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-modality.h"
#include "ovr-padding.h"
#include "ovr-voi.h"

G_BEGIN_DECLS

/**
 * OvrGrey:
 * @padding: stage 2
 * @modality: (borrowed) (nullable): stage 3; NULL is the identity
 * @voi: stage 4; a table in it is borrowed
 * @presentation: (borrowed) (nullable): stage 5: a presentation state's table,
 *   over the VOI's whole range
 * @inverse: stage 6: black and white change places
 *
 * The whole grey-scale pipeline for one frame, from a stored value to a byte.
 * This is the reference; the fast paths must equal it. A plain value;
 * thread-safe.
 */
typedef struct
{
  OvrPadding padding;
  const OvrModality *modality;
  OvrVoi voi;
  const OvrLut *presentation;
  gboolean inverse;
} OvrGrey;

/* Whether the file itself asks for black and white to change places.
 * MONOCHROME1 does (PS3.3 C.7.6.3.1.2). Presentation LUT Shape (2050,0020)
 * INVERSE says of an image that the *same* inversion leads to P-values: it goes
 * with MONOCHROME1 and does not undo it (C.7.6.1.1, C.8.11.3.1.2). The reader's
 * inversion comes on top of it, by parity. A presentation state overrides both
 * words of the image (PS3.4 N.2.1.4). */
gboolean ovr_presentation_is_inverse (gboolean monochrome1,
                                      const char *shape);

/* 0 … 255 before rounding, for a value that is no padding. */
double ovr_grey_level (const OvrGrey *self,
                       double stored);

/* floor (level + 0.5); 0 for padding, after every inversion. */
guint8 ovr_grey_byte (const OvrGrey *self,
                      double stored);

/* A grey byte as a BGRA pixel in a native 32-bit word: 0xffgggggg. */
static inline guint32
ovr_grey_pixel (guint8 grey)
{
  return 0xff000000u | grey * 0x010101u;
}

G_END_DECLS
