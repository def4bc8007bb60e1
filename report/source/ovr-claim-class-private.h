/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* The class of a claim. What isn't clearly harmless is abnormal: a wrong
 * "normal" might be accepted unseen, a wrong "abnormal" costs one key.
 * @section: (nullable); @findings: (element-type utf8): the claims of the
 * findings before it, for what the impression says once more. */
OvrClaimClass ovr_claim_classify (const char *text,
                                  const char *section,
                                  const GPtrArray *findings);

G_END_DECLS
