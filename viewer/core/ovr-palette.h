/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-lut.h"

G_BEGIN_DECLS

/**
 * OvrPalette:
 * @channel: (owned): red, green and blue table
 *
 * The Palette Color Lookup Table module (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6, and
 * C.7.9.2 for segmented tables). Immutable after it is made.
 */
typedef struct
{
  OvrLut *channel[3];
} OvrPalette;

/* NULL if the tables are missing or damaged. */
OvrPalette *ovr_palette_read (const OvrDataset *dataset,
                              gboolean signed_input);
void ovr_palette_free (OvrPalette *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPalette, ovr_palette_free)

/* Whether a descriptor contradicts its entries: see #OvrLut. */
gboolean ovr_palette_is_mended (const OvrPalette *self);

/* 0xffrrggbb. Of 16-bit entries the upper byte counts, of narrower ones the
 * upper eight bits. Thread-safe. */
guint32 ovr_palette_lookup (const OvrPalette *self,
                            double index);

/* Expands segmented data (C.7.9.2.1): words of @bits. NULL if a segment leaves
 * its table or more than @n_entries come out. */
GBytes *ovr_palette_expand (GBytes *segmented,
                            guint bits,
                            guint32 n_entries);

G_END_DECLS
