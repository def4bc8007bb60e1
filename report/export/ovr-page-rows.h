/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pages.h"

G_BEGIN_DECLS

/* Parts of pages that more than one page shows. Every OvrBox is handed over. */

/* "page 2 of 5", with the report's number before it where @with_report. @page
 * counts from 0. */
OvrBox *ovr_pages_page_number (OvrPages *self, const OvrTextStyle *style, guint page, gboolean with_report);
double ovr_pages_page_number_width (OvrPages *self, const OvrTextStyle *style, gboolean with_report);

/* "born 14 March 1994 (32 years at study) · female"; "ID 4711 (issuer)". */
GString *ovr_pages_birth_markup (OvrPages *self, gboolean with_sex);
GString *ovr_pages_id_markup (OvrPages *self);

/* What the reader should know about the side; NULL where there is nothing.
 * (transfer full) */
char *ovr_pages_side_words (OvrPages *self, const OvrReportStudy *study);

gboolean ovr_pages_has_original (const OvrPages *self);

/* Claims that differ and findings that were added. */
guint ovr_pages_n_differences (const OvrPages *self);

/* Agreement with the original in words, with a sign. */
OvrBox *ovr_pages_agreement (OvrPages *self);

OvrBox *ovr_pages_question_row (OvrPages *self, const OvrQuestion *question);
OvrBox *ovr_pages_difference_heading (OvrPages *self);
OvrBox *ovr_pages_difference_row (OvrPages *self, const OvrClaim *claim);
OvrBox *ovr_pages_addition_row (OvrPages *self, const OvrFinding *finding);

void ovr_pages_add_recommendations (OvrPages *self, OvrBox *stack);

/* Name, specialty, licence, telephone, time and meaning of the signature;
 * @full adds qualification, fellowship, institution, mail. */
OvrBox *ovr_pages_reader (OvrPages *self, gboolean full);

G_END_DECLS
