/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-mammo.h"

G_BEGIN_DECLS

#define OVR_MAMMO_COLUMNS 1440
#define OVR_MAMMO_ROWS 1920
#define OVR_MAMMO_SPACING 0.1
#define OVR_MAMMO_MAGNIFICATION 1.04
#define OVR_MAMMO_MASS_MM 11.0

/* Where the mass lies on the detector: mm from the chest wall's edge, and
 * above the nipple's level (outwards in the CC view). */
#define OVR_MAMMO_MASS_DEPTH_MM 52.0
#define OVR_MAMMO_MASS_CC_MM 25.0
#define OVR_MAMMO_MASS_MLO_MM 33.0

/* The nipple's row, mm from the upper edge. */
#define OVR_MAMMO_LEVEL_CC_MM 96.0
#define OVR_MAMMO_LEVEL_MLO_MM 116.0

/* Paints view @index (from 0) of the truth: 12-bit cells for presentation. */
void ovr_mammo_paint (guint index,
                      guint16 *cells);

G_END_DECLS
