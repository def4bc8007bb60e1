/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds the columns of the case list, each with its order. */
void ovr_case_columns_add (GtkColumnView *view);

/* "Ready to sign", in the window's language. */
const char *ovr_case_status_words (OvrCaseStatus status);

G_END_DECLS
