/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-coverage-store.h"
#include "ovr-health-panel.h"
#include "ovr-missing-bar.h"
#include "ovr-reading-room.h"
#include "ovr-series-strip.h"
#include "ovr-tool-bar.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

struct _OvrReadingRoom
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkWidget *banner;
  GtkLabel *patient;
  GtkLabel *study;
  GtkMenuButton *menu;
  OvrMissingBar *missing;
  GtkWidget *version_bar;
  GtkLabel *version;
  GtkWidget *newest;
  GtkWidget *offer_bar;
  GtkLabel *offer;
  GtkWidget *late_bar;
  GtkLabel *late;
  GtkWidget *late_seen;
  GtkWidget *images_side;
  OvrSeriesStrip *strip;
  OvrToolBar *tools;
  GtkPaned *paned;
  GtkWidget *images;
  OvrViewportGrid *grid;
  OvrHealthPanel *health;
  GtkButton *health_badge;
  OvrReportPane *report;

  /* Owned */
  OvrCaseSession *session;
  OvrThumbnailer *thumbnailer;
  OvrCaseCoverage *coverage;
  guint save_source;
  GHashTable *orders;                    /* see ovr-reading-room-order.c */
  OvrView *hung[OVR_VIEWPORT_GRID_SIZE]; /* (nullable): as it was hung unasked */
  const char *report_mode;               /* a literal */
  int report_width;                      /* wanted; 0 for the default */
  gboolean restoring;
  gboolean marks_sealed;

  /* Borrowed */
  OvrDesk *desk;
  OvrReportEditor *shown_editor; /* what the report's pane has */
};

/* Shows a series in viewport @index at slice @slice of the order by position. */
void ovr_reading_room_show (OvrReadingRoom *self,
                            guint index,
                            OvrStudy *study,
                            OvrSeries *series,
                            guint slice);

/* ovr-reading-room-order.c: the series in the reader's order; @slice, of the order
 * by position, becomes that of the order. Borrowed. */
OvrSeries *ovr_reading_room_put_in_order (OvrReadingRoom *self,
                                          OvrSeries *series,
                                          guint *slice);
JsonObject *ovr_reading_room_write_orders (OvrReadingRoom *self);
void ovr_reading_room_read_orders (OvrReadingRoom *self,
                                   JsonObject *object);

/* ovr-reading-room-health.c: the panel, and what it leads to. */
void ovr_reading_room_watch_health (OvrReadingRoom *self);
void ovr_reading_room_show_place (OvrReadingRoom *self,
                                  OvrStudy *study,
                                  OvrSeries *series,
                                  guint slice);

/* ovr-reading-room-view.c */
gboolean ovr_reading_room_restore_view (OvrReadingRoom *self);
void ovr_reading_room_hang (OvrReadingRoom *self);
void ovr_reading_room_queue_save (OvrReadingRoom *self);
void ovr_reading_room_size_report (OvrReadingRoom *self);

/* ovr-reading-room-coverage.c: coverage is noted while the report is written. */
void ovr_reading_room_follow_coverage (OvrReadingRoom *self);

/* ovr-reading-room-images.c */
void ovr_reading_room_paint_key_image (const OvrKeyImage *key_image,
                                       GtkPicture *picture,
                                       gpointer data);
void ovr_reading_room_show_presentation (OvrReadingRoom *self,
                                         OvrStudy *study,
                                         OvrSeries *series);

/* Marks of others are sealed together with the original: the one word that the
 * images are told of the report. TRUE where that has changed. */
gboolean ovr_reading_room_seal_marks (OvrReadingRoom *self);
void ovr_reading_room_show_key_image (OvrReadingRoom *self,
                                      const char *key_image_id);

G_END_DECLS
