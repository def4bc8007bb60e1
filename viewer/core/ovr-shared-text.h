/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts that thousands of instances have in common, kept once. (GLib's interned
 * GRefString can hand out a string that another thread is just freeing, up to
 * 2.80 at least.) Thread-safe. */

/* The shared copy of @text: immutable, to be given back. NULL counts as "".
 * (transfer full) */
const char *ovr_shared_text_get (const char *text);

/* One more reference of a shared text. (transfer full) */
const char *ovr_shared_text_ref (const char *text);
void ovr_shared_text_unref (const char *text);

G_END_DECLS
