/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-identity.h"

G_BEGIN_DECLS

#define OVR_PADES_ERROR (ovr_pades_error_quark ())
GQuark ovr_pades_error_quark (void);

/**
 * OvrPadesError:
 * @OVR_PADES_ERROR_CHANGED: the file is not the one that was read and approved
 * @OVR_PADES_ERROR_PREPARED: the file has no place for a signature as
 *   report/export prepares it
 * @OVR_PADES_ERROR_FAILED: the key did not sign, or what came out is not sound
 */
typedef enum
{
  OVR_PADES_ERROR_CHANGED,
  OVR_PADES_ERROR_PREPARED,
  OVR_PADES_ERROR_FAILED,
} OvrPadesError;

/* What a prepared file has in its one signature dictionary: a ByteRange of 0 and
 * three times this number, and a Contents of so many zeros as hex digits. */
#define OVR_PADES_RANGE_NUMBER 1000000000
#define OVR_PADES_CONTENTS_DIGITS 32768

/**
 * ovr_pades_sign:
 * @prepared: a whole PDF of one revision with one signature dictionary whose
 *   ByteRange and Contents are placeholders
 * @expected_sha256: SHA-256 of the bytes whose pages the signer has seen
 * @identity: who signs; the caller has compared its name with the reader's
 * @error: an #OvrPadesError, or %OVR_IDENTITY_ERROR_UNFIT
 *
 * Signs as PAdES B-B (EN 319 142-1). Nothing but the two placeholders changes.
 * The key is used on exactly the approved bytes or not at all, only while the
 * certificate is valid by the one clock and at the time that the file states,
 * and the result is judged by the verifier before it is handed over.
 *
 * Returns: (transfer full): the signed file; %NULL with @error
 */
GBytes *ovr_pades_sign (GBytes *prepared,
                        const guint8 expected_sha256[32],
                        OvrIdentity *identity,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
