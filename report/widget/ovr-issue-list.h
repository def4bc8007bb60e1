/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-rules.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_ISSUE_LIST (ovr_issue_list_get_type ())
G_DECLARE_FINAL_TYPE (OvrIssueList, ovr_issue_list, OVR, ISSUE_LIST, GtkWidget)

/**
 * OvrIssueList:
 *
 * What stops the signature and what is to be read before it, with Sign beside
 * it.
 *
 * Signals: "go-to" (const char *where): the reader clicked an issue
 */
void ovr_issue_list_set_check (OvrIssueList *self,
                               const OvrReportCheck *check,
                               gboolean signed_already);

/* Unfolds the list. */
void ovr_issue_list_unfold (OvrIssueList *self);

G_END_DECLS
