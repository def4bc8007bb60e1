/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* What the submitted images lack, in the report's own words. Pure functions. */

/* TRUE while an original report waits to be opened: it must not be looked into
 * then, by no check and no view. */
gboolean ovr_report_is_sealed (const OvrReport *self);

/**
 * ovr_report_find_absent_series:
 *
 * Series that an original report names by number ("series 4", "Se 4", "Serie 4")
 * and that the study which it speaks of hasn't got. Looks into no document while
 * the report is sealed.
 *
 * Returns: (transfer full) (element-type OvrReportHealth): one for each number,
 *   with code "absent-series" and the claims' numbers as its place; maybe empty
 */
GPtrArray *ovr_report_find_absent_series (const OvrReport *self);

/**
 * OvrQualityReason:
 * @value: Code Value (0008,0100), of coding scheme DCM
 * @meaning: Code Meaning (0008,0104)
 *
 * A code of PS3.16 CID 7011, reasons for quality issues.
 */
typedef struct
{
  const char *value;
  const char *meaning;
} OvrQualityReason;

/**
 * ovr_report_write_adequacy:
 *
 * One sentence for each health finding of the report's studies and each absent
 * series, with its code where CID 7011 has one, under what the reader wrote.
 * Findings whose words stand there already are not written again.
 *
 * Returns: (transfer full) (nullable): the whole section; equal to
 *   @self->adequacy where there is nothing to add
 */
char *ovr_report_write_adequacy (const OvrReport *self);

G_END_DECLS
