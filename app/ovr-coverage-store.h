/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-coverage.h"
#include "ovr-database.h"

G_BEGIN_DECLS

/* The coverage of cases in the library: module "coverage" of the database, one
 * table that nothing but this file and the reading room's own aids read. It is
 * no part of a report, and no export has it. */
const OvrModule *ovr_coverage_store_get_module (void);

/* Forgets what is left of cases that aren't there any more. On the writing
 * connection, inside a transaction. */
gboolean ovr_coverage_store_forget (sqlite3 *writer,
                                    GError **error);

/* What is known of a case; what is new is written a moment later, and before
 * the object goes. Main thread. @database must outlive it. */
#define OVR_TYPE_CASE_COVERAGE (ovr_case_coverage_get_type ())
G_DECLARE_FINAL_TYPE (OvrCaseCoverage, ovr_case_coverage, OVR, CASE_COVERAGE, GObject)

OvrCaseCoverage *ovr_case_coverage_open (OvrDatabase *database,
                                         const char *case_id);

/* Borrowed. */
OvrCoverage *ovr_case_coverage_get (OvrCaseCoverage *self);

/* Forgets all of it, here and in the library. */
void ovr_case_coverage_erase (OvrCaseCoverage *self);

G_END_DECLS
