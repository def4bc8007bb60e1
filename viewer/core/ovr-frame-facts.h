/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-instance-private.h"

G_BEGIN_DECLS

/* Fills the facts of @self's frames from @dataset: top level of a single
 * frame, functional groups (PS3.3 C.7.6.16) where there are some. @self's
 * n_frames and modality must be known. Thread-safe on different instances. */
void ovr_frame_facts_read (OvrInstance *self,
                           const OvrDataset *dataset);

/* Seconds since midnight of a TM or the time part of a DT; NaN if @text isn't
 * one. @text may be NULL. */
double ovr_time_of_day_parse (const char *text);

G_END_DECLS
