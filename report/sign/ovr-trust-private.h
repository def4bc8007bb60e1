/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-openssl-private.h"
#include "ovr-verify.h"

G_BEGIN_DECLS

/**
 * OvrTrustUse:
 * @OVR_TRUST_SIGNING: a person's signature on a document
 * @OVR_TRUST_TIME: a time stamp
 */
typedef enum
{
  OVR_TRUST_SIGNING,
  OVR_TRUST_TIME,
} OvrTrustUse;

/**
 * ovr_trust_check:
 * @self: whom to trust
 * @certificate: the signer's
 * @others: certificates that may stand between
 * @when: the time at which all must be valid
 * @use: what @certificate was used for
 * @chain: (out) (nullable) (transfer full): from @certificate to the trusted one
 * @code: (out) (nullable): a reason's code, static, where it is not trusted
 *
 * Returns: (transfer full) (nullable): %NULL if trusted, else why not
 */
char *ovr_trust_check (const OvrTrust *self,
                       X509 *certificate,
                       OvrX509Stack *others,
                       GDateTime *when,
                       OvrTrustUse use,
                       OvrX509Stack **chain,
                       const char **code);

/* Whether each of @certificates but @certificate vouches, by its signature, for
 * one below it, all of them in one line from @certificate upwards, none over. */
gboolean ovr_trust_is_one_path (X509 *certificate,
                                OvrX509Stack *certificates);

G_END_DECLS
