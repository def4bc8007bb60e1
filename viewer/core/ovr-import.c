/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-import.h"

#include "ovr-clock.h"
#include "ovr-copier.h"
#include "ovr-import-private.h"
#include "ovr-import-store.h"
#include "ovr-person.h"

#include <glib/gstdio.h>
#include <math.h>

/* Instances that one transaction takes: a commit costs up to 10 ms, and what
 * it holds is lost when the program is killed. */
#define BATCH 1000

/* However few there are, what was read for so long is shown. */
#define BATCH_US 2000000

/* The first batch is small, so that a study stands in the list at once. */
#define FIRST_BATCH_US 50000

#define PROGRESS_INTERVAL_US 100000

/* Before that, nothing can be said about how long it will take. */
#define ESTIMATE_AFTER_US 500000

/**
 * Import:
 * @batch: (element-type OvrIndexItem): read, not yet in the index
 * @seen: "patient key, study UID" of @result->studies
 * @patients: keys of patients
 * @conflicts: (element-type filename): told last, so that the order is not that
 *   of the commits
 * @now: what was told last, or will be
 * @n_kept: bytes that @result->skipped keeps
 * @start: when it began, µs
 * @last_commit: µs; 0 before the first one
 */
typedef struct
{
  /* Borrowed */
  OvrLibrary *library;
  const OvrImportOptions *options;
  GCancellable *cancellable;
  OvrImportProgressFunc progress;
  gpointer progress_data;

  /* Owned */
  OvrIndexer *indexer;
  GArray *batch;
  GHashTable *seen;
  GHashTable *patients;
  GPtrArray *conflicts;
  OvrImportResult *result;

  OvrImportProgress now;
  guint64 n_kept;
  gint64 start;
  gint64 last_commit;
  gint64 last_progress;
} Import;

static void
skipped_free (gpointer data)
{
  OvrSkippedFile *self = data;

  g_free (self->path);
  g_free (self->reason);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static void
study_free (gpointer data)
{
  OvrImportedStudy *self = data;

  g_free (self->patient_key);
  g_free (self->patient_name);
  g_free (self->uid);
  g_free (self);
}

static void
clear_item (gpointer data)
{
  ovr_instance_unref (((OvrIndexItem *) data)->instance);
}

void
ovr_import_result_free (OvrImportResult *self)
{
  g_ptr_array_unref (self->studies);
  g_ptr_array_unref (self->skipped);
  g_free (self->copy_problem);
  g_free (self);
}

/* Borrowed until the result is freed. */
static OvrSkippedFile *
note_skipped (Import *self,
              const char *path,
              const char *reason)
{
  OvrSkippedFile *skipped = g_new0 (OvrSkippedFile, 1);

  skipped->path = g_strdup (path);
  skipped->reason = g_strdup (reason);
  g_ptr_array_add (self->result->skipped, skipped);
  return skipped;
}

/* With what it is, and the content of what would be gone else. */
static void
note_read_skipped (Import *self,
                   const OvrReadResult *read)
{
  OvrSkippedFile *skipped = note_skipped (self, read->path, read->reason);
  guint64 size = read->bytes != NULL ? g_bytes_get_size (read->bytes) : 0;

  skipped->kind = read->kind;
  skipped->is_member = read->bytes != NULL;
  if (read->bytes == NULL || self->n_kept + size > self->options->max_kept)
    return;
  skipped->bytes = g_bytes_ref (read->bytes);
  self->n_kept += size;
}

static gboolean
write_batch (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  Import *self = data;

  return ovr_indexer_add (self->indexer, writer, self->batch, error);
}

/* What became of an item, after the commit that @ok tells of. */
static void
count_item (Import *self,
            const OvrIndexItem *item,
            gboolean ok)
{
  if (item->is_stored && (!ok || !item->is_used))
    g_unlink (item->instance->path);
  if (!ok)
    return;
  self->result->n_instances += item->outcome == OVR_INDEX_NEW;
  self->result->n_duplicates += item->outcome == OVR_INDEX_DUPLICATE;
  self->result->n_conflicts += item->outcome == OVR_INDEX_VARIANT;
  if (item->outcome == OVR_INDEX_VARIANT)
    g_ptr_array_add (self->conflicts, g_strdup (item->instance->path));
}

static gboolean
flush_batch (Import *self,
             GError **error)
{
  gboolean ok = self->batch->len == 0 ||
                ovr_database_write (ovr_library_get_database (self->library), write_batch, self, error);

  for (guint i = 0; i < self->batch->len; i++)
    count_item (self, &g_array_index (self->batch, OvrIndexItem, i), ok);
  g_array_set_size (self->batch, 0);
  self->last_commit = ovr_clock_ticks_us ();
  return ok;
}

static void
note_study (Import *self,
            const OvrInstance *instance)
{
  g_autofree char *key = g_strjoin ("\n", instance->patient_key, instance->study_uid, NULL);
  OvrImportedStudy *study;

  if (g_hash_table_contains (self->seen, key))
    return;
  g_hash_table_add (self->seen, g_steal_pointer (&key));
  study = g_new0 (OvrImportedStudy, 1);
  study->patient_key = g_strdup (instance->patient_key);
  study->patient_name = ovr_person_name_to_display (instance->patient_name);
  study->uid = g_strdup (instance->study_uid);
  g_ptr_array_add (self->result->studies, study);
}

static double
estimate_seconds_left (guint n_done,
                       guint n_total,
                       gint64 since)
{
  gint64 elapsed = ovr_clock_ticks_us () - since;

  if (n_done == 0 || n_total < n_done || elapsed < ESTIMATE_AFTER_US)
    return NAN;
  return (double) elapsed / 1e6 / n_done * (n_total - n_done);
}

/* Now and then, and whenever something was committed. */
static void
report_progress (Import *self,
                 gboolean committed)
{
  gint64 now = ovr_clock_ticks_us ();

  if (self->progress == NULL || (!committed && now - self->last_progress < PROGRESS_INTERVAL_US))
    return;
  self->last_progress = now;
  self->now.seconds_left = estimate_seconds_left (self->now.n_files, self->now.n_total, self->start);
  self->progress (&self->now, self->progress_data);
}

/* After the first instances at once, later when it pays. */
static gboolean
is_time_to_commit (Import *self)
{
  gint64 now;

  if (self->batch->len == 0)
    return FALSE;
  if (self->batch->len >= BATCH)
    return TRUE;
  now = ovr_clock_ticks_us ();
  if (self->last_commit == 0)
    return self->now.is_scouted || now - self->start > FIRST_BATCH_US;
  return now - self->last_commit > BATCH_US;
}

static void
note_instance (Import *self,
               const OvrReadResult *read)
{
  OvrIndexItem item = { .instance = ovr_instance_ref (read->instance), .is_stored = read->is_stored, .wants_copy = self->options->copy };

  note_study (self, read->instance);
  if (!g_hash_table_contains (self->patients, read->instance->patient_key))
    g_hash_table_add (self->patients, g_strdup (read->instance->patient_key));
  g_array_append_val (self->batch, item);
  self->now.n_instances++;
}

static gboolean
take_result (const OvrReadResult *read,
             gpointer data,
             GError **error)
{
  Import *self = data;
  gboolean commits;

  self->now.n_files++;
  self->now.is_scouted = read->is_scouted;
  self->now.n_total = read->n_total > 0 ? MAX (read->n_total, self->now.n_files) : 0;
  if (read->instance != NULL)
    note_instance (self, read);
  else
    note_read_skipped (self, read);
  self->now.n_patients = MAX (g_hash_table_size (self->patients), read->n_listed);

  commits = is_time_to_commit (self);
  if (commits && !flush_batch (self, error))
    return FALSE;
  report_progress (self, commits);
  return TRUE;
}

static gboolean
check_next (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  return ovr_indexer_check_next (writer, data, error);
}

/* Also studies that an import left unchecked when it was killed. */
static gboolean
check_studies (Import *self,
               GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !ovr_database_write (ovr_library_get_database (self->library), check_next, &more, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_all (sqlite3 *writer,
           gpointer data,
           GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!ovr_indexer_check_next (writer, &more, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_all (Import *self,
          const char *const *paths,
          GError **error)
{
  g_autoptr (OvrImportStore) store = ovr_import_store_new (self->library, error);
  OvrReadOptions options = self->options->read;
  gboolean ok;

  if (store == NULL)
    return FALSE;
  options.store = ovr_import_store_get_path (store);
  ok = ovr_read_paths (paths, &options, self->cancellable, take_result, self, error);

  /* What was read before it was stopped is whole in itself. */
  if (!flush_batch (self, ok ? error : NULL))
    ok = FALSE;
  return ok;
}

/* After the commit of each batch. */
static void
on_copied (guint n_copied,
           guint n_to_copy,
           gint64 start,
           gpointer data)
{
  Import *self = data;

  self->now.n_copied = n_copied;
  self->now.n_to_copy = n_to_copy;
  self->now.seconds_left = estimate_seconds_left (n_copied, n_to_copy, start);
  if (self->progress != NULL)
    self->progress (&self->now, self->progress_data);
}

static gboolean
run (Import *self,
     const char *const *paths,
     GError **error)
{
  if (paths[0] != NULL && !read_all (self, paths, error))
    return FALSE;
  for (guint i = 0; i < self->conflicts->len; i++)
    note_skipped (self, self->conflicts->pdata[i], "another image with the same UID: kept apart");
  self->now.is_scouted = TRUE;
  report_progress (self, TRUE);
  return check_studies (self, error) &&
         ovr_copier_run (self->library, self->cancellable, on_copied, self, self->result, error);
}

OvrImportResult *
ovr_import_run (OvrLibrary *library,
                const char *const *paths,
                const OvrImportOptions *options,
                GCancellable *cancellable,
                OvrImportProgressFunc progress,
                gpointer data,
                GError **error)
{
  static const OvrImportOptions none = { 0 };
  Import self = { .library = library, .cancellable = cancellable, .progress = progress, .progress_data = data };
  gboolean ok;

  self.options = options != NULL ? options : &none;
  self.start = ovr_clock_ticks_us ();
  self.result = g_new0 (OvrImportResult, 1);
  self.result->studies = g_ptr_array_new_with_free_func (study_free);
  self.result->skipped = g_ptr_array_new_with_free_func (skipped_free);
  self.indexer = ovr_indexer_new ();
  self.batch = g_array_new (FALSE, FALSE, sizeof (OvrIndexItem));
  g_array_set_clear_func (self.batch, clear_item);
  self.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.conflicts = g_ptr_array_new_with_free_func (g_free);

  ok = run (&self, paths, error);
  self.result->seconds = (double) (ovr_clock_ticks_us () - self.start) / 1e6;

  /* Who stopped it waits for nothing; what was read is checked all the same. */
  if (!ok)
    ovr_database_write_async (ovr_library_get_database (library), check_all, NULL, NULL, NULL, NULL);

  ovr_indexer_free (self.indexer);
  g_array_unref (self.batch);
  g_hash_table_unref (self.seen);
  g_hash_table_unref (self.patients);
  g_ptr_array_unref (self.conflicts);
  if (!ok)
    g_clear_pointer (&self.result, ovr_import_result_free);
  return self.result;
}
