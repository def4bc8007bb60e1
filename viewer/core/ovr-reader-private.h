/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-reader.h"

G_BEGIN_DECLS

/* What sources put files into. One thread: that of ovr_read_paths(). */
typedef struct _OvrReader OvrReader;

/* Queue a file that lies at @path (transfer full); a member of an archive,
 * called @name for people; or a file that is not going to be read. FALSE: stop,
 * somebody cancelled or said no. */
gboolean ovr_reader_add_file (OvrReader *self,
                              char *path);
gboolean ovr_reader_add_bytes (OvrReader *self,
                               const char *name,
                               GBytes *bytes);
gboolean ovr_reader_add_skipped (OvrReader *self,
                                 const char *path,
                                 const char *reason);

/* Queues everything below @folder. */
gboolean ovr_reader_walk (OvrReader *self,
                          const char *folder);

/* TRUE if an instance of that SOP Instance UID was read already. */
gboolean ovr_reader_has_instance (OvrReader *self,
                                  const char *sop_uid);

/* What an archive may unpack to. */
void ovr_reader_get_limits (OvrReader *self,
                            guint64 *max_member,
                            guint64 *max_total);

/* TRUE if @path is a ZIP or an ISO by its content. */
gboolean ovr_archive_detect (const char *path);

/* Queues the regular files of an archive. FALSE: stop. */
gboolean ovr_archive_read (OvrReader *reader,
                           const char *path);

/* Queues the files that the DICOMDIR at @path lists, if @read, and as skipped
 * those that it lists wrongly. @n_found gets how many of them are there.
 * FALSE: stop. */
gboolean ovr_dicomdir_read (OvrReader *reader,
                            const char *path,
                            gboolean read,
                            guint *n_found);

G_END_DECLS
