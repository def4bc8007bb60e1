/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pixels.h"

G_BEGIN_DECLS

/* For commands: decodes frame @frame (from 1) of the file at @path. NULL after
 * a line on standard error that names the file's last component and the reason.
 * What the picture does not honour is told there too. */
OvrPixels *ovr_load_frame (const char *path,
                           int frame);

/* Reads "X,Y" (or "C,W"): two finite numbers and nothing else. */
gboolean ovr_load_pair (const char *text,
                        double pair[2]);

G_END_DECLS
