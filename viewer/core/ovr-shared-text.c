/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-shared-text.h"

#include <stddef.h>
#include <string.h>

/**
 * Shared:
 * @n: references
 * @text: what is handed out
 */
typedef struct
{
  guint n;
  char text[];
} Shared;

/* The most frequent text costs nothing, and is never freed. */
static const char empty[] = "";

static GMutex mutex;
static GHashTable *pool; /* Shared.text → Shared; guarded by the mutex */

const char *
ovr_shared_text_get (const char *text)
{
  Shared *shared;
  gsize size;

  if (text == NULL || *text == '\0')
    return empty;

  g_mutex_lock (&mutex);
  if (pool == NULL)
    pool = g_hash_table_new (g_str_hash, g_str_equal);
  shared = g_hash_table_lookup (pool, text);
  if (shared == NULL)
    {
      size = strlen (text) + 1;
      shared = g_malloc (offsetof (Shared, text) + size);
      shared->n = 0;
      memcpy (shared->text, text, size);
      g_hash_table_insert (pool, shared->text, shared);
    }
  shared->n++;
  g_mutex_unlock (&mutex);
  return shared->text;
}

static Shared *
shared_of (const char *text)
{
  return (Shared *) (gpointer) (text - offsetof (Shared, text));
}

const char *
ovr_shared_text_ref (const char *text)
{
  if (text != empty)
    {
      g_mutex_lock (&mutex);
      shared_of (text)->n++;
      g_mutex_unlock (&mutex);
    }
  return text;
}

void
ovr_shared_text_unref (const char *text)
{
  Shared *shared;

  if (text == empty)
    return;
  shared = shared_of (text);
  g_mutex_lock (&mutex);
  if (--shared->n == 0)
    {
      g_hash_table_remove (pool, text);
      if (g_hash_table_size (pool) == 0)
        g_clear_pointer (&pool, g_hash_table_unref);
      g_free (shared);
    }
  g_mutex_unlock (&mutex);
}
