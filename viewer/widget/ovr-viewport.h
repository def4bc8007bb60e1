/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-axis.h"
#include "ovr-coverage.h"
#include "ovr-frame-cache.h"
#include "ovr-study.h"
#include "ovr-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OvrTool:
 *
 * What dragging with the left button does. Whatever the tool: Shift and left
 * drag windows, middle drag moves, right drag zooms, the wheel pages and Ctrl
 * with the wheel zooms about the pointer.
 */
typedef enum
{
  OVR_TOOL_WINDOW,
  OVR_TOOL_PAN,
  OVR_TOOL_ZOOM,
  OVR_TOOL_PAGE,
  OVR_TOOL_ARROW,
  OVR_TOOL_LENGTH,
} OvrTool;

#define OVR_TYPE_VIEWPORT (ovr_viewport_get_type ())
G_DECLARE_FINAL_TYPE (OvrViewport, ovr_viewport, OVR, VIEWPORT, GtkWidget)

/**
 * OvrViewport:
 *
 * One pane on black: a slice of a series with the texts, letters, scale bar and
 * marks that readers expect. Frames are decoded and rendered by workers; the
 * texts always belong to the picture that is on the screen, also while another
 * one is on its way.
 *
 * Signals:
 *  "activated": the reader turned to this viewport
 *  "view-changed": slice, window, zoom, place or marks have changed
 */

/* @cache must live until ovr_viewport_detach(), or as long as the viewport.
 * @name: the accessible name. */
GtkWidget *ovr_viewport_new (OvrFrameCache *cache,
                             const char *name);

/* Shows slice @index (from 0) of @series, with the view's defaults. @role
 * ("current", "prior") is shown beside the study's date. NULL empties it. */
void ovr_viewport_show_series (OvrViewport *self,
                               OvrStudy *study,
                               OvrSeries *series,
                               guint index,
                               const char *role);

/* Borrowed, NULL while it is empty. */
OvrStudy *ovr_viewport_get_study (OvrViewport *self);
OvrSeries *ovr_viewport_get_series (OvrViewport *self);

/* The slice that the reader wants, from 0: on the screen, or about to be. */
guint ovr_viewport_get_index (OvrViewport *self);

void ovr_viewport_set_active (OvrViewport *self,
                              gboolean active);
void ovr_viewport_set_tool (OvrViewport *self,
                            OvrTool tool);

/* Jumps to another slice; beyond the ends it stays at the last one. */
void ovr_viewport_set_index (OvrViewport *self,
                             int index);

/* Scrolls @delta images on, in the order of their numbers: each on the way is on
 * the screen for at least one refresh, as long as the picture needn't run on
 * after the hand for it. A step of a hundred or more is a jump. */
void ovr_viewport_page (OvrViewport *self,
                        int delta);

/* Where it tells what was on the screen; NULL for nowhere. */
void ovr_viewport_set_coverage (OvrViewport *self,
                                OvrCoverage *coverage);

/* What the reader sees is what is wanted: scrolling ends here. */
void ovr_viewport_hold (OvrViewport *self);

/* Whether scrolling goes to the newest slice and leaves out what is between. */
void ovr_viewport_set_keeps_up (OvrViewport *self,
                                gboolean keeps_up);

/* Slices that scrolling left out and that have not been on the screen since. */
guint ovr_viewport_get_n_passed (OvrViewport *self);

/* While sealed, presentation states that hold marks are listed without their
 * words and can't be chosen; one that is applied is taken off. */
void ovr_viewport_set_marks_sealed (OvrViewport *self,
                                    gboolean sealed);

/* What is wanted on the screen, with the marks of that image. NULL while
 * empty. (transfer full) */
OvrView *ovr_viewport_dup_view (OvrViewport *self);

/* What is on the screen now; NULL while nothing is. (transfer full) */
OvrView *ovr_viewport_dup_shown (OvrViewport *self);

/* The view again, if the series holds its image; FALSE otherwise. Its marks
 * take the place of those that the image has here. */
gboolean ovr_viewport_restore_view (OvrViewport *self,
                                    const OvrView *view);

void ovr_viewport_set_window (OvrViewport *self,
                              double center,
                              double width);

/* The windows that the image on the screen is offered with, by name; the first
 * is preset 1. Empty for colour. (transfer full): NULL-terminated */
char **ovr_viewport_dup_preset_names (OvrViewport *self);

/* Preset @number of these, from 1. FALSE if there is none. */
gboolean ovr_viewport_set_preset (OvrViewport *self,
                                  guint number);
/* What is drawn between the image's pixels. */
void ovr_viewport_set_interpolation (OvrViewport *self,
                                     OvrInterpolation interpolation);

/* Opens the menu in its corner. */
void ovr_viewport_open_menu (OvrViewport *self);
void ovr_viewport_zoom (OvrViewport *self,
                        double factor);
void ovr_viewport_fit (OvrViewport *self);
void ovr_viewport_invert (OvrViewport *self);
void ovr_viewport_rotate (OvrViewport *self);
void ovr_viewport_flip (OvrViewport *self);
void ovr_viewport_reset (OvrViewport *self);

/* Opens the menu of the presentation states that the image has; FALSE where
 * there are none. The choice is an action too: "viewport-state.presentation"
 * with a SOP Instance UID, or "" for as stored. What is chosen while the states
 * are still read is applied when they are. */
gboolean ovr_viewport_open_states (OvrViewport *self);

/* FALSE where the image has no mark. */
gboolean ovr_viewport_remove_mark (OvrViewport *self);

/**
 * ovr_viewport_measure_marks:
 *
 * Returns: (transfer full) (element-type OvrMeasurement): what the marks of the
 *   picture on the screen measure, in their order
 */
GPtrArray *ovr_viewport_measure_marks (OvrViewport *self);

/* Empties the viewport for good and lets go of the cache. A widget lives as long
 * as anything of the toolkit holds it, which may be longer than its window. */
void ovr_viewport_detach (OvrViewport *self);

/* Frames that reached the screen since it was made: for tests and figures. */
guint64 ovr_viewport_get_n_presented (OvrViewport *self);

G_END_DECLS
