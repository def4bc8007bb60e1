/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-instance.h"

G_BEGIN_DECLS

/* How an image was compressed, where ovr_instance_is_lossy(). Thread-safe. */

/* In words, by (0028,2114), else by the transfer syntax; NULL where neither
 * tells. (static) */
const char *ovr_lossy_method (const OvrInstance *instance);

/* The last, strongest value of (0028,2112); NaN where none makes sense. */
double ovr_lossy_ratio (const OvrInstance *instance);

G_END_DECLS
