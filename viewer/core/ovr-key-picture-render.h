/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-key-picture.h"
#include "ovr-pixels.h"

G_BEGIN_DECLS

/* The picture of @view at @width × @height pixels, with all that follows from
 * frame and view filled in: RGB, transform, mm a pixel, letters, mirrored,
 * modality, window and unit. Bilinear whatever the reader's smoothing is: that is
 * a setting of the screen, and a report gives the same picture from every one;
 * Lanczos would print rims along edges that the image hasn't got. Series, study,
 * date and place in the series are the caller's to add before it is passed on.
 * Thread-safe. (transfer full) */
OvrKeyPicture *ovr_key_picture_render (const OvrPixels *pixels,
                                       const OvrView *view,
                                       guint width,
                                       guint height);

G_END_DECLS
