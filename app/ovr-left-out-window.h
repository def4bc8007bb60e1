/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A window that lists what an import left out, with reasons; the list can be
 * copied as text. @files: (element-type OvrSkippedFile): kept. (transfer
 * floating) */
GtkWidget *ovr_left_out_window_new (GtkWindow *parent,
                                    GPtrArray *files);

/* The list as text: a line a file, path, tab, reason. (transfer full) */
char *ovr_left_out_to_text (GPtrArray *files);

G_END_DECLS
