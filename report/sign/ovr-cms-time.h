/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-cms.h"

G_BEGIN_DECLS

/**
 * OvrTimeToken:
 * @cms: the token's signature
 * @time: when the authority saw the bytes, UTC
 *
 * A sound time-stamp token (RFC 3161); owned members.
 */
typedef struct
{
  OvrCms *cms;
  GDateTime *time;
} OvrTimeToken;

/* (transfer full): the token at @data if it is sound: signed by a certificate
 * for time stamping that it names, over the digest of @spans. NULL otherwise. */
OvrTimeToken *ovr_time_token_read (const guint8 *data,
                                   gsize length,
                                   const OvrSpan *spans,
                                   guint n_spans);

void ovr_time_token_free (OvrTimeToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrTimeToken, ovr_time_token_free)

G_END_DECLS
