/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-form-list.h"

G_BEGIN_DECLS

/* The lists within the details, for ovr_form_list_new(): the numbered questions,
 * the documents' order, the log of what was told to whom. */
void ovr_details_fill_questions (GtkBox *box,
                                 OvrReportEditor *editor);
void ovr_details_fill_documents (GtkBox *box,
                                 OvrReportEditor *editor);
void ovr_details_fill_communications (GtkBox *box,
                                      OvrReportEditor *editor);

G_END_DECLS
