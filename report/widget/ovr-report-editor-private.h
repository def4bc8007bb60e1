/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"
#include "ovr-report-step.h"

G_BEGIN_DECLS

/* What the editor's steps are made of: ovr-report-editor.c keeps them,
 * ovr-report-editor-lists.c makes those about lists. */

#define OVR_PART_BIT(part) (1u << (part))

/* The step that the caller's change will be: what changes is kept in it first.
 * Borrowed. */
OvrReportStep *ovr_report_editor_push (OvrReportEditor *self,
                                       guint parts);

/* Takes an element out of a list that a step keeps. */
void ovr_report_editor_take (OvrReportEditor *self,
                             GPtrArray *list,
                             guint index);

/* Numbers what has numbers, and lets the parts be shown anew. */
void ovr_report_editor_tell (OvrReportEditor *self,
                             guint parts);

void ovr_report_editor_number (OvrReportEditor *self,
                               guint parts);
void ovr_report_editor_ensure_answers (OvrReportEditor *self);

G_END_DECLS
