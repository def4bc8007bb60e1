/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/**
 * ovr_export_text:
 * @report: the report; its language is that of the text
 * @final: %FALSE says DRAFT in the first line
 * @time: signing or export time, ISO 8601 with offset
 * @error: return location for an #OvrPdfError
 *
 * The report as plain UTF-8 text, complete, in the order in which it is read,
 * a line for each paragraph. The same guard as for the PDF compares it with the
 * report.
 *
 * Returns: (transfer full): the text
 */
char *ovr_export_text (const OvrReport *report,
                       gboolean final,
                       const char *time,
                       GError **error);

G_END_DECLS
