/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"
#include "ovr-study-facts.h"

G_BEGIN_DECLS

/**
 * ovr_report_set_facts:
 * @studies: (element-type OvrStudyFacts): of one patient
 *
 * Puts patient and studies into @self in place of what stood there. The newest
 * study with images is the current one, the others are priors; parts of a split
 * series are one series. The side is the header's, where all series that name
 * one agree.
 */
void ovr_report_set_facts (OvrReport *self,
                           GPtrArray *studies);

/* One study as the report has it, with all its series; its role is left at
 * OVR_STUDY_CURRENT. (transfer full) */
OvrReportStudy *ovr_report_study_from_facts (const OvrStudyFacts *facts);

/* What @study is beside the current one: a prior, or neither where it is of
 * pictures (modality OT) that nobody knows the date of. */
OvrStudyRole ovr_report_study_role_beside (const OvrReportStudy *study);

/* The study that @document seems to be about: the current one where its date
 * stands in the text or no study's does, else that whose date does. NULL
 * without studies. Borrowed. */
const OvrReportStudy *ovr_report_guess_study (const OvrReport *self,
                                              const OvrDocument *document);

G_END_DECLS
