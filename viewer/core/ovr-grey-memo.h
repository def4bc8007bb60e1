/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-presentation.h"

G_BEGIN_DECLS

/* What was worked out about a grey-scale pipeline is kept for a while: the next
 * slice, or the next step of a pan, asks for the same. */

/* Works something out about the pipeline @grey for @n values from @lowest to
 * @highest, and from nothing else. */
typedef GBytes *(*OvrGreyMake) (const OvrGrey *grey,
                                double lowest,
                                double highest,
                                guint32 n);

/* (transfer full): what @make gives for the rest: kept from one of the last
 * times, or made now. Thread-safe. */
GBytes *ovr_grey_memo_get (const OvrGrey *grey,
                           double lowest,
                           double highest,
                           guint32 n,
                           OvrGreyMake make);

G_END_DECLS
