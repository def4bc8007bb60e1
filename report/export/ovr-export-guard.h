/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* Everything of the report that its reader must be able to read, walked from
 * the value itself, not from what the pages' makers chose. (transfer full)
 * (element-type utf8) */
GPtrArray *ovr_export_required_texts (const OvrReport *report);

/* Is what stands on every page short enough for a line? FALSE at once, where
 * laying it out could take minutes. */
gboolean ovr_export_check_page_lines (const OvrReport *report,
                                      GError **error);

/* Is each of @required in @texts (element-type GString) as often as it must
 * be, normalised? FALSE with the first one's beginning and length in @error. */
gboolean ovr_export_check_texts (GPtrArray *required,
                                 GPtrArray *texts,
                                 GError **error);

G_END_DECLS
