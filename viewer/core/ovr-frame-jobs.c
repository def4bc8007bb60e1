/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-cache-private.h"

static void
waiter_free (OvrFrameWaiter *self)
{
  g_object_unref (self->task);
  g_free (self);
}

static void
job_free (OvrFrameJob *self)
{
  ovr_frame_key_clear (&self->key);
  g_ptr_array_unref (self->waiters);
  for (guint i = 0; i < OVR_N_LATER; i++)
    g_array_unref (self->later[i]);
  g_free (self);
}

static OvrFrameJob *
job_new (const OvrFrameKey *key)
{
  OvrFrameJob *self = g_new0 (OvrFrameJob, 1);

  ovr_frame_key_set (&self->key, key->path, key->frame);
  self->priority = OVR_FRAME_N_PRIORITIES;
  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  for (guint i = 0; i < OVR_N_LATER; i++)
    self->later[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

static gboolean
return_cancelled (gpointer data)
{
  g_task_return_new_error (G_TASK (data), G_IO_ERROR, G_IO_ERROR_CANCELLED, "a newer request came");
  return G_SOURCE_REMOVE;
}

/* From an idle source: a GTask may run its callback within its return, and that
 * callback may ask the cache again. */
static void
cancel_waiter (OvrFrameWaiter *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_task_attach_source (self->task, source, return_cancelled);
}

void
ovr_frame_jobs_init (OvrFrameJobs *self)
{
  self->by_key = g_hash_table_new_full (ovr_frame_key_hash, ovr_frame_key_equal, NULL, (GDestroyNotify) job_free);
  for (guint i = 0; i < OVR_FRAME_N_PRIORITIES; i++)
    g_queue_init (&self->queues[i]);
}

void
ovr_frame_jobs_clear (OvrFrameJobs *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_foreach (((OvrFrameJob *) value)->waiters, (GFunc) (void (*) (void)) cancel_waiter, NULL);

  for (guint i = 0; i < OVR_FRAME_N_PRIORITIES; i++)
    g_queue_clear (&self->queues[i]);
  g_clear_pointer (&self->by_key, g_hash_table_unref);
}

static void
queue_job (OvrFrameJobs *self,
           OvrFrameJob *job,
           guint priority)
{
  if (job->link != NULL)
    g_queue_delete_link (&self->queues[job->priority], job->link);
  job->priority = priority;
  g_queue_push_tail (&self->queues[priority], job);
  job->link = self->queues[priority].tail;
}

OvrFrameJob *
ovr_frame_jobs_want (OvrFrameJobs *self,
                     const OvrFrameKey *key,
                     OvrFramePriority priority)
{
  OvrFrameJob *job = g_hash_table_lookup (self->by_key, key);

  if (job == NULL)
    {
      job = job_new (key);
      g_hash_table_insert (self->by_key, &job->key, job);
    }
  if (!job->is_running && (guint) priority < job->priority)
    queue_job (self, job, (guint) priority);

  return job;
}

OvrFrameJob *
ovr_frame_jobs_pop (OvrFrameJobs *self)
{
  for (guint i = 0; i < OVR_FRAME_N_PRIORITIES; i++)
    {
      OvrFrameJob *job = g_queue_pop_head (&self->queues[i]);

      if (job != NULL)
        {
          job->link = NULL;
          job->is_running = TRUE;
          return job;
        }
    }

  return NULL;
}

void
ovr_frame_jobs_end (OvrFrameJobs *self,
                    OvrFrameJob *job)
{
  g_hash_table_remove (self->by_key, &job->key);
}

gboolean
ovr_frame_job_is_wanted (const OvrFrameJob *self)
{
  for (guint i = 0; i < OVR_N_LATER; i++)
    if (self->later[i]->len > 0)
      return TRUE;

  for (guint i = 0; i < self->waiters->len; i++)
    {
      const OvrFrameWaiter *waiter = g_ptr_array_index (self->waiters, i);
      GCancellable *cancellable = g_task_get_cancellable (waiter->task);

      if (cancellable == NULL || !g_cancellable_is_cancelled (cancellable))
        return TRUE;
    }

  return FALSE;
}

/* The priority that those who still want the job asked for;
 * OVR_FRAME_N_PRIORITIES where nobody does. */
static guint
wanted_priority (const OvrFrameJob *job)
{
  guint priority = OVR_FRAME_N_PRIORITIES;

  if (job->later[OVR_LATER_PREFETCH]->len > 0)
    priority = OVR_FRAME_PREFETCH;
  else if (job->later[OVR_LATER_FILL]->len > 0)
    priority = OVR_FRAME_BACKGROUND;
  for (guint i = 0; i < job->waiters->len; i++)
    priority = MIN (priority, (guint) ((const OvrFrameWaiter *) g_ptr_array_index (job->waiters, i))->priority);

  return priority;
}

/* Puts a queued job where it belongs after somebody left. FALSE: nobody wants
 * it any more, and it stands in no queue. */
static gboolean
settle (OvrFrameJobs *self,
        OvrFrameJob *job)
{
  guint priority = wanted_priority (job);

  if (job->is_running || priority == job->priority)
    return TRUE;
  if (priority < OVR_FRAME_N_PRIORITIES)
    {
      queue_job (self, job, priority);
      return TRUE;
    }

  g_queue_delete_link (&self->queues[job->priority], job->link);
  job->link = NULL;
  return FALSE;
}

static void
forget_later (GArray *clients,
              guint client)
{
  for (guint i = clients->len; i > 0; i--)
    if (g_array_index (clients, guint, i - 1) == client)
      g_array_remove_index_fast (clients, i - 1);
}

/* Ends the requests of @client, or those of visible priority only. */
static void
forget_waiters (OvrFrameJob *job,
                guint client,
                gboolean visible_only)
{
  for (guint i = job->waiters->len; i > 0; i--)
    {
      OvrFrameWaiter *waiter = g_ptr_array_index (job->waiters, i - 1);

      if (waiter->client != client || (visible_only && waiter->priority != OVR_FRAME_VISIBLE))
        continue;
      cancel_waiter (waiter);
      g_ptr_array_remove_index (job->waiters, i - 1);
    }
}

void
ovr_frame_jobs_forget (OvrFrameJobs *self,
                       guint client,
                       OvrFrameForget what)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      OvrFrameJob *job = value;

      if (what & (OVR_FORGET_VISIBLE | OVR_FORGET_WAITERS))
        forget_waiters (job, client, !(what & OVR_FORGET_WAITERS));
      if (what & OVR_FORGET_PREFETCH)
        forget_later (job->later[OVR_LATER_PREFETCH], client);
      if (what & OVR_FORGET_FILL)
        forget_later (job->later[OVR_LATER_FILL], client);
      if (!settle (self, job))
        g_hash_table_iter_remove (&iter);
    }
}
