/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-file.h"
#include "ovr-intake-persons.h"
#include "ovr-leave-out.h"

#include "ovr-clock.h"

#include <glib/gi18n.h>

/* A case that is open while its images are still found grows this often. */
#define REFRESH_INTERVAL_US 700000

/* What an import brought becomes cases: one person's at once, several persons'
 * after the reader said whose case it is. */

#define MAX_REPORT_BYTES ((gsize) 256 << 20)

/* Every study that the report speaks of must be one of the case's: a report of
 * somebody else never meets these images. */
static gboolean
is_about (const OvrReport *report,
          const OvrCase *its_case)
{
  for (guint i = 0; i < report->studies->len; i++)
    {
      const OvrReportStudy *study = g_ptr_array_index (report->studies, i);

      if (!g_ptr_array_find_with_equal_func (its_case->study_uids, study->uid, g_str_equal, NULL))
        return FALSE;
    }
  return report->studies->len > 0;
}

/* The report that came with the images, if the case has none of its own. */
static void
take_report (OvrWindow *self,
             const char *case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrReport) report = NULL, kept = ovr_case_store_load_report (self->desk->store, case_id, NULL);
  g_autoptr (OvrCase) its_case = ovr_case_store_get (self->desk->store, case_id, NULL);
  g_autofree char *path = g_steal_pointer (&self->import_report);
  g_autoptr (GBytes) json = NULL;

  if (path == NULL || kept != NULL || its_case == NULL)
    return;
  json = ovr_file_read (path, MAX_REPORT_BYTES, &error);
  if (json != NULL)
    report = ovr_report_from_json (g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json), &error);
  if (report == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The images were taken in; the report can’t be read."), NULL, NULL);
      return;
    }
  if (!is_about (report, its_case))
    {
      ovr_window_tell (self, _ ("The images were taken in; the report speaks of other studies and was left out."), NULL, NULL);
      return;
    }
  g_free (report->case_id);
  report->case_id = g_strdup (case_id);
  ovr_case_store_save_report (self->desk->store, report);
}

/* Opens a case that was imported, unless another one is being read; one that was
 * opened early is there already and takes what came since. */
static void
show_case (OvrWindow *self,
           const char *case_id)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  gboolean is_early = session != NULL && g_strcmp0 (ovr_case_session_get_id (session), self->early_id) == 0;

  if (self->import_report != NULL && is_early)
    ovr_reading_room_set_session (self->reading, NULL);
  take_report (self, case_id);
  session = ovr_reading_room_get_session (self->reading);
  if (session == NULL || (is_early && g_strcmp0 (case_id, self->early_id) != 0))
    ovr_window_open_case (self, case_id);
  else if (g_strcmp0 (ovr_case_session_get_id (session), case_id) == 0)
    {
      ovr_case_session_refresh (session);
      ovr_case_session_keep (session);
    }
}

static void
on_adopted (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = ovr_case_store_adopt_finish (OVR_CASE_STORE (source), result, &error);

  if (self->cancellable == NULL)
    return;
  if (ids == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The images are in the library, but no case could be made."), NULL, NULL);
    }
  else
    {
      /* The first one is the one that was handed over, or chosen. */
      show_case (self, g_ptr_array_index (ids, 0));
      if (!self->was_asked)
        ovr_window_offer (self, g_ptr_array_index (ids, 0));
    }
  ovr_window_end_import (self);
}

/* ---- While it is still being read */

static void
on_early_adopted (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = ovr_case_store_adopt_finish (OVR_CASE_STORE (source), result, &error);
  g_autoptr (OvrCaseSession) session = NULL;

  if (self->cancellable == NULL)
    return;
  if (ids == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  g_free (self->early_id);
  self->early_id = g_strdup (g_ptr_array_index (ids, 0));
  if (ovr_reading_room_get_session (self->reading) != NULL || self->import_cancellable == NULL)
    return;
  session = ovr_case_session_open_early (self->desk, self->early_id, &error);
  if (session == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  self->refreshed_at = ovr_clock_ticks_us ();
  ovr_window_show_session (self, session);
}

static gboolean
is_early_shown (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);

  return session != NULL && g_strcmp0 (ovr_case_session_get_id (session), self->early_id) == 0;
}

/* A second person: nothing more is shown before it is said whose case it is. */
static void
take_off (OvrWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (self->early_id == NULL)
    return;
  if (is_early_shown (self))
    {
      ovr_reading_room_set_session (self->reading, NULL);
      ovr_window_show_room (self, "cases");
      ovr_window_tell (self, _ ("There are images of a second person among them: you are asked whose case it is as soon as all of them are known."), NULL, NULL);
    }
  if (self->early_made && !ovr_case_store_withdraw (self->desk->store, self->early_id, &error))
    g_warning ("%s", error->message);
  g_clear_pointer (&self->early_id, g_free);
}

static void
open_early (OvrWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) intakes = ovr_library_cases_running (self->desk->both, &error);

  if (intakes == NULL)
    g_warning ("%s", error->message);
  if (intakes == NULL || intakes->len != 1)
    return;
  self->early_asked = TRUE;
  self->early_made = !ovr_library_cases_has_patient (self->desk->both, ((OvrCaseIntake *) g_ptr_array_index (intakes, 0))->patient_key);
  ovr_case_store_adopt_async (self->desk->store, intakes, on_early_adopted, g_object_ref (self));
}

/* Studies that came since belong to the case, too. */
static void
on_more_adopted (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GPtrArray) ids = ovr_case_store_adopt_finish (OVR_CASE_STORE (source), result, NULL);

  if (self->cancellable != NULL && ids != NULL && is_early_shown (self))
    ovr_case_session_refresh (ovr_reading_room_get_session (self->reading));
}

static void
grow (OvrWindow *self)
{
  gint64 now = ovr_clock_ticks_us ();
  g_autoptr (GPtrArray) intakes = NULL;

  if (now - self->refreshed_at < REFRESH_INTERVAL_US)
    return;
  self->refreshed_at = now;
  intakes = ovr_library_cases_running (self->desk->both, NULL);
  if (intakes != NULL && intakes->len == 1)
    ovr_case_store_adopt_async (self->desk->store, intakes, on_more_adopted, g_object_ref (self));
}

void
ovr_window_follow_import (OvrWindow *self,
                          const OvrImportProgress *progress)
{
  if (progress->n_patients > 1)
    {
      self->early_asked = TRUE;
      take_off (self);
    }
  else if (!self->early_asked && progress->n_patients == 1 && progress->is_scouted &&
           ovr_reading_room_get_session (self->reading) == NULL)
    open_early (self);
  else if (self->early_id != NULL && is_early_shown (self))
    grow (self);
}

static void
on_left_out (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ovr_leave_out_finish (OVR_LIBRARY (source), result, &error))
    {
      g_warning ("%s", error->message);
      if (self->cancellable != NULL)
        ovr_window_tell (self, _ ("What was left out couldn’t be taken out of the library."), NULL, NULL);
    }
}

static OvrCaseIntake *
find_intake (OvrWindow *self,
             const char *key)
{
  for (guint i = 0; i < self->asked->len; i++)
    {
      OvrCaseIntake *intake = g_ptr_array_index (self->asked, i);

      if (g_str_equal (intake->patient_key, key))
        return intake;
    }
  return NULL;
}

/* Takes the answered intakes out of the window; the page goes with them. */
static GPtrArray *
close_question (OvrWindow *self)
{
  GPtrArray *asked = g_steal_pointer (&self->asked);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->rooms), "question") == 0)
    ovr_window_show_room (self, "cases");
  return asked;
}

/* Moves @intake from @from to @to. */
static void
move_intake (OvrCaseIntake *intake,
             GPtrArray *from,
             GPtrArray *to)
{
  guint index;

  if (g_ptr_array_find (from, intake, &index))
    g_ptr_array_add (to, g_ptr_array_steal_index (from, index));
}

static void
on_answered (OvrPersonQuestion *question,
             OvrWindow *self)
{
  OvrCaseIntake *chosen = self->asked != NULL ? find_intake (self, ovr_person_question_get_key (question)) : NULL;
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);
  g_autoptr (GPtrArray) others = NULL;

  if (chosen == NULL)
    return;
  for (guint i = self->asked->len; i > 0; i--)
    {
      OvrCaseIntake *intake = g_ptr_array_index (self->asked, i - 1);
      const char *reason = ovr_person_question_get_reason (question, intake->patient_key);

      if (reason == NULL)
        continue;
      ovr_case_intake_join (chosen, intake, reason);
      g_ptr_array_remove_index (self->asked, i - 1);
    }
  move_intake (chosen, self->asked, wanted);
  others = close_question (self);
  if (ovr_person_question_wants_others (question))
    while (others->len > 0)
      move_intake (g_ptr_array_index (others, 0), others, wanted);
  if (others->len > 0)
    ovr_leave_out_async (self->desk->library, others, on_left_out, g_object_ref (self));
  ovr_case_store_adopt_async (self->desk->store, wanted, on_adopted, g_object_ref (self));
}

static void
on_cancelled (OvrPersonQuestion *question,
              OvrWindow *self)
{
  g_autoptr (GPtrArray) others = self->asked != NULL ? close_question (self) : NULL;

  if (others == NULL)
    return;
  g_clear_pointer (&self->import_report, g_free);
  ovr_leave_out_async (self->desk->library, others, on_left_out, g_object_ref (self));
  ovr_window_tell (self, _ ("Everything was left out: the library has nothing of it."), NULL, NULL);
  ovr_window_end_import (self);
}

void
ovr_window_show_question (OvrWindow *self)
{
  if (self->asked == NULL)
    return;
  if (ovr_reading_room_get_session (self->reading) != NULL)
    ovr_reading_room_set_session (self->reading, NULL);
  ovr_window_show_room (self, "question");
}

static void
ask (OvrWindow *self,
     GPtrArray *intakes,
     GPtrArray *persons)
{
  if (self->question == NULL)
    {
      self->question = ovr_person_question_new ();
      gtk_stack_add_named (self->rooms, GTK_WIDGET (self->question), "question");
      g_signal_connect_object (self->question, "answered", G_CALLBACK (on_answered), self, 0);
      g_signal_connect_object (self->question, "cancelled", G_CALLBACK (on_cancelled), self, 0);
    }
  self->asked = g_ptr_array_ref (intakes);
  ovr_person_question_ask (self->question, persons);

  /* Who reads another case is not interrupted. */
  if (ovr_reading_room_get_session (self->reading) == NULL)
    ovr_window_show_question (self);
  else
    ovr_window_tell (self, _ ("What was handed over holds images of several persons. Nothing of it is listed before you say whose case it is."),
                     _ ("Choose…"), "win.whose-case");
  ovr_window_update_actions (self);
}

void
ovr_window_take_in (OvrWindow *self,
                    GPtrArray *intakes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) persons = NULL;

  self->importing = TRUE;

  /* Of several persons nobody knows whose the rest is. */
  self->was_asked = intakes->len > 1;
  if (intakes->len > 1)
    take_off (self);
  if (intakes->len == 0)
    {
      /* Nothing but that was handed over: it is for who is being read. */
      if (ovr_reading_room_get_session (self->reading) != NULL)
        ovr_window_offer (self, ovr_case_session_get_id (ovr_reading_room_get_session (self->reading)));
      ovr_window_end_import (self);
      return;
    }
  if (intakes->len == 1)
    {
      ovr_case_store_adopt_async (self->desk->store, intakes, on_adopted, g_object_ref (self));
      return;
    }

  persons = ovr_intake_persons_load (self->desk->database, intakes, &error);
  if (persons != NULL)
    {
      ask (self, intakes, persons);
      return;
    }
  g_warning ("%s", error->message);
  ovr_window_tell (self, _ ("The images are in the library, but no case could be made."), NULL, NULL);
  ovr_window_end_import (self);
}

/* ---- Taking a merger back */

static void
on_parted (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (OvrWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = ovr_case_store_adopt_finish (OVR_CASE_STORE (source), result, &error);

  if (self->cancellable == NULL)
    return;
  if (ids == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The studies under another name were taken out of this case, but no case of their own could be made."), NULL, NULL);
      return;
    }
  ovr_window_tell (self, _ ("The studies under another name have a case of their own again."), NULL, NULL);
  ovr_window_reload_cases (self);
}

void
ovr_window_part_persons (OvrWindow *self)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);
  g_autofree char *id = g_strdup (ovr_case_session_get_id (session));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) intakes = NULL;

  if (!ovr_case_session_has_mergers (session))
    {
      ovr_window_tell (self, _ ("All studies of this case are under one name."), NULL, NULL);
      return;
    }
  intakes = ovr_case_session_part (session, &error);
  if (intakes == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY) ? _ ("A finding, claim or document speaks of those studies: remove that first.") : _ ("The studies can’t be taken apart."),
                       NULL, NULL);
      return;
    }
  ovr_window_open_case (self, id);
  ovr_case_store_adopt_async (self->desk->store, intakes, on_parted, g_object_ref (self));
}
