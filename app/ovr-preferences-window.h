/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The window of preferences. @on_changed is called after each change, which is
 * saved then. */
GtkWidget *ovr_preferences_window_new (GCallback on_changed,
                                       gpointer data);

G_END_DECLS
