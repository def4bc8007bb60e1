/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-page-rows.h"

#include "ovr-report-words.h"

#include <string.h>

#define NUMBER_WIDTH (4.0 * OVR_MM)
#define SIGN_WIDTH (10.0 * OVR_MM)
#define MARK_WIDTH (4.6 * OVR_MM)
#define QUESTION_WIDTH (40.0 * OVR_MM)
#define CERTAINTY_WIDTH (36.0 * OVR_MM)
#define QUOTE_WIDTH (78.0 * OVR_MM)
/* Wide enough that programs which read the text from the page keep columns
 * apart: they join what stands closer than about one letter. */
#define CELL_GAP (4.0 * OVR_MM)
#define BAR_HEIGHT 7.0
#define BAR_BOX 14.0
#define BAR_GAP 2.0
#define BAR_LINE 0.6
#define N_STEPS 5
#define LONGEST_UNBROKEN 30

/* ---- Who ---------------------------------------------------------------- */

static char *
dup_page_number (OvrPages *self,
                 const char *page,
                 const char *total,
                 gboolean with_report)
{
  g_autofree char *number = ovr_say_with (OVR_SAY_PAGE_OF, self->language, page, total, NULL);
  g_autofree char *report = ovr_say_with (OVR_SAY_REPORT, self->language, self->report->number, NULL, NULL);

  if (!with_report || ovr_is_empty (self->report->number))
    return g_strdup (number);
  return g_strdup_printf ("%s · %s", report, number);
}

OvrBox *
ovr_pages_page_number (OvrPages *self,
                       const OvrTextStyle *style,
                       guint page,
                       gboolean with_report)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *total = g_strdup_printf ("%u", self->previous != NULL ? ovr_page_canvas_n_pages (self->previous) : 0);
  g_autofree char *words = dup_page_number (self, number, total, with_report);

  return ovr_pages_text (self, style, words);
}

double
ovr_pages_page_number_width (OvrPages *self,
                             const OvrTextStyle *style,
                             gboolean with_report)
{
  g_autofree char *words = dup_page_number (self, "888", "888", with_report);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  return ovr_pages_text_width (self, style, escaped);
}

GString *
ovr_pages_birth_markup (OvrPages *self,
                        gboolean with_sex)
{
  const OvrPatient *patient = &self->report->patient;
  const OvrReportStudy *study = ovr_pages_main_study (self);
  g_autofree char *date = ovr_date_to_words (patient->birth_date, self->language);
  g_autofree char *born = ovr_say_with (OVR_SAY_BORN, self->language, date, NULL, NULL);
  OvrAge age = { 0, OVR_AGE_UNKNOWN };
  GString *markup = g_string_new (NULL);

  ovr_rich_field (markup, born);
  if (study != NULL && ovr_date_is_known (patient->birth_date) && ovr_date_is_known (ovr_report_study_date (study)))
    age = ovr_age_at (patient->birth_date, ovr_report_study_date (study));
  if (age.unit != OVR_AGE_UNKNOWN)
    {
      g_autofree char *words = ovr_age_to_words (age, self->language);
      g_autofree char *at = ovr_say_with (OVR_SAY_AGE_AT_STUDY, self->language, words, NULL, NULL);

      g_string_append (markup, " (");
      ovr_rich_add (markup, at);
      g_string_append_c (markup, ')');
    }
  if (with_sex)
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, ovr_sex_words (patient->sex, self->language));
    }
  return markup;
}

GString *
ovr_pages_id_markup (OvrPages *self)
{
  const OvrPatient *patient = &self->report->patient;
  g_autofree char *id = ovr_say_with (OVR_SAY_ID, self->language, ovr_is_empty (patient->id) ? "–" : patient->id, NULL, NULL);
  GString *markup = g_string_new (NULL);

  ovr_rich_field (markup, id);
  if (!ovr_is_empty (patient->id_issuer))
    {
      g_string_append (markup, " (");
      ovr_rich_field (markup, patient->id_issuer);
      g_string_append_c (markup, ')');
    }
  return markup;
}

char *
ovr_pages_side_words (OvrPages *self,
                      const OvrReportStudy *study)
{
  static const struct
  {
    const char *source;
    OvrSaying saying;
  } sources[] = {
    { "header", OVR_SAY_SIDE_FROM_HEADER },
    { "marker", OVR_SAY_SIDE_FROM_MARKER },
    { "anatomy", OVR_SAY_SIDE_FROM_ANATOMY },
  };

  if (ovr_is_empty (study->side_source))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_str_equal (study->side_source, sources[i].source))
      return ovr_say_with (OVR_SAY_SIDE_FROM, self->language, ovr_pages_say (self, sources[i].saying), NULL, NULL);
  return g_strdup (ovr_pages_say (self, OVR_SAY_SIDE_UNSURE));
}

/* ---- Agreement ---------------------------------------------------------- */

gboolean
ovr_pages_has_original (const OvrPages *self)
{
  for (guint i = 0; i < self->report->documents->len; i++)
    {
      const OvrDocument *document = g_ptr_array_index (self->report->documents, i);

      if (document->role == OVR_DOCUMENT_ORIGINAL)
        return TRUE;
    }
  return self->report->claims->len > 0;
}

guint
ovr_pages_n_differences (const OvrPages *self)
{
  g_autoptr (GPtrArray) claims = ovr_pages_differences (self);
  g_autoptr (GPtrArray) additions = ovr_pages_additions (self);

  return claims->len + additions->len;
}

static char *
dup_counted (const OvrPages *self,
             guint n,
             OvrSaying one,
             OvrSaying many)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  return ovr_say_with (n == 1 ? one : many, self->language, number, NULL, NULL);
}

typedef struct
{
  guint major;
  guint minor;
  guint confirmed;
  guint unjudged;
  guint added;
} Count;

static Count
count_claims (const OvrPages *self)
{
  Count count = { 0 };
  g_autoptr (GPtrArray) additions = ovr_pages_additions (self);

  count.added = additions->len;
  for (guint i = 0; i < self->report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (self->report->claims, i);

      if (claim->verdict == OVR_VERDICT_OPEN)
        count.unjudged++;
      else if (claim->verdict == OVR_VERDICT_AGREE)
        count.confirmed++;
      else if (claim->verdict == OVR_VERDICT_DISAGREE || claim->verdict == OVR_VERDICT_AGREE_MODIFIED)
        {
          if (claim->impact == OVR_IMPACT_MAJOR)
            count.major++;
          else
            count.minor++;
        }
    }
  return count;
}

static void
add_difference_words (const OvrPages *self,
                      GString *markup,
                      const Count *count)
{
  g_autofree char *major = dup_counted (self, count->major, OVR_SAY_DIFFERS_MAJOR_1, OVR_SAY_DIFFERS_MAJOR_N);
  g_autofree char *and_minor = dup_counted (self, count->minor, OVR_SAY_AND_MINOR_1, OVR_SAY_AND_MINOR_N);
  g_autofree char *minor = dup_counted (self, count->minor, OVR_SAY_DIFFERS_MINOR_1, OVR_SAY_DIFFERS_MINOR_N);

  g_string_append (markup, count->major + count->minor > 0 ? "<b>≠</b> " : "<b>=</b> ");
  if (count->major > 0)
    {
      ovr_rich_bold (markup, major);
      if (count->minor > 0)
        {
          g_string_append_c (markup, ' ');
          ovr_rich_add (markup, and_minor);
        }
    }
  else
    ovr_rich_bold (markup, count->minor > 0 ? minor : ovr_pages_say (self, OVR_SAY_AGREES));
}

OvrBox *
ovr_pages_agreement (OvrPages *self)
{
  GString *markup = g_string_new (NULL);
  Count count = count_claims (self);
  g_autofree char *confirmed = dup_counted (self, count.confirmed, OVR_SAY_CONFIRMED_1, OVR_SAY_CONFIRMED_N);
  g_autofree char *added = dup_counted (self, count.added, OVR_SAY_ADDED_1, OVR_SAY_ADDED_N);
  g_autofree char *unjudged = dup_counted (self, count.unjudged, OVR_SAY_UNJUDGED_1, OVR_SAY_UNJUDGED_N);

  if (!ovr_pages_has_original (self))
    {
      ovr_rich_add (markup, ovr_pages_say (self, OVR_SAY_NO_ORIGINAL));
      return ovr_pages_rich (self, &ovr_style_text, markup);
    }
  if (count.major + count.minor + count.confirmed > 0)
    add_difference_words (self, markup, &count);
  if (count.confirmed > 0)
    {
      g_string_append (markup, "; ");
      ovr_rich_add (markup, confirmed);
    }
  if (count.added > 0)
    {
      g_string_append (markup, markup->len > 0 ? "; " : "");
      ovr_rich_add (markup, added);
    }
  if (count.unjudged > 0)
    {
      g_string_append (markup, markup->len > 0 ? "; " : "");
      ovr_rich_bold (markup, unjudged);
    }
  g_string_append_c (markup, '.');
  return ovr_pages_rich (self, &ovr_style_text, markup);
}

/* ---- Certainty ---------------------------------------------------------- */

/* Five boxes; the one that holds is black, the others empty. */
static void
draw_steps (OvrPageCanvas *canvas,
            const OvrRect *rect,
            gconstpointer data)
{
  int step = GPOINTER_TO_INT (data);

  for (int i = 0; i < N_STEPS; i++)
    {
      OvrRect box = { rect->x + i * (BAR_BOX + BAR_GAP), rect->y, BAR_BOX, BAR_HEIGHT };

      if (i == step)
        ovr_page_canvas_fill (canvas, &box, 0.0);
      else
        ovr_page_canvas_frame (canvas, &box, BAR_LINE);
    }
}

/* A certainty as five boxes with its word and range. */
static OvrBox *
make_certainty (OvrPages *self,
                OvrCertainty certainty)
{
  OvrBox *stack = ovr_box_stack (1.5);
  GString *markup = g_string_new (NULL);
  const char *range = ovr_certainty_range (certainty);

  if (certainty == OVR_CERTAINTY_NONE)
    {
      g_string_free (markup, TRUE);
      return stack;
    }
  ovr_rich_bold (markup, ovr_certainty_words (certainty, self->language));
  if (*range != '\0')
    {
      g_string_append (markup, ", ");
      ovr_rich_add (markup, range);
    }
  ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_note, markup));
  /* The scale reads from very unlikely at the left to most likely. */
  if (certainty != OVR_CERTAINTY_NOT_ASSESSABLE)
    ovr_box_add (stack, ovr_box_drawing (BAR_HEIGHT, draw_steps,
                                         GINT_TO_POINTER (OVR_CERTAINTY_VERY_UNLIKELY - (int) certainty), NULL));
  ovr_box_set_whole (stack);
  return stack;
}

/* ---- Questions ---------------------------------------------------------- */

static OvrBox *
make_number (OvrPages *self,
             int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);
  GString *markup = g_string_new (NULL);

  ovr_rich_bold (markup, text);
  return ovr_pages_rich (self, &ovr_style_question, markup);
}

static OvrBox *
make_answer (OvrPages *self,
             const OvrAnswer *answer)
{
  GString *markup = g_string_new (NULL);
  g_autofree char *figures = answer != NULL ? ovr_pages_figure_words (self, answer->finding_ids) : NULL;
  OvrBox *box;

  if (answer == NULL)
    {
      ovr_rich_italic (markup, ovr_pages_say (self, OVR_SAY_NOT_ANSWERED_YET));
      return ovr_pages_rich (self, &ovr_style_text, markup);
    }
  ovr_rich_bold (markup, answer->lead);
  if (!ovr_is_empty (answer->lead) && !ovr_is_empty (answer->text))
    g_string_append_c (markup, ' ');
  ovr_rich_add (markup, answer->text);
  if (figures != NULL)
    {
      g_string_append (markup, " (");
      ovr_rich_add (markup, figures);
      g_string_append_c (markup, ')');
    }
  box = ovr_pages_rich (self, &ovr_style_text, markup);
  ovr_pages_link_figure (self, box, answer->finding_ids);
  return box;
}

OvrBox *
ovr_pages_question_row (OvrPages *self,
                        const OvrQuestion *question)
{
  const OvrAnswer *answer = ovr_report_find_answer (self->report, question->id);
  OvrBox *row = ovr_box_row (CELL_GAP);

  ovr_box_add_cell (row, make_number (self, question->number), NUMBER_WIDTH);
  ovr_box_add_cell (row, ovr_pages_text (self, &ovr_style_question, question->text), QUESTION_WIDTH);
  ovr_box_add_cell (row, make_answer (self, answer), -1.0);
  ovr_box_add_cell (row, make_certainty (self, answer != NULL ? answer->certainty : OVR_CERTAINTY_NONE),
                    CERTAINTY_WIDTH);
  ovr_box_set_repeat (row, 1);
  return row;
}

/* ---- Differences -------------------------------------------------------- */

/* The document, if all differing claims are of one. */
static const OvrDocument *
find_only_document (const OvrPages *self)
{
  const OvrDocument *only = NULL;

  for (guint i = 0; i < self->report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (self->report->claims, i);
      const OvrDocument *document = ovr_report_find_document (self->report, claim->document_id);

      if (only != NULL && document != only)
        return NULL;
      only = document;
    }
  return only;
}

/* What isn't known is left out. */
static char *
dup_document_words (const OvrPages *self,
                    const OvrDocument *document)
{
  g_autofree char *date = ovr_date_to_words (document->date, self->language);
  g_autofree char *words = ovr_say_with (OVR_SAY_REPORT_OF, self->language, date, NULL, NULL);

  if (!ovr_date_is_known (document->date))
    return ovr_is_empty (document->author) ? g_strdup (ovr_pages_say (self, OVR_SAY_DOCUMENT_ORIGINAL))
                                           : ovr_say_with (OVR_SAY_REPORT_BY, self->language, document->author, NULL, NULL);
  if (ovr_is_empty (document->author))
    return g_steal_pointer (&words);
  return g_strdup_printf ("%s, %s", words, document->author);
}

OvrBox *
ovr_pages_difference_heading (OvrPages *self)
{
  g_autofree char *upper = ovr_say_upper (OVR_SAY_WHAT_DIFFERS, self->language);
  const OvrDocument *document = find_only_document (self);
  const OvrSaying blind[] = { [OVR_BLIND_NOT] = OVR_SAY_OPENED_BEFORE,
                              [OVR_BLIND_DRAFT] = OVR_SAY_OPENED_DRAFTED,
                              [OVR_BLIND_FULL] = OVR_SAY_OPENED_AFTER };
  GString *markup = g_string_new (NULL);
  OvrBox *box;

  ovr_rich_bold (markup, upper);
  if (ovr_pages_has_original (self))
    {
      g_string_append (markup, "  ");
      if (document != NULL)
        {
          g_autofree char *words = dup_document_words (self, document);

          ovr_rich_field (markup, words);
          g_string_append (markup, "; ");
        }
      ovr_rich_add (markup, ovr_pages_say (self, blind[self->report->blind.grade]));
    }
  box = ovr_pages_rich (self, &ovr_style_small, markup);
  ovr_box_set_role (box, "H2");
  ovr_box_set_keep_next (box);
  return box;
}

/* The claim's own words in quotation marks, and their translation. */
static OvrBox *
make_quote (OvrPages *self,
            const OvrClaim *claim)
{
  const OvrDocument *document = ovr_report_find_document (self->report, claim->document_id);
  g_autofree char *quote = ovr_report_dup_quote (self->report, claim);
  g_autoptr (GString) inner = g_string_new (NULL);
  GString *markup = g_string_new (NULL);
  OvrBox *box;

  g_strstrip (quote);
  ovr_rich_field (inner, quote);
  g_string_append (markup, ovr_pages_say (self, OVR_SAY_QUOTE_OPEN));
  if (document != NULL && !ovr_is_empty (document->language))
    {
      g_autofree char *language = g_markup_escape_text (document->language, -1);

      g_string_append_printf (markup, "<span lang=\"%s\">%s</span>", language, inner->str);
    }
  else
    g_string_append (markup, inner->str);
  g_string_append (markup, ovr_pages_say (self, OVR_SAY_QUOTE_CLOSE));
  if (!ovr_is_empty (claim->translation))
    {
      g_string_append (markup, " <i>[</i>");
      ovr_rich_italic (markup, claim->translation);
      g_string_append (markup, "<i>]</i>");
    }
  box = ovr_pages_rich (self, &ovr_style_data, markup);
  if (document != NULL)
    ovr_box_set_language (box, document->language);
  return box;
}

static OvrBox *
make_sign (OvrPages *self,
           const char *sign,
           int number)
{
  OvrBox *row = ovr_box_row (0.0);
  GString *left = g_string_new (NULL);
  GString *right = g_string_new (NULL);

  ovr_rich_bold (left, sign);
  if (number > 0)
    g_string_append_printf (right, "<b>%d</b>", number);
  ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_text, left), MARK_WIDTH);
  ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_text, right), SIGN_WIDTH - MARK_WIDTH);
  return row;
}

/* "Changes treatment." with its capital. */
static void
add_impact (const OvrPages *self,
            GString *markup,
            OvrImpact impact)
{
  const char *words = ovr_impact_words (impact, self->language);
  g_autofree char *first = NULL;
  g_autofree char *sentence = NULL;

  if (ovr_is_empty (words))
    return;
  first = g_utf8_substring (words, 0, 1);
  sentence = g_utf8_strup (first, -1);
  g_string_append_c (markup, ' ');
  if (impact == OVR_IMPACT_MAJOR)
    g_string_append (markup, "<b>");
  g_string_append_printf (markup, "%s%s.", sentence, g_utf8_next_char (words));
  if (impact == OVR_IMPACT_MAJOR)
    g_string_append (markup, "</b>");
}

OvrBox *
ovr_pages_difference_row (OvrPages *self,
                          const OvrClaim *claim)
{
  OvrBox *row = ovr_box_row (CELL_GAP);
  GString *ours = g_string_new (NULL);
  g_autofree char *figures = ovr_pages_figure_words (self, claim->finding_ids);
  OvrBox *cell;

  ovr_rich_bold (ours, ovr_verdict_words (claim->verdict, self->language));
  if (!ovr_is_empty (claim->comment))
    {
      g_string_append (ours, ": ");
      ovr_rich_add (ours, claim->comment);
    }
  else if (claim->impact == OVR_IMPACT_NONE)
    g_string_append_c (ours, '.');
  if (figures != NULL)
    {
      g_string_append (ours, " (");
      ovr_rich_add (ours, figures);
      g_string_append_c (ours, ')');
    }
  add_impact (self, ours, claim->impact);
  ovr_box_add_cell (row, make_sign (self, ovr_verdict_sign (claim->verdict), claim->number), SIGN_WIDTH);
  ovr_box_add_cell (row, make_quote (self, claim), QUOTE_WIDTH);
  cell = ovr_pages_rich (self, &ovr_style_text, ours);
  ovr_pages_link_figure (self, cell, claim->finding_ids);
  ovr_box_add_cell (row, cell, -1.0);
  ovr_box_set_repeat (row, 1);
  return row;
}

OvrBox *
ovr_pages_addition_row (OvrPages *self,
                        const OvrFinding *finding)
{
  OvrBox *row = ovr_box_row (CELL_GAP);
  GString *missing = g_string_new (NULL);
  GString *ours = g_string_new (NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *figures = NULL;
  OvrBox *cell;

  g_ptr_array_add (ids, finding->id);
  figures = ovr_pages_figure_words (self, ids);
  ovr_rich_italic (missing, ovr_pages_say (self, OVR_SAY_NOT_MENTIONED));
  ovr_rich_bold (ours, ovr_pages_say (self, OVR_SAY_ADDITION));
  g_string_append (ours, ": ");
  ovr_rich_add (ours, finding->title);
  if (figures != NULL)
    {
      g_string_append (ours, " (");
      ovr_rich_add (ours, figures);
      g_string_append_c (ours, ')');
    }
  g_string_append (ours, ".");
  add_impact (self, ours, finding->impact);
  ovr_box_add_cell (row, make_sign (self, "+", 0), SIGN_WIDTH);
  ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_data, missing), QUOTE_WIDTH);
  cell = ovr_pages_rich (self, &ovr_style_text, ours);
  ovr_pages_link_figure (self, cell, ids);
  ovr_box_add_cell (row, cell, -1.0);
  return row;
}

/* ---- Recommendations, reader -------------------------------------------- */

void
ovr_pages_add_recommendations (OvrPages *self,
                               OvrBox *stack)
{
  const GPtrArray *list = self->report->recommendations;

  if (list->len == 0)
    ovr_box_add (stack, ovr_pages_text (self, &ovr_style_advice, ovr_pages_say (self, OVR_SAY_NO_RECOMMENDATION)));
  for (guint i = 0; i < list->len; i++)
    {
      const OvrRecommendation *recommendation = g_ptr_array_index (list, i);
      GString *markup = g_string_new (NULL);
      g_autofree char *date = ovr_date_to_words (recommendation->by, self->language);
      g_autofree char *by = ovr_say_with (OVR_SAY_BY_DATE, self->language, date, NULL, NULL);

      ovr_rich_bold (markup, recommendation->actor);
      if (!ovr_is_empty (recommendation->by_text))
        {
          g_string_append (markup, markup->len > 0 ? ", " : "");
          ovr_rich_add (markup, recommendation->by_text);
        }
      if (ovr_date_is_known (recommendation->by))
        {
          g_string_append (markup, markup->len > 0 ? ", " : "");
          ovr_rich_add (markup, by);
        }
      g_string_append (markup, markup->len > 0 ? ": " : "");
      ovr_rich_add (markup, recommendation->action);
      ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_advice, markup));
    }
}

/* A short text whose spaces don't break: a telephone number. */
static char *
dup_unbroken (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv (g_utf8_strlen (text, -1) <= LONGEST_UNBROKEN ? "\u00a0" : " ", words);
}

static void
add_line (OvrPages *self,
          OvrBox *stack,
          const char *const *parts,
          gsize n_parts)
{
  GString *markup = g_string_new (NULL);

  for (gsize i = 0; i < n_parts; i++)
    if (!ovr_is_empty (parts[i]))
      {
        g_autofree char *whole = dup_unbroken (parts[i]);

        ovr_rich_dot (markup);
        ovr_rich_field (markup, whole);
      }
  if (markup->len > 0)
    ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_data, markup));
  else
    g_string_free (markup, TRUE);
}

static char *
dup_licence (const OvrPages *self)
{
  const OvrReader *reader = &self->report->reader;
  g_autofree char *words = ovr_say_with (OVR_SAY_LICENCE, self->language, reader->licence, NULL, NULL);

  if (ovr_is_empty (reader->licence))
    return NULL;
  if (ovr_is_empty (reader->jurisdiction))
    return g_strdup (words);
  return g_strdup_printf ("%s (%s)", words, reader->jurisdiction);
}

OvrBox *
ovr_pages_reader (OvrPages *self,
                  gboolean full)
{
  const OvrReader *reader = &self->report->reader;
  OvrBox *stack = ovr_box_stack (1.0);
  GString *name = g_string_new (NULL);
  g_autofree char *licence = dup_licence (self);
  g_autofree char *telephone = ovr_say_with (OVR_SAY_TELEPHONE, self->language, reader->telephone, NULL, NULL);
  g_autofree char *time = ovr_say_time (self->time, self->language);
  g_autofree char *signed_words = ovr_say_with (OVR_SAY_SIGNED, self->language, time, NULL, NULL);
  const char *training[] = { reader->qualification, reader->fellowship };
  const char *place[] = { reader->institution, reader->email };
  const char *numbers[] = { licence, ovr_is_empty (reader->telephone) ? NULL : telephone };

  ovr_rich_field_bold (name, ovr_is_empty (reader->name) ? ovr_pages_say (self, OVR_SAY_NAME_UNKNOWN) : reader->name);
  if (!ovr_is_empty (reader->specialty))
    {
      g_string_append (name, ", ");
      ovr_rich_field (name, reader->specialty);
    }
  ovr_box_add (stack, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_READER)));
  ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_data, name));
  if (full)
    add_line (self, stack, training, G_N_ELEMENTS (training));
  add_line (self, stack, numbers, G_N_ELEMENTS (numbers));
  if (full)
    add_line (self, stack, place, G_N_ELEMENTS (place));
  ovr_box_add (stack, ovr_pages_text (self, &ovr_style_data,
                                      self->request->final ? signed_words : ovr_pages_say (self, OVR_SAY_NOT_SIGNED)));
  ovr_box_set_whole (stack);
  return stack;
}
