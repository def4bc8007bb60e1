/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-instance.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What people hand over, as instances: files, folders with all that is below
 * them, DICOMDIR, ZIP and ISO. Headers are read by several threads; results
 * come in a fixed order: that of the names. Everything read is hostile: links
 * may loop, names may point anywhere, archives may be bombs. */

/**
 * OvrReadResult:
 * @instance: (nullable): what was read; NULL where the file was skipped
 * @path: where it lies, in the file system's encoding; for a member of an
 *   archive that wasn't stored: "ARCHIVE: MEMBER", for people only
 * @reason: (nullable): why it was skipped: words for a person
 * @is_stored: the file was written into OvrReadOptions.store
 *
 * One file. Borrowed for the call.
 */
typedef struct
{
  OvrInstance *instance;
  const char *path;
  const char *reason;
  gboolean is_stored;
} OvrReadResult;

/**
 * OvrReadFunc:
 *
 * Called in the thread that called ovr_read_paths(). FALSE with @error set
 * stops the reading.
 */
typedef gboolean (*OvrReadFunc) (const OvrReadResult *result,
                                 gpointer data,
                                 GError **error);

/**
 * OvrReadOptions:
 * @store: (nullable): an existing folder for the DICOM files that archives
 *   hold; without it they are read in memory and leave no path
 * @max_member: bytes that one member of an archive may unpack to; 0: 2 GiB
 * @max_total: bytes that one archive may unpack to; 0: 64 GiB
 * @n_threads: threads that read headers; 0: two
 */
typedef struct
{
  const char *store;
  guint64 max_member;
  guint64 max_total;
  guint n_threads;
} OvrReadOptions;

/**
 * ovr_read_paths:
 * @paths: what to read; NULL-terminated
 * @options: (nullable): all zeroes is good
 * @func: gets every file, also those that were skipped
 * @error: G_FILE_ERROR where one of @paths itself can't be read (checked
 *   before anything is), G_IO_ERROR_CANCELLED, or what @func said
 *
 * A DICOMDIR given by name stands for the files that it lists; those that
 * aren't there are results with a reason; where it is damaged or lists nothing
 * that is there, its folder is searched. One that lies in a folder only tells
 * what is missing: the folder is searched anyway.
 */
gboolean ovr_read_paths (const char *const *paths,
                         const OvrReadOptions *options,
                         GCancellable *cancellable,
                         OvrReadFunc func,
                         gpointer data,
                         GError **error);

G_END_DECLS
