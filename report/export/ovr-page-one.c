/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-page-rows.h"
#include "ovr-pages.h"
#include "ovr-report-words.h"

#include <math.h>
#include <string.h>

/* Page one: the receiver has ten minutes, a telephone, a fax, a black-and-white
 * printer. Zones in their order, each as high as its text; what doesn't fit
 * goes whole to page two and page one says so. */

#define ZONE_GAP (1.8 * OVR_MM)
#define STUDY_WIDTH (72.0 * OVR_MM)
#define PICTURE_WIDTH (58.0 * OVR_MM)
#define PICTURE_HEIGHT (62.0 * OVR_MM)
#define CHECK_WIDTH (80.0 * OVR_MM)
#define MOST_ROWS 4
/* Characters; longer ones stand in the annex alone. */
#define LONGEST_LIMITS 240
#define ROW_GAP 2.5
#define LINE 0.5

/**
 * OvrPageOnePlan:
 *
 * What page one shows; the rest is told on page two.
 */
typedef struct _OvrPageOnePlan
{
  guint n_questions;
  guint n_differences; /* claims first, then additions */
  gboolean recommendation;
  gboolean limits;
} OvrPageOnePlan;

/* ---- Strip, identity ---------------------------------------------------- */

static OvrBox *
make_strip (OvrPages *self)
{
  const OvrReport *report = self->report;
  OvrBox *stack = ovr_box_stack (2.0);
  OvrBox *row = ovr_box_row (8.0);
  GString *left = g_string_new (NULL);
  g_autofree char *title = ovr_say_upper (OVR_SAY_SECOND_OPINION, self->language);
  g_autofree char *status = ovr_say_upper (self->request->final ? OVR_SAY_FINAL : OVR_SAY_DRAFT, self->language);
  g_autofree char *number = g_strdup_printf ("%d", report->version);
  g_autofree char *version = ovr_say_with (OVR_SAY_VERSION, self->language, number, NULL, NULL);
  g_autofree char *replaces = ovr_say_replaces (report->version - 1, report->predecessor_signed_at, self->language);
  g_autofree char *changed = ovr_say_with (OVR_SAY_CHANGED, self->language, report->changes, NULL, NULL);
  OvrBox *heading;

  ovr_rich_add (left, title);
  ovr_rich_dot (left);
  ovr_rich_add (left, status);
  ovr_rich_dot (left);
  ovr_rich_add (left, version);
  if (report->version > 1)
    {
      g_string_append (left, "; ");
      ovr_rich_add (left, replaces);
    }
  if (!ovr_is_empty (report->changes))
    {
      g_string_append (left, "; ");
      ovr_rich_add (left, changed);
    }
  heading = ovr_pages_rich (self, &ovr_style_strip, left);
  ovr_box_set_role (heading, "H1");
  ovr_box_set_outline (heading, ovr_pages_say (self, OVR_SAY_SECOND_OPINION));
  ovr_box_add_cell (row, heading, -1.0);
  ovr_box_add_cell (row, ovr_pages_page_number (self, &ovr_style_small_right, 0, TRUE),
                    ovr_pages_page_number_width (self, &ovr_style_small_right, TRUE));
  ovr_box_add (stack, row);
  ovr_box_add (stack, ovr_box_rule (1.0, 0.0));
  return stack;
}

static OvrBox *
make_identity (OvrPages *self)
{
  const OvrPatient *patient = &self->report->patient;
  OvrBox *stack = ovr_box_stack (1.0);
  GString *name = g_string_new (NULL);
  GString *id;

  ovr_rich_field (name, ovr_is_empty (patient->name) ? ovr_pages_say (self, OVR_SAY_NAME_UNKNOWN) : patient->name);
  ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_name, name));
  ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_data, ovr_pages_birth_markup (self, TRUE)));
  id = ovr_pages_id_markup (self);
  if (self->report->phantom)
    {
      ovr_rich_dot (id);
      ovr_rich_bold (id, ovr_pages_say (self, OVR_SAY_PHANTOM));
    }
  ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_data, id));
  return stack;
}

static OvrBox *
make_study_title (OvrPages *self,
                  const OvrReportStudy *study)
{
  const char *words = ovr_is_empty (study->description) ? study->modality : study->description;
  g_autofree char *side = g_utf8_strup (ovr_side_words (study->side, self->language), -1);
  g_autofree char *escaped = g_markup_escape_text (side, -1);
  OvrBox *title = ovr_pages_text (self, &ovr_style_study, ovr_is_empty (words) ? ovr_pages_say (self, OVR_SAY_STUDY) : words);
  OvrBox *row;

  if (study->side == OVR_SIDE_NONE)
    return title;
  row = ovr_box_row (6.0);
  ovr_box_add_cell (row, title, -1.0);
  ovr_box_add_cell (row, ovr_box_frame (ovr_pages_text (self, &ovr_style_study, side), 2.0, 1.0, 1.0),
                    ovr_pages_text_width (self, &ovr_style_study, escaped) + 7.0);
  return row;
}

/* "CT chest, 3 May 2026, Hospital" of each other study. */
static char *
dup_compared (OvrPages *self)
{
  const OvrReportStudy *main_study = ovr_pages_main_study (self);
  GString *list = g_string_new (NULL);
  char *words;

  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = g_ptr_array_index (self->report->studies, i);
      g_autofree char *date = ovr_date_to_words (ovr_report_study_date (study), self->language);

      if (study == main_study)
        continue;
      g_string_append_printf (list, "%s%s, %s", list->len > 0 ? "; " : "",
                              ovr_is_empty (study->description) ? study->modality : study->description, date);
    }
  words = list->len > 0 ? ovr_say_with (OVR_SAY_COMPARED, self->language, list->str, NULL, NULL)
                        : g_strdup (ovr_pages_say (self, OVR_SAY_NOT_COMPARED));
  g_string_free (list, TRUE);
  return words;
}

static OvrBox *
make_study (OvrPages *self)
{
  const OvrReportStudy *study = ovr_pages_main_study (self);
  OvrBox *stack = ovr_box_stack (1.5);
  GString *when = g_string_new (NULL);
  g_autofree char *compared = dup_compared (self);
  g_autofree char *date = NULL;

  if (study == NULL)
    ovr_box_add (stack, ovr_pages_text (self, &ovr_style_study, ovr_pages_say (self, OVR_SAY_STUDY_UNKNOWN)));
  else
    {
      date = ovr_date_to_words (ovr_report_study_date (study), self->language);
      ovr_box_add (stack, make_study_title (self, study));
      ovr_rich_field (when, date);
      if (!ovr_is_empty (study->institution))
        {
          g_string_append (when, ", ");
          ovr_rich_field (when, study->institution);
        }
    }
  if (when->len > 0)
    ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_note, when));
  else
    g_string_free (when, TRUE);
  ovr_box_add (stack, ovr_pages_text (self, &ovr_style_note, compared));
  return ovr_box_frame (stack, 1.5 * OVR_MM, 1.0, 1.0);
}

static OvrBox *
make_head (OvrPages *self)
{
  OvrBox *row = ovr_box_row (2.0 * OVR_MM);

  ovr_box_add_cell (row, make_identity (self), -1.0);
  ovr_box_add_cell (row, make_study (self), STUDY_WIDTH);
  return row;
}

static OvrBox *
make_asked (OvrPages *self)
{
  const OvrReferral *referral = &self->report->referral;
  GString *markup = g_string_new (NULL);
  GString *who = g_string_new (NULL);
  g_autofree char *date = ovr_date_to_words (referral->asked, self->language);
  g_autofree char *asked = ovr_say_with (OVR_SAY_ASKED_ON, self->language, date, NULL, NULL);
  const char *parts[] = { referral->requester, referral->specialty, referral->institution };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!ovr_is_empty (parts[i]))
      g_string_append_printf (who, "%s%s", who->len > 0 ? ", " : "", parts[i]);
  if (who->len > 0)
    {
      g_autofree char *name = ovr_isolate (who->str);
      g_autofree char *words = ovr_say_with (OVR_SAY_FOR, self->language, name, NULL, NULL);

      ovr_rich_bold (markup, words);
    }
  else
    ovr_rich_bold (markup, ovr_pages_say (self, OVR_SAY_SELF_REFERRED));
  g_string_free (who, TRUE);
  if (ovr_date_is_known (referral->asked))
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, asked);
    }
  if (!ovr_is_empty (referral->decision))
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, referral->decision);
    }
  return ovr_pages_rich (self, &ovr_style_question, markup);
}

/* ---- Answer ------------------------------------------------------------- */

static OvrBox *
make_answer_text (OvrPages *self)
{
  const OvrReport *report = self->report;
  OvrBox *stack = ovr_box_stack (4.0);
  OvrBox *inner = ovr_box_stack (6.0);
  g_autofree char *urgency = ovr_say_with (OVR_SAY_URGENCY, self->language, report->urgency, NULL, NULL);
  OvrBox *answer;

  ovr_box_add (stack, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_ANSWER)));
  answer = ovr_pages_text (self, &ovr_style_answer,
                           ovr_is_empty (report->answer) ? ovr_pages_say (self, OVR_SAY_NO_ANSWER_YET) : report->answer);
  ovr_box_set_keep_next (answer);
  ovr_box_add (inner, answer);
  ovr_box_add (inner, ovr_pages_agreement (self));
  if (!ovr_is_empty (report->urgency))
    {
      GString *markup = g_string_new (NULL);

      ovr_rich_bold (markup, urgency);
      ovr_box_add (inner, ovr_pages_rich (self, &ovr_style_text, markup));
    }
  ovr_box_add (stack, inner);
  return stack;
}

static OvrBox *
make_answer (OvrPages *self)
{
  const OvrFigure *figure = ovr_pages_find_figure (self, self->report->front_key_image);
  OvrBox *text = make_answer_text (self);
  OvrBox *row, *picture;

  if (figure == NULL)
    return ovr_box_frame (text, 2.5 * OVR_MM, 1.4, 1.0);
  picture = ovr_box_stack (4.0);
  ovr_box_add (picture, ovr_pages_picture (self, figure, ovr_picture_fit (figure->picture, PICTURE_WIDTH, PICTURE_HEIGHT)));
  ovr_box_add (picture, ovr_pages_caption (self, figure, TRUE));
  row = ovr_box_row (5.0 * OVR_MM);
  ovr_box_add_cell (row, text, -1.0);
  ovr_box_add_cell (row, picture, PICTURE_WIDTH);
  return ovr_box_frame (row, 2.5 * OVR_MM, 1.4, 1.0);
}

/* ---- Questions, differences --------------------------------------------- */

static void
add_row (OvrBox *table,
         OvrBox *row)
{
  OvrBox *rule = ovr_box_rule (LINE, 0.0);

  ovr_box_set_keep_next (rule);
  ovr_box_add (table, rule);
  ovr_box_add (table, row);
}

/* "and 3 more, page 2", or "continued on page 2" where nothing is left here. */
static OvrBox *
make_pointer (OvrPages *self,
              const char *anchor,
              guint n_shown,
              guint n_more)
{
  guint page = self->previous != NULL ? ovr_page_canvas_page_of (self->previous, anchor) : 0;
  g_autofree char *number = g_strdup_printf ("%u", n_more);
  g_autofree char *page_number = g_strdup_printf ("%u", page);
  g_autofree char *words = n_shown > 0 ? ovr_say_with (OVR_SAY_MORE_ON_PAGE, self->language, number, page_number, NULL)
                                       : ovr_say_with (OVR_SAY_CONTINUED_ON, self->language, page_number, NULL, NULL);
  GString *markup = g_string_new (NULL);
  OvrBox *box;

  ovr_rich_bold (markup, words);
  box = ovr_pages_rich (self, &ovr_style_note, markup);
  ovr_box_set_link (box, anchor);
  return box;
}

/* Finding, its claims and itself: does any of them change treatment? */
static gboolean
changes_treatment (const OvrPages *self,
                   const OvrQuestion *question)
{
  const OvrAnswer *answer = ovr_report_find_answer (self->report, question->id);

  for (guint i = 0; answer != NULL && i < answer->finding_ids->len; i++)
    {
      const char *id = g_ptr_array_index (answer->finding_ids, i);
      const OvrFinding *finding = ovr_report_find_finding (self->report, id);

      if (finding != NULL && finding->impact == OVR_IMPACT_MAJOR)
        return TRUE;
      for (guint c = 0; c < self->report->claims->len; c++)
        {
          const OvrClaim *claim = g_ptr_array_index (self->report->claims, c);

          if (claim->impact == OVR_IMPACT_MAJOR &&
              g_ptr_array_find_with_equal_func (claim->finding_ids, id, g_str_equal, NULL))
            return TRUE;
        }
    }
  return FALSE;
}

/* Those that change treatment first. (transfer container) */
static GPtrArray *
order_questions (const OvrPages *self)
{
  GPtrArray *ordered = g_ptr_array_new ();

  for (int round = 0; round < 2; round++)
    for (guint i = 0; i < self->report->referral.questions->len; i++)
      {
        OvrQuestion *question = g_ptr_array_index (self->report->referral.questions, i);

        if (changes_treatment (self, question) == (round == 0))
          g_ptr_array_add (ordered, question);
      }
  return ordered;
}

static int
compare_questions (gconstpointer a,
                   gconstpointer b)
{
  return (*(OvrQuestion *const *) a)->number - (*(OvrQuestion *const *) b)->number;
}

/* Rows @first to @end of the questions, in the order of their numbers. */
static void
add_questions (OvrPages *self,
               OvrBox *table,
               GPtrArray *ordered,
               guint first,
               guint end)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  for (guint i = first; i < end; i++)
    g_ptr_array_add (shown, g_ptr_array_index (ordered, i));
  g_ptr_array_sort (shown, compare_questions);
  for (guint i = 0; i < shown->len; i++)
    add_row (table, ovr_pages_question_row (self, g_ptr_array_index (shown, i)));
}

static OvrBox *
make_questions (OvrPages *self,
                const OvrPageOnePlan *plan)
{
  g_autoptr (GPtrArray) ordered = order_questions (self);
  OvrBox *table = ovr_box_stack (ROW_GAP);

  ovr_box_add (table, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_YOUR_QUESTIONS)));
  add_questions (self, table, ordered, 0, plan->n_questions);
  if (plan->n_questions < ordered->len)
    ovr_box_add (table, make_pointer (self, "continued", plan->n_questions, ordered->len - plan->n_questions));
  return table;
}

/* Row @index of claims that differ, then additions. */
static OvrBox *
make_difference (OvrPages *self,
                 GPtrArray *claims,
                 GPtrArray *additions,
                 guint index)
{
  return index < claims->len ? ovr_pages_difference_row (self, g_ptr_array_index (claims, index))
                             : ovr_pages_addition_row (self, g_ptr_array_index (additions, index - claims->len));
}

static OvrBox *
make_differences (OvrPages *self,
                  const OvrPageOnePlan *plan)
{
  g_autoptr (GPtrArray) claims = ovr_pages_differences (self);
  g_autoptr (GPtrArray) additions = ovr_pages_additions (self);
  guint n = claims->len + additions->len;
  OvrBox *table = ovr_box_stack (ROW_GAP);

  ovr_box_add (table, ovr_pages_difference_heading (self));
  for (guint i = 0; i < plan->n_differences; i++)
    add_row (table, make_difference (self, claims, additions, i));
  if (n == 0)
    ovr_box_add (table, ovr_pages_text (self, &ovr_style_data, ovr_pages_say (self, OVR_SAY_NOTHING_DIFFERS)));
  else if (plan->n_differences < n)
    ovr_box_add (table, make_pointer (self, "continued", plan->n_differences, n - plan->n_differences));
  return table;
}

/* ---- Recommendation, limits, reader ------------------------------------- */

static OvrBox *
make_recommendation (OvrPages *self,
                     const OvrPageOnePlan *plan)
{
  OvrBox *stack = ovr_box_stack (ROW_GAP);
  OvrBox *label;

  ovr_box_add (stack, ovr_box_rule (LINE, 0.0));
  label = ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_RECOMMENDATION));
  ovr_box_set_space_before (label, 0.0);
  ovr_box_add (stack, label);
  if (plan->recommendation)
    ovr_pages_add_recommendations (self, stack);
  else
    ovr_box_add (stack, make_pointer (self, "continued", 0, 0));
  return stack;
}

static OvrBox *
make_limits (OvrPages *self,
             const OvrPageOnePlan *plan)
{
  const OvrReportStudy *study = ovr_pages_main_study (self);
  GString *markup = g_string_new (NULL);
  g_autofree char *side = study != NULL ? ovr_pages_side_words (self, study) : NULL;
  OvrBox *stack = ovr_box_stack (1.0);

  ovr_rich_bold (markup, ovr_pages_say (self, OVR_SAY_LIMITS));
  g_string_append (markup, "  ");
  if (plan->limits && !ovr_is_empty (self->report->limitations))
    {
      ovr_rich_add (markup, self->report->limitations);
      g_string_append_c (markup, ' ');
    }
  ovr_rich_add (markup, ovr_pages_say (self, OVR_SAY_BASIS));
  if (side != NULL)
    {
      g_string_append_c (markup, ' ');
      ovr_rich_add (markup, side);
    }
  ovr_box_add (stack, ovr_pages_rich (self, &ovr_style_note, markup));
  if (!plan->limits)
    ovr_box_add (stack, make_pointer (self, "limitations", 0, 0));
  return stack;
}

static OvrBox *
make_foot (OvrPages *self)
{
  OvrBox *stack = ovr_box_stack (ROW_GAP);
  OvrBox *row = ovr_box_row (3.0 * OVR_MM);
  OvrBox *check = ovr_box_stack (1.0);

  ovr_box_add (check, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_HOW_TO_CHECK)));
  ovr_box_add (check, ovr_pages_text (self, &ovr_style_small,
                                      ovr_pages_say (self, self->request->final ? OVR_SAY_CHECK_TEXT : OVR_SAY_CHECK_DRAFT)));
  ovr_box_add_cell (row, ovr_pages_reader (self, FALSE), -1.0);
  ovr_box_add_cell (row, ovr_box_frame (check, 1.6 * OVR_MM, LINE, 1.0), CHECK_WIDTH);
  ovr_box_add (stack, ovr_box_rule (LINE, 0.0));
  ovr_box_add (stack, row);
  return stack;
}

/* ---- Page --------------------------------------------------------------- */

static OvrBox *
build (OvrPages *self,
       const OvrPageOnePlan *plan)
{
  OvrBox *page = ovr_box_stack (ZONE_GAP);

  ovr_box_add (page, make_strip (self));
  ovr_box_add (page, make_head (self));
  ovr_box_add (page, make_asked (self));
  ovr_box_add (page, make_answer (self));
  if (self->report->referral.questions->len > 0)
    ovr_box_add (page, make_questions (self, plan));
  if (ovr_pages_has_original (self) || ovr_pages_n_differences (self) > 0)
    ovr_box_add (page, make_differences (self, plan));
  ovr_box_add (page, make_recommendation (self, plan));
  ovr_box_add (page, make_limits (self, plan));
  ovr_box_add (page, make_foot (self));
  return page;
}

/* Gives up the least needed thing. FALSE where nothing is left to give. */
static gboolean
reduce (OvrPageOnePlan *plan)
{
  if (plan->n_differences > 1)
    plan->n_differences--;
  else if (plan->n_questions > 1)
    plan->n_questions--;
  else if (plan->limits)
    plan->limits = FALSE;
  else if (plan->n_differences > 0)
    plan->n_differences = 0;
  else if (plan->n_questions > 0)
    plan->n_questions = 0;
  else if (plan->recommendation)
    plan->recommendation = FALSE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
fits (OvrPages *self,
      const OvrPageOnePlan *plan,
      double height)
{
  g_autoptr (OvrBox) page = build (self, plan);

  return ovr_box_height (page, self->width) <= height;
}

/* One thing that had to go may have been so large that others fit again. */
static void
refill (OvrPages *self,
        OvrPageOnePlan *plan,
        const OvrPageOnePlan *most,
        double height)
{
  for (;;)
    {
      OvrPageOnePlan more = *plan;

      if (more.n_questions < most->n_questions)
        more.n_questions++;
      else if (more.n_differences < most->n_differences)
        more.n_differences++;
      else
        return;
      if (!fits (self, &more, height))
        return;
      *plan = more;
    }
}

static void
add_rest (OvrPages *self,
          const OvrPageOnePlan *plan,
          OvrBox *rest)
{
  g_autoptr (GPtrArray) ordered = order_questions (self);
  g_autoptr (GPtrArray) claims = ovr_pages_differences (self);
  g_autoptr (GPtrArray) additions = ovr_pages_additions (self);
  guint n_differences = claims->len + additions->len;
  OvrBox *heading;

  if (plan->n_questions == ordered->len && plan->n_differences == n_differences &&
      plan->recommendation)
    return;
  heading = ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_CONTINUED_FROM));
  ovr_box_set_anchor (heading, "continued");
  ovr_box_add (rest, heading);
  if (plan->n_questions < ordered->len)
    {
      ovr_box_add (rest, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_YOUR_QUESTIONS)));
      add_questions (self, rest, ordered, plan->n_questions, ordered->len);
    }
  if (plan->n_differences < n_differences)
    {
      ovr_box_add (rest, ovr_pages_difference_heading (self));
      for (guint i = plan->n_differences; i < n_differences; i++)
        add_row (rest, make_difference (self, claims, additions, i));
    }
  if (!plan->recommendation)
    {
      ovr_box_add (rest, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_RECOMMENDATION)));
      ovr_pages_add_recommendations (self, rest);
    }
}

OvrBox *
ovr_page_one (OvrPages *self,
              double height,
              OvrBox *rest)
{
  OvrPageOnePlan plan = {
    .n_questions = MIN (self->report->referral.questions->len, MOST_ROWS),
    .n_differences = MIN (ovr_pages_n_differences (self), MOST_ROWS),
    .recommendation = TRUE,
    .limits = self->report->limitations == NULL || g_utf8_strlen (self->report->limitations, -1) <= LONGEST_LIMITS,
  };
  const OvrPageOnePlan most = plan;

  /* A later pass differs in page numbers alone: what it found holds. */
  if (self->plan != NULL && fits (self, self->plan, height))
    plan = *self->plan;
  else
    {
      while (!fits (self, &plan, height) && reduce (&plan))
        ;
      refill (self, &plan, &most, height);
    }
  g_free (self->plan);
  self->plan = g_memdup2 (&plan, sizeof plan);
  add_rest (self, &plan, rest);
  return build (self, &plan);
}
