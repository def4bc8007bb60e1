/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-render.h"

#include "ovr-bands.h"
#include "ovr-resample.h"

#include <math.h>
#include <string.h>

#define OVERLAY_PIXEL 0xffffffffu

static guint32 *
target_row (guint8 *target,
            gsize stride,
            guint row)
{
  return (guint32 *) (void *) (target + row * stride);
}

/* Fills the target pixels whose centre lies in an image pixel; one at least. */
static void
fill_image_pixel (const OvrViewTransform *map,
                  double col,
                  double row,
                  guint32 pixel,
                  guint8 *target,
                  guint width,
                  guint height,
                  gsize stride)
{
  OvrPoint a = ovr_view_transform_apply (map, (OvrPoint){ col - 0.5, row - 0.5 });
  OvrPoint b = ovr_view_transform_apply (map, (OvrPoint){ col + 0.5, row + 0.5 });
  double left = floor (fmin (a.col, b.col) + 0.5);
  double top = floor (fmin (a.row, b.row) + 0.5);
  double right = fmax (left + 1.0, floor (fmax (a.col, b.col) + 0.5));
  double bottom = fmax (top + 1.0, floor (fmax (a.row, b.row) + 0.5));

  if (!(right > 0.0 && bottom > 0.0 && left < (double) width && top < (double) height))
    return;

  for (guint y = (guint) fmax (top, 0.0); y < (guint) fmin (bottom, (double) height); y++)
    for (guint x = (guint) fmax (left, 0.0); x < (guint) fmin (right, (double) width); x++)
      target_row (target, stride, y)[x] = pixel;
}

static void
draw_overlay (const OvrPixels *pixels,
              const OvrOverlay *overlay,
              guint32 pixel,
              const OvrViewTransform *map,
              guint8 *target,
              guint width,
              guint height,
              gsize stride)
{
  const guint8 *cells = g_bytes_get_data (pixels->cells, NULL);

  for (guint32 y = 0; y < overlay->rows; y++)
    {
      gint64 row = (gint64) y + overlay->origin_row;
      guint32 x = 0;

      if (row < 0 || row >= pixels->info.rows)
        continue;
      while (ovr_overlay_find (overlay, &pixels->info, cells, y, &x))
        {
          gint64 col = (gint64) x++ + overlay->origin_col;

          if (col >= 0 && col < pixels->info.columns)
            fill_image_pixel (map, (double) col, (double) row, pixel, target, width, height, stride);
        }
    }
}

static void
close_shutter (const OvrPixels *pixels,
               const OvrViewTransform *map,
               guint8 *target,
               guint width,
               guint height,
               gsize stride)
{
  const OvrShutter *shutter = pixels->image->shutter;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        OvrPoint p = ovr_view_transform_invert (map, (double) x + 0.5, (double) y + 0.5);

        if (ovr_shutter_covers (shutter, p.col, p.row))
          target_row (target, stride, y)[x] = shutter->pixel;
      }
}

static void
draw_layer (const OvrPixels *pixels,
            const OvrAnnotationLayer *layer,
            const OvrViewTransform *map,
            guint8 *target,
            guint width,
            guint height,
            gsize stride)
{
  for (guint i = 0; i < layer->overlays->len; i++)
    draw_overlay (pixels, g_ptr_array_index (layer->overlays, i), layer->pixel, map, target, width, height, stride);
  ovr_annotation_draw (layer, map, target, width, height, stride);
}

static void
add_planes (const OvrPixels *pixels,
            const OvrViewTransform *map,
            guint8 *target,
            guint width,
            guint height,
            gsize stride)
{
  const OvrImage *image = pixels->image;

  if (image->shutter != NULL)
    close_shutter (pixels, map, target, width, height, stride);
  for (guint i = 0; i < image->overlays->len; i++)
    draw_overlay (pixels, g_ptr_array_index (image->overlays, i), OVERLAY_PIXEL, map, target, width, height, stride);
  for (guint i = 0; image->applied != NULL && i < image->applied->layers->len; i++)
    draw_layer (pixels, g_ptr_array_index (image->applied->layers, i), map, target, width, height, stride);
}

void
ovr_render_native (const OvrPixels *pixels,
                   OvrVoi voi,
                   gboolean invert,
                   OvrRenderFlags flags,
                   guint8 *target,
                   gsize stride)
{
  static const OvrViewTransform identity = { .xx = 1.0, .x0 = 0.5, .yy = 1.0, .y0 = 0.5 };
  gboolean is_dense = stride == (gsize) pixels->info.columns * sizeof (guint32);
  guint32 n_rows = is_dense ? pixels->info.rows : 1;
  g_auto (OvrTone) tone = { 0 };

  ovr_tone_init (&tone, pixels, voi, invert);
  ovr_tone_prepare (&tone);
  for (guint32 y = 0; y < pixels->info.rows; y += n_rows)
    ovr_tone_rows (&tone, y, n_rows, target_row (target, stride, y));

  if (flags & OVR_RENDER_OVERLAYS)
    add_planes (pixels, &identity, target, pixels->info.columns, pixels->info.rows, stride);
}

OvrVoi
ovr_render_view_voi (const OvrPixels *pixels,
                     const OvrView *view)
{
  OvrVoi voi = ovr_image_make_voi (pixels->image, view->window_center, view->window_width);
  const OvrVoiChoice *choice = ovr_image_get_voi (pixels->image, (guint) view->voi);

  if (ovr_voi_is_valid (&voi))
    return voi;

  return choice != NULL ? choice->voi : ovr_pixels_default_voi (pixels);
}

OvrRenderFlags
ovr_render_flags_of (OvrInterpolation interpolation)
{
  switch (interpolation)
    {
    case OVR_INTERPOLATION_NEAREST:
      return OVR_RENDER_NEAREST;
    case OVR_INTERPOLATION_LANCZOS:
      return OVR_RENDER_LANCZOS;
    case OVR_INTERPOLATION_BILINEAR:
    default:
      return OVR_RENDER_PLAIN;
    }
}

OvrViewTransform
ovr_render_view_transform (const OvrPixels *pixels,
                           const OvrView *view,
                           double width,
                           double height)
{
  const OvrImage *image = pixels->image;
  OvrView fitted = *view;

  /* A view that fits shows what a presentation state selects. */
  if (image->applied != NULL && !(view->span_px > 0.0))
    ovr_displayed_area_fit (&image->applied->area, view, image->pixel_width, image->pixel_height, width, height,
                            &fitted.centre, &fitted.span_px);

  return ovr_view_transform (&fitted, pixels->info.columns, pixels->info.rows,
                             image->pixel_width, image->pixel_height, width, height);
}

void
ovr_render_view (const OvrPixels *pixels,
                 const OvrView *view,
                 OvrRenderFlags flags,
                 guint8 *target,
                 guint width,
                 guint height,
                 gsize stride)
{
  ovr_render_view_as (pixels, view, ovr_render_view_voi (pixels, view), flags, target, width, height, stride);
}

static void
blacken (guint32 *pixels,
         guint n)
{
  for (guint i = 0; i < n; i++)
    pixels[i] = ovr_grey_pixel (0);
}

/* What lies beside the image. */
static void
blacken_margins (guint8 *target,
                 guint width,
                 guint height,
                 gsize stride,
                 const OvrAxis *across,
                 const OvrAxis *down)
{
  for (guint y = 0; y < height; y++)
    {
      guint32 *row = target_row (target, stride, y);
      gboolean beside = y < down->begin || y >= down->end;

      blacken (row, beside ? width : across->begin);
      if (!beside)
        blacken (row + across->end, width - across->end);
    }
}

void
ovr_render_view_as (const OvrPixels *pixels,
                    const OvrView *view,
                    OvrVoi voi,
                    OvrRenderFlags flags,
                    guint8 *target,
                    guint width,
                    guint height,
                    gsize stride)
{
  OvrViewTransform map = ovr_render_view_transform (pixels, view, (double) width, (double) height);
  OvrInterpolation interpolation = flags & OVR_RENDER_LANCZOS ? OVR_INTERPOLATION_LANCZOS : OVR_INTERPOLATION_BILINEAR;
  OvrRaster raster = { .pixels = target, .stride = stride, .is_turned = fabs (map.xy) > fabs (map.xx) };
  guint n_bands = ovr_bands_suit ((gsize) width * height);
  g_auto (OvrTone) tone = { 0 };
  g_auto (OvrAxis) columns = { 0 };
  g_auto (OvrAxis) rows = { 0 };

  /* Lines of the raster run along rows of the frame, also of one that is turned. */
  ovr_axis_init (&columns, interpolation, raster.is_turned ? map.yx : map.xx, raster.is_turned ? map.y0 : map.x0,
                 pixels->info.columns, raster.is_turned ? height : width);
  ovr_axis_init (&rows, interpolation, raster.is_turned ? map.xy : map.yy, raster.is_turned ? map.x0 : map.y0,
                 pixels->info.rows, raster.is_turned ? width : height);
  ovr_tone_init (&tone, pixels, voi, view->invert);

  if (raster.is_turned)
    blacken_margins (target, width, height, stride, &rows, &columns);
  else
    blacken_margins (target, width, height, stride, &columns, &rows);
  if (flags & OVR_RENDER_NEAREST)
    ovr_resample_nearest (&tone, &columns, &rows, &raster, n_bands);
  else
    ovr_resample (&tone, &columns, &rows, &raster, n_bands);

  if (flags & OVR_RENDER_OVERLAYS)
    add_planes (pixels, &map, target, width, height, stride);
}
