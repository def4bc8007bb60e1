/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame.h"

/* Code streams for tests, made by the libraries themselves or by hand, and files
 * to put them into. */

/**
 * StreamImage:
 * @columns: across
 * @rows: down
 * @samples: of a pixel
 * @bits: of a sample
 * @is_signed: two's complement
 * @values: (owned): colour interleaved
 */
typedef struct
{
  guint columns;
  guint rows;
  guint samples;
  guint bits;
  gboolean is_signed;
  gint32 *values;
} StreamImage;

/* A ramp with noise over all of the range, both ends of it included. */
void stream_image_init (StreamImage *self,
                        guint columns,
                        guint rows,
                        guint samples,
                        guint bits,
                        gboolean is_signed,
                        guint32 seed);
void stream_image_clear (StreamImage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StreamImage, stream_image_clear)

/* The values as little endian cells of @allocated bits, low bits of each. */
GBytes *stream_image_cells (const StreamImage *self,
                            guint allocated);

typedef enum
{
  STREAM_J2K_PLAIN = 0,
  STREAM_J2K_COLOUR = 1 << 0, /* RCT, or ICT if irreversible */
  STREAM_J2K_IRREVERSIBLE = 1 << 1,
  STREAM_J2K_TILES = 1 << 2,      /* of 16 × 24 */
  STREAM_J2K_BOXES = 1 << 3,      /* a JP2 file */
  STREAM_J2K_SUBSAMPLED = 1 << 4, /* the second and third component, by two each way */
  STREAM_J2K_OFFSET = 1 << 5,     /* the image doesn't begin at 0, 0 */
} StreamJ2k;

GBytes *stream_j2k (const StreamImage *self,
                    StreamJ2k how);

/* NULL where the tests are built without libjxl. @distance 0 is lossless. */
GBytes *stream_jxl (const StreamImage *self,
                    float distance);

/* @window_bits as zlib has it: -15 for a bare stream. */
GBytes *stream_deflate (GBytes *bytes,
                        int window_bits);

/* JPEG lossless, process 14: predictor @selector, the lowest @shift bits left
 * out, a restart every @restart_rows rows (0 for none), the components in one
 * scan or each in its own. */
GBytes *stream_process14 (const StreamImage *self,
                          guint selector,
                          guint shift,
                          guint restart_rows,
                          gboolean is_interleaved);

typedef enum
{
  STREAM_TABLE_EMPTY,
  STREAM_TABLE_BASIC,
  STREAM_TABLE_EXTENDED,
  STREAM_TABLE_SHIFTED, /* each entry two bytes too far */
  STREAM_TABLE_ZERO,    /* nothing but zeros */
  STREAM_TABLE_OTHER,   /* entries of other fragments than the frames' first */
} StreamTable;

/**
 * StreamFile:
 * @syntax: transfer syntax
 * @photometric: (0028,0004)
 * @samples: (0028,0002)
 * @planar: (0028,0006)
 * @rows: (0028,0010)
 * @columns: (0028,0011)
 * @allocated: (0028,0100)
 * @stored: (0028,0101); High Bit is one less
 * @is_signed: (0028,0103)
 * @overlay_bit: (6000,0102), 0 for no overlay
 * @n_fragments: of each frame
 * @n_frames: (0028,0008) where frames share a code stream; 0: one in each
 * @table: the offset table
 */
typedef struct
{
  const char *syntax;
  const char *photometric;
  guint samples;
  guint planar;
  guint rows;
  guint columns;
  guint allocated;
  guint stored;
  gboolean is_signed;
  guint overlay_bit;
  guint n_fragments;
  guint n_frames;
  StreamTable table;
} StreamFile;

/* What the tags say when they say what @image is. */
StreamFile stream_file_for (const StreamImage *image,
                            const char *syntax);

/* A whole file with one frame for each of @streams. */
GBytes *stream_file (const StreamFile *self,
                     GBytes *const *streams,
                     guint n_streams);

/* Decodes the one frame of a file with @stream in it. (transfer full) */
GBytes *stream_decode (const StreamFile *file,
                       GBytes *stream,
                       OvrFrameInfo *info,
                       GError **error);

/* The same, and aborts the test unless @wanted comes out. */
OvrFrameInfo stream_assert_decodes (const StreamFile *file,
                                    GBytes *stream,
                                    GBytes *wanted);

/* Aborts the test unless @stream is refused, with nothing else touched. */
void stream_assert_refused (const StreamFile *file,
                            GBytes *stream);
