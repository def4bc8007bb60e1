/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-health.h"
#include "ovr-series.h"

G_BEGIN_DECLS

/* Makes part number @part of @n_parts; takes slices, instances and label over
 * from @from, and @health. */
OvrSeries *ovr_series_new_take (OvrSeriesPart *from,
                                guint part,
                                guint n_parts,
                                GPtrArray *health);

/* The part as report and rules see it. (transfer full) */
OvrSeriesFacts *ovr_series_make_facts (OvrSeries *self);

G_END_DECLS
