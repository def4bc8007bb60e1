/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pixel-samples.h"

#include "ovr-notes.h"

OvrDataset *
sample_header (guint32 columns,
               guint32 rows,
               const char *modality)
{
  OvrDataset *dataset = ovr_dataset_new ();

  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), modality);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), rows);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), columns);

  return dataset;
}

OvrFrameInfo
sample_info (guint32 columns,
             guint32 rows,
             guint32 bits_allocated,
             guint32 bits_stored,
             gboolean is_signed)
{
  return (OvrFrameInfo){
    .columns = columns,
    .rows = rows,
    .samples = 1,
    .bits_allocated = bits_allocated,
    .bits_stored = bits_stored,
    .high_bit = bits_stored - 1,
    .is_signed = is_signed,
    .photometric = OVR_PHOTOMETRIC_MONOCHROME2,
    .n_frames = 1,
  };
}

OvrPixels *
sample_pixels (const OvrDataset *header,
               const OvrFrameInfo *info,
               const void *cells,
               gsize size)
{
  g_autoptr (OvrImage) image = ovr_image_new (header, info, 1);
  g_autoptr (GBytes) bytes = g_bytes_new (cells, size);
  g_autoptr (GError) error = NULL;
  OvrPixels *pixels = ovr_pixels_new (image, info, bytes, &error);

  g_assert_no_error (error);
  return pixels;
}

OvrPixels *
sample_black (guint columns,
              guint rows)
{
  g_autoptr (OvrDataset) header = sample_header (columns, rows, "OT");
  OvrFrameInfo info = sample_info (columns, rows, 8, 8, FALSE);
  g_autofree guint8 *cells = g_new0 (guint8, (gsize) columns * rows);

  return sample_pixels (header, &info, cells, (gsize) columns * rows);
}

gboolean
sample_has_note (const OvrPixels *pixels,
                 const char *code)
{
  return ovr_notes_has (pixels->image->notes, code);
}
