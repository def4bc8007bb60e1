/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-session.h"

G_BEGIN_DECLS

struct _OvrCaseSession
{
  GObject parent_instance;

  /* Owned */
  char *case_id;
  OvrCase *a_case;
  GPtrArray *studies;
  OvrReportEditor *editor;
  OvrReportCheck *check;
  guint check_source;
  OvrDate seen_due;     /* the report's, when the summary was saved */
  gboolean is_early;    /* nothing is saved yet */
  gboolean keep_wanted; /* to be saved once the thread is done */
  gboolean is_asking;   /* a thread reads the studies */
  gboolean ask_again;   /* something may have come since */

  /* Borrowed */
  OvrDesk *desk;
};

/* Another report is written from now on; takes it over. */
void ovr_case_session_take_report (OvrCaseSession *self,
                                   OvrReport *report);

G_END_DECLS
