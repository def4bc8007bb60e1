/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-verify.h"

G_BEGIN_DECLS

/* What the verifier found, as a sentence for a person: "✓ Intact. …".
 * (transfer full) */
char *ovr_verdict_to_words (const OvrVerification *verification);

/* Signer, time and what else was observed, a line each. (transfer full) */
char *ovr_verdict_reasons_to_words (const OvrVerification *verification);

G_END_DECLS
