/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame-cache.h"

G_BEGIN_DECLS

#define OVR_FRAME_N_PRIORITIES (OVR_FRAME_BACKGROUND + 1)

/* Lists of frames that a client wants without waiting for them. */
typedef enum
{
  OVR_LATER_PREFETCH,
  OVR_LATER_FILL,
  OVR_N_LATER,
} OvrLater;

/**
 * OvrFrameWaiter:
 * @task: (owned): to be answered
 * @client: whose
 * @priority: as asked for
 */
typedef struct
{
  GTask *task;
  guint client;
  OvrFramePriority priority;
} OvrFrameWaiter;

/**
 * OvrFrameJob:
 * @key: (owned): what to decode
 * @priority: the most urgent of those who want it, an #OvrFramePriority
 * @waiters: (owned) (element-type OvrFrameWaiter): who gets an answer
 * @later: (owned) (element-type guint): clients that have it on a list
 * @is_running: a worker has it
 * @link: its place in the queue of its priority, while it is not running
 *
 * One frame to decode, however many want it.
 */
typedef struct
{
  OvrFrameKey key;
  guint priority;
  GPtrArray *waiters;
  GArray *later[OVR_N_LATER];
  gboolean is_running;
  GList *link;
} OvrFrameJob;

/**
 * OvrFrameJobs:
 * @by_key: (owned) (element-type OvrFrameKey OvrFrameJob): all of them
 * @queues: those that no worker has, by priority
 *
 * What is to be decoded, and in which order. No lock of its own: the cache's is
 * held around every call.
 */
typedef struct
{
  GHashTable *by_key;
  GQueue queues[OVR_FRAME_N_PRIORITIES];
} OvrFrameJobs;

/* What of a client's wishes ends: flags. */
typedef enum
{
  OVR_FORGET_VISIBLE = 1 << 0,
  OVR_FORGET_WAITERS = 1 << 1,
  OVR_FORGET_PREFETCH = 1 << 2,
  OVR_FORGET_FILL = 1 << 3,
} OvrFrameForget;

void ovr_frame_jobs_init (OvrFrameJobs *self);

/* Whoever still waits is told, in their main context. */
void ovr_frame_jobs_clear (OvrFrameJobs *self);

/* The job for @key, made if need be, at @priority or more urgent. */
OvrFrameJob *ovr_frame_jobs_want (OvrFrameJobs *self,
                                  const OvrFrameKey *key,
                                  OvrFramePriority priority);

/* Takes the most urgent one for a worker; NULL without any. It stays known
 * until ovr_frame_jobs_end(). */
OvrFrameJob *ovr_frame_jobs_pop (OvrFrameJobs *self);
void ovr_frame_jobs_end (OvrFrameJobs *self,
                         OvrFrameJob *job);

/* Whether anybody still wants it. */
gboolean ovr_frame_job_is_wanted (const OvrFrameJob *self);
void ovr_frame_jobs_forget (OvrFrameJobs *self,
                            guint client,
                            OvrFrameForget what);

G_END_DECLS
