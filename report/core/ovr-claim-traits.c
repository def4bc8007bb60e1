/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-traits.h"

#include <string.h>

static const char *const negations[] = {
  "kein*", "nicht", "ohne", "weder", "no", "not", "without", "neither", "absent", "negative for", NULL
};
static const char *const normals[] = {
  "o b", "unauffällig*", "regelrecht*", "normal*", "altersentsprechend*", "zeitgerecht*", "frei",
  "unremarkable", "intact", "patent", "clear", "within normal limits", NULL
};
static const char *const doubts[] = {
  "v a", "verdacht*", "auszuschließen", "auszuschliessen", "möglich*", "fraglich*", "dd", "differentialdiagnos*",
  "differenzialdiagnos*", "a e", "am ehesten", "wahrscheinlich*", "vermutlich*", "könnte*", "eventuell*", "evtl",
  "vereinbar", "cannot exclude", "cannot be excluded", "can not be excluded",
  "not excluded", "possible", "possibly", "probable", "probably", "may", "might", "could", "suspicious", "suspected",
  "suggestive", "suggests", "questionable", "equivocal", "versus", "vs",
  "consistent with", "compatible with", "likely", NULL
};
static const char *const correlations[] = {
  "klinische korrelation", "klinisch korrelieren", "zu korrelieren", "clinical correlation", "correlate clinically", NULL
};
static const char *const contrasts[] = {
  "aber", "jedoch", "bis auf", "außer", "ausser", "allerdings", "but", "except", "however", "although", "apart from",
  "other than", NULL
};
static const char *const advices[] = {
  "empfohlen", "empfehl*", "empfiehlt", "kontrolle in", "verlaufskontrolle", "abklärung", "vorstellung bei", "vorstellung in",
  "klinische korrelation", "korrelation mit", "zu korrelieren", "recommend*", "suggest follow up", "advise*",
  "clinical correlation", "correlate with", "correlate clinically", "correlation with", "follow up in", "referral to", NULL
};
static const char *const lefts[] = { "links*", "linke*", "li", "left*", "lt", NULL };
static const char *const rights[] = { "rechts*", "rechte*", "re", "right*", "rt", NULL };
static const char *const boths[] = { "beidseit*", "beidseits", "beide*", "bds", "bilateral*", "both", NULL };
static const char *const joints[] = { "oder", "bzw", "noch", "sowie", "und", "or", "nor", "and", NULL };

char *
ovr_claim_normalize (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *out = g_string_new (" ");

  for (const char *at = composed != NULL ? composed : ""; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (out, g_unichar_tolower (c));
      else if (out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  if (out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

static gboolean
has_phrase (const char *normalized,
            const char *phrase)
{
  gboolean open = g_str_has_suffix (phrase, "*");
  g_autofree char *wanted = open ? g_strdup_printf (" %.*s", (int) strlen (phrase) - 1, phrase)
                                 : g_strdup_printf (" %s ", phrase);

  return strstr (normalized, wanted) != NULL;
}

gboolean
ovr_claim_has_phrase (const char *normalized,
                      const char *const *phrases)
{
  for (guint i = 0; phrases[i] != NULL; i++)
    if (has_phrase (normalized, phrases[i]))
      return TRUE;
  return FALSE;
}

/* "12 mm", "1,2 cm", "-5 HE", "6 x 5", "30 %". */
static gboolean
has_measure (const char *text)
{
  static GRegex *regex = NULL;

  if (g_once_init_enter (&regex))
    {
      GRegex *made = g_regex_new ("\\d\\s*(?:mm|cm|ml|cc|HE|HU|%|°|Grad\\b)|\\d\\s*[x×]\\s*\\d",
                                  G_REGEX_OPTIMIZE, 0, NULL);

      g_once_init_leave (&regex, made);
    }
  return g_regex_match (regex, text, 0, NULL);
}

/* "No effusion, Baker's cyst": does "no" reach the cyst? It does in "no
 * effusion, pneumothorax or consolidation" and in "no effusion, no cyst". */
static gboolean
is_scope_unclear (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *part = ovr_claim_normalize (parts[i]);
      g_autofree char *last = ovr_claim_normalize (parts[n - 1]);

      if (ovr_claim_has_phrase (part, negations) || ovr_claim_has_phrase (part, normals) || strlen (part) <= 1)
        continue;
      if (i == 0 || !ovr_claim_has_phrase (last, joints))
        return TRUE;
    }
  return FALSE;
}

OvrClaimTraits
ovr_claim_traits_read (const char *text)
{
  g_autofree char *words = ovr_claim_normalize (text);
  OvrClaimTraits traits = { 0 };

  traits.negated = ovr_claim_has_phrase (words, negations);
  traits.normal = ovr_claim_has_phrase (words, normals);
  traits.doubtful = ovr_claim_has_phrase (words, doubts);
  traits.hedged = traits.doubtful || ovr_claim_has_phrase (words, correlations);
  traits.measured = has_measure (text);
  traits.left = ovr_claim_has_phrase (words, lefts);
  traits.right = ovr_claim_has_phrase (words, rights);
  traits.bilateral = ovr_claim_has_phrase (words, boths) || (traits.left && traits.right);
  traits.advises = ovr_claim_has_phrase (words, advices);
  traits.scope_unclear = ovr_claim_has_phrase (words, contrasts) ||
                         (traits.negated && !traits.normal && is_scope_unclear (text));
  return traits;
}

gboolean
ovr_claim_traits_allow_group (const OvrClaimTraits *self)
{
  return (self->negated || self->normal) && !self->hedged && !self->measured && !self->left && !self->right &&
         !self->bilateral && !self->scope_unclear;
}
