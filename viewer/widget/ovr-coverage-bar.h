/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-coverage.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_COVERAGE_BAR (ovr_coverage_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvrCoverageBar, ovr_coverage_bar, OVR, COVERAGE_BAR, GtkWidget)

/**
 * OvrCoverageBar:
 *
 * A thin bar over the images of a series: full height where they were viewed,
 * half where they only flashed by, a line where they were not on the screen. In
 * words on hover and for a screen reader.
 */
GtkWidget *ovr_coverage_bar_new (OvrCoverage *coverage,
                                 OvrSeries *series);

G_END_DECLS
