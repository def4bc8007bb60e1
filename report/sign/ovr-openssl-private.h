/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* Ownership of OpenSSL's types, and its error queue, for the files of this
 * folder only. Thread-safe: OpenSSL keeps one error queue a thread. */

typedef STACK_OF (X509) OvrX509Stack;

static inline void
ovr_x509_stack_free (OvrX509Stack *stack)
{
  sk_X509_pop_free (stack, X509_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECDSA_SIG, ECDSA_SIG_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrX509Stack, ovr_x509_stack_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_TST_INFO, TS_TST_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE_CTX, X509_STORE_CTX_free)

/* (transfer full): the reason of the newest OpenSSL error, and the queue is
 * empty afterwards. Never NULL. */
char *ovr_openssl_take_error (void);

/* (transfer full): the certificate's bytes. */
GBytes *ovr_openssl_certificate_der (X509 *certificate);

/* (transfer full) (nullable): the last common name of the subject as UTF-8;
 * without one the organisation; NULL if there is neither. */
char *ovr_openssl_subject_name (X509 *certificate);

/* (transfer full) (nullable): an ASN.1 time as UTC. */
GDateTime *ovr_openssl_time (const ASN1_TIME *time);

G_END_DECLS
