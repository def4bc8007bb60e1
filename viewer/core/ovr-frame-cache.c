/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-cache-private.h"

#include "ovr-frame-source.h"

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
 * Client:
 * @id: its number
 * @pinned: (owned): the frame it shows; path NULL for none
 * @fills: whether it has given a list to fill the cache with
 * @filled: (borrowed) (nullable): the frame of that list that came last
 */
typedef struct
{
  guint id;
  OvrFrameKey pinned;
  gboolean fills;
  Entry *filled;
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
  GQueue used; /* of Entry, the latest first */
  OvrFrameJobs jobs;
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
client_free (Client *self)
{
  ovr_frame_key_clear (&self->pinned);
  g_free (self);
}

static Client *
find_client (OvrFrameCache *self,
             guint id)
{
  return g_hash_table_lookup (self->clients, GUINT_TO_POINTER (id));
}

static void
drop_entry (OvrFrameCache *self,
            Entry *entry)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Client *) value)->filled == entry)
      ((Client *) value)->filled = NULL;

  self->size -= entry->size;
  g_queue_delete_link (&self->used, entry->link);
  g_hash_table_remove (self->entries, &entry->key);
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
        drop_entry (self, entry);
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
  Client *client = find_client (self, id);

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

/* A list to fill with is sorted, the nearest first: what comes of it lies behind
 * what came before it, so that the farthest goes first. */
static void
place_filled (OvrFrameCache *self,
              const OvrFrameJob *job,
              Entry *entry)
{
  Client *client;

  if (job->priority != OVR_FRAME_BACKGROUND || job->later[OVR_LATER_FILL]->len == 0)
    return;
  client = find_client (self, g_array_index (job->later[OVR_LATER_FILL], guint, 0));
  if (client == NULL)
    return;
  if (client->filled != NULL)
    {
      g_queue_unlink (&self->used, entry->link);
      g_queue_insert_after_link (&self->used, client->filled->link, entry->link);
    }
  client->filled = entry;
}

static void
answer (OvrFrameCache *self,
        OvrFrameJob *job,
        Entry *entry,
        const GError *error)
{
  for (guint i = 0; i < job->waiters->len; i++)
    {
      OvrFrameWaiter *waiter = g_ptr_array_index (job->waiters, i);

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

/* Called with the mutex, and returns with it. */
static void
run_job (OvrFrameCache *self,
         OvrFrameSource *source,
         OvrFrameJob *job)
{
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;
  Entry *entry = NULL;

  if (ovr_frame_job_is_wanted (job))
    {
      g_mutex_unlock (&self->mutex);
      pixels = ovr_frame_source_load (source, &job->key, &error);
      g_mutex_lock (&self->mutex);
      self->n_decoded++;
      if (pixels != NULL)
        {
          entry = add_entry (self, &job->key, pixels);
          place_filled (self, job, entry);
        }
      else
        g_debug ("frame %u can't be shown: %s", job->key.frame, error->message);
    }
  else
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits any more");

  answer (self, job, entry, error);
  ovr_frame_jobs_end (&self->jobs, job);
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
      OvrFrameJob *job = ovr_frame_jobs_pop (&self->jobs);

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
  self->clients = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) client_free);
  g_queue_init (&self->used);
  ovr_frame_jobs_init (&self->jobs);

  self->workers = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->workers, g_thread_new ("frame", work, self));

  return self;
}

void
ovr_frame_cache_free (OvrFrameCache *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->quits = TRUE;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < self->workers->len; i++)
    g_thread_join (g_ptr_array_index (self->workers, i));

  ovr_frame_jobs_clear (&self->jobs);
  g_queue_clear (&self->used);
  g_ptr_array_unref (self->workers);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->clients);
  g_cond_clear (&self->work);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
ovr_frame_cache_set_budget (OvrFrameCache *self,
                            gsize budget)
{
  g_mutex_lock (&self->mutex);
  self->budget = budget;
  trim (self);
  g_mutex_unlock (&self->mutex);
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
  known = find_client (self, client);
  if (known != NULL)
    {
      ovr_frame_jobs_forget (&self->jobs, client, OVR_FORGET_WAITERS | OVR_FORGET_PREFETCH | OVR_FORGET_FILL);
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
  OvrFrameWaiter *waiter = g_new0 (OvrFrameWaiter, 1);

  waiter->task = g_object_ref (task);
  waiter->client = client;
  waiter->priority = priority;
  g_ptr_array_add (ovr_frame_jobs_want (&self->jobs, key, priority)->waiters, waiter);
  g_cond_signal (&self->work);
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
    ovr_frame_jobs_forget (&self->jobs, client, OVR_FORGET_VISIBLE);

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

/* What is there already is touched from the far end on, so that the nearest
 * frame counts as the one used last. */
static void
put_on_list (OvrFrameCache *self,
             guint client,
             const OvrFrameKey *keys,
             guint n_keys,
             OvrLater list)
{
  OvrFramePriority priority = list == OVR_LATER_FILL ? OVR_FRAME_BACKGROUND : OVR_FRAME_PREFETCH;

  for (guint i = n_keys; i > 0; i--)
    {
      Entry *entry = g_hash_table_lookup (self->entries, &keys[i - 1]);

      if (entry != NULL)
        touch (self, entry);
    }
  for (guint i = 0; i < n_keys; i++)
    if (!g_hash_table_contains (self->entries, &keys[i]))
      g_array_append_val (ovr_frame_jobs_want (&self->jobs, &keys[i], priority)->later[list], client);
  g_cond_broadcast (&self->work);
}

void
ovr_frame_cache_prefetch (OvrFrameCache *self,
                          guint client,
                          const OvrFrameKey *keys,
                          guint n_keys)
{
  g_mutex_lock (&self->mutex);
  ovr_frame_jobs_forget (&self->jobs, client, OVR_FORGET_PREFETCH);
  put_on_list (self, client, keys, n_keys, OVR_LATER_PREFETCH);
  g_mutex_unlock (&self->mutex);
}

/* The nearest of the list that are there already. */
static Entry *
last_of_first (OvrFrameCache *self,
               const OvrFrameKey *keys,
               guint n_keys)
{
  Entry *last = NULL;

  for (guint i = 0; i < n_keys; i++)
    {
      Entry *entry = g_hash_table_lookup (self->entries, &keys[i]);

      if (entry == NULL)
        break;
      last = entry;
    }
  return last;
}

void
ovr_frame_cache_fill (OvrFrameCache *self,
                      guint client,
                      const OvrFrameKey *keys,
                      guint n_keys)
{
  Client *known;

  g_mutex_lock (&self->mutex);
  known = find_client (self, client);
  if (known != NULL)
    {
      ovr_frame_jobs_forget (&self->jobs, client, OVR_FORGET_FILL);
      put_on_list (self, client, keys, n_keys, OVR_LATER_FILL);
      known->fills = n_keys > 0;
      known->filled = last_of_first (self, keys, n_keys);
    }
  g_mutex_unlock (&self->mutex);
}

gsize
ovr_frame_cache_get_share (OvrFrameCache *self,
                           guint client)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;
  gsize share;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += ((Client *) value)->fills || ((Client *) value)->id == client;
  share = self->budget / MAX (n, 1);
  g_mutex_unlock (&self->mutex);

  return share;
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
