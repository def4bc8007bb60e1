/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the keys 1… do for images of @modality, in the window's language.
 * (transfer full): NULL-terminated */
char **ovr_preset_names (const char *modality);

G_END_DECLS
