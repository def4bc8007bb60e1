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

/* Bytes of memory for decoded frames; ovr_memory_default_budget() at first. */
gsize ovr_preferences_get_memory (void);
void ovr_preferences_set_memory (gsize bytes);

/**
 * OvrPreference:
 * @OVR_PREFERENCE_KEEPS_UP: fast scrolling leaves slices out
 * @OVR_PREFERENCE_KEEPS_COVERAGE: coverage stays after signing
 * @OVR_PREFERENCE_COPIES: what is imported from removable media is copied into
 *   the library
 *
 * What is on or off; off at first.
 */
typedef enum
{
  OVR_PREFERENCE_KEEPS_UP,
  OVR_PREFERENCE_KEEPS_COVERAGE,
  OVR_PREFERENCE_COPIES,
} OvrPreference;

gboolean ovr_preferences_get_flag (OvrPreference flag);
void ovr_preferences_set_flag (OvrPreference flag,
                               gboolean on);

G_END_DECLS
