/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reading-room-private.h"

#include "ovr-interface-language.h"
#include "ovr-report-adequacy.h"

#include <glib/gi18n.h>

static char *
dup_heading (OvrReadingRoom *self,
             OvrStudy *study)
{
  const OvrStudyFacts *facts = ovr_study_get_facts (study);
  g_autofree char *role = ovr_case_session_dup_role (self->session, study, "  ·  ");
  g_autofree char *date = ovr_date_to_words (ovr_study_facts_date (facts), ovr_interface_language ());

  return g_strdup_printf ("%s%s%s%s%s", role != NULL ? role : "", role != NULL ? "  ·  " : "", date,
                          *facts->description != '\0' ? "  ·  " : "", facts->description);
}

/* H08: what is called a prior must not be newer than the current study. */
static gboolean
is_newer_prior (OvrReadingRoom *self,
                OvrStudy *study)
{
  OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (self->session));
  const OvrReportStudy *described = ovr_report_find_study (report, ovr_study_get_uid (study));
  OvrStudy *current = ovr_case_session_get_current (self->session);

  return described != NULL && described->role == OVR_STUDY_PRIOR && current != NULL && current != study &&
         ovr_study_facts_compare (ovr_study_get_facts (study), ovr_study_get_facts (current)) > 0;
}

/* A heading goes before the first line of its study. */
static void
add_finding (OvrReadingRoom *self,
             OvrStudy *study,
             gboolean *has_heading,
             OvrSeries *series,
             const OvrHealthFinding *finding)
{
  g_autofree char *about = NULL;

  if (!*has_heading)
    {
      g_autofree char *heading = dup_heading (self, study);

      ovr_health_panel_add_heading (self->health, heading);
      *has_heading = TRUE;
    }
  if (series != NULL && ovr_series_get_n_parts (series) > 1)
    /* Translators: number of a series, of its part */
    about = g_strdup_printf (_ ("Se %d.%u"), ovr_series_get_number (series), ovr_series_get_part (series));
  else if (series != NULL)
    /* Translators: number of a series */
    about = g_strdup_printf (_ ("Se %d"), ovr_series_get_number (series));
  ovr_health_panel_add_finding (self->health, about, finding->text, finding->where, study, series, finding->slice);
}

static void
add_study (OvrReadingRoom *self,
           OvrStudy *study,
           gboolean sealed)
{
  gboolean has_heading = FALSE;

  if (is_newer_prior (self, study))
    {
      g_autoptr (OvrHealthFinding) newer = ovr_health_finding_new ("date-conflict", _ ("This study is called a prior, but it is newer than the current one: growth and response would change places."), NULL);

      add_finding (self, study, &has_heading, NULL, newer);
    }
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    {
      OvrSeries *series = ovr_study_get_series (study, i);
      GPtrArray *health = ovr_series_get_health (series);

      /* H26: the first reader's marks say nothing of themselves. */
      for (guint j = 0; j < health->len && !(sealed && ovr_study_is_reading (study, series)); j++)
        add_finding (self, study, &has_heading, series, g_ptr_array_index (health, j));
    }
}

/* Nothing while the original is sealed: see ovr_report_find_absent_series(). */
static void
add_absent_series (OvrReadingRoom *self)
{
  OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (self->session));
  g_autoptr (GPtrArray) absent = ovr_report_find_absent_series (report);

  if (absent->len > 0)
    ovr_health_panel_add_heading (self->health, _ ("Named in the original report"));
  for (guint i = 0; i < absent->len; i++)
    {
      const OvrReportHealth *health = g_ptr_array_index (absent, i);

      ovr_health_panel_add_finding (self->health, NULL, health->text, health->where, NULL, NULL, -1);
    }
}

static void
fill_health (OvrReadingRoom *self)
{
  GPtrArray *studies = ovr_case_session_get_studies (self->session);
  gboolean sealed = ovr_report_editor_is_sealed (ovr_case_session_get_editor (self->session));
  g_autofree char *badge = NULL;
  guint n;

  ovr_health_panel_clear (self->health);
  for (guint i = 0; i < studies->len; i++)
    add_study (self, g_ptr_array_index (studies, i), sealed);
  add_absent_series (self);

  n = ovr_health_panel_get_n_findings (self->health);
  badge = g_strdup_printf ("⚠ %u", n);
  gtk_button_set_label (self->health_badge, badge);
  gtk_widget_set_visible (GTK_WIDGET (self->health_badge), n > 0);
}

static void
on_restructured (OvrReportEditor *editor,
                 int part,
                 OvrReadingRoom *self)
{
  if (part == OVR_PART_BLIND || part == OVR_PART_DOCUMENTS)
    fill_health (self);
}

void
ovr_reading_room_watch_health (OvrReadingRoom *self)
{
  OvrReportEditor *editor = ovr_case_session_get_editor (self->session);

  g_signal_handlers_disconnect_by_func (editor, on_restructured, self);
  g_signal_connect_object (editor, "restructured", G_CALLBACK (on_restructured), self, 0);
  fill_health (self);
}

void
ovr_reading_room_show_place (OvrReadingRoom *self,
                             OvrStudy *study,
                             OvrSeries *series,
                             guint slice)
{
  guint target = ovr_viewport_grid_get_active_index (self->grid);
  OvrSeries *shown = ovr_viewport_get_series (ovr_viewport_grid_get (self->grid, target));

  /* The window and the zoom stay where the series is on the screen already. */
  if (shown != NULL && ovr_series_get_base (shown) == series)
    {
      ovr_reading_room_put_in_order (self, series, &slice);
      ovr_viewport_set_index (ovr_viewport_grid_get (self->grid, target), (int) slice);
    }
  else
    {
      ovr_reading_room_show (self, target, study, series, slice);
    }
}

void
ovr_reading_room_set_health_visible (OvrReadingRoom *self,
                                     gboolean visible)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  gtk_widget_set_visible (GTK_WIDGET (self->health), visible);
  ovr_reading_room_queue_save (self);
}

gboolean
ovr_reading_room_step_health (OvrReadingRoom *self,
                              int delta)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), FALSE);

  return ovr_health_panel_step (self->health, delta);
}

gboolean
ovr_reading_room_get_health_visible (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->health));
}
