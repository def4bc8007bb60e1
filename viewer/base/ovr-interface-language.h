/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The language in which the window talks to its reader, as a BCP 47 tag of two
 * letters: for dates, ages and words beside them. A report has a language of
 * its own. Thread-safe. */
const char *ovr_interface_language (void);

G_END_DECLS
