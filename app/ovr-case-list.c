/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-list.h"

/* Where so few lines go or come they really do: what lies below moves, with its
 * widgets, selection and focus. */
#define FEW_LINES 64

/* GTK's list makes widgets for up to 200 lines: so many lines a frame, until it
 * has them. */
#define LINES_A_FRAME 12
#define LINES_WITH_WIDGETS 240
#define FRAME_MS 16

struct _OvrCaseList
{
  GObject parent_instance;

  /* Owned */
  OvrDatabase *database;
  OvrCaseIndex *index;  /* newest that was read */
  OvrCaseQuery *query;  /* newest wish */
  OvrCaseIndex *shown;  /* what @hits are places of */
  OvrCaseQuery *asked;  /* what @hits answer */
  GArray *hits;         /* of guint32 */
  GPtrArray *rows;      /* that somebody holds, weakly; in no order */
  guint n_lines;        /* of @hits that are there for others */
  guint growth;         /* source */
  GCancellable *search; /* (nullable): of the search that runs */
  GCancellable *life;   /* ends with the list */
  gboolean loading;
  gboolean stale;
};

enum
{
  SIGNAL_WILL_CHANGE,
  SIGNAL_SHOWN,
  SIGNAL_GROWN,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return OVR_TYPE_CASE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return OVR_CASE_LIST (model)->n_lines;
}

static void
on_row_gone (gpointer data,
             GObject *row)
{
  g_ptr_array_remove_fast (OVR_CASE_LIST (data)->rows, row);
}

static gboolean
is_missing (OvrCaseList *self,
            const OvrCaseEntry *entry)
{
  return self->asked != NULL && self->asked->missing != NULL && g_hash_table_contains (self->asked->missing, entry->id);
}

/* A line keeps its row as long as somebody holds that: what it shows is
 * exchanged within it. GTK would make all widgets of a line anew for another
 * row. */
static gpointer
get_item (GListModel *model,
          guint position)
{
  OvrCaseList *self = OVR_CASE_LIST (model);
  const OvrCaseEntry *entry;
  OvrCaseRow *row;

  if (position >= self->n_lines)
    return NULL;
  for (guint i = 0; i < self->rows->len; i++)
    if (((OvrCaseRow *) self->rows->pdata[i])->position == position)
      return g_object_ref (self->rows->pdata[i]);
  entry = ovr_case_list_get_entry (self, position);
  row = ovr_case_row_new (entry, is_missing (self, entry), position);
  g_ptr_array_add (self->rows, row);
  g_object_weak_ref (G_OBJECT (row), on_row_gone, self);
  return row;
}

static void
init_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OvrCaseList,
                               ovr_case_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_model))

const OvrCaseEntry *
ovr_case_list_get_entry (OvrCaseList *self,
                         guint position)
{
  g_return_val_if_fail (OVR_IS_CASE_LIST (self) && position < self->hits->len, NULL);

  return ovr_case_index_get (self->shown, g_array_index (self->hits, guint32, position));
}

/* ---- What a worker gives */

/**
 * Answer:
 * @hits: places in @index
 */
typedef struct
{
  OvrCaseIndex *index;
  OvrCaseQuery *query;
  GArray *hits;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  ovr_case_index_unref (self->index);
  ovr_case_query_free (self->query);
  g_clear_pointer (&self->hits, g_array_unref);
  g_free (self);
}

static gboolean
looks_missing (const OvrCaseQuery *query,
               const OvrCaseEntry *entry)
{
  return query != NULL && query->missing != NULL && g_hash_table_contains (query->missing, entry->id);
}

/* Whether a line would look the same. */
static gboolean
is_same (OvrCaseList *self,
         guint at,
         const Answer *answer,
         guint new_at)
{
  const OvrCaseEntry *old = ovr_case_index_get (self->shown, g_array_index (self->hits, guint32, at));
  const OvrCaseEntry *new = ovr_case_index_get (answer->index, g_array_index (answer->hits, guint32, new_at));

  return old->stamp == new->stamp &&g_str_equal (old->id, new->id) &&
         looks_missing (self->asked, old) == looks_missing (answer->query, new);
}

/* ---- Lines that come and go */

/* Rows of lines that go are nobody's of ours any more, those below move. */
static void
move_rows (OvrCaseList *self,
           guint first,
           guint n_removed,
           guint n_added)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      OvrCaseRow *row = self->rows->pdata[i - 1];

      if (row->position >= first + n_removed)
        row->position += n_added - n_removed;
      else if (row->position >= first)
        {
          g_object_weak_unref (G_OBJECT (row), on_row_gone, self);
          g_ptr_array_remove_index_fast (self->rows, i - 1);
        }
    }
}

static void
change_lines (OvrCaseList *self,
              guint first,
              guint n_removed,
              guint n_added)
{
  if (n_removed == 0 && n_added == 0)
    return;
  move_rows (self, first, n_removed, n_added);
  self->n_lines += n_added - n_removed;
  g_list_model_items_changed (G_LIST_MODEL (self), first, n_removed, n_added);
}

static gboolean
on_growth (gpointer data)
{
  OvrCaseList *self = data;
  guint left = self->hits->len - self->n_lines;

  change_lines (self, self->n_lines, 0, self->n_lines < LINES_WITH_WIDGETS ? MIN (left, LINES_A_FRAME) : left);
  if (self->n_lines < self->hits->len)
    return G_SOURCE_CONTINUE;
  self->growth = 0;
  g_signal_emit (self, signals[SIGNAL_GROWN], 0);
  return G_SOURCE_REMOVE;
}

/* What isn't there yet comes frame by frame. */
static void
grow (OvrCaseList *self)
{
  if (self->n_lines < self->hits->len && self->growth == 0)
    self->growth = g_timeout_add (FRAME_MS, on_growth, self);
}

static void
fill_rows (OvrCaseList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      OvrCaseRow *row = self->rows->pdata[i];
      const OvrCaseEntry *entry = ovr_case_list_get_entry (self, row->position);

      ovr_case_row_set (row, entry, is_missing (self, entry));
    }
}

/* Lines that are the same at the beginning and at the end stay. */
static void
apply (OvrCaseList *self,
       const Answer *answer)
{
  guint n_old = self->n_lines, n_new = answer->hits->len, first = 0, last = 0;

  while (first < MIN (n_old, n_new) && is_same (self, first, answer, first))
    first++;
  if (self->n_lines == self->hits->len)
    while (last < MIN (n_old, n_new) - first && is_same (self, n_old - 1 - last, answer, n_new - 1 - last))
      last++;

  g_signal_emit (self, signals[SIGNAL_WILL_CHANGE], 0);
  g_clear_pointer (&self->shown, ovr_case_index_unref);
  g_clear_pointer (&self->asked, ovr_case_query_free);
  g_array_unref (self->hits);
  self->shown = ovr_case_index_ref (answer->index);
  self->asked = ovr_case_query_copy (answer->query);
  self->hits = g_array_ref (answer->hits);
  if (MAX (n_old, n_new) - first - last <= FEW_LINES && n_old - first - last != n_new - first - last)
    change_lines (self, first, n_old - first - last, n_new - first - last);
  else if (n_new < n_old)
    change_lines (self, n_new - last, n_old - n_new, 0);
  fill_rows (self);
  grow (self);
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

static void
run_search (GTask *task,
            gpointer source,
            gpointer data,
            GCancellable *cancellable)
{
  Answer *answer = data;

  answer->hits = ovr_case_query_run (answer->query, answer->index, cancellable);
  g_task_return_boolean (task, answer->hits != NULL);
}

static void
on_searched (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  OvrCaseList *self = OVR_CASE_LIST (source);
  GTask *task = G_TASK (result);

  if (self->search == g_task_get_cancellable (task))
    g_clear_object (&self->search);
  if (g_task_propagate_boolean (task, NULL) && !g_cancellable_is_cancelled (self->life))
    apply (self, g_task_get_task_data (task));
}

static void
search (OvrCaseList *self)
{
  g_autoptr (GTask) task = NULL;
  Answer *answer;

  if (self->index == NULL || self->query == NULL)
    return;
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  self->search = g_cancellable_new ();

  answer = g_new0 (Answer, 1);
  answer->index = ovr_case_index_ref (self->index);
  answer->query = ovr_case_query_copy (self->query);
  task = g_task_new (self, self->search, on_searched, NULL);
  g_task_set_task_data (task, answer, answer_free);
  g_task_run_in_thread (task, run_search);
}

static void
close_connection (gpointer data)
{
  sqlite3_close (data);
}

static void
run_load (GTask *task,
          gpointer source,
          gpointer data,
          GCancellable *cancellable)
{
  GError *error = NULL;
  OvrCaseIndex *index = ovr_case_index_load (data, cancellable, &error);

  if (index != NULL)
    g_task_return_pointer (task, index, (GDestroyNotify) ovr_case_index_unref);
  else
    g_task_return_error (task, error);
}

static void
on_loaded (GObject *source,
           GAsyncResult *result,
           gpointer data)
{
  OvrCaseList *self = OVR_CASE_LIST (source);
  g_autoptr (GError) error = NULL;
  OvrCaseIndex *index = g_task_propagate_pointer (G_TASK (result), &error);

  self->loading = FALSE;
  if (g_cancellable_is_cancelled (self->life))
    {
      g_clear_pointer (&index, ovr_case_index_unref);
      return;
    }
  if (index != NULL)
    {
      g_clear_pointer (&self->index, ovr_case_index_unref);
      self->index = index;
      search (self);
    }
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  if (self->stale)
    ovr_case_list_reload (self);
}

void
ovr_case_list_reload (OvrCaseList *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *connection;

  g_return_if_fail (OVR_IS_CASE_LIST (self));

  /* What changed while it is read is read again. */
  self->stale = self->loading;
  if (self->loading || self->database == NULL)
    return;
  connection = ovr_database_connect_reader (self->database, &error);
  if (connection == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return;
    }
  self->loading = TRUE;
  task = g_task_new (self, self->life, on_loaded, NULL);
  g_task_set_task_data (task, connection, close_connection);
  g_task_run_in_thread (task, run_load);
}

void
ovr_case_list_set_query (OvrCaseList *self,
                         const OvrCaseQuery *query)
{
  g_return_if_fail (OVR_IS_CASE_LIST (self));

  g_clear_pointer (&self->query, ovr_case_query_free);
  self->query = ovr_case_query_copy (query);
  search (self);
}

void
ovr_case_list_set_database (OvrCaseList *self,
                            OvrDatabase *database)
{
  g_return_if_fail (OVR_IS_CASE_LIST (self));

  g_clear_pointer (&self->database, ovr_database_unref);
  self->database = database != NULL ? ovr_database_ref (database) : NULL;
}

OvrCaseIndex *
ovr_case_list_get_index (OvrCaseList *self)
{
  g_return_val_if_fail (OVR_IS_CASE_LIST (self), NULL);

  return self->index;
}

guint
ovr_case_list_get_n_found (OvrCaseList *self)
{
  g_return_val_if_fail (OVR_IS_CASE_LIST (self), 0);

  return self->hits->len;
}

OvrCaseList *
ovr_case_list_new (void)
{
  return g_object_new (OVR_TYPE_CASE_LIST, NULL);
}

static void
ovr_case_list_dispose (GObject *object)
{
  OvrCaseList *self = OVR_CASE_LIST (object);

  g_clear_handle_id (&self->growth, g_source_remove);
  g_cancellable_cancel (self->life);
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  for (guint i = 0; i < self->rows->len; i++)
    g_object_weak_unref (self->rows->pdata[i], on_row_gone, self);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->database, ovr_database_unref);
  G_OBJECT_CLASS (ovr_case_list_parent_class)->dispose (object);
}

static void
ovr_case_list_finalize (GObject *object)
{
  OvrCaseList *self = OVR_CASE_LIST (object);

  g_clear_pointer (&self->index, ovr_case_index_unref);
  g_clear_pointer (&self->query, ovr_case_query_free);
  g_clear_pointer (&self->shown, ovr_case_index_unref);
  g_clear_pointer (&self->asked, ovr_case_query_free);
  g_array_unref (self->hits);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->life);
  G_OBJECT_CLASS (ovr_case_list_parent_class)->finalize (object);
}

static void
ovr_case_list_class_init (OvrCaseListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ovr_case_list_dispose;
  object_class->finalize = ovr_case_list_finalize;
  signals[SIGNAL_WILL_CHANGE] = g_signal_new ("will-change", OVR_TYPE_CASE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 0);
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", OVR_TYPE_CASE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_GROWN] = g_signal_new ("grown", OVR_TYPE_CASE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", OVR_TYPE_CASE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
ovr_case_list_init (OvrCaseList *self)
{
  self->hits = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->rows = g_ptr_array_new ();
  self->life = g_cancellable_new ();
}
