/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame-key.h"
#include "ovr-pixels.h"

#include <sys/stat.h>

G_BEGIN_DECLS

/**
 * OvrFrameSource:
 * @header: (owned) (nullable): of the file that was read last
 * @status: what tells that file from all others, and from its own later self
 *
 * How a worker gets at frames: it opens the file and keeps its header, since
 * the frames of a file mostly come one after the other. Starts as zeroes; one
 * thread.
 */
typedef struct
{
  OvrDataset *header;
  struct stat status;
} OvrFrameSource;

/* Opens, reads and decodes: blocks. Errors: G_IO_ERROR, OVR_DICOM_ERROR. */
OvrPixels *ovr_frame_source_load (OvrFrameSource *self,
                                  const OvrFrameKey *key,
                                  GError **error);
void ovr_frame_source_clear (OvrFrameSource *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvrFrameSource, ovr_frame_source_clear)

G_END_DECLS
