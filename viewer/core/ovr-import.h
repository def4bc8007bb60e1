/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"
#include "ovr-reader.h"

G_BEGIN_DECLS

/**
 * OvrSkippedFile:
 * @path: (owned): in the file system's encoding, or "ARCHIVE: MEMBER"
 * @reason: (owned): words for a person
 */
typedef struct
{
  char *path;
  char *reason;
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
 * @skipped: (element-type OvrSkippedFile): in the order of the names
 * @n_instances: instances that are new in the library
 * @n_duplicates: instances that it had already, or that came twice
 * @seconds: how long it took
 */
typedef struct
{
  GPtrArray *studies;
  GPtrArray *skipped;
  guint n_instances;
  guint n_duplicates;
  double seconds;
} OvrImportResult;

void ovr_import_result_free (OvrImportResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrImportResult, ovr_import_result_free)

/**
 * OvrImportProgress:
 *
 * Called now and then and after each commit, in the thread of the import, or in the main context of
 * the caller of ovr_import_async(): files seen so far, and instances among
 * them. How many there will be isn't known.
 */
typedef void (*OvrImportProgress) (guint n_files,
                                   guint n_instances,
                                   gpointer data);

/**
 * ovr_import_run:
 * @paths: files, folders, DICOMDIR, ZIP, ISO; NULL-terminated
 * @options: (nullable): limits; its store is not used
 * @progress: (nullable)
 * @error: G_FILE_ERROR (a path itself), G_IO_ERROR_CANCELLED,
 *   OVR_DATABASE_ERROR
 *
 * Puts what @paths hold into the library: headers into the index, DICOM files
 * out of archives into its folder; other files stay where they are. Nothing in
 * a file stops it. What was committed before it was cancelled or killed stays,
 * and is complete in itself. Any thread, one import at a time per library.
 *
 * Returns: (transfer full): NULL on error
 */
OvrImportResult *ovr_import_run (OvrLibrary *library,
                                 const char *const *paths,
                                 const OvrReadOptions *options,
                                 GCancellable *cancellable,
                                 OvrImportProgress progress,
                                 gpointer data,
                                 GError **error);

/* The same in a thread of its own. */
void ovr_import_async (OvrLibrary *library,
                       const char *const *paths,
                       GCancellable *cancellable,
                       OvrImportProgress progress,
                       gpointer progress_data,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
OvrImportResult *ovr_import_finish (OvrLibrary *library,
                                    GAsyncResult *result,
                                    GError **error);

G_END_DECLS
