/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The median of @n values, none of them NaN: the mean of the middle two where
 * @n is even; NaN for none. Thread-safe. */
double ovr_median (const double *values,
                   guint n);

G_END_DECLS
