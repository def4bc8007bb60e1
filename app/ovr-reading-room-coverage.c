/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reading-room-private.h"

#include "ovr-preferences.h"

#include <glib/gi18n.h>

void
ovr_reading_room_follow_coverage (OvrReadingRoom *self)
{
  gboolean editable = ovr_report_editor_is_editable (ovr_case_session_get_editor (self->session));
  gboolean kept = ovr_preferences_get_flag (OVR_PREFERENCE_KEEPS_COVERAGE);
  OvrCoverage *coverage = ovr_case_coverage_get (self->coverage);

  ovr_viewport_grid_set_coverage (self->grid, editable ? coverage : NULL);
  ovr_series_strip_set_coverage (self->strip, editable || kept ? coverage : NULL);
}

void
ovr_reading_room_end_coverage (OvrReadingRoom *self)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  ovr_viewport_grid_set_coverage (self->grid, NULL);
  if (!ovr_preferences_get_flag (OVR_PREFERENCE_KEEPS_COVERAGE))
    ovr_case_coverage_erase (self->coverage);
}

static void
append_series (GString *text,
               OvrCoverage *coverage,
               OvrSeries *series,
               const char *role)
{
  OvrCoverageCount count = ovr_coverage_count (coverage, series);
  g_autofree char *unseen = NULL, *flashed = NULL;

  if (count.n == count.n_viewed)
    return;
  unseen = ovr_coverage_list (coverage, series, OVR_COVERED_UNSEEN, OVR_COVERED_UNSEEN);
  flashed = ovr_coverage_list (coverage, series, OVR_COVERED_FLASHED, OVR_COVERED_FLASHED);
  g_string_append_printf (text, "%s", text->len > 0 ? "\n" : "");
  /* Translators: series number, description */
  g_string_append_printf (text, _ ("Se %d: %s"), ovr_series_get_number (series), ovr_series_get_description (series));
  if (role != NULL)
    g_string_append_printf (text, " · %s", role);
  if (*unseen != '\0')
    {
      g_string_append (text, "\n   ");
      g_string_append_printf (text, _ ("not on the screen: %s"), count.n_viewed + count.n_flashed == 0 ? _ ("all images") : unseen);
    }
  if (*flashed != '\0')
    {
      g_string_append (text, "\n   ");
      g_string_append_printf (text, _ ("only flashed by: %s"), count.n_flashed == count.n ? _ ("all images") : flashed);
    }
}

char *
ovr_reading_room_dup_unseen (OvrReadingRoom *self)
{
  GPtrArray *studies;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (OVR_IS_READING_ROOM (self) && self->session != NULL, NULL);

  studies = ovr_case_session_get_studies (self->session);
  for (guint i = 0; i < studies->len; i++)
    for (guint j = 0; j < ovr_study_get_n_series (g_ptr_array_index (studies, i)); j++)
      append_series (text, ovr_case_coverage_get (self->coverage), ovr_study_get_series (g_ptr_array_index (studies, i), j),
                     ovr_case_session_get_role (self->session, g_ptr_array_index (studies, i)));
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
