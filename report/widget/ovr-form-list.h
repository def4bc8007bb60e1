/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-form.h"

G_BEGIN_DECLS

typedef void (*OvrFormFill) (GtkBox *box,
                             OvrReportEditor *editor);

/* What a button of a list does with the element at @index. It gives the name of
 * what has the focus afterwards (transfer full), NULL to leave that open. */
typedef char *(*OvrFormDo) (OvrReportEditor *editor,
                            guint index);

/**
 * ovr_form_list_new:
 * @editor: the editor
 * @part: what the list belongs to
 * @fill: puts the list's rows into an empty box
 *
 * A part of a form that shows a list of the report: it is filled at once, and
 * anew whenever @part is restructured. The focus stays where it was.
 */
GtkWidget *ovr_form_list_new (OvrReportEditor *editor,
                              OvrReportPart part,
                              OvrFormFill fill);

/* Above a row's fields: its title, and at the end the tools. */
GtkBox *ovr_form_list_add_head (GtkBox *box,
                                const char *title);

/* A small button of the row's head. @where is its name for the focus. */
GtkWidget *ovr_form_list_add_tool (GtkBox *head,
                                   OvrReportEditor *editor,
                                   const char *icon,
                                   const char *label,
                                   const char *where,
                                   guint index,
                                   OvrFormDo act);

/* "Add a Question" below the rows. */
GtkWidget *ovr_form_list_add_button (GtkBox *box,
                                     OvrReportEditor *editor,
                                     const char *label,
                                     const char *where,
                                     OvrFormDo act);

/* The name "list[index].what". (transfer full) */
char *ovr_form_list_place (const char *list,
                           guint index,
                           const char *what);

G_END_DECLS
