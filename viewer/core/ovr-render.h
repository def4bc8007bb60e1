/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-axis.h"
#include "ovr-pixels.h"

G_BEGIN_DECLS

/**
 * OvrRenderFlags:
 * @OVR_RENDER_PLAIN: the image alone, bilinear
 * @OVR_RENDER_NEAREST: each target pixel shows the nearest image pixel
 * @OVR_RENDER_OVERLAYS: overlay planes and a presentation state's graphics
 *   drawn, display shutter closed
 * @OVR_RENDER_LANCZOS: Lanczos instead of bilinear
 */
typedef enum
{
  OVR_RENDER_PLAIN = 0,
  OVR_RENDER_NEAREST = 1 << 0,
  OVR_RENDER_OVERLAYS = 1 << 1,
  OVR_RENDER_LANCZOS = 1 << 2,
} OvrRenderFlags;

/* All functions here are pure and thread-safe, and write opaque pixels as
 * 32-bit words 0xffrrggbb (on little endian machines: B8G8R8A8 bytes, the form
 * of cairo's RGB24 and of a premultiplied GdkMemoryTexture), rows from the top,
 * @stride bytes apart. */

/* Image pixel by image pixel: columns × rows target pixels. Grey levels are
 * floor (y + 0.5) of the standard's formulas in double precision. */
void ovr_render_native (const OvrPixels *pixels,
                        OvrVoi voi,
                        gboolean invert,
                        OvrRenderFlags flags,
                        guint8 *target,
                        gsize stride);

/* What @view shows of the frame on @width × @height target pixels; black beside
 * the image. Stored values are interpolated, then windowed; smaller targets
 * weigh all image pixels that fall into one of theirs. Padding takes no part. */
void ovr_render_view (const OvrPixels *pixels,
                      const OvrView *view,
                      OvrRenderFlags flags,
                      guint8 *target,
                      guint width,
                      guint height,
                      gsize stride);

/* The same with another VOI than the view's: a table of the file's, the
 * automatic window. */
void ovr_render_view_as (const OvrPixels *pixels,
                         const OvrView *view,
                         OvrVoi voi,
                         OvrRenderFlags flags,
                         guint8 *target,
                         guint width,
                         guint height,
                         gsize stride);

/* The flags that ask for @interpolation. */
OvrRenderFlags ovr_render_flags_of (OvrInterpolation interpolation);

/* The VOI that @view asks for: its window with the file's function; where its
 * centre is NaN the alternative of the file that it names, and the default one
 * where the file has none of that number. */
OvrVoi ovr_render_view_voi (const OvrPixels *pixels,
                            const OvrView *view);

/* The affine map that ovr_render_view() uses: ovr_view_transform() with the
 * frame's size and pixel shape. A view that fits shows the displayed area of a
 * presentation state that was applied. */
OvrViewTransform ovr_render_view_transform (const OvrPixels *pixels,
                                            const OvrView *view,
                                            double width,
                                            double height);

G_END_DECLS
