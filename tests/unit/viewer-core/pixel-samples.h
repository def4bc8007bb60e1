/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pixels.h"

/* Small images for tests, made from nothing. */

/* A monochrome data set of unsigned 16-bit cells with a modality, without
 * pixels. (transfer full) */
OvrDataset *sample_header (guint32 columns,
                           guint32 rows,
                           const char *modality);

/* The shape that goes with it. */
OvrFrameInfo sample_info (guint32 columns,
                          guint32 rows,
                          guint32 bits_allocated,
                          guint32 bits_stored,
                          gboolean is_signed);

/* The frame of @header with @cells; aborts the test if it can't be made. */
OvrPixels *sample_pixels (const OvrDataset *header,
                          const OvrFrameInfo *info,
                          const void *cells,
                          gsize size);

/* A black image of 8-bit cells. (transfer full) */
OvrPixels *sample_black (guint columns,
                         guint rows);

/* TRUE if the image's notes name @code. */
gboolean sample_has_note (const OvrPixels *pixels,
                          const char *code);
