/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-knee.h"

G_BEGIN_DECLS

/* Findings, in the knee's own frame (medial, posterior, up), mm. */
#define OVR_KNEE_TEAR_LENGTH 9.0f
#define OVR_KNEE_BRUISE_DIAMETER 16.0f
#define OVR_KNEE_CYST_LENGTH 34.0f

extern const float ovr_knee_tear[3];
extern const float ovr_knee_bruise[3];
extern const float ovr_knee_cyst[3];

G_END_DECLS
