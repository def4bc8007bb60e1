/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-rules-private.h"

#include "ovr-claim-traits.h"
#include "ovr-text-dates.h"

#include <math.h>
#include <string.h>

/* Rules about what the second reader says. */

static void
check_verdict (OvrRules *self,
               const OvrClaim *claim,
               guint index)
{
  gboolean differs = claim->verdict == OVR_VERDICT_DISAGREE || claim->verdict == OVR_VERDICT_AGREE_MODIFIED;
  gboolean unjudged = claim->verdict == OVR_VERDICT_NOT_ASSESSABLE || claim->verdict == OVR_VERDICT_OUT_OF_SCOPE;

  if (claim->verdict == OVR_VERDICT_OPEN)
    ovr_rules_error (self, "claim-open", "This statement isn't judged yet.", "claims[%u].verdict", index);
  if (differs && ovr_rules_is_empty (claim->comment))
    ovr_rules_error (self, "comment-missing", "Say what holds instead.", "claims[%u].comment", index);
  if (unjudged && ovr_rules_is_empty (claim->comment))
    ovr_rules_warn (self, "reason-missing", "Say why this statement isn't judged.", "claims[%u].comment", index);
  if (claim->verdict == OVR_VERDICT_DISAGREE && claim->impact == OVR_IMPACT_NONE)
    ovr_rules_warn (self, "impact-missing", "Say whether this difference changes treatment.", "claims[%u].impact", index);
  if (claim->verdict == OVR_VERDICT_DISAGREE && claim->impact == OVR_IMPACT_MAJOR && claim->finding_ids->len == 0)
    ovr_rules_warn (self, "evidence-missing", "A difference that changes treatment should have a finding that shows it.",
                    "claims[%u].findingIds", index);
}

/* H29: what is abnormal, sided, measured or hedged is judged singly. */
static void
check_group (OvrRules *self,
             const OvrClaim *claim,
             guint index)
{
  g_autofree char *quote = ovr_report_dup_quote (self->report, claim);
  OvrClaimTraits traits = ovr_claim_traits_read (quote);
  gboolean grouped = claim->claim_class == OVR_CLAIM_REPETITION ||
                     (claim->claim_class == OVR_CLAIM_NORMAL && ovr_claim_traits_allow_group (&traits));

  if (claim->judged_in_group && !grouped)
    ovr_rules_error (self, "judged-in-group", "This statement must be judged by itself.", "claims[%u].judgedInGroup", index);
}

void
ovr_rules_check_claims (OvrRules *self)
{
  for (guint i = 0; i < self->report->claims->len; i++)
    {
      check_verdict (self, self->report->claims->pdata[i], i);
      check_group (self, self->report->claims->pdata[i], i);
    }
}

static void
check_measurements (OvrRules *self,
                    const OvrFinding *finding,
                    guint index)
{
  for (guint i = 0; i < finding->measurements->len; i++)
    {
      const OvrReportMeasurement *measured = finding->measurements->pdata[i];

      if (!isfinite (measured->measurement.value) || ovr_rules_is_empty (measured->measurement.unit))
        ovr_rules_error (self, "measurement-empty", "A measurement needs a number and a unit.",
                         "findings[%u].measurements[%u]", index, i);
    }
}

static void
check_finding_side (OvrRules *self,
                    const OvrFinding *finding,
                    guint index)
{
  g_autofree char *text = g_strconcat (finding->title != NULL ? finding->title : "", " ", finding->text, NULL);
  OvrClaimTraits traits = ovr_claim_traits_read (text);

  if ((finding->side == OVR_SIDE_LEFT && traits.right && !traits.left) ||
      (finding->side == OVR_SIDE_RIGHT && traits.left && !traits.right))
    ovr_rules_error (self, "side-words", "The finding's words name the other side.", "findings[%u].side", index);
}

/* A template's heading alone is no finding. */
static gboolean
says_nothing (const OvrFinding *finding)
{
  return ovr_rules_is_empty (finding->text) &&
         (ovr_rules_is_empty (finding->title) || (finding->key_images->len == 0 && finding->measurements->len == 0));
}

void
ovr_rules_check_findings (OvrRules *self)
{
  guint n_images = 0;

  for (guint i = 0; i < self->report->findings->len; i++)
    {
      const OvrFinding *finding = self->report->findings->pdata[i];

      n_images += finding->key_images->len;
      if (says_nothing (finding))
        ovr_rules_error (self, "finding-empty", "Nothing stands under this heading: write what is seen, or remove it.",
                         "findings[%u]", i);
      if (finding->addition && finding->key_images->len == 0)
        ovr_rules_warn (self, "finding-without-image", "An addition without a picture: nobody can look it up.",
                        "findings[%u].keyImages", i);
      if (finding->addition && finding->certainty == OVR_CERTAINTY_NONE)
        ovr_rules_warn (self, "certainty-missing", "Say how certain this addition is.", "findings[%u].certainty", i);
      check_measurements (self, finding, i);
      check_finding_side (self, finding, i);
      for (guint j = 0; j < finding->key_images->len; j++)
        if (((OvrKeyImage *) finding->key_images->pdata[j])->view->flip_horizontal)
          ovr_rules_warn (self, "mirrored", "This picture is a mirror image; its caption says so.", "findings[%u].keyImages[%u]", i, j);
    }
  if (n_images > 0 && self->report->front_key_image == NULL)
    ovr_rules_warn (self, "front-image-missing", "No picture is chosen for page one.", "frontKeyImage");
}

static void
check_headline (OvrRules *self)
{
  int words = ovr_report_count_words (self->report->answer);

  if (words == 0)
    ovr_rules_error (self, "answer-missing", "The report has no answer.", "answer");
  else if (words > OVR_ANSWER_WORDS_MAX)
    ovr_rules_error (self, "answer-too-long", "The answer has more than 60 words: it must fit on page one.", "answer");
  else if (words > OVR_ANSWER_WORDS_WANTED)
    ovr_rules_warn (self, "answer-long", "The answer has more than 45 words.", "answer");
}

void
ovr_rules_check_answers (OvrRules *self)
{
  const GPtrArray *questions = self->report->referral.questions;

  for (guint i = 0; i < questions->len; i++)
    {
      const OvrQuestion *question = questions->pdata[i];
      const OvrAnswer *answer = ovr_report_find_answer (self->report, question->id);

      if (ovr_rules_is_empty (question->text))
        ovr_rules_error (self, "question-empty", "This question has no words.", "referral.questions[%u].text", i);
      if (answer == NULL || (ovr_rules_is_empty (answer->text) && ovr_rules_is_empty (answer->lead)))
        ovr_rules_error (self, "question-open", "This question isn't answered yet.", "referral.questions[%u]", i);
      else if (answer->certainty == OVR_CERTAINTY_NONE)
        ovr_rules_error (self, "certainty-missing", "Say how certain the answer to this question is.", "referral.questions[%u]", i);
      else if (answer->reopened_at != NULL)
        ovr_rules_error (self, "answer-reopened", "Images came after this was answered: look at the answer again.", "referral.questions[%u]", i);
      else if (answer->certainty == OVR_CERTAINTY_NOT_ASSESSABLE && ovr_rules_is_empty (answer->text))
        ovr_rules_error (self, "test-missing", "Say which test would answer this question.", "referral.questions[%u]", i);
    }
  if (questions->len == 0)
    ovr_rules_warn (self, "question-missing", "No question was asked.", "referral.questions");
  check_headline (self);
}

static void
check_recommendations (OvrRules *self)
{
  for (guint i = 0; i < self->report->recommendations->len; i++)
    {
      const OvrRecommendation *recommendation = self->report->recommendations->pdata[i];

      if (ovr_rules_is_empty (recommendation->actor))
        ovr_rules_error (self, "actor-missing", "Say who should do it.", "recommendations[%u].actor", i);
      if (ovr_rules_is_empty (recommendation->action))
        ovr_rules_error (self, "action-missing", "Say what should be done.", "recommendations[%u].action", i);
      if (!ovr_date_is_known (recommendation->by) && ovr_rules_is_empty (recommendation->by_text))
        ovr_rules_error (self, "date-missing", "Say by when.", "recommendations[%u].by", i);
      if (ovr_date_is_known (recommendation->by) && ovr_date_compare (recommendation->by, ovr_rules_today (self)) < 0)
        ovr_rules_warn (self, "date-passed", "This date has passed.", "recommendations[%u].by", i);
    }
}

static void
check_reader (OvrRules *self)
{
  const OvrReader *reader = &self->report->reader;

  if (ovr_rules_is_empty (reader->name))
    ovr_rules_error (self, "reader-missing", "The reader has no name.", "reader.name");
  if (ovr_rules_is_empty (reader->licence))
    ovr_rules_error (self, "licence-missing", "The reader's licence is missing.", "reader.licence");
  if (ovr_rules_is_empty (reader->telephone))
    ovr_rules_error (self, "telephone-missing", "The reader can't be called: the telephone is missing.", "reader.telephone");
  if (ovr_rules_is_empty (reader->specialty))
    ovr_rules_warn (self, "specialty-missing", "The reader's specialty is missing.", "reader.specialty");
  if (ovr_rules_is_empty (reader->jurisdiction))
    ovr_rules_warn (self, "jurisdiction-missing", "Say where the licence holds.", "reader.jurisdiction");
}

static void
check_blind (OvrRules *self)
{
  const OvrBlind *blind = &self->report->blind;

  if (blind->grade > ovr_report_grade_impression (blind->impression))
    ovr_rules_error (self, "blind-grade", "The impression fixed before the original was opened is shorter than the report claims.", "blind.grade");
  if (blind->grade != OVR_BLIND_NOT && ovr_rules_is_empty (blind->locked_at))
    ovr_rules_error (self, "blind-time", "When the impression was fixed is unknown.", "blind.lockedAt");
  if (!ovr_rules_is_empty (blind->locked_at) && !ovr_rules_is_empty (blind->unsealed_at))
    {
      g_autoptr (GDateTime) locked = g_date_time_new_from_iso8601 (blind->locked_at, NULL);
      g_autoptr (GDateTime) unsealed = g_date_time_new_from_iso8601 (blind->unsealed_at, NULL);

      if (locked == NULL || unsealed == NULL || g_date_time_compare (locked, unsealed) > 0)
        ovr_rules_error (self, "blind-order", "The original was opened before the impression was fixed.", "blind.unsealedAt");
    }
}

static void
check_referral (OvrRules *self)
{
  const OvrReferral *referral = &self->report->referral;

  if (ovr_rules_is_empty (referral->requester))
    ovr_rules_warn (self, "requester-missing", "Nobody is named who asked.", "referral.requester");
  if (referral->reason == OVR_REASON_TREATMENT && ovr_rules_is_empty (referral->decision))
    ovr_rules_warn (self, "decision-missing", "The decision at hand isn't named.", "referral.decision");
  if (ovr_date_is_known (referral->due) && ovr_date_compare (referral->due, ovr_rules_today (self)) < 0)
    ovr_rules_warn (self, "due-passed", "The opinion was wanted earlier.", "referral.due");
}

void
ovr_rules_check_rest (OvrRules *self)
{
  check_referral (self);
  check_recommendations (self);
  if (ovr_rules_is_empty (self->report->limitations))
    ovr_rules_warn (self, "limitations-missing", "The opinion's limits are not named.", "limitations");
  for (guint i = 0; i < self->report->communications->len; i++)
    if (ovr_rules_is_empty (((OvrCommunication *) self->report->communications->pdata[i])->with))
      ovr_rules_error (self, "person-missing", "Name the person that was spoken to.", "communications[%u].with", i);
  check_blind (self);
  check_reader (self);
}

/* What the reader wrote, never what is quoted. */
static void
check_text (OvrRules *self,
            const char *text,
            const char *where)
{
  static const char *const blanks[] = { "???", "TODO", "XXX", "___", "[…]", "[...]" };

  if (text == NULL)
    return;
  if (ovr_text_has_numeric_date (text))
    ovr_rules_error (self, "numeric-date", "Write the month of a date in letters.", "%s", where);
  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++)
    if (strstr (text, blanks[i]) != NULL)
      {
        ovr_rules_error (self, "blank-left", "Something was left to be filled in.", "%s", where);
        break;
      }
}

static void
check_list_texts (OvrRules *self)
{
  const OvrReport *report = self->report;

  for (guint i = 0; i < report->claims->len; i++)
    {
      g_autofree char *where = g_strdup_printf ("claims[%u].comment", i);

      check_text (self, ((OvrClaim *) report->claims->pdata[i])->comment, where);
    }
  for (guint i = 0; i < report->findings->len; i++)
    {
      g_autofree char *where = g_strdup_printf ("findings[%u].text", i);

      check_text (self, ((OvrFinding *) report->findings->pdata[i])->text, where);
    }
  for (guint i = 0; i < report->answers->len; i++)
    {
      g_autofree char *where = g_strdup_printf ("answers[%u].text", i);

      check_text (self, ((OvrAnswer *) report->answers->pdata[i])->text, where);
    }
  for (guint i = 0; i < report->recommendations->len; i++)
    {
      g_autofree char *where = g_strdup_printf ("recommendations[%u].action", i);

      check_text (self, ((OvrRecommendation *) report->recommendations->pdata[i])->action, where);
      check_text (self, ((OvrRecommendation *) report->recommendations->pdata[i])->by_text, where);
    }
  for (guint i = 0; i < report->communications->len; i++)
    {
      g_autofree char *where = g_strdup_printf ("communications[%u].text", i);

      check_text (self, ((OvrCommunication *) report->communications->pdata[i])->text, where);
    }
}

void
ovr_rules_check_texts (OvrRules *self)
{
  const OvrReport *report = self->report;

  check_list_texts (self);
  check_text (self, report->answer, "answer");
  check_text (self, report->urgency, "urgency");
  check_text (self, report->impression, "impression");
  check_text (self, report->adequacy, "adequacy");
  check_text (self, report->limitations, "limitations");
  check_text (self, report->changes, "changes");
  check_text (self, report->referral.decision, "referral.decision");
}
