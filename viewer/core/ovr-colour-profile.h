/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-notes.h"

G_BEGIN_DECLS

/**
 * OvrColourProfile:
 *
 * The way from an image's own colours to sRGB: ICC Profile (0028,2000) of the
 * image or of its only optical path (PS3.3 C.11.15). Immutable after it is
 * made; any thread may use it.
 */
typedef struct _OvrColourProfile OvrColourProfile;

/* NULL if there is none, if it can't be used, or if it is sRGB already (within
 * one level): the colours stay as they are then. @notes (nullable) gets what
 * can't be used. */
OvrColourProfile *ovr_colour_profile_read (const OvrDataset *dataset,
                                           GPtrArray *notes);
void ovr_colour_profile_free (OvrColourProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrColourProfile, ovr_colour_profile_free)

/* Turns @n pixels 0xffrrggbb into sRGB, in place. */
void ovr_colour_profile_apply (const OvrColourProfile *self,
                               guint32 *pixels,
                               gsize n);

G_END_DECLS
