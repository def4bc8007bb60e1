/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-study.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_HEALTH_PANEL (ovr_health_panel_get_type ())
G_DECLARE_FINAL_TYPE (OvrHealthPanel, ovr_health_panel, OVR, HEALTH_PANEL, GtkWidget)

/**
 * OvrHealthPanel:
 *
 * What the check of the submitted images found, study by study and series by
 * series, one line each. A line with a place leads there. What is in it comes
 * from outside: the panel looks into no study and no document by itself.
 *
 * Its buttons are the actions "win.write-adequacy" and "win.health".
 *
 * Signals:
 *  "place-activated" (OvrStudy *study, OvrSeries *series, guint slice): of the
 *    order by position
 */
GtkWidget *ovr_health_panel_new (void);
void ovr_health_panel_clear (OvrHealthPanel *self);

/* What the next lines are about: "CURRENT · 12 April 2026 · CT chest". */
void ovr_health_panel_add_heading (OvrHealthPanel *self,
                                   const char *text);

/* @about: "Se 3" (nullable); @where: the place in words (nullable); @series: with
 * @slice the place, NULL and -1 where there is none. */
void ovr_health_panel_add_finding (OvrHealthPanel *self,
                                   const char *about,
                                   const char *text,
                                   const char *where,
                                   OvrStudy *study,
                                   OvrSeries *series,
                                   int slice);
guint ovr_health_panel_get_n_findings (OvrHealthPanel *self);

/* Goes @delta (1 or −1) lines with a place on, and there. FALSE beyond the last. */
gboolean ovr_health_panel_step (OvrHealthPanel *self,
                                int delta);

/* Turns to the first line about @series, or the first of all, with the focus. */
void ovr_health_panel_focus_series (OvrHealthPanel *self,
                                    OvrSeries *series);

G_END_DECLS
