/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The window's language as a BCP 47 tag, for the word tables: "en", "de". The
 * report's own language only holds on paper. Borrowed. */
const char *ovr_report_language (void);

G_END_DECLS
