/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The verifier: is this PDF what its signer signed, all of it and nothing but
 * that? It judges our own reports by the one form that Overread writes, and
 * those of other makers by the standards. Stricter than the usual programs: a
 * file that was changed or extended in any way after signing is never valid. */

/**
 * OvrVerifyVerdict:
 * @OVR_VERIFY_VALID: intact, and the signer's certificate leads to a trusted one
 * @OVR_VERIFY_VALID_UNTRUSTED: intact; who signed isn't vouched for
 * @OVR_VERIFY_EXTENDED: intact; later revisions add validation data (DSS) or
 *   document time stamps and nothing else
 * @OVR_VERIFY_INVALID: anything else that has, or had, a signature
 * @OVR_VERIFY_UNSIGNED: no trace of a signature
 */
typedef enum
{
  OVR_VERIFY_VALID,
  OVR_VERIFY_VALID_UNTRUSTED,
  OVR_VERIFY_EXTENDED,
  OVR_VERIFY_INVALID,
  OVR_VERIFY_UNSIGNED,
} OvrVerifyVerdict;

/* One observation; @code is for programs ("changed-after-signing"), @text is a
 * sentence. Owned strings. */
typedef struct
{
  char *code;
  char *text;
} OvrVerifyReason;

void ovr_verify_reason_free (OvrVerifyReason *self);

/**
 * OvrVerification:
 * @signer: the certificate's common name; %NULL where nobody signed or the
 *   certificate can't be read
 * @fingerprint: SHA-256 of the certificate, hex
 * @signed_at: the time that the signer states, ISO 8601 with offset; only a
 *   time stamp proves a time
 * @timestamp: the time of a sound time-stamp token, ISO 8601, UTC
 * @level: "B-B", "B-T", "B-LT" or "B-LTA" (EN 319 142-1) where the signature
 *   has the form of that level
 * @reasons: OvrVerifyReason; what stands against the file, then notices
 * @signed_length: bytes of the revision that the signature covers, which is
 *   the only one to show
 * @ours: whether Overread wrote the file
 * @number: the report's number, as our own file states it; %NULL in others and
 *   where the file is not intact
 * @version: the report's version, likewise; 0 is unknown
 * @predecessor: SHA-256 of the file of the version that it replaces, likewise
 */
typedef struct
{
  OvrVerifyVerdict verdict;
  char *signer;
  char *fingerprint;
  char *signed_at;
  char *timestamp;
  char *level;
  GPtrArray *reasons;
  gsize signed_length;
  gboolean ours;
  char *number;
  int version;
  char *predecessor;
} OvrVerification;

void ovr_verification_free (OvrVerification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrVerification, ovr_verification_free)

/* "valid", "valid-untrusted", "extended", "invalid", "unsigned". */
const char *ovr_verify_verdict_to_string (OvrVerifyVerdict verdict);

/* Appends a reason; formatted as printf() does. */
void ovr_verification_add (OvrVerification *self,
                           const char *code,
                           const char *format,
                           ...) G_GNUC_PRINTF (3, 4);

/* Whether a reason with @code is there. */
gboolean ovr_verification_has (const OvrVerification *self,
                               const char *code);

/* The certificates that are taken at their word. Immutable; thread-safe. */
typedef struct _OvrTrust OvrTrust;

OvrTrust *ovr_trust_new_empty (void);
OvrTrust *ovr_trust_new_system (void);

/* The certificates of a PEM file, roots or the signer's own. NULL with a
 * G_IO_ERROR if there are none in it. */
OvrTrust *ovr_trust_new_from_pem (GBytes *pem,
                                  GError **error);

void ovr_trust_free (OvrTrust *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrTrust, ovr_trust_free)

/**
 * ovr_verify_pdf:
 * @pdf: the whole file
 * @trust: whom to trust
 * @error: a #GIOErrorEnum, %G_IO_ERROR_INVALID_DATA
 *
 * Judges @pdf. The certificate must be valid at the time of a trusted time
 * stamp, without one now, by the one clock (ovr_clock_now()); the time that
 * the signer states proves nothing. Whether a certificate was revoked is not
 * asked: that needs the network.
 *
 * Returns: (transfer full): the verdict; %NULL with @error only for what is
 *   no PDF and bears no trace of a signature
 */
OvrVerification *ovr_verify_pdf (GBytes *pdf,
                                 const OvrTrust *trust,
                                 GError **error);

G_END_DECLS
