/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"

G_BEGIN_DECLS

/* A case is removed by its reader. What nobody signed is deleted: personal data
 * must be able to go. What was signed is not: a signed report is a document
 * that somebody acts upon, its library is what knows that a later version
 * replaces it, and no question before a click is a safe place for it. Such a
 * case is put away: it stands in no list unless that is asked for, and can be
 * brought back. On the writing connection, inside a transaction. */

/* What a removal costs: whether anything was written for the case, and whether
 * any of it was signed. On any connection. */
gboolean ovr_case_weigh (sqlite3 *connection,
                         const char *case_id,
                         gboolean *has_report,
                         gboolean *is_signed,
                         GError **error);

/**
 * ovr_case_remove:
 * @deleted: (out): it is gone with its report; otherwise it was put away
 *
 * Returns: FALSE with OVR_DATABASE_ERROR_REFUSED where there is no such case
 */
gboolean ovr_case_remove (sqlite3 *writer,
                          const char *case_id,
                          gboolean *deleted,
                          GError **error);

/* A case that was put away is a case as any other again. */
gboolean ovr_case_bring_back (sqlite3 *writer,
                              const char *case_id,
                              GError **error);

G_END_DECLS
