/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrImageNumbers:
 * @by_header: images are called by their Instance Number (0020,0013): every
 *   one has its own, above zero
 * @highest: the highest number that an image has
 * @descend: the numbers fall while the slices' places rise
 *
 * How people and original reports name the images of a series: by Instance
 * Number where that is a name, else by their place. Instance Numbers go on over
 * images that are missing, and often run against the order of the slices (from
 * the head to the feet), so neither stands for the other.
 */
typedef struct
{
  gboolean by_header;
  guint highest;
  gboolean descend;
} OvrImageNumbers;

/* @slices: (element-type OvrSlice), in their order. */
OvrImageNumbers ovr_image_numbers_find (GArray *slices);

/* The name of slice @index (from 0). */
guint ovr_image_numbers_get (const OvrImageNumbers *self,
                             GArray *slices,
                             guint index);

G_END_DECLS
