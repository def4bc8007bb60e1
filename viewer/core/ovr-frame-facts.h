/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-instance-private.h"

G_BEGIN_DECLS

/* Fills the facts of @self's frames from @dataset: top level of a single
 * frame, functional groups (PS3.3 C.7.6.16) where there are some. @self's
 * n_frames and modality must be known. Thread-safe on different instances. */
void ovr_frame_facts_read (OvrInstance *self,
                           const OvrDataset *dataset);

G_END_DECLS
