/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-dicom.h"

G_BEGIN_DECLS

/* A screening mammogram in four views, with a spiculated mass in the upper
 * outer quadrant of the left breast. */

/**
 * OvrPhantomMammoView:
 * @laterality: (0020,0062): "R" or "L"
 * @view: (0018,5101): "CC" or "MLO"
 * @has_mass: the mass is in this picture
 * @mass_px: column and row of its middle
 */
typedef struct
{
  const char *laterality;
  const char *view;
  gboolean has_mass;
  double mass_px[2];
} OvrPhantomMammoView;

/**
 * OvrPhantomMammo:
 * @columns: pixels in a row
 * @rows: pixels in a column
 * @spacing_mm: Imager Pixel Spacing (0018,1164), on the detector
 * @magnification: (0018,1114): a length in the breast is one on the detector
 *   divided by it
 * @mass_mm: diameter of the mass's body, in the breast
 * @views: instances 1 … 4
 *
 * What was made, by construction.
 */
typedef struct
{
  int columns;
  int rows;
  double spacing_mm;
  double magnification;
  double mass_mm;
  OvrPhantomMammoView views[4];
} OvrPhantomMammo;

/* (transfer none); thread-safe */
const OvrPhantomMammo *ovr_phantom_mammo_truth (void);

/* Writes the four views into @directory. Errors: OVR_DICOM_ERROR, G_FILE_ERROR. */
gboolean ovr_phantom_mammo_write (const char *directory,
                                  GError **error);

G_END_DECLS
