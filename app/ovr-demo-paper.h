/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* What a flatbed scanner does to a sheet. Pixels from the top left corner of
 * the picture; 200 dots per inch. */

#define OVR_DEMO_DPI 200
#define OVR_DEMO_COLUMNS 1654
#define OVR_DEMO_ROWS 2339

/**
 * OvrDemoSheet:
 * @skew_rad: how far the sheet lies turned, clockwise
 * @shift_px: how far it lies off, to the right and down
 * @seed: of dust and noise
 *
 * How one sheet was put onto the glass.
 */
typedef struct
{
  double skew_rad;
  double shift_px[2];
  guint32 seed;
} OvrDemoSheet;

/* Turns and shifts what is drawn afterwards as @sheet lies. */
void ovr_demo_paper_place (const OvrDemoSheet *sheet,
                           cairo_t *cairo);

/* (transfer full): the scanned grey values, OVR_DEMO_ROWS × OVR_DEMO_COLUMNS
 * bytes. @ink: what covers the paper, CAIRO_FORMAT_A8 of that size. */
guint8 *ovr_demo_paper_scan (const OvrDemoSheet *sheet,
                             cairo_surface_t *ink);

G_END_DECLS
