/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one maker of UIDs: all under 2.25 (PS3.5 B.2), where the number is a
 * 128-bit UUID in decimal. Thread-safe. */

/* A new random UID. (transfer full) */
char *ovr_uid_new (void);

/* The UID that belongs to @name: the same name gives the same UID on every
 * machine (SHA-256 of "org.overread/" and the name, cut to a version-8 UUID).
 * (transfer full) */
char *ovr_uid_derive (const char *name);

/* PS3.5 9.1: 1 to 64 characters, digits and full stops, no component with a
 * leading zero. */
gboolean ovr_uid_is_valid (const char *uid);

G_END_DECLS
