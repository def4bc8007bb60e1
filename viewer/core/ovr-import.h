/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"
#include "ovr-reader.h"

G_BEGIN_DECLS

/**
 * OvrSkippedFile:
 * @path: (owned): in the file system's encoding, or "ARCHIVE: MEMBER"
 * @reason: (owned): words for a person
 * @kind: what it is, by its content
 * @bytes: (owned) (nullable): the content of an archive's member that is a PDF,
 *   picture or text; others lie at @path
 * @is_member: a PDF, picture or text that lies in an archive
 */
typedef struct
{
  char *path;
  char *reason;
  OvrFileKind kind;
  GBytes *bytes;
  gboolean is_member;
} OvrSkippedFile;

/**
 * OvrImportedStudy:
 * @patient_key: (owned): whose it is
 * @patient_name: (owned): for display
 * @uid: (owned): Study Instance UID
 *
 * A study that an import brought or met again.
 */
typedef struct
{
  char *patient_key;
  char *patient_name;
  char *uid;
} OvrImportedStudy;

/**
 * OvrImportResult:
 * @studies: (element-type OvrImportedStudy): in the order of their first file
 * @skipped: (element-type OvrSkippedFile): in the order of reading; with those
 *   that were kept apart, since another content has their UID
 * @n_instances: instances that are new in the library
 * @n_duplicates: instances that it had already, or that came twice
 * @n_conflicts: files whose UID the library has with another content; they are
 *   kept as variants, and never shown for the first one
 * @n_copied: files that were copied into the library, also for an import before
 * @n_outside: files that are still to be copied, and lie outside
 * @copy_problem: (owned) (nullable): why copying ended early, in a sentence
 * @seconds: how long it took
 */
typedef struct
{
  GPtrArray *studies;
  GPtrArray *skipped;
  guint n_instances;
  guint n_duplicates;
  guint n_conflicts;
  guint n_copied;
  guint n_outside;
  char *copy_problem;
  double seconds;
} OvrImportResult;

void ovr_import_result_free (OvrImportResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrImportResult, ovr_import_result_free)

/**
 * OvrImportOptions:
 * @read: how it is read; its store is not used
 * @copy: files are copied into the library's folder, so that the medium can be
 *   taken out; what could not be copied is copied by a later import
 * @max_kept: bytes of archives' PDFs, pictures and texts that are kept in
 *   OvrSkippedFile.bytes, in all
 */
typedef struct
{
  OvrReadOptions read;
  gboolean copy;
  guint64 max_kept;
} OvrImportOptions;

/**
 * OvrImportProgress:
 * @n_files: files seen so far
 * @n_total: files that there will be as far as is known now; 0 unknown yet
 * @n_instances: instances among those seen
 * @n_patients: different patients so far, of instances or of DICOMDIRs
 * @is_scouted: one file of each folder was read: hardly another patient will
 *   turn up. Studies read until then are in the library
 * @n_copied: files copied into the library so far
 * @n_to_copy: files that are going to be, in all; 0 until that begins
 * @seconds_left: estimated; NaN unknown
 *
 * How far an import is. A plain value.
 */
typedef struct
{
  guint n_files;
  guint n_total;
  guint n_instances;
  guint n_patients;
  gboolean is_scouted;
  guint n_copied;
  guint n_to_copy;
  double seconds_left;
} OvrImportProgress;

/**
 * OvrImportProgressFunc:
 * @progress: (transfer none)
 *
 * Called now and then and after each commit, in the thread of the import, or in
 * the main context of the caller of ovr_import_async().
 */
typedef void (*OvrImportProgressFunc) (const OvrImportProgress *progress,
                                       gpointer data);

/**
 * ovr_import_run:
 * @paths: files, folders, DICOMDIR, archives; NULL-terminated. Without any,
 *   what earlier imports left undone is done: see ovr_import_resume_async()
 * @options: (nullable): all zeroes is good
 * @progress: (nullable)
 * @error: G_FILE_ERROR (a path itself), G_IO_ERROR_CANCELLED,
 *   OVR_DATABASE_ERROR
 *
 * Puts what @paths hold into the library: headers into the index, DICOM files
 * out of archives into its folder; other files stay where they are unless they
 * are to be copied. Nothing in a file stops it, nor does a full disk. What was
 * committed before it was cancelled or killed stays, and is complete in itself.
 * Any thread, one import at a time per library.
 *
 * Returns: (transfer full): NULL on error
 */
OvrImportResult *ovr_import_run (OvrLibrary *library,
                                 const char *const *paths,
                                 const OvrImportOptions *options,
                                 GCancellable *cancellable,
                                 OvrImportProgressFunc progress,
                                 gpointer data,
                                 GError **error);

/* The same in a thread of its own, where the options' password function is
 * called too; @options is copied. */
void ovr_import_async (OvrLibrary *library,
                       const char *const *paths,
                       const OvrImportOptions *options,
                       GCancellable *cancellable,
                       OvrImportProgressFunc progress,
                       gpointer progress_data,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

/* Does what earlier imports left undone, because they were killed or their
 * medium was taken out: files that are to be copied, studies that were not
 * checked. Ends at once where there is nothing; to be called at start. */
void ovr_import_resume_async (OvrLibrary *library,
                              GCancellable *cancellable,
                              OvrImportProgressFunc progress,
                              gpointer progress_data,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
OvrImportResult *ovr_import_finish (OvrLibrary *library,
                                    GAsyncResult *result,
                                    GError **error);

G_END_DECLS
