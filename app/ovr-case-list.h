/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-query.h"
#include "ovr-case-row.h"

G_BEGIN_DECLS

#define OVR_TYPE_CASE_LIST (ovr_case_list_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseList, ovr_case_list, OVR, CASE_LIST, GObject)

/**
 * OvrCaseList:
 *
 * The case list as a GListModel of OvrCaseRow. Reading, searching and sorting
 * are a worker's; the main thread only takes the places of what is to be shown
 * and makes rows for those that are on the screen. Of several wishes only the
 * newest is carried out. Main thread.
 *
 * Signals:
 *  "will-change": what is shown is about to be exchanged
 *  "shown": what is shown is what was asked for last; of many lines the first
 *    ones are there, the others follow frame by frame
 *  "grown": all of them are there
 *  "failed" (GError *): the library can't be read; what is shown stays
 */

OvrCaseList *ovr_case_list_new (void);

/* Where cases come from; NULL leaves what is shown as it is for ever. */
void ovr_case_list_set_database (OvrCaseList *self,
                                 OvrDatabase *database);

/* Reads the library again. */
void ovr_case_list_reload (OvrCaseList *self);

/* Shows what @query asks for; it is copied. */
void ovr_case_list_set_query (OvrCaseList *self,
                              const OvrCaseQuery *query);

/* The cases that were read last, shown or not; NULL before the first time.
 * Borrowed. */
OvrCaseIndex *ovr_case_list_get_index (OvrCaseList *self);

/* How many cases were found, whether or not their lines are there yet. */
guint ovr_case_list_get_n_found (OvrCaseList *self);

/* The case at a place of what is shown; valid until the list changes. */
const OvrCaseEntry *ovr_case_list_get_entry (OvrCaseList *self,
                                             guint position);

G_END_DECLS
