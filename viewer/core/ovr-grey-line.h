/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-kernel.h"
#include "ovr-presentation.h"

G_BEGIN_DECLS

/**
 * ovr_grey_line_find:
 * @grey: a pipeline; none of the values is padding
 * @lowest: lowest stored value that occurs
 * @highest: highest one
 * @out: the line
 *
 * Looks for a straight line in single precision that gives the very bytes of
 * ovr_grey_byte() for every integer from @lowest to @highest, and proves it:
 * both only rise, or only fall, so they are equal everywhere if they are on
 * both sides of each step. Thread-safe.
 *
 * Returns: %FALSE where there is none: tables, sigmoids, and windows
 *   whose steps fall on integers so closely that single precision misses one
 */
gboolean ovr_grey_line_find (const OvrGrey *grey,
                             gint32 lowest,
                             gint32 highest,
                             OvrKernelLine *out);

/* The same, kept for the next one who asks. */
gboolean ovr_grey_line_get (const OvrGrey *grey,
                            gint32 lowest,
                            gint32 highest,
                            OvrKernelLine *out);

G_END_DECLS
