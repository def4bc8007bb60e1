/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-ultrasound.h"

G_BEGIN_DECLS

#define OVR_ULTRASOUND_COLUMNS 800
#define OVR_ULTRASOUND_ROWS 600
#define OVR_ULTRASOUND_FRAMES 40
#define OVR_ULTRASOUND_FRAME_MS 40.0

/* The trace: cm/s and s. The first frame shows the cursor at START. */
#define OVR_ULTRASOUND_PEAK 42.0
#define OVR_ULTRASOUND_END 10.0
#define OVR_ULTRASOUND_BEAT_S 0.4
#define OVR_ULTRASOUND_RISE_S 0.06
#define OVR_ULTRASOUND_START_S 1.2

/* The bleeding: mm to the patient's left and below the fontanelle. */
#define OVR_ULTRASOUND_BLEED_MM 7.0f

extern const float ovr_ultrasound_bleed[2];

/* cm/s at a time from the sweep's beginning. */
double ovr_ultrasound_velocity (double time_s);

G_END_DECLS
