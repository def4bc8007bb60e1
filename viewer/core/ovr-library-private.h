/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"

G_BEGIN_DECLS

/* Reads all instances under a Study Instance UID, of every person:
 * (transfer full) (element-type OvrInstance). On any connection. */
GPtrArray *ovr_library_read_instances (sqlite3 *connection,
                                       const char *study_uid,
                                       GError **error);

/* Binds text, or NULL where it is "" or unknown. */
void ovr_library_bind_text (sqlite3_stmt *statement,
                            int index,
                            const char *text);
void ovr_library_bind_date (sqlite3_stmt *statement,
                            int index,
                            OvrDate date);

/* The folder for what archives hold; not made yet, maybe. Thread-safe. */
const char *ovr_library_get_files_folder (OvrLibrary *self);

G_END_DECLS
