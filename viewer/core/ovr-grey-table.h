/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-presentation.h"

G_BEGIN_DECLS

/* (transfer full): the pixels, guint32 each, that ovr_grey_byte() gives for @n
 * values in even steps from @lowest to @highest. @n is 1 where the two are
 * equal. Kept for the next one who asks. Thread-safe. */
GBytes *ovr_grey_table_get (const OvrGrey *grey,
                            double lowest,
                            double highest,
                            guint32 n);

G_END_DECLS
