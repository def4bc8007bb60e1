/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_MISSING_BAR (ovr_missing_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvrMissingBar, ovr_missing_bar, OVR, MISSING_BAR, GtkWidget)

/**
 * OvrMissingBar:
 *
 * A line that shows itself where image files of a case aren't there: where they
 * lay, how many, and what to do.
 *
 * Signals:
 *  "missing": files are, after ovr_missing_bar_look()
 */

/* Looks at the files of @studies (element-type OvrStudy) in a worker; NULL
 * hides the line. */
void ovr_missing_bar_look (OvrMissingBar *self,
                           GPtrArray *studies);

G_END_DECLS
