/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pixels.h"

/* Whole DICOM files written by hand, byte for byte (explicit little endian,
 * elements sorted), for tests of the way from a file to a picture. Nothing of
 * the program's writer is in it. */

typedef struct _PipelineFile PipelineFile;

/* An image of @samples 1 or 3 without pixels; High Bit is Bits Stored − 1. */
PipelineFile *file_new (guint columns,
                        guint rows,
                        guint bits_allocated,
                        guint bits_stored,
                        gboolean is_signed,
                        const char *photometric);
void file_free (PipelineFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PipelineFile, file_free)

void file_text (PipelineFile *self,
                guint32 tag,
                const char *vr,
                const char *text);

/* @vr "US" or "SS". */
void file_words (PipelineFile *self,
                 guint32 tag,
                 const char *vr,
                 guint n,
                 const int *values);
void file_word (PipelineFile *self,
                guint32 tag,
                const char *vr,
                int value);

/* FD. */
void file_doubles (PipelineFile *self,
                   guint32 tag,
                   guint n,
                   const double *values);
void file_double (PipelineFile *self,
                  guint32 tag,
                  double value);

/* Any VR, as it stands. */
void file_bytes (PipelineFile *self,
                 guint32 tag,
                 const char *vr,
                 const void *data,
                 gsize size);

/* A new item of @sequence; belongs to @self. */
PipelineFile *file_item (PipelineFile *self,
                         guint32 sequence);

/* A table as in Modality and VOI LUT Sequence; @vr of descriptor and data. */
void file_lut (PipelineFile *item,
               const char *vr,
               const int descriptor[3],
               const char *data_vr,
               const void *data,
               gsize size);

/* The file's bytes, under @transfer_syntax. (transfer full) */
GBytes *file_write (PipelineFile *self);

/* Through the bridge: its header, and a frame (from 1). Abort the test where
 * that fails. (transfer full) */
OvrDataset *file_header (PipelineFile *self);
OvrPixels *file_load (PipelineFile *self,
                      guint frame);

/* The frame with its first VOI, pixel by pixel: 0xffrrggbb. (transfer full) */
guint32 *file_render (const OvrPixels *pixels,
                      gboolean invert,
                      gboolean layers);

/* The formulas of PS3.3 C.11.2.1 for 0 … 255, and the byte that they give. */
double formula_linear (double center,
                       double width,
                       double x);
double formula_linear_exact (double center,
                             double width,
                             double x);
double formula_sigmoid (double center,
                        double width,
                        double x);
guint formula_byte (double level);
