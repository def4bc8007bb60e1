/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-archive.h"
#include "ovr-dicomdir.h"
#include "ovr-reader.h"

G_BEGIN_DECLS

/* ---- The queue: files in, results out in the same order (ovr-reader-queue.c).
 * One thread, that of ovr_read_paths(), puts in and hands out; others read. */

/* @slow: one file after the other. */
OvrReader *ovr_reader_new (const OvrReadOptions *options,
                           gboolean slow,
                           GCancellable *cancellable,
                           OvrReadFunc func,
                           gpointer data);

/* Hands out what is still under way, unless @ok is FALSE, and frees it. */
gboolean ovr_reader_finish (OvrReader *self,
                            gboolean ok,
                            GError **error);

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

/* Hand out what is ready; everything. FALSE: stop. */
gboolean ovr_reader_poll (OvrReader *self);
gboolean ovr_reader_drain (OvrReader *self);

/* FALSE, and the reading will end, where somebody cancelled. */
gboolean ovr_reader_may_go_on (OvrReader *self);

/* @n (may be negative) more results are going to be added; and from now on the
 * number of all is known. */
void ovr_reader_expect (OvrReader *self,
                        int n);
void ovr_reader_set_scouted (OvrReader *self);
void ovr_reader_set_listed (OvrReader *self,
                            guint n_patients);
gboolean ovr_reader_is_slow (OvrReader *self);

/* TRUE if an instance of that SOP Instance UID was read already. */
gboolean ovr_reader_has_instance (OvrReader *self,
                                  const char *sop_uid);

/* Files that turned out to be archives or DICOMDIRs since the last call: absolute
 * paths. (transfer full) (element-type filename) */
GPtrArray *ovr_reader_steal_archives (OvrReader *self);
GPtrArray *ovr_reader_steal_indexes (OvrReader *self);

/* What an archive may unpack to. */
void ovr_reader_get_limits (OvrReader *self,
                            guint64 *max_member,
                            guint64 *max_total);

/* (transfer full) (nullable): see OvrPasswordFunc. */
char *ovr_reader_ask_password (OvrReader *self,
                               const char *archive,
                               guint attempt);

/* ---- What is to be read (ovr-reader-walk.c) */

/**
 * OvrPlannedFile:
 * @path: (owned)
 * @reason: (nullable) (owned): why it won't be read
 */
typedef struct
{
  char *path;
  char *reason;
} OvrPlannedFile;

/**
 * OvrReadPlan:
 * @files: (element-type OvrPlannedFile): after the scouts, in this order
 * @archives: (element-type OvrArchive): after the files
 * @indexes: (element-type OvrDicomdir): asked at last what is missing
 * @named: absolute paths of single files that were handed over
 * @folders: those that such files lie in
 * @first: (owned) (nullable): was queued before its turn
 */
typedef struct
{
  GPtrArray *files;
  GPtrArray *archives;
  GPtrArray *indexes;
  GHashTable *named;
  GHashTable *folders;
  char *first;
} OvrReadPlan;

void ovr_read_plan_init (OvrReadPlan *self);
void ovr_read_plan_clear (OvrReadPlan *self);

/* @path and @reason: (transfer full). */
void ovr_read_plan_add (OvrReadPlan *self,
                        OvrReader *reader,
                        char *path,
                        char *reason);

/* Takes @index over, and tells @reader whose images it lists. */
void ovr_read_plan_add_index (OvrReadPlan *self,
                              OvrReader *reader,
                              OvrDicomdir *index);

/* Plans everything below @folder and queues one file of each folder at once. */
gboolean ovr_read_plan_walk (OvrReadPlan *self,
                             OvrReader *reader,
                             const char *folder);

/* TRUE where it is called as what discs carry beside images: no first picture
 * is looked for in there. */
gboolean ovr_reader_is_no_image (const char *name);

/* TRUE where it is called as a DICOMDIR is. */
gboolean ovr_reader_is_called_dicomdir (const char *path);

G_END_DECLS
