/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-date-field.h"

#include "ovr-clock.h"
#include "ovr-interface-language.h"
#include "ovr-typed-date.h"

#include <glib/gi18n.h>

struct _OvrDateField
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *row;
  GtkEntry *entry;
  GtkWidget *pick;
  GtkPopover *popover;
  GtkCalendar *calendar;
  GtkWidget *clear;
  GtkLabel *note;

  /* Owned */
  OvrReportEditor *editor;

  /* Borrowed: within the editor's report; one of the two */
  OvrDate *date;
  char **time;
  OvrReportPart part;

  gboolean filling;
  int shown_month; /* of the calendar, counted from the year 0 */
};

G_DEFINE_FINAL_TYPE (OvrDateField, ovr_date_field, GTK_TYPE_WIDGET)

/* ---- What the report has */

static GDateTime *
get_time (OvrDateField *self)
{
  return self->time != NULL && *self->time != NULL ? g_date_time_new_from_iso8601 (*self->time, NULL) : NULL;
}

static OvrDate
date_of (GDateTime *time)
{
  return (OvrDate){ (gint16) g_date_time_get_year (time), (guint8) g_date_time_get_month (time),
                    (guint8) g_date_time_get_day_of_month (time) };
}

static OvrDate
get_date (OvrDateField *self)
{
  g_autoptr (GDateTime) time = get_time (self);

  if (self->date != NULL)
    return *self->date;
  return time != NULL ? date_of (time) : (OvrDate){ 0 };
}

/* "30 November 2026", "30 November 2026, 18:08"; "" for none. */
static char *
dup_words (OvrDateField *self)
{
  g_autoptr (GDateTime) time = get_time (self);
  g_autofree char *clock = time != NULL ? g_date_time_format (time, "%H:%M") : NULL;
  OvrDate date = get_date (self);
  g_autofree char *words = NULL;

  if (!ovr_date_is_known (date))
    return g_strdup ("");
  words = ovr_date_to_words (date, ovr_interface_language ());
  return clock != NULL ? g_strdup_printf ("%s, %s", words, clock) : g_steal_pointer (&words);
}

static void
set_date (OvrDateField *self,
          OvrDate date)
{
  if (ovr_date_compare (*self->date, date) == 0)
    return;
  *self->date = date;
  ovr_report_editor_touch (self->editor, self->part);
}

/* What wasn't typed, the day or the time of day, stays; the zone is the clock's. */
static void
set_time (OvrDateField *self,
          OvrDate date,
          int minute)
{
  g_autoptr (GDateTime) before = get_time (self);
  g_autoptr (GDateTime) now = ovr_clock_now ();
  GDateTime *rest = before != NULL ? before : now;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *iso = NULL;

  if (!ovr_date_is_known (date))
    date = date_of (rest);
  if (minute < 0)
    minute = g_date_time_get_hour (rest) * 60 + g_date_time_get_minute (rest);
  if (before != NULL && ovr_date_compare (date, date_of (before)) == 0 &&
      minute == g_date_time_get_hour (before) * 60 + g_date_time_get_minute (before))
    return;
  time = g_date_time_new (g_date_time_get_timezone (now), date.year, date.month, date.day, minute / 60, minute % 60, 0.0);
  if (time == NULL)
    return;
  iso = ovr_clock_to_iso (time);
  ovr_report_editor_set_text (self->editor, self->part, self->time, iso);
}

/* ---- The entry */

static void
set_note (OvrDateField *self,
          const char *text,
          gboolean refused)
{
  gtk_label_set_text (self->note, text);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *text != '\0');
  if (refused)
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               refused ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_value (OvrDateField *self)
{
  g_autofree char *words = dup_words (self);

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->filling = FALSE;
  set_note (self, "", FALSE);
}

static char *
dup_refusal (OvrDateField *self,
             const OvrTypedDate *typed)
{
  g_autofree char *first = ovr_date_to_words (typed->date, ovr_interface_language ());
  g_autofree char *second = ovr_date_to_words (typed->other, ovr_interface_language ());

  switch (typed->kind)
    {
    case OVR_TYPED_NO_YEAR:
      return g_strdup (_ ("The year is missing."));
    case OVR_TYPED_TWO_READINGS:
      /* Translators: two readings of a date: 3 April 2026, 4 March 2026 */
      return g_strdup_printf (_ ("%s or %s? Write the month in letters."), first, second);
    case OVR_TYPED_NO_SUCH_DAY:
      return g_strdup (self->time != NULL ? _ ("There is no such day or time.") : _ ("There is no such day."));
    case OVR_TYPED_EMPTY:
    case OVR_TYPED_DATE:
    case OVR_TYPED_TIME:
    case OVR_TYPED_UNCLEAR:
    default:
      return g_strdup (self->time != NULL ? _ ("Write it like 2026-11-30 18:08 or 30 Nov 2026, 18:08.")
                                          : _ ("Write it like 2026-11-30, 30.11.2026 or 30 Nov 2026."));
    }
}

static void
refuse (OvrDateField *self,
        const OvrTypedDate *typed)
{
  g_autofree char *why = dup_refusal (self, typed);
  g_autofree char *kept = dup_words (self);
  /* Translators: why a date is refused, and the one that the report still has */
  g_autofree char *text = *kept != '\0' ? g_strdup_printf (_ ("%s Still: %s."), why, kept) : g_strdup (why);

  set_note (self, text, TRUE);
}

static gboolean
take (OvrDateField *self,
      const OvrTypedDate *typed)
{
  if (self->date != NULL && typed->kind == OVR_TYPED_EMPTY)
    set_date (self, (OvrDate){ 0 });
  else if (self->date != NULL && typed->kind == OVR_TYPED_DATE && typed->minute < 0)
    set_date (self, typed->date);
  else if (self->time != NULL && (typed->kind == OVR_TYPED_DATE || typed->kind == OVR_TYPED_TIME))
    set_time (self, typed->date, typed->minute);
  else
    return FALSE;
  return TRUE;
}

/* A whole date reaches the report while it is typed. What may be the begin of
 * one (a short year, nothing yet) waits until the reader is done. */
static void
on_changed (OvrDateField *self)
{
  OvrTypedDate typed;
  g_autofree char *words = NULL;

  if (self->filling || self->editor == NULL)
    return;

  typed = ovr_typed_date_read (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (typed.kind != OVR_TYPED_DATE || typed.short_year || !take (self, &typed))
    {
      set_note (self, "", FALSE);
      return;
    }
  words = dup_words (self);
  set_note (self, words, FALSE);
}

static void
on_done (OvrDateField *self)
{
  OvrTypedDate typed;

  if (self->editor == NULL || !ovr_report_editor_is_editable (self->editor))
    return;

  typed = ovr_typed_date_read (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (take (self, &typed))
    show_value (self);
  else
    refuse (self, &typed);
}

static gboolean
on_key (GtkEventControllerKey *key,
        guint keyval,
        guint code,
        GdkModifierType state,
        OvrDateField *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_value (self);
  return GDK_EVENT_STOP;
}

/* ---- The calendar */

static int
get_month (OvrDateField *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);

  return g_date_time_get_year (day) * 12 + g_date_time_get_month (day);
}

static void
on_popover_shown (OvrDateField *self)
{
  OvrDate date = get_date (self);
  g_autoptr (GDateTime) day = NULL;

  if (!ovr_date_is_known (date))
    date = ovr_date_today ();
  day = g_date_time_new_local (date.year, date.month, date.day, 12, 0, 0.0);
  self->filling = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  self->filling = FALSE;
  self->shown_month = get_month (self);
}

static void
on_take (OvrDateField *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);

  if (self->date != NULL)
    set_date (self, date_of (day));
  else
    set_time (self, date_of (day), -1);
  show_value (self);
  gtk_popover_popdown (self->popover);
}

static void
on_month_turned (OvrDateField *self)
{
  self->shown_month = get_month (self);
}

/* Turning from the 31st to a shorter month selects its last day, before it says
 * that the month was turned: that is no choice. */
static void
on_day_selected (OvrDateField *self)
{
  if (!self->filling && get_month (self) == self->shown_month)
    on_take (self);
}

static void
on_clear (OvrDateField *self)
{
  set_date (self, (OvrDate){ 0 });
  show_value (self);
  gtk_popover_popdown (self->popover);
}

/* ---- */

static void
bind_field (OvrDateField *self,
            OvrReportEditor *editor,
            OvrReportPart part)
{
  gboolean editable = ovr_report_editor_is_editable (editor);

  g_set_object (&self->editor, editor);
  self->part = part;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_widget_set_sensitive (self->pick, editable);
  gtk_widget_set_visible (self->clear, self->date != NULL);
  gtk_entry_set_placeholder_text (self->entry, self->time != NULL ? _ ("30 Nov 2026, 18:08") : _ ("30 Nov 2026"));
  show_value (self);
}

void
ovr_date_field_bind_date (OvrDateField *self,
                          OvrReportEditor *editor,
                          OvrReportPart part,
                          OvrDate *date)
{
  g_return_if_fail (OVR_IS_DATE_FIELD (self));

  self->date = date;
  self->time = NULL;
  bind_field (self, editor, part);
}

void
ovr_date_field_bind_time (OvrDateField *self,
                          OvrReportEditor *editor,
                          OvrReportPart part,
                          char **time)
{
  g_return_if_fail (OVR_IS_DATE_FIELD (self));

  self->date = NULL;
  self->time = time;
  bind_field (self, editor, part);
}

static gboolean
ovr_date_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OVR_DATE_FIELD (widget)->entry));
}

static void
ovr_date_field_dispose (GObject *object)
{
  OvrDateField *self = OVR_DATE_FIELD (object);

  g_clear_object (&self->editor);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_DATE_FIELD);
  G_OBJECT_CLASS (ovr_date_field_parent_class)->dispose (object);
}

static void
ovr_date_field_class_init (OvrDateFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_date_field_dispose;
  widget_class->grab_focus = ovr_date_field_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-date-field.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, row);
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, entry);
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, pick);
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, popover);
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, calendar);
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, clear);
  gtk_widget_class_bind_template_child (widget_class, OvrDateField, note);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_done);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_month_turned);
  gtk_widget_class_bind_template_callback (widget_class, on_take);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
ovr_date_field_init (OvrDateField *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), key);
}

GtkWidget *
ovr_date_field_new (const char *label)
{
  OvrDateField *self = g_object_new (OVR_TYPE_DATE_FIELD, NULL);
  /* Translators: %s is what the date is about, "Due date" */
  g_autofree char *pick = g_strdup_printf (_ ("%s: pick a day"), label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pick), GTK_ACCESSIBLE_PROPERTY_LABEL, pick, -1);
  return GTK_WIDGET (self);
}
