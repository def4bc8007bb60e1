/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the call means the window: no word at all, --library, or the name of
 * something that is there. */
gboolean ovr_command_means_window (int argc,
                                   char **argv);

/* Opens the window; argv[1…] are paths to import first. Returns an OvrExit. */
int ovr_command_window (int argc,
                        char **argv);

G_END_DECLS
