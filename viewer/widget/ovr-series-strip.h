/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-coverage.h"
#include "ovr-study.h"
#include "ovr-thumbnailer.h"

G_BEGIN_DECLS

/**
 * OvrSeriesStrip:
 *
 * The case's series as thumbnails, grouped by study, newest first, with badges
 * for what their health check found.
 *
 * Signals:
 *  "series-activated" (OvrStudy *study, OvrSeries *series)
 *  "health-activated" (OvrSeries *series): its badge was pressed
 */
#define OVR_TYPE_SERIES_STRIP (ovr_series_strip_get_type ())
G_DECLARE_FINAL_TYPE (OvrSeriesStrip, ovr_series_strip, OVR, SERIES_STRIP, GtkWidget)

/* Once, before the first study is added. */
void ovr_series_strip_set_thumbnailer (OvrSeriesStrip *self,
                                       OvrThumbnailer *thumbnailer);

/* What of the studies that are added next was on the screen; NULL for no bars. */
void ovr_series_strip_set_coverage (OvrSeriesStrip *self,
                                    OvrCoverage *coverage);
void ovr_series_strip_clear (OvrSeriesStrip *self);

/* Before a study is added: what may show how it was read before (see
 * ovr_study_is_reading()) is collapsed under one line, and series without images
 * show no words of theirs, as those may be the first reader's. */
void ovr_series_strip_set_marks_sealed (OvrSeriesStrip *self,
                                        gboolean sealed);

/* Appends a study under a heading with its date and @role ("CURRENT"). */
void ovr_series_strip_add_study (OvrSeriesStrip *self,
                                 OvrStudy *study,
                                 const char *role);

/* Marks what the viewports show; @n series, some may be NULL. */
void ovr_series_strip_mark_shown (OvrSeriesStrip *self,
                                  OvrSeries *const *shown,
                                  guint n);

G_END_DECLS
