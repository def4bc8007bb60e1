/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-lexicon-private.h"

#include <string.h>

typedef struct
{
  const char *words;
  const char *section;
} Heading;

/* In lower case; a longer one stands before its own beginning. */
static const Heading headings[] = {
  { "befund und beurteilung", "findings" },
  { "befunde", "findings" },
  { "befund", "findings" },
  { "findings", "findings" },
  { "report", "findings" },
  { "zusammenfassende beurteilung", "impression" },
  { "zusammenfassung", "impression" },
  { "beurteilung", "impression" },
  { "impression", "impression" },
  { "conclusion", "impression" },
  { "opinion", "impression" },
  { "summary", "impression" },
  { "untersuchungstechnik", "technique" },
  { "technik", "technique" },
  { "methode", "technique" },
  { "technique", "technique" },
  { "procedure", "technique" },
  { "voruntersuchungen", "comparison" },
  { "voruntersuchung", "comparison" },
  { "voraufnahmen", "comparison" },
  { "vergleich", "comparison" },
  { "comparison", "comparison" },
  { "klinische angaben", "indication" },
  { "klinische fragestellung", "indication" },
  { "rechtfertigende indikation", "indication" },
  { "fragestellung", "indication" },
  { "indikation", "indication" },
  { "anamnese", "indication" },
  { "clinical information", "indication" },
  { "clinical history", "indication" },
  { "clinical question", "indication" },
  { "indication", "indication" },
  { "history", "indication" },
  { "empfehlungen", "recommendation" },
  { "empfehlung", "recommendation" },
  { "procedere", "recommendation" },
  { "recommendations", "recommendation" },
  { "recommendation", "recommendation" },
};

static const char *const salutations[] = {
  "sehr geehrte", "liebe ", "lieber ", "werte ", "dear ", NULL
};
static const char *const identities[] = {
  "patient:", "patientin:", "patient ", "patientin ", "name:", "geb.", "geboren", "born ", "dob", "date of birth", "geburtsdatum", NULL
};
static const char *const function_words[] = {
  "der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines", "einem", "einen", "kein", "keine", "keiner",
  "keinen", "und", "oder", "mit", "ohne", "von", "vom", "zu", "zum", "zur", "im", "in", "am", "an", "auf", "bei", "bis",
  "durch", "für", "gegen", "nach", "über", "um", "unter", "vor", "als", "wie", "nicht", "sehr", "the", "a", "of", "to",
  "with", "without", "and", "or", "no", "not", "for", "from", "by", "at", "on", "is", "are", "than", NULL
};
static const char *const closings[] = {
  "mit freundlichen", "mit kollegialen", "mit besten", "freundliche grüße", "hochachtungsvoll", "gez.", "gez ",
  "elektronisch signiert", "elektronisch freigegeben", "befundet von", "befunder", "unterschrift", "kind regards",
  "yours ", "sincerely", "best regards", "electronically signed", "signed by", "signed:", "reported by", "dictated by",
  NULL
};

/* Matched with the case that they are written in. */
static const char *const abbreviations[] = {
  "Abb", "Abs", "Jan", "Feb", "Mrz", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Oct", "Nov", "Dez", "Dec", "Anm", "Aufl", "Bd", "Bl", "Chr", "Dipl", "Dr", "Fa", "Fr", "Frl", "Hr", "Hrn", "Inj", "Kap", "Kl",
  "Lig", "Ligg", "Mm", "Nn", "Nr", "Pat", "Prof", "Proc", "Rr", "Ser", "Seg", "St", "Str", "Tab", "Tbl", "Tel", "Vv",
  "Aa", "abd", "abs", "allg", "ant", "art", "bds", "bes", "bez", "bezügl", "bzgl", "bzw", "ca", "chron", "cran",
  "d.h", "d.i", "dex", "diff", "dist", "dors", "ehem", "etc", "evtl", "ff", "gem", "ges", "ggf", "ggfs", "hist",
  "i.v", "inf", "inkl", "insb", "insbes", "int", "kaud", "klin", "kran", "lat", "li", "lt", "lumb", "max", "med",
  "min", "mind", "neg", "o.B", "o.g", "o.ä", "op", "path", "pos", "post", "postop", "prox", "re", "rel", "s.a",
  "s.c", "s.o", "s.u", "sin", "sog", "sonogr", "sup", "tgl", "u.a", "u.U", "urspr", "usw", "u.ä", "v.a", "V.a",
  "vent", "vgl", "vs", "wg", "z.B", "z.T", "Z.n", "z.n", "zw", "approx", "cf", "e.g", "esp", "ext", "fig", "figs",
  "Fig", "Figs", "i.e", "incl", "Jr", "Mr", "Mrs", "Ms", "No", "no", "resp", "ser", "Sr", "vert", "Vol", "vol", "yr",
  "yrs", "y.o", NULL
};

/* Abbreviations after which a sentence may well be over. */
static const char *const may_end[] = {
  "B", "o.B", "bds", "li", "re", "etc", "usw", "neg", "pos", "i.v", "No", "no", "op", "postop", "path", "a", NULL
};

static const char *const starters[] = {
  "Kein", "Keine", "Keinerlei", "Keinen", "Die", "Der", "Das", "Den", "Dem", "Im", "In", "Am", "An", "Auf", "Es", "Ein",
  "Eine", "Einzelne", "Beide", "Beidseits", "Regelrechte", "Regelrechter", "Regelrechtes", "Unauffällige",
  "Unauffälliger", "Unauffälliges", "Unverändert", "Unveränderte", "Normal", "Normale", "Ohne", "Nach", "Bei", "Soweit",
  "Sonst", "Zusätzlich", "Zudem", "Des", "Daneben", "Deutliche", "Geringe", "Geringer", "Geringes", "Kleine", "Kleiner",
  "Kleines", "Links", "Rechts", "Linke", "Rechte", "Linksseitig", "Rechtsseitig", "Mehrere", "Multiple", "Neu", "Neue",
  "Neuer", "Neues", "Nicht", "Zur", "Zum", "Von", "Weiterhin", "Verdacht", "Zustand", "Dabei", "Hier", "Insgesamt",
  "Diffuse", "Übrige", "Übriges", "Ansonsten", "Erbitte", "Wir", "Empfehlung", "No", "The", "There", "This", "These",
  "A", "An", "At", "Both", "Left", "Right", "Mild", "Moderate", "Severe", "Small", "Stable", "Unchanged", "Unremarkable",
  "New", "Multiple", "Otherwise", "Within", "Without", "With", "On", "Again", "Correlate", "Clinical", "Please",
  "Recommend", "Visualized", "Compared", "Heart", "Liver", "Lungs", NULL
};

static const char *const months[] = {
  "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
  "Dezember", "January", "February", "March", "May", "June", "July", "October", "December", NULL
};

static gboolean
starts_with_any (const char *lower,
                 const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (lower, words[i]))
      return TRUE;
  return FALSE;
}

/* "Seite 1 von 2", "Page 1 of 2", "- 2 -". */
static gboolean
is_page_line (const char *lower)
{
  return g_regex_match_simple ("^(?:seite|page|s\\.)\\s*\\d+(?:\\s*(?:von|of|/)\\s*\\d+)?$|^[-–]\\s*\\d+\\s*[-–]$|^\\d+\\s*/\\s*\\d+$",
                               lower, 0, 0);
}

/* A heading stands alone on its line or before a colon. */
static gboolean
match_heading (const char *lower,
               const Heading *heading,
               int *length)
{
  gsize n = strlen (heading->words);
  const char *rest = lower + n;

  if (!g_str_has_prefix (lower, heading->words))
    return FALSE;
  while (*rest == ' ' || *rest == '\t')
    rest++;
  if (*rest != ':' && *rest != '\0')
    return FALSE;
  *length = (int) g_utf8_strlen (lower, rest - lower) + (*rest == ':');
  return TRUE;
}

OvrLineKind
ovr_claim_lexicon_look_at_line (const char *line,
                                const char **section,
                                int *length)
{
  g_autofree char *lower = g_utf8_strdown (line, -1);

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    if (match_heading (lower, &headings[i], length))
      {
        *section = headings[i].section;
        return OVR_LINE_SECTION;
      }
  if (starts_with_any (lower, salutations) && g_utf8_strlen (lower, -1) < 90)
    return OVR_LINE_SALUTATION;
  if (starts_with_any (lower, closings))
    return OVR_LINE_CLOSING;
  if (starts_with_any (lower, identities))
    return OVR_LINE_IDENTITY;
  return is_page_line (lower) ? OVR_LINE_PAGE : OVR_LINE_TEXT;
}

static gboolean
is_among (const char *word,
          const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return TRUE;
  return FALSE;
}

gboolean
ovr_claim_lexicon_is_abbreviation (const char *token)
{
  /* One letter is an initial or a part of an abbreviation. */
  return g_utf8_strlen (token, -1) == 1 || is_among (token, abbreviations);
}

gboolean
ovr_claim_lexicon_may_end (const char *token)
{
  return is_among (token, may_end);
}

gboolean
ovr_claim_lexicon_is_starter (const char *word)
{
  return is_among (word, starters);
}

gboolean
ovr_claim_lexicon_is_month (const char *word)
{
  return is_among (word, months);
}

gboolean
ovr_claim_lexicon_is_function_word (const char *word)
{
  return is_among (word, function_words);
}
