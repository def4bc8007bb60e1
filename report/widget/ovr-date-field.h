/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_DATE_FIELD (ovr_date_field_get_type ())
G_DECLARE_FINAL_TYPE (OvrDateField, ovr_date_field, OVR, DATE_FIELD, GtkWidget)

/**
 * OvrDateField:
 *
 * A date of the report, or a date with a time of day: typed in any of the ways
 * of ovr_typed_date_read(), or picked from a calendar. A whole date reaches the
 * report at once; anything else is refused in one line below the field once the
 * reader leaves it or presses Enter. It stays as it was typed, and the report
 * keeps what it had; Escape goes back to that.
 */
GtkWidget *ovr_date_field_new (const char *label);

/* Edit @date, or @time (ISO 8601 with offset), within the editor's report: they
 * must stay where they are as long as the field lives. A date may be cleared, a
 * time not. */
void ovr_date_field_bind_date (OvrDateField *self,
                               OvrReportEditor *editor,
                               OvrReportPart part,
                               OvrDate *date);
void ovr_date_field_bind_time (OvrDateField *self,
                               OvrReportEditor *editor,
                               OvrReportPart part,
                               char **time);

G_END_DECLS
