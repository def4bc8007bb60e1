/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Runs overread with @words (NULL-terminated) on the library of @folder. What it
 * prints goes to @out and @err (transfer full). Returns its exit code. */
int program_run (const char *folder,
                 const char *const *words,
                 char **out,
                 char **err);
