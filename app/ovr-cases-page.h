/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_CASES_PAGE (ovr_cases_page_get_type ())
G_DECLARE_FINAL_TYPE (OvrCasesPage, ovr_cases_page, OVR, CASES_PAGE, GtkWidget)

/**
 * OvrCasesPage:
 *
 * The room that the program starts in: search, filters, the table of cases, or
 * the empty page that says what to drop.
 *
 * Signals:
 *  "open-case" (const char *case_id)
 *  "selection-changed": ovr_cases_page_dup_selected() may say another thing
 *  "failed" (GError *): the library can't be read; what is shown stays
 */

/* Where the cases come from; they are read at once. */
void ovr_cases_page_set_database (OvrCasesPage *self,
                                  OvrDatabase *database);

/* Reads them again; the selection stays on its cases. */
void ovr_cases_page_reload (OvrCasesPage *self);

/* The same; what was hidden is shown from then on, if it is still there. */
void ovr_cases_page_reload_and_unhide (OvrCasesPage *self);
void ovr_cases_page_set_menu (OvrCasesPage *self,
                              GMenuModel *menu);
void ovr_cases_page_find (OvrCasesPage *self);

/* What an import does; NULL when it is over. */
void ovr_cases_page_set_progress (OvrCasesPage *self,
                                  const char *text);

/* The selected cases, in the order of the list: (transfer full): their ids. */
char **ovr_cases_page_dup_selected (OvrCasesPage *self);

/* Selects a case, and nothing else, as soon as it is in the list. */
void ovr_cases_page_select (OvrCasesPage *self,
                            const char *case_id);

/* A case by its id, as it was read last; NULL where it isn't there. Borrowed
 * until the next reading. */
const OvrCaseEntry *ovr_cases_page_find_entry (OvrCasesPage *self,
                                               const char *case_id);

/* Cases that aren't shown for now, and those that are marked because files of
 * theirs are missing: (element-type utf8): sets that nobody changes any more,
 * NULL for none. */
void ovr_cases_page_set_hidden (OvrCasesPage *self,
                                GHashTable *case_ids);
void ovr_cases_page_set_missing (OvrCasesPage *self,
                                 GHashTable *case_ids);

G_END_DECLS
