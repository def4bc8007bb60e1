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
 * ovr_case_report_tell_mergers:
 * @studies: (element-type OvrStudyFacts): of the case
 *
 * Puts what the reader said of other spellings into the report, in place of
 * what stood there.
 *
 * Returns: whether anything changed
 */
gboolean ovr_case_report_tell_mergers (OvrReport *report,
                                       const OvrCase *a_case,
                                       GPtrArray *studies);

/**
 * ovr_case_report_drop_studies:
 * @uids: (element-type utf8): Study Instance UIDs
 *
 * Takes studies out of the report that are another person's after all.
 *
 * Returns: FALSE, and nothing is changed, where a finding, claim or document
 *   speaks of one of them
 */
gboolean ovr_case_report_drop_studies (OvrReport *report,
                                       GPtrArray *uids);

G_END_DECLS
