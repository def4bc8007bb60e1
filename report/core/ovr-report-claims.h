/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* Changing the ledger. A claim is a span of its document: these functions move
 * bounds, no function edits what is quoted. All fail with
 * OVR_REPORT_ERROR_REFUSED and change nothing where the change isn't allowed,
 * which includes every report that isn't a draft. */

/**
 * OvrSpan:
 * @start: first character of the document's text, from 0
 * @end: one past the last
 *
 * Unicode characters, not bytes.
 */
typedef struct
{
  int start;
  int end;
} OvrSpan;

/* Cuts the claim before character @at of the document's text; white space at
 * the cut belongs to neither half. Both halves are open again: what was said
 * of the whole need not hold for a part; comment and findings stay with the
 * first. @new_id: (out) (optional) (transfer full): id of the second half. */
gboolean ovr_report_split_claim (OvrReport *self,
                                 const char *claim_id,
                                 int at,
                                 char **new_id,
                                 GError **error);

/* Joins a claim with the next one of its document, and what lies between. The
 * joined claim keeps the first one's id, is open, and has both comments. */
gboolean ovr_report_merge_claim_with_next (OvrReport *self,
                                           const char *claim_id,
                                           GError **error);

/* A claim of what no claim covers yet. @new_id: (out) (optional). */
gboolean ovr_report_add_claim (OvrReport *self,
                               const char *document_id,
                               int start,
                               int end,
                               char **new_id,
                               GError **error);

/* The claim's characters become a remainder. */
gboolean ovr_report_remove_claim (OvrReport *self,
                                  const char *claim_id,
                                  GError **error);

/* Claims in the order of documents and text, numbered from 1. The functions
 * above do it themselves. */
void ovr_report_number_claims (OvrReport *self);

/* What no claim covers, in the order of the text: (element-type OvrSpan).
 * With the claims it is the whole text. */
GArray *ovr_report_list_remainders (const OvrReport *self,
                                    const char *document_id);

/* The next version of a signed report: a draft with @self's content, version
 * plus one, predecessor @self's signed PDF and its time, nothing said yet of
 * what changed. (transfer full) */
OvrReport *ovr_report_new_version (const OvrReport *self,
                                   GError **error);

G_END_DECLS
