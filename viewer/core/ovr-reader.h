/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-file-kind.h"
#include "ovr-instance.h"
#include "ovr-medium.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What people hand over, as instances: files, folders with all that is below
 * them, DICOMDIR, ZIP, ISO, tar, and 7z and RAR as far as libarchive reads
 * them. Headers are read by several threads where that is faster. Results come
 * in a fixed order: first one file of each folder, so that it is soon known
 * whose images there are; then the rest, folder by folder in the order of
 * names, with numbers in them as numbers; then archives that lay among them.
 * Everything read is hostile: links may loop, names may point anywhere,
 * archives may be bombs. */

/**
 * OvrReadResult:
 * @instance: (nullable): what was read; NULL where the file was skipped
 * @path: where it lies, in the file system's encoding; for a member of an
 *   archive that wasn't stored: "ARCHIVE: MEMBER", for people only
 * @reason: (nullable): why it was skipped: words for a person
 * @kind: what a skipped file is, as far as its content was seen
 * @bytes: (nullable): the content of a skipped member of an archive that is a
 *   PDF, picture or text: it lies nowhere else
 * @is_stored: the file was written into OvrReadOptions.store
 * @n_total: results that there will be as far as is known now; 0 unknown yet
 * @n_listed: patients that the DICOMDIRs found so far tell of
 * @is_scouted: one file of each folder was handed over
 *
 * One file. Borrowed for the call.
 */
typedef struct
{
  OvrInstance *instance;
  const char *path;
  const char *reason;
  OvrFileKind kind;
  GBytes *bytes;
  gboolean is_stored;
  guint n_total;
  guint n_listed;
  gboolean is_scouted;
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
 * OvrPasswordFunc:
 * @archive: what asks for it, for people: valid UTF-8
 * @attempt: 0 at first; above, the one before was wrong
 *
 * Called in the thread that called ovr_read_paths(), which waits. At most three
 * times an archive.
 *
 * Returns: (transfer full) (nullable): UTF-8, overwritten before it is freed;
 *   NULL: nobody knows it, and the members are skipped
 */
typedef char *(*OvrPasswordFunc) (const char *archive,
                                  guint attempt,
                                  gpointer data);

/**
 * OvrReadOptions:
 * @store: (nullable): an existing folder for the DICOM files that archives
 *   hold; without it they are read in memory and leave no path
 * @max_member: bytes that one member of an archive may unpack to; 0: 2 GiB
 * @max_total: bytes that one archive may unpack to, with all archives within;
 *   0: 64 GiB
 * @n_threads: threads that read headers; 0: two, and one on slow media
 * @medium: what the files lie on; unknown: found out by their mounts
 * @password: (nullable): asked for the passwords of archives
 * @password_data: for @password
 */
typedef struct
{
  const char *store;
  guint64 max_member;
  guint64 max_total;
  guint n_threads;
  OvrMedium medium;
  OvrPasswordFunc password;
  gpointer password_data;
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
 * that is there, its folder is searched. One that lies in a folder tells who
 * the patients are and what is missing, and on slow media the order: the folder
 * is searched anyway. On slow media not more than two files are opened before
 * the first instance is handed over, where its folder's names are of images.
 */
gboolean ovr_read_paths (const char *const *paths,
                         const OvrReadOptions *options,
                         GCancellable *cancellable,
                         OvrReadFunc func,
                         gpointer data,
                         GError **error);

G_END_DECLS
