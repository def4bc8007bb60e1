/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What could name a patient never reaches a log or an error message. A name,
 * an ID or a UID is put there as its short hash. Thread-safe. */

/* Eight hex digits of SHA-256 over @identifying and a salt that is drawn at
 * process start, so that the hash can follow one thing through one log and
 * can't be looked up afterwards. "-" for NULL or "". (transfer full) */
char *ovr_log_hash (const char *identifying);

/* The last component of a path, for messages about files that the user named
 * on the command line; never a directory, which may carry a name. (transfer full) */
char *ovr_log_file (const char *path);

G_END_DECLS
