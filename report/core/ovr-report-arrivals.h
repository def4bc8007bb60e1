/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"
#include "ovr-study-facts.h"

G_BEGIN_DECLS

/* Images that come after the reader has made up their mind (hazard H10): the
 * report knows them, says so, and isn't signed before they were looked at. */

/* What @studies (element-type OvrStudyFacts) hold that the report doesn't know,
 * a line a series: (transfer full) (element-type OvrArrival). Fewer images than
 * it knows are no arrival. */
GPtrArray *ovr_report_find_arrivals (const OvrReport *self,
                                     GPtrArray *studies);

/**
 * ovr_report_take_studies:
 * @studies: (element-type OvrStudyFacts): of one patient
 * @now: ISO 8601 with offset
 *
 * Puts what @studies hold beyond what the report knows into it: new studies,
 * series and images. Nothing that was written changes; where the report is
 * settled each series becomes an arrival and every answer that was given is to
 * be looked at again.
 *
 * Returns: whether anything changed
 */
gboolean ovr_report_take_studies (OvrReport *self,
                                  GPtrArray *studies,
                                  const char *now);

/* Arrivals that nobody has looked at yet. */
guint ovr_report_count_arrivals (const OvrReport *self);

/* The reader has looked at all of them. */
void ovr_report_see_arrivals (OvrReport *self,
                              const char *now);

/* How many series and images a list of arrivals has; a series counts once.
 * @only_unseen leaves out what was looked at. */
void ovr_arrivals_sum (const GPtrArray *arrivals,
                       gboolean only_unseen,
                       guint *n_series,
                       guint *n_images);

G_END_DECLS
