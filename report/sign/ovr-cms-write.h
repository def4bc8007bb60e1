/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-openssl-private.h"

G_BEGIN_DECLS

/* The one form that Overread gives a signature: CMS SignedData (RFC 5652) of
 * PAdES B-B (EN 319 142-1): SHA-256, one signer, the signed attributes
 * content-type, message-digest and signing-certificate-v2 (RFC 5035) and no
 * others, the certificates sorted. All but the signature value follows from
 * certificate, chain and digest, so the verifier writes it again and compares
 * every byte. Thread-safe: touches only its arguments. */

/* (transfer full): the signed attributes as the SET OF that is signed.
 * @digest: SHA-256 of the bytes in the ByteRange. */
GByteArray *ovr_cms_write_attributes (X509 *certificate,
                                      const guint8 digest[32]);

/**
 * ovr_cms_write:
 * @certificate: the signer's
 * @chain: (nullable): the other certificates
 * @digest: SHA-256 of the bytes in the ByteRange
 * @signature: the signature value over ovr_cms_write_attributes()
 * @signature_length: its bytes
 * @token: (nullable): a time-stamp token (RFC 3161), the one unsigned attribute
 *
 * Returns: (transfer full): the ContentInfo as DER; %NULL if the key is
 *   neither RSA nor ECDSA
 */
GByteArray *ovr_cms_write (X509 *certificate,
                           OvrX509Stack *chain,
                           const guint8 digest[32],
                           const guint8 *signature,
                           gsize signature_length,
                           GBytes *token);

G_END_DECLS
