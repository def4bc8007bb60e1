/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* The enumerations' words in JSON ("agree-modified") and, per report language,
 * on paper and in the window. One table each; thread-safe. */

const char *ovr_verdict_sign (OvrVerdict verdict); /* "✓" "≈" "✗" "?" "–", "" open */
const char *ovr_verdict_words (OvrVerdict verdict, const char *language);
const char *ovr_certainty_words (OvrCertainty certainty, const char *language);
const char *ovr_certainty_range (OvrCertainty certainty); /* ">90 %", "75–90 %" */
const char *ovr_impact_words (OvrImpact impact, const char *language);
const char *ovr_side_words (OvrSide side, const char *language);
const char *ovr_sex_words (const char *sex, const char *language);
const char *ovr_reason_words (OvrReason reason, const char *language);

/* The ways of a communication as the report keeps them: "telephone", "mail",
 * "letter", "in person", "other". NULL behind the last. */
const char *ovr_channel_get (guint index);

/* One of them in @language; any other text as it is; "" for NULL. */
const char *ovr_channel_words (const char *channel, const char *language);

G_END_DECLS
