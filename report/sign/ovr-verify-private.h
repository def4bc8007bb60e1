/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-cms-time.h"
#include "ovr-pdf-signature.h"
#include "ovr-trust-private.h"
#include "ovr-verify.h"

G_BEGIN_DECLS

/**
 * OvrJudged:
 * @signature: what is judged; borrowed
 * @end: one past the last byte that it covers
 * @cms: the signature's CMS; owned, %NULL if unreadable
 * @token: the time stamp on the signature value; owned, %NULL without a sound one
 * @stamp: of a document time stamp: the token itself; owned
 * @sound: whether form, bytes and signature value are right
 *
 * One signature of a file on its own, whoever made it.
 */
typedef struct
{
  const OvrPdfSignature *signature;
  gsize end;
  OvrCms *cms;
  OvrTimeToken *token;
  OvrTimeToken *stamp;
  gboolean sound;
} OvrJudged;

/* (transfer full): judges @signature; what stands against it goes to @result. */
OvrJudged *ovr_verify_judge (OvrPdfReader *file,
                             const OvrPdfSignature *signature,
                             OvrVerification *result);

void ovr_judged_free (OvrJudged *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrJudged, ovr_judged_free)

/* Whether @judged has the one form that Overread writes; @revision is the file
 * as far as the signature covers it. What differs goes to @result. */
gboolean ovr_verify_check_canonical (OvrPdfReader *revision,
                                     const OvrJudged *judged,
                                     OvrVerification *result);

/* Number, version and predecessor, as one of our files states them. */
void ovr_verify_read_metadata (OvrPdfReader *revision,
                               OvrVerification *result);
void ovr_verify_forget_metadata (OvrVerification *result);

/* The signature's bytes in @file without the Contents. */
void ovr_verify_get_spans (OvrPdfReader *file,
                           const OvrPdfSignature *signature,
                           OvrSpan spans[2]);

G_END_DECLS
