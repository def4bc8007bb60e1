/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* Reads a report's JSON form; on failure the sentence has been printed and
 * @code is the exit code. (transfer full) (nullable) */
OvrReport *ovr_command_load_report (const char *path,
                                    int *code);

G_END_DECLS
