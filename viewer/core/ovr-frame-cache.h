/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame-key.h"
#include "ovr-pixels.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OvrFramePriority:
 * @OVR_FRAME_VISIBLE: someone looks at an empty viewport
 * @OVR_FRAME_PREFETCH: next to be looked at
 * @OVR_FRAME_THUMBNAIL: small pictures of series
 * @OVR_FRAME_BACKGROUND: the rest of what is open
 *
 * The smaller, the sooner; within one priority, first come, first served.
 */
typedef enum
{
  OVR_FRAME_VISIBLE,
  OVR_FRAME_PREFETCH,
  OVR_FRAME_THUMBNAIL,
  OVR_FRAME_BACKGROUND,
} OvrFramePriority;

/**
 * OvrFrameCache:
 *
 * Decoded frames by key, and the workers that decode them. Frames stay in
 * stored form, within a byte budget, the least recently used go first; the frame
 * that a client shows is pinned and never goes. All functions must be called
 * from the thread that made the cache (main); none of them waits for a decode
 * but ovr_frame_cache_free(), which waits for those under way.
 */
typedef struct _OvrFrameCache OvrFrameCache;

/* @budget: bytes; @n_workers: threads, 0 for one less than the processors. */
OvrFrameCache *ovr_frame_cache_new (gsize budget,
                                    guint n_workers);

/* Another budget, at once. */
void ovr_frame_cache_set_budget (OvrFrameCache *self,
                                 gsize budget);

/* Queued requests end with G_IO_ERROR_CANCELLED (in their main context). */
void ovr_frame_cache_free (OvrFrameCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrFrameCache, ovr_frame_cache_free)

/* A client is a viewport (or a thumbnail strip): a number that is never used
 * twice. Dropping it cancels what it waits for and unpins what it shows. */
guint ovr_frame_cache_add_client (OvrFrameCache *self);
void ovr_frame_cache_drop_client (OvrFrameCache *self,
                                  guint client);

/* (transfer full) (nullable): the frame, if it is decoded already. Counts as
 * use. With @client not 0 it is pinned as the one that the client shows. */
OvrPixels *ovr_frame_cache_peek (OvrFrameCache *self,
                                 guint client,
                                 const OvrFrameKey *key);

/* Asks for a frame. With %OVR_FRAME_VISIBLE the newest request of a client
 * wins: its earlier ones end with G_IO_ERROR_CANCELLED at once, and the frame is
 * pinned for the client when it comes. Equal keys are decoded once. @callback
 * runs in the caller's main context. */
void ovr_frame_cache_request_async (OvrFrameCache *self,
                                    guint client,
                                    const OvrFrameKey *key,
                                    OvrFramePriority priority,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* (transfer full). Errors: G_IO_ERROR, OVR_DICOM_ERROR. */
OvrPixels *ovr_frame_cache_request_finish (OvrFrameCache *self,
                                           GAsyncResult *result,
                                           GError **error);

/* Replaces the list of frames that @client will need next, nearest first.
 * What of the old list has not begun is forgotten. */
void ovr_frame_cache_prefetch (OvrFrameCache *self,
                               guint client,
                               const OvrFrameKey *keys,
                               guint n_keys);

/* Replaces the list of frames that @client may need at some time, nearest first:
 * decoded when there is nothing else to do, and kept in that order. Give no more
 * than ovr_frame_cache_get_share() has room for. */
void ovr_frame_cache_fill (OvrFrameCache *self,
                           guint client,
                           const OvrFrameKey *keys,
                           guint n_keys);

/* Bytes of the budget that are @client's to fill: equal parts for all clients
 * that do. */
gsize ovr_frame_cache_get_share (OvrFrameCache *self,
                                 guint client);

/* Bytes held now, and how often a frame was decoded: for tests and figures. */
gsize ovr_frame_cache_get_size (OvrFrameCache *self);
guint64 ovr_frame_cache_get_n_decoded (OvrFrameCache *self);

G_END_DECLS
