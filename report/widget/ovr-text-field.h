/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_TEXT_FIELD (ovr_text_field_get_type ())
G_DECLARE_FINAL_TYPE (OvrTextField, ovr_text_field, OVR, TEXT_FIELD, GtkWidget)

/**
 * OvrTextField:
 *
 * A text of the report that grows with what is typed, has its own undo and
 * saves each change at once through the report's editor.
 *
 * Properties: "label": the accessible name, which never changes;
 * "placeholder": shown while it is empty; "field-name": its name in the view
 * state ("answer", "claim.comment").
 */
GtkWidget *ovr_text_field_new (const char *label,
                               const char *placeholder,
                               const char *field_name);

/* Shows and edits the string at @field, which must stay where it is until the
 * next call; NULL unbinds. */
void ovr_text_field_bind (OvrTextField *self,
                          OvrReportEditor *editor,
                          OvrReportPart part,
                          char **field);

const char *ovr_text_field_get_field_name (OvrTextField *self);

/* Characters before the cursor. */
int ovr_text_field_get_cursor (OvrTextField *self);
void ovr_text_field_set_cursor (OvrTextField *self,
                                int position);

G_END_DECLS
