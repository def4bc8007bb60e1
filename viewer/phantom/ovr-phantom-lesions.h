/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-solid.h"

G_BEGIN_DECLS

/* Where the findings are in the body's own frame, mm, and what they absorb. */

#define OVR_NODULE_HU 52.0
#define OVR_NODULE_TURN_DEG 25.0
#define OVR_ADRENAL_HU -5.0
#define OVR_ADRENAL_MM 18.0
#define OVR_FOCUS_HU 760.0

OvrVec3 ovr_lesion_nodule (void);
OvrVec3 ovr_lesion_adrenal (void);
OvrVec3 ovr_lesion_focus (void);

G_END_DECLS
