/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/**
 * ovr_interval_to_words:
 * @current: date of the current study
 * @other: of another study
 *
 * Days below two weeks, weeks below half a year, months below two years, then
 * years; rounded to the nearest.
 *
 * Returns: (transfer full) (nullable): "14 weeks before", "3 days AFTER
 *   current", "same day"; NULL where one of the dates is unknown
 */
char *ovr_interval_to_words (OvrDate current,
                             OvrDate other);

G_END_DECLS
