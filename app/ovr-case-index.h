/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OvrCaseEntry:
 * @id: the case
 * @patient: "Østergård-Kučera, Žofie"
 * @patient_id: (0010,0020)
 * @birth: (0010,0030)
 * @study: description of the newest study
 * @modalities: of all its studies: "CT, SR"
 * @reason: what it is about
 * @health: codes over all its studies, joined by ", "
 * @text: all of it that can be searched, folded by ovr_case_fold(); with
 *   accession numbers, institutions and dates (ISO 8601) of all its studies
 * @dates: of its studies, newest first
 * @n_dates: how many of them
 * @due: when the opinion is wanted
 * @status: the case's
 * @version: newest of its report, 0 without one
 * @n_studies: studies in the index
 * @n_health: codes in @health
 * @removed: put away: shown only where that is asked for
 * @stamp: a hash of everything that a list shows
 *
 * A line of the case list: the case joined with its studies. Belongs to its
 * index, immutable.
 */
typedef struct
{
  const char *id;
  const char *patient;
  const char *patient_id;
  const char *study;
  const char *modalities;
  const char *reason;
  const char *health;
  const char *text;
  const OvrDate *dates;
  guint n_dates;
  OvrDate birth;
  OvrDate due;
  OvrCaseStatus status;
  int version;
  guint n_studies;
  guint n_health;
  gboolean removed;
  guint stamp;
} OvrCaseEntry;

/**
 * OvrCaseIndex:
 *
 * The library's cases as they were at one moment, newest case first. Immutable
 * and reference counted: made by a worker, shared among threads.
 */
typedef struct _OvrCaseIndex OvrCaseIndex;

/**
 * ovr_case_index_load:
 * @connection: a reading connection of the calling thread to a library with
 *   the modules of viewer and report
 *
 * The one query that joins both halves. 100,000 cases take about a second:
 * for a worker.
 *
 * Returns: (transfer full): NULL with an OVR_DATABASE_ERROR or
 *   G_IO_ERROR_CANCELLED
 */
OvrCaseIndex *ovr_case_index_load (sqlite3 *connection,
                                   GCancellable *cancellable,
                                   GError **error);
OvrCaseIndex *ovr_case_index_ref (OvrCaseIndex *self);
void ovr_case_index_unref (OvrCaseIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCaseIndex, ovr_case_index_unref)

guint ovr_case_index_get_n (const OvrCaseIndex *self);

/* Those that weren't put away. */
guint ovr_case_index_get_n_present (const OvrCaseIndex *self);
const OvrCaseEntry *ovr_case_index_get (const OvrCaseIndex *self,
                                        guint position);

/* The modalities that occur, in the order of the alphabet: NULL-terminated,
 * borrowed. */
const char *const *ovr_case_index_get_modalities (const OvrCaseIndex *self);

/**
 * OvrCaseColumn:
 *
 * What a list can be sorted by.
 */
typedef enum
{
  OVR_CASE_COLUMN_PATIENT,
  OVR_CASE_COLUMN_AGE,
  OVR_CASE_COLUMN_STUDY,
  OVR_CASE_COLUMN_MODALITY,
  OVR_CASE_COLUMN_DATE,
  OVR_CASE_COLUMN_REASON,
  OVR_CASE_COLUMN_STATUS,
  OVR_CASE_COLUMN_DUE,
  OVR_CASE_COLUMN_HEALTH,
  OVR_CASE_N_COLUMNS,
} OvrCaseColumn;

#define OVR_CASE_RANK_ABSENT G_MAXUINT32

/* For each case its place in that column's order, equal where the column says
 * nothing between them, OVR_CASE_RANK_ABSENT where it is empty. Made when it is
 * asked for first, then kept. Any thread; borrowed. */
const guint32 *ovr_case_index_get_ranks (OvrCaseIndex *self,
                                         OvrCaseColumn column);

/* Appends @text so that a search finds it: lower case, without accents, and
 * once more in Latin letters where it has others ("østergård" also as
 * "ostergard"). Ends with a blank. Thread-safe. */
void ovr_case_fold (const char *text,
                    gboolean with_latin,
                    GString *out);

G_END_DECLS
