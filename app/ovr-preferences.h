/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-axis.h"

G_BEGIN_DECLS

/* What a reader likes everywhere, kept in the user's configuration folder. Main
 * thread. */

/* "bilinear", "lanczos" or "nearest". FALSE for other words. */
gboolean ovr_preferences_parse_interpolation (const char *word,
                                              OvrInterpolation *out);

/* One of these words; "bilinear" at first. (transfer full) */
char *ovr_preferences_dup_interpolation (void);
void ovr_preferences_set_interpolation (const char *word);

/* How the case list is sorted, as ovr_case_columns_dup_order() says it; "" at
 * first. (transfer full) */
char *ovr_preferences_dup_case_order (void);
void ovr_preferences_set_case_order (const char *order);

G_END_DECLS
