/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-work.h"

typedef struct
{
  OvrWorkFunc func;
  gconstpointer data;
  guint index;
} Piece;

struct _OvrWork
{
  const OvrRecon *recon;
  int matrix;
  GArray *pieces;

  GMutex mutex;
  GCond changed;
  guint next;
  guint n_done;
  guint n_running;
  gboolean stop;
  GError *error;
};

OvrWork *
ovr_work_new (const OvrRecon *recon,
              int matrix)
{
  OvrWork *self = g_new0 (OvrWork, 1);

  self->recon = recon;
  self->matrix = matrix;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

void
ovr_work_free (OvrWork *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->pieces);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

const OvrRecon *
ovr_work_get_recon (const OvrWork *self)
{
  return self->recon;
}

void
ovr_work_add (OvrWork *self,
              OvrWorkFunc func,
              gconstpointer data,
              guint index)
{
  Piece piece = { func, data, index };

  g_array_append_val (self->pieces, piece);
}

static void
bench_init (OvrBench *bench,
            int matrix)
{
  gsize n = (gsize) matrix * (gsize) matrix;

  bench->canvas = ovr_canvas_new (matrix, matrix);
  bench->image[0] = g_new (float, n);
  bench->image[1] = g_new (float, n);
  bench->scratch = g_new (float, 2 * n);
  bench->stored = g_new (gint16, n);
}

static void
bench_clear (OvrBench *bench)
{
  ovr_canvas_free (bench->canvas);
  g_free (bench->image[0]);
  g_free (bench->image[1]);
  g_free (bench->scratch);
  g_free (bench->stored);
}

/* The next piece, or FALSE when there is none left or the work was stopped. */
static gboolean
take_piece (OvrWork *self,
            Piece *piece)
{
  gboolean taken = FALSE;

  g_mutex_lock (&self->mutex);
  if (!self->stop && self->next < self->pieces->len)
    {
      *piece = g_array_index (self->pieces, Piece, self->next++);
      taken = TRUE;
    }
  g_mutex_unlock (&self->mutex);
  return taken;
}

static void
piece_done (OvrWork *self,
            GError *error)
{
  g_mutex_lock (&self->mutex);
  self->n_done++;
  if (error != NULL)
    {
      self->stop = TRUE;
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);
    }
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_clear_error (&error);
}

static gpointer
work_thread (gpointer data)
{
  OvrWork *self = data;
  OvrBench bench;
  Piece piece;

  bench_init (&bench, self->matrix);
  while (take_piece (self, &piece))
    {
      GError *error = NULL;

      piece.func (self, &bench, piece.data, piece.index, &error);
      piece_done (self, error);
    }
  bench_clear (&bench);
  g_mutex_lock (&self->mutex);
  self->n_running--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* Tells how far the threads are until the last one is at its end. */
static void
watch (OvrWork *self,
       OvrPhantomProgress progress,
       gpointer user_data,
       GCancellable *cancellable)
{
  g_mutex_lock (&self->mutex);
  while (self->n_running > 0)
    {
      guint n_done = self->n_done;

      if (g_cancellable_is_cancelled (cancellable))
        self->stop = TRUE;
      g_mutex_unlock (&self->mutex);
      if (progress != NULL)
        progress ((double) n_done / self->pieces->len, user_data);
      g_mutex_lock (&self->mutex);
      if (self->n_running > 0 && self->n_done == n_done)
        g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND);
    }
  g_mutex_unlock (&self->mutex);
}

gboolean
ovr_work_run (OvrWork *self,
              OvrPhantomProgress progress,
              gpointer user_data,
              GCancellable *cancellable,
              GError **error)
{
  guint n_threads = MIN (g_get_num_processors (), MAX (self->pieces->len, 1));
  g_autofree GThread **threads = g_new (GThread *, n_threads);

  self->n_running = n_threads;
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("phantom", work_thread, self);
  watch (self, progress, user_data, cancellable);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
