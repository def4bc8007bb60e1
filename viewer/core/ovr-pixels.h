/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-image.h"
#include "ovr-presentation.h"

G_BEGIN_DECLS

/**
 * OvrPixels:
 * @image: (owned): what the frame's header says
 * @info: shape of the buffer
 * @cells: (owned): the decoded frame, still as stored
 * @lowest: lowest stored value, padding and colours of a supplement left out;
 *   NaN if there is none
 * @highest: highest such value
 * @lowest_cell: lowest stored value with the padding
 * @highest_cell: highest stored value with the padding
 * @has_padding: whether any pixel is padding
 *
 * One decoded frame with its description: what the frame cache holds. The
 * extremes are of monochrome frames only. Reference counted, immutable after it
 * is made: share it between threads freely.
 */
typedef struct
{
  gatomicrefcount ref_count;
  OvrImage *image;
  OvrFrameInfo info;
  GBytes *cells;
  double lowest;
  double highest;
  double lowest_cell;
  double highest_cell;
  gboolean has_padding;
} OvrPixels;

/* Reads and decodes frame @frame (from 1) of the file behind @fd, which stays
 * the caller's. Blocks: for workers and the command line.
 * Errors: OVR_DICOM_ERROR. */
OvrPixels *ovr_pixels_load_fd (int fd,
                               guint frame,
                               GError **error);

/* The same with a header that was read before: of a file of many frames its
 * functional groups are the longest part. */
OvrPixels *ovr_pixels_load_frame (const OvrDataset *header,
                                  int fd,
                                  guint frame,
                                  GError **error);

/* From parts. Fails with OVR_DICOM_ERROR_INVALID if @cells is too small for
 * @info or colours can't be made of it. */
OvrPixels *ovr_pixels_new (OvrImage *image,
                           const OvrFrameInfo *info,
                           GBytes *cells,
                           GError **error);

/* The same frame with another description: one that was derived from its own. */
OvrPixels *ovr_pixels_with_image (const OvrPixels *self,
                                  OvrImage *image);
OvrPixels *ovr_pixels_ref (OvrPixels *self);
void ovr_pixels_unref (OvrPixels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPixels, ovr_pixels_unref)

/* Bytes of memory that it holds. */
gsize ovr_pixels_get_size (const OvrPixels *self);

/* Colour frames (palette ones too) know no window. */
gboolean ovr_pixels_is_colour (const OvrPixels *self);

/* Whether the picture can have colours: also a frame whose higher values are
 * some (a supplemental palette), which has a window all the same. */
gboolean ovr_pixels_has_colour (const OvrPixels *self);

/* Stored value at @column, @row (from 0), monochrome. */
double ovr_pixels_get_stored (const OvrPixels *self,
                              guint32 column,
                              guint32 row);

/* The value in the image's first quantity: a real world value where the file maps
 * to one, else that of the modality stage. NaN for padding, for colour, and for
 * what that quantity leaves out. */
double ovr_pixels_get_value (const OvrPixels *self,
                             guint32 column,
                             guint32 row);

/* The window from the lowest to the highest value, padding left out, in
 * modality units. */
OvrVoi ovr_pixels_auto_voi (const OvrPixels *self);

/* The window that leaves out the darkest and the brightest hundredth of the
 * frame's values, padding left out; of a large frame a sample is taken. */
OvrVoi ovr_pixels_usual_voi (const OvrPixels *self);

/* The file's first VOI; without any, the full range of samples of up to 8
 * bits, and the frame's own range of wider ones. */
OvrVoi ovr_pixels_default_voi (const OvrPixels *self);

/* The pipeline of a monochrome frame. @voi borrows from the image. */
OvrGrey ovr_pixels_grey (const OvrPixels *self,
                         OvrVoi voi,
                         gboolean invert);

G_END_DECLS
