/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-projection.h"

G_BEGIN_DECLS

#define OVR_PROJECTION_SPACING 0.2

/* Soft tissue is sampled on every fourth pixel, bones and vessels on every
 * second one. */
#define OVR_PROJECTION_SOFT_STEP 4
#define OVR_PROJECTION_BONE_STEP 2

/* The body's frame: x to the patient's left, y to the back, z up, mm from the
 * middle of the chest. */
#define OVR_PROJECTION_NODULE_MM 15.0
#define OVR_PROJECTION_HEART_X 24.0
#define OVR_PROJECTION_HEART_RX 58.0
#define OVR_PROJECTION_ATRIUM_X -20.0
#define OVR_PROJECTION_ATRIUM_RX 31.0

extern const double ovr_projection_nodule[3];

/**
 * OvrProjectionMap:
 * @is_lateral: seen along x instead of along y
 * @columns: cells in a row
 * @rows: cells in a column
 * @step_mm: distance between cells
 * @left_mm: x (PA) or y (lateral) of the first column, in viewing order
 * @top_mm: z of the first row
 * @thickness: how much water would weaken the beam as much, mm
 */
typedef struct
{
  gboolean is_lateral;
  int columns;
  int rows;
  float step_mm;
  float left_mm;
  float top_mm;
  float *thickness;
} OvrProjectionMap;

/* Adds body, lungs, heart and air. */
void ovr_projection_add_soft (OvrProjectionMap *self);

/* Adds ribs, spine, shoulders, sternum and the vessels of the lungs. */
void ovr_projection_add_bones (OvrProjectionMap *self);

G_END_DECLS
