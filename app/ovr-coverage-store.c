/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-coverage-store.h"

#define WRITE_DELAY_MS 1500

/* What belongs to no case any more went with it. */
static const char *const steps[] = {
  "CREATE TABLE coverage ("
  "  case_id TEXT NOT NULL,"
  "  sop_uid TEXT NOT NULL,"
  "  frame INTEGER NOT NULL,"
  "  covered INTEGER NOT NULL,"
  "  PRIMARY KEY (case_id, sop_uid, frame)) WITHOUT ROWID;"
};

const OvrModule *
ovr_coverage_store_get_module (void)
{
  static const OvrModule module = { "coverage", steps, G_N_ELEMENTS (steps) };

  return &module;
}

struct _OvrCaseCoverage
{
  GObject parent_instance;

  /* Owned */
  OvrCoverage *coverage;
  char *case_id;
  GArray *news; /* of Row: not written yet */
  guint write_source;

  /* Borrowed */
  OvrDatabase *database;
};

G_DEFINE_FINAL_TYPE (OvrCaseCoverage, ovr_case_coverage, G_TYPE_OBJECT)

typedef struct
{
  OvrImageRef image;
  OvrCovered covered;
} Row;

/* Rows for the writer's thread; none: all of the case goes. */
typedef struct
{
  char *case_id;
  GArray *rows;
} Batch;

static void
row_clear (gpointer data)
{
  ovr_image_ref_clear (&((Row *) data)->image);
}

static GArray *
rows_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, row_clear);
  return rows;
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_free (batch->case_id);
  g_clear_pointer (&batch->rows, g_array_unref);
  g_free (batch);
}

static gboolean
write_rows (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  const Batch *batch = data;
  g_autoptr (sqlite3_stmt) insert = ovr_database_prepare (
      writer,
      "INSERT INTO coverage (case_id, sop_uid, frame, covered) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO UPDATE SET covered = max (covered, excluded.covered)",
      error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < batch->rows->len; i++)
    {
      const Row *row = &g_array_index (batch->rows, Row, i);

      sqlite3_bind_text (insert, 1, batch->case_id, -1, SQLITE_STATIC);
      sqlite3_bind_text (insert, 2, row->image.sop_uid, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (insert, 3, row->image.frame);
      sqlite3_bind_int (insert, 4, (int) row->covered);
      if (!ovr_database_run (writer, insert, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ovr_coverage_store_forget (sqlite3 *writer,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) erase = ovr_database_prepare (
      writer, "DELETE FROM coverage WHERE case_id NOT IN (SELECT id FROM cases)", error);

  return erase != NULL && ovr_database_run (writer, erase, error);
}

static gboolean
delete_rows (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  const Batch *batch = data;
  g_autoptr (sqlite3_stmt) erase = ovr_database_prepare (writer, "DELETE FROM coverage WHERE case_id = ?", error);

  if (erase == NULL)
    return FALSE;
  sqlite3_bind_text (erase, 1, batch->case_id, -1, SQLITE_STATIC);
  return ovr_database_run (writer, erase, error) && ovr_coverage_store_forget (writer, error);
}

static void
queue_batch (OvrCaseCoverage *self,
             OvrDatabaseFunc func,
             GArray *rows)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->case_id = g_strdup (self->case_id);
  batch->rows = rows;
  ovr_database_write_async (self->database, func, batch, batch_free, NULL, NULL);
}

/* Writes what isn't written yet. */
static void
flush (OvrCaseCoverage *self)
{
  g_return_if_fail (OVR_IS_CASE_COVERAGE (self));

  g_clear_handle_id (&self->write_source, g_source_remove);
  if (self->news->len == 0)
    return;
  queue_batch (self, write_rows, g_steal_pointer (&self->news));
  self->news = rows_new ();
}

static gboolean
on_write_time (gpointer data)
{
  OvrCaseCoverage *self = data;

  self->write_source = 0;
  flush (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (OvrCoverage *coverage,
            const char *sop_uid,
            guint frame,
            int covered,
            OvrCaseCoverage *self)
{
  Row row = { .covered = (OvrCovered) covered };

  if (sop_uid == NULL)
    return;
  ovr_image_ref_set (&row.image, sop_uid, frame);
  g_array_append_val (self->news, row);
  if (self->write_source == 0)
    self->write_source = g_timeout_add (WRITE_DELAY_MS, on_write_time, self);
}

void
ovr_case_coverage_erase (OvrCaseCoverage *self)
{
  g_return_if_fail (OVR_IS_CASE_COVERAGE (self));

  g_clear_handle_id (&self->write_source, g_source_remove);
  g_array_set_size (self->news, 0);
  ovr_coverage_forget (self->coverage);
  queue_batch (self, delete_rows, NULL);
}

OvrCoverage *
ovr_case_coverage_get (OvrCaseCoverage *self)
{
  g_return_val_if_fail (OVR_IS_CASE_COVERAGE (self), NULL);

  return self->coverage;
}

static void
read_rows (OvrCaseCoverage *self)
{
  sqlite3 *reader = ovr_database_get_reader (self->database);
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) select = ovr_database_prepare (
      reader, "SELECT sop_uid, frame, covered FROM coverage WHERE case_id = ?1", &error);

  if (select == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  sqlite3_bind_text (select, 1, self->case_id, -1, SQLITE_STATIC);
  while (sqlite3_step (select) == SQLITE_ROW)
    ovr_coverage_add (self->coverage, (const char *) sqlite3_column_text (select, 0), (guint) sqlite3_column_int64 (select, 1),
                      sqlite3_column_int (select, 2) >= OVR_COVERED_VIEWED ? OVR_COVERED_VIEWED : OVR_COVERED_FLASHED);
}

static void
ovr_case_coverage_dispose (GObject *object)
{
  OvrCaseCoverage *self = OVR_CASE_COVERAGE (object);

  if (self->database != NULL)
    flush (self);
  self->database = NULL;
  G_OBJECT_CLASS (ovr_case_coverage_parent_class)->dispose (object);
}

static void
ovr_case_coverage_finalize (GObject *object)
{
  OvrCaseCoverage *self = OVR_CASE_COVERAGE (object);

  g_signal_handlers_disconnect_by_data (self->coverage, self);
  g_object_unref (self->coverage);
  g_array_unref (self->news);
  g_free (self->case_id);
  G_OBJECT_CLASS (ovr_case_coverage_parent_class)->finalize (object);
}

static void
ovr_case_coverage_class_init (OvrCaseCoverageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_case_coverage_dispose;
  G_OBJECT_CLASS (klass)->finalize = ovr_case_coverage_finalize;
}

static void
ovr_case_coverage_init (OvrCaseCoverage *self)
{
  self->coverage = ovr_coverage_new ();
  self->news = rows_new ();
}

OvrCaseCoverage *
ovr_case_coverage_open (OvrDatabase *database,
                        const char *case_id)
{
  OvrCaseCoverage *self = g_object_new (OVR_TYPE_CASE_COVERAGE, NULL);

  self->database = database;
  self->case_id = g_strdup (case_id);
  read_rows (self);
  g_signal_connect (self->coverage, "changed", G_CALLBACK (on_changed), self);
  return self;
}
