/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame-cache.h"
#include "ovr-study.h"
#include "ovr-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_THUMBNAILER (ovr_thumbnailer_get_type ())
G_DECLARE_FINAL_TYPE (OvrThumbnailer, ovr_thumbnailer, OVR, THUMBNAILER, GObject)

/**
 * OvrThumbnailer:
 *
 * Small pictures of slices and views, decoded and rendered by workers after
 * everything that a reader waits for. @cache must outlive it.
 */
OvrThumbnailer *ovr_thumbnailer_new (OvrFrameCache *cache);

/* Fills @picture with @size × @size widget pixels of @slice when they are
 * there. @view: (nullable): as it is looked at, with its marks and the
 * presentation state of @study that it names; NULL fits. */
void ovr_thumbnailer_paint (OvrThumbnailer *self,
                            GtkPicture *picture,
                            OvrStudy *study,
                            const OvrSlice *slice,
                            const OvrView *view,
                            int size);

G_END_DECLS
