/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-presentation-state.h"

/* Presentation states for tests, made by the bridge. They are for the frame
 * SAMPLE_IMAGE_UID, in a series of its own. */

#define SAMPLE_IMAGE_UID "2.25.1001"
#define SAMPLE_STATE_UID "2.25.2001"

/* A grey state of one image: shape IDENTITY, the displayed area from @left, @top
 * to @right, @bottom (pixels from 1, as they lie in the image), to fit. To be
 * completed. (transfer full) */
OvrDataset *sample_state (int left,
                          int top,
                          int right,
                          int bottom);

void sample_state_window (OvrDataset *state,
                          double center,
                          double width);

/* An item with a table: in @sequence of @dataset. A presentation table takes the
 * shape's place. */
void sample_table (OvrDataset *dataset,
                   guint32 sequence,
                   const gint64 descriptor[3],
                   const guint16 *entries);

/* A layer, with its grey 0 … 65535. */
void sample_layer (OvrDataset *state,
                   const char *name,
                   int order,
                   int grey);

/* A graphic of @n points; returns its item. */
OvrDataset *sample_graphic (OvrDataset *state,
                            const char *layer,
                            const char *units,
                            const char *type,
                            const double *points,
                            guint n,
                            gboolean filled);

/* The state as the program reads it: written and read once. Takes @state. */
OvrPresentationState *sample_state_finish (OvrDataset *state);

/* What @state makes of @pixels; aborts the test if it isn't for them. */
OvrPixels *sample_apply (OvrPresentationState *state,
                         const OvrPixels *pixels);
