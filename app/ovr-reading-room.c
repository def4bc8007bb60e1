/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reading-room-private.h"

#include "ovr-interface-language.h"
#include "ovr-report-words.h"
#include "ovr-versions-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (OvrReadingRoom, ovr_reading_room, GTK_TYPE_WIDGET)

static void
append_part (GString *text,
             const char *part)
{
  g_autofree char *escaped = NULL;

  if (part == NULL || *part == '\0')
    return;
  escaped = g_markup_escape_text (part, -1);
  g_string_append_printf (text, "%s%s", text->len > 0 ? "  ·  " : "", escaped);
}

/* Only what is new costs a layout: paging comes through here at every slice. */
static void
set_markup (GtkLabel *label,
            const char *markup)
{
  if (g_strcmp0 (gtk_label_get_label (label), markup) != 0)
    gtk_label_set_markup (label, markup);
}

/* Who: never scrolled away, the birth date's month in letters. */
static void
show_patient (OvrReadingRoom *self)
{
  const OvrPatient *patient = &ovr_report_editor_get_report (ovr_case_session_get_editor (self->session))->patient;
  OvrStudy *study = ovr_viewport_get_study (ovr_viewport_grid_get_active (self->grid));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = g_markup_escape_text (patient->name != NULL && *patient->name != '\0' ? patient->name : _ ("No name"), -1);
  g_autofree char *birth = NULL, *born = NULL, *id = NULL;

  g_string_append_printf (text, "<b>%s</b>", name);
  if (ovr_date_is_known (patient->birth_date))
    {
      birth = ovr_date_to_words (patient->birth_date, ovr_interface_language ());
      /* Translators: date of birth */
      born = g_strdup_printf (_ ("born %s"), birth);
      append_part (text, born);
    }
  if (study != NULL)
    {
      OvrAge age = ovr_age_at (patient->birth_date, ovr_study_facts_date (ovr_study_get_facts (study)));
      g_autofree char *words = age.unit != OVR_AGE_UNKNOWN ? ovr_age_to_words (age, "en") : NULL;
      /* Translators: age on the day of the study */
      g_autofree char *at = words != NULL ? g_strdup_printf (_ ("%s at study"), words) : NULL;

      append_part (text, at);
    }
  append_part (text, patient->sex != NULL && *patient->sex != '\0' ? ovr_sex_words (patient->sex, "en") : NULL);
  id = patient->id != NULL ? g_strdup_printf (_ ("ID %s"), patient->id) : NULL;
  append_part (text, id);
  set_markup (self->patient, text->str);
}

static void
show_study (OvrReadingRoom *self)
{
  OvrStudy *study = ovr_viewport_get_study (ovr_viewport_grid_get_active (self->grid));
  g_autoptr (GString) text = g_string_new (NULL);
  const OvrStudyFacts *facts;
  g_autofree char *date = NULL;

  if (study != NULL)
    {
      facts = ovr_study_get_facts (study);
      date = ovr_date_to_words (ovr_study_facts_date (facts), ovr_interface_language ());
      g_autofree char *role = ovr_case_session_dup_role (self->session, study, " · ");

      append_part (text, role);
      append_part (text, facts->description);
      append_part (text, date);
      append_part (text, facts->institution);
    }
  set_markup (self->study, text->str);
}

static void
mark_shown (OvrReadingRoom *self)
{
  OvrSeries *shown[OVR_VIEWPORT_GRID_SIZE];
  guint n = ovr_viewport_grid_get_n_visible (self->grid);

  for (guint i = 0; i < n; i++)
    {
      OvrSeries *series = ovr_viewport_get_series (ovr_viewport_grid_get (self->grid, i));

      shown[i] = series != NULL ? ovr_series_get_base (series) : NULL;
    }
  ovr_series_strip_mark_shown (self->strip, shown, n);
}

static char **
dup_preset_names (gpointer data)
{
  OvrReadingRoom *self = data;

  return ovr_viewport_dup_preset_names (ovr_viewport_grid_get_active (self->grid));
}

static void
on_view_changed (OvrReadingRoom *self)
{
  if (self->session == NULL)
    return;
  show_patient (self);
  show_study (self);
  mark_shown (self);
  ovr_reading_room_queue_save (self);
}

static void
on_jump (OvrReadingRoom *self,
         const char *claim_id)
{
  ovr_reading_room_jump (self, claim_id);
}

static void
on_attach (OvrReadingRoom *self,
           const char *finding_id)
{
  ovr_reading_room_attach (self, finding_id);
}

static void
on_show_key_image (OvrReadingRoom *self,
                   const char *key_image_id)
{
  ovr_reading_room_show_key_image (self, key_image_id);
}

static void
on_place_activated (OvrReadingRoom *self,
                    OvrStudy *study,
                    OvrSeries *series,
                    guint slice)
{
  ovr_reading_room_show_place (self, study, series, slice);
}

void
ovr_reading_room_show (OvrReadingRoom *self,
                       guint index,
                       OvrStudy *study,
                       OvrSeries *series,
                       guint slice)
{
  g_autofree char *role = ovr_case_session_dup_role (self->session, study, "\n");

  series = ovr_reading_room_put_in_order (self, series, &slice);
  ovr_viewport_show_series (ovr_viewport_grid_get (self->grid, index), study, series, slice, role);
}

static void
on_missing (OvrReadingRoom *self)
{
  g_signal_emit_by_name (self, "files-missing");
}

static void
on_series_activated (OvrSeriesStrip *strip,
                     OvrStudy *study,
                     OvrSeries *series,
                     OvrReadingRoom *self)
{
  if (g_str_equal (ovr_series_get_modality (series), "PR"))
    ovr_reading_room_show_presentation (self, study, series);
  else
    ovr_reading_room_show (self, ovr_viewport_grid_get_active_index (self->grid), study, series,
                           ovr_series_get_opening_slice (series));
}

/* "1 series of 240 images came after you locked your impression." */
static void
show_late (OvrReadingRoom *self)
{
  const OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (self->session));
  gboolean is_signed = report->status >= OVR_REPORT_SIGNED;
  g_autofree char *images = NULL, *what = NULL, *text = NULL;
  guint n_series, n_images;

  ovr_case_session_count_late (self->session, &n_series, &n_images);
  gtk_widget_set_visible (self->late_bar, n_images > 0);
  if (n_images == 0)
    return;
  images = g_strdup_printf (ngettext ("%u image", "%u images", n_images), n_images);
  /* Translators: "2 series", then "240 images" */
  what = g_strdup_printf (ngettext ("%u series of %s", "%u series of %s", n_series), n_series, images);
  if (is_signed)
    text = g_strdup_printf (_ ("%s came after this report was signed: a new version can speak of them."), what);
  else if (report->blind.locked_at != NULL)
    text = g_strdup_printf (_ ("%s came after you locked your impression."), what);
  else
    text = g_strdup_printf (_ ("%s came after you gave an answer."), what);
  gtk_label_set_text (self->late, text);
  gtk_widget_set_visible (self->late_seen, !is_signed);
}

static void
on_health_activated (OvrSeriesStrip *strip,
                     OvrSeries *series,
                     OvrReadingRoom *self)
{
  if (!ovr_reading_room_get_health_visible (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.health", NULL);
  ovr_health_panel_focus_series (self->health, series);
}

static void
on_checked (OvrCaseSession *session,
            OvrReadingRoom *self)
{
  show_late (self);
  ovr_report_pane_set_check (self->report, ovr_case_session_get_check (session));
}

static void
fill_strip (OvrReadingRoom *self)
{
  GPtrArray *studies = ovr_case_session_get_studies (self->session);

  ovr_series_strip_clear (self->strip);
  for (guint i = 0; i < studies->len; i++)
    {
      OvrStudy *study = g_ptr_array_index (studies, i);
      g_autofree char *role = ovr_case_session_dup_role (self->session, study, "\n");

      ovr_series_strip_add_study (self->strip, study, role);
    }
}

static void
show_editor (OvrReadingRoom *self)
{
  OvrReportEditor *editor = ovr_case_session_get_editor (self->session);

  if (self->shown_editor == editor)
    return;
  self->shown_editor = editor;
  ovr_report_pane_set_editor (self->report, editor);
}

/* Images came: what the reader looks at stays where it is, of the new objects. */
static void
on_refreshed (OvrCaseSession *session,
              OvrReadingRoom *self)
{
  gboolean was = self->restoring;

  self->restoring = TRUE;
  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    {
      OvrViewport *viewport = ovr_viewport_grid_get (self->grid, i);
      g_autoptr (OvrView) view = ovr_viewport_dup_view (viewport);
      OvrStudy *study;
      OvrSeries *series;
      guint index;

      if (view == NULL || !ovr_case_session_find (session, &view->image, &study, &series, &index))
        continue;
      ovr_reading_room_show (self, i, study, series, index);
      ovr_viewport_restore_view (viewport, view);
    }
  fill_strip (self);
  ovr_reading_room_hang (self);
  self->restoring = was;
  ovr_reading_room_reload (self);
}

/* Where there is more than one version it is said which one this is. */
static void
show_version (OvrReadingRoom *self)
{
  const OvrReport *report = ovr_report_editor_get_report (ovr_case_session_get_editor (self->session));
  gboolean is_newest = ovr_case_session_is_newest (self->session);
  g_autofree char *signed_on = ovr_versions_day_words (report->signed_at), *before = ovr_versions_day_words (report->predecessor_signed_at);
  g_autofree char *text = NULL;

  if (!is_newest)
    text = g_strdup_printf (_ ("This is version %d, signed %s. It is replaced by a later one and can only be read."), report->version, signed_on);
  else if (report->status < OVR_REPORT_SIGNED)
    text = g_strdup_printf (_ ("Draft of version %d. It replaces version %d of %s once it is signed."), report->version, report->version - 1, before);
  else
    text = g_strdup_printf (_ ("Version %d, signed %s. It replaces version %d of %s."), report->version, signed_on, report->version - 1, before);
  gtk_label_set_text (self->version, text);
  gtk_widget_set_visible (self->newest, !is_newest);
  gtk_widget_set_visible (self->version_bar, !is_newest || report->version > 1);
  if (is_newest)
    gtk_widget_remove_css_class (self->version_bar, "older");
  else
    gtk_widget_add_css_class (self->version_bar, "older");
}

static void
on_report_changed (OvrReportEditor *editor,
                   int part,
                   OvrReadingRoom *self)
{
  if (!ovr_reading_room_seal_marks (self))
    return;
  fill_strip (self);
  mark_shown (self);
}

/* The editor may be another one than before. */
static void
watch_seal (OvrReadingRoom *self)
{
  OvrReportEditor *editor = ovr_case_session_get_editor (self->session);

  g_signal_handlers_disconnect_by_func (editor, on_report_changed, self);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_report_changed), self, 0);
  on_report_changed (editor, 0, self);
}

void
ovr_reading_room_reload (OvrReadingRoom *self)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  watch_seal (self);
  show_editor (self);
  ovr_report_pane_set_check (self->report, ovr_case_session_get_check (self->session));
  ovr_reading_room_watch_health (self);
  show_version (self);
  ovr_reading_room_follow_coverage (self);
  fill_strip (self);
  show_late (self);
  on_view_changed (self);
}

static void
close_session (OvrReadingRoom *self)
{
  if (self->session == NULL)
    return;

  ovr_reading_room_save_view (self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  self->shown_editor = NULL;
  ovr_report_pane_set_editor (self->report, NULL);
  ovr_series_strip_clear (self->strip);
  ovr_missing_bar_look (self->missing, NULL);
  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    ovr_viewport_show_series (ovr_viewport_grid_get (self->grid, i), NULL, NULL, 0, NULL);
  g_hash_table_remove_all (self->orders);
  ovr_viewport_grid_set_coverage (self->grid, NULL);
  ovr_series_strip_set_coverage (self->strip, NULL);
  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    g_clear_pointer (&self->hung[i], ovr_view_free);
  g_clear_object (&self->coverage);
  g_clear_object (&self->session);
}

void
ovr_reading_room_set_session (OvrReadingRoom *self,
                              OvrCaseSession *session)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  close_session (self);
  if (session == NULL)
    return;

  self->session = g_object_ref (session);
  self->restoring = TRUE;
  self->report_width = 0;
  g_signal_connect_object (session, "checked", G_CALLBACK (on_checked), self, 0);
  g_signal_connect_object (session, "refreshed", G_CALLBACK (on_refreshed), self, 0);
  ovr_reading_room_seal_marks (self);
  self->coverage = ovr_case_coverage_open (self->desk->database, ovr_case_session_get_id (session));
  ovr_reading_room_reload (self);
  if (!ovr_reading_room_restore_view (self))
    ovr_reading_room_hang (self);
  ovr_reading_room_size_report (self);
  self->restoring = FALSE;
  on_view_changed (self);
  ovr_missing_bar_look (self->missing, ovr_case_session_get_studies (session));
}

void
ovr_reading_room_set_offer (OvrReadingRoom *self,
                            const char *text)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  gtk_widget_set_visible (self->offer_bar, text != NULL);
  gtk_label_set_text (self->offer, text != NULL ? text : "");
}

OvrCaseSession *
ovr_reading_room_get_session (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), NULL);

  return self->session;
}

OvrViewportGrid *
ovr_reading_room_get_grid (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), NULL);

  return self->grid;
}

OvrReportPane *
ovr_reading_room_get_report (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), NULL);

  return self->report;
}

void
ovr_reading_room_set_layout (OvrReadingRoom *self,
                             const char *layout)
{
  gboolean two = g_strcmp0 (layout, "two") == 0;

  g_return_if_fail (OVR_IS_READING_ROOM (self));

  ovr_viewport_grid_set_n_visible (self->grid, two ? 2 : 1);
  if (two && self->session != NULL && ovr_viewport_get_series (ovr_viewport_grid_get (self->grid, 1)) == NULL)
    ovr_reading_room_hang (self);
}

const char *
ovr_reading_room_get_layout (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), NULL);

  return ovr_viewport_grid_get_n_visible (self->grid) == 2 ? "two" : "one";
}

void
ovr_reading_room_set_report_mode (OvrReadingRoom *self,
                                  const char *mode)
{
  gboolean folded = g_strcmp0 (mode, "folded") == 0, wide = g_strcmp0 (mode, "wide") == 0;

  g_return_if_fail (OVR_IS_READING_ROOM (self));

  self->report_mode = folded ? "folded" : wide ? "wide"
                                               : "beside";
  gtk_widget_set_visible (GTK_WIDGET (self->report), !folded);
  gtk_widget_set_visible (self->images, !wide);
  gtk_widget_set_visible (self->images_side, !wide);
  ovr_reading_room_queue_save (self);
}

const char *
ovr_reading_room_get_report_mode (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), NULL);

  return self->report_mode;
}

void
ovr_reading_room_set_strip_visible (OvrReadingRoom *self,
                                    gboolean visible)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  gtk_widget_set_visible (GTK_WIDGET (self->strip), visible);
  ovr_reading_room_queue_save (self);
}

gboolean
ovr_reading_room_get_strip_visible (OvrReadingRoom *self)
{
  g_return_val_if_fail (OVR_IS_READING_ROOM (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->strip));
}

void
ovr_reading_room_set_desk (OvrReadingRoom *self,
                           OvrDesk *desk)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  self->desk = desk;
  self->thumbnailer = ovr_thumbnailer_new (desk->cache);
  ovr_series_strip_set_thumbnailer (self->strip, self->thumbnailer);
  ovr_viewport_grid_set_cache (self->grid, desk->cache);
  ovr_report_pane_set_painter (self->report, ovr_reading_room_paint_key_image, self);
}

void
ovr_reading_room_detach (OvrReadingRoom *self)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  close_session (self);
  ovr_viewport_grid_detach (self->grid);
  if (self->thumbnailer != NULL)
    g_object_run_dispose (G_OBJECT (self->thumbnailer));
  self->desk = NULL;
}

void
ovr_reading_room_set_menu (OvrReadingRoom *self,
                           GMenuModel *menu)
{
  g_return_if_fail (OVR_IS_READING_ROOM (self));

  gtk_menu_button_set_menu_model (self->menu, menu);
}

static gboolean
ovr_reading_room_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ovr_viewport_grid_get_active (OVR_READING_ROOM (widget)->grid)));
}

static void
ovr_reading_room_dispose (GObject *object)
{
  OvrReadingRoom *self = OVR_READING_ROOM (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->coverage);
  g_clear_object (&self->session);
  g_clear_pointer (&self->orders, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_READING_ROOM);
  if (self->thumbnailer != NULL)
    g_object_run_dispose (G_OBJECT (self->thumbnailer));
  g_clear_object (&self->thumbnailer);
  G_OBJECT_CLASS (ovr_reading_room_parent_class)->dispose (object);
}

static void
ovr_reading_room_class_init (OvrReadingRoomClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_reading_room_dispose;
  widget_class->grab_focus = ovr_reading_room_grab_focus;
  g_signal_new ("notice", OVR_TYPE_READING_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (OVR_TYPE_HEALTH_PANEL);
  g_signal_new ("files-missing", OVR_TYPE_READING_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (OVR_TYPE_MISSING_BAR);
  g_type_ensure (OVR_TYPE_SERIES_STRIP);
  g_type_ensure (OVR_TYPE_TOOL_BAR);
  g_type_ensure (OVR_TYPE_VIEWPORT_GRID);
  g_type_ensure (OVR_TYPE_REPORT_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-reading-room.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, box);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, banner);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, patient);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, study);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, menu);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, missing);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, version_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, version);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, newest);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, offer_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, offer);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, late_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, late);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, late_seen);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, images_side);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, strip);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, tools);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, paned);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, images);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, grid);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, health);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, health_badge);
  gtk_widget_class_bind_template_child (widget_class, OvrReadingRoom, report);
  gtk_widget_class_bind_template_callback (widget_class, on_missing);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_jump);
  gtk_widget_class_bind_template_callback (widget_class, on_place_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_attach);
  gtk_widget_class_bind_template_callback (widget_class, on_show_key_image);
}

static void
ovr_reading_room_init (OvrReadingRoom *self)
{
  self->report_mode = "beside";
  self->orders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->strip, "series-activated", G_CALLBACK (on_series_activated), self, 0);
  g_signal_connect_object (self->strip, "health-activated", G_CALLBACK (on_health_activated), self, 0);
  ovr_tool_bar_set_preset_names (self->tools, dup_preset_names, self);
}
