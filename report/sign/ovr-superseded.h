/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ovr_superseded_find:
 * @path: a report's file, "OR-2026-0412-7_v1_FINAL.pdf"
 *
 * Looks for a later version of the same report in the same folder, by the file
 * names that Overread gives: number, version, status. A notice only: a name
 * proves nothing.
 *
 * Returns: (transfer full) (nullable): the base name of the latest one; %NULL
 *   if there is none, or @path is not named so
 */
char *ovr_superseded_find (const char *path);

G_END_DECLS
