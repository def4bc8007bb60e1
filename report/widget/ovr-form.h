/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OvrFormField:
 * @label: what stands above the field and is its accessible name
 * @placeholder: shown while it is empty
 * @where: its place in the report's JSON form: "reader.licence"
 * @field: the string
 *
 * One text of a form.
 */
typedef struct
{
  const char *label;
  const char *placeholder;
  const char *where;
  char **field;
} OvrFormField;

/* Forms of text fields, made anew when their part is restructured. */
void ovr_form_clear (GtkBox *box);
GtkWidget *ovr_form_add_heading (GtkBox *box,
                                 const char *text);
GtkWidget *ovr_form_add_label (GtkBox *box,
                               const char *text,
                               const char *style);

/* A label with the field below it. Returns the field, borrowed. */
GtkWidget *ovr_form_add_field (GtkBox *box,
                               OvrReportEditor *editor,
                               OvrReportPart part,
                               const OvrFormField *field);

/* The field alone: its label stands elsewhere. */
GtkWidget *ovr_form_add_bare_field (GtkBox *box,
                                    OvrReportEditor *editor,
                                    OvrReportPart part,
                                    const OvrFormField *field);

/* A label with a field for a date, or for a time of day with its date: one of @date
 * and @time. Returns the OvrDateField, borrowed. */
GtkWidget *ovr_form_add_date (GtkBox *box,
                              OvrReportEditor *editor,
                              OvrReportPart part,
                              const char *label,
                              const char *where,
                              OvrDate *date,
                              char **time);

/* A choice of words that sets an enumeration, whose values count from 0. @value
 * points into the report, like a field. Returns it, borrowed. */
GtkWidget *ovr_form_add_choice (GtkBox *box,
                                OvrReportEditor *editor,
                                OvrReportPart part,
                                const char *label,
                                const char *const *words,
                                int *value);

/* Names a widget that isn't a text field for ovr_form_find(). */
void ovr_form_set_place (GtkWidget *widget,
                         const char *where);

/* The name of a text field or of what was named; NULL for other widgets. */
const char *ovr_form_get_place (GtkWidget *widget);

/* The field below @root that edits @where, or the first one within it:
 * "claims[3]" finds "claims[3].comment". NULL if there is none. */
GtkWidget *ovr_form_find (GtkWidget *root,
                          const char *where);

G_END_DECLS
