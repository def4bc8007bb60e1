/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-study.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether a series holds presentation states instead of images. */
gboolean ovr_presentation_tile_is_for (OvrSeries *series);

/* What stands in the strip for such a series: their names, and how many refer to
 * images that aren't here. With @marks_sealed no name of one that holds marks. */
GtkWidget *ovr_presentation_tile_new (OvrStudy *study,
                                      OvrSeries *series,
                                      gboolean marks_sealed);

G_END_DECLS
