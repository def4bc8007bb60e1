/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The plane that a phantom is painted on: one infinitely thin axial section of
 * attenuation, and the few ways in which a shape is put there. Shapes are
 * painted back to front; each covers what lies under it by the area of the
 * pixel that it fills, which is what partial volume is. One thread. */

/**
 * OvrVec3:
 * @x: towards the patient's left, mm
 * @y: towards the patient's back, mm
 * @z: towards the patient's head, mm
 */
typedef struct
{
  double x;
  double y;
  double z;
} OvrVec3;

/**
 * OvrCanvasMask:
 * @OVR_CANVAS_CAVITY: inside the rib cage
 * @OVR_CANVAS_LUNG: lung
 * @OVR_CANVAS_ABDOMEN: below the diaphragm
 * @OVR_CANVAS_SPARE: for a caller's own use between two calls
 * @OVR_CANVAS_N_MASKS: how many masks there are
 */
typedef enum
{
  OVR_CANVAS_CAVITY,
  OVR_CANVAS_LUNG,
  OVR_CANVAS_ABDOMEN,
  OVR_CANVAS_SPARE,
  OVR_CANVAS_N_MASKS,
} OvrCanvasMask;

#define OVR_CANVAS_NO_CLIP OVR_CANVAS_N_MASKS

/**
 * OvrCanvas:
 * @columns: pixels in a row
 * @rows: pixels in a column
 * @x0_mm: x of the centre of the first pixel
 * @y0_mm: y of the centre of the first pixel
 * @dx_mm: distance between column centres
 * @dy_mm: distance between row centres
 * @dz_mm: thickness that this plane stands for
 * @z_mm: where the plane lies
 * @hu: attenuation, rows × columns
 * @masks: coverages from 0 to 1, rows × columns each
 * @near: distances to the nearest of a group of shapes, mm
 * @row_first: first column of each row that @near was touched in
 * @row_last: last such column; below @row_first for an untouched row
 * @area: scratch of the polygon filler
 * @line: scratch: the coverage of one row
 */
typedef struct
{
  int columns;
  int rows;
  double x0_mm;
  double y0_mm;
  double dx_mm;
  double dy_mm;
  double dz_mm;
  double z_mm;

  /* Owned */
  float *hu;
  float *masks[OVR_CANVAS_N_MASKS];
  float *near;
  int *row_first;
  int *row_last;
  float *area;
  float *line;
} OvrCanvas;

/**
 * OvrBrushKind:
 * @OVR_BRUSH_PAINT: attenuation goes towards @hu by the coverage
 * @OVR_BRUSH_ADD: the mask becomes what it or the shape covers
 * @OVR_BRUSH_KEEP: the mask keeps only what the shape covers
 * @OVR_BRUSH_CUT: the mask loses what the shape covers
 */
typedef enum
{
  OVR_BRUSH_PAINT,
  OVR_BRUSH_ADD,
  OVR_BRUSH_KEEP,
  OVR_BRUSH_CUT,
} OvrBrushKind;

/**
 * OvrBrush:
 * @kind: what is done with a shape's coverage
 * @hu: the attenuation to paint
 * @mask: the mask that ADD, KEEP and CUT change
 * @clip: a mask that the coverage is multiplied by first, or
 *   OVR_CANVAS_NO_CLIP
 */
typedef struct
{
  OvrBrushKind kind;
  float hu;
  OvrCanvasMask mask;
  OvrCanvasMask clip;
} OvrBrush;

OvrCanvas *ovr_canvas_new (int columns,
                           int rows);
void ovr_canvas_free (OvrCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCanvas, ovr_canvas_free)

/* Places the plane: the centre of the first pixel, the spacing, its height and
 * the thickness that it stands for; fills it with @hu. */
void ovr_canvas_start (OvrCanvas *self,
                       double x0_mm,
                       double y0_mm,
                       double spacing_mm,
                       double z_mm,
                       double dz_mm,
                       float hu);

void ovr_canvas_clear_mask (OvrCanvas *self,
                            OvrCanvasMask mask);

OvrBrush ovr_brush_paint (double hu,
                          OvrCanvasMask clip);
OvrBrush ovr_brush_mask (OvrBrushKind kind,
                         OvrCanvasMask mask);

/* Applies coverages of the columns @first … @last of @row. */
void ovr_canvas_blend (OvrCanvas *self,
                       const OvrBrush *brush,
                       int row,
                       int first,
                       int last,
                       const float *coverage);

/* Fills the closed polygon of @n points (z is not looked at) by the exact area
 * that it covers of each pixel. */
void ovr_canvas_fill (OvrCanvas *self,
                      const OvrVec3 *points,
                      guint n,
                      const OvrBrush *brush);

/* The columns whose centres lie between two x, and rows between two y, cut to
 * the plane; FALSE where there are none. */
gboolean ovr_canvas_window (const OvrCanvas *self,
                            double x_min_mm,
                            double x_max_mm,
                            double y_min_mm,
                            double y_max_mm,
                            int *first_column,
                            int *last_column,
                            int *first_row,
                            int *last_row);

G_END_DECLS
