/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* What a document is called in the window: "Original report, 14 March 2026".
 * (transfer full) */
char *ovr_document_dup_title (const OvrDocument *document);

G_END_DECLS
