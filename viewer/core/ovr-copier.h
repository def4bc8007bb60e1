/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-import.h"

G_BEGIN_DECLS

/**
 * OvrCopierFunc:
 * @n_copied: files copied so far
 * @n_to_copy: of so many
 * @start: when copying began: ovr_clock_ticks_us()
 */
typedef void (*OvrCopierFunc) (guint n_copied,
                               guint n_to_copy,
                               gint64 start,
                               gpointer data);

/**
 * ovr_copier_run:
 * @result: gets what was copied, what is left and why
 * @error: G_IO_ERROR_CANCELLED, OVR_DATABASE_ERROR
 *
 * Copies the files that the index says are to come into the library, in the
 * order in which they were imported: a file is whole under its name, and on the
 * disk, before the index refers to it. What can't be read now (another disc is
 * in the drive) stays for the next time; a full disk ends the copying. One
 * program at a time per library; a second one leaves it to the first. The
 * thread of the import.
 */
gboolean ovr_copier_run (OvrLibrary *library,
                         GCancellable *cancellable,
                         OvrCopierFunc func,
                         gpointer data,
                         OvrImportResult *result,
                         GError **error);

G_END_DECLS
