/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-cache.h"

#include "ovr-frame-source.h"

#define N_PRIORITIES (OVR_FRAME_THUMBNAIL + 1)

/**
 * Entry:
 * @key: (owned): names the frame
 * @pixels: (owned): the decoded frame
 * @size: bytes that it counts for
 * @n_pins: clients that show it
 * @link: its place in the queue of use
 *
 * A frame in the cache.
 */
typedef struct
{
  OvrFrameKey key;
  OvrPixels *pixels;
  gsize size;
  guint n_pins;
  GList *link;
} Entry;

/**
 * Waiter:
 * @task: (owned): to be answered
 * @client: whose
 * @priority: as asked for
 */
typedef struct
{
  GTask *task;
  guint client;
  OvrFramePriority priority;
} Waiter;

/**
 * Job:
 * @key: (owned): what to decode
 * @priority: the most urgent of those who want it, an #OvrFramePriority
 * @waiters: (owned) (element-type Waiter): who gets an answer
 * @prefetchers: (owned) (element-type guint): clients that want it later
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
  GArray *prefetchers;
  gboolean is_running;
  GList *link;
} Job;

/**
 * Client:
 * @id: its number
 * @pinned: (owned): the frame it shows; path NULL for none
 */
typedef struct
{
  guint id;
  OvrFrameKey pinned;
} Client;

struct _OvrFrameCache
{
  GMutex mutex;
  GCond work;
  gboolean quits;
  gsize budget;
  gsize size;
  guint64 n_decoded;
  guint last_client;
  GHashTable *entries;
  GQueue used;
  GHashTable *jobs;
  GQueue queues[N_PRIORITIES];
  GHashTable *clients;
  GPtrArray *workers;
};

static void
entry_free (Entry *self)
{
  ovr_frame_key_clear (&self->key);
  ovr_pixels_unref (self->pixels);
  g_free (self);
}

static void
waiter_free (Waiter *self)
{
  g_object_unref (self->task);
  g_free (self);
}

static void
job_free (Job *self)
{
  ovr_frame_key_clear (&self->key);
  g_ptr_array_unref (self->waiters);
  g_array_unref (self->prefetchers);
  g_free (self);
}

static void
client_free (Client *self)
{
  ovr_frame_key_clear (&self->pinned);
  g_free (self);
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
cancel_waiter (Waiter *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_task_attach_source (self->task, source, return_cancelled);
}

/* Drops the least recently used frames that nobody shows until the budget
 * holds. Called with the mutex. */
static void
trim (OvrFrameCache *self)
{
  GList *link = self->used.tail;

  while (link != NULL && self->size > self->budget)
    {
      Entry *entry = link->data;
      GList *newer = link->prev;

      if (entry->n_pins == 0)
        {
          self->size -= entry->size;
          g_queue_delete_link (&self->used, link);
          g_hash_table_remove (self->entries, &entry->key);
        }
      link = newer;
    }
}

static void
unpin (OvrFrameCache *self,
       Client *client)
{
  Entry *entry;

  if (client->pinned.path == NULL)
    return;

  entry = g_hash_table_lookup (self->entries, &client->pinned);
  if (entry != NULL)
    entry->n_pins--;
  ovr_frame_key_clear (&client->pinned);
}

static void
pin (OvrFrameCache *self,
     guint id,
     Entry *entry)
{
  Client *client = g_hash_table_lookup (self->clients, GUINT_TO_POINTER (id));

  if (client == NULL || (client->pinned.path != NULL && ovr_frame_key_equal (&client->pinned, &entry->key)))
    return;

  unpin (self, client);
  entry->n_pins++;
  ovr_frame_key_set (&client->pinned, entry->key.path, entry->key.frame);
}

static void
touch (OvrFrameCache *self,
       Entry *entry)
{
  g_queue_unlink (&self->used, entry->link);
  g_queue_push_head_link (&self->used, entry->link);
}

static Entry *
add_entry (OvrFrameCache *self,
           const OvrFrameKey *key,
           OvrPixels *pixels)
{
  Entry *entry = g_new0 (Entry, 1);

  ovr_frame_key_set (&entry->key, key->path, key->frame);
  entry->pixels = ovr_pixels_ref (pixels);
  entry->size = ovr_pixels_get_size (pixels);
  g_queue_push_head (&self->used, entry);
  entry->link = self->used.head;
  self->size += entry->size;
  g_hash_table_insert (self->entries, &entry->key, entry);

  return entry;
}

static gboolean
is_wanted (const Job *job)
{
  if (job->prefetchers->len > 0)
    return TRUE;

  for (guint i = 0; i < job->waiters->len; i++)
    {
      const Waiter *waiter = g_ptr_array_index (job->waiters, i);
      GCancellable *cancellable = g_task_get_cancellable (waiter->task);

      if (cancellable == NULL || !g_cancellable_is_cancelled (cancellable))
        return TRUE;
    }

  return FALSE;
}

static void
answer (OvrFrameCache *self,
        Job *job,
        Entry *entry,
        const GError *error)
{
  for (guint i = 0; i < job->waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (job->waiters, i);

      if (entry == NULL)
        {
          g_task_return_error (waiter->task, g_error_copy (error));
          continue;
        }
      if (waiter->priority == OVR_FRAME_VISIBLE)
        pin (self, waiter->client, entry);
      g_task_return_pointer (waiter->task, ovr_pixels_ref (entry->pixels), (GDestroyNotify) ovr_pixels_unref);
    }
}

/* The most urgent job, or NULL. Called with the mutex. */
static Job *
pop_job (OvrFrameCache *self)
{
  for (guint i = 0; i < N_PRIORITIES; i++)
    {
      Job *job = g_queue_pop_head (&self->queues[i]);

      if (job != NULL)
        {
          job->link = NULL;
          job->is_running = TRUE;
          return job;
        }
    }

  return NULL;
}

/* Called with the mutex, and returns with it. */
static void
run_job (OvrFrameCache *self,
         OvrFrameSource *source,
         Job *job)
{
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;
  Entry *entry = NULL;

  if (is_wanted (job))
    {
      g_mutex_unlock (&self->mutex);
      pixels = ovr_frame_source_load (source, &job->key, &error);
      g_mutex_lock (&self->mutex);
      self->n_decoded++;
      if (pixels != NULL)
        entry = add_entry (self, &job->key, pixels);
      else
        g_debug ("frame %u can't be shown: %s", job->key.frame, error->message);
    }
  else
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits any more");

  answer (self, job, entry, error);
  g_hash_table_remove (self->jobs, &job->key);
  trim (self);
}

static gpointer
work (gpointer data)
{
  OvrFrameCache *self = data;
  g_auto (OvrFrameSource) source = { 0 };

  g_mutex_lock (&self->mutex);
  while (!self->quits)
    {
      Job *job = pop_job (self);

      if (job != NULL)
        run_job (self, &source, job);
      else
        g_cond_wait (&self->work, &self->mutex);
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

OvrFrameCache *
ovr_frame_cache_new (gsize budget,
                     guint n_workers)
{
  OvrFrameCache *self = g_new0 (OvrFrameCache, 1);
  guint n = n_workers > 0 ? n_workers : MAX (1, g_get_num_processors () - 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->work);
  self->budget = budget;
  self->entries = g_hash_table_new_full (ovr_frame_key_hash, ovr_frame_key_equal, NULL, (GDestroyNotify) entry_free);
  self->jobs = g_hash_table_new_full (ovr_frame_key_hash, ovr_frame_key_equal, NULL, (GDestroyNotify) job_free);
  self->clients = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) client_free);
  g_queue_init (&self->used);
  for (guint i = 0; i < N_PRIORITIES; i++)
    g_queue_init (&self->queues[i]);

  self->workers = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->workers, g_thread_new ("frame", work, self));

  return self;
}

void
ovr_frame_cache_free (OvrFrameCache *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->quits = TRUE;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < self->workers->len; i++)
    g_thread_join (g_ptr_array_index (self->workers, i));

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_foreach (((Job *) value)->waiters, (GFunc) (void (*) (void)) cancel_waiter, NULL);

  for (guint i = 0; i < N_PRIORITIES; i++)
    g_queue_clear (&self->queues[i]);
  g_queue_clear (&self->used);
  g_ptr_array_unref (self->workers);
  g_hash_table_unref (self->jobs);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->clients);
  g_cond_clear (&self->work);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* The queued job for @key, made if need be, at @priority or more urgent. */
static Job *
want_job (OvrFrameCache *self,
          const OvrFrameKey *key,
          OvrFramePriority priority)
{
  Job *job = g_hash_table_lookup (self->jobs, key);

  if (job == NULL)
    {
      job = g_new0 (Job, 1);
      ovr_frame_key_set (&job->key, key->path, key->frame);
      job->priority = N_PRIORITIES;
      job->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
      job->prefetchers = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->jobs, &job->key, job);
    }

  if (!job->is_running && (guint) priority < job->priority)
    {
      if (job->link != NULL)
        g_queue_delete_link (&self->queues[job->priority], job->link);
      job->priority = priority;
      g_queue_push_tail (&self->queues[priority], job);
      job->link = self->queues[priority].tail;
      g_cond_signal (&self->work);
    }

  return job;
}

/* The priority that those who still want the job asked for; N_PRIORITIES where
 * nobody does. */
static guint
wanted_priority (const Job *job)
{
  guint priority = job->prefetchers->len > 0 ? OVR_FRAME_PREFETCH : N_PRIORITIES;

  for (guint i = 0; i < job->waiters->len; i++)
    priority = MIN (priority, (guint) ((const Waiter *) g_ptr_array_index (job->waiters, i))->priority);

  return priority;
}

/* Puts a queued job where it belongs after somebody left. FALSE: nobody wants
 * it any more, and it stands in no queue. */
static gboolean
settle (OvrFrameCache *self,
        Job *job)
{
  guint priority = wanted_priority (job);

  if (job->is_running || priority == job->priority)
    return TRUE;

  g_queue_delete_link (&self->queues[job->priority], job->link);
  job->link = NULL;
  if (priority == N_PRIORITIES)
    return FALSE;

  job->priority = priority;
  g_queue_push_tail (&self->queues[priority], job);
  job->link = self->queues[priority].tail;
  return TRUE;
}

static void
forget_prefetch (Job *job,
                 guint client)
{
  for (guint i = job->prefetchers->len; i > 0; i--)
    if (g_array_index (job->prefetchers, guint, i - 1) == client)
      g_array_remove_index_fast (job->prefetchers, i - 1);
}

/* Ends the requests of @client, or those of visible priority only. */
static void
forget_waiters (Job *job,
                guint client,
                gboolean visible_only)
{
  for (guint i = job->waiters->len; i > 0; i--)
    {
      Waiter *waiter = g_ptr_array_index (job->waiters, i - 1);

      if (waiter->client != client || (visible_only && waiter->priority != OVR_FRAME_VISIBLE))
        continue;
      cancel_waiter (waiter);
      g_ptr_array_remove_index (job->waiters, i - 1);
    }
}

typedef enum
{
  FORGET_VISIBLE = 1 << 0,
  FORGET_WAITERS = 1 << 1,
  FORGET_PREFETCH = 1 << 2,
} Forget;

static void
forget (OvrFrameCache *self,
        guint client,
        Forget what)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Job *job = value;

      if (what & (FORGET_VISIBLE | FORGET_WAITERS))
        forget_waiters (job, client, !(what & FORGET_WAITERS));
      if (what & FORGET_PREFETCH)
        forget_prefetch (job, client);
      if (!settle (self, job))
        g_hash_table_iter_remove (&iter);
    }
}

guint
ovr_frame_cache_add_client (OvrFrameCache *self)
{
  Client *client = g_new0 (Client, 1);
  guint id;

  g_mutex_lock (&self->mutex);
  id = client->id = ++self->last_client;
  g_hash_table_insert (self->clients, GUINT_TO_POINTER (id), client);
  g_mutex_unlock (&self->mutex);

  return id;
}

void
ovr_frame_cache_drop_client (OvrFrameCache *self,
                             guint client)
{
  Client *known;

  g_mutex_lock (&self->mutex);
  known = g_hash_table_lookup (self->clients, GUINT_TO_POINTER (client));
  if (known != NULL)
    {
      forget (self, client, FORGET_WAITERS | FORGET_PREFETCH);
      unpin (self, known);
      g_hash_table_remove (self->clients, GUINT_TO_POINTER (client));
      trim (self);
    }
  g_mutex_unlock (&self->mutex);
}

OvrPixels *
ovr_frame_cache_peek (OvrFrameCache *self,
                      guint client,
                      const OvrFrameKey *key)
{
  OvrPixels *pixels = NULL;
  Entry *entry;

  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry != NULL)
    {
      touch (self, entry);
      if (client != 0)
        pin (self, client, entry);
      pixels = ovr_pixels_ref (entry->pixels);
    }
  g_mutex_unlock (&self->mutex);

  return pixels;
}

static void
queue_waiter (OvrFrameCache *self,
              guint client,
              const OvrFrameKey *key,
              OvrFramePriority priority,
              GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->task = g_object_ref (task);
  waiter->client = client;
  waiter->priority = priority;
  g_ptr_array_add (want_job (self, key, priority)->waiters, waiter);
}

void
ovr_frame_cache_request_async (OvrFrameCache *self,
                               guint client,
                               const OvrFrameKey *key,
                               OvrFramePriority priority,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Entry *entry;

  g_return_if_fail (key->path != NULL && key->frame > 0);

  g_task_set_source_tag (task, ovr_frame_cache_request_async);
  g_mutex_lock (&self->mutex);
  if (priority == OVR_FRAME_VISIBLE)
    forget (self, client, FORGET_VISIBLE);

  entry = g_hash_table_lookup (self->entries, key);
  if (entry != NULL)
    {
      touch (self, entry);
      if (priority == OVR_FRAME_VISIBLE)
        pin (self, client, entry);
      g_task_return_pointer (task, ovr_pixels_ref (entry->pixels), (GDestroyNotify) ovr_pixels_unref);
    }
  else
    queue_waiter (self, client, key, priority, task);
  g_mutex_unlock (&self->mutex);
}

OvrPixels *
ovr_frame_cache_request_finish (OvrFrameCache *self,
                                GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ovr_frame_cache_prefetch (OvrFrameCache *self,
                          guint client,
                          const OvrFrameKey *keys,
                          guint n_keys)
{
  g_mutex_lock (&self->mutex);
  forget (self, client, FORGET_PREFETCH);
  for (guint i = 0; i < n_keys; i++)
    {
      Entry *entry = g_hash_table_lookup (self->entries, &keys[i]);

      if (entry != NULL)
        touch (self, entry);
      else
        g_array_append_val (want_job (self, &keys[i], OVR_FRAME_PREFETCH)->prefetchers, client);
    }
  g_mutex_unlock (&self->mutex);
}

gsize
ovr_frame_cache_get_size (OvrFrameCache *self)
{
  gsize size;

  g_mutex_lock (&self->mutex);
  size = self->size;
  g_mutex_unlock (&self->mutex);

  return size;
}

guint64
ovr_frame_cache_get_n_decoded (OvrFrameCache *self)
{
  guint64 n;

  g_mutex_lock (&self->mutex);
  n = self->n_decoded;
  g_mutex_unlock (&self->mutex);

  return n;
}
