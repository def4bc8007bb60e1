/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files that somebody named: a pipe that nobody writes to must not hang the
 * program, a device that never ends must not fill its memory, and the library
 * that is open is left to SQLite (ovr_database_holds()). Thread-safe. */

/**
 * ovr_file_open:
 * @path: in the file system's encoding
 * @error: a #GIOErrorEnum; its message names no path
 *
 * Opens a regular file for reading, without waiting for anything.
 *
 * Returns: a descriptor that the caller closes; -1 with @error
 */
int ovr_file_open (const char *path,
                   GError **error);

/**
 * ovr_file_read:
 * @path: in the file system's encoding
 * @max_bytes: a longer file is refused
 * @error: a #GIOErrorEnum; its message names no path
 *
 * Reads a whole regular file.
 *
 * Returns: (transfer full): its bytes; %NULL with @error
 */
GBytes *ovr_file_read (const char *path,
                       gsize max_bytes,
                       GError **error);

G_END_DECLS
