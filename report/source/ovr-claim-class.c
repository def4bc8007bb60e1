/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-class-private.h"

#include "ovr-claim-splitter.h"
#include "ovr-claim-traits.h"

#include <string.h>

/* Share of an impression's longer words that a finding must have. */
#define SAME_WORDS 0.6

static gboolean
is_content_word (const char *word)
{
  return g_utf8_strlen (word, -1) >= 4 || g_ascii_isdigit (*word);
}

/* Which of @words' content words are in @text as well; numbers must all be. */
static gboolean
shares_words (char **words,
              const char *text)
{
  int n = 0, found = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *wanted = g_strdup_printf (" %s ", words[i]);
      gboolean is_there = strstr (text, wanted) != NULL;

      if (!is_content_word (words[i]))
        continue;
      if (g_ascii_isdigit (*words[i]) && !is_there)
        return FALSE;
      n++;
      found += is_there;
    }
  return n > 0 && found >= SAME_WORDS * n;
}

/* The same words, numbers and sides, negated alike: anything else is a
 * statement of its own (the adrenal that changes its side). */
static gboolean
is_repetition (const char *text,
               const GPtrArray *findings)
{
  g_autofree char *normalized = ovr_claim_normalize (text);
  g_auto (GStrv) words = g_strsplit (normalized, " ", -1);
  OvrClaimTraits traits = ovr_claim_traits_read (text);

  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *other = ovr_claim_normalize (findings->pdata[i]);
      OvrClaimTraits others = ovr_claim_traits_read (findings->pdata[i]);

      if (traits.left == others.left && traits.right == others.right && traits.bilateral == others.bilateral &&
          traits.negated == others.negated && traits.hedged == others.hedged && shares_words (words, other))
        return TRUE;
    }
  return FALSE;
}

OvrClaimClass
ovr_claim_classify (const char *text,
                    const char *section,
                    const GPtrArray *findings)
{
  OvrClaimTraits traits = ovr_claim_traits_read (text);

  if (g_strcmp0 (section, "technique") == 0 || g_strcmp0 (section, "comparison") == 0)
    return OVR_CLAIM_TECHNIQUE;
  if (g_strcmp0 (section, "recommendation") == 0 || (traits.advises && !traits.doubtful))
    return OVR_CLAIM_ADVICE;
  if (g_strcmp0 (section, "impression") == 0 && is_repetition (text, findings))
    return OVR_CLAIM_REPETITION;
  if ((traits.normal || traits.negated) && !traits.hedged && !traits.measured && !traits.scope_unclear)
    return OVR_CLAIM_NORMAL;
  return OVR_CLAIM_ABNORMAL;
}

const char *
ovr_claim_guess_language (const char *text)
{
  static const char *const german[] = { " der ", " die ", " und ", " kein ", " keine ", " ist ", " mit ", " im ", " nicht ", NULL };
  static const char *const english[] = { " the ", " and ", " is ", " with ", " of ", " no ", " there ", " are ", " in the ", NULL };
  g_autofree char *words = ovr_claim_normalize (text);
  int balance = 0;

  for (guint i = 0; german[i] != NULL; i++)
    for (const char *at = words; (at = strstr (at, german[i])) != NULL; at++)
      balance++;
  for (guint i = 0; english[i] != NULL; i++)
    for (const char *at = words; (at = strstr (at, english[i])) != NULL; at++)
      balance--;
  return balance > 0 ? "de" : balance < 0 ? "en"
                                          : NULL;
}
