/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-viewport.h"

G_BEGIN_DECLS

#define OVR_TYPE_VIEWPORT_GRID (ovr_viewport_grid_get_type ())
G_DECLARE_FINAL_TYPE (OvrViewportGrid, ovr_viewport_grid, OVR, VIEWPORT_GRID, GtkWidget)

#define OVR_VIEWPORT_GRID_SIZE 2

/**
 * OvrViewportGrid:
 *
 * One viewport, or two side by side, on black. One of them is active: keys and
 * the series strip act on it.
 *
 * Signals:
 *  "view-changed": any of the viewports, or which is active
 */

/* Once, before anything is shown; @cache must live until
 * ovr_viewport_grid_detach(), or as long as the grid. */
void ovr_viewport_grid_set_cache (OvrViewportGrid *self,
                                  OvrFrameCache *cache);

/* Empties it for good and lets go of the cache. */
void ovr_viewport_grid_detach (OvrViewportGrid *self);

/* Borrowed; @index 0 or 1. */
OvrViewport *ovr_viewport_grid_get (OvrViewportGrid *self,
                                    guint index);
OvrViewport *ovr_viewport_grid_get_active (OvrViewportGrid *self);
guint ovr_viewport_grid_get_active_index (OvrViewportGrid *self);
void ovr_viewport_grid_set_active (OvrViewportGrid *self,
                                   guint index);

/* How many are visible: 1 or 2. */
guint ovr_viewport_grid_get_n_visible (OvrViewportGrid *self);
void ovr_viewport_grid_set_n_visible (OvrViewportGrid *self,
                                      guint n);
void ovr_viewport_grid_set_tool (OvrViewportGrid *self,
                                 OvrTool tool);
void ovr_viewport_grid_set_marks_sealed (OvrViewportGrid *self,
                                         gboolean sealed);

/* For all panes: see ovr_viewport_set_coverage(), ovr_viewport_set_keeps_up(). */
void ovr_viewport_grid_set_coverage (OvrViewportGrid *self,
                                     OvrCoverage *coverage);
void ovr_viewport_grid_set_keeps_up (OvrViewportGrid *self,
                                     gboolean keeps_up);
void ovr_viewport_grid_set_interpolation (OvrViewportGrid *self,
                                          OvrInterpolation interpolation);

G_END_DECLS
