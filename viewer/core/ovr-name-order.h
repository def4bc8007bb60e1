/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Compares names as people number files: runs of digits by their value, so that
 * IM2 comes before IM10; the rest by bytes, ASCII letters of either case alike.
 * Different names are never equal. Thread-safe. */
int ovr_name_compare (const char *a,
                      const char *b);

G_END_DECLS
