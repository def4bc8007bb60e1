/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-claims.h"

G_BEGIN_DECLS

/**
 * OvrClaimDraft:
 * @start: first character
 * @end: one past the last
 * @section: (owned) (nullable): "technique", "comparison", "findings",
 *   "impression", "recommendation"
 * @claim_class: what kind of statement it seems to be
 *
 * A statement found in a text.
 */
typedef struct
{
  int start;
  int end;
  char *section;
  OvrClaimClass claim_class;
} OvrClaimDraft;

/**
 * OvrRemainder:
 * @start: first character
 * @end: one past the last
 * @name: (not owned): "space", "letterhead", "heading", "indication", "mark",
 *   "page", "salutation", "signature"
 *
 * What isn't a statement, and why.
 */
typedef struct
{
  int start;
  int end;
  const char *name;
} OvrRemainder;

/**
 * OvrClaimSplit:
 * @claims: (owned) (element-type OvrClaimDraft): in the order of the text
 * @remainders: (owned) (element-type OvrRemainder): in the order of the text
 *
 * Spans count Unicode characters; every character is in exactly one claim or
 * remainder.
 */
typedef struct
{
  GPtrArray *claims;
  GPtrArray *remainders;
} OvrClaimSplit;

/* Cuts an original report into statements: at sections, list items and the
 * ends of sentences. It knows the abbreviations of German and English reports
 * ("Z. n.", "V. a.", "o. B.", "Fig. 3"), dates and decimals; where it is not
 * sure it doesn't cut, so that no negation or side loses its noun. Never
 * fails. @language: BCP 47 or NULL to find out. (transfer full) */
OvrClaimSplit *ovr_claim_split_text (const char *text,
                                     const char *language);
void ovr_claim_split_free (OvrClaimSplit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrClaimSplit, ovr_claim_split_free)

/* "de" or "en" by the commonest words; NULL where neither is there. */
const char *ovr_claim_guess_language (const char *text);

/* Splits a document of @report that has no claims yet and puts the claims into
 * the ledger, all of them open. Nothing happens for other documents. */
void ovr_claim_split_document (OvrReport *report,
                               const char *document_id);

G_END_DECLS
