/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"
#include "ovr-study-facts.h"

G_BEGIN_DECLS

/**
 * ovr_case_report_create:
 * @a_case: the case
 * @studies: (element-type OvrStudyFacts): newest first
 *
 * An empty draft for a case that has no report yet: the newest study is the
 * current one, the others are priors; the patient is the newest study's.
 *
 * Returns: (transfer full): a report
 */
OvrReport *ovr_case_report_create (const OvrCase *a_case,
                                   GPtrArray *studies);

/**
 * ovr_case_report_add_studies:
 *
 * Adds what was imported since the report was begun: studies, and in a draft
 * also what has changed about the series of those that it has.
 *
 * Returns: whether anything was changed
 */
gboolean ovr_case_report_add_studies (OvrReport *report,
                                      GPtrArray *studies);

G_END_DECLS
