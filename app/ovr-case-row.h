/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define OVR_TYPE_CASE_ROW (ovr_case_row_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseRow, ovr_case_row, OVR, CASE_ROW, GObject)

/**
 * OvrCaseRow:
 *
 * A line of the case list: the case joined with its newest study. Immutable.
 */
struct _OvrCaseRow
{
  GObject parent_instance;

  char *id;
  char *patient; /* "Østergård-Kučera, Žofie" */
  char *patient_id;
  char *age; /* at the study, in words */
  char *study;
  char *modalities; /* of all its studies: "CT, SR" */
  OvrDate date;     /* of the newest study */
  char *reason;
  OvrCaseStatus status;
  int version; /* newest of its report, 0 without one */
  OvrDate due;
  guint n_health; /* distinct codes over all its studies */
  char *health;   /* codes, joined by ", " */
  guint n_studies;
};

/**
 * ovr_case_rows_load:
 * @database: a library with the modules of viewer and report
 *
 * The one query that joins both halves. Reading thread only.
 *
 * Returns: (transfer full): a list of OvrCaseRow, newest case first; NULL with
 *   an OVR_DATABASE_ERROR
 */
GListStore *ovr_case_rows_load (OvrDatabase *database,
                                GError **error);

G_END_DECLS
