/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library-remove.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files that moved: found missing, found again. */

/**
 * ovr_library_find_missing:
 * @connection: a reading connection of the calling thread
 *
 * Looks whether the first and the last file of each study are there: enough to
 * tell a medium that was taken out, without asking for every file of a large
 * library. Waits for the disk: for a worker.
 *
 * Returns: (transfer full) (element-type OvrStudyName): studies that lack one;
 *   NULL with an OVR_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 */
GPtrArray *ovr_library_find_missing (sqlite3 *connection,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * OvrRelocation:
 * @n_found: images whose new place is in the index now
 * @n_missing: images that are still missing
 */
typedef struct
{
  guint n_found;
  guint n_missing;
} OvrRelocation;

/**
 * ovr_library_relocate:
 * @studies: (element-type OvrStudyName): whose files are looked for
 * @folder: where
 * @search: whether all that lies below @folder is looked at; otherwise only the
 *   places that the files would have if @folder had taken the place of a folder
 *   above them, as when a medium is mounted elsewhere
 *
 * An image is taken for found where a file has its size and its header, read
 * anew, has its SOP Instance UID, its study and its person. These places are
 * looked at first, then all others. What was found goes into the index in one
 * transaction. Waits for the disk: any thread but that of the window.
 */
gboolean ovr_library_relocate (OvrLibrary *self,
                               GPtrArray *studies,
                               const char *folder,
                               gboolean search,
                               GCancellable *cancellable,
                               OvrRelocation *relocation,
                               GError **error);

G_END_DECLS
