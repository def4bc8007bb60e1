/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The colour that goes with a verdict's sign; never without the sign. */
void ovr_verdict_get_colour (GtkWidget *widget,
                             OvrVerdict verdict,
                             GdkRGBA *colour);

/* By the verdict's word in actions and styles: "agree", … Open has none. */
gboolean ovr_verdict_from_style (const char *style,
                                 OvrVerdict *out);

G_END_DECLS
