/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reading-room-private.h"

#include "ovr-presentation-state.h"

#include <glib/gi18n.h>

#define THUMBNAIL_PX 88

static void
notice (OvrReadingRoom *self,
        const char *text)
{
  g_signal_emit_by_name (self, "notice", text);
}

static const char *
study_uid_of (OvrStudy *study)
{
  return study != NULL ? ovr_study_get_uid (study) : NULL;
}

void
ovr_reading_room_paint_key_image (const OvrKeyImage *key_image,
                                  GtkPicture *picture,
                                  gpointer data)
{
  OvrReadingRoom *self = data;
  OvrStudy *study;
  OvrSeries *series;
  guint index;

  if (self->session != NULL && ovr_case_session_find (self->session, &key_image->view->image, &study, &series, &index))
    ovr_thumbnailer_paint (self->thumbnailer, picture, study, ovr_series_get_slice (series, index), key_image->view, THUMBNAIL_PX);
}

static gboolean
shows (OvrReadingRoom *self,
       guint target,
       OvrSeries *series)
{
  OvrSeries *shown = ovr_viewport_get_series (ovr_viewport_grid_get (self->grid, target));

  return shown != NULL && ovr_series_get_base (shown) == series;
}

static void
show_view_at (OvrReadingRoom *self,
              guint target,
              const OvrView *view)
{
  OvrStudy *study;
  OvrSeries *series;
  guint index;

  if (!ovr_case_session_find (self->session, &view->image, &study, &series, &index))
    {
      notice (self, _ ("That image isn’t among the images of this case."));
      return;
    }
  if (!shows (self, target, series))
    ovr_reading_room_show (self, target, study, series, index);
  ovr_viewport_restore_view (ovr_viewport_grid_get (self->grid, target), view);
}

/* In the viewport that shows its study already, else in the active one. */
static void
show_view (OvrReadingRoom *self,
           const OvrKeyImage *key_image)
{
  guint target = ovr_viewport_grid_get_active_index (self->grid);

  for (guint i = 0; i < ovr_viewport_grid_get_n_visible (self->grid); i++)
    if (g_strcmp0 (study_uid_of (ovr_viewport_get_study (ovr_viewport_grid_get (self->grid, i))), key_image->study_uid) == 0)
      target = i;
  show_view_at (self, target, key_image->view);
}

void
ovr_reading_room_show_key_image (OvrReadingRoom *self,
                                 const char *key_image_id)
{
  OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (self->session));
  OvrKeyImage *key_image = ovr_report_find_key_image (report, key_image_id, NULL);

  if (key_image != NULL)
    show_view (self, key_image);
}

/* The key image of a study, or NULL. */
static OvrKeyImage *
key_image_of (const OvrFinding *finding,
              const char *study_uid)
{
  for (guint i = 0; study_uid != NULL && i < finding->key_images->len; i++)
    {
      OvrKeyImage *key_image = g_ptr_array_index (finding->key_images, i);

      if (g_strcmp0 (key_image->study_uid, study_uid) == 0)
        return key_image;
    }

  return NULL;
}

/* Beside the current study the prior one turns to its own picture of the
 * finding, if both are on the screen. */
static void
show_finding (OvrReadingRoom *self,
              const OvrFinding *finding,
              const char *study_uid)
{
  guint n = ovr_viewport_grid_get_n_visible (self->grid), active = ovr_viewport_grid_get_active_index (self->grid);
  OvrKeyImage *first = key_image_of (finding, study_uid);

  if (first == NULL)
    first = key_image_of (finding, study_uid_of (ovr_case_session_get_current (self->session)));
  if (first == NULL)
    first = g_ptr_array_index (finding->key_images, 0);

  for (guint i = 0; i < n; i++)
    {
      const char *shown = study_uid_of (ovr_viewport_get_study (ovr_viewport_grid_get (self->grid, i)));
      OvrKeyImage *key_image = key_image_of (finding, shown);

      if (n > 1 && key_image != NULL)
        show_view_at (self, i, key_image->view);
      else if (i == active)
        show_view_at (self, i, first->view);
    }
}

/* A claim's image is that of a finding that shows it. */
void
ovr_reading_room_jump (OvrReadingRoom *self,
                       const char *claim_id)
{
  OvrReport *report;
  OvrClaim *claim;

  g_return_if_fail (OVR_IS_READING_ROOM (self));

  report = ovr_report_editor_get_report (ovr_case_session_get_editor (self->session));
  claim = claim_id != NULL ? ovr_report_find_claim (report, claim_id) : NULL;
  for (guint i = 0; claim != NULL && i < claim->finding_ids->len; i++)
    {
      OvrFinding *finding = ovr_report_find_finding (report, g_ptr_array_index (claim->finding_ids, i));

      if (finding != NULL && finding->key_images->len > 0)
        {
          show_finding (self, finding, claim->study_uid);
          return;
        }
    }
  notice (self, _ ("No image is linked to this claim yet: choose a finding under “Shown by…”."));
}

/* Marks that measure become measurements of the finding, each with the image
 * that it was taken on. */
static GPtrArray *
take_measurements (OvrViewport *viewport,
                   const OvrView *view)
{
  g_autoptr (GPtrArray) measured = ovr_viewport_measure_marks (viewport);
  GPtrArray *measurements = g_ptr_array_new ();

  for (guint i = 0; i < measured->len; i++)
    {
      OvrReportMeasurement *measurement = ovr_report_measurement_new ();

      ovr_measurement_copy (&measurement->measurement, g_ptr_array_index (measured, i));
      measurement->label = g_strdup (_ ("length"));
      measurement->study_uid = g_strdup (ovr_study_get_uid (ovr_viewport_get_study (viewport)));
      ovr_image_ref_copy (&measurement->image, &view->image);
      g_ptr_array_add (measurements, measurement);
    }
  return measurements;
}

void
ovr_reading_room_attach (OvrReadingRoom *self,
                         const char *finding_id)
{
  OvrReportEditor *editor = ovr_case_session_get_editor (self->session);
  OvrViewport *viewport = ovr_viewport_grid_get_active (self->grid);
  g_autoptr (OvrView) view = NULL;
  g_autofree char *id = g_strdup (finding_id != NULL ? finding_id : ovr_report_pane_get_finding (self->report));
  OvrKeyImage *key_image;
  GPtrArray *measurements;

  g_return_if_fail (OVR_IS_READING_ROOM (self));

  /* What the reader sees, not where a wheel that still turns will end. */
  ovr_viewport_hold (viewport);
  view = ovr_viewport_dup_view (viewport);
  if (view == NULL || !ovr_report_editor_is_editable (editor))
    {
      notice (self, view == NULL ? _ ("There is no image to attach.") : _ ("A signed report doesn’t change any more."));
      return;
    }
  if (id == NULL)
    id = g_strdup (ovr_report_editor_add_finding (editor, TRUE));

  key_image = ovr_key_image_new ();
  key_image->study_uid = g_strdup (ovr_study_get_uid (ovr_viewport_get_study (viewport)));
  key_image->series_uid = g_strdup (ovr_series_get_uid (ovr_viewport_get_series (viewport)));
  measurements = take_measurements (viewport, view);
  ovr_view_free (key_image->view);
  key_image->view = g_steal_pointer (&view);
  ovr_report_editor_add_key_image (editor, id, key_image, measurements);
  ovr_report_pane_select_finding (self->report, id);
  notice (self, _ ("View attached"));
}

/* The slice that a state is shown on first: where the series opens, if it is for
 * that one too. */
static guint
choose_slice (const OvrPresentationState *state,
              OvrSeries *series,
              guint index)
{
  guint opening = ovr_series_get_opening_slice (series);
  const OvrSlice *slice = ovr_series_get_slice (series, opening);

  return ovr_presentation_state_is_for (state, slice->instance->sop_uid, slice->frame) ? opening : index;
}

gboolean
ovr_reading_room_seal_marks (OvrReadingRoom *self)
{
  gboolean sealed = ovr_report_editor_is_sealed (ovr_case_session_get_editor (self->session));

  if (sealed == self->marks_sealed)
    return FALSE;
  self->marks_sealed = sealed;
  ovr_viewport_grid_set_marks_sealed (self->grid, sealed);
  ovr_series_strip_set_marks_sealed (self->strip, sealed);
  return TRUE;
}

/* The newest state of the series that may be seen and is for an image of its
 * study: shown on that image. */
void
ovr_reading_room_show_presentation (OvrReadingRoom *self,
                                    OvrStudy *study,
                                    OvrSeries *series)
{
  guint target = ovr_viewport_grid_get_active_index (self->grid);
  g_autoptr (GPtrArray) states = ovr_presentation_states_load (study);
  gboolean found_sealed = FALSE;

  for (guint i = 0; i < states->len; i++)
    {
      const OvrPresentationState *state = g_ptr_array_index (states, i);
      guint index = 0;
      OvrSeries *shown = ovr_presentation_state_find_image (state, study, &index);

      for (guint j = 0; shown != NULL && j < ovr_series_get_n_instances (series); j++)
        if (g_str_equal (ovr_series_get_instance (series, j)->sop_uid, state->sop_uid))
          {
            if (self->marks_sealed && state->has_annotations)
              {
                found_sealed = TRUE;
                break;
              }
            ovr_reading_room_show (self, target, study, shown, choose_slice (state, shown, index));
            gtk_widget_activate_action (GTK_WIDGET (ovr_viewport_grid_get (self->grid, target)),
                                        "viewport-state.presentation", "s", state->sop_uid);
            return;
          }
    }
  notice (self, found_sealed ? _ ("This presentation holds marks: it is sealed with the original.")
                             : _ ("The images of this presentation aren’t among the images of this case."));
}

void
ovr_reading_room_step_series (OvrReadingRoom *self,
                              int delta)
{
  GPtrArray *studies = ovr_case_session_get_studies (self->session);
  OvrSeries *shown = ovr_viewport_get_series (ovr_viewport_grid_get_active (self->grid));
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint index = 0;
  OvrSeries *next;

  g_return_if_fail (OVR_IS_READING_ROOM (self));

  for (guint i = 0; i < studies->len; i++)
    for (guint j = 0; j < ovr_study_get_n_series (g_ptr_array_index (studies, i)); j++)
      {
        OvrStudy *study = g_ptr_array_index (studies, i);

        /* What is collapsed in the strip isn't come upon by chance. */
        if (!(self->marks_sealed && ovr_study_is_reading (study, ovr_study_get_series (study, j))))
          g_ptr_array_add (all, ovr_study_get_series (study, j));
      }
  if (all->len == 0)
    return;

  if (shown != NULL)
    g_ptr_array_find (all, ovr_series_get_base (shown), &index);
  next = g_ptr_array_index (all, (guint) CLAMP ((int) index + delta, 0, (int) all->len - 1));
  for (guint i = 0; (shown == NULL || next != ovr_series_get_base (shown)) && i < studies->len; i++)
    for (guint j = 0; j < ovr_study_get_n_series (g_ptr_array_index (studies, i)); j++)
      if (ovr_study_get_series (g_ptr_array_index (studies, i), j) == next)
        {
          ovr_reading_room_show (self, ovr_viewport_grid_get_active_index (self->grid), g_ptr_array_index (studies, i),
                                 next, ovr_series_get_opening_slice (next));
          return;
        }
}
