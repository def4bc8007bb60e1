/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
 * Signals: "open-case" (const char *case_id)
 */

/* Shows @rows (OvrCaseRow); the selection stays on its case. */
void ovr_cases_page_set_rows (OvrCasesPage *self,
                              GListStore *rows);
void ovr_cases_page_set_menu (OvrCasesPage *self,
                              GMenuModel *menu);
void ovr_cases_page_find (OvrCasesPage *self);

/* What an import does; NULL when it is over. */
void ovr_cases_page_set_progress (OvrCasesPage *self,
                                  const char *text);

G_END_DECLS
