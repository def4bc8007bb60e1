/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-editor.h"

#include "ovr-clock.h"
#include "ovr-report-rules.h"

#include <string.h>

typedef enum
{
  STEP_VERDICTS,
  STEP_FINDING,
  STEP_KEY_IMAGE,
} StepKind;

typedef struct
{
  char *claim_id;
  OvrVerdict verdict;
  char *judged_at;
  gboolean in_group;
} Verdict;

/* A step keeps what the report hasn't got at the moment; applying it swaps the
 * two, so that one function serves undo and redo. */
typedef struct
{
  StepKind kind;
  GPtrArray *verdicts;
  char *finding_id;
  OvrFinding *finding; /* while it is out of the report */
  OvrKeyImage *key_image;
  char *key_image_id;
  GPtrArray *measurements; /* came with the key image; borrowed while they are in the report */
  guint index;
  GPtrArray *claim_ids; /* claims that were shown by the finding */
  GPtrArray *question_ids;
} Step;

struct _OvrReportEditor
{
  GObject parent_instance;

  /* Owned */
  OvrReport *report;
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
verdict_free (Verdict *verdict)
{
  g_free (verdict->claim_id);
  g_free (verdict->judged_at);
  g_free (verdict);
}

static void
step_free (Step *step)
{
  g_clear_pointer (&step->verdicts, g_ptr_array_unref);
  g_clear_pointer (&step->finding, ovr_finding_free);
  /* Measurements are the step's own while the key image is. */
  for (guint i = 0; step->key_image != NULL && step->measurements != NULL && i < step->measurements->len; i++)
    ovr_report_measurement_free (g_ptr_array_index (step->measurements, i));
  g_clear_pointer (&step->measurements, g_ptr_array_unref);
  g_clear_pointer (&step->key_image, ovr_key_image_free);
  g_clear_pointer (&step->claim_ids, g_ptr_array_unref);
  g_clear_pointer (&step->question_ids, g_ptr_array_unref);
  g_free (step->finding_id);
  g_free (step->key_image_id);
  g_free (step);
}

static void
clear_steps (GQueue *queue)
{
  g_queue_clear_full (queue, (GDestroyNotify) step_free);
}

static Step *
push (OvrReportEditor *self,
      StepKind kind)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
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

void
ovr_report_editor_restructure (OvrReportEditor *self,
                               OvrReportPart part)
{
  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));

  restructured (self, part);
}

static Verdict *
keep_verdict (const OvrClaim *claim)
{
  Verdict *kept = g_new0 (Verdict, 1);

  kept->claim_id = g_strdup (claim->id);
  kept->verdict = claim->verdict;
  kept->judged_at = g_strdup (claim->judged_at);
  kept->in_group = claim->judged_in_group;
  return kept;
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
  Step *step;

  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  claim = ovr_report_find_claim (self->report, claim_id);
  if (claim == NULL || claim->verdict == verdict)
    return;

  step = push (self, STEP_VERDICTS);
  step->verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) verdict_free);
  g_ptr_array_add (step->verdicts, keep_verdict (claim));
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
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) verdict_free);
  OvrClaim *like;
  guint n;

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), 0);
  g_return_val_if_fail (ovr_report_editor_is_editable (self), 0);

  like = ovr_report_find_claim (self->report, claim_id);
  for (guint i = 0; like != NULL && i < self->report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (self->report->claims, i);

      if (!is_group_claim (claim, like))
        continue;
      g_ptr_array_add (kept, keep_verdict (claim));
      give_verdict (claim, OVR_VERDICT_AGREE, TRUE);
    }

  n = kept->len;
  if (n > 0)
    {
      push (self, STEP_VERDICTS)->verdicts = g_steal_pointer (&kept);
      changed (self, OVR_PART_CLAIMS);
    }
  return n;
}

static gboolean
find_finding (OvrReportEditor *self,
              const char *finding_id,
              guint *index)
{
  for (guint i = 0; i < self->report->findings->len; i++)
    {
      OvrFinding *finding = g_ptr_array_index (self->report->findings, i);

      if (g_strcmp0 (finding->id, finding_id) == 0)
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
find_id (GPtrArray *ids,
         const char *id,
         guint *index)
{
  return g_ptr_array_find_with_equal_func (ids, id, g_str_equal, index);
}

/* Takes the finding out of the report, and remembers who pointed to it. */
static void
step_take_finding (OvrReportEditor *self,
                   Step *step)
{
  guint place;

  if (!find_finding (self, step->finding_id, &step->index))
    return;

  step->finding = g_ptr_array_steal_index (self->report->findings, step->index);
  step->claim_ids = g_ptr_array_new_with_free_func (g_free);
  step->question_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (self->report->claims, i);

      if (!find_id (claim->finding_ids, step->finding_id, &place))
        continue;
      g_ptr_array_remove_index (claim->finding_ids, place);
      g_ptr_array_add (step->claim_ids, g_strdup (claim->id));
    }
  for (guint i = 0; i < self->report->answers->len; i++)
    {
      OvrAnswer *answer = g_ptr_array_index (self->report->answers, i);

      if (!find_id (answer->finding_ids, step->finding_id, &place))
        continue;
      g_ptr_array_remove_index (answer->finding_ids, place);
      g_ptr_array_add (step->question_ids, g_strdup (answer->question_id));
    }
}

static void
step_put_finding (OvrReportEditor *self,
                  Step *step)
{
  g_ptr_array_insert (self->report->findings, MIN ((int) step->index, (int) self->report->findings->len),
                      g_steal_pointer (&step->finding));
  for (guint i = 0; step->claim_ids != NULL && i < step->claim_ids->len; i++)
    {
      OvrClaim *claim = ovr_report_find_claim (self->report, g_ptr_array_index (step->claim_ids, i));

      if (claim != NULL)
        g_ptr_array_add (claim->finding_ids, g_strdup (step->finding_id));
    }
  for (guint i = 0; step->question_ids != NULL && i < step->question_ids->len; i++)
    {
      OvrAnswer *answer = ovr_report_find_answer (self->report, g_ptr_array_index (step->question_ids, i));

      if (answer != NULL)
        g_ptr_array_add (answer->finding_ids, g_strdup (step->finding_id));
    }
  g_clear_pointer (&step->claim_ids, g_ptr_array_unref);
  g_clear_pointer (&step->question_ids, g_ptr_array_unref);
}

/* The measurements of a step go out of the finding, or back into it. Those that
 * left it by another way are no longer the step's. */
static void
step_swap_measurements (Step *step,
                        OvrFinding *finding,
                        gboolean in)
{
  guint place;

  for (guint i = 0; step->measurements != NULL && i < step->measurements->len;)
    {
      gpointer measurement = g_ptr_array_index (step->measurements, i);

      if (in)
        g_ptr_array_add (finding->measurements, measurement);
      else if (g_ptr_array_find (finding->measurements, measurement, &place))
        g_ptr_array_steal_index (finding->measurements, place);
      else
        {
          g_ptr_array_remove_index (step->measurements, i);
          continue;
        }
      i++;
    }
}

static void
step_swap_key_image (OvrReportEditor *self,
                     Step *step)
{
  OvrFinding *finding = ovr_report_find_finding (self->report, step->finding_id);

  if (finding == NULL)
    return;

  if (step->key_image != NULL)
    {
      g_ptr_array_insert (finding->key_images, MIN ((int) step->index, (int) finding->key_images->len),
                          g_steal_pointer (&step->key_image));
      step_swap_measurements (step, finding, TRUE);
      return;
    }
  for (guint i = 0; i < finding->key_images->len; i++)
    {
      OvrKeyImage *key_image = g_ptr_array_index (finding->key_images, i);

      if (g_strcmp0 (key_image->id, step->key_image_id) != 0)
        continue;
      step->index = i;
      step->key_image = g_ptr_array_steal_index (finding->key_images, i);
      step_swap_measurements (step, finding, FALSE);
      return;
    }
}

static void
step_swap_verdicts (OvrReportEditor *self,
                    Step *step)
{
  for (guint i = 0; i < step->verdicts->len; i++)
    {
      Verdict *kept = g_ptr_array_index (step->verdicts, i);
      OvrClaim *claim = ovr_report_find_claim (self->report, kept->claim_id);
      Verdict now;

      if (claim == NULL)
        continue;
      now = (Verdict){ kept->claim_id, claim->verdict, claim->judged_at, claim->judged_in_group };
      claim->verdict = kept->verdict;
      claim->judged_at = kept->judged_at;
      claim->judged_in_group = kept->in_group;
      *kept = now;
    }
}

static void
step_swap (OvrReportEditor *self,
           Step *step)
{
  switch (step->kind)
    {
    case STEP_VERDICTS:
      step_swap_verdicts (self, step);
      restructured (self, OVR_PART_CLAIMS);
      break;
    case STEP_FINDING:
      if (step->finding != NULL)
        step_put_finding (self, step);
      else
        step_take_finding (self, step);
      restructured (self, OVR_PART_FINDINGS);
      restructured (self, OVR_PART_CLAIMS);
      break;
    case STEP_KEY_IMAGE:
      step_swap_key_image (self, step);
      restructured (self, OVR_PART_FINDINGS);
      break;
    default:
      g_assert_not_reached ();
    }
}

const char *
ovr_report_editor_add_finding (OvrReportEditor *self,
                               gboolean addition)
{
  OvrFinding *finding;

  g_return_val_if_fail (OVR_IS_REPORT_EDITOR (self), NULL);
  g_return_val_if_fail (ovr_report_editor_is_editable (self), NULL);

  finding = ovr_finding_new ();
  finding->id = ovr_report_new_id (self->report, "f");
  finding->addition = addition;
  g_ptr_array_add (self->report->findings, finding);
  push (self, STEP_FINDING)->finding_id = g_strdup (finding->id);
  restructured (self, OVR_PART_FINDINGS);
  return finding->id;
}

void
ovr_report_editor_remove_finding (OvrReportEditor *self,
                                  const char *finding_id)
{
  Step *step;
  guint index;

  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  if (!find_finding (self, finding_id, &index))
    return;

  step = push (self, STEP_FINDING);
  step->finding_id = g_strdup (finding_id);
  step_swap (self, step);
}

void
ovr_report_editor_add_key_image (OvrReportEditor *self,
                                 const char *finding_id,
                                 OvrKeyImage *key_image,
                                 GPtrArray *measurements)
{
  OvrFinding *finding;
  Step *step;

  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  finding = ovr_report_find_finding (self->report, finding_id);
  g_return_if_fail (finding != NULL);

  g_free (key_image->id);
  key_image->id = ovr_report_new_id (self->report, "k");
  g_ptr_array_add (finding->key_images, key_image);
  step = push (self, STEP_KEY_IMAGE);
  step->finding_id = g_strdup (finding_id);
  step->key_image_id = g_strdup (key_image->id);
  step->measurements = measurements;
  if (measurements != NULL)
    {
      g_ptr_array_set_free_func (measurements, NULL);
      step_swap_measurements (step, finding, TRUE);
    }
  restructured (self, OVR_PART_FINDINGS);
}

void
ovr_report_editor_remove_key_image (OvrReportEditor *self,
                                    const char *key_image_id)
{
  OvrFinding *finding = NULL;
  Step *step;

  g_return_if_fail (OVR_IS_REPORT_EDITOR (self));
  g_return_if_fail (ovr_report_editor_is_editable (self));

  if (ovr_report_find_key_image (self->report, key_image_id, &finding) == NULL)
    return;

  step = push (self, STEP_KEY_IMAGE);
  step->finding_id = g_strdup (finding->id);
  step->key_image_id = g_strdup (key_image_id);
  step_swap (self, step);
}

static gboolean
move_step (OvrReportEditor *self,
           GQueue *from,
           GQueue *to)
{
  Step *step;

  if (!ovr_report_editor_is_editable (self) || g_queue_is_empty (from))
    return FALSE;

  step = g_queue_pop_tail (from);
  g_queue_push_tail (to, step);
  step_swap (self, step);
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

  if (self->report->blind.unsealed_at != NULL)
    return FALSE;

  for (guint i = 0; i < self->report->documents->len; i++)
    if (((OvrDocument *) g_ptr_array_index (self->report->documents, i))->role == OVR_DOCUMENT_ORIGINAL)
      return TRUE;

  return FALSE;
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

static void
ovr_report_editor_finalize (GObject *object)
{
  OvrReportEditor *self = OVR_REPORT_EDITOR (object);

  clear_steps (&self->undo);
  clear_steps (&self->redo);
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
  g_queue_init (&self->undo);
  g_queue_init (&self->redo);
}

OvrReportEditor *
ovr_report_editor_new (OvrReport *report)
{
  OvrReportEditor *self = g_object_new (OVR_TYPE_REPORT_EDITOR, NULL);

  self->report = report;
  return self;
}
