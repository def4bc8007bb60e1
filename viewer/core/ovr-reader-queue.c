/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include "ovr-database.h"
#include "ovr-instance-private.h"
#include "ovr-shared-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Files a worker takes at once in the end: handing over costs more than a
 * header. The first ones go alone, so that something is seen at once. */
#define BATCH 16

/* Batches under way at most: bounds the memory. On slow media hardly more than
 * what is being read, so that nobody waits for it after stopping. */
#define MAX_PENDING 32
#define MAX_PENDING_SLOW 2

/* Bytes of archive members under way at most. */
#define MAX_PENDING_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024)

#define DEFAULT_MAX_MEMBER (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)
#define DEFAULT_MAX_TOTAL (G_GUINT64_CONSTANT (64) * 1024 * 1024 * 1024)
#define DEFAULT_THREADS 2

/**
 * Item:
 * @path: (owned): file, or words for a member
 * @bytes: (owned) (nullable): a member's content; kept where @kind tells that
 *   somebody may want it
 * @reason: (owned) (nullable): why it is skipped
 * @instance: (owned) (nullable): what came of it
 * @kind: what it is where it is no DICOM file
 * @is_file: it lies at @path
 * @is_index: it is a DICOMDIR
 * @is_not_dicom: perhaps an archive, then
 * @is_stored: @path is now a file in the store
 */
typedef struct
{
  char *path;
  GBytes *bytes;
  char *reason;
  OvrInstance *instance;
  OvrFileKind kind;
  gboolean is_file;
  gboolean is_index;
  gboolean is_not_dicom;
  gboolean is_stored;
} Item;

/* @is_done is guarded by the reader's mutex; the rest belongs to the worker
 * until then. */
typedef struct
{
  Item items[BATCH];
  guint n;
  guint64 n_bytes;
  gboolean is_done;
} Batch;

/**
 * OvrReader:
 * @n_queued: results handed out or under way
 * @n_expected: results that are known to come after those
 * @n_listed: patients of DICOMDIRs
 * @is_scouted: see OvrReadResult
 * @has_begun: an instance was handed out
 * @is_slow: see OvrMedium
 * @batch_size: items that the next batch takes
 */
struct _OvrReader
{
  /* Borrowed */
  const OvrReadOptions *options;
  GCancellable *cancellable;
  OvrReadFunc func;
  gpointer data;

  /* Owned */
  GThreadPool *pool;
  GQueue pending; /* of Batch, in order */
  Batch *open;
  GPtrArray *archives; /* paths found on the way */
  GPtrArray *indexes;  /* DICOMDIR found on the way */
  GHashTable *seen;    /* SOP Instance UIDs, while a DICOMDIR may ask for them */
  GError *error;

  int n_queued;
  int n_expected;
  guint n_listed;
  gboolean is_scouted;
  gboolean has_begun;
  gboolean is_slow;
  guint batch_size;

  GMutex mutex;
  GCond done;
  guint64 n_pending_bytes;
  int n_stored; /* atomic */
};

static void
item_clear (Item *item)
{
  g_clear_pointer (&item->path, g_free);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_pointer (&item->reason, g_free);
  g_clear_pointer (&item->instance, ovr_instance_unref);
}

static void
batch_free (Batch *batch)
{
  for (guint i = 0; i < batch->n; i++)
    item_clear (&batch->items[i]);
  g_free (batch);
}

/* ---- Workers */

/* What @item is instead; @kind is told by its first bytes. A picture's bytes may
 * also look like a header that is damaged. */
static void
refuse (Item *item,
        OvrFileKind kind,
        const GError *error)
{
  item->is_not_dicom = g_error_matches (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM);
  if (!item->is_index && (item->is_not_dicom || kind == OVR_FILE_PICTURE || kind == OVR_FILE_PDF))
    item->kind = kind;
  item->reason = g_strdup (item->is_not_dicom || item->kind != OVR_FILE_OTHER ? ovr_file_kind_reason (item->kind)
                                                                              : error->message);
}

static void
read_file (Item *item)
{
  g_autoptr (GError) error = NULL;
  int fd = open (item->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      item->reason = g_strdup_printf ("can't be opened: %s", g_strerror (errno));
      return;
    }

  item->instance = ovr_instance_read_fd (fd, item->path, &item->is_index, &error);
  if (item->instance == NULL)
    refuse (item, ovr_file_kind_detect_fd (fd), error);
  close (fd);
}

/* Writes a member under a number: nothing of its own name reaches the file
 * system. (transfer full) (nullable) */
static char *
store_bytes (OvrReader *self,
             GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *name = g_strdup_printf ("%07d.dcm", g_atomic_int_add (&self->n_stored, 1) + 1);
  g_autofree char *path = g_build_filename (self->options->store, name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean ok = fd >= 0;

  while (ok && size > 0)
    {
      gssize n = write (fd, data, size);

      ok = n > 0 || (n < 0 && errno == EINTR);
      if (n > 0)
        {
          data += n;
          size -= (gsize) n;
        }
    }
  if (fd >= 0 && close (fd) != 0)
    ok = FALSE;
  if (!ok && fd >= 0)
    g_unlink (path);
  return ok ? g_steal_pointer (&path) : NULL;
}

static void
read_member (OvrReader *self,
             Item *item)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  item->instance = ovr_instance_read_bytes (item->bytes, NULL, &item->is_index, &error);
  if (item->instance == NULL)
    {
      refuse (item, ovr_file_kind_detect (g_bytes_get_data (item->bytes, NULL), g_bytes_get_size (item->bytes)), error);
    }
  else if (self->options->store != NULL)
    {
      path = store_bytes (self, item->bytes);
      if (path == NULL)
        {
          g_clear_pointer (&item->instance, ovr_instance_unref);
          item->reason = g_strdup ("can't be stored in the library's folder");
        }
      else
        {
          ovr_instance_set_path (item->instance, path);
          g_free (item->path);
          item->path = g_steal_pointer (&path);
          item->is_stored = TRUE;
        }
    }
  if (item->kind == OVR_FILE_OTHER)
    g_clear_pointer (&item->bytes, g_bytes_unref);
}

static void
run_batch (gpointer data,
           gpointer user_data)
{
  OvrReader *self = user_data;
  Batch *batch = data;

  for (guint i = 0; i < batch->n; i++)
    {
      Item *item = &batch->items[i];

      if (item->reason != NULL || g_cancellable_is_cancelled (self->cancellable))
        continue;
      if (item->bytes != NULL)
        read_member (self, item);
      else
        read_file (item);
    }

  g_mutex_lock (&self->mutex);
  batch->is_done = TRUE;
  g_cond_signal (&self->done);
  g_mutex_unlock (&self->mutex);
}

/* ---- The calling thread */

/* TRUE where @item is no result of its own, but leads to others. */
static gboolean
is_container (OvrReader *self,
              const Item *item)
{
  if (item->is_index)
    {
      /* A member's can't be looked up in: what it lists was read anyway. */
      if (item->is_file)
        g_ptr_array_add (self->indexes, g_strdup (item->path));
      return TRUE;
    }
  if (!item->is_file || !item->is_not_dicom || ovr_archive_detect (item->path) == OVR_ARCHIVE_NONE)
    return FALSE;
  g_ptr_array_add (self->archives, g_strdup (item->path));
  return TRUE;
}

static gboolean
hand_over (OvrReader *self,
           Item *item)
{
  OvrReadResult result = { .instance = item->instance, .path = item->path, .reason = item->reason, .kind = item->kind, .bytes = item->bytes, .is_stored = item->is_stored };

  if (is_container (self, item))
    {
      self->n_queued--;
      return TRUE;
    }
  if (item->instance != NULL)
    {
      self->has_begun = TRUE;
      g_hash_table_add (self->seen, (gpointer) ovr_shared_text_ref (item->instance->sop_uid));
    }
  result.is_scouted = self->is_scouted;
  result.n_total = self->is_scouted ? (guint) MAX (self->n_queued + self->n_expected, 1) : 0;
  result.n_listed = self->n_listed;
  return self->func (&result, self->data, &self->error);
}

/* Waits for the oldest batch and hands its results over. */
static gboolean
finish_oldest (OvrReader *self)
{
  Batch *batch = g_queue_pop_head (&self->pending);
  gboolean ok = TRUE;

  g_mutex_lock (&self->mutex);
  while (!batch->is_done)
    g_cond_wait (&self->done, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (g_cancellable_is_cancelled (self->cancellable) && self->error == NULL)
    g_cancellable_set_error_if_cancelled (self->cancellable, &self->error);
  for (guint i = 0; i < batch->n; i++)
    {
      Item *item = &batch->items[i];

      ok = ok && self->error == NULL && hand_over (self, item);
      if (!ok && item->is_stored)
        g_unlink (item->path);
    }

  self->n_pending_bytes -= batch->n_bytes;
  batch_free (batch);
  return ok && self->error == NULL;
}

static gboolean
send_open (OvrReader *self)
{
  Batch *batch = g_steal_pointer (&self->open);
  const guint max_pending = self->is_slow ? MAX_PENDING_SLOW : MAX_PENDING;

  if (batch != NULL)
    {
      g_queue_push_tail (&self->pending, batch);
      self->n_pending_bytes += batch->n_bytes;
      g_thread_pool_push (self->pool, batch, NULL);
      if (!self->is_slow)
        self->batch_size = MIN (self->batch_size * 2, BATCH);
    }
  while (self->pending.length > max_pending ||
         (self->n_pending_bytes > MAX_PENDING_BYTES && self->pending.length > 0) ||
         (self->is_slow && !self->has_begun && self->pending.length > 0))
    if (!finish_oldest (self))
      return FALSE;
  return self->error == NULL;
}

gboolean
ovr_reader_poll (OvrReader *self)
{
  gboolean is_done = TRUE;

  while (is_done && self->pending.length > 0)
    {
      g_mutex_lock (&self->mutex);
      is_done = ((Batch *) g_queue_peek_head (&self->pending))->is_done;
      g_mutex_unlock (&self->mutex);
      if (is_done && !finish_oldest (self))
        return FALSE;
    }
  return ovr_reader_may_go_on (self);
}

gboolean
ovr_reader_drain (OvrReader *self)
{
  gboolean ok = send_open (self);

  while (self->pending.length > 0)
    ok = finish_oldest (self) && ok;
  return ok && ovr_reader_may_go_on (self);
}

static gboolean
add_item (OvrReader *self,
          char *path,
          gboolean is_file,
          GBytes *bytes,
          const char *reason)
{
  Item *item;

  if (self->open == NULL)
    self->open = g_new0 (Batch, 1);
  item = &self->open->items[self->open->n++];
  item->path = path;
  item->is_file = is_file;
  item->reason = g_strdup (reason);
  if (bytes != NULL)
    {
      item->bytes = g_bytes_ref (bytes);
      self->open->n_bytes += g_bytes_get_size (bytes);
    }
  self->n_queued++;
  if (self->open->n >= self->batch_size || self->open->n_bytes > MAX_PENDING_BYTES / 16)
    return send_open (self);
  return TRUE;
}

gboolean
ovr_reader_has_instance (OvrReader *self,
                         const char *sop_uid)
{
  return g_hash_table_contains (self->seen, sop_uid);
}

gboolean
ovr_reader_add_file (OvrReader *self,
                     char *path)
{
  return add_item (self, path, TRUE, NULL, ovr_database_holds (path) ? "it is the library itself" : NULL);
}

gboolean
ovr_reader_add_bytes (OvrReader *self,
                      const char *name,
                      GBytes *bytes)
{
  return add_item (self, g_strdup (name), FALSE, bytes, NULL);
}

gboolean
ovr_reader_add_skipped (OvrReader *self,
                        const char *path,
                        const char *reason)
{
  return add_item (self, g_strdup (path), FALSE, NULL, reason);
}

gboolean
ovr_reader_may_go_on (OvrReader *self)
{
  if (self->error == NULL)
    g_cancellable_set_error_if_cancelled (self->cancellable, &self->error);
  return self->error == NULL;
}

void
ovr_reader_expect (OvrReader *self,
                   int n)
{
  self->n_expected += n;
}

void
ovr_reader_set_scouted (OvrReader *self)
{
  self->is_scouted = TRUE;
}

void
ovr_reader_set_listed (OvrReader *self,
                       guint n_patients)
{
  self->n_listed = n_patients;
}

gboolean
ovr_reader_is_slow (OvrReader *self)
{
  return self->is_slow;
}

GPtrArray *
ovr_reader_steal_archives (OvrReader *self)
{
  GPtrArray *found = self->archives;

  self->archives = g_ptr_array_new_with_free_func (g_free);
  return found;
}

GPtrArray *
ovr_reader_steal_indexes (OvrReader *self)
{
  GPtrArray *found = self->indexes;

  self->indexes = g_ptr_array_new_with_free_func (g_free);
  return found;
}

void
ovr_reader_get_limits (OvrReader *self,
                       guint64 *max_member,
                       guint64 *max_total)
{
  *max_member = self->options->max_member > 0 ? self->options->max_member : DEFAULT_MAX_MEMBER;
  *max_total = self->options->max_total > 0 ? self->options->max_total : DEFAULT_MAX_TOTAL;
}

char *
ovr_reader_ask_password (OvrReader *self,
                         const char *archive,
                         guint attempt)
{
  if (self->options->password == NULL)
    return NULL;
  return self->options->password (archive, attempt, self->options->password_data);
}

OvrReader *
ovr_reader_new (const OvrReadOptions *options,
                gboolean slow,
                GCancellable *cancellable,
                OvrReadFunc func,
                gpointer data)
{
  OvrReader *self = g_new0 (OvrReader, 1);
  guint n_threads = options->n_threads > 0 ? options->n_threads : slow ? 1
                                                                       : DEFAULT_THREADS;

  self->options = options;
  self->cancellable = cancellable;
  self->func = func;
  self->data = data;
  self->is_slow = slow;
  self->batch_size = 1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->done);
  g_queue_init (&self->pending);
  self->archives = g_ptr_array_new_with_free_func (g_free);
  self->indexes = g_ptr_array_new_with_free_func (g_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify) ovr_shared_text_unref, NULL);
  self->pool = g_thread_pool_new (run_batch, self, (gint) n_threads, FALSE, NULL);
  return self;
}

gboolean
ovr_reader_finish (OvrReader *self,
                   gboolean ok,
                   GError **error)
{
  ok = ovr_reader_drain (self) && ok;
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_ptr_array_unref (self->archives);
  g_ptr_array_unref (self->indexes);
  g_hash_table_unref (self->seen);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->done);
  if (self->error != NULL)
    g_propagate_error (error, self->error);
  g_free (self);
  return ok;
}
