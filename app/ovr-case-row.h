/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-index.h"

G_BEGIN_DECLS

#define OVR_TYPE_CASE_ROW (ovr_case_row_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseRow, ovr_case_row, OVR, CASE_ROW, GObject)

/**
 * OvrCaseRow:
 *
 * A line of the case list while it is on the screen: a copy of what is shown
 * of an OvrCaseEntry, so that it keeps no index alive. A line shows another
 * case when the list is sorted or searched.
 *
 * Signals:
 *  "changed": it says something else
 */
struct _OvrCaseRow
{
  GObject parent_instance;

  char *id;
  char *patient; /* "Østergård-Kučera, Žofie" */
  char *age;     /* at the newest study, in words */
  char *study;
  char *modalities;
  OvrDate date; /* of the newest study */
  char *reason;
  OvrCaseStatus status;
  int version; /* newest of its report, 0 without one */
  OvrDate due;
  guint n_health;
  char *health; /* codes, joined by ", " */
  guint n_studies;
  gboolean removed;
  gboolean files_missing;
  guint stamp;    /* the entry's */
  guint position; /* in the list, which keeps it right */
};

OvrCaseRow *ovr_case_row_new (const OvrCaseEntry *entry,
                              gboolean files_missing,
                              guint position);

/* Shows another entry; nothing happens where it looks the same. */
void ovr_case_row_set (OvrCaseRow *self,
                       const OvrCaseEntry *entry,
                       gboolean files_missing);

G_END_DECLS
