/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-images.h"
#include "ovr-report.h"

G_BEGIN_DECLS

/* The documents of the demo case and its finished second opinion. What they
 * say follows from the phantom's truth and from the images themselves: image
 * numbers, sides and sizes are never typed in here. Dates are seen from the
 * clock, so that nothing is overdue on the day of the demo. */

#define OVR_DEMO_READER "Dr Maria Silva"

/* "original-report.de.txt", "original-report.en.txt" or "request.txt".
 * (transfer full) */
char *ovr_demo_dup_text (const char *name);

/**
 * ovr_demo_report_new:
 * @images: the two studies that ovr_phantom_write_chest() wrote
 * @original: the German original report, as read from what the demo wrote
 * @request: the mail, as read from what the demo wrote
 * @case_id: (nullable): the case in the library
 * @error: return location; G_FILE_ERROR where @images or documents are not
 *   those of the demo
 *
 * Returns: (transfer full): the report, ready to sign
 */
OvrReport *ovr_demo_report_new (OvrImages *images,
                                const OvrDocument *original,
                                const OvrDocument *request,
                                const char *case_id,
                                GError **error);

G_END_DECLS
