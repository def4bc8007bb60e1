/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ovr_versions_window_new:
 * @parent: the window whose "win.show-version" is called for
 * @versions: (element-type OvrReportVersion): the first one first
 * @shown: the version that @parent shows
 *
 * A list of a report's versions: number, time of signing, file; each can be
 * read in @parent, and its file found.
 *
 * Returns: (transfer none): a window that is closed by its reader
 */
GtkWidget *ovr_versions_window_new (GtkWindow *parent,
                                    GPtrArray *versions,
                                    int shown);

/* "3 May 2026" of the time of a signature, in its own zone. (transfer full) */
char *ovr_versions_day_words (const char *time);

G_END_DECLS
