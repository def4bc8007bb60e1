/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include "ovr-database.h"
#include "ovr-instance-private.h"
#include "ovr-log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files a worker takes at once: handing over costs more than a header. */
#define BATCH 16

/* Batches under way at most: bounds the memory. */
#define MAX_PENDING 32

/* Bytes of archive members under way at most. */
#define MAX_PENDING_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024)

#define DEFAULT_MAX_MEMBER (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)
#define DEFAULT_MAX_TOTAL (G_GUINT64_CONSTANT (64) * 1024 * 1024 * 1024)
#define DEFAULT_THREADS 2

/**
 * Item:
 * @path: (owned): file, or words for a member
 * @bytes: (owned) (nullable): a member's content
 * @reason: (owned) (nullable): why it is skipped
 * @instance: (owned) (nullable): what came of it
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
  GHashTable *asked;   /* DICOMDIR whose lists were gone through */
  GError *error;

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

static char *
reason_of (const GError *error)
{
  return g_error_matches (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM) ? g_strdup ("not a DICOM file")
                                                                             : g_strdup (error->message);
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
    {
      item->is_not_dicom = g_error_matches (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM);
      item->reason = reason_of (error);
    }
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
      item->reason = reason_of (error);
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

static gboolean
hand_over (OvrReader *self,
           Item *item)
{
  OvrReadResult result = { item->instance, item->path, item->reason, item->is_stored };

  if (item->is_index)
    {
      /* A member's can't be looked up in: what it lists was read anyway. */
      if (g_path_is_absolute (item->path) && g_file_test (item->path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (self->indexes, g_strdup (item->path));
      return TRUE;
    }
  if (item->is_not_dicom && ovr_archive_detect (item->path))
    {
      g_ptr_array_add (self->archives, g_strdup (item->path));
      return TRUE;
    }
  if (item->instance != NULL)
    g_hash_table_add (self->seen, g_ref_string_acquire ((GRefString *) item->instance->sop_uid));
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

  if (batch != NULL)
    {
      g_queue_push_tail (&self->pending, batch);
      self->n_pending_bytes += batch->n_bytes;
      g_thread_pool_push (self->pool, batch, NULL);
    }
  while (self->pending.length > MAX_PENDING ||
         (self->n_pending_bytes > MAX_PENDING_BYTES && self->pending.length > 0))
    if (!finish_oldest (self))
      return FALSE;
  return self->error == NULL;
}

static gboolean
drain (OvrReader *self)
{
  gboolean ok = send_open (self);

  while (self->pending.length > 0)
    ok = finish_oldest (self) && ok;
  return ok;
}

static gboolean
add_item (OvrReader *self,
          char *path,
          GBytes *bytes,
          const char *reason)
{
  Item *item;

  if (self->open == NULL)
    self->open = g_new0 (Batch, 1);
  item = &self->open->items[self->open->n++];
  item->path = path;
  item->reason = g_strdup (reason);
  if (bytes != NULL)
    {
      item->bytes = g_bytes_ref (bytes);
      self->open->n_bytes += g_bytes_get_size (bytes);
    }
  if (self->open->n == BATCH || self->open->n_bytes > MAX_PENDING_BYTES / 16)
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
  return add_item (self, path, NULL, ovr_database_holds (path) ? "it is the library itself" : NULL);
}

gboolean
ovr_reader_add_bytes (OvrReader *self,
                      const char *name,
                      GBytes *bytes)
{
  return add_item (self, g_strdup (name), bytes, NULL);
}

gboolean
ovr_reader_add_skipped (OvrReader *self,
                        const char *path,
                        const char *reason)
{
  return add_item (self, g_strdup (path), NULL, reason);
}

void
ovr_reader_get_limits (OvrReader *self,
                       guint64 *max_member,
                       guint64 *max_total)
{
  *max_member = self->options->max_member > 0 ? self->options->max_member : DEFAULT_MAX_MEMBER;
  *max_total = self->options->max_total > 0 ? self->options->max_total : DEFAULT_MAX_TOTAL;
}

static gboolean
is_called_dicomdir (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_ascii_strncasecmp (name, "DICOMDIR", 8) == 0;
}

/* A DICOMDIR that was named stands for its files. */
static gboolean
read_named_index (OvrReader *self,
                  const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  guint n_found = 0;

  g_hash_table_add (self->asked, g_strdup (path));
  if (!ovr_dicomdir_read (self, path, TRUE, &n_found) || !drain (self))
    return FALSE;
  return n_found > 0 || ovr_reader_walk (self, folder);
}

/* Found on the way: archives are read, DICOMDIRs asked what is missing. */
static gboolean
read_found (OvrReader *self)
{
  gboolean ok = drain (self);
  guint n_found;

  for (guint i = 0; ok && i < self->archives->len; i++)
    ok = ovr_archive_read (self, self->archives->pdata[i]) && drain (self);
  for (guint i = 0; ok && i < self->indexes->len; i++)
    if (g_hash_table_add (self->asked, g_strdup (self->indexes->pdata[i])))
      ok = ovr_dicomdir_read (self, self->indexes->pdata[i], FALSE, &n_found) && drain (self);
  g_ptr_array_set_size (self->archives, 0);
  g_ptr_array_set_size (self->indexes, 0);
  return ok;
}

static gboolean
read_named_file (OvrReader *self,
                 const char *path)
{
  g_autofree char *index = NULL;

  if (is_called_dicomdir (path))
    return read_named_index (self, path);
  if (!ovr_database_holds (path) && ovr_archive_detect (path))
    return ovr_archive_read (self, path);
  if (!ovr_reader_add_file (self, g_strdup (path)) || !drain (self))
    return FALSE;
  if (self->indexes->len == 0)
    return TRUE;

  /* A DICOMDIR by content, whatever it is called. */
  index = g_strdup (self->indexes->pdata[0]);
  g_ptr_array_set_size (self->indexes, 0);
  return read_named_index (self, index);
}

static gboolean
read_path (OvrReader *self,
           const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  gboolean ok = g_file_test (absolute, G_FILE_TEST_IS_DIR) ? ovr_reader_walk (self, absolute)
                                                           : read_named_file (self, absolute);

  return ok && read_found (self);
}

/* What was named must be there and readable, or nothing is begun. */
static gboolean
check_path (const char *path,
            GError **error)
{
  struct stat info;
  int saved = 0;

  if (g_stat (path, &info) != 0 || g_access (path, S_ISDIR (info.st_mode) ? R_OK | X_OK : R_OK) != 0)
    saved = errno;
  else if (!S_ISDIR (info.st_mode) && !S_ISREG (info.st_mode))
    saved = EINVAL;
  if (saved == 0)
    return TRUE;

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (saved), "%s",
               saved == EINVAL ? "neither a file nor a folder" : g_strerror (saved));
  return FALSE;
}

gboolean
ovr_read_paths (const char *const *paths,
                const OvrReadOptions *options,
                GCancellable *cancellable,
                OvrReadFunc func,
                gpointer data,
                GError **error)
{
  static const OvrReadOptions none = { 0 };
  OvrReader self = { .options = options != NULL ? options : &none, .cancellable = cancellable, .func = func, .data = data };
  gboolean ok = TRUE;

  for (guint i = 0; paths[i] != NULL; i++)
    if (!check_path (paths[i], error))
      {
        g_autofree char *name = ovr_log_file (paths[i]);

        g_prefix_error (error, "%s: ", name);
        return FALSE;
      }

  g_mutex_init (&self.mutex);
  g_cond_init (&self.done);
  g_queue_init (&self.pending);
  self.archives = g_ptr_array_new_with_free_func (g_free);
  self.indexes = g_ptr_array_new_with_free_func (g_free);
  self.seen = g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify) g_ref_string_release, NULL);
  self.asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.pool = g_thread_pool_new (run_batch, &self,
                                 (gint) (self.options->n_threads > 0 ? self.options->n_threads : DEFAULT_THREADS),
                                 FALSE, NULL);

  for (guint i = 0; ok && paths[i] != NULL; i++)
    ok = read_path (&self, paths[i]);
  ok = drain (&self) && ok;

  g_thread_pool_free (self.pool, FALSE, TRUE);
  g_ptr_array_unref (self.archives);
  g_ptr_array_unref (self.indexes);
  g_hash_table_unref (self.asked);
  g_hash_table_unref (self.seen);
  g_mutex_clear (&self.mutex);
  g_cond_clear (&self.done);
  if (self.error != NULL)
    {
      g_propagate_error (error, self.error);
      return FALSE;
    }
  return ok;
}
