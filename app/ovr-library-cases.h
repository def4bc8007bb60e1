/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"
#include "ovr-import.h"

G_BEGIN_DECLS

/* Where the two halves of the library meet: the studies that the viewer
 * imports, and the cases that the reports belong to. One case a patient;
 * persons whose headers differ get cases of their own, never a common one. */

/**
 * OvrLibraryCases:
 * @library: (owned): the index of studies
 * @cases: (owned): the cases
 *
 * Both halves of one database. One thread: that which opened it.
 */
typedef struct
{
  OvrLibrary *library;
  OvrCaseStore *cases;
} OvrLibraryCases;

/* Opens or makes the library at @path. */
OvrLibraryCases *ovr_library_cases_open (const char *path,
                                         GError **error);
void ovr_library_cases_free (OvrLibraryCases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrLibraryCases, ovr_library_cases_free)

/* What an import found, one intake a patient, for ovr_case_store_adopt() and
 * its async form: (transfer full) (element-type OvrCaseIntake). */
GPtrArray *ovr_library_cases_intakes (const OvrImportResult *result);

/* Studies that no case has: what an import that was stopped or killed left.
 * (transfer full) (element-type OvrCaseIntake), NULL on error. */
GPtrArray *ovr_library_cases_orphans (OvrLibraryCases *self,
                                      GError **error);

/* Studies that an import which runs has put into the index so far, likewise. */
GPtrArray *ovr_library_cases_running (OvrLibraryCases *self,
                                      GError **error);

/* Whether a case has that patient. */
gboolean ovr_library_cases_has_patient (OvrLibraryCases *self,
                                        const char *patient_key);

/* Gives them cases. */
gboolean ovr_library_cases_adopt_orphans (OvrLibraryCases *self,
                                          GError **error);

G_END_DECLS
