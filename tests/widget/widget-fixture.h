/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

/* One original with five claims: c1 abnormal, c2 normal, c3 repetition, all of
 * the findings; c4 normal of the impression; c5 advice. Nothing is judged, the
 * original is sealed. (transfer full) */
OvrReport *widget_fixture_report (void);
