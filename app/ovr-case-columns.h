/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-query.h"
#include "ovr-case-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds the columns of the case list. Which of them sort is the reader's choice
 * at their titles; the sorting itself is done by an OvrCaseQuery. */
void ovr_case_columns_add (GtkColumnView *view);

/* Moves the keyboard's focus to a row; FALSE where it has no widget now. */
gboolean ovr_case_columns_focus (GtkColumnView *view,
                                 guint position);

/* What was chosen there, the last choice first; returns how many. */
guint ovr_case_columns_get_sorts (GtkColumnView *view,
                                  OvrCaseSort sorts[OVR_CASE_MAX_SORTS]);

/* The same in words, "due:up patient:down", and back. (transfer full) */
char *ovr_case_columns_dup_order (GtkColumnView *view);
void ovr_case_columns_set_order (GtkColumnView *view,
                                 const char *order);

/* The place of the row that @widget is a part of; GTK_INVALID_LIST_POSITION
 * where it is none. */
guint ovr_case_columns_find_position (GtkWidget *widget);

/* "Ready to sign", in the window's language. */
const char *ovr_case_status_words (OvrCaseStatus status);

G_END_DECLS
