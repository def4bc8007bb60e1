/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-index.h"

G_BEGIN_DECLS

/**
 * OvrCaseShow:
 *
 * Which cases, by their state. All but REMOVED leave out what was put away.
 */
typedef enum
{
  OVR_CASE_SHOW_ALL,
  OVR_CASE_SHOW_OPEN,
  OVR_CASE_SHOW_NEW,
  OVR_CASE_SHOW_READING,
  OVR_CASE_SHOW_READY,
  OVR_CASE_SHOW_SIGNED,
  OVR_CASE_SHOW_FILES_MISSING,
  OVR_CASE_SHOW_REMOVED,
} OvrCaseShow;

/**
 * OvrCaseWhen:
 *
 * Which cases, by time: the last days count from the newest study's date, the
 * end of it is today; due and overdue are open ones.
 */
typedef enum
{
  OVR_CASE_WHEN_ANY,
  OVR_CASE_WHEN_7_DAYS,
  OVR_CASE_WHEN_30_DAYS,
  OVR_CASE_WHEN_YEAR,
  OVR_CASE_WHEN_DUE_7_DAYS,
  OVR_CASE_WHEN_OVERDUE,
} OvrCaseWhen;

#define OVR_CASE_MAX_SORTS 3

/**
 * OvrCaseSort:
 * @column: what decides
 * @descending: largest first; empty ones are last either way
 */
typedef struct
{
  OvrCaseColumn column;
  gboolean descending;
} OvrCaseSort;

/**
 * OvrCaseQuery:
 * @text: (owned): what was typed
 * @modality: (owned) (nullable): "CT"
 * @show: by state
 * @when: by time
 * @today: what @when counts from
 * @sorts: the first one decides, equals go by the next; equals of all stay in
 *   the index's order
 * @n_sorts: how many
 * @missing: (nullable): ids of cases whose files are missing (a set)
 * @hidden: (nullable): ids of cases that are about to be removed (a set)
 *
 * What a list is to show. A plain value that nobody changes any more once it
 * was handed to a worker; neither do its sets change.
 */
typedef struct
{
  char *text;
  char *modality;
  OvrCaseShow show;
  OvrCaseWhen when;
  OvrDate today;
  OvrCaseSort sorts[OVR_CASE_MAX_SORTS];
  guint n_sorts;
  GHashTable *missing;
  GHashTable *hidden;
} OvrCaseQuery;

OvrCaseQuery *ovr_case_query_copy (const OvrCaseQuery *self);
void ovr_case_query_free (OvrCaseQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCaseQuery, ovr_case_query_free)

/**
 * ovr_case_query_run:
 * @cancellable: (nullable)
 *
 * Every word that was typed must begin a word of the case, or a part of one
 * behind a hyphen or point, without regard to case and accents. "12 Mar 2026",
 * "March 2026", "12.03.2026" and "2026-03" find studies of these days too.
 * Thread-safe.
 *
 * Returns: (transfer full) (element-type guint32): places in the index in the
 *   wanted order; NULL where it was cancelled
 */
GArray *ovr_case_query_run (const OvrCaseQuery *self,
                            OvrCaseIndex *index,
                            GCancellable *cancellable);

G_END_DECLS
