/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-editor-private.h"

#include "ovr-report-claims.h"

#define QUESTION_PARTS (OVR_PART_BIT (OVR_PART_QUESTIONS) | OVR_PART_BIT (OVR_PART_ANSWER))

/* Steps that change a list of the report. */

void
ovr_report_editor_number (OvrReportEditor *self,
                          guint parts)
{
  OvrReport *report = ovr_report_editor_get_report (self);

  if ((parts & OVR_PART_BIT (OVR_PART_QUESTIONS)) != 0)
    for (guint i = 0; i < report->referral.questions->len; i++)
      ((OvrQuestion *) g_ptr_array_index (report->referral.questions, i))->number = (int) i + 1;
  if ((parts & OVR_PART_BIT (OVR_PART_DOCUMENTS)) != 0)
    for (guint i = 0; i < report->claims->len; i++)
      ((OvrClaim *) g_ptr_array_index (report->claims, i))->number = (int) i + 1;
}

/* The report keeps answers in a list of their own. */
void
ovr_report_editor_ensure_answers (OvrReportEditor *self)
{
  OvrReport *report = ovr_report_editor_get_report (self);

  for (guint i = 0; i < report->referral.questions->len; i++)
    {
      const OvrQuestion *question = g_ptr_array_index (report->referral.questions, i);
      OvrAnswer *answer;

      if (ovr_report_find_answer (report, question->id) != NULL)
        continue;
      answer = ovr_answer_new ();
      answer->question_id = g_strdup (question->id);
      g_ptr_array_add (report->answers, answer);
    }
}

/* ---- Any list */

static void
move_element (GPtrArray *list,
              guint index,
              guint to)
{
  gpointer element = g_ptr_array_steal_index (list, index);

  g_ptr_array_insert (list, (int) to, element);
}

static gboolean
may_change (OvrReportEditor *self)
{
  return OVR_IS_REPORT_EDITOR (self) && ovr_report_editor_is_editable (self);
}

void
ovr_report_editor_add (OvrReportEditor *self,
                       OvrReportPart part,
                       GPtrArray *list,
                       gpointer element)
{
  g_return_if_fail (may_change (self));

  ovr_report_step_keep_list (ovr_report_editor_push (self, OVR_PART_BIT (part)), list);
  g_ptr_array_add (list, element);
  ovr_report_editor_tell (self, OVR_PART_BIT (part));
}

void
ovr_report_editor_remove (OvrReportEditor *self,
                          OvrReportPart part,
                          GPtrArray *list,
                          guint index)
{
  g_return_if_fail (may_change (self));
  g_return_if_fail (index < list->len);

  ovr_report_step_keep_list (ovr_report_editor_push (self, OVR_PART_BIT (part)), list);
  ovr_report_editor_take (self, list, index);
  ovr_report_editor_tell (self, OVR_PART_BIT (part));
}

/* ---- Questions with their answers */

static void
push_questions (OvrReportEditor *self)
{
  OvrReport *report = ovr_report_editor_get_report (self);
  OvrReportStep *step = ovr_report_editor_push (self, QUESTION_PARTS);

  ovr_report_step_keep_list (step, report->referral.questions);
  ovr_report_step_keep_list (step, report->answers);
}

void
ovr_report_editor_add_question (OvrReportEditor *self)
{
  OvrReport *report;
  OvrQuestion *question;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  push_questions (self);
  question = ovr_question_new ();
  question->id = ovr_report_new_id (report, "q");
  g_ptr_array_add (report->referral.questions, question);
  ovr_report_editor_ensure_answers (self);
  ovr_report_editor_tell (self, QUESTION_PARTS);
}

void
ovr_report_editor_remove_question (OvrReportEditor *self,
                                   guint index)
{
  OvrReport *report;
  const OvrQuestion *question;
  guint place;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  g_return_if_fail (index < report->referral.questions->len);
  question = g_ptr_array_index (report->referral.questions, index);
  push_questions (self);
  if (g_ptr_array_find (report->answers, ovr_report_find_answer (report, question->id), &place))
    ovr_report_editor_take (self, report->answers, place);
  ovr_report_editor_take (self, report->referral.questions, index);
  ovr_report_editor_tell (self, QUESTION_PARTS);
}

void
ovr_report_editor_move_question (OvrReportEditor *self,
                                 guint index,
                                 guint to)
{
  GPtrArray *questions;

  g_return_if_fail (may_change (self));

  questions = ovr_report_editor_get_report (self)->referral.questions;
  if (index == to || index >= questions->len || to >= questions->len)
    return;

  push_questions (self);
  move_element (questions, index, to);
  ovr_report_editor_tell (self, QUESTION_PARTS);
}

/* ---- Documents with their claims */

void
ovr_report_editor_begin_documents (OvrReportEditor *self)
{
  OvrReport *report;
  OvrReportStep *step;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  step = ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_DOCUMENTS));
  ovr_report_step_keep_list (step, report->documents);
  ovr_report_step_keep_list (step, report->claims);
}

void
ovr_report_editor_end_documents (OvrReportEditor *self)
{
  g_return_if_fail (may_change (self));

  ovr_report_editor_tell (self, OVR_PART_BIT (OVR_PART_DOCUMENTS));
}

void
ovr_report_editor_move_document (OvrReportEditor *self,
                                 guint index,
                                 guint to)
{
  OvrReport *report;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  if (index == to || index >= report->documents->len || to >= report->documents->len)
    return;

  ovr_report_editor_begin_documents (self);
  move_element (report->documents, index, to);
  ovr_report_number_claims (report);
  ovr_report_editor_end_documents (self);
}

/* ---- Findings, with everything that points at them */

static gboolean
find_finding (OvrReport *report,
              const char *finding_id,
              guint *index)
{
  return g_ptr_array_find (report->findings, ovr_report_find_finding (report, finding_id), index);
}

const char *
ovr_report_editor_add_finding (OvrReportEditor *self,
                               gboolean addition)
{
  OvrReport *report;
  OvrFinding *finding;

  g_return_val_if_fail (may_change (self), NULL);

  report = ovr_report_editor_get_report (self);
  finding = ovr_finding_new ();
  finding->id = ovr_report_new_id (report, "f");
  finding->addition = addition;
  ovr_report_editor_add (self, OVR_PART_FINDINGS, report->findings, finding);
  return finding->id;
}

static void
take_id (OvrReportEditor *self,
         OvrReportStep *step,
         GPtrArray *ids,
         const char *id)
{
  guint place;

  if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, &place))
    return;
  ovr_report_step_keep_list (step, ids);
  ovr_report_editor_take (self, ids, place);
}

/* Nothing may go on pointing at the key image. */
static void
forget_key_image (OvrReport *report,
                  OvrReportStep *step,
                  const char *id)
{
  if (g_strcmp0 (report->front_key_image, id) == 0)
    {
      ovr_report_step_keep_string (step, &report->front_key_image);
      g_clear_pointer (&report->front_key_image, g_free);
    }
  for (guint i = 0; i < report->findings->len; i++)
    {
      OvrFinding *finding = g_ptr_array_index (report->findings, i);

      for (guint j = 0; j < finding->key_images->len; j++)
        {
          OvrKeyImage *other = g_ptr_array_index (finding->key_images, j);

          if (g_strcmp0 (other->pair_id, id) != 0)
            continue;
          ovr_report_step_keep_string (step, &other->pair_id);
          g_clear_pointer (&other->pair_id, g_free);
        }
    }
}

void
ovr_report_editor_remove_finding (OvrReportEditor *self,
                                  const char *finding_id)
{
  const guint parts = OVR_PART_BIT (OVR_PART_FINDINGS) | OVR_PART_BIT (OVR_PART_CLAIMS);
  OvrReport *report;
  OvrFinding *finding;
  OvrReportStep *step;
  guint index;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  if (!find_finding (report, finding_id, &index))
    return;

  finding = g_ptr_array_index (report->findings, index);
  step = ovr_report_editor_push (self, parts);
  ovr_report_step_keep_list (step, report->findings);
  for (guint i = 0; i < report->claims->len; i++)
    take_id (self, step, ((OvrClaim *) g_ptr_array_index (report->claims, i))->finding_ids, finding->id);
  for (guint i = 0; i < report->answers->len; i++)
    take_id (self, step, ((OvrAnswer *) g_ptr_array_index (report->answers, i))->finding_ids, finding->id);
  for (guint i = 0; i < finding->key_images->len; i++)
    forget_key_image (report, step, ((OvrKeyImage *) g_ptr_array_index (finding->key_images, i))->id);
  ovr_report_editor_take (self, report->findings, index);
  ovr_report_editor_tell (self, parts);
}

void
ovr_report_editor_set_shown_by (OvrReportEditor *self,
                                const char *claim_id,
                                const char *finding_id,
                                gboolean shown)
{
  OvrClaim *claim;
  guint place;
  gboolean is_shown;

  g_return_if_fail (may_change (self));

  claim = ovr_report_find_claim (ovr_report_editor_get_report (self), claim_id);
  g_return_if_fail (claim != NULL);
  is_shown = g_ptr_array_find_with_equal_func (claim->finding_ids, finding_id, g_str_equal, &place);
  if (is_shown == shown)
    return;

  ovr_report_step_keep_list (ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_CLAIMS)), claim->finding_ids);
  if (shown)
    g_ptr_array_add (claim->finding_ids, g_strdup (finding_id));
  else
    ovr_report_editor_take (self, claim->finding_ids, place);
  ovr_report_editor_touch (self, OVR_PART_CLAIMS);
}

/* ---- Key images, with what was measured on them */

void
ovr_report_editor_add_key_image (OvrReportEditor *self,
                                 const char *finding_id,
                                 OvrKeyImage *key_image,
                                 GPtrArray *measurements)
{
  OvrReport *report;
  OvrFinding *finding;
  OvrReportStep *step;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  finding = ovr_report_find_finding (report, finding_id);
  g_return_if_fail (finding != NULL);

  step = ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_FINDINGS));
  ovr_report_step_keep_list (step, finding->key_images);
  ovr_report_step_keep_list (step, finding->measurements);
  g_free (key_image->id);
  key_image->id = ovr_report_new_id (report, "k");
  g_ptr_array_add (finding->key_images, key_image);
  if (measurements != NULL)
    {
      g_ptr_array_set_free_func (measurements, NULL);
      g_ptr_array_extend_and_steal (finding->measurements, measurements);
    }
  ovr_report_editor_tell (self, OVR_PART_BIT (OVR_PART_FINDINGS));
}

void
ovr_report_editor_remove_key_image (OvrReportEditor *self,
                                    const char *key_image_id)
{
  OvrReport *report;
  OvrFinding *finding = NULL;
  OvrKeyImage *key_image;
  OvrReportStep *step;
  guint index;

  g_return_if_fail (may_change (self));

  report = ovr_report_editor_get_report (self);
  key_image = ovr_report_find_key_image (report, key_image_id, &finding);
  if (key_image == NULL || !g_ptr_array_find (finding->key_images, key_image, &index))
    return;

  step = ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_FINDINGS));
  ovr_report_step_keep_list (step, finding->key_images);
  forget_key_image (report, step, key_image->id);
  ovr_report_editor_take (self, finding->key_images, index);
  ovr_report_editor_tell (self, OVR_PART_BIT (OVR_PART_FINDINGS));
}
