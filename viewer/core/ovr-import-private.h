/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library-private.h"

G_BEGIN_DECLS

/**
 * OvrIndexer:
 *
 * Puts instances into the tables. Remembers rows that it made or met, so that
 * an instance costs two statements. Its functions run on the writer thread
 * within a transaction; the rest of the time it belongs to the import.
 */
typedef struct _OvrIndexer OvrIndexer;

/**
 * OvrIndexItem:
 * @instance: (owned): has a path
 * @is_stored: its file was made by this import
 * @is_duplicate: (out): the library had it already
 */
typedef struct
{
  OvrInstance *instance;
  gboolean is_stored;
  gboolean is_duplicate;
} OvrIndexItem;

OvrIndexer *ovr_indexer_new (void);
void ovr_indexer_free (OvrIndexer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrIndexer, ovr_indexer_free)

/* @items: (element-type OvrIndexItem). */
gboolean ovr_indexer_add (OvrIndexer *self,
                          sqlite3 *writer,
                          GArray *items,
                          GError **error);

/* Sorts and checks one study that changed since it was checked last, and
 * writes what lists show of it; @more tells whether there was one. */
gboolean ovr_indexer_check_next (sqlite3 *writer,
                                 gboolean *more,
                                 GError **error);

G_END_DECLS
