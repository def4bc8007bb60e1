/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-private.h"

#include "ovr-offers-window.h"
#include "ovr-person.h"
#include "ovr-picture-study.h"

#include <glib/gi18n.h>

/* What came along with images and is none: the reader says what it is. Above
 * the images in a line, never in the way. */

/* ---- Finding out */

/**
 * Sorting:
 * @skipped: (owned) (element-type OvrSkippedFile)
 * @handed: (owned): what was handed over
 * @case_id: (owned): whose images came with it
 */
typedef struct
{
  GPtrArray *skipped;
  GStrv handed;
  char *case_id;
} Sorting;

static void
sorting_free (gpointer data)
{
  Sorting *self = data;

  g_ptr_array_unref (self->skipped);
  g_strfreev (self->handed);
  g_free (self->case_id);
  g_free (self);
}

static void
sort_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  Sorting *sorting = data;

  g_task_return_pointer (task, ovr_offers_sort_out (sorting->skipped, (const char *const *) sorting->handed),
                         (GDestroyNotify) g_ptr_array_unref);
}

/* The person that new images would be filed under, so that they meet the case's;
 * FALSE where its headers name nobody. */
static gboolean
find_subject (OvrCaseSession *session,
              OvrPictureSubject *subject)
{
  OvrStudy *current = ovr_case_session_get_current (session);
  const OvrStudyFacts *facts = current != NULL ? ovr_study_get_facts (current) : NULL;
  g_autofree char *key = NULL;

  if (facts == NULL)
    return FALSE;
  *subject = (OvrPictureSubject){ facts->patient_name_verbatim, facts->patient_id, facts->patient_id_issuer, facts->birth_date, facts->sex };
  key = ovr_person_key (subject->id, subject->issuer, subject->name, subject->birth_date);
  return g_str_equal (key, facts->patient_key);
}

static gboolean
is_document_of (const OvrReport *report,
                const char *sha256)
{
  for (guint i = 0; sha256 != NULL && i < report->documents->len; i++)
    if (g_strcmp0 (((OvrDocument *) report->documents->pdata[i])->source_sha256, sha256) == 0)
      return TRUE;
  return FALSE;
}

/* What this case can't take. */
static void
refuse_some (OvrCaseSession *session,
             GPtrArray *offers)
{
  const OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (session));
  OvrPictureSubject subject;
  gboolean is_named = find_subject (session, &subject);

  for (guint i = 0; i < offers->len; i++)
    {
      OvrOffer *offer = offers->pdata[i];

      if (offer->reason != NULL)
        continue;
      if (offer->kind == OVR_FILE_PICTURE && !is_named)
        offer->reason = _ ("The case’s images don’t say whose they are");
      else if (is_document_of (report, offer->sha256))
        offer->reason = _ ("One of the case’s documents already");
    }
}

static void
drop_offers (OvrWindow *self)
{
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->offers_case, g_free);
}

static gboolean
is_for_open_case (OvrWindow *self,
                  const char *case_id)
{
  OvrCaseSession *session = ovr_reading_room_get_session (self->reading);

  return case_id != NULL && session != NULL && g_str_equal (ovr_case_session_get_id (session), case_id);
}

static void
on_sorted (GObject *source,
           GAsyncResult *result,
           gpointer unused)
{
  OvrWindow *self = OVR_WINDOW (source);
  Sorting *sorting = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) offers = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *text = NULL;

  if (offers == NULL || self->cancellable == NULL || !is_for_open_case (self, sorting->case_id))
    return;
  refuse_some (ovr_reading_room_get_session (self->reading), offers);
  text = ovr_offers_describe (offers);
  if (text == NULL)
    return;
  drop_offers (self);
  self->offers = g_steal_pointer (&offers);
  self->offers_case = g_strdup (sorting->case_id);
  ovr_window_update_actions (self);
}

void
ovr_window_offer (OvrWindow *self,
                  const char *case_id)
{
  g_autoptr (GTask) task = NULL;
  Sorting *sorting;

  if (self->left_out == NULL || !is_for_open_case (self, case_id))
    return;
  sorting = g_new0 (Sorting, 1);
  sorting->skipped = g_ptr_array_ref (self->left_out);
  sorting->handed = g_strdupv (self->handed);
  sorting->case_id = g_strdup (case_id);
  task = g_task_new (self, self->cancellable, on_sorted, NULL);
  g_task_set_task_data (task, sorting, sorting_free);
  g_task_run_in_thread (task, sort_in_thread);
}

void
ovr_window_show_offers (OvrWindow *self)
{
  gboolean offered = self->offers != NULL && is_for_open_case (self, self->offers_case) &&
                     ovr_report_editor_is_editable (ovr_window_get_editor (self));
  g_autofree char *text = offered ? ovr_offers_describe (self->offers) : NULL;
  static const char *const names[] = { "offers", "dismiss-offers" };

  ovr_reading_room_set_offer (self->reading, text);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), names[i])), offered);
}

/* ---- A study of pictures */

/**
 * PictureJob:
 * @offers: (owned) (element-type OvrOffer): those with OVR_OFFER_PICTURE
 * @study: (owned)
 * @n_failed: that can't be read
 * @n_done: that were written
 */
typedef struct
{
  GPtrArray *offers;
  OvrPictureStudy *study;
  guint n_failed;
  guint n_done;
} PictureJob;

static void
picture_job_free (gpointer data)
{
  PictureJob *self = data;

  g_ptr_array_unref (self->offers);
  ovr_picture_study_free (self->study);
  g_free (self);
}

static gboolean
write_picture (OvrPictureStudy *study,
               const OvrOffer *offer,
               GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = ovr_offer_load_picture (offer, 0, error);
  g_autoptr (GBytes) rgb = pixbuf != NULL ? ovr_offer_picture_to_rgb (pixbuf) : NULL;
  OvrPicture picture = { .file_name = offer->name, .rgb = rgb };

  if (rgb == NULL)
    return FALSE;
  picture.columns = (guint) gdk_pixbuf_get_width (pixbuf);
  picture.rows = (guint) gdk_pixbuf_get_height (pixbuf);
  picture.lossy_size = ovr_offer_is_lossy (offer) ? (gsize) offer->size : 0;
  return ovr_picture_study_add (study, &picture, error);
}

static void
write_in_thread (GTask *task,
                 gpointer source,
                 gpointer data,
                 GCancellable *cancellable)
{
  PictureJob *job = data;

  for (guint i = 0; i < job->offers->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr (GError) error = NULL;
      const OvrOffer *offer = job->offers->pdata[i];

      if (offer->use != OVR_OFFER_PICTURE)
        continue;
      if (write_picture (job->study, offer, &error))
        job->n_done++;
      else
        job->n_failed++;
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_written (GObject *source,
            GAsyncResult *result,
            gpointer unused)
{
  OvrWindow *self = OVR_WINDOW (source);
  PictureJob *job = g_task_get_task_data (G_TASK (result));
  const char *paths[] = { ovr_picture_study_get_folder (job->study), NULL };

  if (self->cancellable == NULL || job->n_done == 0)
    ovr_picture_study_discard (job->study);
  if (self->cancellable == NULL)
    return;
  if (job->n_failed > 0)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u picture can’t be read or stored.", "%u pictures can’t be read or stored.", job->n_failed), job->n_failed);

      ovr_window_tell (self, text, NULL, NULL);
    }
  if (job->n_done > 0)
    ovr_window_import (self, paths);
}

static void
start_study (OvrWindow *self,
             GPtrArray *offers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  OvrPictureSubject subject;
  OvrPictureStudy *study;
  PictureJob *job;

  if (!find_subject (ovr_reading_room_get_session (self->reading), &subject))
    return;
  study = ovr_picture_study_new (self->desk->library, &subject, &error);
  if (study == NULL)
    {
      g_warning ("%s", error->message);
      ovr_window_tell (self, _ ("The pictures can’t be stored in the library’s folder."), NULL, NULL);
      return;
    }
  job = g_new0 (PictureJob, 1);
  job->offers = g_ptr_array_ref (offers);
  job->study = study;
  task = g_task_new (self, self->cancellable, on_written, NULL);
  g_task_set_task_data (task, job, picture_job_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, write_in_thread);
}

/* ---- Choosing */

static void
on_chosen (GPtrArray *offers,
           gpointer data)
{
  OvrWindow *self = data;
  gboolean any_picture = FALSE;

  /* Another case may have been opened meanwhile. */
  if (self->cancellable == NULL || offers != self->offers || !is_for_open_case (self, self->offers_case) ||
      !ovr_report_editor_is_editable (ovr_window_get_editor (self)))
    return;
  for (guint i = 0; i < offers->len; i++)
    {
      const OvrOffer *offer = offers->pdata[i];

      if (offer->use == OVR_OFFER_ORIGINAL || offer->use == OVR_OFFER_REQUEST)
        ovr_window_add_document (self, offer->path, offer->bytes, offer->name,
                                 offer->use == OVR_OFFER_ORIGINAL ? OVR_DOCUMENT_ORIGINAL : OVR_DOCUMENT_REQUEST);
      any_picture = any_picture || offer->use == OVR_OFFER_PICTURE;
    }
  if (any_picture)
    start_study (self, offers);
  drop_offers (self);
  ovr_window_update_actions (self);
}

static void
on_offers (GSimpleAction *action,
           GVariant *parameter,
           gpointer data)
{
  OvrWindow *self = data;
  OvrStudy *current = ovr_case_session_get_current (ovr_reading_room_get_session (self->reading));
  const char *name = current != NULL ? ovr_study_get_facts (current)->patient_name : "";

  gtk_window_present (GTK_WINDOW (ovr_offers_window_new (GTK_WINDOW (self), self->offers, name, on_chosen, G_OBJECT (self))));
}

static void
on_dismiss (GSimpleAction *action,
            GVariant *parameter,
            gpointer data)
{
  drop_offers (data);
  ovr_window_update_actions (data);
}

void
ovr_window_install_offers (OvrWindow *self)
{
  static const GActionEntry entries[] = {
    { "offers", on_offers, NULL, NULL, NULL, { 0 } },
    { "dismiss-offers", on_dismiss, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
