/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whoever signs: a private key, its certificate and the chain that came with
 * it. Immutable after creation; use one from one thread at a time. */

typedef struct _OvrIdentity OvrIdentity;

#define OVR_IDENTITY_ERROR (ovr_identity_error_quark ())
GQuark ovr_identity_error_quark (void);

/**
 * OvrIdentityError:
 * @OVR_IDENTITY_ERROR_READ: the file is no identity that can be read
 * @OVR_IDENTITY_ERROR_PASSPHRASE: the passphrase is wrong: ask again
 * @OVR_IDENTITY_ERROR_UNFIT: the certificate may not sign now (expired, not
 *   yet valid, not for signing, weak key)
 * @OVR_IDENTITY_ERROR_FAILED: making or writing an identity went wrong
 */
typedef enum
{
  OVR_IDENTITY_ERROR_READ,
  OVR_IDENTITY_ERROR_PASSPHRASE,
  OVR_IDENTITY_ERROR_UNFIT,
  OVR_IDENTITY_ERROR_FAILED,
} OvrIdentityError;

/**
 * OvrIdentityKind:
 * @OVR_IDENTITY_ECDSA: ECDSA on P-256
 * @OVR_IDENTITY_RSA: RSA with 3072 bits
 */
typedef enum
{
  OVR_IDENTITY_ECDSA,
  OVR_IDENTITY_RSA,
} OvrIdentityKind;

/**
 * ovr_identity_new_local:
 * @name: the person's name, 1 to 64 characters; becomes the common name
 * @kind: the sort of key
 * @error: an #OvrIdentityError
 *
 * Makes a key and a certificate that vouches for itself: for those who have no
 * certificate from an authority. Valid for three years by the one clock
 * (ovr_clock_now()), from one hour before it, so that a receiver whose clock
 * runs late doesn't refuse it. RFC 5280; key usage digitalSignature and
 * nonRepudiation, no CA.
 *
 * Returns: (transfer full): the identity; %NULL with @error
 */
OvrIdentity *ovr_identity_new_local (const char *name,
                                     OvrIdentityKind kind,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads PKCS #12 (RFC 7292). (transfer full); NULL with an OvrIdentityError:
 * PASSPHRASE where the passphrase doesn't open it, READ otherwise. */
OvrIdentity *ovr_identity_load (GBytes *pkcs12,
                                const char *passphrase,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

void ovr_identity_free (OvrIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrIdentity, ovr_identity_free)

/**
 * ovr_identity_save:
 * @self: an identity
 * @path: the PKCS #12 file, mode 0600
 * @passphrase: protects it: AES-256, PBKDF2 with 100 000 rounds
 * @error: an #OvrIdentityError
 *
 * Writes the file whole or not at all. An existing file is replaced.
 *
 * Returns: %TRUE if it was written
 */
gboolean ovr_identity_save (const OvrIdentity *self,
                            const char *path,
                            const char *passphrase,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): certificate and chain as PEM, nothing secret. */
char *ovr_identity_dup_pem (const OvrIdentity *self);

/* The common name as UTF-8, "" without one; borrowed. The caller compares it
 * with the reader's name before it signs. */
const char *ovr_identity_get_name (const OvrIdentity *self);

/* SHA-256 of the certificate as 64 lower-case hex digits; borrowed. */
const char *ovr_identity_get_fingerprint (const OvrIdentity *self);

/* "ECDSA P-256", "RSA 3072" or what else the key is. (transfer full) */
char *ovr_identity_dup_algorithm (const OvrIdentity *self);

/* (transfer full): the certificate's validity, UTC. */
GDateTime *ovr_identity_dup_not_before (const OvrIdentity *self);
GDateTime *ovr_identity_dup_not_after (const OvrIdentity *self);

/* Whether nobody but the identity itself vouches for it. */
gboolean ovr_identity_is_self_signed (const OvrIdentity *self);

/**
 * ovr_identity_check_usable:
 * @self: an identity
 * @when: the time of signing
 * @error: an #OvrIdentityError, always UNFIT
 *
 * Whether the certificate may sign a report at @when: inside its validity,
 * key usage digitalSignature or nonRepudiation where it has one (RFC 5280
 * 4.2.1.3), RSA of 2048 bits at least or an elliptic curve.
 */
gboolean ovr_identity_check_usable (const OvrIdentity *self,
                                    GDateTime *when,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
