/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-openssl-private.h"

G_BEGIN_DECLS

/* Somebody's CMS SignedData with one signer (RFC 5652), taken apart. */

typedef struct
{
  const guint8 *data;
  gsize length;
} OvrSpan;

/**
 * OvrCms:
 * @der: the ContentInfo
 * @used: bytes that it took in the buffer
 * @is_der: whether writing it again gives the same bytes
 * @is_plain: whether its version numbers, its list of digest algorithms and its
 *   name for the signer say what they must, byte for byte
 * @certificates: all that came with it
 * @has_other_certificates: attribute certificates or CRLs came as well
 * @signer: the certificate of the one who signed; borrowed from @certificates
 * @content_type: what is signed, OpenSSL's NID
 * @content: (nullable): the signed content, where it is inside
 * @digest: the digest algorithm; %NULL if unknown
 * @attributes: (nullable): the signed attributes, tagged as the SET OF that is
 *   signed
 * @message_digest: (nullable): the attribute's value
 * @has_content_type: whether the content-type attribute says @content_type
 * @has_signing_time: forbidden by PAdES baseline
 * @has_signing_certificate: RFC 5035 or RFC 2634, and it is @signer's hash
 * @has_foreign_certificate: the attribute names another certificate
 * @signature: the signature value
 * @signature_algorithm: its AlgorithmIdentifier
 * @token: (nullable): the time-stamp token in the unsigned attributes
 * @unsigned_attributes: how many unsigned attributes there are
 *
 * Everything is owned but what is said to be borrowed.
 */
typedef struct
{
  GBytes *der;
  gsize used;
  gboolean is_der;
  gboolean is_plain;
  OvrX509Stack *certificates;
  gboolean has_other_certificates;
  X509 *signer;
  int content_type;
  GBytes *content;
  const EVP_MD *digest;
  GByteArray *attributes;
  GBytes *message_digest;
  gboolean has_content_type;
  gboolean has_signing_time;
  gboolean has_signing_certificate;
  gboolean has_foreign_certificate;
  GBytes *signature;
  GBytes *signature_algorithm;
  GBytes *token;
  guint unsigned_attributes;
} OvrCms;

/* (transfer full): what stands at @data; bytes may follow it. NULL if it is no
 * SignedData with exactly one signer, or has an attribute twice. */
OvrCms *ovr_cms_read (const guint8 *data,
                      gsize length);

void ovr_cms_free (OvrCms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCms, ovr_cms_free)

/* Whether the digest algorithm still resists collisions: SHA-2 or SHA-3. */
gboolean ovr_cms_has_strong_digest (const OvrCms *self);

/* (transfer full): digest of @spans one after the other; NULL if unknown. */
GBytes *ovr_cms_digest (const EVP_MD *algorithm,
                        const OvrSpan *spans,
                        guint n_spans);

/* Whether the signer signed the bytes of @spans one after the other. */
gboolean ovr_cms_verify (const OvrCms *self,
                         const OvrSpan *spans,
                         guint n_spans);

G_END_DECLS
