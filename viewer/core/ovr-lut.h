/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"

G_BEGIN_DECLS

/**
 * OvrLut:
 * @first: first value mapped: descriptor value 2
 * @n_entries: 1 to 65536: descriptor value 1, where 0 stands for 65536
 * @bits: bits of an entry, 1 to 16: descriptor value 3, or as many as the
 *   entries need where that is less
 * @entries: (owned) (array length=n_entries): unsigned
 * @is_mended: whether the descriptor contradicts the entries: @bits was raised,
 *   or entries of bytes were said to be of words
 * @explanation: (owned) (nullable): LUT Explanation (0028,3003)
 * @serial: a number from 1 that no other table has
 *
 * A lookup table as in the Modality LUT, VOI LUT and Palette modules (PS3.3
 * C.11.1.1.1). Immutable after it is made; share it between threads freely.
 */
typedef struct
{
  gint64 first;
  guint32 n_entries;
  guint32 bits;
  guint16 *entries;
  gboolean is_mended;
  char *explanation;
  gsize serial;
} OvrLut;

/* @descriptor: the three raw values of a LUT Descriptor, each of either sign.
 * @signed_input: whether values below zero can come in: says how a second
 * value above 32767 or below 0 was meant. @data: the entries, 8-bit ones packed
 * or in a word each. NULL if the table is shorter than it claims. */
OvrLut *ovr_lut_new (const gint64 descriptor[3],
                     gboolean signed_input,
                     GBytes *data,
                     const char *explanation);

/* From an item that holds LUT Descriptor (0028,3002) and LUT Data (0028,3006). */
OvrLut *ovr_lut_read (const OvrDataset *item,
                      gboolean signed_input);
void ovr_lut_free (OvrLut *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrLut, ovr_lut_free)

/* The entry for @value, rounded to the nearest input; values outside get the
 * first or the last entry. Thread-safe. */
guint16 ovr_lut_lookup (const OvrLut *self,
                        double value);

/* 2^bits − 1: the highest output. */
double ovr_lut_top (const OvrLut *self);

G_END_DECLS
