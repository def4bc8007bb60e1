/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dicom.h"

G_BEGIN_DECLS

/**
 * OvrPhotometric:
 *
 * Photometric Interpretation (0028,0004) of the samples *as they are in the
 * buffer* after decoding.
 */
typedef enum
{
  OVR_PHOTOMETRIC_UNKNOWN,
  OVR_PHOTOMETRIC_MONOCHROME1,
  OVR_PHOTOMETRIC_MONOCHROME2,
  OVR_PHOTOMETRIC_PALETTE,
  OVR_PHOTOMETRIC_RGB,
  OVR_PHOTOMETRIC_YBR_FULL,
  OVR_PHOTOMETRIC_YBR_FULL_422,
} OvrPhotometric;

/**
 * OvrCellFormat:
 * @OVR_CELL_INT: integers of bits_allocated (8, 16, 32), little endian
 * @OVR_CELL_FLOAT: 32-bit floats (7FE0,0008)
 * @OVR_CELL_DOUBLE: 64-bit floats (7FE0,0009)
 */
typedef enum
{
  OVR_CELL_INT,
  OVR_CELL_FLOAT,
  OVR_CELL_DOUBLE,
} OvrCellFormat;

/**
 * OvrFrameInfo:
 * @columns: (0028,0011)
 * @rows: (0028,0010)
 * @samples: samples a pixel, 1 or 3
 * @format: what a cell is
 * @bits_allocated: 8, 16, 32 or 64: the cell's size in the buffer (1-bit
 *   images come as 8: one byte a pixel)
 * @bits_stored: (0028,0101)
 * @high_bit: (0028,0102)
 * @is_signed: (0028,0103)
 * @photometric: of the buffer
 * @lossy: decoded from a lossy code stream, or (0028,2110) is "01"
 * @n_frames: frames in the file
 *
 * The shape of one frame's buffer: rows × columns × samples cells, rows from
 * the top, colour interleaved — except native YBR_FULL_422, which is as stored:
 * two pixels in four bytes. Native cells are as stored: unused bits, overlay
 * bits and sign extension untouched. Decoded signed cells are sign-extended.
 * A flat value without pointers: it can be sent through a socket as it is.
 */
typedef struct
{
  guint32 columns;
  guint32 rows;
  guint32 samples;
  OvrCellFormat format;
  guint32 bits_allocated;
  guint32 bits_stored;
  guint32 high_bit;
  gboolean is_signed;
  OvrPhotometric photometric;
  gboolean lossy;
  guint32 n_frames;
} OvrFrameInfo;

/* Decodes frame @frame (from 1) of a whole file. Bytes in, pixels out, no
 * shared state: any thread, any number at once. On failure NULL, and @info is
 * untouched. The result may be a slice of @file (no copy) for native data.
 * Errors: OVR_DICOM_ERROR. (transfer full) */
GBytes *ovr_frame_decode (GBytes *file,
                          guint frame,
                          OvrFrameInfo *info,
                          GError **error);

/* The same from a descriptor, reading no more than needed. */
GBytes *ovr_frame_decode_fd (int fd,
                             guint frame,
                             OvrFrameInfo *info,
                             GError **error);

/* TRUE if frames in @transfer_syntax can be decoded here; @name (borrowed,
 * static, may be NULL) gets its name in words either way. */
gboolean ovr_frame_can_decode (const char *transfer_syntax,
                               const char **name);

G_END_DECLS
