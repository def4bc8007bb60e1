/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-splitter.h"

#include "ovr-claim-class-private.h"
#include "ovr-claim-lexicon-private.h"

#include <string.h>
#include <wchar.h>

/* Every character gets one label: a claim's index, or below 0 a remainder's. */
enum
{
  SPACE = -1,
  LETTERHEAD = -2,
  HEADING = -3,
  INDICATION = -4,
  MARK = -5,
  PAGE = -6,
  SALUTATION = -7,
  SIGNATURE = -8,
  BODY = -9, /* not cut yet */
};

static const char *const remainder_names[] = {
  "",
  "space",
  "letterhead",
  "heading",
  "indication",
  "mark",
  "page",
  "salutation",
  "signature",
};

/* @start, @end: without white space at both ends; equal for an empty line.
 * @label: of the whole line, BODY where sentences are
 * @body: where the text behind a heading begins */
typedef struct
{
  int start;
  int end;
  int label;
  int body;
  const char *section;
} Line;

typedef struct
{
  gunichar *text;
  int length;
  gboolean is_english;
  int *labels;
  GArray *lines; /* of Line */
  int width;     /* of the widest line of sentences */
  GPtrArray *claims;
} Splitter;

static char *
dup_span (const Splitter *self,
          int start,
          int end)
{
  return g_ucs4_to_utf8 (self->text + start, end - start, NULL, NULL, NULL);
}

static void
label_span (Splitter *self,
            int start,
            int end,
            int label)
{
  for (int i = start; i < end; i++)
    self->labels[i] = label;
}

static void
find_lines (Splitter *self)
{
  for (int at = 0; at < self->length;)
    {
      Line line = { .start = at, .end = at };
      int next = at;

      while (next < self->length && self->text[next] != '\n' && self->text[next] != '\f')
        next++;
      line.end = next;
      while (line.start < line.end && g_unichar_isspace (self->text[line.start]))
        line.start++;
      while (line.end > line.start && g_unichar_isspace (self->text[line.end - 1]))
        line.end--;
      line.body = line.start;
      g_array_append_val (self->lines, line);
      at = next + 1;
    }
}

static OvrLineKind
look_at (const Splitter *self,
         const Line *line,
         const char **section,
         int *length)
{
  g_autofree char *text = dup_span (self, line->start, line->end);

  *section = NULL;
  *length = 0;
  return line->start < line->end ? ovr_claim_lexicon_look_at_line (text, section, length) : OVR_LINE_TEXT;
}

static gboolean
has_headings (const Splitter *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *section;
      int length;

      if (look_at (self, &g_array_index (self->lines, Line, i), &section, &length) == OVR_LINE_SECTION)
        return TRUE;
    }
  return FALSE;
}

static int
get_section_label (const char *section)
{
  return strcmp (section, "indication") == 0 ? INDICATION : BODY;
}

/* Page footers stand inside what goes on behind them. */
static gboolean
goes_on_below (const Splitter *self,
               guint index)
{
  for (guint i = index + 1; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->start < line->end)
        return g_unichar_islower (self->text[line->start]);
    }
  return FALSE;
}

/* Letterhead up to the first heading, if there is one; signature from a closing
 * line on; indication is what the first reader was told, not what they said. */
static void
label_lines (Splitter *self)
{
  int mode = has_headings (self) ? LETTERHEAD : BODY;
  const char *current = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);
      const char *section;
      int length;
      OvrLineKind kind = look_at (self, line, &section, &length);

      if (kind == OVR_LINE_SECTION)
        {
          current = section;
          mode = get_section_label (section);
          line->body = line->start + length;
          while (line->body < line->end && g_unichar_isspace (self->text[line->body]))
            line->body++;
        }
      else if (kind == OVR_LINE_CLOSING && mode != LETTERHEAD)
        mode = SIGNATURE;
      line->label = kind == OVR_LINE_PAGE && !(mode == BODY && goes_on_below (self, i)) ? PAGE
                    : kind == OVR_LINE_IDENTITY && mode == BODY                         ? LETTERHEAD
                    : kind == OVR_LINE_SALUTATION && mode == BODY                       ? SALUTATION
                                                                                        : mode;
      line->section = current;
      if (line->label == BODY)
        self->width = MAX (self->width, line->end - line->start);
    }
}

/* How many characters of a list's mark stand at @at: "- ", "• ", "1. ", "(2) ". */
static int
mark_length (const Splitter *self,
             int at,
             int end)
{
  int i = at;

  if (i < end && wcschr (L"-–—•*·▪", (wchar_t) self->text[i]) != NULL)
    i++;
  else
    {
      gboolean open = i < end && self->text[i] == '(';
      int digits = i += open;

      while (i < end && g_unichar_isdigit (self->text[i]))
        i++;
      if (i == digits || i - digits > 2 || i >= end || (self->text[i] != ')' && (open || self->text[i] != '.')))
        return 0;
      i++;
    }
  if (i >= end || !g_unichar_isspace (self->text[i]))
    return 0;
  while (i < end && g_unichar_isspace (self->text[i]))
    i++;
  return i - at;
}

/* "3. rib" and "3. 11. 2025" at a line's start are no list; "1. 1.2 cm" is. */
static int
list_mark_length (const Splitter *self,
                  int at,
                  int end)
{
  int length = mark_length (self, at, end);
  int word = at + length;

  if (length == 0 || !g_unichar_isdigit (self->text[at]))
    return length;
  if (word < end && g_unichar_isupper (self->text[word]))
    return length;
  if (word >= end || !g_unichar_isdigit (self->text[word]))
    return 0;
  while (word < end && g_unichar_isdigit (self->text[word]))
    word++;
  return word + 1 < end && (self->text[word] != '.' || g_unichar_isdigit (self->text[word + 1])) ? length : 0;
}

static char *
dup_word_before (const Splitter *self,
                 int start,
                 int end)
{
  int at = end;

  while (at > start && (g_unichar_isalnum (self->text[at - 1]) || (self->text[at - 1] == '.' && at - 1 > start && g_unichar_isalnum (self->text[at - 2]))))
    at--;
  return dup_span (self, at, end);
}

static char *
dup_word_after (const Splitter *self,
                int start,
                int end)
{
  int at = start;

  while (at < end && g_unichar_isalnum (self->text[at]))
    at++;
  return dup_span (self, start, at);
}

/* Whether the line break between two lines of sentences was meant: the next
 * line begins like a statement, and its first word would have had room. */
static gboolean
is_break_meant (const Splitter *self,
                const Line *line,
                const Line *next)
{
  g_autofree char *last = NULL;
  int word = next->start;

  if (list_mark_length (self, next->start, next->end) > 0)
    return TRUE;
  if (!g_unichar_isupper (self->text[next->start]))
    return FALSE;
  if (wcschr (L",-–(/", (wchar_t) self->text[line->end - 1]) != NULL)
    return FALSE;
  last = dup_word_before (self, line->body, line->end);
  if (ovr_claim_lexicon_is_function_word (last))
    return FALSE;
  while (word < next->end && !g_unichar_isspace (self->text[word]))
    word++;
  return (line->end - line->start) + 1 + (word - next->start) <= self->width * 4 / 5;
}

/* A number before a full stop: an ordinal ("3. Rippe", "3. November"), or the
 * end of a sentence ("Bild 57. Rundherd")? */
static gboolean
does_number_end (const Splitter *self,
                 const char *number,
                 const char *next)
{
  if (strchr (number, '.') != NULL) /* a whole date or a decimal */
    return TRUE;
  if (ovr_claim_lexicon_is_month (next))
    return FALSE;
  return self->is_english || ovr_claim_lexicon_is_starter (next) || g_ascii_strtoull (number, NULL, 10) > 31;
}

/* "o. B." says all that there is to say: what follows it with a capital letter
 * is the next statement. @at is the last full stop. */
static gboolean
is_without_findings (const Splitter *self,
                     const char *word,
                     int at)
{
  int before = at - 2;

  if (strcmp (word, "o.B") == 0)
    return TRUE;
  while (before > 0 && g_unichar_isspace (self->text[before]))
    before--;
  return strcmp (word, "B") == 0 && before > 0 && self->text[before] == '.' && self->text[before - 1] == 'o';
}

static gboolean
does_word_end (const Splitter *self,
               const char *word,
               int at,
               const char *next)
{
  if (*word == '\0')
    return TRUE;
  if (g_ascii_isdigit (*word))
    return does_number_end (self, word, next);
  if (!ovr_claim_lexicon_is_abbreviation (word))
    return TRUE;
  if (is_without_findings (self, word, at))
    return TRUE;
  return ovr_claim_lexicon_may_end (word) && ovr_claim_lexicon_is_starter (next);
}

/* Whether the mark at @at ends a sentence of [start, end). */
static gboolean
is_sentence_end (const Splitter *self,
                 int start,
                 int at,
                 int end)
{
  g_autofree char *word = NULL;
  g_autofree char *next_word = NULL;
  int next = at + 1;

  if (self->text[at] != '.' && self->text[at] != '!' && self->text[at] != '?')
    return FALSE;
  while (next < end && wcschr (L"\")]“”«»", (wchar_t) self->text[next]) != NULL)
    next++;
  if (next < end && !g_unichar_isspace (self->text[next]))
    return FALSE;
  while (next < end && g_unichar_isspace (self->text[next]))
    next++;
  if (next >= end)
    return FALSE; /* the unit's end does it */
  if (g_unichar_islower (self->text[next]) || wcschr (L",;:)", (wchar_t) self->text[next]) != NULL)
    return FALSE;
  if (self->text[at] != '.')
    return TRUE;
  word = dup_word_before (self, start, at);
  next_word = dup_word_after (self, next, end);
  return does_word_end (self, word, at, next_word);
}

static void
add_claim (Splitter *self,
           int start,
           int end,
           const char *section)
{
  OvrClaimDraft *claim;

  while (start < end && g_unichar_isspace (self->text[start]))
    start++;
  while (end > start && g_unichar_isspace (self->text[end - 1]))
    end--;
  if (start >= end)
    return;
  claim = g_new0 (OvrClaimDraft, 1);
  claim->start = start;
  claim->end = end;
  claim->section = g_strdup (section);
  label_span (self, start, end, (int) self->claims->len);
  g_ptr_array_add (self->claims, claim);
}

/* A unit: text that no list item, blank line or heading divides. */
static void
cut_unit (Splitter *self,
          int start,
          int end,
          const char *section)
{
  int mark = list_mark_length (self, start, end);

  label_span (self, start, end, SPACE);
  label_span (self, start, start + mark, MARK);
  start += mark;
  for (int i = start; i < end; i++)
    {
      if (!is_sentence_end (self, start, i, end))
        continue;
      while (i + 1 < end && !g_unichar_isspace (self->text[i + 1]))
        i++; /* a closing quotation mark belongs to it */
      add_claim (self, start, i + 1, section);
      start = i + 1;
    }
  add_claim (self, start, end, section);
}

/* The last line of the unit that begins at line @first. */
static guint
find_unit_end (const Splitter *self,
               guint first)
{
  guint last = first;

  for (guint i = first + 1; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);
      const Line *before = &g_array_index (self->lines, Line, last);

      if (line->label != BODY || line->start == line->end || line->body > line->start ||
          is_break_meant (self, before, line))
        break;
      last = i;
    }
  return last;
}

static void
cut_lines (Splitter *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->label != BODY)
        {
          label_span (self, line->start, line->end, line->label);
          label_span (self, line->start, line->body, HEADING);
          continue;
        }
      label_span (self, line->start, line->body, HEADING);
      if (line->body < line->end)
        {
          guint last = find_unit_end (self, i);

          cut_unit (self, line->body, g_array_index (self->lines, Line, last).end, line->section);
          i = last;
        }
    }
}

static GPtrArray *
list_remainders (const Splitter *self)
{
  GPtrArray *remainders = g_ptr_array_new_with_free_func (g_free);

  for (int start = 0, end; start < self->length; start = end)
    {
      for (end = start; end < self->length && self->labels[end] == self->labels[start];)
        end++;
      if (self->labels[start] < 0)
        {
          OvrRemainder *remainder = g_new0 (OvrRemainder, 1);

          *remainder = (OvrRemainder){ start, end, remainder_names[-self->labels[start]] };
          g_ptr_array_add (remainders, remainder);
        }
    }
  return remainders;
}

static void
free_claim_draft (gpointer data)
{
  OvrClaimDraft *self = data;

  g_free (self->section);
  g_free (self);
}

static void
classify (Splitter *self)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->claims->len; i++)
    {
      OvrClaimDraft *claim = self->claims->pdata[i];
      g_autofree char *text = dup_span (self, claim->start, claim->end);

      claim->claim_class = ovr_claim_classify (text, claim->section, before);
      if (g_strcmp0 (claim->section, "findings") == 0)
        g_ptr_array_add (before, g_steal_pointer (&text));
    }
}

OvrClaimSplit *
ovr_claim_split_text (const char *text,
                      const char *language)
{
  OvrClaimSplit *split = g_new0 (OvrClaimSplit, 1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *found = language != NULL ? language : ovr_claim_guess_language (valid);
  glong length = 0;
  Splitter self = { .is_english = found != NULL && g_str_has_prefix (found, "en") };

  self.text = g_utf8_to_ucs4_fast (valid, -1, &length);
  self.length = (int) length;
  self.labels = g_new (int, length + 1);
  self.lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self.claims = g_ptr_array_new_with_free_func (free_claim_draft);
  label_span (&self, 0, self.length, SPACE);
  find_lines (&self);
  label_lines (&self);
  cut_lines (&self);
  classify (&self);
  split->claims = self.claims;
  split->remainders = list_remainders (&self);
  g_array_unref (self.lines);
  g_free (self.labels);
  g_free (self.text);
  return split;
}

void
ovr_claim_split_free (OvrClaimSplit *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->claims);
  g_ptr_array_unref (self->remainders);
  g_free (self);
}

void
ovr_claim_split_document (OvrReport *report,
                          const char *document_id)
{
  const OvrDocument *document = ovr_report_find_document (report, document_id);
  g_autoptr (OvrClaimSplit) split = NULL;

  if (document == NULL || document->text == NULL)
    return;
  for (guint i = 0; i < report->claims->len; i++)
    if (g_strcmp0 (((OvrClaim *) report->claims->pdata[i])->document_id, document_id) == 0)
      return;
  split = ovr_claim_split_text (document->text, document->language);
  for (guint i = 0; i < split->claims->len; i++)
    {
      const OvrClaimDraft *draft = split->claims->pdata[i];
      OvrClaim *claim = ovr_claim_new ();

      claim->id = ovr_report_new_id (report, "c");
      claim->document_id = g_strdup (document_id);
      claim->study_uid = g_strdup (document->study_uid);
      claim->start = draft->start;
      claim->end = draft->end;
      claim->section = g_strdup (draft->section);
      claim->claim_class = draft->claim_class;
      g_ptr_array_add (report->claims, claim);
    }
  ovr_report_number_claims (report);
}
