/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-body.h"

G_BEGIN_DECLS

/* Where the findings are in the body's own frame, mm, and what they absorb. */

#define OVR_NODULE_HU 52.0
#define OVR_NODULE_TURN_DEG 25.0
/* Shorter axes of the nodule, against its longest. */
#define OVR_NODULE_FLAT 0.9
#define OVR_NODULE_FLAT_Z 0.94

#define OVR_ADRENAL_HU -5.0
#define OVR_ADRENAL_SEMI 9.0, 8.0, 8.6
#define OVR_ADRENAL_TURN_DEG 30.0

#define OVR_FOCUS_HU 640.0
#define OVR_EFFUSION_HU 9.0

OvrVec3 ovr_lesion_nodule (void);
OvrVec3 ovr_lesion_adrenal (void);
OvrVec3 ovr_lesion_focus (void);

/* In the scanner's frame: bone does not breathe. */
OvrVec3 ovr_lesion_focus_in (const OvrBody *body);

/* The middle of the fluid where it is deepest, in the scanner's frame. */
OvrVec3 ovr_lesion_effusion_in (const OvrBody *body);

/* The front of the fluid's hind wall at a height: angle on the cage (degrees)
 * from @from to @to, and depth in the middle. */
void ovr_lesion_effusion_at (const OvrBody *body,
                             double z_mm,
                             double *from_deg,
                             double *to_deg,
                             double *share);

G_END_DECLS
