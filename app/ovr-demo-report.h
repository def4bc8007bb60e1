/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-demo-text.h"
#include "ovr-report.h"

G_BEGIN_DECLS

/* Who reads the demo case, as certificate and report name her. */
#define OVR_DEMO_READER "Dr Nora Lindqvist"

/**
 * ovr_demo_report_new:
 * @facts: dates and names of the demo case
 * @original: the original report's text, as original-report.txt has it
 * @request: the request's text, as request.txt has it
 * @error: an #OvrReportError
 *
 * The finished second opinion on the phantom's chest: every claim judged, every
 * question answered, its numbers those of the phantom's truth. It passes the
 * rules before signing.
 *
 * Returns: (transfer full): the report; %NULL with @error
 */
OvrReport *ovr_demo_report_new (const OvrDemoFacts *facts,
                                const char *original,
                                const char *request,
                                GError **error);

G_END_DECLS
