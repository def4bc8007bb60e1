/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"

G_BEGIN_DECLS

/* Studies leave the index. Files that the library has for its own, those below
 * its folder "@path.files", may go with them; files that lie elsewhere are the
 * reader's and are never touched.
 *
 * Forgetting and noting which files go is one transaction; the files go
 * afterwards, by the note. A program that is killed between leaves the note,
 * and the next start works it off. */

/**
 * OvrCopies:
 *
 * What becomes of the library's own files.
 */
typedef enum
{
  OVR_COPIES_KEEP,
  OVR_COPIES_TRASH,
  OVR_COPIES_DELETE,
} OvrCopies;

/**
 * OvrStudyName:
 * @patient_key: (owned): whose
 * @uid: (owned): Study Instance UID
 *
 * Which study: one UID may stand for those of two persons.
 */
typedef struct
{
  char *patient_key;
  char *uid;
} OvrStudyName;

OvrStudyName *ovr_study_name_new (const char *patient_key,
                                  const char *uid);
void ovr_study_name_free (OvrStudyName *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrStudyName, ovr_study_name_free)

/**
 * OvrStudyFiles:
 * @n_own: files below the library's folder
 * @own_bytes: their size
 * @n_elsewhere: files that lie elsewhere
 */
typedef struct
{
  guint64 n_own;
  guint64 own_bytes;
  guint64 n_elsewhere;
} OvrStudyFiles;

/* Adds the files of a study to @files, as the index has them. On any
 * connection. */
gboolean ovr_library_count_files (OvrLibrary *self,
                                  sqlite3 *connection,
                                  const OvrStudyName *study,
                                  OvrStudyFiles *files,
                                  GError **error);

/**
 * ovr_library_forget_study:
 * @writer: the writing connection, inside a transaction
 * @copies: what becomes of its own files
 * @keep_line: what lists show of study and patient stays; of its images only
 *   those go whose files do
 *
 * Takes a study out of the index, and its patient with the last one.
 */
gboolean ovr_library_forget_study (OvrLibrary *self,
                                   sqlite3 *writer,
                                   const OvrStudyName *study,
                                   OvrCopies copies,
                                   gboolean keep_line,
                                   GError **error);

/**
 * ovr_library_clear_copies:
 * @n_failed: (out) (nullable): files that couldn't go; they are tried again
 *   the next time
 *
 * Moves or deletes the files that were noted. No link is followed below the
 * library's folder, nothing but regular files and then empty folders goes, and
 * no file that the index has again by now.
 * Waits for the disk: for a worker.
 *
 * Returns: how many files went; files that were gone count
 */
guint ovr_library_clear_copies (OvrLibrary *self,
                                guint *n_failed,
                                GError **error);

G_END_DECLS
