/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* The built-in templates: reports of which only a little is filled in, such as
 * the headings of a chest CT. They live in resources/templates/. */

/* Names in alphabetical order, NULL-terminated. (transfer full) */
char **ovr_report_template_list (void);

/* A new report made from a template; NULL without such a name. (transfer full) */
OvrReport *ovr_report_template_load (const char *name);

G_END_DECLS
