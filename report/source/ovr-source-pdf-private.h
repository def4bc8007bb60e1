/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-source-file.h"

G_BEGIN_DECLS

/* Text and pages of a PDF into @document. */
gboolean ovr_source_read_pdf (GBytes *bytes,
                              OvrDocument *document,
                              GError **error);

/* Valid UTF-8 without NUL, "\n" at the ends of lines. (transfer full) */
char *ovr_source_clean_text (const char *text);

G_END_DECLS
