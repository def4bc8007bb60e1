/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-editor-private.h"

#include "ovr-clock.h"
#include "ovr-report-adequacy.h"
#include "ovr-report-arrivals.h"
#include "ovr-report-rules.h"

#include <string.h>

struct _OvrReportEditor
{
  GObject parent_instance;

  /* Owned */
  OvrReport *report;
  OvrReportAttic *attic;
  GQueue undo;
  GQueue redo;
};

G_DEFINE_FINAL_TYPE (OvrReportEditor, ovr_report_editor, G_TYPE_OBJECT)

enum
{
  CHANGED,
  RESTRUCTURED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_steps (GQueue *queue)
{
  g_queue_clear_full (queue, (GDestroyNotify) ovr_report_step_free);
}

OvrReportStep *
ovr_report_editor_push (OvrReportEditor *self,
                        guint parts)
{
  OvrReportStep *step = ovr_report_step_new (parts);

  clear_steps (&self->redo);
  g_queue_push_tail (&self->undo, step);
  return step;
}

static void
changed (OvrReportEditor *self,
         OvrReportPart part)
{
  g_signal_emit (self, signals[CHANGED], 0, part);
}

static void
restructured (OvrReportEditor *self,
              OvrReportPart part)
{
  g_signal_emit (self, signals[RESTRUCTURED], 0, part);
  changed (self, part);
}

void
ovr_report_editor_take (OvrReportEditor *self,
                        GPtrArray *list,
                        guint index)
{
  ovr_report_attic_take (self->attic, list, index);
}

void
ovr_report_editor_tell (OvrReportEditor *self,
                        guint parts)
{
  ovr_report_editor_number (self, parts);
  for (guint part = 0; part < OVR_N_PARTS; part++)
    if ((parts & OVR_PART_BIT (part)) != 0)
      restructured (self, (OvrReportPart) part);
}

OvrReport *
ovr_report_editor_get_report (OvrReportEditor *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), NULL);

  return self->report;
}

gboolean
ovr_report_editor_is_editable (OvrReportEditor *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), FALSE);

  return self->report->status < OVR_REPORT_SIGNED;
}

void
ovr_report_editor_set_text (OvrReportEditor *self,
                            OvrReportPart part,
                            char **field,
                            const char *text)
{
  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  changed (self, part);
}

void
ovr_report_editor_touch (OvrReportEditor *self,
                         OvrReportPart part)
{
  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));

  changed (self, part);
}

static void
keep_verdict (OvrReportStep *step,
              OvrClaim *claim)
{
  ovr_report_step_keep_int (step, (int *) &claim->verdict);
  ovr_report_step_keep_string (step, &claim->judged_at);
  ovr_report_step_keep_int (step, &claim->judged_in_group);
}

static void
give_verdict (OvrClaim *claim,
              OvrVerdict verdict,
              gboolean in_group)
{
  g_free (claim->judged_at);
  claim->verdict = verdict;
  claim->judged_at = verdict == OVR_VERDICT_OPEN ? NULL : ovr_clock_now_iso ();
  claim->judged_in_group = in_group && verdict != OVR_VERDICT_OPEN;
}

void
ovr_report_editor_judge (OvrReportEditor *self,
                         const char *claim_id,
                         OvrVerdict verdict)
{
  OvrClaim *claim;

  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  claim = ovr_report_find_claim (self->report, claim_id);
  if (claim == NULL || claim->verdict == verdict)
    return;

  keep_verdict (ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_CLAIMS)), claim);
  give_verdict (claim, verdict, FALSE);
  changed (self, OVR_PART_CLAIMS);
}

static gboolean
is_group_claim (const OvrClaim *claim,
                const OvrClaim *like)
{
  return claim->verdict == OVR_VERDICT_OPEN &&
         (claim->claim_class == OVR_CLAIM_NORMAL || claim->claim_class == OVR_CLAIM_REPETITION) &&
         g_strcmp0 (claim->document_id, like->document_id) == 0 &&
         g_strcmp0 (claim->section, like->section) == 0;
}

guint
ovr_report_editor_accept_normal (OvrReportEditor *self,
                                 const char *claim_id)
{
  OvrReportStep *step = NULL;
  OvrClaim *like;
  guint n = 0;

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), 0);
  g_return_val_if_fail (ovr_report_editor_is_editable (self), 0);

  like = ovr_report_find_claim (self->report, claim_id);
  for (guint i = 0; like != NULL && i < self->report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (self->report->claims, i);

      if (!is_group_claim (claim, like))
        continue;
      if (step == NULL)
        step = ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_CLAIMS));
      keep_verdict (step, claim);
      give_verdict (claim, OVR_VERDICT_AGREE, TRUE);
      n++;
    }

  if (n > 0)
    changed (self, OVR_PART_CLAIMS);
  return n;
}

static gboolean
move_step (OvrReportEditor *self,
           GQueue *from,
           GQueue *to)
{
  OvrReportStep *step;

  if (!ovr_report_editor_is_editable (self) || g_queue_is_empty (from))
    return FALSE;

  step = g_queue_pop_tail (from);
  g_queue_push_tail (to, step);
  ovr_report_step_swap (step, self->attic);
  ovr_report_editor_tell (self, ovr_report_step_get_parts (step));
  return TRUE;
}

gboolean
ovr_report_editor_undo (OvrReportEditor *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), FALSE);

  return move_step (self, &self->undo, &self->redo);
}

gboolean
ovr_report_editor_redo (OvrReportEditor *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), FALSE);

  return move_step (self, &self->redo, &self->undo);
}

guint
ovr_report_editor_count_judged (OvrReportEditor *self)
{
  guint n = 0;

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), 0);

  for (guint i = 0; i < self->report->claims->len; i++)
    n += ((OvrClaim *) g_ptr_array_index (self->report->claims, i))->verdict != OVR_VERDICT_OPEN;
  return n;
}

gboolean
ovr_report_editor_is_sealed (OvrReportEditor *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), TRUE);

  return ovr_report_is_sealed (self->report);
}

gboolean
ovr_report_editor_lock_impression (OvrReportEditor *self)
{
  OvrBlind *blind;
  int words;

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), FALSE);

  blind = &self->report->blind;
  words = ovr_report_count_words (blind->impression);
  if (!ovr_report_editor_is_sealed (self) || words == 0)
    return FALSE;

  blind->grade = words >= OVR_BLIND_FULL_WORDS ? OVR_BLIND_FULL : OVR_BLIND_DRAFT;
  blind->locked_at = ovr_clock_now_iso ();
  blind->unsealed_at = g_strdup (blind->locked_at);
  restructured (self, OVR_PART_BLIND);
  return TRUE;
}

void
ovr_report_editor_unseal (OvrReportEditor *self)
{
  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));

  if (!ovr_report_editor_is_sealed (self))
    return;

  self->report->blind.grade = OVR_BLIND_NOT;
  self->report->blind.unsealed_at = ovr_clock_now_iso ();
  restructured (self, OVR_PART_BLIND);
}

gboolean
ovr_report_editor_write_adequacy (OvrReportEditor *self)
{
  g_autofree char *section = NULL;

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), FALSE);
  g_return_val_if_fail (ovr_report_editor_is_editable (self), FALSE);

  section = ovr_report_write_adequacy (self->report);
  if (g_strcmp0 (section, self->report->adequacy) == 0)
    return FALSE;

  ovr_report_step_keep_string (ovr_report_editor_push (self, OVR_PART_BIT (OVR_PART_DETAILS)), &self->report->adequacy);
  g_free (self->report->adequacy);
  self->report->adequacy = g_steal_pointer (&section);
  restructured (self, OVR_PART_DETAILS);
  return TRUE;
}

gboolean
ovr_report_editor_take_studies (OvrReportEditor *self,
                                GPtrArray *studies)
{
  g_autofree char *now = ovr_clock_now_iso ();

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), FALSE);

  if (!ovr_report_editor_is_editable (self) || !ovr_report_take_studies (self->report, studies, now))
    return FALSE;
  ovr_report_editor_tell (self, OVR_PART_BIT (OVR_PART_ANSWER) | OVR_PART_BIT (OVR_PART_DETAILS));
  return TRUE;
}

void
ovr_report_editor_see_arrivals (OvrReportEditor *self)
{
  g_autofree char *now = ovr_clock_now_iso ();

  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  if (ovr_report_count_arrivals (self->report) == 0)
    return;
  ovr_report_see_arrivals (self->report, now);
  changed (self, OVR_PART_DETAILS);
}

void
ovr_report_editor_reaffirm (OvrReportEditor *self,
                            OvrAnswer *answer)
{
  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  if (answer->reopened_at == NULL)
    return;
  g_clear_pointer (&answer->reopened_at, g_free);
  restructured (self, OVR_PART_ANSWER);
}

void
ovr_report_editor_confirm_name (OvrReportEditor *self)
{
  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  g_free (self->report->patient.name_confirmed_at);
  self->report->patient.name_confirmed_at = ovr_clock_now_iso ();
  restructured (self, OVR_PART_DETAILS);
}

static void
ovr_report_editor_finalize (GObject *object)
{
  OvrReportEditor *self = OVR_REPORT_EDITOR (object);

  clear_steps (&self->undo);
  clear_steps (&self->redo);
  ovr_report_attic_free (self->attic);
  ovr_report_free (self->report);
  G_OBJECT_CLASS (ovr_report_editor_parent_class)->finalize (object);
}

static void
ovr_report_editor_class_init (OvrReportEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_report_editor_finalize;
  signals[CHANGED] = g_signal_new ("changed", OVR_TYPE_REPORT_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[RESTRUCTURED] = g_signal_new ("restructured", OVR_TYPE_REPORT_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
ovr_report_editor_init (OvrReportEditor *self)
{
  self->attic = ovr_report_attic_new ();
  g_queue_init (&self->undo);
  g_queue_init (&self->redo);
}

OvrReportEditor *
ovr_report_editor_new (OvrReport *report)
{
  OvrReportEditor *self = g_object_new (OVR_TYPE_REPORT_EDITOR, NULL);

  self->report = report;
  ovr_report_editor_ensure_answers (self);
  return self;
}
