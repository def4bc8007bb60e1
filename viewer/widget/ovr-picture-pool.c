/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-picture-pool.h"

/* Two that are ready, one on the screen, one in the making. */
#define MAX_IDLE 4

struct _OvrPicturePool
{
  gatomicrefcount ref_count;
  GMutex mutex;
  gsize size; /* of each idle block */
  guint n_idle;
  gpointer idle[MAX_IDLE];
};

/* A block that is out. */
typedef struct
{
  OvrPicturePool *pool;
  gpointer data;
  gsize size;
} Block;

OvrPicturePool *
ovr_picture_pool_new (void)
{
  OvrPicturePool *self = g_new0 (OvrPicturePool, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  return self;
}

OvrPicturePool *
ovr_picture_pool_ref (OvrPicturePool *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
free_idle (OvrPicturePool *self)
{
  while (self->n_idle > 0)
    g_free (self->idle[--self->n_idle]);
}

void
ovr_picture_pool_unref (OvrPicturePool *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  free_idle (self);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
give_back (gpointer data)
{
  Block *block = data;
  OvrPicturePool *pool = block->pool;

  g_mutex_lock (&pool->mutex);
  if (block->size == pool->size && pool->n_idle < MAX_IDLE)
    pool->idle[pool->n_idle++] = g_steal_pointer (&block->data);
  g_mutex_unlock (&pool->mutex);
  g_free (block->data);
  g_free (block);
  ovr_picture_pool_unref (pool);
}

/* Blocks of another size are those of a pane that was resized: they go. */
GBytes *
ovr_picture_pool_take (OvrPicturePool *self,
                       gsize size)
{
  Block *block = g_new0 (Block, 1);

  g_mutex_lock (&self->mutex);
  if (self->size != size)
    free_idle (self);
  self->size = size;
  if (self->n_idle > 0)
    block->data = self->idle[--self->n_idle];
  g_mutex_unlock (&self->mutex);

  if (block->data == NULL)
    block->data = g_malloc (size);
  block->size = size;
  block->pool = ovr_picture_pool_ref (self);
  return g_bytes_new_with_free_func (block->data, size, give_back, block);
}
