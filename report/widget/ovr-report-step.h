/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrReportStep:
 *
 * One step of the editor's undo: how some lists, strings and numbers of the
 * report stood before a change. Of a list it is the makeup (which elements, in
 * which order), not a copy: what was typed into an element since stays in it
 * when the step is taken back. Swapping exchanges what is kept with what is in
 * the report, so that one function serves undo and redo.
 *
 * Lists that are kept must change through the editor only: an element that
 * leaves a list goes to the OvrReportAttic and isn't freed. Main thread.
 */
typedef struct _OvrReportStep OvrReportStep;

/* Elements that are out of the report and may come back: element to its list. */
typedef GHashTable OvrReportAttic;

/* @parts: bits 1 << OvrReportPart of what the step changes. */
OvrReportStep *ovr_report_step_new (guint parts);
void ovr_report_step_free (OvrReportStep *self);
guint ovr_report_step_get_parts (const OvrReportStep *self);

/* What is kept must stay where it is as long as the step lives. */
void ovr_report_step_keep_list (OvrReportStep *self,
                                GPtrArray *list);
void ovr_report_step_keep_string (OvrReportStep *self,
                                  char **field);
void ovr_report_step_keep_int (OvrReportStep *self,
                               int *value);

void ovr_report_step_swap (OvrReportStep *self,
                           OvrReportAttic *attic);

OvrReportAttic *ovr_report_attic_new (void);

/* Takes the element at @index out of @list and keeps it. */
void ovr_report_attic_take (OvrReportAttic *self,
                            GPtrArray *list,
                            guint index);

/* Gives everything back to its list, to be freed with it. */
void ovr_report_attic_free (OvrReportAttic *self);

G_END_DECLS
