/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Appends words to a tile or heading of the series strip, wrapped to its width
 * and cut after @max_lines (0: never). @style is a CSS class. Borrowed. */
GtkWidget *ovr_strip_label_add (GtkBox *box,
                                const char *text,
                                const char *style,
                                int max_lines);

G_END_DECLS
