/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-measurement.h"

G_BEGIN_DECLS

/* What a length rests on, in the window's language: "pixel spacing", "at the
 * detector"; "" for what is no length. Borrowed. */
const char *ovr_provenance_words (const OvrMeasurement *measurement);

G_END_DECLS
