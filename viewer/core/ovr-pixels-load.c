/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pixels.h"

OvrPixels *
ovr_pixels_load_frame (const OvrDataset *header,
                       int fd,
                       guint frame,
                       GError **error)
{
  OvrFrameInfo info;
  g_autoptr (GBytes) cells = ovr_frame_decode_fd (fd, frame, &info, error);
  g_autoptr (OvrImage) image = NULL;

  if (cells == NULL)
    return NULL;

  image = ovr_image_new (header, &info, frame);
  return ovr_pixels_new (image, &info, cells, error);
}

OvrPixels *
ovr_pixels_load_fd (int fd,
                    guint frame,
                    GError **error)
{
  g_autoptr (OvrDataset) header = ovr_dataset_read_fd (fd, OVR_READ_HEADER, error);

  return header != NULL ? ovr_pixels_load_frame (header, fd, frame, error) : NULL;
}
