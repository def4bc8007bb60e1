/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-same-person.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/* Letters that an issuer's prefix of an ID has at least, where neither a
 * separator nor the issuer itself tells that it is one: one letter more is also
 * how two newborns are told apart. */
#define MIN_PREFIX 2

/* Digits of an ID at least, below a prefix: "KH-7" isn't 7 of everywhere. */
#define MIN_NUMBER 4

/* A group of a PN has no more, PS3.5 6.2; longer ones are compared as they are. */
#define MAX_LETTERS 64

static gboolean
is_lost (gunichar c)
{
  return c == '?' || c == REPLACEMENT;
}

gboolean
ovr_name_is_damaged (const char *name)
{
  for (; name != NULL && *name != '\0'; name = g_utf8_next_char (name))
    if (is_lost (g_utf8_get_char (name)))
      return TRUE;
  return FALSE;
}

/* ---- Temporary names */

/* Whole words, and begins of words (with a star), of names that stand for one;
 * compared in lower case and without marks. */
static const char *const temporary_words[] = {
  "baby*", "newborn*", "newbrn*", "neonat*", "nb", "bb", "bg", "infant*", "boy", "boya", "boyb", "girl", "girla", "girlb",
  "male", "female", "mal", "fem", "twin*", "triplet*", "quad*", "fetus*", "foetus*", "neugeb*", "saeugling*", "saugling*",
  "knabe", "maedchen", "madchen", "zwilling*", "drilling*", "nouveau", "bebe*", "jumeau*", "jumelle*", "recien", "nacido",
  "rn", "neonato*", "gemelo*", "gemella*", "gemello*", "unknown*", "unk", "unbekannt*", "inconnu*", "desconocid*", "nn",
  "anon*", "john doe", "doe", "jane doe", "unidentified", "trauma*", "noname*", "nameless", "sohn", "tochter", "son of",
  "daughter of", "fils", "fille", "hijo", "hija", "test*", "phantom*", "patient", NULL
};

static gboolean
word_is_temporary (const char *word)
{
  for (guint i = 0; temporary_words[i] != NULL; i++)
    {
      gsize length = strlen (temporary_words[i]);

      if (temporary_words[i][length - 1] == '*' ? strncmp (word, temporary_words[i], length - 1) == 0
                                                : strcmp (word, temporary_words[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Lower case, without marks; everything but letters and digits is a space. */
static char *
simplify (const char *name)
{
  g_autofree char *decomposed = g_utf8_normalize (name, -1, G_NORMALIZE_ALL);
  GString *out = g_string_new (NULL);

  for (const char *c = decomposed != NULL ? decomposed : ""; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_ismark (letter))
        continue;
      g_string_append_unichar (out, g_unichar_isalnum (letter) ? g_unichar_tolower (letter) : ' ');
    }
  return g_string_free (out, FALSE);
}

gboolean
ovr_name_is_temporary (const char *name)
{
  static const char *const marks[] = { "b/o", "s/o", "d/o", "c/o", "bo/", "n.n", NULL };
  g_autofree char *folded = g_utf8_casefold (name != NULL ? name : "", -1);
  g_autofree char *simple = simplify (name != NULL ? name : "");
  g_auto (GStrv) words = g_strsplit (simple, " ", 0);

  for (guint i = 0; marks[i] != NULL; i++)
    if (strstr (folded, marks[i]) != NULL)
      return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    if (word_is_temporary (words[i]) || strpbrk (words[i], "0123456789") != NULL)
      return TRUE;
  return FALSE;
}

/* ---- Letters */

/* What a letter with a mark is written as where there is none: the letters
 * alone, and two for one. What is not here is decomposed. */
static const struct
{
  gunichar letter;
  const char *plain;
  const char *two;
} transliterations[] = {
  { 0x00E4, "a", "ae" },
  { 0x00F6, "o", "oe" },
  { 0x00FC, "u", "ue" },
  { 0x00F8, "o", "oe" },
  { 0x00E5, "a", "aa" },
  { 0x00E6, "a", "ae" },
  { 0x0153, "o", "oe" },
  { 0x00F0, "d", "dh" },
  { 0x00FE, "t", "th" },
  { 0x0142, "l", NULL },
  { 0x0111, "d", "dj" },
  { 0x0131, "i", NULL },
  { 0x0151, "o", "oe" },
  { 0x0171, "u", "ue" },
};

/**
 * Letters:
 * @at: letters of a name in lower case and composed, without punctuation
 * @n: how many
 */
typedef struct
{
  gunichar *at;
  glong n;
} Letters;

static void
letters_clear (Letters *self)
{
  g_clear_pointer (&self->at, g_free);
  self->n = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letters, letters_clear)

static Letters
letters_of (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *composed = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
  glong n = 0;
  g_autofree gunichar *all = g_utf8_to_ucs4_fast (composed != NULL ? composed : "", -1, &n);
  Letters letters = { g_new0 (gunichar, (gsize) n + 1), 0 };

  for (glong i = 0; i < n; i++)
    if (g_unichar_isalnum (all[i]) || is_lost (all[i]) || g_unichar_ismark (all[i]))
      letters.at[letters.n++] = all[i];
  return letters;
}

/* The letter below the marks of @letter, 0 where it has none. */
static gunichar
strip_marks (gunichar letter)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (letter, FALSE, parts, G_N_ELEMENTS (parts));

  return n > 1 && parts[0] < 0x80 ? parts[0] : 0;
}

/* How a letter beyond ASCII is written without it; FALSE where it isn't. */
static gboolean
transliterate (gunichar letter,
               char plain[8],
               const char **two)
{
  *two = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (transliterations); i++)
    if (transliterations[i].letter == letter)
      {
        g_strlcpy (plain, transliterations[i].plain, 8);
        *two = transliterations[i].two;
        return TRUE;
      }
  plain[0] = (char) strip_marks (letter);
  plain[1] = '\0';
  return plain[0] != '\0';
}

static gboolean
starts_with (const Letters *letters,
             glong at,
             const char *text)
{
  for (; *text != '\0'; text++, at++)
    if (at >= letters->n || letters->at[at] != (guchar) *text)
      return FALSE;
  return TRUE;
}

/**
 * Match:
 * @failed: places of both from where on they were found not to agree: without
 *   it a run of lost letters would be tried in each of its ways
 * @lost: whether the match rests on lost letters
 */
typedef struct
{
  const Letters *a;
  const Letters *b;
  gboolean failed[MAX_LETTERS + 1][MAX_LETTERS + 1];
  gboolean lost;
} Match;

static gboolean match_from (Match *self, glong i, glong j);

/* The same with what belongs to @a and @b exchanged where @turned. */
static gboolean
go_on (Match *self,
       gboolean turned,
       glong i,
       glong j)
{
  return turned ? match_from (self, j, i) : match_from (self, i, j);
}

/* A letter of one that the other writes without its mark. */
static gboolean
match_plain (Match *self,
             gboolean turned,
             glong i,
             glong j)
{
  const Letters *a = turned ? self->b : self->a, *b = turned ? self->a : self->b;
  const char *two, *other_two;
  char plain[8], other[8];

  if (i >= a->n || a->at[i] < 0x80 || !transliterate (a->at[i], plain, &two))
    return FALSE;
  if (starts_with (b, j, plain) && go_on (self, turned, i + 1, j + (glong) strlen (plain)))
    return TRUE;
  if (two != NULL && starts_with (b, j, two) && go_on (self, turned, i + 1, j + (glong) strlen (two)))
    return TRUE;
  /* ö and ø are one letter of two alphabets. */
  return two != NULL && j < b->n && b->at[j] >= 0x80 && transliterate (b->at[j], other, &other_two) &&
         g_strcmp0 (two, other_two) == 0 && go_on (self, turned, i + 1, j + 1);
}

/* How many letters of @b from @j on may be the one that was lost: it wasn't an
 * ASCII one. The ways to write it are counted by @way; 0 ends them. */
static glong
count_lost (const Letters *b,
            glong j,
            guint way)
{
  static const char *const two[] = { "ae", "oe", "ue", "ss", "aa" };

  if (way == 0)
    return j < b->n && (b->at[j] >= 0x80 || is_lost (b->at[j])) ? 1 : 0;
  return starts_with (b, j, two[way - 1]) ? 2 : 0;
}

/* A letter that was lost; one in UTF-8 is lost as one or two. */
static gboolean
match_lost (Match *self,
            gboolean turned,
            glong i,
            glong j)
{
  const Letters *a = turned ? self->b : self->a, *b = turned ? self->a : self->b;

  for (glong n = 1; n <= 2 && i + n <= a->n && is_lost (a->at[i + n - 1]); n++)
    for (guint way = 0; way <= 5; way++)
      {
        glong used = count_lost (b, j, way);

        if (used > 0 && go_on (self, turned, i + n, j + used))
          {
            self->lost = TRUE;
            return TRUE;
          }
      }
  return FALSE;
}

static gboolean
match_from (Match *self,
            glong i,
            glong j)
{
  const Letters *a = self->a, *b = self->b;

  if (i == a->n && j == b->n)
    return TRUE;
  if (self->failed[i][j])
    return FALSE;
  if ((i < a->n && j < b->n && a->at[i] == b->at[j] && match_from (self, i + 1, j + 1)) ||
      match_plain (self, FALSE, i, j) || match_plain (self, TRUE, j, i) ||
      match_lost (self, FALSE, i, j) || match_lost (self, TRUE, j, i))
    return TRUE;
  self->failed[i][j] = TRUE;
  return FALSE;
}

/* Whether two words are one in two spellings; @lost is set, never cleared,
 * where that rests on lost letters. */
static gboolean
words_match (const char *a,
             const char *b,
             gboolean *lost)
{
  g_auto (Letters) letters_a = letters_of (a);
  g_auto (Letters) letters_b = letters_of (b);
  Match match = { .a = &letters_a, .b = &letters_b };

  if (letters_a.n == 0 || letters_b.n == 0)
    return FALSE;
  if (letters_a.n > MAX_LETTERS || letters_b.n > MAX_LETTERS)
    return strcmp (a, b) == 0;
  if (!match_from (&match, 0, 0))
    return FALSE;
  *lost |= match.lost;
  return TRUE;
}

/* ---- Names */

enum
{
  FAMILY,
  GIVEN,
  MIDDLE,
  PREFIX,
  SUFFIX,
  N_COMPONENTS,
};

#define N_GROUPS 3

/**
 * Group:
 * @part: (owned): components, "" where there is none
 * @script: of its first letter
 *
 * One of a PN's groups.
 */
typedef struct
{
  char *part[N_COMPONENTS];
  GUnicodeScript script;
} Group;

static void
group_clear (Group *self)
{
  for (guint i = 0; i < N_COMPONENTS; i++)
    g_free (self->part[i]);
}

static GUnicodeScript
script_of (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      GUnicodeScript script = g_unichar_get_script (c);

      if (!g_unichar_isalpha (c))
        continue;
      return script == G_UNICODE_SCRIPT_HIRAGANA ? G_UNICODE_SCRIPT_KATAKANA : script;
    }
  return G_UNICODE_SCRIPT_UNKNOWN;
}

/* "Musterfrau, Anna" in the first component is family and given name. */
static Group
read_group (const char *text)
{
  Group group = { { NULL }, script_of (text) };
  g_auto (GStrv) parts = g_strsplit (text, "^", N_COMPONENTS);
  guint n = g_strv_length (parts);
  const char *comma = n == 1 ? strchr (parts[0], ',') : NULL;

  for (guint i = 0; i < N_COMPONENTS; i++)
    group.part[i] = g_strstrip (g_strdup (i < n ? parts[i] : ""));
  if (comma != NULL)
    {
      g_free (group.part[GIVEN]);
      group.part[GIVEN] = g_strstrip (g_strdup (comma + 1));
      g_free (group.part[FAMILY]);
      group.part[FAMILY] = g_strstrip (g_strndup (parts[0], (gsize) (comma - parts[0])));
    }
  return group;
}

/**
 * Agreement:
 *
 * How two names agree: not at all, so that the ID must say it too, or well.
 */
typedef enum
{
  DISAGREE,
  WEAK,
  AGREE,
} Agreement;

static gboolean
is_given (const char *part)
{
  return *part != '\0';
}

/* Every word of one is a word of the other, in whatever order. */
static gboolean
same_words (const char *a,
            const char *b,
            gboolean *lost)
{
  g_auto (GStrv) words_a = g_strsplit_set (a, " ,", 0), words_b = g_strsplit_set (b, " ,", 0);
  guint n = 0;

  for (guint j = 0; words_b[j] != NULL; j++)
    n += is_given (words_b[j]);
  for (guint i = 0; words_a[i] != NULL; i++)
    {
      gboolean found = FALSE;

      if (!is_given (words_a[i]))
        continue;
      for (guint j = 0; !found && words_b[j] != NULL; j++)
        if (is_given (words_b[j]) && words_match (words_a[i], words_b[j], lost))
          {
            found = TRUE;
            words_b[j][0] = '\0';
            n--;
          }
      if (!found)
        return FALSE;
    }
  return n == 0;
}

static Agreement
compare_middles (const char *a,
                 const char *b,
                 gboolean *lost)
{
  g_auto (Letters) letters_a = letters_of (a);
  g_auto (Letters) letters_b = letters_of (b);

  if (!is_given (a) && !is_given (b))
    return AGREE;
  if (!is_given (a) || !is_given (b))
    return WEAK;
  if (words_match (a, b, lost))
    return AGREE;
  return (letters_a.n == 1 || letters_b.n == 1) && letters_a.at[0] == letters_b.at[0] ? WEAK : DISAGREE;
}

/* Given and middle name as one, for those who write both into one component. */
static gboolean
same_given (const Group *a,
            const Group *b,
            gboolean *lost,
            Agreement *middles)
{
  g_autofree char *all_a = g_strjoin (" ", a->part[GIVEN], a->part[MIDDLE], NULL);
  g_autofree char *all_b = g_strjoin (" ", b->part[GIVEN], b->part[MIDDLE], NULL);

  if (words_match (all_a, all_b, lost))
    {
      *middles = AGREE;
      return TRUE;
    }
  if (!words_match (a->part[GIVEN], b->part[GIVEN], lost))
    return FALSE;
  *middles = compare_middles (a->part[MIDDLE], b->part[MIDDLE], lost);
  return *middles != DISAGREE;
}

/* One of the two has no components: words in whatever order. */
static Agreement
compare_unstructured (const Group *a,
                      const Group *b)
{
  gboolean lost = FALSE;
  g_autofree char *all_a = g_strjoin (" ", a->part[FAMILY], a->part[GIVEN], a->part[MIDDLE], NULL);
  g_autofree char *all_b = g_strjoin (" ", b->part[FAMILY], b->part[GIVEN], b->part[MIDDLE], NULL);

  /* Of a family name alone nobody is known. */
  if (!is_given (a->part[GIVEN]) && strpbrk (a->part[FAMILY], " ,") == NULL)
    return DISAGREE;
  if (!is_given (b->part[GIVEN]) && strpbrk (b->part[FAMILY], " ,") == NULL)
    return DISAGREE;
  if (!same_words (all_a, all_b, &lost))
    return DISAGREE;
  return lost ? WEAK : AGREE;
}

static Agreement
compare_groups (const Group *a,
                const Group *b)
{
  gboolean family_lost = FALSE, given_lost = FALSE;
  Agreement middles = AGREE;

  if (is_given (a->part[SUFFIX]) && is_given (b->part[SUFFIX]) && !words_match (a->part[SUFFIX], b->part[SUFFIX], &family_lost))
    return DISAGREE;
  if (!is_given (a->part[GIVEN]) || !is_given (b->part[GIVEN]))
    return compare_unstructured (a, b);
  if (words_match (a->part[FAMILY], b->part[FAMILY], &family_lost) && same_given (a, b, &given_lost, &middles))
    return given_lost || is_given (a->part[SUFFIX]) != is_given (b->part[SUFFIX]) ? WEAK : middles;
  return words_match (a->part[FAMILY], b->part[GIVEN], &family_lost) &&
                 words_match (a->part[GIVEN], b->part[FAMILY], &family_lost) &&
                 compare_middles (a->part[MIDDLE], b->part[MIDDLE], &family_lost) != DISAGREE
             ? WEAK
             : DISAGREE;
}

/* Groups of the same script are held against each other wherever they stand;
 * one pair that disagrees makes two persons. */
static Agreement
compare_names (const char *a,
               const char *b)
{
  g_auto (GStrv) texts_a = g_strsplit (a, "=", N_GROUPS), texts_b = g_strsplit (b, "=", N_GROUPS);
  Agreement best = DISAGREE;

  for (guint i = 0; texts_a[i] != NULL; i++)
    for (guint j = 0; texts_b[j] != NULL; j++)
      {
        Group group_a = read_group (texts_a[i]), group_b = read_group (texts_b[j]);
        gboolean comparable = group_a.script != G_UNICODE_SCRIPT_UNKNOWN && group_a.script == group_b.script;
        Agreement agreement = comparable ? compare_groups (&group_a, &group_b) : DISAGREE;

        group_clear (&group_a);
        group_clear (&group_b);
        if (comparable && agreement == DISAGREE)
          return DISAGREE;
        best = MAX (best, agreement);
      }
  return best;
}

/* ---- IDs */

/**
 * Relation:
 * @SAME: one ID in two spellings
 * @ABSENT: one of them isn't there
 * @OTHER: nothing to do with each other
 * @NEAR: one edit apart: how the IDs of twins and typing errors look
 */
typedef enum
{
  SAME,
  ABSENT,
  OTHER,
  NEAR,
} Relation;

/* Letters and digits alone, in upper case, without leading zeros. */
static char *
squeeze (const char *id)
{
  GString *out = g_string_new (NULL);

  for (; id != NULL && *id != '\0'; id = g_utf8_next_char (id))
    if (g_unichar_isalnum (g_utf8_get_char (id)))
      g_string_append_unichar (out, g_unichar_toupper (g_utf8_get_char (id)));
  while (out->len > 1 && out->str[0] == '0')
    g_string_erase (out, 0, 1);
  return g_string_free (out, FALSE);
}

/* Whether @longer is @number with an issuer's prefix before it. */
static gboolean
is_prefixed (const char *longer,
             const char *issuer,
             const char *number)
{
  g_autofree char *by = squeeze (issuer);
  g_autofree char *all = squeeze (longer);
  g_autofree char *rest = NULL;
  gsize letters = 0, digits = strlen (number);

  while (g_ascii_isalpha (all[letters]))
    letters++;
  rest = squeeze (all + letters);
  if (letters == 0 || digits < MIN_NUMBER || strspn (number, "0123456789") != digits || strcmp (rest, number) != 0)
    return FALSE;
  return letters >= MIN_PREFIX || (strlen (by) == letters && strncmp (all, by, letters) == 0);
}

/* One letter more, less, other, or two neighbours exchanged. */
static gboolean
is_one_edit (const char *a,
             const char *b)
{
  gsize n = strlen (a), m = strlen (b), start = 0, end = 0;

  if (n > m)
    return is_one_edit (b, a);
  while (start < n && a[start] == b[start])
    start++;
  while (end < n - start && a[n - 1 - end] == b[m - 1 - end])
    end++;
  if (m - start - end <= 1)
    return TRUE;
  return n == m && n - start - end == 2 && a[start] == b[start + 1] && a[start + 1] == b[start];
}

static Relation
compare_ids (const OvrIdentity *a,
             const OvrIdentity *b)
{
  g_autofree char *id_a = squeeze (a->id), *id_b = squeeze (b->id);

  if (*id_a == '\0' || *id_b == '\0')
    return ABSENT;
  if (strcmp (id_a, id_b) == 0 || is_prefixed (a->id, a->issuer, id_b) || is_prefixed (b->id, b->issuer, id_a))
    return SAME;
  return is_one_edit (id_a, id_b) ? NEAR : OTHER;
}

/* ---- Persons */

static gboolean
same_sex (const char *a,
          const char *b)
{
  return a != NULL && b != NULL && *a != '\0' && g_ascii_strcasecmp (a, b) == 0;
}

/* Both issuers are named, and are two. */
static gboolean
are_foreign (const OvrIdentity *a,
             const OvrIdentity *b)
{
  g_autofree char *by_a = squeeze (a->issuer), *by_b = squeeze (b->issuer);

  return *by_a != '\0' && *by_b != '\0' && strcmp (by_a, by_b) != 0;
}

gboolean
ovr_identity_may_be_same (const OvrIdentity *a,
                          const OvrIdentity *b)
{
  Agreement names;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (!ovr_date_is_valid (a->birth_date) || ovr_date_compare (a->birth_date, b->birth_date) != 0 || !same_sex (a->sex, b->sex))
    return FALSE;
  if (a->name == NULL || b->name == NULL || ovr_name_is_temporary (a->name) || ovr_name_is_temporary (b->name))
    return FALSE;

  names = compare_names (a->name, b->name);
  switch (names != DISAGREE ? compare_ids (a, b) : NEAR)
    {
    case SAME:
      return TRUE;
    case ABSENT:
      return names == AGREE;
    case OTHER:
      return names == AGREE && are_foreign (a, b);
    case NEAR:
    default:
      return FALSE;
    }
}
