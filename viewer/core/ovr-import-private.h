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
 * OvrIndexOutcome:
 * @OVR_INDEX_NEW: an instance that the library didn't have
 * @OVR_INDEX_DUPLICATE: it has the same; its file may have been found again
 * @OVR_INDEX_VARIANT: it has another content under that UID: kept apart
 */
typedef enum
{
  OVR_INDEX_NEW,
  OVR_INDEX_DUPLICATE,
  OVR_INDEX_VARIANT,
} OvrIndexOutcome;

/**
 * OvrIndexItem:
 * @instance: (owned): has a path
 * @is_stored: its file was made by this import
 * @wants_copy: its file is to come into the library
 * @outcome: (out)
 * @is_used: (out): the index refers to its file
 */
typedef struct
{
  OvrInstance *instance;
  gboolean is_stored;
  gboolean wants_copy;
  OvrIndexOutcome outcome;
  gboolean is_used;
} OvrIndexItem;

/**
 * OvrIndexRow:
 * @id: row of table instance
 * @path: (owned)
 * @size: bytes of the file when it was read
 * @form: see ovr_instance_to_bytes()
 * @facts: (owned)
 *
 * What the library has under a UID.
 */
typedef struct
{
  gint64 id;
  char *path;
  gint64 size;
  int form;
  GBytes *facts;
} OvrIndexRow;

/**
 * OvrIndexVerdict:
 * @OVR_INDEX_SAME: nothing is to be done
 * @OVR_INDEX_BETTER: the new file takes the place: the old one is gone, cut or
 *   was changed where it lies
 * @OVR_INDEX_OTHER: both are whole, and differ
 */
typedef enum
{
  OVR_INDEX_SAME,
  OVR_INDEX_BETTER,
  OVR_INDEX_OTHER,
} OvrIndexVerdict;

/* What @instance, whose facts are @facts, is to @row. Contents are read only
 * where size or facts differ. */
OvrIndexVerdict ovr_index_compare (const OvrIndexRow *row,
                                   const OvrInstance *instance,
                                   GBytes *facts);

/* TRUE where both files (regular ones, by path) hold the same data set,
 * whatever transfer syntax and meta information they have. */
gboolean ovr_index_same_content (const OvrInstance *a,
                                 const OvrInstance *b);

/* Keeps @item, whose facts are @facts, as another content under the UID of row
 * @id of table instance; once, however often it comes. */
gboolean ovr_index_add_variant (sqlite3 *writer,
                                OvrIndexItem *item,
                                GBytes *facts,
                                gint64 id,
                                GError **error);

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
