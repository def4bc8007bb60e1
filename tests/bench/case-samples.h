/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library-cases.h"

G_BEGIN_DECLS

/* Fills a new library at @path with @n made cases, one to three studies each,
 * the same ones every time: names in several scripts, all modalities and
 * states, reports, due dates about @today, health findings. Their files lie
 * nowhere, below @medium. */
void case_samples_make (const char *path,
                        guint n,
                        OvrDate today,
                        const char *medium);

G_END_DECLS
