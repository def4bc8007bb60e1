/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-bands.h"

#define MAX_BANDS 8

/* Pixels that one thread makes in about the time that another needs to wake. */
#define FEW_PIXELS 65536

/**
 * Job:
 * @next: the band that is taken next
 * @n_done: bands that are made; under @lock
 *
 * One call of ovr_bands_run(). It outlives the call where a helper comes late.
 */
typedef struct
{
  gatomicrefcount ref_count;
  guint begin;
  guint end;
  guint n_bands;
  OvrBandWork work;
  gpointer data;
  int next;
  GMutex lock;
  GCond all_done;
  guint n_done;
} Job;

static void
job_unref (Job *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->all_done);
  g_free (self);
}

static guint
border (const Job *self,
        guint band)
{
  return self->begin + (guint) ((guint64) (self->end - self->begin) * band / self->n_bands);
}

/* Makes bands until all are taken. */
static void
take_bands (Job *self)
{
  for (guint band = (guint) g_atomic_int_add (&self->next, 1); band < self->n_bands;
       band = (guint) g_atomic_int_add (&self->next, 1))
    {
      self->work (border (self, band), border (self, band + 1), self->data);

      g_mutex_lock (&self->lock);
      if (++self->n_done == self->n_bands)
        g_cond_signal (&self->all_done);
      g_mutex_unlock (&self->lock);
    }
}

static void
help (gpointer data,
      gpointer user_data)
{
  take_bands (data);
  job_unref (data);
}

static GThreadPool *
get_helpers (void)
{
  static gsize helpers = 0;

  if (g_once_init_enter (&helpers))
    g_once_init_leave (&helpers, (gsize) g_thread_pool_new (help, NULL, MAX_BANDS - 1, FALSE, NULL));

  return (GThreadPool *) helpers;
}

guint
ovr_bands_suit (gsize n_pixels)
{
  return n_pixels <= FEW_PIXELS ? 1 : MIN (g_get_num_processors (), MAX_BANDS);
}

void
ovr_bands_run (guint begin,
               guint end,
               guint n_bands,
               OvrBandWork work,
               gpointer data)
{
  Job *job;

  if (n_bands == 1)
    {
      work (begin, end, data);
      return;
    }

  job = g_new0 (Job, 1);
  g_atomic_ref_count_init (&job->ref_count);
  g_mutex_init (&job->lock);
  g_cond_init (&job->all_done);
  job->begin = begin;
  job->end = end;
  job->n_bands = n_bands;
  job->work = work;
  job->data = data;

  for (guint i = 1; i < MIN (n_bands, MAX_BANDS); i++)
    {
      g_atomic_ref_count_inc (&job->ref_count);
      g_thread_pool_push (get_helpers (), job, NULL);
    }
  take_bands (job);

  g_mutex_lock (&job->lock);
  while (job->n_done < n_bands)
    g_cond_wait (&job->all_done, &job->lock);
  g_mutex_unlock (&job->lock);
  job_unref (job);
}
