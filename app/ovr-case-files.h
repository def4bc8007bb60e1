/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-removal.h"
#include "ovr-library-relocate.h"

G_BEGIN_DECLS

/* Where cases and their studies' files meet: removing them together, finding
 * out what is missing, finding it again. All of it waits for disks, so all of
 * it runs in a worker and calls back in the caller's main context. */

/**
 * OvrRemovalStakes:
 * @n_drafts: cases with a report that nobody signed: deleted with them
 * @n_signed: cases with a signed report: they are put away
 * @files: of studies that no other case has
 *
 * What removing cases means.
 */
typedef struct
{
  guint n_drafts;
  guint n_signed;
  OvrStudyFiles files;
} OvrRemovalStakes;

void ovr_removal_weigh_async (OvrLibrary *library,
                              const char *const *case_ids,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* (transfer full): g_free(); NULL on error. */
OvrRemovalStakes *ovr_removal_weigh_finish (GAsyncResult *result,
                                            GError **error);

/* How many cases have the study, beside those of @case_ids (nullable): in the
 * lists, and put away. On any connection. */
gboolean ovr_removal_count_cases (sqlite3 *connection,
                                  const OvrStudyName *study,
                                  const char *const *case_ids,
                                  guint *n_live,
                                  guint *n_away,
                                  GError **error);

/* Removes the cases and the studies that no other case has, in one
 * transaction. The files go with ovr_removal_clear_async(), now or at the next
 * start. Waits for the disk. */
gboolean ovr_removal_run (OvrLibrary *library,
                          const char *const *case_ids,
                          OvrCopies copies,
                          GError **error);

/* The same in a worker, files included. */
void ovr_removal_run_async (OvrLibrary *library,
                            const char *const *case_ids,
                            OvrCopies copies,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* @n_failed: files that couldn't be moved or deleted. */
gboolean ovr_removal_run_finish (GAsyncResult *result,
                                 guint *n_failed,
                                 GError **error);

/* Works off what an earlier removal left; says nothing. */
void ovr_removal_clear_async (OvrLibrary *library);

gboolean ovr_removal_bring_back (OvrLibrary *library,
                                 const char *const *case_ids,
                                 GError **error);

/* Which cases lack files. */
void ovr_missing_cases_async (OvrLibrary *library,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* (transfer full) (element-type utf8): a set of case ids; NULL on error. */
GHashTable *ovr_missing_cases_finish (GAsyncResult *result,
                                      GError **error);

/* Looks for missing files of the cases' studies below @folder; NULL: in the
 * places that they would have on each medium that is there now. */
void ovr_find_files_async (OvrLibrary *library,
                           const char *const *case_ids,
                           const char *folder,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean ovr_find_files_finish (GAsyncResult *result,
                                OvrRelocation *relocation,
                                GError **error);

G_END_DECLS
