/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrClaimTraits:
 * @negated: says that something is not there
 * @normal: says that something is as it should be
 * @doubtful: leaves open what is there ("cannot exclude", "V. a.")
 * @hedged: doubtful, or leaves the answer to others ("clinical correlation")
 * @measured: has a number with a unit
 * @left: names the left side
 * @right: names the right side
 * @bilateral: names both sides at once
 * @advises: tells somebody what to do
 * @scope_unclear: has a negation that may or may not reach all of it
 *
 * What the words of a claim say about its kind, in German and English. A
 * cautious reading of words, not an understanding: it decides what may be
 * accepted together with others, never a verdict. Thread-safe.
 */
typedef struct
{
  gboolean negated;
  gboolean normal;
  gboolean doubtful;
  gboolean hedged;
  gboolean measured;
  gboolean left;
  gboolean right;
  gboolean bilateral;
  gboolean advises;
  gboolean scope_unclear;
} OvrClaimTraits;

OvrClaimTraits ovr_claim_traits_read (const char *text);

/* Whether a claim may be accepted together with other normal ones: normal or
 * negated, and neither sided, measured, hedged nor of unclear scope. */
gboolean ovr_claim_traits_allow_group (const OvrClaimTraits *self);

/* Letters and digits of @text in lower case, everything else as one space,
 * with a space at both ends: "V. a. Filiae" is " v a filiae ". What word
 * lists are compared with. (transfer full) */
char *ovr_claim_normalize (const char *text);

/* Whether the normalized @text has one of @phrases (NULL-terminated), each
 * whole words; one that ends in "*" may go on within its last word. */
gboolean ovr_claim_has_phrase (const char *normalized,
                               const char *const *phrases);

G_END_DECLS
