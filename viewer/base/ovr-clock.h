/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one clock of the program for everything that is written into a file or
 * a database. SOURCE_DATE_EPOCH (seconds since 1970, UTC) stops it, so that the
 * same input gives the same bytes; the zone is UTC then. Thread-safe. */

/* (transfer full): now, in the local time zone. */
GDateTime *ovr_clock_now (void);

/* "2026-11-23T18:08:00+01:00": local time with its offset. */
char *ovr_clock_now_iso (void);

/* The same form for any time, in its own zone; NULL for NULL. */
char *ovr_clock_to_iso (GDateTime *time);

/* For measuring how long something took: monotonic, microseconds. */
gint64 ovr_clock_ticks_us (void);

G_END_DECLS
