/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-session.h"
#include "ovr-report-pane.h"
#include "ovr-viewport-grid.h"

G_BEGIN_DECLS

#define OVR_TYPE_READING_ROOM (ovr_reading_room_get_type ())
G_DECLARE_FINAL_TYPE (OvrReadingRoom, ovr_reading_room, OVR, READING_ROOM, GtkWidget)

/**
 * OvrReadingRoom:
 *
 * One case: the banner, the series, the images, the report.
 *
 * Signals:
 *  "notice" (const char *text): something to tell without getting in the way
 */

/* Once, before the first case; @desk must live until ovr_reading_room_detach(),
 * or as long as the room. */
void ovr_reading_room_set_desk (OvrReadingRoom *self,
                                OvrDesk *desk);

/* Closes the case and lets go of the desk, for good. */
void ovr_reading_room_detach (OvrReadingRoom *self);
void ovr_reading_room_set_menu (OvrReadingRoom *self,
                                GMenuModel *menu);

/* Shows a case as it was left, or hung afresh. NULL closes: the view is saved
 * first. */
void ovr_reading_room_set_session (OvrReadingRoom *self,
                                   OvrCaseSession *session);
OvrCaseSession *ovr_reading_room_get_session (OvrReadingRoom *self);

/* The report has changed as a whole: shows it anew. */
void ovr_reading_room_reload (OvrReadingRoom *self);
void ovr_reading_room_save_view (OvrReadingRoom *self);

OvrViewportGrid *ovr_reading_room_get_grid (OvrReadingRoom *self);
OvrReportPane *ovr_reading_room_get_report (OvrReadingRoom *self);

/* Files that came along with the images, in words; NULL: none wait. */
void ovr_reading_room_set_offer (OvrReadingRoom *self,
                                 const char *text);

/* What of the case was not viewed, in words, a line or two for each series; NULL
 * where everything was. (transfer full) */
char *ovr_reading_room_dup_unseen (OvrReadingRoom *self);

/* The report is signed: coverage is erased, unless the reader keeps it. */
void ovr_reading_room_end_coverage (OvrReadingRoom *self);

/* Attaches the active view to @finding_id, or to the selected finding; makes
 * one where there is none. */
void ovr_reading_room_attach (OvrReadingRoom *self,
                              const char *finding_id);

/* Turns the active viewport to a claim's image. */
void ovr_reading_room_jump (OvrReadingRoom *self,
                            const char *claim_id);

/* Shows the series @delta further on in the strip. */
void ovr_reading_room_step_series (OvrReadingRoom *self,
                                   int delta);

/* "position", "number" or "time": how the active pane's series is paged. FALSE
 * where there is none. */
gboolean ovr_reading_room_set_order (OvrReadingRoom *self,
                                     const char *word);

/* "one" or "two"; "folded", "beside" or "wide". */
void ovr_reading_room_set_layout (OvrReadingRoom *self,
                                  const char *layout);
const char *ovr_reading_room_get_layout (OvrReadingRoom *self);
void ovr_reading_room_set_report_mode (OvrReadingRoom *self,
                                       const char *mode);
const char *ovr_reading_room_get_report_mode (OvrReadingRoom *self);
/* The panel with the remarks on the submitted images. */
void ovr_reading_room_set_health_visible (OvrReadingRoom *self,
                                          gboolean visible);
gboolean ovr_reading_room_get_health_visible (OvrReadingRoom *self);

/* Goes to the place of the next remark or the one before; FALSE beyond them. */
gboolean ovr_reading_room_step_health (OvrReadingRoom *self,
                                       int delta);
void ovr_reading_room_set_strip_visible (OvrReadingRoom *self,
                                         gboolean visible);
gboolean ovr_reading_room_get_strip_visible (OvrReadingRoom *self);

G_END_DECLS
