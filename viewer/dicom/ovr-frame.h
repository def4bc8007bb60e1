/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dicom.h"

G_BEGIN_DECLS

/**
 * OvrPhotometric:
 *
 * Photometric Interpretation (0028,0004) of the samples *as they are in the
 * buffer* after decoding. YBR_PARTIAL is what is left of the retired
 * YBR_PARTIAL_422 and of YBR_PARTIAL_420 once a decoder has given each pixel
 * its own chroma: Y within 16…235, CB and CR within 16…240.
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
  OVR_PHOTOMETRIC_YBR_PARTIAL,
  OVR_PHOTOMETRIC_YBR_PARTIAL_422,
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
 * OvrFrameNote:
 * @OVR_FRAME_NOTE_COLOUR: the code stream's colours are not those of the tag
 * @OVR_FRAME_NOTE_SIGN: signed samples by one, unsigned ones by the other
 * @OVR_FRAME_NOTE_BITS: there are samples that Bits Stored has no room for
 * @OVR_FRAME_NOTE_LOSSY: a lossy code stream in a lossless transfer syntax
 * @OVR_FRAME_NOTE_WRAPPED: a JP2 file or other bytes around the code stream
 * @OVR_FRAME_NOTE_TABLE: an offset table that leads nowhere
 * @OVR_FRAME_NOTE_SAMPLES: more samples a pixel than (0028,0002) says
 *
 * Where tags and code stream disagree. What was decoded follows the code
 * stream; each flag is something that a reader should be told.
 */
typedef enum
{
  OVR_FRAME_NOTE_COLOUR = 1 << 0,
  OVR_FRAME_NOTE_SIGN = 1 << 1,
  OVR_FRAME_NOTE_BITS = 1 << 2,
  OVR_FRAME_NOTE_LOSSY = 1 << 3,
  OVR_FRAME_NOTE_WRAPPED = 1 << 4,
  OVR_FRAME_NOTE_TABLE = 1 << 5,
  OVR_FRAME_NOTE_SAMPLES = 1 << 6,
} OvrFrameNote;

/**
 * OvrFrameInfo:
 * @columns: (0028,0011)
 * @rows: (0028,0010)
 * @samples: samples a pixel, 1 or 3
 * @format: what a cell is
 * @bits_allocated: 8, 16, 32 or 64: the cell's size in the buffer (1-bit
 *   images come as 8: one byte a pixel)
 * @bits_stored: (0028,0101), or the code stream's where it needs more
 * @high_bit: (0028,0102)
 * @is_signed: (0028,0103), or the code stream is signed
 * @photometric: of the buffer
 * @lossy: decoded from a lossy code stream, or (0028,2110) is "01"
 * @n_frames: frames in the file
 * @notes: #OvrFrameNote flags
 *
 * The shape of one frame's buffer: rows × columns × samples cells, rows from
 * the top, colour interleaved — except native YBR_FULL_422 (and _PARTIAL_), which is as stored:
 * two pixels in four cells. Native cells are as stored: unused bits, overlay
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
  guint32 notes;
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

/* One note in words: a whole English sentence for the caller to translate.
 * Borrowed, static; NULL for what is no note. */
const char *ovr_frame_note_text (OvrFrameNote note);

/* TRUE if frames in @transfer_syntax can be decoded here; @name (borrowed,
 * static, may be NULL) gets its name in words either way. */
gboolean ovr_frame_can_decode (const char *transfer_syntax,
                               const char **name);

G_END_DECLS
