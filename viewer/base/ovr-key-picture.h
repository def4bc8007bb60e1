/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"
#include "ovr-view.h"

G_BEGIN_DECLS

/**
 * OvrKeyPicture:
 * @view: (owned): what it shows; its shapes are in image coordinates
 * @width: picture width in pixels
 * @height: picture height in pixels
 * @rgb: (owned): width × height × 3 bytes, sRGB, top row first, no padding;
 *   the image alone: whoever shows it draws shapes, letters and scale bar as
 *   vectors
 * @transform: image pixels to picture pixels
 * @mm_per_px: millimetres a picture pixel shows; 0 where the standard gives none
 * @provenance: what the millimetres rest on
 * @letters: (owned): patient direction at left, top, right and bottom of the
 *   picture ("R", "A", "LPF"), NULL where unknown
 * @mirrored: the picture is a mirror image of what the file shows
 * @modality: (owned): Modality (0008,0060)
 * @series_description: (owned): (0008,103E)
 * @series_number: (0020,0011); 0 unknown
 * @image_index: as people name it: Instance Number (0020,0013) where each image
 *   of the series has one of its own, else its place in the series from 1;
 *   0 unknown
 * @n_images: how many images the series has, if their numbers are those from 1
 *   to it; else 0, as "image 30 of 117" would be wrong
 * @study_uid: (owned): (0020,000D)
 * @study_date: acquisition or study date
 * @window_center: window in force, modality units; NaN for colour
 * @window_width: window in force
 * @value_unit: (owned): unit of the window ("HU"), NULL if none
 *
 * A key image ready for a page: the view and the picture made from it, so that
 * the export needs no pixel code. Immutable after it is made; pass it between
 * threads freely.
 */
typedef struct
{
  OvrView *view;
  guint width;
  guint height;
  GBytes *rgb;
  OvrViewTransform transform;
  double mm_per_px;
  OvrProvenance provenance;
  char *letters[4];
  gboolean mirrored;
  char *modality;
  char *series_description;
  int series_number;
  guint image_index;
  guint n_images;
  char *study_uid;
  OvrDate study_date;
  double window_center;
  double window_width;
  char *value_unit;
} OvrKeyPicture;

OvrKeyPicture *ovr_key_picture_new (void);
void ovr_key_picture_free (OvrKeyPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrKeyPicture, ovr_key_picture_free)

G_END_DECLS
